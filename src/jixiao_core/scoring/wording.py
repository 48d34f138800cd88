"""Who scored, in the word for it: 自评, 财政复核."""

from __future__ import annotations

from typing import Final

from jixiao_core.messages import Message
from jixiao_core.scoring.case import Role

__all__ = ["by_role", "in_words_of"]

_OF_ROLES: Final = frozenset(
    f"scoring.{name}"
    for name in (
        *("row_points_blank", "row_points_claimed", "implied_measure", "implied_measure_adopted", "claim_whole"),
        *(
            f"verdict_{each}"
            for each in (
                "above",
                "above_open",
                "below",
                "below_open",
                "consistent",
                "consistent_if_absent",
                "unclaimed",
                "unmatched",
            )
        ),
    )
)
"""Statements that say who scored."""
_OF_REVIEWERS: Final = {
    "scoring.stated_reason": "scoring.stated_remark",
    "scoring.verdict_unclaimed": "scoring.verdict_not_proposed",
}
"""What is said otherwise of reviewers: their remark gives no reason for a deduction, a blank of theirs is no gap."""


def by_role(role: Role) -> Message:
    """Return the word for the scores of a round, for example 自评 or self-assessed."""
    return Message.of(f"scoring.by_{role}")


def in_words_of(role: Role, message: Message) -> Message:
    """Return a statement with the word for who scored, where it says that."""
    code = message.code if role == "self" else _OF_REVIEWERS.get(message.code, message.code)
    if message.code not in _OF_ROLES:
        return message if code == message.code else Message.of(code, **dict(message.params))
    return Message.of(code, by=by_role(role), **dict(message.params))
