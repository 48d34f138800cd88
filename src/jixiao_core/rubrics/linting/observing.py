"""Every code of the linter with its severity, and how a finding is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from jixiao_core.exact.spans import Span
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message, Param
from jixiao_core.rubrics.linting.fragments import Fragment

__all__ = ["CODES", "LintFinding", "observed", "parameter_name"]

_E, _W, _Q, _I = Severity.ERROR, Severity.WARNING, Severity.QUESTION, Severity.INFORMATION

CODES: Final[Mapping[str, Severity]] = MappingProxyType(
    {
        # the clause beside the formula
        "lint.points_differ": _E,
        "lint.parts_do_not_sum": _E,
        "lint.part_differs": _E,
        "lint.case_differs": _E,
        "lint.side_differs": _E,
        "lint.part_step_differs": _E,
        "lint.per_differs": _E,
        "lint.parameter_unquoted": _W,
        "lint.number_unused": _W,
        "lint.bare_number_unused": _I,
        "lint.full_score_unstated": _I,
        # the cases that a clause prints
        "lint.gap": _W,
        "lint.claimed_twice": _Q,
        "lint.edge_unclear": _Q,
        "lint.case_outside_domain": _Q,
        # the curve
        "lint.points_never_won": _W,
        "lint.points_never_lost": _I,
        "lint.zero_not_reached": _W,
        "lint.steps_uneven": _I,
        "lint.cliff": _I,
        "lint.not_monotone": _W,
        "lint.wrong_direction": _W,
        "lint.band_unreachable": _W,
        "lint.bands_alike": _Q,
        # facts and measures
        "lint.measure_twice": _W,
        "lint.fact_shared": _I,
        "lint.fact_both_ways": _I,
        "lint.base_raises_score": _I,
        "lint.over_zero_best": _Q,
        "lint.no_change_unstated": _Q,
        "lint.zero_gives_full": _I,
        "lint.measure_unexplained": _Q,
        # readings
        "lint.part_step_unasked": _Q,
        "lint.measure_unasked": _Q,
        "lint.joint_demands_unasked": _Q,
        "lint.question_unused": _W,
        "lint.answer_unused": _W,
        "lint.questions_of_one_row": _I,
        "lint.reading_changes_nothing": _W,
        # sources and papers
        "lint.issuer_inferred": _I,
        "lint.grades_customary": _I,
        "lint.grades_unsourced": _Q,
        "lint.measure_customary": _I,
        "lint.legal_basis_old": _W,
        "lint.legal_basis_earlier": _I,
        "lint.document_unlisted": _Q,
        "lint.year_passed": _Q,
        "lint.edition_outside": _W,
        "lint.source_row_missing": _Q,
        "lint.source_row_twice": _W,
        "lint.demand_missing": _W,
        "lint.demand_unprinted": _W,
        "lint.demand_items_differ": _W,
        # the table as a whole
        "lint.grade_unreachable": _W,
        "lint.cap_always": _W,
        "lint.judged_share": _I,
        "lint.label_twice": _I,
        "lint.text_damaged": _W,
        "lint.text_unseen": _W,
        # the exceptions themselves
        "lint.exception_unused": _W,
    }
)
"""Code to severity, in the order in which a table is looked at."""


@frozen
class LintFinding(Finding):
    """
    What the linter found.

    Attributes:
        witness: where it happens or how much it is, with its unit: a value of the measure, an interval, points.
        fragment: the words of the clause that it is about, with their place in it.
        parameter: the parameter that it is about, as a path from the row.
    """

    witness: Span | None = field(default=None, kw_only=True)
    fragment: Fragment | None = field(default=None, kw_only=True)
    parameter: str = field(default="", kw_only=True)


_NAMED = re.compile(
    r"(?:formula\.)?(?P<list>bands|items|conditions|options|readings|documents)?(?:\[(?P<number>[0-9]+)\])?\.?(?P<name>[a-z_.]*)"
)
_EDGES = ("at_least", "above", "at_most", "below")


def parameter_name(path: str) -> Message:
    """
    Return the name of a parameter in words, with its path.

    >>> str(parameter_name("formula.bands[1].points"))
    'the points of band 2 (formula.bands[1].points)'
    """
    found = _NAMED.fullmatch(path)
    if found is None:
        return Message.of("lint.name_other", path=path)
    name = "edge" if found["name"] in _EDGES else found["name"].replace(".", "_")
    if found["list"]:
        code = f"lint.name_{found['list']}_{name}".rstrip("_")
        if code in _NAMES:
            return Message.of(code, path=path, number=int(found["number"]) + 1)
    code = f"lint.name_{name}"
    return Message.of(code if code in _NAMES else "lint.name_other", path=path)


_NAMES: Final = frozenset(
    f"lint.name_{name}"
    for name in (
        "bands_edge",
        "bands_points",
        "conditions_deduct",
        "conditions_deduct_high",
        "conditions_deduct_low",
        "documents_clause",
        "documents_items",
        "items_points",
        "options_high",
        "options_low",
        "options_points",
        "readings",
        "cap",
        "deduct",
        "floor",
        "full_at",
        "otherwise",
        "over_threshold",
        "part_step",
        "per",
        "points",
        "side",
        "standard",
        "step",
        "zero_at",
        "zero_beyond",
        "zero_from",
    )
)


def observed(
    name: str,
    path: str,
    *,
    witness: Span | None = None,
    fragment: Fragment | None = None,
    parameter: str = "",
    **params: Param,
) -> LintFinding:
    """
    Return the finding called ``lint.name``.

    Args:
        name: the code without its layer.
        path: the id of a row or group, or a place such as ``legal_basis[0]``; empty for the whole table.
        witness: a value, an interval or points, with their unit.
        fragment: the words of the clause.
        parameter: a path from the row.
        **params: parameters of the message beyond ``witness``, ``quote`` and ``parameter``.
    """
    more: dict[str, Param] = {"witness": witness} if witness is not None else {}
    if fragment is not None:
        more["quote"] = fragment.text
    if parameter:
        more["parameter"] = parameter_name(parameter)
    code = f"lint.{name}"
    return LintFinding(
        Message.of(code, **more, **params),
        CODES[code],
        path,
        witness=witness,
        fragment=fragment,
        parameter=parameter,
    )
