"""Scoring curves: total piecewise-linear functions of one rational number, with exact images and preimages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from attrs import field, frozen

from jixiao_core.errors import InvalidValueError, Problem
from jixiao_core.exact.intervals import INF, NEG_INF, Interval, IntervalSet, overlaps
from jixiao_core.messages import Message

__all__ = ["MAX_PIECES", "Curve", "Piece", "clamp", "constant", "line", "override", "steps"]

MAX_PIECES = 2000
"""More pieces are refused before they are built."""

ZERO = Fraction(0)


@frozen
class Piece:
    """
    One piece of a curve: constant + slope·x on an interval.

    Attributes:
        interval: where it holds.
        constant: the value at x = 0.
        slope: the growth for each unit of x; 0 where the interval has no end.
    """

    interval: Interval
    constant: Fraction
    slope: Fraction = ZERO

    def at(self, x: Fraction) -> Fraction:
        """Return the value at `x`."""
        return self.constant + self.slope * x

    def image(self, within: Interval) -> Interval:
        """Return the values that the piece takes on an interval inside its own."""
        if self.slope == 0:
            return Interval.point(self.constant)
        assert isinstance(within.low, Fraction)
        assert isinstance(within.high, Fraction)
        if self.slope > 0:
            return Interval(self.at(within.low), self.at(within.high), within.low_open, within.high_open)
        return Interval(self.at(within.high), self.at(within.low), within.high_open, within.low_open)

    def preimage(self, values: IntervalSet) -> IntervalSet:
        """Return where the piece takes one of the values."""
        mine = IntervalSet.of(self.interval)
        if self.slope == 0:
            return mine if self.constant in values else IntervalSet(())
        return mine & values.shift(-self.constant).times(1 / self.slope)


def _canonical(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbouring pieces of one function joined, and points that lie on the line beside them."""
    merged: list[Piece] = []
    for piece in pieces:
        if merged and _is_same(merged[-1], piece):
            merged[-1] = _join(merged[-1], piece)
        else:
            merged.append(piece)
    return tuple(merged)


def _is_same(one: Piece, two: Piece) -> bool:
    if (one.constant, one.slope) == (two.constant, two.slope):
        return True
    for point, other in ((one, two), (two, one)):
        place = point.interval.low
        if point.interval.is_point and isinstance(place, Fraction) and other.at(place) == point.at(place):
            return True
    return False


def _join(one: Piece, two: Piece) -> Piece:
    whole = Interval(one.interval.low, two.interval.high, one.interval.low_open, two.interval.high_open)
    kept = two if one.interval.is_point else one
    return Piece(whole, kept.constant, kept.slope)


@frozen
class Curve:
    """
    A total function: its pieces cover the line without gaps or overlaps.

    Formulas make curves; the builders of this module are for them.

    Attributes:
        pieces: sorted, neighbouring pieces of one function joined.

    >>> curve = steps([(Interval.below(60), Fraction(0)), (Interval.at_least(60), Fraction(2))])
    >>> curve.at(Fraction(60)), str(curve.preimage(IntervalSet.points(2)))
    (Fraction(2, 1), '[60, inf)')
    """

    pieces: tuple[Piece, ...] = field(converter=_canonical)
    _starts: list[tuple[Fraction, int]] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        if len(self.pieces) > MAX_PIECES:
            raise InvalidValueError(
                Problem(Message.of("exact.too_many_pieces", found=len(self.pieces), allowed=MAX_PIECES))
            )
        _check_total(self.pieces)
        starts = [
            (piece.interval.low, int(piece.interval.low_open))
            for piece in self.pieces[1:]
            if isinstance(piece.interval.low, Fraction)
        ]
        object.__setattr__(self, "_starts", starts)

    def piece_at(self, x: Fraction) -> Piece:
        """Return the piece that holds at `x`."""
        # A piece that leaves its lower end out begins just after it.
        return self.pieces[bisect_right(self._starts, (x, 0))]

    def at(self, x: Fraction) -> Fraction:
        """Return the value at `x`."""
        return self.piece_at(x).at(x)

    def image(self, values: IntervalSet) -> IntervalSet:
        """Return every value that the curve takes on a set."""
        return IntervalSet(tuple(piece.image(part) for piece, part in self.parts(values)))

    def preimage(self, values: IntervalSet) -> IntervalSet:
        """Return where the curve takes one of the values."""
        return IntervalSet(tuple(part for piece in self.pieces for part in piece.preimage(values)))

    def parts(self, values: IntervalSet) -> Iterator[tuple[Piece, Interval]]:
        """Yield every piece with the parts of a set that lie in it."""
        for position, part in overlaps([piece.interval for piece in self.pieces], values.intervals):
            yield self.pieces[position], part

    @property
    def breakpoints(self) -> tuple[Fraction, ...]:
        """The places where one piece ends and another begins, ascending, each once."""
        ends = (piece.interval.low for piece in self.pieces[1:])
        return tuple(dict.fromkeys(end for end in ends if isinstance(end, Fraction)))

    def differs(self, other: Curve) -> IntervalSet:
        """Return exactly where two curves have different values."""
        found: list[Interval] = []
        for mine in self.pieces:
            for part in IntervalSet.of(mine.interval):
                for theirs, common in other.parts(IntervalSet.of(part)):
                    found.extend(_difference(mine, theirs, common))
        return IntervalSet(tuple(found))

    def scaled(self, factor: Fraction) -> Curve:
        """Return the curve with every value times a number."""
        return Curve(tuple(Piece(p.interval, p.constant * factor, p.slope * factor) for p in self.pieces))


