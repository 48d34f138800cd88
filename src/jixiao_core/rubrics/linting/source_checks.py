"""Where a table comes from, what it cites, and the papers that it demands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import Checklist
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.linting.fragments import Fragment
from jixiao_core.rubrics.linting.numerals import circled_positions
from jixiao_core.rubrics.linting.observing import LintFinding, observed
from jixiao_core.rubrics.linting.views import RowView
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import DocumentDemand

__all__ = ["head_findings", "row_source_findings", "source_place_findings"]

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s?年")
_DOCUMENT = re.compile(r"((?:19|20)[0-9]{2})[〕\]】)）]\s?第?([0-9]{1,5})\s?号")
_DEMAND = re.compile(r"[需须应](?:当)?(?:同时)?(?:提供|提交|附)")
_SPACES = re.compile(r"\s+")


def head_findings(rubric: Rubric, views: Sequence[RowView]) -> Iterator[LintFinding]:
    """Yield what is inferred or customary, and what is older than the years that the table is meant for."""
    first, last = rubric.fiscal_years.first, rubric.fiscal_years.last
    if rubric.issuer.status == "inferred":
        yield observed("issuer_inferred", "issuer", issuer=Text(rubric.issuer.zh, rubric.issuer.en))
    if rubric.grades is not None and rubric.grades.basis == "customary":
        grades = tuple(Text(each.name, each.en) for each in rubric.grades.grades)
        yield observed("grades_customary", "grades", grades=grades)
        if not rubric.grades.source.zh:
            yield observed("grades_unsourced", "grades")
    customary = tuple(
        view.row.label for view in views if view.row.measure is not None and view.row.measure.basis == "customary"
    )
    if customary:
        yield observed("measure_customary", "", rows=customary, count=len(customary))
    if not first <= rubric.edition <= last:
        yield observed("edition_outside", "edition", found=rubric.edition, first=first, last=last)
    for position, basis in enumerate(rubric.legal_basis):
        if basis.year < first:
            named = [int(year) for year in _YEAR.findall(basis.title)]
            name = "legal_basis_old" if any(year < first for year in named) else "legal_basis_earlier"
            yield observed(name, f"legal_basis[{position}]", document=basis.document, year=basis.year, first=first)


def source_place_findings(views: Sequence[RowView]) -> Iterator[LintFinding]:
    """Yield rows without a number in their table, and rows that claim the same one."""
    seen: dict[tuple[str, int], Indicator] = {}
    for view in views:
        source = view.row.source
        if not source.row:
            yield observed("source_row_missing", view.row.id, table=source.table)
            continue
        place = (source.table, source.row)
        if place in seen:
            other = seen[place].label
            yield observed("source_row_twice", view.row.id, table=source.table, number=source.row, other=other)
        seen.setdefault(place, view.row)


def row_source_findings(rubric: Rubric, view: RowView) -> Iterator[LintFinding]:
    """Yield what a clause cites and demands beside what the rubric says of it."""
    yield from _citations(rubric, view)
    clause = view.clause.clause
    demanded = _DEMAND.search(clause)
    if demanded and not view.row.documents:
        words = _words(clause, demanded.start(), demanded.end())
        yield observed("demand_missing", view.row.id, fragment=words)
    printed = _bare(clause + view.row.clause + view.row.explanation)
    for position, demand in enumerate(view.row.documents):
        where = f"documents[{position}]"
        if _bare(demand.clause) not in printed:
            yield observed("demand_unprinted", view.row.id, parameter=f"{where}.clause", words=demand.clause)
        yield from _demanded_items(view, demand, where)


def _citations(rubric: Rubric, view: RowView) -> Iterator[LintFinding]:
    clause, first = view.clause.clause, rubric.fiscal_years.first
    old = next((each for each in _YEAR.finditer(clause) if int(each[1]) < first), None)
    if old is not None:
        yield observed("year_passed", view.row.id, fragment=_words(clause, old.start(), old.end()), first=first)
    known = {pair for basis in rubric.legal_basis for pair in _DOCUMENT.findall(basis.document)}
    for each in view.clause.fragments:
        found = _DOCUMENT.search(each.text) if each.kind == "document" else None
        if found and found.groups() not in known:
            yield observed("document_unlisted", view.row.id, fragment=each)


def _words(clause: str, start: int, end: int) -> Fragment:
    """Words of a clause that are no number of a rule."""
    return Fragment(start=start, end=end, text=clause[start:end], kind="document", value=Fraction(0))


def _bare(text: str) -> str:
    return _SPACES.sub("", text)


def _demanded_items(view: RowView, demand: DocumentDemand, where: str) -> Iterator[LintFinding]:
    """以上③ demands a paper for the third item."""
    formula = view.row.formula
    positions = circled_positions(demand.clause)
    if not isinstance(formula, Checklist) or not positions:
        return
    marked = tuple(formula.items[position - 1].id for position in positions if position <= len(formula.items))
    if set(marked) != set(demand.items):
        yield observed(
            "demand_items_differ",
            view.row.id,
            parameter=f"{where}.items",
            words=demand.clause,
            marked=marked,
            found=demand.items,
        )
