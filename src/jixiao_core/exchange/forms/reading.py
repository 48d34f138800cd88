"""From a published form to its reports: sections by their headings, then each section by its labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve, field, fields, frozen, mutable

from jixiao_core.exchange.forms.belonging import TableSlot, assigned
from jixiao_core.exchange.forms.blocks import Block, Line, Row, heading_of, is_page_number
from jixiao_core.exchange.forms.claimed import claimed_table
from jixiao_core.exchange.forms.cover import cover, titled
from jixiao_core.exchange.forms.expenditures import expenditure_lines
from jixiao_core.exchange.forms.goals import goals
from jixiao_core.exchange.forms.grids import institutions
from jixiao_core.exchange.forms.ledger import Ledger, LossReport
from jixiao_core.exchange.forms.narrative import narrative
from jixiao_core.exchange.forms.profile import department_profile, project_profile
from jixiao_core.exchange.forms.segments import Segment, segments
from jixiao_core.exchange.forms.self_evaluation import self_evaluation_form
from jixiao_core.exchange.forms.signing import is_preparer_line, sign_offs
from jixiao_core.exchange.reports import Report
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.parts import ClaimedTable, Unread
from jixiao_core.reports.project import ProjectReport

__all__ = ["PublishedReports", "reports_of"]


_DEPARTMENT_FIELDS: Final = frozenset(each.name for each in fields(DepartmentReport))
_PROJECT_FIELDS: Final = frozenset(each.name for each in fields(ProjectReport))
# How the headings of sections end, apart from brackets behind them, in the order in which they are looked for.
_SECTIONS: Final = (
    (re.compile(r"基本概况$"), "profile"),
    (re.compile(r"收支情况$"), "grids"),
    (re.compile(r"支出明细(?:情况|表)?$"), "lines"),
    (re.compile(r"自评情况$"), "goals"),
    (re.compile(r"评价人员(?:情况|名单)?$"), "people"),
    (re.compile(r"(?:综述|文字部分)$"), "narrative"),
)
_IN_BRACKETS: Final = re.compile(r"（([^（）]*)）$")
# A heading says nothing; 部门意见：自评情况属实。 is a sentence.
_SAID: Final = re.compile(r"[：。；，！？]")


@frozen(kw_only=True)
class PublishedReports:
    """
    What a published form holds.

    Attributes:
        reports: its reports, in its order, each with the scoring table that belongs to it.
        tables: scoring tables that belong to no report; their cells are in the account as not read.
        loss: what became of every cell and line.
    """

    reports: tuple[Report, ...]
    tables: tuple[ClaimedTable, ...]
    loss: LossReport


def reports_of(blocks: tuple[Block, ...]) -> PublishedReports:
    """Return the reports and scoring tables of a form, and the account of its cells and lines."""
    ledger = Ledger()
    for line in _lines(blocks):
        if is_page_number(line.text):
            ledger.take(line, "page")
    parts = segments(tuple(block for block in blocks if isinstance(block, Row) or not ledger.is_taken(block)))
    drafts, tables = _read(parts, ledger)
    for place, own in assigned(tuple(draft.kind for draft in drafts), tuple(table.slot for table in tables)):
        drafts[place].take(tables[own], ledger)
    orphans = tuple(table for table in tables if not table.is_taken)
    for table in orphans[: len(orphans) if drafts else 0]:
        drafts[max(0, table.slot.reports_before - 1)].unassigned.append(table.claimed)
    return PublishedReports(
        reports=tuple(draft.finished(ledger) for draft in drafts),
        tables=tuple(table.claimed for table in orphans),
        loss=ledger.report(blocks),
    )


@mutable
class _Table:
    """A scoring table that may belong to a report; what it uses is booked when it does."""

    slot: TableSlot
    claimed: ClaimedTable
    blocks: tuple[Block, ...]
    ledger: Ledger
    is_taken: bool = False


@mutable
class _Draft:
    """A report with the parts of the form that it is read from."""

    report: Report
    blocks: tuple[Block, ...]
    table: _Table | None = None
    unassigned: list[ClaimedTable] = field(factory=list)

    @property
    def kind(self) -> str:
        return self.report.kind

    def take(self, table: _Table, ledger: Ledger) -> None:
        # Only these have tables; the national form scores its own rows.
        assert isinstance(self.report, (DepartmentReport, ProjectReport))
        table.is_taken = True
        ledger.include(table.ledger)
        self.table = table
        self.report = evolve(self.report, claimed=table.claimed)
        self.blocks = (*self.blocks, *table.blocks)

    def finished(self, ledger: Ledger) -> Report:
        """The report with what was not read of its own parts, and the tables behind it that belong to no report."""
        unread = [each for each in ledger.unread(self.blocks) if each.why in ("unknown", "unreadable", "shared")]
        unread += [Unread(table.rows[0].line if table.rows else 0, table.title, "unknown") for table in self.unassigned]
        return evolve(self.report, unread=tuple(unread))


def _read(parts: tuple[Segment, ...], ledger: Ledger) -> tuple[list[_Draft], list[_Table]]:
    """The reports and the tables; what stands before the first report is not read, and told with it."""
    drafts: list[_Draft] = []
    tables: list[_Table] = []
    before: tuple[Block, ...] = ()
    for part in parts:
        match part.kind:
            case "department":
                drafts.append(_Draft(_department(part, ledger), (*before, *part.title, *part.blocks)))
            case "project":
                drafts.append(_Draft(_project(part, ledger), (*before, *part.title, *part.blocks)))
            case "self_evaluation":
                drafts.append(_Draft(self_evaluation_form(part.blocks, ledger), (*before, *part.blocks)))
            case "claimed":
                own = Ledger()
                table = claimed_table(part, own)
                kind = "project" if "项目" in table.title else "department"
                slot = TableSlot(kind=kind, reports_before=len(drafts))
                tables.append(_Table(slot, table, (*part.title, *part.blocks), own))
            case "other":
                before = part.blocks
                continue
        before = ()
    return drafts, tables


def _department(segment: Segment, ledger: Ledger) -> DepartmentReport:
    parts = _sections(segment.blocks, ledger)
    named = cover(_lines(parts["cover"]), ledger, _DEPARTMENT_FIELDS)
    grids, units = institutions(_rows(parts["grids"]), ledger, named.get("department_name", ""))
    return DepartmentReport(
        **titled(segment.title, ledger),
        **named,
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
    if _SAID.search(heading):
        return None
    bracketed = _IN_BRACKETS.search(heading)
    names = (heading, _IN_BRACKETS.sub("", heading), bracketed[1] if bracketed else "")
    return next((name for pattern, name in _SECTIONS if any(map(pattern.search, names))), None)


def _rows(blocks: Iterable[Block]) -> list[Row]:
    return [block for block in blocks if isinstance(block, Row)]


def _lines(blocks: Iterable[Block]) -> list[Line]:
    return [block for block in blocks if isinstance(block, Line)]
