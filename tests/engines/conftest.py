"""The oracles of `tests/frames` and the helpers of this folder are importable for the tests in it."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "frames")]
