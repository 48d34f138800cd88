"""What the linter found, as a page and as a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from jixiao_core.errors import Problem
from jixiao_core.findings import Severity
from jixiao_core.messages import Message, Text, number_text
from jixiao_core.present.columns import wrapped
from jixiao_core.present.documents import finding_json
from jixiao_core.present.i18n import listed, locale_of, render
from jixiao_core.present.numbers import rate_text
from jixiao_core.rubrics.indicators import Group, Indicator
from jixiao_core.rubrics.linting.covering import ClauseCoverage, Coverage, Stated
from jixiao_core.rubrics.linting.fragments import Fragment
from jixiao_core.rubrics.linting.linter import LintReport
from jixiao_core.rubrics.linting.observing import LintFinding, parameter_name

__all__ = ["lint_json", "lint_page", "refusal_json", "refusal_page"]

FORMAT: Final = "jixiao-lint/1"
_SEVERITIES: Final = (Severity.ERROR, Severity.WARNING, Severity.QUESTION, Severity.INFORMATION)
_AROUND: Final = 30
_STOPS: Final = "。；;\n"


def lint_page(report: LintReport, *, locale: str = "zh_Hans_CN", width: int = 100) -> str:
    """
    Return what was found as a page: coverage, findings by row with the words of the clause, what is explained, counts.

    Args:
        report: what `lint` returned.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    rubric = report.rubric
    title = render(Message.of("present.heading", title=rubric.title, pin=rubric.pin), chosen)
    parts = [wrapped(title, width) + "\n" + wrapped(render(_covered(report.coverage), chosen), width)]
    parts.extend(_blocks(report, chosen, width))
    if report.excepted:
        title = render(Message.of("present.lint_excepted", count=len(report.excepted)), chosen)
        parts.append("\n".join([title, *_explained(report, chosen, width)]))
    parts.append(wrapped(render(_counted(report.findings, len(report.excepted)), chosen), width))
    return "\n\n".join(parts) + "\n"


def _covered(covered: Coverage) -> Message:
    return Message.of(
        "present.lint_coverage",
        share=rate_text(covered.share),
        covered=covered.stated + covered.used,
        whole=covered.parameters + covered.numbers,
        parameters=covered.parameters,
        stated=covered.stated,
        numbers=covered.numbers,
        used=covered.used,
    )


def _counted(findings: Sequence[LintFinding], excepted: int) -> Message:
    counts = Counter(finding.severity for finding in findings)
    told = tuple(
        Message.of("present.count", label=Message.of(f"present.severity_{each}"), count=counts[each])
        for each in _SEVERITIES
    )
    return Message.of("present.lint_counts", counts=told, excepted=excepted)


def _blocks(report: LintReport, locale: str, width: int) -> Iterator[str]:
    """The findings of the table, then row by row."""
    for path, findings in groupby(report.findings, key=lambda each: _row_of(report, each.path)):
        lines = [wrapped(_place(report, path, locale), width)]
        for finding in findings:
            lines.extend(_told(report, finding, locale, width, is_row=bool(path)))
        yield "\n".join(lines)


def _row_of(report: LintReport, path: str) -> str:
    rows = {row.id for row in report.rubric.indicators}
    return path if path in rows else ""


def _place(report: LintReport, path: str, locale: str) -> str:
    if not path:
        return render(Message.of("present.lint_table"), locale)
    node = report.rubric[path]
    assert isinstance(node, (Indicator, Group))
    return render(Message.of("present.lint_row", label=node.label, path=path), locale)


def _told(report: LintReport, finding: LintFinding, locale: str, width: int, *, is_row: bool) -> Iterator[str]:
    label = render(Message.of(f"present.severity_{finding.severity}"), locale)
    place = _part_of_table(finding.path) if finding.path and not is_row else None
    told = Message.of("present.lint_finding", message=finding.message, code=finding.code)
    text = render(told if place is None else Message.of("present.lint_at", place=place, message=told), locale)
    yield wrapped(text, width, first=f"  [{label}] ", rest="    ")
    quote = _quoted(report, finding)
    if quote:
        yield wrapped(render(Message.of("present.lint_clause", quote=quote), locale), width, first="    ", rest="    ")


_PART = re.compile(r"(?P<name>[a-z_.]+)(?:\[(?P<number>[0-9]+)\])?")
_PARTS: Final = frozenset(("issuer", "grades", "edition", "legal_basis", "adjustments", "grade_caps", "grades.grades"))


def _part_of_table(path: str) -> Message | str:
    """The name of a part of a table that is no row, such as 发文单位; its path where it has none."""
    found = _PART.fullmatch(path)
    if found is None or found["name"] not in _PARTS:
        return path
    name = Message.of(f"present.lint_part_{found['name'].replace('.', '_')}")
    return (
        name
        if found["number"] is None
        else Message.of("present.lint_part_number", name=name, number=str(int(found["number"]) + 1))
    )


def _quoted(report: LintReport, finding: LintFinding) -> str:
    """The sentence around the words that a finding is about, which stand in 【】."""
    fragment = finding.fragment
    clauses = {each.path: each.clause for each in report.coverage.clauses}
    if fragment is None or finding.path not in clauses:
        return ""
    clause = clauses[finding.path]
    # Only what is shown is searched: a hostile clause is long and has many findings.
    low, high = max(0, fragment.start - _AROUND), min(len(clause), fragment.end + _AROUND)
    start = max(low, *(clause.rfind(stop, low, fragment.start) + 1 for stop in _STOPS))
    stops = (clause.find(stop, fragment.end, high) for stop in _STOPS)
    end = min((stop + 1 for stop in stops if stop >= 0), default=high)
    before = ("…" if start > 0 else "") + clause[start : fragment.start]
    after = clause[fragment.end : end].rstrip("\n") + ("…" if end < len(clause) else "")
    return f"{before}【{fragment.text}】{after}".replace("\n", " ")


