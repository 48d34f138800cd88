"""Reviews of generated cases: verdicts follow from what is possible, and implied facts reproduce the claim."""

from fractions import Fraction

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from jixiao_core import implied, review, score
from jixiao_core import strategies as jst
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.quantities import Count, Money, MoneyUnit
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.figures import Known

QUANTUM = Fraction(1, 100)


def prints_as(points, claimed):
    """Whether points are the claim, or print like it with two places (四舍五入)."""
    return points == claimed or claimed - QUANTUM / 2 <= points < claimed + QUANTUM / 2


def samples(possible):
    """Some points of a set: every end that belongs to it, and a point inside each of its intervals."""
    for part in possible:
        yield from (end for end in (part.low, part.high) if part.contains(end))
        yield (part.low + part.high) / 2


class TestAlternatives:
    @given(st.data())
    def test_what_another_answer_would_give_is_what_it_gives(self, data):
        """Rounding of rows, points that move to others, rows that count nothing: all as in the sheet under it."""
        rubric = data.draw(jst.rubrics())
        step = data.draw(st.none() | st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 10)]))
        if step is not None:
            rubric = evolve(rubric, rounding=(RoundingStep(at="indicator", quantum=step),))
        case = data.draw(jst.cases(rubric))
        found = review(rubric, case)
        for row in found.rounds[0].indicators:
            told = {each.answers: each.points for each in row.alternatives if each.answers}
            if row.status in ("not_applicable", "not_chosen"):
                assert not told
                continue
            for question in rubric.questions:
                read = {each.id for each in rubric.indicator(row.id).readings if each.question == question.id}
                for answer in {question.adopted} | read if read else ():
                    other = score(rubric.under({question.id: answer}), case.evidence)[row.id].possible
                    assert told.get(((question.id, answer),), row.possible) == other


class TestVerdicts:
    @given(st.data())
    def test_each_verdict_means_what_it_says(self, data):
        rubric = data.draw(jst.rubrics())
        found = review(rubric, data.draw(jst.cases(rubric)))
        for row in found.rounds[0].indicators:
            hull = row.possible.hull()
            near = (
                IntervalSet.of(Interval(row.claimed - QUANTUM / 2, row.claimed + QUANTUM / 2, False, True))
                if (row.claimed is not None)
                else None
            )
            match row.verdict:
                case "unclaimed":
                    assert row.claimed is None
                case "consistent":
                    assert row.difference == 0
                    assert prints_as(row.possible.point, row.claimed)
                case "pending":
                    assert not row.possible.is_point
                    assert row.claimed in row.possible or near & row.possible
                case "above":
                    assert row.claimed >= hull.high
                    assert row.claimed not in row.possible
                    assert row.difference == row.claimed - hull.high
                case "below":
                    assert row.claimed <= hull.low
                    assert row.claimed not in row.possible
                    assert row.difference == row.claimed - hull.low
                case "unmatched":
                    assert not any(prints_as(points, row.claimed) for points in samples(row.possible))

    @given(st.data())
    def test_a_claim_that_is_right_is_never_questioned(self, data):
        """Whatever comes out once everything is known, a claim of just that was at worst pending before."""
        rubric = data.draw(jst.rubrics())
        known = data.draw(jst.evidence(rubric))
        truth = score(rubric, data.draw(jst.refinements(rubric, known)))
        right = {row.id: truth[row.id].possible.point for row in rubric.indicators if truth[row.id].is_settled}
        claims = tuple(Claim(indicator=name, points=points) for name, points in right.items())
        # A row rounded up may pass its maximum; nobody claims that.
        assume(all(claim.points <= truth[claim.indicator].maximum for claim in claims))
        case = Case(
            rubric=rubric.pin, fiscal_year=2024, evidence=known, rounds=(ScoreRound(role="self", claims=claims),)
        )
        for row in review(rubric, case).rounds[0].indicators:
            assert row.verdict in ("consistent", "pending", "unclaimed"), row.id

    @given(st.data())
    def test_a_question_once_raised_stays(self, data):
        """Above, below and unmatched are never taken back by more evidence; only pending rows are decided."""
        rubric = data.draw(jst.rubrics())
        case = data.draw(jst.cases(rubric))
        more = evolve(case, evidence=data.draw(jst.refinements(rubric, case.evidence)))
        before, after = (review(rubric, each).rounds[0].indicators for each in (case, more))
        for one, other in zip(before, after, strict=True):
            if one.verdict in ("above", "below", "unmatched"):
                assert other.verdict in ("above", "below", "unmatched"), one.id
            if one.verdict == "consistent":
                assert other.verdict == "consistent"

    @given(st.data())
    def test_the_provisional_total_is_possible(self, data):
        """暂认得分: claims cut to what is possible add up to something that is possible."""
        rubric = data.draw(jst.rubrics())
        found = review(rubric, data.draw(jst.cases(rubric)))
        provisional = found.rounds[0].provisional
        if provisional is not None and not found.rubric.adjustments:
            # An end that is left out still bounds what is possible.
            assert found.possible.low <= provisional <= found.possible.high


