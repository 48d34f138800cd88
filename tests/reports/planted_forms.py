"""Faults that people make in the national form, each planted in a form that has none, with the code that must tell it."""

from fractions import Fraction

from attrs import evolve

from jixiao_core.exact.quantities import Money, Number, Rate
from jixiao_core.reports.parts import BLANK, DateField, TableUnit, Unread
from jixiao_core.scoring.figures import Known

HUNDRED = Known(value=Money.parse("100.00万元"))


def row(form, position, **changes):
    rows = list(form.rows)
    rows[position] = evolve(rows[position], **changes)
    return evolve(form, rows=tuple(rows))


def line(form, source, **changes):
    return evolve(
        form,
        budget=tuple(evolve(each, **changes) if each.source == source else each for each in form.budget),
    )


def more(figure, yuan):
    return Known(value=Money(figure.value.fen + yuan * 100, figure.value.unit, figure.value.decimals))


def total(form):
    return form.budget_line("total")


def all_full(form):
    rows = tuple(evolve(each, score=each.points) for each in form.rows)
    found = line(evolve(form, rows=rows), "total", score=10)
    return evolve(found, total_score=100)


def satisfied(form, completion):
    rows = tuple(
        evolve(each, target="≥90%", completion=completion) if each.level1 == "满意度指标" else each
        for each in form.rows
    )
    return evolve(form, rows=rows)


def without_units(form):
    def bare(figure):
        return Known(value=Number(figure.value.amount, figure.value.decimals))

    budget = tuple(
        evolve(each, **{name: bare(getattr(each, name)) for name in ("initial", "full_year", "executed")})
        for each in form.budget
    )
    return evolve(form, budget=budget, unit=TableUnit())


