"""
Identity: canonical bytes, digest, and readings that leave both alone.

Oracles: the package `rfc8785` for the canonical form, `hashlib` for the digest, and reflection over the classes for
"every field counts".
"""

import copy
import hashlib
import json
import pickle
import random
import tomllib
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import get_args

import attrs
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import exchange
from jixiao_core.errors import InvalidValueError, UnknownNameError
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Rate, parse_quantity
from jixiao_core.messages import Text
from jixiao_core.rubrics import facts, formulas, grades, indicators, measures, sources
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.formulas import Band, Bands, DeductPerStep, Proportional, Targets
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.rubrics.identity import canonical_bytes, digest_of, plain
from jixiao_core.rubrics.indicators import Group, Indicator, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.memo import Memo
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import Source
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Known, Missing

SOURCE = Path(__file__).parents[1] / "exchange" / "data" / "rubric.toml"
DICTIONARY = exchange.read_facts(SOURCE.with_name("facts.toml"))
RUBRIC = exchange.read_rubric(SOURCE, dictionary=DICTIONARY)


# Every place of the rubric: which object, which field.


def places(value, path=()):
    """Yield (path, field) for every field of every object inside a value."""
    if isinstance(value, tuple):
        for position, part in enumerate(value):
            yield from places(part, (*path, position))
    elif attrs.has(type(value)) and not isinstance(value, Interval):
        for each in attrs.fields(type(value)):
            if each.init and each.metadata.get("identity", True):
                yield path, each.name
                yield from places(getattr(value, each.name), (*path, each.name))


def at(value, path):
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def replaced(value, path, new):
    """The same value with another at `path`, built behind the back of all checks and converters."""
    if not path:
        return new
    step, *rest = path
    if isinstance(step, int):
        parts = list(value)
        parts[step] = replaced(parts[step], rest, new)
        return tuple(parts)
    twin = copy.copy(value)
    object.__setattr__(twin, step, replaced(getattr(value, step), rest, new))
    if hasattr(value, "memo"):
        object.__setattr__(twin, "memo", Memo())
    return twin


def another(value):
    """Some value other than this one."""
    match value:
        case None:
            return Fraction(22, 7)
        case Enum():
            return next(each for each in type(value) if each is not value)
        case bool():
            return not value
        case str():
            return value + "x"
        case int() | Fraction():
            return value + 1
        case tuple():
            return value[1:] if value else (Reading(question="x", id="x"),)
        case Interval():
            return Interval(Fraction(-1, 3), Fraction(7, 3), True, False)
        case _:
            (name, *_) = (each.name for each in attrs.fields(type(value)))
            return replaced(value, (name,), another(getattr(value, name)))


PLACES = list(places(RUBRIC))


def test_every_change_of_every_field_changes_the_digest():
    published = RUBRIC.digest
    unchanged = [
        (*path, name)
        for path, name in PLACES
        if digest_of(replaced(RUBRIC, (*path, name), another(at(RUBRIC, (*path, name))))) == published
    ]
    assert unchanged == []


def test_the_changes_reach_every_class_of_the_data_model():
    """Else the law above would be kept by what is not looked at."""
    reached = {type(at(RUBRIC, path)) for path, _ in PLACES}
    declared = {
        kind
        for module in (facts, formulas, grades, indicators, measures, sources)
        for kind in (getattr(module, name) for name in module.__all__)
        if isinstance(kind, type) and attrs.has(kind)
    }
    # A named measure stands in the dictionary; a rubric holds the measure itself.
    assert (declared - {measures.NamedMeasure}) | {Rubric, Text} == reached


def test_no_two_changes_have_one_digest():
    digests = {digest_of(replaced(RUBRIC, (*path, name), another(at(RUBRIC, (*path, name))))) for path, name in PLACES}
    # Changing an object through its first field is the same change as changing that field.
    own = [
        (p, n)
        for p, n in PLACES
        if not attrs.has(type(at(RUBRIC, (*p, n)))) or isinstance(at(RUBRIC, (*p, n)), Interval)
    ]
    assert len(digests) == len(own)


