"""A group of which one member counts, in a table that does not say which."""

import interpreter
from test_program import program_of

from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import Judged
from jixiao_core.rubrics.indicators import Group, Indicator
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source


def row(name):
    return Indicator(
        id=name, label=Text(name), points=2, clause="酌情", source=Source(table="表", row=1), formula=Judged()
    )


def group(name, choose):
    return Group(id=name, label=Text(name), points=2, choose=choose)


RUBRIC = Rubric(
    series="choices",
    edition=2024,
    revision=1,
    kind="project",
    title=Text("示例评分表"),
    issuer=Issuer(zh="示例财政局", status="printed"),
    fiscal_years=FiscalYears(first=2024, last=2024),
    points=4,
    not_applicable="reallocate",
    groups=(group("one", "all"), group("two", "one")),
    indicators=(row("one.a"), row("two.a"), row("two.b")),
)


def line(chosen):
    cells = dict.fromkeys(column.name for column in program_of(RUBRIC).columns)
    cells |= {"one__a__judged": 10_000, "two__b__not_applicable": True, "two__a__judged": 0, "two__chosen": chosen}
    return interpreter.run(program_of(RUBRIC), cells)


def test_the_member_that_does_not_apply_may_be_the_chosen_one():
    """Then its two points move to the other group, and 1 of 2 there counts 2 of 4."""
    found = line(None)
    assert found["one__a__points"] is None
    assert (found["total_low"], found["total_high"]) == (0, 40_000)


def test_it_is_not_the_chosen_one():
    assert line("two.a")["one__a__points"] == 10_000
