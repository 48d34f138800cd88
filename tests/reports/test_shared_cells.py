"""One cell beside two rows: a number that is merged over them belongs to both, or to neither; a person has to say."""

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from commands import at_once
from jixiao_core.exchange import read_published
from jixiao_core.reports import check

EXAMPLES = Path(__file__).parents[2] / "examples"
REPAIR = "故障平均修复时间"
REPAIR_AT = 12
"""The row of a document in which it stands; the row before is 系统可用率."""


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_document(column):
    """The example with the cell of a column merged over the two rows."""
    document = docx.Document(EXAMPLES / "self-evaluation-form-2023.docx")
    above, below = (document.tables[0].cell(row, column) for row in (REPAIR_AT - 1, REPAIR_AT))
    assert document.tables[0].cell(REPAIR_AT, 3).text == REPAIR
    below.text = ""
    text, joined = above.text, above.merge(below)
    joined.text = text
    return saved(document)


def as_workbook(column):
    book = openpyxl.load_workbook(EXAMPLES / "self-evaluation-form-2023.xlsx")
    letter = "ABCDEFGHI"[column]
    assert book.active["D15"].value == REPAIR
    book.active.merge_cells(f"{letter}14:{letter}15")
    return saved(book)


def as_page(column):
    """A page of the same columns."""
    heads = ("绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因")
    rows = [
        ["", "产出指标", "质量指标", "系统可用率", "≥99%", "99.5%", "10", "10", ""],
        ["", "产出指标", "时效指标", REPAIR, "≤4小时", "5小时", "10", "10", ""],
    ]
    first, second = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    parts = first.split("<td>")
    first = "<td>".join((*parts[: column + 1], ""))[:-4] + "<td rowspan=2>" + "<td>".join(parts[column + 1 :])
    parts = second.split("<td>")
    second = "<td>".join((*parts[: column + 1], *parts[column + 2 :]))
    head = "".join(f"<td>{text}</td>" for text in heads)
    table = f"<tr><td>项目名称<td>甲项目</tr><tr>{head}</tr><tr>{first}</tr><tr>{second}</tr>"
    return f"<p>项目支出绩效自评表</p><table>{table}</table>".encode()


@pytest.mark.parametrize("layout", [as_document, as_workbook, as_page])
@pytest.mark.parametrize(("column", "name"), [(7, "score"), (6, "points"), (5, "completion")])
def test_a_number_beside_two_rows_is_told(layout, column, name):
    found = read_published(layout(column))
    (form,) = found.reports
    at = next(place for place, row in enumerate(form.rows) if row.label == REPAIR)
    assert not getattr(form.rows[at], name)
    (told,) = [each for each in found.loss.unread if each.why == "shared"]
    assert (told.name, told.line) == (f"rows[{at}].{name}", form.rows[at].line)
    assert told.text == {"score": "10", "points": "10", "completion": "99.5%"}[name]
    assert [each.path for each in check(form) if each.code == "reports.cell_shared"] == [told.name]
    assert f"rows[{at}].{name}" not in {
        each.path for each in check(form) if each.code in ("reports.score_blank", "reports.points_blank")
    }


def test_forms_as_they_are_have_none():
    for suffix in ("docx", "xlsx"):
        assert read_published(EXAMPLES / f"self-evaluation-form-2023.{suffix}").loss.unread == ()


@pytest.mark.parametrize(
    ("locale", "said"), [("zh_Hans_CN", "一格对应两行及以上"), ("en", "One cell of two or more rows")]
)
def test_convert_says_so(tmp_path, locale, said):
    (tmp_path / "form.docx").write_bytes(as_document(7))
    out = at_once("convert", tmp_path / "form.docx", "-o", tmp_path / "out.toml", "--locale", locale)[1]
    assert said in out
    assert "所印内容均已读入" not in out
