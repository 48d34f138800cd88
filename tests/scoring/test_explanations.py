"""
Explanations: the order of a review opinion, every statement that can be made, and arithmetic that adds up again.

The reader of the arithmetic below knows only the messages, as a person does who checks the opinion by hand.
"""

from fractions import Fraction
from pathlib import Path
from typing import get_args

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.errors import UnknownNameError
from jixiao_core.exact.quantities import Count, Rate
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
from jixiao_core.rubrics.grades import Adjustment, RoundingStep
from jixiao_core.rubrics.indicators import Answer, Indicator, Pool, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.revising import reason_note
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
    Unused,
)
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import AdjustmentFigure, Evidence
from jixiao_core.scoring.explain import SECTIONS, explain, explain_review
from jixiao_core.scoring.figures import Bounded, Known, Missing
from jixiao_core.scoring.review import review
from jixiao_core.scoring.score import score

F = Fraction
STATEMENTS = {f"scoring.{name}" for name in Path(__file__).with_name("statements.txt").read_text("ascii").split()}

HEADCOUNT = Proxy(
    relation="at_most", terms=(Term("headcount"),), assumption="headcount_is_staff", note=Text("实有人数均为在职人员")
)
RATIO = Measure(numerator=(Term("staff"),), denominator=(Term("posts"),), label=Text("在职 ÷ 编制"))
STEPS = DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5")
QUESTION = Question(
    id="part_step",
    label=Text("不足一步"),
    answers=(Answer(id="whole", note=Text("不足不计")), Answer(id="started", note=Text("不足按一步计"))),
    adopted_by=Text("某组"),
    adopted_on="2021-12-31",
    reason=Text("通行"),
)
STARTED = Reading(question="part_step", id="started", formula=evolve(STEPS, part_step="count"))


def fact(name, **more):
    return FactDefinition(id=name, label=Text(name), quantity=FactQuantity.COUNT, definition=Text(name), **more)


def table(formula=STEPS, maximum=5, *, rounding=(), other=5, policy="full_points", pools=(), **more):
    """The row and another judged one, which makes points move."""
    first = Indicator(
        **{
            "id": "row",
            "label": Text("指标"),
            "points": maximum,
            "clause": "条款",
            "source": Source(table="表"),
            "measure": RATIO if isinstance(formula, (Bands, DeductPerStep, Proportional)) else None,
            "formula": formula,
            **more,
        }
    )
    second = Indicator(
        id="other",
        label=Text("其他"),
        points=None if pools else other,
        clause="条款",
        source=Source(table="表"),
        formula=Judged(),
    )
    return Rubric(
        series="a-table",
        edition=2021,
        revision=1,
        kind="project",
        title=Text("表"),
        issuer=Issuer(zh="某局"),
        fiscal_years=FiscalYears(first=2021, last=2021),
        points=sum(pool.points for pool in pools) or maximum + other,
        questions=(QUESTION,),
        indicators=(first, second),
        facts=(fact("staff", proxies=(HEADCOUNT,)), fact("posts"), fact("headcount")),
        rounding=rounding,
        not_applicable=policy,
        pools=pools,
    )


def told(rubric, *, claimed="silent", reason="", role="self", assume=(), assessment=None, **evidence):
    """The explanation of the row, with a claim unless nothing is said of one."""
    found = evidence.pop("assessments", {})
    if assessment is not None:
        found = {**found, "row": assessment}
    given_evidence = Evidence.of(rubric, assessments=found, **evidence)
    if claimed == "silent":
        return explain(score(rubric, given_evidence, assume=assume), "row")
    rows = (Claim(indicator="row", points=claimed, reason=reason),)
    case = Case(
        rubric=rubric.pin,
        fiscal_year=2021,
        evidence=given_evidence,
        rounds=(ScoreRound(role=role, claims=rows),),
    )
    return explain_review(review(rubric, case, assume=assume), "row")


