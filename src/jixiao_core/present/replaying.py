"""Stored results: several in one document, and the replay of reviews and score sheets, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from posixpath import commonprefix
from typing import Any, Final, Literal, TypeAlias

from jixiao_core import registry
from jixiao_core.errors import FormatError, JixiaoError, Problem
from jixiao_core.exact.numbers import MAX_SHOWN, shown
from jixiao_core.exchange import parse_case, parse_evidence, parse_rubric, read_document
from jixiao_core.exchange.literals import NumberLiteral
from jixiao_core.messages import Message
from jixiao_core.present.documents import json_text, review_json, sheet_document
from jixiao_core.rubrics.rubric import SEMANTICS, Rubric
from jixiao_core.scoring.review import Review, review
from jixiao_core.scoring.score import score
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = ["replay", "several", "stored_documents"]

Kind: TypeAlias = Literal["review", "sheet"]
"""What is stored: a review of one round, or a score sheet."""

_ORIGIN: Final = ("format", "rubric", "digest", "semantics", "readings", "assumptions")
_NEEDED: Final[dict[Kind, tuple[str, ...]]] = {
    "review": (*_ORIGIN, "round", "case", "totals", "indicators"),
    "sheet": (*_ORIGIN, "fiscal_year", "evidence", "totals", "indicators"),
}


_BEFORE: Final = 20
"""So many characters before the first difference of two long texts are shown."""


def several(documents: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    """
    Return several documents as one, which says how many it holds.

    Args:
        documents: of one kind.
        name: the word for them, ``reviews`` or ``sheets``.
    """
    return {"format": f"jixiao-{name}/1", "count": str(len(documents)), name: list(documents)}


def stored_documents(stored: Any, kind: Kind) -> tuple[Mapping[str, Any], ...]:
    """
    Return the results of a stored document: the one that it is, or all that it holds.

    Args:
        stored: the parsed JSON.
        kind: ``review`` or ``sheet``.

    Raises:
        FormatError: when it is or holds anything else, or does not hold as many as it says.
    """
    name = f"{kind}s"
    if not isinstance(stored, Mapping) or name not in stored:
        if _kind_of(stored) != kind:
            raise _not_stored(kind)
        return (stored,)
    found = stored[name]
    if not isinstance(found, list) or not found or any(_kind_of(each) != kind for each in found):
        raise _not_stored(kind)
    if stored.get("count") != str(len(found)):
        count = stored.get("count")
        message = Message.of("present.reviews_missing", stated=shown(str(count)) if count else "—", found=len(found))
        raise FormatError(Problem(message, "count"))
    # Reports without a scoring table are named beside the reviews; there is nothing of them to compute again.
    beside = {each: stored[each] for each in ("not_reviewed",) if each in stored and kind == "review"}
    _refuse_difference(stored, {**several(found, name), **beside})
    return tuple(found)


def _not_stored(kind: Kind) -> FormatError:
    return FormatError(Problem(Message.of(f"present.not_a_{kind}", keys=_NEEDED[kind])))


def replay(document: Any, rubric: Rubric | None = None) -> Review | ScoreSheet:
    """
    Compute a stored review or score sheet again and compare it with what is stored, byte for byte.

    White space between values does not count: a document that another tool has indented is what it was.

    Args:
        document: the parsed JSON of `review_json` or `sheet_json`, or its text or bytes.
        rubric: the rubric that it names; None: the derived one that it holds, or the shipped one; the digest must be the
            stored one.

    Returns:
        The review or the score sheet, computed now.

    Raises:
        FormatError: when the document is no stored result, when its semantics is unknown, when its digest is that of
            another rubric, or when anything differs; the message names the first place and both values.
        UnknownNameError: when no such rubric is shipped, or when the rubric has no such reading or assumption.

    >>> from jixiao_core import Evidence, present, registry, score
    >>> rubric = registry.load("junshan-project@2021.1")
    >>> replay(present.json_text(present.sheet_json(score(rubric, Evidence())))).rubric
    <Rubric junshan-project@2021.1>
    """
    if isinstance(document, (str, bytes)):
        content = document.encode() if isinstance(document, str) else document
        document = read_document(content, syntax="json")
    kind = _kind_of(document)
    if kind is None:
        raise _not_stored("sheet" if isinstance(document, Mapping) and "evidence" in document else "review")
    chosen = _rubric_of(document, rubric)
    again, computed = (_review if kind == "review" else _sheet)(document, chosen)
    _refuse_difference(document, computed)
    return again


def _review(document: Mapping[str, Any], rubric: Rubric) -> tuple[Review, dict[str, Any]]:
    with _under("case"):
        case = parse_case(document["case"])
    again = review(rubric, case, assume=document["assumptions"])
    return again, review_json(again, document["round"])


def _sheet(document: Mapping[str, Any], rubric: Rubric) -> tuple[ScoreSheet, dict[str, Any]]:
    with _under("evidence"):
        evidence = parse_evidence(document["evidence"])
    again = score(rubric, evidence, assume=document["assumptions"])
    return again, sheet_document(again, document["fiscal_year"])


@contextmanager
def _under(path: str) -> Iterator[None]:
    """Where a part of the document is read: its problems get the path of that part."""
    try:
        yield
    except JixiaoError as error:
        raise type(error)(*(problem.under(path) for problem in error.problems)) from None


def _rubric_of(document: Mapping[str, Any], given: Rubric | None) -> Rubric:
    """The rubric that a document was computed from, read as it says; what is not this very rubric is refused."""
    semantics = document["semantics"]
    if semantics != SEMANTICS or type(semantics) is not int:
        message = Message.of("rubrics.unknown_semantics", found=shown(str(semantics)), known=SEMANTICS)
        raise FormatError(Problem(message, "semantics"))
    rubric = _derived_rubric(document) if given is None else given
    if rubric is None:
        with _under("rubric"):
            rubric = registry.load(document["rubric"])
    if rubric.pin != document["rubric"]:
        message = Message.of("present.replay_other_rubric", found=shown(document["rubric"]), rubric=rubric.pin)
        raise FormatError(Problem(message, "rubric"))
    if rubric.digest != document["digest"]:
        wanted = shown(document["digest"])
        message = Message.of("registry.digest_mismatch", pin=rubric.pin, found=rubric.digest, wanted=wanted)
        raise FormatError(Problem(message, "digest"))
    with _under("readings"):
        return rubric.under(document["readings"])


def _derived_rubric(document: Mapping[str, Any]) -> Rubric | None:
    """The derived rubric that a stored result holds, which must be the one that it names; None where it holds none."""
    if "derived_rubric" not in document:
        return None
    with _under("derived_rubric"):
        rubric = parse_rubric(document["derived_rubric"])
    if (rubric.pin, rubric.digest) != (document["rubric"], document["digest"]):
        message = Message.of(
            "present.other_derived", stored=shown(str(document["rubric"])), pin=rubric.pin, digest=rubric.digest
        )
        raise FormatError(Problem(message, "derived_rubric"))
    _refuse_other_base(rubric)
    return rubric


def _refuse_other_base(rubric: Rubric) -> None:
    """A shipped base is known: what says that it was derived from it was derived from that very table."""
    base, _, digest = rubric.derived_from.partition("#")
    if base in registry.shipped() and digest != registry.load(base).digest:
        known = registry.load(base).digest
        message = Message.of("present.other_base", pin=base, found=shown(digest) if digest else "—", shipped=known)
        raise FormatError(Problem(message, "derived_rubric.derived_from"))


def _kind_of(document: Any) -> Kind | None:
    """What a document is: the keys of a result, with values of the kinds that a replay starts from."""
    if not isinstance(document, Mapping):
        return None
    kind: Kind = "review" if "case" in document else "sheet"
    if not all(key in document for key in _NEEDED[kind]):
        return None
    readings, assumptions = document["readings"], document["assumptions"]
    is_told = (
        isinstance(readings, Mapping)
        and all(isinstance(answer, str) for answer in readings.values())
        and isinstance(assumptions, list)
        and all(isinstance(name, str) for name in assumptions)
        and all(isinstance(document[name], str) for name in ("rubric", "digest"))
    )
    year = document.get("fiscal_year")
    fits = isinstance(document["round"], str) if kind == "review" else year is None or type(year) is int
    return kind if is_told and fits else None


def _as_written(value: Any) -> Any:
    """A document in which a number without quotes is not its text: as JSON it is another document."""
    match value:
        case NumberLiteral():
            # Never computed with: it is only to look different from a text.
            return float(value)
        case Mapping():
            return {key: _as_written(part) for key, part in value.items()}
        case list():
            return [_as_written(part) for part in value]
        case _:
            return value


def _refuse_difference(stored: Any, computed: Any) -> None:
    written = _as_written(stored)
    if json_text(written) != json_text(computed):
        raise FormatError(_difference(written, computed))


def _sorted_text(value: Any) -> str:
    """The text of a value whatever the order of its keys; true is not 1 in it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _first_difference(stored: Any, computed: Any, path: str) -> tuple[str, str, str]:
    if isinstance(stored, Mapping) and isinstance(computed, Mapping):
        for key in dict.fromkeys((*computed, *stored)):
            one, two = stored.get(key), computed.get(key)
            if (key in stored) != (key in computed) or _sorted_text(one) != _sorted_text(two):
                return _first_difference(one, two, f"{path}.{key}".lstrip("."))
    if isinstance(stored, list) and isinstance(computed, list):
        for position, (one, two) in enumerate(zip(stored, computed, strict=False)):
            if _sorted_text(one) != _sorted_text(two):
                return _first_difference(one, two, f"{path}[{position}]")
    return path, _sorted_text(stored), _sorted_text(computed)


