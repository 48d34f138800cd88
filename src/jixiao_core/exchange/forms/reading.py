"""From a published form to its reports: sections by their headings, then each section by its labels."""

from __future__ import annotations

from typing import Any, Final

from attrs import evolve, fields, frozen

from jixiao_core.exchange.forms.blocks import Block, Line, Row, heading_of
from jixiao_core.exchange.forms.claimed import claimed_table
from jixiao_core.exchange.forms.cover import cover, titled
from jixiao_core.exchange.forms.goals import goals
from jixiao_core.exchange.forms.grids import institutions
from jixiao_core.exchange.forms.ledger import Ledger, LossReport
from jixiao_core.exchange.forms.narrative import narrative
from jixiao_core.exchange.forms.profile import department_profile, expenditure_lines, project_profile
from jixiao_core.exchange.forms.segments import Segment, segments
from jixiao_core.exchange.forms.signing import is_preparer_line, sign_offs
from jixiao_core.exchange.reports import Report
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.parts import ClaimedTable
from jixiao_core.reports.project import ProjectReport

__all__ = ["PublishedReports", "reports_of"]


_DEPARTMENT_FIELDS: Final = frozenset(each.name for each in fields(DepartmentReport))
_PROJECT_FIELDS: Final = frozenset(each.name for each in fields(ProjectReport))
# Words of the headings of sections, in the order in which they are looked for.
_SECTIONS: Final = (
    ("基本概况", "profile"),
    ("收支情况", "grids"),
    ("支出明细", "lines"),
    ("自评情况", "goals"),
    ("评价人员", "people"),
    ("文字部分", "narrative"),
    ("综述", "narrative"),
)


@frozen(kw_only=True)
class PublishedReports:
    """
    What a published form holds.

    Attributes:
        reports: its reports, in its order, each with the scoring table that belongs to it.
        tables: scoring tables without a report.
        loss: what became of every cell and line.
    """

    reports: tuple[Report, ...]
    tables: tuple[ClaimedTable, ...]
    loss: LossReport


def reports_of(blocks: tuple[Block, ...]) -> PublishedReports:
    """Return the reports and scoring tables of a form, and the account of its cells and lines."""
    ledger = Ledger()
    reports: list[Report] = []
    tables: list[tuple[str, ClaimedTable]] = []
    for segment in segments(blocks):
        match segment.kind:
            case "department":
                reports.append(_department(segment, ledger))
            case "project":
                reports.append(_project(segment, ledger))
            case "claimed":
                table = claimed_table(segment, ledger)
                tables.append(("project" if "项目" in table.title else "department", table))
            case "other":
                pass
    joined = tuple(_with_table(report, tables) for report in reports)
    return PublishedReports(reports=joined, tables=tuple(table for _, table in tables), loss=ledger.report(blocks))


def _with_table(report: Report, tables: list[tuple[str, ClaimedTable]]) -> Report:
    """The report with the first table of its kind, which is taken from the list."""
    for position, (kind, table) in enumerate(tables):
        if kind == report.kind:
            del tables[position]
            return evolve(report, claimed=table)
    return report


def _department(segment: Segment, ledger: Ledger) -> DepartmentReport:
    parts = _sections(segment.blocks, ledger)
    grids, units = institutions(_rows(parts["grids"]), ledger)
    return DepartmentReport(
        **titled(segment.title, ledger),
        **cover(_lines(parts["cover"]), ledger, _DEPARTMENT_FIELDS),
        **department_profile(_rows(parts["profile"]), ledger),
        **goals(_rows(parts["goals"]), ledger),
        institutions=grids,
        units=units,
        **_ending(parts, ledger),
    )


def _project(segment: Segment, ledger: Ledger) -> ProjectReport:
    parts = _sections(segment.blocks, ledger)
    title = titled(segment.title, ledger)
    return ProjectReport(
        **{name: value for name, value in title.items() if name in _PROJECT_FIELDS},
        **cover(_lines(parts["cover"]), ledger, _PROJECT_FIELDS),
        **project_profile(_rows(parts["profile"]), ledger),
        **expenditure_lines(_rows(parts["lines"]), ledger),
        **goals(_rows(parts["goals"]), ledger),
        **_ending(parts, ledger),
    )


def _ending(parts: dict[str, list[Block]], ledger: Ledger) -> dict[str, Any]:
    """Signatures and narrative; the line of the preparer may stand on either side of the heading."""
    loose = _lines([*parts["people"], *parts["narrative"]])
    signed = sign_offs(_rows(parts["people"]), loose, ledger)
    told = (line for line in _lines(parts["narrative"]) if not is_preparer_line(line))
    return {"sign_offs": signed, "narrative": narrative(told, ledger)}


def _sections(blocks: tuple[Block, ...], ledger: Ledger) -> dict[str, list[Block]]:
    """The blocks of each section; what stands before the first heading is the cover."""
    found: dict[str, list[Block]] = {name: [] for name in ("cover", *(name for _, name in _SECTIONS))}
    current = "cover"
    for block in blocks:
        name = _section_name(block)
        if name is None:
            found[current].append(block)
            continue
        current = name
        assert isinstance(block, Row)
        ledger.take(block.cells[0], "label")
    return found


def _section_name(block: Block) -> str | None:
    """The section that a row of one cell opens, if it does."""
    if not isinstance(block, Row) or len(block.cells) != 1 or "\n" in block.cells[0].text:
        return None
    heading = heading_of(block.cells[0].text)
    return next((name for words, name in _SECTIONS if words in heading), None)


def _rows(blocks: list[Block]) -> list[Row]:
    return [block for block in blocks if isinstance(block, Row)]


def _lines(blocks: list[Block]) -> list[Line]:
    return [block for block in blocks if isinstance(block, Line)]
