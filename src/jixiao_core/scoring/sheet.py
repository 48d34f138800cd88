"""The score sheet: what a unit can have scored, row by row and in total, computed and never stored by hand."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from jixiao_core._display import html_of, rich_of
from jixiao_core.errors import InvalidValueError, Problem, UnknownNameError, UnsettledError
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.numbers import shown
from jixiao_core.findings import Finding
from jixiao_core.messages import Message, Text

if TYPE_CHECKING:
    from jixiao_core.rubrics.grades import Grade
    from jixiao_core.rubrics.rubric import Rubric
    from jixiao_core.scoring.adjusting import AdjustmentScore
    from jixiao_core.scoring.compiled import Exact
    from jixiao_core.scoring.detail import Detail
    from jixiao_core.scoring.evidence import Evidence
    from jixiao_core.scoring.rows import RowOutcome, Status
    from jixiao_core.scoring.shared import SharedFact

__all__ = ["NodeScore", "ScoreSheet", "refuse_other_than_sheet"]


@frozen(kw_only=True)
class NodeScore:
    """
    The score of one row, pool or group.

    Attributes:
        id: its id in the rubric.
        label: its name.
        maximum: the most points that it can count.
        possible: every possible number of points (for pools and groups: the hull).
        status: how far a row is settled; empty for pools and groups.
        values: the possible measures of a row over a measure.
        missing: what would settle a row.
        findings: what a person should look at.
    """

    id: str
    label: Text
    maximum: Fraction
    possible: IntervalSet
    status: Status | None = None
    values: IntervalSet | None = None
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether one number of points is left."""
        return self.possible.is_point

    @property
    def points(self) -> Fraction:
        """The points; UnsettledError lists what is missing where several are possible."""
        if not self.possible.is_point:
            message = Message.of("scoring.unsettled", possible=str(self.possible), missing=self.missing or ("?",))
            raise UnsettledError(Problem(message, self.id))
        return self.possible.point


