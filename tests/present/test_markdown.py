"""Whatever a text holds, Markdown shows the text: nothing in it begins a list, a heading, a table, a link or a formula."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.present.markdown import bold, escaped, own_lines

PIECES = (
    *("a", "财", "1", "12", ". ", ") ", ".", ")", "-", "+", "=", "---", "===", "#", " ", "    ", "\n", "\r", "\t"),
    *("&copy;", "&#65;", "<b>", "*", "**", "_", "`", "~~~", "|", "\\", ":", "!", "[a](b)", "[a]: /u", "$x$", ">"),
    *("http://x.cn", "www.x.cn", "\xa0", "\u3000", "\u2028"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
# CommonMark 0.31, chapters 4 and 5: what begins another block than a paragraph, or makes a heading of the line before.
BLOCKS = re.compile(
    r"\t| {4}| {0,3}(?:[-+*](?:\s|$)|[0-9]{1,9}[.)](?:\s|$)|#{1,6}(?:\s|$)|=+\s*$|[-_* ]{3,}\s*$|-+\s*$|>|`{3}|~{3}|<|\[|\||:?-+:?\s*$)"
)
# Chapter 6, and what pages like GitHub add: formulas, bare addresses, struck text, cells.
INLINES = re.compile(r"[*_`<\[\]|~$]|&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z0-9]+);|[A-Za-z]://|www\.")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def shown(source):
    """What is left of a line in which nothing is markup; a backslash before a sign of ASCII is none."""
    # What is escaped is hidden from the look for markup, as a Chinese character.
    assert not INLINES.search(ESCAPE.sub("财", source)), source
    return html.unescape(ESCAPE.sub(lambda found: {"&": "&amp;"}.get(found[1], found[1]), source))


def plain(text):
    return re.sub(r"[ \t\r\n\u2028]+", " ", text).strip(" ")


@given(TEXTS)
def test_lines_of_their_own_are_paragraphs_of_the_text(text):
    lines = own_lines(text).split("\n")
    for line in lines:
        assert not BLOCKS.match(line), lines
    assert plain(" ".join(shown(line) for line in lines)) == plain(text)


@given(TEXTS)
def test_cells_are_the_text_in_one_line(text):
    cell = escaped(text)
    assert not re.search("[\r\n]", cell)
    assert plain(shown(cell)) == plain(text)


@given(TEXTS)
def test_bold_is_bold_or_nothing(text):
    found = bold(text)
    if found:
        assert (found[:2], found[-2:]) == ("**", "**")
        assert found[2:-2] == found[2:-2].strip()
        assert plain(shown(found[2:-2])) == plain(text.strip())
    else:
        assert not text.strip()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2021年度收入993.18万元，支出-5.2万元。", "2021年度收入993.18万元，支出-5.2万元。"),
        ("1. 一", r"1\. 一"),
        ("甲\n===", "甲  \n\\==="),
        ("    甲", "甲"),
        ("&copy;", r"\&copy;"),
        ("甲\r# 乙", r"甲 \# 乙"),
    ],
)
def test_plain_texts_stay_plain(text, wanted):
    assert own_lines(text) == wanted
