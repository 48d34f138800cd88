"""What is written reads back equal, for every public type, alone and inside Optional, tuple and union."""

import json

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao_core import exchange
from jixiao_core.errors import FormatError
from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate
from jixiao_core.exchange.writing import toml_text
from jixiao_core.messages import Text
from jixiao_core.rubrics import facts, formulas, grades, indicators, measures, sources
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring import assessments, figures
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import AdjustmentFigure, Evidence

MODULES = (facts, formulas, grades, indicators, measures, sources, assessments, figures)
CLASSES = [
    each
    for module in MODULES
    for each in vars(module).values()
    if isinstance(each, type) and attrs.has(each) and each.__module__ == module.__name__
] + [Text, AdjustmentFigure, Evidence, Claim, ScoreRound, Case]
UNIONS = [formulas.Formula, formulas.CurveFormula, assessments.Assessment, figures.Figure, Quantity]
SCALARS = [Interval, Money, Rate, Count, Number]
MODEST = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)

converter = exchange.make_converter()


def through_json(data):
    """The data as a reader of the written JSON gets it."""
    return exchange.read_document(json.dumps({"x": data}, ensure_ascii=False).encode(), syntax="json")["x"]


@pytest.mark.parametrize("type_", [*CLASSES, *UNIONS, *SCALARS], ids=str)
@MODEST
@given(data=st.data())
def test_structure_undoes_unstructure(values, type_, data):
    value = data.draw(values(type_))
    written = converter.unstructure(value)
    assert plain(value) == written
    assert value == converter.structure(through_json(written), type_)
    assert value == converter.structure(through_json(written), type_ | None)
    assert (value, value) == converter.structure(through_json([written, written]), tuple[type_, ...])


@pytest.mark.parametrize("type_", CLASSES, ids=str)
@MODEST
@given(data=st.data())
def test_toml_reads_back_as_the_same_data(values, type_, data):
    """The writer of TOML is right for tables of every shape that the model has."""
    written = plain(data.draw(values(type_)))
    assert written == exchange.read_document(toml_text(written).encode(), syntax="toml")


@pytest.mark.parametrize("union", UNIONS, ids=str)
@pytest.mark.parametrize(
    "shape", [lambda each: each | None, lambda each: tuple[each, ...] | None], ids=["optional", "tuple"]
)
def test_null_is_nothing_in_optional_places(union, shape):
    assert converter.structure(None, shape(union)) is None


def test_the_example_rubric_reads_back_from_both_syntaxes(rubric, dictionary):
    for text in (exchange.to_toml(rubric), exchange.to_json(rubric)):
        again = exchange.read_rubric(text.encode(), dictionary=dictionary)
        assert rubric == again
        assert rubric.digest == again.digest


def test_a_written_rubric_needs_no_dictionary(rubric):
    assert rubric == exchange.read_rubric(exchange.to_json(rubric).encode(), dictionary=())
    assert rubric == converter.structure(json.loads(exchange.to_json(rubric)), Rubric)


def test_the_example_case_reads_back_from_both_syntaxes(case):
    for text in (exchange.to_toml(case), exchange.to_json(case)):
        assert case == exchange.read_case(text.encode())
    evidence = exchange.to_toml(case.evidence)
    assert case.evidence == exchange.read_evidence(evidence.encode())


def test_writing_is_deterministic_and_plain(rubric, case):
    for value in (rubric, case):
        text = exchange.to_json(value)
        assert text == exchange.to_json(value)
        assert text.endswith("}\n")
        assert "\\u" not in text
        assert json.loads(text) == plain(value)
    assert list(json.loads(exchange.to_json(rubric)))[:3] == ["series", "edition", "revision"]


def test_a_reading_of_the_rubric_is_not_written(rubric):
    changed = rubric.under({"part_step": "started_steps"})
    assert exchange.to_json(rubric) == exchange.to_json(changed)


def test_a_case_whose_year_nobody_stated_says_so_in_a_word():
    """TOML has no null; an empty value or another word is no year."""
    case = Case(rubric="village@2021.1", fiscal_year=None)
    assert 'fiscal_year = "unstated"' in exchange.to_toml(case)
    assert exchange.read_case(exchange.to_toml(case).encode()) == case
    for wrong in (None, "unknown", "2021"):
        with pytest.raises(FormatError):
            exchange.parse_case({"rubric": "village@2021.1", "fiscal_year": wrong})
