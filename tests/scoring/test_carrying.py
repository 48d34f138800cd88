"""The reading of a row under the answers of another sheet: the one that was answered, and no neighbour of it."""

import pytest
from attrs import evolve

from jixiao_core import Evidence, Text, registry, score
from jixiao_core.rubrics.indicators import Answer, Question, Reading
from jixiao_core.scoring.carrying import carried_readings

NAMES = ("among", "before", "beside")


@pytest.fixture(scope="module")
def rubric():
    """A shipped table whose first row is also read in two other ways, of one question with three answers."""
    table = registry.load("junshan-department@2021.1")
    row = next(each for each in table.indicators if each.measure is not None and not each.readings)
    question = Question(
        id="way",
        label=Text("如何理解"),
        answers=tuple(Answer(id=name, note=Text(name)) for name in NAMES),
        adopted_by=Text("示例单位"),
        adopted_on="2024-01-01",
        reason=Text("字面如此"),
    )
    readings = tuple(Reading(question="way", id=name, measure=row.measure) for name in NAMES[1:])
    rows = tuple(evolve(each, readings=readings) if each.id == row.id else each for each in table.indicators)
    return evolve(table, questions=(*table.questions, question), indicators=rows)


@pytest.mark.parametrize(("answer", "taken"), [("among", ()), ("before", ("before",)), ("beside", ("beside",))])
def test_only_the_answer_that_was_given(rubric, answer, taken):
    """The names stand in the order of the alphabet, so that a comparison of another kind takes its neighbours."""
    row = next(each for each in rubric.indicators if any(reading.question == "way" for reading in each.readings))
    rules = score(rubric, Evidence())
    answers = score(rubric.under({"way": answer}), Evidence())
    found = carried_readings(rules, answers, row)
    assert found is not None
    assert tuple(reading.id for reading in found) == taken
