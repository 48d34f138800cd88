"""
Every problem of evidence and cases, and every finding of sheets and reviews, each provoked by one mistake.

What is expected follows from the mistake; where points are named they are worked out beside it.
"""

from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from jixiao_core._templates.scoring import TEMPLATES
from jixiao_core.errors import InvalidValueError, JixiaoError, NumberError, UnknownNameError, UnsettledError
from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money, Number, Rate
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Proxy, Term
from jixiao_core.rubrics.formulas import (
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
from jixiao_core.rubrics.grades import Adjustment, Grade, GradeCap, GradeScale
from jixiao_core.rubrics.indicators import Answer, Group, Indicator, Pool, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import DocumentDemand, FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import (
    Cases,
    CasesFound,
    ChecklistAssessment,
    ItemFinding,
    Judgement,
    NotApplicable,
    OptionChosen,
    TargetRow,
    TargetsAssessment,
)
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import AdjustmentFigure, Evidence
from jixiao_core.scoring.evidence_checks import evidence_problems
from jixiao_core.scoring.figures import Bounded, Known
from jixiao_core.scoring.implied import implied
from jixiao_core.scoring.review import review
from jixiao_core.scoring.score import score

F = Fraction


def row(name, points, formula, **more):
    return Indicator(
        id=name, label=Text(name), points=points, clause="条款", source=Source(table="表"), formula=formula, **more
    )


def fact(name, quantity, **more):
    return FactDefinition(id=name, label=Text(name), quantity=quantity, definition=Text(name), **more)


def ratio(top, base, **more):
    return Measure(numerator=(Term(top),), denominator=(Term(base),) if base else (), **more)


STEPS = DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5")
HEADCOUNT = Proxy(
    relation="at_most", terms=(Term("headcount"),), assumption="headcount_is_staff", note=Text("实有人数均为在职人员")
)

TABLE = Rubric(
    series="a-table",
    edition=2021,
    revision=1,
    kind="project",
    title=Text("表"),
    issuer=Issuer(zh="某局"),
    fiscal_years=FiscalYears(first=2021, last=2021),
    points=60,
    # staff 5 + cost 5 + rules 5 + cases 5 + state 5 + goals 5 + pick 5 + visits 5 + shared 10 + extra 10
    indicators=(
        row("staff", 5, STEPS, measure=ratio("staff", "posts")),
        row("cost", 5, Proportional(full_at="100%", zero_at="0%"), measure=ratio("spent", "budget", domain="[0, 1]")),
        row(
            "rules",
            5,
            Checklist(
                items=(
                    ChecklistItem(id="made", label=Text("制定"), points=2),
                    ChecklistItem(id="kept", label=Text("执行"), points=3, requires=("made",)),
                )
            ),
            documents=(DocumentDemand(id="paper", label=Text("制度"), clause="须提供"),),
        ),
        row(
            "cases",
            5,
            Nonconformities(
                conditions=(
                    Condition(id="late", label=Text("迟"), deduct=1),
                    Condition(id="bad", label=Text("差"), deduct_low=2, deduct_high=4),
                )
            ),
        ),
        row(
            "state",
            5,
            Options(
                options=(
                    Option(id="in_time", label=Text("及时"), points=5),
                    Option(id="late", label=Text("迟"), low=0, high=3, high_open=True),
                )
            ),
        ),
        row("goals", 5, Targets(over_achievement="explain", over_threshold="120%")),
        row("pick.a", 5, Judged()),
        row("pick.b", 5, Judged()),
        row("visits", 5, Proportional(full_at=10, zero_at=0), measure=ratio("visits", None)),
        row("one", None, Judged()),
        row("two", None, Judged()),
        row("extra", 10, STEPS, measure=ratio("extra", "posts", over_zero="best")),
    ),
    groups=(Group(id="pick", label=Text("择一"), points=5, choose="one"),),
    pools=(Pool(id="shared", label=Text("共享"), points=10, members=("one", "two")),),
    facts=(
        fact("staff", FactQuantity.COUNT, proxies=(HEADCOUNT,)),
        fact("posts", FactQuantity.COUNT),
        fact("headcount", FactQuantity.COUNT),
        fact("spent", FactQuantity.MONEY),
        fact("budget", FactQuantity.MONEY),
        fact("visits", FactQuantity.COUNT),
        fact("extra", FactQuantity.NUMBER, may_be_negative=True),
    ),
    grades=GradeScale(grades=(Grade(name="优", at_least=54), Grade(name="差", at_least=0))),
    grade_caps=(
        GradeCap(id="veto", label=Text("否决"), at_most="差", clause="条款"),
        GradeCap(
            id="late_report", label=Text("迟报"), at_most="差", clause="条款", indicator="state", points_at_most=0
        ),
    ),
    adjustments=(
        Adjustment(id="bonus", label=Text("加分"), clause="条款", high=2, per_case=1),
        Adjustment(id="penalty", label=Text("扣分"), clause="条款", low=-3),
    ),
    total_ceiling=62,
)


def of(**evidence):
    """Evidence from plain values."""
    return lambda: Evidence.of(TABLE, **evidence)


def scored(**evidence):
    """Evidence from values of the model, which scoring checks."""
    return lambda: score(TABLE, Evidence(**evidence))


def assessed(name, assessment):
    return scored(assessments={name: assessment})


def items(*found):
    return ChecklistAssessment(items=found)


def targets(**figures):
    return TargetsAssessment(rows=(TargetRow(label="目标", **figures),))


def case(*rounds, rubric="a-table@2021.1", **evidence):
    return Case(rubric=rubric, fiscal_year=2021, evidence=Evidence(**evidence), rounds=rounds)


def claims(*, role="self", total=None, grade="", **points):
    rows = tuple(Claim(indicator=name, points=value) for name, value in points.items())
    return ScoreRound(role=role, claims=rows, total=total, grade=grade)


def reviewed(*rounds, **more):
    return lambda: review(TABLE, case(*rounds, **more))


PROBLEMS = {
    # Figures.
    "a float": (of(facts={"staff": 33.0}), [("exact.float", "facts.staff")]),
    "a float as a measure": (of(measures={"staff": 0.5}), [("exact.float", "measures.staff")]),
    "a float as judged points": (of(assessments={"one": 2.5}), [("scoring.assessment_shape", "assessments.one")]),
    "a float as a share": (of(pools={"shared": {"one": 2.5}}), [("exact.float", "pools.shared.one")]),
    "money without its unit": (of(facts={"spent": "993.18"}), [("exact.money_unit", "facts.spent")]),
    "half a person": (of(facts={"staff": "33.5"}), [("exact.not_a_count", "facts.staff")]),
    "a rate without per cent": (of(measures={"staff": "50"}), [("exact.bare_rate", "measures.staff")]),
    "money for people": (
        scored(facts={"staff": Known(value=Money.parse("1元"))}),
        [("scoring.wrong_quantity", "facts.staff")],
    ),
    "bounds of another quantity": (
        scored(facts={"staff": Bounded(at_least=Rate.parse("1%"))}),
        [("scoring.wrong_quantity", "facts.staff")],
    ),
    "a count as a declared rate": (
        scored(measures={"staff": Known(value=Count.parse("1"))}),
        [("scoring.wrong_quantity", "measures.staff")],
    ),
    "fewer than no people": (of(facts={"staff": -1}), [("exact.not_a_count", "facts.staff")]),
    "less than no money": (of(facts={"spent": "-1元"}), [("scoring.negative_figure", "facts.spent")]),
    "at most less than none": (
        scored(facts={"spent": Bounded(at_most=Money.parse("-1元"))}),
        [("scoring.negative_figure", "facts.spent")],
    ),
    "a figure that may be negative": (of(facts={"extra": -1}), []),
    "two lower bounds": (
        lambda: Bounded(at_least=Count.parse("1"), above=Count.parse("2")),
        [("scoring.bad_bounds", "")],
    ),
    "no bounds": (Bounded, [("scoring.bad_bounds", "")]),
    "bounds around nothing": (
        lambda: Bounded(above=Count.parse("2"), at_most=Count.parse("2")),
        [("scoring.empty_bounds", "")],
    ),
    "bounds around one value": (lambda: Bounded(at_least=Count.parse("2"), at_most=Count.parse("2")), []),
    "a fact that is not there": (of(facts={"stuff": 1}), [("rubrics.unknown_fact", "facts.stuff")]),
    "a fact of another rubric": (scored(facts={"stuff": Known(value=Count.parse("1"))}), []),
    "a measure of no row": (of(measures={"stuff": "1%"}), [("rubrics.unknown_indicator", "measures.stuff")]),
    "a measure of a row without": (of(measures={"rules": "1%"}), [("scoring.no_measure", "measures.rules")]),
    # Assessments.
    "an assessment of no row": (of(assessments={"rule": {}}), [("rubrics.unknown_indicator", "assessments.rule")]),
    "an assessment of no row, as value": (
        assessed("rule", Judgement(points=1)),
        [("rubrics.unknown_indicator", "assessments.rule")],
    ),
    "an option for a checklist": (
        of(assessments={"rules": "made"}),
        [("scoring.assessment_shape", "assessments.rules")],
    ),
    "points for a curve": (of(assessments={"staff": 5}), [("scoring.assessment_shape", "assessments.staff")]),
    "a judgement for options": (
        assessed("state", Judgement(points=1)),
        [("scoring.assessment_kind", "assessments.state.kind")],
    ),
    "a count for an item": (
        of(assessments={"rules": {"made": 1}}),
        [("scoring.truth_wanted", "assessments.rules.made")],
    ),
    "a truth for a count": (
        of(assessments={"cases": {"late": True}}),
        [("scoring.count_wanted", "assessments.cases.late")],
    ),
    "an item that is not there": (
        of(assessments={"rules": {"mad": True}}),
        [("scoring.unknown_part", "assessments.rules.items[0]")],
    ),
    "a condition that is not there": (
        of(assessments={"cases": {"lat": 1}}),
        [("scoring.unknown_part", "assessments.cases.cases[0]")],
    ),
    "an option that is not there": (
        of(assessments={"state": "in-time"}),
        [("scoring.unknown_part", "assessments.state.option")],
    ),
    "an item twice": (
        assessed("rules", items(ItemFinding(item="made", met=True), ItemFinding(item="made", met=False))),
        [("scoring.named_twice", "assessments.rules.items[1]")],
    ),
    "an item met and in part": (
        assessed("rules", items(ItemFinding(item="made", met=True, points=1))),
        [("scoring.item_stated_twice", "assessments.rules.items[0]")],
    ),
    "an item met and not applicable": (
        assessed("rules", items(ItemFinding(item="made", met=False, not_applicable="无"))),
        [("scoring.item_stated_twice", "assessments.rules.items[0]")],
    ),
    "more than an item's points": (
        assessed("rules", items(ItemFinding(item="made", points="2.01"))),
        [("scoring.points_outside", "assessments.rules.items[0].points")],
    ),
    "fewer than no cases": (
        of(assessments={"cases": {"late": -1}}),
        [("scoring.negative_count", "assessments.cases.cases[0].count")],
    ),
    "a deduction outside its range": (
        assessed("cases", CasesFound(cases=(Cases(condition="bad", count=1, deduct=5),))),
        [("scoring.deduction_outside", "assessments.cases.cases[0].deduct")],
    ),
    "another deduction than the fixed one": (
        assessed("cases", CasesFound(cases=(Cases(condition="late", count=1, deduct=2),))),
        [("scoring.deduction_outside", "assessments.cases.cases[0].deduct")],
    ),
    "points at the open end of an option": (
        assessed("state", OptionChosen(option="late", points=3)),
        [("scoring.deduction_outside", "assessments.state.points")],
    ),
    "more than the maximum judged": (
        assessed("pick.a", Judgement(points="5.01")),
        [("scoring.points_outside", "assessments.'pick.a'.points")],
    ),
    # The pool of 10 is shared in two equal parts of 5.
    "more than the share judged": (of(assessments={"one": 6}), [("scoring.points_outside", "assessments.one.points")]),
    "more than the stated share judged": (
        of(assessments={"two": 4}, pools={"shared": {"one": 7, "two": 3}}),
        [("scoring.points_outside", "assessments.two.points")],
    ),
    "not applicable without reason": (
        assessed("one", NotApplicable(reason=" ")),
        [("scoring.reason_missing", "assessments.one.reason")],
    ),
    "no targets": (assessed("goals", TargetsAssessment(rows=())), [("rubrics.empty", "assessments.goals.rows")]),
    "a target without weight": (
        assessed("goals", targets(weight=0)),
        [("rubrics.not_positive", "assessments.goals.rows[0].weight")],
    ),
    "a rate beside figures": (
        assessed("goals", targets(rate=Rate.parse("90%"), actual=Count.parse("9"))),
        [("scoring.rate_or_figures", "assessments.goals.rows[0]")],
    ),
    "a count as a rate": (
        assessed("goals", targets(rate=Count.parse("1"))),
        [("scoring.wrong_quantity", "assessments.goals.rows[0].rate")],
    ),
    "money against people": (
        assessed("goals", targets(target=Money.parse("1元"), actual=Count.parse("9"))),
        [("scoring.target_quantities", "assessments.goals.rows[0]")],
    ),
    "less than nothing reached": (
        assessed("goals", targets(target=Money.parse("9元"), actual=Money.parse("-1元"))),
        [("scoring.negative_target", "assessments.goals.rows[0].actual")],
    ),
    # Papers, pools, choices, adjustments.
    "papers of no row": (of(documents={"rule": ["paper"]}), [("rubrics.unknown_indicator", "documents.rule")]),
    "one text for a list of papers": (of(documents={"rules": "paper"}), [("scoring.list_wanted", "documents.rules")]),
    "a paper that is not demanded": (
        of(documents={"rules": ["pape"]}),
        [("scoring.unknown_part", "documents.rules[0]")],
    ),
    "a paper twice": (of(documents={"rules": ["paper"] * 2}), [("scoring.named_twice", "documents.rules[1]")]),
    "a pool that is not there": (of(pools={"share": {}}), [("scoring.unknown_part", "pools.share")]),
    "a member that is not there": (
        of(pools={"shared": {"one": 5, "too": 5}}),
        [("scoring.unknown_part", "pools.shared[1]")],
    ),
    "shares that do not sum": (of(pools={"shared": {"one": 5, "two": 4}}), [("scoring.pool_split", "pools.shared")]),
    "a share below nothing": (of(pools={"shared": {"one": 11, "two": -1}}), [("scoring.pool_split", "pools.shared")]),
    "a choice in no group": (of(choices={"shared": "one"}), [("scoring.unknown_part", "choices.shared")]),
    "a choice that is not there": (of(choices={"pick": "pick.c"}), [("scoring.unknown_part", "choices.pick")]),
    "a choice from elsewhere": (of(choices={"pick": "one"}), [("scoring.unknown_part", "choices.pick")]),
    "an adjustment that is not there": (
        of(adjustments={"bonsu": AdjustmentFigure(cases=1)}),
        [("scoring.unknown_part", "adjustments.bonsu")],
    ),
    "cases that have no price": (
        of(adjustments={"penalty": AdjustmentFigure(cases=1)}),
        [("scoring.adjustment_cases", "adjustments.penalty")],
    ),
    "cases and points": (
        of(adjustments={"bonus": AdjustmentFigure(cases=1, points=1)}),
        [("scoring.adjustment_cases", "adjustments.bonus")],
    ),
    "fewer than no cases of a bonus": (
        of(adjustments={"bonus": AdjustmentFigure(cases=-1)}),
        [("scoring.adjustment_cases", "adjustments.bonus")],
    ),
    "a bonus above its cap": (
        of(adjustments={"bonus": AdjustmentFigure(points="2.5")}),
        [("scoring.points_outside", "adjustments.bonus")],
    ),
    "a veto that is not there": (of(grade_caps={"vetto": True}), [("scoring.unknown_part", "grade_caps.vetto")]),
    "a veto that a row decides": (
        of(grade_caps={"late_report": True}),
        [("scoring.unknown_part", "grade_caps.late_report")],
    ),
    # Cases and calls.
    "a case of another rubric": (reviewed(rubric="b-table@2021.1"), [("scoring.other_rubric", "rubric")]),
    "a case of another digest": (reviewed(rubric="a-table@2021.1#sha256:00"), [("scoring.other_rubric", "rubric")]),
    "a case of this digest": (reviewed(rubric=f"a-table@2021.1#{TABLE.digest}"), []),
    "two rounds of one role": (reviewed(claims(), claims()), [("scoring.round_twice", "rounds[1].role")]),
    "a row claimed twice": (
        reviewed(ScoreRound(role="self", claims=(Claim(indicator="one", points=1),) * 2)),
        [("scoring.claim_twice", "rounds[0].claims[1].indicator")],
    ),
    "a claim for no row": (
        reviewed(claims(stuff=1)),
        [("rubrics.unknown_indicator", "rounds[0].claims[0].indicator")],
    ),
    "a claim above the maximum": (
        reviewed(claims(staff="5.01")),
        [("scoring.points_outside", "rounds[0].claims[0].points")],
    ),
    "a claim above the pool": (
        reviewed(claims(one="10.01")),
        [("scoring.points_outside", "rounds[0].claims[0].points")],
    ),
    "a claim below nothing": (reviewed(claims(staff=-1)), [("scoring.points_outside", "rounds[0].claims[0].points")]),
    "a total above the ceiling": (reviewed(claims(total=63)), [("scoring.points_outside", "rounds[0].total")]),
    "a total at the ceiling": (reviewed(claims(total=62)), []),
    "a grade that is not there": (reviewed(claims(grade="良")), [("rubrics.unknown_grade", "rounds[0].grade")]),
    "an assumption that is not there": (
        lambda: score(TABLE, Evidence(), assume=["headcount"]),
        [("scoring.unknown_assumption", "")],
    ),
    "an assumption that is not there, implied": (
        lambda: implied(TABLE, Evidence(), "staff", 5, assume=["x", "y"]),
        [("scoring.unknown_assumption", "")] * 2,
    ),
    # Ten questions of two answers each, for measure and formula in turn: 1,024 combinations.
    "more combinations of answers than are told": (
        lambda: implied(many_questions(), Evidence(), "row", 5, combined=True),
        [("scoring.too_many_readings", "row")],
    ),
    "a round that is not there": (lambda: review(TABLE, case()).round("finance"), [("scoring.unknown_round", "")]),
    "a row that is not there": (lambda: score(TABLE, Evidence())["stuff"], [("rubrics.unknown_indicator", "")]),
    "points of an open total": (lambda: score(TABLE, Evidence()).points, [("scoring.unsettled", "")]),
    "points of an open row": (lambda: score(TABLE, Evidence())["rules"].points, [("scoring.unsettled", "rules")]),
}


def many_questions():
    names = [f"q{n}" for n in range(10)]
    questions = tuple(
        Question(
            id=name,
            label=Text(name),
            answers=(Answer(id="a", note=Text("甲")), Answer(id="b", note=Text("乙"))),
            adopted_by=Text("某组"),
            adopted_on="2021-12-31",
            reason=Text("通行"),
        )
        for name in names
    )
    readings = tuple(Reading(question=name, id="b", formula=Judged(must_tailor=True)) for name in names)
    return evolve(SETTLED_EDGE, questions=questions, indicators=(row("row", 10, Judged(), readings=readings),))


def problems_of(call):
    try:
        call()
    except JixiaoError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("name", PROBLEMS)
def test_one_mistake_gives_its_problem_and_no_other(name):
    call, expected = PROBLEMS[name]
    problems = problems_of(call)
    assert [(problem.code, problem.path) for problem in problems] == expected
    assert all("{" not in str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("a fact that is not there", "headcount"),
        ("an assessment of no row", "goals"),
        ("an item that is not there", "kept"),
        ("a condition that is not there", "late"),
        ("an option that is not there", "in_time"),
        ("a paper that is not demanded", "paper"),
        ("a choice that is not there", "pick.b"),
        ("a claim for no row", "visits"),
        ("an assumption that is not there", "headcount_is_staff"),
        ("a veto that is not there", "veto"),
    ],
)
def test_what_is_known_is_told(name, known):
    call, _ = PROBLEMS[name]
    with pytest.raises(JixiaoError) as caught:
        call()
    assert known in caught.value.problems[0].message["known"]
    assert known in str(caught.value)


