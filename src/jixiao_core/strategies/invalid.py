"""Documents with exactly one fault each, and what has to be told of it: for tests of how a tool handles errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from attrs import frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from jixiao_core.exchange.limits import Syntax
from jixiao_core.exchange.writing import Document, json_text, to_json, toml_text
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.strategies.cases import cases
from jixiao_core.strategies.forms import self_evaluation_forms
from jixiao_core.strategies.reports import department_reports, project_reports
from jixiao_core.strategies.rubrics import rubrics

__all__ = ["InvalidDocument", "invalid_cases", "invalid_reports", "invalid_rubrics"]

_Plant: TypeAlias = Callable[[dict[str, Any]], None]
_Fault: TypeAlias = tuple[str, str, _Plant]
"""The code that tells it, the path where, and how it is planted in plain data."""
_DEPTH: Final = 40


@frozen
class InvalidDocument:
    """
    A document that cannot be read.

    Attributes:
        fault: the name of what was done to it.
        code: the code of the one problem that reading it tells.
        path: the path of that problem.
        content: the document as bytes, as it would stand in a file.
        syntax: how it is written.
        data: the same as plain data, for `exchange.parse_rubric` and its like; None where the text itself is broken.
    """

    fault: str
    code: str
    path: str
    content: bytes
    syntax: Syntax
    data: Mapping[str, Any] | None = None


def _put(value: object, *path: str | int) -> _Plant:
    """Put a value at a path, whether something stands there or not."""

    def plant(data: Any) -> None:
        *outer, last = path
        for step in outer:
            data = data.setdefault(step, {}) if isinstance(data, dict) else data[step]
        data[last] = value

    return plant


def _drop(*path: str | int) -> _Plant:
    def plant(data: Any) -> None:
        *outer, last = path
        for step in outer:
            data = data[step]
        del data[last]

    return plant


def _add(name: str, *entries: Mapping[str, Any]) -> _Plant:
    """Put entries before those of a list of the document."""

    def plant(data: Any) -> None:
        data[name] = [*entries, *data.get(name, ())]

    return plant


def _claim_twice(data: dict[str, Any]) -> None:
    claims = data["rounds"][0]["claims"]
    data["rounds"][0]["claims"] = [claims[0], *claims]


def _points_that_do_not_sum(data: dict[str, Any]) -> None:
    """More than any drawn rows have; a ceiling below them would be a second fault."""
    data["points"] = "1000"
    data.pop("total_ceiling", None)


def _fact_twice(data: dict[str, Any]) -> None:
    data["facts"] = [data["facts"][0], *data["facts"]]


_FACT: Final = {"label": "事实", "quantity": "count", "definition": "定义"}
_QUESTION: Final = {
    "id": "more",
    "label": "问题",
    "adopted_by": "某局",
    "adopted_on": "2024-01-01",
    "reason": "字面如此",
}
_ONE: Final = {"id": "one", "note": "其一"}
_TWO: Final = {"id": "two", "note": "其二"}
_VETO: Final = {"id": "veto", "label": "否决", "at_most": "无此等次", "clause": "条款"}
_TOTAL: Final = {"at": "total", "quantum": "0.1"}

_RUBRIC: Final[Mapping[str, _Fault]] = {
    "title missing": ("exchange.missing_key", "", _drop("title")),
    "clause missing": ("exchange.missing_key", "indicators[0]", _drop("indicators", 0, "clause")),
    "key that there is not": ("exchange.unknown_key", "", _put(1, "nothing_of_the_kind")),
    "key with a slip": ("exchange.unknown_key_near", "", _put("表", "titel")),
    "revision as text": ("exchange.wrong_type", "revision", _put("一", "revision")),
    "rows as text": ("exchange.wrong_type", "indicators", _put("无", "indicators")),
    "label as a number": ("exchange.wrong_type", "title.zh", _put(5, "title", "zh")),
    "points in words": ("exact.not_a_number", "points", _put("一百", "points")),
    "points with an exponent": ("exact.exponent", "points", _put("1e9", "points")),
    "points that do not sum": ("rubrics.points_do_not_sum", "points", _points_that_do_not_sum),
    "years backwards": ("rubrics.bad_years", "fiscal_years", _put({"first": 2030, "last": 2020}, "fiscal_years")),
    "edition too early": ("rubrics.bad_edition", "edition", _put(1900, "edition")),
    "revision nought": ("rubrics.bad_revision", "revision", _put(0, "revision")),
    "semantics of tomorrow": ("rubrics.unknown_semantics", "semantics", _put(2, "semantics")),
    "series with spaces": ("rubrics.bad_series", "series", _put("A Table", "series")),
    "policy that there is not": ("exchange.not_allowed", "not_applicable", _put("perhaps", "not_applicable")),
    "formula that there is not": (
        "exchange.unknown_kind", "indicators[0].formula.kind", _put({"kind": "magic"}, "indicators", 0, "formula"),
    ),
    "points given to nobody": (
        "rubrics.not_a_sibling", "indicators[0].reallocate_to", _put(["no.such_row"], "indicators", 0, "reallocate_to"),
    ),
    "fact in capitals": ("rubrics.bad_id", "facts[0].id", _add("facts", {"id": "Staff", **_FACT})),
    "fact twice": ("rubrics.duplicate_id", "facts[1].id", _fact_twice),
    "no lowest grade": (
        "rubrics.grades_start", "grades.grades", _put([{"name": "优", "at_least": "1"}], "grades", "grades"),
    ),
    "cap at no grade": ("rubrics.unknown_grade", "grade_caps[0].at_most", _add("grade_caps", _VETO)),
    "ceiling below the points": ("rubrics.ceiling", "total_ceiling", _put("0.01", "total_ceiling")),
    "quantum nought": ("rubrics.not_positive", "claim_quantum", _put("0", "claim_quantum")),
    "rounding twice": ("rubrics.rounding_twice", "rounding[1].at", _put([_TOTAL, _TOTAL], "rounding")),
    "one answer": (
        "rubrics.too_few_answers", "questions[0].answers", _add("questions", {**_QUESTION, "answers": [_ONE]}),
    ),
    "no such day": (
        "rubrics.bad_date", "questions[0].adopted_on",
        _add("questions", {**_QUESTION, "answers": [_ONE, _TWO], "adopted_on": "2024-02-30"}),
    ),
}  # fmt: skip

_SPENT: Final = ("evidence", "facts", "spent")
_PLACE: Final = ".".join(_SPENT)
_CLAIM: Final = ("rounds", 0, "claims", 0)

_CASE: Final[Mapping[str, _Fault]] = {
    "no rubric": ("exchange.missing_key", "", _drop("rubric")),
    "no year": ("exchange.missing_key", "", _drop("fiscal_year")),
    "claim of no row": ("exchange.missing_key", "rounds[0].claims[0]", _drop(*_CLAIM, "indicator")),
    "year in words": ("exchange.wrong_type", "fiscal_year", _put("二〇二一", "fiscal_year")),
    "rounds as a table": ("exchange.wrong_type", "rounds", _put({}, "rounds")),
    "key that there is not": ("exchange.unknown_key", "", _put(1, "nothing_of_the_kind")),
    "key with a slip": ("exchange.unknown_key_near", "", _put(1, "fiscal_yaer")),
    "points in words": ("exact.not_a_number", "rounds[0].claims[0].points", _put("五", *_CLAIM, "points")),
    "total in words": ("exact.not_a_number", "rounds[0].total", _put("九十八", "rounds", 0, "total")),
    "round of nobody": ("exchange.not_allowed", "rounds[0].role", _put("nobody", "rounds", 0, "role")),
    "claim twice": ("scoring.claim_twice", "rounds[0].claims[1].indicator", _claim_twice),
    "unit cut off": ("exact.money_unit_cut", f"{_PLACE}.value", _put({"value": "28万"}, *_SPENT)),
    "state that there is not": ("exchange.not_allowed", f"{_PLACE}.state", _put({"state": "lost"}, *_SPENT)),
    "value and state": ("exchange.figure_mixed", _PLACE, _put({"value": "3元", "state": "unknown"}, *_SPENT)),
    "figure of nothing": ("exchange.figure_keys", _PLACE, _put({}, *_SPENT)),
    "bounds backwards": ("scoring.empty_bounds", _PLACE, _put({"at_least": "9元", "at_most": "3元"}, *_SPENT)),
    "blank figure": ("exchange.blank", _PLACE, _put("", *_SPENT)),
}

_REPORT: Final[Mapping[str, _Fault]] = {
    "form that there is not": ("exchange.unknown_kind", "kind", _put("village", "kind")),
    "no form": ("exchange.kind_missing", "", _drop("kind")),
    "key that there is not": ("exchange.unknown_key", "", _put(1, "nothing_of_the_kind")),
    "key with a slip": ("exchange.unknown_key_near", "", _put("表", "titel")),
    "title as a number": ("exchange.wrong_type", "title", _put(3, "title")),
    "date as a number": ("exchange.wrong_type", "report_date", _put(7, "report_date")),
    "goals as text": ("exchange.wrong_type", "expected_goals", _put("目标", "expected_goals")),
    "score in words": ("exact.not_a_number", "total_score", _put("九十八", "total_score")),
    "score with an exponent": ("exact.exponent", "total_score", _put("1e9", "total_score")),
}


def _broken(content: str, syntax: Syntax) -> Mapping[str, tuple[str, bytes]]:
    """The same document with its text broken: name to code and bytes."""
    is_json = syntax == "json"
    deep = "[" * _DEPTH + "]" * _DEPTH
    inside = content.removeprefix("{")
    return {
        "not UTF-8": ("exchange.not_utf8", content.encode() + b"\xff"),
        "not closed": ("exchange.syntax", (content.rstrip()[:-1] if is_json else f'a = "\n{content}').encode()),
        "too deep": (
            "exchange.too_deep",
            (f'{{"a": {deep},{inside}' if is_json else f"a = {deep}\n{content}").encode(),
        ),
        "key twice": (
            "exchange.key_twice" if is_json else "exchange.syntax",
            (f'{{"a": 1, "a": 2,{inside}' if is_json else f"a = 1\na = 2\n{content}").encode(),
        ),
    }


@st.composite
def _invalid(draw: DrawFn, document: Document, faults: Mapping[str, _Fault]) -> InvalidDocument:
    syntax: Syntax = draw(st.sampled_from(["toml", "json"]))
    data = json.loads(to_json(document))
    broken = _broken(json_text(data) if syntax == "json" else toml_text(data), syntax)
    fault = draw(st.sampled_from([*faults, *broken]))
    if fault in broken:
        code, content = broken[fault]
        return InvalidDocument(fault, code, "", content, syntax)
    code, path, plant = faults[fault]
    plant(data)
    text = json_text(data) if syntax == "json" else toml_text(data)
    return InvalidDocument(fault, code, path, text.encode(), syntax, data)


@st.composite
def invalid_rubrics(draw: DrawFn) -> InvalidDocument:
    """
    Return rubrics as TOML or JSON with exactly one fault.

    Keys that are missing, unknown or misspelt, values of a wrong type, numbers in words, points that do not sum, ids,
    dates and references that cannot be; and texts that are not UTF-8, not closed, too deep, or hold a key twice.
    Reading one (`exchange.read_rubric`) raises a FormatError whose only problem has the `code` and `path` of the
    document.
    """
    return draw(_invalid(draw(rubrics()), _RUBRIC))


@st.composite
def invalid_cases(draw: DrawFn, rubric: Rubric) -> InvalidDocument:
    """
    Return cases of a rubric as TOML or JSON with exactly one fault; reading one (`exchange.read_case`) tells it.

    Args:
        rubric: any rubric. Names that it does not know are no fault here: they are told when a case meets its rubric.
    """
    return draw(_invalid(draw(cases(rubric)), _CASE))


@st.composite
def invalid_reports(draw: DrawFn) -> InvalidDocument:
    """Return reports of all three forms as TOML or JSON with exactly one fault; `exchange.read_report` tells it."""
    report = draw(department_reports() | project_reports() | self_evaluation_forms())
    return draw(_invalid(report, _REPORT))
