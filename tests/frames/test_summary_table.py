"""The summary table (汇总表): every number of the workbook is that of `review`, computed here unit by unit."""

import io
import zipfile
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from jixiao_core import Case, Claim, Evidence, ScoreRound, exchange, registry, reports, review, score
from jixiao_core.errors import FormatError, InvalidValueError, LimitError, UnknownNameError
from jixiao_core.frames import summary_cases, summary_file, summary_workbook
from jixiao_core.frames.summary_pages import summary_json
from jixiao_core.messages import number_text
from jixiao_core.present import closing
from jixiao_core.present.labels import verdict_label

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
RUBRIC = registry.load("junshan-department@2021.1")
STAFFING = "input.budget_allocation.staffing_ratio"
CARD = "process.budget_management.card_payment_rate"
HEAD = "单位,在职人员,人员编制,财政供养人员控制率·自评得分,财政供养人员控制率·扣分原因,自评总分\n"
CALM = {"zh_Hans_CN": "汇总表", "en": "Summary"}
ROWS = {"zh_Hans_CN": "逐项", "en": "Rows"}
NUMBERS = ("自评得分", "可能最低", "可能最高", "暂认得分", "从严最低", "从严最高", "差异")


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def headings(sheet):
    """The name of every column: of the second line of headings where the first is shared."""
    below = [cell.value for cell in sheet[4]]
    return [name or above.value for name, above in zip(below, sheet[3], strict=True)]


def lines(sheet):
    names = headings(sheet)
    found = [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=5, values_only=True)]
    return found[:-1]


def exact(value):
    return None if value is None else Fraction(str(value))


def by_hand(facts, claimed, total, reason=""):
    """A line of a table as somebody would write its case."""
    case = Case(
        rubric=RUBRIC.pin,
        fiscal_year=None,
        evidence=Evidence.of(RUBRIC, facts=facts),
        rounds=(
            ScoreRound(role="self", claims=(Claim(indicator=STAFFING, points=claimed, reason=reason),), total=total),
        ),
    )
    return review(RUBRIC, case)


def assert_told(line, found):
    """The line of a unit says what its review says, number by number."""
    own = found.rounds[0]
    wanted = [own.claimed_total, found.possible.low, found.possible.high, own.provisional]
    wanted += [found.strict.low, found.strict.high]
    assert [exact(line[name]) for name in NUMBERS[:-1]] == wanted
    assert line["复核意见"] == verdict_label(own.verdict)
    assert line["可能等次"] == "、".join(grade.name for grade in found.grades)
    assert line["需更正或说明项数"] == sum(own.count(each) for each in ("above", "below", "unmatched"))
    assert line["待核实项数"] == own.count("pending")
    assert line["未填报项数"] == sum(row.claimed is None for row in own.indicators)


UNITS = (
    ("甲局", {"in_service_staff": 18, "authorised_staffing": 18}, "5", "96", ""),
    ("乙局", {"in_service_staff": 21, "authorised_staffing": 20}, "5", "98.5", ""),
    ("丙局", {"in_service_staff": 21, "authorised_staffing": 20}, "4.2", "90.5", "略有超编"),
    ("丁局", {"authorised_staffing": 20}, "5", "", ""),
)


@pytest.fixture
def units(tmp_path):
    file = tmp_path / "units.csv"
    told = (
        f"{name},{facts.get('in_service_staff', '')},{facts['authorised_staffing']},{claimed},{reason},{total}"
        for name, facts, claimed, total, reason in UNITS
    )
    file.write_text(HEAD + "\n".join(told) + "\n", encoding="utf-8")
    return file


