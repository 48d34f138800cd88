"""Review: claimed scores beside what the evidence supports, round by round, courteous and exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import field, frozen

from jixiao_core._display import html_of, rich_of
from jixiao_core.errors import InvalidValueError, Problem, raise_if
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.grades import Grade
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import attainable
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case, Role, ScoreRound
from jixiao_core.scoring.claims import case_problems, claim_findings, round_findings, year_findings
from jixiao_core.scoring.detail import row_input
from jixiao_core.scoring.implied import Implied, claim_cell, implied_readings, row_readings
from jixiao_core.scoring.other_sheets import OtherSheets
from jixiao_core.scoring.provisional import provisional_total
from jixiao_core.scoring.rows import Status, row_outcome
from jixiao_core.scoring.score import score
from jixiao_core.scoring.sheet import NodeScore, ScoreSheet
from jixiao_core.scoring.totals import totals
from jixiao_core.scoring.verdicts import CORRECTABLE, Verdict, verdict
from jixiao_core.scoring.weights import row_maximum

__all__ = ["IndicatorReview", "Review", "RoundReview", "Supported", "Verdict", "reachable_points", "review", "verdict"]

ZERO = Fraction(0)
_ABSENT_UNAPPROVED = ("scoring.not_applicable_by_facts", "scoring.not_applicable_declared")
"""The findings about rows that count as not applicable and may apply."""


@frozen(kw_only=True)
class Supported:
    """
    What a row could score under one other reading or one assumption.

    Attributes:
        answers: the question and answer, for a reading.
        assumption: the name, for an assumption.
        points: the possible points.
        supports_claim: whether the claimed score is among them.
    """

    answers: tuple[tuple[str, str], ...] = ()
    assumption: str = ""
    points: IntervalSet
    supports_claim: bool


@frozen(kw_only=True)
class IndicatorReview:
    """
    The review of one row in one round.

    Attributes:
        id: the row.
        label: its name.
        maximum: the most points that it can count.
        possible: every possible number of points.
        status: how far it is settled.
        claimed: the claimed score; None where it is blank.
        reason: the stated reason for a deduction, verbatim.
        verdict: how the claim stands to the evidence.
        difference: claimed points less the nearest possible ones; None while pending.
        implied: what the claimed score implies, the reading in force first.
        for_full: what full points need, where one fact is open.
        alternatives: what other readings and assumptions would give.
        papers: what to ask for.
        findings: what a person should look at.
    """

    id: str
    label: Text
    maximum: Fraction
    possible: IntervalSet
    status: Status | None
    claimed: Fraction | None
    reason: str
    verdict: Verdict
    difference: Fraction | None
    implied: tuple[Implied, ...]
    for_full: Implied | None
    alternatives: tuple[Supported, ...]
    papers: tuple[Text, ...]
    findings: tuple[Finding, ...]

    @property
    def is_set_aside(self) -> bool:
        """Whether no score is claimed for a row for which none is due: it does not apply or was not chosen."""
        return self.claimed is None and self.status in ("not_applicable", "not_chosen")

    @property
    def agrees_if_absent(self) -> bool:
        """Whether the claimed score agrees because the row counts as not applicable, which nobody has approved."""
        return _agrees_if_absent(self.verdict, self.findings)


@frozen(kw_only=True)
class RoundReview:
    """
    The review of one round.

    Attributes:
        role: who scored.
        indicators: the rows in printed order.
        claimed_total: the stated total.
        claimed_grade: the stated rating.
        verdict: how the stated total stands to the possible range.
        provisional: settled rows count as computed, pending ones as claimed, cut to what is possible (暂认得分); None
            while a row that is not settled is unclaimed.
        findings: findings about the round as a whole.
    """

    role: Role
    indicators: tuple[IndicatorReview, ...]
    claimed_total: Fraction | None
    claimed_grade: str
    verdict: Verdict
    provisional: Fraction | None
    findings: tuple[Finding, ...]

    def __getitem__(self, indicator_id: str) -> IndicatorReview:
        """Return the review of a row; KeyError if it is not one."""
        return {each.id: each for each in self.indicators}[indicator_id]

    def count(self, verdict: Verdict) -> int:
        """Return how many rows have a verdict; rows for which no score is due have none."""
        return sum(each.verdict == verdict and not each.is_set_aside for each in self.indicators)

    @property
    def needs_correction(self) -> bool:
        """Whether a row, the total or a finding asks for a correction."""
        verdicts = [each.verdict for each in self.indicators]
        return any(each in CORRECTABLE for each in (*verdicts, self.verdict)) or any(
            finding.severity is Severity.ERROR for finding in self.findings
        )


@frozen(kw_only=True, repr=False)
class Review:
    """
    The result of `review`.

    Attributes:
        case: what was reviewed.
        sheet: the score sheet behind it.
        rounds: a review for every round of the case.
    """

    case: Case
    sheet: ScoreSheet
    rounds: tuple[RoundReview, ...] = field(default=())

    def __repr__(self) -> str:
        return f"<Review {self.rubric.pin} {self.possible}>"

    def _repr_html_(self) -> str:
        """Return the official table with verdicts, for notebooks."""
        return html_of(self)

    def __rich__(self) -> object:
        """Return the table for a terminal, for rich."""
        return rich_of(self)

    @property
    def rubric(self) -> Rubric:
        """The rubric, with the answers under which it was read."""
        return self.sheet.rubric

    @property
    def possible(self) -> Interval:
        """The hull of the possible totals (可能区间)."""
        return self.sheet.possible

    @property
    def strict(self) -> Interval:
        """The possible totals if no demanded paper is accepted on trust (从严得分)."""
        return self.sheet.strict

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The ratings that are possible, best first."""
        return self.sheet.grades

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: of the sheet, then of the rounds and their rows."""
        rounds = (
            finding
            for each in self.rounds
            for finding in (*each.findings, *(found for row in each.indicators for found in row.findings))
        )
        return tuple(dict.fromkeys((*self.sheet.findings, *rounds)))

    @property
    def needs_correction(self) -> bool:
        """Whether anything is to be corrected or explained."""
        errors = any(finding.severity is Severity.ERROR for finding in self.sheet.findings)
        return errors or any(each.needs_correction for each in self.rounds)

    def round(self, role: Role | None = None) -> RoundReview:
        """Return the review of a round, the first where no role is given; UnknownNameError lists those there are."""
        if role is None and self.rounds:
            return self.rounds[0]
        self.case.round(role or "self")
        return next(each for each in self.rounds if each.role == role)


def review(rubric: Rubric, case: Case, *, assume: Iterable[str] = (), brief: bool = False) -> Review:
    """
    Review every round of a case.

    Args:
        rubric: the table, under its adopted answers or `rubric.under(...)`; its pin must be the case's.
        case: evidence and claimed scores.
        assume: names of assumptions to make; they are printed.
        brief: leave out what claims imply, what full points need and what would support a claim, which take most of
            the time; everything else is the same.

    Returns:
        Verdicts and differences, what each claim implies, what would support it, and the papers to ask for.

    Raises:
        InvalidValueError: when the case is for another rubric, its evidence does not fit the rubric, it claims rows
            that there are not, or scores above a maximum; all problems at once.
        UnknownNameError: for assumptions that the rubric does not offer.
    """
    if not isinstance(case, Case):
        raise InvalidValueError(Problem(Message.of("scoring.not_a_case", found=type(case).__name__), "case"))
    raise_if(case_problems(rubric, case))
    sheet = score(rubric, case.evidence, assume=assume)
    others = None if brief else OtherSheets(sheet)
    rounds = tuple(_round_review(sheet, case, each, others) for each in case.rounds)
    return Review(case=case, sheet=sheet, rounds=rounds)


def _round_review(sheet: ScoreSheet, case: Case, each: ScoreRound, others: OtherSheets | None) -> RoundReview:
    rows = tuple(_indicator_review(sheet, case, node, each, others) for node in sheet.rows)
    claims = {row.id: row.claimed for row in rows}
    total = IntervalSet.of(sheet.possible)
    cell = IntervalSet(()) if each.total is None else claim_cell(sheet.rubric, each.total)
    decided, _ = verdict(each.total, total, IntervalSet.of(Interval(ZERO, sheet.rubric.highest_total)), cell)
    return RoundReview(
        role=each.role,
        indicators=rows,
        claimed_total=each.total,
        claimed_grade=each.grade,
        verdict=decided,
        provisional=provisional_total(sheet, claims),
        findings=(*year_findings(sheet.rubric, case.fiscal_year), *round_findings(sheet, each, claims)),
    )


def _indicator_review(
    sheet: ScoreSheet, case: Case, node: NodeScore, scored: ScoreRound, others: OtherSheets | None
) -> IndicatorReview:
    rubric = sheet.rubric
    claim = scored.claim(node.id)
    row = rubric.indicator(node.id)
    points = claim.points if claim else None
    reason = claim.reason if claim else ""
    read = rubric.read(row)
    cell = IntervalSet(()) if points is None else claim_cell(rubric, points)
    weight = sheet.weight(row.id)
    reach = reachable_points(read, node, weight)
    decided, difference = verdict(points, node.possible, reach, cell)
    is_open = not node.is_settled
    is_doubtful = _agrees_if_absent(decided, node.findings)
    return IndicatorReview(
        id=node.id,
        label=node.label,
        maximum=node.maximum,
        possible=node.possible,
        status=node.status,
        claimed=points,
        reason=reason,
        verdict=decided,
        difference=difference,
        implied=() if points is None or others is None else tuple(_implications(sheet, row, points, weight)),
        for_full=next(_implications(sheet, row, node.maximum, weight), None) if is_open and others else None,
        alternatives=() if others is None else tuple(_alternatives(sheet, row, node, cell, others)),
        papers=_papers(sheet, row) if is_open or is_doubtful or decided != "consistent" else (),
        findings=(*node.findings, *claim_findings(case, node, claim, scored.role)),
    )


def _agrees_if_absent(decided: Verdict, findings: Iterable[Finding]) -> bool:
    """Whether a verdict rests on a row counting as not applicable, which nobody has approved."""
    return decided == "consistent" and any(each.code in _ABSENT_UNAPPROVED for each in findings)


def reachable_points(row: Indicator, node: NodeScore, weight: Fraction) -> IntervalSet:
    """
    Return what a row can count at all, whatever its facts.

    Args:
        row: the row, as it is read.
        node: what it counts: its maximum, and everything possible.
        weight: the factor by which its points count.
    """
    if node.status in ("not_applicable", "not_chosen") or weight == 0:
        return node.possible
    domain = row.measure.domain if row.measure else None
    return attainable(row.formula, node.maximum / weight, domain).times(weight) | node.possible


def _implications(sheet: ScoreSheet, row: Indicator, points: Fraction, weight: Fraction) -> Iterator[Implied]:
    if row.measure is not None and weight:
        maximum = row_maximum(sheet.rubric, sheet.evidence, row)
        yield from implied_readings(sheet.rubric, row, points / weight, maximum, sheet.detail.facts)


def _alternatives(
    sheet: ScoreSheet, row: Indicator, node: NodeScore, cell: IntervalSet, others: OtherSheets
) -> Iterator[Supported]:
    if node.status in ("not_applicable", "not_chosen"):
        return
    for reading, read in row_readings(sheet.rubric, row):
        if reading is None:
            continue
        answers = ((reading.question, reading.id),)
        other = others.under(answers)
        points = _switched_alone(sheet, row, read) if other is None else other[row.id].possible
        if points != node.possible:
            yield Supported(answers=answers, points=points, supports_claim=bool(cell & points))
    for name in _assumptions(sheet, row):
        points = others.assuming(name)[row.id].possible
        if points != node.possible:
            yield Supported(assumption=name, points=points, supports_claim=bool(cell & points))


def _switched_alone(sheet: ScoreSheet, row: Indicator, read: Indicator) -> IntervalSet:
    """What a row counts under an answer in place of the one in force that it clashes with, everything else as it is."""
    found = row_outcome(row_input(sheet.rubric, sheet.evidence, row, sheet.detail.facts).with_row(read))
    outcomes = {**sheet.detail.outcomes, row.id: found}
    return totals(sheet.rubric, sheet.evidence, outcomes).rows[row.id]


def _assumptions(sheet: ScoreSheet, row: Indicator) -> Iterator[str]:
    """The assumptions about open facts of a row that are not made yet."""
    measure = sheet.rubric.read(row).measure
    for name in measure.facts if measure else ():
        fact = sheet.detail.facts[name]
        if not fact.is_known:
            yield from (each.assumption for each in fact.definition.proxies if each.assumption not in sheet.assumptions)


def _papers(sheet: ScoreSheet, row: Indicator) -> tuple[Text, ...]:
    attached = dict(sheet.evidence.documents).get(row.id, ())
    demanded = (demand.label for demand in row.documents if demand.id not in attached)
    return tuple(dict.fromkeys((*demanded, *row.papers)))
