"""Faults that people make in reports, each planted in a report that has none, with the code that must tell it."""

from fractions import Fraction

from attrs import evolve

from jixiao_core.exact.quantities import Money, MoneyUnit, Number
from jixiao_core.messages import number_text
from jixiao_core.reports.parts import BLANK, DateField, Evaluator, Paragraph, SignOff, TableUnit, Unread
from jixiao_core.reports.printed_numbers import target_value
from jixiao_core.reports.project import Period, VoucherRef
from jixiao_core.scoring.figures import Known


def wan(text):
    return Known(value=Money.parse(f"{text}万元"))


def amount(figure):
    return figure.value.fen / 1_000_000


def shifted(figure, by):
    """A figure that is another by so many 万元, printed with two decimals."""
    return Known(value=Money((amount(figure) + by) * 1_000_000, MoneyUnit.WAN_YUAN, 2))


def grid(report, row, name, **changes):
    rows = list(report.institutions)
    rows[row] = evolve(rows[row], **{name: evolve(getattr(rows[row], name), **changes)})
    return evolve(report, institutions=tuple(rows))


def figure(report, row, name, field):
    return getattr(getattr(report.institutions[row], name), field)


def shift(report, row, name, field, by=1):
    return grid(report, row, name, **{field: shifted(figure(report, row, name, field), by)})


def blank_grid(report, name):
    """The rows of the institutions are blank, the consolidated one is not."""
    for row in range(1, len(report.institutions)):
        empty = type(getattr(report.institutions[row], name))()
        report = grid(report, row, name, **{each.name: BLANK for each in empty.__attrs_attrs__})
    return report


def row_of_table(report, position, **changes):
    rows = list(report.claimed.rows)
    rows[position] = evolve(rows[position], **changes)
    return evolve(report, claimed=evolve(report.claimed, rows=tuple(rows)))


def target(report, position, **changes):
    rows = list(report.targets)
    row = evolve(rows[position], **changes)
    rows[position] = evolve(row, target_value=target_value(row.target), completion_value=target_value(row.completion))
    return evolve(report, targets=tuple(rows))


def said(report, text):
    return evolve(report, actual_results=(*report.actual_results, Paragraph(text)))


def signed_early(report):
    year = report.report_date.iso[:4]
    early = DateField(text=f"{int(year) - 1}年3月5日", iso=f"{int(year) - 1}-03-05")
    blocks = (*report.sign_offs.blocks, SignOff(role="team_leader", date=early))
    return evolve(report, sign_offs=evolve(report.sign_offs, blocks=blocks))


def without_annex(report):
    return evolve(report, narrative=report.narrative[:-1])


def all_full(report):
    rows = tuple(evolve(row, score=row.points, reason="") for row in report.claimed.rows)
    total = report.claimed.total_points
    return evolve(report, claimed=evolve(report.claimed, rows=rows, total_score=total), total_score=total)


def first_lost(report):
    """The row that has lost points."""
    return next(place for place, row in enumerate(report.claimed.rows) if row.score < row.points)


def total_text(report):
    return str(report.institutions[0].expenditure.total_expenditure.value)


