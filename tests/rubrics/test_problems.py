"""
Every problem that a rubric can have, with its code and its path.

Each case is the sound table below with one mistake; what is expected was worked out from the mistake, by hand.
"""

from fractions import Fraction

import pytest
from attrs import evolve

from jixiao_core._templates.rubrics import TEMPLATES
from jixiao_core.errors import InvalidValueError, JixiaoError, UnknownNameError
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Proxy, Term
from jixiao_core.rubrics.formulas import (
    Band,
    Bands,
    Checklist,
    ChecklistItem,
    Condition,
    DeductPerStep,
    Judged,
    Nonconformities,
    Option,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.grades import Adjustment, Grade, GradeCap, GradeScale, RoundingStep
from jixiao_core.rubrics.indicators import Answer, Group, Indicator, Pool, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import DocumentDemand, FiscalYears, Issuer, Source

ROWS = ["a.check", "a.rate", "b.one", "b.two"]
RATE = ROWS.index("a.rate")
DEDUCT = DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5")
STARTED = evolve(DEDUCT, part_step="count")
RATIO = Measure(numerator=(Term("top"),), denominator=(Term("base"),))


def item(name, points=1, *requires):
    return ChecklistItem(id=name, label=Text(name), points=points, requires=requires)


def condition(name="late", **deduction):
    return Condition(id=name, label=Text(name), **deduction)


def option(name, **points):
    return Option(id=name, label=Text(name), **points)


def row(name, points, formula, **more):
    return Indicator(
        id=name, label=Text(name), points=points, clause="条款", source=Source(table="表"), formula=formula, **more
    )


def fact(name, quantity=FactQuantity.COUNT, **more):
    return FactDefinition(id=name, label=Text(name), quantity=quantity, definition=Text(name), **more)


def proxy(relation="at_most", assumption="top_is_base", terms=None):
    terms = (Term("base"),) if terms is None else terms
    return Proxy(relation=relation, terms=terms, assumption=assumption, note=Text("视同"))


def question(name="part_step", answers=("whole", "started"), adopted_on="2021-12-31"):
    return Question(
        id=name,
        label=Text("不足一步"),
        answers=tuple(Answer(id=each, note=Text(each)) for each in answers),
        adopted_by=Text("某组"),
        adopted_on=adopted_on,
        reason=Text("通行"),
    )


# 20 points: a (5 + 5) and b (a pool of 10).
SOUND = {
    "series": "a-table",
    "edition": 2021,
    "revision": 1,
    "kind": "project",
    "title": Text("表"),
    "issuer": Issuer(zh="某局"),
    "fiscal_years": FiscalYears(first=2021, last=2022),
    "points": 20,
    "groups": (Group(id="a", label=Text("甲"), points=10), Group(id="b", label=Text("乙"), points=10)),
    "pools": (Pool(id="shared", label=Text("共享"), points=10, members=("b.one", "b.two")),),
    "indicators": (
        row(
            "a.check",
            5,
            Checklist(items=(item("one", 2), item("two", 3, "one"))),
            documents=(DocumentDemand(id="plan", label=Text("方案"), clause="须提供", items=("one",)),),
            reallocate_to=("a.rate",),
        ),
        row(
            "a.rate",
            5,
            DEDUCT,
            measure=RATIO,
            readings=(Reading(question="part_step", id="started", formula=STARTED),),
        ),
        row("b.one", None, Judged()),
        row("b.two", None, Judged()),
    ),
    "questions": (question(),),
    "facts": (fact("top", proxies=(proxy(),)), fact("base")),
    "grades": GradeScale(grades=(Grade(name="优", at_least=18), Grade(name="差", at_least=0))),
    "grade_caps": (GradeCap(id="veto", label=Text("一票否决"), at_most="差", clause="条款"),),
    "adjustments": (Adjustment(id="bonus", label=Text("加分"), clause="条款", high=2, per_case=1),),
    "total_ceiling": 22,
    "rounding": (RoundingStep(at="total", quantum="0.01"),),
}


def changed(where, name, **change):
    """The sound table's list `where`, with one of its parts changed."""
    return {where: tuple(evolve(part, **change) if part.id == name else part for part in SOUND[where])}


def formula(new, measure=None):
    """The formula of a.rate replaced; its reading, which is about steps, dropped."""
    return {**changed("indicators", "a.rate", formula=new, measure=measure, readings=())}


def rate(new):
    return formula(new, RATIO)


def readings(*new):
    return changed("indicators", "a.rate", readings=new)


def problems_of(changes):
    """Pairs of code and path of everything that is refused, in the order in which it is told."""
    try:
        Rubric(**{**SOUND, **changes})
    except InvalidValueError as error:
        return [(f.code, f.path) for f in error.problems]
    return []


F = f"indicators[{RATE}].formula"
THREE_QUESTIONS = (question(), question("other", ("x", "y")))
MANY = tuple(Band(at_least=f"{300 - n}%", points=1) for n in range(201))
FEW_FACTS = (fact("top"), *(fact(f"part_{n}") for n in range(11)), fact("base"))

CASES = {
    # The head.
    "series": ({"series": "A Table"}, [("bad_series", "series")]),
    "series with a dot": ({"series": "a.table"}, [("bad_series", "series")]),
    "semantics": ({"semantics": 2}, [("unknown_semantics", "semantics")]),
    "years backwards": ({"fiscal_years": FiscalYears(first=2022, last=2021)}, [("bad_years", "fiscal_years")]),
    "years too early": ({"fiscal_years": FiscalYears(first=1948, last=2021)}, [("bad_years", "fiscal_years")]),
    "years too late": ({"fiscal_years": FiscalYears(first=2021, last=2201)}, [("bad_years", "fiscal_years")]),
    "edition early": ({"edition": 1948}, [("bad_edition", "edition")]),
    "edition late": ({"edition": 2201}, [("bad_edition", "edition")]),
    "revision": ({"revision": 0}, [("bad_revision", "revision")]),
    "quantum of claims": ({"claim_quantum": 0}, [("not_positive", "claim_quantum")]),
    "quantum of a step": (
        {"rounding": (RoundingStep(at="total", quantum=0),)},
        [("not_positive", "rounding[0].quantum")],
    ),
    "rounding twice": (
        {"rounding": (RoundingStep(at="group", quantum="0.1"), RoundingStep(at="group", quantum="0.01"))},
        [("rounding_twice", "rounding[1].at")],
    ),
    "points of the table": (
        {"points": 0},
        [("not_positive", "points"), ("points_do_not_sum", "points")],
    ),
    # Ids and the tree.
    "id in Chinese": (
        changed("grade_caps", "veto", id="一票否决"),
        [("bad_id", "grade_caps[0].id")],
    ),
    "id of an adjustment": (changed("adjustments", "bonus", id="Bonus"), [("bad_id", "adjustments[0].id")]),
    "id of a pool": (changed("pools", "shared", id="b shared"), [("bad_id", "pools[0].id")]),
    "id of a row": (
        changed("indicators", "a.check", id="a.Check"),
        [("bad_id", "indicators[0].id")],
    ),
    "id of a question": (
        {"questions": (question(), question("2nd"))},
        [("bad_id", "questions[1].id")],
    ),
    "id of an answer": (
        {"questions": (question(answers=("whole", "started", "no!")),)},
        [("bad_id", "questions[0].answers[2].id")],
    ),
    "id of an assumption": (
        changed("facts", "top", proxies=(proxy(assumption="视同"),)),
        [("bad_id", "facts[0].proxies[0].assumption")],
    ),
    "id of a fact": ({"facts": (*SOUND["facts"], fact("Staff"))}, [("bad_id", "facts[2].id")]),
    "id of a paper": (
        changed("indicators", "b.one", documents=(DocumentDemand(id="方案", label=Text("方案"), clause="须"),)),
        [("bad_id", "indicators[2].documents[0].id")],
    ),
    "row twice": (
        {"indicators": (*SOUND["indicators"], row("b.two", None, Judged()))},
        [("duplicate_id", "indicators[4].id")],
    ),
    "fact twice": ({"facts": (*SOUND["facts"], fact("base"))}, [("duplicate_id", "facts[2].id")]),
    "question twice": ({"questions": (question(), question())}, [("duplicate_id", "questions[1].id")]),
    "answer twice": (
        {"questions": (question(answers=("whole", "started", "whole")),)},
        [("duplicate_id", "questions[0].answers[2].id")],
    ),
    "cap twice": ({"grade_caps": SOUND["grade_caps"] * 2}, [("duplicate_id", "grade_caps[1].id")]),
    "adjustment twice": ({"adjustments": SOUND["adjustments"] * 2}, [("duplicate_id", "adjustments[1].id")]),
    "grade twice": (
        {"grades": GradeScale(grades=(Grade(name="差", at_least=9), Grade(name="差", at_least=0)))},
        [("duplicate_id", "grades.grades[1].name")],
    ),
    "paper twice": (
        changed("indicators", "b.one", documents=(DocumentDemand(id="plan", label=Text("方案"), clause="须"),) * 2),
        [("duplicate_id", "indicators[2].documents[1].id")],
    ),
    "a group that is a row": (
        {"groups": (*SOUND["groups"], Group(id="a.rate", label=Text("又"), points=5))},
        # Its row hides it from the sum of a, and nothing stands under it.
        [("id_is_a_row", "groups[2].id"), ("empty_group", "groups[2].points")],
    ),
    "a pool that is a row": (
        changed("pools", "shared", id="a.check"),
        [("id_is_a_row", "pools[0].id")],
    ),
    "no rows": (
        {
            "indicators": (),
            "groups": (),
            "pools": (),
            "adjustments": (),
        },
        [("empty", "indicators"), ("empty_group", "points")],
    ),
    "unknown parent": (
        {"groups": (*SOUND["groups"], Group(id="c.d", label=Text("丙"), points=1))},
        [("unknown_parent", "groups[2].id"), ("empty_group", "groups[2].points")],
    ),
    # Sums.
    "first level": ({"points": 21}, [("points_do_not_sum", "points")]),
    "second level": (
        changed("groups", "a", points=11),
        [("points_do_not_sum", p) for p in ("points", "groups[0].points")],
    ),
    "third level": (changed("indicators", "a.rate", points=6), [("points_do_not_sum", "groups[0].points")]),
    "pool against its group": (changed("pools", "shared", points=9), [("points_do_not_sum", "groups[1].points")]),
    "choose one of unequal members": (
        {
            "groups": (Group(id="a", label=Text("甲"), points=10, choose="one"), SOUND["groups"][1]),
        },
        [("choice_points", "groups[0].points")],
    ),
    "choose one of members with more": (
        {
            "groups": (Group(id="a", label=Text("甲"), points=1, choose="one"), SOUND["groups"][1]),
        },
        [("points_do_not_sum", "points"), ("choice_points", "groups[0].points")],
    ),
    "row without points": (
        changed("indicators", "a.rate", points=None),
        [("points_missing", f"indicators[{RATE}].points"), ("points_do_not_sum", "groups[0].points")],
    ),
    "row with 0 points": (
        changed("indicators", "a.rate", points=0),
        [("points_do_not_sum", "groups[0].points"), ("not_positive", f"indicators[{RATE}].points")],
    ),
    "clause blank": (changed("indicators", "a.rate", clause="　"), [("empty", f"indicators[{RATE}].clause")]),
    # Pools.
    "pool of nothing": (
        changed("pools", "shared", points=0),
        [
            ("not_positive", "pools[0].points"),
            ("points_do_not_sum", "groups[1].points"),
            ("not_positive", "indicators[2].points"),
            ("not_positive", "indicators[3].points"),
        ],
    ),
    "pool of one": (
        {**changed("pools", "shared", members=("b.one",)), "indicators": SOUND["indicators"][:3]},
        [("pool_too_small", "pools[0].members")],
    ),
    "pool across groups": (
        {
            "pools": (evolve(SOUND["pools"][0], members=("b.one", "b.two", "a.more")),),
            "indicators": (*SOUND["indicators"], row("a.more", None, Judged())),
        },
        # The pool counts in both groups, as it stands in both.
        [("pool_scattered", "pools[0].members"), ("points_do_not_sum", "groups[0].points")],
    ),
    "pool of unknown rows": (
        changed("pools", "shared", members=("b.one", "b.two", "b.three")),
        [("unknown_row", "pools[0].members")],
    ),
    "pooled twice": (
        changed("pools", "shared", members=("b.one", "b.two", "b.one")),
        [("pooled_twice", "pools[0].members")],
    ),
    "pool member with points": (
        changed("indicators", "b.one", points=5),
        [("pool_member_points", "pools[0].members")],
    ),
    # Facts and measures.
    "two facts offer one assumption": (
        {"facts": (SOUND["facts"][0], fact("base"), fact("more", proxies=(proxy(),)))},
        [("assumption_twice", "facts")],
    ),
    "proxy on a proxy": (
        {"facts": (SOUND["facts"][0], fact("base", proxies=(proxy(assumption="base_is_top", terms=(Term("top"),)),)))},
        [("proxy_chain", "facts[0].proxies"), ("proxy_chain", "facts[1].proxies")],
    ),
    "proxy of nothing": (
        changed("facts", "top", proxies=(proxy(terms=()),)),
        [("empty", "facts[0].proxies[0].terms")],
    ),
    "proxy of another quantity": (
        {"facts": (*SOUND["facts"], fact("cost", FactQuantity.MONEY, proxies=(proxy(assumption="x"),)))},
        [("mixed_quantities", "facts[2].proxies[0].terms")],
    ),
    "unknown fact": (
        changed("indicators", "a.rate", measure=evolve(RATIO, numerator=(Term("tip"),))),
        [("unknown_fact", f"indicators[{RATE}].measure.numerator")],
    ),
    "unknown fact below": (
        changed("indicators", "a.rate", measure=evolve(RATIO, denominator=(Term("bass"),))),
        [("unknown_fact", f"indicators[{RATE}].measure.denominator")],
    ),
    "numerator empty": (
        changed("indicators", "a.rate", measure=evolve(RATIO, numerator=())),
        [("empty", f"indicators[{RATE}].measure.numerator")],
    ),
    "coefficient 0": (
        changed("indicators", "a.rate", measure=evolve(RATIO, numerator=(Term("top"), Term("base", 0)))),
        [("zero_coefficient", f"indicators[{RATE}].measure.numerator")],
    ),
    "people plus money": (
        {
            **changed("indicators", "a.rate", measure=evolve(RATIO, numerator=(Term("top"), Term("cost")))),
            "facts": (*SOUND["facts"], fact("cost", FactQuantity.MONEY)),
        },
        [("mixed_quantities", f"indicators[{RATE}].measure.numerator")],
    ),
    "money per person": (
        {
            **changed("indicators", "a.rate", measure=evolve(RATIO, numerator=(Term("cost"),))),
            "facts": (*SOUND["facts"], fact("cost", FactQuantity.MONEY)),
        },
        [("unlike_quantities", f"indicators[{RATE}].measure")],
    ),
    "eleven facts and a base": (
        {
            **changed(
                "indicators", "a.rate", measure=evolve(RATIO, numerator=tuple(Term(f"part_{n}") for n in range(11)))
            ),
            "facts": FEW_FACTS,
        },
        [("too_many", f"indicators[{RATE}].measure")],
    ),
    "measure missing": (formula(DEDUCT), [("measure_missing", f"indicators[{RATE}].measure")]),
    "measure unused": (rate(Judged()), [("measure_unused", f"indicators[{RATE}].measure")]),
    # Questions and readings.
    "one answer": (
        {"questions": (question(), question("other", ("x",)))},
        [("too_few_answers", "questions[1].answers")],
    ),
    **{
        f"date {date}": ({"questions": (question(adopted_on=date),)}, [("bad_date", "questions[0].adopted_on")])
        for date in ("2021-02-30", "20211231", "2021-W01-1", "2021-1-1", "二〇二一年", "2021-12-31T00:00", "")
    },
    "reading of an unknown question": (
        readings(Reading(question="part_steps", id="started", formula=STARTED)),
        [("unknown_question", f"indicators[{RATE}].readings[0].question")],
    ),
    "reading of an unknown answer": (
        readings(Reading(question="part_step", id="begun", formula=STARTED)),
        [("unknown_answer", f"indicators[{RATE}].readings[0].id")],
    ),
    "reading of the adopted answer": (
        readings(Reading(question="part_step", id="whole", formula=STARTED)),
        [("unknown_answer", f"indicators[{RATE}].readings[0].id")],
    ),
    "reading twice": (
        readings(*(Reading(question="part_step", id="started", formula=STARTED),) * 2),
        [("reading_twice", f"indicators[{RATE}].readings[1].id")],
    ),
    "reading of nothing": (
        readings(Reading(question="part_step", id="started")),
        [("reading_changes_nothing", f"indicators[{RATE}].readings[0]")],
    ),
    "reading with a bad formula": (
        readings(Reading(question="part_step", id="started", formula=evolve(STARTED, step=0))),
        [("not_positive", f"indicators[{RATE}].readings[0].formula.step")],
    ),
    "reading with a bad measure": (
        readings(Reading(question="part_step", id="started", measure=evolve(RATIO, numerator=(Term("x"),)))),
        [("unknown_fact", f"indicators[{RATE}].readings[0].measure.numerator")],
    ),
    "reading that needs no measure": (
        readings(Reading(question="part_step", id="started", formula=Judged())),
        [("measure_unused", f"indicators[{RATE}].readings[0].measure")],
    ),
    "points go to itself": (
        changed("indicators", "a.rate", reallocate_to=("a.rate",)),
        [("not_a_sibling", f"indicators[{RATE}].reallocate_to")],
    ),
    "points go to a row elsewhere": (
        changed("indicators", "a.rate", reallocate_to=("b.one",)),
        [("not_a_sibling", f"indicators[{RATE}].reallocate_to")],
    ),
    "points go to a pool": (
        {
            **changed("indicators", "a.rate", reallocate_to=("shared",)),
        },
        [("not_a_sibling", f"indicators[{RATE}].reallocate_to")],
    ),
    "paper for an unknown item": (
        changed(
            "indicators",
            "a.check",
            documents=(DocumentDemand(id="plan", label=Text("方案"), clause="须", items=("three",)),),
        ),
        [("unknown_item", "indicators[0].documents[0].items")],
    ),
    "paper for items of a row without items": (
        changed(
            "indicators",
            "b.one",
            documents=(DocumentDemand(id="plan", label=Text("方案"), clause="须", items=("one",)),),
        ),
        [("unknown_item", "indicators[2].documents[0].items")],
    ),
    # Bands.
    "no bands": (rate(Bands(bands=())), [("empty", f"{F}.bands")]),
    "201 bands": (rate(Bands(bands=MANY)), [("too_many", f"{F}.bands")]),
    "band without edge": (rate(Bands(bands=(Band(points=5),))), [("band_edges", f"{F}.bands[0]")]),
    "band with two edges": (
        rate(Bands(bands=(Band(points=5, at_least="90%", below="95%"),))),
        [("band_edges", f"{F}.bands[0]")],
    ),
    "bands of two directions": (
        rate(Bands(bands=(Band(points=5, at_least="90%"), Band(points=1, below="50%")))),
        [("band_directions", f"{F}.bands")],
    ),
    "falling bands in rising order": (
        rate(Bands(bands=(Band(points=1, at_least="60%"), Band(points=5, at_least="90%")))),
        [("band_order", f"{F}.bands[1]")],
    ),
    "rising bands in falling order": (
        rate(Bands(bands=(Band(points=1, at_most="20%"), Band(points=5, at_most="10%")))),
        [("band_order", f"{F}.bands[1]")],
    ),
    "≥ before > at one level": (
        rate(Bands(bands=(Band(points=1, at_least="60%"), Band(points=5, above="60%")))),
        [("band_order", f"{F}.bands[1]")],
    ),
    "≤ before < at one level": (
        rate(Bands(bands=(Band(points=1, at_most="60%"), Band(points=5, below="60%")))),
        [("band_order", f"{F}.bands[1]")],
    ),
    "one band twice": (
        rate(Bands(bands=(Band(points=5, at_least="60%"), Band(points=1, at_least="60%")))),
        [("band_order", f"{F}.bands[1]")],
    ),
    "> before ≥ at one level": (
        rate(Bands(bands=(Band(points=5, above="60%"), Band(points=1, at_least="60%")))),
        [],
    ),
    "band above the maximum": (
        rate(Bands(bands=(Band(points="5.01", at_least="60%"),))),
        [("points_above_maximum", f"{F}.bands[0].points")],
    ),
    "band below nothing": (
        rate(Bands(bands=(Band(points="-0.01", at_least="60%"),))),
        [("negative_points", f"{F}.bands[0].points")],
    ),
    "otherwise above the maximum": (
        rate(Bands(bands=(Band(points=5, at_least="60%"),), otherwise=6)),
        [("points_above_maximum", f"{F}.otherwise")],
    ),
    # Deductions by steps.
    "step 0": (rate(evolve(DEDUCT, step=0)), [("not_positive", f"{F}.step")]),
    "deduction 0": (rate(evolve(DEDUCT, deduct=0)), [("not_positive", f"{F}.deduct")]),
    # 5 ÷ 0.005 = 1000 steps; 2 × 1000 + 2 pieces are more than 2000.
    "1000 steps": (rate(evolve(DEDUCT, deduct="0.005")), [("too_many_steps", f"{F}.deduct")]),
    # 5 ÷ (5/999) = 999 steps.
    "999 steps": (rate(evolve(DEDUCT, deduct="5/999")), []),
    "1000 steps in proportion": (rate(evolve(DEDUCT, deduct="0.005", part_step="proportional")), []),
    "cut-off below the standard": (rate(evolve(DEDUCT, zero_beyond="99%")), [("wrong_side", f"{F}.zero_beyond")]),
    "cut-off at the standard": (rate(evolve(DEDUCT, zero_beyond="100%")), []),
    "cut-off above the standard": (
        rate(evolve(DEDUCT, side="below", zero_beyond="101%")),
        [("wrong_side", f"{F}.zero_beyond")],
    ),
    "cut-off of a negative deviation": (
        rate(evolve(DEDUCT, side="either", zero_beyond="-1%")),
        [("wrong_side", f"{F}.zero_beyond")],
    ),
    # Lines.
    "flat line": (rate(Proportional(full_at="50%", zero_at="50%")), [("flat_line", f"{F}.zero_at")]),
    "cap above the maximum": (rate(Proportional(cap=6)), [("points_above_maximum", f"{F}.cap")]),
    "floor above the cap": (rate(Proportional(cap=3, floor=4)), [("points_above_maximum", f"{F}.floor")]),
    "floor below nothing": (rate(Proportional(floor=-1)), [("negative_points", f"{F}.floor")]),
    "two cut-offs": (
        rate(Proportional(zero_beyond="30%", zero_from="40%")),
        [("two_cut_offs", f"{F}.zero_from")],
    ),
    "cut-off off the line": (
        rate(Proportional(zero_beyond="101%")),
        [("cut_off_outside", f"{F}.zero_beyond")],
    ),
    "cut-off off a falling line": (
        rate(Proportional(full_at="100%", zero_at="150%", zero_from="99%")),
        [("cut_off_outside", f"{F}.zero_from")],
    ),
    # Targets.
    "over-achievement from 99%": (
        formula(Targets(over_threshold="99%")),
        [("over_threshold", f"{F}.over_threshold")],
    ),
    # Checklists.
    "no items": (formula(Checklist(items=())), [("empty", f"{F}.items")]),
    "61 items": (
        formula(Checklist(items=tuple(item(f"i{n}", "0.01") for n in range(61)))),
        [("too_many", f"{F}.items")],
    ),
    "item twice": (
        formula(Checklist(items=(item("one"), item("one")))),
        [("duplicate_id", f"{F}.items[1].id")],
    ),
    "id of an item": (formula(Checklist(items=(item("①"),))), [("bad_id", f"{F}.items[0].id")]),
    "item of 0 points": (formula(Checklist(items=(item("one", 0),))), [("not_positive", f"{F}.items[0].points")]),
    "clauses above the maximum": (
        formula(Checklist(items=(item("one", 3), item("two", "2.01")))),
        [("clauses_above_maximum", f"{F}.items")],
    ),
    "item requires an unknown one": (
        formula(Checklist(items=(item("one", 1, "none"),))),
        [("unknown_item", f"{F}.items[0].requires")],
    ),
    "item requires itself": (
        formula(Checklist(items=(item("one", 1, "one"),))),
        [("unknown_item", f"{F}.items[0].requires"), ("requires_cycle", f"{F}.items")],
    ),
    "items require each other": (
        formula(Checklist(items=(item("one", 1, "two"), item("two", 1, "three"), item("three", 1, "one")))),
        [("requires_cycle", f"{F}.items")],
    ),
    # Nonconformities.
    "no conditions": (formula(Nonconformities(conditions=())), [("empty", f"{F}.conditions")]),
    "61 conditions": (
        formula(Nonconformities(conditions=tuple(condition(f"c{n}", deduct=1) for n in range(61)))),
        [("too_many", f"{F}.conditions")],
    ),
    "condition twice": (
        formula(Nonconformities(conditions=(condition(deduct=1), condition(deduct=2)))),
        [("duplicate_id", f"{F}.conditions[1].id")],
    ),
    "condition without deduction": (
        formula(Nonconformities(conditions=(condition(deduct_low=1),))),
        [("points_or_range", f"{F}.conditions[0]")],
    ),
    "condition with both": (
        formula(Nonconformities(conditions=(condition(deduct=1, deduct_high=2),))),
        [("points_or_range", f"{F}.conditions[0]")],
    ),
    "deduction of 0 per case": (
        formula(Nonconformities(conditions=(condition(deduct=0),))),
        [("not_positive", f"{F}.conditions[0].deduct")],
    ),
    "deduction above the maximum": (
        formula(Nonconformities(conditions=(condition(deduct=6),))),
        [("points_above_maximum", f"{F}.conditions[0].deduct")],
    ),
    "range of deductions backwards": (
        formula(Nonconformities(conditions=(condition(deduct_low=3, deduct_high=3),))),
        [("bad_range", f"{F}.conditions[0]")],
    ),
    "range of deductions from 0": (
        formula(Nonconformities(conditions=(condition(deduct_low=0, deduct_high=3),))),
        [("bad_range", f"{F}.conditions[0]")],
    ),
    "range of deductions above the maximum": (
        formula(Nonconformities(conditions=(condition(deduct_low=4, deduct_high=7),))),
        [("points_above_maximum", f"{F}.conditions[0].deduct_high")],
    ),
    # Options.
    "one option": (formula(Options(options=(option("on", points=5),))), [("too_few_options", f"{F}.options")]),
    "61 options": (
        formula(Options(options=tuple(option(f"o{n}", points=1) for n in range(61)))),
        [("too_many", f"{F}.options")],
    ),
    "option twice": (
        formula(Options(options=(option("on", points=5), option("on", points=0)))),
        [("duplicate_id", f"{F}.options[1].id")],
    ),
    "option without points": (
        formula(Options(options=(option("on", points=5), option("off")))),
        [("points_or_range", f"{F}.options[1]")],
    ),
    "option with half a range": (
        formula(Options(options=(option("on", points=5), option("off", low=0)))),
        [("points_or_range", f"{F}.options[1]")],
    ),
    "option with points and a range": (
        formula(Options(options=(option("on", points=5), option("off", points=1, low=0, high=2)))),
        [("points_or_range", f"{F}.options[1]")],
    ),
    "option with points and half a range": (
        formula(Options(options=(option("on", points=5), option("off", points=1, high=2)))),
        [("points_or_range", f"{F}.options[1]")],
    ),
    "range of an option backwards": (
        formula(Options(options=(option("on", points=5), option("off", low=2, high=2)))),
        [("bad_range", f"{F}.options[1]")],
    ),
    "option above the maximum": (
        formula(Options(options=(option("on", points=6), option("off", low=-1, high=7)))),
        [
            ("points_above_maximum", f"{F}.options[0].points"),
            ("points_above_maximum", f"{F}.options[1].high"),
            ("negative_points", f"{F}.options[1].low"),
        ],
    ),
    # Grades and adjustments.
    "grades end above 0": (
        {"grades": GradeScale(grades=(Grade(name="差", at_least=1),))},
        [("grades_start", "grades.grades")],
    ),
    "no grades": (
        {"grades": GradeScale(grades=()), "grade_caps": ()},
        [("grades_start", "grades.grades")],
    ),
    "grades in rising order": (
        {"grades": GradeScale(grades=tuple(Grade(name=n, at_least=p) for n, p in (("优", 9), ("良", 9), ("差", 0))))},
        [("grades_order", "grades.grades[1].at_least")],
    ),
    "a grade above the total": (
        {
            "grades": GradeScale(grades=(Grade(name="优", at_least=9999), Grade(name="差", at_least=0))),
            "grade_caps": (),
        },
        [("grade_above_total", "grades.grades[0].at_least")],
    ),
    "cap at an unknown grade": (
        changed("grade_caps", "veto", at_most="中"),
        [("unknown_grade", "grade_caps[0].at_most")],
    ),
    "cap on an unknown row": (
        changed("grade_caps", "veto", indicator="c", points_at_most=1),
        [("unknown_row", "grade_caps[0].indicator")],
    ),
    "cap on a row without points": (
        changed("grade_caps", "veto", indicator="a.rate"),
        [("cap_condition", "grade_caps[0]")],
    ),
    "cap on points of no row": (
        changed("grade_caps", "veto", points_at_most=1),
        [("cap_condition", "grade_caps[0]")],
    ),
    "adjustment that changes nothing": (
        changed("adjustments", "bonus", high=0),
        [("adjustment_caps", "adjustments[0]")],
    ),
    "adjustment that must add": (
        changed("adjustments", "bonus", low=1),
        [("adjustment_caps", "adjustments[0]")],
    ),
    "adjustment that must take": (
        changed("adjustments", "bonus", low=-2, high=-1),
        [("adjustment_caps", "adjustments[0]")],
    ),
    "cases worth nothing": (
        changed("adjustments", "bonus", per_case=0),
        [("zero_per_case", "adjustments[0].per_case")],
    ),
    "ceiling below the table": ({"total_ceiling": 19}, [("ceiling", "total_ceiling")]),
}

CLASHING = {
    "questions": THREE_QUESTIONS,
    **readings(
        Reading(question="part_step", id="started", formula=STARTED),
        Reading(question="other", id="y", formula=Proportional()),
    ),
}

CALLS = {
    "a node that is not there": (lambda rubric: rubric["a.rat"], [("unknown_indicator", "")]),
    "a group asked for as a row": (lambda rubric: rubric.indicator("a"), [("unknown_indicator", "")]),
    "a fact that is not there": (lambda rubric: rubric.fact("tip"), [("unknown_fact", "")]),
    "a question that is not there": (lambda rubric: rubric.question("other"), [("unknown_question", "")]),
    "answers that are not there": (
        lambda rubric: rubric.under({"other": "x", "part_step": "begun"}),
        [("unknown_question", ""), ("unknown_answer", "")],
    ),
}


def prefixed(pairs):
    return [(f"rubrics.{code}", path) for code, path in pairs]


def test_the_table_that_the_cases_spoil_is_sound():
    assert problems_of({}) == []


@pytest.mark.parametrize("name", CASES)
def test_one_mistake_gives_its_problem_and_no_other(name):
    changes, expected = CASES[name]
    assert problems_of(changes) == prefixed(expected)


@pytest.mark.parametrize("name", CALLS)
def test_names_that_are_not_known_are_refused_with_the_known_ones(name):
    call, expected = CALLS[name]
    with pytest.raises(UnknownNameError) as caught:
        call(Rubric(**SOUND))
    assert [(p.code, p.path) for p in caught.value.problems] == prefixed(expected)
    assert all(p.message["known"] for p in caught.value.problems)


def test_answers_that_replace_one_part_of_a_row_cannot_be_chosen_together():
    rubric = Rubric(**{**SOUND, **CLASHING})
    assert rubric.under({"part_step": "started"}).answers == (("part_step", "started"),)
    with pytest.raises(InvalidValueError) as caught:
        rubric.under({"part_step": "started", "other": "y"})
    assert [(p.code, p.path) for p in caught.value.problems] == [("rubrics.readings_clash", "a.rate")]
    assert caught.value.problems[0].message["questions"] == ("part_step", "other")


def test_every_code_of_the_layer_is_provoked_here():
    provoked = {code for _, expected in (*CASES.values(), *CALLS.values()) for code, _ in expected}
    of_tables = {code for code in TEMPLATES if not code.startswith("rubrics.overlay_")}  # see test_tailoring.py
    assert {f"rubrics.{code}" for code in (*provoked, "readings_clash")} == of_tables


@pytest.mark.parametrize("name", CASES)
def test_every_problem_has_a_sentence(name):
    """No placeholder is left open, and what was found is in the text."""
    changes, expected = CASES[name]
    if not expected:
        return
    with pytest.raises(JixiaoError) as caught:
        Rubric(**{**SOUND, **changes})
    for problem in caught.value.problems:
        text = str(problem.message)
        assert text
        assert "{" not in text
        assert "}" not in text


def test_all_problems_at_once():
    """Mistakes in every part of one rubric are all told, each with its path."""
    changes = {
        "series": "A",
        "revision": 0,
        "points": 21,
        **changed("groups", "b", points=9),
        "indicators": (
            evolve(SOUND["indicators"][0], formula=Checklist(items=(item("one", 4), item("two", 4, "three")))),
            evolve(
                SOUND["indicators"][1],
                formula=evolve(DEDUCT, step=-1, deduct=0, zero_beyond="1%"),
                measure=evolve(RATIO, denominator=(Term("bass"),)),
                readings=(Reading(question="whose", id="ours"),),
            ),
            *SOUND["indicators"][2:],
        ),
        "questions": (question(adopted_on="yesterday", answers=("whole",)),),
        **changed("facts", "top", proxies=(proxy(terms=(Term("bass"),)),)),
        "grades": GradeScale(grades=(Grade(name="优", at_least=1), Grade(name="差", at_least=2))),
        **changed("adjustments", "bonus", low=3),
        "total_ceiling": 1,
    }
    assert problems_of(changes) == prefixed(
        [
            ("bad_series", "series"),
            ("bad_revision", "revision"),
            ("points_do_not_sum", "points"),
            ("points_do_not_sum", "groups[1].points"),
            ("unknown_fact", "facts[0].proxies[0].terms"),
            ("too_few_answers", "questions[0].answers"),
            ("bad_date", "questions[0].adopted_on"),
            ("unknown_item", "indicators[0].formula.items[1].requires"),
            ("clauses_above_maximum", "indicators[0].formula.items"),
            ("not_positive", f"{F}.step"),
            ("not_positive", f"{F}.deduct"),
            ("wrong_side", f"{F}.zero_beyond"),
            ("unknown_fact", f"indicators[{RATE}].measure.denominator"),
            ("unknown_question", f"indicators[{RATE}].readings[0].question"),
            ("reading_changes_nothing", f"indicators[{RATE}].readings[0]"),
            ("grades_start", "grades.grades"),
            ("grades_order", "grades.grades[1].at_least"),
            ("adjustment_caps", "adjustments[0]"),
            ("ceiling", "total_ceiling"),
        ]
    )


class TestWhatAProblemSays:
    """The parameters, worked out by hand."""

    def message(self, name):
        changes, _ = CASES[name]
        with pytest.raises(InvalidValueError) as caught:
            Rubric(**{**SOUND, **changes})
        return caught.value.problems[-1].message

    def test_sum_of_a_level(self):
        # a.check 5 + a.rate 6 = 11, the group states 10.
        message = self.message("third level")
        assert (message["found"], message["stated"], message["group"]) == (Fraction(11), Fraction(10), "a")

    def test_sum_of_clauses(self):
        # 3 + 2.01
        message = self.message("clauses above the maximum")
        assert (message["found"], message["maximum"]) == (Fraction(501, 100), Fraction(5))

    def test_steps(self):
        message = self.message("1000 steps")
        assert (message["found"], message["allowed"]) == (1000, 999)

    def test_duplicates_name_their_first_place(self):
        message = self.message("row twice")
        assert (message["found"], message["first"]) == ("'b.two'", "indicators[3]")

    def test_a_cut_off_names_the_line_in_order(self):
        message = self.message("cut-off off a falling line")
        assert (message["low"], message["high"]) == (Fraction(1), Fraction(3, 2))

    def test_other_answers_are_known_to_a_reading(self):
        assert self.message("reading of the adopted answer")["known"] == ("started",)