def test_all_problems_of_evidence_at_once():
    """What cannot be read and what the rubric does not know are told together."""
    with pytest.raises(InvalidValueError) as caught:
        Evidence.of(
            TABLE,
            facts={"staff": 0.5, "budget": "-18元", "spent": "9"},
            measures={"rules": "50%"},
            assessments={"state": "never", "cases": {"late": 1.0}, "one": 77},
            documents={"rules": "paper"},
            pools={"shared": {"one": "1e3"}},
            choices={"pick": "pick.z"},
        )
    found = {(problem.code, problem.path) for problem in caught.value.problems}
    assert {
        ("exact.float", "facts.staff"),
        ("scoring.negative_figure", "facts.budget"),
        ("exact.money_unit", "facts.spent"),
        ("scoring.no_measure", "measures.rules"),
        ("scoring.unknown_part", "assessments.state.option"),
        ("scoring.count_wanted", "assessments.cases.late"),
        ("scoring.list_wanted", "documents.rules"),
        ("exact.exponent", "pools.shared.one"),
        ("scoring.unknown_part", "choices.pick"),
    } <= found


@pytest.mark.parametrize("make", [AdjustmentFigure, Judgement, lambda points: Claim(indicator="one", points=points)])
def test_floats_are_refused_by_every_class_of_points(make):
    with pytest.raises(NumberError) as caught:
        make(points=0.1)
    assert caught.value.code == "exact.float"


