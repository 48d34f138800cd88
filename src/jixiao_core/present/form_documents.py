"""Official forms, filled: reports as documents (`.docx`) that the reader of published forms reads back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao_core.present.department_document import department_blocks
from jixiao_core.present.project_document import project_blocks
from jixiao_core.present.self_evaluation_document import self_evaluation_blocks
from jixiao_core.present.word_document import Block, docx_bytes
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.report import Report

__all__ = ["forms_docx"]


def forms_docx(reports: Sequence[Report]) -> bytes:
    """
    Return reports as filled forms, one after the other, as the bytes of a `.docx` file.

    The same reports give the same bytes. Personal fields are printed where a report has them; `reports.redacted` takes
    them out.

    Args:
        reports: the reports.
    """
    blocks = tuple(block for report in reports for block in _blocks(report))
    return docx_bytes(blocks, title=reports[0].title if reports else "")


def _blocks(report: Report) -> Iterator[Block]:
    if isinstance(report, DepartmentReport):
        return department_blocks(report)
    if isinstance(report, ProjectReport):
        return project_blocks(report)
    return self_evaluation_blocks(report)
