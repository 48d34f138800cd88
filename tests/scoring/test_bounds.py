"""What is possible when figures are bounded or open: ratios over boxes, shared facts, many open rows."""

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.quantities import Count, Number
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formulas import Band, Bands, DeductPerStep, Judged, Proportional
from jixiao_core.rubrics.grades import Grade, GradeScale
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import Judgement, NotApplicable
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.figures import Bounded
from jixiao_core.scoring.implied import implied
from jixiao_core.scoring.knowledge import known_facts
from jixiao_core.scoring.measuring import measured
from jixiao_core.scoring.review import review
from jixiao_core.scoring.score import score

F = Fraction
FACTS = tuple(
    FactDefinition(id=name, label=Text(name), quantity=quantity, definition=Text(name), may_be_negative=negative)
    for name, quantity, negative in (
        ("x", FactQuantity.NUMBER, False),
        ("y", FactQuantity.NUMBER, False),
        ("z", FactQuantity.NUMBER, True),
        ("n", FactQuantity.COUNT, False),
    )
)


def ratio(*tops, below=(), **more):
    return Measure(numerator=terms(tops), denominator=terms(below), **{"domain": Interval.everything(), **more})


def terms(names):
    return tuple(Term(name.lstrip("-"), -1 if name.startswith("-") else 1) for name in names)


def row(name, maximum, formula, measure=None):
    return Indicator(
        id=name,
        label=Text(name),
        points=maximum,
        clause="条款",
        source=Source(table="表"),
        formula=formula,
        measure=measure,
    )


def table(*rows, **more):
    return Rubric(
        series="a-table",
        edition=2021,
        revision=1,
        kind="project",
        title=Text("表"),
        issuer=Issuer(zh="某局"),
        fiscal_years=FiscalYears(first=2021, last=2021),
        points=sum(each.points for each in rows),
        indicators=rows,
        facts=FACTS,
        **more,
    )


def bounds(text):
    """Bounds from interval text: ``"(2, 4]"``."""
    interval = Interval.parse(text)
    ends = {}
    if isinstance(interval.low, Fraction):
        ends["above" if interval.low_open else "at_least"] = Number(interval.low)
    if isinstance(interval.high, Fraction):
        ends["below" if interval.high_open else "at_most"] = Number(interval.high)
    return Bounded(**ends)


def figures(**given):
    return {
        name: bounds(value) if isinstance(value, str) and value[0] in "[(" else value for name, value in given.items()
    }


def possible(measure, **given):
    rubric = table(row("row", 5, Proportional(), measure))
    return measured(measure, known_facts(rubric, Evidence.of(rubric, facts=figures(**given))))


def interval(text):
    return IntervalSet.of(Interval.parse(text))


