"""Cases and evidence from files and plain data."""

from __future__ import annotations

from typing import Any

from jixiao_core.errors import FormatError, raise_if
from jixiao_core.exchange.converter import own_converter
from jixiao_core.exchange.documents import DocumentSource, read_document
from jixiao_core.exchange.kinds import empty_instead, other_than_case
from jixiao_core.exchange.limits import Syntax
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.evidence import Evidence

__all__ = ["parse_case", "parse_evidence", "read_case", "read_evidence"]


def read_case(source: DocumentSource, *, syntax: Syntax | None = None) -> Case:
    r"""
    Return the case of a TOML or JSON document: a table with the fields of `Case`.

    Names of facts, rows and options are checked when the case meets its rubric.

    Args:
        source: a path, or the bytes of the document.
        syntax: how it is written; None: see `read_document`.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for everything else that is wrong with it, all problems at once, with their paths.

    >>> read_case(b'rubric = "village@2021.1"\nfiscal_year = 2021\nevidence.facts.staff = 33').evidence.facts[0][0]
    'staff'
    """
    return parse_case(read_document(source, syntax=syntax))


def parse_case(data: Any) -> Case:
    """Return the case of plain data; FormatError has all problems with their paths."""
    raise_if(other_than_case(data), FormatError)
    try:
        return own_converter().structure(data, Case)
    except FormatError as error:
        raise FormatError(*empty_instead(data), *error.problems) from None


def read_evidence(source: DocumentSource, *, syntax: Syntax | None = None) -> Evidence:
    """
    Return the evidence of a TOML or JSON document: a table with the fields of `Evidence`, each keyed by ids.

    Args:
        source: a path, or the bytes of the document.
        syntax: how it is written; None: see `read_document`.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for everything else that is wrong with it, all problems at once, with their paths.
    """
    return parse_evidence(read_document(source, syntax=syntax))


def parse_evidence(data: Any) -> Evidence:
    """Return the evidence of plain data; FormatError has all problems with their paths."""
    return own_converter().structure(data, Evidence)