DEPARTMENT = {
    "revenue total": ("reports.sum_differs", lambda r: shift(r, 0, "revenue", "total_revenue")),
    "expenditure total": ("reports.sum_differs", lambda r: shift(r, 0, "expenditure", "total_expenditure")),
    "basic expenditure": ("reports.sum_differs", lambda r: shift(r, 0, "expenditure", "basic_expenditure")),
    "personnel": ("reports.sum_differs", lambda r: shift(r, 1, "expenditure", "personnel_expenditure")),
    "three public total": ("reports.sum_differs", lambda r: shift(r, 0, "three_public", "total")),
    "a tenth beyond rounding": ("reports.sum_differs", lambda r: shift(r, 0, "three_public", "total", Fraction(1, 10))),
    "assets in use above all": ("reports.part_exceeds_whole", lambda r: shift(r, 0, "fixed_assets", "total", -20_001)),
    "three public above expenditure": (
        "reports.part_exceeds_whole",
        lambda r: shift(r, 0, "three_public", "total", 30_000),
    ),
    "institutions": ("reports.institutions_differ", lambda r: shift(r, 1, "fixed_assets", "other")),
    "institutions blank": ("reports.institutions_blank", lambda r: blank_grid(r, "revenue")),
    "a part is blank": (
        "reports.parts_open",
        lambda r: grid(
            shift(r, 0, "three_public", "total", 1),
            0,
            "three_public",
            official_hospitality=BLANK,
            vehicle_purchase=BLANK,
        ),
    ),
    "negative amount": ("reports.negative_amount", lambda r: grid(r, 0, "revenue", other_revenue=wan("-1.00"))),
    "balance of the year": ("reports.balance_question", lambda r: shift(r, 0, "expenditure", "current_year_balance")),
    "cumulative balance": ("reports.balance_question", lambda r: shift(r, 0, "expenditure", "cumulative_balance")),
    "balance blank": ("reports.balance_blank", lambda r: grid(r, 0, "expenditure", cumulative_balance=BLANK)),
    "headcount": (
        "reports.headcount_above_staffing",
        lambda r: evolve(r, actual_headcount=Known(value=evolve(r.authorised_staffing.value, value=501))),
    ),
    "unit of a grid": (
        "reports.unit_unstated",
        lambda r: evolve(r, units=evolve(r.units, fixed_assets=TableUnit())),
    ),
    "mandate": ("reports.field_blank", lambda r: evolve(r, mandate="")),
    "headcount blank": ("reports.field_blank", lambda r: evolve(r, actual_headcount=BLANK)),
    "no such date": ("reports.date_unreadable", lambda r: evolve(r, report_date=DateField(text="2022年2月30日"))),
    "too early": (
        "reports.report_before_period_end",
        lambda r: evolve(r, report_date=DateField(text=f"{r.fiscal_year}年3月1日", iso=f"{r.fiscal_year}-03-01")),
    ),
    "grid text": (
        "reports.amount_differs",
        lambda r: said(r, f"支出合计{total_text(shift(r, 0, 'expenditure', 'total_expenditure'))}。"),
    ),
    "blank total": (
        "reports.total_blank",
        lambda r: grid(r, 0, "expenditure", total_expenditure=BLANK),
    ),
    "posts in the text": (
        "reports.amount_differs",
        lambda r: said(r, f"本单位人员编制{r.authorised_staffing.value.value + 1}人。"),
    ),
    "row of one institution": (
        "reports.amount_differs",
        lambda r: said(r, f"局机关基本支出{shifted(figure(r, 1, 'expenditure', 'basic_expenditure'), 1).value}。"),
    ),
    "three public in quotes": (
        "reports.amount_differs",
        lambda r: said(r, f"“三公经费”支出{shifted(figure(r, 0, 'three_public', 'total'), 1).value}。"),
    ),
    "title of another unit": (
        "reports.title_unit_differs",
        lambda r: evolve(r, title=f"某区民政局{r.fiscal_year}年度部门（单位）整体支出绩效评价自评报告"),
    ),
    "unit of another county": (
        "reports.title_unit_differs",
        lambda r: evolve(r, jurisdiction="甲乙县", department_name="丙丁县行政审批服务局"),
    ),
    "telephone": ("reports.phone_malformed", lambda r: evolve(r, contact_phone="12345")),
    "unusual date": ("reports.date_unusual", lambda r: evolve(r, report_date=DateField(text="去年底"))),
    "元 for 万元": (
        "reports.amount_differs",
        lambda r: said(r, f"支出合计{total_text(r).replace('万元', '元')}。"),
    ),
}
"""Faults of the department form: name, code, how it is planted."""

