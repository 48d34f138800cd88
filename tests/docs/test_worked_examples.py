"""
The worked tables of the reference pages: evidence, arithmetic by hand, and points that the library must give.

The expected values stand in the pages. They were worked from the criteria in words; no program wrote them.
"""

import re
from fractions import Fraction

import pytest
from markdown_pages import ROOT, code_lines, page_id, read_page

from jixiao_core import cli, exchange, score
from jixiao_core.errors import JixiaoError
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.numbers import MAX_DIGITS, MAX_TEXT
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Rate
from jixiao_core.exact.rounding import Rounding, RoundingMode
from jixiao_core.exchange import fields
from jixiao_core.exchange.limits import MAX_BYTES, MAX_DEPTH, MAX_PARTS
from jixiao_core.rubrics.consistency import MAX_FACTS
from jixiao_core.rubrics.formula_checks import MAX_BANDS
from jixiao_core.rubrics.formula_checks import MAX_PARTS as MAX_LISTED
from jixiao_core.rubrics.levels import to_level

REFERENCE = ROOT / "docs" / "reference"
PAGES = {page_id(path): read_page(path) for path in sorted(REFERENCE.glob("*.md"))}
LANGUAGES = ("Evidence", "依据")
TOTAL, GRADE = ("Total", "总分"), ("Grade", "等次")
NUMBERS, REFUSED, CASE_REFUSED = ("Written", "写法"), ("File", "文件"), ("Instead of", "原文")
VALUE = ("Value", "值")
REPLAY = ("--reading ", "--assume ")


def tables(first):
    """The tables whose first column has one of the names."""
    return [(name, page, table) for name, page in PAGES.items() for table in page.tables if table.header[0] in first]


def lines(first):
    return [
        pytest.param(page, table, row, id=f"{name}:{table.line + 2 + number}")
        for name, page, table in tables(first)
        for number, row in enumerate(table.rows)
    ]


def points_of(cell):
    """What a cell says: ``5``, ``50/3``, ``{2, 5}``, an interval such as ``[0, 6)``, or several with ∪ between."""
    if "∪" in cell:
        one, _, rest = cell.partition("∪")
        return points_of(one.strip()) | points_of(rest.strip())
    if cell.startswith("{"):
        return IntervalSet.points(*map(Fraction, cell.strip("{}").split(",")))
    return IntervalSet.of(Interval.parse(cell)) if cell[0] in "[(" else IntervalSet.points(Fraction(cell))


def settings(evidence, prefix):
    return [line.removeprefix(prefix) for line in evidence if line.startswith(prefix)]


def sheet_of(page, table, cell):
    evidence = code_lines(cell)
    answers = dict(each.split("=") for each in settings(evidence, "--reading "))
    rubric = exchange.read_rubric(page.files[table.file].encode(), syntax="toml").under(answers)
    said = "\n".join(line for line in evidence if not line.startswith(REPLAY))
    assumptions = settings(evidence, "--assume ")
    return score(rubric, exchange.read_evidence(said.encode(), syntax="toml"), assume=assumptions)


def computed(sheet, column):
    if column in TOTAL:
        return IntervalSet.of(sheet.possible)
    if column in GRADE:
        return ", ".join(grade.name for grade in sheet.grades)
    return sheet[column.strip("`")].possible


@pytest.mark.parametrize(("page", "table", "row"), lines(LANGUAGES))
def test_points_are_as_worked(page, table, row):
    """Evidence, arithmetic, then one column for the total, the grade, or the row or group that its header names."""
    cell, arithmetic, *values = row
    sheet = sheet_of(page, table, cell)
    columns = table.header[2:]
    expected = [cell if column in GRADE else points_of(cell) for column, cell in zip(columns, values, strict=True)]
    assert arithmetic
    assert expected == [computed(sheet, column) for column in columns]
    # A settled total comes from compiled rows, everything else from sets of points.
    assert sheet.possible == sheet.detail.totals.total


@pytest.mark.parametrize("name", PAGES)
def test_every_rubric_of_a_page_is_worked(name):
    """A rubric without a worked table would only be shown to load."""
    page = PAGES[name]
    rubrics = {block.name for block in page.blocks if block.is_rubric}
    assert rubrics == {table.file for table in page.tables if table.header[0] in LANGUAGES}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(block.text, id=f"{name}:{block.name}")
        for name, page in PAGES.items()
        for block in page.blocks
        if block.is_rubric
    ],
)
def test_rubrics_are_written_and_read_back(text):
    rubric = exchange.read_rubric(text.encode(), syntax="toml")
    assert rubric == exchange.read_rubric(exchange.to_toml(rubric).encode(), syntax="toml")
    assert rubric == exchange.read_rubric(exchange.to_json(rubric).encode(), syntax="json")


