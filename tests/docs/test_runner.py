"""The runner itself sees what is wrong: a page that lies, fails."""

import pytest
from block_runner import console_problems, make_problems, matches, place_files, python_problems, toml_problems
from markdown_pages import code_lines, parse_page

from jixiao_core.errors import JixiaoError


def page_of(*blocks):
    return parse_page("\n\n".join(f"```{language}\n{text}\n```" for language, text in blocks))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


class TestParsing:
    def test_a_marker_speaks_of_the_next_block_only(self):
        page = parse_page("<!-- not run: needs a network -->\n\n```sh\nx\n```\n\n```sh\ny\n```\n")
        assert [block.reason for block in page.blocks] == ["needs a network", ""]

    def test_a_marker_far_above_is_none(self):
        page = parse_page("<!-- not run: old -->\n\nWords.\n\n```sh\nx\n```\n")
        assert [block.reason for block in page.blocks] == [""]

    def test_a_marker_needs_a_reason(self):
        page = parse_page("<!-- not run:  -->\n```sh\nx\n```\n")
        assert [block.reason for block in page.blocks] == [""]

    def test_tables_know_the_rubric_above_them(self):
        text = '```toml\n# a.toml\nseries = "a"\n```\n\n```toml\n# b.toml\nx = 1\n```\n\n| A | B |\n| --- | --- |\n| `1` | 2 |\n'
        page = parse_page(text)
        (table,) = page.tables
        assert (table.file, table.header, table.rows) == ("a.toml", ("A", "B"), (("`1`", "2"),))

    def test_cells_are_lines_of_code(self):
        assert code_lines("`a = 1`<br><br>`b`") == ["a = 1", "", "b"]
        assert code_lines("–") == []


class TestToml:
    def test_a_part_with_a_wrong_value_is_refused(self):
        (block,) = page_of(("toml", 'rounding = [{ at = "row", quantum = "1" }]')).blocks
        with pytest.raises(JixiaoError):
            toml_problems(block)

    def test_a_key_of_nothing_is_seen(self):
        (block,) = page_of(("toml", "colour = 1")).blocks
        assert toml_problems(block) == ["colour is a key of nothing"]

    def test_parts_of_rubrics_rows_and_cases_are_read(self):
        text = 'points = 5\npapers = ["a"]\nfiscal_year = 2021\nfacts.staff = 1'
        (block,) = page_of(("toml", text.rpartition("\n")[0])).blocks
        assert toml_problems(block) == []


class TestPython:
    def test_blocks_share_a_namespace(self):
        assert python_problems(page_of(("python", "x = 1"), ("python", ">>> x + 1\n2")), "page") == ""

    def test_a_wrong_result_is_seen(self):
        assert "Expected" in python_problems(page_of(("python", ">>> 1 + 1\n3")), "page")

    def test_an_unexpected_error_is_seen(self):
        assert "ZeroDivisionError" in python_problems(page_of(("python", ">>> 1 / 0")), "page")


class TestConsole:
    def test_lines_match_exactly(self):
        assert matches(["a", "b"], ["a", "b", ""])
        assert not matches(["a"], ["a", "b"])
        assert not matches(["a.c"], ["abc"])

    def test_an_ellipsis_stands_for_any_lines(self):
        assert matches(["a", "…", "z"], ["a", "z"])
        assert matches(["a", "…", "z"], ["a", "b", "c", "z"])
        assert not matches(["a", "…", "z"], ["a", "b"])

    @pytest.mark.parametrize(
        "text",
        [
            "$ ls",
            "some output first",
            "$ jixiao rubrics\nnothing of the kind",
            "$ jixiao rubrics no-such@1.1\n…",
            "$ jixiao rubrics no-such@1.1\n…\n$ echo $?\n1",
        ],
        ids=["another command", "no command", "wrong output", "unsaid status", "wrong status"],
    )
    def test_what_is_not_so_is_seen(self, text, folder):
        (block,) = page_of(("console", text)).blocks
        assert console_problems(block, folder)

    def test_a_failure_that_is_told_is_no_problem(self, folder):
        (block,) = page_of(("console", "$ jixiao rubrics no-such@1.1\n…\n$ echo $?\n2")).blocks
        assert console_problems(block, folder) == []

    def test_the_files_of_the_page_are_there(self, folder):
        page = page_of(("toml", "# a.toml\nx = 1"))
        place_files(page, folder)
        assert (folder / "a.toml").read_text(encoding="utf-8") == "# a.toml\nx = 1\n"
        assert (folder / "examples" / "project-2021.toml").is_file()


def test_make_targets_exist():
    targets = page_of(("", "make demo"), ("", "make coffee")).blocks
    assert [make_problems(block) for block in targets] == [[], ["make coffee"]]
