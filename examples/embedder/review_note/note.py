"""The paragraph."""

from jixiao_core import Review, Text, present, review

from review_note.order import Order
from review_note.rubrics import rubric_of

_GREETING = Text("{unit}：", "To {unit}: ")
_ASK = Text("请于{reply_by}前补充：{papers}。（{office}）", "Please send by {reply_by}: {papers}. ({office}) ")
_NO_ASK = Text("（{office}）", "({office}) ")
_MOST = 3


def reviewed(order: Order) -> Review:
    """Return the review of an ordered case by its locked rubric."""
    return review(rubric_of(order.case.rubric), order.case)


def visible(text: str) -> str:
    """Return a text without characters that turn a line around or steer a terminal."""
    return "".join(char if char.isprintable() else "?" for char in text)


def papers(found: Review, locale: str) -> list[str]:
    """Return the first papers that the review asks for, in the order of the table and each once."""
    asked = (each.of(locale) for row in found.round().indicators for each in row.papers)
    return list(dict.fromkeys(asked))[:_MOST]


def paragraph(order: Order, locale: str = "zh_Hans_CN") -> str:
    """
    Return the note: the summary of the review, the papers to send, and what the result is not.

    Args:
        order: what was ordered.
        locale: ``zh_Hans_CN`` or ``en``.
    """
    is_chinese = locale.startswith("zh")

    def own(text: Text, **words: str) -> str:
        return text.of(locale).format(**{name: visible(word) for name, word in words.items()})

    found = reviewed(order)
    wanted = papers(found, locale)
    said = {"office": order.office, "reply_by": order.reply_by.isoformat()}
    ask = own(_ASK, papers=("、" if is_chinese else ", ").join(wanted), **said) if wanted else own(_NO_ASK, **said)
    summary = present.summary(found, found.round(), locale)
    return own(_GREETING, unit=order.case.unit) + summary + ("" if is_chinese else " ") + ask + present.closing(locale)
