"""A small builder of HTML: text and attributes are escaped where they are written, and nowhere else."""

from __future__ import annotations

from html import escape
from typing import Final, TypeAlias

from attrs import frozen

from jixiao_core.present.visible import writable

__all__ = ["Content", "Element", "element", "html_text"]

TAGS: Final = frozenset(("caption", "div", "li", "ol", "p", "table", "tbody", "td", "tfoot", "th", "thead", "tr"))
ATTRIBUTES: Final = frozenset(("border", "class", "colspan", "lang", "rowspan", "scope", "style"))


@frozen
class Element:
    """An element with its attributes and content."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    content: tuple[Content, ...]


Content: TypeAlias = "Element | str"


def element(tag: str, *content: Content, **attributes: str | int) -> Element:
    """
    Make an element; attributes are written as keywords.

    >>> html_text(element("p", "a < b", lang="en"))
    '<p lang="en">a &lt; b</p>'
    """
    assert tag in TAGS
    assert ATTRIBUTES.issuperset(attributes)
    return Element(tag, tuple((name, str(value)) for name, value in attributes.items()), content)


def html_text(content: Content) -> str:
    """Return the text of an element, or of a text as it stands in one."""
    if isinstance(content, str):
        return _escaped(content)
    attributes = "".join(f' {name}="{_escaped(value)}"' for name, value in content.attributes)
    inner = "".join(map(html_text, content.content))
    return f"<{content.tag}{attributes}>{inner}</{content.tag}>"


def _escaped(text: str) -> str:
    return escape(writable(text), quote=True)
