"""Strictness: exact types, known keys, allowed words, exact numbers, units; embedders keep their own ways."""

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

import attrs
import cattrs
import pytest

from jixiao_core import exchange
from jixiao_core.errors import FormatError, JixiaoError
from jixiao_core.exact.intervals import INF, Interval
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Quantity, Rate
from jixiao_core.exact.rounding import RoundingMode
from jixiao_core.exchange.documents import NumberLiteral
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Proxy, Term
from jixiao_core.rubrics.formulas import Band, Bands, CurveFormula, DeductPerStep, Formula, Judged, Option, Proportional
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.levels import Level
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.sources import DocumentDemand, FiscalYears, Source
from jixiao_core.scoring.assessments import Assessment, CasesFound, ItemFinding, NotApplicable
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Bounded, Figure, Known, Missing

converter = exchange.make_converter()
structure = converter.structure

WRONG_TYPES = [
    (str, 5),
    (str, True),
    (str, None),
    (str, NumberLiteral("0.5")),
    (str, ["a"]),
    (str, b"a"),
    (int, "1"),
    (int, 1.0),
    (int, True),
    (int, NumberLiteral("1.0")),
    (bool, 1),
    (bool, "true"),
    (bool, "no"),
    (Fraction, None),
    (Fraction, ["1"]),
    (Fraction, {"a": 1}),
    (Level, None),
    (Interval, 5),
    (Text, 5),
    (Text, None),
    (Text, ["a"]),
    (Term, 5),
    (Judged, "judged"),
    (Judged, [("kind", "judged")]),
    (tuple[str, ...], "abc"),
    (tuple[str, ...], {"a": 1}),
    (tuple[Term, ...], "abc"),
    (Formula, "judged"),
    (Formula, None),
    (Evidence, []),
]


class TestExactTypes:
    @pytest.mark.parametrize(("type_", "value"), WRONG_TYPES, ids=str)
    def test_nothing_is_coerced(self, refusal, type_, value):
        assert refusal(structure, value, type_) == [("exchange.wrong_type", "")]

    def test_values_of_the_right_type_pass(self):
        assert structure("5", str) == "5"
        assert structure(5, int) == 5
        assert structure(False, bool) is False
        assert structure(["a", "b"], tuple[str, ...]) == ("a", "b")
        assert structure(("a",), tuple[str, ...]) == ("a",)

    def test_a_value_of_ours_passes_as_it_is(self):
        assert structure(Judged(), Judged) == Judged()
        assert structure(
            {"terms": []} | {"relation": "none", "assumption": "a", "note": Text("x")}, Proxy
        ).note == Text("x")

    def test_the_message_names_both_types_in_words(self):
        with pytest.raises(FormatError, match="expected a whole number without quotes, found text in quotes"):
            structure("1", int)

    def test_whole_numbers_are_bounded(self, refusal):
        assert refusal(structure, 10**30, int) == [("exact.too_many_digits", "")]
        assert refusal(structure, 10**5000, int) == [("exact.too_many_digits", "")]


class TestNumbers:
    @pytest.mark.parametrize(
        "value", ["0.5", "1/2", "０．５", NumberLiteral("0.5"), Decimal("0.5"), Fraction(1, 2), "+0.50"], ids=repr
    )
    def test_every_exact_way_to_write_a_half(self, value):
        assert structure(value, Fraction) == Fraction(1, 2)

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            (0.5, "exact.float"),
            (float("nan"), "exact.float"),
            (True, "exact.not_a_number"),
            ("", "exact.blank"),
            ("　", "exact.blank"),
            ("nan", "exact.not_finite"),
            ("-inf", "exact.not_finite"),
            ("1e999999999", "exact.exponent"),
            ("50%", "exact.unexpected_percent"),
            ("1,00", "exact.bad_grouping"),
            ("٣", "exact.not_a_number"),
            ("1_000", "exact.not_a_number"),
            ("1/0", "exact.zero_denominator"),
            ("9" * 31, "exact.too_many_digits"),
            ("9" * 1_000_000, "exact.too_long"),
            (Decimal("1e1000000"), "exact.too_many_digits"),
            (Decimal("nan"), "exact.not_finite"),
        ],
        ids=lambda value: str(value)[:20],
    )
    def test_everything_else_is_refused_with_its_own_code(self, refusal, value, code):
        assert refusal(structure, value, Fraction) == [(code, "")]
        assert refusal(structure, {"points": value, "at_least": 1}, Band) == [(code, "points")]

    def test_levels_take_per_cent(self):
        for value in ("90%", "90pp", "0.9", "９０％", "9/10", Fraction(9, 10)):
            assert structure(value, Level) == Fraction(9, 10)

    def test_intervals_are_text(self, refusal):
        assert structure("[0, inf)", Interval) == Interval(Fraction(0), INF)
        for text in ("", "0, 1", "[1, 0]", "[0, 1e99]", "[" * 50, "[0, " + "9" * 100_000 + ")"):
            ((code, _),) = refusal(structure, text, Interval)
            assert code.startswith("exact.")


