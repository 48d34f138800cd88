"""Overlays (调整): what one table changes in another and why, as data; `tailoring` applies them."""

from collections.abc import Iterable
from fractions import Fraction
from operator import itemgetter
from typing import Literal, TypeAlias, TypeVar

from attrs import field, frozen

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.numbers import exact, optional_exact
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, Term
from jixiao_core.rubrics.formulas import Band, ChecklistItem, Condition, Formula, Option
from jixiao_core.rubrics.grades import Adjustment, GradeCap, GradeScale, RoundingStep
from jixiao_core.rubrics.indicators import Group, Indicator, NotApplicablePolicy, Pool, Question, Reading
from jixiao_core.rubrics.levels import Level, optional_level
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.sources import DocumentDemand, FiscalYears, Issuer, LegalBasis, Source

__all__ = [
    "Addition",
    "Adoption",
    "Breakdown",
    "Change",
    "FormulaChange",
    "MeasureChange",
    "Move",
    "Overlay",
    "Part",
    "Removal",
    "Revision",
]

_SEMANTICS = 1
_Change = TypeVar("_Change")


def _optional_domain(value: Interval | str | None) -> Interval | None:
    return Interval.parse(value) if isinstance(value, str) else value


def _by_id(changes: Iterable[tuple[str, _Change]]) -> tuple[tuple[str, _Change], ...]:
    """Changes of different parts have no order of their own; that of their ids makes equal overlays equal."""
    return tuple(sorted(changes, key=itemgetter(0)))


@frozen(kw_only=True)
class FormulaChange:
    """
    Some parameters of a formula; its kind and the others stay as they are in the base.

    What is None is not changed. The attributes are those of the formula kinds, with the same names and units. The
    readings of the row follow where they share the old value.

    Attributes:
        without: names of parameters that go back to their defaults.
    """

    bands: tuple[Band, ...] | None = None
    otherwise: Fraction | None = field(default=None, converter=optional_exact)
    standard: Level | None = field(default=None, converter=optional_level)
    side: Literal["above", "below", "either"] | None = None
    step: Level | None = field(default=None, converter=optional_level)
    deduct: Fraction | None = field(default=None, converter=optional_exact)
    part_step: Literal["ignore", "count", "proportional"] | None = None
    zero_beyond: Level | None = field(default=None, converter=optional_level)
    full_at: Level | None = field(default=None, converter=optional_level)
    zero_at: Level | None = field(default=None, converter=optional_level)
    cap: Fraction | None = field(default=None, converter=optional_exact)
    floor: Fraction | None = field(default=None, converter=optional_exact)
    zero_from: Level | None = field(default=None, converter=optional_level)
    over_achievement: Literal["cap", "explain", "reduce", "zero"] | None = None
    over_threshold: Level | None = field(default=None, converter=optional_level)
    key_target: Literal["as_others", "zero_row"] | None = None
    items: tuple[ChecklistItem, ...] | None = None
    partial_credit: bool | None = None
    conditions: tuple[Condition, ...] | None = None
    per: Literal["case", "condition"] | None = None
    options: tuple[Option, ...] | None = None
    must_tailor: bool | None = None
    without: tuple[str, ...] = ()


@frozen(kw_only=True)
class MeasureChange:
    """
    Some parts of a measure; its numerator and the other parts stay as they are in the base.

    Attributes:
        denominator: as in `Measure`, like all the others; None is not changed.
        absolute: see `Measure`.
        over_zero: see `Measure`.
        zero_over_zero: see `Measure`; back to “not applicable” by `without`.
        domain: see `Measure`.
        basis: see `Measure`.
        label: see `Measure`.
        without: names of parts that go back to their defaults.
    """

    denominator: tuple[Term, ...] | None = None
    absolute: bool | None = None
    over_zero: Literal["worst", "best"] | None = None
    zero_over_zero: Level | None = field(default=None, converter=optional_level)
    domain: Interval | None = field(default=None, converter=_optional_domain)
    basis: Literal["printed", "customary"] | None = None
    label: Text | None = None
    without: tuple[str, ...] = ()