class TestRatiosOverBoxes:
    @pytest.mark.parametrize(
        ("x", "y", "expected"),
        [
            # The least is 2 over 2, neither of which is reached; the most is 4 over 1.
            ("(2, 4]", "[1, 2)", "(1, 4]"),
            ("[2, 4]", "[1, 2]", "[1, 4]"),
            ("[2, 4)", "[1, 2]", "[1, 4)"),
            ("[2, 4]", "(1, 2]", "[1, 4)"),
            # 0 over anything is 0, whether or not the end of the base is reached.
            ("[0, 4]", "[1, 2)", "[0, 4]"),
            ("[2, inf)", "[1, 2]", "[1, inf)"),
            # 2 over something ever larger comes near 0.
            ("[2, 4]", "[1, inf)", "(0, 4]"),
            ("(2, inf)", "[1, 2]", "(1, inf)"),
            ("[2, 4]", "(1, inf)", "(0, 4)"),
            ("3", "[1, 2]", "[1.5, 3]"),
            ("[2, 4]", "2", "[1, 2]"),
        ],
    )
    def test_by_the_corners(self, x, y, expected):
        found = possible(ratio("x", below=["y"]), x=x, y=y)
        assert found.values == interval(expected)
        assert (found.over_zero, found.zero_over_zero, found.negative_base) == (False, False, False)

    def test_one_fact_above_and_below_is_one_variable(self):
        # (x − y)/x with y = 2: from (4 − 2)/4 to (10 − 2)/10.
        assert possible(ratio("x", "-y", below=["x"]), x="[4, 10]", y=2).values == interval("[0.5, 0.8]")

    def test_deviations_in_either_direction(self):
        # (x − 2)/2 from −1/2 to 1/2: in size 0 to 1/2.
        measure = ratio("x", "-y", below=["y"], absolute=True)
        assert possible(measure, x="[1, 3]", y=2).values == interval("[0, 0.5]")
        # From −1/2 to −1/4: in size 1/4 to 1/2.
        assert possible(measure, x="[1, 1.5]", y=2).values == interval("[0.25, 0.5]")

    @pytest.mark.parametrize(
        ("x", "y", "over", "vanishes"),
        [
            ("[1, 2]", "[0, 2]", True, False),
            ("[0, 2]", "[0, 2]", True, True),
            ("[0, 2]", "(0, 2]", False, False),
            ("[1, 2]", "[0, inf)", True, False),
        ],
    )
    def test_bases_that_may_be_0(self, x, y, over, vanishes):
        found = possible(ratio("x", below=["y"]), x=x, y=y)
        assert (found.over_zero, found.zero_over_zero, found.negative_base) == (over, vanishes, False)

    def test_bases_that_may_be_below_0(self):
        found = possible(ratio("x", below=["y", "-z"]), x=1, y="[0, 2]", z=1)
        assert (found.over_zero, found.negative_base) == (True, True)
        # Where the base is positive it is at most 1.
        assert IntervalSet.of(Interval.at_least(1)) <= found.values

    def test_sums_without_a_base(self):
        assert possible(ratio("x", "-y"), x="[1, 3]", y="(0, 2]").values == interval("[-1, 3)")
        assert possible(ratio("z")).values == IntervalSet.of(Interval.everything())
        assert possible(ratio("z", absolute=True), z="[-3, 1]").values == interval("[0, 3]")

    @given(
        x=st.lists(st.integers(0, 9), min_size=2, max_size=2),
        y=st.lists(st.integers(1, 9), min_size=2, max_size=2),
        z=st.lists(st.integers(0, 9), min_size=2, max_size=2),
        shares=st.lists(st.fractions(min_value=0, max_value=1, max_denominator=12), min_size=3, max_size=3),
    )
    def test_whatever_lies_in_the_box_gives_a_possible_value(self, x, y, z, shares):
        measure = ratio("x", "z", below=["y", "z"])
        given_ = {"x": f"[{min(x)}, {max(x)}]", "y": f"[{min(y)}, {max(y)}]", "z": f"[{min(z)}, {max(z)}]"}
        a, b, c = (min(pair) + share * (max(pair) - min(pair)) for pair, share in zip((x, y, z), shares, strict=True))
        values = possible(measure, **given_).values
        assert (a + c) / (b + c) in values
        # The ends are reached at corners, as long as all ends belong to the box.
        corners = [F(p + r) / (q + r) for p in (min(x), max(x)) for q in (min(y), max(y)) for r in (min(z), max(z))]
        assert values.hull() == Interval(min(corners), max(corners))


class TestWholeNumbers:
    MEASURE = ratio("n", below=["x"])

    def values(self, bound):
        return possible(self.MEASURE, n=bound, x=10).values

    def test_few_are_counted_one_by_one(self):
        bound = Bounded(above=Count(2), at_most=Count(5))
        assert self.values(bound) == IntervalSet.points(F(3, 10), F(4, 10), F(5, 10))

    def test_many_are_any_numbers(self):
        # 2000 candidates are tried, 2001 are taken as any number.
        assert len(self.values(Bounded(at_most=Count(1999)))) == 2000
        assert self.values(Bounded(at_most=Count(2000))) == interval("[0, 200]")

    def test_none_at_all(self):
        """More than 2 and fewer than 3 people: no whole number; nothing is ruled out by that."""
        assert self.values(Bounded(above=Count(2), below=Count(3))) == interval("(0.2, 0.3)")


UP, DOWN = Proportional(), Proportional(full_at="0%", zero_at="100%")


