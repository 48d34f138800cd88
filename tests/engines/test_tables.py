"""
Every engine of one machine gives the oracle's table, cell for cell, on 100,000 distinct lines each.

Numbers of shipped rubrics: 10 of them with 9,000 lines, 12 generated ones with 900; three shipped ones once more in
units that have to be multiplied. `heavy` has the other engines and more rubrics.
"""

import drawn
import edges
import kinds
import pytest
import whole_tables

from jixiao_core import registry

PINS = registry.shipped()


@pytest.mark.parametrize("pin", PINS)
def test_shipped_rubrics(pin):
    sheet = whole_tables.Sheet(registry.load(pin), 9_000, seed=3)
    statuses = set(sheet.expected["status"].to_pylist())
    assert statuses == {"settled", "open", "undecided", "invalid"}
    for make in kinds.MAKERS.values():
        sheet.hold(make)


@pytest.mark.parametrize("pin", [PINS[0], PINS[1], PINS[2]])
def test_numbers_that_have_to_be_multiplied(pin):
    """万元, per cents and whole points: 2⁶³ − 1 of them is no number of 64 bits any more, and raises nowhere."""
    sheet = whole_tables.Sheet(registry.load(pin), 1_000, seed=4, units=edges.large_units)
    for make in kinds.MAKERS.values():
        sheet.hold(make)


@pytest.mark.parametrize("at", range(12))
def test_generated_rubrics(at):
    sheet = whole_tables.Sheet(drawn.rubrics(12)[at], 900, seed=at)
    for make in kinds.MAKERS.values():
        sheet.hold(make)
