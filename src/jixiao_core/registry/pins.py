"""Pins: ``series@edition.revision``, optionally with ``#sha256:`` and a digest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from jixiao_core.errors import FormatError, Problem, UnknownNameError
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["LINT_SUFFIX", "checked", "covers", "editions_in", "parsed_pin", "pin_order", "stated_pin"]

_PIN: Final = re.compile(
    r"([a-z][a-z0-9]{0,39}(?:-[a-z0-9]{1,40}){0,5})@([0-9]{1,4})\.([0-9]{1,4})(?:#(sha256:[0-9a-f]{64}))?"
)
_MAX_PIN: Final = 360
LINT_SUFFIX: Final = ".lint.toml"
"""A rubric in ``name.toml`` has the exceptions of the linter beside it, in ``name.lint.toml``."""


def parsed_pin(pin: object) -> tuple[str, str]:
    """
    Return a pin without its digest, and the digest or nothing.

    Raises:
        FormatError: for what is no pin.
    """
    found = _PIN.fullmatch(pin) if isinstance(pin, str) and len(pin) <= _MAX_PIN else None
    if found is None:
        raise FormatError(Problem(Message.of("registry.bad_pin", found=shown(pin))))
    return f"{found[1]}@{found[2]}.{found[3]}", found[4] or ""


def pin_order(pin: str) -> tuple[str, int, int]:
    """Return what pins are sorted by: series, edition, revision."""
    found = _PIN.fullmatch(pin)
    assert found is not None
    return found[1], int(found[2]), int(found[3])


def stated_pin(data: Any) -> str:
    """Return the pin that plain data of a rubric or overlay gives itself; empty where it does not say one."""
    parts = [data.get(name) for name in ("series", "edition", "revision")] if isinstance(data, dict) else []
    try:
        return parsed_pin("{}@{}.{}".format(*parts))[0] if parts else ""
    except FormatError:
        return ""


def checked(rubric: Rubric, wanted: str) -> Rubric:
    """
    Return a rubric whose digest is `wanted`, or any where nothing is demanded.

    Raises:
        FormatError: when the digest differs.
    """
    if wanted and wanted != rubric.digest:
        message = Message.of("registry.digest_mismatch", pin=rubric.pin, found=rubric.digest, wanted=wanted)
        raise FormatError(Problem(message))
    return rubric


def editions_in(series: str, pins: Iterable[str]) -> tuple[str, ...]:
    """
    Return the pins of a series.

    Raises:
        UnknownNameError: when there is none; the message lists the series that there are.
    """
    pins = tuple(pins)
    found = tuple(pin for pin in pins if pin.partition("@")[0] == series)
    if not found:
        known = most_alike_first(str(series), dict.fromkeys(pin.partition("@")[0] for pin in pins))
        raise UnknownNameError(Problem(Message.of("registry.unknown_series", found=shown(series), known=known)))
    return found


def covers(rubric: Rubric, year: int) -> bool:
    """Say whether a rubric is meant for a fiscal year."""
    return rubric.fiscal_years.first <= year <= rubric.fiscal_years.last