PROJECT = {
    "no box": ("reports.boxes_blank", lambda r: evolve(r, is_on_completion=False)),
    "both boxes": ("reports.boxes_both", lambda r: evolve(r, is_in_process=True)),
    "project name": ("reports.field_blank", lambda r: evolve(r, project_name="")),
    "period turned": (
        "reports.period_order",
        lambda r: evolve(r, period=Period(text="", first=r.period.last, last=r.period.first)),
    ),
    "no period": ("reports.period_unreadable", lambda r: evolve(r, period=Period(text="2021年13月至2021年12月"))),
    "source of funds": (
        "reports.sum_differs",
        lambda r: funding(r, "planned", county=shifted(r.funding.planned.county, 1)),
    ),
    "balance": ("reports.balance_differs", lambda r: funding(r, "balance", other=shifted(r.funding.balance.other, 1))),
    "balance blank": ("reports.balance_blank", lambda r: funding(r, "balance", total=BLANK)),
    "unusual period": ("reports.period_unusual", lambda r: evolve(r, period=Period(text="长期"))),
    "postcode": ("reports.postcode_malformed", lambda r: evolve(r, postal_code="4140")),
    "telephone of the leader": ("reports.phone_malformed", lambda r: evolve(r, leader_phone="电话")),
    "year of the title": (
        "reports.year_differs",
        lambda r: evolve(r, title=f"某区{int(r.period.first[:4]) - 1}年度财政支出项目绩效评价自评报告"),
    ),
    "blank total of funds": ("reports.total_blank", lambda r: funding(r, "planned", total=BLANK)),
    "blank total of the lines": ("reports.total_blank", lambda r: evolve(r, lines_total=BLANK)),
    "voucher twice in one line": (
        "reports.voucher_repeated",
        lambda r: line(r, 0, vouchers=(*r.lines[0].vouchers, r.lines[0].vouchers[-1])),
    ),
    "voucher outside the period": (
        "reports.voucher_outside_period",
        lambda r: evolve(r, period=evolve(r.period, text="", last=f"{r.period.first[:4]}-06")),
    ),
    "spent above received": (
        "reports.spent_above_received",
        lambda r: funding(r, "spent", total=shifted(r.funding.received.total, 1)),
    ),
    "received above planned": (
        "reports.received_above_planned",
        lambda r: funding(r, "received", total=shifted(r.funding.planned.total, 1)),
    ),
    "lines do not add up": (
        "reports.sum_differs",
        lambda r: line(r, 0, amount=Known(value=Number(r.lines[0].amount.value.value + 500))),
    ),
    "total of the lines": (
        "reports.lines_total_differs",
        lambda r: evolve(r, lines_total=Known(value=Number(r.lines_total.value.value + 5_000))),
    ),
    "line in the text": (
        "reports.line_amount_differs",
        lambda r: line(r, 0, amount=Known(value=Number(r.lines[0].amount.value.value + 500))),
    ),
    "voucher of a thirteenth month": (
        "reports.voucher_month",
        lambda r: line(r, 0, vouchers=(*r.lines[0].vouchers, VoucherRef(13, 1))),
    ),
    "voucher out of order": (
        "reports.voucher_order",
        lambda r: line(r, 0, vouchers=(*r.lines[0].vouchers, VoucherRef(1, 99))),
    ),
    "voucher twice": (
        "reports.voucher_twice",
        lambda r: line(r, 0, vouchers=(r.lines[1].vouchers[0],)),
    ),
    "leader evaluates": (
        "reports.leader_evaluates",
        lambda r: evolve(r, leader=r.sign_offs.evaluators[0].name),
    ),
    "no reason column": (
        "reports.loss_without_reason_column",
        lambda r: r,
    ),
}
"""Faults of the project form."""


def funding(report, column, **changes):
    changed = evolve(getattr(report.funding, column), **changes)
    return evolve(report, funding=evolve(report.funding, **{column: changed}))


def line(report, position, **changes):
    lines = list(report.lines)
    lines[position] = evolve(lines[position], **changes)
    return evolve(report, lines=tuple(lines))