class TestTables:
    def test_every_number_is_that_of_review(self, units):
        found = summary_file(RUBRIC, units)
        sheet = opened(summary_workbook(found))["汇总表"]
        told = lines(sheet)
        assert [line["单位"] for line in told] == [each[0] for each in UNITS]
        for line, (_, facts, claimed, total, reason) in zip(told, UNITS, strict=True):
            reviewed = by_hand(facts, claimed, total or None, reason)
            assert_told(line, reviewed)
            row = reviewed.rounds[0][STAFFING]
            assert (line["扣分原因"] or "") == (f"财政供养人员控制率：{reason}" if reason else "")
            own = next(each for each in found.units if each.unit == line["单位"]).round[STAFFING]
            assert (own.possible, own.verdict, own.difference, own.papers) == (
                row.possible, row.verdict, row.difference, row.papers,
            )  # fmt: skip

    def test_the_difference_is_to_the_nearest_possible_total(self, units):
        """2.5 of 5 points are left of the row, 97.5 of the total: 98.5 is one point above, 96 may be."""
        told = lines(opened(summary_workbook(summary_file(RUBRIC, units)))["汇总表"])
        assert [exact(line["差异"]) for line in told] == [None, Fraction(1), None, None]
        assert [line["可能最高"] for line in told] == [100, 97.5, 97.5, 100]

    def test_one_line_for_every_row_that_does_not_agree(self, units):
        sheet = opened(summary_workbook(summary_file(RUBRIC, units)))["逐项"]
        told = lines(sheet)
        wanted = [
            (name, row.label.zh, row.maximum, row.claimed, row.difference, verdict_label(row.verdict))
            for name, facts, claimed, total, reason in UNITS
            for row in by_hand(facts, claimed, total or None, reason).rounds[0].indicators
            if row.verdict != "consistent"
        ]
        found = [
            (
                line["单位"], line["指标"].rpartition("·")[2], exact(line["分值"]), exact(line["自评得分"]),
                exact(line["差异"]), line["复核意见"],
            )
            for line in told
        ]  # fmt: skip
        assert found == wanted
        staffing = {line["单位"]: line for line in told if line["指标"] == "财政供养人员控制率"}
        assert "甲局" not in staffing
        assert staffing["乙局"]["可能得分"] == "2.5"
        assert staffing["丙局"]["扣分原因"] == "略有超编"
        assert staffing["丁局"]["待补资料"] == "编制批复；部门决算基本数字表"

    def test_the_real_claims_of_an_example(self):
        """Six units with figures for every row; three of them settle, one has a word for its staff."""
        told = lines(opened(summary_workbook(summary_file(RUBRIC, EXAMPLES / "self-assessed-2021.csv")))["汇总表"])
        assert [(line["单位"], exact(line["差异"])) for line in told] == [
            ("甲局", 0), ("乙局", Fraction(-1, 5)), ("丙局", 5), ("丁局", None), ("戊局", None), ("己局", Fraction(9, 10)),
        ]  # fmt: skip
        assert "'十八人'不能作为数量" in told[4]["备注"]
        assert (told[4]["可能最低"], told[4]["可能最高"]) == (94.5, 99.5)

    def test_only_a_total_is_claimed(self, tmp_path):
        """
        Figures settle every row: 暂认得分 is what they give (DESIGN 7: pending rows count as claimed, settled as computed).

        That no row is claimed is told, in the sheet and in the document.
        """
        table = pl.read_csv(EXAMPLES / "self-assessed-2021.csv", infer_schema=False).head(1)
        file = tmp_path / "total.csv"
        table.drop(name for name in table.columns if name.endswith("·自评得分")).write_csv(file)
        found = summary_file(RUBRIC, file)
        (line,) = lines(opened(summary_workbook(found))["汇总表"])
        assert line["未填报项数"] == len(RUBRIC.indicators)
        assert [exact(line[name]) for name in NUMBERS[:4]] == [Fraction("99.5")] * 4
        assert summary_json(found, "en")["units"][0]["review"]["unclaimed_rows"] == len(RUBRIC.indicators)

    def test_assumptions_and_readings_are_made_and_named(self, tmp_path):
        file = tmp_path / "units.csv"
        file.write_text("单位,实有人数,人员编制\n甲局,33,18\n", encoding="utf-8")
        assume = ["headcount_is_in_service"]
        found = summary_file(RUBRIC.under({"part_step": "pro_rata"}), file, assume=assume)
        assert found.units[0].round[STAFFING].possible.point == 0
        about = "\n".join(str(row) for row in opened(summary_workbook(found))["说明"].iter_rows(values_only=True))
        assert "headcount_is_in_service" in about
        assert "part_step=pro_rata" in about
        with pytest.raises(UnknownNameError):
            summary_file(RUBRIC, file, assume=["nothing"])

    def test_bad_lines_are_lines_with_their_reason(self, units):
        units.write_text(units.read_text(encoding="utf-8") + "戊局,18,18,5,,96,多出\n", encoding="utf-8")
        found = summary_file(RUBRIC, units)
        assert found.units[-1].round is None
        assert found.needs_correction
        last = lines(opened(summary_workbook(found))["汇总表"])[-1]
        assert last["序号"] == 5
        assert last["自评得分"] is None
        assert "6" in last["备注"]
        assert last["单位"] == "第5个单位"

    def test_units_are_found_under_usual_headings_or_named(self, units):
        text = units.read_text(encoding="utf-8")
        units.write_text(text.replace("单位,", "名称,", 1), encoding="utf-8")
        assert [each.unit for each in summary_file(RUBRIC, units).units] == [""] * 4
        assert [each.unit for each in summary_file(RUBRIC, units, name="名称").units] == [each[0] for each in UNITS]
        with pytest.raises(InvalidValueError) as caught:
            summary_file(RUBRIC, units, name="没有")
        assert [problem.code for problem in caught.value.problems] == ["frames.unknown_column"]

    def test_parquet_tells_what_cannot_be_used(self, tmp_path):
        file = tmp_path / "units.parquet"
        pl.DataFrame(
            {"unit": ["甲", "乙"], "in_service_staff": ["18", "十八"], "authorised_staffing": [18, 18]}
        ).write_parquet(file)
        first, second = summary_file(RUBRIC, file).units
        assert first.round[STAFFING].possible.point == 5
        assert [problem.message.code for problem in second.problems] == ["summary.refused"]