class TestQuantities:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("993.18万元", Money(Fraction(993_180_000), MoneyUnit.WAN_YUAN, 2)),
            ("９９３．１８万元", Money(Fraction(993_180_000), MoneyUnit.WAN_YUAN, 2)),
            ("1,730,000元", Money(Fraction(173_000_000), MoneyUnit.YUAN, 0)),
            ("50%", Rate(Fraction(1, 2), 0)),
            ("50.0％", Rate(Fraction(1, 2), 1)),
            (33, Count(33)),
            ("33人", Count(33)),
            ("３３", Count(33)),
            ("12.5", Number(Fraction(25, 2), 1)),
            (NumberLiteral("12.50"), Number(Fraction(25, 2), 2)),
            (-5, Number(Fraction(-5), 0)),
            ("-5", Number(Fraction(-5), 0)),
            ({"number": "33"}, Number(Fraction(33), 0)),
            ({"rate": "1/3", "decimals": 2}, Rate(Fraction(1, 3), 2)),
            ({"money": "1/3", "unit": "亿元", "decimals": 1}, Money(Fraction(10**10, 3), MoneyUnit.YI_YUAN, 1)),
        ],
        ids=str,
    )
    def test_a_figure_says_itself_what_it_is(self, value, expected):
        assert structure(value, Quantity) == expected
        assert structure(value, type(expected)) == expected

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ("", "exchange.blank"),
            (" 　", "exchange.blank"),
            ("28万", "exact.money_unit_cut"),
            ("元", "exact.blank"),
            ("五万元", "exact.not_a_number"),
            ("5美元", "exact.not_a_number"),
            ("50%元", "exact.unexpected_percent"),
            ("-3人", "exact.not_a_count"),
            ("3.5人", "exact.not_a_count"),
            (0.5, "exact.float"),
            (True, "exact.not_a_number"),
            (None, "exchange.wrong_type"),
            ([], "exchange.wrong_type"),
            ("1e999999999", "exact.exponent"),
            ("9" * 1_000_000 + "元", "exact.too_long"),
            ({}, "exchange.quantity_keys"),
            ({"number": "1", "rate": "1%"}, "exchange.quantity_keys"),
            ({"number": "1", "unit": "元"}, "exchange.quantity_keys"),
            ({"number": "1", "decimals": 31}, "exchange.decimals"),
            ({"number": "1", "decimals": -1}, "exchange.decimals"),
            ({"number": "1", "decimals": "2"}, "exchange.wrong_type"),
            ({"money": "1"}, "exchange.wrong_type"),
            ({"money": "1", "unit": "美元"}, "exchange.not_allowed_near"),
            ({"rate": "50"}, "exact.bare_rate"),
        ],
        ids=lambda value: str(value)[:20],
    )
    def test_what_does_not_is_refused(self, refusal, value, code):
        assert [found for found, _ in refusal(structure, value, Quantity)] == [code]

    @pytest.mark.parametrize(
        ("value", "type_"), [("50", Money), ("50%", Money), ("50", Rate), ("5元", Rate), ("5.5", Count)]
    )
    def test_where_the_kind_is_known_another_is_refused(self, refusal, value, type_):
        assert refusal(structure, value, type_) == [("exchange.other_quantity", "")]

    def test_a_whole_number_serves_as_a_plain_number(self):
        assert structure("5", Number) == Number(Fraction(5), 0)


