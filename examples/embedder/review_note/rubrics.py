"""The scoring tables that this tool was written for: those of its lock file, and no others."""

from importlib.resources import files

from jixiao_core import FormatError, Rubric, registry
from jixiao_core.registry import Lock


def locked() -> Lock:
    """Return the lock that the package carries."""
    return registry.read_lock(files("review_note").joinpath("jixiao.lock").read_bytes())


def rubric_of(pin: str) -> Rubric:
    """
    Return a locked rubric, with the digest that it had when it was locked.

    Raises:
        FormatError: where the installed library has another table under this pin.
        LookupError: for pins that are not locked.
    """
    found = locked()
    moved = [problem for problem in registry.verify(found) if problem.path == pin]
    if moved:
        raise FormatError(*moved)
    entries = dict(found.entries)
    if pin not in entries:
        raise LookupError(pin)
    return registry.load(f"{pin}#{entries[pin].digest}")
