"""Small changes of a rubric: a word, an edge, a step, a rule of the head, an order; or nothing but the revision."""

from fractions import Fraction

from attrs import evolve
from hypothesis import assume
from hypothesis import strategies as st

from jixiao_core.errors import JixiaoError
from jixiao_core.exact.intervals import Interval
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import (
    Bands,
    Checklist,
    DeductPerStep,
    Nonconformities,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.strategies.formulas import curve_formulas, measures, other_formulas

CURVES = (Bands, DeductPerStep, Proportional)
OTHER_EDGE = {"at_least": "above", "above": "at_least", "at_most": "below", "below": "at_most"}


def maximum(rubric, row):
    if row.points is not None:
        return row.points
    pool = next(pool for pool in rubric.pools if row.id in pool.members)
    return pool.points / len(pool.members)


def with_row(rubric, row):
    rows = tuple(row if each.id == row.id else each for each in rubric.indicators)
    return evolve(rubric, indicators=rows)


@st.composite
def other_words(draw, rubric):
    row = draw(st.sampled_from(rubric.indicators))
    words = draw(st.sampled_from(["条款。", "另款", "条款条款", "", "Klausel"]))
    kind = draw(st.sampled_from(["clause", "label", "explanation", "notes", "papers", "note"]))
    if kind == "note" and row.readings:
        first, *rest = row.readings
        return with_row(rubric, evolve(row, readings=(evolve(first, note=Text(words)), *rest)))
    found = {
        "clause": {"clause": words},
        "label": {"label": Text(words or "名")},
        "explanation": {"explanation": words},
        "notes": {"notes": (Text(words),) if words else ()},
        "papers": {"papers": (Text("甲"), Text(words or "乙"))},
        "note": {"clause_corrected": words},
    }[kind]
    return with_row(rubric, evolve(row, **found))


def tweaked_bands(draw, formula):
    bands = list(formula.bands)
    place = draw(st.integers(0, len(bands) - 1))
    band = bands[place]
    ((edge, level),) = band.edges
    match draw(st.sampled_from(["edge", "level", "points", "drop", "otherwise"])):
        case "edge":
            bands[place] = evolve(band, **{edge: None, OTHER_EDGE[edge]: level})
        case "level":
            bands[place] = evolve(band, **{edge: level + Fraction(draw(st.integers(-2, 2)), 40)})
        case "points":
            bands[place] = evolve(band, points=band.points / 2)
        case "drop":
            if len(bands) > 1:
                del bands[place]
        case _:
            return evolve(formula, otherwise=formula.otherwise / 2)
    return evolve(formula, bands=tuple(bands))


def tweaked_deduction(draw, formula):
    match draw(st.sampled_from(["step", "deduct", "part_step", "side", "standard", "zero_beyond"])):
        case "step":
            return evolve(formula, step=formula.step * 2)
        case "deduct":
            return evolve(formula, deduct=formula.deduct / 2)
        case "part_step":
            return evolve(formula, part_step=draw(st.sampled_from(["ignore", "count", "proportional"])))
        case "side":
            return evolve(formula, side=draw(st.sampled_from(["above", "below", "either"])), zero_beyond=None)
        case "standard":
            return evolve(formula, standard=formula.standard + Fraction(1, 50))
        case _:
            return evolve(formula, zero_beyond=None)


def tweaked_line(draw, formula):
    match draw(st.sampled_from(["full", "zero", "cap", "floor", "cut"])):
        case "full":
            return evolve(formula, full_at=formula.full_at + Fraction(1, 50))
        case "zero":
            return evolve(formula, zero_at=formula.zero_at - Fraction(1, 50))
        case "cap":
            return evolve(formula, cap=None)
        case "floor":
            return evolve(formula, floor=0)
        case _:
            return evolve(formula, zero_beyond=formula.zero_from, zero_from=formula.zero_beyond)


def tweaked_other(draw, formula):
    match formula:
        case Checklist(items=items):
            kind = draw(st.sampled_from(["partial", "requires", "points", "label", "drop"]))
            last = items[-1]
            if kind == "partial":
                return evolve(formula, partial_credit=not formula.partial_credit)
            if kind == "drop":
                return evolve(formula, items=items[:-1])
            changed = {
                "requires": evolve(last, requires=()),
                "points": evolve(last, points=last.points / 2),
                "label": evolve(last, label=Text("另条")),
            }[kind]
            return evolve(formula, items=(*items[:-1], changed))
        case Nonconformities(conditions=conditions):
            last = conditions[-1]
            if draw(st.booleans()):
                return evolve(formula, per="case" if formula.per == "condition" else "condition")
            half = (
                evolve(last, deduct=last.deduct / 2)
                if last.deduct is not None
                else evolve(last, deduct_low=last.deduct_low / 2)
            )
            return evolve(formula, conditions=(*conditions[:-1], half))
        case Options(options=options):
            last = options[-1]
            half = (
                evolve(last, points=last.points / 2)
                if last.points is not None
                else evolve(last, low_open=not last.low_open)
            )
            return evolve(formula, options=(*options[:-1], half))
        case Targets():
            kind = draw(st.sampled_from(["over", "threshold", "key"]))
            changed = {
                "over": {"over_achievement": draw(st.sampled_from(["cap", "explain", "reduce", "zero"]))},
                "threshold": {"over_threshold": "130%"},
                "key": {"key_target": "as_others" if formula.key_target == "zero_row" else "zero_row"},
            }[kind]
            return evolve(formula, **changed)
        case _:
            return evolve(formula, must_tailor=not formula.must_tailor)


@st.composite
def other_formula(draw, rubric):
    row = draw(st.sampled_from(rubric.indicators))
    most = maximum(rubric, row)
    if draw(st.sampled_from([False, False, False, True])):
        formula = draw(curve_formulas(most) if row.measure is not None else other_formulas(most))
    elif isinstance(row.formula, Bands):
        formula = tweaked_bands(draw, row.formula)
    elif isinstance(row.formula, DeductPerStep):
        formula = tweaked_deduction(draw, row.formula)
    elif isinstance(row.formula, Proportional):
        formula = tweaked_line(draw, row.formula)
    else:
        formula = tweaked_other(draw, row.formula)
    documents = () if isinstance(row.formula, Checklist) else row.documents
    return with_row(rubric, evolve(row, formula=formula, documents=documents))


@st.composite
def other_measure(draw, rubric):
    rows = [row for row in rubric.indicators if row.measure is not None]
    assume(rows)
    row = draw(st.sampled_from(rows))
    measure = row.measure
    match draw(st.sampled_from(["over_zero", "zero_over_zero", "domain", "redraw", "twice", "basis", "readings"])):
        case "over_zero":
            measure = evolve(measure, over_zero="best" if measure.over_zero == "worst" else "worst")
        case "zero_over_zero":
            measure = evolve(measure, zero_over_zero=draw(st.sampled_from([None, "0%", "100%"])))
        case "domain":
            measure = evolve(measure, domain=Interval.parse(draw(st.sampled_from(["[0, inf)", "[0, 1]", "[0, 1)"]))))
        case "redraw":
            measure = draw(measures())
        case "twice":
            # The same ratio of twice the forms: written otherwise, always the same.
            double = [
                tuple(evolve(t, times=t.times * 2) for t in part) for part in (measure.numerator, measure.denominator)
            ]
            measure = evolve(measure, numerator=double[0], denominator=double[1])
        case "basis":
            measure = evolve(measure, basis="printed")
        case _:
            return with_row(rubric, evolve(row, readings=row.readings[1:]))
    return with_row(rubric, evolve(row, measure=measure))


@st.composite
def other_tree(draw, rubric):
    row = draw(st.sampled_from(rubric.indicators))
    match draw(st.sampled_from(["policy", "group", "order", "papers", "weight"])):
        case "policy":
            policy = draw(st.sampled_from([None, "full_points", "reallocate", "rescale", "zero"]))
            return with_row(rubric, evolve(row, not_applicable=policy))
        case "group":
            first, *rest = rubric.groups
            return evolve(rubric, groups=(evolve(first, label=Text("另组"), not_applicable="zero"), *rest))
        case "order":
            return evolve(rubric, indicators=tuple(draw(st.permutations(rubric.indicators))))
        case "papers":
            return with_row(rubric, evolve(row, documents=()))
        case _:
            group = next(each for each in rubric.groups if each.id == row.id.rpartition(".")[0])
            assume(row.points is not None and group.choose == "all")
            groups = tuple(evolve(each, points=each.points + 1) if each is group else each for each in rubric.groups)
            changed = evolve(row, points=row.points + 1)
            rows = tuple(changed if each.id == row.id else each for each in rubric.indicators)
            ceiling = None if rubric.total_ceiling is None else rubric.total_ceiling + 2
            return evolve(rubric, groups=groups, indicators=rows, points=rubric.points + 1, total_ceiling=ceiling)


@st.composite
def other_head(draw, rubric):
    changes = {
        "title": {"title": Text("另表")},
        "notes": {"notes": (Text("备注"),)},
        "policy": {"not_applicable": draw(st.sampled_from(["full_points", "reallocate", "rescale", "zero"]))},
        "rounding": {"rounding": rubric.rounding[1:]},
        "quantum": {"claim_quantum": "0.1"},
        "grades": {"grades": None},
        "adjustments": {"adjustments": (), "total_ceiling": None},
        "questions": {
            "questions": tuple(evolve(each, reason=Text("另有说明")) for each in rubric.questions),
        },
        "facts": {"facts": (evolve(rubric.facts[0], definition=Text("另义")), *rubric.facts[1:])},
    }
    return evolve(rubric, **changes[draw(st.sampled_from(sorted(changes)))])


@st.composite
def mutated(draw, rubric):
    """A rubric with one or two small changes, or with another revision only."""
    changed = evolve(rubric, revision=rubric.revision + 1, edition=draw(st.sampled_from([2024, 2025])))
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
        kind = draw(st.sampled_from([other_words, other_formula, other_formula, other_measure, other_tree, other_head]))
        try:
            changed = draw(kind(changed))
        except JixiaoError:
            # Some changes make no sound table.
            assume(False)
    return changed
