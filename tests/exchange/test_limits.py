"""Everything is bounded before it is parsed."""

import contextlib
import json
import os
import stat
import tomllib
import tracemalloc

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jixiao_core import exchange
from jixiao_core.errors import FormatError, LimitError
from jixiao_core.exchange import limits
from jixiao_core.exchange.limits import check_text, decoded, file_bytes

HOSTILE = st.text(st.sampled_from("\"'\\[]{}#=,.\n a1é"), max_size=30)
VALUES = st.one_of(
    HOSTILE.map(lambda text: f'"{text}"'),
    HOSTILE.map(lambda text: f"'{text}'"),
    HOSTILE.map(lambda text: f'"""{text}"""'),
    HOSTILE.map(lambda text: f"'''{text}'''"),
    st.sampled_from(["1.5", "[1, [2]]", "{ a.b = 1 }", "2021-12-31", "true", '[ # "\n ]']),
)
COMMENTS = HOSTILE.map(lambda text: "#" + text.replace("\n", " "))


class TestFiles:
    def test_a_file_of_50_mb_is_refused_and_not_read(self, tmp_path, refusal):
        path = tmp_path / "large.toml"
        with path.open("wb") as file:
            file.truncate(50_000_000)
        tracemalloc.start()
        problems = refusal(exchange.read_document, path, error=LimitError)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert problems == [("exchange.too_large", "")]
        assert peak < 1_000_000

    def test_a_file_that_grows_while_it_is_read_is_bounded_as_well(self, monkeypatch, tmp_path, refusal):
        """When it was opened it was empty; nine bytes are there when it is read."""
        path = tmp_path / "a.toml"
        path.write_bytes(b"a = 12345")
        empty = os.stat_result((stat.S_IFREG | 0o600, *[0] * 9))
        monkeypatch.setattr("jixiao_core.exchange.limits.os.fstat", lambda _: empty)
        assert refusal(file_bytes, path, 8) == [("exchange.too_large", "")]

    def test_a_device_is_not_read(self, refusal):
        assert refusal(file_bytes, "/dev/zero", 1000) == [("exchange.not_a_file", "")]

    def test_the_limit_itself_is_allowed(self, tmp_path):
        path = tmp_path / "a.toml"
        path.write_bytes(b"a = 1")
        assert file_bytes(path, 5) == b"a = 1"
        with pytest.raises(LimitError):
            file_bytes(path, 4)
        assert decoded(b"a = 1", 5) == "a = 1"
        with pytest.raises(LimitError):
            decoded(b"a = 1", 4)

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("absent.toml", "exchange.no_file"),
            ("folder.toml", "exchange.is_directory"),
            ("a\0b.toml", "exchange.unreadable"),
            ("file.toml/x.toml", "exchange.unreadable"),
            ("notes.txt", "exchange.unknown_suffix"),
            ("notes", "exchange.no_suffix"),
        ],
    )
    def test_what_is_no_readable_document_says_why(self, tmp_path, refusal, name, code):
        (tmp_path / "folder.toml").mkdir()
        (tmp_path / "file.toml").write_bytes(b"")
        assert refusal(exchange.read_document, tmp_path / name, error=FormatError) == [(code, "")]

    def test_a_file_without_permission_says_so(self, monkeypatch, tmp_path, refusal):
        def refuse(*_, **__):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("jixiao_core.exchange.limits.os.open", refuse)
        assert refusal(file_bytes, tmp_path / "a.toml") == [("exchange.no_permission", "")]


class TestEncoding:
    def test_a_byte_order_mark_is_dropped(self):
        assert exchange.read_document("\ufeffa = 1".encode(), syntax="toml") == {"a": 1}

    @pytest.mark.parametrize(
        ("content", "offset", "line", "found"),
        [
            ("标题".encode("gbk"), 1, 1, "0xB1"),
            (b'a = 1\nb = "\xff"', 12, 2, "0xFF"),
            ("a = 1".encode("utf-16"), 1, 1, "0xFF"),
            ("优".encode()[:2], 1, 1, "0xE4"),
        ],
    )
    def test_undecodable_bytes_are_one_error_with_their_place(self, content, offset, line, found):
        with pytest.raises(FormatError) as caught:
            decoded(content)
        (problem,) = caught.value.problems
        assert problem.code == "exchange.not_utf8"
        assert (problem.message["offset"], problem.message["line"], problem.message["found"]) == (offset, line, found)