def _difference(mine: Piece, theirs: Piece, common: Interval) -> Iterator[Interval]:
    if (mine.constant, mine.slope) == (theirs.constant, theirs.slope):
        return
    whole = IntervalSet.of(common)
    if mine.slope != theirs.slope:
        crossing = (theirs.constant - mine.constant) / (mine.slope - theirs.slope)
        whole -= IntervalSet.points(crossing)
    yield from whole


def _check_total(pieces: Sequence[Piece]) -> None:
    fits = bool(pieces) and pieces[0].interval.low is NEG_INF and pieces[-1].interval.high is INF
    for one, two in pairwise(pieces):
        fits = fits and one.interval.high == two.interval.low and one.interval.high_open != two.interval.low_open
    if not fits:
        raise InvalidValueError(Problem(Message.of("exact.not_total")))
    for piece in pieces:
        if piece.slope and not (isinstance(piece.interval.low, Fraction) and isinstance(piece.interval.high, Fraction)):
            raise InvalidValueError(Problem(Message.of("exact.sloped_tail")))


def constant(value: Fraction) -> Curve:
    """Return the curve that has one value everywhere."""
    return Curve((Piece(Interval.everything(), value),))


def steps(cuts: Iterable[tuple[Interval, Fraction]]) -> Curve:
    """Return the staircase of (interval, value) pairs that follow each other and cover the line."""
    return Curve(tuple(Piece(interval, value) for interval, value in cuts))


def line(x0: Fraction, y0: Fraction, x1: Fraction, y1: Fraction) -> Curve:
    """
    Return the straight line between two anchors, constant beyond each.

    >>> line(Fraction(0), Fraction(0), Fraction(1), Fraction(3)).at(Fraction(1, 3))
    Fraction(1, 1)
    """
    if x0 == x1:
        raise InvalidValueError(Problem(Message.of("exact.steep_line", found=x0)))
    (left, left_value), (right, right_value) = sorted(((x0, y0), (x1, y1)))
    slope = (right_value - left_value) / (right - left)
    return Curve(
        (
            Piece(Interval(NEG_INF, left, True, True), left_value),
            Piece(Interval(left, right), left_value - slope * left, slope),
            Piece(Interval(right, INF, True, True), right_value),
        )
    )


def override(curve: Curve, interval: Interval, value: Fraction) -> Curve:
    """Return the same curve with one value on an interval."""
    outside = IntervalSet.of(interval).complement()
    kept = [Piece(part, piece.constant, piece.slope) for piece, part in curve.parts(outside)]
    pieces = [*kept, Piece(interval, value)]
    return Curve(tuple(sorted(pieces, key=lambda piece: _PieceKey(piece.interval))))


class _PieceKey:
    """Orders disjoint intervals on the line."""

    __slots__ = ("interval",)

    def __init__(self, interval: Interval) -> None:
        self.interval = interval

    def __lt__(self, other: _PieceKey) -> bool:
        mine, theirs = self.interval, other.interval
        if mine.low != theirs.low:
            return mine.low < theirs.low
        return (mine.low_open, mine.high) < (theirs.low_open, theirs.high)


def clamp(curve: Curve, low: Fraction, high: Fraction) -> Curve:
    """Return the curve with its values cut to [low, high]; sloped pieces are split where they cross an end."""
    pieces: list[Piece] = []
    for piece in curve.pieces:
        if piece.slope == 0:
            pieces.append(Piece(piece.interval, min(max(piece.constant, low), high)))
            continue
        inside = piece.preimage(IntervalSet.of(Interval(low, high)))
        pieces.extend(Piece(part, piece.constant, piece.slope) for part in inside)
        for beyond, value in ((Interval.below(low), low), (Interval.above(high), high)):
            pieces.extend(Piece(part, value) for part in piece.preimage(IntervalSet.of(beyond)))
    return Curve(tuple(sorted(pieces, key=lambda piece: _PieceKey(piece.interval))))
