"""
Pairs of a generated rubric and one tailored from it: other weights, formulas, rows, roundings, policies, names.

Every change is one function from a rubric to a rubric, named by the block that it belongs to; what a rubric refuses is
not drawn.
"""

from fractions import Fraction

from attrs import evolve
from hypothesis import assume
from hypothesis import strategies as st

from jixiao_core import InvalidValueError, score
from jixiao_core import strategies as jst
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Nonconformities,
    Options,
    Proportional,
)
from jixiao_core.rubrics.names import parent_id
from jixiao_core.scoring.bridge_sides import side_problems
from jixiao_core.strategies.formulas import curve_formulas

CURVES = (Bands, DeductPerStep, Proportional)


def scaled(formula, by):
    """The formula with all its points times a factor."""
    match formula:
        case Bands():
            bands = tuple(evolve(band, points=band.points * by) for band in formula.bands)
            return evolve(formula, bands=bands, otherwise=formula.otherwise * by)
        case DeductPerStep():
            return evolve(formula, deduct=formula.deduct * by)
        case Proportional():
            cap = None if formula.cap is None else formula.cap * by
            return evolve(formula, cap=cap, floor=formula.floor * by)
        case Checklist():
            return evolve(formula, items=tuple(evolve(item, points=item.points * by) for item in formula.items))
        case Nonconformities():
            return evolve(formula, conditions=tuple(_costing(each, by) for each in formula.conditions))
        case Options():
            return evolve(formula, options=tuple(_giving(each, by) for each in formula.options))
        case _:
            return formula


def _costing(condition, by):
    names = ("deduct", "deduct_low", "deduct_high")
    return evolve(condition, **{name: _times(getattr(condition, name), by) for name in names})


def _giving(option, by):
    return evolve(option, **{name: _times(getattr(option, name), by) for name in ("points", "low", "high")})


def _times(points, by):
    return None if points is None else points * by


def summed(rubric, rows):
    """The rubric with other rows, groups and the whole worth what their rows are worth."""
    groups = []
    for group in rubric.groups:
        members = [row for row in rows if parent_id(row.id) == group.id]
        if not members:
            continue
        pools = [pool for pool in rubric.pools if parent_id(pool.id) == group.id]
        maxima = [row.points for row in members if row.points is not None] + [pool.points for pool in pools]
        groups.append(evolve(group, points=max(maxima) if group.choose == "one" else sum(maxima, Fraction(0))))
    total = sum((group.points for group in groups), Fraction(0))
    if total == rubric.points:
        return evolve(rubric, groups=tuple(groups), indicators=tuple(rows))
    by = total / rubric.points
    ceiling = None if rubric.total_ceiling is None else rubric.total_ceiling * by
    return evolve(
        rubric,
        groups=tuple(groups),
        indicators=tuple(rows),
        points=total,
        total_ceiling=ceiling,
        grades=None,
    )


@st.composite
def reweighted(draw, rubric):
    """Every row of one group is worth a multiple of what it was; its rule goes with it, or stays as it is written."""
    group = draw(st.sampled_from(rubric.groups))
    assume(not any(parent_id(pool.id) == group.id for pool in rubric.pools))
    by = draw(st.sampled_from([Fraction(1, 2), Fraction(2), Fraction(3, 2)]))
    goes_with_it = draw(st.booleans())

    def changed(row):
        if parent_id(row.id) != group.id:
            return row
        if not goes_with_it:
            return evolve(row, points=row.points * by)
        readings = tuple(evolve(each, formula=scaled(each.formula, by)) for each in row.readings)
        return evolve(row, points=row.points * by, formula=scaled(row.formula, by), readings=readings)

    return summed(rubric, [changed(row) for row in rubric.indicators])


@st.composite
def other_rules(draw, rubric):
    """Some rows over a measure have other formulas, others another clause."""

    def changed(row):
        if not isinstance(row.formula, CURVES) or draw(st.booleans()):
            return row
        maximum = row.points
        if maximum is None:
            pool = rubric.pool_of(row.id)
            maximum = pool.points / len(pool.members)
        return evolve(row, formula=draw(curve_formulas(maximum)), clause="另一条款")

    return evolve(rubric, indicators=tuple(changed(row) for row in rubric.indicators))


