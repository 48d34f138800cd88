"""Lock files of applications: which rubrics an application uses, and whether they are still what they were."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

from attrs import field, frozen

from jixiao_core.errors import FormatError, JixiaoError, Problem, UnknownNameError, raise_if
from jixiao_core.exact.numbers import path_step, shown
from jixiao_core.exchange.converter import hook_of, own_converter
from jixiao_core.exchange.documents import DocumentSource, read_document
from jixiao_core.exchange.structuring import Field, class_hook, table_hook
from jixiao_core.exchange.writing import toml_text
from jixiao_core.messages import Message
from jixiao_core.registry.folders import Folder, folder
from jixiao_core.registry.pins import parsed_pin, pin_order
from jixiao_core.registry.shelf import shelf, shipped_rubric
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["FORMAT", "Lock", "LockEntry", "lock", "read_lock", "verify"]

FORMAT: Final = "jixiao-lock/1"
"""The format that a lock file states."""
Origin = Literal["shipped", "folder"]
_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}")
_HEADER: Final = (
    "# The rubrics that this application uses, and their digests. Written by jixiao lock; checked by jixiao verify.\n"
    "# 本应用所用评分表及其摘要。由 jixiao lock 写入，由 jixiao verify 核对。\n\n"
)


@frozen(kw_only=True)
class LockEntry:
    """
    One rubric that an application uses.

    Attributes:
        digest: of the rubric.
        semantics: the meaning of its format.
        origin: ``shipped`` with the library, or of the application's own ``folder``.
        file: the name of its file in that folder; empty where it is shipped.
        derived_from: the pin and digest of its base, where it was tailored.
    """

    digest: str
    semantics: int
    origin: Origin
    file: str = ""
    derived_from: str = ""


@frozen
class Lock:
    """
    What an application pinned.

    Attributes:
        entries: pairs of pin and entry, by series, edition and revision.
    """

    entries: tuple[tuple[str, LockEntry], ...] = field(default=())

    def to_toml(self) -> str:
        """Return the text of the lock file; the same rubrics always give the same text."""
        rubrics = {pin: _plain(entry) for pin, entry in self.entries}
        return _HEADER + toml_text({"format": FORMAT, "rubrics": rubrics})


def lock(pins: Iterable[str] = (), *, rubrics: Folder | str | os.PathLike[str] | None = None) -> Lock:
    """
    Return the lock of rubrics.

    Args:
        pins: those to lock; empty: all of the folder, or all that are shipped where there is no folder.
        rubrics: the application's own folder, or its path; None: shipped rubrics alone.

    Raises:
        UnknownNameError: for pins that are neither in the folder nor shipped, all at once.
        FormatError: for pins that are malformed or whose digest differs, for a folder without rubrics where no pin is
            named, and for what is wrong in the folder.

    >>> found = lock(["junshan-department@2021.1"])
    >>> [(pin, entry.origin, entry.semantics) for pin, entry in found.entries]
    [('junshan-department@2021.1', 'shipped', 1)]
    """
    own = _folder(rubrics)
    default = own.pins if own is not None else tuple(shelf().entries)
    problems: list[Problem] = []
    entries: dict[str, LockEntry] = {}
    chosen = tuple(pins) or default
    if not chosen and own is not None:
        # Nothing would ever move, as with an emptied lock.
        raise FormatError(Problem(Message.of("registry.lock_nothing", folder=shown(own.path))))
    for pin in chosen:
        name, wanted = parsed_pin(pin)
        found = _entry(name, own)
        if found is None:
            known = (*(own.pins if own is not None else ()), *shelf().entries)
            problems.append(Problem(Message.of("registry.lock_unknown", found=shown(name), known=known)))
        elif wanted and wanted != found.digest:
            raise FormatError(
                Problem(Message.of("registry.digest_mismatch", pin=name, found=found.digest, wanted=wanted))
            )
        else:
            entries[name] = found
    raise_if(problems, UnknownNameError)
    return Lock(tuple((pin, entries[pin]) for pin in sorted(entries, key=pin_order)))


def read_lock(source: DocumentSource) -> Lock:
    """
    Return the lock of a file, or of its bytes.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for everything that is wrong with it, all problems at once.
    """
    data = read_document(source, syntax="toml")
    hook = hook_of(LockEntry, own_converter())
    word = hook_of(Literal["jixiao-lock/1"], own_converter())
    fields = (Field("format", word, required=True), Field("rubrics", table_hook(hook), required=True))
    found: Lock = class_hook(_File, fields)(data).lock
    if not found.entries:
        # Nothing would ever move: an emptied lock must not pass for a sound one.
        raise FormatError(Problem(Message.of("registry.lock_empty"), "rubrics"))
    raise_if((*_pin_problems(found), *_digest_problems(found)), FormatError)
    return found


class _File:
    def __init__(self, format: str, rubrics: tuple[tuple[str, LockEntry], ...]) -> None:  # noqa: A002, ARG002 - keys
        self.lock = Lock(rubrics)


def verify(
    locked: Lock | DocumentSource, *, rubrics: Folder | str | os.PathLike[str] | None = None
) -> tuple[Problem, ...]:
    """
    Return what moved since rubrics were locked; nothing where all of them are what they were.

    An application's test is one line: ``assert registry.verify("jixiao.lock", rubrics="rubrics") == ()``.

    Args:
        locked: a lock, or the file of one.
        rubrics: the application's own folder, or its path.

    Raises:
        FormatError: for what is wrong with the lock file or the folder itself.

    >>> verify(lock())
    ()
    """
    found = locked if isinstance(locked, Lock) else read_lock(locked)
    own = _folder(rubrics)
    return tuple(problem for pin, entry in found.entries for problem in _moves(pin, entry, own))


def _moves(pin: str, before: LockEntry, own: Folder | None) -> Iterator[Problem]:
    if before.origin == "folder" and own is None:
        yield Problem(Message.of("registry.lock_no_folder", file=shown(before.file)), pin)
        return
    try:
        now = _entry(pin, own)
    except JixiaoError as error:
        yield from (problem.under(pin) for problem in error.problems)
        return
    if now is None:
        yield Problem(Message.of("registry.lock_gone", digest=before.digest), pin)
        return
    for name in ("semantics", "origin", "derived_from", "digest"):
        old, new = getattr(before, name), getattr(now, name)
        if old != new:
            message = Message.of(f"registry.lock_{name}", before=_told(old), now=_told(new))
            yield Problem(message, pin)


def _told(value: object) -> object:
    if value in ("shipped", "folder"):
        return Message.of(f"registry.origin_{value}")
    return value or "—"


def _folder(rubrics: Folder | str | os.PathLike[str] | None) -> Folder | None:
    return rubrics if rubrics is None or isinstance(rubrics, Folder) else folder(rubrics)


def _entry(pin: str, own: Folder | None) -> LockEntry | None:
    if own is not None and pin in own.rubrics:
        return _of(own.rubrics[pin], "folder", own.files[pin])
    return _of(shipped_rubric(pin), "shipped", "") if pin in shelf().entries else None


def _of(rubric: Rubric, origin: Origin, file: str) -> LockEntry:
    return LockEntry(
        digest=rubric.digest,
        semantics=rubric.semantics,
        origin=origin,
        file=file,
        derived_from=rubric.derived_from,
    )


def _plain(entry: LockEntry) -> dict[str, Any]:
    named = {"digest": entry.digest, "semantics": entry.semantics, "origin": entry.origin}
    return {**named, **{name: value for name in ("file", "derived_from") if (value := getattr(entry, name))}}


def _pin_problems(found: Lock) -> Iterator[Problem]:
    for pin, _ in found.entries:
        try:
            name, digest = parsed_pin(pin)
        except FormatError as error:
            yield from (problem.under("rubrics") for problem in error.problems)
        else:
            if digest or name != pin:
                yield Problem(Message.of("registry.bad_pin", found=shown(pin)), "rubrics")


def _digest_problems(found: Lock) -> Iterator[Problem]:
    for pin, entry in found.entries:
        if not _DIGEST.fullmatch(entry.digest):
            message = Message.of("registry.lock_bad_digest", found=shown(entry.digest))
            yield Problem(message, f"rubrics.{path_step(pin)}.digest")