class TestKeys:
    def test_an_unknown_key_lists_the_known_ones_and_the_nearest(self):
        with pytest.raises(FormatError) as caught:
            structure({"table": "x", "rwo": 3}, Source)
        (problem,) = caught.value.problems
        assert problem.code == "exchange.unknown_key_near"
        assert problem.message["nearest"] == "'row'"
        assert problem.message["allowed"] == ("table", "row", "clause", "note")

    def test_a_key_like_no_other_suggests_nothing(self, refusal):
        assert refusal(structure, {"table": "x", "zzzzzz": 3}, Source) == [("exchange.unknown_key", "")]

    def test_missing_keys_are_all_named(self, refusal):
        assert refusal(structure, {}, FiscalYears) == [("exchange.missing_key", ""), ("exchange.missing_key", "")]

    def test_hostile_keys_are_cut_and_counted(self, refusal):
        data = {"table": "x", **{"\x1b" + "a" * 5000 + str(number): 1 for number in range(1000)}}
        problems = refusal(structure, data, Source)
        assert [code for code, _ in problems] == ["exchange.unknown_key"] * 20 + ["exchange.more_unknown_keys"]
        with pytest.raises(FormatError) as caught:
            structure(data, Source)
        assert "\x1b" not in str(caught.value)
        assert max(map(len, str(caught.value).splitlines())) < 300

    def test_keys_that_are_no_text_are_unknown(self, refusal):
        assert refusal(structure, {"table": "x", 5: 1}, Source) == [("exchange.unknown_key", "")]

    def test_a_keyed_table_needs_text_as_keys(self, refusal):
        assert refusal(structure, {"choices": {5: "a"}}, Evidence) == [("exchange.wrong_type", "choices.'5'")]


class TestWords:
    def test_a_word_that_is_not_allowed_lists_the_allowed_ones(self):
        with pytest.raises(FormatError) as caught:
            structure("abov", Literal["above", "below"])
        assert caught.value.code == "exchange.not_allowed_near"
        assert caught.value.problems[0].message["allowed"] == ("above", "below")

    def test_enumerations_are_words_as_well(self, refusal):
        step = structure({"at": "total", "quantum": "0.01", "mode": "half_even"}, RoundingStep)
        assert step.mode is RoundingMode.HALF_EVEN
        assert refusal(structure, {"at": "total", "quantum": "1", "mode": 5}, RoundingStep) == [
            ("exchange.wrong_type", "mode")
        ]
        assert structure(FactQuantity.MONEY, FactQuantity) is FactQuantity.MONEY
        assert structure("万元", MoneyUnit) is MoneyUnit.WAN_YUAN
        assert refusal(structure, "moneys", FactQuantity) == [("exchange.not_allowed_near", "")]

    @pytest.mark.parametrize("word", ["", "总分", "TOTAL", "total\n", "x" * 100_000])
    def test_other_words_are_refused(self, refusal, word):
        ((code, path),) = refusal(structure, {"at": word, "quantum": "1"}, RoundingStep)
        assert code in {"exchange.not_allowed", "exchange.not_allowed_near"}
        assert path == "at"