def test_an_unsettled_total_names_what_is_missing():
    sheet = score(TABLE, Evidence.of(TABLE, facts={"posts": 18}, assessments={"rules": {"made": True}}))
    with pytest.raises(UnsettledError) as caught:
        _ = sheet.points
    missing = caught.value.problems[0].message["missing"]
    assert {"staff: staff", "cost: spent, budget", "rules: kept", "goals: assessment"} <= set(missing)
    assert not any("made" in each or "posts" in each for each in missing)


def test_names_that_are_not_known_are_lookup_errors():
    with pytest.raises(LookupError):
        score(TABLE, Evidence(), assume=["x"])
    with pytest.raises(UnknownNameError):
        implied(TABLE, Evidence(), "stuff", 1)


# Findings.


def sheet_findings(table=TABLE, assume=(), **evidence):
    return [
        (finding.code, finding.severity.value, finding.path)
        for finding in score(table, Evidence.of(table, **evidence), assume=assume).findings
    ]


def round_findings(each, **evidence):
    found = review(TABLE, case(each, **evidence)).findings
    return [(finding.code, finding.severity.value, finding.path) for finding in found]


def counts(**figures):
    return {"facts": figures}


def met(**states):
    return {"assessments": {"rules": states}}


def goals(**figures):
    return {"assessments": {"goals": targets(**figures)}}


