"""Blocks of a page: a title with numbered lines under it, and blocks with an empty line between them."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao_core.messages import Message
from jixiao_core.present.i18n import render

__all__ = ["numbered", "page_of"]


def numbered(code: str, lines: Iterable[Message | str], locale: str) -> str:
    """
    Return a title with numbered lines under it; nothing where there are no lines.

    Args:
        code: the code of the title.
        lines: messages, or texts in the language already.
        locale: ``zh_Hans_CN`` or ``en``.
    """
    texts = [line if isinstance(line, str) else render(line, locale) for line in lines]
    if not texts:
        return ""
    mark = "：" if locale.startswith("zh") else ":"
    title = f"{render(Message.of(code), locale)}{mark}"
    return "\n".join([title, *(f"{number}. {text}" for number, text in enumerate(texts, start=1))])


def page_of(parts: Iterable[str]) -> str:
    """Return blocks as a page; empty ones are left out."""
    return "\n\n".join(part for part in parts if part) + "\n"
