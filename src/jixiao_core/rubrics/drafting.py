"""A table between base and tailored form: its parts in lists, the changes applied one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import attrs
from attrs import evolve

from jixiao_core.errors import Problem
from jixiao_core.exact.numbers import path_step, shown
from jixiao_core.messages import Message, Text
from jixiao_core.rubrics.adopting import adopted
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.indicators import Group, Indicator, Pool, Question
from jixiao_core.rubrics.names import most_alike_first, parent_id
from jixiao_core.rubrics.overlay import Addition, Breakdown, Move, Overlay
from jixiao_core.rubrics.placing import broken_down, is_within, kind_of, renamed, used_facts
from jixiao_core.rubrics.revising import reason_note, revised, without_problems
from jixiao_core.rubrics.rubric import Node, Rubric
from jixiao_core.rubrics.tailoring_paths import placed_problems, sums_around

__all__ = ["HEAD_FIELDS", "Draft"]

HEAD_FIELDS: Final = (
    "title",
    "issuer",
    "legal_basis",
    "fiscal_years",
    "points",
    "not_applicable",
    "rounding",
    "claim_quantum",
    "grades",
    "grade_caps",
    "adjustments",
    "total_ceiling",
    "notes",
    "limitations",
)
"""What stands at the head of a table and may be replaced by an overlay."""


class Draft:
    """
    A table while an overlay is applied to it.

    Attributes:
        problems: what is wrong with the changes themselves, with paths into the overlay.
        is_partial: whether a change was left out because of a problem.
        open_sums: the groups whose sums a change that was left out could move, ``""`` for the total; None: any.
    """

    def __init__(self, base: Rubric, overlay: Overlay) -> None:
        self.base: Rubric = base
        self.overlay: Overlay = overlay
        self.problems: list[Problem] = []
        self.is_partial: bool = False
        self.open_sums: frozenset[str] | None = frozenset()
        self._groups: list[Group] = list(base.groups)
        self._pools: list[Pool] = list(base.pools)
        self._rows: list[Indicator] = list(base.indicators)
        self._questions: list[Question] = list(base.questions)
        self._origins: dict[str, str] = {}
        self._moving: list[tuple[str, str]] = []
        self._remarks: list[Text] = []

    def apply(self) -> None:
        """Apply every change in a fixed order: answers, revisions, breakdowns, removals, additions, moves."""
        self._look_at_head()
        self._look_at_changes()
        self._adopt()
        for name, change in self.overlay.revise:
            self._revise(name, change)
        for name, breakdown in sorted(self.overlay.break_down, key=self._printed):
            self._break_down(name, breakdown)
        for name, removal in self.overlay.remove:
            self._remove(name, removal.why)
        for position, addition in enumerate(self.overlay.add):
            self._add(f"add[{position}]", addition)
        for name, move in self.overlay.move:
            self._move(name, move)

    def rubric(self, dictionary: tuple[FactDefinition, ...]) -> Rubric:
        """Return the table; InvalidValueError for what is wrong with it as a whole."""
        overlay, base = self.overlay, self.base
        heads = {name: value for name in HEAD_FIELDS if (value := getattr(overlay, name)) is not None}
        defaults = {each.name: each.default for each in attrs.fields(Rubric)}
        heads |= {name: defaults[name] for name in overlay.without if name in HEAD_FIELDS and name not in heads}
        notes = (*heads.get("notes", base.notes), reason_note(overlay.reason), *self._remarks)
        rows = tuple(self._rows)
        return evolve(
            base,
            **{**heads, "notes": notes},
            series=overlay.series,
            edition=overlay.edition,
            revision=overlay.revision,
            semantics=overlay.semantics,
            questions=self._asked(rows),
            groups=tuple(self._groups),
            pools=tuple(self._pools),
            indicators=rows,
            facts=used_facts(base, rows, (*overlay.facts, *dictionary)),
            derived_from=f"{base.pin}#{base.digest}",
        )

    def placed(
        self, problems: Iterable[Problem], *, is_partial: bool, open_sums: frozenset[str] | None
    ) -> Iterator[Problem]:
        """Yield problems of the resulting table with their paths in the overlay, where they come from it."""
        nodes: dict[str, Sequence[Node]] = {"indicators": self._rows, "groups": self._groups, "pools": self._pools}
        # Groups that moved have other ids than the changes that were left out name.
        is_any = open_sums is None or self.open_sums is None or bool(self.overlay.move)
        unsaid = None if is_any else (open_sums or frozenset()) | (self.open_sums or frozenset())
        is_whole = not (is_partial or self.is_partial)
        return placed_problems(problems, nodes, self._origins, self._moving, is_whole=is_whole, open_sums=unsaid)

    def _leave_out(self, *names: str) -> None:
        """A change is left out: sums that it could move are not told; those of all groups where no name is given."""
        self.is_partial = True
        moved = sums_around(names, (group.id for group in self.base.groups)) if names else None
        self.open_sums = None if moved is None or self.open_sums is None else self.open_sums | moved

    # What is looked at before anything is changed.

    def _refuse(self, path: str, code: str, **params: Any) -> None:
        self.problems.append(Problem(Message.of(code, **params), path))

    def _look_at_head(self) -> None:
        base, overlay = self.base, self.overlay
        if overlay.base_pin != base.pin:
            self._refuse("derived_from", "rubrics.overlay_other_base", found=base.pin, wanted=shown(overlay.base_pin))
        elif overlay.base_digest and overlay.base_digest != base.digest:
            self._refuse(
                "derived_from",
                "rubrics.overlay_base_digest",
                pin=base.pin,
                found=base.digest,
                wanted=shown(overlay.base_digest),
            )
        if overlay.pin == base.pin:
            self._refuse("series", "rubrics.overlay_same_pin", pin=base.pin)
        stated = [name for name in HEAD_FIELDS if getattr(overlay, name) is not None]
        for name in stated:
            if getattr(overlay, name) == getattr(base, name):
                self._refuse(name, "rubrics.overlay_same_value", what=name)
        optional = tuple(
            each.name for each in attrs.fields(Rubric) if each.name in HEAD_FIELDS and each.default is not attrs.NOTHING
        )
        self.problems.extend(without_problems(overlay.without, optional, frozenset(stated)))
        self._look_at_why("reason", overlay.reason)

    def _look_at_why(self, path: str, why: Text) -> None:
        if not why.zh.strip():
            self._refuse(path, "rubrics.overlay_why")

    def _look_at_changes(self) -> None:
        first: dict[str, str] = {}
        for path, change in self.overlay.changes:
            self._look_at_why(f"{path}.why", change.why)
        for verb in ("revise", "break_down", "remove"):
            for name, _ in getattr(self.overlay, verb):
                path = f"{verb}.{path_step(name)}"
                if name in first:
                    self._refuse(path, "rubrics.overlay_twice", found=shown(name), first=first[name])
                first.setdefault(name, path)
        gone = {name: path for name, path in first.items() if path.startswith(("remove.", "break_down."))}
        for name, path in first.items():
            for outer, removal in gone.items():
                if outer != name and (is_within(name, outer) or name in self._members(outer)):
                    self._refuse(path, "rubrics.overlay_inside", found=shown(name), outer=shown(outer), first=removal)

    def _members(self, name: str) -> tuple[str, ...]:
        return next((pool.members for pool in self.base.pools if pool.id == name), ())

    def _find(self, name: str, path: str, known: Iterable[Node] | None = None) -> Node | None:
        nodes = {node.id: node for node in (known if known is not None else self._nodes())}
        if name not in nodes:
            # A name that the whole table does not have was meant for a part of the group that it names.
            self._leave_out(*((name,) if known is None else ()))
            self._refuse(path, "rubrics.unknown_indicator", found=shown(name), known=most_alike_first(name, nodes))
        return nodes.get(name)

    def _nodes(self) -> tuple[Node, ...]:
        return (*self._groups, *self._pools, *self._rows)

    def _put(self, node: Node) -> None:
        """Put a changed node in the place of the one with its id."""
        parts: list[Any] = self._list_of(node)
        parts[next(place for place, each in enumerate(parts) if each.id == node.id)] = node

    def _list_of(self, node: Node) -> list[Any]:
        match node:
            case Group():
                return self._groups
            case Pool():
                return self._pools
            case Indicator():
                return self._rows

    # The changes.

    def _adopt(self) -> None:
        own = {question.id: question for question in self.overlay.questions}
        self._questions = [own.pop(each.id, each) for each in self._questions]
        self._questions.extend(own.values())
        revised_readings = {
            name for name, change in self.overlay.revise if change.readings is not None or change.keep_readings
        }
        for name, adoption in self.overlay.adopt:
            path = f"adopt.{path_step(name)}"
            found = adopted(self._questions, self._rows, name, adoption, frozenset(revised_readings))
            self.problems.extend(problem.under(path) for problem in found.problems)
            self._questions, self._rows = list(found.questions), list(found.rows)

    def _revise(self, name: str, change: Any) -> None:
        path = f"revise.{path_step(name)}"
        node = self._find(name, path)
        if node is None:
            return
        found = revised(node, change, table=(self.overlay.title or self.base.title).zh)
        self.problems.extend(problem.under(path) for problem in found.problems)
        self._put(found.node)
        self._origins[name] = path
        if change.points is not None:
            self._moving.append((name, f"{path}.points"))
        if not isinstance(node, Indicator):
            self._remark(node, change.why)

    def _remark(self, node: Node, why: Text) -> None:
        """The reason of a change where no row is left that could show it, under the table."""
        label = node.label
        self._remarks.append(
            Text(
                f"调整理由（{label.zh}）：{why.zh}",
                f"Reason for the change ({label.en or label.zh}): {why.en or why.zh}",
            )
        )

    def _break_down(self, name: str, change: Breakdown) -> None:
        path = f"break_down.{path_step(name)}"
        node = self._find(name, path)
        if node is None:
            return
        if isinstance(node, Group):
            self._leave_out(name)
            self._refuse(path, "rubrics.overlay_group_broken_down", found=shown(name))
            return
        found = broken_down(node, change, self._rows)
        self.problems.extend(problem.under(path) for problem in found.problems)
        if found.group is None:
            self._leave_out(name)
            return
        place = next(
            place
            for place, row in enumerate(self._rows)
            if row.id == (node.members[0] if isinstance(node, Pool) else node.id)
        )
        gone = set(node.members) if isinstance(node, Pool) else {node.id}
        before = [row for row in self._rows[:place] if row.id not in gone]
        self._rows = [*before, *found.rows, *(row for row in self._rows[place:] if row.id not in gone)]
        self._pools = [pool for pool in self._pools if pool.id != node.id]
        self._insert_group(found.group)
        self._origins[node.id] = path
        self._origins |= {row.id: f"{path}.rows[{position}]" for position, row in enumerate(found.rows)}

    def _insert_group(self, group: Group, before: str = "") -> None:
        """A group stands before another, or after everything in its parent."""
        place = len(self._groups)
        for position, each in enumerate(self._groups):
            if before and each.id == before:
                place = position
                break
            if not before and is_within(each.id, parent_id(group.id)):
                place = position + 1
        self._groups.insert(place, group)

    def _insert_row(self, row: Indicator, before: str = "") -> None:
        place = len(self._rows)
        for position, each in enumerate(self._rows):
            if before and (each.id == before or is_within(each.id, before)):
                place = position
                break
            if not before and is_within(each.id, parent_id(row.id)):
                place = position + 1
        self._rows.insert(place, row)

    def _remove(self, name: str, why: Text) -> None:
        path = f"remove.{path_step(name)}"
        node = self._find(name, path)
        if node is None:
            return
        members = node.members if isinstance(node, Pool) else ()
        gone = {each.id for each in self._nodes() if is_within(each.id, name) or each.id in members}
        self._groups = [each for each in self._groups if each.id not in gone]
        self._pools = [each for each in self._pools if each.id not in gone and not gone.issuperset(each.members)]
        self._rows = [each for each in self._rows if each.id not in gone]
        self._moving.append((name, path))
        self._remark(node, why)

    def _add(self, path: str, change: Addition) -> None:
        given = [each for each in (change.indicator, change.group, change.pool) if each is not None]
        if len(given) != 1:
            self._leave_out()
            self._refuse(path, "rubrics.overlay_one_addition", found=len(given))
            return
        node = given[0]
        if node.id in {each.id for each in self._nodes()}:
            self._leave_out(node.id)
            self._refuse(f"{path}.{kind_of(node)}.id", "rubrics.overlay_id_taken", found=shown(node.id))
            return
        if change.before and not self._stands_beside(change.before, parent_id(node.id), f"{path}.before"):
            return
        self._origins[node.id] = f"{path}.{kind_of(node)}"
        self._moving.append((node.id, f"{path}.{kind_of(node)}.points"))
        match node:
            case Indicator():
                self._insert_row(evolve(node, notes=(*node.notes, reason_note(change.why))), change.before)
            case Group():
                self._insert_group(node, change.before)
                self._remark(node, change.why)
            case Pool():
                self._pools.append(node)
                self._remark(node, change.why)

    def _stands_beside(self, before: str, parent: str, path: str) -> bool:
        beside = [each for each in self._nodes() if parent_id(each.id) == parent and not isinstance(each, Pool)]
        return self._find(before, path, beside) is not None

    def _move(self, name: str, change: Move) -> None:
        path = f"move.{path_step(name)}"
        node = self._find(name, path)
        if node is None:
            self._leave_out()
            return
        target = parent_id(name) if change.to is None else change.to
        if isinstance(node, Pool) or is_within(target, name) or (target == parent_id(name) and not change.before):
            self._leave_out()
            self._refuse(path, "rubrics.overlay_move", found=shown(name))
            return
        if target and self._find(target, f"{path}.to", self._groups) is None:
            return
        if change.before and not self._stands_beside(change.before, target, f"{path}.before"):
            return
        new = f"{target}.{name.rpartition('.')[2]}" if target else name.rpartition(".")[2]
        if new != name and new in {each.id for each in self._nodes()}:
            self._leave_out()
            self._refuse(path, "rubrics.overlay_id_taken", found=shown(new))
            return
        self._take_along(name, new, change)
        self._moving.append((new, path))
        self._moving.append((name, path))
        if not isinstance(node, Indicator):
            self._remark(node, change.why)

    def _take_along(self, name: str, new: str, change: Move) -> None:
        """Move a node and everything in it; whoever names them names them by their new ids."""
        moving_groups = [each for each in self._groups if is_within(each.id, name)]
        moving_rows = [each for each in self._rows if is_within(each.id, name)]
        self._groups = [each for each in self._groups if not is_within(each.id, name)]
        self._rows = [each for each in self._rows if not is_within(each.id, name)]
        first_row = next(iter(moving_rows), None)
        if moving_groups:
            head, *inner = (renamed(each, name, new) for each in moving_groups)
            self._insert_group(head, change.before)
            place = self._groups.index(head) + 1
            self._groups[place:place] = inner
        if first_row is not None:
            head_row, *inner_rows = (renamed(each, name, new) for each in moving_rows)
            if not moving_groups:
                head_row = evolve(head_row, notes=(*head_row.notes, reason_note(change.why)))
            self._insert_row(evolve(head_row, id=new) if moving_groups else head_row, change.before)
            place = next(position for position, each in enumerate(self._rows) if each.id in (new, head_row.id))
            self._rows[place : place + 1] = [head_row, *inner_rows]
        self._groups = [renamed(each, name, new) for each in self._groups]
        self._pools = [renamed(each, name, new) for each in self._pools]
        self._rows = [renamed(each, name, new) for each in self._rows]
        self._origins = {_new_id(each, name, new): origin for each, origin in self._origins.items()}

    def _printed(self, change: tuple[str, Breakdown]) -> int:
        """Where in the table something stands, so that new groups come in printed order."""
        inside = (change[0], *self._members(change[0]))
        return next((place for place, row in enumerate(self._rows) if row.id in inside), len(self._rows))

    # The table as a whole.

    def _asked(self, rows: tuple[Indicator, ...]) -> tuple[Question, ...]:
        """The questions; those that only rows asked which are gone are gone with them."""
        before = {reading.question for row in self.base.indicators for reading in row.readings}
        now = {reading.question for row in rows for reading in row.readings}
        own = {question.id for question in self.overlay.questions}
        return tuple(each for each in self._questions if each.id in now | own or each.id not in before)


def _new_id(name: str, old: str, new: str) -> str:
    return new + name[len(old) :] if is_within(name, old) else name