PLANTED = {
    "project name blank": ("reports.field_blank", lambda f: evolve(f, project_name="")),
    "year blank": ("reports.field_blank", lambda f: evolve(f, fiscal_year=None)),
    "no rows": ("reports.field_blank", lambda f: evolve(f, rows=())),
    "blank or not read": (
        "reports.field_not_found",
        lambda f: evolve(f, project_name="", unread=(Unread(9, "车辆", "unknown"),)),
    ),
    "unreadable field": (
        "reports.field_unreadable",
        lambda f: evolve(f, unread=(Unread(9, "8,6.2", "unreadable", "rows[0].score"),)),
    ),
    "what has no place": ("reports.parts_unread", lambda f: evolve(f, unread=(Unread(9, "车辆", "unknown"),))),
    "date": ("reports.date_unreadable", lambda f: evolve(f, report_date=DateField(text="2024年13月5日"))),
    "date in words": ("reports.date_unusual", lambda f: evolve(f, report_date=DateField(text="去年底"))),
    "dated too early": (
        "reports.report_before_period_end",
        lambda f: evolve(f, report_date=DateField(text=f"{f.fiscal_year}年6月1日", iso=f"{f.fiscal_year}-06-01")),
    ),
    "year of the title": ("reports.title_year_differs", lambda f: evolve(f, fiscal_year=f.fiscal_year - 1)),
    "telephone": ("reports.phone_malformed", lambda f: evolve(f, preparer_phone="电话")),
    "telephone of the leader": ("reports.phone_malformed", lambda f: evolve(f, leader_phone="12")),
    "units of money": ("reports.unit_unstated", without_units),
    "part of the budget": (
        "reports.sum_differs",
        lambda f: line(f, "fiscal", full_year=more(f.budget[1].full_year, 10_000)),
    ),
    "part of the initial budget": (
        "reports.sum_differs",
        lambda f: line(f, "total", initial=more(total(f).initial, 10_000)),
    ),
    "blank total": ("reports.total_blank", lambda f: line(f, "total", full_year=BLANK)),
    "blank part": (
        "reports.parts_open",
        lambda f: line(line(f, "total", full_year=more(total(f).full_year, 100_000)), "fiscal", full_year=BLANK),
    ),
    "negative amount": (
        "reports.negative_amount",
        lambda f: line(f, "other", executed=Known(value=Money.parse("-1.00万元"))),
    ),
    "executed above the budget": (
        "reports.part_exceeds_whole",
        lambda f: line(f, "total", executed=more(total(f).full_year, 10_000)),
    ),
    "executed above the budget, within rounding": (
        "reports.part_exceeds_rounding",
        lambda f: line(
            f, "total", full_year=Known(value=Money.parse("20万元")), executed=Known(value=Money.parse("21万元"))
        ),
    ),
    "rate of execution": (
        "reports.execution_rate_differs",
        lambda f: line(f, "total", rate=Known(value=Rate(total(f).rate.value.value + 1, 2))),
    ),
    "score of execution": (
        "reports.execution_score_differs",
        lambda f: line(
            f, "total", full_year=HUNDRED, executed=HUNDRED, rate=Known(value=Rate(Fraction(1), 2)), score=Fraction(9)
        ),
    ),
    "score of execution above its points": (
        "reports.score_above_points",
        lambda f: line(f, "total", score=Fraction(11)),
    ),
    "score above points": (
        "reports.score_above_points",
        lambda f: row(f, 0, score=f.rows[0].points + 1),
    ),
    "score blank": ("reports.score_blank", lambda f: row(f, -1, score=None)),
    "score negative": ("reports.score_negative", lambda f: row(f, -1, score=Fraction(-1))),
    "points blank": ("reports.points_blank", lambda f: row(f, -1, points=None)),
    "total of points": ("reports.points_total_differs", lambda f: row(f, 0, points=f.rows[0].points + 1)),
    "points that are not 100": (
        "reports.points_not_whole",
        lambda f: evolve(row(f, 0, points=f.rows[0].points + 1), total_points=101),
    ),
    "weight of a level": (
        "reports.level_weight_differs",
        lambda f: row(row(f, 0, points=f.rows[0].points + 1), -1, points=f.rows[-1].points - 1),
    ),
    "weight of execution": ("reports.level_weight_differs", lambda f: line(f, "total", points=Fraction(20))),
    "no satisfaction": (
        "reports.level_weight_differs",
        lambda f: evolve(f, rows=tuple(each for each in f.rows if each.level1 != "满意度指标")),
    ),
    "level that there is not": ("reports.level1_unknown", lambda f: row(f, 0, level1="其他指标")),
    "total of scores": ("reports.scores_total_differs", lambda f: evolve(f, total_score=f.total_score + 1)),
    "loss without reason": ("reports.loss_without_reason", lambda f: row(f, 0, reason=" ")),
    "reason without loss": (
        "reports.reason_without_loss",
        lambda f: row(f, 0, target="≥10件", completion="10件", score=f.rows[0].points, reason="资料不全"),
    ),
    "full marks beside a missed target": (
        "reports.full_marks_beside_missed_target",
        lambda f: row(f, 0, score=f.rows[0].points),
    ),
    "full marks where less is better": (
        "reports.full_marks_beside_missed_target",
        lambda f: row(f, 0, target="≤4小时", completion="5小时", score=f.rows[0].points),
    ),
    "strictly above, and just there": (
        "reports.full_marks_beside_missed_target",
        lambda f: row(f, 0, target="＞90%", completion="90%", score=f.rows[0].points),
    ),
    "operator in a completion": (
        "reports.operator_in_completion",
        lambda f: row(f, 0, target="≥95%", completion="≥95%"),
    ),
    "operator as a word": (
        "reports.operator_in_completion",
        lambda f: row(f, 0, target="≥95%", completion="95%以上"),
    ),
    "operator twice": (
        "reports.operator_in_target",
        lambda f: row(f, 0, comparator="≥", target="≥95%", completion="90%"),
    ),
    "target blank": ("reports.target_blank", lambda f: row(f, 0, target=" ")),
    "completion blank": ("reports.completion_blank", lambda f: row(f, 0, completion="")),
    "units of a target": (
        "reports.target_units_differ",
        lambda f: row(f, 0, target="≥50场", completion="52人"),
    ),
    "a number beside a rate": (
        "reports.target_units_differ",
        lambda f: row(f, 0, target="≥95%", completion="96件"),
    ),
    "a target of two numbers": (
        "reports.target_not_a_number",
        lambda f: row(f, 0, target="3至5件", completion="4件"),
    ),
    "a target far too low": (
        "reports.target_far_exceeded",
        lambda f: row(f, 0, target="≥10件", completion="40件", score=f.rows[0].points, reason=""),
    ),
    "a ceiling far too high": (
        "reports.target_far_exceeded",
        lambda f: row(f, 0, target="≤40天", completion="10天", score=f.rows[0].points, reason=""),
    ),
    "all full marks": ("reports.full_marks_everywhere", all_full),
    "satisfaction": ("reports.satisfaction_full", lambda f: satisfied(f, "100%")),
    "satisfaction above all": ("reports.rate_above_whole", lambda f: satisfied(f, "105%")),
    "grade": ("reports.grade_differs", lambda f: evolve(f, grade="差" if f.total_score >= 60 else "优")),
    "unknown grade": ("reports.grade_unknown", lambda f: evolve(f, grade="A")),
    "row twice": (
        "reports.row_twice",
        lambda f: evolve(f, rows=(*f.rows, f.rows[0])),
    ),
}
"""Faults of the national form: name, code, how it is planted."""
