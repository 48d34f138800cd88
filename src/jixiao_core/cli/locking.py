"""`jixiao lock | verify`: which rubrics an application uses, and whether they are still what they were."""

from __future__ import annotations

import argparse
import os
from typing import Any

from jixiao_core import registry
from jixiao_core.cli.status import OK, TO_CORRECT
from jixiao_core.cli.writing import write_whole
from jixiao_core.errors import FormatError, Problem
from jixiao_core.messages import Message
from jixiao_core.present import json_text, render
from jixiao_core.present.i18n import locale_of
from jixiao_core.rubrics.identity import plain

__all__ = ["run_lock", "run_verify"]


def run_lock(options: argparse.Namespace) -> tuple[str, int]:
    """Print the lock of rubrics, or write it to a file."""
    locale = locale_of(options.locale)
    folders = [name for name in options.rubrics if _is_folder(name)]
    if len(folders) > 1:
        raise FormatError(Problem(Message.of("cli.lock_folders", found=tuple(folders))))
    pins = [name for name in options.rubrics if name not in folders]
    own = registry.folder(folders[0]) if folders else None
    chosen = (*own.pins, *pins) if own is not None and pins else pins
    found = registry.lock(chosen, rubrics=own)
    text = json_text(_document(found)) if options.json else found.to_toml()
    if not options.output:
        return text, OK
    write_whole(options.output, found.to_toml())
    written = Message.of("cli.locked", file=options.output, count=len(found.entries))
    return render(written, locale) + "\n", OK


def _is_folder(name: str) -> bool:
    # Whatever the system says of the name, such as that it is too long: what is no folder is a pin.
    return os.path.isdir(name) or "/" in name  # noqa: PTH112 - Path.is_dir raises for some names


def _document(found: registry.Lock) -> dict[str, Any]:
    return {"format": registry.LOCK_FORMAT, "rubrics": {pin: plain(entry) for pin, entry in found.entries}}


def run_verify(options: argparse.Namespace) -> tuple[str, int]:
    """Say what moved since rubrics were locked; 1 where anything did."""
    locale = locale_of(options.locale)
    locked = registry.read_lock(options.lock)
    moved = registry.verify(locked, rubrics=options.rubrics or None)
    status = TO_CORRECT if moved else OK
    if options.json:
        listed = [{"rubric": each.path, "code": each.code, "text": render(each.message, locale)} for each in moved]
        return json_text({"lock": options.lock, "count": len(locked.entries), "moved": listed}), status
    if not moved:
        return render(Message.of("cli.verified", count=len(locked.entries)), locale) + "\n", OK
    head = render(Message.of("cli.moved", count=len({each.path for each in moved})), locale)
    lines = [f"{each.path}: {render(each.message, locale)}" for each in moved]
    return "\n".join((head, *lines)) + "\n", status