class TestUnions:
    @pytest.mark.parametrize("type_", [Formula, Formula | None, CurveFormula, Bands | None, Formula | Judged])
    def test_kinds_are_told_by_their_tag_in_every_setting(self, type_):
        data = {"kind": "bands", "bands": [{"at_least": "90%", "points": 5}]}
        assert structure(data, type_) == Bands(bands=(Band(at_least="90%", points=5),))

    def test_an_unknown_kind_lists_the_known_ones(self):
        with pytest.raises(FormatError) as caught:
            structure({"kind": "proportion"}, CurveFormula)
        (problem,) = caught.value.problems
        assert (problem.code, problem.path) == ("exchange.unknown_kind_near", "kind")
        assert problem.message["allowed"] == ("bands", "deduct_per_step", "proportional")

    def test_a_kind_outside_of_the_union_is_unknown(self, refusal):
        assert refusal(structure, {"kind": "judged", "points": 1}, CurveFormula) == [("exchange.unknown_kind", "kind")]

    def test_a_missing_kind_lists_the_known_ones(self, refusal):
        assert refusal(structure, {}, Assessment) == [("exchange.kind_missing", "")]
        assert refusal(structure, {"kind": 5}, Assessment) == [("exchange.wrong_type", "kind")]
        assert refusal(structure, {"kind": None}, Assessment) == [("exchange.wrong_type", "kind")]

    def test_the_tag_of_another_kind_is_refused_where_one_class_is_due(self, refusal):
        assert refusal(structure, {"kind": "bands"}, Judged) == [("exchange.not_allowed", "kind")]

    def test_an_assessment_that_does_not_apply_needs_its_reason(self, refusal):
        assert structure({"kind": "not_applicable", "reason": "x"}, Assessment) == NotApplicable(reason="x")
        assert refusal(structure, {"kind": "not_applicable"}, Assessment) == [("exchange.missing_key", "")]


class TestFigures:
    @pytest.mark.parametrize(
        ("data", "figure"),
        [
            ({"value": 33}, Known(value=Count(33))),
            ("33人", Known(value=Count(33))),
            (33, Known(value=Count(33))),
            ({"at_most": "50%", "note": "x"}, Bounded(at_most=Rate(Fraction(1, 2)), note="x")),
            ({"state": "blank", "origin": "x"}, Missing(state="blank", origin="x")),
        ],
        ids=str,
    )
    def test_a_figure_is_told_by_its_keys(self, data, figure):
        assert structure(data, Figure) == figure
        assert structure(data, Figure | None) == figure

    @pytest.mark.parametrize(
        ("data", "code", "path"),
        [
            ({}, "exchange.figure_keys", ""),
            ({"origin": "x"}, "exchange.figure_keys", ""),
            ({"valeu": 3}, "exchange.figure_keys", ""),
            ([], "exchange.figure_keys", ""),
            (None, "exchange.figure_keys", ""),
            ("", "exchange.blank", ""),
            ({"value": ""}, "exchange.blank", "value"),
            ({"value": None}, "exchange.wrong_type", "value"),
            ({"value": 3, "at_most": 5}, "exchange.figure_mixed", ""),
            ({"value": 3, "state": "blank"}, "exchange.figure_mixed", ""),
            ({"state": "empty"}, "exchange.not_allowed", "state"),
            ({"at_least": 3, "above": 3}, "scoring.bad_bounds", ""),
            ({"at_least": 5, "at_most": 3}, "scoring.empty_bounds", ""),
            ({"value": 3, "orign": "x"}, "exchange.unknown_key_near", ""),
        ],
        ids=str,
    )
    def test_a_figure_that_is_none_says_what_is_missing(self, refusal, data, code, path):
        assert refusal(structure, data, Figure) == [(code, path)]


class TestShortForms:
    def test_text_alone_is_chinese(self, refusal):
        assert structure("优", Text) == Text("优")
        assert structure({"zh": "优", "en": "Excellent"}, Text) == Text("优", "Excellent")
        assert refusal(structure, {"en": "Excellent"}, Text) == [("exchange.missing_key", "")]
        assert refusal(structure, {"zh": "优", "fr": "x"}, Text) == [("exchange.unknown_key", "")]

    def test_a_fact_alone_counts_once(self):
        assert structure(["a", {"fact": "b", "times": "-1/2"}], tuple[Term, ...]) == (
            Term("a"),
            Term("b", Fraction(-1, 2)),
        )

    def test_zero_over_zero_may_say_that_the_row_does_not_apply(self):
        data = {"numerator": ["a"], "denominator": ["b"], "zero_over_zero": "not_applicable"}
        assert structure(data, Measure) == structure({**data, "zero_over_zero": None}, Measure)
        assert structure({**data, "zero_over_zero": "100%"}, Measure).zero_over_zero == 1


