"""
Clean tables by program: rules as bare numbers, a clause printed from the numbers, a formula built from the same.

The printer knows nothing of the library: it writes the sentences of official tables from numbers, in several styles.
One table has one row of every kind, so that any fault can be planted in it.
"""

from fractions import Fraction

from hypothesis import strategies as st

from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
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
from jixiao_core.rubrics.grades import Grade, GradeCap, GradeScale
from jixiao_core.rubrics.indicators import Answer, Group, Indicator, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import DocumentDemand, FiscalYears, Issuer, LegalBasis, Source

FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
CHINESE = "零一二三四五六七八九"


def number(value):
    """A decimal as people write it: 5, 0.5, 12.25."""
    whole = Fraction(value)
    if whole.denominator == 1:
        return str(whole.numerator)
    text = f"{whole.numerator * 10000 // whole.denominator:05d}"
    assert Fraction(int(text), 10000) == whole
    return f"{text[:-4]}.{text[-4:]}".rstrip("0")


def percent(rate):
    return f"{number(Fraction(rate) * 100)}%"


@st.composite
def rising_bands(draw):
    """[(edge, points)] from the top, then the points of the rest: 90 → 5, 80 → 4, else 0."""
    count = draw(st.integers(2, 4))
    edges = sorted(draw(st.sets(st.integers(1, 19), min_size=count, max_size=count)), reverse=True)
    points = sorted(draw(st.sets(st.integers(1, 16), min_size=count, max_size=count)), reverse=True)
    return [(Fraction(edge, 20), Fraction(each, 2)) for edge, each in zip(edges, points, strict=True)]


def print_rising(bands, style):
    """Lower edges, each included."""
    (top, most), *middle = bands
    last = bands[-1][0]
    uppers = [edge for edge, _ in bands]
    ranges = [(edge, upper, points) for (edge, points), upper in zip(middle, uppers, strict=False)]
    match style:
        case 0:
            parts = [f"完成率≥{percent(top)}，计{number(most)}分"]
            parts += [f"{percent(low)}（含）-{percent(high)}，计{number(points)}分" for low, high, points in ranges]
            return "；".join([*parts, f"低于{percent(last)}不得分。"])
        case 1:
            parts = [f"完成率达{percent(top)}（含）以上的得{number(most)}分"]
            parts += [
                f"{percent(low)}（含）至{percent(high)}（不含）得{number(points)}分" for low, high, points in ranges
            ]
            return "，".join([*parts, f"不足{percent(last)}的不得分。"])
        case 2:
            parts = [f"不低于{percent(top)}，得{number(most)}分；"]
            parts += [f"{percent(low)}≤完成率＜{percent(high)}，得{number(points)}分；" for low, high, points in ranges]
            return "\n".join([*parts, f"小于{percent(last)}，计0分。"])
        case _:
            parts = [f"大于等于{percent(top)}得{number(most)}分"]
            parts += [f"低于{percent(high)}但不低于{percent(low)}得{number(points)}分" for low, high, points in ranges]
            return "；".join([*parts, "其余情况不得分。"]).translate(FULL_WIDTH)


def print_falling(bands, style):
    """Upper edges, each included; the last points are those of more than the last edge."""
    (first, most), *middle = bands
    last = bands[-1][0]
    lowers = [edge for edge, _ in bands]
    ranges = [(lower, edge, points) for (edge, points), lower in zip(middle, lowers, strict=False)]
    if style % 2:
        parts = [f"控制率≦{percent(first)}，计{number(most)}分"]
        parts += [f"{percent(low)}-{percent(high)}（含），计{number(points)}分" for low, high, points in ranges]
        return "；".join([*parts, f"大于{percent(last)}不得分。"])
    parts = [f"控制率在{percent(first)}及以下得{number(most)}分"]
    parts += [f"超过{percent(low)}、不超过{percent(high)}得{number(points)}分" for low, high, points in ranges]
    return "；".join([*parts, f"超过{percent(last)}不给分。"])


@st.composite
def deduction(draw):
    """Standard, side, step, deduction and points, so that nothing is left before the domain ends."""
    loss = draw(st.sampled_from([Fraction(1, 5), Fraction(1, 2), Fraction(1), Fraction(3, 2)]))
    count = draw(st.integers(2, 6))
    step = draw(st.sampled_from([1, 2, 3, 5]))
    side = draw(st.sampled_from(["above", "below"]))
    standard = draw(st.sampled_from([Fraction(1), Fraction(95, 100), Fraction(1, 2)]))
    return {"standard": standard, "side": side, "step": Fraction(step, 100), "deduct": loss, "points": loss * count}


