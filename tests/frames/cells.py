"""Lines of a table about units, drawn where a rubric turns: at every breakpoint, beside it, and where figures run out."""

from fractions import Fraction
from math import floor

from hypothesis import strategies as st

from jixiao_core.frames.columns import InputColumn
from jixiao_core.frames.intake import Limit
from jixiao_core.frames.layout import limits_of
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional
from jixiao_core.rubrics.lowering import curve_of
from jixiao_core.rubrics.rubric import Rubric

PLAIN = st.one_of(st.integers(0, 20), st.integers(0, 10**6), st.integers(10**9, 10**12))
ODD = st.one_of(st.integers(-3, 3), st.integers(0, 2**63 - 1), st.integers(10**12, 10**14))
BASES = st.one_of(st.integers(1, 30), st.sampled_from((100, 1000, 18, 7)), st.integers(1, 10**10))


@st.composite
def lines(draw, rubric: Rubric, columns: tuple[InputColumn, ...], scale: int):
    """What one line says, column name to whole number, condition, word or None."""
    mood = draw(st.sampled_from(("sound", "sound", "gaps", "odd")))
    limits = limits_of(rubric, columns, scale, 1)
    found = {column.name: draw(_cell(column, scale, mood, limits.get(column.name))) for column in columns}
    if mood != "odd":
        found |= draw(_at_turns(rubric, found))
    if mood != "sound":
        gaps = draw(st.sets(st.sampled_from(sorted(found)), max_size=4))
        found |= dict.fromkeys(gaps)
    return found


def _cell(column: InputColumn, scale: int, mood: str, limit: Limit | None):
    match column.sort:
        case "flag":
            return st.sampled_from([False] * 19 + [True]) if "not_applicable" in column.name else st.booleans()
        case "words":
            return st.sampled_from([*column.allowed, "其他"] if mood == "odd" else column.allowed)
        case "points":
            assert limit is not None
            few = st.one_of(st.sampled_from((limit.low, limit.high)), st.integers(limit.low, limit.high))
            return st.one_of(few, st.integers(-1, 16 * scale)) if mood == "odd" else few
        case "cases":
            return st.integers(0, 3) if mood != "odd" else st.one_of(st.integers(-1, 3), ODD)
        case _:
            if column.name.endswith("__measure"):
                return st.one_of(st.none(), st.none(), st.integers(-(10**6), 2 * 10**6))
            return st.one_of(PLAIN, ODD) if mood == "odd" else PLAIN


@st.composite
def _at_turns(draw, rubric: Rubric, line):
    """Facts of simple ratios set so that the measure stands at a breakpoint or one unit beside it."""
    found = {}
    for row in map(rubric.read, rubric.indicators):
        measure = row.measure
        if measure is None or not isinstance(row.formula, Bands | DeductPerStep | Proportional):
            continue
        if not measure.denominator or {len(measure.numerator), len(measure.denominator)} - {1, 2}:
            continue
        (base, *_), (top, *others) = measure.denominator, measure.numerator
        if top.fact in found or base.fact in found or base.fact == top.fact or len(measure.denominator) > 1:
            continue
        turns = curve_of(row.formula, row.points or Fraction(5)).breakpoints
        if not turns:
            continue
        turn, under = draw(st.sampled_from(turns)), draw(BASES)
        rest = sum(each.times * (under if each.fact == base.fact else line[each.fact]) for each in others)
        over = floor((turn * base.times * under - rest) / top.times) + draw(st.integers(-1, 1))
        if over >= 0:
            found |= {top.fact: over, base.fact: draw(st.sampled_from((under, under, under, 0)))}
    return found