class TestCases:
    FILES = ("department-2021.toml", "bridge/department-2021.toml", "bridge/department-2022.toml")

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_files_are_told_as_review_tells_them(self, jobs):
        found = summary_cases(RUBRIC, [EXAMPLES / name for name in self.FILES], jobs=jobs)
        told = lines(opened(summary_workbook(found))["汇总表"])
        report = exchange.read_report(EXAMPLES / self.FILES[0])
        reviewed = review(RUBRIC, reports.case(report, RUBRIC))
        assert_told(told[0], reviewed)
        assert told[0]["扣分原因"].startswith("公务卡刷卡率：公务刷卡率未达50%\n资产管理·管理制度健全性：")
        listed = dict.fromkeys(p.zh for row in reviewed.rounds[0].indicators for p in row.papers)
        assert told[0]["待补资料"] == "；".join(list(listed)[:8]) + f"；共{len(listed)}项，详见“逐项”表"
        assert [line["可能最低"] for line in told[1:]] == [97.1, 92.15]
        assert [line["来源"] for line in told] == [str(EXAMPLES / name) for name in self.FILES]

    def test_strict_totals_are_told_apart_from_possible_ones(self, tmp_path):
        """
        “此项需提供相应的资金分配方案”: both items are met, the plan is not there. Trusted, the row has 5 points; strictly
        none. 到位时效 has half a point in any case.
        """
        rubric = registry.load("junshan-project@2021.1")
        row = "decision.fund_allocation.allocation_result"
        evidence = Evidence.of(rubric, assessments={row: {"item_1": True, "item_2": True}}, documents={row: []})
        case = Case(rubric=rubric.pin, fiscal_year=2021, unit="甲局", evidence=evidence)
        (tmp_path / "case.toml").write_text(exchange.to_toml(case), encoding="utf-8")
        (line,) = lines(opened(summary_workbook(summary_cases(rubric, [tmp_path / "case.toml"])))["汇总表"])
        assert (exact(line["可能最低"]), exact(line["从严最低"])) == (Fraction("5.5"), Fraction("0.5"))
        assert (exact(line["可能最高"]), exact(line["从严最高"])) == (100, score(rubric, evidence).strict.high)
        assert line["从严最高"] < 95
        assert line["复核意见"] == verdict_label("unclaimed")

    def test_bad_files_are_lines_with_their_reason(self, tmp_path):
        bad = tmp_path / "bad.toml"
        bad.write_text("rubric = 3\n", encoding="utf-8")
        found = summary_cases(RUBRIC, [bad, EXAMPLES / self.FILES[0]])
        assert [each.round is None for each in found.units] == [True, False]
        assert [problem.row for problem in found.problems][:1] == [0]
        told = lines(opened(summary_workbook(found))["汇总表"])
        assert told[0]["备注"]
        assert told[0]["可能最低"] is None


