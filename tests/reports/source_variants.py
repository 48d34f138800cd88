"""The published text of 2021 with some of its lines replaced: what a stranger would try."""

from pathlib import Path

SOURCE = Path(__file__).parents[1] / "data" / "junshan-2021.txt"
LINES = SOURCE.read_text(encoding="utf-8").split("\n")


def changed(**lines):
    """The bytes of the form with lines replaced: ``l330="…"``; None takes a line out."""
    given = {int(name[1:]): text for name, text in lines.items()}
    kept = (given.get(number, line) for number, line in enumerate(LINES, start=1))
    return "\n".join(line for line in kept if line is not None).encode()


def replaced(number, old, new):
    """The bytes of the form with a part of one line replaced."""
    assert old in LINES[number - 1]
    return changed(**{f"l{number}": LINES[number - 1].replace(old, new)})
