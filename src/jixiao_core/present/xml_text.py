"""XML, escaped where text and attributes are written: characters that no XML document may hold become U+FFFD."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

from attrs import frozen

from jixiao_core.exchange.forms.cell_texts import NO_XML

__all__ = ["Xml", "tag", "text_node"]

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES: Final = {
    "xmlns_w": {"xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "xmlns:r": _OFFICE},
    "xmlns_core": {
        "xmlns:cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    },
}
_PREFIX: Final = re.compile("^(w|r|xml)_")


@frozen
class Xml:
    """A piece of XML that is escaped already."""

    text: str


def text_node(text: str) -> Xml:
    """
    Return a text as it stands in XML.

    >>> text_node("a < b").text
    'a &lt; b'
    """
    return Xml(escape(NO_XML.sub("\ufffd", text), {"\r": "&#13;"}))


def tag(name: str, *content: Xml, **attributes: str | bool) -> Xml:
    """
    Return an element; attributes are written as keywords, ``w_val`` for ``w:val``, ``xmlns_w=True`` for its namespaces.

    >>> tag("w:jc", w_val="center").text
    '<w:jc w:val="center"/>'
    """
    pairs: dict[str, str] = {}
    for key, value in attributes.items():
        if isinstance(value, bool):
            pairs |= _NAMESPACES[key]
        else:
            pairs[_PREFIX.sub(lambda found: f"{found[1]}:", key)] = NO_XML.sub("\ufffd", value)
    told = "".join(f' {key}="{escape(value, {chr(34): "&quot;"})}"' for key, value in pairs.items())
    inner = "".join(each.text for each in content)
    return Xml(f"<{name}{told}>{inner}</{name}>" if inner else f"<{name}{told}/>")