class TestRowsThatShareAFact:
    def sheet(self, *rows, **given):
        rubric = table(*rows)
        return score(rubric, Evidence.of(rubric, facts=figures(**given)))

    def test_opposite_lines(self):
        # 50·x + 30·(1 − x) = 30 + 20·x, from 30 to 50; each on its own would allow 0 to 80.
        over = ratio("x", below=["y"])
        found = self.sheet(row("a", 50, UP, over), row("b", 30, DOWN, over), x="[0, 10]", y=10)
        assert (found.possible, found.is_tight) == (Interval.closed(30, 50), True)

    def test_rows_that_points_of_others_arrive_at_do_not_count_in_full(self):
        """c does not apply and a gets its 20 points: 50·x + 30·(1 − x) for the opposite lines, not always 30."""
        over = ratio("x", below=["y"])
        gone = evolve(row("c", 20, Judged()), reallocate_to=("a",))
        rubric = table(row("a", 30, UP, over), row("b", 30, DOWN, over), gone, not_applicable="reallocate")
        absent = {"c": NotApplicable(reason="不涉及")}
        found = score(rubric, Evidence.of(rubric, facts=figures(x="[0, 10]", y=10), assessments=absent))
        # Exactly 30 to 50; what is said may be wider, never narrower.
        assert found.possible.low <= 30
        assert found.possible.high >= 50

    def test_a_fact_without_bounds(self):
        # Below 5: 0 + 50. From 5 to 10: 50 + 50. From 20 on: 50 + 0 (100 steps of 0.5 at 200%).
        bands = Bands(bands=(Band(at_least="50%", points=50),))
        steps = DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5")
        over = ratio("x", below=["y"])
        found = self.sheet(row("a", 50, bands, over), row("b", 50, steps, over), y=10)
        assert (found.possible, found.is_tight) == (Interval.closed(50, 100), True)

    def test_a_fact_without_any_bounds(self):
        # z below 0: 0 + 20; 0 to 1: rising and falling; from 1 on: 40 + 0. 40·z + 20·(1 − z).
        found = self.sheet(row("a", 40, UP, ratio("z")), row("b", 20, DOWN, ratio("z")))
        assert (found.possible, found.is_tight) == (Interval.closed(20, 40), True)

    def test_open_ends_stay_open(self):
        # 30 + 20·x for 0 < x < 1.
        over = ratio("x", below=["y"])
        found = self.sheet(row("a", 50, UP, over), row("b", 30, DOWN, over), x="(0, 10)", y=10)
        assert found.possible == Interval(F(30), F(50), True, True)

    @pytest.mark.parametrize(
        ("measures", "given_"),
        [
            # A fact below the line, where lines bend; absolute values; two open facts; a base that may vanish.
            ((ratio("y", below=["x"]),) * 2, {"x": "[1, 10]", "y": 1}),
            ((ratio("x", below=["y"], absolute=True),) * 2, {"x": "[0, 10]", "y": 10}),
            ((ratio("x", below=["y"]),) * 2, {"x": "[0, 10]", "y": "[10, 20]"}),
            ((ratio("x", below=["x", "-y"]),) * 2, {"x": "[1, 3]", "y": 1}),
            ((ratio("x", below=["y"], domain=Interval.closed(0, 1)),) * 2, {"x": "[0, 11]", "y": 10}),
        ],
    )
    def test_where_it_is_not_simple_the_bounds_are_sound(self, measures, given_):
        one, other = measures
        found = self.sheet(row("a", 50, UP, one), row("b", 30, DOWN, other), **given_)
        assert not found.is_tight
        a, b = found["a"].possible.hull(), found["b"].possible.hull()
        assert found.possible == Interval(
            a.low + b.low, a.high + b.high, a.low_open or b.low_open, a.high_open or b.high_open
        )

    def test_the_facts_that_connect_are_told(self):
        over = ratio("x", below=["y"])
        (shared,) = self.sheet(row("a", 50, UP, over), row("b", 30, DOWN, over), y=10).shared
        assert (shared.facts, shared.rows) == (("x",), ("a", "b"))


def test_more_rows_than_can_be_tried_are_bounded_soundly():
    """Seven rows that may or may not apply: 128 ways; anything up to the whole is said instead."""
    rows = [row(f"r{n}", 10, UP, ratio("x", below=["y"], domain=Interval.at_least(0))) for n in range(7)]
    rubric = table(*rows, row("known", 30, Judged()), not_applicable="reallocate")
    found = score(rubric, Evidence.of(rubric, assessments={"known": Judgement(points=30, reason="因")}))
    assert (found.possible, found.is_tight) == (Interval.closed(0, 100), False)
    six = table(*rows[:6], row("known", 40, Judged()), not_applicable="reallocate")
    found = score(six, Evidence.of(six, assessments={"known": Judgement(points=40, reason="因")}))
    # The known row is full: 40 at least, whichever of the others apply.
    assert found.possible == Interval.closed(40, 100)