BOTH = {
    "score above points": (
        "reports.score_above_points",
        lambda r: row_of_table(r, -1, score=r.claimed.rows[-1].points + 1),
    ),
    "pool overspent": (
        "reports.score_above_points",
        lambda r: evolve(
            r,
            claimed=evolve(
                r.claimed,
                rows=(
                    *r.claimed.rows,
                    evolve(r.claimed.rows[-1], label="并列指标", points=None, score=r.claimed.rows[-1].points),
                ),
            ),
        ),
    ),
    "score blank": ("reports.score_blank", lambda r: row_of_table(r, -1, score=None)),
    "score negative": ("reports.score_negative", lambda r: row_of_table(r, -1, score=Fraction(-1))),
    "points of a row": ("reports.level_points_differ", lambda r: row_of_table(r, -1, points=Fraction(10))),
    "total of points": (
        "reports.points_total_differs",
        lambda r: evolve(r, claimed=evolve(r.claimed, total_points=r.claimed.total_points + 1)),
    ),
    "total of scores": (
        "reports.scores_total_differs",
        lambda r: evolve(r, claimed=evolve(r.claimed, total_score=r.claimed.total_score + 1)),
    ),
    "total of the report": (
        "reports.total_score_differs",
        lambda r: evolve(r, total_score=r.total_score + 1),
    ),
    "grade": ("reports.grade_differs", lambda r: evolve(r, grade="差" if r.total_score >= 60 else "优")),
    "unknown grade": ("reports.grade_unknown", lambda r: evolve(r, grade="A")),
    "full marks everywhere": ("reports.full_marks_everywhere", all_full),
    "papers": (
        "reports.papers_not_seen",
        lambda r: row_of_table(without_annex(r), -1, clause="按要求完成。\n以上①需提供佐证资料。"),
    ),
    "target blank": ("reports.target_blank", lambda r: target(r, 0, target="")),
    "completion blank": ("reports.completion_blank", lambda r: target(r, 0, completion=" ")),
    "target missed": ("reports.target_missed", lambda r: target(r, 0, completion="12%")),
    "target exceeded where less is better": (
        "reports.target_missed",
        lambda r: target(r, 3, target="成本不超过20万元", completion="21万元"),
    ),
    "at the edge of more": ("reports.target_undecided", lambda r: target(r, 5, completion="90%")),
    "less of a count": (
        "reports.target_undecided",
        lambda r: target(r, 1, target="接入点150个", completion="149个"),
    ),
    "satisfaction above all": ("reports.rate_above_whole", lambda r: target(r, 5, completion="105%")),
    "blank total of the table": (
        "reports.table_total_blank",
        lambda r: evolve(r, claimed=evolve(r.claimed, total_score=None)),
    ),
    "benefit without a target": (
        "reports.row_without_target",
        lambda r: row_of_table(r, 0, label="可持续影响"),
    ),
    "score in the text": (
        "reports.told_score_differs",
        lambda r: said(r, f"综合得分{number_text(r.total_score + 1)}分。"),
    ),
    "rating in the text": (
        "reports.told_grade_differs",
        lambda r: said(r, f"评价等次为{'差' if r.grade != '差' else '优'}。"),
    ),
    "signed too early": ("reports.signed_before_period_end", signed_early),
    "unreadable field": (
        "reports.field_unreadable",
        lambda r: evolve(r, unread=(Unread(65, "31,79.61", "unreadable", "revenue"),)),
    ),
    "a score of two rows": ("reports.cell_shared", lambda r: evolve(r, unread=(Unread(66, "10", "shared", "x"),))),
    "blank or not read": (
        "reports.field_not_found",
        lambda r: evolve(r, targets=(), unread=(Unread(9, "车辆", "unknown"),)),
    ),
    "what has no place": ("reports.parts_unread", lambda r: evolve(r, unread=(Unread(9, "车辆", "unknown"),))),
    "satisfaction": ("reports.satisfaction_full", lambda r: target(r, 5, completion="100%")),
    "rate": ("reports.rate_differs", lambda r: said(r, "共受理262件，已办结244件，办结率93.2%。")),
    "parts above their whole": (
        "reports.sentence_parts_exceed",
        lambda r: said(r, "处理故障104次，其中线路52次，设备54次。"),
    ),
    "parts below their whole": (
        "reports.sentence_parts_differ",
        lambda r: said(r, "处理故障104次，其中线路50次，设备53次。"),
    ),
    "list too short": ("reports.list_differs", lambda r: said(r, "内设有办公室、财务股3个股室。")),
    "list too long": (
        "reports.list_longer",
        lambda r: said(r, "共开设3个系统，分别有甲系统、乙系统、丙系统、丁系统等。"),
    ),
    "half a unit": ("reports.unit_cut", lambda r: said(r, "另安排工作经费28万。")),
    "one evaluator twice": (
        "reports.evaluator_twice",
        lambda r: evolve(
            r,
            sign_offs=evolve(
                r.sign_offs, evaluators=(*r.sign_offs.evaluators, Evaluator(name=r.sign_offs.evaluators[0].name))
            ),
        ),
    ),
    "reason without loss": (
        "reports.reason_without_loss",
        lambda r: row_of_table(r, first_lost(r), score=r.claimed.rows[first_lost(r)].points, reason="资料不全"),
    ),
}
"""Faults that both forms can have."""

WITH_REASONS = {
    "loss without reason": ("reports.loss_without_reason", lambda r: row_of_table(r, first_lost(r), reason="")),
}
"""Faults of a table that asks for reasons."""
