"""Generated reports that agree with themselves: nothing above information is found in them."""

from hypothesis import given

from jixiao_core import exchange
from jixiao_core import strategies as jst
from jixiao_core.exchange.reports import read_reports
from jixiao_core.findings import Severity
from jixiao_core.reports import check


def above_information(report):
    return [str(finding) for finding in check(report) if finding.severity is not Severity.INFORMATION]


@given(jst.department_reports())
def test_a_clean_department_report_has_no_finding_above_information(report):
    assert above_information(report) == []


@given(jst.project_reports())
def test_a_clean_project_report_has_no_finding_above_information(report):
    assert above_information(report) == []


@given(jst.self_evaluation_forms())
def test_a_clean_national_form_has_no_finding_above_information(form):
    assert above_information(form) == []


@given(jst.department_reports(), jst.project_reports(), jst.self_evaluation_forms())
def test_all_documents_read_back_equal(department, project, form):
    for reports in ((department,), (project,), (form,), (department, project, form)):
        assert read_reports(exchange.reports_to_toml(reports).encode(), syntax="toml") == reports
        assert read_reports(exchange.reports_to_json(reports).encode(), syntax="json") == reports
