"""Whole sheets as vectors: complete evidence with its rows, groups, total and rating."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from jixiao_core.rubrics.formulas import Judged
from jixiao_core.rubrics.grades import Adjustment
from jixiao_core.rubrics.indicators import Indicator, Pool
from jixiao_core.rubrics.names import parent_id
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import Assessment, Judgement, NotApplicable
from jixiao_core.scoring.evidence import AdjustmentFigure, Evidence
from jixiao_core.scoring.score import score
from jixiao_core.scoring.vector_assessments import REASON
from jixiao_core.scoring.vector_evidence import Level, Settled, complete, settled_assessments
from jixiao_core.scoring.weights import row_maximum

__all__ = ["SheetVector", "sheet_vectors"]

ZERO = Fraction(0)
CENT = Fraction(1, 100)
LEAVING = ("reallocate", "rescale")
ABSENT = NotApplicable(reason=REASON, approved_by=REASON)


@frozen(kw_only=True)
class SheetVector:
    """
    Complete evidence and what comes out.

    Attributes:
        id: what it is about, unique in its rubric.
        evidence: facts, assessments, choices, adjustments and conditions; nothing is open.
        rows: pairs of row id and its points as they count.
        nodes: pairs of the id of a pool or group and its points.
        total: the total.
        grade: the rating; empty where the rubric has no scale.
    """

    id: str
    evidence: Evidence
    rows: tuple[tuple[str, Fraction], ...]
    nodes: tuple[tuple[str, Fraction], ...]
    total: Fraction
    grade: str = ""


def sheet_vectors(rubric: Rubric) -> tuple[SheetVector, ...]:
    """Return the whole sheets of a rubric: best, worst and mixed, and every rule of adding up that it has."""
    found: dict[Evidence, SheetVector] = {}
    for name, evidence in _Sheets(rubric).all():
        vector = _scored(rubric, name, evidence)
        if vector is not None:
            found.setdefault(evidence, vector)
    return tuple(found.values())


def _scored(rubric: Rubric, name: str, evidence: Evidence) -> SheetVector | None:
    """The vector of complete evidence; None where a shared fact has left a row outside of its domain."""
    sheet = score(rubric, evidence)
    if not sheet.possible.is_point or any(outcome.status == "invalid" for outcome in sheet.detail.outcomes.values()):
        return None
    grades = sheet.grades
    return SheetVector(
        id=name,
        evidence=evidence,
        rows=tuple((row.id, row.points) for row in sheet.rows),
        nodes=tuple((name, sheet[name].points) for name in _inner(rubric)),
        total=sheet.points,
        grade=grades[0].name if grades else "",
    )


class _Sheets:
    """Evidence for the whole sheets of one rubric."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self.settled: dict[str, Settled] = {
            row.id: settled_assessments(row, row_maximum(rubric, Evidence(), row)) for row in rubric.indicators
        }
        self.best, self.worst, self.mixed = (self._base(level) for level in ("best", "worst", "mixed"))

    def all(self) -> Iterator[tuple[str, Evidence]]:
        """Yield every sheet with its name."""
        yield from (("best", self.best), ("worst", self.worst), ("mixed", self.mixed))
        yield from self._grade_edges()
        yield from self._absent_rows()
        yield from self._pools()
        yield from self._choices()
        yield from self._adjustments()
        yield from self._grade_caps()
        yield from self._roundings()

    def _base(self, level: Level) -> Evidence:
        rubric = self.rubric
        evidence = complete(rubric, self.settled, level)
        return evolve(
            evidence,
            choices={group.id: rubric.members(group.id)[0].id for group in rubric.groups if group.choose == "one"},
            adjustments={each.id: _no_adjustment(each) for each in rubric.adjustments},
            grade_caps={cap.id: False for cap in rubric.grade_caps if not cap.indicator},
        )

    def _with(self, base: Evidence, assessments: Mapping[str, Assessment]) -> Evidence:
        return evolve(base, assessments={**dict(base.assessments), **assessments})

    def _grade_edges(self) -> Iterator[tuple[str, Evidence]]:
        """Totals at the least points of each rating and just below; with a rounding of totals where it turns."""
        grades = self.rubric.grades.grades if self.rubric.grades else ()
        step = self.rubric.rounding_at("total")
        below = [ZERO, CENT] if step is None else [ZERO, CENT, step.quantum / 2, step.quantum / 2 + CENT]
        for place, grade in enumerate(grades):
            for number, less in enumerate(below):
                if grade.at_least - less > 0:
                    yield f"grade_{place}_edge_{number}", self._with_total(grade.at_least - less)

    def _with_total(self, wanted: Fraction) -> Evidence:
        """The best sheet with points taken from one row after the other until the total is near the wanted one."""
        surplus = score(self.rubric, self.best).points - wanted
        changed: dict[str, Assessment] = {}
        for row in self.rubric.indicators:
            found = dict(self.settled[row.id])
            now = dict(self.best.assessments).get(row.id)
            if surplus <= 0 or now not in found:
                continue
            if isinstance(row.formula, Judged) and isinstance(now, Judgement):
                taken = min(surplus, now.points)
                changed[row.id] = evolve(now, points=now.points - taken)
            else:
                fitting = {
                    each: found[now] - points for each, points in found.items() if points >= found[now] - surplus
                }
                chosen = max(fitting, key=lambda each: fitting[each])
                taken = fitting[chosen]
                changed[row.id] = chosen
            surplus -= taken
        return self._with(self.best, changed)

    def _absent_rows(self) -> Iterator[tuple[str, Evidence]]:
        """Every row whose points go elsewhere, of the others one a group; then whole pools and groups."""
        names: dict[tuple[str, str], str] = {}
        for row in self.rubric.indicators:
            policy = self.rubric.policy(row.id)
            names.setdefault((row.id if policy in LEAVING else parent_id(row.id), policy), row.id)
        for name in names.values():
            yield f"absent_{name}", self._with(self.mixed, {name: ABSENT})
        for name in _inner(self.rubric):
            yield f"absent_{name}", self._with(self.mixed, dict.fromkeys(self._rows_under(name), ABSENT))

    def _rows_under(self, name: str) -> tuple[str, ...]:
        node = self.rubric[name]
        if isinstance(node, Pool):
            return node.members
        return tuple(row.id for row in self.rubric.indicators if row.id.startswith(f"{name}."))

    def _pools(self) -> Iterator[tuple[str, Evidence]]:
        """One member takes the whole pool; the members share it unevenly."""
        for pool in self.rubric.pools:
            count = len(pool.members)
            whole = {name: pool.points if name == pool.members[0] else ZERO for name in pool.members}
            parts = {
                name: pool.points * 2 * (place + 1) / (count * (count + 1)) for place, name in enumerate(pool.members)
            }
            for name, shares in (("whole", whole), ("parts", parts)):
                split = evolve(self.mixed, pools={pool.id: tuple(shares.items())})
                yield f"pool_{name}_{pool.id}", self._with(split, self._within(shares))

    def _within(self, shares: Mapping[str, Fraction]) -> dict[str, Assessment]:
        """Judgements that fit into the shares of a pool; three quarters of each."""
        judged = [name for name in shares if isinstance(self.rubric.indicator(name).formula, Judged)]
        return {name: _judgement(shares[name] * 3 / 4) for name in judged}

    def _choices(self) -> Iterator[tuple[str, Evidence]]:
        for group in self.rubric.groups:
            for member in self.rubric.members(group.id) if group.choose == "one" else ():
                chosen = {**dict(self.mixed.choices), group.id: member.id}
                yield f"choice_{member.id}", evolve(self.mixed, choices=chosen)

    def _adjustments(self) -> Iterator[tuple[str, Evidence]]:
        for adjustment in self.rubric.adjustments:
            figures = [AdjustmentFigure(points=end, reason=REASON) for end in (adjustment.low, adjustment.high)]
            if adjustment.per_case is not None:
                most = adjustment.high if adjustment.per_case > 0 else adjustment.low
                last = -(-most // adjustment.per_case)
                figures.extend(AdjustmentFigure(cases=int(cases), reason=REASON) for cases in {1, 2, last, last + 1})
            for number, figure in enumerate(figures):
                for name, base in (("best", self.best), ("worst", self.worst), ("mixed", self.mixed)):
                    stated = {**dict(base.adjustments), adjustment.id: figure}
                    yield f"adjustment_{adjustment.id}_{number}_{name}", evolve(base, adjustments=stated)

    def _grade_caps(self) -> Iterator[tuple[str, Evidence]]:
        for cap in self.rubric.grade_caps:
            if not cap.indicator:
                holds = {**dict(self.best.grade_caps), cap.id: True}
                yield f"cap_{cap.id}", evolve(self.best, grade_caps=holds)
                continue
            for number, assessment in enumerate(self._around(cap.indicator, cap.points_at_most or ZERO)):
                yield f"cap_{cap.id}_{number}", self._with(self.best, {cap.indicator: assessment})

    def _around(self, name: str, edge: Fraction) -> Iterator[Assessment]:
        """Assessments of a row at or under an edge and above it, each as near as can be."""
        row = next((row for row in self.rubric.indicators if row.id == name), None)
        if row is not None and isinstance(row.formula, Judged):
            yield from (_judgement(points) for points in (edge, edge + CENT))
            return
        found = self.settled.get(name, ())
        under = [pair for pair in found if pair[1] <= edge]
        above = [pair for pair in found if pair[1] > edge]
        yield from (max(pairs, key=lambda pair: pair[1])[0] for pairs in (under,) if pairs)
        yield from (min(pairs, key=lambda pair: pair[1])[0] for pairs in (above,) if pairs)

    def _roundings(self) -> Iterator[tuple[str, Evidence]]:
        """Judged points that end in thirds, and two ties beside each other, for every rounding behind the rows."""
        judged = [row for row in self.rubric.indicators if isinstance(row.formula, Judged)]
        for step in self.rubric.rounding:
            if step.at == "measure":
                continue
            for number in range(3):
                points = {row.id: self._uneven(row, step.quantum, number) for row in judged[: 1 if number else None]}
                yield f"rounding_{step.at}_{number}", self._with(self.mixed, points)

    def _uneven(self, row: Indicator, quantum: Fraction, number: int) -> Judgement:
        maximum = row_maximum(self.rubric, Evidence(), row)
        if not number:
            return _judgement(maximum / 3)
        tie = (maximum / 2 // quantum + number) * quantum - quantum / 2
        return _judgement(min(max(tie, ZERO), maximum))


def _inner(rubric: Rubric) -> tuple[str, ...]:
    """The ids of what holds rows: pools, then groups."""
    return (*(pool.id for pool in rubric.pools), *(group.id for group in rubric.groups))


def _judgement(points: Fraction) -> Judgement:
    return Judgement(points=points, by=REASON, reason=REASON)


def _no_adjustment(adjustment: Adjustment) -> AdjustmentFigure:
    return AdjustmentFigure(points=ZERO) if adjustment.per_case is None else AdjustmentFigure(cases=0)
