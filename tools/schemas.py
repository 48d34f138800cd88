"""
Write the JSON Schemas that are shipped, from the classes.

`--check` writes nothing and exits with 1 when one is not what is made now.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from jixiao_core.exchange.schema import SCHEMAS, report_schema
from jixiao_core.exchange.vector_schema import vectors_schema

FOLDER = Path(__file__).resolve().parent.parent / "src" / "jixiao_core" / "data" / "schemas"


def main() -> int:
    stale = 0
    schemas = {f"{kind}-report": report_schema(kind) for kind in SCHEMAS} | {"vectors": vectors_schema()}
    for name, schema in schemas.items():
        path = FOLDER / f"{name}.schema.json"
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
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
