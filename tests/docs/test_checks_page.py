"""The page of checks lists every identity and every code with its class and severity, in both languages."""

import re

import pytest
from markdown_pages import ROOT

from jixiao_core.reports.check_budget import BUDGET_IDENTITIES
from jixiao_core.reports.identities import DEPARTMENT_IDENTITIES, PROJECT_IDENTITIES
from jixiao_core.reports.observing import CODES

SEVERITIES = {
    "checks.md": {"error": "to be corrected", "warning": "to be explained", "question": "to be verified", "information": "note"},
    "checks.zh-CN.md": {"error": "须更正", "warning": "需说明", "question": "待核实", "information": "提示"},
}  # fmt: skip


@pytest.mark.parametrize("name", SEVERITIES)
def test_every_code_and_identity(name):
    page = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| `")
    ]
    codes = {row[0].strip("`"): row[2] for row in rows if row[0].startswith("`reports.")}
    assert codes == {code: SEVERITIES[name][severity.value] for code, (_, severity) in CODES.items()}
    identities = [row[0].strip("`") for row in rows if not row[0].startswith("`reports.")]
    assert identities == [each.id for each in (*DEPARTMENT_IDENTITIES, *PROJECT_IDENTITIES, *BUDGET_IDENTITIES)]


def test_both_languages_have_the_same_places():
    pages = [(ROOT / "docs" / "explanation" / f"a-real-report{end}.md").read_text("utf-8") for end in ("", ".zh-CN")]
    numbers = [re.findall(r"[0-9]{3,7}(?:\.[0-9]+)?", page.partition("\n## ")[2]) for page in pages]
    assert set(numbers[0]) == set(numbers[1])
