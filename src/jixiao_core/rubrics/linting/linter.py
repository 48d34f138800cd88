"""`lint`: everything that a table says about itself, with the words of its clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from attrs import frozen

from jixiao_core.findings import Severity
from jixiao_core.rubrics.linting.case_checks import case_findings
from jixiao_core.rubrics.linting.clause_checks import clause_findings, coverage_findings
from jixiao_core.rubrics.linting.covering import ClauseCoverage, Coverage, coverage
from jixiao_core.rubrics.linting.curve_checks import curve_findings
from jixiao_core.rubrics.linting.exceptions import Excepted, LintException, apart
from jixiao_core.rubrics.linting.fact_checks import fact_findings, measure_findings
from jixiao_core.rubrics.linting.observing import CODES, LintFinding, observed
from jixiao_core.rubrics.linting.reading_checks import question_findings, reading_findings
from jixiao_core.rubrics.linting.source_checks import head_findings, row_source_findings, source_place_findings
from jixiao_core.rubrics.linting.table_checks import table_findings, text_findings
from jixiao_core.rubrics.linting.views import RowView, row_views
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["LintReport", "lint"]

_ORDER = {code: number for number, code in enumerate(CODES)}
_RANKS = {severity: number for number, severity in enumerate(Severity)}


@frozen(kw_only=True)
class LintReport:
    """
    What the linter says about one rubric.

    Attributes:
        rubric: the table.
        findings: what nobody has explained: the table first, then row by row in printed order, the gravest first.
        excepted: what somebody has explained, each with the reason.
        coverage: which words state which parameter.
    """

    rubric: Rubric
    findings: tuple[LintFinding, ...]
    excepted: tuple[Excepted, ...]
    coverage: Coverage

    @property
    def is_clean(self) -> bool:
        """Whether nothing above information is left without explanation."""
        return all(finding.severity is Severity.INFORMATION for finding in self.findings)

    def of(self, severity: Severity) -> tuple[LintFinding, ...]:
        """Return the findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity is severity)


def lint(rubric: Rubric, *, exceptions: Iterable[LintException] = ()) -> LintReport:
    """
    Look at a rubric as its author should.

    Args:
        rubric: the table, under its adopted answers or others.
        exceptions: findings that somebody has explained.

    Returns:
        Findings with code, severity, place, witness and the words of the clause; what is explained apart.

    >>> from jixiao_core import registry
    >>> report = lint(registry.load("junshan-project@2021.1"))
    >>> [(each.code, str(each.witness)) for each in report.findings if each.path.endswith("recipient_satisfaction")]
    [('lint.claimed_twice', '60%')]
    """
    covered = coverage(rubric)
    views = row_views(rubric, covered)
    findings = list(chain(_of_table(rubric, views), _of_other_clauses(rubric, covered)))
    findings.extend(chain.from_iterable(_of_row(rubric, view) for view in views))
    rows = {view.row.id: number for number, view in enumerate(views)}
    findings.sort(key=lambda each: (rows.get(each.path, -1), _RANKS[each.severity], _ORDER[each.code]))
    left, excepted = apart(findings, tuple(exceptions))
    return LintReport(rubric=rubric, findings=left, excepted=excepted, coverage=covered)


def _of_table(rubric: Rubric, views: tuple[RowView, ...]) -> Iterator[LintFinding]:
    yield from head_findings(rubric, views)
    yield from question_findings(rubric)
    yield from table_findings(rubric, views)
    yield from source_place_findings(views)
    yield from fact_findings(rubric, views)


def _of_row(rubric: Rubric, view: RowView) -> Iterator[LintFinding]:
    yield from clause_findings(view)
    yield from coverage_findings(view)
    yield from case_findings(view)
    yield from curve_findings(view)
    yield from measure_findings(rubric, view)
    yield from reading_findings(rubric, view)
    yield from row_source_findings(rubric, view)
    yield from text_findings(view)


def _of_other_clauses(rubric: Rubric, covered: Coverage) -> Iterator[LintFinding]:
    """Clauses of adjustments and of caps, which are no rows."""
    for clause in covered.clauses[len(rubric.indicators) :]:
        yield from _beside(clause)


def _beside(clause: ClauseCoverage) -> Iterator[LintFinding]:
    for each in clause.unquoted:
        parameter = each.parameter
        yield observed("parameter_unquoted", clause.path, witness=parameter.span, parameter=parameter.path)
    for fragment in clause.uncovered:
        name = "bare_number_unused" if fragment.kind == "bare" else "number_unused"
        yield observed(name, clause.path, fragment=fragment)