def codes(explanation, section=None):
    steps = explanation.steps if section is None else explanation.section(section)
    return [step.message.code.removeprefix("scoring.") for step in steps]


def rates(**facts):
    return {"facts": facts}


KNOWN = rates(staff=19, posts=18)
OPEN = rates(posts=18, headcount=33)
FALLING = Bands(bands=(Band(points=5, at_least="90%"), Band(points=3, above="60%")))
RISING = Bands(bands=(Band(points=5, at_most="10%"), Band(points=3, below="60%")))
ITEMS = Checklist(
    items=(ChecklistItem(id="a", label=Text("甲"), points=2), ChecklistItem(id="b", label=Text("乙"), points=3))
)
CASES = Nonconformities(
    conditions=tuple(Condition(id=name, label=Text(name), deduct=1) for name in ("late", "bad", "odd"))
)
# Beside the open end of a range no points stand from which a difference could be told.
OPEN_ENDS = Options(
    options=(
        Option(id="high", label=Text("好"), low=1, high=5, low_open=True),
        Option(id="low", label=Text("差"), low=0, high=2, high_open=True),
    )
)
STATES = Options(options=(Option(id="on", label=Text("及时"), points=5), Option(id="off", label=Text("迟"), points=0)))
PAPER = (DocumentDemand(id="paper", label=Text("批复"), clause="须提供批复"),)


def part(**state):
    return ChecklistAssessment(items=(ItemFinding(item="a", **state),))


def goal(**figures):
    return TargetsAssessment(rows=(TargetRow(label="目标", **figures),))


def goals(*figures, **more):
    rows = (
        TargetRow(label=f"目标{n}", target=Count(target), actual=Count(actual), weight=weight, **more)
        for n, (target, actual, weight) in enumerate(figures)
    )
    return TargetsAssessment(rows=tuple(rows))


# late costs 1, bad 2 to 4.
RANGES = Nonconformities(
    conditions=(
        Condition(id="late", label=Text("迟"), deduct=1),
        Condition(id="bad", label=Text("差"), deduct_low=2, deduct_high=4),
    )
)


def cases(late, bad, deduct=None):
    return CasesFound(
        cases=(Cases(condition="late", count=late), Cases(condition="bad", count=bad, deduct=deduct, reason="因"))
    )


def moded(mode):
    return told(
        table(Proportional(), 10, rounding=(RoundingStep(at="measure", quantum="1%", mode=mode),)),
        **rates(staff=2, posts=3),
    )


def stepped(side, edge, staff):
    return told(table(evolve(STEPS, side=side, zero_beyond=edge)), **rates(staff=staff, posts=100))