class TestPaths:
    def test_every_problem_is_reported_at_once_with_its_path(self, refusal):
        data = {
            "id": 5,
            "label": {"zh": "x", "eng": "y"},
            "clause": "x",
            "source": {"table": "t", "row": "1"},
            "measure": {"numerator": ["a", {"fact": "b", "times": "x"}], "domain": "[1, 0]"},
            "formula": {
                "kind": "bands",
                "bands": [{"at_least": "90%", "points": 0.5}, {"points": "6 "}, {"pionts": 1}],
            },
            "readings": [{"question": "q", "id": "r", "formula": {"kind": "options", "options": {}}}],
            "not_applicable": "full",
        }
        expected = [
            ("exchange.wrong_type", "id"),
            ("exchange.unknown_key_near", "label"),
            ("exchange.wrong_type", "source.row"),
            ("exact.not_a_number", "measure.numerator[1].times"),
            ("exact.empty_interval", "measure.domain"),
            ("exact.float", "formula.bands[0].points"),
            ("exchange.unknown_key_near", "formula.bands[2]"),
            ("exchange.missing_key", "formula.bands[2]"),
            ("exchange.wrong_type", "readings[0].formula.options"),
            ("exchange.not_allowed", "not_applicable"),
        ]
        assert refusal(structure, data, Indicator) == expected

    def test_ids_with_points_are_quoted_in_paths(self, refusal):
        data = {"assessments": {"a.b": {"kind": "judged", "points": "x"}}, "facts": {"staff": "x"}}
        assert refusal(structure, data, Evidence) == [
            ("exact.not_a_number", "facts.staff"),
            ("exact.not_a_number", "assessments.'a.b'.points"),
        ]

    def test_an_endless_list_of_mistakes_is_cut(self, refusal):
        problems = refusal(structure, [5] * 100_000, tuple[str, ...])
        assert len(problems) == 100
        assert problems[-1][0] == "exchange.more_problems"


class TestKeyedTables:
    def test_inner_tables_are_pairs_as_well(self):
        evidence = structure({"pools": {"p": {"b": "1/2", "a": 1}}, "documents": {"r": ["x", "y"]}}, Evidence)
        assert dict(dict(evidence.pools)["p"]) == {"a": 1, "b": Fraction(1, 2)}
        assert evidence.documents == (("r", ("x", "y")),)

    @pytest.mark.parametrize(
        "data",
        [
            {"assessments": {"input": {"budget": {"rules": {"kind": "judged", "points": 1}}}}},
            {"facts": {"input": {"budget": {"value": 1}}}},
            {"documents": {"input": {"budget": {"rules": ["x"]}}}},
            {"grade_caps": {"input": {"budget": {"rules": True}}}},
        ],
        ids=lambda data: next(iter(data)),
    )
    def test_an_id_written_without_quotes_is_explained(self, refusal, data):
        assert refusal(structure, data, Evidence) == [("exchange.dotted_id", f"{next(iter(data))}.input")]

    def test_a_list_of_pairs_is_no_table(self, refusal):
        assert refusal(structure, {"choices": [["a", "b"]]}, Evidence) == [("exchange.wrong_type", "choices")]


RATIO = {"numerator": ["a"], "denominator": ["b"]}
PLAIN = {"numerator": ["a"]}


def row(formula, measure, readings=()):
    return {
        "id": "r",
        "label": "x",
        "clause": "x",
        "source": {"table": "t"},
        "formula": formula,
        "measure": measure,
        "readings": list(readings),
    }


