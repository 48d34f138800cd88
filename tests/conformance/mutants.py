"""
Mutants of a row: what somebody who builds the table again gets wrong, one slip at a time.

Nothing here knows how vectors are made. `equivalent` says whether a mutant behaves like the original everywhere: curves
by their exact difference inside of the domain, everything else by comparing what can be found out.
"""

from fractions import Fraction
from functools import lru_cache
from itertools import product
from types import SimpleNamespace

import oracle
from attrs import evolve

from jixiao_core.errors import JixiaoError
from jixiao_core.exact.intervals import INF, NEG_INF, Interval, IntervalSet
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.formula_checks import formula_problems
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.lowering import curve_of
from jixiao_core.scoring.assessments import Cases, CasesFound, ChecklistAssessment, ItemFinding

TINY = Fraction(1, 10**7)
SHIFTS = (TINY, -TINY, Fraction(1, 100), Fraction(-1, 100), Fraction(1, 7), Fraction(-1, 7))
POINTS = (Fraction(1, 1000), Fraction(-1, 1000), Fraction(1, 2), Fraction(-1, 2))
FLIPPED = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}
CURVES = (Bands, DeductPerStep, Proportional)


def mutants(row, maximum):
    """Every mutant (name, row) whose formula a rubric would accept."""
    for name, formula in formula_mutants(row.formula):
        if formula != row.formula and not list(formula_problems(formula, maximum)):
            yield name, evolve(row, formula=formula)
    if row.measure is not None:
        for name, measure in measure_mutants(row.measure):
            if measure != row.measure:
                yield name, evolve(row, measure=measure)


def moved(value, name, shifts=SHIFTS):
    """A formula with one of its numbers moved."""
    number = getattr(value, name)
    if number is not None:
        for shift in shifts:
            yield f"{name} by {shift}", evolve(value, **{name: number + shift})


def other_words(value, name, words):
    for word in words:
        if word != getattr(value, name):
            yield f"{name} {word}", evolve(value, **{name: word})


def in_list(value, name, changes):
    """The changes of one part of a list, and the list without it."""
    parts = getattr(value, name)
    for place, part in enumerate(parts):
        before, after = parts[:place], parts[place + 1 :]
        yield f"{name}[{place}] dropped", evolve(value, **{name: (*before, *after)})
        for change, changed in changes(part):
            yield f"{name}[{place}].{change}", evolve(value, **{name: (*before, changed, *after)})


def formula_mutants(formula):
    match formula:
        case Bands():
            yield from in_list(formula, "bands", band_mutants)
            yield from moved(formula, "otherwise", POINTS)
        case DeductPerStep():
            for name in ("standard", "zero_beyond"):
                yield from moved(formula, name)
            yield from moved(formula, "step", (TINY, -TINY, formula.step, -formula.step / 2))
            yield from moved(formula, "deduct", (*POINTS, formula.deduct))
            yield from other_words(formula, "part_step", ("ignore", "count", "proportional"))
            yield from other_words(formula, "side", ("above", "below", "either"))
            yield "zero_beyond dropped", evolve(formula, zero_beyond=None)
            for steps in (2, Fraction(7, 2)):
                distance = steps * formula.step
                edge = {"above": formula.standard + distance, "below": formula.standard - distance, "either": distance}
                yield f"zero_beyond after {steps}", evolve(formula, zero_beyond=edge[formula.side])
        case Proportional():
            for name in ("full_at", "zero_at", "zero_beyond", "zero_from"):
                yield from moved(formula, name)
            for name in ("cap", "floor"):
                yield from moved(formula, name, POINTS)
            yield "cap dropped", evolve(formula, cap=None)
            yield "cap 1", evolve(formula, cap=Fraction(1))
            yield "floor dropped", evolve(formula, floor=Fraction(0))
            yield "edge flipped", evolve(formula, zero_beyond=formula.zero_from, zero_from=formula.zero_beyond)
            yield "edge dropped", evolve(formula, zero_beyond=None, zero_from=None)
        case Checklist():
            yield from in_list(formula, "items", item_mutants)
            yield "partial_credit", evolve(formula, partial_credit=not formula.partial_credit)
        case Nonconformities():
            yield from in_list(formula, "conditions", condition_mutants)
            yield from other_words(formula, "per", ("case", "condition"))
        case Options():
            yield from in_list(formula, "options", option_mutants)
        case Targets():
            yield from other_words(formula, "over_achievement", ("cap", "explain", "reduce", "zero"))
            yield from other_words(formula, "key_target", ("as_others", "zero_row"))
            yield from moved(formula, "over_threshold")


