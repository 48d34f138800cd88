"""`jixiao implied` and `jixiao sensitivity`: what a reviewer types and gets, from the published form, as processes."""

import json
import unicodedata

import pytest
from test_sessions import ASSUMED, CLOSING, DEPARTMENT, FORM, jixiao, said

REPORT = "examples/department-2021.toml"
PURPOSE = "本分析供复核人员确定先核实哪些数据，不用于为取得某一得分而推算数据。"


def block(page, number):
    """The lines of one reading or entry of a page, joined."""
    found = []
    for line in page.splitlines():
        if line.startswith(f"{number}. "):
            found = [line]
        elif found and line.startswith("   "):
            found.append(line.strip())
        elif found:
            return "\n".join(found)
    return "\n".join(found)


class TestImplied:
    def test_the_three_rates_of_the_card_row(self):
        """自评2分：(44%, 45%], [45%, 46%), 45%; and counted from 100% nothing."""
        page = said("implied", FORM, "公务卡刷卡率", status=0)
        assert "公务卡刷卡率（分值3分）：自评2分所对应的数据" in page
        assert block(page, 1).startswith("1. 按采用的理解：测算值大于44%且不超过45%\n")
        assert block(page, 2).startswith(
            "2. 按“不足一个百分点按一个百分点扣分”理解（part_step=counts_in_full）：测算值不低于45%且低于46%\n"
        )
        assert block(page, 3).startswith("3. 按“不足一个百分点按比例扣分”理解（part_step=pro_rata）：测算值45%\n")
        assert block(page, 4) == (
            "4. 按“未达50%时从100%起算扣分”理解（card_counting_start=from_100_percent）："
            "不能得2分：本项只能得0、3分，2分与各档分值均不对应"
        )
        assert page.rstrip().endswith(CLOSING)

    def test_the_three_rates_in_english(self):
        page = said("implied", FORM, "card_payment_rate", "--locale", "en", status=0)
        assert "what the 2 of the self-assessment imply" in page
        assert block(page, 1).startswith("1. As adopted: a measure of more than 44% and at most 45%\n")
        assert "(part_step=counts_in_full): a measure of 45% or more and less than 46%\n" in block(page, 2)
        assert "(part_step=pro_rata): a measure of 45%\n" in block(page, 3)

    @pytest.mark.parametrize("file", [FORM, REPORT, DEPARTMENT])
    def test_the_requirement_of_the_staffing_row_in_people(self, file):
        page = said("implied", file, "财政供养人员控制率", status=0)
        assert "在职人员不超过18人" in block(page, 1)
        assert "按已知数据，可能得分为0、2.5、5" in block(page, 1)
        # The headcount as numerator settles the row: 33 of 18 is 0; it says what would have had to be.
        told = block(page, 4)
        assert "不能得5分：实有人数33人、人员编制18人时，本项只能得0分" in told
        assert "假设其他数据不变，实有人数不超过18人时可得该分（现为33人）" in told
        assert "假设其他数据不变，人员编制不低于33人时可得该分（现为18人）" in told

    def test_four_points_are_nobodys_number(self):
        page = said("implied", FORM, "staffing_ratio", "4", status=0)
        assert "不能得4分：人员编制18人且在职人员为整数时，本项只能得0、2.5、5分" in block(page, 1)
        english = said("implied", FORM, "staffing_ratio", "4", "--locale", "en", status=0)
        assert (
            "4 cannot be had: with authorised staffing 18 persons and whole numbers of in-service staff "
            "only 0, 2.5, 5 can be had" in block(english, 1)
        )

    def test_the_allocation_row_attains_0_2_3_5(self):
        """自评4分: no combination of ① 2 and ② 3; in part, three kinds of combinations."""
        page = said("implied", FORM, "分配结果", status=1)
        assert block(page, 1) == "1. 按采用的理解：不能得4分：本项只能得0、2、3、5分，4分与各档分值均不对应"
        partial = block(page, 2)
        assert partial.startswith("2. 按“每条可酌情给部分分”理解（partial_credit=partial_item）：以下3种组合之一：\n")
        assert "－“①符合分配办法”得满分，“②分配公平合理”得部分分（2分）" in partial
        assert "－“①符合分配办法”得部分分（1分），“②分配公平合理”得满分" in partial
        english = said("implied", FORM, "分配结果", "--locale", "en", status=1)
        assert "4 cannot be had: only 0, 2, 3, 5 can be had; 4 matches none of them" in block(english, 1)
        assert "one of 3 combinations" in block(english, 2)

    def test_under_an_assumption(self):
        page = said("implied", DEPARTMENT, "财政供养人员控制率", *ASSUMED, status=1)
        assert "本项只能得0分" in block(page, 1)
        assert "在职人员不超过18人时可得该分（现为33人）" in block(page, 1)
        assert "假定" in page

    def test_under_a_reading_and_in_every_combination(self):
        page = said(
            "implied", FORM, "公务卡刷卡率", "--kind", "department", "--reading", "part_step=pro_rata", status=0
        )
        assert block(page, 1).startswith("1. 按采用的理解：测算值45%\n")
        document = json.loads(said("implied", FORM, "财政供养人员控制率", "--combined", "--json", status=0))
        assert len(document["answers"]) == 12
        assert {"part_step": "pro_rata", "staff_scope": "budget_funded"} in [
            each["readings"] for each in document["answers"]
        ]

    def test_the_document(self):
        document = json.loads(said("implied", FORM, "财政供养人员控制率", "4", "--json", status=0))
        assert document["format"] == "jixiao-implied/1"
        assert (document["indicator"], document["max"], document["points"], document["round"]) == (
            "input.budget_allocation.staffing_ratio", "5", "4", None,
        )  # fmt: skip
        first = document["answers"][0]
        assert (first["is_attainable"], first["is_possible"]) == (True, False)
        assert first["reason"]["code"] == "scoring.nothing_whole"
        assert [each["low"] for each in first["attainable_given"]] == ["0", "2.5", "5"]
        assert all(not isinstance(leaf, float) for leaf in leaves(document))

    def test_checklists_say_what_must_be_in_every_combination(self):
        page = said("implied", FORM, "目标内容", "3", status=0)
        assert "各组合均有：“①设有目标”得满分" in block(page, 1)

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (("implied", FORM, "公务卡"), "rubrics.unknown_indicator"),
            (("implied", FORM, "管理制度健全性"), "cli.ambiguous"),
            (("implied", FORM, "公务卡刷卡率", "3.1"), "scoring.points_outside"),
            (("implied", FORM, "公务卡刷卡率", "-1"), "scoring.points_outside"),
            (("implied", FORM, "公务卡刷卡率", "二"), "exact.not_a_number"),
            (("implied", FORM, "公务卡刷卡率", "--round", "finance"), "scoring.unknown_round"),
            (("implied", "examples/cases/项目.toml", "公务卡刷卡率"), "exchange.no_file"),
            (("implied", FORM, "公务卡刷卡率", "--assume", "x"), "cli.assumption_of_none"),
            (("sensitivity", FORM, "--top", "0"), "cli.not_positive"),
            (("sensitivity", FORM, "--top", "三"), "jixiao --help"),
            (("sensitivity", "README.md"), "cli.unknown_suffix"),
        ],
    )
    def test_refusals(self, arguments, code):
        status, out, err = jixiao(*arguments)
        assert (status, out) == (2, "")
        assert code in err
        assert "Traceback" not in err

    def test_a_row_without_a_claim_needs_points(self, tmp_path):
        blank = tmp_path / "case.toml"
        blank.write_text('rubric = "junshan-project@2021.1"\nfiscal_year = 2021\n', encoding="utf-8")
        status, out, err = jixiao("implied", str(blank), "分配结果")
        assert (status, out) == (2, "")
        assert "cli.no_claim" in err
        assert "只能得0、2、3、5分" in said("implied", str(blank), "分配结果", "4", status=0)


