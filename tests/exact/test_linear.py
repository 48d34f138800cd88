"""
Projections of linear systems, against vertices, against the definition on each line, and against points of a grid.

None of the oracles eliminates anything: the first solves every corner by Cramer's rule, the second fixes the variable
that stays and intersects half-lines, the third tries points.
"""

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.errors import LimitError
from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.linear import Constraint, Linear, bounds, projection

F = Fraction
X, Y, Z = map(Linear.variable, "xyz")


def at_least(constant=0, *, strict=False, **terms):
    """Σ terms + constant ≥ 0 (> 0 where strict)."""
    return Constraint(Linear({name: F(times) for name, times in terms.items()}, F(constant)), strict)


def box(low, high, names="xyz"):
    return [each for name in names for each in bounds(Linear.variable(name), Interval.closed(low, high))]


small = st.integers(-4, 4)


def constraints(names, *, strict):
    return st.builds(
        lambda terms, constant, is_strict: at_least(constant, strict=is_strict, **terms),
        st.fixed_dictionaries(dict.fromkeys(names, small)),
        st.integers(-8, 8),
        st.booleans() if strict else st.just(False),
    )


def determinant(rows):
    if len(rows) == 1:
        return rows[0][0]
    minors = (
        (-1) ** place * rows[0][place] * determinant([row[:place] + row[place + 1 :] for row in rows[1:]])
        for place in range(len(rows))
    )
    return sum(minors, F(0))


def corners(system, names):
    """Every point where as many constraints as variables are exactly met, and all others hold."""
    for chosen in combinations(system, len(names)):
        rows = [[each.form.coefficient(name) for name in names] for each in chosen]
        whole = determinant(rows)
        if whole == 0:
            continue
        point = {}
        for place, name in enumerate(names):
            replaced = [
                [*row[:place], -each.form.constant, *row[place + 1 :]] for row, each in zip(rows, chosen, strict=True)
            ]
            point[name] = determinant(replaced) / whole
        if all(each.holds(point) for each in system):
            yield point


@given(st.lists(constraints("xyz", strict=False), max_size=4))
def test_a_closed_system_in_a_box_reaches_as_far_as_its_corners(given_constraints):
    system = [*given_constraints, *box(-3, 3)]
    found = projection(system, "x")
    places = [point["x"] for point in corners(system, "xyz")]
    assert found == (Interval.closed(min(places), max(places)) if places else None)


def on_the_line(system, x):
    """Whether some y fulfils all constraints in x and y: half-lines of y, cut one after the other."""
    low, high, low_open, high_open = None, None, False, False
    for each in system:
        slope, rest = each.form.coefficient("y"), each.form.constant + each.form.coefficient("x") * x
        if slope == 0:
            if rest < 0 or (rest == 0 and each.is_strict):
                return False
        elif slope > 0:
            end = -rest / slope
            if low is None or end > low or (end == low and each.is_strict):
                low, low_open = end, each.is_strict
        else:
            end = -rest / slope
            if high is None or end < high or (end == high and each.is_strict):
                high, high_open = end, each.is_strict
    if low is None or high is None:
        return True
    return low < high or (low == high and not low_open and not high_open)


def probes(found):
    """Values around the ends of an interval and a coarse grid."""
    ends = [end for end in (found.low, found.high) if isinstance(end, Fraction)] if found else []
    near = [end + by for end in ends for by in (F(-1, 1000), F(0), F(1, 1000))]
    return [*near, *map(F, range(-12, 13)), F(10**6), F(-(10**6))]


@given(st.lists(constraints("xy", strict=True), max_size=6))
def test_each_value_is_in_the_projection_exactly_if_its_line_meets_the_system(system):
    """Open and closed ends, without any box: probed at both ends and next to them."""
    found = projection(system, "x")
    for x in probes(found):
        assert (found is not None and found.contains(x)) == on_the_line(system, x), x


GRID = [F(n, 2) for n in range(-6, 7)]


@given(st.lists(constraints("xyz", strict=True), min_size=1, max_size=5))
def test_points_of_a_grid_never_lie_outside_of_their_projection(system):
    found = projection(system, "x")
    for x, y, z in product(GRID, repeat=3):
        if all(each.holds({"x": x, "y": y, "z": z}) for each in system):
            assert found is not None
            assert found.contains(x)


@given(st.lists(constraints("wxyz", strict=True), min_size=1, max_size=6))
def test_the_order_of_constraints_does_not_matter(system):
    assert projection(system, "x") == projection(system[::-1], "x")


