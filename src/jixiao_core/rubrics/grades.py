"""Grades (评价等次), what caps them, what is added to or taken from a total, and the rounding steps."""

from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from jixiao_core.exact.numbers import exact, optional_exact
from jixiao_core.exact.rounding import Rounding, RoundingMode
from jixiao_core.messages import NO_TEXT, Text
from jixiao_core.rubrics.levels import Level, to_level

__all__ = ["Adjustment", "Grade", "GradeCap", "GradeScale", "RoundingStep"]


@frozen(kw_only=True)
class Grade:
    """
    A rating and the least total that earns it; the scale is gapless because no upper end is written.

    Attributes:
        name: its name as the form prints it, for example 优.
        en: its English name.
        at_least: the least total, in points.
    """

    name: str
    en: str = ""
    at_least: Fraction = field(converter=exact)


@frozen(kw_only=True)
class GradeScale:
    """
    The ratings from best to worst; the last one begins at 0.

    Attributes:
        grades: falling in `at_least`.
        basis: ``printed`` on the form, or ``customary``.
        source: where the bounds come from.
    """

    grades: tuple[Grade, ...]
    basis: Literal["printed", "customary"] = "printed"
    source: Text = NO_TEXT


@frozen(kw_only=True)
class GradeCap:
    """
    A condition under which the rating is at most some grade (一票否决).

    Attributes:
        id: its name in evidence.
        label: the condition.
        at_most: the name of the best grade that is left.
        clause: the words that say so, verbatim.
        indicator: the row whose low score is the condition; empty: the evidence says whether it holds.
        points_at_most: the score of that row at or under which it holds.
    """

    id: str
    label: Text
    at_most: str
    clause: str
    indicator: str = ""
    points_at_most: Fraction | None = field(default=None, converter=optional_exact)


@frozen(kw_only=True)
class Adjustment:
    """
    Points added to or taken from the total (加分, 迟报扣分), between two caps.

    Attributes:
        id: its name in evidence.
        label: what it is for.
        clause: the words that say so, verbatim.
        low: the most that it takes away: 0 or negative points.
        high: the most that it adds: 0 or positive points.
        per_case: points of one case, where it is counted; None where the evidence states the points.
    """

    id: str
    label: Text
    clause: str
    low: Fraction = field(default=Fraction(0), converter=exact)
    high: Fraction = field(default=Fraction(0), converter=exact)
    per_case: Fraction | None = field(default=None, converter=optional_exact)


@frozen(kw_only=True)
class RoundingStep:
    """
    One place where the rubric rounds; nothing else is ever rounded.

    Attributes:
        at: the measure before its curve, a row, a group, or the total.
        quantum: what it is rounded to: ``"0.01%"`` for a measure, ``"0.01"`` points elsewhere.
        mode: how ties and directions go; half_up is 四舍五入.
    """

    at: Literal["measure", "indicator", "group", "total"]
    quantum: Level = field(converter=to_level)
    mode: RoundingMode = field(default=RoundingMode.HALF_UP, converter=RoundingMode)

    @property
    def rounding(self) -> Rounding:
        """The rounding as a function on numbers and sets."""
        return Rounding(self.quantum, self.mode)