@st.composite
def other_rows(draw, rubric):
    """One row is taken away, renamed, or a new one is added beside it."""
    plain = [row for row in rubric.indicators if row.points is not None and rubric[parent_id(row.id)].choose == "all"]
    assume(plain)
    row = draw(st.sampled_from(plain))
    rest = [each for each in rubric.indicators if each.id != row.id]
    match draw(st.sampled_from(["gone", "renamed", "new"])):
        case "gone":
            assume(rest)
            return summed(rubric, rest)
        case "renamed":
            return summed(rubric, [*rest, evolve(row, id=f"{parent_id(row.id)}.row_renamed")])
        case _:
            new = evolve(row, id=f"{parent_id(row.id)}.row_new", label=Text("新指标"))
            return summed(rubric, [*rubric.indicators, new])


@st.composite
def other_totals(draw, rubric):
    """Roundings and policies are those of another generated rubric."""
    other = draw(rubrics())
    return evolve(rubric, rounding=other.rounding, not_applicable=other.not_applicable)


@st.composite
def tailored(draw, rubric):
    """The rubric with one to three changes of any kind; the same rubric where a change does not fit."""
    for change in draw(st.lists(st.sampled_from([reweighted, other_rules, other_rows, other_totals]), max_size=3)):
        try:
            rubric = evolve(draw(change(rubric)), answers=rubric.answers)
        except InvalidValueError:
            continue
    return rubric


def rubrics():
    """Rubrics with the one question that replaces formulas: the naive rows of the oracle read no other measure."""
    return jst.rubrics().map(_of_one_question)


def _of_one_question(rubric):
    rows = tuple(
        evolve(row, readings=tuple(each for each in row.readings if each.question == "way"))
        for row in rubric.indicators
    )
    return evolve(rubric, indicators=rows, questions=tuple(each for each in rubric.questions if each.id == "way"))


@st.composite
def answered(draw, rubric):
    """The rubric under one of its answers."""
    if not rubric.questions:
        return rubric
    return rubric.under({"way": draw(st.sampled_from(["first", "second"]))})


@st.composite
def settled_sheets(draw, rubric, known=None):
    """A sheet of the rubric in which everything is settled, pools shared in equal or other parts."""
    evidence = draw(jst.evidence(rubric, settled=True)) if known is None else known
    if known is None:
        evidence = evolve(evidence, pools=draw(splits(rubric)))
    try:
        sheet = score(rubric, evidence)
    except InvalidValueError:
        assume(False)
    assume(not list(side_problems(sheet, "before")))
    return sheet


@st.composite
def splits(draw, rubric):
    """How pools are shared: mostly not said; else in parts of which some may be nothing."""
    found = {}
    for pool in rubric.pools:
        if draw(st.booleans()):
            parts = draw(st.lists(st.integers(0, 3), min_size=len(pool.members), max_size=len(pool.members)))
            assume(sum(parts))
            shares = [pool.points * part / sum(parts) for part in parts]
            found[pool.id] = tuple(zip(pool.members, shares, strict=True))
    return found


@st.composite
def pairs(draw):
    """Two settled sheets of a rubric and a rubric tailored from it, with evidence of their own or the same."""
    rubric = draw(answered(draw(rubrics())))
    other = draw(answered(draw(tailored(rubric))))
    before = draw(settled_sheets(rubric))
    same = draw(st.sampled_from([False, False, True]))
    return before, draw(settled_sheets(other, before.evidence if same else None))


@st.composite
def mixed_pairs(draw):
    """Two sheets without pools and choices that differ in facts, rules, readings and weights at once."""
    plain = rubrics().filter(lambda each: not each.pools and all(group.choose == "all" for group in each.groups))
    rubric = draw(plain)
    try:
        other = draw(reweighted(draw(other_rules(rubric))))
    except InvalidValueError:
        assume(False)
    return draw(settled_sheets(draw(answered(rubric)))), draw(settled_sheets(draw(answered(other))))
