"""Facts along which rows change: staircases, stakes, and the distance of figures to the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from jixiao_core.errors import InvalidValueError
from jixiao_core.exact.intervals import Extended, Interval, IntervalSet
from jixiao_core.exact.quantities import Count, print_interval
from jixiao_core.exact.ratios import LinearRatio
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.scoring.detail import row_input
from jixiao_core.scoring.fact_lines import FactLine, FactStep, fact_line, measure_curve, staircase
from jixiao_core.scoring.fact_systems import Region, fact_system
from jixiao_core.scoring.figures import Known, Missing
from jixiao_core.scoring.knowledge import FactKnowledge
from jixiao_core.scoring.next_steps import Origin, Position, is_on_edge, position
from jixiao_core.scoring.prints import printed_values
from jixiao_core.scoring.rows import RowInput, curve_points
from jixiao_core.scoring.sensitivity import MeasureSensitivity, RowSensitivity, Sensitivity, State
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.span import Span, fact_span

__all__ = ["correction_entries", "counted_points", "fact_entries", "measure_entries", "spread"]

ZERO = Fraction(0)
NOTHING = IntervalSet(())


def spread(points: IntervalSet) -> Fraction:
    """Return the highest less the lowest points of a set; 0 where it is empty."""
    hull = points.hull()
    if hull is None:
        return ZERO
    assert isinstance(hull.low, Fraction)
    assert isinstance(hull.high, Fraction)
    return hull.high - hull.low


def counted_points(sheet: ScoreSheet, indicator_id: str) -> IntervalSet:
    """Return the possible points of a row as they count, before they are rounded."""
    points = sheet[indicator_id].possible
    if sheet.rubric.rounding_at("indicator") is None:
        return points
    outcome, weight = sheet.outcome(indicator_id), sheet.weight(indicator_id)
    points = outcome.points.times(weight)
    policy = sheet.rubric.policy(indicator_id)
    if outcome.may_not_apply and policy in ("full_points", "zero"):
        absent = sheet[indicator_id].maximum if policy == "full_points" else ZERO
        points |= IntervalSet.points(absent)
    return points


@frozen
class _Along:
    """One row along one fact: the line where every other fact is known and no measure is declared."""

    row: Indicator
    possible: IntervalSet
    weight: Fraction
    line: FactLine | None
    open_with: tuple[str, ...]
    is_declared: bool


def fact_entries(sheet: ScoreSheet, rows: Sequence[Indicator]) -> Iterator[Sensitivity]:
    """Yield an entry for every fact of the measures, in printed order of the rows that use them."""
    measured = [row for row in rows if row.measure is not None]
    names = dict.fromkeys(name for row in measured if row.measure for name in row.measure.facts)
    for name in names:
        yield _entry(sheet, name, [row for row in measured if row.measure and name in row.measure.facts])


def _along(sheet: ScoreSheet, row: Indicator, name: str) -> _Along:
    facts = sheet.detail.facts
    assert row.measure is not None
    open_facts = [each for each in row.measure.facts if not facts[each].is_known]
    is_declared = bool(open_facts) and not isinstance(dict(sheet.evidence.measures).get(row.id, Missing()), Missing)
    given = row_input(sheet.rubric, sheet.evidence, row, facts)
    return _Along(
        row=row,
        possible=counted_points(sheet, row.id),
        weight=sheet.weight(row.id),
        line=None if is_declared else _line(given, row, name),
        open_with=tuple(each for each in open_facts if each != name),
        is_declared=is_declared,
    )


def _line(given: RowInput, row: Indicator, name: str) -> FactLine | None:
    try:
        return fact_line(row, given.maximum, name, given.facts, given.rounding)
    except InvalidValueError:
        # Rounding cuts the curve into more pieces than anybody would read.
        return None


def _entry(sheet: ScoreSheet, name: str, rows: Sequence[Indicator]) -> Sensitivity:
    fact = sheet.detail.facts[name]
    along = [_along(sheet, row, name) for row in rows]
    natural = _joint_steps(along, fact, fact.definition.natural_range)
    steps = natural if fact.is_known else _joint_steps(along, fact, fact.values)
    at_stake, is_tight = _stake(fact, along, steps)
    figure = _printed(fact)
    return Sensitivity(
        kind="fact",
        id=name,
        label=fact.definition.label,
        state=_state(fact),
        at_stake=at_stake,
        is_tight=is_tight,
        rows=tuple(_row(fact, each) for each in along),
        possible=fact_span(fact.definition, IntervalSet.of(fact.values)),
        steps=steps,
        positions=tuple(_positions(fact, natural, along)),
        is_on_edge=fact.is_known and not fact.is_count and is_on_edge(natural, fact.value),
        printed=NOTHING if figure is None else _points(_joint_steps(along, fact, figure)),
    )


def _state(fact: FactKnowledge) -> State:
    if fact.is_known:
        return "known" if fact.assumed is None else "assumed"
    return "unknown" if fact.values == fact.definition.natural_range else "bounded"


def _joint_steps(along: Sequence[_Along], fact: FactKnowledge, values: Interval) -> tuple[FactStep, ...]:
    """The sum of the rows along the fact; nothing where one of them has no line, or the sum would bend."""
    lines = [(each.line, each.weight) for each in along if each.line is not None]
    if len(lines) < len(along) or (len(lines) > 1 and not all(line.is_linear for line, _ in lines)):
        return ()
    return staircase(lines, values, is_count=fact.is_count)


def _points(steps: Sequence[FactStep]) -> IntervalSet:
    return IntervalSet(tuple(part for step in steps for part in step.points))


def _stake(fact: FactKnowledge, along: Sequence[_Along], steps: Sequence[FactStep]) -> tuple[Fraction, bool]:
    if fact.is_known:
        return ZERO, True
    if steps and all(step.points for step in steps):
        return spread(_points(steps)), True
    spreads = [spread(each.possible) for each in along]
    return sum(spreads, ZERO), sum(each > 0 for each in spreads) <= 1


def _row(fact: FactKnowledge, along: _Along) -> RowSensitivity:
    values = fact.definition.natural_range if fact.is_known else fact.values
    return RowSensitivity(
        id=along.row.id,
        at_stake=ZERO if fact.is_known else spread(along.possible),
        steps=_joint_steps([along], fact, values),
        open_with=along.open_with,
        is_declared=along.is_declared,
    )


def _positions(fact: FactKnowledge, steps: Sequence[FactStep], along: Sequence[_Along]) -> Iterator[Position]:
    """The figure, or each end that something is known about; the ends of what is natural tell nothing."""
    if fact.is_known:
        places: list[tuple[Extended, Origin]] = [(fact.value, "given" if fact.assumed is None else "assumed")]
    else:
        natural, values = fact.definition.natural_range, IntervalSet.of(fact.values)
        tight = (values.integers() if fact.is_count else values).hull() or fact.values
        bounds: list[tuple[Extended, Extended, Origin]] = [
            (tight.low, natural.low, "low"),
            (tight.high, natural.high, "high"),
        ]
        places = [(end, origin) for end, whole, origin in bounds if end != whole]

    def at(value: Fraction) -> IntervalSet:
        lines = [(each.line, each.weight) for each in along if each.line is not None]
        return _points(staircase(lines, Interval.point(value)))

    for end, origin in places:
        found = position(steps, end, origin, at) if isinstance(end, Fraction) else None
        if found is not None:
            yield found


def _printed(fact: FactKnowledge) -> Interval | None:
    """What the print of a known figure stands for; counts are exact."""
    if not isinstance(fact.figure, Known) or isinstance(fact.figure.value, Count):
        return None
    return (IntervalSet.of(print_interval(fact.figure.value)) & IntervalSet.of(fact.definition.natural_range)).hull()


def correction_entries(sheet: ScoreSheet, rows: Sequence[Indicator]) -> Iterator[Sensitivity]:
    """Yield an entry for every row whose figures cannot be right: corrected, they may bring any of its points."""
    for row in rows:
        if row.measure is not None and sheet.outcome(row.id).status == "invalid":
            at_stake = spread(counted_points(sheet, row.id))
            yield Sensitivity(
                kind="correction",
                id=row.id,
                label=row.label,
                row=row.id,
                state="known",
                at_stake=at_stake,
                rows=(RowSensitivity(id=row.id, at_stake=at_stake),),
            )


def measure_entries(sheet: ScoreSheet, rows: Sequence[Indicator]) -> Iterator[MeasureSensitivity]:
    """Yield every row over a measure along that measure."""
    for row in rows:
        if row.measure is not None:
            yield _measure_entry(sheet, row, row.measure)


def _measure_entry(sheet: ScoreSheet, row: Indicator, measure: Measure) -> MeasureSensitivity:
    given, weight = row_input(sheet.rubric, sheet.evidence, row, sheet.detail.facts), sheet.weight(row.id)
    node = sheet[row.id]
    values = node.values or NOTHING
    line = _measure_line(given, row, measure)
    lines = [] if line is None else [(line, weight)]
    steps = staircase(lines, measure.domain) if lines else ()
    hull = values.hull()
    settled = hull.low if hull is not None and hull.is_point and isinstance(hull.low, Fraction) else None
    printed = printed_values(given, measure) & IntervalSet.of(measure.domain)

    def at(value: Fraction) -> IntervalSet:
        return _points(staircase(lines, Interval.point(value)))

    places = tuple(_measure_places(hull, measure.domain))
    reached = [step for step in steps if _is_reached(given, measure, step, places)]
    found = (position(reached, end, origin, at) for end, origin in places)
    return MeasureSensitivity(
        id=row.id,
        values=Span(values, "rate" if measure.denominator else "number"),
        steps=steps,
        positions=tuple(each for each in found if each is not None),
        is_on_edge=settled is not None and is_on_edge(steps, settled),
        printed=curve_points(given, printed).times(weight) if node.is_settled and printed else NOTHING,
    )


def _is_reached(given: RowInput, measure: Measure, step: FactStep, places: Sequence[tuple[Fraction, Origin]]) -> bool:
    """Whether a step holds a place, or a change of a figure reaches it: ratios of counts leave steps out."""
    if any(step.values.contains(place) for place, _ in places):
        return True
    facts = given.facts
    if not all(facts[name].is_count for name in measure.facts):
        return True
    system = fact_system(measure, facts)
    values = IntervalSet.of(step.values)
    region = Region(values if given.rounding is None else given.rounding.rounding.preimage(values))
    # Where facts are open they may change, the known ones do not; else one after the other may.
    natural = {name: facts[name].definition.natural_range for name in measure.facts}
    free = [system.open_facts] if system.open_facts else [(name,) for name in measure.facts]
    ways = (evolve(system, ranges={**system.ranges, **{name: natural[name] for name in names}}) for names in free)
    return any(way.can_reach(region) for way in ways)


def _measure_line(given: RowInput, row: Indicator, measure: Measure) -> FactLine | None:
    """The row along its own measure: the measure as if it were a fact."""
    try:
        curve = measure_curve(row, given.maximum, given.rounding)
    except InvalidValueError:
        # Rounding cuts the curve into more pieces than anybody would read.
        return None
    assert curve is not None
    itself = Measure(numerator=(Term(measure.facts[0]),), domain=measure.domain)
    ratio = LinearRatio(ZERO, Fraction(1))
    return FactLine(curve=curve, measure=itself, ratio=ratio, over_zero=ZERO, zero_over_zero=None)


def _measure_places(hull: Interval | None, domain: Interval) -> Iterator[tuple[Fraction, Origin]]:
    """The measure where it is settled, else the ends of what is known that lie inside of the domain."""
    if hull is None:
        return
    if hull.is_point and isinstance(hull.low, Fraction):
        yield hull.low, "given"
        return
    # An end that is not reached is no measure that may be.
    ends: tuple[tuple[Extended, bool, Origin], ...] = (
        (hull.low, hull.low_open, "low"),
        (hull.high, hull.high_open, "high"),
    )
    for end, is_open, origin in ends:
        if isinstance(end, Fraction) and not is_open and domain.low < end < domain.high:
            yield end, origin
