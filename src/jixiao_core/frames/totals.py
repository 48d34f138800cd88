"""Totals: groups, pools and the whole, adjustments, roundings and the rating, as expressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, field, frozen

from jixiao_core.exact.rounding import Rounding
from jixiao_core.frames.columns import column_name
from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Column,
    Compare,
    Condition,
    Flag,
    Not,
    Number,
    Numeric,
    Sum,
    Times,
    Words,
)
from jixiao_core.frames.intake import Given, Intake
from jixiao_core.frames.ladders import FINE, Scaled, whole
from jixiao_core.frames.outcomes import NEVER, choose
from jixiao_core.frames.rounded import rounded_points
from jixiao_core.frames.rows import RowColumns
from jixiao_core.frames.stages import Staging
from jixiao_core.rubrics.grades import Adjustment, GradeCap
from jixiao_core.rubrics.indicators import Group, Pool
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.totals import inner_nodes, rows_under

__all__ = [
    "NodeColumns",
    "Rating",
    "Sheet",
    "adjustment_missing",
    "choices_missing",
    "chosen_rows",
    "node_columns",
    "rating",
    "total_columns",
]

ZERO = Number(0)


@frozen(kw_only=True)
class NodeColumns:
    """
    What a row, pool or group counts.

    Attributes:
        most: the most it can count, in parts of a point.
        low: the least it can have.
        width: how much more it can have; where nothing is open, 1 where the scale cuts something off.
        fine: what the scale cuts off, in finer parts; None: it never does.
        more: 1 where even these cut something off.
    """

    most: int
    low: Column | Number
    width: Column | Number
    fine: Column | Number | None = None
    more: Column | Number = ZERO

    @property
    def points(self) -> Scaled:
        """Its points where nothing is open."""
        return Scaled(self.low, self.fine, self.more)


@frozen(kw_only=True)
class Sheet:
    """
    The columns of a table while its totals are made.

    Attributes:
        staging: where columns go.
        intake: the columns of the table.
        rubric: the tree, its roundings, adjustments and ratings.
        scale: the parts of a point.
        is_range: whether anything is open, invalid or untold.
        untold: where what the scale cut off decides a sum; filled while sums are made.
    """

    staging: Staging
    intake: Intake
    rubric: Rubric
    scale: int
    is_range: Condition
    untold: list[Condition] = field(factory=list)

    def number(self, name: str, number: Numeric) -> Column | Number:
        """Give a number its name."""
        return self.staging.number(name, number)

    def node(self, name: str, most: int, low: Numeric, width: Numeric, points: Scaled | None = None) -> NodeColumns:
        """Give the points of a node their names; `points` has what the scale cuts off."""
        fine = None if points is None or points.fine is None else self.number(f"{name}__fine", points.fine)
        return NodeColumns(
            most=most,
            low=self.number(f"{name}__low", low),
            width=self.number(f"{name}__width", width),
            fine=fine,
            more=ZERO if fine is None or points is None else self.number(f"{name}__more", points.more),
        )

    def summed(self, name: str, most: int, parts: Iterable[NodeColumns]) -> NodeColumns:
        """
        Return the sum of nodes; what the scale cut off from several of them may be a whole part together.

        It is told from the finer parts, unless what even these cut off decides it.
        """
        found = tuple(parts)
        low = Sum(tuple(each.low for each in found))
        width = Sum(tuple(each.width for each in found))
        cut = [each for each in found if each.fine is not None]
        if len(cut) <= 1:
            return self.node(name, most, low, width, cut[0].points if cut else None)
        fine = self.number(f"{name}__fines", Sum(tuple(each.fine for each in cut if each.fine is not None)))
        more = self.number(f"{name}__mores", Sum(tuple(each.more for each in cut)))
        carry = self.number(
            f"{name}__carry",
            Sum(tuple(Flag(Compare(">=", fine, Number(FINE * count))) for count in range(1, len(cut) + 1))),
        )
        left = self.number(f"{name}__fine_left", Sum((fine, Times(-FINE, carry))))
        spread = Compare(">", Sum((left, more)), Number(FINE))
        self.untold.append(AllOf((Compare(">", more, Number(1)), spread)))
        some = Flag(Compare(">", more, ZERO))
        points = Scaled(Sum((low, carry)), left, some)
        settled = Flag(points.is_cut)
        widest = Case(((self.is_range, Sum((width, Times(-1, carry)))),), settled)
        return self.node(name, most, Sum((low, carry)), widest, points)

    def rounded(self, name: str, node: NodeColumns, rounding: Rounding, most: int) -> NodeColumns:
        """Return a node rounded; where something is open, its ends are."""
        least = rounded_points(self.staging, f"{name}__least", node.points, rounding, self.scale, most)
        low = self.number(f"{name}__low_rounded", least)
        top = Scaled(Sum((node.low, node.width)))
        greatest = rounded_points(self.staging, f"{name}__greatest", top, rounding, self.scale, most)
        spread = Case(((self.is_range, Sum((greatest, Times(-1, low)))),), ZERO)
        return self.node(f"{name}__counted", node.most, low, spread)

    def clamped(self, name: str, node: NodeColumns, most: int) -> NodeColumns:
        """Return a node cut to [0, `most`]: what lies beyond an end counts as the end."""
        top = self.number(f"{name}__top", Sum((node.low, node.width)))
        low = self.number(f"{name}__low_cut", _between(node.low, most))
        high = self.number(f"{name}__high_cut", _between(top, most))
        beyond = AnyOf((Compare("<", node.low, ZERO), Compare(">=", node.low, Number(most))))
        points = node.points
        if points.fine is not None:
            fine, more = (Case(((beyond, ZERO),), each) for each in (points.fine, points.more))
            points = Scaled(low, fine, more)
        return self.node(f"{name}__clamped", most, low, Sum((high, Times(-1, low))), points)


def _between(value: Column | Number, most: int) -> Numeric:
    return Case(((Compare("<", value, ZERO), ZERO), (Compare(">", value, Number(most)), Number(most))), value)


def chosen_rows(
    staging: Staging, intake: Intake, rubric: Rubric, rows: Mapping[str, RowColumns]
) -> dict[str, RowColumns]:
    """
    Return the rows as they count: nothing of those that were not chosen, anything of those that may be.

    Args:
        staging: where columns go.
        intake: the columns of the table.
        rubric: its choose-one groups.
        rows: row id to what the row scores.
    """
    found = dict(rows)
    for group in (each for each in rubric.groups if each.choose == "one"):
        choice = intake[column_name(group.id, "chosen")]
        for member in rubric.members(group.id):
            here = Compare("==", choice.value, Words(member.id)) if choice.is_there else NEVER
            is_chosen = AllOf((choice.is_known, here))
            for name in rows_under(rubric, member):
                found[name] = _weighed(staging, group.id, found[name], is_chosen, Not(choice.is_known))
    return found


def choices_missing(intake: Intake, rubric: Rubric) -> tuple[tuple[str, Condition], ...]:
    """Return the choose-one groups of which it is not known which member counts."""
    given = [intake[column_name(group.id, "chosen")] for group in rubric.groups if group.choose == "one"]
    return tuple((each.column.name, Not(each.is_known)) for each in given)


def _weighed(staging: Staging, group: str, row: RowColumns, is_chosen: Condition, is_unknown: Condition) -> RowColumns:
    name = f"{column_name(row.row.id)}__in__{column_name(group)}"
    width = Case(((is_chosen, row.width), (is_unknown, Sum((row.low, row.width)))), ZERO)
    return evolve(
        row,
        low=staging.number(f"{name}__low", Case(((is_chosen, row.low),), ZERO)),
        width=staging.number(f"{name}__width", width),
        fine=None if row.fine is None else staging.number(f"{name}__fine", Case(((is_chosen, row.fine),), ZERO)),
        more=staging.number(f"{name}__more", ZERO if row.fine is None else Case(((is_chosen, row.more),), ZERO)),
        is_open=AnyOf((AllOf((is_chosen, row.is_open)), is_unknown)),
        is_invalid=AllOf((is_chosen, row.is_invalid)),
        # A member that may be the chosen one, and does not apply, may pass the points of its group on.
        is_absent=AllOf((AnyOf((is_chosen, is_unknown)), row.is_absent)) if row.is_absent != NEVER else NEVER,
        is_nothing=AllOf((is_chosen, row.is_nothing)) if row.is_nothing != NEVER else NEVER,
        is_untold=AllOf((AnyOf((is_chosen, is_unknown)), row.is_untold)),
        missing=tuple((each, AllOf((is_chosen, condition))) for each, condition in row.missing),
    )


def node_columns(sheet: Sheet, rows: Mapping[str, RowColumns]) -> dict[str, NodeColumns]:
    """
    Return what every row, pool and group counts.

    Args:
        sheet: the columns of the table.
        rows: row id to what the row counts.
    """
    rubric = sheet.rubric
    step = rubric.rounding_at("group")
    nodes = {name: _row_node(sheet, row) for name, row in rows.items()}
    for node in inner_nodes(rubric):
        members = node.members if isinstance(node, Pool) else tuple(each.id for each in rubric.members(node.id))
        name, most = column_name(node.id), whole(node.points, sheet.scale)
        found = sheet.summed(name, most, (nodes[each] for each in members))
        if _may_exceed(rubric, node):
            found = sheet.clamped(name, found, most)
        if step is not None and isinstance(node, Group):
            found = sheet.rounded(name, found, step.rounding, most)
        nodes[node.id] = found
    return nodes


def _row_node(sheet: Sheet, row: RowColumns) -> NodeColumns:
    points = Scaled(row.low, row.fine, row.more)
    return sheet.node(column_name(row.row.id, "counted"), row.most, row.low, row.width, points)


def _may_exceed(rubric: Rubric, node: Pool | Group) -> bool:
    """Whether members can be more together than the node: they are rounded, or one of them is chosen."""
    is_rounded = rubric.rounding_at("indicator") is not None or rubric.rounding_at("group") is not None
    return is_rounded or (isinstance(node, Group) and node.choose == "one")


def total_columns(sheet: Sheet, nodes: Mapping[str, NodeColumns]) -> NodeColumns:
    """
    Return the total after adjustments, ceiling and rounding.

    Args:
        sheet: the columns of the table; whether anything is open includes the adjustments.
        nodes: node id to what the node counts.
    """
    rubric = sheet.rubric
    top = [nodes[node.id] for node in rubric.members("")]
    added = [_adjusted(sheet, adjustment) for adjustment in rubric.adjustments]
    most = whole(rubric.highest_total, sheet.scale)
    node = sheet.summed("sum", most, (*top, *added))
    if rubric.adjustments or rubric.rounding:
        node = sheet.clamped("sum", node, most)
    step = rubric.rounding_at("total")
    return node if step is None else sheet.rounded("total", node, step.rounding, most)


def adjustment_missing(intake: Intake, rubric: Rubric) -> tuple[tuple[str, Condition], ...]:
    """Return the adjustments that are not known, each with the condition."""
    found: list[tuple[str, Condition]] = []
    for adjustment in rubric.adjustments:
        points, cases = _adjustment(intake, adjustment)
        parts = [Not(points.is_known)] + ([] if cases is None else [Not(cases.is_known)])
        found.append((points.column.name, AllOf(tuple(parts))))
    return tuple(found)


def _adjustment(intake: Intake, adjustment: Adjustment) -> tuple[Given, Given | None]:
    name = column_name("adjustment", adjustment.id)
    cases = None if adjustment.per_case is None else intake[column_name(name, "cases")]
    return intake[column_name(name, "points")], cases


def _adjusted(sheet: Sheet, adjustment: Adjustment) -> NodeColumns:
    """What an adjustment adds: anything between its caps where nothing is known."""
    points, cases = _adjustment(sheet.intake, adjustment)
    low, high = whole(adjustment.low, sheet.scale), whole(adjustment.high, sheet.scale)
    known: list[tuple[Condition, Numeric]] = [(points.is_known, points.value)]
    if cases is not None and adjustment.per_case is not None:
        name = column_name("adjustment", adjustment.id, "counted")
        counted = sheet.number(name, Times(whole(adjustment.per_case, sheet.scale), cases.value))
        bounded = Case(
            ((Compare("<", counted, Number(low)), Number(low)), (Compare(">", counted, Number(high)), Number(high))),
            counted,
        )
        known.append((cases.is_known, bounded))
    is_known = AnyOf(tuple(condition for condition, _ in known))
    name = column_name("adjustment", adjustment.id, "counts")
    return sheet.node(name, high, choose(known, Number(low)), Case(((is_known, ZERO),), Number(high - low)))


@frozen(kw_only=True)
class Rating:
    """
    The rating of a unit.

    Attributes:
        place: its place in the scale, 0 the best; only where nothing is open.
        missing: conditions on the rating that are not known and would change it.
    """

    place: Column | Number
    missing: tuple[tuple[str, Condition], ...]


def rating(sheet: Sheet, total: NodeColumns, nodes: Mapping[str, NodeColumns]) -> Rating | None:
    """
    Return the rating of the total under the conditions that cap it; None where the form has no ratings.

    Args:
        sheet: the columns of the table.
        total: the total.
        nodes: node id to what the node counts.
    """
    scale = sheet.rubric.grades
    if scale is None:
        return None
    # What the scale cuts off is less than a part of a point, and every edge is whole in parts: it decides nothing.
    edges = [whole(grade.at_least, sheet.scale) for grade in scale.grades[:-1]]
    reached = tuple((Compare(">=", total.low, Number(edge)), Number(place)) for place, edge in enumerate(edges))
    place = sheet.number("rating", Case(reached, Number(len(edges))) if reached else ZERO)
    missing: list[tuple[str, Condition]] = []
    for cap in sheet.rubric.grade_caps:
        ceiling = next(place for place, grade in enumerate(scale.grades) if grade.name == cap.at_most)
        better = Compare("<", place, Number(ceiling))
        if cap.indicator:
            holds = _low_points(sheet, cap, nodes[cap.indicator])
        else:
            given = sheet.intake[column_name("grade_cap", cap.id)]
            holds = given.holds
            missing.append((given.column.name, AllOf((better, Not(given.is_known)))))
        name = column_name("rating", "under", cap.id)
        place = sheet.number(name, Case(((AllOf((better, holds)), Number(ceiling)),), place))
    return Rating(place=place, missing=tuple(missing))


def _low_points(sheet: Sheet, cap: GradeCap, node: NodeColumns) -> Condition:
    """Whether a node has at most the points at which a cap holds."""
    assert cap.points_at_most is not None
    edge = Number(whole(cap.points_at_most, sheet.scale))
    exactly = AllOf((Compare("==", node.low, edge), Compare("==", node.width, ZERO)))
    return AnyOf((Compare("<", node.low, edge), exactly))
