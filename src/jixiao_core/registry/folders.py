"""A project's own rubrics: the files of one folder, overlays joined with their bases, all problems at once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from jixiao_core.errors import FormatError, JixiaoError, LimitError, Problem, UnknownNameError
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange import parse_overlay, parse_rubric, parse_tailored, read_document
from jixiao_core.exchange.dictionary import shared_facts
from jixiao_core.exchange.fields import not_allowed
from jixiao_core.exchange.forms.overlay_sheet import overlay_sheet
from jixiao_core.exchange.limits import MAX_BYTES, file_bytes
from jixiao_core.exchange.overlays import is_overlay, overlay_document, raise_without_base
from jixiao_core.exchange.problems import Problems
from jixiao_core.messages import Message
from jixiao_core.registry.pins import LINT_SUFFIX, checked, covers, editions_in, parsed_pin, pin_order, stated_pin
from jixiao_core.registry.shelf import shelf, shipped_rubric
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.overlay import Overlay
from jixiao_core.rubrics.rubric import Rubric

__all__ = [
    "MAX_DERIVED",
    "MAX_ENTRIES",
    "MAX_FILES",
    "MAX_TOTAL",
    "Folder",
    "Tailored",
    "folder",
    "rubric_of_file",
    "tailored",
]

MAX_FILES: Final = 200
"""As many rubrics and overlays a folder may hold."""
MAX_ENTRIES: Final = 5_000
"""As many files of any kind are looked at in a folder."""
MAX_TOTAL: Final = 64 * 1024 * 1024
"""The most that the rubrics and overlays of a folder may take together, in bytes."""
MAX_DERIVED: Final = 8
"""As many overlays may stand on one another."""

MAX_NAME: Final = 120

_SUFFIXES: Final = frozenset((".toml", ".json", ".xlsx"))


@frozen(repr=False)
class Folder:
    """
    The rubrics of a folder by pin; those that are shipped are not repeated.

    Attributes:
        path: the folder, as it was named.
        rubrics: pin to rubric, by series, edition and revision; overlays as the tables that they make.
        files: pin to the name of its file.
    """

    path: str
    rubrics: Mapping[str, Rubric] = field(factory=dict)
    files: Mapping[str, str] = field(factory=dict)

    def __repr__(self) -> str:
        return f"<Folder {', '.join(self.pins)}>"

    @property
    def pins(self) -> tuple[str, ...]:
        """The pins, by series, edition and revision."""
        return tuple(self.rubrics)

    def load(self, pin: str) -> Rubric:
        """
        Return a rubric of this folder.

        Args:
            pin: ``series@edition.revision``, or the same with ``#sha256:`` and the digest that must be met.

        Raises:
            UnknownNameError: when the folder has no such rubric; the message lists those that it has.
            FormatError: when the pin is malformed or the digest differs.
        """
        name, wanted = parsed_pin(pin)
        if name not in self.rubrics:
            raise UnknownNameError(Problem(not_allowed("registry.not_in_folder", name, self.rubrics)))
        return checked(self.rubrics[name], wanted)

    def editions(self, series: str) -> tuple[str, ...]:
        """Return the pins of a series, oldest first; UnknownNameError lists the series of this folder."""
        return editions_in(series, self.pins)

    def candidates(self, series: str, year: int) -> tuple[str, ...]:
        """Return the pins of a series that are meant for a fiscal year; the caller chooses."""
        return tuple(pin for pin in self.editions(series) if covers(self.rubrics[pin], year))


def folder(path: str | os.PathLike[str]) -> Folder:
    """
    Return the rubrics of a folder: every ``.toml``, ``.json`` and ``.xlsx`` file that lies directly in it.

    Hidden files, folders inside, files of other kinds and ``.lint.toml`` files are not looked at. Links are refused,
    so that nothing outside the folder is read. An overlay is derived from a rubric of this folder or a shipped one.

    Raises:
        LimitError: for folders with more or larger files than the limits.
        FormatError: for everything that is wrong with any of its files, all problems at once, each under its file.
    """
    files = _Files(os.fspath(path))
    problems = Problems()
    found: dict[str, tuple[str, Rubric]] = {}
    for name in files.names:
        try:
            rubric = files.rubric(name)
        except JixiaoError as error:
            problems.take(error, _step(name))
            continue
        if rubric.pin in found:
            first = shown(found[rubric.pin][0])
            problems.add(Problem(Message.of("registry.pin_twice", pin=rubric.pin, first=first), _step(name)))
        elif rubric.pin in shelf().entries:
            problems.add(Problem(Message.of("registry.pin_shipped", pin=rubric.pin), _step(name)))
        else:
            found[rubric.pin] = (name, rubric)
    problems.raise_if()
    pins = sorted(found, key=pin_order)
    return Folder(files.path, {pin: found[pin][1] for pin in pins}, {pin: found[pin][0] for pin in pins})


@frozen(kw_only=True)
class Tailored:
    """An overlay with its base and the table that it makes of it."""

    base: Rubric
    overlay: Overlay
    rubric: Rubric


def rubric_of_file(path: str | os.PathLike[str]) -> Rubric:
    """
    Return the rubric of a file, or the table that the overlay of a file makes of its base.

    The base is a shipped rubric, or lies beside the overlay in the same folder.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for everything that is wrong with it, all problems at once.
    """
    data = overlay_document(path)
    return parse_tailored(data, _base_beside(path, data)) if is_overlay(data) else parse_rubric(data)


def tailored(path: str | os.PathLike[str]) -> Tailored:
    """
    Return the overlay of a file with its base and what it makes of it; bases are found as `rubric_of_file` says.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for what is no overlay, and everything that is wrong with it, all problems at once.
    """
    data = overlay_document(path)
    if not is_overlay(data):
        raise FormatError(Problem(Message.of("registry.no_overlay")))
    base = _base_beside(path, data)
    rubric = parse_tailored(data, base)
    return Tailored(base=base, overlay=parse_overlay(data, dictionary=_figures(base)), rubric=rubric)


def _figures(base: Rubric) -> tuple[FactDefinition, ...]:
    """What an overlay of a table may call by name."""
    return (*base.facts, *shared_facts())


def _base_beside(path: str | os.PathLike[str], data: Any) -> Rubric:
    try:
        base, wanted = _base_of(data)
        if base in shelf().entries:
            return shipped_rubric(base)
        place, name = os.path.split(os.fspath(path))
        files = _Files(place or os.curdir)
        files.refuse_long_chain(name, data)
        return files.base(base, wanted)
    except JixiaoError as error:
        raise_without_base(data, error)


def _step(name: str) -> str:
    """The name of a file as it may be printed before a path."""
    return name if name.isprintable() and len(name) <= MAX_NAME else shown(name)


def _base_of(data: Any) -> tuple[str, str]:
    """The pin and digest of the base that an overlay names."""
    if "derived_from" not in data:
        raise FormatError(Problem(Message.of("exchange.missing_key", name="derived_from")))
    try:
        return parsed_pin(data["derived_from"])
    except FormatError as error:
        raise FormatError(*(problem.under("derived_from") for problem in error.problems)) from None


class _Files:
    """The documents of one folder, each read once; overlays find their bases here."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.names = tuple(sorted(_names(path)))
        self._data: dict[str, Any] = {}
        self._rubrics: dict[str, Rubric | JixiaoError] = {}
        self._pins: dict[str, str] | None = None
        self._left = MAX_TOTAL

    def rubric(self, name: str) -> Rubric:
        """Return the rubric of a file; what is wrong with it is raised whenever it is asked for."""
        if name not in self._rubrics:
            try:
                self._rubrics[name] = self._made(name)
            except JixiaoError as error:
                self._rubrics[name] = error
        found = self._rubrics[name]
        if isinstance(found, JixiaoError):
            raise found
        return found

    def refuse_long_chain(self, name: str, data: Any) -> None:
        """
        Refuse an overlay that stands on itself or on too many others, by what the files say and before any is built.

        So the verdict on a file depends on the files alone, not on which of them was asked for first.
        """
        chain = [name]
        while is_overlay(data):
            try:
                beside = self._beside(_base_of(data)[0])
            except JixiaoError:
                # Told of the file itself.
                return
            if len(beside) != 1:
                return
            if beside[0] in chain:
                circle = tuple(map(shown, (*chain[chain.index(beside[0]) :], beside[0])))
                raise FormatError(Problem(Message.of("registry.base_circle", files=circle), "derived_from"))
            data = self._read(beside[0])
            if is_overlay(data) and len(chain) > MAX_DERIVED:
                raise FormatError(Problem(Message.of("registry.base_too_deep", limit=MAX_DERIVED), "derived_from"))
            chain.append(beside[0])

    def _beside(self, pin: str) -> list[str]:
        """The files here that say that they are the table of a pin; none where it is shipped."""
        if pin in shelf().entries:
            return []
        return [name for name, stated in self._stated().items() if stated == pin]

    def _stated(self) -> dict[str, str]:
        """The pin that each file gives itself; of those that cannot be read none is known."""
        if self._pins is None:
            self._pins = {name: stated_pin(self._read(name)) for name in self.names if self._is_readable(name)}
        return self._pins

    def base(self, pin: str, wanted: str) -> Rubric:
        """Return the base of an overlay: shipped, or the one file here that has the pin."""
        if pin in shelf().entries:
            return shipped_rubric(pin)
        beside = self._beside(pin)
        if len(beside) != 1:
            code = "registry.base_twice" if beside else "registry.base_unknown"
            stated = tuple(dict.fromkeys((*shelf().entries, *filter(None, self._stated().values()))))
            params = {"files": tuple(map(shown, beside))} if beside else {"known": stated}
            raise FormatError(Problem(Message.of(code, pin=pin, **params), "derived_from"))
        try:
            return checked(self.rubric(beside[0]), wanted)
        except JixiaoError as error:
            if error.code == "registry.digest_mismatch":
                raise FormatError(*(problem.under("derived_from") for problem in error.problems)) from None
            message = Message.of("registry.base_broken", pin=pin, file=shown(beside[0]))
            raise FormatError(Problem(message, "derived_from")) from None

    def _made(self, name: str) -> Rubric:
        data = self._read(name)
        if not is_overlay(data):
            if not (isinstance(data, dict) and "series" in data):
                raise FormatError(Problem(Message.of("registry.no_rubric")))
            return parse_rubric(data)
        try:
            self.refuse_long_chain(name, data)
            base = self.base(*_base_of(data))
        except JixiaoError as error:
            raise_without_base(data, error)
        return parse_tailored(data, base)

    def _is_readable(self, name: str) -> bool:
        try:
            self._read(name)
        except JixiaoError:
            return False
        return True

    def _read(self, name: str) -> Any:
        if name not in self._data:
            try:
                self._data[name] = self._document(name)
            except JixiaoError as error:
                self._data[name] = error
        found = self._data[name]
        if isinstance(found, JixiaoError):
            raise found
        return found

    def _document(self, name: str) -> Any:
        if any(not char.isprintable() for char in name):
            raise FormatError(Problem(Message.of("registry.bad_file_name", found=shown(name))))
        path = os.path.join(self.path, name)  # noqa: PTH118 - names as the system gives them
        content = file_bytes(path, min(MAX_BYTES, max(self._left, 0)), links=False)
        self._left -= len(content)
        match _suffix(name):
            case ".xlsx":
                return overlay_sheet(content)
            case ".json":
                return read_document(content, syntax="json")
            case _:
                return read_document(content, syntax="toml")


def _names(path: str) -> Iterator[str]:
    """The names of the documents of a folder; FormatError where there is none."""
    found = 0
    try:
        with os.scandir(path) as entries:
            for count, entry in enumerate(entries, start=1):
                if count > MAX_ENTRIES:
                    raise LimitError(Problem(Message.of("registry.too_many_entries", limit=MAX_ENTRIES)))
                if _is_document(entry):
                    found += 1
                    yield entry.name
                if found > MAX_FILES:
                    raise LimitError(Problem(Message.of("registry.too_many_files", limit=MAX_FILES)))
    except JixiaoError:
        raise
    except (OSError, ValueError) as error:
        reason = shown(getattr(error, "strerror", None) or "")
        raise FormatError(Problem(Message.of("registry.no_folder", folder=shown(path), reason=reason))) from None


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()  # noqa: PTH122 - names as the system gives them


def _is_document(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    if name.startswith(".") or name.endswith(LINT_SUFFIX) or _suffix(name) not in _SUFFIXES:
        return False
    return not stat.S_ISDIR(entry.stat(follow_symlinks=False).st_mode)
