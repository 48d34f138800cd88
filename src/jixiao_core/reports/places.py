"""Places of a report: a figure with the label that the form prints for it, its path and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from attrs import fields, frozen

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate, print_interval
from jixiao_core.messages import Message, Text
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.project import ProjectReport
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing

__all__ = [
    "GRID_FIELDS",
    "LABELS",
    "Place",
    "bounds",
    "figure_at",
    "institution_place",
    "is_unreadable",
    "like",
    "project_place",
]

LABELS: Final[dict[str, Text]] = {
    "authorised_staffing": Text("人员编制", "authorised staffing"),
    "actual_headcount": Text("实有人数", "actual headcount"),
    "revenue.total_revenue": Text("收入合计", "total revenue"),
    "revenue.prior_year_carryover": Text("上年结转", "carry-over funds from the prior year"),
    "revenue.general_public_budget_appropriation": Text("公共财政拨款", "general public budget appropriation"),
    "revenue.government_fund_appropriation": Text("政府基金拨款", "government-managed fund appropriation"),
    "revenue.special_account_non_tax_appropriation": Text(
        "纳入专户管理的非税收入拨款", "appropriation of non-tax revenue in special accounts"
    ),
    "revenue.other_revenue": Text("其他收入", "other revenue"),
    "expenditure.total_expenditure": Text("支出合计", "total expenditure"),
    "expenditure.basic_expenditure": Text("基本支出", "basic expenditure"),
    "expenditure.personnel_expenditure": Text("人员支出", "personnel expenditure"),
    "expenditure.operating_expenditure": Text("公用支出", "non-personnel operating expenditure"),
    "expenditure.project_expenditure": Text("项目支出", "project expenditure"),
    "expenditure.current_year_balance": Text("当年结余", "balance of the year"),
    "expenditure.cumulative_balance": Text("累计结余", "cumulative balance"),
    "three_public.total": Text("三公经费合计", "total of the three public expenses"),
    "three_public.official_hospitality": Text("公务接待费", "official hospitality"),
    "three_public.vehicle_operation": Text("公务用车运维费", "official vehicle operation"),
    "three_public.vehicle_purchase": Text("公务用车购置费", "official vehicle purchase"),
    "three_public.overseas_travel": Text("因公出国费", "official overseas travel"),
    "fixed_assets.total": Text("固定资产合计", "total fixed assets"),
    "fixed_assets.in_use": Text("在用固定资产", "fixed assets in use"),
    "fixed_assets.leased_out": Text("出租固定资产", "fixed assets leased out"),
    "fixed_assets.other": Text("其他固定资产", "other fixed assets"),
    "funding.planned.total": Text("计划安排资金", "planned funds"),
    "funding.received.total": Text("实际到位资金", "funds received"),
    "funding.spent.total": Text("实际支出", "funds spent"),
    "funding.balance.total": Text("结余", "balance"),
    "lines_total": Text("支出合计（支出明细）", "total of the expenditure lines"),
}
"""The labels of the form, by the field that holds the figure."""

_LINE: Final = re.compile(r"第([0-9]{1,9})行")
_SOURCES: Final = {
    "central": Text("中央财政", "central finance"),
    "provincial": Text("省财政", "provincial finance"),
    "municipal": Text("市财政", "municipal finance"),
    "county": Text("县市区财政", "county finance"),
    "other": Text("其它", "other sources"),
}

GRID_FIELDS: Final = tuple(
    name for name in LABELS if name.split(".")[0] in ("revenue", "expenditure", "three_public", "fixed_assets")
)
"""The fields of one row of the four grids."""


@frozen(kw_only=True)
class Place:
    """
    A figure and where it stands.

    Attributes:
        label: as the form prints it.
        figure: what stands there.
        path: in the report.
        owner: the row, where the field has one for each institution.
    """

    label: Text
    figure: Figure
    path: str
    owner: str = ""

    @property
    def quantity(self) -> Quantity | None:
        """The exact figure, where there is one."""
        return self.figure.value if isinstance(self.figure, Known) else None

    @property
    def cited(self) -> Message:
        """The figure with its label and its line, to be quoted in a finding."""
        shown = self.quantity if self.quantity is not None else _bound(self.figure)
        label = Message.of("reports.owned", owner=self.owner, label=self.label) if self.owner else self.label
        if shown is None:
            return Message.of("reports.cited_blank", label=label)
        if not self.figure.origin:
            return Message.of("reports.cited", label=label, value=shown)
        return Message.of("reports.cited_at", label=label, value=shown, place=_located(self.figure.origin))


def _located(origin: str) -> Message | str:
    """The line of a published form, in the language of the reader; any other place as it is said."""
    found = _LINE.fullmatch(origin)
    return origin if found is None else Message.of("reports.at_line", line=int(found[1]))


def _bound(figure: Figure) -> Message | None:
    match figure:
        case Bounded(at_least=low) if low is not None:
            return Message.of("reports.at_least", value=low)
        case Bounded(at_most=high) if high is not None:
            return Message.of("reports.at_most", value=high)
        case _:
            return None


def bounds(figure: Figure) -> Interval | None:
    """Return what a figure can be in the canonical scale, as printed; None where nothing is said."""
    match figure:
        case Known():
            return print_interval(figure.value)
        case Bounded():
            return figure.interval
        case Missing():
            return None


def is_unreadable(figure: Figure) -> bool:
    """Whether the form prints something for a figure that is none; what it is nobody knows, but it is not blank."""
    return isinstance(figure, Missing) and figure.state != "blank" and bool(figure.origin)


def like(value: Fraction, model: Quantity) -> Quantity:
    """
    Return a number in the canonical scale as a quantity of the kind and unit of another.

    >>> str(like(Fraction(100), Money.parse("3.86万元")))
    '0.0001万元'
    """
    match model:
        case Money():
            return Money(value, model.unit).to(model.unit)
        case Rate():
            return Rate(value, model.decimals)
        case Count() | Number():
            return Number(value)


def figure_at(value: object, path: str) -> Figure:
    """Return the figure at a path of plain names."""
    for name in path.split("."):
        value = getattr(value, name)
    assert isinstance(value, (Known, Bounded, Missing))
    return value


def institution_place(report: DepartmentReport, row: int, name: str) -> Place:
    """Return the place of a field of the grids in one row."""
    institution = report.institutions[row]
    return Place(
        label=LABELS[name],
        figure=figure_at(institution, name),
        path=f"institutions[{row}].{name}",
        owner=institution.name,
    )


def project_place(report: ProjectReport, name: str) -> Place:
    """Return the place of a field of the funding grid or of the lines."""
    if name in LABELS:
        return Place(label=LABELS[name], figure=figure_at(report, name), path=name)
    column, source = name.rsplit(".", 1)
    head = LABELS[f"{column}.total"]
    label = Text(f"{head.zh}·{_SOURCES[source].zh}", f"{head.en}, {_SOURCES[source].en}")
    return Place(label=label, figure=figure_at(report, name), path=name)


def all_places(report: DepartmentReport | ProjectReport) -> Iterator[Place]:
    """Yield every place of the tables of a report that has a figure."""
    match report:
        case DepartmentReport():
            for row in range(len(report.institutions)):
                yield from (institution_place(report, row, name) for name in GRID_FIELDS)
        case ProjectReport():
            names = [
                f"funding.{column.name}.{source.name}"
                for column in fields(type(report.funding))[:4]
                for source in fields(type(report.funding.planned))
            ]
            yield from (project_place(report, name) for name in [*names, "lines_total"])
