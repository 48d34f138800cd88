"""How many examples a law gets, as a part of what the profile gives: no number of its own, which a longer profile would not reach."""

from hypothesis import settings


def one_in(divisor, **others):
    """Settings with one of so many examples of the profile, for laws whose cases are large or that run a program each."""
    return settings(max_examples=max(settings().max_examples // divisor, 1), **others)
