"""
Rubrics by pin: ``series@edition.revision``, optionally with the digest of what was pinned.

A pin is looked up in a table that is shipped (``data/rubrics.lock``) and never becomes part of a path. A digest is
evidence of change, not a signature. There is no "latest": whoever asks says which.
"""

from __future__ import annotations

import os
from typing import Any

from jixiao_core.errors import FormatError, Problem, UnknownNameError
from jixiao_core.exchange import read_document
from jixiao_core.messages import Message
from jixiao_core.registry.folders import Folder, Tailored, folder, rubric_of_file, tailored
from jixiao_core.registry.locks import FORMAT as LOCK_FORMAT
from jixiao_core.registry.locks import Lock, LockEntry, lock, read_lock, verify
from jixiao_core.registry.pins import LINT_SUFFIX, checked, covers, editions_in, parsed_pin
from jixiao_core.registry.shelf import Shelf, shelf, shipped_rubric
from jixiao_core.rubrics.linting.exceptions import LintException
from jixiao_core.rubrics.rubric import Rubric

__all__ = [
    "LINT_SUFFIX",
    "LOCK_FORMAT",
    "Folder",
    "Lock",
    "LockEntry",
    "Shelf",
    "Tailored",
    "candidates",
    "editions",
    "folder",
    "lint_exceptions",
    "load",
    "lock",
    "open",
    "read_lock",
    "shipped",
    "tailored",
    "vectors",
    "verifier",
    "verify",
]


def load(pin: str) -> Rubric:
    """
    Return a shipped rubric.

    Args:
        pin: ``series@edition.revision``, or the same with ``#sha256:`` and the digest that must be met.

    Raises:
        UnknownNameError: when no such rubric is shipped; the message lists those that are.
        FormatError: when the pin is malformed, when the digest differs, or when the installation was changed.
    """
    name, wanted = parsed_pin(pin)
    return checked(shipped_rubric(name), wanted)


def open(path: str | os.PathLike[str], pin: str = "") -> Rubric:  # noqa: A001 - registry.open(path), as in DESIGN
    """
    Return the rubric of a file or folder.

    Args:
        path: a rubric (TOML or JSON); an overlay, whose base is shipped or lies beside it; or a folder, see `folder`.
        pin: which rubric it must be, with or without its digest; of a folder with one rubric it may be left out.

    Raises:
        UnknownNameError: when the folder has no such rubric, or several and no pin says which; the message lists them.
        LimitError: for what is beyond the limits.
        FormatError: for everything that is wrong with it, all problems at once.
    """
    name, wanted = parsed_pin(pin) if pin else ("", "")
    if os.path.isdir(path):  # noqa: PTH112 - the text of any path-like
        found = folder(path)
        if not pin and not found.pins:
            raise UnknownNameError(Problem(Message.of("registry.empty_folder")))
        if not pin and len(found.pins) != 1:
            raise UnknownNameError(Problem(Message.of("registry.which_pin", known=found.pins)))
        return found.load(pin or found.pins[0])
    rubric = rubric_of_file(path)
    if name not in ("", rubric.pin):
        raise FormatError(Problem(Message.of("registry.other_pin", found=rubric.pin, wanted=name)))
    return checked(rubric, wanted)


def shipped() -> tuple[str, ...]:
    """Return the pins of all shipped rubrics, by series, edition and revision."""
    return tuple(shelf().entries)


def editions(series: str) -> tuple[str, ...]:
    """
    Return the pins of all editions and revisions of a series, oldest first.

    Raises:
        UnknownNameError: when no rubric of the series is shipped; the message lists the series that are.
    """
    return editions_in(series, shipped())


def candidates(series: str, year: int) -> tuple[str, ...]:
    """
    Return the pins of a series that are meant for a fiscal year; the caller chooses, even where there is only one.

    Args:
        series: the name of the series.
        year: the fiscal year that is evaluated.

    Raises:
        UnknownNameError: when no rubric of the series is shipped.
    """
    return tuple(pin for pin in editions(series) if covers(load(pin), year))


def lint_exceptions(pin: str) -> tuple[LintException, ...]:
    """
    Return what has been explained of the findings of `jixiao_core.lint` on a shipped rubric.

    Args:
        pin: ``series@edition.revision``, with or without its digest.

    Raises:
        UnknownNameError: when no such rubric is shipped.
        FormatError: when the pin is malformed.
    """
    name, _ = parsed_pin(pin)
    return shelf().lint_exceptions(name)


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
    found: dict[str, Any] = read_document(shelf().root.joinpath(*path).read_bytes(), syntax="json")
    if found["digest"] != rubric.digest:
        message = Message.of("registry.changed", pin=rubric.pin, found=found["digest"], published=rubric.digest)
        raise FormatError(Problem(message))
    return found


def verifier() -> str:
    """Return the text of the script that checks sheets and conformance vectors with Python alone."""
    return (shelf().root / "verify_sheet.py").read_text(encoding="utf-8")
