"""What both report forms share: people, sign-offs, goals, targets, sections of text, and claimed tables."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from jixiao_core.errors import InvalidValueError, Problem
from jixiao_core.exact.numbers import optional_exact, shown
from jixiao_core.exact.quantities import MoneyUnit, Quantity
from jixiao_core.messages import Message
from jixiao_core.rubrics.sources import is_date, is_month
from jixiao_core.scoring.figures import Missing

__all__ = [
    "BLANK",
    "UNKNOWN",
    "ClaimedRow",
    "ClaimedTable",
    "Comparator",
    "DateField",
    "Evaluator",
    "Paragraph",
    "Section",
    "SignOff",
    "SignOffs",
    "SignRole",
    "TableUnit",
    "TargetRow",
    "TargetValue",
    "UnitPrint",
    "Unread",
    "UnreadWhy",
    "personal",
]

BLANK = Missing(state="blank")
"""A field of the form that is printed and empty; never zero."""

UNKNOWN = Missing()
"""A field that the form at hand does not have."""


def personal() -> Any:
    """A field for personal data: not in `repr`, and gone after `redacted`."""
    return field(default="", repr=False, metadata={"personal": True})


@frozen
class Paragraph:
    """
    One line of a text field.

    Attributes:
        text: as printed, without the white space around it.
        line: where it stands in the published form; 0 where the report was not read from one.
    """

    text: str
    line: int = 0


UnreadWhy: TypeAlias = Literal["unknown", "unreadable", "doubtful", "damaged", "formula", "hidden", "aside", "shared"]
"""Why something is told of a published form; see `Unread`."""


@frozen
class Unread:
    """
    Something of a published form that is not in the report, or not as a value.

    Attributes:
        line: where it stands.
        text: as printed; not in `repr`, because nobody knows whether it names a person.
        why: ``unknown`` nothing in the report has this place, ``unreadable`` the place is known and the text is no
            value of its kind, ``doubtful`` it was read, in a way that a person should confirm, ``damaged`` it was
            read and holds characters that were replaced or cannot be seen, ``formula`` it was read, as the result that
            the workbook keeps for a formula, ``hidden`` it was read although the workbook does not show it, ``aside``
            it is no part of the print: a comment, or text under a merged cell, ``shared`` a number stands in one cell
            with the row above, and was read for that row alone.
        name: the field whose value it is not, where that is known.
        place: the sheet and the cell, where the form is a workbook; empty elsewhere.
    """

    line: int
    text: str = field(repr=False, metadata={"withheld": True})
    why: UnreadWhy
    name: str = ""
    place: str = ""


UnitPrint: TypeAlias = Literal["printed", "inherited", "unstated"]
"""How a table gets its unit of money: printed on it, taken from the table before it, or not stated anywhere."""


@frozen(kw_only=True)
class TableUnit:
    """The unit in which a table prints money, and how that is known."""

    unit: MoneyUnit | None = None
    how: UnitPrint = "unstated"


@frozen(kw_only=True)
class DateField:
    """
    A date as the form prints it.

    Attributes:
        text: as printed; empty where the field is.
        iso: the date as ``YYYY-MM-DD``, or ``YYYY-MM`` where the form asks for a month; empty where it is not one.
    """

    text: str = ""
    iso: str = ""

    def __attrs_post_init__(self) -> None:
        if self.iso and not is_date(self.iso) and not is_month(self.iso):
            raise InvalidValueError(Problem(Message.of("dates.no_day", found=shown(self.iso)), "iso"))


@frozen(kw_only=True)
class Evaluator:
    """
    One row of the table of evaluators (评价人员).

    Attributes:
        name: personal.
        position: position or title (职务/职称).
        organisation: the organisation.
        signature: personal; empty where unsigned, which is a state and no error.
    """

    name: str = personal()
    position: str = ""
    organisation: str = ""
    signature: str = personal()


SignRole: TypeAlias = Literal[
    "team_leader", "department_head", "implementing_unit", "supervising_department", "finance_division"
]
"""Who signs: 评价组组长, 部门（单位）, 项目单位, 主管部门, 财政部门归口业务科室."""


@frozen(kw_only=True)
class SignOff:
    """
    One sign-off block.

    Attributes:
        role: who signs.
        opinion: the stated opinion (意见).
        signature: personal; empty where unsigned.
        date: of the signature; blank where undated.
    """

    role: SignRole
    opinion: str = ""
    signature: str = personal()
    date: DateField = field(factory=DateField)


@frozen(kw_only=True)
class SignOffs:
    """
    Who evaluated and who signed.

    Attributes:
        evaluators: 评价人员, one a filled row.
        blocks: the sign-off blocks, in the order of the form.
        preparer: 填报人, personal.
        preparer_phone: 联系电话 of the preparer, personal.
    """

    evaluators: tuple[Evaluator, ...] = ()
    blocks: tuple[SignOff, ...] = ()
    preparer: str = personal()
    preparer_phone: str = personal()


Comparator: TypeAlias = Literal["equal", "at_least", "above", "at_most", "below"]
"""How a printed value is meant: 等于, 不低于, 高于, 不超过, 低于."""


@frozen(kw_only=True)
class TargetValue:
    """
    The number in a target or a completion.

    Attributes:
        value: the number; money and rates as such.
        comparator: how it is meant.
        unit: the classifier behind a count or number (件, 次), as printed.
    """

    value: Quantity
    comparator: Comparator = "equal"
    unit: str = ""

    @property
    def direction(self) -> Literal["higher", "lower", "unstated"]:
        """Which way is better, where the comparator says it."""
        match self.comparator:
            case "at_least" | "above":
                return "higher"
            case "at_most" | "below":
                return "lower"
            case "equal":
                return "unstated"


@frozen(kw_only=True)
class TargetRow:
    """
    One row of the quantitative targets (定量目标).

    Attributes:
        group: 产出目标, 效益目标 or 一级指标, as printed.
        category: 数量指标, 质量指标 and so on, as printed.
        content: what is measured; the department form prints none beside the target.
        target: the target, as printed.
        completion: what was achieved, as printed.
        target_value: the number in the target, where it has exactly one.
        completion_value: the number in the completion, likewise.
        line: where it stands in the published form; 0 where the report was not read from one.
        target_line: where its target stands, likewise.
        completion_line: where its completion stands, likewise.
    """

    group: str = ""
    category: str = ""
    content: str = ""
    target: str = ""
    completion: str = ""
    target_value: TargetValue | None = None
    completion_value: TargetValue | None = None
    line: int = 0
    target_line: int = 0
    completion_line: int = 0


@frozen(kw_only=True)
class Section:
    """
    A section of the narrative (文字部分).

    Attributes:
        heading: as printed, with its number.
        body: its paragraphs, without those of its parts.
        parts: its sections.
        line: where its heading stands.
    """

    heading: str = ""
    body: tuple[Paragraph, ...] = ()
    parts: tuple[Section, ...] = ()
    line: int = 0


@frozen(kw_only=True)
class ClaimedRow:
    """
    One row of a scoring table as the unit filled it in.

    Attributes:
        level1: the first-level indicator.
        level1_points: its points as printed on this row or above it.
        level2: the second-level indicator.
        level2_points: its points.
        label: the third-level indicator.
        explanation: 具体指标, where the table has that column.
        clause: 评分标准 or 评价标准, verbatim; empty where the cell is shared with the row above.
        points: 分值 of the row; None where the cell is shared with the row above (a pool).
        score: 自评得分; None where blank.
        reason: 扣分原因, verbatim.
        line: where its label stands.
    """

    level1: str
    level2: str
    label: str
    level1_points: Fraction | None = field(default=None, converter=optional_exact)
    level2_points: Fraction | None = field(default=None, converter=optional_exact)
    explanation: str = ""
    clause: str = ""
    points: Fraction | None = field(default=None, converter=optional_exact)
    score: Fraction | None = field(default=None, converter=optional_exact)
    reason: str = ""
    line: int = 0


@frozen(kw_only=True)
class ClaimedTable:
    """
    A scoring table as the unit filled it in (自评打分表).

    Attributes:
        title: as printed.
        rows: the third-level indicators.
        total_points: 总分 of the column 分值.
        total_score: 总分 of the column 自评得分; None where blank.
        has_reasons: whether the table has a column for reasons of deductions.
        note: 备注, verbatim.
    """

    title: str
    rows: tuple[ClaimedRow, ...]
    total_points: Fraction | None = field(default=None, converter=optional_exact)
    total_score: Fraction | None = field(default=None, converter=optional_exact)
    has_reasons: bool = True
    note: str = ""
