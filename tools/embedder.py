"""
Run the tests of the example in examples/embedder, and the commands of its pages, in the environment of this Python.

    python tools/embedder.py    exit status 1 where a test fails or a command does otherwise than its page says
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "embedder"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def sessions(text: str) -> list[tuple[str, str]]:
    """Commands with what they print, in the order of a page."""
    found = []
    for block in CONSOLE.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            found.append((command, expected))
    return found


def differences(page: Path, folder: Path) -> list[str]:
    """What the commands of a page do otherwise than it says, in a copy of the example."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    wrong, status = [], 0
    for command, expected in sessions(page.read_text(encoding="utf-8")):
        if command == "echo $?":
            got, status = f"{status}\n", 0
        elif status:
            return [*wrong, f"{page.name}: the exit status {status} before {command!r} is not said"]
        else:
            words = shlex.split(command)
            done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
            got, status = done.stdout + done.stderr, done.returncode
        if got != expected:
            wrong.append(f"{page.name}: $ {command}\nexpected:\n{expected}got:\n{got}")
    return [*wrong, f"{page.name}: the last exit status {status} is not said"] if status else wrong


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "embedder"
        shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        failed = subprocess.run(tests, cwd=folder, check=False).returncode
        pages = sorted(folder.glob("README*.md"))
        wrong = [each for page in pages for each in differences(page, folder)]
        commands = sum(len(sessions(page.read_text(encoding="utf-8"))) for page in pages)
    print("\n".join(wrong) if wrong else f"{commands} commands of {len(pages)} pages do what they say")
    return 1 if failed or wrong or not commands else 0


if __name__ == "__main__":
    sys.exit(main())
