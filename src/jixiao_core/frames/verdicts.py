"""Verdicts in a table: how every claim stands to what the line leaves possible, as comparisons of whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.frames.claims import CLAIMED, CLAIMED_TOTAL, ClaimCell, cell_of, claim_limits
from jixiao_core.frames.columns import InputColumn, column_name
from jixiao_core.frames.expressions import (
    AllOf,
    AnyOf,
    Case,
    Column,
    Compare,
    Condition,
    Joined,
    Not,
    Nothing,
    Number,
    Numeric,
    Sum,
    Times,
    Wording,
    Words,
)
from jixiao_core.frames.intake import Intake, Source, taken_in
from jixiao_core.frames.ladders import Scaled
from jixiao_core.frames.layout import Layout, moved
from jixiao_core.frames.outcomes import NEVER
from jixiao_core.frames.producible import producible, ruled
from jixiao_core.frames.stages import Staging
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["CLAIM_REMARKS", "DIFFERENCE", "VERDICT", "verdict_columns", "write_verdicts"]

VERDICT = "verdict"
"""The verdict about a claimed total, and the last part of the names of those about rows."""
DIFFERENCE = "difference"
"""Claimed less computed points, in parts of a point, and the last part of the names of those of rows."""
CLAIM_REMARKS = "claim_remarks"
"""Which claims cannot be read or are finer than the scale."""

ZERO = Number(0)


def verdict_columns(rubric: Rubric, *, rows: bool = True) -> tuple[str, ...]:
    """
    Return the names of the columns that a reviewed table has beside those of a scored one.

    Args:
        rubric: the table.
        rows: whether rows have verdicts too.
    """
    names = [column_name(row.id) for row in rubric.indicators] if rows else []
    parts = (column_name(name, part) for name in names for part in (VERDICT, DIFFERENCE))
    return (*parts, VERDICT, DIFFERENCE)


@frozen(kw_only=True)
class _Possible:
    """
    What a line leaves possible for a row or the total, in parts of a point.

    Attributes:
        name: the begin of the names of columns.
        low: the least.
        high: the most.
        points: the points where only one number of them is possible.
        is_point: whether it is.
        is_vague: whether nothing can be told: points may move, or whole numbers cannot tell.
        is_set: whether nothing but these points can be claimed: the row does not apply or was not chosen.
        is_ruled: whether the rules can produce a claim, whatever the facts.
        may_be: the same with everything that they can produce while facts are open.
    """

    name: str
    low: Numeric
    high: Numeric
    points: Scaled
    is_point: Condition
    is_vague: Condition
    is_set: Condition = NEVER
    is_ruled: Condition
    may_be: Condition


def write_verdicts(
    layout: Layout, columns: Iterable[InputColumn], sources: Mapping[str, Source], scale: int, *, rows: bool
) -> tuple[str, ...]:
    """
    Add the columns of verdicts and differences, and return their names in order.

    Args:
        layout: everything that is known about a unit.
        columns: those of claims.
        sources: the columns that this table has.
        scale: the parts of a point.
        rows: whether rows have verdicts too.
    """
    found = tuple(columns)
    intake = taken_in(layout.staging, found, sources, claim_limits(found, scale))
    writer = _Writer(layout=layout, claims=intake, scale=scale)
    names: list[str] = []
    for name in layout.rows if rows else ():
        cell = writer.cell(column_name(name, CLAIMED))
        names += writer.written(cell, writer.row(name, cell), name)
    cell = writer.cell(CLAIMED_TOTAL)
    names += writer.written(cell, writer.total(cell), "")
    remarks = layout.staging.output(CLAIM_REMARKS, Joined((Words(""), *_remarks(intake))))
    return (*names, remarks.name)


def _remarks(claims: Intake) -> Iterator[Case]:
    for given in claims.present():
        for code, condition in (("refused", given.is_refused), ("beyond", given.is_beyond)):
            if condition != NEVER:
                yield Case(((condition, Words(f"{code}:{given.column.name};")),), Words(""))


@frozen(kw_only=True)
class _Writer:
    """Makes the columns of one table."""

    layout: Layout
    claims: Intake
    scale: int
    vague: Condition = field(init=False)

    def __attrs_post_init__(self) -> None:
        # What is beyond whole numbers counts as unknown, and something else may stand in for it.
        beyond = (each.is_beyond for each in self.layout.intake.present())
        object.__setattr__(self, "vague", _any(self.staging, "claims_vague", (*moved(self.layout), *beyond)))

    @property
    def staging(self) -> Staging:
        return self.layout.staging

    def cell(self, name: str) -> ClaimCell:
        return cell_of(self.staging, self.claims[name], self.layout.rubric, self.scale)

    def row(self, name: str, cell: ClaimCell) -> _Possible:
        """What a line leaves possible for a row."""
        row, place = self.layout.rows[name], column_name(name, CLAIMED)
        is_ruled, may_be = self._rules(place, row.row, cell)
        points = Scaled(row.low, row.fine, row.more)
        is_range = _any(self.staging, f"{place}__is_range", (row.is_open, row.is_invalid))
        away = [each for each in (row.is_absent, *_not_chosen(self.layout, name)) if each != NEVER]
        return _Possible(
            name=place,
            low=row.low,
            high=self.staging.number(f"{place}__high", Sum((row.low, row.width))),
            points=points,
            is_point=self._is_point(place, is_range, row.width, points),
            is_vague=_any(self.staging, f"{place}__is_vague", (self.vague, row.is_untold)),
            is_set=_any(self.staging, f"{place}__is_set", (AllOf((each, Not(is_range))) for each in away)),
            is_ruled=is_ruled,
            may_be=may_be,
        )

    def _rules(self, place: str, row: Indicator, cell: ClaimCell) -> tuple[Condition, Condition]:
        """Whether the criterion can give a claim, and whether the row can count it while facts are open."""
        rubric = self.layout.rubric
        produced, rules = producible(rubric, row), ruled(rubric, row)
        is_ruled = self.staging.condition(f"{place}__is_ruled", cell.touches(rules, self.scale))
        if produced == rules:
            return is_ruled, is_ruled
        return is_ruled, self.staging.condition(f"{place}__may_be", cell.touches(produced, self.scale))

    def _is_point(self, place: str, is_range: Condition, width: Numeric, points: Scaled) -> Condition:
        """Whether one number of points is possible: nothing is open, or whatever is open changes nothing."""
        same = AllOf((Compare("==", width, ZERO), Not(points.is_cut)))
        return self.staging.condition(f"{place}__is_point", AnyOf((Not(is_range), same)))

    def total(self, cell: ClaimCell) -> _Possible:
        """What a line leaves possible for the total."""
        layout, total = self.layout, self.layout.total
        is_vague = _any(self.staging, "claims_total_vague", (self.vague, layout.is_untold))
        low = self.staging.number(f"{CLAIMED_TOTAL}__low", Case(((is_vague, ZERO),), total.low))
        top = Case(((is_vague, Number(total.most)),), Sum((total.low, total.width)))
        everything = IntervalSet.of(Interval(0, layout.rubric.highest_total))
        is_ruled = self.staging.condition(f"{CLAIMED_TOTAL}__is_ruled", cell.touches(everything, self.scale))
        is_range = _any(self.staging, f"{CLAIMED_TOTAL}__is_range", (layout.is_open, layout.is_invalid, is_vague))
        return _Possible(
            name=CLAIMED_TOTAL,
            low=low,
            high=self.staging.number(f"{CLAIMED_TOTAL}__high", top),
            points=total.points,
            is_point=self._is_point(CLAIMED_TOTAL, is_range, total.width, total.points),
            is_vague=is_vague,
            is_ruled=is_ruled,
            may_be=is_ruled,
        )

    def written(self, cell: ClaimCell, possible: _Possible, name: str) -> tuple[str, ...]:
        """Write the verdict and the difference, and return the names of their columns."""
        found = self._standing(cell, possible)
        verdict, difference = (column_name(name, part) if name else part for part in (VERDICT, DIFFERENCE))
        self.staging.output(verdict, _verdict(found, possible))
        self.staging.output(difference, _difference(found, possible))
        return verdict, difference

    def _standing(self, cell: ClaimCell, possible: _Possible) -> _Standing:
        given, name = cell.given, possible.name
        reaches = cell.reaches(possible.low, possible.high)
        return _Standing(
            claim=cell.value,
            is_unread=_any(self.staging, f"{name}__unread", (given.is_refused, given.is_beyond)),
            is_blank=Not(given.is_known),
            agrees=self.staging.condition(f"{name}__agrees", cell.agrees(possible.points)),
            reaches=self.staging.condition(f"{name}__reaches", reaches),
        )


@frozen(kw_only=True)
class _Standing:
    """
    How a claim stands to what is possible.

    Attributes:
        claim: in parts of a point.
        is_unread: whether something is written that cannot be used.
        is_blank: whether nothing is claimed that can be.
        agrees: whether the points, where one number of them is possible, print as the claim.
        reaches: whether something possible prints as the claim.
    """

    claim: Column | Number
    is_unread: Condition
    is_blank: Condition
    agrees: Condition
    reaches: Condition


def _verdict(found: _Standing, possible: _Possible) -> Case:
    """The verdict, in the order of `review`."""
    point, is_ruled = possible.is_point, possible.is_ruled
    cases: tuple[tuple[Condition, Wording], ...] = (
        (found.is_unread, Nothing("words")),
        (found.is_blank, Words("unclaimed")),
        (possible.is_vague, Words("pending")),
        (AllOf((point, found.agrees)), Words("consistent")),
        (AllOf((point, AnyOf((possible.is_set, Not(is_ruled))))), Words("unmatched")),
        (AllOf((point, Compare(">", found.claim, possible.points.low))), Words("above")),
        (point, Words("below")),
        (AllOf((found.reaches, possible.may_be)), Words("pending")),
        (AnyOf((found.reaches, Not(is_ruled))), Words("unmatched")),
        (Compare(">", found.claim, possible.high), Words("above")),
    )
    return Case(_possible_cases(cases), Words("below"))


def _difference(found: _Standing, possible: _Possible) -> Case:
    """Claimed less computed points, or less the nearest that are possible; nothing while pending."""
    point = possible.is_point
    nothing = (found.is_unread, found.is_blank, possible.is_vague)
    cases: tuple[tuple[Condition, Numeric], ...] = (
        (AnyOf(tuple(each for each in nothing if each != NEVER)), Nothing()),
        (AllOf((point, found.agrees)), ZERO),
        (point, _less(found.claim, possible.points.low)),
        (AnyOf((found.reaches, Not(possible.is_ruled))), Nothing()),
        (Compare(">", found.claim, possible.high), _less(found.claim, possible.high)),
    )
    return Case(cases, _less(found.claim, possible.low))


def _possible_cases(cases: tuple[tuple[Condition, Wording], ...]) -> tuple[tuple[Condition, Wording], ...]:
    return tuple((condition, words) for condition, words in cases if condition != NEVER)


def _less(claim: Column | Number, points: Numeric) -> Numeric:
    return Sum((claim, Times(-1, points)))


def _any(staging: Staging, name: str, conditions: Iterable[Condition]) -> Condition:
    kept = tuple(condition for condition in conditions if condition != NEVER)
    return staging.condition(name, AnyOf(kept) if kept else NEVER)


def _not_chosen(layout: Layout, name: str) -> Iterator[Condition]:
    """Where another member of a choose-one group counts."""
    rubric = layout.rubric
    for group in rubric.groups:
        if group.choose != "one" or not f"{name}.".startswith(f"{group.id}."):
            continue
        choice = layout.intake[column_name(group.id, "chosen")]
        if choice.is_there:
            own = next(each.id for each in rubric.members(group.id) if _is_under(rubric, each.id, name))
            yield AllOf((choice.is_known, Not(Compare("==", choice.value, Words(own)))))


def _is_under(rubric: Rubric, member: str, name: str) -> bool:
    pool = rubric.pool_of(name)
    return f"{name}.".startswith(f"{member}.") or (pool is not None and pool.id == member)
