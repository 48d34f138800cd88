"""`box_font` and `official_pages` are importable for the tests beside them."""

import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]


@pytest.fixture(scope="session")
def boxes(tmp_path_factory):
    """A font file that has Chinese, whatever is installed."""
    from box_font import box_font

    return box_font(tmp_path_factory.mktemp("font") / "boxes.ttf")
