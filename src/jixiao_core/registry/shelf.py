"""The rubrics that are shipped, found in a table and never by a path made of a pin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from attrs import field, frozen

from jixiao_core.errors import FormatError, Problem, UnknownNameError
from jixiao_core.exchange import parse_rubric, parse_tailored, read_document, read_lint_exceptions
from jixiao_core.exchange.fields import not_allowed
from jixiao_core.exchange.overlays import is_overlay
from jixiao_core.messages import Message
from jixiao_core.registry.pins import LINT_SUFFIX, pin_order
from jixiao_core.rubrics.linting.exceptions import LintException
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["Entry", "Shelf", "shelf", "shipped_rubric"]


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
        return cls(root, {pin: Entry(**table[pin]) for pin in sorted(table, key=pin_order)})

    def _entry(self, pin: str) -> Entry:
        if pin not in self.entries:
            raise UnknownNameError(Problem(not_allowed("registry.unknown_pin", pin, self.entries)))
        return self.entries[pin]

    def lint_exceptions(self, pin: str) -> tuple[LintException, ...]:
        """Return the exceptions that lie beside the rubric of a pin; none where there is no such file."""
        *folders, name = self._entry(pin).file.split("/")
        file = self.root.joinpath(*folders, name.removesuffix(".toml") + LINT_SUFFIX)
        return read_lint_exceptions(file.read_bytes(), syntax="toml").exceptions if file.is_file() else ()

    def _base(self, overlay: Mapping[str, object]) -> Rubric:
        """The shipped table that a shipped overlay changes."""
        return self.load(str(overlay["derived_from"]).partition("#")[0])

    def load(self, pin: str) -> Rubric:
        """Return the rubric of a pin without digest; it must be what was published."""
        entry = self._entry(pin)
        data = read_document(self.root.joinpath(*entry.file.split("/")).read_bytes(), syntax="toml")
        rubric = parse_tailored(data, self._base(data)) if is_overlay(data) else parse_rubric(data)
        if rubric.digest != entry.digest or rubric.pin != pin:
            message = Message.of("registry.changed", pin=pin, found=rubric.digest, published=entry.digest)
            raise FormatError(Problem(message))
        return rubric


@cache
def shelf() -> Shelf:
    """Return the shelf of the installation."""
    return Shelf.at(files("jixiao_core") / "data")


@cache
def shipped_rubric(pin: str) -> Rubric:
    """Return the shipped rubric of a pin without digest, read once."""
    return shelf().load(pin)
