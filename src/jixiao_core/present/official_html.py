"""Official forms as HTML: a print-ready document (A4), or a part of a page for notebooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

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
h1{font-family:SimHei,Heiti SC,STHeiti,Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,sans-serif;font-size:18pt;font-weight:normal;text-align:center;margin:4mm 0 6mm}
h2,h3,h4{font-size:inherit;margin:3mm 0 1mm;break-after:avoid}
h2{font-family:SimHei,Heiti SC,STHeiti,Noto Sans CJK SC,Source Han Sans SC,Microsoft YaHei,sans-serif;font-size:13pt;font-weight:normal;text-align:center;margin:8mm 0 3mm}
p{margin:1.5mm 0;overflow-wrap:anywhere;orphans:2;widows:2}
.paragraph{text-indent:2em}
.note,.closing{font-size:9pt}
.cover{margin:2mm 0 2mm 12%}
.sheet{overflow-x:auto}
table{width:100%;border-collapse:collapse;table-layout:fixed;margin:-1px 0 0;border:1px solid currentColor}
.long table{font-size:9pt;line-height:1.35}
th,td{border:1px solid currentColor;padding:1mm 1.2mm;vertical-align:middle;text-align:left;font-weight:normal;overflow-wrap:anywhere;break-inside:auto}
thead th,.head,.group,.label{text-align:center}
thead .title{font-weight:bold}
.number{text-align:center}
.strong{font-weight:bold}
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
tr{break-inside:avoid}
.front{break-after:page;padding-top:55mm}
.front h1{font-size:24pt;margin-bottom:30mm}
.front .cover{font-size:14pt;margin:4mm 0 4mm 15%}
}
"""
# In a notebook there is no style sheet of ours: what matters stands at the elements.
_TABLE: Final = "border-collapse:collapse;color:inherit;background:transparent;width:100%"
_CELL: Final = "border:1px solid currentColor;padding:0.2em 0.5em;vertical-align:middle"
_SCOPES: Final = {"head": ("col", "colgroup"), "group": ("row", "rowgroup"), "label": ("row", "row")}
_LONG: Final = 7
"""From so many columns on, a table is printed in a smaller type."""


def form_document(forms: Sequence[OfficialForm]) -> str:
    """Return forms as one document; each begins on a page of its own."""
    content = [element("article", *_content(form, inline=False), **{"class": _class(form)}) for form in forms]
    title = "、".join(form.title for form in forms) if _lang(forms[0]) != "en" else ", ".join(form.title for form in forms)
    return document_text(title, _SHEET, *content, lang=_lang(forms[0]))


def form_fragment(form: OfficialForm) -> str:
    """Return a form as part of a page, for notebooks."""
    return html_text(element("div", *_content(form, inline=True), lang=_lang(form))) + "\n"


def _lang(form: OfficialForm) -> str:
    return "zh-Hans-CN" if form.locale.startswith("zh") else "en"


def _class(form: OfficialForm) -> str:
    """A form whose first table lies across the page is one as a whole."""
    tables = [part for part in form.parts if isinstance(part, MergedTable)]
    return "form across wide" if tables and tables[0].is_wide else "form"


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


def _table(part: FormPart, *, inline: bool) -> Element:
    assert isinstance(part, MergedTable)
    whole = sum(part.weights)
    columns = element("colgroup", *(element("col", style=f"width:{weight * 100 // whole}%") for weight in part.weights))
    rows = [element("tr", *(_cell(each, row < part.first_body_row, inline=inline) for each in cells)) for row, cells in enumerate(part.rows)]
    head, body = rows[: part.first_body_row], rows[part.first_body_row :]
    for row in range(len(part.titles)):
        head[row] = element("tr", _title(part.titles[row], len(part.weights), inline=inline))
    groups = [element(tag, *group) for tag, group in (("thead", head), ("tbody", body)) if group]
    style = {"style": _TABLE} if inline else {}
    table = element("table", columns, *groups, border=1, **style)
    names = ["sheet", *(["long"] if len(part.weights) >= _LONG else [])]
    return element("div", table, **{"class": " ".join(names)})


def _title(text: str, width: int, *, inline: bool) -> Element:
    style = {"style": _CELL} if inline else {}
    return element("th", *lines_of(text), scope="colgroup", colspan=width, **{"class": "title"}, **style)


def _cell(cell: MergedCell, is_head: bool, *, inline: bool) -> Element:
    attributes: dict[str, str | int] = {}
    scope = _SCOPES.get(cell.kind)
    if scope is not None:
        covers = cell.wide if cell.kind == "head" else cell.high
        attributes["scope"] = scope[covers > 1]
    if cell.wide > 1:
        attributes["colspan"] = cell.wide
    if cell.high > 1:
        attributes["rowspan"] = cell.high
    names = [cell.kind] if cell.kind != "text" and not is_head else []
    names += ["strong"] if cell.is_strong else []
    if names:
        attributes["class"] = " ".join(names)
    if inline:
        attributes["style"] = f"{_CELL};font-weight:bold" if cell.is_strong else _CELL
    content = [*lines_of(cell.text)]
    if cell.signed:
        content += [element("div", line, **{"class": "signed"}) for line in cell.signed]
    return element("td" if scope is None else "th", *content, **attributes)
