"""The law of information: to know more never widens anything, and the truth is always among what was possible."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao_core import exchange, registry, score
from jixiao_core import strategies as jst
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.sheet import ScoreSheet

# A sheet of a shipped table costs fifty times one of a generated table.
EXAMPLES = Path(__file__).parents[2] / "examples" / "cases"
few = settings(max_examples=max(settings.default.max_examples // 5, 1))
SHIPPED = {pin: registry.load(pin) for pin in registry.shipped()}


def nodes(sheet: ScoreSheet):
    rubric = sheet.rubric
    return {node.id: sheet[node.id] for node in (*rubric.groups, *rubric.pools, *rubric.indicators)}


def assert_knows_more(before: ScoreSheet, after: ScoreSheet):
    """Every row, pool, group, total and rating of `after` is among what `before` held possible."""
    later = nodes(after)
    for name, node in nodes(before).items():
        assert later[name].possible <= node.possible, name
    assert IntervalSet.of(after.possible) <= IntervalSet.of(before.possible)
    assert IntervalSet.of(after.strict) <= IntervalSet.of(before.strict)
    assert set(after.grades) <= set(before.grades)


@given(st.data())
def test_to_know_more_never_widens_anything(data):
    rubric = data.draw(jst.rubrics())
    known = data.draw(jst.evidence(rubric))
    more = data.draw(jst.refinements(rubric, known))
    assert_knows_more(score(rubric, known), score(rubric, more))


@given(st.data())
def test_twice_as_well(data):
    rubric = data.draw(jst.rubrics())
    known = data.draw(jst.evidence(rubric))
    first = data.draw(jst.refinements(rubric, known))
    second = data.draw(jst.refinements(rubric, first))
    assert_knows_more(score(rubric, known), score(rubric, second))


@pytest.mark.parametrize("pin", SHIPPED)
class TestShipped:
    @few
    @given(st.data())
    def test_to_know_more_never_widens_anything(self, pin, data):
        rubric = SHIPPED[pin]
        known = data.draw(jst.evidence(rubric))
        more = data.draw(jst.refinements(rubric, known))
        assert_knows_more(score(rubric, known), score(rubric, more))

    @few
    @given(st.data())
    def test_what_the_real_case_leaves_open(self, pin, data):
        name = pin.partition("@")[0].removeprefix("junshan-")
        case = exchange.read_case(EXAMPLES / f"{name}-2021.toml")
        rubric = SHIPPED[pin]
        known = Evidence(**{part: getattr(case.evidence, part) for part in ("facts", "assessments", "documents")})
        more = data.draw(jst.refinements(rubric, known))
        assert_knows_more(score(rubric, known), score(rubric, more))


@given(st.data())
def test_points_lie_between_nothing_and_the_maximum(data):
    rubric = data.draw(jst.rubrics())
    sheet = score(rubric, data.draw(jst.evidence(rubric)))
    rounded = any(step.at in ("indicator", "group") for step in rubric.rounding)
    # Where a row may turn out not to apply, its points may arrive at any other.
    moves = any(sheet.outcome(row.id).may_not_apply for row in rubric.indicators)
    for node in nodes(sheet).values():
        hull = node.possible.hull()
        assert hull is not None, "something is always possible"
        assert hull.low >= 0
        # Rounding up at a row may pass its maximum by less than one step of the grid.
        most = rubric.points if moves else node.maximum
        assert hull.high <= most + (Fraction(1, 10) if rounded else 0)
    ceiling = rubric.total_ceiling or rubric.points
    assert sheet.possible.low >= 0
    assert sheet.possible.high <= ceiling + (Fraction(1, 2) if rubric.rounding else 0)


@given(st.data())
def test_without_papers_never_more(data):
    """从严得分: no paper, no points; the strict total never lies above the possible one."""
    rubric = data.draw(jst.rubrics())
    sheet = score(rubric, data.draw(jst.evidence(rubric)))
    assert sheet.strict.low <= sheet.possible.low
    assert sheet.strict.high <= sheet.possible.high


@given(st.data())
def test_a_reading_is_only_about_its_rows(data):
    """Rows without a reading for a question keep their points under another answer."""
    rubric = data.draw(jst.rubrics().filter(lambda each: bool(each.questions)))
    known = data.draw(jst.evidence(rubric))
    other = rubric.under({"way": "second"})
    assert other.digest == rubric.digest
    before, after = score(rubric, known), score(other, known)
    for row in rubric.indicators:
        if not row.readings:
            assert before.outcome(row.id).points == after.outcome(row.id).points


@given(st.data())
def test_the_order_of_evidence_does_not_matter(data):
    rubric = data.draw(jst.rubrics())
    known = data.draw(jst.evidence(rubric))

    def shuffled(pairs):
        return tuple(data.draw(st.permutations(pairs)))

    again = Evidence(
        facts=shuffled(known.facts),
        assessments=shuffled(known.assessments),
        documents=shuffled(known.documents),
        choices=shuffled(known.choices),
        adjustments=shuffled(known.adjustments),
    )
    assert again == known
    one, other = score(rubric, known), score(rubric, again)
    assert {name: node.possible for name, node in nodes(one).items()} == {
        name: node.possible for name, node in nodes(other).items()
    }
    assert one.possible == other.possible
