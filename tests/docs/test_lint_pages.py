"""The page of codes and the page about the two tables hold what the linter says, in both languages."""

import re
from collections import Counter

import pytest
from markdown_pages import ROOT, documentation_pages, read_page

from jixiao_core import Severity, exchange, lint, registry
from jixiao_core.exchange.overlays import is_overlay
from jixiao_core.rubrics.linting.observing import CODES

REFERENCE = ROOT / "docs" / "reference"
EXPLANATION = ROOT / "docs" / "explanation"
SEVERITIES = {
    "lint.md": {"error": "to be corrected", "warning": "to be explained", "question": "to be verified", "information": "note"},
    "lint.zh-CN.md": {"error": "须更正", "warning": "需说明", "question": "待核实", "information": "提示"},
}  # fmt: skip
WHOLE = {"lint-of-the-two-tables.md": "the whole table", "lint-of-the-two-tables.zh-CN.md": "全表"}


def rows(text):
    """The cells of every row of a table that begins with a code of the linter."""
    lines = [line for line in text.splitlines() if line.startswith("| `lint.")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("name", SEVERITIES)
class TestCodes:
    def test_every_code_in_order_with_its_severity(self, name):
        told = [(row[0].strip("`"), row[1]) for row in rows((REFERENCE / name).read_text("utf-8"))]
        assert told == [(code, SEVERITIES[name][severity.value]) for code, severity in CODES.items()]

    def test_each_says_what_it_means_and_what_to_do(self, name):
        assert all(len(row) == 4 and row[2] and row[3] for row in rows((REFERENCE / name).read_text("utf-8")))


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize(("pin", "part"), [("junshan-department@2021.1", 1), ("junshan-project@2021.1", 2)])
class TestTwoTables:
    def told(self, name, part):
        """Code and place of every row of a section; a cell may hold several places."""
        text = (EXPLANATION / name).read_text("utf-8").split("\n## ")[part]
        for code, places, witness, words in rows(text):
            for place in places.split("<br>"):
                yield code.strip("`"), "" if place == WHOLE[name] else place.strip("`"), witness, words

    def found(self, pin):
        report = lint(registry.load(pin), exceptions=registry.lint_exceptions(pin))
        return report.findings, tuple(each.finding for each in report.excepted)

    def test_every_finding_is_explained(self, name, pin, part):
        told = Counter((code, place) for code, place, _, _ in self.told(name, part))
        found = Counter((each.code, each.path) for each in sum(self.found(pin), ()))
        assert told == found

    def test_exceptions_are_called_so(self, name, pin, part):
        words = "Excepted" if name.endswith("tables.md") else "列为例外"
        told = {(code, place) for code, place, _, said in self.told(name, part) if said.startswith(words)}
        assert told == {(each.code, each.path) for each in self.found(pin)[1]}

    def test_witnesses_are_those_that_are_found(self, name, pin, part):
        shown = {}
        for each in sum(self.found(pin), ()):
            words = each.fragment.text if each.fragment else str(each.witness) if each.witness else "–"
            shown.setdefault((each.code, each.path), []).append(words)
        for code, place, witness, _ in self.told(name, part):
            assert witness == ", ".join(dict.fromkeys(shown[code, place]))


def test_both_languages_hold_the_same():
    one, two = (rows((EXPLANATION / name).read_text("utf-8")) for name in WHOLE)
    assert [re.findall(r"`[^`]+`", row[0] + row[1]) for row in one] == [
        re.findall(r"`[^`]+`", row[0] + row[1]) for row in two
    ]


def tables_of_the_pages():
    """Every whole table in the documentation: written by people who did not know the linter."""
    for path in documentation_pages():
        for block in read_page(path).blocks:
            data = exchange.read_document(block.text.encode(), syntax="toml") if block.language == "toml" else {}
            if "series" in data:
                yield pytest.param(data, id=f"{path.name}:{block.line}")


@pytest.mark.parametrize("data", list(tables_of_the_pages()))
def test_no_table_of_the_documentation_is_said_to_be_wrong(data):
    if is_overlay(data):
        rubric = exchange.parse_tailored(data, registry.load(data["derived_from"]))
    else:
        rubric = exchange.parse_rubric(data)
    found = lint(rubric).findings
    assert [str(each) for each in found if each.severity is Severity.ERROR] == []
