"""
Write or check src/jixiao_core/data/rubrics.lock: the table of the shipped rubrics and their digests.

    python tools/lock_rubrics.py            add rubrics that are not in the table yet
    python tools/lock_rubrics.py --check    say what differs; exit status 1 if anything does
    python tools/lock_rubrics.py --replace  also replace digests of rubrics that nobody has pinned yet

What was published never changes: a correction is a new revision. Without --replace a changed digest is refused.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

from jixiao_core.errors import JixiaoError
from jixiao_core.exchange import parse_rubric, read_document
from jixiao_core.exchange.overlays import is_overlay, parse_tailored
from jixiao_core.rubrics.rubric import Rubric

DATA = Path(__file__).parents[1] / "src" / "jixiao_core" / "data"
HEADER = """\
# The shipped rubrics: pin, file, and the digest under which each was published.
# Written by tools/lock_rubrics.py. What is published never changes: a correction is a new revision.
"""


def published(lock: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads(lock.read_text(encoding="utf-8")) if lock.exists() else {}


def expanded(data: Path, path: Path) -> Rubric:
    """The table of a file; an overlay with its base, which lies in the same folders."""
    document = read_document(path)
    if not is_overlay(document):
        return parse_rubric(document)
    series, _, edition = str(document["derived_from"]).partition("@")
    return parse_tailored(document, expanded(data, data / "rubrics" / series / f"{edition}.toml"))


def present(data: Path) -> dict[str, dict[str, str]]:
    found = {}
    for path in sorted(data.glob("rubrics/*/*.toml")):
        if path.name.endswith(".lint.toml"):
            continue
        try:
            rubric = expanded(data, path)
        except JixiaoError as error:
            sys.exit(f"{path.relative_to(data)}:\n{error}")
        expected = f"rubrics/{rubric.series}/{rubric.edition}.{rubric.revision}.toml"
        file = path.relative_to(data).as_posix()
        if file != expected:
            sys.exit(f"{file}: the rubric {rubric.pin} must lie in {expected}")
        found[rubric.pin] = {"file": file, "digest": rubric.digest}
    return found


def differences(before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> list[str]:
    lines = [f"missing: {pin} was published and is gone" for pin in before if pin not in now]
    lines += [f"changed: {pin} is {now[pin]['digest']}" for pin in before if pin in now and now[pin] != before[pin]]
    return lines + [f"new: {pin}" for pin in now if pin not in before]


def text(table: dict[str, dict[str, str]]) -> str:
    entries = (
        f'\n["{pin}"]\nfile = "{entry["file"]}"\ndigest = "{entry["digest"]}"\n' for pin, entry in sorted(table.items())
    )
    return HEADER + "".join(entries)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--replace", action="store_true")
    arguments = parser.parse_args()
    lock = DATA / "rubrics.lock"
    before, now = published(lock), present(DATA)
    lines = differences(before, now)
    print("\n".join(lines) or "nothing differs")
    if arguments.check:
        return 1 if lines else 0
    if not arguments.replace and any(not line.startswith("new:") for line in lines):
        print("refused: make a new revision, or say --replace if nobody has pinned it yet")
        return 1
    lock.write_text(text(now), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
