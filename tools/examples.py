"""
Make the examples from the published form: the text with the unit masked, and both reports as the reader gives them.

`--check` writes nothing and exits with 1 when an example is not what is made now.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jixiao_core.exchange import read_published, reports_to_toml
from jixiao_core.reports import redacted

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "data" / "junshan-2021.txt"
EXAMPLES = ROOT / "examples"
MASK = {"岳阳市君山区": "某区", "君山": "某"}


def masked(text: str) -> str:
    for word in sorted(MASK, key=len, reverse=True):
        text = text.replace(word, MASK[word])
    return text


def examples() -> dict[str, str]:
    text = masked(SOURCE.read_text(encoding="utf-8"))
    found = {"self-evaluation-2021.txt": text}
    for report in read_published(text.encode(), layout="text").reports:
        found[f"{report.kind}-2021.toml"] = reports_to_toml([redacted(report)])
    return found


def main() -> int:
    stale = 0
    for name, text in examples().items():
        path = EXAMPLES / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        print(f"{name} is {'not what the reader makes' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
