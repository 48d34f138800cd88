"""An empty overlay as a spreadsheet, with the rows of its base and instructions in Chinese."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any, Final

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exchange.forms.cell_texts import stored
from jixiao_core.exchange.forms.overlay_columns import CHANGES, COLUMNS, GUIDE, HEAD, HEADS, ORIGINAL, VERBS, WORDS
from jixiao_core.messages import Message, number_text
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.rubric import Node, Rubric

__all__ = ["new_workbook", "overlay_template", "put_text", "settled_archive"]

_DANGEROUS: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r")
_MADE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the same table always gives the same bytes
_SAVED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_ZIP_MADE: Final = (2000, 1, 1, 0, 0, 0)
_LINES: Final = (
    "本工作簿用于在一张评分表的基础上作调整：只填改动的内容和理由，其余照依据评分表执行。",
    "一、“版本”表：系列用小写英文单词（如 jia-county-department），年度、修订号为整数；依据评分表可附 #sha256: 摘要。",
    "二、“调整”表：每行一项调整；“调整方式”不填的行不读取。以“原”开头的各列仅供对照，不读取。",
    "修改：在原指标行上填写改动的列；只填参数（如每步扣分）的，公式类型及其他参数不变。",
    "细化：每个新指标一行，“上级指标”填被细化的指标或共享分值的代码，“指标”填新代码的末段（小写英文）；分值合计须等于原分值；评分标准不填的沿用原条款。",
    "增设：“上级指标”填所属指标组的代码，“指标”填新代码的末段；名称、分值、评分标准、公式均须填写。",
    "删除：填指标代码和理由。",
    "分子、分母：填写基础数据的名称（如收入合计）或代码，可用＋、－连接，如 收入合计＋上年结转－项目支出。",
    "各级分值合计须与上一级相等，否则整个文件不予采用，并逐项列明原因。",
    "百分比写作 5% 或 5pp（百分点）；请勿使用公式、合并单元格。",
)


def put_text(cell: Any, text: str) -> None:
    """
    Put text into a cell as text, whatever it begins with; a spreadsheet takes what begins with = for a formula.

    What looks like the number of a character (``_x003D_``) stays what it is, and a text too long for a cell ends with ….
    """
    cell.value = stored(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_DANGEROUS)


def new_workbook(*, write_only: bool = False) -> Any:
    """Return an empty workbook without a date of its own; FormatError where openpyxl is not installed."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise FormatError(Problem(Message.of("exchange.xlsx_missing"))) from None
    book = Workbook(write_only=write_only)
    book.properties.created = book.properties.modified = _MADE
    book.properties.creator = "jixiao-core"
    return book


def overlay_template(base: Rubric) -> bytes:
    """
    Return the bytes of a ``.xlsx`` document in which an overlay of a rubric can be written.

    Args:
        base: the rubric to tailor.

    Raises:
        FormatError: where openpyxl is not installed.
    """
    book = new_workbook()
    _head(book.active, base)
    _changes(book.create_sheet(CHANGES), base)
    guide = book.create_sheet(GUIDE)
    guide.column_dimensions["A"].width = 110
    for number, line in enumerate((*_LINES, *_word_lines()), start=1):
        put_text(guide.cell(number, 1), line)
    stream = io.BytesIO()
    book.save(stream)
    return settled_archive(stream.getvalue())


def settled_archive(content: bytes) -> bytes:
    """Return the same archive with one date for all parts: the same table always gives the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            # The library writes when it saved, whatever the properties say.
            content = _SAVED.sub(rb"\g<1>2000-01-01T00:00:00Z", before.read(part))
            after.writestr(zipfile.ZipInfo(part.filename, _ZIP_MADE), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _head(sheet: Any, base: Rubric) -> None:
    sheet.title = HEAD
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 90
    sheet.append(["项目", "内容"])
    filled = {"derived_from": f"{base.pin}#{base.digest}", "revision": 1}
    for name, key in HEADS.items():
        sheet.append([name, filled.get(key)])


def _changes(sheet: Any, base: Rubric) -> None:
    originals = ("名称", "分值", "评分标准")
    sheet.append([*COLUMNS, *(f"{ORIGINAL}{name}" for name in originals)])
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 52
    nodes: tuple[Node, ...] = (*base.groups, *base.pools, *base.indicators)
    for number, node in enumerate(nodes, start=2):
        points = "" if node.points is None else number_text(node.points)
        clause = node.quote if isinstance(node, Indicator) else ""
        put_text(sheet.cell(number, 1), node.id)
        for column, text in enumerate((node.label.zh, points, clause), start=len(COLUMNS) + 1):
            put_text(sheet.cell(number, column), text)


def _word_lines() -> list[str]:
    named = {key: name for name, key in COLUMNS.items()}
    lines = [f"调整方式：{'、'.join(VERBS)}。"]
    return [*lines, *(f"{named[key]}：{'、'.join(words)}。" for key, words in WORDS.items())]
