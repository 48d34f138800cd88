"""
A naive interpreter of rubrics for complete evidence: plain fractions, one rule after the other, straight from the words.

It shares nothing with the library but the classes of the data: no curves, no sets, no lowering, no compiled rows.
A row is a number, or None where a measure makes no sense (outside of its domain, a base below zero).
"""

import math
from fractions import Fraction

from jixiao_core.exact.quantities import Money
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Judged,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.scoring.assessments import NotApplicable

ABSENT = "absent"


def number(quantity):
    return quantity.fen if isinstance(quantity, Money) else Fraction(quantity.value)


def rounded(value, step):
    """The six modes, in words: ties away from zero, ties to even, away from zero, to zero, up, down."""
    cells = value / step.quantum
    low, part = math.floor(cells), cells - math.floor(cells)
    toward = low if cells >= 0 or part == 0 else low + 1
    away = low if part == 0 else low + 1 if cells > 0 else low
    nearest = low if part < Fraction(1, 2) else low + 1
    count = {
        "half_up": nearest if part != Fraction(1, 2) else away,
        "half_even": nearest if part != Fraction(1, 2) else low + low % 2,
        "up": away,
        "down": toward,
        "ceiling": low + (part > 0),
        "floor": low,
    }[step.mode]
    return count * step.quantum


