"""Lines of a table about units, drawn at the edges of what a rubric knows."""

from fractions import Fraction

from hypothesis import strategies as st

from jixiao_core.frames.columns import InputColumn
from jixiao_core.rubrics.rubric import Rubric


def numbers(edges):
    """Whole numbers as they stand in a column."""
    return st.one_of(
        st.integers(0, 20),
        st.sampled_from(edges),
        st.integers(0, 10**6),
        st.integers(-3, 3),
        st.integers(0, 2**63 - 1),
        st.integers(10**12, 10**14),
    )


@st.composite
def lines(draw, rubric: Rubric, columns: tuple[InputColumn, ...], scale: int):
    """What one line says, column name to whole number, condition, word or None."""
    edges = sorted({int(edge * times) for edge in _levels(rubric) for times in (1, 100, 10_000)} | {100, 18})
    near = [edge + step for edge in edges for step in (-1, 0, 1)]
    found = {}
    is_full = draw(st.booleans())
    for column in columns:
        if not is_full and draw(st.integers(0, 5)) == 0:
            found[column.name] = None
        elif column.sort == "flag":
            seldom = "not_applicable" in column.name
            found[column.name] = draw(st.sampled_from([False] * 12 + [True]) if seldom else st.booleans())
        elif column.sort == "words":
            found[column.name] = draw(st.sampled_from([*column.allowed] * 4 + ["其他"]))
        elif column.sort == "points":
            found[column.name] = draw(
                st.one_of(st.integers(0, 5).map(lambda n: n * scale), st.integers(-1, 16 * scale))
            )
        else:
            if column.name.endswith("__measure") and draw(st.integers(0, 2)):
                found[column.name] = None
                continue
            found[column.name] = draw(numbers(near))
    return found


def _levels(rubric: Rubric):
    from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional
    from jixiao_core.rubrics.lowering import curve_of

    for row in rubric.indicators:
        read = rubric.read(row)
        if isinstance(read.formula, Bands | DeductPerStep | Proportional):
            yield from curve_of(read.formula, row.points or Fraction(5)).breakpoints