class TestWorkbook:
    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    def test_sheets_end_with_the_closing_sentence_and_are_set_up_for_paper(self, units, locale):
        book = opened(summary_workbook(summary_file(RUBRIC, units), locale))
        assert len(book.sheetnames) == 3
        for name in (CALM[locale], ROWS[locale]):
            sheet = book[name]
            assert sheet.cell(sheet.max_row, 1).value == closing(locale)
            assert sheet.freeze_panes == "C5"
            assert sheet.print_title_rows == "$3:$4"
            assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
            assert all(5 <= each.width <= 44 for each in sheet.column_dimensions.values())
        about = list(book.worksheets[2].iter_rows(values_only=True))
        said = "\n".join(str(row[1]) for row in about)
        assert RUBRIC.pin in said
        assert RUBRIC.digest in said
        assert about[-1][1] == closing(locale)
        for question in RUBRIC.questions:
            assert question.label.of(locale) in said

    def test_points_are_numbers_and_nothing_is_a_formula(self, tmp_path):
        """Hostile text in names, reasons and headings stays text, and what no file may hold is told apart."""
        file = tmp_path / "units.csv"
        hostile = '=HYPERLINK("x")', "+1", "@SUM(A1)", "-2+3", "＝1+1", "a\u202eb", "<b>&amp;</b>", "长" * 40_000
        told = "".join(
            f'"{each.replace(chr(34), chr(34) * 2)}",18,18,5,"{each.replace(chr(34), chr(34) * 2)}",96\n'
            for each in hostile
        )
        file.write_text(HEAD + told, encoding="utf-8")
        book = opened(summary_workbook(summary_file(RUBRIC, file)))
        cells = [
            cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None
        ]
        assert {cell.data_type for cell in cells} == {"s", "n"}
        sheet = book["汇总表"]
        names = [sheet.cell(row, 2) for row in range(5, 5 + len(hostile))]
        assert [cell.value for cell in names[:5]] == list(hostile[:5])
        assert all(cell.quotePrefix for cell in names[:5])
        assert names[5].value == "a\\u202eb"
        assert names[6].value == hostile[6]
        assert max(len(str(cell.value)) for cell in cells) <= 32_767
        assert str(names[7].value).endswith("全文见报告）")
        assert [sheet.cell(5, column).data_type for column in (1, 3, 4)] == ["n"] * 3

    def test_control_characters_do_not_break_the_file(self, tmp_path):
        file = tmp_path / "units.parquet"
        pl.DataFrame({"unit": ["a\x00b\x1b\ufffe"], "in_service_staff": [18]}).write_parquet(file)
        book = opened(summary_workbook(summary_file(RUBRIC, file)))
        assert book["汇总表"].cell(5, 2).value == "a\ufffdb\ufffd\ufffd"

    def test_signs_that_count_as_two_are_cut_in_time(self, tmp_path):
        file = tmp_path / "units.parquet"
        pl.DataFrame({"unit": ["𠮷" * 20_000], "in_service_staff": [18]}).write_parquet(file)
        name = opened(summary_workbook(summary_file(RUBRIC, file)))["汇总表"].cell(5, 2).value
        assert 30_000 < len(name.encode("utf-16-le")) // 2 <= 32_767
        assert name.endswith("全文见报告）")

    def test_what_no_decimal_holds_is_an_exact_fraction(self, tmp_path):
        """A number in the workbook is exact; a third of a point is written as one."""
        case = by_hand({}, Fraction(1, 3), Fraction(290, 3)).case
        file = tmp_path / "case.toml"
        file.write_text(exchange.to_toml(case), encoding="utf-8")
        (line,) = lines(opened(summary_workbook(summary_cases(RUBRIC, [file])))["汇总表"])
        assert line["自评得分"] == number_text(Fraction(290, 3)) == "290/3"

    def test_the_same_units_give_the_same_bytes(self, units):
        first, second = (summary_workbook(summary_file(RUBRIC, units)) for _ in range(2))
        assert first == second
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            assert {part.date_time for part in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}

    def test_a_sheet_has_an_end(self, units, monkeypatch):
        found = summary_file(RUBRIC, units)
        monkeypatch.setattr("jixiao_core.frames.summary_table.MAX_SHEET_LINES", 8)
        with pytest.raises(LimitError):
            summary_workbook(found)

    def test_an_unknown_language_is_refused(self, units):
        with pytest.raises(UnknownNameError):
            summary_workbook(summary_file(RUBRIC, units), "fr")


