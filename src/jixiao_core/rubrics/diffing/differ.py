"""The difference of two rubrics: head, structure, words, and exactly where scores differ."""

from __future__ import annotations

from attrs import frozen

from jixiao_core._display import html_of
from jixiao_core.rubrics.diffing.figures import natures
from jixiao_core.rubrics.diffing.head import HeadChange, head_changes
from jixiao_core.rubrics.diffing.matching import matching
from jixiao_core.rubrics.diffing.row_changes import ChangeClass, RowChange, row_change
from jixiao_core.rubrics.diffing.sides import Facts
from jixiao_core.rubrics.diffing.structure import StructureChange, structure_changes
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["RubricDiff", "diff"]


@frozen(kw_only=True, repr=False)
class RubricDiff:
    """
    What differs between two rubrics.

    Series, edition, revision and digest name the versions; they are no difference by themselves.

    Attributes:
        before: the first rubric.
        after: the second.
        head: what differs in what is said about the table as a whole.
        structure: what became of groups, pools and rows.
        rows: the rows on both sides that are not the same, in the order of the first.
    """

    before: Rubric
    after: Rubric
    head: tuple[HeadChange, ...] = ()
    structure: tuple[StructureChange, ...] = ()
    rows: tuple[RowChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs but what names the versions."""
        return not (self.head or self.structure or self.rows)

    @property
    def changes_scores(self) -> bool:
        """
        Whether the same evidence can score otherwise.

        Rows are compared exactly; a rule over several rows (rounding of totals, policies, structure) counts where it
        is another one. A reading that only one side declares counts as well.
        """
        return (
            any(each.effect == "scores" for each in self.head)
            or any(each.changes_scores for each in self.structure)
            or any(each.changes_scores for each in self.rows)
        )

    def of(self, change_class: ChangeClass) -> tuple[RowChange, ...]:
        """Return the rows of one class."""
        return tuple(row for row in self.rows if row.change_class == change_class)

    def __repr__(self) -> str:
        counts = f"head {len(self.head)}, structure {len(self.structure)}, rows {len(self.rows)}"
        return f"<RubricDiff {self.before.pin} -> {self.after.pin}: {counts}>"

    def _repr_html_(self) -> str:
        return html_of(self)


def diff(before: Rubric, after: Rubric) -> RubricDiff:
    """
    Return what differs between two rubrics, of one series or of two.

    Rows are matched by id; one that moved by the same last step and the same content, or the same name and clause,
    where nothing else has them. Measures, formulas and points are compared as published: `Rubric.under` plays no part.

    Args:
        before: the first rubric.
        after: the second.

    >>> from attrs import evolve
    >>> from jixiao_core import registry
    >>> rubric = registry.load("junshan-department@2021.1")
    >>> diff(rubric, evolve(rubric, revision=2)).is_empty
    True
    """
    rubrics = before, after
    groups, pools = matching(before.groups, after.groups), matching(before.pools, after.pools)
    rows = matching(before.indicators, after.indicators)
    definitions = {fact.id: fact for fact in (*after.facts, *before.facts)}
    facts = Facts(natures(before, after), definitions)
    changes = (row_change(rubrics, matched, facts) for matched in rows.both)
    return RubricDiff(
        before=before,
        after=after,
        head=tuple(head_changes(before, after)),
        structure=tuple(structure_changes(rubrics, groups, pools, rows)),
        rows=tuple(each for each in changes if each is not None),
    )
