"""Stored reviews: several in one document, and the replay of each, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange import parse_case, parse_rubric
from jixiao_core.messages import Message
from jixiao_core.present.documents import json_text, review_json
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.review import Review, review

__all__ = ["replay", "several", "stored_reviews", "stored_rubric"]

NEEDED = ("format", "rubric", "digest", "readings", "assumptions", "round", "case", "totals", "indicators")


def several(documents: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    """
    Return several documents as one, which says how many it holds.

    Args:
        documents: of one kind.
        name: the word for them, ``reviews`` or ``sheets``.
    """
    return {"format": f"jixiao-{name}/1", "count": str(len(documents)), name: list(documents)}


def stored_reviews(stored: Any) -> tuple[Mapping[str, Any], ...]:
    """
    Return the reviews of a stored document: the one that it is, or all that it holds.

    Raises:
        FormatError: when it is or holds anything else, or does not hold as many as it says.
    """
    if not isinstance(stored, Mapping) or "reviews" not in stored:
        if not _is_review(stored):
            raise _not_a_review()
        return (stored,)
    found = stored["reviews"]
    if not isinstance(found, list) or not found or not all(map(_is_review, found)):
        raise _not_a_review()
    if stored.get("count") != str(len(found)):
        count = stored.get("count")
        message = Message.of("present.reviews_missing", stated=shown(str(count)) if count else "—", found=len(found))
        raise FormatError(Problem(message, "count"))
    # Reports without a scoring table are named beside the reviews; there is nothing of them to compute again.
    beside = {name: stored[name] for name in ("not_reviewed",) if name in stored}
    expected = {**several(found, "reviews"), **beside}
    if json_text(stored) != json_text(expected):
        raise FormatError(_difference(stored, expected))
    return tuple(found)


def _not_a_review() -> FormatError:
    return FormatError(Problem(Message.of("present.not_a_review", keys=NEEDED)))


def stored_rubric(document: Mapping[str, Any]) -> Rubric | None:
    """
    Return the derived rubric that a stored review holds, or None where it names a published one.

    Args:
        document: one of `stored_reviews`.

    Raises:
        FormatError: when it is no rubric, or not the one of the stored pin and digest.
    """
    if "derived_rubric" not in document:
        return None
    rubric = parse_rubric(document["derived_rubric"])
    if (rubric.pin, rubric.digest) != (document["rubric"], document["digest"]):
        message = Message.of(
            "present.other_derived", stored=shown(str(document["rubric"])), pin=rubric.pin, digest=rubric.digest
        )
        raise FormatError(Problem(message, "derived_rubric"))
    return rubric


def replay(document: Any, rubric: Rubric) -> Review:
    """
    Compute a stored review again and compare it with what is stored, byte for byte.

    Args:
        document: the parsed JSON of `review_json`.
        rubric: the rubric that it names.

    Raises:
        FormatError: when the document is no stored review, or when anything differs; the message names the first
            place.
    """
    if not _is_review(document):
        raise _not_a_review()
    again = review(rubric.under(document["readings"]), parse_case(document["case"]), assume=document["assumptions"])
    computed = review_json(again, document["round"])
    if json_text(computed) != json_text(document):
        raise FormatError(_difference(document, computed))
    return again


def _is_review(document: Any) -> bool:
    """Whether a document has the keys of a review, with values of the kinds that a replay starts from."""
    if not isinstance(document, Mapping) or not all(key in document for key in NEEDED):
        return False
    readings, assumptions = document["readings"], document["assumptions"]
    return (
        isinstance(readings, Mapping)
        and all(isinstance(answer, str) for answer in readings.values())
        and isinstance(assumptions, list)
        and all(isinstance(name, str) for name in assumptions)
        and all(isinstance(document[name], str) for name in ("rubric", "digest", "round"))
    )


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
    path, one, other = _first_difference(stored, computed, "")
    return Problem(Message.of("present.replay_differs", path=path, stored=shown(one), computed=shown(other)), path)


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
