"""
勾稽关系: the declared identities of both forms, and how a row of figures is held against one.

A printed number stands for the interval that it may have been rounded from. Equal within the intervals: a rounding
ghost. Outside: a contradiction. Blank parts may hold what is missing, so a total above its known parts is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import frozen

from jixiao_core.exact.intervals import Extended, Infinite
from jixiao_core.exact.quantities import Quantity, canonical
from jixiao_core.findings import Finding
from jixiao_core.messages import Message, Param
from jixiao_core.reports.observing import observed
from jixiao_core.reports.places import Place, bounds, is_unreadable, like
from jixiao_core.reports.slips import likely_in_sum
from jixiao_core.scoring.figures import Bounded, Known, Missing

__all__ = ["DEPARTMENT_IDENTITIES", "PROJECT_IDENTITIES", "Identity", "Outcome", "blank_total", "held", "outcome_of"]

Form: TypeAlias = tuple[tuple[Literal[1, -1], str], ...]
"""One side of an identity: fields with their signs."""

Signed: TypeAlias = tuple[tuple[int, Place], ...]
"""Figures with their signs."""

Outcome: TypeAlias = Literal["equal", "rounding", "open", "differs", "undecided"]
"""How a total stands to its parts; ``undecided`` where there is nothing to compare."""


@frozen(kw_only=True)
class Identity:
    """
    A declared identity.

    Attributes:
        id: its stable name.
        whole: the field that should equal the rest.
        forms: what it should equal; more than one where the form leaves open what is counted.
        kind: ``sum`` a difference is to be corrected; ``balance`` likewise, blanks are told; ``question`` there are
            legitimate reasons for a difference; ``at_most`` the whole may be more than its parts.
        is_total: whether a blank that must be zero is worth telling; for the sources of a total it is not.
    """

    id: str
    whole: str
    forms: tuple[Form, ...]
    kind: Literal["sum", "balance", "question", "at_most"] = "sum"
    is_total: bool = True


def _sum(*names: str) -> Form:
    return tuple((1, name) for name in names)


DEPARTMENT_IDENTITIES: Final = (
    Identity(
        id="revenue_total",
        whole="revenue.total_revenue",
        forms=(
            _sum(
                "revenue.prior_year_carryover",
                "revenue.general_public_budget_appropriation",
                "revenue.government_fund_appropriation",
                "revenue.special_account_non_tax_appropriation",
                "revenue.other_revenue",
            ),
        ),
    ),
    Identity(
        id="expenditure_total",
        whole="expenditure.total_expenditure",
        forms=(_sum("expenditure.basic_expenditure", "expenditure.project_expenditure"),),
    ),
    Identity(
        id="basic_expenditure",
        whole="expenditure.basic_expenditure",
        forms=(_sum("expenditure.personnel_expenditure", "expenditure.operating_expenditure"),),
    ),
    Identity(
        # The form does not say whether what was carried over counts as revenue of the year.
        id="balance_of_year",
        whole="expenditure.current_year_balance",
        forms=(
            ((1, "revenue.total_revenue"), (-1, "expenditure.total_expenditure")),
            (
                (1, "revenue.total_revenue"),
                (-1, "revenue.prior_year_carryover"),
                (-1, "expenditure.total_expenditure"),
            ),
        ),
        kind="question",
    ),
    Identity(
        # Older balances that were not carried into the year may stand behind a difference.
        id="cumulative_balance",
        whole="expenditure.cumulative_balance",
        forms=(((1, "revenue.total_revenue"), (-1, "expenditure.total_expenditure")),),
        kind="question",
    ),
    Identity(
        id="three_public_total",
        whole="three_public.total",
        forms=(
            _sum(
                "three_public.official_hospitality",
                "three_public.vehicle_operation",
                "three_public.vehicle_purchase",
                "three_public.overseas_travel",
            ),
        ),
    ),
    Identity(
        # 其他 stands outside 其中: whether the total includes it the form does not say.
        id="fixed_assets_total",
        whole="fixed_assets.total",
        forms=(
            _sum("fixed_assets.in_use", "fixed_assets.leased_out", "fixed_assets.other"),
            _sum("fixed_assets.in_use", "fixed_assets.leased_out"),
        ),
    ),
    Identity(
        id="fixed_assets_in_use",
        whole="fixed_assets.total",
        forms=(_sum("fixed_assets.in_use"),),
        kind="at_most",
    ),
    Identity(
        id="three_public_in_expenditure",
        whole="expenditure.total_expenditure",
        forms=(_sum("three_public.total"),),
        kind="at_most",
    ),
)
"""What the four grids of the department form say about one another, row by row."""

_SOURCES: Final = ("central", "provincial", "municipal", "county", "other")


def _funding() -> Iterator[Identity]:
    for column in ("planned", "received", "spent", "balance"):
        parts = _sum(*(f"funding.{column}.{source}" for source in _SOURCES))
        yield Identity(id=f"funding_{column}", whole=f"funding.{column}.total", forms=(parts,))
    for source in ("total", *_SOURCES):
        form: Form = ((1, f"funding.received.{source}"), (-1, f"funding.spent.{source}"))
        yield Identity(
            id=f"funding_balance_of_{source}",
            whole=f"funding.balance.{source}",
            forms=(form,),
            kind="balance",
            is_total=source == "total",
        )


PROJECT_IDENTITIES: Final = tuple(_funding())
"""What the funding grid of the project form says about itself."""


def outcome_of(whole: Place, form: Signed) -> Outcome:
    """Return how a figure stands to a signed sum of figures."""
    target = bounds(whole.figure)
    spans = [(sign, bounds(place.figure)) for sign, place in form]
    known = [(sign, span) for sign, span in spans if span is not None]
    if (
        target is None
        or not known
        or any(isinstance(place.figure, Bounded) or is_unreadable(place.figure) for _, place in ((1, whole), *form))
    ):
        return "undecided"
    if len({type(place.quantity) for place in (whole, *(each for _, each in form)) if place.quantity is not None}) > 1:
        # Money beside plain numbers: the unit of one of them is not stated.
        return "undecided"
    if len(known) < len(spans) and any(sign < 0 for sign, _ in form):
        return "undecided"
    if len(known) == len(spans) and _exact_difference(whole, form) == 0:
        return "equal"
    low = _added(span.low if sign > 0 else _minus(span.high) for sign, span in known)
    high = _added(span.high if sign > 0 else _minus(span.low) for sign, span in known)
    if target.low <= high and low <= target.high:
        is_exact = _exact_difference(whole, form) == 0
        return "equal" if is_exact else "rounding"
    return "open" if len(known) < len(spans) and target.low > high else "differs"


def _exact_difference(whole: Place, form: Signed) -> Fraction | None:
    """The whole less its parts, blanks left out; None where a figure is only bounded."""
    if whole.quantity is None:
        return None
    total = Fraction(0)
    for sign, place in form:
        if place.quantity is not None:
            total += sign * canonical(place.quantity)
        elif not isinstance(place.figure, Missing):
            return None
    return canonical(whole.quantity) - total


def _minus(value: Extended) -> Extended:
    return -value


def _added(ends: Iterator[Extended]) -> Extended:
    total: Extended = Fraction(0)
    for end in ends:
        if isinstance(end, Infinite):
            return end
        assert isinstance(total, Fraction)
        total += end
    return total


_ORDER: Final[tuple[Outcome, ...]] = ("equal", "rounding", "open", "undecided", "differs")


def held(identity: Identity, place_of: Callable[[str], Place], copies: tuple[Place, ...] | None) -> Iterator[Finding]:
    """
    Yield what an identity says about one row of figures.

    Args:
        identity: the identity.
        place_of: the place of a field in the row.
        copies: figures that a slip may have come from; None: no likely slips are looked for.
    """
    whole = place_of(identity.whole)
    forms: list[Signed] = [tuple((sign, place_of(name)) for sign, name in form) for form in identity.forms]
    if identity.kind == "at_most":
        yield from _at_most(identity, whole, forms)
        return
    outcomes = [outcome_of(whole, form) for form in forms]
    best = min(range(len(forms)), key=lambda position: _ORDER.index(outcomes[position]))
    form = forms[best]
    if outcomes[best] == "undecided" and identity.kind in ("balance", "question"):
        yield from _blank_balance(identity, whole, forms[0])
    elif isinstance(whole.figure, Missing) and identity.kind == "sum":
        yield from blank_total(identity.id, whole, [place for _, place in forms[0]])
    elif outcomes[best] in ("rounding", "open", "differs"):
        yield _differing(identity, outcomes[best], whole, form, copies)


def _differing(
    identity: Identity, outcome: Outcome, whole: Place, form: Signed, copies: tuple[Place, ...] | None
) -> Finding:
    parts = [place for _, place in form]
    difference = _exact_difference(whole, form)
    assert whole.quantity is not None
    assert difference is not None
    computed = like(canonical(whole.quantity) - difference, whole.quantity)
    params: dict[str, Param] = {
        "identity": identity.id,
        "whole": whole.cited,
        "parts": tuple(place.cited for place in parts if not isinstance(place.figure, Missing)),
        "computed": computed,
        "difference": like(abs(difference), whole.quantity),
    }
    likely = () if copies is None or identity.kind != "sum" else likely_in_sum(whole, parts, copies=copies)
    match outcome, identity.kind:
        case "rounding", _:
            return observed("reports.sum_rounding", whole.path, **params)
        case "open", _:
            # The blanks may hold the rest; so may a slip.
            blank = tuple(place.label for place in parts if isinstance(place.figure, Missing))
            return observed("reports.parts_open", whole.path, likely, blank=blank, **params)
        case _, "sum":
            return observed("reports.sum_differs", whole.path, likely, **params)
        case _, "balance":
            return observed("reports.balance_differs", whole.path, **params)
        case _:
            return observed("reports.balance_question", whole.path, **params)


def blank_total(identity: str, whole: Place, parts: list[Place]) -> Iterator[Finding]:
    """Yield a total that the form leaves blank although parts of it are printed."""
    known = [place for place in parts if place.quantity is not None and canonical(place.quantity) != 0]
    is_blank = isinstance(whole.figure, Missing) and whole.figure.state == "blank"
    if not is_blank or not known or len({type(place.quantity) for place in known}) > 1:
        return
    total = sum((canonical(place.quantity) for place in known if place.quantity is not None), Fraction(0))
    model = known[0].quantity
    assert model is not None
    yield observed(
        "reports.total_blank",
        whole.path,
        identity=identity,
        whole=whole.cited,
        parts=tuple(place.cited for place in known),
        computed=like(total, model),
    )


def _blank_balance(identity: Identity, whole: Place, form: Signed) -> Iterator[Finding]:
    """A balance that is blank although both sides of it are printed: a zero must be written."""
    quantities: list[Quantity] = [place.quantity for _, place in form if place.quantity is not None]
    is_decided = len(quantities) == len(form) and len({type(each) for each in quantities}) == 1
    if not isinstance(whole.figure, Missing) or is_unreadable(whole.figure) or not is_decided:
        return
    value = sum((sign * canonical(each) for (sign, _), each in zip(form, quantities, strict=True)), Fraction(0))
    if value == 0 and not identity.is_total:
        return
    yield observed(
        "reports.balance_blank",
        whole.path,
        identity=identity.id,
        whole=whole.cited,
        parts=tuple(place.cited for _, place in form),
        computed=like(value, quantities[0]),
        ask=Message.of("reports.write_other" if value else "reports.write_zero"),
    )


def _at_most(identity: Identity, whole: Place, forms: list[Signed]) -> Iterator[Finding]:
    """Parts may not exceed their whole; the form with the fewest parts must hold at least."""
    form = forms[-1]
    target = bounds(whole.figure)
    spans = [span for _, place in form if (span := bounds(place.figure)) is not None]
    kinds = {type(place.quantity) for _, place in ((1, whole), *form) if place.quantity is not None}
    if target is None or not spans or len(kinds) > 1 or whole.quantity is None:
        return
    low = _added(iter([span.low for span in spans]))
    printed = sum((canonical(place.quantity) for _, place in form if place.quantity is not None), Fraction(0))
    if low > target.high:
        code = "reports.part_exceeds_whole"
    elif isinstance(whole.figure, Known) and printed > canonical(whole.quantity):
        # 21万元 of 20万元: both may be 20.5万元, and nobody should have to look for it.
        code = "reports.part_exceeds_rounding"
    else:
        return
    parts = tuple(place.cited for _, place in form if not isinstance(place.figure, Missing))
    yield observed(code, whole.path, identity=identity.id, whole=whole.cited, parts=parts)
