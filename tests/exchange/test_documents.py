"""Plain data: syntax errors with their place, names that stand twice, numbers that are not numbers, hidden characters."""

from pathlib import Path

import pytest

from jixiao_core import exchange
from jixiao_core.errors import FormatError
from jixiao_core.exchange import documents
from jixiao_core.exchange.documents import NumberLiteral
from jixiao_core.messages import Message

EXAMPLES = Path(__file__).parents[2] / "examples"
SYNTAX = [
    ("a = 1\na = 2", "toml", 2, "reason_twice"),
    ("[a]\n[a]", "toml", 2, "reason_twice"),
    ("a = { b = 1, b = 2 }", "toml", 1, "reason_twice"),
    ("a = []\n[[a]]", "toml", 2, "reason_closed_table"),
    ("a = {}\n[a.b]", "toml", 2, "reason_twice"),
    ('a = "x', "toml", 1, "reason_open_text"),
    ('a = """x', "toml", 1, "reason_open_text"),
    ('a = "x\ny"', "toml", 1, "reason_open_text"),
    ("a = 'x\x01'", "toml", 1, "reason_open_text"),
    ('a = "\\d"', "toml", 1, "reason_backslash"),
    ('a = "\\uD800"', "toml", 1, "reason_backslash"),
    ('a = "\\uZZZZ"', "toml", 1, "reason_backslash"),
    ("\na = ９５", "toml", 2, "reason_value"),
    ("a = 优", "toml", 1, "reason_value"),
    ("a = True", "toml", 1, "reason_value"),
    ("a =", "toml", 1, "reason_value"),
    ("a = 2021-02-30", "toml", 1, "reason_date"),
    ("优 = 1", "toml", 1, "reason_toml_key"),
    ("= 1", "toml", 1, "reason_toml_key"),
    ("a 1", "toml", 1, "reason_toml_key"),
    ("a = [1 2]", "toml", 1, "reason_unclosed"),
    ("a = { b = 1", "toml", 1, "reason_unclosed"),
    ("a = 1 b = 2", "toml", 1, "reason_extra"),
    ("[a", "toml", 1, "reason_unclosed"),
    ("[[a]", "toml", 1, "reason_unclosed"),
    ("}", "json", 1, "reason_value"),
    ('{"a": 1,}', "json", 1, None),
    ('{"a": 1 "b": 2}', "json", 1, "reason_comma"),
    ("[1 2]", "json", 1, "reason_comma"),
    ("{a: 1}", "json", 1, "reason_json_key"),
    ('{"a" 1}', "json", 1, "reason_json_key"),
    ('{"a": "x\n"}', "json", 1, "reason_open_text"),
    ('{"a": "x', "json", 1, "reason_open_text"),
    ('{"a": "\\d"}', "json", 1, "reason_backslash"),
    ('{"a": "\\u12"}', "json", 1, "reason_backslash"),
    ('{}\n{"b": 1}', "json", 2, "reason_extra"),
    ("[1", "json", 1, "reason_comma"),
]


class TestSyntax:
    @pytest.mark.parametrize(("text", "syntax", "line", "reason"), SYNTAX)
    def test_a_syntax_error_says_where_and_what_to_do(self, text, syntax, line, reason):
        with pytest.raises(FormatError) as caught:
            exchange.read_document(text.encode(), syntax=syntax)
        (problem,) = caught.value.problems
        assert problem.code == "exchange.syntax"
        assert problem.message["line"] == line
        if reason:
            assert problem.message["reason"] == Message.of(f"exchange.{reason}")

    def test_nothing_is_called_empty(self, refusal):
        assert refusal(exchange.read_document, b"", syntax="json") == [("exchange.file_empty", "")]

    def test_no_error_of_the_parsers_lacks_an_explanation(self):
        """Each text above has a reason of its own, not the general one."""
        for text, syntax, _, _ in SYNTAX:
            with pytest.raises(FormatError) as caught:
                exchange.read_document(text.encode(), syntax=syntax)
            assert caught.value.problems[0].message["reason"] != Message.of("exchange.reason_other")

    def test_the_line_is_shown_cut_and_escaped(self):
        with pytest.raises(FormatError) as caught:
            exchange.read_document(b"a = \x1b[31m" + b"x" * 500, syntax="toml")
        near = caught.value.problems[0].message["near"]
        assert "\x1b" not in near
        assert len(near) < 100

    def test_errors_that_the_parser_gives_without_a_place_are_ours_as_well(self, monkeypatch, refusal):
        def fail(*_, **__):
            raise ValueError("year")

        monkeypatch.setattr(documents.tomllib, "loads", fail)
        assert refusal(exchange.read_document, b"a = 1") == [("exchange.bad_toml_value", "")]


class TestSources:
    def test_the_suffix_tells_the_syntax(self, tmp_path):
        for name, content in (("a.toml", b"a = 1"), ("a.JSON", b'{"a": 1}')):
            (tmp_path / name).write_bytes(content)
            assert exchange.read_document(tmp_path / name) == {"a": 1}
            assert exchange.read_document(str(tmp_path / name)) == {"a": 1}

    @pytest.mark.parametrize("content", [b"a = 1", b'\n {"a": 1}', b"#\na = 1"])
    def test_bytes_tell_their_syntax_themselves(self, content):
        assert exchange.read_document(content) == {"a": 1}

    @pytest.mark.parametrize(
        ("content", "data"),
        [(b"[a]\nb = 1", {"a": {"b": 1}}), (b'[["a.b"]]', {"a.b": [{}]}), (b'[{"a": 1}]', [{"a": 1}])],
    )
    def test_a_table_header_is_told_from_a_list(self, content, data):
        assert exchange.read_document(content) == data


