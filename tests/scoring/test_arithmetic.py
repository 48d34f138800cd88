"""Explanations show every step of the arithmetic: rounding, bands, cut-offs, caps, points that moved."""

from fractions import Fraction

import pytest

from jixiao_core import Evidence, exchange, present, score
from jixiao_core.exact.quantities import Money
from jixiao_core.scoring.assessments import NotApplicable


def rubric(formula, *, points=10, **more):
    """A table of two rows: one over done ÷ planned, one judged."""
    table = {
        "series": "demo",
        "edition": 2024,
        "revision": 1,
        "kind": "project",
        "title": "示例评分表",
        "issuer": {"zh": "示例财政局"},
        "fiscal_years": {"first": 2024, "last": 2024},
        "points": points + 5,
        "facts": [{"id": name, "label": name, "quantity": "money", "definition": name} for name in ("done", "planned")],
        "indicators": [
            {
                "id": "row",
                "label": "执行",
                "points": points,
                "clause": "见评分标准",
                "source": {"table": "示例评分表", "row": 1},
                "measure": {"numerator": ["done"], "denominator": ["planned"], **more.pop("measure", {})},
                "formula": formula,
            },
            {
                "id": "other",
                "label": "其他",
                "points": 5,
                "clause": "酌情计分",
                "source": {"table": "示例评分表", "row": 2},
                "formula": {"kind": "judged"},
            },
        ],
        **more,
    }
    return exchange.parse_rubric(table)


def told(table, done, planned="100元", **more):
    """The points of the row and its calculation in both languages."""
    facts = {"done": Money.parse(done), "planned": Money.parse(planned)}
    sheet = score(table, Evidence.of(table, facts=facts, **more))
    chinese, english = (present.explain(sheet, "row", locale=locale) for locale in ("zh_Hans_CN", "en"))
    return sheet["row"].possible, chinese, english


PROPORTIONAL = {"kind": "proportional"}
STEPS = {"kind": "deduct_per_step", "standard": "100%", "side": "below", "step": "5pp", "deduct": 2}


class TestRounding:
    """A measure of 2 ÷ 3 is 66.666…%: each mode shows what it made of it before the points follow."""

    @pytest.mark.parametrize(
        ("mode", "value", "chinese"),
        [
            ("half_up", "66.67%", "四舍五入，以0.01个百分点为单位，得66.67%"),
            ("half_even", "66.67%", "四舍六入五成双，以0.01个百分点为单位，得66.67%"),
            ("up", "66.67%", "只入不舍，以0.01个百分点为单位，得66.67%"),
            ("ceiling", "66.67%", "向上取整，以0.01个百分点为单位，得66.67%"),
            ("down", "66.66%", "只舍不入，以0.01个百分点为单位，得66.66%"),
            ("floor", "66.66%", "向下取整，以0.01个百分点为单位，得66.66%"),
        ],
    )
    def test_of_the_measure(self, mode, value, chinese):
        table = rubric(PROPORTIONAL, rounding=[{"at": "measure", "quantum": "0.01%", "mode": mode}])
        points, zh, en = told(table, "2元", "3元")
        assert points.point == Fraction(value.rstrip("%")) / 10
        assert chinese in zh
        assert f"to 0.01 percentage points: {value}" in en or "0.01 percentage points" in en

    def test_of_the_points(self):
        table = rubric(PROPORTIONAL, rounding=[{"at": "indicator", "quantum": "0.01"}])
        points, zh, en = told(table, "2元", "3元")
        assert points.point == Fraction(667, 100)
        assert "四舍五入，以0.01为单位，得6.67；测算6.67分" in zh
        assert "rounded half up to 0.01: 6.67; computed score 6.67" in en

    def test_all_rounding_steps_are_printed_with_the_totals(self):
        steps = [{"at": "measure", "quantum": "0.01%"}, {"at": "total", "quantum": "1", "mode": "down"}]
        sheet = score(rubric(PROPORTIONAL, rounding=steps), Evidence())
        assert "取整：测算值四舍五入，以0.01%为单位\n取整：总分只舍不入，以1为单位" in present.sheet_page(sheet)
        assert "Rounding: the total, towards zero, to 1" in present.sheet_page(sheet, locale="en")

    def test_without_rounding_nothing_is_said_of_it(self):
        _, zh, en = told(rubric(PROPORTIONAL), "2元", "3元")
        assert "四舍五入" not in zh
        assert "rounded" not in en