def test_a_brief_review_leaves_out_what_takes_time_and_nothing_else():
    """Everything that the summary table tells is the same in the long review."""
    from attrs import evolve

    case = reports.case(exchange.read_report(EXAMPLES / "department-2021.toml"), RUBRIC)
    brief, long = review(RUBRIC, case, brief=True), review(RUBRIC, case)
    bare = [
        evolve(
            each, indicators=tuple(evolve(row, implied=(), for_full=None, alternatives=()) for row in each.indicators)
        )
        for each in long.rounds
    ]
    assert list(brief.rounds) == bare
    assert brief.sheet == long.sheet


def test_files_without_rows_of_the_table_are_refused(tmp_path):
    file = tmp_path / "units.csv"
    file.write_text("单位,甲\n甲局,1\n", encoding="utf-8")
    with pytest.raises((FormatError, InvalidValueError)):
        summary_file(RUBRIC, file)


def test_numbers_are_decimals_in_the_file(units):
    """The number format of a cell would show 97.5 as it is; openpyxl reads what is stored."""
    sheet = opened(summary_workbook(summary_file(RUBRIC, units)))["汇总表"]
    assert {cell.number_format for row in sheet.iter_rows(min_row=5) for cell in row} == {"General"}
    assert Decimal(str(lines(sheet)[1]["可能最高"])) == Decimal("97.5")


MONEY = "在用固定资产（万元）,固定资产合计（万元）,年初预算数（万元）,表示满意的被调查人数（户数）,被调查人数（户数）"


def remarks_of(tmp_path, *told, head=f"单位,{MONEY},自评总分"):
    """The remarks of every unit, by its name, with the whole found table."""
    file = tmp_path / "money.csv"
    file.write_text("\n".join((head, *told)) + "\n", encoding="utf-8")
    found = summary_file(RUBRIC, file)
    sheet = opened(summary_workbook(found))["汇总表"]
    return {line["单位"]: line.get("备注") or "" for line in lines(sheet)}, found


OTHERS = ("甲局,90,100,1000,95,100,96", "乙局,180,200,3000,95,100,96")


