"""A folder of a project's own rubrics."""

import sys
from pathlib import Path

import pytest

from jixiao_core import exchange, registry

sys.path.insert(0, str(Path(__file__).parent))

from overlay_texts import overlay


@pytest.fixture
def project(tmp_path):
    """A rubric of one's own, an overlay on a shipped one, and an overlay on that overlay."""
    place = tmp_path / "rubrics"
    place.mkdir()
    (place / "jia.toml").write_text(overlay("jia-county"), encoding="utf-8")
    change = '[revise."process.asset_management.fixed_asset_utilisation"]\nformula = { deduct = "0.2" }\nwhy = "试行"\n'
    (place / "town.toml").write_text(overlay("yi-town", "jia-county@2022.1", change), encoding="utf-8")
    own = registry.load("junshan-project@2021.1")
    text = exchange.to_json(own).replace('"junshan-project"', '"bing-project"', 1)
    (place / "own.json").write_text(text, encoding="utf-8")
    return place