class TestSteps:
    def test_full_steps(self):
        """93 %: 7 points below 100 %, one full step of 5, 2 points: 10 − 2 = 8."""
        points, zh, en = told(rubric(STEPS), "93元")
        assert points.point == 8
        assert "93元÷100元=93%；低于标准100%达7个百分点；满5个百分点的计1个，每个扣2分，应扣2分；测算8分" in zh
        assert "1 full steps of 5 percentage points at 2 each: 2 deducted; computed score 8" in en

    def test_started_steps(self):
        """93 %: two started steps, 4 points: 10 − 4 = 6."""
        points, zh, _ = told(rubric({**STEPS, "part_step": "count"}), "93元")
        assert points.point == 6
        assert "应扣4分；测算6分" in zh

    def test_in_proportion(self):
        """93 %: 7 ÷ 5 = 1.4 steps, 2.8 points: 10 − 2.8 = 7.2."""
        points, zh, _ = told(rubric({**STEPS, "part_step": "proportional"}), "93元")
        assert points.point == Fraction(36, 5)
        assert "应扣2.8分；测算7.2分" in zh

    @pytest.mark.parametrize(
        ("side", "edge", "done", "chinese"),
        [
            ("below", "90%", "89元", "低于90%的不得分"),
            ("above", "110%", "111元", "超过110%的不得分"),
            ("either", "8pp", "91元", "偏离超过8个百分点的不得分"),
            ("either", "8pp", "109元", "偏离超过8个百分点的不得分"),
        ],
    )
    def test_a_cut_off_is_named_instead_of_the_steps(self, side, edge, done, chinese):
        points, zh, _ = told(rubric({**STEPS, "side": side, "zero_beyond": edge}), done)
        assert points.point == 0
        assert f"{chinese}；测算0分" in zh
        assert "应扣" not in zh

    @pytest.mark.parametrize(
        ("side", "edge", "done"), [("below", "90%", "90元"), ("above", "110%", "110元"), ("either", "8pp", "92元")]
    )
    def test_on_the_cut_off_itself_steps_count(self, side, edge, done):
        points, zh, _ = told(rubric({**STEPS, "side": side, "zero_beyond": edge}), done)
        assert points.point > 0
        assert "不得分" not in zh


class TestLines:
    def test_the_share(self):
        """85 % of 10 points."""
        points, zh, _ = told(rubric(PROPORTIONAL), "85元")
        assert points.point == Fraction(17, 2)
        assert "85%" in zh

    @pytest.mark.parametrize(
        ("more", "done", "points", "chinese"),
        [
            ({"zero_beyond": "60%"}, "59元", 0, "低于60%的不得分"),
            ({"zero_beyond": "60%"}, "60元", 6, ""),
            ({"zero_from": "60%"}, "60元", 0, "不超过60%的不得分"),
            ({"cap": 8}, "90元", 8, "最高计8分"),
            ({"cap": 8}, "80元", 8, ""),
            ({"floor": 3}, "20元", 3, "最低计3分"),
            ({"full_at": "100%", "zero_at": "120%", "zero_beyond": "110%"}, "111元", 0, "超过110%的不得分"),
            ({"full_at": "100%", "zero_at": "120%", "zero_from": "110%"}, "110元", 0, "达到或超过110%的不得分"),
        ],
    )
    def test_cut_offs_caps_and_floors(self, more, done, points, chinese):
        found, zh, _ = told(rubric({**PROPORTIONAL, **more}), done)
        assert found.point == points
        assert chinese in zh
        if not chinese:
            assert "不得分" not in zh
            assert "最高" not in zh


class TestMovedPoints:
    def test_points_that_arrive_are_named(self):
        """The other row's 5 points go to this row: 85 % of 15 is 12.75."""
        table = rubric(PROPORTIONAL, not_applicable="reallocate")
        points, zh, en = told(
            table, "85元", assessments={"other": NotApplicable(reason="不涉及", approved_by="财政局")}
        )
        assert points.point == Fraction(51, 4)
        assert "因有不适用指标的分值调入，本项分值由10分调整为15分；测算12.75分" in zh
        assert "counts 15 instead of 10 points" in en


class TestWhatMakesNoSense:
    def test_outside_of_the_domain(self):
        points, zh, en = told(rubric(PROPORTIONAL, measure={"domain": "[0, 100%]"}), "120元")
        assert str(points) == "[0, 10]"
        assert "测算值120%超出合理范围（不超过100%），请核对数据" in zh
        assert "the computed measure 120% is outside of what makes sense (at most 100%)" in en.lower()

    @pytest.mark.parametrize(("side", "points", "chinese"), [("worst", 0, "最低分"), ("best", 10, "最高分")])
    def test_something_over_zero(self, side, points, chinese):
        found, zh, _ = told(rubric(PROPORTIONAL, measure={"over_zero": side}), "5元", "0元")
        assert found.point == points
        assert f"分母为0而分子不为0，按评分标准的{chinese}计，待核实" in zh

    def test_a_declared_rate_that_the_figures_contradict(self):
        _, zh, _ = told(rubric(PROPORTIONAL), "85元", measures={"row": "90%"})
        assert "申报的测算值90%与按数据测算的85%不一致，以测算值为准" in zh
