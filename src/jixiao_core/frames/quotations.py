"""Which lines of a CSV text belong to one record: quotations followed from line to line, each line looked at once."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import mutable

__all__ = ["Quotations"]


@mutable
class Quotations:
    """
    The quotations of a text in lines.

    Lines behind a quotation that is open are looked at once, however many records may begin in front of them.

    Attributes:
        lines: the lines, without their ends.
    """

    lines: Sequence[str]
    _first: int = 0
    _last: int = -1
    _end: int | None = None

    def last_line(self, at: int) -> int | None:
        """
        Return on which line the record ends that begins on a line; None where a quotation in it does not end.

        >>> Quotations(['a,"b', 'c"', 'd,"e', 'f"g']).last_line(0), Quotations(['d,"e', 'f"g']).last_line(0)
        (1, None)
        """
        line = self.lines[at]
        is_open = _is_open(line, is_open=False) if '"' in line else False
        return self._closing(at + 1) if is_open else at if is_open is False else None

    def _closing(self, at: int) -> int | None:
        """On which line a quotation ends that is open before a line."""
        if self._first <= at <= self._last:
            return self._end
        line, is_open = at, True
        while line < len(self.lines):
            after = _is_open(self.lines[line], is_open=True)
            if after is not True:
                is_open = False
                self._end = line if after is False else None
                break
            line += 1
        if is_open:
            self._end = None
        self._first, self._last = at, line
        return self._end


def _is_open(line: str, *, is_open: bool) -> bool | None:
    """Whether a quotation is open behind a line; None where something else than a comma follows one."""
    at = 0
    while True:
        if is_open:
            at = line.find('"', at) + 1
            if not at:
                return True
            if line.startswith('"', at):
                at += 1
                continue
            is_open = False
            if not line[at:].rstrip("\r"):
                return False
            if line[at] != ",":
                return None
            at += 1
        if line.startswith('"', at):
            is_open = True
            at += 1
            continue
        at = line.find(",", at) + 1
        if not at:
            return False