class TestNumbers:
    @pytest.mark.parametrize(("text", "syntax"), [("a = 0.50", "toml"), ('{"a": 0.50}', "json")])
    def test_decimals_stay_text_but_are_told_from_text(self, text, syntax):
        value = exchange.read_document(text.encode(), syntax=syntax)["a"]
        assert value == "0.50"
        assert type(value) is NumberLiteral

    @pytest.mark.parametrize(
        ("number", "code"),
        [
            ("1e999999999", "exact.exponent"),
            ("1E5", "exact.exponent"),
            ("-1.5e-3", "exact.exponent"),
            ("0." + "1" * 40, "exact.too_many_digits"),
            ("0." + "1" * 80, "exact.too_long"),
            ("9" * 31, "exact.too_many_digits"),
            ("9" * 500, "exact.too_long"),
        ],
    )
    def test_numbers_outside_the_grammar_are_refused_with_their_path(self, refusal, number, code):
        assert refusal(exchange.read_document, f"[[a]]\nb = {number}".encode()) == [(code, "a[0].b")]
        assert refusal(exchange.read_document, f'{{"a": [{{"b": {number}}}]}}'.encode()) == [(code, "a[0].b")]

    @pytest.mark.parametrize(
        ("text", "syntax"),
        [
            ("a = nan", "toml"),
            ("a = -inf", "toml"),
            ('{"a": NaN}', "json"),
            ('{"a": -Infinity}', "json"),
            ('{"a": Infinity}', "json"),
        ],
    )
    def test_what_is_not_finite_is_refused(self, refusal, text, syntax):
        assert refusal(exchange.read_document, text.encode(), syntax=syntax) == [("exact.not_finite", "a")]

    def test_underscores_in_decimals_are_refused(self, refusal):
        assert refusal(exchange.read_document, b"a = 1_0.5") == [("exact.not_a_number", "a")]


class TestNames:
    def test_names_that_stand_twice_in_json_are_all_reported_with_their_places(self, refusal):
        content = b'{"a": 1, "a": 2, "b": [{"c": 1, "d": 2, "c": 3, "d": 4}], "e": {"f": 1, "f": 1}}'
        expected = [
            ("exchange.key_twice", ""),
            ("exchange.key_twice", "b[0]"),
            ("exchange.key_twice", "b[0]"),
            ("exchange.key_twice", "e"),
        ]
        assert refusal(exchange.read_document, content) == expected

    @pytest.mark.parametrize("char", ["\u202e", "\u200b", "\u2066", "\ufeff", "\u00ad", "\u061c", "\x7f"])
    def test_characters_that_nobody_sees_are_refused_in_keys(self, refusal, char):
        content = f'{{"x": {{"a{char}b": 1}}}}'.encode()
        assert refusal(exchange.read_document, content) == [("exchange.invisible_in_key", "x")]

    def test_they_are_allowed_in_text_but_for_controls(self, refusal):
        assert exchange.read_document('a = "优\u200b\\t\\n"'.encode()) == {"a": "优\u200b\t\n"}
        for char in ("\\u0000", "\\u001b", "\\u0085", "\\ud800"):
            problems = refusal(exchange.read_document, f'{{"a": "{char}"}}'.encode())
            assert problems == [("exchange.control_character", "a")]

    def test_long_keys_are_refused(self, refusal):
        content = ('{"' + "a" * 201 + '": 1}').encode()
        assert refusal(exchange.read_document, content) == [("exchange.key_too_long", "")]


class TestValues:
    def test_dates_become_text_and_times_are_refused(self, refusal):
        assert exchange.read_document(b"a = [2021-12-31]") == {"a": ["2021-12-31"]}
        content = b"a = 07:32:00\nb = 2021-12-31T07:32:00Z\nc = 2021-12-31 07:32:00"
        expected = [("exchange.time_of_day", name) for name in "abc"]
        assert refusal(exchange.read_document, content) == expected

    @pytest.mark.parametrize(
        ("file", "old", "new", "wanted"),
        [
            ("project-2021.toml", "2022-07-28", "2022-02-30", ("dates.no_day", "report_date.iso")),
            ("project-2021.toml", "2022-07-28", "2022-13", ("dates.no_day", "report_date.iso")),
            ("project-2021.toml", "2022-07-28", "２０２２-07-28", ("dates.no_day", "report_date.iso")),
            ("project-2021.toml", '"2021-12"', '"2021-13"', ("dates.no_month", "period.last")),
            ("self-evaluation-form-2023.toml", "2024-03-05", "2023-02-29", ("dates.no_day", "report_date.iso")),
            (
                "bridge/department-2021.toml",
                "[evidence",
                "[[rounds]]\nrole = 'self'\nclaims = []\ndate = '2022-02-30'\n[evidence",
                ("rubrics.bad_date", "rounds[0].date"),
            ),
        ],
    )
    def test_days_that_no_calendar_has_are_refused(self, refusal, file, old, new, wanted):
        """30 February 2022 was taken and printed."""
        text = (EXAMPLES / file).read_text(encoding="utf-8")
        assert old in text
        read = exchange.read_case if file.startswith("bridge") else exchange.read_report
        assert refusal(read, text.replace(old, new, 1).encode()) == [wanted]
        if old[:2] == "20":
            read(text.replace(old, "2024-02", 1).encode())

    def test_no_more_than_a_hundred_problems_are_reported(self, refusal):
        problems = refusal(exchange.read_document, b"a = [" + b"nan," * 1000 + b"]")
        assert len(problems) == 100
        assert problems[98] == ("exact.not_finite", "a[98]")
        assert problems[99] == ("exchange.more_problems", "")
