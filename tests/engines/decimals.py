"""Numbers with decimals in databases: the same as whole numbers of the smallest unit, and nothing is rounded."""

from decimal import Decimal

import compiled
import databases
import edges

from jixiao_core.frames.columns import input_columns
from jixiao_core.frames.scaling import scale_of

MOST = 10**15
STAFF, POSTS, BUDGET = "in_service_staff", "authorised_staffing", "initial_approved_budget"
STAFFING = "input__budget_allocation__staffing_ratio__points"


def money_of(rubric):
    """The columns of money."""
    return [column.name for column in input_columns(rubric, scale_of(rubric)) if column.sort == "money"]


def hold_yuan(dialect, rubric, count, seed, *, money, connection=None):
    """Amounts in 元 with two decimals give what the same amounts give in 分."""
    stated = edges.smallest_units(rubric)
    program = edges.program_of(rubric, stated)
    names = money_of(rubric)
    lines = [
        {
            name: max(-MOST, min(MOST, cell)) if name in names and cell is not None else cell
            for name, cell in line.items()
        }
        for line in edges.Lines(program, seed).some(count)
    ]
    yuan = [
        {name: Decimal(cell).scaleb(-2) if name in names and cell is not None else cell for name, cell in line.items()}
        for line in lines
    ]
    if dialect == "sqlite":
        yuan = [
            {name: str(cell) if name in names and cell is not None else cell for name, cell in line.items()}
            for line in yuan
        ]
    got = databases.scored(
        dialect, rubric, yuan, units=stated | dict.fromkeys(names, "元"), money=money, connection=connection
    )
    run = compiled.compiled(program)
    for line, row in zip(lines, got, strict=True):
        assert tuple(row[name] for name in program.outputs) == run(line), line


def hold_nothing_rounded(dialect, rubric, *, number, connection=None):
    """18.5 people and 10³⁰ of them are undecided, beside a line that is well; 18.00 are 18."""
    lines = [
        {STAFF: Decimal("18.00"), POSTS: Decimal(18)},
        {STAFF: Decimal("18.5"), POSTS: Decimal(18)},
        {STAFF: Decimal(10) ** 30, POSTS: Decimal(18)},
        {STAFF: -(Decimal(10) ** 30), POSTS: Decimal(18)},
        {STAFF: Decimal(20), POSTS: Decimal(18)},
    ]
    got = databases.scored(dialect, rubric, lines, number=number, connection=connection)
    assert [row[STAFFING] for row in got] == [50_000, None, None, None, 0]
    assert [row["status"] for row in got] == ["open", "undecided", "undecided", "invalid", "open"]
    assert [f"beyond:{STAFF};" in row["remarks"] for row in got] == [False, True, True, False, False]
    assert f"refused:{STAFF};" in got[3]["remarks"]
