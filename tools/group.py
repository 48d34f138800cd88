"""Print the requirements of dependency groups of pyproject.toml; older pips do not know groups yet."""

import sys
import tomllib
from pathlib import Path


def requirements(names: list[str]) -> list[str]:
    groups = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    found: list[str] = []
    for name in names:
        for entry in groups[name]:
            found.extend(requirements([entry["include-group"]]) if isinstance(entry, dict) else [entry])
    return found


if __name__ == "__main__":
    print(" ".join(requirement.replace(" ", "") for requirement in requirements(sys.argv[1:])))
