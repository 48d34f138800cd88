"""A rating above the points of the rows can be reached by what adjustments add, as far as the ceiling allows it."""

import pytest
from attrs import evolve
from clean_tables import clean_tables
from hypothesis import find

from jixiao_core import Text, lint
from jixiao_core.rubrics.grades import Adjustment, Grade

RUBRIC = find(clean_tables(), lambda rubric: rubric.grades is not None)


@pytest.mark.parametrize(
    ("bonus", "ceiling", "at_least", "is_reachable"),
    [
        # Points beyond those of the rows: what is added, what the ceiling allows, where the rating begins.
        (3, 5, 3, True),
        (3, 5, 4, False),
        (5, 3, 3, True),
        (2, 2, 2, True),
        (0, 5, 1, False),
    ],
)
def test_points_and_additions_against_the_ceiling(bonus, ceiling, at_least, is_reachable):
    points = RUBRIC.points
    adjustments = tuple(
        Adjustment(id=f"bonus_{part}", label=Text("加分"), clause="加分", high=high)
        for part, high in enumerate((1, bonus - 1))
        if bonus and high
    )
    table = evolve(
        RUBRIC,
        grades=evolve(RUBRIC.grades, grades=(Grade(name="特优", at_least=points + at_least), *RUBRIC.grades.grades)),
        total_ceiling=points + ceiling,
        adjustments=adjustments,
    )
    found = [each for each in lint(table).findings if each.code == "lint.grade_unreachable"]
    assert [each.path for each in found] == ([] if is_reachable else ["grades.grades[0]"])
