"""What a reviewer does with a letter, by python-docx, which the library does not write with."""

import io

from docx import Document

POINTS, REMARK = -2, -1


def opened(content):
    return Document(io.BytesIO(content))


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def tables(document):
    """The table of totals, of rows, of own findings, and for reading back."""
    return document.tables


def line(document, number):
    """The line of a row by its number."""
    return next(each for each in tables(document)[1].rows if each.cells[0].text == str(number))


def edited(content, *, rows=(), total=None, findings=(), reference=()):
    """
    A letter with cells written: `rows` maps a number to points and remark, `reference` a place to a text.

    Findings go into the empty lines of their table, which Word lengthens when there are more.
    """
    document = opened(content)
    for number, (points, remark) in dict(rows).items():
        cells = line(document, number).cells
        if points is not None:
            cells[POINTS].text = points
        if remark is not None:
            cells[REMARK].text = remark
    if total is not None:
        tables(document)[1].rows[-1].cells[POINTS].text = total
    table = tables(document)[2]
    for text in findings:
        free = [each for each in table.rows[1:] if not each.cells[1].text.strip()]
        (free[0] if free else table.add_row()).cells[1].text = text
    for place, text in dict(reference).items():
        tables(document)[-1].rows[place].cells[1].text = text
    return saved(document)


def texts(document, table):
    """The texts of a table, merged cells once."""
    return [[cell.text for cell in each.cells] for each in tables(document)[table].rows]