SETTLED_EDGE = evolve(
    TABLE,
    points=10,
    indicators=(row("one", 10, Judged()),),
    groups=(),
    pools=(),
    grade_caps=(),
    adjustments=(),
    total_ceiling=None,
    grades=GradeScale(grades=(Grade(name="优", at_least=9), Grade(name="差", at_least=0))),
)

FINDINGS = {
    "an assumption": (
        lambda: sheet_findings(assume=["headcount_is_staff"], facts={"headcount": 33, "posts": 18}),
        [("scoring.assumed", "question", "staff")],
    ),
    # 33 people in all, 40 in service.
    "more than the proxy allows": (
        lambda: sheet_findings(facts={"headcount": 33, "staff": 40, "posts": 18}),
        [("scoring.proxy_conflict", "question", "staff")],
    ),
    "only the rate": (
        lambda: sheet_findings(measures={"staff": "100%"}),
        [("scoring.declared_measure", "question", "staff")],
    ),
    # 33/18 = 183.33…%, declared 184% stands for [183.5%, 184.5%].
    "a rate that its parts do not give": (
        lambda: sheet_findings(measures={"staff": "184%"}, facts={"staff": 33, "posts": 18}),
        [("scoring.declared_disagrees", "error", "staff")],
    ),
    # 183% stands for [182.5%, 183.5%], which holds 183.33…%.
    "a rate that its parts give": (
        lambda: sheet_findings(measures={"staff": "183%"}, facts={"staff": 33, "posts": 18}),
        [],
    ),
    "a part above its whole": (
        lambda: sheet_findings(facts={"spent": "2.00元", "budget": "1.00元"}),
        [("scoring.outside_domain", "error", "cost")],
    ),
    "people without posts": (
        lambda: sheet_findings(facts={"staff": 1, "posts": 0}),
        [("scoring.over_zero_worst", "question", "staff")],
    ),
    "something over nothing that is best": (
        lambda: sheet_findings(facts={"extra": 1, "posts": 0}),
        [("scoring.over_zero_best", "question", "extra")],
    ),
    "nothing over nothing": (
        lambda: sheet_findings(facts={"spent": "0元", "budget": "0元"}),
        [("scoring.not_applicable_by_facts", "question", "cost")],
    ),
    # 9.6 stands for [9.55, 9.65] 万元 of 10.00 [9.995, 10.005]: the points would differ inside that.
    "a print that matters": (
        lambda: sheet_findings(facts={"spent": "9.6万元", "budget": "10.00万元"}),
        [("scoring.print_matters", "information", "cost")],
    ),
    "kept although never made": (
        lambda: sheet_findings(**met(made=False, kept=True)),
        [("scoring.requires", "warning", "rules")],
    ),
    "an item that does not apply": (
        lambda: sheet_findings(
            assessments={
                "rules": items(ItemFinding(item="made", not_applicable="无"), ItemFinding(item="kept", met=True))
            }
        ),
        [("scoring.item_not_applicable", "information", "rules")],
    ),
    "a part of an item": (
        lambda: sheet_findings(assessments={"rules": items(ItemFinding(item="made", points=1))}),
        [("scoring.part_of_item", "question", "rules")],
    ),
    "points without a reason": (
        lambda: sheet_findings(assessments={"one": Judgement(points=3)}),
        [("scoring.judgement_without_reason", "warning", "one")],
    ),
    "points with a reason": (lambda: sheet_findings(assessments={"one": Judgement(points=3, reason="因")}), []),
    "a row that does not apply": (
        lambda: sheet_findings(assessments={"one": NotApplicable(reason="无此项")}),
        [("scoring.not_applicable_declared", "question", "one")],
    ),
    "a row that does not apply, approved": (
        lambda: sheet_findings(assessments={"one": NotApplicable(reason="无此项", approved_by="财政局")}),
        [("scoring.not_applicable_approved", "information", "one")],
    ),
    # 13 of 10 is 130%, above 120%.
    "more than was planned": (
        lambda: sheet_findings(**goals(target=Count.parse("10"), actual=Count.parse("13"))),
        [("scoring.over_achievement", "question", "goals")],
    ),
    "exactly the threshold": (
        lambda: sheet_findings(**goals(target=Count.parse("10"), actual=Count.parse("12"))),
        [],
    ),
    "only the completion": (
        lambda: sheet_findings(**goals(rate=Rate.parse("90%"))),
        [("scoring.target_rate_declared", "question", "goals")],
    ),
    # 8.995 prints as 9.00, which would be 优.
    "a print across an edge": (
        lambda: sheet_findings(SETTLED_EDGE, assessments={"one": Judgement(points="8.995", reason="因")}),
        [("scoring.print_crosses_edge", "information", "")],
    ),
    "points lost without a reason": (
        lambda: round_findings(claims(staff=4)),
        [("scoring.deduction_without_reason", "warning", "staff")],
    ),
    "points of a review without a remark": (
        lambda: round_findings(evolve(claims(staff=4), role="finance")),
        [("scoring.deduction_without_remark", "warning", "staff")],
    ),
    "a reason without lost points": (
        lambda: round_findings(ScoreRound(role="self", claims=(Claim(indicator="staff", points=5, reason="超编"),))),
        [("scoring.reason_without_deduction", "question", "staff")],
    ),
    # one 6 + two 5 = 11 of 10. Two has its equal share of 5, one has more than its share.
    "more than the pool": (
        lambda: round_findings(claims(one=6, two=5)),
        [("scoring.pool_overspent", "error", "shared")],
    ),
    "a rating of another total": (
        lambda: round_findings(claims(total="53.9", grade="优")),
        [("scoring.grade_not_of_total", "error", "")],
    ),
    "the rating of the total": (lambda: round_findings(claims(total=54, grade="优")), []),
}


