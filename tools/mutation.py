"""
Test the tests: change the code in small ways, a sample of all ways that Cosmic Ray knows, and see whether a test fails.

    python tools/mutation.py [--each 20] [--seed 1] [--out .mutation.json]

For each of `exact`, `rubrics` and `scoring` so many mutants are drawn by the seed from the whole list; those inside of
annotations, which nobody runs, are left out of it. Each is applied to a copy of the project, first against the tests
that name its module, then against those of its package; the first failure ends it. A run that is stopped goes on where
it was: results are written after every mutant. The score is a measure, no gate: exit status 1 only where a test fails without a mutant.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("exact", "rubrics", "scoring")
WIDER = {
    "exact": ("tests/exact",),
    "rubrics": ("tests/rubrics", "tests/linting", "tests/properties/test_diff.py"),
    "scoring": ("tests/scoring", "tests/spec", "tests/properties/test_oracle.py", "tests/properties/test_review.py"),
}
COPIED = ("src", "tests", "tools", "docs", "examples", "pyproject.toml", "README.md", "CHANGELOG.md", "Makefile")
FAR = ("cli", "docs", "engines", "frames", "strategies", "typing")
"""Folders whose tests are no nearest ones."""
CPU_SECONDS, TIMEOUT = 180, 1800
"""Seconds of the processor, so that a busy machine makes nothing endless; and of the clock, for what waits."""
NO_END = "no end"
CONFIG = """[cosmic-ray]
module-path = [{modules}]
timeout = 180.0
excluded-modules = []
test-command = "true"

[cosmic-ray.distributor]
name = "local"
"""


def cosmic_ray(folder: Path, *words: str) -> None:
    subprocess.run([str(Path(sys.executable).parent / "cosmic-ray"), *words], cwd=folder, check=True)


def annotated(path: Path) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where annotations stand: they are not run."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for each in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(each, ast.expr):
                start, end = (each.lineno, each.col_offset), (each.end_lineno or 0, each.end_col_offset or 0)
                found += [(start, end)]
    return found


def mutants(folder: Path) -> list[dict[str, Any]]:
    """All mutants of the three packages in a fixed order."""
    config, session = folder / "cosmic-ray.toml", folder / "session.sqlite"
    modules = ", ".join(f'"src/jixiao_core/{each}"' for each in PACKAGES)
    config.write_text(CONFIG.format(modules=modules), encoding="utf-8")
    cosmic_ray(folder, "init", config.name, session.name)
    with sqlite3.connect(session) as connection:
        rows = connection.execute(
            "select module_path, operator_name, occurrence, start_pos_row, start_pos_col from mutation_specs"
            " order by module_path, operator_name, occurrence"
        ).fetchall()
    notes = {name: annotated(folder / name) for name in {row[0] for row in rows}}
    return [
        {"module": module, "operator": operator, "occurrence": occurrence, "line": line}
        for module, operator, occurrence, line, column in rows
        if not any(first <= (line, column) < last for first, last in notes[module])
    ]


def nearest(folder: Path, module: str) -> list[str]:
    """The test files that import a module, or are named after a word of its name."""
    name = Path(module).with_suffix("")
    words = [word for word in name.name.split("_") if len(word) > 3]  # noqa: PLR2004 - shorter words name nothing
    imported = re.compile(rf"jixiao_core\.{'.'.join(name.parts[2:])}\b")
    found = []
    for path in sorted((folder / "tests").rglob("test_*.py")):
        inside = path.relative_to(folder / "tests")
        if inside.parts[0] in FAR:
            continue
        text = path.read_text(encoding="utf-8")
        if imported.search(text) or any(word in path.stem for word in words):
            found.append(f"tests/{inside.as_posix()}")
    return found


def told(folder: Path, tests: list[str]) -> str:
    """The test that fails first; empty where none does."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "HYPOTHESIS_PROFILE": "quick"}
    options = ["-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no"]
    limited = ["sh", "-c", f'ulimit -t {CPU_SECONDS}; exec "$@"', "sh"]
    command = [*limited, sys.executable, "-m", "pytest", *options, *tests]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired:
        return NO_END
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        return NO_END
    if done.returncode == 0:
        return ""
    # Without its parameters, in which blanks may stand.
    failed = re.search(r"^(?:FAILED|ERROR) ([^\s\[]+)", done.stdout, re.MULTILINE)
    return failed[1] if failed else "collection"


