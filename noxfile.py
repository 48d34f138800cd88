"""
Sessions for those who use nox; the Makefile stays the only thing that CI calls, and each session does what a target does.

    nox -l               the sessions
    nox -s tests         the suite against the built wheel, on every promised Python that this machine has
    nox -s tests-3.13    on one of them
    nox -s lint          and other targets of the Makefile
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "tools"))

from group import requirements  # noqa: E402 - a tool of the project
from pythons import PROMISED, chosen  # noqa: E402 - the same list as in `make test-pythons`

nox.options.sessions = ["tests"]
nox.options.error_on_missing_interpreters = False
# Where they are found: also those that pyenv keeps, whose shims do not run.
os.environ["PATH"] = os.pathsep.join([*(str(Path(each).parent) for each, _ in chosen().values()), os.environ["PATH"]])
CONSTRAINTS = ("-c", "requirements/constraints.txt")
TARGETS = ("lint", "test", "test-pythons", "test-embedder", "test-package", "demo")


@nox.session(python=PROMISED)
def tests(session: nox.Session) -> None:
    """Build the wheel, install it and run the suite with its doctests; arguments go to pytest."""
    session.install(*CONSTRAINTS, "build", *requirements(["test"]))
    out = Path(session.create_tmp()) / "dist"
    shutil.rmtree(out, ignore_errors=True)
    session.run("python", "-m", "build", "--wheel", "--outdir", str(out), str(ROOT), silent=True)
    (wheel,) = out.glob("*.whl")
    session.install(*CONSTRAINTS, "--force-reinstall", "--no-deps", str(wheel))
    session.install(*CONSTRAINTS, f"{wheel}[charts,cli,docx,frames,hypothesis,sql,xlsx]")
    session.run("python", "-m", "pytest", *(session.posargs or ("-n", "auto", "tests")))
    session.run("python", "-m", "pytest", "--quiet", "--doctest-modules", "--pyargs", "jixiao_core")


def target(name: str) -> None:
    """Make a session of a target of the Makefile, which makes its own environments."""

    def run(session: nox.Session) -> None:
        session.run("make", name, external=True)

    run.__doc__ = f"Run make {name}."
    nox.session(run, name=name, venv_backend="none")


for each in TARGETS:
    target(each)