# One explanation for every statement; together they say everything that can be said.
TOLD = {
    "bands from above": lambda: [told(table(FALLING), **rates(staff=each, posts=10)) for each in (9, 8, 6)],
    "bands from below": lambda: [told(table(RISING), **rates(staff=each, posts=10)) for each in (1, 5, 6)],
    "the standard": lambda: [told(table(), **rates(staff=each, posts=18)) for each in (18, 19)],
    "below the standard": lambda: [told(table(evolve(STEPS, side="below")), **rates(staff=17, posts=18))],
    "kinds of steps": lambda: [
        told(table(evolve(STEPS, part_step=each)), **KNOWN) for each in ("ignore", "count", "proportional")
    ],
    "cut-offs of steps": lambda: [
        stepped("above", "103%", 104),
        stepped("below", "97%", 96),
        stepped("either", "3%", 104),
    ],
    "cut-offs of lines": lambda: [
        told(table(Proportional(zero_from="60%")), **rates(staff=6, posts=10)),
        told(table(Proportional(zero_beyond="60%")), **rates(staff=5, posts=10)),
        told(table(Proportional(full_at="100%", zero_at="200%", zero_from="150%")), **rates(staff=15, posts=10)),
        told(table(Proportional(full_at="100%", zero_at="200%", zero_beyond="150%")), **rates(staff=16, posts=10)),
    ],
    "ends of lines": lambda: [
        told(table(Proportional(cap=4)), **rates(staff=9, posts=10)),
        told(table(Proportional(floor=2)), **rates(staff=1, posts=10)),
    ],
    "modes": lambda: [moded(each) for each in ("half_up", "half_even", "up", "down", "ceiling", "floor")],
    "an absolute measure": lambda: [told(table(measure=evolve(RATIO, absolute=True)), **KNOWN)],
    "a plain number": lambda: [
        told(table(Proportional(full_at=10), measure=Measure(numerator=(Term("staff"),))), **rates(staff=5))
    ],
    "figures": lambda: [
        told(table(), **rates(staff=Known(value=Count.parse("19"), origin="第3页"), posts=18)),
        told(table(), **rates(staff=Missing(state="blank"), posts=Missing(state="not_comparable"))),
        told(table()),
        told(table(), measures={"row": Known(value=Rate.parse("105%"), origin="第3页")}),
        told(table(), measures={"row": Known(value=Rate.parse("105%"))}),
        told(table(), **rates(staff=Bounded(at_most=Count.parse("19")), posts=18)),
    ],
    "definitions": lambda: [
        told(table(measure=evolve(RATIO, basis=each)), **KNOWN) for each in ("printed", "customary")
    ],
    "a garbled clause": lambda: [told(table(clause_corrected="更正"), **KNOWN)],
    "assumptions": lambda: [told(table(), **OPEN), told(table(), assume=["headcount_is_staff"], **OPEN)],
    "what full points need": lambda: [told(table(), **OPEN), told(table())],
    "moved points": lambda: [
        told(
            table(other=5, policy="reallocate"),
            assessments={"other": NotApplicable(reason="无")},
            **KNOWN,
        )
    ],
    "claims": lambda: [
        told(table(), claimed=None, **KNOWN),
        told(table(), claimed=5, **KNOWN),
        told(table(), claimed=1, reason="超编一人", **KNOWN),
        told(table(), claimed="2.5", **KNOWN),
        told(table(), claimed=5, **OPEN),
        told(table(), claimed="4.25", **KNOWN),
    ],
    "implied": lambda: [
        told(table(readings=(STARTED,)), claimed="2.5", **rates(posts=18)),
        told(table(readings=(STARTED,)), claimed=4, **rates(posts=18)),
        told(table(readings=(evolve(STARTED, formula=evolve(STEPS, deduct="0.3")),)), claimed="4.1", **rates(posts=18)),
        told(table(readings=(evolve(STARTED, formula=evolve(STEPS, deduct="0.3")),)), claimed="4.5", **rates(posts=18)),
    ],
    "what would support a claim": lambda: [
        # 105.56% is five full steps or six started ones: 2 of 5 under the other reading.
        told(table(readings=(STARTED,)), claimed=2, **KNOWN),
        told(
            table(evolve(STEPS, part_step="count"), readings=(evolve(STARTED, formula=evolve(STEPS, step="5pp")),)),
            claimed=5,
            **rates(staff=104, posts=100),
        ),
        told(table(), claimed=0, **rates(posts=18, headcount=19)),
        told(
            table(ITEMS, readings=(evolve(STARTED, formula=evolve(ITEMS, partial_credit=True)),)),
            claimed=5,
            assessment=ChecklistAssessment(items=(ItemFinding(item="a", points=1), ItemFinding(item="b", met=True))),
        ),
    ],
    "items": lambda: [
        told(table(ITEMS)),
        told(table(ITEMS), assessment=part(met=True)),
        told(table(ITEMS), assessment=part(met=True, reason="有文件")),
        told(table(ITEMS), assessment=part(met=False)),
        told(table(ITEMS), assessment=part(met=False, reason="无文件")),
        told(table(ITEMS), assessment=part(points=1)),
        told(table(ITEMS), assessment=part(not_applicable="无此事项")),
    ],
    "cases": lambda: [
        told(
            table(CASES),
            assessment=CasesFound(
                cases=(Cases(condition="late", count=2, reason="三月、九月"), Cases(condition="bad", count=0))
            ),
        ),
        *(
            told(table(RANGES, maximum=5), assessment=each)
            for each in (cases(1, 0), cases(1, 1, "2"), cases(2, 2, "4"))
        ),
        told(table(evolve(RANGES, per="condition")), assessment=cases(3, 1, "2")),
    ],
    "a state": lambda: [told(table(STATES), assessment=OptionChosen(option="on", reason="九月完成"))],
    "a state in other words": lambda: [
        explain(score(table(STATES), Evidence(stated={"row": "九月完成"})), "row"),
    ],
    "claims beside open ends": lambda: [
        told(table(OPEN_ENDS), claimed=3, assessment=OptionChosen(option="low")),
        told(table(OPEN_ENDS), claimed="0.5", assessment=OptionChosen(option="high")),
    ],
    "a claim in whole points": lambda: [told(table(Proportional(), 10), claimed=9, **rates(staff=43, posts=50))],
    "a reviewer": lambda: [told(table(), claimed=None, reason="因", role="finance", **KNOWN)],
    "the reason of a change": lambda: [told(table(notes=(reason_note(Text("附件1")),)), **KNOWN)],
    "targets": lambda: [
        told(table(Targets()), assessment=goal(target=Count.parse("10"), actual=Count.parse("9"))),
        told(table(Targets()), assessment=goal(rate=Rate.parse("90%"))),
        told(table(Targets()), assessment=goals((10, 9, 1), (4, 4, 1))),
        told(table(Targets()), assessment=goal()),
        *(
            told(table(Targets()), assessment=goal(target=Count(5), stated="已完成", unused=each))
            for each in get_args(Unused)
        ),
        told(table(Targets(key_target="zero_row")), assessment=goals((10, 9, 1), (4, 8, 2), key=True)),
        told(table(Targets(key_target="zero_row")), assessment=goal(key=True)),
        told(table(Targets()), assessment=goal(target=Count(0), actual=Count(0), comparator="at_most")),
        told(table(Targets()), assessment=goal(target=Count(5), actual=Count(10), comparator="at_most")),
        *(
            told(table(Targets(over_achievement=each, over_threshold="120%")), assessment=goals((10, 13, 1)))
            for each in ("reduce", "zero")
        ),
    ],
    "judgements": lambda: [
        told(table(Judged()), assessment=Judgement(points=3, reason="因")),
        told(table(Judged()), assessment=Judgement(points=3, reason="因", by="评审组")),
        told(table(Judged()), assessment=NotApplicable(reason="无此项")),
        told(table(Judged()), claimed=5, assessment=NotApplicable(reason="无此项")),
    ],
    "papers": lambda: [told(table(documents=PAPER, papers=(Text("决算表"),)), **OPEN)],
}


