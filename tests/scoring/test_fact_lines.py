"""Staircases along one fact, by hand: kinks, rules for x/0, sums of rows, whole numbers, limits at both ends."""

from fractions import Fraction

import pytest
from attrs import evolve

from jixiao_core import Evidence, score, sensitivity
from jixiao_core.errors import InvalidValueError
from jixiao_core.exact.curves import line
from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money
from jixiao_core.exact.ratios import LinearRatio, cells
from jixiao_core.exact.rounded_curves import after_rounding
from jixiao_core.exact.rounding import Rounding
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formulas import Band, Bands, DeductPerStep, Proportional
from jixiao_core.rubrics.grades import RoundingStep
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.figures import Bounded

F = Fraction
FACTS = (
    *(
        FactDefinition(id=name, label=Text(name), quantity=FactQuantity.COUNT, definition=Text(name))
        for name in ("staff", "posts", "visits")
    ),
    *(
        FactDefinition(id=name, label=Text(name), quantity=FactQuantity.MONEY, definition=Text(name))
        for name in ("spent", "budget")
    ),
    FactDefinition(
        id="change", label=Text("change"), quantity=FactQuantity.NUMBER, definition=Text("增减"), may_be_negative=True
    ),
)
RATIO = Measure(numerator=(Term("staff"),), denominator=(Term("posts"),))


def table(*rows, **more):
    indicators = tuple(
        Indicator(
            id=f"row_{n}",
            label=Text(f"第{n}项"),
            points=10,
            clause="条款",
            source=Source(table="表"),
            formula=formula,
            measure=measure,
        )
        for n, (formula, measure) in enumerate(rows)
    )
    return Rubric(
        series="a-table",
        edition=2021,
        revision=1,
        kind="project",
        title=Text("表"),
        issuer=Issuer(zh="某局"),
        fiscal_years=FiscalYears(first=2021, last=2021),
        points=10 * len(rows),
        indicators=indicators,
        facts=FACTS,
        **more,
    )


def found(rubric, **facts):
    return sensitivity(score(rubric, Evidence.of(rubric, facts=facts)))


def told(steps):
    return [(str(step.values), str(step.points), step.route) for step in steps]


class TestStaircases:
    def test_a_deviation_bends_at_zero(self):
        """|x| loses 5 points for each 1 below a standard of 1: 5 + 5·|x|, down to 5 at 0 and up again."""
        formula = DeductPerStep(standard=1, side="below", step=1, deduct=5, part_step="proportional")
        measure = Measure(numerator=(Term("change"),), absolute=True, domain="(-inf, inf)")
        assert told(found(table((formula, measure)))["change"].steps) == [
            ("(-inf, -1]", "[10, 10]", "measure"),
            ("(-1, 0)", "(5, 10)", "measure"),
            ("[0, 0]", "[5, 5]", "measure"),
            ("(0, 1)", "(5, 10)", "measure"),
            ("[1, inf)", "[10, 10]", "measure"),
        ]

    def test_a_rule_beside_a_slope(self):
        """No posts: staff over 0 is worst, 0 points, on all values; the other row still slopes: staff ÷ 10."""
        sloping = (Proportional(full_at=1, zero_at=0), Measure(numerator=(Term("spent", F(1, 1000)),)))
        ruled = (
            Bands(bands=(Band(at_least=1, points=10),), otherwise=2),
            Measure(numerator=(Term("spent"),), denominator=(Term("budget"),), zero_over_zero=1),
        )
        steps = found(table(sloping, ruled), budget="0元")["spent"].steps
        assert told(steps) == [
            # Nothing of nothing is 1: 10 points, and 0 of the slope.
            ("[0, 0]", "[10, 10]", "zero_over_zero"),
            ("(0, 1000)", "(2, 12)", "over_zero"),
            ("[1000, inf)", "[12, 12]", "over_zero"),
        ]

    def test_the_base_below(self):
        """spent ÷ x with 1元 spent: full up to a base of 1元, then 10 ÷ x; nothing makes it 0, and 0 is the worst."""
        measure = Measure(numerator=(Term("spent"),), denominator=(Term("budget"),))
        steps = found(table((Proportional(), measure)), spent="1元")["budget"].steps
        assert told(steps) == [
            ("[0, 0]", "[0, 0]", "over_zero"),
            ("(0, 100]", "[10, 10]", "measure"),
            ("(100, inf)", "(0, 10)", "measure"),
        ]

    def test_whole_numbers_on_a_slope_are_listed_while_they_are_few(self):
        measure = Measure(numerator=(Term("staff", F(1, 10)),))
        rubric = table((Proportional(), measure))
        few = found(rubric, staff=Bounded(at_most=Count(3)))["staff"]
        assert told(few.steps) == [
            ("[0, 0]", "[0, 0]", "measure"),
            ("[1, 1]", "[1, 1]", "measure"),
            ("[2, 2]", "[2, 2]", "measure"),
            ("[3, 3]", "[3, 3]", "measure"),
        ]
        many = table((Proportional(full_at=1000), measure))
        steps = found(many, staff=Bounded(at_least=Count(1), at_most=Count(400)))["staff"].steps
        assert [str(step.values) for step in steps] == ["[1, 1]", "[2, 399]", "[400, 400]"]
        # staff ÷ 1,000 between its neighbours.
        assert str(steps[1].points) == "(0.001, 0.4)"

    def test_a_rounded_measure_is_a_staircase(self):
        """Rounded to halves: 0 up to 0.25, 5 up to 0.75, then 10."""
        rubric = table(
            (Proportional(), Measure(numerator=(Term("change"),))),
            rounding=(RoundingStep(at="measure", quantum="0.5"),),
        )
        steps = found(rubric)["change"].steps
        assert told(steps) == [
            ("(-inf, 0)", "∅", "invalid"),
            ("[0, 0.25)", "[0, 0]", "measure"),
            ("[0.25, 0.75)", "[5, 5]", "measure"),
            ("[0.75, inf)", "[10, 10]", "measure"),
        ]

    def test_too_fine_a_rounding_tells_no_steps_and_does_not_fail(self):
        rubric = table((Proportional(), RATIO), rounding=(RoundingStep(at="measure", quantum="0.0001%"),))
        result = found(rubric, staff=9, posts=10)
        assert result["staff"].steps == ()
        assert result.measure("row_0").steps == ()


