"""Tailoring: a table with the changes of an overlay, points conserved at every level or refused."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from jixiao_core.errors import JixiaoError, Problem, raise_if
from jixiao_core.rubrics.drafting import Draft
from jixiao_core.rubrics.facts import FactDefinition
from jixiao_core.rubrics.overlay import Overlay
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["tailor", "tailored"]


def tailor(rubric: Rubric, overlay: Overlay, *, dictionary: Iterable[FactDefinition] = ()) -> Rubric:
    """
    Return the table that an overlay makes of a rubric; what it does not name stays as it is.

    Points are conserved: at every level members still sum to what is stated above them. The result is a rubric like
    any other: its digest is that of the expanded table, `derived_from` holds the pin and digest of the base, and the
    reason of each change stands in the notes of its row, or under the table.

    Args:
        rubric: the base, as published; readings that were switched by `under` do not count.
        overlay: the changes.
        dictionary: definitions of facts that the changes may use beside those of the base and the overlay.

    Raises:
        InvalidValueError: for everything that is wrong with the overlay, all at once, with paths into it; paths that
            begin with ``tailored`` lie in the table that would result.

    >>> from jixiao_core import registry
    >>> from jixiao_core.messages import Text
    >>> from jixiao_core.rubrics.overlay import FormulaChange, Overlay, Revision
    >>> base = registry.load("junshan-department@2021.1")
    >>> row = "process.asset_management.fixed_asset_utilisation"
    >>> change = Revision(formula=FormulaChange(deduct="0.2"), why=Text("甲县按每点扣0.2分执行"))
    >>> overlay = Overlay(derived_from=base.pin, series="jia-county-department", edition=2021, revision=1,
    ...                   reason=Text("甲县2021年评分办法"), revise=((row, change),))
    >>> tailored = tailor(base, overlay)
    >>> tailored.pin, tailored[row].formula.deduct, tailored.derived_from.partition("#")[0]
    ('jia-county-department@2021.1', Fraction(1, 5), 'junshan-department@2021.1')
    """
    found, problems = tailored(rubric, overlay, dictionary=dictionary)
    raise_if(problems)
    assert found is not None
    return found


def tailored(
    rubric: Rubric,
    overlay: Overlay,
    *,
    dictionary: Iterable[FactDefinition] = (),
    partly: bool = False,
    open_sums: frozenset[str] | None = None,
) -> tuple[Rubric | None, tuple[Problem, ...]]:
    """
    Return the tailored rubric, or None with everything that is wrong.

    Args:
        rubric: the base.
        overlay: the changes.
        dictionary: definitions of facts.
        partly: whether parts of the overlay could not be read; what only the whole can say is left out then.
        open_sums: the groups whose sums those parts could move, ``""`` for the total; None: any.
    """
    draft = Draft(evolve(rubric, answers=()), overlay)
    draft.apply()
    problems = list(draft.problems)
    found = None
    try:
        found = draft.rubric(tuple(dictionary))
    except JixiaoError as error:
        unread = open_sums if partly else frozenset()
        problems.extend(draft.placed(error.problems, is_partial=partly, open_sums=unread))
    return (None if problems else found), tuple(dict.fromkeys(problems))
