"""Findings: what a report or a review says that a person should look at, with a severity and a place."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from jixiao_core.messages import Message

__all__ = ["Finding", "Severity"]


class Severity(StrEnum):
    """How much a finding asks for: 须更正, 需说明, 待核实, 提示."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    INFORMATION = "information"


@frozen
class Finding:
    """
    One observation, courteous and exact.

    Attributes:
        message: code and parameters; text only when rendered.
        severity: error 须更正, warning 需说明, question 待核实, information 提示.
        path: the indicator id or the place in the report that it speaks of; empty for the whole.
        likely: likely causes (疑似填报差错), the likeliest first.
    """

    message: Message
    severity: Severity
    path: str = ""
    likely: tuple[Message, ...] = ()

    @property
    def code(self) -> str:
        """The code of the message."""
        return self.message.code

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        return f"[{self.severity}] {place}{self.message}"