class TestRemarks:
    """What is wrong with the figures of a unit stands in its line; a likely slip is a question (疑似填报差错, 待核实)."""

    def test_one_amount_in_yuan_makes_a_part_larger_than_its_whole(self, tmp_path):
        told, found = remarks_of(tmp_path, *OTHERS, "丙局,4500000,500,2000,95,100,96")
        assert "在用固定资产4500000万元：疑似填报差错，待核实，金额单位或有误，450万元与其他数据相符" in told["丙局"]
        assert told["丙局"].count("在用固定资产") == 1
        assert (told["甲局"], told["乙局"]) == ("", "")
        assert [bool(each.likely) for each in found.units] == [False, False, True]

    def test_all_amounts_in_yuan_agree_with_each_other_and_not_with_other_units(self, tmp_path):
        told, found = remarks_of(tmp_path, *OTHERS, "丙局,900000,1000000,20000000,95,100,96")
        assert told["丙局"] == (
            "在用固定资产、固定资产合计、年初预算数（共3项）：为多数单位的一千倍以上，疑似填报差错，待核实，金额单位或有误"
        )
        assert not found.needs_correction

    def test_what_agrees_with_the_usual_figures_of_a_unit_is_no_slip(self, tmp_path):
        """The column is in 元; one unit fills it in 元, the others in 万元: 960000 元 of 100 万元 are in use."""
        head = f"单位,{MONEY},自评总分".replace("在用固定资产（万元）", "在用固定资产（元）")
        assert head.count("（元）") == 1
        told, _ = remarks_of(tmp_path, *OTHERS, "丙局,960000,100,2000,95,100,96", head=head)
        assert told["丙局"] == ""

    def test_half_of_the_units_are_not_most_of_them(self, tmp_path):
        """Two in 万元 and two in 元: nobody can tell from the amounts which two are right."""
        told, _ = remarks_of(
            tmp_path, *OTHERS, "丙局,900000,1000000,20000000,95,100,96", "丁局,1800000,2000000,30000000,95,100,96"
        )
        assert not any(told.values())

    def test_a_large_unit_is_no_slip(self, tmp_path):
        told, _ = remarks_of(tmp_path, *OTHERS, "丙局,45000,50000,90000,95,100,96")
        assert not any(told.values())

    def test_more_satisfied_than_asked(self, tmp_path):
        told, found = remarks_of(tmp_path, "甲局,90,100,1000,500,100,96")
        assert told["甲局"] == "社会公众或服务对象满意度：测算值500%超出合理范围（不超过100%），请核对数据"
        assert found.needs_correction

    def test_a_claim_that_cannot_be_used_is_not_called_unclaimed(self, tmp_path):
        head = f"单位,{MONEY},固定资产利用率·自评得分,自评总分"
        told, found = remarks_of(tmp_path, "甲局,90,100,1000,95,100,很好,980", head=head)
        assert "“自评总分”无法采用：'980'不在0至100分之内；请填自评总分" in told["甲局"]
        assert "第2行" in found.problems[0].told("zh_Hans_CN")
        book = opened(summary_workbook(found))
        assert lines(book["汇总表"])[0]["复核意见"] == "所填'980'无法采用"
        (row,) = (each for each in lines(book["逐项"]) if each["指标"] == "固定资产利用率")
        assert row["复核意见"] == "所填'很好'无法采用"
        # Nor is it counted as that: 24 of 25 rows have nothing.
        assert lines(book["汇总表"])[0]["未填报项数"] == 24

    def test_a_claim_for_a_row_that_may_not_apply(self, tmp_path):
        """0 of 0: full points by the policy, which nobody has approved; the unit is asked for its papers."""
        told, found = remarks_of(tmp_path, "甲局,0,0,5,,", head=HEAD.strip())
        assert told == {"甲局": "财政供养人员控制率：按不适用计分，是否不适用待核实"}
        (row,) = (
            each for each in lines(opened(summary_workbook(found))["逐项"]) if each["指标"] == "财政供养人员控制率"
        )
        assert (row["复核意见"], row["待补资料"]) == ("不适用（待核实）", "编制批复；部门决算基本数字表")
