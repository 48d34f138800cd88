"""The score bridge (得分变动分解): the change between two settled sheets, split exactly into what caused it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Literal

from attrs import field, fields, frozen

from jixiao_core.errors import InvalidValueError, Problem, UnsettledError, raise_if
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.bridge_reasons import row_reasons
from jixiao_core.scoring.bridge_sides import Standing, StandingRow, side_problems, standing
from jixiao_core.scoring.carrying import Carrier
from jixiao_core.scoring.row_bridge import Carriers, RowPair, moved
from jixiao_core.scoring.sheet import ScoreSheet, refuse_other_than_sheet

__all__ = ["LINES", "Bridge", "BridgeLines", "BridgeRow", "bridge"]

ZERO = Fraction(0)


@frozen(kw_only=True)
class BridgeLines:
    """
    Points by what moved them; their sum is the change.

    Attributes:
        facts: figures, declared measures, assessments, choices and assumptions (数据变化).
        rules: formulas and measures (评分标准变化).
        readings: answers to questions of interpretation (口径与理解变化).
        structure: rows added, removed, moved or re-weighted (指标体系变化).
        undivided: what cannot be told apart, as one sheet lacks facts that the other's rules need (无法拆分).
        pool: how rows share the points of a pool (共享分值的分配).
        not_applicable: rows that stop or begin to apply, and points that move with them (不适用).
        adjustments: what is added to and taken from the total (加减分).
        ceiling: what the most and least points cut off (封顶).
        rounding: what rounding adds (舍入).
    """

    facts: Fraction = ZERO
    rules: Fraction = ZERO
    readings: Fraction = ZERO
    structure: Fraction = ZERO
    undivided: Fraction = ZERO
    pool: Fraction = ZERO
    not_applicable: Fraction = ZERO
    adjustments: Fraction = ZERO
    ceiling: Fraction = ZERO
    rounding: Fraction = ZERO

    def __iter__(self) -> Iterator[tuple[str, Fraction]]:
        return ((name, getattr(self, name)) for name in LINES)

    def __getitem__(self, name: str) -> Fraction:
        """Return the points of a line; KeyError if there is none of that name."""
        return dict(self)[name]

    def __add__(self, other: BridgeLines) -> BridgeLines:
        return BridgeLines(**{name: points + other[name] for name, points in self})

    @property
    def total(self) -> Fraction:
        """The sum of all lines."""
        return sum((points for _, points in self), ZERO)


LINES: tuple[str, ...] = tuple(each.name for each in fields(BridgeLines))
"""The names of the lines, in their order."""


@frozen(kw_only=True)
class BridgeRow:
    """
    One row of the bridge; before + lines = after.

    Attributes:
        before_id: its id in the rubric before; empty where it was added.
        after_id: its id in the rubric after; empty where it was removed.
        label: its name, that of the sheet after where it has the row.
        change: whether both rubrics have it, under one id or two, or only one of them.
        before: the points that it counted; None where it was added.
        after: the points that it counts; None where it was removed.
        maximum_before: the most that it could count; None where it was added.
        maximum_after: the most that it can count; None where it was removed.
        lines: what moved its points.
        reasons: what differs between the sheets for this row, as far as it moved points.
        obstacles: why facts, rules and readings could not be told apart; empty where they could.
    """

    before_id: str
    after_id: str
    label: Text
    change: Literal["same", "moved", "added", "removed"]
    before: Fraction | None
    after: Fraction | None
    maximum_before: Fraction | None
    maximum_after: Fraction | None
    lines: BridgeLines
    reasons: tuple[Message, ...] = ()
    obstacles: tuple[Message, ...] = ()

    @property
    def id(self) -> str:
        """Its id in the sheet after; that in the sheet before where it was removed."""
        return self.after_id or self.before_id


@frozen(kw_only=True)
class Bridge:
    """
    The change of a total between two settled sheets; it compares by the sheets and the matches.

    Attributes:
        before: the first sheet.
        after: the second sheet.
        lines: what moved the total; their sum is the change.
        rows: row by row: in the order of the table after, removed rows at the end.
        whole: the lines that belong to no row: adjustments, ceilings, rounding of groups and of the total.
    """

    before: ScoreSheet
    after: ScoreSheet
    lines: BridgeLines = field(eq=False)
    rows: tuple[BridgeRow, ...]
    whole: BridgeLines = field(eq=False)

    @property
    def change(self) -> Fraction:
        """The total after less the total before."""
        return self.after.points - self.before.points

    def __getitem__(self, row_id: str) -> BridgeRow:
        """Return a row by its id in either rubric, that of the sheet after first; KeyError if neither has it."""
        by_id = {row.before_id: row for row in self.rows} | {row.after_id: row for row in self.rows}
        by_id.pop("", None)
        return by_id[row_id]


def bridge(before: ScoreSheet, after: ScoreSheet, *, matches: Mapping[str, str] | None = None) -> Bridge:
    """
    Split the change between two settled sheets exactly into what caused it.

    Each row counts a weight (structure, pool, what does not apply) times the part of it that it attains (facts, rules,
    readings). Facts, rules, readings and the weight are put in place in all 24 orders, and each gets the average of
    what it adds; inside the weight structure, pool and not applicable share in the same way. Adjustments, ceilings and
    roundings are what they are in each sheet; their lines are the differences.

    Args:
        before: the first sheet, of one unit.
        after: the second, of the same unit: another year, another version of the table, other readings, or all of it.
        matches: id of a row before to the id of the same row after, where they differ; an empty id says that the row
            has no successor. Rows of the same id are the same row, and so are two rows of one label and one last part
            of their ids where each table has no other that fits.

    Returns:
        The bridge; its lines sum to `after.points − before.points`.

    Raises:
        UnsettledError: when a row, choice, adjustment or total of either sheet is open; everything at once.
        InvalidValueError: when the sheets are of different kinds, or a match names what a table does not have.

    >>> from jixiao_core import Evidence, registry, score
    >>> rubric = registry.load("junshan-department@2021.1")
    >>> open_sheet = score(rubric, Evidence())
    >>> bridge(open_sheet, open_sheet)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    jixiao_core.errors.UnsettledError: before.input.budget_allocation.staffing_ratio: ...
    """
    refuse_other_than_sheet(before, "before")
    refuse_other_than_sheet(after, "after")
    if before.rubric.kind != after.rubric.kind:
        kinds = (Message.of(f"scoring.bridge_kind_{sheet.rubric.kind}") for sheet in (before, after))
        raise InvalidValueError(Problem(Message.of("scoring.bridge_kinds", before=next(kinds), after=next(kinds))))
    raise_if(_match_problems(before.rubric, after.rubric, matches or {}))
    raise_if((*side_problems(before, "before"), *side_problems(after, "after")), UnsettledError)
    sides = standing(before, "before"), standing(after, "after")
    sheets = before, after
    carriers = {(facts, rules): Carrier(sheets[facts], sheets[rules]) for facts, rules in product((0, 1), repeat=2)}
    rows = tuple(_row(names, sides, carriers) for names in matched_rows(before.rubric, after.rubric, matches or {}))
    whole = BridgeLines(
        adjustments=sides[1].adjustments - sides[0].adjustments,
        ceiling=sides[1].ceiling - sides[0].ceiling,
        rounding=sides[1].rounding - sides[0].rounding,
    )
    lines = sum((row.lines for row in rows), whole)
    return Bridge(before=before, after=after, lines=lines, rows=rows, whole=whole)


def _match_problems(before: Rubric, after: Rubric, matches: Mapping[str, str]) -> Iterator[Problem]:
    names = [row.id for row in before.indicators], [row.id for row in after.indicators]
    taken = [new for new in matches.values() if new]
    for old, new in matches.items():
        for found, known in ((old, names[0]), (new, names[1])):
            if found not in known and (found or known is names[0]):
                message = Message.of(
                    "rubrics.unknown_indicator", found=shown(found), known=most_alike_first(found, known)
                )
                yield Problem(message, f"matches.{shown(old)}")
        if taken.count(new) > 1:
            yield Problem(Message.of("scoring.bridge_matched_twice", found=shown(new)), f"matches.{shown(old)}")


def matched_rows(before: Rubric, after: Rubric, matches: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """
    Yield pairs of ids of the same row, in the order of the table after, then removed rows; empty where there is none.

    Args:
        before: the first table.
        after: the second table.
        matches: what the user said.
    """
    old_of = {new: old for old, new in matches.items() if new}
    for row in after.indicators:
        if row.id not in old_of and row.id not in matches and _has_row(before, row.id):
            old_of[row.id] = row.id
    left = [row for row in before.indicators if row.id not in old_of.values() and matches.get(row.id) != ""]
    arrived = [row for row in after.indicators if row.id not in old_of]
    for row in arrived:
        likely = [old for old in left if _name(old) == _name(row)]
        if len(likely) == 1 and sum(_name(each) == _name(row) for each in arrived) == 1:
            old_of[row.id] = likely[0].id
    for row in after.indicators:
        yield old_of.get(row.id, ""), row.id
    for row in before.indicators:
        if row.id not in old_of.values():
            yield row.id, ""


def _has_row(rubric: Rubric, name: str) -> bool:
    return any(row.id == name for row in rubric.indicators)


def _name(row: Indicator) -> tuple[str, str]:
    return row.id.rpartition(".")[2], row.label.zh


def _row(names: tuple[str, str], sides: tuple[Standing, Standing], carriers: Carriers) -> BridgeRow:
    old, new = sides[0].rows.get(names[0]), sides[1].rows.get(names[1])
    obstacles: tuple[Message, ...] = ()
    reasons: tuple[Message, ...] = ()
    if old is None or new is None:
        parts: Mapping[str, Fraction] = {"structure": _own(new) - _own(old)}
    else:
        pair = RowPair(names, sides, carriers)
        found = moved(pair)
        parts, obstacles = found.parts, found.obstacles
        reasons = tuple(row_reasons(pair, parts))
    rounding = _counted(new) - _own(new) - (_counted(old) - _own(old))
    present = new or old
    assert present is not None
    return BridgeRow(
        before_id=names[0],
        after_id=names[1],
        label=present.row.label,
        change="added" if old is None else "removed" if new is None else "same" if names[0] == names[1] else "moved",
        before=None if old is None else old.counted,
        after=None if new is None else new.counted,
        maximum_before=None if old is None else old.maximum * old.factor,
        maximum_after=None if new is None else new.maximum * new.factor,
        lines=BridgeLines(**parts, rounding=rounding),
        reasons=reasons,
        obstacles=obstacles,
    )


def _own(row: StandingRow | None) -> Fraction:
    return ZERO if row is None else row.own


def _counted(row: StandingRow | None) -> Fraction:
    return ZERO if row is None else row.counted
