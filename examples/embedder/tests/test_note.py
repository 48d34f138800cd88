"""The tool tests itself with the strategies of the library: it never fails otherwise than it says."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jixiao_core import FormatError, exchange, present, registry
from jixiao_core import strategies as jst

from review_note.cli import main
from review_note.note import paragraph, reviewed
from review_note.order import Order, OrderError, converter, parse_order
from review_note.rubrics import locked, rubric_of

PIN = "junshan-department@2021.1"
RUBRIC = rubric_of(PIN)
# Generated cases of a table of 25 rows are large; derandomized, so that a red run can be repeated.
settings.register_profile(
    "tool", max_examples=4, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
settings.load_profile("tool")


def order(case, office="某股", reply_by=datetime.date(2022, 6, 30)):
    return Order(office=office, reply_by=reply_by, case=case)


def test_the_rubrics_are_those_that_were_locked():
    """An upgrade of the library that changed a table would be told here, before anybody's score moves."""
    assert registry.verify(locked()) == ()
    assert [pin for pin, _ in locked().entries] == [PIN]


@given(jst.cases(RUBRIC), st.dates(min_value=datetime.date(1900, 1, 1)), st.sampled_from(["某股", "甲、乙"]))
def test_an_order_survives_its_own_file(case, reply_by, office):
    """The tool's converter writes and reads a document that contains a case."""
    found = order(case, office, reply_by)
    assert parse_order(converter().unstructure(found)) == found


@given(jst.cases(RUBRIC))
def test_every_note_is_one_paragraph_that_ends_as_it_must(case):
    for locale in present.LOCALES:
        note = paragraph(order(case), locale)
        assert "\n" not in note
        assert note.endswith(present.closing(locale))
        assert "2022-06-30" in note or "某股" in note


@given(jst.cases(RUBRIC, settled=True))
def test_nothing_is_said_beyond_the_review(case):
    found = reviewed(order(case))
    assert present.summary(found, found.round()) in paragraph(order(case))


@given(st.data())
def test_what_is_wrong_with_a_case_is_told_with_its_place(data):
    """The same problem that the library tells, seen from our document."""
    document = data.draw(jst.invalid_cases(RUBRIC).filter(lambda each: each.data is not None))
    with pytest.raises(FormatError) as caught:
        parse_order({"office": "某股", "reply_by": "2022-06-30", "case": document.data})
    place = f"case.{document.path}" if document.path else "case"
    assert [(each.code, each.path) for each in caught.value.problems] == [(document.code, place)]


@given(jst.hostile_texts())
def test_hostile_names_stay_text(text):
    case = exchange.parse_case({"rubric": PIN, "fiscal_year": 2021, "rounds": [{"role": "self", "claims": []}]})
    note = paragraph(order(case, office=text))
    assert all(char.isprintable() for char in note)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"office": None}, "office is missing"),
        ({"reply_by": "30/6/2022"}, "Invalid isoformat"),
        ({"ofice": "某股"}, "unknown: ofice"),
    ],
)
def test_what_is_wrong_with_our_own_part_is_ours_to_tell(change, told):
    data = {"office": "某股", "reply_by": "2022-06-30", "case": {"rubric": PIN, "fiscal_year": 2021}}
    changed = {name: value for name, value in {**data, **change}.items() if value is not None}
    with pytest.raises(OrderError, match=told):
        parse_order(changed)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("office = ", "exchange.syntax"),
        ('office = "甲"\nreply_by = "2022-06-30"\n', "case is missing"),
        (
            'office = "甲"\nreply_by = "2022-06-30"\n[case]\nrubric = "b@1.1"\nfiscal_year = 2021\n',
            "b@1.1 is not locked",
        ),
        ('office = "甲"\nreply_by = "2022-06-30"\n[case]\nrubric = 1\nfiscal_year = 2021\n', "case.rubric"),
        (
            f'office = "甲"\nreply_by = "2022-06-30"\n[case]\nrubric = "{PIN}"\nfiscal_year = 2021\n'
            'rounds = [{ role = "self", claims = [{ indicator = "no.such_row" }] }]\n',
            "no.such_row",
        ),
    ],
)
@pytest.mark.parametrize("locale", present.LOCALES)
def test_wrong_files_end_with_2_and_no_note(text, told, locale, tmp_path, capsys):
    path = tmp_path / "order.toml"
    path.write_text(text, encoding="utf-8")
    assert main([str(path), "--locale", locale]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err


def test_a_file_that_there_is_not(capsys):
    assert main(["nothing.toml"]) == 2
    assert "exchange.no_file" in capsys.readouterr().err
