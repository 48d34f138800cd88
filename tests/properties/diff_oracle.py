"""
Whether two rows score otherwise, by trying: the naive interpreter on a grid of facts and findings.

It knows nothing of curves, interval sets and of the code that compares rubrics.
"""

from fractions import Fraction
from itertools import product

import oracle

from jixiao_core.exact.quantities import Rate
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.scoring.assessments import ChecklistAssessment, ItemFinding, TargetRow, TargetsAssessment

CURVES = (Bands, DeductPerStep, Proportional)
FACTS = ("staff", "posts", "spent", "budget", "returned")
TINY = Fraction(1, 10**7)


def interpreter(rubric, facts):
    """The naive interpreter with facts only; figures may be any numbers."""
    found = object.__new__(oracle.Oracle)
    found.rubric, found.facts = rubric, facts
    found.step = {step.at: step for step in rubric.rounding}
    return found


def at_facts(rubric, row, facts):
    """Points, ABSENT, or None where the measure makes no sense."""
    found = interpreter(rubric, {**dict.fromkeys(FACTS, Fraction(0)), **facts})
    return found.measured(row, found.maximum(row))


def values(rubric, row):
    """Measures at which the points of a row may change, and others between them."""
    formula = row.formula
    edges = {Fraction(0), Fraction(1), *map(Fraction, oracle.edges_of(formula))}
    if isinstance(formula, DeductPerStep):
        steps = [formula.step * count for count in range(24)]
        edges |= {formula.standard + step for step in steps} | {formula.standard - step for step in steps}
        if formula.zero_beyond is not None:
            edges |= {
                formula.zero_beyond,
                formula.standard + formula.zero_beyond,
                formula.standard - formula.zero_beyond,
            }
    step = next((each for each in rubric.rounding if each.at == "measure"), None)
    if step is not None:
        edges |= {edge + step.quantum * part / 2 for edge in edges for part in (-2, -1, 1, 2)}
    near = {edge + by for edge in edges for by in (-TINY, 0, TINY)}
    return sorted(near | {Fraction(number, 30) for number in range(-45, 130)})


def facts_for(measure, value):
    """Facts that give a measure a value; none where they cannot, or where counts would not be whole."""
    top = measure.numerator[0].fact
    if not measure.denominator:
        count = value / measure.numerator[0].times
        return {top: count} if count >= 0 and count.denominator == 1 else None
    base = measure.denominator[0].fact
    rest = measure.numerator[1].fact if len(measure.numerator) > 1 else ""
    if rest == top:
        return {base: Fraction(1), top: Fraction(1)} if value == 0 and top != base else None
    scale = measure.numerator[0].times / measure.denominator[0].times
    wanted = value / scale
    if rest == base:
        return {base: Fraction(1), top: wanted + 1} if wanted >= -1 else None
    if wanted >= 0:
        return {base: Fraction(1), top: wanted}
    return {base: Fraction(1), rest: -wanted} if rest else None


def situations(rubrics, rows):
    """Facts at and beside every value where one of the rows may change, divisions by zero, and small whole facts."""
    for rubric, row in zip(rubrics, rows, strict=True):
        for measure in {row.measure: None, rows[0].measure: None, rows[1].measure: None}:
            for value in values(rubric, row):
                facts = facts_for(measure, value)
                if facts is not None:
                    yield facts
    if rows[0].measure != rows[1].measure:
        for sizes in product((0, 1, 2, 5), repeat=len(FACTS)):
            yield dict(zip(FACTS, map(Fraction, sizes), strict=True))
    for name in FACTS:
        yield {name: Fraction(1)}
    yield {}


def measured_differ(rubrics, rows):
    return any(
        at_facts(rubrics[0], rows[0], facts) != at_facts(rubrics[1], rows[1], facts)
        for facts in situations(rubrics, rows)
    )


