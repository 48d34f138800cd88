"""Pages and documents about reports: what a check found, and what became of the cells of a published form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from jixiao_core.exchange.forms.ledger import LossReport, Unread
from jixiao_core.exchange.reports import Report
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message, Param
from jixiao_core.present.documents import finding_json
from jixiao_core.present.i18n import likely_lines, locale_of, render, render_finding
from jixiao_core.present.summaries import closing
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.parts import ClaimedTable

__all__ = ["check_json", "check_page", "findings_block", "loss_json", "loss_page", "report_title"]

_SEVERITIES: Final = (Severity.ERROR, Severity.WARNING, Severity.QUESTION, Severity.INFORMATION)
_MAX_QUOTE: Final = 60
_MAX_TOLD: Final = 40
"""As many cells a page tells; the JSON document has all."""


def report_title(report: Report, locale: str) -> str:
    """Return the line that says which report it is."""
    unit = report.department_name if isinstance(report, DepartmentReport) else report.implementing_unit
    subject = "" if isinstance(report, DepartmentReport) else report.project_name
    title = report.title or render(Message.of(f"present.report_{report.kind}"), locale)
    return " ".join(part for part in (unit, subject, "·" if unit or subject else "", title) if part)


def check_page(report: Report, findings: Sequence[Finding], *, locale: str = "zh_Hans_CN") -> str:
    """
    Return what a check found as a page: counts, the findings with their likely causes, the closing line.

    Args:
        report: the report.
        findings: what `check` returned.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    parts = [
        report_title(report, chosen),
        findings_block(findings, chosen),
        closing(chosen),
    ]
    return "\n\n".join(parts) + "\n"


def findings_block(findings: Sequence[Finding], locale: str) -> str:
    """Return counts by severity, and every finding with its likely causes under it."""
    counts = Counter(finding.severity for finding in findings)
    told = tuple(
        Message.of("present.count", label=Message.of(f"present.severity_{each}"), count=counts[each])
        for each in _SEVERITIES
        if counts[each]
    )
    if not told:
        return render(Message.of("present.checks_clean"), locale)
    lines = [render(Message.of("present.checks", count=len(findings), counts=told), locale)]
    for number, finding in enumerate(findings, start=1):
        lines.append(f"{number}. {render_finding(finding, locale)}")
        lines += [f"   {line}" for line in likely_lines(finding, locale)]
    return "\n".join(lines)


def check_json(checked: Sequence[tuple[Report, Sequence[Finding]]]) -> dict[str, Any]:
    """Return checks as a JSON document; numbers are strings."""
    return {
        "format": "jixiao-check/1",
        "reports": [
            {
                "kind": report.kind,
                "title": report.title,
                "findings": [finding_json(finding) for finding in findings],
            }
            for report, findings in checked
        ],
    }


def loss_page(
    reports: Sequence[Report], loss: LossReport, tables: Sequence[ClaimedTable] = (), *, locale: str = "zh_Hans_CN"
) -> str:
    """
    Return what became of the cells of a published form as a page.

    Args:
        reports: what was read from it.
        loss: the account.
        tables: scoring tables that belong to no report.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    uses = tuple(
        Message.of("present.count", label=Message.of(f"present.use_{use}"), count=count) for use, count in loss.uses
    )
    lines = [report_title(report, chosen) for report in reports] or [render(Message.of("present.no_report"), chosen)]
    lines += [
        render(Message.of("present.loss_table", title=table.title, line=_line_of(table), rows=len(table.rows)), chosen)
        for table in tables
    ]
    lines.append(render(Message.of("present.loss", cells=loss.cells, lines=loss.lines, uses=uses), chosen))
    by_why = {why: [each for each in loss.unread if each.why == why] for why in _WHYS}
    for why, unread in by_why.items():
        if unread:
            lines.append("")
            lines.append(render(Message.of(f"present.loss_{why}", count=len(unread)), chosen))
            lines += [f"  {render(_told(each), chosen)}" for each in unread[:_MAX_TOLD]]
            if len(unread) > _MAX_TOLD:
                lines.append("  " + render(Message.of("present.loss_more", count=len(unread) - _MAX_TOLD), chosen))
    if reports and not loss.unread:
        lines.append(render(Message.of("present.loss_none"), chosen))
    return "\n".join(lines) + "\n"


def _line_of(table: ClaimedTable) -> int:
    return table.rows[0].line if table.rows else 0


_WHYS: Final = ("unknown", "unreadable", "shared", "doubtful", "damaged", "formula", "hidden", "aside")


def _told(each: Unread) -> Message:
    text = " ".join(each.text.split())
    quote: Param = text if len(text) <= _MAX_QUOTE else f"{text[:_MAX_QUOTE]}…"
    suffix = "" if text else "_blank"
    if each.place:
        return Message.of(f"present.loss_item_at{suffix}", place=each.place, text=quote)
    return Message.of(f"present.loss_item{suffix}", line=each.line, text=quote)


def _unread_json(each: Unread) -> dict[str, Any]:
    place = {"place": each.place} if each.place else {}
    return {"line": each.line, **place, "text": each.text, "why": each.why}


def loss_json(reports: Sequence[Report], loss: LossReport, tables: Sequence[ClaimedTable] = ()) -> dict[str, Any]:
    """Return the account of a published form as a JSON document."""
    return {
        "format": "jixiao-loss/1",
        "reports": [{"kind": report.kind, "title": report.title} for report in reports],
        "tables": [{"title": table.title, "line": _line_of(table), "rows": len(table.rows)} for table in tables],
        "cells": loss.cells,
        "lines": loss.lines,
        "uses": dict(loss.uses),
        "is_complete": loss.is_complete,
        "unread": [_unread_json(each) for each in loss.unread],
    }