class TestNextSteps:
    def test_the_edge_itself(self):
        """10 points from 100% on: at exactly 100% any decrease costs all of them."""
        rubric = table(
            (
                Bands(bands=(Band(at_least=1, points=10),)),
                Measure(numerator=(Term("spent"),), denominator=(Term("budget"),)),
            )
        )
        entry = found(rubric, spent="10元", budget="10元")["spent"]
        (position,) = entry.positions
        assert (entry.is_on_edge, position.down.distance, position.down.change, position.up) == (True, 0, -10, None)
        assert not position.down.is_reached
        # 10元 prints for 9.5 to 10.5元.
        assert entry.is_within_print
        assert str(entry.printed) == "[0, 0] ∪ [10, 10]"
        measure = found(rubric, spent="10元", budget="10元").measure("row_0")
        assert (measure.is_on_edge, measure.is_within_print) == (True, True)
        apart = found(rubric, spent="12元", budget="10元")["spent"]
        assert (apart.is_on_edge, apart.is_within_print, apart.positions[0].down.distance) == (False, False, 200)

    def test_people_do_not_stand_on_edges(self):
        entry = found(table((DeductPerStep(standard=1, side="above", step="1pp", deduct=1), RATIO)), staff=18, posts=18)
        # 19 of 18 is 5.56 points too many: five full steps.
        assert (entry["staff"].is_on_edge, entry["staff"].positions[0].up.change) == (False, -5)

    def test_a_slope_that_begins_at_the_figure(self):
        rubric = table((Proportional(), Measure(numerator=(Term("spent"),), denominator=(Term("budget"),))))
        (position,) = found(rubric, spent="10元", budget="10元")["spent"].positions
        assert (position.down.trend, position.down.distance, position.up) == (-1, 0, None)
        (middle,) = found(rubric, spent="5元", budget="10元")["spent"].positions
        assert (middle.down.trend, middle.up.trend, str(middle.points)) == (-1, 1, "[5, 5]")

    def test_a_jump_onto_a_slope_is_no_mere_trend(self):
        """Nothing up to 50%, then x: at 50% any increase is worth 5 points at once."""
        formula = Proportional(zero_from="50%")
        rubric = table((formula, Measure(numerator=(Term("spent"),), denominator=(Term("budget"),))))
        entry = found(rubric, spent="5元", budget="10元")["spent"]
        (position,) = entry.positions
        assert (position.up.trend, position.up.distance, str(position.up.points)) == (0, 0, "(5, 10)")
        assert entry.is_on_edge

    def test_both_ends_of_what_is_known(self):
        bounds = Bounded(above=Money.parse("3元"), at_most=Money.parse("8元"))
        formula = Bands(bands=(Band(at_least="50%", points=10),))
        rubric = table((formula, Measure(numerator=(Term("spent"),), denominator=(Term("budget"),))))
        entry = found(rubric, spent=bounds, budget="10元")["spent"]
        assert [(each.origin, each.value) for each in entry.positions] == [("low", 300), ("high", 800)]
        assert [(str(each.points), each.up and each.up.distance, each.down and each.down.distance) for each in entry.positions] == [
            ("[0, 0]", 200, None),
            ("[10, 10]", None, 300),
        ]  # fmt: skip
        assert (entry.state, entry.at_stake) == ("bounded", 10)