def everything(explanation):
    """Every message of an explanation, also those inside of others."""

    def inside(message):
        yield message
        for _, value in message.params:
            for each in value if isinstance(value, tuple) else (value,):
                if hasattr(each, "code"):
                    yield from inside(each)

    for step in explanation.steps:
        yield from inside(step.message)
        for below in step.steps:
            yield from inside(below.message)


# Heard in TestAdjustments; ask_reason in TestReasons, the other roles in tests/present/test_rounds.
ADJUSTMENTS = ("capped", "counted", "counts", "may_count", "points", "product", "range", "reason", "unknown")


def test_everything_that_can_be_said_is_said():
    said = {message.code for call in TOLD.values() for each in call() for message in everything(each)}
    said |= {f"scoring.adjustment_{name}" for name in ADJUSTMENTS} | {"scoring.ask_reason"}
    said |= {f"scoring.by_{role}" for role in ("department", "finance", "third_party")}
    # The variant is named where shipped tables are known: tests/cli/test_national_form_answers.
    said |= {"scoring.claim_whole_table"}
    # An assumption only narrows what is possible, so it never supports a claim that the facts leave no room for.
    assert sorted(STATEMENTS - said) == ["scoring.supported_by_assumption"]


@pytest.mark.parametrize("name", TOLD)
def test_sections_stand_in_the_order_of_a_review_opinion(name):
    """分值和自评 → 数据及出处 → 条款原文 → 测算 → 意见 → 补充资料."""
    for explanation in TOLD[name]():
        places = [SECTIONS.index(step.section) for step in explanation.steps]
        assert places == sorted(places)
        assert codes(explanation)[0].startswith("row_points")
        assert codes(explanation, "clause")[0].startswith("clause")


