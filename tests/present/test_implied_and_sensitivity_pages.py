"""Every statement of both pages is told by some row, in both languages, and says what was worked out beside it."""

from fractions import Fraction

import pytest

from jixiao_core import Evidence, implied, present, registry, score, sensitivity
from jixiao_core._templates.present import TEMPLATES
from jixiao_core.errors import UnknownNameError
from jixiao_core.exact.quantities import Count, Money, Rate
from jixiao_core.messages import Message, Text
from jixiao_core.present import implied_pages, sensitivity_pages
from jixiao_core.present.labels import row_label
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
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import OptionChosen, TargetRow, TargetsAssessment
from jixiao_core.scoring.figures import Bounded

F = Fraction
PROXY = Proxy(relation="at_most", terms=(Term("headcount"),), assumption="same", note=Text("实有即在职", "all serve"))
FACTS = (
    FactDefinition(
        id="staff", label=Text("在职", "staff"), quantity=FactQuantity.COUNT, definition=Text("在职"), proxies=(PROXY,)
    ),
    FactDefinition(id="posts", label=Text("编制", "posts"), quantity=FactQuantity.COUNT, definition=Text("编制")),
    FactDefinition(id="headcount", label=Text("实有", "all"), quantity=FactQuantity.COUNT, definition=Text("实有")),
    FactDefinition(id="spent", label=Text("支出", "spent"), quantity=FactQuantity.MONEY, definition=Text("支出")),
    FactDefinition(id="budget", label=Text("预算", "budget"), quantity=FactQuantity.MONEY, definition=Text("预算")),
    FactDefinition(id="rate", label=Text("比率", "rate"), quantity=FactQuantity.RATE, definition=Text("比率")),
)
STAFF = Measure(numerator=(Term("staff"),), denominator=(Term("posts"),))
SPENDING = Measure(numerator=(Term("spent"),), denominator=(Term("budget"),))
WITHIN = Measure(numerator=(Term("spent"),), denominator=(Term("budget"),), domain="[0, 1]")
STEPS = DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5")
EDGE = Bands(bands=(Band(at_least=1, points=5),), otherwise=1)


def table(formula, measure=None):
    row = Indicator(
        id="row",
        label=Text("某项", "A row"),
        points=5,
        clause="条款",
        source=Source(table="表"),
        formula=formula,
        measure=measure,
    )
    return Rubric(
        series="a-table",
        edition=2021,
        revision=1,
        kind="project",
        title=Text("表", "A table"),
        issuer=Issuer(zh="某局"),
        fiscal_years=FiscalYears(first=2021, last=2021),
        points=5,
        indicators=(row,),
        facts=FACTS,
    )


def items(count, points):
    made = (ChecklistItem(id=f"i{n}", label=Text(f"第{n}条"), points=F(points)) for n in range(count))
    return Checklist(items=tuple(made))


def cases(per):
    conditions = (Condition(id="late", label=Text("迟报"), deduct=1), Condition(id="bad", label=Text("错报"), deduct=5))
    return Nonconformities(conditions=conditions, per=per)


STATES = Options(
    options=(Option(id="on", label=Text("及时"), points=5), Option(id="late", label=Text("不及时"), low=0, high=3))
)


def goals(**figures):
    return TargetsAssessment(rows=(TargetRow(label="目标甲", **figures),))


@pytest.fixture
def heard(monkeypatch):
    """The codes of everything that the two pages render, also inside of other statements."""
    codes = set()
    for module in (implied_pages, sensitivity_pages):
        original = module.render

        def listening(message, locale, original=original):
            codes.update(inside(message))
            return original(message, locale)

        monkeypatch.setattr(module, "render", listening)
    return codes


