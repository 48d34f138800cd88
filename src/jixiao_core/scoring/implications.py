"""Implications: for every fact, item, case, state and target what a score needs, reading by reading, and why nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from attrs import evolve, field, frozen

from jixiao_core.exact.curves import Curve
from jixiao_core.exact.intervals import EMPTY, Interval, IntervalSet
from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.indicators import Indicator, Reading
from jixiao_core.rubrics.lowering import attainable, curve_of
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import NotApplicable
from jixiao_core.scoring.detail import row_input
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.fact_systems import FactSystem, Region, fact_system
from jixiao_core.scoring.implied import Implied, claim_cell, implied_reading, row_combinations, row_readings
from jixiao_core.scoring.implied_parts import ImpliedAssessment, implied_parts
from jixiao_core.scoring.implied_reasons import Situation, why_nothing
from jixiao_core.scoring.implied_targets import implied_targets
from jixiao_core.scoring.knowledge import FactKnowledge
from jixiao_core.scoring.measuring import are_few, measured
from jixiao_core.scoring.rows import RowInput, curve_points, declared_values, over_zero_points, row_outcome
from jixiao_core.scoring.span import Span, fact_span

__all__ = ["Implication", "ImpliedFact", "implications"]


@frozen(kw_only=True)
class ImpliedFact:
    """
    Which values of one fact give the score, every other fact held at what is known: known ones fixed, bounded and
    unknown ones anywhere in their range.

    Attributes:
        fact: the fact.
        values: the values that give the score, in any way.
        by_rule: those of them with which the score comes, or can come, from the rules for x/0 and 0/0.
        not_applicable: the values with which it may be that the row does not apply (0/0).
        possible: the values that the fact may have at all.
        is_hypothetical: whether the fact is known, or bounded too tightly, and is asked about as if it were open.
        is_exact: whether each value has others beside it that give the score; no: where several counts without end
            are open, whole numbers are required of this fact only, and no other value is possible.
    """

    fact: str
    values: Span
    by_rule: Span
    not_applicable: Span
    possible: Span
    is_hypothetical: bool = False
    is_exact: bool = True

    @property
    def is_limited(self) -> bool:
        """Whether the score rules out any value of the fact."""
        return not self.possible.values <= self.values.values


@frozen(kw_only=True)
class Implication(Implied):
    """
    What a score implies under one reading, in full.

    Attributes:
        points: the score, in the row's own points.
        maximum: the points of the row.
        attainable: the points that the reading can give at all.
        attainable_given: the points that it can give with the facts and findings as known; figures outside of what
            makes sense give none.
        is_given_exact: whether each of these points is really had; no: a count is open that more than 2,000 whole
            numbers are left for, or several facts and a count among them, and it was taken as any number; or measures
            are rounded first, and a range of them that is open was taken as a range after it.
        facts: what the score needs of every open fact, then, marked as hypothetical, of every other one.
        assessment: what it needs of items, cases, states or targets, for rows without a measure.
        reason: why nothing gives the score; None where something does.
    """

    points: Fraction
    maximum: Fraction
    attainable: IntervalSet
    attainable_given: IntervalSet
    is_given_exact: bool = True
    facts: tuple[ImpliedFact, ...] = field(default=())
    assessment: ImpliedAssessment | None = None
    reason: Message | None = None

    @property
    def is_possible(self) -> bool:
        """Whether the facts and findings as known leave the score possible."""
        return self.reason is None

    @property
    def nearest(self) -> tuple[Fraction, ...]:
        """The attainable points next below and above the score, where it is not attainable itself."""
        if self.is_attainable:
            return ()
        near = (self.attainable.nearest_at_most(self.points), self.attainable.nearest_at_least(self.points))
        return tuple(each for each in near if each is not None)


def implications(
    rubric: Rubric,
    evidence: Evidence,
    row: Indicator,
    points: Fraction,
    facts: Mapping[str, FactKnowledge],
    *,
    combined: bool = False,
) -> Iterator[Implication]:
    """
    Yield what a score implies, the reading in force first.

    Args:
        rubric: as it is read.
        evidence: checked against the rubric.
        row: the row as it is published.
        points: the score, in the row's own points.
        facts: what is known about the facts.
        combined: every combination of answers that do not clash, instead of one answer at a time.
    """
    given = row_input(rubric, evidence, row, facts)
    cell = claim_cell(rubric, points)
    for readings, read in row_combinations(rubric, row) if combined else _one_at_a_time(rubric, row):
        answers = tuple((each.question, each.id) for each in readings)
        plain = implied_reading(rubric, read, answers, points, given.maximum, facts)
        if read.measure is not None:
            yield _over_measure(given.with_row(read), plain, points, cell)
        else:
            yield _over_assessment(given.with_row(read), plain, points, cell)


def _one_at_a_time(rubric: Rubric, row: Indicator) -> Iterator[tuple[tuple[Reading, ...], Indicator]]:
    for reading, read in row_readings(rubric, row):
        yield (() if reading is None else (reading,)), read


def _over_assessment(given: RowInput, plain: Implied, points: Fraction, cell: IntervalSet) -> Implication:
    formula, found, maximum = given.row.formula, given.assessment, given.maximum
    reach = attainable(formula, maximum) if maximum else IntervalSet.points(0)
    wanted = _wanted(points, cell, reach)
    left = row_outcome(given).points
    parts: ImpliedAssessment | None = None
    if wanted and maximum and not isinstance(found, NotApplicable):
        match formula:
            case Checklist() | Nonconformities() | Options():
                parts = implied_parts(formula, found, wanted, maximum)
            case Targets():
                parts = implied_targets(formula, found, wanted, maximum)
            case _:
                parts = ImpliedAssessment()
    situation = Situation(given=given, points=points, attainable=reach, attainable_given=left, wanted=wanted)
    return _implication(plain, situation, is_possible=bool(wanted & left) and not situation.is_absent, assessment=parts)


def _implication(
    plain: Implied,
    situation: Situation,
    *,
    is_possible: bool,
    facts: tuple[ImpliedFact, ...] = (),
    assessment: ImpliedAssessment | None = None,
) -> Implication:
    return Implication(
        answers=plain.answers,
        is_attainable=bool(situation.wanted),
        measure=plain.measure,
        fact=plain.fact,
        values=plain.values,
        points=situation.points,
        maximum=situation.given.maximum,
        attainable=situation.attainable,
        attainable_given=situation.attainable_given,
        facts=facts,
        assessment=assessment,
        reason=None if is_possible else why_nothing(situation),
    )


def _wanted(points: Fraction, cell: IntervalSet, reach: IntervalSet) -> IntervalSet:
    """The score itself where it can be had, else what prints like it."""
    exactly = IntervalSet.points(points) & reach
    return exactly or cell & reach


def _over_measure(given: RowInput, plain: Implied, points: Fraction, cell: IntervalSet) -> Implication:
    row = _Row(given)
    reach = row.attainable
    wanted = _wanted(points, cell, reach)
    region = row.region(wanted)
    left = row.attainable_given
    situation = Situation(
        given=given,
        points=points,
        attainable=reach,
        attainable_given=left,
        wanted=wanted,
        system=row.system,
        region=region,
        region_undeclared=row.region(wanted, is_declared=False),
    )
    is_possible = bool(wanted) and not situation.is_absent and row.system.can_reach(region)
    printed = row.region(cell & reach)
    if wanted and not is_possible and not situation.is_absent and row.system.can_reach(printed):
        # What prints as the score is as good as the score: a review takes it as consistent too.
        is_possible, region = True, printed
        situation = evolve(situation, wanted=cell & reach, region=printed)
        plain = evolve(plain, measure=None if plain.measure is None else evolve(plain.measure, values=printed.ratios))
    if wanted and not is_possible and row.without_bounds().attainable_given == left:
        # Bounds that change nothing are not told among the reasons.
        situation = evolve(situation, is_bound_told=False)
    facts = tuple(row.implied_facts(region, is_possible=is_possible)) if wanted and not situation.is_absent else ()
    found = _implication(plain, situation, is_possible=is_possible, facts=facts)
    return evolve(found, is_given_exact=row.is_given_exact)


class _Row:
    """A row over a measure with everything that decides it, asked for points and for values of facts."""

    def __init__(self, given: RowInput) -> None:
        formula, measure = given.row.formula, given.row.measure
        assert measure is not None
        assert isinstance(formula, (Bands, DeductPerStep, Proportional))
        self.given = given
        self.measure: Measure = measure
        self.curve: Curve = curve_of(formula, given.maximum)
        self.domain = IntervalSet.of(measure.domain)
        self.system: FactSystem = fact_system(measure, given.facts)
        declared = declared_values(given) if self.system.open_facts else None
        self.declared = declared
        everything = self.curve.image(self.domain)
        self.over_zero = over_zero_points(measure, everything)
        level = measure.zero_over_zero
        self.zero_over_zero = None if level is None else self.curve.at(level)
        ruled = [self.over_zero, self.zero_over_zero] if measure.denominator else []
        self.attainable = everything | IntervalSet.points(*(each for each in ruled if each is not None))

    def without_bounds(self) -> _Row:
        """Return the row as it would be if nothing were known about its open facts."""
        facts = self.given.facts
        natural = {name: facts[name].definition.natural_range for name in self.system.open_facts}
        free = {name: evolve(facts[name], values=values) for name, values in natural.items()}
        return _Row(evolve(self.given, facts={**facts, **free}))

    def region(self, wanted: IntervalSet, *, is_declared: bool = True) -> Region:
        """Where the measure gives wanted points: before it is rounded, inside its domain, as it is declared."""
        values = self.curve.preimage(wanted)
        if self.given.rounding is not None:
            values = self.given.rounding.rounding.preimage(values)
        values &= self.domain
        has_rules = bool(self.measure.denominator)
        if is_declared and self.declared is not None:
            return Region(values & self.declared)
        return Region(
            values,
            over_zero=has_rules and self.over_zero in wanted,
            zero_over_zero=has_rules and self.zero_over_zero is not None and self.zero_over_zero in wanted,
        )

    def implied_facts(self, region: Region, *, is_possible: bool) -> Iterator[ImpliedFact]:
        """What the score needs of every open fact, then of every other one as if it were open."""
        open_facts = self.system.open_facts
        for name in open_facts:
            found = self._implied_fact(self.system, name, region)
            nothing = fact_span(self.given.facts[name].definition, EMPTY)
            yield found if is_possible else evolve(found, values=nothing, by_rule=nothing, is_exact=True)
        for name in self.measure.facts:
            natural = self.given.facts[name].definition.natural_range
            found = self._implied_fact(self.system.with_range(name, natural), name, region)
            is_bounded = name in open_facts and natural != self.system.ranges[name]
            if name not in open_facts or (is_bounded and not is_possible and found.values.values):
                yield evolve(found, is_hypothetical=True)

    def _implied_fact(self, system: FactSystem, name: str, region: Region) -> ImpliedFact:
        definition = self.given.facts[name].definition
        ruled = Region(over_zero=region.over_zero, zero_over_zero=region.zero_over_zero)
        # A declared measure is a number, so nothing was divided by zero.
        has_rules = bool(self.measure.denominator) and self.declared is None
        absent = Region(zero_over_zero=has_rules and self.zero_over_zero is None)
        possible = IntervalSet.of(system.ranges[name])
        values, is_exact = system.solved(name, region)
        return ImpliedFact(
            fact=name,
            values=fact_span(definition, values),
            by_rule=fact_span(definition, system.values(name, ruled)),
            not_applicable=fact_span(definition, system.values(name, absent)),
            possible=fact_span(definition, possible.integers() if name in system.counts else possible),
            is_exact=is_exact,
        )

    @property
    def is_given_exact(self) -> bool:
        """Whether no open count, and no range of rounded measures, was taken as any number."""
        if self.given.rounding is not None and not all(part.is_point for part in self.attainable_given):
            return False
        names = self.system.open_facts
        if not any(name in self.system.counts for name in names):
            return True
        return len(names) == 1 and are_few(self.given.facts[names[0]])

    @property
    def attainable_given(self) -> IntervalSet:
        """Every number of points that the facts leave, piece by piece of the curve."""
        if self.declared is not None:
            return row_outcome(self.given).points
        found: list[Interval] = []
        for piece in self.curve.pieces:
            values = IntervalSet.of(piece.interval)
            rounding = self.given.rounding
            values = (values if rounding is None else rounding.rounding.preimage(values)) & self.domain
            if self.system.can_reach(Region(values)):
                found.extend(self._points(values))
        points = IntervalSet(tuple(found))
        if self.measure.denominator and self.system.can_reach(Region(over_zero=True)):
            points |= IntervalSet.points(self.over_zero)
        if self.zero_over_zero is not None and self.system.can_reach(Region(zero_over_zero=True)):
            points |= IntervalSet.points(self.zero_over_zero)
        return points

    def _points(self, values: IntervalSet) -> IntervalSet:
        """The points of measures that lie in one piece of the curve and can be had."""
        facts, names = self.given.facts, self.system.open_facts
        if len(names) != 1:
            return curve_points(self.given, measured(self.measure, facts).values & values)
        (name,) = names
        within = self.system.values(name, Region(values))
        parts = ({**facts, name: evolve(facts[name], values=each)} for each in within)
        points = (curve_points(self.given, measured(self.measure, part).values & values) for part in parts)
        return IntervalSet(tuple(interval for each in points for interval in each))
