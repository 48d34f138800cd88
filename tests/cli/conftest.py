"""`exact_values` is importable for the tests beside it; `run` is the command line."""

import sys
from pathlib import Path

import pytest

from jixiao_core.cli import main

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def run(capsys):
    """Call a command: its exit status, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        status = main([str(each) for each in arguments])
        done = capsys.readouterr()
        return status, done.out, done.err

    return call