@pytest.mark.parametrize("name", ["rubric-format.md", "rubric-format.zh-CN.md"])
def test_limits_are_those_of_the_library(name):
    numbers = set(re.findall(r"[0-9][0-9,]*", read_page(REFERENCE / name).prose.replace(",000", "000")))
    limits = (MAX_PARTS, MAX_DEPTH, MAX_BANDS, MAX_LISTED, MAX_FACTS, MAX_DIGITS, MAX_TEXT, MAX_BYTES // 2**20)
    assert {str(limit) for limit in limits} <= numbers


def as_written(text):
    return exchange.read_document(f"value = {text}".encode(), syntax="toml")["value"]


def read_as(hook, text):
    """The value, or the code of the refusal."""
    try:
        return hook(as_written(text))
    except JixiaoError as error:
        return error.code


def told(value):
    """A quantity as the table writes it, in both languages."""
    match value:
        case Money():
            yuan = value.to(MoneyUnit.YUAN).amount
            return {f"money {yuan}元", f"金额 {yuan}元"}
        case Rate():
            return {f"rate {value.value}", f"比率 {value.value}"}
        case Count():
            return {f"count {value.value}", f"个数 {value.value}"}
        case Number():
            return {f"number {value.value}", f"数值 {value.value}"}
        case _:
            return {f"`{value}`"}


@pytest.mark.parametrize(("page", "table", "row"), lines(NUMBERS))
def test_numbers_are_read_as_the_table_says(page, table, row):  # noqa: ARG001
    written, number, level, figure = row
    (text,) = code_lines(written)
    for cell, hook in ((number, fields.number), (level, fields.level)):
        expected = cell.strip("`") if cell.startswith("`") else Fraction(cell)
        assert expected == read_as(hook, text)
    assert figure in told(read_as(fields.quantity, text))


@pytest.mark.parametrize(("page", "table", "row"), lines(REFUSED))
def test_what_is_refused_brings_its_code(page, table, row):  # noqa: ARG001
    file, before, after, code, why = row
    text = page.files[file.strip("`")]
    old, new = "\n".join(code_lines(before)), "\n".join(code_lines(after))
    assert why
    assert old in text
    with pytest.raises(JixiaoError) as caught:
        exchange.read_rubric(text.replace(old, new, 1).encode(), syntax="toml")
    assert code.strip("`") in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("locale", ["en", "zh_Hans_CN"])
@pytest.mark.parametrize(("page", "table", "row"), lines(CASE_REFUSED))
def test_what_is_refused_of_a_case_ends_the_command_line(page, table, row, locale, tmp_path, capsys):
    """One change to the case of the page: exit status 2, the code on standard error, nothing on standard output."""
    before, after, code, why = row
    (name,) = [name for name in page.files if name.endswith("-case.toml")]
    old, new = "\n".join(code_lines(before)), "\n".join(code_lines(after))
    assert why
    assert old in page.files[name]
    (tmp_path / name).write_text(page.files[name].replace(old, new, 1), encoding="utf-8")
    (tmp_path / table.file).write_text(page.files[table.file], encoding="utf-8")
    status = cli.main(["review", str(tmp_path / name), "--rubric", str(tmp_path / table.file), "--locale", locale])
    told_there = capsys.readouterr()
    assert (status, told_there.out) == (2, "")
    assert code.strip("`") in {line.split()[0].rstrip(":：") for line in told_there.err.splitlines()}


@pytest.mark.parametrize(("page", "table", "row"), lines(VALUE))
def test_values_round_as_the_table_says(page, table, row):  # noqa: ARG001
    """Columns are modes; the quantum stands in a column of its own, or is two decimals."""
    value, *results = row
    columns = list(table.header[1:])
    quantum = "0.01"
    if columns[0].strip("`") not in set(RoundingMode):
        (quantum,) = code_lines(results.pop(0))
        columns.pop(0)
    for column, expected in zip(columns, results, strict=True):
        rounding = Rounding(to_level(quantum.strip('"')), RoundingMode(column.strip("`")))
        assert to_level(expected) == rounding.apply(to_level(value))