def inside(value):
    if isinstance(value, Message):
        yield value.code
        for _, each in value.params:
            yield from inside(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from inside(each)


def page(formula, measure, points, *, role=None, locale="zh_Hans_CN", assume=(), **known):
    rubric = table(formula, measure)
    evidence = Evidence.of(rubric, **known)
    sheet = score(rubric, evidence, assume=assume)
    found = implied(rubric, evidence, "row", points, assume=assume)
    return present.implied_page(sheet, "row", found, F(points), role=role, locale=locale)


def looked(formula, measure=None, *, locale="zh_Hans_CN", top=None, assume=(), **known):
    rubric = table(formula, measure)
    found = sensitivity(score(rubric, Evidence.of(rubric, **known), assume=assume))
    return present.sensitivity_page(found, top=top, locale=locale)


IMPLIED = {
    "a score that is none, exactly": (lambda **more: page(STEPS, STAFF, "2.55555", **more), "不能得2.55555分"),
    "a score that is a fraction": (lambda **more: page(STEPS, STAFF, "1/3", **more), "不能得1/3分"),
    "a limit between two 分": (
        lambda **more: page(
            Bands(bands=(Band(at_most="90%", points=5),), otherwise=1), SPENDING, 5, facts={"spent": "3000元"}, **more
        ),
        "预算不低于3333.34元\n",
    ),
    "an amount that is no whole 分": (
        lambda **more: page(Proportional(full_at="100%"), SPENDING, "5/3", facts={"budget": "1元"}, **more),
        "支出约0.33元\n",
    ),
    "one open figure": (
        lambda **more: page(STEPS, STAFF, "2.5", facts={"posts": 18}, role="self", **more),
        "在职19\n",
    ),
    "counts without end": (
        lambda **more: page(STEPS, STAFF, "2.5", facts={"posts": Bounded(at_least=Count(3))}, **more),
        "（其他数量也须为整数，个别取值可能不成立）",
    ),
    "two open figures": (lambda **more: page(STEPS, STAFF, 5, **more), "单独看不受限制"),
    "a rule": (
        lambda **more: page(EDGE, SPENDING, 1, facts={"spent": "10元"}, **more),
        "预算0元时，可按分母为0的规定计分",
    ),
    "nothing of nothing": (
        lambda **more: page(EDGE, SPENDING, 1, facts={"spent": "0元"}, **more),
        "预算0元时，分子、分母可能均为0，本项或不适用",
    ),
    "a settled row": (
        lambda **more: page(STEPS, STAFF, 5, facts={"staff": 33, "posts": 18}, **more),
        "假设其他数据不变，在职不超过18时可得该分（现为33）",
    ),
    # 33 people as they are; posts open below 10: their number would have to be, beside others, bigger.
    "a settled figure beside counts without end": (
        lambda **more: page(
            STEPS,
            Measure(numerator=(Term("staff"),), denominator=(Term("posts"), Term("headcount"))),
            0,
            facts={"staff": 0},
            **more,
        ),
        "或可得该分（现为0",
    ),
    "items": (lambda **more: page(items(3, 1), None, 2, **more), "以下3种组合之一："),
    "an item in every combination": (
        lambda **more: page(
            Checklist(
                items=(
                    ChecklistItem(id="a", label=Text("甲"), points=3),
                    ChecklistItem(id="b", label=Text("乙"), points=1),
                    ChecklistItem(id="c", label=Text("丙"), points=1),
                )
            ),
            None,
            4,
            **more,
        ),
        "各组合均有：“甲”得满分",
    ),
    "part of an item": (
        lambda **more: page(
            Checklist(items=(ChecklistItem(id="a", label=Text("甲"), points=5),), partial_credit=True), None, 2, **more
        ),
        "“甲”得部分分（2分）",
    ),
    # 10 over 5 are 252.
    "more ways than are listed": (lambda **more: page(items(10, "1/2"), None, "2.5", **more), "组合超过200种，例如："),
    "cases": (lambda **more: page(cases("case"), None, 3, **more), "按“迟报”2例，扣2分"),
    "no case": (lambda **more: page(cases("case"), None, 5, **more), "各情形均未出现"),
    "a state": (lambda **more: page(STATES, None, 2, **more), "“不及时”，计2分"),
    "a judgement": (lambda **more: page(Judged(), None, 3, **more), "须由评定人酌情评定为该分，并说明理由"),
    "a target's figure": (
        lambda **more: page(Targets(), None, 4, assessments={"row": goals(target=Count(20))}, **more),
        "目标甲：实际完成16\n",
    ),
    "a target's rate": (
        lambda **more: page(Targets(), None, 4, assessments={"row": goals()}, **more),
        "目标甲：完成率80%\n",
    ),
    "what prints otherwise": (lambda **more: page(STEPS, STAFF, "4.2", **more), "最接近的为4、4.5分"),
}

SENSITIVITY = {
    "an open figure": (lambda **more: looked(STEPS, STAFF, facts={"posts": 18}, **more), "不超过18得5分，19得2.5分"),
    "two open figures": (lambda **more: looked(STEPS, STAFF, **more), "还取决于编制"),
    "bounds": (
        lambda **more: looked(STEPS, STAFF, facts={"posts": 18, "headcount": 33}, **more),
        "减少14、即为19时，得2.5分（多2.5分）",
    ),
    "an assumption": (
        lambda **more: looked(STEPS, STAFF, facts={"posts": 18, "headcount": 33}, assume=["same"], **more),
        "在职33（某项）\n   按假定取值\n   按33计，得0分",
    ),
    "a declared rate": (
        lambda **more: looked(STEPS, STAFF, measures={"row": Bounded(at_most=Rate.parse("105%"))}, **more),
        "有指标只申报了比率",
    ),
    "an edge": (
        lambda **more: looked(EDGE, SPENDING, facts={"spent": "10元", "budget": "10元"}, **more),
        "稍有减少，即得1分（少4分）",
    ),
    "an edge from the other side": (
        lambda **more: looked(
            Bands(bands=(Band(above=1, points=5),), otherwise=1),
            SPENDING,
            facts={"spent": "10元", "budget": "10元"},
            **more,
        ),
        "稍有增加，即得5分（多4分）",
    ),
    "beyond an end that is not reached": (
        lambda **more: looked(EDGE, SPENDING, facts={"spent": "12元", "budget": "10元"}, **more),
        "减少超过2元、即低于10元时，得1分（少4分）",
    ),
    "above an end that is not reached": (
        lambda **more: looked(
            Bands(bands=(Band(above=1, points=5),), otherwise=1),
            SPENDING,
            facts={"spent": "8元", "budget": "10元"},
            **more,
        ),
        "增加超过2元、即高于10元时，得5分（多4分）",
    ),
    "up to an end": (
        lambda **more: looked(EDGE, SPENDING, facts={"spent": "8元", "budget": "10元"}, **more),
        "增加2元、即为10元时，得5分（多4分）",
    ),
    "slopes": (
        lambda **more: looked(Proportional(), SPENDING, facts={"spent": "5元", "budget": "10元"}, **more),
        "减少时得分逐步降低",
    ),
    "onto a slope": (
        lambda **more: looked(
            Proportional(zero_from="50%"), SPENDING, facts={"spent": "4元", "budget": "10元"}, **more
        ),
        "（此后逐步变动）",
    ),
    "figures that make no sense, rows that do not apply": (
        lambda **more: looked(
            EDGE,
            Measure(numerator=(Term("spent"),), denominator=(Term("budget"),), domain="[0, 1]"),
            facts={"spent": Bounded(at_most=Money.parse("9元")), "budget": "0元"},
            **more,
        ),
        "本项或不适用（0÷0）",
    ),
    "outside of the domain": (
        lambda **more: looked(
            EDGE,
            Measure(numerator=(Term("spent"),), denominator=(Term("budget"),), domain="[0, 1]"),
            facts={"budget": "10元"},
            **more,
        ),
        "大于10元（数据不合理，须核对）",
    ),
    "figures that cannot be right together": (
        lambda **more: looked(EDGE, WITHIN, facts={"spent": "12元", "budget": "10元"}, **more),
        "1. 某项：影响4分，现有数据不合理，须更正：支出、预算\n",
    ),
    "from figures that cannot be right": (
        lambda **more: looked(EDGE, WITHIN, facts={"spent": "12元", "budget": "10元"}, **more),
        "   按12元计，数据不合理，须核对\n   减少2元、即为10元时，得5分（现无法计分）\n",
    ),
    "a row that does not apply": (
        lambda **more: looked(EDGE, SPENDING, facts={"spent": "0元", "budget": "0元"}, **more),
        "某项按已列数据不适用，其数据不影响分值。\n\n没有影响分值的数据或评定。\n",
    ),
    "an amount between two 分": (
        # 3000元 are 90 % of 3333.33…元: that amount is between two 分, of which the lower one has the other points.
        lambda **more: looked(
            Bands(bands=(Band(at_most="90%", points=5),), otherwise=1),
            SPENDING,
            facts={"spent": "3000元", "budget": "4000元"},
            **more,
        ),
        "减少666.67元、即为3333.33元时，得1分（少4分）",
    ),
    "steps between two 分": (
        lambda **more: looked(
            Bands(bands=(Band(at_most="90%", points=5),), otherwise=1), SPENDING, facts={"spent": "3000元"}, **more
        ),
        "大于0元且不超过3333.33元得1分，不低于3333.34元得5分",
    ),
    "a distance of less than a hundred-thousandth": (
        lambda **more: looked(
            Bands(bands=(Band(at_least="90%", points=5),), otherwise=1),
            STAFF,
            facts={"staff": 17999999, "posts": 20000000},
            **more,
        ),
        "增加0.000005个百分点、即为90%时，得5分（多4分）",
    ),
    "a ratio of people leaves steps out": (
        lambda **more: looked(STEPS, STAFF, facts={"posts": 18, "staff": Bounded(at_most=Count(33))}, **more),
        "即低于106%时，得2.5分（多2.5分）",
    ),
    "many steps": (
        lambda **more: looked(
            DeductPerStep(standard=0, side="above", step="1pp", deduct="0.1"),
            SPENDING,
            facts={"budget": "10元"},
            **more,
        ),
        "档，见--json",
    ),
    "items": (lambda **more: looked(items(3, 1), top=1, **more), "某项“第0条”：影响1分\n\n另有2项，见--json"),
    "cases": (lambda **more: looked(cases("case"), **more), "每例扣5分"),
    "conditions": (lambda **more: looked(cases("condition"), **more), "出现即扣1分"),
    "states": (lambda **more: looked(STATES, **more), "“不及时”：0至3分"),
    "targets": (lambda **more: looked(Targets(), assessments={"row": goals()}, **more), "某项“目标甲”：影响5分"),
    "judgements": (lambda **more: looked(Judged(), **more), "某项：影响5分，尚无评定依据"),
    "a found state": (
        lambda **more: looked(STATES, assessments={"row": OptionChosen(option="late")}, **more),
        "某项：影响3分，所属档次已认定，得分待定",
    ),
}


@pytest.mark.parametrize("name", IMPLIED)
def test_what_a_score_implies_in_words(name):
    call, words = IMPLIED[name]
    assert words in call()


@pytest.mark.parametrize("name", SENSITIVITY)
def test_what_carries_points_in_words(name):
    call, words = SENSITIVITY[name]
    assert words in call()


def test_every_statement_is_told(heard):
    for call, _ in (*IMPLIED.values(), *SENSITIVITY.values()):
        for locale in ("zh_Hans_CN", "en"):
            text = call(locale=locale)
            assert "{" not in text
    mine = {code for code in TEMPLATES if code.startswith(("present.implied_", "present.sensitivity_"))}
    # Two readings at once, rows in two tables and figures that carry less: the sessions of the command line have them.
    assert mine - heard <= {"present.implied_reading", "present.sensitivity_fact_at_most", "present.implied_more"}


def test_long_lists_are_cut():
    text = page(items(7, "1/2"), None, "1.5")
    # 7 over 3 are 35, eight are shown.
    assert "以下35种组合之一：" in text
    assert "另有27项，见--json" in text


@pytest.mark.parametrize("render", [page, looked])
def test_unknown_locales(render):
    with pytest.raises(UnknownNameError):
        render(STEPS, STAFF, **({"points": 5} if render is page else {}), locale="fr")


def test_rows_of_one_name_are_told_apart():
    rubric = registry.load("junshan-department@2021.1")
    names = ("process.budget_management.management_system", "process.budget_management.card_payment_rate")
    assert [row_label(rubric, name).zh for name in names] == ["预算管理·管理制度健全性", "公务卡刷卡率"]


def test_what_was_declared_leaves_no_division_by_zero():
    text = page(STEPS, STAFF, 5, measures={"row": Rate.parse("86%")})
    assert "0÷0" not in text
    assert "均为0" not in text


def test_an_end_that_is_not_reached_is_not_looked_at():
    """Less than 50 % leaves 50 % out: nothing is said about it as if it were a measure that may be."""
    text = looked(EDGE, SPENDING, measures={"row": Bounded(below=Rate.parse("50%"))})
    assert "按50%计" not in text
