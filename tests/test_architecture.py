"""The shape of the house: sizes, floats, names, and what may never be committed."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src" / "jixiao_core").rglob("*.py"))
CORE = tuple(path for path in SOURCES if {"exact", "rubrics", "scoring", "reports"} & set(path.parts))
MAX_LINES = 400
MAX_FUNCTION = 45


def tracked() -> list[Path]:
    found = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = found.stdout.splitlines() if found.returncode == 0 else []
    return [ROOT / name for name in names if (ROOT / name).is_file()]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_modules_and_functions_stay_small(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            docstring = ast.get_docstring(node)
            length = (node.end_lineno or 0) - node.lineno - (len(docstring.splitlines()) + 2 if docstring else 0)
            assert length <= MAX_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.name)
def test_no_float_in_the_core(path):
    """No annotation, call or literal of a float: money and points are exact."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float), f"line {node.lineno}"
        is_refusal = path.name == "numbers.py"
        if isinstance(node, ast.Name) and not is_refusal:
            assert node.id != "float", f"line {node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_nothing_evaluates_text(path):
    """Nothing in a file is code: no eval, exec, compile, __import__ or format on foreign text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "compile", "__import__", "globals"), f"line {node.lineno}"


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.name)
def test_the_core_is_pure(path):
    """No clock, randomness, environment or files in the core."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not {"time", "random", "os", "pathlib", "locale", "io", "sys"} & {name.split(".")[0] for name in names}


def test_no_module_hides_a_function():
    """`present.letter` is the function: a module of its name would hide it from whoever reads the sources alone."""
    folder = ROOT / "src" / "jixiao_core" / "present"
    names = {path.stem for path in folder.glob("*.py")}
    listed = next(
        ast.literal_eval(node.value)
        for node in ast.parse((folder / "__init__.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    assert "letter" in listed
    assert names & set(listed) == set()


PHONE = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8})(?![0-9])")
PLACE = re.compile(r"(?<![\w.])/(?:root|home|work|farm)/[a-z]|pypi\.org|registry\.npmjs|deb\.debian")


def test_nothing_personal_or_local_is_committed():
    for path in tracked():
        if path.suffix in (".mo", ".png") or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not PHONE.search(text), path
        assert not PLACE.search(text), path