class TestScanner:
    @given(st.lists(st.one_of(VALUES, COMMENTS), max_size=6), st.integers(0, 1))
    def test_toml_texts_and_comments_hide_brackets_exactly_as_the_parser_sees_it(self, pieces, excess):
        """After any valid document the scanner stands outside of texts: it sees 32 brackets, and refuses 33."""
        lines = [piece if piece.startswith("#") else f"k{number} = {piece}" for number, piece in enumerate(pieces)]
        document = "\n".join(lines) + "\n"
        try:
            tomllib.loads(document)
        except tomllib.TOMLDecodeError:
            assume(False)
        depth = limits.MAX_DEPTH + excess
        whole = f"{document}z = {'[' * depth}{']' * depth}"
        if excess:
            with pytest.raises(LimitError) as caught:
                check_text(whole, "toml")
            assert caught.value.code == "exchange.too_deep"
            assert caught.value.problems[0].message["line"] == document.count("\n") + 1
        else:
            check_text(whole, "toml")

    @given(st.lists(HOSTILE, max_size=6), st.integers(0, 1))
    def test_json_texts_hide_brackets(self, texts, excess):
        depth = limits.MAX_DEPTH - 1 + excess
        document = json.dumps([*texts, "deep"], ensure_ascii=False).replace('"deep"', "[" * depth + "]" * depth)
        if excess:
            with pytest.raises(LimitError):
                check_text(document, "json")
        else:
            check_text(document, "json")

    @settings(max_examples=3 * settings().max_examples)
    @given(st.text(st.sampled_from("\"'\\[]{}#=,.\n a1"), max_size=60), st.sampled_from(["toml", "json"]))
    def test_any_text_is_scanned_without_complaint(self, text, syntax):
        """Short texts break no limit but nesting, whatever they hold."""
        with contextlib.suppress(LimitError):
            check_text(text, syntax)

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"[" * 100_000, "exchange.too_deep"),
            (b"a = " + b"[" * 100_000, "exchange.too_deep"),
            (b'{"a":' * 100_000, "exchange.too_deep"),
            (b"a = " + b"9" * 1_000_000, "exchange.word_too_long"),
            (b'{"a": ' + b"9" * 1_000_000 + b"}", "exchange.word_too_long"),
            (b"a = 0x" + b"f" * 1_000_000, "exchange.word_too_long"),
            (b".".join([b"a"] * 20_000) + b" = 1", "exchange.too_many_key_parts"),
            (b"[" + b" . ".join([b'"a"'] * 20_000) + b"]", "exchange.too_many_key_parts"),
            (b"a" * 1_000_000 + b" = 1", "exchange.word_too_long"),
            (b'a = "' + b"x" * 100_001 + b'"', "exchange.text_too_long"),
            (b"a = '''" + b"'' " * 50_000 + b"'''", "exchange.text_too_long"),
            (b'{"a": "' + b'\\"' * 60_000 + b'"}', "exchange.text_too_long"),
            (b"a = [" + b"1," * 200_001 + b"]", "exchange.too_many_parts"),
            (b"#\n" * 1_500_000, "exchange.too_many_parts"),
            (b"." * 4_000_000, "exchange.too_many_parts"),
            (b"a " * 2_000_000, "exchange.too_many_parts"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_costly_documents_are_refused_before_they_are_parsed(self, monkeypatch, refusal, content, code):
        def parse(*_, **__):
            pytest.fail("it was parsed")

        monkeypatch.setattr("tomllib.loads", parse)
        monkeypatch.setattr("json.loads", parse)
        syntax = "json" if content.startswith(b"{") else "toml"
        assert refusal(exchange.read_document, content, syntax=syntax, error=LimitError) == [(code, "")]

    def test_what_lies_at_the_limits_is_read(self):
        key = b".".join([b"a"] * limits.MAX_KEY_PARTS)
        text = b"x" * (limits.MAX_STRING - 2)
        exchange.read_document(key + b' = "' + text + b'"', syntax="toml")
        exchange.read_document(b"[" * limits.MAX_DEPTH + b"]" * limits.MAX_DEPTH, syntax="json")

    @pytest.mark.parametrize(
        "content", ['"' * 3_000_000, '"\\' * 1_500_000, "'''" + "''\n" * 900_000, '"""' + '\\"' * 1_000_000]
    )
    @pytest.mark.parametrize("syntax", ["toml", "json"])
    def test_texts_that_never_end_are_the_parser_s_to_refuse(self, refusal, content, syntax):
        ((code, _),) = refusal(exchange.read_document, content.encode(), syntax=syntax)
        assert code in {"exchange.syntax", "exchange.text_too_long", "exchange.too_many_parts"}

    def test_dotted_keys_inside_each_other_count_as_depth(self, refusal):
        content = b"a.b.c.d = {" * 10 + b"}" * 10
        ((code, _),) = refusal(exchange.read_document, content, syntax="toml")
        assert code == "exchange.tables_too_deep"

    @pytest.mark.parametrize("parser", ["tomllib.loads", "json.loads"])
    def test_a_parser_that_runs_out_of_stack_is_our_error(self, monkeypatch, refusal, parser):
        def run_out(*_, **__):
            raise RecursionError

        monkeypatch.setattr(parser, run_out)
        syntax = "toml" if parser.startswith("toml") else "json"
        assert refusal(exchange.read_document, b"{}", syntax=syntax) == [("exchange.recursion", "")]