@pytest.mark.parametrize("name", TOLD)
def test_every_statement_has_a_sentence(name):
    for explanation in TOLD[name]():
        for message in everything(explanation):
            assert str(message)
            assert "{" not in str(message)


def test_the_order_is_that_of_the_design():
    assert SECTIONS == ("points", "facts", "clause", "calculation", "opinion", "papers")


class TestOneExplanation:
    """The staffing row of the design: 18 posts, 33 people in all, 5 claimed."""

    FOUND = told(table(papers=(Text("编制批复"),)), claimed=5, **OPEN)

    def test_all_sections(self):
        assert {step.section for step in self.FOUND.steps} == set(SECTIONS)

    def test_facts(self):
        (step,) = [step for step in self.FOUND.section("facts") if step.message.code == "scoring.facts_given"]
        assert [str(each["label"]) for each in step.message["facts"]] == ["posts", "headcount"]

    def test_the_assumption_is_worked_out(self):
        (step,) = [step for step in self.FOUND.section("calculation") if step.message.code == "scoring.if_assumed"]
        # 33/18 = 11/6; 11/6 − 1 = 5/6 = 83.33…%, 83 full steps at 0.5 = 41.5, more than 5.
        assert step.message["points"] == 0
        inner = {each.code: each for each in step.message["arithmetic"]}
        assert inner["scoring.measure_ratio"]["value"].values.point == F(11, 6)
        assert inner["scoring.standard_above"]["beyond"].values.point == F(5, 6)
        assert inner["scoring.steps_ignore"]["steps"] == 83
        assert inner["scoring.steps_ignore"]["loss"] == F(83, 2)
        assert tuple(below.message for below in step.steps) == step.message["arithmetic"]

    def test_full_points(self):
        (step,) = [
            step for step in self.FOUND.section("calculation") if step.message.code == "scoring.full_points_need"
        ]
        assert (str(step.message["label"]), step.message["points"]) == ("staff", 5)

    def test_opinion_and_papers(self):
        assert codes(self.FOUND, "opinion") == ["scope_open", "verdict_pending"]
        assert codes(self.FOUND, "papers") == ["papers"]

    def test_unknown_rows(self):
        rubric = table()
        with pytest.raises(UnknownNameError, match="other"):
            explain(score(rubric, Evidence()), "rows")

    def test_a_round_may_be_named(self):
        rubric = table()
        rounds = tuple(
            ScoreRound(role=role, claims=(Claim(indicator="row", points=points),))
            for role, points in (("self", 5), ("finance", 1))
        )
        found = review(rubric, Case(rubric=rubric.pin, fiscal_year=2021, rounds=rounds))
        first, second = explain_review(found, "row"), explain_review(found, "row", found.round("finance"))
        assert [each.steps[0].message["claimed"] for each in (first, second)] == [5, 1]

    def test_a_review_without_rounds(self):
        rubric = table()
        found = review(rubric, Case(rubric=rubric.pin, fiscal_year=2021))
        assert codes(explain_review(found, "row"))[0] == "row_points"


