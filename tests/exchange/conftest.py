"""Example documents, and values of every public type; `schema_places` is importable for the tests beside it."""

from __future__ import annotations

import sys
from enum import Enum
from fractions import Fraction
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import reject
from hypothesis import strategies as st

from jixiao_core import exchange
from jixiao_core.errors import InvalidValueError
from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Rate
from jixiao_core.rubrics.levels import Level

DATA = Path(__file__).parent / "data"
sys.path.insert(0, str(Path(__file__).parent))

TEXT = st.text(st.sampled_from("abz019 _-.,;:=#%'\"\\[]{}\n\t人优①≦％　\u200b🙂é"), max_size=6)
IDS = st.text(st.sampled_from("ab.-_ '\"\\人"), min_size=1, max_size=5)
FRACTIONS = st.builds(Fraction, st.integers(-(10**12), 10**12), st.integers(1, 10**12))
DECIMALS = st.integers(0, 12)
INTERVALS = st.one_of(
    st.just(Interval.everything()),
    st.builds(Interval.point, st.fractions(-5, 5, max_denominator=9)),
    st.builds(
        lambda low, width, left, right: Interval(low, low + width, left, right),
        st.fractions(-5, 5, max_denominator=9),
        st.fractions("1/9", 5, max_denominator=9),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(Interval.at_least, st.fractions(-5, 5, max_denominator=9)),
)
LEAVES = {
    str: TEXT,
    int: st.integers(-(10**29), 10**29),
    bool: st.booleans(),
    Fraction: FRACTIONS,
    Level: FRACTIONS,
    Interval: INTERVALS,
    Money: st.builds(Money, FRACTIONS, st.sampled_from(MoneyUnit), DECIMALS),
    Rate: st.builds(Rate, FRACTIONS, DECIMALS),
    Count: st.builds(Count, st.integers(0, 10**20)),
    Number: st.builds(Number, FRACTIONS, DECIMALS),
}


def values_of(type_: Any) -> st.SearchStrategy[Any]:
    """Values of a type of the data model, drawn without looking at the code that reads and writes them."""
    if type_ in LEAVES:
        return LEAVES[type_]
    arguments = get_args(type_)
    if get_origin(type_) is Literal:
        return st.sampled_from(arguments)
    if get_origin(type_) is tuple and arguments[1:] == (Ellipsis,):
        return st.lists(values_of(arguments[0]), max_size=2).map(tuple)
    if get_origin(type_) is tuple:
        return st.tuples(*map(values_of, arguments))
    if get_origin(type_) in (Union, UnionType):
        return st.one_of([st.none() if part is NoneType else values_of(part) for part in arguments])
    if isinstance(type_, type) and issubclass(type_, Enum):
        return st.sampled_from(type_)
    return _built(type_)


@st.composite
def _built(draw: Any, cls: type) -> Any:
    hints = get_type_hints(cls)
    chosen = {}
    for attribute in attrs.fields(cls):
        if not attribute.init or not attribute.metadata.get("identity", True):
            continue
        keyed = attribute.metadata.get("keyed")
        if attribute.default is not attrs.NOTHING and draw(st.booleans()):
            chosen[attribute.name] = _default(attribute)
        elif attribute.name == "fiscal_year":
            # Years of the calendar only: nearly every other number is none.
            chosen[attribute.name] = draw(st.none() | st.integers(1, 9999))
        else:
            chosen[attribute.name] = draw((_keyed if keyed else values_of)(hints[attribute.name]))
    try:
        return cls(**chosen)
    except InvalidValueError:
        reject()


def _default(attribute: Any) -> Any:
    default = attribute.default
    return default.factory() if isinstance(default, attrs.Factory) else default


def _keyed(type_: Any) -> st.SearchStrategy[Any]:
    """Pairs of a field that stands for a table: ids once each, sorted at the outer level."""
    inner = get_args(get_args(type_)[0])[1]
    is_table = get_origin(inner) is tuple and get_origin(get_args(inner)[0]) is tuple
    part = _keyed(inner) if is_table else values_of(inner)
    return st.dictionaries(IDS, part, max_size=2).map(
        lambda table: tuple(sorted(table.items(), key=lambda pair: pair[0]))
    )


@pytest.fixture(scope="session")
def values() -> Any:
    return values_of


@pytest.fixture(scope="session")
def data_folder() -> Path:
    return DATA


@pytest.fixture(scope="session")
def dictionary() -> Any:
    return exchange.read_facts(DATA / "facts.toml")


@pytest.fixture(scope="session")
def rubric(dictionary: Any) -> Any:
    return exchange.read_rubric(DATA / "rubric.toml", dictionary=dictionary)


@pytest.fixture(scope="session")
def case() -> Any:
    return exchange.read_case(DATA / "case.toml")


@pytest.fixture(scope="session")
def refusal() -> Any:
    """Return what an error says: (code, path) of every problem."""

    def read(
        function: Any, *arguments: Any, error: type[Exception] | None = None, **named: Any
    ) -> list[tuple[str, str]]:
        from jixiao_core.errors import JixiaoError

        with pytest.raises(error or JixiaoError) as caught:
            function(*arguments, **named)
        assert all(str(problem) for problem in caught.value.problems)
        return [(problem.code, problem.path) for problem in caught.value.problems]

    return read
