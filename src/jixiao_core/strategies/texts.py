"""Texts that people paste and that programs trip over."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

__all__ = ["hostile_texts"]

_KNOWN = (
    "",
    " ",
    "　",
    "９９．５％",
    "－３",
    "28万",
    "1e999999999",
    "nan",
    "-inf",
    "1_000",
    "٣٣",
    "9" * 1000,
    "=1+1",
    "＝HYPERLINK(0)",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "[red]x[/red]",
    "{found.__class__}",
    "%s %(x)s",
    "../../etc",
    "\u202eabc",
    "a\u200bb",
    "\ufeff数",
    "\ufffd",
    "\x1b[31m红",
    "a\0b",
    "“”‘’",
)


def hostile_texts() -> SearchStrategy[str]:
    """
    Return texts that look like numbers, markup, formulas or format strings, and any other text.

    Full-width digits, cut units, exponents, bidirectional and zero-width characters, terminal escapes, spreadsheet
    formulas and HTML are among them.
    """
    return st.sampled_from(_KNOWN) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