class TestBareLevels:
    STEPS: ClassVar = {"kind": "deduct_per_step", "standard": "100%", "side": "above", "step": "1pp", "deduct": 1}

    @pytest.mark.parametrize("level", ["50%", "1pp", "1/2", "0", 0, "０", "0.0", "５０％", "１／２"])
    def test_a_rate_may_be_written_so(self, level):
        assert structure(row({**self.STEPS, "zero_beyond": level}, RATIO), Indicator)

    @pytest.mark.parametrize("level", [50, "50", "0.5", NumberLiteral("0.5"), "５０", 1, "-1", "1,000"])
    def test_a_bare_number_is_refused_where_a_rate_is_due(self, refusal, level):
        problems = refusal(structure, row({**self.STEPS, "zero_beyond": level}, RATIO), Indicator)
        assert problems == [("exchange.bare_level", "formula.zero_beyond")]

    @pytest.mark.parametrize("level", [50, "50", "0.5", NumberLiteral("0.5")])
    def test_it_is_allowed_where_the_measure_is_a_plain_number(self, level):
        assert structure(row({**self.STEPS, "zero_beyond": level}, PLAIN), Indicator)

    def test_every_level_of_a_row_and_its_readings_is_looked_at(self, refusal):
        bands = {"kind": "bands", "bands": [{"at_least": 90, "points": 5}, {"above": "80", "points": 3}]}
        line = {"kind": "proportional", "full_at": 1, "zero_at": "0", "zero_from": "1/2"}
        readings = [
            {"question": "q", "id": "a", "formula": line},
            {"question": "q", "id": "b", "formula": line, "measure": PLAIN},
            {"question": "q", "id": "c", "measure": {**RATIO, "zero_over_zero": 1}},
        ]
        assert refusal(structure, row(bands, RATIO, readings), Indicator) == [
            ("exchange.bare_level", "formula.bands[0].at_least"),
            ("exchange.bare_level", "formula.bands[1].above"),
            ("exchange.bare_level", "readings[0].formula.full_at"),
            ("exchange.bare_level", "readings[2].measure.zero_over_zero"),
        ]

    LINE: ClassVar = {"kind": "proportional"}

    @pytest.mark.parametrize("domain", ["[0, 100%]", "[0, 1/2)", "(-inf, inf)", "[-100%, inf)", "[0, 5"])
    def test_a_domain_of_rates_may_be_written_so(self, domain, refusal):
        if domain == "[0, 5":
            # What is no interval at all is told once, by its own reader.
            assert refusal(structure, row(self.LINE, {**RATIO, "domain": domain}), Indicator) == [
                ("exact.not_an_interval", "measure.domain")
            ]
        else:
            assert structure(row(self.LINE, {**RATIO, "domain": domain}), Indicator)

    @pytest.mark.parametrize("domain", ["[0, 100]", "[0,1]", "(-1, inf)", "[ ０， １００ ]"])
    def test_a_bare_end_of_a_domain_of_rates_is_refused(self, domain, refusal):
        codes = refusal(structure, row(self.LINE, {**RATIO, "domain": domain}), Indicator)
        assert ("exchange.bare_level", "measure.domain") in codes

    def test_both_bare_ends_are_told(self, refusal):
        data = row(self.LINE, {**RATIO, "domain": "[-100, 100]"})
        assert refusal(structure, data, Indicator) == [("exchange.bare_level", "measure.domain")] * 2

    def test_a_reading_that_makes_a_rate_of_the_measure_needs_rates_in_the_formula(self, refusal):
        line = {"kind": "proportional", "full_at": 30, "zero_at": 0}
        data = row(line, PLAIN, [{"question": "q", "id": "a", "measure": RATIO}])
        assert refusal(structure, data, Indicator) == [("exchange.bare_level", "formula.full_at")]

    def test_completion_rates_are_rates_without_a_measure(self, refusal):
        data = row({"kind": "targets", "over_threshold": 120}, None)
        assert refusal(structure, data, Indicator) == [("exchange.bare_level", "formula.over_threshold")]

    def test_the_message_shows_the_correction(self):
        with pytest.raises(FormatError, match="'90' has no unit; write 90% if per cent is meant"):
            structure(row({"kind": "bands", "bands": [{"at_least": 90, "points": 5}]}, RATIO), Indicator)

    def test_a_level_that_is_no_number_has_one_problem(self, refusal):
        problems = refusal(structure, row({**self.STEPS, "step": "one"}, RATIO), Indicator)
        assert problems == [("exact.not_a_number", "formula.step")]