def print_deduction(rule, style):
    width = number(rule["step"] * 100)
    word = {"above": ("超过", "高于"), "below": ("低于", "减少")}[rule["side"]][style % 2]
    compare = {"above": ("≤", "不超过"), "below": ("≥", "达到")}[rule["side"]][style % 2]
    width = CHINESE[int(width)] if style % 2 else width
    unit = "个百分点" if style < 2 or style % 2 else "%"
    return (
        f"以{percent(rule['standard'])}为标准。该比率{compare}{percent(rule['standard'])}的，计{number(rule['points'])}分；\n"
        f"每{word}{width}{unit}扣{number(rule['deduct'])}分，扣完为止。"
    )


def measure(name, *, rate_at_most_one=False):
    return Measure(
        numerator=(Term(f"{name}_actual"),),
        denominator=(Term(f"{name}_planned"),),
        domain="[0%, 100%]" if rate_at_most_one else "[0%, inf)",
        basis="printed",
        label=Text("实际÷计划×100%"),
    )


def facts(name):
    return [
        FactDefinition(
            id=f"{name}_{end}", label=Text(f"{name}{end}"), quantity=FactQuantity.COUNT, definition=Text(end)
        )
        for end in ("actual", "planned")
    ]


PART_STEP = Question(
    id="part_step",
    label=Text("不足一档如何扣分"),
    answers=(Answer(id="ignored", note=Text("不扣")), Answer(id="counted", note=Text("按一档扣"))),
    adopted_by=Text("示例单位"),
    adopted_on="2024-01-01",
    reason=Text("字面如此"),
)


@st.composite
def rows(draw):
    """One row of every kind with its clause; the order is drawn as well."""
    style = draw(st.integers(0, 3))
    made = {}

    bands = draw(rising_bands())
    made["completion"] = {
        "label": "目标完成率",
        "points": bands[0][1],
        "clause": print_rising(bands, style),
        "measure": measure("completion", rate_at_most_one=True),
        "formula": Bands(bands=tuple(Band(at_least=edge, points=points) for edge, points in bands)),
    }

    reverse = draw(rising_bands())
    falling = [
        (edge, points) for edge, points in zip(sorted(e for e, _ in reverse), [p for _, p in reverse], strict=True)
    ]
    made["control"] = {
        "label": "支出控制率",
        "points": falling[0][1],
        "clause": print_falling(falling, style),
        "measure": measure("control"),
        "formula": Bands(bands=tuple(Band(at_most=edge, points=points) for edge, points in falling)),
    }

    rule = draw(deduction())
    parts = {name: rule[name] for name in ("standard", "side", "step", "deduct")}
    made["steps"] = {
        "label": "费用比率",
        "points": rule["points"],
        "clause": print_deduction(rule, style),
        "measure": measure("steps"),
        "formula": DeductPerStep(**parts),
        "readings": (Reading(question="part_step", id="counted", formula=DeductPerStep(**parts, part_step="count")),),
    }

    whole = draw(st.integers(2, 8))
    full, zero = draw(
        st.sampled_from(
            [(Fraction(1), Fraction(0)), (Fraction(95, 100), Fraction(60, 100)), (Fraction(9, 10), Fraction(1, 2))]
        )
    )
    said = {
        Fraction(1): f"根据资金到位率同比例计算得分（{whole}分）",
        Fraction(95, 100): f"到位率达95%（含）以上得{whole}分，60%（含）以下不得分，其间按比例计分。",
        Fraction(9, 10): f"到位率不低于90%，得满分{whole}分；不高于50%，不得分；在两者之间的按比例得分。",
    }
    made["arrival"] = {
        "label": "资金到位率",
        "points": Fraction(whole),
        "clause": said[full],
        "measure": measure("arrival"),
        "formula": Proportional(full_at=full, zero_at=zero),
    }

    output = draw(st.integers(2, 8))
    made["output"] = {
        "label": "产出数量",
        "points": Fraction(output),
        "clause": f"完成绩效目标100%得{output}分，未完成100%的同比例扣减。",
        "formula": Targets(),
    }
    made.update(draw(worded_rows(style)))
    return {name: made[name] for name in draw(st.permutations(sorted(made)))}