@pytest.mark.parametrize("name", FINDINGS)
def test_one_cause_gives_its_finding_and_no_other(name):
    call, expected = FINDINGS[name]
    assert call() == expected


SIMPLE = evolve(SETTLED_EDGE, points=20, indicators=(row("one", 10, Judged()), row("two", 10, Judged())), grades=None)


def simple_review(total, **points):
    return review(SIMPLE, case(claims(total=total, **points)))


def test_a_total_that_is_not_the_sum():
    # 10 + 10 = 20, stated 19.
    (finding,) = simple_review(19, one=10, two=10).findings
    assert (finding.code, finding.severity) == ("scoring.total_not_sum", "error")
    assert (finding.message["total"], finding.message["computed"]) == (F(19), F(20))


def test_a_total_that_is_the_sum():
    assert simple_review(20, one=10, two=10).findings == ()


def test_a_blank_row_leaves_the_sum_open():
    assert simple_review(10, one=10).findings == ()


def test_tables_without_a_column_for_reasons_only_note_that_there_is_none():
    each = case(claims(one=9, two=10))
    (finding,) = review(SIMPLE, evolve(each, has_reasons=False)).findings
    assert (finding.code, finding.severity) == ("scoring.deduction_without_reason", "information")


def figure_problems(quantity, value):
    counted = FactDefinition(id="n", label=Text("数"), quantity=quantity, definition=Text("数"))
    found = Evidence(facts={"n": Known(value=value)})
    return [problem.code for problem in evidence_problems(evolve(SIMPLE, facts=(counted,)), found)]