def band_mutants(band):
    yield from moved(band, "points", POINTS)
    for name, level in band.edges:
        yield from moved(band, name)
        yield f"{name} flipped", evolve(band, **{name: None, FLIPPED[name]: level})


def item_mutants(item):
    yield from moved(item, "points", POINTS)
    for name in item.requires:
        yield f"requires {name} dropped", evolve(item, requires=tuple(each for each in item.requires if each != name))


def condition_mutants(condition):
    for name in ("deduct", "deduct_low", "deduct_high"):
        yield from moved(condition, name, POINTS)


def option_mutants(option):
    for name in ("points", "low", "high"):
        yield from moved(option, name, POINTS)
    if option.low is not None:
        yield "low_open", evolve(option, low_open=not option.low_open)
        yield "high_open", evolve(option, high_open=not option.high_open)


def measure_mutants(measure):
    for name in ("numerator", "denominator"):
        terms = getattr(measure, name)
        for place, term in enumerate(terms):
            before, after = terms[:place], terms[place + 1 :]
            for times in (-term.times, term.times * 2, term.times + Fraction(1, 2)):
                changed = (*before, Term(term.fact, times), *after)
                yield f"{name}[{place}] {times}", evolve(measure, **{name: changed})
            if before or after:
                yield f"{name}[{place}] dropped", evolve(measure, **{name: (*before, *after)})
    if measure.denominator:
        yield "inverted", evolve(measure, numerator=measure.denominator, denominator=measure.numerator)
    yield "absolute", evolve(measure, absolute=not measure.absolute)
    yield from other_words(measure, "over_zero", ("worst", "best"))
    for value in (None, Fraction(0), Fraction(1), Fraction(3)):
        yield f"zero_over_zero {value}", evolve(measure, zero_over_zero=value)
    for domain in domain_mutants(measure.domain):
        yield f"domain {domain}", evolve(measure, domain=domain)


def domain_mutants(domain):
    """Ends moved, left out or taken in, and gone."""
    low, high = domain.low, domain.high
    changes = [(low, high, not domain.low_open, domain.high_open), (low, high, domain.low_open, not domain.high_open)]
    changes += [(NEG_INF, high, True, domain.high_open), (low, INF, domain.low_open, True)]
    for shift in SHIFTS:
        if isinstance(low, Fraction):
            changes.append((low + shift, high, domain.low_open, domain.high_open))
        if isinstance(high, Fraction):
            changes.append((low, high + shift, domain.low_open, domain.high_open))
    for low_end, high_end, low_open, high_open in changes:
        low_out = low_open or low_end is NEG_INF
        high_out = high_open or high_end is INF
        try:
            yield Interval(low_end, high_end, low_out, high_out)
        except JixiaoError:
            continue


# Equivalence


def equivalent(rubric, row, mutant, maximum):
    """Whether nothing that can be found out tells the mutant from the row."""
    if row.measure != mutant.measure:
        return row.measure.domain == mutant.measure.domain and same_by_facts(rubric, row, mutant, maximum)
    match row.formula:
        case Bands() | DeductPerStep() | Proportional():
            return same_curve(rubric, row, mutant, maximum)
        case Checklist():
            return same_checklist(row.formula, mutant.formula)
        case Nonconformities():
            return same_conditions(row.formula, mutant.formula, maximum)
        case Options():
            return row.formula == mutant.formula
        case Targets():
            return same_targets(row.formula, mutant.formula)