# The arithmetic, added up again from the messages alone.


def readd(explanation):
    """Points of the row as its own statements give them; None where they do not lead to points."""
    messages = {step.message.code.removeprefix("scoring."): step.message for step in explanation.section("calculation")}
    maximum = explanation.steps[0].message["maximum"]
    if "measure_ratio" in messages:
        ratio = messages["measure_ratio"]
        top, base, value = (ratio[name].values.point for name in ("top", "base", "value"))
        assert top / base == value
    points = None
    for code, message in messages.items():
        if code.startswith("band_"):
            points = message["points"]
        if code == "standard_kept":
            points = maximum
        if code.startswith("cut_off"):
            points = F(0)
        if code.startswith("steps_"):
            assert message["steps"] * message["each"] == message["loss"]
            points = max(maximum - message["loss"], F(0))
            beyond = (messages.get("standard_above") or messages["standard_below"])["beyond"].values.point
            steps = beyond / message["step"].values.point
            if code == "steps_ignore":
                assert message["steps"] <= steps < message["steps"] + 1
            elif code == "steps_count":
                assert message["steps"] - 1 < steps <= message["steps"]
            else:
                assert message["steps"] == steps
        if code == "line":
            full, zero = (messages["line_ends"][name].values.point for name in ("full", "zero"))
            share = message["share"].values.point
            assert share == min(max((message["value"].values.point - zero) / (full - zero), F(0)), F(1))
            points = share * maximum
        if code == "capped":
            points = min(points, message["points"])
        if code == "floored":
            points = max(points, message["points"])
    return points, messages["computed"]["points"]


def mean_of(shares):
    return sum(share * weight for share, weight in shares) / sum(weight for _, weight in shares)


def readd_targets(explanation, over, threshold):
    """Points of a row of targets from its messages: ratio, share, weight, mean, points, key target."""
    shares, rate, key_missed = [], None, False
    for message in (step.message for step in explanation.section("calculation")):
        code = message.code.removeprefix("scoring.")
        if code.startswith("target_ratio"):
            target, actual = message["target"].value, message["actual"].value
            rate = F(actual, target) if code.endswith("at_least") else F(target, actual)
            assert message["rate"].values.point == rate
        if code == "target_zero":
            rate = message["rate"].values.point
            assert rate == (message["actual"].value == message["target"].value)
        if code.startswith("target_share"):
            share = message["share"].values.point
            excess = rate - threshold
            expected = min(rate, F(1))
            if excess > 0:
                expected = {"reduce": max(1 - excess, F(0)), "zero": F(0)}.get(over, F(1))
            assert share == expected
            shares.append((share, message["weight"] if code.endswith("weighted") else F(1)))
        if code.startswith("targets_mean"):
            # One target has no mean beside its share.
            assert len(shares) > 1
            assert message["mean"].values.point == mean_of(shares)
        if code == "targets_points":
            points, mean = message["points"].values.point, mean_of(shares)
            assert message["mean"].values.point == mean
            assert points == mean * message["maximum"]
        key_missed = key_missed or code == "key_target_missed"
    return F(0) if key_missed else points


@given(
    figures=st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 30), st.sampled_from([F(1), F(1), F(2), F(1, 2)])),
        min_size=1,
        max_size=4,
    ),
    over=st.sampled_from(["cap", "explain", "reduce", "zero"]),
    key=st.booleans(),
)
def test_targets_add_up_again(figures, over, key):
    formula = Targets(over_achievement=over, over_threshold="120%", key_target="zero_row")
    explanation = told(table(formula), assessment=goals(*figures, key=key))
    computed = next(step.message for step in explanation.steps if step.message.code == "scoring.computed")
    assert readd_targets(explanation, over, F(6, 5)) == computed["points"]