def _explained(report: LintReport, locale: str, width: int) -> Iterator[str]:
    """What somebody explained; rows that have the same words and the same reason in one paragraph."""
    alike: dict[tuple[Severity, str, str, Text], list[str]] = {}
    for excepted in report.excepted:
        finding = excepted.finding
        words = finding.fragment.text if finding.fragment else _parameter(finding, locale)
        key = (finding.severity, finding.code, words, excepted.reason)
        row = _row_of(report, finding.path)
        alike.setdefault(key, []).append(report.rubric[row].label.of(locale) if row else finding.path)
    for (severity, code, words, reason), places in alike.items():
        about = listed(dict.fromkeys(places), locale)
        if words:
            about = render(Message.of("present.lint_about", place=about, words=words), locale)
        label = render(Message.of(f"present.severity_{severity}"), locale)
        line = Message.of("present.lint_explained", about=about, code=code, reason=reason)
        yield wrapped(render(line, locale), width, first=f"  [{label}] ", rest="    ")


def _parameter(finding: LintFinding, locale: str) -> str:
    return render(parameter_name(finding.parameter), locale) if finding.parameter else ""


def refusal_page(name: str, problems: Iterable[Problem], *, locale: str = "zh_Hans_CN", width: int = 100) -> str:
    """
    Return why a file is no rubric, problem by problem, in the form of a page of findings.

    Args:
        name: the file.
        problems: what its construction found, with paths that a person can follow.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal.
    """
    chosen = locale_of(locale)
    label = render(Message.of(f"present.severity_{Severity.ERROR}"), chosen)
    found = tuple(problems)
    lines = [wrapped(render(Message.of("present.lint_refused", file=name), chosen), width)]
    for problem in found:
        place = f"{problem.path}: " if problem.path else ""
        text = place + render(Message.of("present.lint_finding", message=problem.message, code=problem.code), chosen)
        lines.append(wrapped(text, width, first=f"  [{label}] ", rest="    "))
    counts = _counted([LintFinding(each.message, Severity.ERROR, each.path) for each in found], 0)
    return "\n".join(lines) + "\n\n" + wrapped(render(counts, chosen), width) + "\n"


def lint_json(name: str, report: LintReport, *, locale: str = "zh_Hans_CN") -> dict[str, Any]:
    """Return what was found about one rubric as JSON data; numbers are strings, texts in one language beside codes."""
    counts = Counter(finding.severity for finding in report.findings)
    return {
        "file": name,
        "rubric": report.rubric.pin,
        "digest": report.rubric.digest,
        "is_clean": report.is_clean,
        "counts": {each.value: counts[each] for each in _SEVERITIES},
        "coverage": _coverage_json(report.coverage),
        "findings": [_finding(finding, locale) for finding in report.findings],
        "excepted": [{**_finding(each.finding, locale), "reason": _text(each.reason)} for each in report.excepted],
    }


def refusal_json(name: str, problems: Iterable[Problem], *, locale: str = "zh_Hans_CN") -> dict[str, Any]:
    """Return why a file is no rubric as JSON data of the same form."""
    findings = [_finding(LintFinding(each.message, Severity.ERROR, each.path), locale) for each in problems]
    return {
        "file": name,
        "rubric": None,
        "digest": None,
        "is_clean": False,
        "counts": {each.value: len(findings) if each is Severity.ERROR else 0 for each in _SEVERITIES},
        "coverage": None,
        "findings": findings,
        "excepted": [],
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _finding(finding: LintFinding, locale: str) -> dict[str, Any]:
    found = finding_json(finding)
    witness = found["params"].get("witness")
    return {
        **found,
        "text": render(finding.message, locale),
        "witness": witness,
        "fragment": None if finding.fragment is None else _fragment(finding.fragment),
        "parameter": finding.parameter or None,
    }


def _fragment(fragment: Fragment) -> dict[str, Any]:
    return {"text": fragment.text, "start": fragment.start, "end": fragment.end}


def _coverage_json(covered: Coverage) -> dict[str, Any]:
    return {
        "parameters": covered.parameters,
        "stated": covered.stated,
        "numbers": covered.numbers,
        "used": covered.used,
        "share": f"{covered.share.numerator}/{covered.share.denominator}",
        "percent": rate_text(covered.share),
        "clauses": [_clause_json(each) for each in covered.clauses],
    }


def _clause_json(clause: ClauseCoverage) -> dict[str, Any]:
    numbers = {each: position for position, each in enumerate(clause.fragments)}
    return {
        "path": clause.path,
        "fragments": [
            {**_fragment(each), "kind": each.kind, "value": number_text(each.value), "unit": each.unit}
            for each in clause.fragments
        ],
        "parameters": [_stated_json(each, numbers) for each in clause.stated],
        "uncovered": [numbers[each] for each in clause.uncovered],
        "unquoted": [each.parameter.path for each in clause.unquoted],
    }


def _stated_json(stated: Stated, numbers: dict[Fragment, int]) -> dict[str, Any]:
    return {
        "path": stated.parameter.path,
        "kind": stated.parameter.kind,
        "value": number_text(stated.parameter.value),
        "is_required": stated.parameter.is_required,
        "fragments": [numbers[each] for each in stated.fragments],
    }