class TestSolvingForOneFact:
    """The one open fact, also where it stands above and below, or may have any sign."""

    def solved(self, measure, points, **given):
        rubric = table(row("row", 10, UP, measure))
        (found,) = implied(rubric, Evidence.of(rubric, facts=figures(**given)), "row", points)
        return found.fact, found.values.values

    def test_in_the_base(self):
        # 4/(4 + x) = 1/2: x = 4.
        assert self.solved(ratio("y", below=["y", "x"]), 5, y=4) == ("x", IntervalSet.points(4))

    def test_above_and_below(self):
        # (x − 2)/x = 0.8: x = 10.
        assert self.solved(ratio("x", "-y", below=["x"]), 8, y=2) == ("x", IntervalSet.points(10))

    def test_either_sign(self):
        # |z| = 0.3; |z| ≥ 1 is full.
        measure = ratio("z", absolute=True)
        assert self.solved(measure, 3) == ("z", IntervalSet.points(F(3, 10), F(-3, 10)))
        outside = IntervalSet.of(Interval.at_most(-1), Interval.at_least(1))
        assert self.solved(measure, 10) == ("z", outside)

    def test_anything(self):
        # z ≤ 0 gives nothing, without end.
        assert self.solved(ratio("z"), 0) == ("z", IntervalSet.of(Interval.at_most(0)))

    def test_everything(self):
        """A measure that the fact does not move: z − z + 1."""
        measure = evolve(ratio("z", "y"), numerator=(Term("z"), Term("z", -1), Term("y")))
        assert self.solved(measure, 10, y=1) == ("z", IntervalSet.of(Interval.everything()))


class TestReviewsAsAWhole:
    GRADES = GradeScale(grades=(Grade(name="优", at_least=18), Grade(name="差", at_least=0)))
    RUBRIC = table(row("a", 10, Judged()), row("b", 10, Judged()), grades=GRADES)

    def review(self, *rounds, **judged):
        found = {name: Judgement(points=points, reason="因") for name, points in judged.items()}
        case = Case(
            rubric=self.RUBRIC.pin,
            fiscal_year=2021,
            evidence=Evidence.of(self.RUBRIC, assessments=found),
            rounds=tuple(
                ScoreRound(
                    role=role,
                    claims=tuple(
                        Claim(indicator=n, points=p, reason="因" if p < 10 else "") for n, p in claims.items()
                    ),
                    total=total,
                )
                for role, total, claims in rounds
            ),
        )
        return review(self.RUBRIC, case)

    def test_what_it_says_of_the_total(self):
        found = self.review(("self", 20, {"a": 10, "b": 10}), a=10)
        assert (found.possible, found.strict) == (Interval.closed(10, 20),) * 2
        assert [grade.name for grade in found.grades] == ["优", "差"]
        assert found.rubric == self.RUBRIC
        assert repr(found) == "<Review a-table@2021.1 [10, 20]>"
        assert repr(found.sheet) == "<ScoreSheet a-table@2021.1 [10, 20]>"

    def test_rounds(self):
        found = self.review(("self", 20, {"a": 10, "b": 10}), ("finance", 9, {"a": 9}), a=10)
        assert found.round() is found.round("self") is found.rounds[0]
        finance = found.round("finance")
        assert (finance["a"].verdict, finance["b"].verdict) == ("below", "unclaimed")
        assert [finance.count(each) for each in ("below", "unclaimed", "above")] == [1, 1, 0]
        with pytest.raises(KeyError):
            finance["c"]

    @pytest.mark.parametrize(
        ("total", "claims", "judged", "needed"),
        [
            (20, {"a": 10, "b": 10}, {}, False),
            (20, {"a": 10, "b": 10}, {"a": 10, "b": 10}, False),
            # A row above; a total above; a sum that is wrong.
            (19, {"a": 10, "b": 9}, {"a": 9, "b": 9}, True),
            (20, {}, {"a": 9, "b": 9}, True),
            (19, {"a": 10, "b": 10}, {}, True),
        ],
    )
    def test_what_needs_correction(self, total, claims, judged, needed):
        found = self.review(("self", total, claims), **judged)
        assert found.needs_correction == found.rounds[0].needs_correction == needed

    def test_a_sheet_with_an_error_needs_correction_without_any_claim(self):
        rubric = table(row("a", 10, UP, ratio("x", below=["y"], domain=Interval.closed(0, 1))))
        evidence = Evidence.of(rubric, facts={"x": 2, "y": 1})
        found = review(rubric, Case(rubric=rubric.pin, fiscal_year=2021, evidence=evidence))
        assert found.needs_correction
        assert [finding.code for finding in found.findings] == ["scoring.outside_domain"]

    def test_iteration_and_figures(self):
        found = self.review(a=10).sheet
        assert [node.id for node in found] == ["a", "b"]
        assert found.outcome("a").points == IntervalSet.points(10)
        assert found["a"].points == 10
        assert found.evidence.figure("x").state == "unknown"
