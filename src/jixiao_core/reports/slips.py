"""
疑似填报差错: what may have gone wrong in a printed number, with the number that would be right.

A slip turns one printed number into another: a unit of money, a digit dropped, doubled or swapped, a number cut instead
of rounded, an item left out or counted twice, a figure taken over from another place. Each candidate is a guess with
a reason; a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Count, Money, MoneyUnit, Number, Quantity, Rate, canonical, print_interval
from jixiao_core.messages import Message, Param
from jixiao_core.reports.places import Place, like

__all__ = ["MAX_PARTS", "Slip", "SlipKind", "likely_in_sum", "slips_in_sum", "slips_of"]

SlipKind: TypeAlias = Literal[
    "unit",
    "truncated",
    "transposed_digits",
    "dropped_digit",
    "doubled_digit",
    "extra_item",
    "missing_item",
    "stale_copy",
    "unit_and_dropped_digit",
]
"""What may have happened, in the order of how much it explains with how little."""

_RANK: Final[tuple[SlipKind, ...]] = (
    "unit",
    "truncated",
    "transposed_digits",
    "dropped_digit",
    "doubled_digit",
    "extra_item",
    "missing_item",
    "stale_copy",
    "unit_and_dropped_digit",
)
MAX_SLIPS: Final = 3
"""As many causes are told; more guesses help nobody."""
MAX_PARTS: Final = 200
"""In longer sums nothing is looked for; where so many figures stand, some slip of one of them always fits."""
_FACTOR: Final = 10_000
_MIN_DIGITS: Final = 2
# A number of few digits is near to any other: 30 is no 130 without its first digit.
_LEAST_DROPPED: Final = {"dropped_digit": 3, "unit_and_dropped_digit": 4}


@frozen(kw_only=True)
class Slip:
    """
    One likely cause.

    Attributes:
        kind: what may have happened.
        place: the figure that it happened to.
        corrected: what should then stand there; for items left out, the item.
        other: the other figure that plays a part, where there is one.
    """

    kind: SlipKind
    place: Place
    corrected: Quantity
    other: Place | None = None

    @property
    def message(self) -> Message:
        """The cause in words."""
        params: dict[str, Param] = {"place": self.place.cited, "corrected": self.corrected}
        if self.other is not None:
            params["other"] = self.other.cited
        return Message.of(f"reports.slip_{self.kind}", **params)


def slips_of(place: Place, wanted: Quantity, *, copies: Iterable[Place] = ()) -> tuple[Slip, ...]:
    """
    Return the likely causes for a figure that should be another.

    Args:
        place: the printed figure.
        wanted: what it should be, with its own precision.
        copies: other figures of the report; one that prints the same may have been taken over.
    """
    target = canonical(wanted)
    # A candidate is right when it could be the print of what is wanted, or the other way round.
    found = _number_slips(
        place, lambda each: print_interval(each).contains(target) and print_interval(wanted).contains(canonical(each))
    )
    others = tuple(copies)
    return _ranked([*found, *_truncated(place, wanted), *_stale((place,), others)])


def slips_in_sum(whole: Place, parts: Sequence[Place], *, copies: Iterable[Place] = ()) -> tuple[Slip, ...]:
    """
    Return the likely causes for a total that differs from its parts, whichever figure it happened to.

    Args:
        whole: the printed total.
        parts: the printed parts, at most `MAX_PARTS`; blank ones count as nothing.
        copies: other figures of the report.
    """
    known = [part for part in parts if part.quantity is not None]
    if whole.quantity is None or len(known) > MAX_PARTS:
        return ()
    others = tuple(copies)
    total = _total(known)
    found: list[Slip] = list(_number_slips(whole, _inside(total)))
    for part in known:
        found += _number_slips(part, _inside(_missing(whole, _without(total, part))))
    found += _items(whole, known, total, others)
    found += _stale((whole, *known), others)
    return _ranked(found)


def likely_in_sum(whole: Place, parts: Sequence[Place], *, copies: Iterable[Place] = ()) -> tuple[Message, ...]:
    """Return the likely causes in words, or that none was looked for because the sum has too many parts."""
    if len(parts) > MAX_PARTS:
        return (Message.of("reports.slips_not_tried", count=len(parts), limit=MAX_PARTS),)
    return tuple(slip.message for slip in slips_in_sum(whole, parts, copies=copies))


def _ranked(found: Iterable[Slip]) -> tuple[Slip, ...]:
    unique = {(slip.kind, slip.place.path, str(slip.corrected)): slip for slip in found}
    return tuple(sorted(unique.values(), key=lambda slip: _RANK.index(slip.kind))[:MAX_SLIPS])


def _width(cell: Interval) -> Fraction:
    assert isinstance(cell.low, Fraction)
    assert isinstance(cell.high, Fraction)
    return cell.high - cell.low


def _total(parts: Iterable[Place]) -> Interval:
    cells = [print_interval(part.quantity) for part in parts if part.quantity is not None]
    return Interval(
        sum((_end(cell.low) for cell in cells), Fraction(0)), sum((_end(cell.high) for cell in cells), Fraction(0))
    )


def _without(total: Interval, part: Place) -> Interval:
    """The sum without one of its parts."""
    assert part.quantity is not None
    cell = print_interval(part.quantity)
    return Interval(_end(total.low) - _end(cell.low), _end(total.high) - _end(cell.high))


def _missing(whole: Place, others: Interval) -> Interval:
    """What one figure more must be for the others to make the whole."""
    assert whole.quantity is not None
    cell = print_interval(whole.quantity)
    return Interval(_end(cell.low) - _end(others.high), _end(cell.high) - _end(others.low))


def _end(end: object) -> Fraction:
    assert isinstance(end, Fraction)
    return end


def _inside(wanted: Interval) -> Callable[[Quantity], bool]:
    return lambda candidate: wanted.contains(canonical(candidate))


def _number_slips(place: Place, is_right: Callable[[Quantity], bool]) -> Iterator[Slip]:
    printed = place.quantity
    if printed is None or is_right(printed):
        return
    for kind, candidate in _candidates(printed):
        if is_right(candidate):
            yield Slip(kind=kind, place=place, corrected=candidate)


def _candidates(printed: Quantity) -> Iterator[tuple[SlipKind, Quantity]]:
    """Numbers from which one slip makes the printed one."""
    for other in _other_units(printed):
        yield "unit", other
        for candidate in _with_digit(other, _LEAST_DROPPED["unit_and_dropped_digit"]):
            yield "unit_and_dropped_digit", candidate
    digits = _digits(printed)
    for position in range(len(digits) - 1):
        one, two = digits[position], digits[position + 1]
        if one == two:
            yield from _of_text("doubled_digit", printed, digits[:position] + digits[position + 1 :], dropped=1)
        else:
            yield from _of_text("transposed_digits", printed, digits[:position] + two + one + digits[position + 2 :])
    for candidate in _with_digit(printed, _LEAST_DROPPED["dropped_digit"]):
        yield "dropped_digit", candidate


def _other_units(printed: Quantity) -> Iterator[Quantity]:
    match printed:
        case Money(unit=MoneyUnit.YUAN):
            yield Money(printed.fen * _FACTOR, MoneyUnit.WAN_YUAN, printed.decimals)
        case Money(unit=MoneyUnit.WAN_YUAN):
            yield Money(printed.fen / _FACTOR, MoneyUnit.YUAN, printed.decimals)
            yield Money(printed.fen * _FACTOR, MoneyUnit.YI_YUAN, printed.decimals)
        case Money(unit=MoneyUnit.YI_YUAN):
            yield Money(printed.fen / _FACTOR, MoneyUnit.WAN_YUAN, printed.decimals)
        case _:
            pass


def _digits(printed: Quantity) -> str:
    """The printed digits without the point; the decimals say where it stands."""
    return str(abs(_scaled(printed)))


def _scaled(printed: Quantity) -> int:
    match printed:
        case Money():
            return int(printed.amount * 10**printed.decimals)
        case Rate():
            return int(printed.value * 100 * 10**printed.decimals)
        case Number():
            return int(printed.value * 10**printed.decimals)
        case Count():
            return printed.value


def _with_digit(printed: Quantity, least: int) -> Iterator[Quantity]:
    """The numbers from which one digit was dropped, before or behind the point."""
    digits = _digits(printed)
    if len(digits) < least:
        return
    places = _decimals(printed)
    point = len(digits) - places
    for position in range(len(digits) + 1):
        for digit in "0123456789":
            longer = digits[:position] + digit + digits[position:]
            if longer[0] == "0":
                continue
            if position <= point:
                yield _rebuilt(printed, longer, places)
            # A last decimal that is missing was cut or rounded off, not dropped.
            if point <= position < len(digits):
                yield _rebuilt(printed, longer, places + 1)


def _of_text(
    kind: SlipKind, printed: Quantity, digits: str, *, dropped: int = 0
) -> Iterator[tuple[SlipKind, Quantity]]:
    places = _decimals(printed)
    if digits:
        yield kind, _rebuilt(printed, digits, places)
        if dropped and places:
            yield kind, _rebuilt(printed, digits, places - 1)


def _decimals(printed: Quantity) -> int:
    return 0 if isinstance(printed, Count) else printed.decimals


def _rebuilt(printed: Quantity, digits: str, decimals: int) -> Quantity:
    number = Fraction(int(digits), 10**decimals)
    sign = -1 if _scaled(printed) < 0 else 1
    match printed:
        case Money():
            return evolve(printed, fen=sign * number * printed.unit.fen, decimals=decimals)
        case Rate():
            return Rate(sign * number / 100, decimals)
        case Number():
            return Number(sign * number, decimals)
        case Count():
            return Count(int(number))


def _truncated(place: Place, wanted: Quantity) -> Iterator[Slip]:
    """The wanted number has more decimals than were printed, and they were cut instead of rounded."""
    printed = place.quantity
    if printed is None or isinstance(printed, Count) or canonical(printed) >= canonical(wanted):
        return
    quantum = _width(print_interval(printed))
    if canonical(wanted) // quantum * quantum == canonical(printed):
        rounded = (canonical(wanted) + quantum / 2) // quantum * quantum
        yield Slip(kind="truncated", place=place, corrected=_same_print(rounded, printed))


def _same_print(value: Fraction, printed: Money | Rate | Number) -> Quantity:
    match printed:
        case Money():
            return evolve(printed, fen=value)
        case Rate() | Number():
            return evolve(printed, value=value)


def _items(whole: Place, known: Sequence[Place], total: Interval, copies: Sequence[Place]) -> Iterator[Slip]:
    """A part counted that does not belong, or one left out that stands elsewhere."""
    assert whole.quantity is not None
    for part in known:
        if len(known) > 1 and _without(total, part).contains(canonical(whole.quantity)):
            yield Slip(kind="extra_item", place=part, corrected=whole.quantity)
    gap = _missing(whole, total)
    paths = {place.path for place in (whole, *known)}
    for other in copies:
        quantity = other.quantity
        if (
            quantity is not None
            and other.path not in paths
            and canonical(quantity) > 0
            and gap.contains(canonical(quantity))
        ):
            yield Slip(kind="missing_item", place=other, corrected=like(canonical(quantity), whole.quantity))


def _by_print(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Figures by what is printed."""
    found: dict[str, list[Place]] = {}
    for place in places:
        if place.quantity is not None:
            found.setdefault(str(place.quantity), []).append(place)
    return found


def _stale(places: Iterable[Place], copies: Sequence[Place]) -> Iterator[Slip]:
    """The same print stands in another place, from which it may have been taken over."""
    by_print, by_column = _by_print(copies), _by_column(copies)
    for place in places:
        printed = place.quantity
        if printed is None or len(_digits(printed).strip("0")) < _MIN_DIGITS or _is_of_the_only_row(place, by_column):
            continue
        other = next((each for each in by_print.get(str(printed), ()) if each.path != place.path), None)
        if other is not None:
            yield Slip(kind="stale_copy", place=place, corrected=printed, other=other)


def _by_column(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Figures of the grids by their columns, those that count something."""
    found: dict[str, list[Place]] = {}
    for place in places:
        if place.owner and place.quantity is not None and canonical(place.quantity) != 0:
            found.setdefault(_column(place), []).append(place)
    return found


def _column(place: Place) -> str:
    return place.path.partition("].")[2]


def _is_of_the_only_row(place: Place, columns: dict[str, list[Place]]) -> bool:
    """Whether a total over rows is that of the only row that has anything, which it has to be."""
    others = [each for each in columns.get(_column(place), ()) if each.path != place.path] if place.owner else []
    return len(others) == 1 and others[0].quantity == place.quantity