class TestJointStakes:
    def test_rows_that_move_against_each_other_carry_less_than_their_sum(self):
        """One rises with the staff and one falls: 0 + 10 = 10 + 0, nothing is at stake in sum."""
        rising = (Proportional(), Measure(numerator=(Term("staff", F(1, 10)),)))
        falling = (Proportional(full_at=0, zero_at=1), Measure(numerator=(Term("staff", F(1, 10)),)))
        entry = found(table(rising, falling))["staff"]
        assert (entry.at_stake, entry.is_tight) == (0, True)
        assert [row.at_stake for row in entry.rows] == [10, 10]

    def test_where_the_sum_would_bend_it_is_bounded(self):
        """staff ÷ (staff + 1) is no line: the spreads are added, and it says so."""
        bent = Measure(numerator=(Term("spent"),), denominator=(Term("spent"), Term("budget")))
        entry = found(table((Proportional(), bent), (Proportional(full_at=0, zero_at=1), bent)), budget="1元")["spent"]
        assert (entry.is_tight, entry.steps) == (False, ())
        assert all(row.steps for row in entry.rows)


class TestRoundedCurves:
    def test_cells_of_every_mode_keep_their_ends(self):
        curve = line(F(0), F(0), F(1), F(10))
        for mode in ("half_up", "half_even", "up", "down", "ceiling", "floor"):
            rounding = evolve(RoundingStep(at="measure", quantum="1/3", mode=mode)).rounding
            stairs = after_rounding(curve, rounding)
            for n in range(-60, 121):
                x = F(n, 60)
                assert stairs.at(x) == curve.at(rounding.apply(x)), (mode, x)

    def test_more_pieces_than_a_curve_may_have(self):
        with pytest.raises(InvalidValueError) as caught:
            after_rounding(line(F(0), F(0), F(1), F(10)), Rounding(F(1, 5000)))
        assert caught.value.code == "exact.too_many_pieces"


class TestRatios:
    RATIO = LinearRatio(F(1), F(2), F(3), F(-1))  # (1 + 2x) ÷ (3 − x)

    def test_values_and_their_place(self):
        # At 1: 3 ÷ 2; back: (1.5·3 − 1) ÷ (2 + 1.5) = 1. At 3 the base is 0, beyond it is below.
        assert (self.RATIO.at(F(1)), self.RATIO.reaching(F(3, 2)), self.RATIO.pole) == (F(3, 2), 1, 3)
        assert (self.RATIO.at(F(3)), self.RATIO.at(F(4))) == (None, None)
        # −2 is what the ratio nears and never is.
        assert self.RATIO.reaching(F(-2)) is None

    def test_cells_of_a_point_and_of_the_line(self):
        assert [str(cell) for cell, _ in cells(Interval.point(2), [F(2)])] == ["[2, 2]"]
        assert [(str(cell), inside) for cell, inside in cells(Interval.everything(), [F(2)])] == [
            ("(-inf, 2)", 1), ("[2, 2]", 2), ("(2, inf)", 3),
        ]  # fmt: skip
        assert [(str(cell), inside) for cell, inside in cells(Interval.everything(), [])] == [("(-inf, inf)", 0)]
