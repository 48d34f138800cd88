"""
What a score needs of a fact, found by trying: rows are scored by the naive interpreter, values come from lists.

Where one other fact is open as well, its candidates are the values at which the ratio passes a level that the words
of the criterion name, or that give the wanted points, or at which the base vanishes, and points between these: the
points of a row can change nowhere else. With two others open only a grid is tried, which can find, never exclude.
"""

import importlib.util
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from jixiao_core.exact.quantities import Rate  # noqa: F401 - for the tests beside it
from jixiao_core.rubrics.formulas import Bands, DeductPerStep
from jixiao_core.rubrics.rubric import Rubric

spec = importlib.util.spec_from_file_location("oracle", Path(__file__).with_name("oracle.py"))
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)

F = Fraction
ABSENT = oracle.ABSENT
SCALES = (1, 100, 10**6)
NUMBERS = [F(n, 2) for n in (0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 24, 36, 37, 40, 100, 198, 199, 200, 201, 202, 203, 210)]


class RowOracle(oracle.Oracle):
    """The naive interpreter for one row of facts; what x/0 scores is looked up once."""

    def __init__(self, rubric: Rubric, row, maximum):
        self.rubric, self.measured_row, self.most = rubric, row, maximum
        self.step = {step.at: step for step in rubric.rounding}
        self.over_zero = None

    def everywhere(self, row, maximum):
        if self.over_zero is None:
            self.over_zero = super().everywhere(row, maximum)
        return self.over_zero

    def points(self, values):
        """The points, ABSENT where the row does not apply, None where the measure makes no sense."""
        self.facts = values
        return self.measured(self.measured_row, self.most)


def grid(fact, values):
    """Some values of a fact inside of an interval: round numbers in every scale, ends, quarters between them."""
    whole = fact.quantity.value == "count"
    scales = (1,) if whole else SCALES
    found = {number * scale for number in NUMBERS for scale in scales}
    if values.low is not None and isinstance(values.low, Fraction) and isinstance(values.high, Fraction):
        found |= {values.low + (values.high - values.low) * part / 4 for part in range(5)}
    found |= {end for end in (values.low, values.high) if isinstance(end, Fraction)}
    return sorted(x for x in found if values.contains(x) and not (whole and x.denominator != 1))


def levels(formula, wanted, maximum):
    """Every measure at which the criterion changes in words, or gives the wanted points on a slope."""
    if isinstance(formula, Bands):
        return oracle.edges_of(formula)
    if isinstance(formula, DeductPerStep):
        beyond = [formula.step * n for n in range(int(maximum / formula.deduct) + 3)]
        beyond += [formula.step * (maximum - points) / formula.deduct for points in wanted]
        if formula.zero_beyond is not None:
            beyond.append(
                abs(formula.zero_beyond - formula.standard) if formula.side != "either" else formula.zero_beyond
            )
        return [formula.standard + sign * each for each in beyond for sign in (1, -1)]
    span = formula.full_at - formula.zero_at
    return [*oracle.edges_of(formula), *(formula.zero_at + span * points / maximum for points in wanted)]


def critical(rubric, row, wanted, maximum):
    """The levels with the ends of the domain, the cells of a rounding step, and both signs of a deviation."""
    found = set(levels(row.formula, wanted, maximum))
    for step in rubric.rounding:
        if step.at == "measure":
            # A level is met by every measure that rounds to it, or to a neighbour of it.
            near = {(level / step.quantum).__floor__() + by for level in found for by in (-1, 0, 1, 2)}
            found |= {(each + F(half, 2)) * step.quantum for each in near for half in (-1, 0, 1)}
    domain = row.measure.domain
    found |= {end for end in (domain.low, domain.high) if isinstance(end, Fraction)}
    return found | {-level for level in found} | {F(0)}


def candidates(rubric, row, name, values, known, wanted, maximum):
    """Values of one fact among which every kind of outcome occurs, all others known."""

    def form(terms):
        constant = sum((term.times * known[term.fact] for term in terms if term.fact != name), F(0))
        return constant, sum((term.times for term in terms if term.fact == name), F(0))

    a, b = form(row.measure.numerator)
    c, d = form(row.measure.denominator) if row.measure.denominator else (F(1), F(0))
    places = {-c / d} if d else set()
    for level in critical(rubric, row, wanted, maximum):
        if b != level * d:
            places.add((level * c - a) / (b - level * d))
    places |= {end for end in (values.low, values.high) if isinstance(end, Fraction)}
    ordered = sorted(places) or [F(0)]
    between = [(one + other) / 2 for one, other in pairwise(ordered)]
    return [x for x in (*ordered, *between, ordered[0] - 1, ordered[-1] + 1) if values.contains(x)]
