"""What a score implies about items, conditions, states and targets: the combinations that give exactly these points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice
from typing import Literal

from attrs import evolve, field, frozen

from jixiao_core.exact.intervals import INF, Interval, IntervalSet
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import Checklist, ChecklistItem, Condition, Nonconformities, Options
from jixiao_core.rubrics.lowering import capped, deduction_range, option_points
from jixiao_core.scoring.assessments import Assessment, Cases, CasesFound, ChecklistAssessment, OptionChosen
from jixiao_core.scoring.rows import item_points
from jixiao_core.scoring.span import Span

__all__ = ["MAX_COMBINATIONS", "ImpliedAssessment", "ImpliedPart", "PartState", "implied_parts"]

ZERO = Fraction(0)
MAX_COMBINATIONS = 200
"""So many combinations are listed; beyond, the list says that it is not complete."""
MAX_VISITED = 20_000


@frozen(kw_only=True)
class PartState:
    """
    How one item, condition or state stands in a combination.

    Attributes:
        id: the item, condition or option.
        state: an item scores in full, in part or nothing; a condition occurs so many times; an option holds.
        count: how many times a condition occurs; 0 for everything else.
        points: what it scores there, for a condition what is deducted for it.
    """

    id: str
    state: Literal["full", "part", "none", "cases", "holds"]
    count: int = 0
    points: IntervalSet


@frozen(kw_only=True)
class ImpliedPart:
    """
    What a score implies about one item, condition, state or target.

    Attributes:
        id: its id; for a target its place in the list, from 0.
        label: its words.
        is_found: whether the evidence says already how it stands.
        states: the states in which it stands in at least one combination; one of them: in every combination.
        values: the counts of a condition, or the completion rates of a target, that are possible.
        figures: the actual figures of a target that are possible, where the target figure is known.
    """

    id: str
    label: Text
    is_found: bool = False
    states: tuple[str, ...] = ()
    values: Span | None = None
    figures: Span | None = None


@frozen(kw_only=True)
class ImpliedAssessment:
    """
    What a score implies about an assessment.

    Attributes:
        parts: the items, conditions, states or targets.
        combinations: every way to get exactly these points; for no points at all only those without needless cases.
        is_complete: whether all combinations are listed; if not, the states of the parts are those of the listed.
        mean: the weighted mean of completion rates that is needed, for targets.
    """

    parts: tuple[ImpliedPart, ...] = ()
    combinations: tuple[tuple[PartState, ...], ...] = field(default=())
    is_complete: bool = True
    mean: Span | None = None


def implied_parts(
    formula: Checklist | Nonconformities | Options, found: Assessment | None, wanted: IntervalSet, maximum: Fraction
) -> ImpliedAssessment:
    """
    Return the combinations of items, cases or states with which a row scores one of the wanted points.

    Args:
        formula: the criterion.
        found: what was found already; it stays.
        wanted: the points.
        maximum: the points of the row.
    """
    search = _Search()
    match formula:
        case Checklist():
            stated = found.items if isinstance(found, ChecklistAssessment) else ()
            decided = {each.item: points for each in stated if (points := item_points(formula, each)) is not None}
            ways = _checklist_ways(formula, decided, wanted, maximum, search)
            labels = {item.id: item.label for item in formula.items}
        case Nonconformities():
            cases = {each.condition: each for each in found.cases} if isinstance(found, CasesFound) else {}
            decided = {name: ZERO for name, case in cases.items() if case.count is not None}
            ways = _case_ways(formula, cases, wanted, maximum, search)
            labels = {condition.id: condition.label for condition in formula.conditions}
        case Options():
            chosen = found if isinstance(found, OptionChosen) else None
            decided = {chosen.option: ZERO} if chosen else {}
            ways = _option_ways(formula, chosen, wanted, maximum)
            labels = {option.id: option.label for option in formula.options}
    combinations = tuple(islice(ways, MAX_COMBINATIONS + 1))
    listed = tuple(sorted(combinations[:MAX_COMBINATIONS], key=_fewest_cases))
    return ImpliedAssessment(
        parts=tuple(_part(name, label, listed, is_found=name in decided) for name, label in labels.items()),
        combinations=listed,
        is_complete=len(combinations) == len(listed) and search.left > 0,
    )


def _fewest_cases(combination: tuple[PartState, ...]) -> tuple[int, tuple[int, ...]]:
    """Few cases before many, those of earlier conditions first; the order of items and states stays."""
    counts = [each.count for each in combination]
    return sum(counts), tuple(-count for count in counts)


def _part(name: str, label: Text, combinations: tuple[tuple[PartState, ...], ...], *, is_found: bool) -> ImpliedPart:
    states = [each for combination in combinations for each in combination if each.id == name]
    counts = [each.count for each in states if each.state == "cases"]
    return ImpliedPart(
        id=name,
        label=label,
        is_found=is_found,
        states=tuple(dict.fromkeys(each.state for each in states)),
        values=Span(IntervalSet.points(*counts), "count") if counts else None,
    )


class _Search:
    """Counts down what a search may still look at; at nothing it was cut off."""

    def __init__(self) -> None:
        self.left = MAX_VISITED

    def goes_on(self) -> bool:
        self.left -= 1
        return self.left > 0


# Checklists.


def _checklist_ways(
    formula: Checklist, decided: Mapping[str, Fraction], wanted: IntervalSet, maximum: Fraction, search: _Search
) -> Iterator[tuple[PartState, ...]]:
    """Every state of the items whose sum, cut to the maximum, is wanted."""
    sums = wanted | IntervalSet.of(Interval.at_least(maximum)) if maximum in wanted else wanted
    order = tuple(_in_order(formula.items))
    for states in _item_states(formula, order, decided, {}, sums, search):
        yield _with_parts(states, sums, order=tuple(item.id for item in formula.items))


def _in_order(items: tuple[ChecklistItem, ...]) -> Iterator[ChecklistItem]:
    """Items after those that they require."""
    waiting, done = list(items), set[str]()
    while waiting:
        ready = next(item for item in waiting if done.issuperset(item.requires))
        waiting.remove(ready)
        done.add(ready.id)
        yield ready


def _item_states(
    formula: Checklist,
    rest: tuple[ChecklistItem, ...],
    decided: Mapping[str, Fraction],
    states: dict[str, PartState],
    sums: IntervalSet,
    search: _Search,
) -> Iterator[dict[str, PartState]]:
    total = _total(each.points for each in states.values())
    most = total.plus(IntervalSet.of(Interval(ZERO, sum((item.points for item in rest), ZERO))))
    if not search.goes_on() or not most & sums:
        return
    if not rest:
        yield states
        return
    item, *later = rest
    is_blocked = any(states[name].state != "full" for name in item.requires)
    for state in _states_of(item, decided.get(item.id), is_blocked=is_blocked, partial=formula.partial_credit):
        yield from _item_states(formula, tuple(later), decided, {**states, item.id: state}, sums, search)


def _states_of(item: ChecklistItem, points: Fraction | None, *, is_blocked: bool, partial: bool) -> Iterator[PartState]:
    nothing = PartState(id=item.id, state="none", points=IntervalSet.points(ZERO))
    if is_blocked or points == 0:
        yield nothing
    elif points is not None:
        state: Literal["full", "part"] = "full" if points == item.points else "part"
        yield PartState(id=item.id, state=state, points=IntervalSet.points(points))
    else:
        yield PartState(id=item.id, state="full", points=IntervalSet.points(item.points))
        if partial:
            yield PartState(id=item.id, state="part", points=IntervalSet.of(Interval.open(ZERO, item.points)))
        yield nothing


def _total(parts: Iterator[IntervalSet]) -> IntervalSet:
    total = IntervalSet.points(ZERO)
    for part in parts:
        total = total.plus(part)
    return total


def _with_parts(states: Mapping[str, PartState], sums: IntervalSet, *, order: tuple[str, ...]) -> tuple[PartState, ...]:
    """The states with their points cut to what the others leave for the sum."""
    cut = []
    for name in order:
        others = _total(each.points for other, each in states.items() if other != name)
        left = sums.plus(others.times(Fraction(-1)))
        cut.append(evolve(states[name], points=states[name].points & left))
    return tuple(cut)


# Cases.


def _case_ways(
    formula: Nonconformities, cases: Mapping[str, Cases], wanted: IntervalSet, maximum: Fraction, search: _Search
) -> Iterator[tuple[PartState, ...]]:
    """Every number of cases whose deductions leave wanted points."""
    sums = wanted.times(Fraction(-1)).shift(maximum)
    if ZERO in wanted:
        sums |= IntervalSet.of(Interval(maximum, INF))
    for states in _case_states(formula, formula.conditions, cases, {}, sums, maximum, search):
        if _needs_all(formula, cases, states, maximum):
            yield _with_parts(states, sums, order=tuple(condition.id for condition in formula.conditions))


def _case_states(
    formula: Nonconformities,
    rest: tuple[Condition, ...],
    cases: Mapping[str, Cases],
    states: dict[str, PartState],
    sums: IntervalSet,
    maximum: Fraction,
    search: _Search,
) -> Iterator[dict[str, PartState]]:
    total = _total(each.points for each in states.values())
    if not search.goes_on() or not total.plus(IntervalSet.of(Interval.at_least(0))) & sums:
        return
    if not rest:
        if total & sums:
            yield states
        return
    condition, *later = rest
    stated = cases.get(condition.id)
    for count in _counts(formula, condition, stated, maximum):
        state = _cases_state(formula, condition, stated, count)
        yield from _case_states(formula, tuple(later), cases, {**states, condition.id: state}, sums, maximum, search)


def _counts(formula: Nonconformities, condition: Condition, stated: Cases | None, maximum: Fraction) -> range:
    if stated is not None and stated.count is not None:
        return range(stated.count, stated.count + 1)
    if formula.per == "condition":
        return range(2)
    least = deduction_range(condition).low
    assert isinstance(least, Fraction)
    return range(int(-(-maximum // least)) + 1)


def _cases_state(formula: Nonconformities, condition: Condition, stated: Cases | None, count: int) -> PartState:
    cost = deduction_range(condition)
    if stated is not None and stated.deduct is not None:
        cost = Interval.point(stated.deduct)
    times = min(count, 1) if formula.per == "condition" else count
    return PartState(id=condition.id, state="cases", count=count, points=IntervalSet.of(cost).times(Fraction(times)))


def _needs_all(
    formula: Nonconformities, cases: Mapping[str, Cases], states: Mapping[str, PartState], maximum: Fraction
) -> bool:
    """Whether nothing is left already without any one of the open cases; if so, that case is needless."""
    for condition in formula.conditions:
        state, stated = states[condition.id], cases.get(condition.id)
        if state.count == 0 or (stated is not None and stated.count is not None):
            continue
        fewer = {**states, condition.id: _cases_state(formula, condition, stated, state.count - 1)}
        least = _total(each.points for each in fewer.values()).hull()
        if least is not None and least.low >= maximum:
            return False
    return True


# Options.


def _option_ways(
    formula: Options, chosen: OptionChosen | None, wanted: IntervalSet, maximum: Fraction
) -> Iterator[tuple[PartState, ...]]:
    for option in formula.options:
        if chosen is not None and option.id != chosen.option:
            continue
        stated = chosen.points if chosen is not None else None
        points = capped(option_points(option) if stated is None else IntervalSet.points(stated), maximum) & wanted
        if points:
            yield (PartState(id=option.id, state="holds", points=points),)