def leaves(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from leaves(each)
    else:
        yield value


class TestSensitivity:
    def test_what_to_verify_first(self):
        page = said("sensitivity", FORM, "--kind", "department", "--top", "4", status=0)
        assert "先核实哪些数据（按影响分值排列）：" in page
        # 5 points of the change and 6 of the control rate, which may not move together.
        assert block(page, 1).startswith(
            "1. “三公经费”实际支出（一般公共预算）：影响至多11分"
            "（已知不超过3.86万元；“三公经费”变动率、“三公经费”控制率）"
        )
        assert "另有39项，见--json" in page
        assert PURPOSE in page
        assert page.rstrip().endswith(CLOSING)

    def test_people_and_the_distance_to_the_next_step(self):
        """18 of 18 is full, 19 is 105.6%: five steps; from 20 on (111%) nothing. From 33 it is 14 people to 19."""
        page = said("sensitivity", FORM, "--kind", "department", "--top", "4", status=0)
        assert block(page, 4) == (
            "4. 在职人员：影响5分（已知不超过33人；财政供养人员控制率）\n"
            "不超过18人得5分，19人得2.5分，不低于20人且不超过33人得0分\n"
            "按33人计，得0分\n"
            "减少14人、即为19人时，得2.5分（多2.5分）"
        )
        english = said("sensitivity", FORM, "--kind", "department", "--top", "4", "--locale", "en", status=0)
        assert "14 persons less, at 19 persons: 2.5 (2.5 more)" in block(english, 4)
        assert "it is not for finding figures for a wanted score" in english

    def test_figures_that_are_settled(self):
        """1 of 100 per cent of 993.18万元 is 9.9318万元: 2.9 points from 99% on down."""
        page = said("sensitivity", FORM, "--kind", "department", "--top", "1", status=0)
        known = page.split("已列数据及其与下一档的距离：\n")[1]
        assert block(known, 1) == (
            "1. 在用固定资产993.18万元（固定资产利用率）\n"
            "按993.18万元计，得3分\n"
            "减少9.9318万元、即为983.2482万元时，得2.9分（少0.1分）"
        )
        measures = page.split("测算值及其与下一档的距离：\n")[1]
        # 99% is a full point below 100%: the first step is charged there.
        assert "按100%计，得3分\n减少1个百分点、即为99%时，得2.9分（少0.1分）" in block(measures, 2)
        # The rate of the cards is stated as below 50%, so 50% is no position to start from.
        assert "公务卡刷卡率" not in measures

    def test_the_document_holds_every_entry(self):
        document = json.loads(said("sensitivity", DEPARTMENT, "--json", status=0))
        assert document["format"] == "jixiao-sensitivity/1"
        assert document["count"] == len(document["entries"])
        stakes = [float(each["at_stake"]) for each in document["entries"]]
        assert stakes == sorted(stakes, reverse=True)
        staff = next(each for each in document["entries"] if each["id"] == "in_service_staff")
        assert [(step["values"]["high"], step["points"][0]["low"]) for step in staff["steps"]] == [
            ("18", "5"), ("19", "2.5"), ("33", "0"),
        ]  # fmt: skip
        assert staff["positions"][0]["down"]["distance"] == "14"

    def test_both_reports_of_a_form(self):
        page = said("sensitivity", FORM, status=0)
        assert page.count(PURPOSE) == 2
        document = json.loads(said("sensitivity", FORM, "--json", "--top", "2", status=0))
        assert [len(each["entries"]) for each in document["sensitivities"]] == [2, 2]

    def test_under_an_assumption(self):
        page = said("sensitivity", DEPARTMENT, *ASSUMED, status=0)
        known = page.split("已列数据及其与下一档的距离：\n")[1]
        assert "在职人员33人（财政供养人员控制率）" in known

    def test_the_help_says_what_it_is_for(self):
        code, out, _ = jixiao("sensitivity", "--help")
        assert code == 0
        assert "供复核人员确定先核实哪些数据，不用于推算某一得分" in "".join(out.split())

    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    def test_nobody_is_named_or_blamed(self, locale):
        for command in (("sensitivity", FORM), ("implied", FORM, "分配结果")):
            _, page, _ = jixiao(*command, "--locale", locale)
            for word in ("舞弊", "违规", "造假", "虚报", "fraud", "violat"):
                assert word not in page.lower()


def columns(text):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def test_lines_of_short_answers_stay_readable():
    """Headings and readings of the staffing row fit into 100 columns, apart from quoted clauses and reasons."""
    page = said("implied", FORM, "公务卡刷卡率", status=0)
    long = [
        line for line in page.splitlines() if columns(line) > 110 and "理解" not in line and "（junshan" not in line
    ]
    assert long == []
