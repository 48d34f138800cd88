"""Exceptions of the linter from files: they lie beside a rubric, because what is published never changes."""

from __future__ import annotations

from jixiao_core.exchange.converter import own_converter
from jixiao_core.exchange.documents import DocumentSource, read_document
from jixiao_core.exchange.limits import Syntax
from jixiao_core.rubrics.linting.exceptions import LintExceptions

__all__ = ["read_lint_exceptions"]


def read_lint_exceptions(source: DocumentSource, *, syntax: Syntax | None = None) -> LintExceptions:
    r"""
    Return the exceptions of a TOML or JSON document.

    Args:
        source: a path, or the bytes of the document.
        syntax: how it is written; None: see `read_document`.

    Raises:
        LimitError: for documents beyond the limits.
        FormatError: for everything else that is wrong with it, all problems at once, with their paths.

    >>> text = 'rubric = "village@2021.1"\n[[exceptions]]\ncode = "lint.gap"\npath = "a"\nreason = "条款如此"'
    >>> read_lint_exceptions(text.encode()).exceptions[0].reason.zh
    '条款如此'
    """
    return own_converter().structure(read_document(source, syntax=syntax), LintExceptions)
