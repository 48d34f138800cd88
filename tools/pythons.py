"""
Show that results are the same bytes on every Python that is promised and present.

    python tools/pythons.py WHEEL FOLDER    install WHEEL for each Python in an environment in FOLDER and compare

Which Pythons: those named in PYTHONS (paths, separated by spaces), else the running one, python3.11 to python3.13 on
PATH, and those that pyenv keeps. Each runs tools/stored_results.py; the outputs must be equal. Exit status 1 where
one differs, fails, or where the running Python is none of them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROMISED = ("3.11", "3.12", "3.13")
ASK = "import json, platform, sys; print(json.dumps([platform.python_implementation(), sys.version.split()[0]]))"


def pyenv_pythons() -> Iterator[Path]:
    root = os.environ.get("PYENV_ROOT", "")
    if not root and shutil.which("pyenv"):
        found = subprocess.run(["pyenv", "root"], capture_output=True, text=True, check=False)
        root = found.stdout.strip() if found.returncode == 0 else ""
    if root:
        yield from sorted(Path(root).glob("versions/3.*/bin/python"), reverse=True)


def candidates() -> Iterator[str]:
    if os.environ.get("PYTHONS", "").strip():
        yield from os.environ["PYTHONS"].split()
        return
    yield sys.executable
    yield from (path for each in PROMISED if (path := shutil.which(f"python{each}")))
    yield from map(str, pyenv_pythons())


def asked(python: str) -> tuple[str, str] | None:
    """What an interpreter says it is; None where it does not run, as a shim of a version that is not chosen."""
    try:
        found = subprocess.run([python, "-c", ASK], capture_output=True, text=True, timeout=60, check=False, cwd="/")
        implementation, version = json.loads(found.stdout) if found.returncode == 0 else ("", "")
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return (version.rpartition(".")[0], version) if implementation == "CPython" else None


def chosen() -> dict[str, tuple[str, str]]:
    """For every promised version the first interpreter that is present, with its full version."""
    found: dict[str, tuple[str, str]] = {}
    for python in candidates():
        told = asked(python)
        if told and told[0] in PROMISED:
            found.setdefault(told[0], (python, told[1]))
        elif os.environ.get("PYTHONS", "").strip():
            sys.exit(f"{python}: no CPython {', '.join(PROMISED)} that runs")
    return dict(sorted(found.items(), key=lambda each: PROMISED.index(each[0])))


def results(python: str, version: str, wheel: Path, folder: Path) -> str:
    """The output of the corpus under an interpreter, in an environment that has only the wheel."""
    home = folder / version
    own = home / "bin" / "python"
    if not own.exists():
        subprocess.run([python, "-m", "venv", str(home)], check=True)
    pip = [str(own), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["-c", str(ROOT / "requirements" / "constraints.txt")]
    subprocess.run([*pip, f"{wheel}[cli]"], check=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(wheel)], check=True)
    script = [str(own), "-I", str(ROOT / "tools" / "stored_results.py"), str(ROOT)]
    done = subprocess.run(script, capture_output=True, text=True, check=False, cwd=home)
    if done.returncode or done.stderr or not done.stdout:
        sys.exit(f"CPython {version}: {done.stderr or done.stdout or 'no results'}")
    return done.stdout


def main() -> int:
    wheel, folder = (Path(each).resolve() for each in sys.argv[1:])
    found = chosen()
    if not os.environ.get("PYTHONS", "").strip() and not any(sys.version.split()[0] == v for _, v in found.values()):
        print(f"the running Python {sys.version.split()[0]} is none of CPython {', '.join(PROMISED)}")
        return 1
    outputs = {version: results(python, version, wheel, folder) for python, version in found.values()}
    if not outputs:
        print("no Python was run")
        return 1
    first, *others = outputs
    wrong = 0
    for version in others:
        lines = zip(outputs[first].splitlines(), outputs[version].splitlines(), strict=False)
        differing = [one for one, other in lines if one != other]
        if outputs[version] != outputs[first]:
            wrong += 1
            print(f"CPython {version} differs from {first}: {', '.join(differing) or 'other results'}")
    count = len(outputs[first].splitlines())
    print(f"{count} results on CPython {', '.join(outputs)}: {'DIFFERENT' if wrong else 'the same bytes'}")
    missing = [each for each in PROMISED if each not in found]
    print(f"not present, not run: {', '.join(missing) or 'none'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
