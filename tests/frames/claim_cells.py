"""Claims drawn at, beside and between the points that rows can count, and `review` of the same line."""

from fractions import Fraction
from math import ceil, floor

from attrs import evolve
from expected import usable
from hypothesis import strategies as st

from jixiao_core import review
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.frames.claims import CLAIMED_TOTAL, MOST_CLAIMED
from jixiao_core.frames.columns import column_name
from jixiao_core.frames.producible import producible
from jixiao_core.frames.scalar import evidence_of
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.implied import claim_cell
from jixiao_core.scoring.verdicts import verdict

# On rows that a table leaves open, `review` may know more: what a table says, and what `review` says then.
ALLOWED = {
    "consistent": {"consistent"},
    "above": {"above"},
    "below": {"below"},
    "unmatched": {"unmatched"},
    "unclaimed": {"unclaimed"},
    "pending": {"pending", "consistent", "above", "below", "unmatched"},
}


def near(points, rubric, scale):
    """Whole numbers of parts at the ends of a set of points, beside them, half a quantum away, and rounded."""
    half = int(rubric.claim_quantum / 2 * scale)
    steps = sorted({0, 1, half - 1, half, half + 1, 2 * half, scale // 20, scale // 20 + 1, scale // 10})
    ends = {round_(end * scale) for each in points for end in (each.low, each.high) for round_ in (floor, ceil)}
    between = {(one + other) // 2 for one in list(ends)[:3] for other in list(ends)[:3]}
    found = {end + sign * step for end in (*ends, *between) for step in steps for sign in (-1, 1)}
    # What points are rounded to, in whole points, tenths, hundredths and the precision of claims.
    for step in {scale, scale // 10, scale // 100, 2 * half}:
        found |= {end // step * step + more for end in ends for more in (0, step)}
    return sorted(each for each in found if each >= 0)


@st.composite
def claims(draw, program, got):
    """What one line claims, given what its facts give: column name to parts of a point or None."""
    rubric, scale = program.rubric, program.scale
    found = {}
    for row in rubric.indicators:
        computed = got[column_name(row.id, "points")]
        attainable = near(producible(rubric, rubric.read(row)), rubric, scale)
        own = near([Interval(Fraction(computed, scale), Fraction(computed, scale))], rubric, scale) if computed else [0]
        found[column_name(row.id, "claimed")] = draw(
            st.one_of(st.none(), st.sampled_from(attainable), st.sampled_from(own), st.integers(-1, 20 * scale))
        )
    ends = [Fraction(got[name] or 0, scale) for name in ("total", "total_low", "total_high")]
    totals = near([Interval(min(ends), max(ends)), *(Interval(each, each) for each in ends)], rubric, scale)
    found[CLAIMED_TOTAL] = draw(
        st.one_of(st.none(), st.sampled_from(totals), st.integers(0, 120 * scale), st.just((MOST_CLAIMED + 1) * scale))
    )
    return found


def check(program, line, got):
    """Hold the verdicts of a line to `review`, and return the pairs of verdicts that were seen."""
    rubric, scale = program.rubric, program.scale
    plain = {name: cell for name, cell in line.items() if not name.endswith(("__claimed", CLAIMED_TOTAL))}
    inputs = tuple(column for column in program.columns if not column.name.endswith(("__claimed", CLAIMED_TOTAL)))
    given, _, beyond = usable(evolve(program, columns=inputs), plain)
    points = {name: cell for name, cell in line.items() if name not in plain}
    read = {name: None if cell is None else Fraction(cell, scale) for name, cell in points.items()}
    is_read = {name: cell is None or 0 <= cell <= MOST_CLAIMED * scale for name, cell in points.items()}
    stated = (
        Claim(indicator=row.id, points=read[name])
        for row in rubric.indicators
        if is_read[name := column_name(row.id, "claimed")]
    )
    case = Case(
        rubric=rubric.pin,
        fiscal_year=None,
        evidence=evidence_of(rubric, program.columns, given),
        rounds=(ScoreRound(role="self", claims=tuple(stated), as_printed=True),),
    )
    found = review(rubric, case)
    seen = []
    for row in found.rounds[0].indicators:
        name = column_name(row.id)
        if not is_read[f"{name}__claimed"]:
            assert got[f"{name}__verdict"] is got[f"{name}__difference"] is None
            assert f"refused:{name}__claimed;" in got["claim_remarks"]
            continue
        one = got[f"{name}__verdict"], got[f"{name}__difference"]
        settled = got[f"{name}__points"] is not None and not beyond
        seen.append(held(one, (row.verdict, row.difference), settled, scale, name))
    if is_read[CLAIMED_TOTAL]:
        top = rubric.total_ceiling or rubric.points
        claimed = read[CLAIMED_TOTAL]
        cell = IntervalSet(()) if claimed is None else claim_cell(rubric, claimed)
        total = IntervalSet.of(found.sheet.possible)
        other = verdict(claimed, total, IntervalSet.of(Interval(0, top)), cell)
        one = got["verdict"], got["difference"]
        seen.append(held(one, other, got["total"] is not None and not beyond, scale, "total"))
    return seen


def held(got, other, settled, scale, name):
    """Hold one verdict with its difference to those of `review`."""
    assert other[0] in ALLOWED[got[0]], (name, got, other)
    if settled:
        assert got[0] == other[0], (name, got, other)
        # Points are cut to the scale, as they are in the columns of points.
        assert (got[1] is None) == (other[1] is None)
        assert other[1] is None or (got[0] == "consistent" and got[1] == 0) or got[1] == ceil(other[1] * scale)
    elif got[1] is not None and other[1] is not None:
        # What is possible by the table is no less than what is possible by `review`.
        assert abs(got[1]) <= abs(other[1]) * scale + 1, (name, got, other)
    return got[0], other[0], settled
