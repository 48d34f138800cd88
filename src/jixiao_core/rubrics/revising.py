"""One row, group or pool with what an overlay changes in it, and what cannot be changed so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from jixiao_core.errors import Problem
from jixiao_core.exact.numbers import shown
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.formulas import Formula
from jixiao_core.rubrics.indicators import Group, Indicator, Pool, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.names import most_alike_first
from jixiao_core.rubrics.overlay import FormulaChange, MeasureChange, Revision
from jixiao_core.rubrics.sources import Source

__all__ = ["NODE_NAMES", "Revised", "reason_note", "reasons_of", "revised", "without_problems"]


NODE_NAMES: Final[Mapping[type, Text]] = {
    Indicator: Text("指标行", "row"),
    Group: Text("指标组", "group"),
    Pool: Text("共享分值", "pool"),
}
_REASON: Final = Text("调整理由：", "Reason for the change: ")
_OWN: Final = frozenset(("why", "keep_readings", "without"))
_READ: Final = ("measure", "formula")


@attrs.frozen
class Revised:
    """
    What came of a revision.

    Attributes:
        node: the node with every change that could be made.
        problems: the changes that could not, with paths inside the revision.
    """

    node: Group | Pool | Indicator
    problems: tuple[Problem, ...]


def reason_note(why: Text) -> Text:
    """Return the remark that shows the reason of a change on a tailored row."""
    return Text(f"{_REASON.zh}{why.zh}", f"{_REASON.en}{why.en or why.zh}")


def reasons_of(notes: Iterable[Text]) -> tuple[Text, ...]:
    """
    Return the reasons for changes that stand among the notes of a tailored row or table, each once.

    >>> reasons_of((Text("另见附件"), reason_note(Text("分值从20分调整")), reason_note(Text("分值从20分调整"))))
    (Text(zh='分值从20分调整', en='分值从20分调整'),)
    """
    return tuple(
        dict.fromkeys(
            Text(note.zh.removeprefix(_REASON.zh), note.en.removeprefix(_REASON.en))
            for note in notes
            if note.zh.startswith(_REASON.zh)
        )
    )


def revised(node: Group | Pool | Indicator, change: Revision, *, table: str = "") -> Revised:
    """
    Return a node with the fields that a revision states, its reason among the notes of a row.

    Args:
        node: a part of the base.
        change: what is changed in it.
        table: the title of the tailored table, where a new clause stands unless the revision says otherwise.
    """
    work = _Work(node, change, table)
    work.apply()
    return Revised(work.result(), tuple(work.problems))


def without_problems(names: tuple[str, ...], allowed: tuple[str, ...], stated: frozenset[str]) -> Iterator[Problem]:
    """Yield a problem for each name that cannot go back to its default, or that is stated as well."""
    for position, name in enumerate(names):
        path = f"without[{position}]"
        if name not in allowed:
            known = most_alike_first(name, allowed)
            yield Problem(Message.of("rubrics.overlay_without", found=shown(name), known=known), path)
        elif name in stated:
            yield Problem(Message.of("rubrics.overlay_stated_and_without", found=name), path)


class _Work:
    """A node under revision: what is changed so far and what is wrong."""

    def __init__(self, node: Group | Pool | Indicator, change: Revision, table: str) -> None:
        self.node, self.change, self.table = node, change, table
        self.fields = {each.name: each for each in attrs.fields(type(node)) if each.name != "id"}
        self.changed: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def apply(self) -> None:
        stated = {
            each.name: value
            for each in attrs.fields(Revision)
            if each.name not in _OWN and (value := getattr(self.change, each.name)) is not None
        }
        for name, value in stated.items():
            if name in self.fields:
                self._state(name, value)
            else:
                self._refuse(
                    name,
                    "rubrics.overlay_no_field",
                    found=name,
                    what=NODE_NAMES[type(self.node)],
                    known=tuple(self.fields),
                )
        self._go_back(frozenset(stated))
        if isinstance(self.node, Indicator):
            self._quote(self.node)
            self._follow(self.node)
        if not stated and not self.change.without:
            self._refuse("", "rubrics.overlay_no_change")

    def result(self) -> Group | Pool | Indicator:
        node = self.node
        if isinstance(node, Indicator):
            notes = (*self.changed.get("notes", node.notes), reason_note(self.change.why))
            return attrs.evolve(node, **{**self.changed, "notes": notes})
        return attrs.evolve(node, **self.changed)

    def _refuse(self, path: str, code: str, **params: Any) -> None:
        self.problems.append(Problem(Message.of(code, **params), path))

    def _state(self, name: str, value: Any) -> None:
        old = getattr(self.node, name)
        match value:
            case FormulaChange() | MeasureChange():
                value = self._merged(name, old, value)
            case _ if value == old:
                self._refuse(name, "rubrics.overlay_same_value", what=name)
                return
        if value is not None:
            self.changed[name] = value

    def _merged(self, name: str, old: Formula | Measure | None, change: FormulaChange | MeasureChange) -> Any:
        if old is None:
            self._refuse(name, "rubrics.overlay_no_measure")
            return None
        merged, problems = _with_parts(old, change)
        self.problems.extend(problem.under(name) for problem in problems)
        if merged == old and not problems:
            self._refuse(name, "rubrics.overlay_same_value", what=name)
        return merged

    def _go_back(self, stated: frozenset[str]) -> None:
        optional = tuple(name for name, each in self.fields.items() if each.default is not attrs.NOTHING)
        found = tuple(without_problems(self.change.without, optional, stated))
        self.problems.extend(found)
        refused = {problem.path for problem in found}
        for position, name in enumerate(self.change.without):
            path = f"without[{position}]"
            if path in refused:
                continue
            if getattr(self.node, name) == self.fields[name].default:
                self._refuse(path, "rubrics.overlay_same_value", what=name)
            self.changed[name] = self.fields[name].default

    def _quote(self, row: Indicator) -> None:
        """A new clause is not what the old one was corrected to, and does not stand where the old one stood."""
        if "clause" not in self.changed:
            return
        self.changed.setdefault("clause_corrected", "")
        where = Source(table=self.table or row.source.table, row=row.source.row, note=reason_note(self.change.why))
        self.changed.setdefault("source", where)

    def _follow(self, row: Indicator) -> None:
        """Take the readings along: what a reading shares with the row changes in it as well."""
        is_decided = "readings" in self.changed or self.change.keep_readings
        if is_decided or not any(part in self.changed for part in _READ):
            return
        self.changed["readings"] = tuple(self._followed(row, each) for each in row.readings)

    def _followed(self, row: Indicator, reading: Reading) -> Reading:
        for part in _READ:
            own, change, new = getattr(reading, part), getattr(self.change, part), self.changed.get(part)
            if own is None or new is None:
                continue
            old = getattr(row, part)
            if not isinstance(change, (FormulaChange, MeasureChange)) or type(own) is not type(old):
                self._refuse("readings", "rubrics.overlay_reading_open", part=part, found=_name_of(reading))
                continue
            followed = _followed(own, old, new)
            if followed == new:
                self._refuse("readings", "rubrics.overlay_reading_same", part=part, found=_name_of(reading))
            reading = attrs.evolve(reading, **{part: followed})
        return reading


def _name_of(reading: Reading) -> str:
    return shown(f"{reading.question}={reading.id}")


def _followed(own: Any, old: Any, new: Any) -> Any:
    """A reading's own formula or measure, with what the row changed where both were alike."""
    moved = {
        each.name: getattr(new, each.name)
        for each in attrs.fields(type(own))
        if getattr(own, each.name) == getattr(old, each.name)
    }
    return attrs.evolve(own, **moved)


