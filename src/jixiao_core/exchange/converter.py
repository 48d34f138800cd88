"""The strict converter: which hook reads which type, for our own converter and for those of embedders."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from cattrs import Converter

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money, Number, Rate
from jixiao_core.exchange import fields
from jixiao_core.exchange.fields import Hook
from jixiao_core.exchange.rates import bare_level_problems, bare_quantum_problems
from jixiao_core.exchange.structuring import Check, Field, class_hook, list_hook, optional, table_hook
from jixiao_core.exchange.unions import (
    FIGURE_KEYS,
    figure_hook,
    short_paragraph,
    short_term,
    short_text,
    tagged_hook,
    whole_or_part_hook,
)
from jixiao_core.messages import Text
from jixiao_core.reports.parts import Paragraph
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.levels import Level
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.overlay import FormulaChange, MeasureChange
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.figures import Bounded, Known, Missing

__all__ = ["configure_converter", "hook_of", "make_converter", "own_converter"]

_PACKAGES: Final = (
    "jixiao_core.rubrics.",
    "jixiao_core.scoring.",
    "jixiao_core.reports.",
    "jixiao_core.registry.",
)
_QUANTITIES: Final = frozenset((Money, Rate, Count, Number))
_FIGURES: Final = frozenset((Known, Bounded, Missing))
_SCALARS: Final[Mapping[Any, Hook]] = {
    str: fields.text,
    int: fields.whole,
    bool: fields.truth,
    Fraction: fields.number,
    Level: fields.level,
    Interval: fields.interval,
    **{each: fields.quantity_as(each) for each in (Money, Rate, Count, Number)},
}
_DAYS: Final = frozenset(("adopted_on", "date", "iso"))
"""Fields of text that hold an ISO date; only there a date may stand without quotes."""
_PARTIAL: Final[Mapping[type, str]] = {FormulaChange: "kind", MeasureChange: "numerator"}
"""What an overlay may state in part, and the key that makes it whole."""
_OURS: Final = (Fraction, Level, Interval, Money, Rate, Count, Number)
_CHECKS: Final[Mapping[type, Check]] = {Indicator: bare_level_problems, Rubric: bare_quantum_problems}


def make_converter() -> Converter:
    """
    Return a converter for all public values that takes exact types only, also in lists, tuples and optional values.

    >>> from jixiao_core.rubrics.formulas import Judged
    >>> make_converter().structure({"kind": "judged"}, Judged | None)
    Judged(must_tailor=False, kind='judged')
    """
    converter = Converter(forbid_extra_keys=True)

    def exactly(value: Any, type_: Any) -> Any:
        # A hook of str is asked for every StrEnum as well, hence by type.
        return hook_of(type_, converter)(value)

    for cls in (str, int, bool):
        converter.register_structure_hook(cls, exactly)
    converter.register_structure_hook_factory(_is_sequence, _sequence_factory)
    converter.register_structure_hook_factory(_is_words, _plain_factory)
    configure_converter(converter)
    return converter


@cache
def own_converter() -> Converter:
    """Return the converter that the readers share; it is never handed out, because converters can be changed."""
    return make_converter()


def configure_converter(converter: Converter) -> None:
    """
    Teach an embedder's converter our values; what it does with the embedder's own types stays as it is.

    Args:
        converter: any cattrs converter; its hooks for exact numbers and for our classes and unions are set.
    """
    for each in _OURS:
        converter.register_structure_hook(each, _taking_type(_SCALARS[each]))
    converter.register_structure_hook_factory(_is_our_enum, _plain_factory)
    converter.register_structure_hook_factory(_is_our_union, _union_factory)
    converter.register_structure_hook_factory(_is_our_class, _class_factory)
    converter.register_unstructure_hook_func(_is_unstructured_by_us, plain)


def _taking_type(hook: Hook) -> Any:
    def read(value: Any, _: Any) -> Any:
        return hook(value)

    return read


def _is_our_class(cls: Any) -> bool:
    return cls is Text or (isinstance(cls, type) and attrs.has(cls) and cls.__module__.startswith(_PACKAGES))


def _is_words(type_: Any) -> bool:
    return get_origin(type_) is Literal


def _is_our_enum(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, Enum) and cls.__module__.startswith("jixiao_core.")


def _is_unstructured_by_us(cls: Any) -> bool:
    return cls in _OURS or _is_our_class(cls)


def _is_union(type_: Any) -> bool:
    return get_origin(type_) in (Union, UnionType)


def _is_our_union(type_: Any) -> bool:
    return _is_union(type_) and all(
        part is NoneType or part in _QUANTITIES or _is_our_class(part) for part in get_args(type_)
    )


def _is_sequence(type_: Any) -> bool:
    arguments = get_args(type_)
    return get_origin(type_) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis  # noqa: PLR2004


def _sequence_factory(type_: Any, converter: Converter) -> Any:
    return _taking_type(list_hook(_inner(get_args(type_)[0], converter)))


def _plain_factory(type_: Any, converter: Converter) -> Any:
    return _taking_type(hook_of(type_, converter))


def _union_factory(type_: Any, converter: Converter) -> Any:
    return _taking_type(_union_hook(type_, converter))


def _class_factory(cls: Any, converter: Converter) -> Any:
    hints = get_type_hints(cls)
    known = tuple(
        Field(attribute.name, _field_hook(cls, attribute, hints[attribute.name], converter), _is_required(attribute))
        for attribute in attrs.fields(cls)
        if attribute.init and attribute.metadata.get("identity", True)
    )
    hook = class_hook(cls, known, _CHECKS.get(cls))
    shorts = {Text: short_text, Term: short_term, Paragraph: short_paragraph}
    return _taking_type(shorts[cls](hook) if cls in shorts else hook)


def _is_required(attribute: attrs.Attribute[Any]) -> bool:
    return attribute.default is attrs.NOTHING


def _field_hook(cls: type, attribute: attrs.Attribute[Any], type_: Any, converter: Converter) -> Hook:
    if attribute.metadata.get("keyed"):
        return _keyed_hook(type_, converter)
    if type_ is str and attribute.name in _DAYS:
        return fields.day
    if "none" in attribute.metadata:
        word, known = attribute.metadata["none"], hook_of(_without_none(type_), converter)
        return lambda value: None if value == word else known(value)
    hook = hook_of(type_, converter)
    if cls is Measure and attribute.name == "zero_over_zero":
        return lambda value: None if value == "not_applicable" else hook(value)
    return hook


def _without_none(type_: Any) -> Any:
    (found,) = (part for part in get_args(type_) if part is not NoneType)
    return found


def _keyed_hook(type_: Any, converter: Converter) -> Hook:
    """The hook of ``tuple[tuple[str, V], …]``: a table; where V has the same shape, a table of tables."""
    item = _pair_value(type_)
    if _pair_value(item) is not None:
        return table_hook(_keyed_hook(item, converter), nested=True)
    return table_hook(hook_of(item, converter))


def _pair_value(type_: Any) -> Any:
    if not _is_sequence(type_):
        return None
    pair = get_args(type_)[0]
    return get_args(pair)[1] if get_origin(pair) is tuple and len(get_args(pair)) == 2 else None  # noqa: PLR2004


def hook_of(type_: Any, converter: Converter) -> Hook:
    """The strict hook of a field of ours; our classes are asked of the converter, so that embedders may replace them."""
    if type_ in _SCALARS:
        return _SCALARS[type_]
    if _is_sequence(type_):
        return list_hook(hook_of(get_args(type_)[0], converter))
    if get_origin(type_) is Literal:
        return fields.choice({word: word for word in get_args(type_)})
    if isinstance(type_, type) and issubclass(type_, Enum):
        return fields.choice({member.value: member for member in type_})
    if _is_union(type_):
        return _union_hook(type_, converter)
    return _inner(type_, converter)


def _inner(type_: Any, converter: Converter) -> Hook:
    # Asked for when it is used: a class may hold parts of its own kind.
    return lambda value: converter.get_structure_hook(type_)(value, type_)


def _union_hook(type_: Any, converter: Converter) -> Hook:
    parts = [part for part in get_args(type_) if part is not NoneType]
    hook = _closed_hook(parts, converter)
    return optional(hook) if len(parts) < len(get_args(type_)) else hook


def _closed_hook(parts: list[Any], converter: Converter) -> Hook:
    if len(parts) == 1:
        return hook_of(parts[0], converter)
    if _QUANTITIES.issuperset(parts):
        return fields.quantity
    for change, key in _PARTIAL.items():
        if change in parts:
            whole = _closed_hook([part for part in parts if part is not change], converter)
            return whole_or_part_hook(key, whole, hook_of(change, converter))
    if _FIGURES.issuperset(parts):
        members = {part.__name__: hook_of(part, converter) for part in parts}
        return figure_hook({name: members[name] for name in dict.fromkeys(FIGURE_KEYS.values()) if name in members})
    return tagged_hook({get_args(get_type_hints(part)["kind"])[0]: hook_of(part, converter) for part in parts})
