"""The page of a plan: conditions are said, nothing that is open goes unnamed, and what is left out is announced."""

import pytest

from jixiao_core import Evidence, plan, score
from jixiao_core.messages import Text
from jixiao_core.present.plan_pages import plan_page
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formulas import (
    Checklist,
    ChecklistItem,
    Condition,
    Judged,
    Nonconformities,
    Option,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.grades import Adjustment, Grade, GradeCap, GradeScale
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source

IDS = {"甲": "a", "乙": "b", "走访完成率": "visit_rate", "走访次数": "visits", "计划走访次数": "planned"}


def row(name, points, formula=None, **more):
    return Indicator(
        id=IDS.get(name, name),
        label=Text(name),
        points=points,
        clause="条款",
        source=Source(table="表"),
        formula=formula or Judged(),
        **more,
    )


def table(*rows, edges, facts=(), **more):
    scale = GradeScale(
        grades=tuple(Grade(name=name, at_least=edge) for name, edge in zip(("优", "良", "差"), edges, strict=True))
    )
    return Rubric(
        series="page",
        edition=2024,
        revision=1,
        kind="project",
        title=Text("表"),
        issuer=Issuer(zh="财政局"),
        fiscal_years=FiscalYears(first=2024, last=2024),
        points=sum(each.points for each in rows),
        grades=scale,
        indicators=rows,
        facts=tuple(
            FactDefinition(id=IDS[name], label=Text(name), quantity=FactQuantity.COUNT, definition=Text(name))
            for name in facts
        ),
        **more,
    )


VETO = GradeCap(id="veto", label=Text("迟报", "Late report"), at_most="良", clause="不得评为优")


class TestConditions:
    RUBRIC = table(row("甲", 60), row("乙", 40), edges=(90, 60, 0), grade_caps=(VETO,))

    def test_a_set_says_how_they_have_to_turn_out(self):
        page = plan_page(plan(score(self.RUBRIC, Evidence())))
        assert "最少核实3项即可确认，须“迟报”不成立，且其得分合计须不低于90分：" in page
        assert "如“迟报”成立：“迟报”是否成立" in page
        # Nothing that is found out brings points, so none have to add up.
        assert "0分：“迟报”是否成立" not in page

    def test_in_english(self):
        page = plan_page(plan(score(self.RUBRIC, Evidence())), locale="en")
        assert "Confirmed by as few as 3, if “Late report” does not hold and the points add up to 90 or more:" in page
        assert "if “Late report” holds: whether “Late report” holds" in page


class TestRequests:
    @pytest.mark.parametrize(
        ("formula", "asked"),
        [
            (Targets(), "请提供各项目标值和实际完成值"),
            (
                Options(
                    options=(
                        Option(id="a", label=Text("及时"), points=10),
                        Option(id="b", label=Text("未及时"), points=0),
                    )
                ),
                "请提供说明属于哪种情形的资料",
            ),
            (Checklist(items=(ChecklistItem(id="a", label=Text("①"), points=10),)), "请提供逐条核对情况"),
            (Nonconformities(conditions=(Condition(id="a", label=Text("问题"), deduct=1),)), "请提供各类问题的件数"),
            (Judged(), "请提供评分及其理由"),
        ],
    )
    def test_a_table_without_papers_still_says_what_is_missing(self, formula, asked):
        page = plan_page(plan(score(table(row("甲", 10, formula), edges=(9, 5, 0)), Evidence())))
        assert f"1. 甲（影响10分）：{asked}\n" in page

    def test_the_missing_figure_is_named(self):
        measure = Measure(numerator=(Term("visits"),), denominator=(Term("planned"),))
        rubric = table(
            row("走访完成率", 10, Proportional(full_at="100%"), measure=measure),
            edges=(9, 5, 0),
            facts=("走访次数", "计划走访次数"),
        )
        page = plan_page(plan(score(rubric, Evidence.of(rubric, facts={"visits": 3}))))
        assert "1. 走访完成率（影响10分），待核实：计划走访次数\n" in page

    def test_adjustments_and_conditions_are_asked_for(self):
        bonus = Adjustment(id="bonus", label=Text("表彰加分"), clause="最多加2分", high=2)
        rubric = table(row("甲", 10), edges=(9, 5, 0), grade_caps=(VETO,), adjustments=(bonus,), total_ceiling=12)
        page = plan_page(plan(score(rubric, Evidence())))
        assert "2. 加减分“表彰加分”（影响2分）\n3. “迟报”是否成立（影响等次）\n" in page


class TestLargeSets:
    def test_others_as_large_are_announced(self):
        """Six rows of 10: 50 take any five of them at their best, six ways, of which three are kept."""
        rubric = table(*(row(f"r{n}", 10) for n in range(6)), edges=(50, 41, 0))
        found = plan(score(rubric, Evidence()))
        assert len(found["优"].confirm) == 3
        assert len(found["优"].confirm[0].unknowns) == 5
        assert "另有2组见--json输出" in plan_page(found).split("等次“良”")[0]
