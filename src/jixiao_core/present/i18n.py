"""Rendering messages in a language: the locale is an argument, the catalogues are shipped, nothing is global."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources

from jixiao_core.errors import JixiaoError, Problem, UnknownNameError
from jixiao_core.exact.numbers import shown
from jixiao_core.exact.quantities import Money, Rate
from jixiao_core.findings import Finding
from jixiao_core.messages import MAX_LISTED, NAMED_LISTS, Message, Shown, Text, template
from jixiao_core.present.numbers import count_text, date_text, money_text, points_text, rate_text
from jixiao_core.present.spans import span_text
from jixiao_core.scoring.span import Span

__all__ = [
    "LOCALES",
    "likely_lines",
    "listed",
    "locale_of",
    "parted",
    "render",
    "render_error",
    "render_finding",
    "render_value",
]

LOCALES = ("zh_Hans_CN", "en")
"""The languages that are complete; nothing else is ever looked up on disk."""

_ALIASES = {"zh": "zh_Hans_CN", "zh_CN": "zh_Hans_CN", "zh_Hans": "zh_Hans_CN", "zh-CN": "zh_Hans_CN", "en_US": "en"}

# Tuples of statements are joined like clauses, tuples of names like lists.
_CLAUSES = {"zh_Hans_CN": "，", "en": ", "}
_NAMES = {"zh_Hans_CN": "、", "en": ", "}
_WORDS = {"zh_Hans_CN": "；", "en": "; "}
# Messages that are names, and messages that hold commas themselves; all others are clauses of one sentence.
_LISTED = ("scoring.fact_value", "present.unknown_", "letter.row_named", "letter.group_named")
_SEPARATED = ("present.readings_",)


# Whole numbers that count things; others are years, lines and places.
_COUNTED = ("count", "of")


def locale_of(name: str) -> str:
    """
    Return the shipped locale of a name.

    Raises:
        UnknownNameError: for any other; the message lists those there are.

    >>> locale_of("zh_CN")
    'zh_Hans_CN'
    """
    found = _ALIASES.get(name, name)
    if found not in LOCALES:
        raise UnknownNameError(Problem(Message.of("present.unknown_locale", found=shown(name), known=LOCALES)))
    return found


@cache
def _catalogue(locale: str, layer: str) -> gettext.GNUTranslations:
    path = resources.files("jixiao_core").joinpath("locale", locale, "LC_MESSAGES", f"{layer}.mo")
    with path.open("rb") as stream:
        return gettext.GNUTranslations(stream)


def render(message: Message, locale: str = "zh_Hans_CN") -> str:
    """
    Return the text of a message.

    Args:
        message: code and parameters.
        locale: one of `LOCALES`.

    Raises:
        UnknownNameError: for a locale that is not shipped.

    >>> render(Message.of("scoring.computed", points=Fraction(5, 2)), "zh_Hans_CN")
    '测算2.5分'
    """
    chosen = locale_of(locale)
    text = template(message.code)
    translated = _catalogue(chosen, message.code.partition(".")[0]).pgettext(message.code, text)
    return translated.format_map({name: Shown(_param(name, value, chosen)) for name, value in message.params})


def _param(name: str, value: object, locale: str) -> str:
    """A parameter; a list of what is known or allowed that is empty says so."""
    if name in NAMED_LISTS and value in ((), ""):
        return render(Message.of("present.none"), locale)
    if name in _COUNTED and isinstance(value, int):
        return count_text(value, locale)
    return render_value(value, locale)


def render_value(value: object, locale: str) -> str:
    """Return the text of one parameter: points, spans, quantities, texts, messages, or tuples of them."""
    match value:
        case Message():
            return render(value, locale)
        case Text():
            return value.of(locale)
        case Fraction() | Span() | Money() | Rate():
            return _number_text(value, locale)
        case date():
            return date_text(value, locale)
        case tuple():
            return _joined(value, locale)
        case None:
            return "—"
        case _:
            return str(value)


def _number_text(value: Fraction | Span | Money | Rate, locale: str) -> str:
    match value:
        case Fraction():
            return points_text(value)
        case Span():
            return span_text(value, locale)
        case Money():
            return money_text(value, locale)
        case Rate():
            return rate_text(value.value)


def _joined(parts: tuple[object, ...], locale: str) -> str:
    if len(parts) > MAX_LISTED and all(isinstance(part, str) for part in parts):
        listed = _joined(parts[:MAX_LISTED], locale)
        return render(Message.of("present.and_more", listed=listed, count=len(parts) - MAX_LISTED), locale)
    words = [render_value(part, locale) for part in parts]
    codes = [part.code for part in parts if isinstance(part, Message)]
    if len(codes) == len(parts):
        if all(code.startswith(_LISTED) for code in codes):
            return _NAMES[locale].join(words)
        return (_WORDS if all(code.startswith(_SEPARATED) for code in codes) else _CLAUSES)[locale].join(words)
    has_comma = any("、" in word or ", " in word for word in words)
    return (_WORDS if has_comma else _NAMES)[locale].join(words)


def render_finding(finding: Finding, locale: str = "zh_Hans_CN") -> str:
    """Return the text of a finding with its severity in front."""
    label = render(Message.of(f"present.severity_{finding.severity}"), locale)
    return f"[{label}] {render(finding.message, locale)}"


def listed(names: Iterable[str], locale: str) -> str:
    """Return names beside each other, as the language lists them."""
    return _NAMES[locale_of(locale)].join(names)


def parted(parts: Iterable[str], locale: str) -> str:
    """Return parts of a sentence that may have commas of their own."""
    return _WORDS[locale_of(locale)].join(parts)


def likely_lines(finding: Finding, locale: str = "zh_Hans_CN") -> tuple[str, ...]:
    """Return the likely causes of a finding as one line, none where there are none: only one of them can be right."""
    if not finding.likely:
        return ()
    joint = render(Message.of("totals.or"), locale)
    causes = joint.join(render(cause, locale) for cause in finding.likely)
    return (render(Message.of("present.likely", cause=causes), locale),)


def render_error(error: JixiaoError, locale: str = "zh_Hans_CN") -> str:
    """Return every problem of an exception, one a line: code, path, and what was found, is allowed and can be done."""
    lines = []
    for problem in error.problems:
        place = f" {problem.path}" if problem.path else ""
        lines.append(f"{problem.code}{place}: {render(problem.message, locale)}")
    return "\n".join(lines)
