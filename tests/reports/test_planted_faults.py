"""Any one fault that is planted in a report without faults is told, by its code; the list has more than sixty."""

import pytest
from hypothesis import given
from planted import BOTH, DEPARTMENT, PROJECT, WITH_REASONS
from planted_forms import PLANTED as ON_FORMS

from budget import one_in
from jixiao_core import strategies as jst
from jixiao_core.findings import Severity
from jixiao_core.present import render_finding
from jixiao_core.reports import check
from jixiao_core.reports.observing import CODES

ON_DEPARTMENTS = {**DEPARTMENT, **BOTH, **WITH_REASONS}
ON_PROJECTS = {**PROJECT, **BOTH}
# What is told of reports that are right as well: rounding, units, what was not understood.
ONLY_INFORMATION = {code for code, (_, severity) in CODES.items() if severity is Severity.INFORMATION}


def codes(report):
    found = check(report)
    for finding in found:
        for locale in ("zh_Hans_CN", "en"):
            assert render_finding(finding, locale)
    return {finding.code for finding in found}


@pytest.mark.parametrize("name", ON_DEPARTMENTS)
def test_a_fault_in_a_department_report(name):
    code, plant = ON_DEPARTMENTS[name]

    @one_in(5)
    @given(jst.department_reports())
    def told(report):
        assert code not in codes(report)
        assert code in codes(plant(report))

    told()


@pytest.mark.parametrize("name", ON_PROJECTS)
def test_a_fault_in_a_project_report(name):
    code, plant = ON_PROJECTS[name]

    @one_in(5)
    @given(jst.project_reports())
    def told(report):
        assert code in ONLY_INFORMATION or code not in codes(report)
        assert code in codes(plant(report))

    told()


@pytest.mark.parametrize("name", ON_FORMS)
def test_a_fault_in_a_national_form(name):
    code, plant = ON_FORMS[name]

    @one_in(5)
    @given(jst.self_evaluation_forms())
    def told(form):
        assert code not in codes(form)
        assert code in codes(plant(form))

    told()


def test_every_code_has_its_fault():
    """A code that no planted fault reaches is one that nobody has seen."""
    seen = {code for code, _ in (*ON_DEPARTMENTS.values(), *ON_PROJECTS.values(), *ON_FORMS.values())}
    beside_a_rubric = {
        code for code in CODES if code.startswith("reports.row_") or code == "reports.claim_above_rubric"
    }
    assert set(CODES) - seen - beside_a_rubric - ONLY_INFORMATION == set()
