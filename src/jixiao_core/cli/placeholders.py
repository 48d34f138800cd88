"""Placeholders: what stands for arguments in the help, in the language of its reader."""

from __future__ import annotations

import re

from jixiao_core._templates.placeholders import TEMPLATES
from jixiao_core.messages import Message
from jixiao_core.present import render

__all__ = ["placeholder"]

_WORD = re.compile(r"[A-Za-z]+")
_KNOWN = frozenset(code.partition(".")[2] for code in TEMPLATES)


def placeholder(text: str, locale: str) -> str:
    """
    Return a placeholder in a language, word by word; what is no word of ours stays, such as the ending of a file.

    Args:
        text: words between signs, such as ``PIN|FILE``.
        locale: the language.

    >>> placeholder("QUESTION=ANSWER", "zh_Hans_CN"), placeholder("OUT.xlsx", "zh_Hans_CN"), placeholder("file", "en")
    ('问题=答案', '输出文件.xlsx', 'file')
    """
    if locale == "en":
        return text

    def word(found: re.Match[str]) -> str:
        name = found[0].lower()
        return render(Message.of(f"placeholders.{name}"), locale) if name in _KNOWN else found[0]

    return _WORD.sub(word, text)