class ScoreSheet:
    """
    The result of `score`; it compares and pickles by what it was computed from.

    Attributes:
        rubric: the rubric, with the answers under which it was read.
        evidence: what the score rests on.
        assumptions: the names of the assumptions that were made.
    """

    # A plain class: one is made for every unit scored, and everything beyond the total is computed when asked for.
    __slots__ = ("_assumptions", "_detail_found", "_evidence", "_rubric", "_settled")

    def __init__(
        self, rubric: Rubric, evidence: Evidence, assumptions: tuple[str, ...] = (), settled: Exact | None = None
    ) -> None:
        self._rubric = rubric
        self._evidence = evidence
        self._assumptions = assumptions
        self._settled = settled
        self._detail_found: Detail | None = None

    def __reduce__(self) -> tuple[type[ScoreSheet], tuple[Rubric, Evidence, tuple[str, ...]]]:
        # The fast total is in the scale of the rubric's program, which copies of rubrics do not carry.
        return type(self), (self._rubric, self._evidence, self._assumptions)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ScoreSheet):
            return NotImplemented
        return self._origin == other._origin

    def __hash__(self) -> int:
        return hash(self._origin)

    def __repr__(self) -> str:
        return f"<ScoreSheet {self._rubric.pin} {self.possible}>"

    def _repr_html_(self) -> str:
        """Return the official table with what is possible, for notebooks."""
        return html_of(self)

    def __rich__(self) -> object:
        """Return the table for a terminal, for rich."""
        return rich_of(self)

    @property
    def _origin(self) -> tuple[Rubric, Evidence, tuple[str, ...]]:
        return self._rubric, self._evidence, self._assumptions

    @property
    def rubric(self) -> Rubric:
        """The rubric, with the answers under which it was read."""
        return self._rubric

    @property
    def evidence(self) -> Evidence:
        """What the score rests on."""
        return self._evidence

    @property
    def assumptions(self) -> tuple[str, ...]:
        """The names of the assumptions that were made."""
        return self._assumptions

    @property
    def detail(self) -> Detail:
        """What scoring knew and found: facts, rows, totals. Computed once; threads that race compute the same."""
        # The computation with sets is loaded when the first sheet needs it: most sheets are settled.
        from jixiao_core.scoring.detail import detail

        if self._detail_found is None:
            self._detail_found = detail(self._rubric, self._evidence, self._assumptions)
        return self._detail_found

    @property
    def possible(self) -> Interval:
        """The hull of the possible totals (可能区间)."""
        if self._settled is not None:
            return Interval.point(self.points)
        return self.detail.totals.total

    @property
    def strict(self) -> Interval:
        """The possible totals if no demanded paper is accepted on trust (从严得分: no paper, no points)."""
        from jixiao_core.scoring.detail import detail

        found = detail(self.rubric, self.evidence, self.assumptions, strict=True).totals.total
        # Papers settle rows, so that the strict bounds can be tight where the possible ones are only sound.
        low, high = min(found.low, self.possible.low), min(found.high, self.possible.high)
        return found if (low, high) == (found.low, found.high) else Interval(low, high)

    @property
    def points(self) -> Fraction:
        """The total; UnsettledError lists what is missing where several are possible."""
        if self._settled is not None:
            scale: int = self._rubric.memo.program.scale
            return Fraction(self._settled) / scale
        if not self.possible.is_point:
            missing = tuple(f"{row.id}: {', '.join(row.missing)}" for row in self.rows if row.missing)
            message = Message.of("scoring.unsettled", possible=str(self.possible), missing=missing)
            raise UnsettledError(Problem(message))
        low = self.possible.low
        assert isinstance(low, Fraction)
        return low

    @property
    def is_settled(self) -> bool:
        """Whether one total is left."""
        return self.possible.is_point

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The ratings that are possible, best first; empty where the rubric has no scale."""
        from jixiao_core.scoring.rating import possible_grades

        return possible_grades(self.rubric, self.evidence, self.possible, self.detail)

    @property
    def adjustments(self) -> tuple[AdjustmentScore, ...]:
        """What every adjustment of the total adds, in the order of the rubric."""
        from jixiao_core.scoring.adjusting import adjustment_scores

        return adjustment_scores(self.rubric, self.evidence)

    @property
    def not_applicable_points(self) -> Fraction:
        """The points that were obtained by rows that do not apply."""
        return self.detail.totals.from_absent

    @property
    def shared(self) -> tuple[SharedFact, ...]:
        """The sets of rows that unknown facts connect, each with whether its bounds are tight."""
        return self.detail.shared

    @property
    def is_tight(self) -> bool:
        """Whether the possible range is exact; it is always sound."""
        return self.detail.totals.is_exact and all(shared.is_tight for shared in self.detail.shared)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that a person should look at, rows in printed order, then the whole."""
        rows = (finding for row in self.rows for finding in row.findings)
        return (*rows, *self.detail.findings)

    @property
    def rows(self) -> tuple[NodeScore, ...]:
        """The rows in printed order."""
        return tuple(self[row.id] for row in self.rubric.indicators)

    def __iter__(self) -> Iterator[NodeScore]:
        return iter(self.rows)

    def outcome(self, indicator_id: str) -> RowOutcome:
        """Return how a row came out before it is weighed in its group; UnknownNameError if it is not a row."""
        return self.detail.outcomes[self.rubric.indicator(indicator_id).id]

    def weight(self, indicator_id: str) -> Fraction:
        """Return by how much a row's points count: 1, more where points of absent rows arrive, 0 where they left."""
        from jixiao_core.scoring.weights import row_maximum

        nominal = row_maximum(self._rubric, self._evidence, self._rubric.indicator(indicator_id))
        return self.detail.totals.maxima.get(indicator_id, Fraction(0)) / nominal if nominal else Fraction(0)

    def __getitem__(self, node_id: str) -> NodeScore:
        """Return the score of a row, pool or group; UnknownNameError lists the known ids."""
        node = self.rubric[node_id]
        totals = self.detail.totals
        if node_id not in self.detail.outcomes:
            if node_id not in totals.nodes:
                raise UnknownNameError(Problem(Message.of("rubrics.unknown_row", found=shown(node_id))))
            hull = IntervalSet.of(totals.nodes[node_id])
            return NodeScore(id=node_id, label=node.label, maximum=totals.maxima[node_id], possible=hull)
        outcome = self.detail.outcomes[node_id]
        is_counted = node_id in totals.rows and totals.maxima[node_id] > 0
        return NodeScore(
            id=node_id,
            label=node.label,
            maximum=totals.maxima.get(node_id, Fraction(0)),
            possible=totals.rows.get(node_id, IntervalSet.points(Fraction(0))),
            status=outcome.status if is_counted or outcome.status == "not_applicable" else "not_chosen",
            values=outcome.values,
            missing=outcome.missing if is_counted else (),
            findings=outcome.findings,
        )


def refuse_other_than_sheet(found: object, path: str = "sheet") -> None:
    """Refuse what is no score sheet, such as evidence or nothing; InvalidValueError says how to make one."""
    if not isinstance(found, ScoreSheet):
        raise InvalidValueError(Problem(Message.of("scoring.not_a_sheet", found=type(found).__name__), path))
