"""The page of the overlay format against its classes, codes and headings, in both languages."""

import re

import attrs
import pytest
from markdown_pages import ROOT, read_page

from jixiao_core._templates.rubrics import TEMPLATES
from jixiao_core.exchange.forms.overlay_columns import COLUMNS, HEADS, VERBS
from jixiao_core.rubrics import overlay

PAGES = [ROOT / "docs" / "reference" / name for name in ("overlay-format.md", "overlay-format.zh-CN.md")]
TABLES = ("Overlay", "Revision", "Breakdown", "Part", "Addition", "Removal", "Move", "Adoption")


@pytest.fixture(params=PAGES, ids=lambda path: path.name)
def page(request):
    return read_page(request.param)


def keys(cls):
    return [each.name for each in attrs.fields(getattr(overlay, cls))]


def test_every_class_has_a_table_of_its_keys_in_order(page):
    tables = {re.findall(r"`(\w+)`", table.heading)[-1]: table for table in page.tables if "`" in table.heading}
    assert {name: [row[0].strip("`") for row in tables[name].rows] for name in TABLES} == {
        name: keys(name) for name in TABLES
    }
    assert all(len(row[1]) > 1 for name in TABLES for row in tables[name].rows)


@pytest.mark.parametrize("cls", ["FormulaChange", "MeasureChange"])
def test_every_parameter_is_named(page, cls):
    assert [name for name in keys(cls) if f"`{name}`" not in page.prose] == []


def test_every_refusal_is_listed(page):
    listed = {row[0].strip("`") for row in page.tables[-1].rows}
    assert listed == {code for code in TEMPLATES if code.startswith("rubrics.overlay_")}


def test_every_heading_of_the_spreadsheet_is_named(page):
    assert [name for name in (*HEADS, *COLUMNS, *VERBS) if name not in page.prose] == []
