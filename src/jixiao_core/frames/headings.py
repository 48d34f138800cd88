"""Headings: how people call the columns of a table, told apart where labels repeat, and which column a heading means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from jixiao_core.errors import Problem, raise_if
from jixiao_core.exact.numbers import CHARACTERS, shown
from jixiao_core.frames.claims import claim_columns, reason_columns
from jixiao_core.frames.columns import InputColumn, input_columns
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.units import factor_of, unit_problems, unit_value
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.formulas import Options
from jixiao_core.rubrics.names import most_alike_first, parent_id
from jixiao_core.rubrics.rubric import Rubric

__all__ = [
    "Matched",
    "file_columns",
    "filled_unit",
    "heading_line",
    "headings",
    "known_headings",
    "label_key",
    "matched",
    "named_units",
    "told_apart",
    "word_labels",
]

COMPARATORS = {"at_least": Text("不低于", "at least"), "at_most": Text("不高于", "at most")}
MOST_NAMES = 5
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans(
    {"（": "(", "）": ")", "“": None, "”": None, '"': None, "‘": None, "’": None, "·": ".", "・": "."}
)


def file_columns(rubric: Rubric) -> tuple[InputColumn, ...]:
    """
    Return every column that a file of units may have: what units are scored from, what they claim, and why they deduct.

    Args:
        rubric: the table, as it is read.
    """
    scale = scale_of(rubric)
    return (*input_columns(rubric, scale), *claim_columns(rubric, scale), *reason_columns(rubric))


def headings(rubric: Rubric) -> dict[str, Text]:
    """
    Return column name to heading, which no two columns share: labels that repeat have their group in front.

    >>> from jixiao_core import registry
    >>> found = headings(registry.load("junshan-department@2021.1"))
    >>> found["process__asset_management__management_system__not_applicable"].zh
    '资产管理·管理制度健全性·不适用'
    """
    return told_apart(rubric, ((column.name, column.label, column.row) for column in file_columns(rubric)))


def told_apart(rubric: Rubric, labelled: Iterable[tuple[str, Text, str]]) -> dict[str, Text]:
    """
    Return name to label, told apart by the group of its row and at last by its name.

    Args:
        rubric: the groups.
        labelled: name, label and the id of the row or group that it is about.
    """
    given = tuple(labelled)
    plain = Counter(label.zh for _, label, _ in given)
    grouped = {name: _grouped(rubric, label, row) if plain[label.zh] > 1 else label for name, label, row in given}
    still = Counter(label.zh for label in grouped.values())
    return {
        name: label if still[label.zh] == 1 else Text(f"{label.zh}（{name}）", f"{label.of('en')} ({name})")
        for name, label in grouped.items()
    }


def _grouped(rubric: Rubric, label: Text, row: str) -> Text:
    group = parent_id(row)
    if not group:
        return label
    above = rubric[group].label
    return Text(f"{above.zh}·{label.zh}", f"{above.of('en')} · {label.of('en')}")


def word_labels(rubric: Rubric, column: InputColumn) -> dict[str, Text]:
    """Return the words that may stand in a column, each with what it means."""
    if not column.allowed:
        return {}
    if set(column.allowed) == set(COMPARATORS):
        return dict(COMPARATORS)
    row = next((each for each in rubric.indicators if each.id == column.row), None)
    formula = None if row is None else rubric.read(row).formula
    if isinstance(formula, Options):
        return {option.id: option.label for option in formula.options}
    return {name: rubric[name].label for name in column.allowed}


def filled_unit(column: InputColumn) -> Text:
    """Return the unit in which people fill in a column."""
    match column.sort:
        case "money":
            return Text("万元")
        case "rate":
            return Text("%")
        case "points":
            return Text("分", "points")
        case _:
            return column.unit


@frozen(kw_only=True)
class Matched:
    """
    What the headings of a table mean.

    Attributes:
        columns: position of a heading to the name of its column.
        units: column name to the unit that the heading, or somebody, states.
    """

    columns: Mapping[int, str]
    units: Mapping[str, str]

    @property
    def positions(self) -> dict[str, int]:
        """Column name to position."""
        return {name: position for position, name in self.columns.items()}


@frozen
class _Index:
    """The columns of a rubric by whatever they may be called."""

    rubric: Rubric
    columns: Mapping[str, InputColumn] = field(init=False)
    known: Mapping[str, tuple[str, ...]] = field(init=False)
    told: Mapping[str, Text] = field(init=False)

    def __attrs_post_init__(self) -> None:
        columns = file_columns(self.rubric)
        told = headings(self.rubric)
        known: dict[str, list[str]] = {}
        for column in columns:
            for text in (column.name, told[column.name].zh, told[column.name].en, column.label.zh, column.label.en):
                names = known.setdefault(_key(text), [])
                if text and column.name not in names:
                    names.append(column.name)
        # What is one column's whole heading is no longer another one's repeated label.
        whole = {_key(text): (name,) for name, each in told.items() for text in (each.zh, each.en) if text}
        object.__setattr__(self, "columns", {column.name: column for column in columns})
        object.__setattr__(self, "known", {**{key: tuple(names) for key, names in known.items()}, **whole})
        object.__setattr__(self, "told", told)

    def find(self, heading: str) -> tuple[tuple[str, ...], str]:
        """The columns that a heading may mean, and the unit behind it."""
        key = _key(heading)
        names = self.known.get(key, ())
        if names:
            return names, ""
        label, unit = _parted(key)
        names = self.known.get(label, ())
        if not all(_fits(self.columns[name], unit) for name in names):
            return (), ""
        return names, unit


def known_headings(rubric: Rubric, found: Iterable[str]) -> frozenset[str]:
    """Return the headings that mean a column, one or several."""
    index = _Index(rubric)
    return frozenset(each for each in found if index.find(each)[0])


def label_key(heading: str) -> str:
    """Return a heading as it is compared, without a unit in brackets behind."""
    return _parted(_key(heading))[0]


def _key(heading: str) -> str:
    """A heading as it is compared: without blanks and quotation marks, brackets and signs in one width."""
    return _SPACE.sub("", heading.translate(CHARACTERS).translate(_QUOTES))


def _parted(key: str) -> tuple[str, str]:
    """A heading without the last pair of brackets, and what stands in it."""
    depth = 0
    for at in range(len(key) - 1, 0, -1) if key.endswith(")") else ():
        depth += (key[at] == ")") - (key[at] == "(")
        if not depth:
            return key[:at], key[at + 1 : -1]
    return key, ""


def _fits(column: InputColumn, unit: str) -> bool:
    """Whether something is a unit of a column; what a number of things counts says nothing new."""
    own = filled_unit(column)
    if unit and column.sort not in ("money", "rate") and unit in (_key(own.zh), _key(own.en)):
        return True
    value = unit_value(column, unit)
    return value is not None and factor_of(column, value) is not None


def heading_line(rubric: Rubric, lines: Sequence[Sequence[str]]) -> int:
    """Return which of the first lines of a table holds its headings: the one in which most are known, the first of them."""
    index = _Index(rubric)
    known = [sum(bool(index.find(cell)[0]) for cell in line if cell) for line in lines]
    return known.index(max(known)) if known else 0


def matched(
    rubric: Rubric,
    found: Sequence[str],
    units: Mapping[str, str],
    *,
    wanted: Iterable[InputColumn],
    place: str = "",
) -> Matched:
    """
    Return what the headings of a table mean: names of columns, or labels, with or without a unit in brackets behind.

    Args:
        rubric: the columns that a table may have.
        found: the headings.
        units: heading or column name to unit, as somebody states it.
        wanted: the columns that are read; headings of others mean nothing here.
        place: where the headings stand.

    Raises:
        InvalidValueError: for labels that several columns have, columns with two headings, tables without any column
            that is known, and units that are none, all at once.
    """
    index, read = _Index(rubric), {column.name for column in wanted}
    problems: list[Problem] = []
    columns: dict[int, str] = {}
    stated: dict[str, str] = {}
    for position, heading in enumerate(found):
        meant, unit = index.find(heading)
        names = tuple(name for name in meant if name in read)
        if len(names) > 1:
            candidates = tuple(index.told[name].zh for name in names)
            problems.append(Problem(Message.of("frames.heading_ambiguous", found=heading, known=candidates), place))
        elif names and names[0] in columns.values():
            other = found[next(at for at, name in columns.items() if name == names[0])]
            problems.append(Problem(Message.of("frames.heading_twice", found=heading, other=other), place))
        elif names:
            columns[position] = names[0]
            if unit and index.columns[names[0]].sort in ("money", "rate"):
                stated[names[0]] = unit
    if not columns and not problems:
        told = tuple(shown(each) for each in found if each)[:MOST_NAMES]
        problems.append(Problem(Message.of("frames.no_heading", found=told, rubric=rubric.pin), place))
    given = dict(_given_units(index, units, problems))
    problems.extend(unit_problems(index.columns, given))
    raise_if(problems)
    return Matched(columns=columns, units={**stated, **given})


def named_units(rubric: Rubric, units: Mapping[str, str]) -> dict[str, str]:
    """
    Return column name to unit.

    Args:
        rubric: the columns that a table may have.
        units: heading or column name to unit.

    Raises:
        InvalidValueError: for headings that mean no column, or several.
    """
    problems: list[Problem] = []
    found = dict(_given_units(_Index(rubric), units, problems))
    raise_if(problems)
    return found


def _given_units(index: _Index, units: Mapping[str, str], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    for heading, unit in units.items():
        names, _ = index.find(heading)
        if len(names) == 1:
            yield names[0], unit
        elif names:
            candidates = tuple(index.told[name].zh for name in names)
            problems.append(Problem(Message.of("frames.heading_ambiguous", found=heading, known=candidates), "--unit"))
        else:
            near = most_alike_first(heading, (*index.columns, *(each.zh for each in index.told.values())))
            problems.append(
                Problem(Message.of("frames.unknown_column", found=heading, known=near[:MOST_NAMES]), "--unit")
            )
