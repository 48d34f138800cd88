"""Strategies for exact values: small rationals that meet each other often, so that edges are hit."""

from fractions import Fraction

from hypothesis import strategies as st

from jixiao_core.exact.curves import Curve, Piece
from jixiao_core.exact.intervals import INF, NEG_INF, Interval, IntervalSet

numbers = st.fractions(min_value=-4, max_value=4, max_denominator=4)


@st.composite
def intervals(draw):
    low, high = sorted((draw(numbers | st.none()) for _ in range(2)), key=lambda end: (end is not None, end or 0))
    if low is None and high is None:
        return Interval.everything()
    if low is None:
        return draw(st.sampled_from([Interval.at_most, Interval.below, Interval.at_least, Interval.above]))(high)
    if low == high:
        return Interval.point(low)
    return Interval(low, high, draw(st.booleans()), draw(st.booleans()))


interval_sets = st.lists(intervals(), max_size=4).map(lambda parts: IntervalSet(tuple(parts)))


@st.composite
def curves(draw):
    """Curves of up to five pieces, sloped or flat, with jumps and single points."""
    cuts = sorted(draw(st.lists(numbers, min_size=1, max_size=4, unique=True)))
    pieces = [Piece(Interval(NEG_INF, cuts[0], True, True), draw(numbers))]
    for position, cut in enumerate(cuts):
        pieces.append(Piece(Interval.point(cut), draw(numbers)))
        if position + 1 < len(cuts):
            stretch = Interval.open(cut, cuts[position + 1])
            pieces.append(Piece(stretch, draw(numbers), draw(st.sampled_from([0, 0, 1, -1, 2, Fraction(-1, 3)]))))
    pieces.append(Piece(Interval(cuts[-1], INF, True, True), draw(numbers)))
    return Curve(tuple(Piece(each.interval, Fraction(each.constant), Fraction(each.slope)) for each in pieces))


# A grid that is finer than every generated number and all sums and multiples of two of them.
GRID = [Fraction(n, 24) for n in range(-24 * 9, 24 * 9 + 1)]
