"""The parts of a Word document that are always the same: types, relations, styles and the number of the page."""

from __future__ import annotations

from typing import Final

from jixiao_core.present.xml_text import Xml, tag

__all__ = ["PARTS"]

_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE: Final = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _types() -> str:
    kinds = {
        "word/document.xml": f"{_KIND}.document.main+xml",
        "word/styles.xml": f"{_KIND}.styles+xml",
        "word/footer1.xml": f"{_KIND}.footer+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="{rels}"/><Default Extension="xml" ContentType="application/xml"/>'
    )
    known = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{known}</Types>'


def _relations(*targets: tuple[str, str]) -> str:
    made = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def _style(name: str, *paragraph: Xml, size: int, chinese: str = "", is_bold: bool = False, label: str = "") -> Xml:
    """A style of paragraphs; its size is in half points."""
    fonts = (tag("w:rFonts", w_eastAsia=chinese),) if chinese else ()
    bold = (tag("w:b"),) if is_bold else ()
    sizes = (tag("w:sz", w_val=str(size)), tag("w:szCs", w_val=str(size)))
    return tag(
        "w:style",
        tag("w:name", w_val=label or name),
        tag("w:basedOn", w_val="Normal"),
        tag("w:qFormat"),
        tag("w:pPr", *paragraph),
        tag("w:rPr", *fonts, *bold, *sizes),
        w_type="paragraph",
        w_styleId=name,
    )


def _spacing(before: int, after: int, line: int) -> Xml:
    return tag("w:spacing", w_before=str(before), w_after=str(after), w_line=str(line), w_lineRule="auto")


def _styles() -> str:
    latin = "Times New Roman"
    normal = tag(
        "w:rPr",
        tag("w:rFonts", w_ascii=latin, w_hAnsi=latin, w_eastAsia="仿宋", w_cs=latin),
        tag("w:sz", w_val="24"),
        tag("w:szCs", w_val="24"),
        tag("w:lang", w_val="en-US", w_eastAsia="zh-CN"),
    )
    middle = tag("w:jc", w_val="center")
    indented = tag("w:ind", w_firstLineChars="200", w_firstLine="480")
    hanging = tag("w:ind", w_left="420", w_hanging="420")
    return tag(
        "w:styles",
        tag("w:docDefaults", tag("w:rPrDefault", normal), tag("w:pPrDefault", tag("w:pPr", tag("w:kinsoku")))),
        tag("w:style", tag("w:name", w_val="Normal"), w_type="paragraph", w_default="1", w_styleId="Normal"),
        _style("Title", _spacing(120, 120, 240), middle, size=40, chinese="宋体", is_bold=True),
        _style("Subtitle", _spacing(0, 120, 300), middle, size=24, chinese="楷体"),
        _style(
            "Heading1", tag("w:keepNext"), _spacing(200, 80, 300), tag("w:outlineLvl", w_val="0"),
            size=28, chinese="黑体", label="heading 1",
        ),
        _style("Body", _spacing(0, 60, 340), indented, size=24),
        _style("Item", _spacing(0, 80, 310), hanging, size=22),
        _style("Note", _spacing(40, 0, 260), size=18),
        _style("Cell", _spacing(20, 20, 250), size=19, chinese="宋体"),
        _style("Gap", _spacing(0, 0, 160), size=8),
        xmlns_w=True,
    ).text  # fmt: skip


def _footer() -> str:
    """The number of the page, without a stored result: no text of the document."""
    field = tag("w:fldSimple", tag("w:r"), w_instr="PAGE")
    look = tag("w:pPr", tag("w:pStyle", w_val="Note"), tag("w:jc", w_val="center"))
    return tag("w:ftr", tag("w:p", look, field), xmlns_w=True).text


PARTS: Final[dict[str, str]] = {
    "[Content_Types].xml": _types(),
    "_rels/.rels": _relations((f"{_OFFICE}/officeDocument", "word/document.xml"), (_CORE, "docProps/core.xml")),
    "word/_rels/document.xml.rels": _relations(
        (f"{_OFFICE}/styles", "styles.xml"), (f"{_OFFICE}/footer", "footer1.xml")
    ),
    "word/styles.xml": _styles(),
    "word/footer1.xml": _footer(),
}
