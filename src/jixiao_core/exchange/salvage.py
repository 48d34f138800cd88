"""What a rubric with broken parts gets wrong elsewhere: the broken parts are replaced, and the rest is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal, get_args, get_type_hints

import attrs
from cattrs import Converter

from jixiao_core.errors import JixiaoError, Problem
from jixiao_core.exchange import fields
from jixiao_core.exchange.converter import hook_of
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import Judged
from jixiao_core.rubrics.indicators import Group, Indicator, Pool
from jixiao_core.rubrics.rubric import SEMANTICS, Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source

__all__ = ["further_problems"]

_UNREAD: Final = Text("?")
_HEADS: Final[Mapping[str, Any]] = {
    "series": "unread",
    "edition": 2000,
    "revision": 1,
    "semantics": SEMANTICS,
    "kind": "project",
    "title": _UNREAD,
    "issuer": Issuer(zh="?"),
    "fiscal_years": FiscalYears(first=2000, last=2000),
}
_UNRELIABLE: Final[Mapping[str, frozenset[str]]] = {
    # What cannot be said of the rest when a part of this field is missing.
    "tree": frozenset(
        f"rubrics.{name}"
        for name in (
            "points_do_not_sum",
            "empty_group",
            "empty",
            "choice_points",
            "unknown_parent",
            "unknown_row",
            "not_a_sibling",
            "pool_scattered",
        )
    ),
    "questions": frozenset(("rubrics.unknown_question", "rubrics.unknown_answer")),
    "grades": frozenset(("rubrics.unknown_grade",)),
    "points": frozenset(("rubrics.ceiling",)),
}


def further_problems(table: Mapping[Any, Any], converter: Converter) -> Iterator[Problem]:
    """
    Yield the problems of a rubric as a whole that its readable parts show on their own.

    Args:
        table: the rubric as plain data; `facts` may be definitions already.
        converter: the converter that could not read all of it.
    """
    parts = _Parts(table, converter)
    try:
        Rubric(**parts.arguments)
    except JixiaoError as error:
        yield from (problem for problem in error.problems if parts.concerns(problem))


class _Parts:
    """The readable parts of a rubric, with stand-ins for the others."""

    def __init__(self, table: Mapping[Any, Any], converter: Converter) -> None:
        self.arguments: dict[str, Any] = {}
        self._broken: list[str] = []
        self._silent: set[str] = set()
        hints = get_type_hints(Rubric)
        for attribute in attrs.fields(Rubric):
            name = attribute.name
            if not attribute.init or not attribute.metadata.get("identity", True):
                continue
            if name in _STAND_INS:
                absent = None if attribute.default is attrs.NOTHING else ()
                self._take_nodes(name, table.get(name, absent), hook_of(get_args(hints[name])[0], converter))
            elif name in table:
                self._take(name, table[name], hook_of(hints[name], converter))
            elif name in _HEADS and attribute.default is attrs.NOTHING:
                self.arguments[name] = _HEADS[name]

    def concerns(self, problem: Problem) -> bool:
        """Whether a problem is one of the readable parts."""
        if problem.code in self._silent:
            return False
        return not any(
            problem.path == prefix or problem.path.startswith((f"{prefix}.", f"{prefix}[")) for prefix in self._broken
        )

    def _take(self, name: str, value: object, hook: fields.Hook) -> None:
        try:
            self.arguments[name] = hook(value)
        except JixiaoError:
            self._broken.append(name)
            self._silent |= _UNRELIABLE.get(name, frozenset())
            if name in _HEADS:
                self.arguments[name] = _HEADS[name]

    def _take_nodes(self, name: str, values: object, hook: fields.Hook) -> None:
        nodes = []
        if not isinstance(values, (list, tuple)):
            self._broken.append(name)
            values = (None,)
        for position, value in enumerate(values):
            try:
                nodes.append(hook(value))
            except JixiaoError:
                self._broken.append(f"{name}[{position}]")
                nodes.extend(self._stand_in(name, value))
        self.arguments[name] = tuple(nodes)

    def _stand_in(self, name: str, value: object) -> Iterator[Any]:
        """The node with the id and points of the broken one; without them sums mean nothing."""
        try:
            yield _STAND_INS[name](value)
        except (JixiaoError, KeyError, TypeError):
            self._silent |= _UNRELIABLE["tree"]


def _row(value: Any) -> Indicator:
    points = fields.number(value["points"]) if "points" in value else None
    name = fields.text(value["id"])
    source = Source(table="?")
    return Indicator(id=name, label=_UNREAD, points=points, clause="?", source=source, formula=Judged())


def _group(value: Any) -> Group:
    choose: Literal["one", "all"] = "one" if value.get("choose") == "one" else "all"
    return Group(id=fields.text(value["id"]), label=_UNREAD, points=fields.number(value["points"]), choose=choose)


def _pool(value: Any) -> Pool:
    members = tuple(fields.text(member) for member in value["members"])
    return Pool(id=fields.text(value["id"]), label=_UNREAD, points=fields.number(value["points"]), members=members)


_STAND_INS: Final[Mapping[str, Callable[[Any], Any]]] = {"indicators": _row, "groups": _group, "pools": _pool}
