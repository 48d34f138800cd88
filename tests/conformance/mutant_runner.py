"""Runs the vectors of a leaf on another row, by the naive interpreter: no curves, no sets, no lowering."""

from fractions import Fraction

import mutants
import oracle

from jixiao_core.rubrics.formulas import Checklist, Judged, Nonconformities, Options, Targets


def kills(rubric, row, leaf, measures, maximum):
    """The kinds of vectors, measures, facts or assessments, of which at least one tells the row from the leaf's."""
    found = set()
    if any(by_measure(rubric, row, each, maximum) != each.points for each in measures):
        found.add("measures")
    if any(by_facts(rubric, row, each, maximum) != outcome(each) for each in leaf.facts):
        found.add("facts")
    if any(by_assessment(row.formula, each, maximum) != ends(each.points) for each in leaf.assessments):
        found.add("assessments")
    return found


def by_measure(rubric, row, vector, maximum):
    if not row.measure.domain.contains(vector.value):
        return None
    step = rubric.rounding_at("measure")
    value = vector.value if step is None else oracle.rounded(vector.value, step)
    return oracle.points_at(row.formula, value, maximum)


def by_facts(rubric, row, vector, maximum):
    stated = dict(vector.facts)
    if not set(row.measure.facts) <= set(stated):
        return "another fact"
    return mutants.by_facts(rubric, row, stated, maximum)


def outcome(vector):
    return {"settled": vector.points, "invalid": None, "not_applicable": oracle.ABSENT}[vector.status]


def ends(points):
    """A set as its intervals."""
    return [(each.low, each.high, each.low_open, each.high_open) for each in points]


def at(points):
    return [(points, points, False, False)]


def by_assessment(formula, vector, maximum):
    found = vector.assessment
    match formula:
        case Checklist():
            named = {item.id for item in formula.items} == {finding.item for finding in found.items}
            return at(oracle.checklist(formula, found)) if named else "another item"
        case Nonconformities():
            return conditions(formula, found, maximum)
        case Options():
            return chosen(formula, found)
        case Targets():
            return at(oracle.targets(formula, found) * maximum)
        case Judged():
            return at(found.points)


def conditions(formula, found, maximum):
    if {each.id for each in formula.conditions} != {case.condition for case in found.cases}:
        return "another condition"
    open_case = next((case for case in found.cases if is_open(formula, case)), None)
    if open_case is None:
        ranges = {each.id: each for each in formula.conditions}
        outside = [
            case
            for case in found.cases
            if case.deduct is not None
            and not ranges[case.condition].deduct_low <= case.deduct <= ranges[case.condition].deduct_high
        ]
        return "a deduction outside" if outside else at(mutants.non_conforming(formula, found, maximum))
    condition = next(each for each in formula.conditions if each.id == open_case.condition)
    low, high = (max(maximum - each, Fraction(0)) for each in (condition.deduct_high, condition.deduct_low))
    return [(low, high, False, False)]


def is_open(formula, case):
    condition = next(each for each in formula.conditions if each.id == case.condition)
    return bool(case.count) and case.deduct is None and condition.is_range


def chosen(formula, found):
    option = next((each for each in formula.options if each.id == found.option), None)
    if option is None:
        return "another option"
    if option.points is not None:
        return at(option.points) if found.points in (None, option.points) else "points outside"
    if found.points is None:
        return [(option.low, option.high, option.low_open, option.high_open)]
    above = found.points >= option.low if not option.low_open else found.points > option.low
    below = found.points <= option.high if not option.high_open else found.points < option.high
    return at(found.points) if above and below else "points outside"
