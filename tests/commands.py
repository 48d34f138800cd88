"""Commands as a person types them: status, standard output, standard error."""

import io
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from jixiao_core.cli import main

ROOT = Path(__file__).parents[1]


def in_a_process(*words, cwd=ROOT, stdin=None, environment=None):
    """What a shell runs: for what depends on the process, and to see that the rest is the same."""
    found = subprocess.run(
        [sys.executable, "-m", "jixiao_core", *map(str, words)],
        cwd=cwd,
        input=stdin,
        env=None if environment is None else {**os.environ, **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )
    return found.returncode, found.stdout.decode(), found.stderr.decode()


def at_once(*words, cwd=ROOT):
    """The same without starting Python anew, which takes longer than most commands."""
    out, err = (io.TextIOWrapper(io.BytesIO()) for _ in range(2))
    with chdir(cwd), redirect_stdout(out), redirect_stderr(err):
        status = main([str(each) for each in words])
    return status, *(each.buffer.getvalue().decode() for each in (out, err))
