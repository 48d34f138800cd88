"""A small builder of HTML: text and attributes are escaped where they are written, and nowhere else."""

from __future__ import annotations

from html import escape
from typing import Final, TypeAlias

from attrs import frozen

from jixiao_core.present.visible import writable

__all__ = ["Content", "Element", "document_text", "element", "html_text", "lines_of"]

_OF_TABLES: Final = ("caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr")
_OF_TEXT: Final = ("article", "br", "div", "h1", "h2", "h3", "h4", "li", "ol", "p")
_OF_DOCUMENTS: Final = ("body", "head", "html", "meta", "style", "title")
TAGS: Final = frozenset((*_OF_TABLES, *_OF_TEXT, *_OF_DOCUMENTS))
ATTRIBUTES: Final = frozenset(
    ("border", "charset", "class", "colspan", "content", "lang", "name", "rowspan", "scope", "style")
)
_WITHOUT_END: Final = frozenset(("br", "col", "meta"))


@frozen
class Element:
    """An element with its attributes and content."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    content: tuple[Content, ...]


Content: TypeAlias = "Element | str"


def element(tag: str, /, *contents: Content, **attributes: str | int) -> Element:
    """
    Make an element; attributes are written as keywords.

    >>> html_text(element("p", "a < b", lang="en"))
    '<p lang="en">a &lt; b</p>'
    """
    assert tag in TAGS
    assert ATTRIBUTES.issuperset(attributes)
    return Element(tag, tuple((name, str(value)) for name, value in attributes.items()), contents)


def html_text(content: Content) -> str:
    """Return the text of an element, or of a text as it stands in one."""
    if isinstance(content, str):
        return _escaped(content)
    attributes = "".join(f' {name}="{_escaped(value)}"' for name, value in content.attributes)
    if content.tag in _WITHOUT_END:
        return f"<{content.tag}{attributes}>"
    inner = "".join(map(html_text, content.content))
    return f"<{content.tag}{attributes}>{inner}</{content.tag}>"


def lines_of(text: str) -> tuple[Content, ...]:
    r"""
    Return a text with its line ends as elements.

    >>> html_text(element("p", *lines_of("甲\n乙")))
    '<p>甲<br>乙</p>'
    """
    first, *rest = text.split("\n")
    return (first, *(part for line in rest for part in (element("br"), line)))


def document_text(title: str, sheet: str, *content: Content, lang: str) -> str:
    """
    Return a whole document.

    Args:
        title: its title.
        sheet: a style sheet of ours. It is escaped like every text, which no browser would undo: it has no quotes, ``&``, ``<`` or ``>``.
        content: what its body holds.
        lang: the language of its labels.
    """
    assert sheet == _escaped(sheet)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", sheet),
    )
    return "<!DOCTYPE html>\n" + html_text(element("html", head, element("body", *content), lang=lang)) + "\n"


def _escaped(text: str) -> str:
    return escape(writable(text), quote=True)
