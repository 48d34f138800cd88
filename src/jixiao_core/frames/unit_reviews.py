"""Many units reviewed one by one, each by `review`: what a summary table (汇总表) tells about each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, field, frozen

from jixiao_core import exchange
from jixiao_core.errors import FormatError, InvalidValueError, JixiaoError, Problem, raise_if
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exchange.published import Encoding
from jixiao_core.findings import Finding, Severity
from jixiao_core.frames.claims import CLAIMED, CLAIMED_TOTAL, claim_columns, is_claim, reason_columns
from jixiao_core.frames.columns import InputColumn, column_name
from jixiao_core.frames.conversion import Floats
from jixiao_core.frames.files import FileOptions, done_file
from jixiao_core.frames.gathering import CaseReader, files_in, read_all, refused_totals
from jixiao_core.frames.near_headings import without_heading
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.score_frame import columns
from jixiao_core.frames.scored import LineProblem, ScoredTable, polars
from jixiao_core.frames.tasks import Task
from jixiao_core.frames.unit_cells import cases_of_lines
from jixiao_core.frames.unit_slips import Amounts, amounts_of, likely_slips
from jixiao_core.messages import Message, number_text
from jixiao_core.rubrics.grades import Grade
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case, ScoreRound
from jixiao_core.scoring.claims import case_problems, is_total
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.implied import claim_cell
from jixiao_core.scoring.review import Review, RoundReview, review
from jixiao_core.scoring.score import score
from jixiao_core.scoring.verdicts import verdict

__all__ = ["UNIT_HEADINGS", "SummaryTable", "UnitReview", "summary_cases", "summary_file"]

UNIT_HEADINGS: Final = ("单位", "单位名称", "预算单位", "部门", "部门名称", "部门（单位）", "unit")
"""Under one of these headings the names of units are looked for where nobody says where they stand."""

MOST_TWINS: Final = 5
"""So many others of the same name are told."""

NOTHING: Final = ScoreRound(role="self", claims=())
"""What a unit claims that claims nothing."""


@frozen(kw_only=True)
class UnitReview:
    """
    One unit, reviewed; or one file that could not be read.

    Attributes:
        place: where it stands: a line of a table, or a file.
        unit: its name as it may be shown.
        subject: what is scored.
        fiscal_year: the year; None where nobody stated it.
        possible: the hull of the possible totals (可能区间).
        strict: the possible totals if no demanded paper is accepted on trust (从严得分).
        grades: the ratings that are possible, best first.
        round: the review of what the unit itself claims; None where there is nothing to review.
        difference: claimed total less the nearest that is possible; None while pending.
        problems: what could not be used; cells count as unknown then, a file or line is not reviewed.
        unusable: what stands where a claim should stand and cannot be used, by row; under ``""`` that of the total.
        errors: what is wrong about its figures and claims, as `review` finds it.
        likely: 疑似填报差错, amounts that seem to stand in another unit of money.
        twins: where others of the same name, subject and year stand, which may be the same unit again.
        amounts: the amounts of money that it states, in fen.
    """

    place: Message
    unit: str = ""
    subject: str = ""
    fiscal_year: int | None = None
    possible: Interval | None = None
    strict: Interval | None = None
    grades: tuple[Grade, ...] = ()
    round: RoundReview | None = None
    difference: Fraction | None = None
    problems: tuple[LineProblem, ...] = ()
    unusable: Mapping[str, str] = field(factory=dict)
    errors: tuple[Finding, ...] = ()
    likely: tuple[Message, ...] = ()
    twins: tuple[Message, ...] = ()
    amounts: Amounts = field(factory=dict, repr=False)

    @property
    def unclaimed(self) -> int:
        """How many rows no score is claimed for; one that cannot be used is not the same as none."""
        rows = self.round.indicators if self.round is not None else ()
        return sum(row.verdict == "unclaimed" and not row.is_set_aside and row.id not in self.unusable for row in rows)


@frozen(kw_only=True)
class SummaryTable:
    """
    Many units, reviewed.

    Attributes:
        rubric: the table, as it is read.
        units: the units in the order of the files; nobody is ranked.
        assumptions: the names of the assumptions that were made.
        unread: headings that mean no column.
        notes: how the file was read.
    """

    rubric: Rubric
    units: tuple[UnitReview, ...]
    assumptions: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def problems(self) -> tuple[LineProblem, ...]:
        """What could not be used, unit by unit."""
        return tuple(problem for each in self.units for problem in each.problems)

    @property
    def needs_correction(self) -> bool:
        """Whether any unit has something to correct or to explain, or could not be read."""
        return any(
            each.problems or each.errors or (each.round is not None and each.round.needs_correction)
            for each in self.units
        )


def summary_file(
    rubric: Rubric,
    path: str | os.PathLike[str],
    *,
    name: str | None = None,
    assume: Iterable[str] = (),
    options: FileOptions | None = None,
) -> SummaryTable:
    """
    Review every unit of a spreadsheet or Parquet file, one by one.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        path: a file as `review_file` reads it; reasons stand in the columns ``…·扣分原因``.
        name: the heading with the names of units; where it is left out, the first of `UNIT_HEADINGS` that is there.
        assume: names of assumptions to make.
        options: how it is read.

    Raises:
        FormatError: for files that cannot be read, and where Polars is missing.
        LimitError: for files beyond the limits.
        InvalidValueError: for headings, units and columns that cannot be used, all at once.
        UnknownNameError: for assumptions that the rubric does not offer.
    """
    polars()
    lines = _Lines(rubric, _assumed(rubric, assume))
    task = Task(columns=_columns, run=lines.run, remarks=("remarks",))
    table = done_file(rubric, path, evolve(options or FileOptions(), keep=None), task)
    heading = _heading(table, name)
    names = _names(table, heading)
    told: dict[int, list[LineProblem]] = {}
    for problem in table.problems:
        told.setdefault(problem.row, []).append(problem)
    is_bad = [each.startswith("line:") for each in table.frame["remarks"].to_list()]
    units = tuple(
        evolve(
            UnitReview(place=each.place, problems=tuple(told[at])) if is_bad[at] else each,
            unit=names[at],
            problems=tuple(told.get(at, each.problems)),
        )
        for at, each in enumerate(lines.units)
    )
    unread = tuple(each for each in table.unread if each != heading)
    return SummaryTable(
        rubric=rubric,
        units=_compared(rubric, units),
        assumptions=lines.assume,
        unread=unread,
        notes=without_heading(table.notes, heading),
    )


def summary_cases(
    rubric: Rubric,
    paths: Sequence[str | os.PathLike[str]],
    *,
    assume: Iterable[str] = (),
    jobs: int = 1,
    encoding: Encoding = "utf-8",
    done: Callable[[], object] | None = None,
) -> SummaryTable:
    """
    Review every case of many files, one by one, each beside its own evidence.

    Args:
        rubric: the table, read under its adopted answers or `rubric.under(...)`.
        paths: case files, reports, published forms, and folders of them; what units themselves claim is reviewed.
        assume: names of assumptions to make.
        jobs: how many processes read them; scripts that use several guard their own work with ``__name__``.
        encoding: of published text and pages.
        done: called after every file.

    Raises:
        FormatError: where a folder holds nothing.
        UnknownNameError: for assumptions that the rubric does not offer.
    """
    reader = _Files(rubric, encoding, _assumed(rubric, assume))
    units = read_all(reader, files_in(paths), jobs=jobs, done=done)
    numbered = tuple(
        evolve(each, problems=tuple(evolve(problem, row=row) for problem in each.problems))
        for row, each in enumerate(units)
    )
    return SummaryTable(rubric=rubric, units=_compared(rubric, numbered), assumptions=reader.assume)


def _compared(rubric: Rubric, units: tuple[UnitReview, ...]) -> tuple[UnitReview, ...]:
    """The units with what their amounts look like beside each other."""
    found = likely_slips(rubric, [each.amounts for each in units])
    named: dict[tuple[str, str, int | None], list[UnitReview]] = {}
    for each in units:
        named.setdefault(_named(each), []).append(each)
    return tuple(
        evolve(each, likely=likely, twins=_twins(each, named[_named(each)]))
        for each, likely in zip(units, found, strict=True)
    )


def _named(each: UnitReview) -> tuple[str, str, int | None]:
    return "".join(each.unit.split()), each.subject, each.fiscal_year


def _twins(each: UnitReview, alike: Sequence[UnitReview]) -> tuple[Message, ...]:
    """Where the others stand that are called the same; what has no name is not the same."""
    return tuple(other.place for other in alike if other is not each)[:MOST_TWINS] if each.unit.strip() else ()


def _assumed(rubric: Rubric, assume: Iterable[str]) -> tuple[str, ...]:
    """The assumptions as a sheet names them; what the rubric does not offer is refused before any file is read."""
    return score(rubric, Evidence(), assume=assume).assumptions


def _columns(rubric: Rubric) -> tuple[InputColumn, ...]:
    return (*columns(rubric), *claim_columns(rubric, scale_of(rubric)), *reason_columns(rubric))


class _Lines:
    """Reviews the lines of tables, part by part, as `done_file` runs through them."""

    def __init__(self, rubric: Rubric, assume: tuple[str, ...]) -> None:
        self.rubric = rubric
        self.assume = assume
        self.units: list[UnitReview] = []

    def run(self, rubric: Rubric, frame: Any, *, units: Mapping[str, str], floats: Floats, keep: Sequence[str]) -> Any:
        """Review some lines; what comes out says which cells cannot be used, all else stands in `units`."""
        pl = polars()
        remarks: list[str] = []
        for at, (read, wrong) in enumerate(cases_of_lines(rubric, frame, units=units, floats=floats)):
            row = len(self.units)
            place = Message.of("summary.unit_at", at=str(row + 1))
            case, refused = _usable_total(rubric, read, wrong)
            found = _of_case(rubric, case, place, self.assume)
            problems = tuple(_unusable(rubric, found, refused, row))
            claims = {name: str(frame[name][at]) for name in refused if is_claim(name)}
            self.units.append(evolve(found, problems=problems, unusable=_by_row(rubric, claims)))
            remarks.append("".join(f"refused:{name};" for name in sorted(refused)))
        return frame.select(keep).with_columns(
            pl.lit("open").alias("status"), pl.Series("remarks", remarks, dtype=pl.String)
        )


def _usable_total(rubric: Rubric, case: Case, refused: frozenset[str]) -> tuple[Case, frozenset[str]]:
    """A case without a claimed total that no unit can have; one such cell keeps no unit from being reviewed."""
    (own,) = case.rounds
    if own.total is None or is_total(rubric, own.total):
        return case, refused
    return evolve(case, rounds=(evolve(own, total=None),)), refused | {CLAIMED_TOTAL}


def _by_row(rubric: Rubric, claims: Mapping[str, str]) -> dict[str, str]:
    """What is written as claims, by rows instead of columns."""
    rows = {column_name(row.id, CLAIMED): row.id for row in rubric.indicators}
    return {rows.get(name, ""): text for name, text in claims.items()}


def _unusable(rubric: Rubric, found: UnitReview, refused: frozenset[str], row: int) -> Iterator[LineProblem]:
    yield from (evolve(each, row=row) for each in found.problems)
    if refused:
        labels = {column.name: column.label for column in _columns(rubric)}
        names = tuple(labels[name] for name in sorted(refused))
        yield LineProblem(row=row, place=found.place, message=Message.of("summary.refused", names=names))


class _Files(CaseReader):
    """Reviews the cases of files."""

    def __init__(self, rubric: Rubric, encoding: Encoding, assume: tuple[str, ...]) -> None:
        super().__init__(rubric, encoding)
        self.assume = assume

    def lines(self, file: str) -> tuple[UnitReview, ...]:
        """Return the units of a file; where it cannot be read, one that says why."""
        place = Message.of("frames.place_file", file=file)
        try:
            return tuple(self._unit(case, place) for case in self.cases(file))
        except JixiaoError as error:
            return (UnitReview(place=place, problems=_told(place, error)),)

    def _unit(self, case: Case, place: Message) -> UnitReview:
        """A case; a total that no unit can have is told as it is, as that of a line is."""
        found = _of_case(self.rubric, case, place, self.assume)
        own = found.round
        if own is None or own.claimed_total is None or is_total(self.rubric, own.claimed_total):
            return found
        return evolve(
            found,
            round=evolve(own, claimed_total=None, verdict="unclaimed"),
            difference=None,
            problems=tuple(
                LineProblem(row=0, place=place, message=message) for message in refused_totals(self.rubric, case)
            ),
            unusable={"": number_text(own.claimed_total)},
        )


def _of_case(rubric: Rubric, case: Case, place: Message, assume: tuple[str, ...]) -> UnitReview:
    head = UnitReview(place=place, unit=case.unit, subject=case.subject, fiscal_year=case.fiscal_year)
    own = next((each for each in case.rounds if each.role == "self"), NOTHING)
    try:
        raise_if(case_problems(rubric, case, exchange.shared_facts()), FormatError)
        found = review(rubric, evolve(case, rounds=(own,)), assume=assume, brief=True)
    except JixiaoError as error:
        return evolve(head, problems=_told(place, error))
    return evolve(
        head,
        possible=found.possible,
        strict=found.strict,
        grades=found.grades,
        round=found.rounds[0],
        difference=_difference(found),
        errors=tuple(each for each in found.findings if each.severity is Severity.ERROR),
        amounts=amounts_of(rubric, case.evidence),
    )


def _told(place: Message, error: JixiaoError) -> tuple[LineProblem, ...]:
    return tuple(LineProblem(row=0, place=place, message=each.message, part=each.path) for each in error.problems)


def _difference(found: Review) -> Fraction | None:
    """The claimed total less the nearest that is possible, as `verdict` tells it."""
    (own,) = found.rounds
    claimed = own.claimed_total
    cell = IntervalSet(()) if claimed is None else claim_cell(found.rubric, claimed)
    top = Interval(0, found.rubric.highest_total)
    return verdict(claimed, IntervalSet.of(found.possible), IntervalSet.of(top), cell)[1]


def _heading(table: ScoredTable, name: str | None) -> str | None:
    """The heading with the names of units."""
    headings = list(table.kept.values())
    if name is not None:
        if name not in headings:
            message = Message.of("frames.unknown_column", found=name, known=tuple(headings))
            raise InvalidValueError(Problem(message, "--name"))
        return name
    return next((each for each in headings if each.strip().lower() in UNIT_HEADINGS), None)


def _names(table: ScoredTable, heading: str | None) -> list[str]:
    if heading is None:
        return [""] * table.frame.height
    column = next(name for name, each in table.kept.items() if each == heading)
    return ["" if each is None else str(each) for each in table.frame[column].to_list()]
