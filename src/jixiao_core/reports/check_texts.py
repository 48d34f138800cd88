"""Checks of numbers in sentences: rates, parts, lists, and amounts that a table prints as well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise
from typing import Final

from attrs import evolve, frozen

from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Money, MoneyUnit, Number, Quantity, Rate, canonical, print_interval
from jixiao_core.findings import Finding
from jixiao_core.messages import Param, Text
from jixiao_core.reports.check_tables import MAX_COPIES, line_places, money_as
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.observing import observed
from jixiao_core.reports.places import Place, all_places, like, project_place
from jixiao_core.reports.printed_numbers import PrintedNumber
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.sentences import Sentence, sentences
from jixiao_core.reports.slips import slips_of
from jixiao_core.reports.statements import (
    ListStatement,
    PartsStatement,
    RateStatement,
    list_statements,
    parts_statements,
    rate_statements,
)
from jixiao_core.reports.told_figures import table_words
from jixiao_core.scoring.figures import Known

__all__ = ["texts"]

_JOINS: Final = re.compile(r"^(?:其中[：:]?|包括|以及|及|和|，|、)+")


def texts(report: DepartmentReport | ProjectReport) -> Iterator[Finding]:
    """Yield what sentences say wrongly about their own numbers and about those of the tables."""
    unread: Counter[int] = Counter()
    words, copies = table_words(report), tuple(islice(all_places(report), MAX_COPIES))
    lines = _lines_in_yuan(report)
    for sentence in sentences(report):
        if sentence.is_too_long:
            unread[sentence.line] += 1
            continue
        used: set[int] = set()
        yield from _own_numbers(sentence, used, lines)
        for number, told, place in words.figures(sentence):
            yield from _amount(sentence, number, told, place, copies)
            used.add(number.start)
        if len(sentence.counted) > len(used):
            unread[sentence.line] += 1
    if unread:
        yield observed("reports.sentences_unread", "", count=sum(unread.values()), lines=tuple(sorted(unread)))


def _own_numbers(sentence: Sentence, used: set[int], lines: _Lines | None) -> Iterator[Finding]:
    """What a sentence says about its own numbers; those that were understood are noted."""
    for rate in rate_statements(sentence):
        yield from _rate(sentence, rate)
        used |= {rate.whole.start, rate.part.start, rate.rate.start}
    for parts in parts_statements(sentence):
        yield from _parts(sentence, parts)
        used |= {parts.whole.start, *(each.start for each in parts.parts)}
        if lines is not None:
            yield from _against_lines(lines, sentence, parts)
    for listed in list_statements(sentence):
        yield from _list(sentence, listed)
        used.add(listed.count.start)
    for number in sentence.numbers:
        if number.is_cut and not number.is_vague and number.quantity is not None:
            given: dict[str, Param] = {"found": number.text, "line": sentence.line, "quote": _quoted(number)}
            yield observed("reports.unit_cut", sentence.path, **given)


def _quoted(number: PrintedNumber) -> str:
    return f"{_words(number)}{number.text}"


def _words(number: PrintedNumber) -> str:
    """The words in front of a number, without those that only join it to the one before."""
    return _JOINS.sub("", number.before)


def _counted(value: Quantity, unit: str) -> Quantity | str:
    """A computed number with the classifier that the sentence uses."""
    return value if isinstance(value, Money) else f"{value}{unit}"


def _rate(sentence: Sentence, stated: RateStatement) -> Iterator[Finding]:
    whole, part = stated.whole.quantity, stated.part.quantity
    assert whole is not None
    assert part is not None
    assert isinstance(stated.rate.quantity, Rate)
    if canonical(whole) == 0:
        return
    exact = canonical(part) / canonical(whole)
    given: dict[str, Param] = {
        "line": sentence.line,
        "whole": _quoted(stated.whole),
        "part": _quoted(stated.part),
        "rate": _quoted(stated.rate),
        "computed": Rate(exact),
    }
    if not stated.rate.quantity.interval.contains(exact):
        place = _sentence_place(sentence, stated.rate, sentence.path)
        likely = tuple(slip.message for slip in slips_of(place, Rate(exact, 4)))
        yield observed("reports.rate_differs", sentence.path, likely, **given)
    elif exact != stated.rate.quantity.value:
        yield observed("reports.rate_rounding", sentence.path, **given)


def _sentence_place(sentence: Sentence, number: PrintedNumber, path: str) -> Place:
    assert number.quantity is not None
    origin = f"第{sentence.line}行" if sentence.line else ""
    return Place(label=Text(_words(number)), figure=Known(value=number.quantity, origin=origin), path=path)


def _parts(sentence: Sentence, stated: PartsStatement) -> Iterator[Finding]:
    whole = stated.whole.quantity
    quantities = [each.quantity for each in stated.parts if each.quantity is not None]
    assert whole is not None
    total = sum((canonical(each) for each in quantities), Fraction(0))
    if total == canonical(whole):
        return
    cells = [print_interval(each) for each in quantities]
    low, high = sum((_low(cell) for cell in cells), Fraction(0)), sum((_high(cell) for cell in cells), Fraction(0))
    cell = print_interval(whole)
    given: dict[str, Param] = {
        "line": sentence.line,
        "whole": _quoted(stated.whole),
        "parts": tuple(_quoted(each) for each in stated.parts),
        "computed": _counted(like(total, whole), stated.whole.unit),
        "difference": _counted(like(abs(canonical(whole) - total), whole), stated.whole.unit),
    }
    if low > _high(cell):
        yield observed("reports.sentence_parts_exceed", sentence.path, **given)
    elif high < _low(cell) and sentence.text.startswith("等", stated.parts[-1].end):
        # The parts named are not all of them.
        return
    elif high < _low(cell):
        yield observed("reports.sentence_parts_differ", sentence.path, **given)
    else:
        yield observed("reports.sentence_parts_rounding", sentence.path, **given)


def _low(interval: Interval) -> Fraction:
    assert isinstance(interval.low, Fraction)
    return interval.low


def _high(interval: Interval) -> Fraction:
    assert isinstance(interval.high, Fraction)
    return interval.high


def _list(sentence: Sentence, stated: ListStatement) -> Iterator[Finding]:
    count = stated.count.quantity
    assert count is not None
    given: dict[str, Param] = {
        "line": sentence.line,
        "stated": stated.count.text,
        "items": stated.items,
        "count": stated.least,
    }
    if stated.least > canonical(count):
        yield observed("reports.list_longer", sentence.path, **given)
    elif stated.most < canonical(count) and not stated.is_open:
        yield observed("reports.list_differs", sentence.path, **given)


def _amount(
    sentence: Sentence, number: PrintedNumber, words: str, place: Place, copies: tuple[Place, ...]
) -> Iterator[Finding]:
    assert number.quantity is not None
    assert place.quantity is not None
    if canonical(number.quantity) == canonical(place.quantity):
        return
    told = evolve(_sentence_place(sentence, number, sentence.path), label=Text(words))
    given: dict[str, Param] = {"told": told.cited, "table": place.cited}
    if _overlap(print_interval(number.quantity), print_interval(place.quantity)):
        yield observed("reports.amount_rounding", place.path, **given)
    else:
        others = tuple(each for each in copies if each.path != place.path)
        likely = tuple(slip.message for slip in slips_of(told, place.quantity, copies=others))
        yield observed("reports.amount_differs", place.path, likely, **given)


def _overlap(one: Interval, other: Interval) -> bool:
    return one.low <= other.high and other.low <= one.high


@frozen
class _Lines:
    """The expenditure lines of a project in 元, and the total that they are parts of."""

    spent: Money
    places: tuple[Place, ...]


def _lines_in_yuan(report: DepartmentReport | ProjectReport) -> _Lines | None:
    if not isinstance(report, ProjectReport):
        return None
    spent = project_place(report, "funding.spent.total").quantity
    lines = tuple(_in_yuan(line) for line in line_places(report))
    known = tuple(line for line in lines if line is not None)
    return _Lines(spent, known) if isinstance(spent, Money) and len(known) == len(lines) else None


def _against_lines(lines: _Lines, sentence: Sentence, stated: PartsStatement) -> Iterator[Finding]:
    """The parts of the total of a project against its expenditure lines, where there are as many of both."""
    whole = stated.whole.quantity
    if not isinstance(whole, Money) or len(lines.places) != len(stated.parts):
        return
    if not _overlap(whole.interval, lines.spent.interval):
        return
    for number, line in _paired(stated.parts, lines.places):
        assert number.quantity is not None
        assert line.quantity is not None
        if canonical(number.quantity) == canonical(line.quantity):
            continue
        told = _sentence_place(sentence, number, line.path)
        given: dict[str, Param] = {"told": told.cited, "line": line.cited}
        if print_interval(number.quantity).contains(canonical(line.quantity)):
            yield observed("reports.line_amount_rounding", line.path, **given)
        else:
            likely = tuple(slip.message for slip in slips_of(told, line.quantity))
            yield observed("reports.line_amount_differs", line.path, likely, **given)


def _in_yuan(place: Place) -> Place | None:
    """A line whose table prints no unit, as money in 元, which is what vouchers are kept in."""
    match place.quantity:
        case Money():
            return place
        case Number() as number:
            amount = money_as(number, MoneyUnit.YUAN)
            return Place(label=place.label, figure=Known(value=amount, origin=place.figure.origin), path=place.path)
        case _:
            return None


def _paired(parts: tuple[PrintedNumber, ...], lines: tuple[Place, ...]) -> Iterator[tuple[PrintedNumber, Place]]:
    """Each part with the line that its words are most alike, every line once; the surest pairs first."""
    scores = sorted(
        ((_alike(part.before, line.label.zh), -p, -q) for p, part in enumerate(parts) for q, line in enumerate(lines)),
        reverse=True,
    )
    used_parts: set[int] = set()
    used_lines: set[int] = set()
    for score, minus_p, minus_q in scores:
        p, q = -minus_p, -minus_q
        if score > 0 and p not in used_parts and q not in used_lines:
            used_parts.add(p)
            used_lines.add(q)
            yield parts[p], lines[q]


def _alike(one: str, other: str) -> int:
    """How many pairs of neighbouring characters two texts share."""
    pairs = Counter(pairwise(one))
    others = Counter(pairwise(other))
    return sum((pairs & others).values())
