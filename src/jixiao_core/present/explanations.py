"""Explanations as paragraphs that a reviewer can paste into an opinion (复核意见)."""

from __future__ import annotations

import re

from attrs import evolve

from jixiao_core.messages import Message, Param
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.variants import with_variants
from jixiao_core.scoring.explain import ADJUSTED, SECTIONS, Explanation, Section, Step, explain_review
from jixiao_core.scoring.explain import explain as explain_sheet
from jixiao_core.scoring.review import Review, RoundReview
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = ["explain", "paragraph", "row_paragraph"]

# How the statements of one section follow each other, and what ends the section.
_JOINTS: dict[str, dict[Section, tuple[str, str]]] = {
    "zh_Hans_CN": {
        "points": ("，", "："),
        "facts": ("，", "。"),
        "clause": ("；", "。"),
        "calculation": ("；", "。"),
        "opinion": ("，", "。"),
        "papers": ("；", "。"),
    },
    "en": {
        "points": (", ", ": "),
        "facts": ("; ", ". "),
        "clause": ("; ", ". "),
        "calculation": ("; ", ". "),
        "opinion": ("; ", ". "),
        "papers": (". ", ". "),
    },
}
_TRAILING = "。；;，, \n"
_SPACE = re.compile(r"[ \t\r\f\v　]{2,}")
_INNER_QUOTES = str.maketrans("“”", "‘’")
_BREAK = re.compile(r"\s*\n\s*")


def explain(
    found: ScoreSheet | Review,
    indicator_id: str,
    *,
    locale: str = "zh_Hans_CN",
    round_review: RoundReview | None = None,
) -> str:
    """
    Return why a row has the points that it has, as one paragraph.

    Args:
        found: a score sheet, or a review for the claimed score beside it.
        indicator_id: the row.
        locale: ``zh_Hans_CN`` or ``en``.
        round_review: the round of a review; the first where none is given.

    Returns:
        分值和自评 → 数据及出处 → 条款原文 → 测算 → 意见 → 补充资料.

    Raises:
        UnknownNameError: for an unknown row or locale.
    """
    if isinstance(found, Review):
        return paragraph(with_variants(explain_review(found, indicator_id, round_review), found.rubric), locale)
    return paragraph(explain_sheet(found, indicator_id), locale)


def row_paragraph(found: Review, indicator_id: str, round_review: RoundReview, locale: str) -> str:
    """Return the explanation of a row on the page of a review, which lists reasons for adjustments by itself."""
    told = with_variants(explain_review(found, indicator_id, round_review), found.rubric)
    return paragraph(evolve(told, steps=tuple(step for step in told.steps if step.message.code != ADJUSTED)), locale)


def paragraph(explanation: Explanation, locale: str = "zh_Hans_CN") -> str:
    """Return an explanation as one paragraph."""
    chosen = locale_of(locale)
    parts = [_section(explanation.section(name), name, chosen) for name in SECTIONS]
    return "".join(parts).strip()


def _section(steps: tuple[Step, ...], name: Section, locale: str) -> str:
    joint, end = _JOINTS[locale][name]
    words = [_statement(step.message, locale) for step in steps]
    text = joint.join(word for word in dict.fromkeys(words) if word)
    return f"{_capital(text, name, locale)}{end}" if text else ""


def _statement(message: Message, locale: str) -> str:
    """One statement on one line, without the full stop that its section adds."""
    text = _BREAK.sub("" if locale.startswith("zh") else " ", render(_one_line(message), locale))
    return _SPACE.sub(" ", text).strip().rstrip(_TRAILING)


def _one_line(message: Message) -> Message:
    """Quoted words lose their line breaks and closing full stop, and quotation marks inside them become single."""
    return Message.of(message.code, **{name: _quoted(name, value) for name, value in message.params})


def _quoted(name: str, value: Param) -> Param:
    if name not in ("clause", "reason", "printed", "stated") or not isinstance(value, str):
        return value
    return _BREAK.sub("", value).rstrip(_TRAILING).translate(_INNER_QUOTES)


def _capital(text: str, name: Section, locale: str) -> str:
    is_sentence = locale == "en" and name != "points"
    return text[:1].upper() + text[1:] if is_sentence else text
