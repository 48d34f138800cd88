"""Prints rows and lines as a form in each of the three layouts: what the readers read, written by other means."""

import html
import io
import itertools

from attrs import evolve, fields, has

from jixiao_core.exchange.forms.blocks import Line, Row

_HALF_WIDTH = str.maketrans("（）：", "():")
TEXT_END = "（文字部分）"


def as_text(blocks):
    """The text layout: a tab before every cell, an empty line after a row, two before what follows a table."""
    lines = []
    for block, after in itertools.zip_longest(blocks, blocks[1:]):
        if isinstance(block, Line):
            lines.append(block.text)
            continue
        for cell in block.cells:
            lines.extend(("\t" + cell.text).split("\n"))
        if isinstance(after, Row):
            lines.append("")
        elif after is not None and TEXT_END not in block.cells[-1].text:
            lines += ["", ""]
    return "\n".join(lines) + "\n"


def as_html(blocks, *, head=""):
    """A page with a table for every run of rows; empty cells that continue a cell above are merged with it at random."""
    parts = [f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>"]
    for is_row, group in itertools.groupby(blocks, key=lambda block: isinstance(block, Row)):
        if not is_row:
            parts += [f"<p>{html.escape(block.text)}</p>" for block in group]
            continue
        parts.append("<table border=1>")
        parts += ["<tr>" + "".join(f"<td>{_cell(cell.text)}</td>" for cell in row.cells) + "</tr>" for row in group]
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"])


def as_merged_html(blocks):
    """The same with the cells that an empty cell continues really merged: rowspan."""
    parts = ["<html><body>"]
    for is_row, group in itertools.groupby(blocks, key=lambda block: isinstance(block, Row)):
        rows = list(group)
        if not is_row:
            parts += [f"<div>{html.escape(block.text)}</div>" for block in rows]
            continue
        parts.append("<table>")
        spans = _spans(rows)
        for number, row in enumerate(rows):
            cells = []
            for position, cell in enumerate(row.cells):
                span = spans.get((number, position), 1)
                if span:
                    cells.append(f"<td rowspan={span}>{_cell(cell.text)}")
            parts.append("<tr>" + "".join(cells))
        parts.append("</table>")
    return "\n".join(parts)


def _spans(rows):
    """How many rows the first cell of each row can span: rows of the same length whose first cell is empty."""
    spans = {}
    start = None
    for number, row in enumerate(rows):
        alike = start is not None and len(rows[start].cells) == len(row.cells)
        if alike and row.cells[0].is_blank and len(row.cells) > 1 and not rows[start].cells[0].is_blank:
            spans[start, 0] = spans.get((start, 0), 1) + 1
            spans[number, 0] = 0
        else:
            start = number
    return spans


def _cell(text):
    return html.escape(text).replace("\n", "<br>").replace("  ", "&nbsp; ")


def as_docx(blocks):
    """A document with a table for every run of rows."""
    from docx import Document
    from docx.oxml import OxmlElement

    document = Document()
    for is_row, group in itertools.groupby(blocks, key=lambda block: isinstance(block, Row)):
        if not is_row:
            for block in group:
                document.add_paragraph(block.text)
            continue
        table = OxmlElement("w:tbl")
        table.append(OxmlElement("w:tblPr"))
        table.append(OxmlElement("w:tblGrid"))
        for row in group:
            line = OxmlElement("w:tr")
            for cell in row.cells:
                line.append(_docx_cell(cell.text))
            table.append(line)
        document.element.body.insert(-1, table)
        document.element.body.insert(-1, OxmlElement("w:p"))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _docx_cell(text):
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    cell = OxmlElement("w:tc")
    for paragraph in text.split("\n"):
        element, run, words = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
        words.text = paragraph
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        element.append(run)
        cell.append(element)
    return cell


def without_places(value):
    """A report without line numbers and origins, and with white space run together: what is the same in every layout."""
    if isinstance(value, tuple):
        return tuple(without_places(part) for part in value)
    if isinstance(value, str):
        # Brackets and colons stay as they are printed; here their width does not matter.
        return " ".join(value.translate(_HALF_WIDTH).split())
    if not has(type(value)):
        return value
    changed = {}
    for each in fields(type(value)):
        part = getattr(value, each.name)
        changed[each.name] = (
            0 if each.name.endswith("line") else "" if each.name in ("origin", "place") else without_places(part)
        )
    return evolve(value, **changed)
