"""Rubrics as Hypothesis draws them, the same ones on every machine."""

from functools import cache

from hypothesis import HealthCheck, Phase, given, settings

from jixiao_core import strategies as jst


@cache
def rubrics(count):
    """So many generated rubrics with at least one row, each once."""
    found = {}

    @settings(
        max_examples=4 * count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        # Whole tables are drawn at once: they are large and slow on purpose, and not shrunk.
        suppress_health_check=list(HealthCheck),
    )
    @given(jst.rubrics())
    def collect(rubric):
        if len(found) < count:
            found.setdefault(rubric.digest, rubric)

    collect()
    assert len(found) == count
    return tuple(found.values())
