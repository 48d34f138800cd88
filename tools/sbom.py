"""
Write the bill of materials that the wheel carries: CycloneDX 1.7 in `.dist-info/sboms` (PEP 770).

`--check` writes nothing and exits with 1 when the stored one is not what is made now.

What the library needs is external: pip brings it, in any version of the range. What it carries are the scoring tables.
No date and no serial number stand in it, so that the same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STORED = ROOT / "requirements" / "jixiao-core.cdx.json"
DATA = ROOT / "src" / "jixiao_core" / "data"
REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)([<>=!~].*)")
LICENSES = {"attrs": "MIT", "cattrs": "MIT", "babel": "BSD-3-Clause"}
"""Of what the core needs; a requirement that is not listed stops the writing."""


def needed(requirement: str) -> dict[str, Any]:
    """A requirement of the core as a component; KeyError where its licence was not looked up."""
    name, versions = REQUIREMENT.fullmatch(requirement.replace(" ", "")).groups()
    return {
        "bom-ref": name,
        "type": "library",
        "name": name,
        "isExternal": True,
        "versionRange": f"vers:pypi/{versions.replace(',', '|')}",
        "licenses": [{"license": {"id": LICENSES[name]}}],
        "purl": f"pkg:pypi/{name}",
    }


def carried(pin: str, entry: dict[str, str]) -> dict[str, Any]:
    """A shipped scoring table as a component."""
    series, _, version = pin.partition("@")
    return {
        "bom-ref": pin,
        "type": "data",
        "name": series,
        "version": version,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256((DATA / entry["file"]).read_bytes()).hexdigest()}],
        "properties": [{"name": "jixiao:digest", "value": entry["digest"]}],
    }


def bill() -> dict[str, Any]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tables = tomllib.loads((DATA / "rubrics.lock").read_text(encoding="utf-8"))
    external = [needed(each) for each in project["dependencies"]]
    inside = [carried(pin, entry) for pin, entry in tables.items()]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "version": 1,
        "metadata": {
            "component": {
                "bom-ref": project["name"],
                "type": "library",
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
                "purl": f"pkg:pypi/{project['name']}@{project['version']}",
            }
        },
        "components": [*external, *inside],
        "dependencies": [
            {
                "ref": project["name"],
                "dependsOn": [each["bom-ref"] for each in external],
                "provides": [each["bom-ref"] for each in inside],
            },
            *({"ref": each["bom-ref"]} for each in (*external, *inside)),
        ],
    }


def main() -> int:
    text = json.dumps(bill(), ensure_ascii=False, indent=2) + "\n"
    if STORED.exists() and STORED.read_text(encoding="utf-8") == text:
        return 0
    is_check = "--check" in sys.argv
    print(f"{STORED.name} is {'not in step; run python tools/sbom.py' if is_check else 'written'}")
    if not is_check:
        STORED.write_text(text, encoding="utf-8")
    return 1 if is_check else 0


if __name__ == "__main__":
    sys.exit(main())