def outcome(folder: Path, mutant: dict[str, Any]) -> dict[str, Any]:
    """A mutant with its difference and the test that tells it."""
    path = folder / mutant["module"]
    before = path.read_text(encoding="utf-8")
    cosmic_ray(folder, "apply", mutant["module"], mutant["operator"], str(mutant["occurrence"]))
    after = path.read_text(encoding="utf-8")
    lines = zip(before.splitlines(), after.splitlines(), strict=False)
    changed = next(((old.strip(), new.strip()) for old, new in lines if old != new), ("", ""))
    near = nearest(folder, mutant["module"])
    wider = list(WIDER[Path(mutant["module"]).parts[2]])
    failed = (told(folder, near) if near else "") or told(folder, wider)
    path.write_text(before, encoding="utf-8")
    return {**mutant, "before": changed[0], "after": changed[1], "told": failed}


def is_current(result: dict[str, Any]) -> bool:
    """Whether the line that a stored result changed is still the same."""
    lines = (ROOT / result["module"]).read_text(encoding="utf-8").splitlines()
    return any(line.strip() == result["before"] for line in lines[result["line"] - 1 : result["line"] + 1])


def shown(results: list[dict[str, Any]], population: dict[str, int]) -> str:
    lines = []
    for package in PACKAGES:
        of = [each for each in results if Path(each["module"]).parts[2] == package]
        slow = sum(each["told"] == NO_END for each in of)
        found = sum(bool(each["told"]) for each in of) - slow
        open_ones = f", {slow} had no end within {CPU_SECONDS} s of the processor" if slow else ""
        lines.append(f"{package}: {found} of {len(of)} mutants are told{open_ones} (drawn from {population[package]})")
    for each in results:
        if not each["told"]:
            lines.append(f"survived: {each['module']}:{each['line']} {each['operator']}")
            lines.append(f"    - {each['before']}\n    + {each['after']}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=20, help="mutants a package")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ROOT / ".mutation.json")
    chosen = parser.parse_args()
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    stored = json.loads(chosen.out.read_text(encoding="utf-8")) if chosen.out.exists() else []
    results = [each for each in stored if is_current(each)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each in COPIED:
            source = ROOT / each
            copy = shutil.copytree if source.is_dir() else shutil.copyfile
            copy(source, folder / each)
        everything = mutants(folder)
        population: dict[str, int] = {}
        drawn: list[list[dict[str, Any]]] = []
        for package in PACKAGES:
            of = [each for each in everything if Path(each["module"]).parts[2] == package]
            population[package] = len(of)
            drawn.append(random.Random(chosen.seed).sample(of, min(chosen.each, len(of))))  # noqa: S311 - guards nothing
        known = {(each["module"], each["operator"], each["occurrence"]) for each in results}
        # In turn, so that a run that is stopped has something of each package.
        for mutant in (each for turn in zip_longest(*drawn) for each in turn if each):
            if (mutant["module"], mutant["operator"], mutant["occurrence"]) not in known:
                results.append(outcome(folder, mutant))
                chosen.out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
                print(f"{mutant['module']}:{mutant['line']}: {results[-1]['told'] or 'SURVIVED'}", flush=True)
        failing = sorted({each["told"] for each in results if "::" in each["told"]})
        wrong = told(folder, failing) if failing else ""
    print(shown(results, population))
    if wrong:
        print(f"without a mutant {wrong} fails as well: mutants that it told are not told")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
