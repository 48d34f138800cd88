"""
Hypothesis profiles: `quick` while writing, `default` in `make test`, `thorough` in `make test-thorough`.

`box_font`, `budget` and `commands` are importable for all tests.
"""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent))

# Deadlines would assert times; generated rubrics are large on purpose.
_COMMON = {"deadline": None, "suppress_health_check": (HealthCheck.too_slow, HealthCheck.data_too_large)}

settings.register_profile("quick", max_examples=20, **_COMMON)
# The same cases on every machine: a red run can be repeated.
settings.register_profile("default", max_examples=100, derandomize=True, **_COMMON)
settings.register_profile("thorough", max_examples=2000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def boxes(tmp_path_factory):
    """A font file that has Chinese, whatever is installed."""
    from box_font import box_font

    return box_font(tmp_path_factory.mktemp("font") / "boxes.ttf")