@frozen(kw_only=True)
class Revision:
    """
    A row, group or pool with some of its fields changed (修改); what is None stays as it is.

    Attributes:
        why: the reason; it is shown on the tailored row.
        label: see `Indicator`, like all fields up to `notes`.
        points: of a row, group or pool.
        clause: of a row or pool.
        clause_corrected: of a row.
        explanation: of a row.
        source: of a row.
        measure: of a row: a measure in place of the old one, or some of its parts.
        formula: of a row: a formula in place of the old one, or some of its parameters.
        readings: of a row: all of its readings, in place of the old ones.
        keep_readings: readings that the change of measure or formula does not reach stay as they are.
        not_applicable: of a row or group.
        reallocate_to: of a row.
        documents: of a row.
        papers: of a row.
        notes: of a row.
        choose: of a group.
        members: of a pool.
        without: names of fields that go back to their defaults.
    """

    why: Text
    label: Text | None = None
    points: Fraction | None = field(default=None, converter=optional_exact)
    clause: str | None = None
    clause_corrected: str | None = None
    explanation: str | None = None
    source: Source | None = None
    measure: Measure | MeasureChange | None = None
    formula: Formula | FormulaChange | None = None
    readings: tuple[Reading, ...] | None = None
    keep_readings: bool = False
    not_applicable: NotApplicablePolicy | None = None
    reallocate_to: tuple[str, ...] | None = None
    documents: tuple[DocumentDemand, ...] | None = None
    papers: tuple[Text, ...] | None = None
    notes: tuple[Text, ...] | None = None
    choose: Literal["all", "one"] | None = None
    members: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()


@frozen(kw_only=True)
class Part:
    """
    One of the rows that a row or pool is broken down into.

    Attributes:
        id: the last part of its id; what is broken down stands before it.
        label: its name.
        points: its maximum; the parts sum to what is broken down.
        formula: how points follow.
        clause: its own criterion; None: that of the row, if the breakdown says that it is kept.
        explanation: see `Indicator`.
        source: where its own criterion stands; None: as the row.
        measure: what a numeric formula looks at.
        readings: see `Indicator`.
        not_applicable: see `Indicator`.
        reallocate_to: the last parts of the ids of its siblings here.
        documents: papers that the table demands for it.
        papers: papers that a reviewer would ask for; None: those of the row.
        notes: what a reader should know.
    """

    id: str
    label: Text
    points: Fraction = field(converter=exact)
    formula: Formula
    clause: str | None = None
    explanation: str = ""
    source: Source | None = None
    measure: Measure | None = None
    readings: tuple[Reading, ...] = ()
    not_applicable: NotApplicablePolicy | None = None
    reallocate_to: tuple[str, ...] = ()
    documents: tuple[DocumentDemand, ...] = ()
    papers: tuple[Text, ...] | None = None
    notes: tuple[Text, ...] = ()


@frozen(kw_only=True)
class Breakdown:
    """
    A row or pool that becomes a group of rows of its own (细化), with the same id and points.

    Attributes:
        why: the reason; it is shown on the rows.
        rows: the rows, in order.
        keep_clause: rows without a criterion of their own quote that of the row or pool.
    """

    why: Text
    rows: tuple[Part, ...]
    keep_clause: bool = False


@frozen(kw_only=True)
class Addition:
    """
    A row, group or pool that the base does not have (增设); exactly one of the three is given.

    Attributes:
        why: the reason; it is shown on the row.
        indicator: the new row.
        group: the new group.
        pool: the new pool.
        before: the row or group before which it stands; empty: after the last of its group.
    """

    why: Text
    indicator: Indicator | None = None
    group: Group | None = None
    pool: Pool | None = None
    before: str = ""


@frozen(kw_only=True)
class Removal:
    """A row, group or pool that is left out with everything in it (删除), and why."""

    why: Text


@frozen(kw_only=True)
class Move:
    """
    A row or group that stands elsewhere (移动); the last part of its id stays.

    Attributes:
        why: the reason; it is shown on the row.
        to: the group that it goes to; None: it stays in its group.
        before: the row or group before which it stands; empty: after the last of the group.
    """

    why: Text
    to: str | None = None
    before: str = ""


@frozen(kw_only=True)
class Adoption:
    """
    Another declared answer of a question becomes the adopted one; the rows are read by it.

    Attributes:
        answer: the id of the answer.
        adopted_by: who adopted it.
        adopted_on: when, as an ISO date.
        why: the reason.
    """

    answer: str
    adopted_by: Text
    adopted_on: str
    why: Text


