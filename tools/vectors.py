"""
Write the conformance vectors that are shipped, from the shipped rubrics.

`--check` writes nothing and exits with 1 when one is not what is made now.
"""

from __future__ import annotations

import sys
from pathlib import Path

from jixiao_core import registry, vectors
from jixiao_core.present import vectors_json, vectors_text

FOLDER = Path(__file__).resolve().parent.parent / "src" / "jixiao_core" / "data" / "vectors"


def main() -> int:
    stale = 0
    for pin in registry.shipped():
        rubric = registry.load(pin)
        path = FOLDER / rubric.series / f"{rubric.edition}.{rubric.revision}.json"
        text = vectors_text(vectors_json(vectors(rubric)))
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(f"{path.relative_to(FOLDER)} is {'not in step' if '--check' in sys.argv else 'written'}")
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