def _with_parts(old: Any, change: FormulaChange | MeasureChange) -> tuple[Any, tuple[Problem, ...]]:
    """A formula or measure with some parameters changed, and the parameters that it does not have."""
    fields = {each.name: each for each in attrs.fields(type(old)) if each.name != "kind"}
    stated = {
        each.name: value
        for each in attrs.fields(type(change))
        if each.name != "without" and (value := getattr(change, each.name)) is not None
    }
    what = getattr(old, "kind", "measure")
    problems = [
        Problem(Message.of("rubrics.overlay_no_parameter", found=name, what=what, known=tuple(fields)), name)
        for name in stated
        if name not in fields
    ]
    optional = tuple(name for name, each in fields.items() if each.default is not attrs.NOTHING)
    problems.extend(without_problems(change.without, optional, frozenset(stated)))
    new = {name: value for name, value in stated.items() if name in fields}
    new |= {name: _default(fields[name]) for name in change.without if name in optional and name not in stated}
    problems.extend(
        Problem(Message.of("rubrics.overlay_same_value", what=name), name)
        for name, value in new.items()
        if name in stated and value == getattr(old, name)
    )
    return attrs.evolve(old, **new), tuple(problems)


def _default(attribute: Any) -> Any:
    """The default as the converter makes it."""
    return attribute.default
