"""Figures in an overlay spreadsheet by their names in the dictionary of facts: 收入合计＋上年结转－项目支出."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jixiao_core.errors import Problem
from jixiao_core.exact.numbers import path_step, shown
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.facts import FactDefinition

__all__ = ["TermsError", "terms_of", "with_fact_ids"]

_OPEN: Final = "（(〔["
_CLOSE: Final = "）)〕]"
_PLUS: Final = "+＋"
_MINUS: Final = "-－−–"
_DIVIDERS: Final = "；;，,、"
_ID: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9_.]*")
_FORMS: Final = ("numerator", "denominator")
_MAX_NEAR: Final = 5
_MAX_COMPARED: Final = 80


class TermsError(ValueError):
    """A sign stands where a figure is due."""


def terms_of(text: str) -> list[Any]:
    """
    Return the terms of a cell as a file states them, names in the place of ids; what stands in brackets stays together.

    Raises:
        TermsError: where a sign has no figure behind it.

    >>> terms_of("收入合计＋上年结转－项目支出")
    ['收入合计', '上年结转', {'fact': '项目支出', 'times': '-1'}]
    >>> terms_of("total_expenditure；政府采购预算数（一般公共预算，调整后）")
    ['total_expenditure', '政府采购预算数（一般公共预算，调整后）']
    """
    terms: list[Any] = []
    sign = ""
    for piece in _pieces(text):
        if piece in _PLUS or piece in _MINUS:
            if sign:
                raise TermsError(text)
            sign = piece
        else:
            terms.append({"fact": piece, "times": "-1"} if sign and sign in _MINUS else piece)
            sign = ""
    if sign or not terms:
        raise TermsError(text)
    return terms


def _pieces(text: str) -> Iterator[str]:
    """Names and signs, in order."""
    depth, name = 0, ""
    for char in f"{text} ":
        depth += (char in _OPEN) - (char in _CLOSE)
        is_sign = char in _PLUS or char in _MINUS
        if depth <= 0 and (is_sign or char in _DIVIDERS or char.isspace()):
            if name:
                yield name
            if is_sign:
                yield char
            name = ""
        else:
            name += char
    if name.strip():
        yield name.strip()


def with_fact_ids(data: Any, facts: Iterable[FactDefinition]) -> tuple[Any, tuple[Problem, ...]]:
    """
    Return plain data of an overlay with the ids of figures in the place of their Chinese names.

    Args:
        data: the overlay, as a spreadsheet states it.
        facts: the definitions that it may use.

    Returns:
        The data, and a problem for every name that no figure or more than one has; such names are left out.
    """
    named: dict[str, dict[str, FactDefinition]] = {}
    for fact in facts:
        named.setdefault(fact.label.zh, {})[fact.id] = fact
    problems: list[Problem] = []
    return _walked(data, "", named, problems), tuple(problems)


_Named = Mapping[str, Mapping[str, FactDefinition]]


def _walked(data: Any, path: str, named: _Named, problems: list[Problem]) -> Any:
    if isinstance(data, Mapping):
        found = {}
        for key, part in data.items():
            inner = f"{path}.{path_step(key)}".removeprefix(".")
            is_form = key in _FORMS and isinstance(part, list)
            found[key] = _form(part, inner, named, problems) if is_form else _walked(part, inner, named, problems)
        return found
    if isinstance(data, list):
        return [_walked(part, f"{path}[{place}]", named, problems) for place, part in enumerate(data)]
    return data


def _form(terms: list[Any], path: str, named: _Named, problems: list[Problem]) -> list[Any]:
    found = []
    for term in terms:
        name = term["fact"] if isinstance(term, Mapping) else term
        if _ID.fullmatch(name):
            found.append(term)
        elif len(ids := named.get(name, {})) == 1:
            (known,) = ids
            found.append({**term, "fact": known} if isinstance(term, Mapping) else known)
        else:
            problems.append(Problem(_unclear(name, named), path))
    return found


def _unclear(name: str, named: _Named) -> Message:
    if name in named:
        several = tuple(_told(fact) for fact in named[name].values())
        return Message.of("exchange.xlsx_fact_several", found=shown(name), several=several)
    near = tuple(_told(fact) for label in _near(name, named) for fact in named[label].values())
    if near:
        return Message.of("exchange.xlsx_fact_near", found=shown(name), nearest=near[:_MAX_NEAR])
    return Message.of("exchange.xlsx_fact", found=shown(name))


def _near(name: str, named: _Named) -> list[str]:
    """The names that look like it, then those that hold it or lie in it."""
    # Only needed when something is wrong; the module costs more to load than all names to check.
    from difflib import get_close_matches

    close = get_close_matches(name[:_MAX_COMPARED], named, n=3)
    return list(dict.fromkeys((*close, *(label for label in named if label in name or name in label))))


def _told(fact: FactDefinition) -> Text:
    return Text(f"{fact.label.zh}（{fact.id}）", f"{fact.label.zh} ({fact.id})")