@st.composite
def worded_rows(draw, style):
    made = {}
    items = draw(st.lists(st.integers(1, 8), min_size=2, max_size=4))
    words = ["设立了绩效目标", "目标明确具体", "依据充分", "程序合规"]
    scores = [Fraction(each, 2) for each in items]
    bracket = [f"（{number(each)}分）" if style % 2 else f"，{number(each)}分；" for each in scores]
    marked = draw(st.integers(1, len(items)))
    lines = [f"{'①②③④'[place]}{words[place]}{text}" for place, text in enumerate(bracket)]
    demand = f"以上{'①②③④'[marked - 1]}需提供佐证资料。"
    made["goals"] = {
        "label": "目标内容",
        "points": sum(scores),
        "clause": "\n".join([*lines, demand]),
        "formula": Checklist(
            items=tuple(
                ChecklistItem(id=f"item_{place + 1}", label=Text(f"{'①②③④'[place]}{words[place]}"), points=points)
                for place, points in enumerate(scores)
            )
        ),
        "documents": (DocumentDemand(id="paper", label=Text("佐证资料"), clause=demand, items=(f"item_{marked}",)),),
    }

    loss = draw(st.sampled_from([Fraction(1, 2), Fraction(1)]))
    conditions = ["支出符合规定", "手续完整", "用途与批复一致"]
    made["compliance"] = {
        "label": "资金使用合规性",
        "points": loss * draw(st.integers(2, 5)),
        "clause": "\n".join(f"{'①②③'[place]}{each}；" for place, each in enumerate(conditions))
        + f"\n以上情况每出现一例不符合要求的扣{number(loss)}分，扣完为止。",
        "formula": Nonconformities(
            conditions=tuple(
                Condition(id=f"c{place}", label=Text(f"{'①②③'[place]}{each}"), deduct=loss)
                for place, each in enumerate(conditions)
            )
        ),
    }

    low, high = draw(st.sampled_from([(1, 3), (2, 5), (4, 7)]))
    made["misuse"] = {
        "label": "资金使用",
        "points": Fraction(8),
        "clause": f"①虚列支出扣{low}-{high}分\n②依据不合规扣2分\n③超标准开支扣3至6分",
        "formula": Nonconformities(
            conditions=(
                Condition(id="a", label=Text("①虚列支出"), deduct_low=low, deduct_high=high),
                Condition(id="b", label=Text("②依据不合规"), deduct=2),
                Condition(id="c", label=Text("③超标准开支"), deduct_low=3, deduct_high=6),
            ),
            per="condition",
        ),
    }

    best = Fraction(draw(st.integers(2, 6)))
    states = [("①到位及时", best), ("②不及时但未影响进度", best / 2), ("③不及时并影响进度", Fraction(0))]
    made["timeliness"] = {
        "label": "到位时效",
        "points": best,
        "clause": "\n".join(f"{words}（{number(points)}分）" for words, points in states),
        "formula": Options(
            options=tuple(
                Option(id=f"o{place}", label=Text(words), points=points) for place, (words, points) in enumerate(states)
            )
        ),
    }

    judged = draw(st.integers(2, 8))
    made["benefit"] = {
        "label": "社会效益",
        "points": Fraction(judged),
        "clause": f"完成绩效目标设定的社会效益得{judged}分，未完成的，按完成情况酌情扣分。",
        "formula": Judged(),
    }
    return made


def table(made, **changes):
    """The rubric of rows; every change of its head is given by name."""
    indicators = tuple(
        Indicator(
            id=f"all.{name}",
            label=Text(row["label"]),
            points=row["points"],
            clause=row["clause"],
            source=Source(table="示例评分表", row=place),
            measure=row.get("measure"),
            formula=row["formula"],
            readings=row.get("readings", ()),
            documents=row.get("documents", ()),
        )
        for place, (name, row) in enumerate(made.items(), start=1)
    )
    total = sum((row["points"] for row in made.values()), Fraction(0))
    head = {
        "series": "clean",
        "edition": 2024,
        "revision": 1,
        "kind": "project",
        "title": Text("示例评分表"),
        "issuer": Issuer(zh="示例财政局"),
        "legal_basis": (LegalBasis(document="示财〔2024〕3号", year=2024),),
        "fiscal_years": FiscalYears(first=2024, last=2024),
        "points": total,
        "not_applicable": "zero",
        "grades": GradeScale(
            grades=(Grade(name="优", at_least=total * 9 / 10), Grade(name="差", at_least=0)), source=Text("表注")
        ),
        "grade_caps": (
            GradeCap(
                id="cap", label=Text("合规性"), at_most="差", clause="得分不高于0分的，等次为差", indicator="all.compliance",
                points_at_most=0,
            ),
        ),
        "questions": (PART_STEP,),
        "groups": (Group(id="all", label=Text("全部"), points=total),),
        "indicators": indicators,
        "facts": tuple(fact for name, row in made.items() if "measure" in row for fact in facts(name)),
    }  # fmt: skip
    return Rubric(**{**head, **changes})


def clean_tables():
    return rows().map(table)
