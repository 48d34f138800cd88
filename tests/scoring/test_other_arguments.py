"""A wrong kind of argument and an unknown name are told in words, in the exceptions of the library."""

import datetime as dt
import subprocess
import sys

import pytest

from jixiao_core import Evidence, bridge, coverage, lint, plan, registry, score, sensitivity
from jixiao_core.errors import InvalidValueError, UnknownNameError
from jixiao_core.reports.parts import DateField
from jixiao_core.scoring.case import Case, ScoreRound

RUBRIC = registry.load("junshan-department@2021.1")


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda sheet: bridge(sheet, None), "after"),
        (lambda sheet: bridge(Evidence(), sheet), "before"),
        (lambda _: plan(None), "sheet"),
        (lambda _: sensitivity(RUBRIC), "sheet"),
    ],
)
def test_what_is_no_sheet(call, path):
    with pytest.raises(InvalidValueError, match=r"score\(rubric, evidence\)") as caught:
        call(score(RUBRIC, Evidence()))
    assert [(each.code, each.path) for each in caught.value.problems] == [("scoring.not_a_sheet", path)]


@pytest.mark.parametrize("look", [lint, coverage])
def test_a_pin_is_no_rubric(look):
    with pytest.raises(InvalidValueError, match=r"registry\.load\(pin\)") as caught:
        look("junshan-department@2021.1")
    assert caught.value.code == "lint.not_a_rubric"


@pytest.mark.parametrize("year", ["2021", 2021.0, True, 0, 10**20])
def test_what_is_no_year(year):
    with pytest.raises(InvalidValueError) as caught:
        Case(rubric="junshan-department@2021.1", fiscal_year=year)
    assert [(each.code, each.path) for each in caught.value.problems] == [("dates.no_year", "fiscal_year")]


@pytest.mark.parametrize("date", ["2022-02-30", dt.date(2022, 4, 1), 20220401])
def test_what_is_no_date(date):
    with pytest.raises(InvalidValueError) as caught:
        Case(rubric="a@2021.1", fiscal_year=2021, rounds=(ScoreRound(role="self", date=date, claims=()),))
    assert [(each.code, each.path) for each in caught.value.problems] == [("rubrics.bad_date", "rounds[0].date")]
    with pytest.raises(InvalidValueError) as caught:
        DateField(iso=date)
    assert [(each.code, each.path) for each in caught.value.problems] == [("dates.no_day", "iso")]


def test_a_name_that_carries_nothing():
    found = sensitivity(score(RUBRIC, Evidence()))
    for look in (found.__getitem__, found.measure):
        with pytest.raises(UnknownNameError) as caught:
            look("in_service_staf")
        assert caught.value.code == "scoring.unknown_entry"
    with pytest.raises(UnknownNameError, match="most alike first: in_service_staff"):
        found["in_service_staf"]


@pytest.mark.parametrize("statement", ["from jixiao_core import *", "from jixiao_core import strategies"])
def test_everything_is_imported_without_hypothesis(statement):
    """The extra is not installed by `make demo`."""
    program = f"import sys; sys.modules['hypothesis'] = None\n{statement}\nprint(strategies.__name__)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "jixiao_core.strategies\n", "")


def test_a_strategy_says_what_is_missing():
    program = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from jixiao_core import strategies\n"
        "try: strategies.rubrics\n"
        "except ModuleNotFoundError as error: print(error, '|', error.name)\n"
        "print(hasattr(strategies, 'nothing'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == (
        'strategies need the extra hypothesis: pip install "jixiao-core[hypothesis]" | hypothesis\nFalse\n', "",
    )  # fmt: skip