def assessed_differ(rubrics, rows):
    """The same for rows that a person assesses, over every finding of a grid."""
    maxima = [interpreter(rubric, {}).maximum(row) for rubric, row in zip(rubrics, rows, strict=True)]
    formulas = [row.formula for row in rows]
    return any(
        outcome(formulas[0], maxima[0], found) != outcome(formulas[1], maxima[1], found)
        for found in findings(formulas, maxima)
    )


def findings(formulas, maxima):
    one = formulas[0]
    if isinstance(one, Checklist):
        names = sorted({item.id: None for each in formulas for item in each.items})
        # A part that both would allow: less than either item is worth.
        worth = {name: min(i.points for each in formulas for i in each.items if i.id == name) for name in names}
        for states in product((Fraction(0), Fraction(1, 2), None), repeat=len(names)):
            yield {n: None if state is None else state * worth[n] for n, state in zip(names, states, strict=True)}
    elif isinstance(one, Nonconformities):
        names = sorted({c.id: None for each in formulas for c in each.conditions})
        chosen = {
            name: [d for each in formulas for c in each.conditions if c.id == name for d in deductions(c)]
            for name in names
        }
        for counts in product((0, 1, 2), repeat=len(names)):
            for picks in product(*(chosen[name] for name in names)):
                yield dict(zip(names, zip(counts, picks, strict=True), strict=True))
    elif isinstance(one, Options):
        names = sorted({o.id: None for each in formulas for o in each.options})
        for name in names:
            yield name, None
            for each in formulas:
                yield from (
                    (name, points)
                    for o in each.options
                    if o.id == name and o.points is None
                    for points in (o.low, (o.low + o.high) / 2, o.high)
                )
    elif isinstance(one, Targets):
        yield from product([Fraction(n, 20) for n in range(60)] + [1 + TINY, 1 - TINY], (False, True))
    else:
        yield from (Fraction(n, 4) for n in range(int(max(maxima) * 4) + 1))


def deductions(condition):
    if condition.deduct is not None:
        return [None]
    return [condition.deduct_low, (condition.deduct_low + condition.deduct_high) / 2, condition.deduct_high]


def outcome(formula, maximum, found):
    """Points, or ``refused`` where the table does not allow such a finding."""
    if isinstance(formula, Checklist):
        items = tuple(
            ItemFinding(item=item.id, met=True)
            if found[item.id] is None
            else ItemFinding(item=item.id, points=found[item.id])
            for item in formula.items
        )
        return min(oracle.checklist(formula, ChecklistAssessment(items=items)), maximum)
    if isinstance(formula, Nonconformities):
        lost = Fraction(0)
        for condition in formula.conditions:
            count, pick = found[condition.id]
            times = count if formula.per == "case" else min(count, 1)
            if times and condition.deduct is None:
                if pick is None or not condition.deduct_low <= pick <= condition.deduct_high:
                    return "refused"
                lost += times * pick
            elif times:
                lost += times * condition.deduct
        return max(maximum - lost, Fraction(0))
    if isinstance(formula, Options):
        option = next((each for each in formula.options if each.id == found[0]), None)
        if option is None:
            return "refused"
        if option.points is not None:
            return min(option.points, maximum)
        if found[1] is None:
            return "a range", option.low, option.high, option.low_open, option.high_open
        is_in = option.low <= found[1] <= option.high
        is_end = (found[1] == option.low and option.low_open) or (found[1] == option.high and option.high_open)
        return min(found[1], maximum) if is_in and not is_end else "refused"
    if isinstance(formula, Targets):
        row = TargetRow(label="目标", rate=Rate(found[0]), key=found[1])
        return oracle.targets(formula, TargetsAssessment(rows=(row,))) * maximum
    return found if found <= maximum else "refused"


def differ(rubrics, rows):
    """Whether two rows score otherwise in some situation of the grid."""
    kinds = [isinstance(row.formula, CURVES) for row in rows]
    if all(kinds):
        return measured_differ(rubrics, rows)
    if type(rows[0].formula) is not type(rows[1].formula):
        return True
    return assessed_differ(rubrics, rows)