def same_curve(rubric, row, mutant, maximum):
    one, two = (curve_of(each.formula, maximum) for each in (row, mutant))
    difference = one.differs(two) & IntervalSet.of(row.measure.domain)
    nothing = row.measure.zero_over_zero if row.measure.denominator else None
    if nothing is not None and one.at(nothing) != two.at(nothing):
        return False
    step = rubric.rounding_at("measure")
    if step is None:
        return not difference
    reached = step.rounding.image(IntervalSet.of(row.measure.domain)).hull()
    lattice = (step.quantum * number for number in range(-2000, 3000))
    return all(one.at(value) == two.at(value) for value in lattice if reached.contains(value))


def amounts(definition, count):
    numbers = [0, 1, 2, 3, 7, 10, 11, 50, 99, 100, 101][: 11 if count < 3 else 6 if count == 3 else 4]
    if definition.may_be_negative:
        numbers = [*numbers, -1, -7, -100]
    return [Fraction(number) for number in numbers]


def same_by_facts(rubric, row, mutant, maximum):
    """Small whole numbers of every fact; the naive interpreter on both."""
    names = tuple(dict.fromkeys((*row.measure.facts, *mutant.measure.facts)))
    for values in product(*(amounts(rubric.fact(name), len(names)) for name in names)):
        facts = dict(zip(names, values, strict=True))
        if by_facts(rubric, row, facts, maximum) != by_facts(rubric, mutant, facts, maximum):
            return False
    return True


@lru_cache(maxsize=4096)
def least_and_most(formula, measure, maximum):
    row = SimpleNamespace(formula=formula, measure=measure)
    points = oracle.Oracle.everywhere(None, row, maximum)
    return min(points), max(points)


class Naive(oracle.Oracle):
    """The naive interpreter for one row; it remembers what a row can score anywhere."""

    def everywhere(self, row, maximum):
        return least_and_most(row.formula, row.measure, maximum)


def by_facts(rubric, row, facts, maximum):
    """Points by the naive interpreter; None where a measure makes no sense, ABSENT where the row does not apply."""
    naive = Naive.__new__(Naive)
    naive.rubric, naive.facts = rubric, facts
    naive.step = {step.at: step for step in rubric.rounding}
    return naive.measured(row, maximum)


def states(formula):
    for parts in product((0, Fraction(1, 2), 1), repeat=len(formula.items)):
        yield ChecklistAssessment(
            items=tuple(
                ItemFinding(item=item.id, met=bool(part))
                if part in (0, 1)
                else ItemFinding(item=item.id, points=item.points * part, reason="部分做到")
                for item, part in zip(formula.items, parts, strict=True)
            )
        )


def same_checklist(one, two):
    if [item.id for item in one.items] != [item.id for item in two.items]:
        return False
    return all(oracle.checklist(one, found) == oracle.checklist(two, found) for found in states(one))


def same_conditions(one, two, maximum):
    ranges = [
        [(each.id, each.deduct_low, each.deduct_high, each.is_range) for each in formula.conditions]
        for formula in (one, two)
    ]
    if ranges[0] != ranges[1]:
        return False
    middle = {each.id: (each.deduct_low + each.deduct_high) / 2 for each in one.conditions if each.is_range}
    for counts in product(range(4), repeat=len(one.conditions)):
        found = CasesFound(
            cases=tuple(
                Cases(condition=each.id, count=count, deduct=middle.get(each.id), reason="见资料")
                for each, count in zip(one.conditions, counts, strict=True)
            )
        )
        if non_conforming(one, found, maximum) != non_conforming(two, found, maximum):
            return False
    return True


def non_conforming(formula, found, maximum):
    lost = sum(oracle.Oracle.cost(None, formula, condition, found) for condition in formula.conditions)
    return max(maximum - lost, Fraction(0))


def same_targets(one, two):
    if one.key_target != two.key_target:
        return False
    edges = {Fraction(1), one.over_threshold, two.over_threshold}
    near = {edge + by for edge in edges for by in (0, TINY / 9, -TINY / 9, 1, Fraction(1, 3))}
    rates = near | {Fraction(number, 20) for number in range(100)}
    return all(oracle.share(one, rate) == oracle.share(two, rate) for rate in rates)
