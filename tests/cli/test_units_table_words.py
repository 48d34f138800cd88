"""What somebody is told about a table of units that is empty, or whose headings are misspelt or stand twice."""

import openpyxl
import pytest

DEPARTMENT = "junshan-department@2021.1"
HEAD = "单位,在职人员,人员编制,财政供养人员控制率·自评得分"
COMMANDS = {
    "score-table": (),
    "review-table": (),
    "peers": (),
    "summary-table": ("-o", "out.xlsx"),
}


@pytest.fixture
def told(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def ask(command, text, locale, *options):
        (tmp_path / "units.csv").write_text(text, encoding="utf-8")
        more = (*COMMANDS[command], *options, "--width", 300, "--locale", locale)
        return run(command, "units.csv", "--rubric", DEPARTMENT, *more)

    return ask


@pytest.mark.parametrize("command", ["peers", "summary-table"])
@pytest.mark.parametrize(("locale", "said"), [("zh_Hans_CN", "只有标题，没有单位"), ("en", "no unit below them")])
def test_headings_alone_are_no_units_of_which_all_agree(told, tmp_path, command, locale, said):
    status, out, err = told(command, f"{HEAD}\n", locale)
    assert (status, out) == (2, "")
    assert said in err
    assert not (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("command", ["score-table", "review-table", "summary-table"])
def test_a_misspelt_heading_is_told_with_the_one_that_is_near(told, command):
    text = f"{HEAD.replace('在职人员', '在职人数')}\n甲局,18,18,5\n"
    assert "列“在职人数”未读取，是否应为“在职人员”？" in told(command, text, "zh_Hans_CN")[1]
    assert "The column “在职人数” was not read; perhaps “在职人员” is meant." in told(command, text, "en")[1]


@pytest.mark.parametrize("command", ["review-table", "summary-table"])
def test_a_misspelt_score_is_taken_for_no_reason(told, command):
    # As a whole it is as much like “三公经费”控制率·扣分原因.
    out = told(command, f"{HEAD},经费控制率·自评得分\n甲局,18,18,5,6\n", "zh_Hans_CN")[1]
    assert "列“经费控制率·自评得分”未读取，是否应为“‘三公经费’控制率·自评得分”？" in out


def test_the_name_in_a_suggestion_is_one_that_is_read(told):
    out = told("summary-table", f"{HEAD},‘三公经费’控制率·自评得分\n甲局,18,18,5,6\n", "zh_Hans_CN")[1]
    assert "未读取" not in out


@pytest.mark.parametrize("command", ["score-table", "review-table", "summary-table"])
def test_a_heading_that_stands_twice_is_told_with_its_column(told, command):
    text = f"{HEAD},在职人员\n甲局,18,18,5,36\n"
    assert "标题“在职人员”在E列重复；只读取前一列，E列未读取。" in told(command, text, "zh_Hans_CN")[1]


def test_headings_without_anything_near_are_listed(told):
    _, out, _ = told("summary-table", f"{HEAD},备注\n甲局,18,18,5,无\n", "zh_Hans_CN")
    assert "未读取的列：“备注”" in out
    assert "是否应为" not in out


MONEY = "单位,在用固定资产（万元）,固定资产合计（万元）"


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("zh_Hans_CN", "第4行：在用固定资产4500000万元：疑似填报差错，待核实，金额单位或有误，450万元与其他数据相符"),
        ("en", "line 4: fixed assets in use: CNY 45,000 million, likely slip, to be verified"),
    ],
)
def test_a_likely_slip_in_the_unit_of_money_is_told_by_its_line(told, locale, said):
    out = told("review-table", f"{MONEY}\n甲局,90,100\n乙局,80,100\n丙局,4500000,500\n", locale)[1]
    assert said in out
    assert out.count("丙局") == 0


def test_claims_alone_have_no_amounts(told):
    status, out, err = told("review-table", "单位,自评总分\n甲局,96\n", "zh_Hans_CN")
    assert (status, err) == (0, "")
    assert "疑似" not in out


def test_what_is_not_listed_or_not_looked_at_is_said(told, monkeypatch):
    text = f"{MONEY}\n甲局,450,500\n乙局,4500000,500\n丙局,6000000,700\n丁局,7000000,800\n"
    monkeypatch.setattr("jixiao_core.frames.likely_lines.MOST_TOLD", 1)
    _, out, _ = told("review-table", text, "zh_Hans_CN")
    assert out.count("疑似填报差错") == 1
    assert "另有2处金额疑似计量单位有误" in out
    monkeypatch.setattr("jixiao_core.frames.likely_lines.MOST_LINES", 3)
    _, out, _ = told("review-table", text, "zh_Hans_CN")
    assert "疑似填报差错" not in out
    assert "只在不超过3行的表中核对；本表共4行" in out


@pytest.mark.parametrize(
    ("locale", "page", "remark"),
    [
        ("zh_Hans_CN", "单位名称相同的2个，请核对是否重复，见备注栏", "单位名称与第{}个单位相同，请核对是否重复"),
        ("en", "2 units have the same name as another", "the name is the same as that of unit {}; see"),
    ],
)
def test_two_units_of_one_name_are_told(told, tmp_path, locale, page, remark):
    text = f"{HEAD}\n甲局,18,18,5\n乙局,18,18,5\n 甲局,19,18,5\n,18,18,5\n,18,18,5\n"
    out = told("summary-table", text, locale)[1]
    assert page in out
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert [sum(remark.format(at) in cell for cell in cells) for at in range(1, 6)] == [1, 0, 1, 0, 0]


def test_counts_are_parted_from_labels_with_commas(told):
    """依据不足，待核实 is one label."""
    text = "单位,自评总分\n甲局,90\n乙局,980\n"
    assert "自评总分（单位数）：依据不足，待核实1；无法采用1。" in told("summary-table", text, "zh_Hans_CN")[1]


def test_the_heading_that_names_the_units_is_not_asked_about(told):
    text = f"{HEAD.replace('单位', '在职人员姓名')}\n甲局,18,18,5\n"
    assert "是否应为" not in told("summary-table", text, "zh_Hans_CN", "--name", "在职人员姓名")[1]
