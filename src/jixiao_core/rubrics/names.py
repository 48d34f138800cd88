"""Ids: what may be one, and the problems of those that may not."""

import re
from collections.abc import Iterable, Iterator

from jixiao_core.errors import Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message

__all__ = ["MAX_ID", "duplicate_problems", "id_problems", "most_alike_first", "parent_id", "series_problems"]

MAX_ID = 160
MAX_COMPARED = 80
_SEGMENT = r"[a-z][a-z0-9_]{0,59}"
_PATH_ID = re.compile(rf"{_SEGMENT}(?:\.{_SEGMENT}){{0,7}}")
_NAME = re.compile(_SEGMENT)
_SERIES = re.compile(r"[a-z][a-z0-9]{0,39}(?:-[a-z0-9]{1,40}){0,5}")


def _matches(pattern: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and len(text) <= MAX_ID and pattern.fullmatch(text) is not None


def id_problems(text: object, path: str, *, dotted: bool = False) -> Iterator[Problem]:
    """
    Yield a problem unless `text` is an id: ASCII lower case, digits and underscores, beginning with a letter.

    With `dotted` it may be a path of up to eight such parts, joined by points.

    >>> list(id_problems("staffing_ratio", "id"))
    []
    >>> [problem.code for problem in id_problems("管理制度", "id")]
    ['rubrics.bad_id']
    """
    if not _matches(_PATH_ID if dotted else _NAME, text):
        yield Problem(Message.of("rubrics.bad_id", found=shown(text)), path)


def series_problems(text: object, path: str) -> Iterator[Problem]:
    """Yield a problem unless `text` is the name of a series: ASCII words joined by hyphens."""
    if not _matches(_SERIES, text):
        yield Problem(Message.of("rubrics.bad_series", found=shown(text)), path)


def duplicate_problems(ids: Iterable[str], where: str) -> Iterator[Problem]:
    """
    Yield a problem for every id that stands a second time.

    >>> [str(problem.path) for problem in duplicate_problems(["a", "b", "a"], "facts")]
    ['facts[2].id']
    """
    first: dict[str, int] = {}
    for position, name in enumerate(ids):
        if name in first:
            message = Message.of("rubrics.duplicate_id", found=shown(name), first=f"{where}[{first[name]}]")
            yield Problem(message, f"{where}[{position}].id")
        first.setdefault(name, position)


def parent_id(path: str) -> str:
    """
    Return the id of the group that `path` lies in; empty at the first level.

    >>> parent_id("input.budget_allocation.staffing_ratio")
    'input.budget_allocation'
    """
    return path.rpartition(".")[0]


def most_alike_first(found: str, known: Iterable[str]) -> tuple[str, ...]:
    """
    Return known names, those that look like what was found before the rest.

    >>> most_alike_first("budgt", ["adjusted_budget", "budget", "staff"])
    ('budget', 'adjusted_budget', 'staff')
    """
    # Only needed when something is wrong; the module costs more to load than all names to check.
    from difflib import get_close_matches

    names = tuple(known)
    alike = get_close_matches(found[:MAX_COMPARED], names, n=3)
    return tuple(dict.fromkeys((*alike, *names)))
