"""Files that commands write."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from jixiao_core.errors import FormatError, Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message

__all__ = ["write_bytes", "write_whole"]


def write_whole(path: str, text: str) -> None:
    """Write a text whole or not at all; FormatError where it cannot be written."""
    write_bytes(path, text.encode())


def write_bytes(path: str, content: bytes) -> None:
    """Write a file whole or not at all; FormatError where it cannot be written."""
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".jixiao-", suffix=target.suffix)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(name).replace(target)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        message = Message.of("cli.not_written", file=shown(path), reason=shown(error.strerror or ""))
        raise FormatError(Problem(message)) from None