def test_order_of_lists_counts():
    """Rows, bands and answers have an order that means something."""
    assert replaced(RUBRIC, ("indicators",), RUBRIC.indicators[::-1]).digest != RUBRIC.digest


class TestCanonicalForm:
    def test_bytes_are_those_of_rfc_8785(self):
        assert canonical_bytes(RUBRIC) == rfc8785.dumps(plain(RUBRIC))

    def test_digest_is_that_of_the_bytes(self):
        assert RUBRIC.digest == "sha256:" + hashlib.sha256(rfc8785.dumps(plain(RUBRIC))).hexdigest()

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
            lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(), parts, max_size=6),
            max_leaves=20,
        )
    )
    def test_any_json_is_written_as_rfc_8785_writes_it(self, data):
        assert canonical_bytes(data) == rfc8785.dumps(data)

    @pytest.mark.parametrize(
        "text",
        ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6", "</script>", "\x00\x1f\x7f\u2028", '"\\/'],
    )
    def test_awkward_texts(self, text):
        """The sorting example of RFC 8785, section 3.2.3, and its escapes: U+1F600 sorts before U+FB33."""
        data = {text: text, "\ufb33": 1, "\U0001f600": 2}
        assert canonical_bytes(data) == rfc8785.dumps(data)

    def test_numbers_are_strings(self):
        assert plain(Fraction(1, 2)) == "0.5"
        assert plain(Fraction(1, 3)) == "1/3"
        assert plain(Fraction(5)) == "5"

    RATE = Measure(numerator=(Term("a"),), denominator=(Term("b"),), domain="[0, 2/3)", zero_over_zero=0)
    DAYS = Measure(numerator=(Term("a"),), domain="[0, 30]", zero_over_zero=0)

    @staticmethod
    def row(measure, formula, *readings):
        return Indicator(
            id="r",
            label=Text("甲"),
            clause="甲",
            source=Source(table="甲"),
            formula=formula,
            measure=measure,
            readings=readings,
        )

    def test_levels_of_a_rate_are_per_cents(self):
        """5 points at 95% or more; 1/3 is no finite per cent. A file with a bare 0.95 would be refused."""
        found = plain(
            self.row(self.RATE, Bands(bands=(Band(points=5, at_least="95%"), Band(points=0, at_least="1/3"))))
        )
        assert [band["at_least"] for band in found["formula"]["bands"]] == ["95%", "1/3"]
        assert (found["measure"]["domain"], found["measure"]["zero_over_zero"]) == ("[0%, 2/3)", "0%")

    def test_levels_of_a_plain_number_are_plain_numbers(self):
        """5 days late are not 500%."""
        late = DeductPerStep(standard=5, side="above", step=1, deduct="0.5")
        found = plain(self.row(self.DAYS, late))
        assert (found["formula"]["standard"], found["formula"]["step"]) == ("5", "1")
        assert (found["measure"]["domain"], found["measure"]["zero_over_zero"]) == ("[0, 30]", "0")

    def test_completion_rates_are_per_cents_without_a_measure(self):
        assert plain(self.row(None, Targets(over_threshold="120%")))["formula"]["over_threshold"] == "120%"

    def test_a_reading_writes_the_levels_of_its_own_measure(self):
        line = Proportional(full_at=3, zero_at=0)
        readings = [
            Reading(question="q", id="own", measure=self.DAYS, formula=line),
            Reading(question="q", id="of_the_row", formula=line),
        ]
        found = plain(self.row(self.RATE, Proportional(full_at=2), *readings))
        assert found["formula"]["full_at"] == "200%"
        assert [reading["formula"]["full_at"] for reading in found["readings"]] == ["3", "300%"]

    def test_a_formula_that_a_reading_applies_to_a_rate_is_written_so(self):
        """The file that holds it is refused otherwise."""
        found = plain(self.row(self.DAYS, Proportional(full_at=2), Reading(question="q", id="a", measure=self.RATE)))
        assert found["formula"]["full_at"] == "200%"

    def test_rounding_of_rates_is_in_per_cents_and_of_points_in_points(self):
        steps = (RoundingStep(at="measure", quantum="0.01%"), RoundingStep(at="total", quantum="0.01"))
        written = plain(attrs.evolve(RUBRIC, rounding=steps))["rounding"]
        assert [step["quantum"] for step in written] == ["0.01%", "0.01"]

    def test_numbers_of_more_digits_than_text_may_have_are_fractions(self):
        # 1/2^40 has 40 decimals.
        assert plain(Fraction(1, 2**40)) == f"1/{2**40}"

    def test_defaults_are_left_out(self):
        assert plain(Measure(numerator=(Term("a"),))) == {"numerator": [{"fact": "a"}]}
        assert plain(Proportional()) == {"kind": "proportional"}

    def test_a_default_that_is_written_is_no_change(self):
        written = DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5", part_step="ignore")
        silent = DeductPerStep(standard="1", side="above", step="0.01", deduct="1/2")
        assert digest_of(written) == digest_of(silent)

    def test_what_looks_like_a_default_but_is_another_type_is_kept(self):
        """Nothing over nothing as a measure of 0 is not the same as a row that does not apply (None)."""
        measure = Measure(numerator=(Term("a"),), zero_over_zero=0)
        assert plain(measure)["zero_over_zero"] == "0"
        assert plain(Band(points=0, above=0)) == {"points": "0", "above": "0"}
        assert plain(Group(id="a", label=Text("甲"), points=0))["points"] == "0"

    def test_nothing_unknown_is_written(self):
        with pytest.raises(TypeError):
            canonical_bytes({"a": 0.5})


