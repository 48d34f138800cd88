"""
What sentences say about their own numbers: a small grammar, extracted conservatively.

Understood are a rate behind the two counts that make it, a number with its parts behind 其中, and a list beside a stated
count. A statement is only one where nothing in the sentence leaves open which numbers belong together; whatever else has
a number is left alone, and counted as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from attrs import frozen

from jixiao_core.exact.quantities import Count, Money, Number, Rate, canonical, print_interval
from jixiao_core.reports.printed_numbers import PrintedNumber, printed_numbers
from jixiao_core.reports.sentences import Sentence

__all__ = [
    "ListStatement",
    "PartsStatement",
    "RateStatement",
    "list_statements",
    "parts_statements",
    "rate_statements",
]

_OF_WHICH: Final = re.compile(r"其中包括|其中|包括")
_MIN_PARTS: Final = 2
# Words in front of a number that is no part of what stands before it: a change, a share, a plan, another time.
_RELATIVE: Final = re.compile(
    r"比|较|增|减|升|降|提高|压|节|累计|预计|计划|拟|上年|去年|同期|占|平均|人均|合计|总计|总额|总支出|总收入|多于|少于|超出|还有|另有|另外|此外"
)
# Words of a count that is done, of the count before it.
_DONE: Final = re.compile(
    r"已|完成|办结|办理|整改|处理|解决|满意|合格|通过|达标|按期|按时|及时|成功|落实|修复|覆盖|到位"
)


@frozen
class RateStatement:
    """共反馈262个…完成244个…整改率93.1%: a rate beside the two counts that make it."""

    whole: PrintedNumber
    part: PrintedNumber
    rate: PrintedNumber


@frozen
class PartsStatement:
    """104次，其中…50次，…54次: a number and the parts that the sentence names."""

    whole: PrintedNumber
    parts: tuple[PrintedNumber, ...]


@frozen
class ListStatement:
    """
    A list beside a stated count.

    Attributes:
        count: the stated count.
        least: how many things the list has at least; 和 may join two of them or stand inside a name.
        most: how many at most.
        is_open: whether the list ends in 等.
        items: the list as printed.
    """

    count: PrintedNumber
    least: int
    most: int
    is_open: bool
    items: str


def rate_statements(sentence: Sentence) -> Iterator[RateStatement]:
    """Yield each rate whose words end in 率 behind two counts of the same things, of which the second says what is done."""
    exact = {each.start for each in sentence.measured}
    counts: list[PrintedNumber] = []
    for number in sentence.counted:
        match number.quantity:
            case Rate():
                is_rate = bool(re.search(r"率[为达到是]*$", number.before)) and number.start in exact
                if is_rate and len(counts) == _MIN_PARTS and _is_share(exact, *counts):
                    yield RateStatement(counts[0], counts[1], number)
                counts = []
            case Count():
                counts.append(number)
            case _:
                pass


def _is_share(exact: set[int], whole: PrintedNumber, part: PrintedNumber) -> bool:
    assert whole.quantity is not None
    assert part.quantity is not None
    return (
        whole.unit == part.unit
        and {whole.start, part.start} <= exact
        and not _RELATIVE.search(whole.before)
        and not _RELATIVE.search(part.before)
        and bool(_DONE.search(part.before))
        and canonical(part.quantity) <= canonical(whole.quantity)
    )


def parts_statements(sentence: Sentence) -> Iterator[PartsStatement]:
    """
    Yield each number with the parts behind 其中.

    The parts go as far as the next semicolon, the next 其中 or the end of the brackets. Where the first semicolon leaves
    fewer than two, those behind it count as well, but only if they make the whole: a sentence that lists something else
    behind it says nothing wrong.
    """
    depths = _depths(sentence.text)
    marks = [(mark, depths[mark.start()]) for mark in _OF_WHICH.finditer(sentence.text)]
    for mark, depth in marks:
        later = (each.start() for each, at in marks if each.start() > mark.start() and at == depth)
        close = (place for place in range(mark.end(), len(depths)) if depths[place] < depth)
        end = min(next(later, len(depths)), next(close, len(depths)))
        region = [each for each in sentence.counted if mark.end() <= each.start < end and depths[each.start] == depth]
        before = [each for each in sentence.measured if each.end <= mark.start() and depths[each.start] <= depth]
        found = _statement(sentence, before, region, _clause_end(sentence.text, depths, mark.end(), depth))
        if found is not None:
            yield found


def _statement(
    sentence: Sentence, before: list[PrintedNumber], region: list[PrintedNumber], clause_end: int
) -> PartsStatement | None:
    for whole in reversed(before):
        parts = _parts(sentence, region, whole)
        near = tuple(each for each in parts if each.end <= clause_end)
        if len(parts) < _MIN_PARTS:
            continue
        if len(parts) > len(near) and _adds_up(whole, parts):
            return PartsStatement(whole, parts)
        return PartsStatement(whole, near) if len(near) >= _MIN_PARTS else None
    return None


def _parts(sentence: Sentence, region: list[PrintedNumber], whole: PrintedNumber) -> tuple[PrintedNumber, ...]:
    """The numbers of the kind of the whole, up to one that is compared with something; none where one is not exact."""
    exact = {each.start for each in sentence.measured}
    found: list[PrintedNumber] = []
    for each in region:
        if _RELATIVE.search(each.before):
            break
        if _is_alike(each, whole):
            if each.start not in exact:
                return ()
            found.append(each)
    return tuple(found)


def _is_alike(each: PrintedNumber, whole: PrintedNumber) -> bool:
    match whole.quantity:
        case Money():
            return isinstance(each.quantity, Money)
        case Count() | Number():
            return each.unit == whole.unit
        case _:
            return False


def _adds_up(whole: PrintedNumber, parts: tuple[PrintedNumber, ...]) -> bool:
    cells = [print_interval(each.quantity) for each in (whole, *parts) if each.quantity is not None]
    ends = [
        (cell.low, cell.high) for cell in cells if isinstance(cell.low, Fraction) and isinstance(cell.high, Fraction)
    ]
    (low, high), *rest = ends
    return sum(each for each, _ in rest) <= high and low <= sum(each for _, each in rest)


def _depths(text: str) -> list[int]:
    """How many brackets are open at each character."""
    depth, found = 0, []
    for char in text:
        depth += char in "（("
        found.append(depth)
        depth = max(0, depth - (char in "）)"))
    return found


def _clause_end(text: str, depths: list[int], start: int, depth: int) -> int:
    marks = (place for place in range(start, len(text)) if text[place] in "；;。" and depths[place] <= depth)
    return next(marks, len(text))


_CLASSIFIERS: Final = frozenset(("个", "家", "项", "类", "种", "所", "名", "人"))
# Only these say that what follows is a whole list; 建立, 涉及 or 帮扶 do not.
_OPENERS: Final = re.compile(r"(?:内设有?|下设有?|设有|分别有|分别为|分别是)")
_JOINERS: Final = re.compile(r"[和及与]")
_BRACKETED: Final = re.compile(r"（([^（）]+)）")
_DETAILED: Final = re.compile(r"^[^，,；;。、]*[，,：:]\s*(?:分别有|分别为|分别是|即)([^；;。（）]+)")
_MAX_LIST: Final = 400


def list_statements(sentence: Sentence) -> Iterator[ListStatement]:
    """
    Yield each count with its list: in brackets behind it, behind 分别有, or right before it behind 内设, 下设 or 分别为.

    A list before a count that nothing introduces is understood where it agrees with the count, and left alone where it
    does not: 企业、合作社30家 are two kinds, not two of thirty.
    """
    for number in sentence.measured:
        if not isinstance(number.quantity, Count) or number.unit not in _CLASSIFIERS:
            continue
        items, is_whole = _list_before(sentence.text[max(0, number.start - _MAX_LIST) : number.start])
        behind = _list_behind(sentence.text[number.end : number.end + _MAX_LIST])
        if items:
            found = _counted(number, items)
            if is_whole or found.least <= canonical(number.quantity) <= found.most:
                yield found
        elif behind:
            yield _counted(number, behind)


def _list_before(text: str) -> tuple[str, bool]:
    """The list that ends right before a number, and whether a word says that it is all of it."""
    clause = re.split(r"[，,；;：:（）()]", text)[-1]
    if "、" not in clause or clause.rstrip().endswith("、") or printed_numbers(clause):
        return "", False
    opener = next(reversed(list(_OPENERS.finditer(clause))), None)
    if opener is not None:
        return clause[opener.end() :], True
    first, _, rest = clause.partition("、")
    return f"{first}、{rest}", False


def _list_behind(text: str) -> str:
    bracketed = _BRACKETED.match(text[len(_noun(text)) :])
    if bracketed is not None:
        inner = bracketed[1]
        return inner if ("、" in inner or _JOINERS.search(inner)) and not printed_numbers(inner) else ""
    detailed = _DETAILED.match(text)
    return detailed[1] if detailed is not None and "、" in detailed[1] else ""


def _noun(text: str) -> str:
    """What is counted: the words up to the next mark."""
    found = re.match(r"[^，,；;：:（）()、。]*", text)
    return found[0] if found else ""


def _counted(number: PrintedNumber, items: str) -> ListStatement:
    plain = items.strip()
    is_open = bool(re.search(r"等[^、]{0,6}$", plain))
    parts = [part for part in plain.split("、") if part.strip()]
    joined = bool(_JOINERS.search(parts[-1])) if parts else False
    least = len(parts)
    return ListStatement(number, least, least + joined, is_open, plain)
