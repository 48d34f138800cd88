"""
Messages as values: a stable code and its parameters, rendered only when shown.

The core returns `Message` values. `str(message)` renders the English template of its code;
`jixiao_core.present` renders any language of the catalogues.
"""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Context, Decimal
from fractions import Fraction
from importlib import import_module
from typing import TypeAlias

from attrs import frozen

__all__ = ["MAX_LISTED", "NAMED_LISTS", "NO_TEXT", "Message", "Param", "Shown", "Text", "number_text", "template"]

Param: TypeAlias = Hashable
"""What a message may carry: text, exact numbers (points), bilingual text, quantities, spans of values, other messages,
or tuples of these. `str` gives its English, `present` its text in any language."""

MAX_LISTED = 20
"""As many parts of a list a text shows; the value holds all of them."""

NAMED_LISTS = frozenset(("allowed", "known", "names"))
"""Parameters that list what there is; where there is nothing, the text says so."""

LAYERS = (
    *("exact", "rubrics", "lint", "scoring", "reports", "exchange", "registry"),
    *("present", "official", "letter", "forms", "charts", "dates", "drawing", "frames", "tables", "summary", "cli"),
    *("placeholders", "totals"),
)
"""The first part of every code names the layer it comes from."""


@frozen
class Text:
    """
    A text of the domain in Chinese and, where it is known, in English.

    Attributes:
        zh: the Chinese text, as the source prints it.
        en: the English text; empty where nobody has given one.

    >>> str(Text("财政供养人员控制率", "Ratio of budget-funded personnel to authorised staffing"))
    'Ratio of budget-funded personnel to authorised staffing'
    >>> Text("优").of("zh_Hans_CN")
    '优'
    """

    zh: str
    en: str = ""

    def of(self, locale: str) -> str:
        """Return the text for `locale` (``zh…`` gives Chinese, anything else English, or Chinese where there is none)."""
        return self.zh if locale.startswith("zh") or not self.en else self.en

    def __str__(self) -> str:
        return self.of("en")


NO_TEXT = Text("")
"""The text of what has none."""


def number_text(value: Fraction) -> str:
    """
    Return the exact text of a rational number: a finite decimal where there is one, else ``"a/b"``.

    >>> number_text(Fraction(1, 2)), number_text(Fraction(1, 3)), number_text(Fraction(-5))
    ('0.5', '1/3', '-5')
    """
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = max(len(str(abs(value.numerator))) + len(str(value.denominator)) * 4, 28)
    exact = Context(prec=digits).divide(Decimal(value.numerator), Decimal(value.denominator))
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@frozen
class Message:
    """
    A stable code with its parameters, in the order of their names.

    Attributes:
        code: ``"layer.name"``, for example ``"exact.float"``; it never changes its meaning.
        params: pairs of name and value, sorted by name.

    >>> Message.of("exact.float", found="0.1").code
    'exact.float'
    """

    code: str
    params: tuple[tuple[str, Param], ...] = ()

    @classmethod
    def of(cls, code: str, /, **params: Param) -> Message:
        """Make a message from keyword parameters."""
        return cls(code, tuple(sorted(params.items())))

    def __getitem__(self, name: str) -> Param:
        """Return the parameter called `name`; KeyError if there is none."""
        return dict(self.params)[name]

    def __str__(self) -> str:
        shown = {
            name: Shown("none" if name in NAMED_LISTS and value in ((), "") else _plain(value))
            for name, value in self.params
        }
        return template(self.code).format_map(shown)


class Shown(str):
    """
    The text of a parameter; in English templates ``{count:finding|findings}`` adds the word that goes with a number.

    >>> "{0:finding|findings}, {1:finding|findings}".format(Shown("1"), Shown("2"))
    '1 finding, 2 findings'
    """

    __slots__ = ()

    def __format__(self, words: str) -> str:
        one, bar, more = words.partition("|")
        if not bar:
            return str.__format__(self, words)
        return f"{self} {one if self == '1' else more}"


def _plain(value: object) -> str:
    match value:
        case Fraction():
            return number_text(value)
        case tuple():
            words = [_plain(part) for part in value[:MAX_LISTED]]
            if len(value) > MAX_LISTED:
                words.append(f"and {len(value) - MAX_LISTED} more")
            return ("; " if any(", " in word for word in words) else ", ").join(words)
        case _:
            return str(value)


def template(code: str) -> str:
    """
    Return the English template of `code`.

    Raises:
        KeyError: when the code has no template: a defect of the library, found by its tests.

    >>> "float" in template("exact.float")
    True
    """
    layer = code.partition(".")[0]
    if layer not in LAYERS:
        raise KeyError(code)
    templates: dict[str, str] = import_module(f"jixiao_core._templates.{layer}").TEMPLATES
    return templates[code]