@pytest.mark.parametrize(
    ("quantity", "written", "codes"),
    [
        # Whole and below zero: what is wrong about it is that it is below zero.
        (FactQuantity.COUNT, "-3", ["scoring.negative_figure"]),
        (FactQuantity.COUNT, "-3.5", ["scoring.wrong_quantity", "scoring.negative_figure"]),
        (FactQuantity.COUNT, "3.5", ["scoring.wrong_quantity"]),
        (FactQuantity.MONEY, "-3", ["scoring.wrong_quantity", "scoring.negative_figure"]),
    ],
)
def test_what_is_wrong_about_a_figure_below_zero(quantity, written, codes):
    assert figure_problems(quantity, Number.parse(written)) == codes


ELSEWHERE = {
    "scoring.grade_capped",  # test_totals
    "scoring.not_a_case",  # tests/exchange/test_kinds
    "scoring.not_a_sheet",  # test_other_arguments
    "scoring.not_evidence",
    "scoring.stated_finding",  # tests/documents/test_letters
    "scoring.target_units",
    "scoring.total_not_sum",
    "scoring.total_outside_claims",
    "scoring.unknown_entry",  # test_other_arguments
    "scoring.wrong_unit",
    "scoring.year_outside",
    "scoring.year_unstated",
}


def units_refused(unit, *given, kind=FactQuantity.COUNT):
    counted = evolve(
        SIMPLE, facts=(FactDefinition(id="n", label=Text("数"), quantity=kind, definition=Text("数"), unit=unit),)
    )
    return [
        (problem.code, problem.path)
        for each in given
        for problem in evidence_problems(counted, Evidence(facts={"n": each}))
    ]