@given(
    late=st.integers(0, 4),
    bad=st.integers(0, 3),
    deduct=st.sampled_from([F(2), F(5, 2), F(4)]),
    per=st.sampled_from(["case", "condition"]),
)
def test_instances_add_up_again(late, bad, deduct, per):
    """Cases times deduction, their sum, and what is left of 5."""
    explanation = told(table(evolve(RANGES, per=per)), assessment=cases(late, bad, deduct))
    messages = [
        (step.message.code.removeprefix("scoring."), step.message) for step in explanation.section("calculation")
    ]
    lost = F(0)
    for code, message in messages:
        if code == "cases_chosen":
            assert (message["each"], str(message["range"])) == (deduct, "[2, 4]")
        if code.startswith("cases_cost"):
            loss = message["loss"].values.point
            times = 1 if code == "cases_cost_once" else message["count"]
            assert loss == times * message["each"].values.point
            lost += loss
        if code == "cases_sum":
            assert message["loss"].values.point == lost
        if code == "cases_left":
            assert message["points"] == 5 - lost
    told_codes = [code for code, _ in messages]
    assert ("cases_floored" in told_codes) == (lost > 5)
    assert ("cases_chosen" in told_codes) == (bad > 0)
    assert dict(messages)["computed"]["points"] == max(5 - lost, 0)


levels = st.fractions(min_value=0, max_value=2, max_denominator=40)


@st.composite
def formulas(draw):
    kind = draw(st.sampled_from(["bands", "steps", "line"]))
    if kind == "bands":
        places = sorted(draw(st.lists(levels, min_size=1, max_size=4, unique=True)), reverse=True)
        edges = [draw(st.sampled_from(["at_least", "above"])) for _ in places]
        values = [draw(st.fractions(min_value=0, max_value=5, max_denominator=4)) for _ in places]
        bands = (Band(points=v, **{edge: place}) for v, edge, place in zip(values, edges, places, strict=True))
        return Bands(bands=tuple(bands), otherwise=draw(st.integers(0, 5)))
    if kind == "steps":
        side, standard = draw(st.sampled_from(["above", "below", "either"])), draw(levels)
        reach = draw(st.none() | st.fractions(min_value=0, max_value=1, max_denominator=20))
        edge = None if reach is None else {"above": standard + reach, "below": standard - reach, "either": reach}[side]
        return DeductPerStep(
            standard=standard,
            side=side,
            step=draw(st.fractions(min_value=F(1, 50), max_value=1, max_denominator=50)),
            deduct=draw(st.fractions(min_value=F(1, 5), max_value=6, max_denominator=10)),
            part_step=draw(st.sampled_from(["ignore", "count", "proportional"])),
            zero_beyond=edge,
        )
    zero, full = draw(st.lists(levels, min_size=2, max_size=2, unique=True))
    cap = draw(st.none() | st.fractions(min_value=0, max_value=5, max_denominator=10))
    floor = draw(st.fractions(min_value=0, max_value=5 if cap is None else cap, max_denominator=10))
    low, high = sorted((zero, full))
    name = draw(st.sampled_from([None, "zero_beyond", "zero_from"]))
    more = {name: draw(st.fractions(min_value=low, max_value=high, max_denominator=40))} if name else {}
    return Proportional(full_at=full, zero_at=zero, cap=cap, floor=floor, **more)


@given(formula=formulas(), staff=st.integers(0, 80), posts=st.integers(1, 40))
def test_the_arithmetic_adds_up_again(formula, staff, posts):
    found, computed = readd(told(table(formula), **rates(staff=staff, posts=posts)))
    assert found == computed


@pytest.mark.parametrize(
    "formula", [Bands(bands=(Band(at_least="50%", points=8),), otherwise=7), Proportional(floor=6), Proportional(cap=8)]
)
@pytest.mark.parametrize("staff", [0, 5, 10])
def test_it_adds_up_for_members_of_pools(formula, staff):
    """The share is 5 of 10 points, the formula would give more."""
    pools = (Pool(id="shared", label=Text("共享"), points=10, members=("row", "other")),)
    found, computed = readd(told(table(formula, None, pools=pools), **rates(staff=staff, posts=10)))
    assert found == computed