class TestImplied:
    @given(st.data())
    def test_put_in_as_the_fact_it_gives_the_claim(self, data):
        """Every witness of the implied values makes the score; a value outside of them does not."""
        rubric = data.draw(jst.rubrics().filter(has_no_rounding))
        evidence = data.draw(jst.evidence(rubric, settled=True))
        row = data.draw(st.sampled_from([each for each in rubric.indicators if each.measure] or [None]))
        assume(row is not None)
        name = data.draw(st.sampled_from(row.measure.facts))
        facts = dict(evidence.facts)
        unknown = evolve(evidence, facts={key: value for key, value in facts.items() if key != name})
        settled = score(rubric, evidence).outcome(row.id)
        # Zero over zero, something over zero and rows that do not apply have points without a measure.
        assume(settled.status == "settled" and settled.values and row.id not in dict(evidence.assessments))
        reached = settled.points
        result = implied(rubric, unknown, row.id, reached.point)[0]
        assert result.is_attainable
        assume(result.values is not None)
        for value in data.draw(st.permutations(list(witnesses(result.values.values))))[:4]:
            kind = type(facts[name].value)
            quantity = Count(int(value)) if kind is Count else Money(value, MoneyUnit.YUAN, 0)
            again = evolve(unknown, facts={**facts, name: Known(value=quantity)})
            outcome = score(rubric, again).outcome(row.id)
            assert outcome.status in ("settled", "invalid", "not_applicable")
            assert outcome.points == reached, (name, value)

    @given(st.data())
    def test_the_fact_that_was_taken_out_is_among_what_is_implied(self, data):
        rubric = data.draw(jst.rubrics().filter(has_no_rounding))
        evidence = data.draw(jst.evidence(rubric, settled=True))
        for row in rubric.indicators:
            if row.measure is None or row.id in dict(evidence.assessments):
                continue
            outcome = score(rubric, evidence).outcome(row.id)
            if outcome.status != "settled" or not outcome.values:
                continue
            for name in row.measure.facts:
                facts = {key: value for key, value in evidence.facts if key != name}
                result = implied(rubric, evolve(evidence, facts=facts), row.id, outcome.points.point)[0]
                value = dict(evidence.facts)[name].value
                assert (value.fen if isinstance(value, Money) else value.value) in result.values.values


def has_no_rounding(rubric):
    return not rubric.rounding


def witnesses(values):
    """Ends that belong to a set and points between them; a whole number where the set has one."""
    for part in values.intervals[:6]:
        low, high = part.low, part.high
        ends = [end for end in (low, high) if isinstance(end, Fraction) and part.contains(end)]
        yield from ends
        if isinstance(low, Fraction):
            step = Fraction(1) if not isinstance(high, Fraction) else (high - low) / 2
            if part.contains(low + step):
                yield low + step
