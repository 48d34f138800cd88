"""Clean tables, printed by a program that knows nothing of the library, have nothing to explain."""

from fractions import Fraction
from itertools import pairwise

from clean_tables import clean_tables, number, rows, table
from hypothesis import given

from jixiao_core import Severity, coverage, lint


@given(clean_tables())
def test_nothing_is_invented(rubric):
    report = lint(rubric)
    assert [str(each) for each in report.findings if each.severity is not Severity.INFORMATION] == []
    assert report.is_clean


@given(clean_tables())
def test_every_number_answers_every_parameter(rubric):
    covered = coverage(rubric)
    assert [
        (each.path, [str(x) for x in each.uncovered], each.unquoted)
        for each in covered.clauses
        if each.uncovered or each.unquoted
    ] == []
    assert covered.share == 1
    assert covered.parameters == covered.stated > 20
    assert covered.numbers == covered.used > 20


@given(rows())
def test_fragments_are_exact_quotes_in_order(made):
    for clause in coverage(table(made)).clauses:
        places = [(each.start, each.end) for each in clause.fragments]
        assert places == sorted(places)
        assert all(one[1] <= two[0] for one, two in pairwise(places))
        assert all(clause.clause[each.start : each.end] == each.text for each in clause.fragments)


def test_the_printer_writes_numbers_as_people_do():
    assert [number(Fraction(each)) for each in ("5", "0.5", "12.25", "100")] == ["5", "0.5", "12.25", "100"]