@attrs.frozen
class Embedding:
    count: int
    formula: Formula | None
    pinned: tuple[Figure, ...]


class TestEmbedding:
    def test_an_embedder_s_converter_learns_our_types_and_keeps_its_own_ways(self):
        theirs = cattrs.Converter()
        exchange.configure_converter(theirs)
        data = {"count": "5", "formula": {"kind": "judged"}, "pinned": [{"value": "33人"}, {"state": "blank"}]}
        value = theirs.structure(data, Embedding)
        assert value == Embedding(5, Judged(), (Known(value=Count(33)), Missing(state="blank")))
        assert theirs.unstructure(value) == {
            "count": 5,
            "formula": {"kind": "judged"},
            "pinned": [{"value": "33"}, {"state": "blank"}],
        }
        assert theirs.structure(5, str) == "5"
        assert theirs.structure("money", FactQuantity) is FactQuantity.MONEY

    def test_our_types_stay_strict_inside_of_theirs(self):
        theirs = cattrs.Converter()
        exchange.configure_converter(theirs)
        with pytest.raises(JixiaoError):
            theirs.structure({"kind": "judged", "must_tailor": 1}, Judged)
        with pytest.raises(cattrs.ClassValidationError):
            theirs.structure({"count": 5, "formula": {"kind": "zz"}, "pinned": []}, Embedding)

    def test_a_hook_of_theirs_for_a_class_of_ours_is_used(self):
        theirs = cattrs.Converter()
        exchange.configure_converter(theirs)
        theirs.register_structure_hook(Text, lambda value, _: Text(f"<{value}>"))
        data = {"id": "a", "label": "b", "clause": "c"}
        assert theirs.structure(data, DocumentDemand).label == Text("<b>")

    def test_converters_do_not_share_anything(self):
        one, two = exchange.make_converter(), exchange.make_converter()
        one.register_structure_hook(Text, lambda _, __: Text("one"))
        assert two.structure("two", Text) == Text("two")
        assert exchange.parse_case({"rubric": "a@1.1", "fiscal_year": 1}).unit == ""


class TestConstruction:
    def test_what_a_class_refuses_has_its_path_as_well(self, refusal):
        data = {"facts": {"a": {"at_least": 5, "at_most": 3}}}
        assert refusal(structure, data, Evidence, error=FormatError) == [("scoring.empty_bounds", "facts.a")]

    def test_null_is_an_absent_key_only_where_nothing_is_allowed(self, refusal):
        assert structure({"item": "a", "met": None, "points": None}, ItemFinding) == ItemFinding(item="a")
        assert refusal(structure, {"item": "a", "reason": None}, ItemFinding) == [("exchange.wrong_type", "reason")]
        assert structure({"kind": "nonconformities", "cases": []}, CasesFound) == CasesFound(cases=())

    def test_private_fields_and_answers_are_no_keys(self, rubric, refusal):
        data = converter.unstructure(rubric)
        assert "answers" not in data
        for key in ("answers", "by_id", "_by_id", "compiled"):
            problems = refusal(structure, {**data, key: []}, type(rubric))
            assert problems[0][0] in {"exchange.unknown_key", "exchange.unknown_key_near"}

    def test_every_formula_kind_can_be_read(self, rubric):
        kinds = {each.formula.kind for each in rubric.indicators}
        assert len(kinds) == 8
        assert {type(each.formula) for each in rubric.indicators} >= {Proportional, DeductPerStep}

    def test_numbers_are_written_as_text(self):
        assert converter.unstructure(Fraction(1, 2)) == "0.5"
        assert converter.unstructure((Fraction(1, 3), Interval.at_least(0), Count(3))) == ["1/3", "[0, inf)", "3"]
        assert converter.unstructure(Option(id="a", label=Text("x"), points=5)) == {
            "id": "a",
            "label": {"zh": "x"},
            "points": "5",
        }
        assert (
            converter.unstructure(
                FactDefinition(id="a", label=Text("x"), quantity=FactQuantity.RATE, definition=Text("y"))
            )["quantity"]
            == "rate"
        )
