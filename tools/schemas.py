"""
Write the JSON Schemas that are shipped, from the classes.

`--check` writes nothing and exits with 1 when one is not what is made now.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from jixiao_core.exchange.schemas import SCHEMA_NAMES, made_schema, schema_file

FOLDER = Path(__file__).resolve().parent.parent / "src" / "jixiao_core" / "data" / "schemas"


def main() -> int:
    stale = 0
    for path in FOLDER.glob("*.json"):
        if path.name not in map(schema_file, SCHEMA_NAMES):
            stale += 1
            print(f"{path.name} is of no document")
    for name in SCHEMA_NAMES:
        path = FOLDER / schema_file(name)
        text = json.dumps(made_schema(name), ensure_ascii=False, indent=2) + "\n"
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(f"{path.name} is {'not in step' if '--check' in sys.argv else 'written'}")
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
