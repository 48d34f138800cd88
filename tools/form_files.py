"""
A national self-evaluation form as a workbook and as a document, with merged cells as units have them.

Both are written part by part and stored without compression: the same form gives the same bytes everywhere.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from xml.sax.saxutils import escape

from attrs import frozen

from jixiao_core.messages import number_text
from jixiao_core.reports import SelfEvaluationForm
from jixiao_core.scoring.figures import Known

COLUMNS = 9
EPOCH = (1980, 1, 1, 0, 0, 0)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@frozen
class Box:
    """A cell with how many columns and rows it covers."""

    text: str
    wide: int = 1
    high: int = 1


Grid = list[list[Box | None]]
"""Rows of boxes; None where a box above covers the columns of its own width."""


def points(value: Fraction | None) -> str:
    return "" if value is None else number_text(value)


def figure(value: object) -> str:
    return str(value.value).removesuffix("万元") if isinstance(value, Known) else ""


def grid_of(form: SelfEvaluationForm) -> Grid:
    rows: Grid = [
        [Box(form.title.partition("（")[0], COLUMNS)],
        [Box(f"（{form.fiscal_year}年度）", COLUMNS)],
        [Box("项目名称", 2), Box(form.project_name, 7)],
        [Box("主管部门", 2), Box(form.supervising_department, 3), Box("实施单位"), Box(form.implementing_unit, 3)],
    ]
    heads = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
    rows.append([Box("项目资金（万元）", 1, len(form.budget) + 1), Box("", 2), *map(Box, heads)])
    for line in form.budget:
        scored = (points(line.points), figure(line.rate), points(line.score))
        scored = scored if line.source == "total" else ("—", "—", "—")
        amounts = (figure(line.initial), figure(line.full_year), figure(line.executed))
        rows.append([None, Box(line.label, 2), *map(Box, (*amounts, *scored))])
    goals = ["\n".join(each.text for each in part) for part in (form.expected_goals, form.actual_results)]
    rows.append([Box("年度总体目标", 1, 2), Box("预期目标", 4), Box("实际完成情况", 4)])
    rows.append([None, *(Box(each, 4) for each in goals)])
    rows += indicator_rows(form)
    rows.append([Box("总分", 6), Box(points(form.total_points)), Box(points(form.total_score)), Box("")])
    rows.append([Box("自评等级", 2), Box(form.grade, 7)])
    rows.append([Box(f"填报日期：{form.report_date.text}", COLUMNS)])
    return rows


def indicator_rows(form: SelfEvaluationForm) -> Grid:
    heads = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")
    rows: Grid = [[Box("绩效指标", 1, len(form.rows) + 1), *map(Box, heads)]]
    for _, first in groupby(form.rows, key=lambda row: row.level1):
        ones = list(first)
        for _, second in groupby(ones, key=lambda row: row.level2):
            twos = list(second)
            for row in twos:
                level1 = Box(row.level1, 1, len(ones)) if row is ones[0] else None
                level2 = Box(row.level2, 1, len(twos)) if row is twos[0] else None
                texts = (row.label, row.target, row.completion, points(row.points), points(row.score), row.reason)
                rows.append([None, level1, level2, *map(Box, texts)])
    return rows


def archive(parts: Sequence[tuple[str, str]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as made:
        for name, text in parts:
            made.writestr(zipfile.ZipInfo(name, EPOCH), XML + text)
    return stream.getvalue()


def types(parts: dict[str, str]) -> str:
    known = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="{rels}"/><Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{PACKAGE}/content-types">{defaults}{known}</Types>'


def relations(targets: Sequence[tuple[str, str]]) -> str:
    made = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{made}</Relationships>'


def xlsx_of(form: SelfEvaluationForm, *, sheet: str = "绩效自评表") -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "xl/workbook.xml": f"{kind}.sheet.main+xml",
        "xl/styles.xml": f"{kind}.styles+xml",
        "xl/worksheets/sheet1.xml": f"{kind}.worksheet+xml",
    }
    sheets = f'<sheets><sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets>'
    border = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    styles = (
        '<fonts count="1"><font><sz val="10"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="2"><border/><border>{border}</border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="3"><xf/><xf borderId="1" applyBorder="1"><alignment vertical="center" wrapText="1"/></xf>'
        '<xf numFmtId="10" borderId="1" applyNumberFormat="1" applyBorder="1"><alignment vertical="center"/></xf></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    )
    return archive(
        [
            ("[Content_Types].xml", types(parts)),
            ("_rels/.rels", relations([("officeDocument", "xl/workbook.xml")])),
            ("xl/workbook.xml", f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">{sheets}</workbook>'),
            (
                "xl/_rels/workbook.xml.rels",
                relations([("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]),
            ),
            ("xl/styles.xml", f'<styleSheet xmlns="{SHEET}">{styles}</styleSheet>'),
            ("xl/worksheets/sheet1.xml", sheet_of(grid_of(form))),
        ]
    )


def sheet_of(grid: Grid) -> str:
    rows, merges = [], []
    for number, boxes in enumerate(grid, start=1):
        cells, column = [], 0
        for box in boxes:
            place = f"{chr(ord('A') + column)}{number}"
            cells.append(stored(place, box.text if box else ""))
            wide, high = (box.wide, box.high) if box else (1, 1)
            if wide > 1 or high > 1:
                merges.append(f'<mergeCell ref="{place}:{chr(ord("A") + column + wide - 1)}{number + high - 1}"/>')
            column += wide
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    widths = '<cols><col min="1" max="9" width="14" customWidth="1"/></cols>'
    merged = f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>'
    return f'<worksheet xmlns="{SHEET}">{widths}<sheetData>{"".join(rows)}</sheetData>{merged}</worksheet>'


def stored(place: str, text: str) -> str:
    """A cell: plain numbers and rates as numbers, everything else as text."""
    digits = text.removesuffix("%")
    if digits.replace(".", "", 1).isdigit():
        value, style = (Fraction(digits) / 100, 2) if text != digits else (Fraction(digits), 1)
        return f'<c r="{place}" s="{style}"><v>{number_text(value)}</v></c>'
    if not text:
        return f'<c r="{place}" s="1"/>'
    return f'<c r="{place}" s="1" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def docx_of(form: SelfEvaluationForm) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    first, second, *table, last = grid_of(form)
    loose = [paragraphs(box.text) for row in (first, second) for box in row if box]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "<w:gridCol/>" * COLUMNS
    body = f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{word_rows(table)}</w:tbl>"
    body = "".join([*loose, body, *(paragraphs(box.text) for box in last if box)])
    return archive(
        [
            ("[Content_Types].xml", types({"word/document.xml": kind})),
            ("_rels/.rels", relations([("officeDocument", "word/document.xml")])),
            ("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>'),
        ]
    )


def word_rows(table: Grid) -> str:
    made = []
    for row in table:
        cells = []
        for box in row:
            span = f'<w:gridSpan w:val="{box.wide}"/>' if box and box.wide > 1 else ""
            merge = "<w:vMerge/>" if box is None else '<w:vMerge w:val="restart"/>' if box.high > 1 else ""
            cells.append(f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{paragraphs(box.text if box else '')}</w:tc>")
        made.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return "".join(made)


def paragraphs(text: str) -> str:
    return "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r></w:p>' for part in text.split("\n"))