@pytest.mark.parametrize(
    ("unit", "right", "wrong"),
    [
        (Text("人", "persons"), ("33", "33人", "33 persons"), ("33件", "33 pieces", "33人次")),
        (Text("台", "machines"), ("181", "181台"), ("181人",)),
        (Text("人（户）", "persons or households"), ("9人", "9户", "9人（户）", "9 households"), ("9件",)),
        (Text(""), ("9", "9件", "9人"), ()),
    ],
)
def test_a_count_is_written_in_the_unit_of_its_fact_or_in_none(unit, right, wrong):
    known = [[Known(value=Count.parse(each)) for each in texts] for texts in (right, wrong)]
    assert units_refused(unit, *known[0]) == []
    assert units_refused(unit, *known[1]) == [("scoring.wrong_unit", "facts.n")] * len(wrong)


def test_bounds_as_well():
    assert units_refused(Text("人"), Bounded(at_least=Count.parse("3件"), at_most=Count.parse("5人"))) == [
        ("scoring.wrong_unit", "facts.n")
    ]


@pytest.mark.parametrize(
    ("target", "actual", "codes"),
    [("10件", "9人", ["scoring.target_units"]), ("10件", "9件", []), ("10件", "9", []), ("10", "9人", [])],
)
def test_a_target_and_its_actual_figure_count_the_same_thing(target, actual, codes):
    goal = TargetRow(label="件数", target=Count.parse(target), actual=Count.parse(actual))
    rubric = evolve(SIMPLE, indicators=(row("one", 10, Targets()), row("two", 10, Judged())))
    found = Evidence(assessments={"one": TargetsAssessment(rows=(goal,))})
    assert [problem.code for problem in evidence_problems(rubric, found)] == codes


