"""A curve behind a rounding step: the points of a measure that is rounded before it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao_core.errors import InvalidValueError, Problem
from jixiao_core.exact.curves import MAX_PIECES, Curve, Piece
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.rounding import Rounding
from jixiao_core.messages import Message

__all__ = ["after_rounding"]


def after_rounding(curve: Curve, rounding: Rounding) -> Curve:
    """
    Return the curve of x ↦ curve(rounded x): a staircase.

    Args:
        curve: the curve of the rounded measure.
        rounding: how the measure is rounded.

    Raises:
        InvalidValueError: when it would have more than 2,000 pieces.

    >>> from jixiao_core.exact.curves import line
    >>> stairs = after_rounding(line(Fraction(0), Fraction(0), Fraction(2), Fraction(4)), Rounding(Fraction(1)))
    >>> [(str(piece.interval), str(piece.constant)) for piece in stairs.pieces]
    [('(-inf, 0.5)', '0'), ('[0.5, 1.5)', '2'), ('[1.5, inf)', '4')]
    """
    return Curve(tuple(each for piece in curve.pieces for each in _rounded(piece, rounding)))


def _rounded(piece: Piece, rounding: Rounding) -> Iterator[Piece]:
    mine = IntervalSet.of(piece.interval)
    if piece.slope == 0:
        yield from (Piece(cell, piece.constant) for cell in rounding.preimage(mine))
        return
    multiples = mine.times(1 / rounding.quantum).integers().hull()
    if multiples is None:
        return
    # A sloped piece has two ends.
    assert isinstance(multiples.low, Fraction)
    assert isinstance(multiples.high, Fraction)
    count = int(multiples.high - multiples.low) + 1
    if count > MAX_PIECES:
        raise InvalidValueError(Problem(Message.of("exact.too_many_pieces", found=count, allowed=MAX_PIECES)))
    for step in range(count):
        multiple = (multiples.low + step) * rounding.quantum
        yield from (Piece(cell, piece.at(multiple)) for cell in (rounding.cell(multiple),))