class Oracle:
    def __init__(self, rubric, evidence):
        self.rubric, self.evidence = rubric, evidence
        self.facts = {name: number(figure.value) for name, figure in evidence.facts}
        self.found = dict(evidence.assessments)
        self.step = {step.at: step for step in rubric.rounding}
        self.rows = {row.id: self.row(row) for row in rubric.indicators}

    # Rows

    def maximum(self, row):
        if row.points is not None:
            return row.points
        pool = next(pool for pool in self.rubric.pools if row.id in pool.members)
        return pool.points / len(pool.members)

    def row(self, row):
        found = self.found.get(row.id)
        if isinstance(found, NotApplicable):
            return ABSENT
        maximum, formula = self.maximum(row), row.formula
        if isinstance(formula, (Bands, DeductPerStep, Proportional)):
            return self.measured(row, maximum)
        if isinstance(formula, Checklist):
            return checklist(formula, found)
        if isinstance(formula, Nonconformities):
            lost = sum(self.cost(formula, condition, found) for condition in formula.conditions)
            return max(maximum - lost, Fraction(0))
        if isinstance(formula, Options):
            option = next(each for each in formula.options if each.id == found.option)
            return option.points if option.points is not None else found.points
        if isinstance(formula, Targets):
            return targets(formula, found) * maximum
        assert isinstance(formula, Judged)
        return found.points

    def cost(self, formula, condition, found):
        case = next(each for each in found.cases if each.condition == condition.id)
        times = case.count if formula.per == "case" else (1 if case.count else 0)
        each = condition.deduct if condition.deduct is not None else case.deduct
        return times * each if times else Fraction(0)

    def measured(self, row, maximum):
        measure = row.measure
        top = sum(term.times * self.facts[term.fact] for term in measure.numerator)
        base = sum(term.times * self.facts[term.fact] for term in measure.denominator) if measure.denominator else 1
        if base < 0:
            return None
        if base == 0 and top == 0:
            if measure.zero_over_zero is None:
                return ABSENT
            return points_at(row.formula, measure.zero_over_zero, maximum)
        if base == 0:
            every = self.everywhere(row, maximum)
            return min(every) if measure.over_zero == "worst" else max(every)
        value = Fraction(top) / base
        if measure.absolute:
            value = abs(value)
        if not measure.domain.contains(value):
            return None
        if "measure" in self.step:
            value = rounded(value, self.step["measure"])
        return points_at(row.formula, value, maximum)

    def everywhere(self, row, maximum):
        """The points on a fine grid of the domain, its ends and far out: where the least and the most are taken."""
        grid = [Fraction(n, 600) for n in range(-1300, 3000)] + [Fraction(sign * 10**4) for sign in (-1, 1)]
        near = [edge + by for edge in edges_of(row.formula) for by in (0, Fraction(-1, 10**6), Fraction(1, 10**6))]
        return [points_at(row.formula, x, maximum) for x in (*grid, *near) if row.measure.domain.contains(x)]

    # Totals

    def policy(self, row):
        if row.not_applicable is not None:
            return row.not_applicable
        parts = row.id.split(".")
        for length in range(len(parts) - 1, 0, -1):
            group = next((each for each in self.rubric.groups if each.id == ".".join(parts[:length])), None)
            if group is not None and group.not_applicable is not None:
                return group.not_applicable
        return self.rubric.not_applicable

    def leaves(self, row):
        """Whether a row takes its points out of the table (reallocate, rescale)."""
        return self.rows[row.id] == ABSENT and self.policy(row) in ("reallocate", "rescale")

    def members(self, group):
        rows = [row for row in self.rubric.indicators if row.id.rpartition(".")[0] == group.id]
        if group.choose == "one":
            return [row for row in rows if row.id == dict(self.evidence.choices)[group.id]]
        return rows

    def counted(self, row):
        points = self.rows[row.id]
        if points == ABSENT:
            return Fraction(0) if self.policy(row) == "zero" else self.maximum(row)
        return points

    def total(self):
        """The total of a table of one level of groups; None where a row is not a number."""
        if any(points is None for points in self.rows.values()):
            return None
        groups = list(self.rubric.groups)
        worth = {group.id: group.points for group in groups}
        for group in groups:
            rows = self.members(group)
            if not all(self.leaves(row) for row in rows):
                continue
            # The whole group is absent: its points go to the other groups, or out of the table.
            moves = self.group_moves(group)
            rest = [each for each in groups if not all(self.leaves(row) for row in self.members(each))]
            if moves and rest:
                whole = sum(each.points for each in rest)
                for each in rest:
                    worth[each.id] += group.points * each.points / whole
            worth[group.id] = Fraction(0)
        sums = [self.group_total(group, worth[group.id]) for group in groups]
        total, most = sum(points for points, _ in sums), sum(most for _, most in sums)
        return self.final(total, most)

    def group_moves(self, group):
        """Whether the points of a group without any row that applies go to its siblings."""
        policy = group.not_applicable if group.not_applicable is not None else self.rubric.not_applicable
        return policy == "reallocate"

    def group_total(self, group, worth):
        """The points of a group and the most that it counts."""
        if worth == 0:
            return Fraction(0), Fraction(0)
        present = [row for row in self.members(group) if not self.leaves(row)]
        gone = [row for row in self.members(group) if self.leaves(row) and self.policy(row) == "reallocate"]
        share = {row.id: self.maximum(row) for row in present}
        whole = sum(share.values())
        moved = {name: most + sum(self.maximum(row) for row in gone) * most / whole for name, most in share.items()}
        # What arrives from other groups raises every row alike.
        raised = worth / group.points
        points = []
        for row in present:
            most = self.maximum(row)
            counted = self.counted(row) * moved[row.id] * raised / most
            points.append(rounded(counted, self.step["indicator"]) if "indicator" in self.step else counted)
        most = sum(moved.values()) * raised
        total = min(max(sum(points), Fraction(0)), most)
        if "group" in self.step:
            total = rounded(total, self.step["group"])
        return total, most

    def final(self, total, most):
        rubric = self.rubric
        if most == 0:
            return None
        if most < rubric.points:
            total = total * rubric.points / most
        stated = dict(self.evidence.adjustments)
        for adjustment in rubric.adjustments:
            figure = stated[adjustment.id]
            if figure.points is not None:
                total += figure.points
            else:
                total += min(max(adjustment.per_case * figure.cases, adjustment.low), adjustment.high)
        total = min(max(total, Fraction(0)), rubric.total_ceiling or rubric.points)
        return rounded(total, self.step["total"]) if "total" in self.step else total


