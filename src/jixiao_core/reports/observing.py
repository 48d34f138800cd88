"""Every code of the checks with its class and severity, and how a finding is made of one."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message, Param

__all__ = ["CODES", "CheckClass", "located", "observed"]

CheckClass: TypeAlias = Literal[
    "sum",
    "part",
    "balance",
    "ratio",
    "unit",
    "cross_table",
    "same_figure",
    "target",
    "date",
    "required",
    "score",
    "list",
]
"""What a check compares: 合计, 部分与整体, 收支结余, 比率, 计量单位, 跨表, 同一数据, 目标与完成, 日期, 必填, 得分, 清单."""

_E, _W, _Q, _I = Severity.ERROR, Severity.WARNING, Severity.QUESTION, Severity.INFORMATION

CODES: Final[dict[str, tuple[CheckClass, Severity]]] = {
    "reports.amount_differs": ("same_figure", _E),
    "reports.amount_rounding": ("same_figure", _I),
    "reports.balance_blank": ("required", _Q),
    "reports.balance_differs": ("balance", _E),
    "reports.balance_question": ("balance", _Q),
    "reports.boxes_blank": ("required", _W),
    "reports.boxes_both": ("required", _E),
    "reports.cell_shared": ("required", _W),
    "reports.claim_above_rubric": ("score", _W),
    "reports.completion_blank": ("required", _W),
    "reports.date_unreadable": ("date", _E),
    "reports.date_unusual": ("date", _W),
    "reports.execution_rate_differs": ("ratio", _E),
    "reports.execution_rate_rounding": ("ratio", _I),
    "reports.execution_score_differs": ("score", _E),
    "reports.evaluator_twice": ("required", _Q),
    "reports.field_blank": ("required", _W),
    "reports.field_not_found": ("required", _W),
    "reports.field_unreadable": ("required", _W),
    "reports.full_marks_everywhere": ("score", _Q),
    "reports.full_marks_beside_missed_target": ("target", _W),
    "reports.grade_differs": ("score", _E),
    "reports.grade_unknown": ("score", _Q),
    "reports.headcount_above_staffing": ("part", _Q),
    "reports.institutions_blank": ("sum", _Q),
    "reports.institutions_differ": ("sum", _Q),
    "reports.leader_evaluates": ("required", _Q),
    "reports.level_points_differ": ("score", _E),
    "reports.level1_unknown": ("score", _Q),
    "reports.level_weight_differs": ("score", _W),
    "reports.line_amount_differs": ("cross_table", _E),
    "reports.line_amount_rounding": ("cross_table", _I),
    "reports.lines_total_differs": ("cross_table", _E),
    "reports.lines_unit_implied": ("unit", _I),
    "reports.list_differs": ("list", _W),
    "reports.list_longer": ("list", _W),
    "reports.loss_without_reason": ("score", _W),
    "reports.loss_without_reason_column": ("score", _I),
    "reports.more_alike": ("list", _I),
    "reports.negative_amount": ("part", _E),
    "reports.operator_in_completion": ("target", _E),
    "reports.operator_in_target": ("target", _W),
    "reports.papers_not_seen": ("score", _Q),
    "reports.part_exceeds_rounding": ("part", _Q),
    "reports.part_exceeds_whole": ("part", _E),
    "reports.parts_open": ("sum", _Q),
    "reports.parts_unread": ("required", _W),
    "reports.period_order": ("date", _E),
    "reports.period_unreadable": ("date", _E),
    "reports.period_unusual": ("date", _W),
    "reports.phone_malformed": ("required", _W),
    "reports.points_blank": ("score", _W),
    "reports.points_not_whole": ("score", _E),
    "reports.points_total_differs": ("score", _E),
    "reports.postcode_malformed": ("required", _W),
    "reports.rate_above_whole": ("target", _E),
    "reports.rate_differs": ("ratio", _E),
    "reports.rate_rounding": ("ratio", _I),
    "reports.reason_without_loss": ("score", _Q),
    "reports.received_above_planned": ("part", _Q),
    "reports.report_before_period_end": ("date", _W),
    "reports.row_clause_differs": ("score", _W),
    "reports.row_not_in_report": ("score", _W),
    "reports.row_not_in_rubric": ("score", _W),
    "reports.row_points_differ": ("score", _W),
    "reports.row_twice": ("same_figure", _Q),
    "reports.row_without_target": ("target", _Q),
    "reports.satisfaction_full": ("target", _Q),
    "reports.score_above_points": ("score", _E),
    "reports.score_blank": ("score", _W),
    "reports.score_negative": ("score", _E),
    "reports.scores_total_differs": ("score", _E),
    "reports.sentence_parts_differ": ("sum", _Q),
    "reports.sentence_parts_exceed": ("sum", _W),
    "reports.sentence_parts_rounding": ("sum", _I),
    "reports.sentences_unread": ("same_figure", _I),
    "reports.signed_before_period_end": ("date", _W),
    "reports.spent_above_received": ("part", _W),
    "reports.sum_differs": ("sum", _E),
    "reports.sum_rounding": ("sum", _I),
    "reports.table_total_blank": ("score", _W),
    "reports.target_blank": ("target", _W),
    "reports.target_far_exceeded": ("target", _Q),
    "reports.target_not_a_number": ("target", _Q),
    "reports.target_missed": ("target", _W),
    "reports.target_undecided": ("target", _Q),
    "reports.target_units_differ": ("target", _W),
    "reports.title_year_differs": ("date", _W),
    "reports.title_unit_differs": ("same_figure", _W),
    "reports.told_grade_differs": ("same_figure", _E),
    "reports.told_score_differs": ("same_figure", _E),
    "reports.total_blank": ("required", _W),
    "reports.total_score_differs": ("score", _E),
    "reports.unit_cut": ("unit", _W),
    "reports.unit_inherited": ("unit", _I),
    "reports.unit_unstated": ("unit", _Q),
    "reports.voucher_month": ("date", _E),
    "reports.voucher_order": ("date", _Q),
    "reports.voucher_outside_period": ("date", _Q),
    "reports.voucher_repeated": ("same_figure", _Q),
    "reports.voucher_twice": ("same_figure", _Q),
    "reports.year_differs": ("date", _W),
}
"""Every code of `check`: what kind of check it is of, and how much it asks for."""


def located(name: Literal["lines", "rows"], numbers: tuple[int, ...], places: tuple[str, ...] = ()) -> dict[str, Param]:
    """
    Return lines as parameters, and how a message names them: by their cells, where all have one.

    >>> located("rows", (3, 4), ("甲!D3", "甲!D4"))["places"]
    ('甲!D3', '甲!D4')
    """
    one = (
        Message.of(f"reports.at_{name.removesuffix('s')}", **{name.removesuffix("s"): numbers[0]})
        if len(numbers) == 1
        else None
    )
    told: Param = places if places and all(places) else one or Message.of(f"reports.at_{name}", **{name: numbers})
    return {name: numbers, "places": told}


def observed(code: str, path: str = "", likely: tuple[Message, ...] = (), /, **params: Param) -> Finding:
    """
    Return the finding of a code, with the severity that the table gives it.

    Where `line` is given, the message names it as the place; `place` names a cell of a workbook instead, whose sheets
    have lines of their own.
    """
    if "line" in params and params.get("place", "") == "":
        params["place"] = Message.of("reports.at_line", line=params["line"])
    return Finding(Message.of(code, **params), CODES[code][1], path, likely)
