"""The pages of measures and of schemas hold what there is, in both languages."""

import re

import pytest
from markdown_pages import ROOT

from jixiao_core import exchange

REFERENCE = ROOT / "docs" / "reference"
LANGUAGES = {
    "": ("en", {"read": "read", "customary": "customary"}),
    ".zh-CN": ("zh_Hans_CN", {"read": "见于公开文本", "customary": "通行，未核对"}),
}


@pytest.mark.parametrize("suffix", LANGUAGES)
def test_every_measure_in_order_with_formula_facts_and_source(suffix):
    locale, words = LANGUAGES[suffix]
    text = (REFERENCE / f"measures{suffix}.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if re.match(r"\| `[a-z_]+` \|", line)]
    told = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    expected = [
        [
            f"`{each.id}`",
            each.label.of(locale),
            each.formula.of(locale),
            "<br>".join(f"`{fact}`" for fact in each.measure.facts),
            words[each.provenance],
            f"`{each.variant_of}`" if each.variant_of else "–",
        ]
        for each in exchange.shared_measures()
    ]
    assert told == expected


@pytest.mark.parametrize("suffix", LANGUAGES)
def test_every_schema_in_order(suffix):
    text = (REFERENCE / f"schemas{suffix}.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)
    assert tuple(named) == exchange.schema_names()
