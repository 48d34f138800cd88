"""
Rubrics by pin: ``series@edition.revision``, optionally with the digest of what was pinned.

A pin is looked up in a table that is shipped (``data/rubrics.lock``) and never becomes part of a path. A digest is
evidence of change, not a signature. There is no "latest": whoever asks says which.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from attrs import field, frozen

from jixiao_core.errors import FormatError, Problem, UnknownNameError
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange import parse_rubric, read_document, read_lint_exceptions, read_rubric
from jixiao_core.exchange.fields import not_allowed
from jixiao_core.exchange.overlays import is_overlay, parse_tailored
from jixiao_core.messages import Message
from jixiao_core.rubrics.linting.exceptions import LintException
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["candidates", "editions", "lint_exceptions", "load", "open", "shipped", "vectors", "verifier"]

_PIN: Final = re.compile(
    r"([a-z][a-z0-9]{0,39}(?:-[a-z0-9]{1,40}){0,5})@([0-9]{1,4})\.([0-9]{1,4})(?:#(sha256:[0-9a-f]{64}))?"
)
_MAX_PIN: Final = 360
LINT_SUFFIX: Final = ".lint.toml"
"""A rubric in ``name.toml`` has the exceptions of the linter beside it, in ``name.lint.toml``."""


def load(pin: str) -> Rubric:
    """
    Return a shipped rubric.

    Args:
        pin: ``series@edition.revision``, or the same with ``#sha256:`` and the digest that must be met.

    Raises:
        UnknownNameError: when no such rubric is shipped; the message lists those that are.
        FormatError: when the pin is malformed, when the digest differs, or when the installation was changed.
    """
    name, wanted = _parsed(pin)
    rubric = _loaded(name)
    if wanted and wanted != rubric.digest:
        message = Message.of("registry.digest_mismatch", pin=name, found=rubric.digest, wanted=wanted)
        raise FormatError(Problem(message))
    return rubric


def open(path: str | os.PathLike[str]) -> Rubric:  # noqa: A001 - registry.open(path), as in DESIGN
    """
    Return the rubric of a file, TOML or JSON; see `jixiao_core.exchange.read_rubric`.

    Raises:
        FormatError: for everything that is wrong with it, all problems at once.
    """
    return read_rubric(path)


def shipped() -> tuple[str, ...]:
    """Return the pins of all shipped rubrics, by series, edition and revision."""
    return tuple(_shelf().entries)


def editions(series: str) -> tuple[str, ...]:
    """
    Return the pins of all editions and revisions of a series, oldest first.

    Raises:
        UnknownNameError: when no rubric of the series is shipped; the message lists the series that are.
    """
    found = tuple(pin for pin in shipped() if pin.partition("@")[0] == series)
    if not found:
        known = tuple(dict.fromkeys(pin.partition("@")[0] for pin in shipped()))
        raise UnknownNameError(Problem(Message.of("registry.unknown_series", found=shown(series), known=known)))
    return found


def candidates(series: str, year: int) -> tuple[str, ...]:
    """
    Return the pins of a series that are meant for a fiscal year; the caller chooses, even where there is only one.

    Args:
        series: the name of the series.
        year: the fiscal year that is evaluated.

    Raises:
        UnknownNameError: when no rubric of the series is shipped.
    """
    return tuple(pin for pin in editions(series) if _covers(load(pin), year))


def lint_exceptions(pin: str) -> tuple[LintException, ...]:
    """
    Return what has been explained of the findings of `jixiao_core.lint` on a shipped rubric.

    Args:
        pin: ``series@edition.revision``, with or without its digest.

    Raises:
        UnknownNameError: when no such rubric is shipped.
        FormatError: when the pin is malformed.
    """
    name, _ = _parsed(pin)
    return _shelf().lint_exceptions(name)


def vectors(pin: str) -> dict[str, Any]:
    """
    Return the shipped conformance vectors of a rubric, as the plain data of their JSON document.

    Args:
        pin: as for `load`.

    Raises:
        UnknownNameError: when no such rubric is shipped; the message lists those that are.
        FormatError: when the pin is malformed, when the digest differs, or when the installation was changed.

    >>> found = vectors("junshan-department@2021.1")
    >>> found["format"], found["leaves"][0]["indicator"]
    ('jixiao-vectors/1', 'input.budget_allocation.staffing_ratio')
    """
    rubric = load(pin)
    path = ("vectors", rubric.series, f"{rubric.edition}.{rubric.revision}.json")
    found: dict[str, Any] = read_document(_shelf().root.joinpath(*path).read_bytes(), syntax="json")
    if found["digest"] != rubric.digest:
        message = Message.of("registry.changed", pin=rubric.pin, found=found["digest"], published=rubric.digest)
        raise FormatError(Problem(message))
    return found


def verifier() -> str:
    """Return the text of the script that checks sheets and conformance vectors with Python alone."""
    return (_shelf().root / "verify_sheet.py").read_text(encoding="utf-8")


def _covers(rubric: Rubric, year: int) -> bool:
    return rubric.fiscal_years.first <= year <= rubric.fiscal_years.last


def _parsed(pin: object) -> tuple[str, str]:
    """The pin without its digest, and the digest or nothing."""
    found = _PIN.fullmatch(pin) if isinstance(pin, str) and len(pin) <= _MAX_PIN else None
    if found is None:
        raise FormatError(Problem(Message.of("registry.bad_pin", found=shown(pin))))
    return f"{found[1]}@{found[2]}.{found[3]}", found[4] or ""


@frozen
class Entry:
    """Where a shipped rubric lies below the data folder, and the digest under which it was published."""

    file: str
    digest: str


@frozen
class Shelf:
    """
    The shipped rubrics.

    Attributes:
        root: the data folder.
        entries: pin to entry, in order.
    """

    root: Traversable
    entries: Mapping[str, Entry] = field(factory=dict)

    @classmethod
    def at(cls, root: Traversable) -> Shelf:
        """Return the rubrics that the table ``rubrics.lock`` in `root` lists; the table is part of the package."""
        table = read_document((root / "rubrics.lock").read_bytes(), syntax="toml")
        return cls(root, {pin: Entry(**table[pin]) for pin in sorted(table, key=_order)})

    def _entry(self, pin: str) -> Entry:
        if pin not in self.entries:
            raise UnknownNameError(Problem(not_allowed("registry.unknown_pin", pin, self.entries)))
        return self.entries[pin]

    def lint_exceptions(self, pin: str) -> tuple[LintException, ...]:
        """Return the exceptions that lie beside the rubric of a pin; none where there is no such file."""
        *folders, name = self._entry(pin).file.split("/")
        file = self.root.joinpath(*folders, name.removesuffix(".toml") + LINT_SUFFIX)
        return read_lint_exceptions(file.read_bytes(), syntax="toml").exceptions if file.is_file() else ()

    def load(self, pin: str) -> Rubric:
        """Return the rubric of a pin without digest; it must be what was published."""
        entry = self._entry(pin)
        data = read_document(self.root.joinpath(*entry.file.split("/")).read_bytes(), syntax="toml")
        rubric = parse_tailored(data, self.load(str(data["derived_from"]))) if is_overlay(data) else parse_rubric(data)
        if rubric.digest != entry.digest or rubric.pin != pin:
            message = Message.of("registry.changed", pin=pin, found=rubric.digest, published=entry.digest)
            raise FormatError(Problem(message))
        return rubric


def _order(pin: str) -> tuple[str, int, int]:
    found = _PIN.fullmatch(pin)
    assert found is not None
    return found[1], int(found[2]), int(found[3])


@cache
def _shelf() -> Shelf:
    return Shelf.at(files("jixiao_core") / "data")


@cache
def _loaded(pin: str) -> Rubric:
    return _shelf().load(pin)
