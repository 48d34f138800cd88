"""Shares against the average over all orders, taken one by one."""

from fractions import Fraction
from itertools import chain, permutations, product

from hypothesis import given
from hypothesis import strategies as st

from jixiao_core.scoring.shapley import shares

CAUSES = ("a", "b", "c", "d", "e")
SUBSETS = [
    frozenset(name for name, is_in in zip(CAUSES, bits, strict=True) if is_in) for bits in product((0, 1), repeat=5)
]
GAMES = st.lists(st.fractions(-5, 5, max_denominator=6), min_size=32, max_size=32).map(
    lambda values: dict(zip(SUBSETS, values, strict=True))
)
BLOCKS = st.sampled_from([
    (("a",), ("b",), ("c",), ("d",), ("e",)),
    (("a",), ("b",), ("c", "d", "e")),
    (("a", "b"), ("c", "d", "e")),
    (("a", "b", "c", "d", "e"),),
])  # fmt: skip


def orders(blocks):
    """Every order of the causes in which the causes of a block stand together."""
    for outer in permutations(blocks):
        yield from (tuple(chain(*inner)) for inner in product(*(permutations(block) for block in outer)))


@given(GAMES, BLOCKS)
def test_a_share_is_the_average_of_what_a_cause_adds_over_all_orders(game, blocks):
    total, count = dict.fromkeys(CAUSES, Fraction(0)), 0
    for order in orders(blocks):
        count += 1
        for place, cause in enumerate(order):
            total[cause] += game[frozenset(order[: place + 1])] - game[frozenset(order[:place])]
    assert shares(game.__getitem__, blocks) == {cause: points / count for cause, points in total.items()}


@given(GAMES)
def test_how_finely_a_block_is_divided_moves_nothing_outside_of_it(game):
    fine = shares(game.__getitem__, (("a",), ("b",), ("c", "d", "e")))
    coarse = shares(
        lambda placed: game[frozenset(placed - {"rest"} | (frozenset("cde") if "rest" in placed else frozenset()))],
        (("a",), ("b",), ("rest",)),
    )
    assert (fine["a"], fine["b"]) == (coarse["a"], coarse["b"])
    assert fine["c"] + fine["d"] + fine["e"] == coarse["rest"]
