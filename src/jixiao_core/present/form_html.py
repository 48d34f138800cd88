"""Official forms as HTML: a print-ready document (A4), or a part of a page for notebooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from attrs import evolve

from jixiao_core.present.elements import Content, Element, document_text, element, html_text, lines_of
from jixiao_core.present.merged_tables import FormLine, FormPart, MergedCell, MergedTable, OfficialForm

__all__ = ["form_document", "form_fragment"]

# No colours of our own on a screen, black on white on paper. No quotes, so that it is the same text when it is escaped.
_SHEET: Final = """
:root{color-scheme:light dark}
@page{size:A4;margin:15mm 15mm 17mm;@bottom-center{content:counter(page)}}
@page wide{size:A4 landscape;margin:15mm 15mm 17mm;@bottom-center{content:counter(page)}}
html{font-family:FangSong,STFangsong,FangSong_GB2312,Songti SC,SimSun,Noto Serif CJK SC,Source Han Serif SC,serif;font-size:10.5pt;line-height:1.45}
body{margin:0 auto;padding:8mm;max-width:267mm}
.form{max-width:180mm;margin:0 auto 12mm}
.form.across{max-width:267mm}
h1{font-family:SimHei,Heiti SC,STHeiti,Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,sans-serif;font-size:18pt;font-weight:normal;text-align:center;text-wrap:balance;margin:4mm 0 6mm}
h2,h3,h4{font-size:inherit;margin:3mm 0 1mm;break-after:avoid}
h2{font-family:SimHei,Heiti SC,STHeiti,Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,sans-serif;font-size:13pt;font-weight:normal;text-align:center;margin:8mm 0 3mm}
p{margin:1.5mm 0;overflow-wrap:anywhere;white-space:pre-wrap;orphans:2;widows:2}
.paragraph{text-indent:2em}
.note,.closing{font-size:9pt}
.cover{margin:2mm 0 2mm 12%}
.sheet{overflow-x:auto;padding:0 1px}
.sheet+.sheet{margin-top:-1px}
table{width:100%;border-collapse:collapse;table-layout:fixed;border:1px solid currentColor;font-size:9.5pt;line-height:1.38}
th,td{border:1px solid currentColor;padding:1mm 1.2mm;vertical-align:middle;text-align:left;font-weight:normal;overflow-wrap:anywhere;white-space:pre-wrap}
.dense table{font-size:9pt}
th:lang(en){font-size:8pt}
thead th,.head,.group,.label{text-align:center}
thead .title{font-weight:bold}
.number{text-align:center}
.strong{font-weight:bold}
.signature{padding-top:2mm;padding-bottom:2mm}
.signed{text-align:right;margin:3mm 6mm 0 0}
@media screen{.sheet table{min-width:160mm}.wide table{min-width:230mm}}
@media print{
:root{color-scheme:light}
html,body{color:black;background:white}
body{padding:0;max-width:none}
.form,.form.across{max-width:none;margin:0}
.form+.form,.apart{break-before:page}
.sheet{overflow:visible}
.wide{page:wide}
thead{display:table-header-group}
td,th{break-inside:avoid}
.tall{break-inside:auto}
.front{break-after:page;padding-top:55mm}
.front h1{font-size:23pt;margin-bottom:30mm}
.front .cover{font-size:14pt;margin:4mm 0 4mm 15%}
}
"""
# In a notebook there is no style sheet of ours: what matters stands at the elements.
_TABLE: Final = "border-collapse:collapse;color:inherit;background:transparent;width:100%"
_CELL: Final = "border:1px solid currentColor;padding:0.2em 0.5em;vertical-align:middle"
_SCOPES: Final = {"head": ("col", "colgroup"), "group": ("row", "rowgroup"), "label": ("row", "row")}
_WHOLE_GROUP: Final = 4
"""As many rows a group has at most that is kept on one page; a criterion is kept whole over twice as many."""
_WHOLE_TEXT: Final = 400
"""As many characters a cell has at most that is kept on one page."""


def form_document(forms: Sequence[OfficialForm]) -> str:
    """Return forms as one document; each begins on a page of its own."""
    content = [element("article", *_content(form, inline=False), **{"class": _class(form)}) for form in forms]
    title = (
        "、".join(form.title for form in forms) if _lang(forms[0]) != "en" else ", ".join(form.title for form in forms)
    )
    return document_text(title, _SHEET, *content, lang=_lang(forms[0]))


def form_fragment(form: OfficialForm) -> str:
    """Return a form as part of a page, for notebooks."""
    return html_text(element("div", *_content(form, inline=True), lang=_lang(form))) + "\n"


def _lang(form: OfficialForm) -> str:
    return "zh-Hans-CN" if form.locale.startswith("zh") else "en"


def _class(form: OfficialForm) -> str:
    """A form whose first table lies across the page is one as a whole; one without a cover is a table in small type."""
    tables = [part for part in form.parts if isinstance(part, MergedTable)]
    names = ["form", *([] if form.has_cover else ["dense"])]
    names += ["across", "wide"] if tables and tables[0].is_wide else []
    return " ".join(names)


def _content(form: OfficialForm, *, inline: bool) -> Iterator[Content]:
    title = element("h1", form.title)
    parts = list(form.parts)
    if form.has_cover:
        front = []
        while parts and isinstance(parts[0], FormLine) and parts[0].kind == "cover":
            front.append(_line(parts.pop(0)))
        yield element("div", title, *front, **{"class": "front"})
    else:
        yield title
    # Tables that follow each other are one form: nothing stands between them.
    for is_table, group in groupby(parts, key=lambda part: isinstance(part, MergedTable)):
        for part in group:
            yield _table(part, inline=inline) if is_table else _line(part)


def _line(part: FormPart) -> Element:
    assert isinstance(part, FormLine)
    if part.kind == "section":
        return element(f"h{min(part.level + 2, 4)}", *lines_of(part.text), **_apart(part))
    return element("p", *lines_of(part.text), **{"class": part.kind})


def _apart(part: FormLine) -> dict[str, str]:
    """A heading of level 0 is the title of a table that begins on a page of its own."""
    return {"class": "apart"} if not part.level else {}


def _table(given: FormPart, *, inline: bool) -> Element:
    assert isinstance(given, MergedTable)
    part = _with_closed_head(given)
    whole = sum(part.weights)
    columns = element("colgroup", *(element("col", style=f"width:{weight * 100 // whole}%") for weight in part.weights))
    rows = [element("tr", *cells) for cells in _cells(part, inline=inline)]
    head, body = rows[: part.first_body_row], rows[part.first_body_row :]
    groups = [element(tag, *group) for tag, group in (("thead", head), ("tbody", body)) if group]
    style = {"style": _TABLE} if inline else {}
    table = element("table", columns, *groups, border=1, **style)
    return element("div", table, **{"class": "sheet"})


def _with_closed_head(table: MergedTable) -> MergedTable:
    """The table with a label beside heading and body put into the body: HTML ends every cell where its heading ends."""
    heads = len(table.head)
    if not heads or table.head[0][0].high <= heads:
        return table
    side = table.head[0][0]
    corner = MergedCell(kind="head", high=heads)
    head = ((corner, *table.head[0][1:]), *table.head[1:])
    body = ((evolve(side, high=side.high - heads), *table.body[0]), *table.body[1:])
    return evolve(table, head=head, body=body)


def _cells(table: MergedTable, *, inline: bool) -> Iterator[list[Element]]:
    """The cells of each row: titles, heading, body."""
    for title in table.titles:
        yield [_title(title, len(table.weights), inline=inline)]
    for cells in table.head:
        yield [_cell(each, is_head=True, inline=inline) for each in cells]
    for cells in table.body:
        yield [_cell(each, is_head=False, inline=inline) for each in cells]


def _title(text: str, width: int, *, inline: bool) -> Element:
    style = {"style": _CELL} if inline else {}
    return element("th", *lines_of(text), scope="colgroup", colspan=width, **{"class": "title"}, **style)


def _cell(cell: MergedCell, *, is_head: bool, inline: bool) -> Element:
    attributes: dict[str, str | int] = {}
    scope = _SCOPES.get(cell.kind)
    if scope is not None:
        covers = cell.wide if cell.kind == "head" else cell.high
        attributes["scope"] = scope[covers > 1]
    if cell.wide > 1:
        attributes["colspan"] = cell.wide
    if cell.high > 1:
        attributes["rowspan"] = cell.high
    names: list[str] = [cell.kind] if cell.kind != "text" and not is_head else []
    names += ["strong"] if cell.is_strong else []
    names += ["tall"] if _may_break(cell) else []
    if names:
        attributes["class"] = " ".join(names)
    if inline:
        attributes["style"] = f"{_CELL};font-weight:bold" if cell.is_strong else _CELL
    content: list[Content] = [*lines_of(cell.text)]
    if cell.signed:
        content += [element("div", line, **{"class": "signed"}) for line in cell.signed]
    return element("td" if scope is None else "th", *content, **attributes)


def _may_break(cell: MergedCell) -> bool:
    """Whether a cell may go on behind the end of a page: a browser keeps rows whole by their cells."""
    return cell.high > (2 * _WHOLE_GROUP if cell.kind == "text" else _WHOLE_GROUP) or len(cell.text) > _WHOLE_TEXT