def test_a_year_that_the_table_is_not_meant_for():
    each = case(claims(one=10, two=10))
    (finding,) = review(SIMPLE, evolve(each, fiscal_year=SIMPLE.fiscal_years.last + 1)).findings
    assert (finding.code, finding.severity, finding.path) == ("scoring.year_outside", "question", "")


def test_a_year_that_nobody_stated():
    (finding,) = review(SIMPLE, evolve(case(claims(one=10, two=10)), fiscal_year=None)).findings
    assert (finding.code, finding.severity, finding.path) == ("scoring.year_unstated", "question", "")


def test_a_row_without_a_place_for_reasons_only_notes_that_there_is_none():
    rows = (Claim(indicator="one", points=9, has_reasons=False), Claim(indicator="two", points=10))
    each = case(ScoreRound(role="self", claims=rows))
    (finding,) = review(SIMPLE, each).findings
    assert (finding.code, finding.severity) == ("scoring.deduction_without_reason", "information")


def test_a_total_that_no_points_of_the_blank_row_give():
    # 10 + 0 to 10 is 10 to 20.
    (finding,) = simple_review(9, one=10).findings
    assert (finding.code, finding.severity) == ("scoring.total_outside_claims", "error")


def test_every_problem_and_finding_of_the_layer_is_provoked_here():
    problems = {code for _, expected in PROBLEMS.values() for code, _ in expected}
    findings = {code for _, expected in FINDINGS.values() for code, *_ in expected} | ELSEWHERE
    provoked = {code for code in problems | findings if code.startswith("scoring.")}
    # Those of bridges are provoked in `test_bridge`.
    others = {code for code in TEMPLATES if code.startswith("scoring.bridge_")}
    assert provoked == set(TEMPLATES) - others - {f"scoring.{name}" for name in (*STATEMENTS, *REASONS)}


# Codes with which `implied` says why nothing gives a score; `test_implied` hears each of them.
REASONS = Path(__file__).with_name("reasons.txt").read_text("ascii").split()
# Codes with which explanations state something; they are no complaints. `test_explanations` hears each of them.
STATEMENTS = Path(__file__).with_name("statements.txt").read_text("ascii").split()


def test_the_table_is_open_where_nothing_is_known():
    """From −3 (penalty) cut to 0, up to 60 + 2 (bonus)."""
    assert score(TABLE, Evidence()).possible == Interval.closed(0, 62)
