"""What strategies plant is told: one problem of an invalid document, by code and path, and the finding of a report."""

import copy
import json
import subprocess
import sys

import pytest
from hypothesis import find, given
from hypothesis import strategies as st

from budget import one_in
from jixiao_core import exchange, present, reports
from jixiao_core import strategies as jst
from jixiao_core.errors import FormatError
from jixiao_core.strategies import contradictions, invalid

READ = {
    "rubric": (exchange.read_rubric, exchange.parse_rubric, invalid._RUBRIC),
    "case": (exchange.read_case, exchange.parse_case, invalid._CASE),
    "report": (exchange.read_report, exchange.parse_report, invalid._REPORT),
}
SOUND = {
    "rubric": jst.rubrics(),
    "case": jst.rubrics().flatmap(jst.cases),
    "report": jst.department_reports() | jst.project_reports() | jst.self_evaluation_forms(),
}
DOCUMENTS = {
    "rubric": jst.invalid_rubrics(),
    "case": jst.rubrics().flatmap(jst.invalid_cases),
    "report": jst.invalid_reports(),
}


def told(read, *arguments, **more):
    """The problems of an error, which is rendered in both languages on the way."""
    with pytest.raises(FormatError) as caught:
        read(*arguments, **more)
    for locale in ("zh_Hans_CN", "en"):
        assert present.render_error(caught.value, locale)
    return [(problem.code, problem.path) for problem in caught.value.problems]


@pytest.mark.parametrize("kind", READ)
def test_reading_tells_the_planted_problem_and_no_other(kind):
    """In the file and, where its text is sound, in plain data alike; the syntax is seen without being told."""
    read, parse, _ = READ[kind]

    @one_in(2)
    @given(DOCUMENTS[kind])
    def one_problem(document):
        expected = [(document.code, document.path)]
        assert told(read, document.content, syntax=document.syntax) == expected
        with pytest.raises(FormatError):
            read(document.content)
        if document.data is not None:
            assert told(parse, document.data) == expected

    one_problem()


@pytest.mark.parametrize(("kind", "fault"), [(kind, fault) for kind in READ for fault in READ[kind][2]])
def test_every_fault_of_every_document_is_told(kind, fault):
    """None of the faults depends on what else was drawn."""
    _, parse, faults = READ[kind]
    code, path, plant = faults[fault]

    @one_in(25)
    @given(SOUND[kind])
    def one_problem(document):
        data = json.loads(exchange.to_json(document))
        parse(copy.deepcopy(data))
        plant(data)
        assert told(parse, data) == [(code, path)]

    one_problem()


@pytest.mark.parametrize("form", ["department", "project", "self_evaluation"])
def test_a_contradiction_is_found(form):
    @one_in(4)
    @given(jst.contradicting_reports(form=form))
    def found(planted):
        assert planted.code in {finding.code for finding in reports.check(planted.report)}

    found()


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        (form, fault)
        for form, faults in (
            ("department", {**contradictions._BOTH, **contradictions._DEPARTMENT}),
            ("project", {**contradictions._BOTH, **contradictions._PROJECT}),
            ("self_evaluation", contradictions._NATIONAL),
        )
        for fault in faults
    ],
)
def test_every_contradiction_is_new_in_its_report(form, fault):
    """Without the planted fault nobody tells it: else a tool that finds nothing would pass."""
    clean = {
        "department": jst.department_reports(),
        "project": jst.project_reports(),
        "self_evaluation": jst.self_evaluation_forms(),
    }[form]
    code, plant = {
        **(contradictions._NATIONAL if form == "self_evaluation" else contradictions._BOTH),
        **(contradictions._DEPARTMENT if form == "department" else {}),
        **(contradictions._PROJECT if form == "project" else {}),
    }[fault]

    @one_in(33)
    @given(clean)
    def new(report):
        assert code not in {finding.code for finding in reports.check(report)}
        assert code in {finding.code for finding in reports.check(plant(report))}

    new()


def test_any_form_is_drawn_where_none_is_named():
    kinds = ("department", "project", "self_evaluation")
    for kind in kinds:
        assert find(jst.contradicting_reports(), lambda planted, kind=kind: planted.report.kind == kind)


def test_documents_are_values():
    @one_in(20)
    @given(st.data())
    def equal(data):
        document = data.draw(jst.invalid_reports())
        assert document == invalid.InvalidDocument(
            document.fault, document.code, document.path, document.content, document.syntax, document.data
        )

    equal()


def test_without_the_extra_every_name_says_what_is_missing():
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from jixiao_core import strategies\n"
        "for name in strategies.__all__:\n"
        "    try: getattr(strategies, name)\n"
        "    except ModuleNotFoundError as error: assert 'jixiao-core[hypothesis]' in str(error)\n"
        "    else: raise SystemExit(name)\n"
        "try: strategies.nothing\n"
        "except AttributeError: print('told')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("told\n", 0), done.stderr