def shuffled(value, rng):
    """The same document with the keys of every table in another order."""
    if isinstance(value, dict):
        names = list(value)
        rng.shuffle(names)
        return {name: shuffled(value[name], rng) for name in names}
    return [shuffled(part, rng) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_keys_in_a_file_does_not_count(seed):
    document = tomllib.loads(SOURCE.read_text("utf-8"), parse_float=str)
    mixed = json.dumps(shuffled(document, random.Random(seed)), default=str)
    assert exchange.read_rubric(mixed.encode(), syntax="json", dictionary=DICTIONARY).digest == RUBRIC.digest


def test_comments_and_blanks_do_not_count():
    assert (
        exchange.read_rubric(b"# another comment\n\n" + SOURCE.read_bytes(), dictionary=DICTIONARY).digest
        == RUBRIC.digest
    )


class TestReadingUnderOtherAnswers:
    READ = RUBRIC.under({"part_step": "started_steps"})
    ROW = "input.staffing"

    def test_the_published_digest_is_kept(self):
        assert self.READ.digest == RUBRIC.digest
        assert self.READ.pin == RUBRIC.pin == "example-department@2021.1"

    def test_the_answers_are_recorded(self):
        assert self.READ.answers == (("part_step", "started_steps"),)
        assert self.READ != RUBRIC

    def test_the_row_is_read_otherwise_and_published_as_before(self):
        assert self.READ.read(self.READ.indicator(self.ROW)).formula.part_step == "count"
        assert self.READ.indicator(self.ROW).formula.part_step == "ignore"
        assert RUBRIC.read(RUBRIC.indicator(self.ROW)).formula.part_step == "ignore"

    def test_an_adopted_answer_changes_nothing(self):
        assert RUBRIC.under({"part_step": "completed_steps"}) == RUBRIC
        assert RUBRIC.under({}) == RUBRIC

    def test_the_way_back(self):
        assert self.READ.under({"part_step": "completed_steps"}) == RUBRIC

    def test_the_same_answer_again(self):
        assert self.READ.under({"part_step": "started_steps"}) == self.READ
        assert self.READ.under({}) == self.READ

    @pytest.mark.parametrize(
        ("answers", "codes"),
        [
            ({"part_steps": "started_steps"}, ["rubrics.unknown_question"]),
            ({"part_step": "started"}, ["rubrics.unknown_answer"]),
            (
                {"x": "y", "part_step": "z", "w": "v"},
                ["rubrics.unknown_question", "rubrics.unknown_answer", "rubrics.unknown_question"],
            ),
        ],
    )
    def test_what_is_not_declared_is_refused(self, answers, codes):
        with pytest.raises(UnknownNameError) as caught:
            RUBRIC.under(answers)
        assert [problem.code for problem in caught.value.problems] == codes

    def test_the_known_names_are_told(self):
        with pytest.raises(UnknownNameError, match="completed_steps"):
            RUBRIC.under({"part_step": "started"})
        with pytest.raises(UnknownNameError, match="part_step"):
            RUBRIC.under({"part_steps": "started_steps"})


class TestValues:
    def test_copies_and_pickles_are_equal(self):
        for twin in (copy.copy(RUBRIC), copy.deepcopy(RUBRIC), pickle.loads(pickle.dumps(RUBRIC))):
            assert twin == RUBRIC
            assert hash(twin) == hash(RUBRIC)
            assert twin.digest == RUBRIC.digest
            assert twin["input.staffing"] == RUBRIC["input.staffing"]

    def test_nothing_can_be_set(self):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            RUBRIC.edition = 2022

    def test_a_change_is_checked_again(self):
        with pytest.raises(InvalidValueError):
            attrs.evolve(RUBRIC, points=51)

    def test_members_of_the_levels(self):
        assert [node.id for node in RUBRIC.members("")] == ["input", "output"]
        # A pool stands where its first member stands, its members nowhere.
        assert [node.id for node in RUBRIC.members("output")][-1] == "effects"
        assert RUBRIC.members("nowhere") == ()

    def test_policies_are_inherited(self):
        rows = tuple(
            attrs.evolve(row, not_applicable="zero") if row.id == "input.visits" else row for row in RUBRIC.indicators
        )
        groups = tuple(
            attrs.evolve(group, not_applicable="rescale") if group.id == "input" else group for group in RUBRIC.groups
        )
        rubric = attrs.evolve(RUBRIC, indicators=rows, groups=groups)
        found = [rubric.policy(name) for name in ("input.visits", "input.staffing", "output.rules")]
        assert found == ["zero", "rescale", "full_points"]


def test_all_policies_are_known_to_the_type():
    assert set(get_args(indicators.NotApplicablePolicy)) == {"full_points", "reallocate", "rescale", "zero"}


class TestEvidenceInCanonicalForm:
    """Evidence has the same canonical form: its pairs are objects, its figures text that reads back."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (Money.parse("3179.61万元"), "3179.61万元"),
            (Money.parse("28.0万元"), "28.0万元"),
            (Rate.parse("99.90%"), "99.90%"),
            (Count(33), "33"),
            # What no text reads back as: half a yuan printed without decimals, a third of a rate.
            (Money.of(Fraction(1, 2)), {"money": "0.5", "unit": "元"}),
            (Money(Fraction(50), MoneyUnit.YUAN, 3), "0.500元"),
            (Rate(Fraction(1, 3)), {"rate": "1/3"}),
        ],
    )
    def test_quantities(self, value, expected):
        found = plain(value)
        assert found == expected
        if isinstance(found, str):
            assert parse_quantity(found) == value
        assert canonical_bytes(value) == rfc8785.dumps(found)

    def test_quantities_that_differ_differ(self):
        values = [
            Money.parse("28万元"),
            Money.parse("28.0万元"),
            Money.parse("280000元"),
            Count(28),
            Number(Fraction(28)),
        ]
        values += [Number(Fraction(28), 1), Rate(Fraction(28)), Rate(Fraction(28), 2), Number(Fraction(1, 3))]
        assert len({canonical_bytes(value) for value in values}) == len(values)

    def test_pairs_are_objects(self):
        evidence = Evidence(facts={"b": Known(value=Count(1)), "a": Missing()}, pools={"p": (("x", Fraction(1, 2)),)})
        found = plain(evidence)
        assert list(found["facts"]) == ["a", "b"]
        assert found["pools"] == {"p": {"x": "0.5"}}
        assert canonical_bytes(evidence) == rfc8785.dumps(found)
        assert json.loads(canonical_bytes(evidence)) == found

    def test_sets_are_text(self):
        assert plain(IntervalSet.points(1)) == str(IntervalSet.points(1))
