"""What people write into columns, and what it says: the number, `refused`, `beyond` what can be computed with, or nothing."""

import edges
import pyarrow as pa
from kinds import arrow_table

MONEY = "three_public_executed"
"""三公经费决算数: two rows of the department table divide it."""

TEXTS = (
    ("993.18万元", 993_180_000),
    ("1,234.56元", 123_456),
    ("12345678.90元", 1_234_567_890),
    ("+5元", 500),
    ("0.5亿元", 5_000_000_000),
    ("1.10元", 110),
    ("1.100000元", 110),
    ("00012元", 1_200),
    ("0元", 0),
    ("-0元", 0),
    (None, None),
    ("-3元", "refused"),
    ("", "refused"),
    (" ", "refused"),
    ("元", "refused"),
    ("12", "refused"),
    ("１２元", "refused"),
    ("1e5元", "refused"),
    ("1e5", "refused"),
    ("12,34元", "refused"),
    ("1.元", "refused"),
    ("5分钟", "refused"),
    ("1 元", "refused"),
    ("9" * 40 + "元", "beyond"),
    ("9" * 18 + "元", "beyond"),
    ("0.001元", "beyond"),
    ("0.0000001万元", "beyond"),
)


def base_line(rubric):
    """A line in which everything is known and the department is well in order."""
    line = edges.Lines(edges.program_of(rubric), seed=5)
    found = {}
    for column in line.program.columns:
        if column.name.endswith(("__measure", "__not_applicable")):
            continue
        found[column.name] = {"flag": True, "words": (column.allowed or ("",))[0], "cases": 0, "points": 0}.get(
            column.sort, 1_000
        )
    return found


def table_with(rubric, name, values):
    """One line a value: the base line with this column replaced, and the number of the line as the unit."""
    base = base_line(rubric)
    table = arrow_table(rubric, {each: [cell] * len(values) for each, cell in base.items()})
    table = table.set_column(table.column_names.index(name), name, values)
    return table.append_column("unit", pa.array([f"{at:03}" for at in range(len(values))]))


def text_table(rubric):
    """The texts as a table, and what they say."""
    texts = pa.array([text for text, _ in TEXTS], pa.string())
    return table_with(rubric, MONEY, texts), [said for _, said in TEXTS]


def number_table(rubric, name, said):
    """The same lines in whole numbers; nothing where nothing can be used."""
    return table_with(rubric, name, pa.array([n if isinstance(n, int) else None for n in said], pa.int64()))