def edges_of(formula):
    """The measures that a formula names."""
    if isinstance(formula, Bands):
        named = [edge for each in formula.bands for edge in (each.at_least, each.above, each.at_most, each.below)]
    elif isinstance(formula, DeductPerStep):
        named = [formula.standard]
    else:
        named = [formula.full_at, formula.zero_at, formula.zero_beyond, formula.zero_from]
    return [edge for edge in named if edge is not None]


def points_at(formula, value, maximum):
    if isinstance(formula, Bands):
        return band(formula, value)
    if isinstance(formula, DeductPerStep):
        return deducted(formula, value, maximum)
    return proportional(formula, value, maximum)


def band(formula, value):
    for each in formula.bands:
        holds = (
            (each.at_least is not None and value >= each.at_least)
            or (each.above is not None and value > each.above)
            or (each.at_most is not None and value <= each.at_most)
            or (each.below is not None and value < each.below)
        )
        if holds:
            return each.points
    return formula.otherwise


def deducted(formula, value, maximum):
    """每超过（低于、偏离）一个步长扣…分，扣完为止."""
    gap = value - formula.standard
    beyond = {"above": gap, "below": -gap, "either": abs(gap)}[formula.side]
    if formula.zero_beyond is not None:
        edge = formula.zero_beyond
        cut = {"above": value > edge, "below": value < edge, "either": abs(gap) > edge}[formula.side]
        if cut:
            return Fraction(0)
    if beyond <= 0:
        return maximum
    steps = beyond / formula.step
    counted = {"ignore": math.floor(steps), "count": math.ceil(steps), "proportional": steps}[formula.part_step]
    return max(maximum - counted * formula.deduct, Fraction(0))


def proportional(formula, value, maximum):
    rises = formula.zero_at < formula.full_at
    beyond, reached = formula.zero_beyond, formula.zero_from
    if beyond is not None and (value < beyond if rises else value > beyond):
        return Fraction(0)
    if reached is not None and (value <= reached if rises else value >= reached):
        return Fraction(0)
    share = (value - formula.zero_at) / (formula.full_at - formula.zero_at)
    points = min(max(share, Fraction(0)), Fraction(1)) * maximum
    most = maximum if formula.cap is None else formula.cap
    return max(min(points, most), formula.floor)


def checklist(formula, found):
    """An item scores when it is met and everything that it presupposes is fully met."""
    stated = {finding.item: finding for finding in found.items}
    items = {item.id: item for item in formula.items}

    def own(name):
        finding, worth = stated[name], items[name].points
        if finding.not_applicable or finding.met:
            return worth
        if finding.points is None:
            return Fraction(0)
        return finding.points if formula.partial_credit or finding.points == worth else Fraction(0)

    def fully(name):
        return own(name) == items[name].points and all(fully(each) for each in items[name].requires)

    return sum((own(name) for name, item in items.items() if all(map(fully, item.requires))), Fraction(0))


def targets(formula, found):
    """The weighted mean of the completion rates, each capped first."""
    whole = sum(row.weight for row in found.rows)
    mean = sum(row.weight * share(formula, rate_of(row)) for row in found.rows) / whole
    if formula.key_target == "zero_row" and any(row.key and rate_of(row) < 1 for row in found.rows):
        return Fraction(0)
    return mean


def rate_of(row):
    if row.rate is not None:
        return number(row.rate)
    target, actual = number(row.target), number(row.actual)
    if row.comparator == "at_least":
        if target == 0:
            return Fraction(actual == 0)
        return actual / target
    if actual == 0:
        return Fraction(1)
    return target / actual


def share(formula, rate):
    over, threshold = formula.over_achievement, formula.over_threshold
    if rate <= 1 or rate <= threshold or over in ("cap", "explain"):
        return min(rate, Fraction(1))
    if over == "zero":
        return Fraction(0)
    return max(Fraction(1) - (rate - threshold), Fraction(0))
