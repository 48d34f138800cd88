"""Files that commands write: regular files and nothing else, whole or not at all."""

from __future__ import annotations

import argparse
import errno
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.exchange.limits import system_reason
from jixiao_core.exchange.published import LAYOUTS
from jixiao_core.messages import Message

__all__ = ["keep_edited", "refuse_inputs", "write_by", "write_bytes", "write_whole"]

T = TypeVar("T")

_INPUTS = ("file", "files", "before", "after", "overlay", "rubric", "rubrics", "read", "replay")
"""The arguments that name what is read."""
_READ = (".toml", ".json", *LAYOUTS)
"""What is read of a folder."""

_PERMISSIONS = 0o666
"""Before what the umask takes away, as for every file that a program makes."""


def refuse_inputs(options: argparse.Namespace) -> None:
    """
    Refuse to write where the command reads: what is read would be gone.

    Raises:
        FormatError: where the output is one of the inputs, under whatever name.
    """
    output = getattr(options, "output", "")
    given = (getattr(options, name, None) or () for name in _INPUTS)
    names = [name for each in given for name in ([each] if isinstance(each, str) else each)]
    if output and any(_are_one(name, output) for name in names):
        raise FormatError(Problem(Message.of("cli.output_is_input", file=shown(output)), "-o"))


def _are_one(name: str, other: str) -> bool:
    """Whether a file is the other one, or a folder that is read holds it: its cases, reports and forms are inputs."""
    place, output = Path(name), Path(other)
    try:
        if not place.is_dir():
            return place.samefile(output)
        return output.is_file() and output.suffix.lower() in _READ and place.samefile(output.parent)
    except (OSError, ValueError):
        return False


def keep_edited(path: str, content: bytes) -> None:
    """
    Refuse to write over a document that people fill in, unless it is the same as what is there.

    Raises:
        FormatError: where another file is there.
    """
    place = Path(path)
    try:
        is_other = place.is_file() and place.read_bytes() != content
    except (OSError, ValueError):
        return
    if is_other:
        raise FormatError(Problem(Message.of("cli.output_edited", file=shown(path)), "-o"))


def write_whole(path: str, text: str) -> None:
    """Write a text whole or not at all; see `write_bytes`."""
    write_bytes(path, text.encode())


def write_bytes(path: str, content: bytes) -> None:
    """
    Write a file whole or not at all; a file that is there keeps its permissions.

    Raises:
        FormatError: where it cannot be written, and for links, folders, pipes and devices, which stay what they are.
    """
    write_by(path, lambda name: name.write_bytes(content))


def write_by(path: str, write: Callable[[Path], T]) -> T:
    """
    Let something write a file beside the one that is wanted, and put it in its place when it is whole.

    Args:
        path: the file that is wanted.
        write: writes to the name it is given, of an empty file.

    Raises:
        FormatError: as `write_bytes`.
    """
    try:
        kept = _permissions(path)
        name = Path(path).parent / f".jixiao-{secrets.token_hex(8)}"
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PERMISSIONS))
        try:
            found = write(name)
            if kept is not None:
                name.chmod(kept)
            name.replace(path)
        except BaseException:
            name.unlink(missing_ok=True)
            raise
        else:
            return found
    except FormatError:
        raise
    except (OSError, ValueError) as error:
        raise _not_written(path, system_reason(error)) from None


def _permissions(path: str) -> int | None:
    """The permissions of the file that is there; None where there is none."""
    if path.endswith(("/", os.sep)):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if stat.S_ISLNK(mode):
        raise _not_written(path, Message.of("exchange.system_link"))
    if not stat.S_ISREG(mode):
        raise _not_written(path, Message.of("exchange.system_not_a_file"))
    return stat.S_IMODE(mode)


def _not_written(path: str, reason: Message | str) -> FormatError:
    return FormatError(Problem(Message.of("cli.not_written", file=shown(path), reason=reason)))