def system_of_sums(count, *, strict):
    """0 ≤ each ≤ 1 and the sum of all at least (more than) `count`: every one of them is 1, or nothing fits."""
    names = [f"v{n}" for n in range(count)]
    return [at_least(-count, strict=strict, **dict.fromkeys(names, 1)), *box(0, 1, names)]


class TestByHand:
    def test_an_open_end_comes_through_a_sum(self):
        # x + y ≤ 10 and y > 4: x < 6.
        assert projection([at_least(10, x=-1, y=-1), at_least(-4, strict=True, y=1)], "x") == Interval.below(6)

    def test_free_variables_bound_nothing(self):
        assert projection([at_least(0, x=1, y=1)], "x") == Interval.everything()
        assert projection([], "x") == Interval.everything()

    def test_nothing_fits(self):
        assert projection([at_least(-1, x=1), at_least(0, x=-1)], "x") is None
        assert projection([at_least(-1), at_least(0, x=1)], "x") is None
        assert projection([at_least(0, strict=True)], "x") is None

    def test_a_contradiction_of_the_others_alone(self):
        assert projection([at_least(0, x=1), at_least(-1, y=1, z=1), *box(0, 0, "yz")], "x") is None

    def test_one_point(self):
        assert projection([at_least(-2, x=1), at_least(2, x=-1)], "x") == Interval.point(2)
        assert projection([at_least(-2, x=1), at_least(2, strict=True, x=-1)], "x") is None

    def test_the_tighter_of_two_alike(self):
        # 2x ≥ 6 and x > 3 are the same half-line but for its end.
        assert projection([at_least(-6, x=2), at_least(-3, strict=True, x=1)], "x") == Interval.above(3)

    @pytest.mark.parametrize("count", [2, 6, 10])
    def test_many_variables(self, count):
        """As many facts as a row may have; ends are strict only if the sum is."""
        assert projection(system_of_sums(count, strict=False), "v0") == Interval.point(1)
        assert projection(system_of_sums(count, strict=True), "v0") is None

    def test_ten_facts_in_a_ratio(self):
        """(v0 + … + v4) ÷ (v5 + … + v9) in [1, 2), each in [0, 1] but v5 = 1: v0 < 2·5 leaves it free, [0, 1]."""
        top = sum((Linear.variable(f"v{n}").terms for n in range(5)), ())
        base = sum((Linear.variable(f"v{n}").terms for n in range(5, 10)), ())
        top, base = Linear(top), Linear(base)
        system = [
            Constraint(base, is_strict=True),
            Constraint(top.plus(base, F(-1))),
            Constraint(base.scaled(F(2)).plus(top, F(-1)), is_strict=True),
            *box(0, 1, [f"v{n}" for n in range(10)]),
            *bounds(Linear.variable("v5"), Interval.point(1)),
        ]
        assert projection(system, "v0") == Interval.closed(0, 1)
        # All of the dividend but v0 is nothing: v0 ≥ base ≥ v5 = 1.
        alone = [*system, *(each for n in range(1, 5) for each in bounds(Linear.variable(f"v{n}"), Interval.point(0)))]
        assert projection(alone, "v0") == Interval.point(1)
        # With v5 = 1 the base is at most 1 + v9 + …: nothing keeps v9 down but the dividend, at most 5.
        assert projection(system, "v9") == Interval.closed(0, 1)

    def test_too_many_are_refused(self):
        # 70 lines bound y from below, 70 from above: 4,900 sums.
        system = [at_least(n, y=1, x=n) for n in range(70)] + [at_least(n, y=-1, x=n) for n in range(70)]
        with pytest.raises(LimitError) as caught:
            projection(system, "x")
        assert caught.value.code == "exact.too_many_constraints"


class TestForms:
    def test_zeros_are_left_out(self):
        assert X.plus(X, F(-1)).terms == ()
        assert Linear({"b": F(1), "a": F(0)}).terms == (("b", F(1)),)

    def test_values(self):
        form = X.scaled(F(2)).plus(Y, F(-3)).plus(Linear((), F(5)))
        assert form.at({"x": F(1), "y": F(2)}) == 1
        assert (form.coefficient("y"), form.coefficient("z")) == (-3, 0)
        with pytest.raises(KeyError):
            form.at({"x": F(1)})

    def test_bounds_are_those_of_the_interval(self):
        (low, high) = bounds(Z, Interval(1, 3, True, False))
        assert (low.holds({"z": F(1)}), high.holds({"z": F(3)})) == (False, True)
        assert list(bounds(Z, Interval.everything())) == []
