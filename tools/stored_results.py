"""
Compute what must be the same on every Python: replay stored results, then score, review and lint the examples.

    python tools/stored_results.py ROOT

Run by tools/pythons.py in an environment that has the installed package and nothing of ROOT on its path. Prints one
line a result: name and sha256 of its JSON bytes. Exit status 1 where a stored result is not reproduced.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from jixiao_core import exchange, lint, present, registry, review, score
from jixiao_core.errors import JixiaoError
from jixiao_core.present.lint_pages import lint_json


def replayed(folder: Path) -> Iterator[tuple[str, bytes]]:
    paths = sorted(folder.glob("*.json"))
    if not paths:
        sys.exit(f"{folder}: no stored results")
    for path in paths:
        content = path.read_bytes()
        try:
            again = present.replay(content)
        except JixiaoError as error:
            sys.exit(f"{path.name} is not reproduced: {error}")
        yield f"replay {path.name}", f"{type(again).__name__} {hashlib.sha256(content).hexdigest()}".encode()


def computed(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.glob("*.toml")):
        case = exchange.read_case(path)
        rubric = registry.load(case.rubric)
        sheet = present.sheet_json(score(rubric, case.evidence), case)
        yield f"score {path.name}", present.json_text(sheet).encode()
        for role in [each.role for each in case.rounds]:
            yield (
                f"review {path.name} {role}",
                present.json_text(present.review_json(review(rubric, case), role)).encode(),
            )
    for pin in registry.shipped():
        report = lint(registry.load(pin), exceptions=registry.lint_exceptions(pin))
        for locale in present.LOCALES:
            yield f"lint {pin} {locale}", present.json_text(lint_json(pin, report, locale=locale)).encode()


def main() -> int:
    root = Path(sys.argv[1])
    for name, content in (*replayed(root / "tests" / "data" / "stored"), *computed(root / "examples" / "cases")):
        print(f"{hashlib.sha256(content).hexdigest()}  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