def _difference(stored: Any, computed: Any) -> Problem:
    """What differs first: a value, or, where all values are the same, the order of keys."""
    if _sorted_text(stored) == _sorted_text(computed):
        place = _first_other_order(stored, computed, "") or ""
        return Problem(Message.of("present.replay_order", path=place or "{}"), place)
    path, *texts = _first_difference(stored, computed, "")
    one, other = _where_they_part(*texts)
    return Problem(Message.of("present.replay_differs", path=path, stored=shown(one), computed=shown(other)), path)


def _where_they_part(one: str, other: str) -> tuple[str, str]:
    """Two texts from a little before the place where they part, where they are too long to be shown whole."""
    start = len(commonprefix((one, other))) - _BEFORE
    if max(len(one), len(other)) <= MAX_SHOWN or start <= 0:
        return one, other
    return f"…{one[start:]}", f"…{other[start:]}"


def _first_other_order(stored: Any, computed: Any, path: str) -> str | None:
    """The path of the first table whose keys stand in another order; None where there is none."""
    if isinstance(stored, Mapping):
        if list(stored) != list(computed):
            return path
        parts = [(stored[key], computed[key], f"{path}.{key}".lstrip(".")) for key in stored]
    elif isinstance(stored, list):
        pairs = enumerate(zip(stored, computed, strict=True))
        parts = [(one, two, f"{path}[{position}]") for position, (one, two) in pairs]
    else:
        return None
    return next((found for part in parts if (found := _first_other_order(*part)) is not None), None)