Change: TypeAlias = Revision | Breakdown | Addition | Removal | Move | Adoption
"""What an overlay can do to a part of the base."""


@frozen(kw_only=True)
class Overlay:
    """
    One tailored version of a table: the base, what is changed and why; nothing else is repeated.

    Attributes:
        derived_from: the pin of the base, with or without its digest; where the digest is given it must be met.
        series: the name of the tailored table through its editions.
        edition: the fiscal year in whose use it was made.
        revision: of the tailored table.
        reason: why it was tailored, and by whose decision.
        semantics: the meaning of the format.
        title: see `Rubric`, like all fields up to `limitations`; what is None is that of the base.
        issuer: see `Rubric`.
        legal_basis: see `Rubric`.
        fiscal_years: see `Rubric`.
        points: see `Rubric`.
        not_applicable: see `Rubric`.
        rounding: see `Rubric`.
        claim_quantum: see `Rubric`.
        grades: see `Rubric`.
        grade_caps: see `Rubric`.
        adjustments: see `Rubric`.
        total_ceiling: see `Rubric`.
        notes: see `Rubric`.
        limitations: see `Rubric`.
        without: names of these fields that go back to their defaults.
        questions: further questions; one that the base has as well is replaced.
        facts: definitions of facts that neither the base nor the shared dictionary has.
        revise: id to what is revised (修改).
        break_down: id to the rows that it becomes (细化).
        add: what is added, in order (增设).
        remove: id to why it is left out (删除).
        move: id to where it goes (移动).
        adopt: question to the answer that is adopted instead.
    """

    derived_from: str
    series: str
    edition: int
    revision: int
    reason: Text
    semantics: int = _SEMANTICS
    title: Text | None = None
    issuer: Issuer | None = None
    legal_basis: tuple[LegalBasis, ...] | None = None
    fiscal_years: FiscalYears | None = None
    points: Fraction | None = field(default=None, converter=optional_exact)
    not_applicable: NotApplicablePolicy | None = None
    rounding: tuple[RoundingStep, ...] | None = None
    claim_quantum: Fraction | None = field(default=None, converter=optional_exact)
    grades: GradeScale | None = None
    grade_caps: tuple[GradeCap, ...] | None = None
    adjustments: tuple[Adjustment, ...] | None = None
    total_ceiling: Fraction | None = field(default=None, converter=optional_exact)
    notes: tuple[Text, ...] | None = None
    limitations: tuple[Text, ...] | None = None
    without: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    facts: tuple[FactDefinition, ...] = ()
    revise: tuple[tuple[str, Revision], ...] = field(default=(), converter=_by_id, metadata={"keyed": True})
    break_down: tuple[tuple[str, Breakdown], ...] = field(default=(), converter=_by_id, metadata={"keyed": True})
    add: tuple[Addition, ...] = ()
    remove: tuple[tuple[str, Removal], ...] = field(default=(), converter=_by_id, metadata={"keyed": True})
    move: tuple[tuple[str, Move], ...] = field(default=(), converter=_by_id, metadata={"keyed": True})
    adopt: tuple[tuple[str, Adoption], ...] = field(default=(), converter=_by_id, metadata={"keyed": True})

    @property
    def pin(self) -> str:
        """``series@edition.revision`` of the tailored table."""
        return f"{self.series}@{self.edition}.{self.revision}"

    @property
    def base_pin(self) -> str:
        """The pin of the base, without its digest."""
        return self.derived_from.partition("#")[0]

    @property
    def base_digest(self) -> str:
        """The digest that the base must have; empty where none is demanded."""
        return self.derived_from.partition("#")[2]

    @property
    def changes(self) -> tuple[tuple[str, Change], ...]:
        """Every change with its path in the overlay, in the order in which the fields stand here."""
        from jixiao_core.exact.numbers import path_step

        keyed: tuple[tuple[str, tuple[tuple[str, Change], ...]], ...] = (
            ("revise", self.revise),
            ("break_down", self.break_down),
            ("remove", self.remove),
            ("move", self.move),
            ("adopt", self.adopt),
        )
        named = [(f"{verb}.{path_step(name)}", change) for verb, changes in keyed for name, change in changes]
        return (*named, *((f"add[{position}]", change) for position, change in enumerate(self.add)))