def test_rounding_stands_between_the_measure_and_its_points():
    # 2/3 ≈ 67%, of 10 points 6.7.
    explanation = moded("half_up")
    assert codes(explanation, "calculation") == ["measure_ratio", "rounded_half_up", "line_ends", "line", "computed"]
    found, computed = readd(explanation)
    assert found == computed == F(67, 10)


def test_explanations_are_the_same_each_time():
    one, other = (told(table(), claimed=5, **OPEN) for _ in range(2))
    assert (one, hash(one)) == (other, hash(other))


class TestAdjustments:
    """An adjustment of the total is told like a row: what is known, the clause, and the product that a reader can redo."""

    BONUS = Adjustment(id="bonus", label=Text("加分"), clause="每例加2分，最多加5分。", high=5, per_case=2)
    LATE = Adjustment(id="late", label=Text("迟报"), clause="迟报的酌情扣分。", low=-3)

    def told(self, name, **figures):
        rubric = evolve(table(Judged()), adjustments=(self.BONUS, self.LATE))
        given = Evidence.of(rubric, adjustments=figures)
        case = Case(rubric=rubric.pin, fiscal_year=2021, evidence=given, rounds=(ScoreRound(role="self", claims=()),))
        alone = explain(score(rubric, given), name)
        assert explain_review(review(rubric, case), name) == alone
        return [str(step.message) for step in alone.steps if step.section in ("points", "facts", "calculation")]

    def test_cases(self):
        assert self.told("bonus", bonus=AdjustmentFigure(cases=2, reason="表彰")) == [
            "加分 (adjustment of the total, 0 to 5)",
            "cases: 2",
            "the stated reason is “表彰”",
            "2 × 2 = 4",
            "4 added to the total",
        ]

    def test_more_cases_than_the_cap_has_room_for(self):
        # 3 × 2 = 6, at most 5.
        assert self.told("bonus", bonus=AdjustmentFigure(cases=3))[2:] == [
            "3 × 2 = 6", "the cap is 5", "5 added to the total",
        ]  # fmt: skip

    def test_points(self):
        assert self.told("late", late=AdjustmentFigure(points=-1))[1:] == ["points stated: -1", "-1 added to the total"]

    def test_nothing_is_known(self):
        assert self.told("late") == [
            "迟报 (adjustment of the total, -3 to 0)",
            "nothing is known about it",
            "possible are [-3, 0] points, added to the total",
        ]

    def test_a_name_that_is_neither_row_nor_adjustment(self):
        with pytest.raises(UnknownNameError):
            self.told("none")


class TestReasons:
    """Without a column for reasons nobody has failed to give one; the paragraph only asks for it."""

    def told(self, *, has_reasons, claimed=2, papers=()):
        rubric = table(papers=papers)
        claims = (Claim(indicator="row", points=claimed),)
        case = Case(
            rubric=rubric.pin,
            fiscal_year=2021,
            evidence=Evidence.of(rubric, **KNOWN),
            rounds=(ScoreRound(role="self", claims=claims),),
            has_reasons=has_reasons,
        )
        return explain_review(review(rubric, case), "row")

    def test_with_a_column(self):
        found = self.told(has_reasons=True)
        assert "deduction_without_reason" in codes(found, "opinion")
        assert "ask_reason" not in codes(found)

    def test_without(self):
        found = self.told(has_reasons=False)
        assert "deduction_without_reason" not in codes(found)
        assert codes(found, "papers") == ["ask_reason"]

    def test_asked_for_once(self):
        found = self.told(has_reasons=False, papers=(Text("扣分说明"),))
        assert codes(found, "papers") == ["papers"]

    def test_nothing_was_deducted(self):
        assert "ask_reason" not in codes(self.told(has_reasons=False, claimed=5))
