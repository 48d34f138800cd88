"""Numbers in sentences: what is printed, with its unit, the words in front of it, and how exactly it is meant."""

# ruff: noqa: RUF001 - full-width characters are meant

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from jixiao_core.errors import NumberError
from jixiao_core.exact.numbers import MAX_TEXT
from jixiao_core.exact.quantities import Count, Money, Number, Quantity, Rate
from jixiao_core.reports.parts import Comparator, TargetValue

__all__ = ["PrintedNumber", "printed_numbers", "prose", "target_value"]

_PROSE: Final = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_CLASSIFIERS: Final = (
    "平方米|公里|人次|个(?!性|人|月|百分点|工作日|小时|季度)|件|次(?!数)|条|家(?!庭)|户|人(?!员|民|数|均|口)|项(?!目)"
    "|台|套|份(?!额)|处(?!理|置|罚)|名(?!称|单)|篇|期|场(?!所)|座|起|宗|批|所|站|米|吨|亩|股|种|类"
)
# Dates, years and voucher numbers look like numbers and count nothing.
_OTHER: Final = r"年|月|日|号|\#|时|点|分|秒|级|届|楼|层|季度|：|:"
_SIGN: Final = r">=|<=|=>|=<|＞＝|＜＝|[≥≤>＞＜<≧≦≈～~±]"
# A number that another one, a sign or a range stands right in front of is not the whole of what is printed.
_NUMBER: Final = re.compile(
    rf"""
    (?<![0-9A-Za-z.\-—–－−~～至±])(?<![0-9%元万亿]到)
    (?:(?P<sign>{_SIGN})\s{{0,3}})?
    (?P<digits>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]{{1,12}})?|[0-9]{{1,16}}(?:\.[0-9]{{1,12}})?)
    (?![0-9A-Za-z]|[.,][0-9])
    (?P<vague>多|余)?
    \s{{0,3}}
    (?P<scale>[亿万])?
    (?P<scale_vague>多|余)?
    (?:(?P<rate>%)|(?P<yuan>元)|(?P<other>{_OTHER})|(?P<classifier>{_CLASSIFIERS}))?
    (?P<about>左右|上下)?
    (?P<bound>以上|以内|以下)?
    """,
    re.VERBOSE,
)
_SIGNS: Final[dict[str, Comparator]] = {
    ">=": "at_least",
    "=>": "at_least",
    "＞＝": "at_least",
    "<=": "at_most",
    "=<": "at_most",
    "＜＝": "at_most",
    "≥": "at_least",
    "≧": "at_least",
    "≤": "at_most",
    "≦": "at_most",
    ">": "above",
    "＞": "above",
    "<": "below",
    "＜": "below",
}
# The longer words first: 不低于 is no 低于.
_WORDS: Final[tuple[tuple[str, Comparator], ...]] = (
    ("不低于", "at_least"),
    ("不少于", "at_least"),
    ("不小于", "at_least"),
    ("不高于", "at_most"),
    ("不超过", "at_most"),
    ("不大于", "at_most"),
    ("不多于", "at_most"),
    ("大于等于", "at_least"),
    ("小于等于", "at_most"),
    ("大于或等于", "at_least"),
    ("小于或等于", "at_most"),
    ("控制在", "at_most"),
    ("未达到", "below"),
    ("未达", "below"),
    ("不足", "below"),
    ("高于", "above"),
    ("大于", "above"),
    ("超过", "above"),
    ("低于", "below"),
    ("小于", "below"),
    ("少于", "below"),
)
_AFTER: Final[dict[str, Comparator]] = {"以上": "at_least", "以内": "at_most", "以下": "at_most"}
_BREAKS: Final = re.compile(r"[，,；;。！？：:（）()“”、\n]")
# About: neither exact nor a bound. 节约 and 就近 are other words.
_ABOUT: Final = re.compile(
    r"(?:大约|大致|大概|将近|接近|近乎|不到|(?<![节契条集制违预签合公协])约|(?<![最附就远靠临邻])近)[为占计有达]?$"
)
_ABOUT_SIGNS: Final = frozenset("≈～~±")
# 28万 is money where the words in front of it are; 3万册 is a number of things.
_MONEY_WORDS: Final = re.compile(
    r"(?:经费|资金|支出|收入|费用|费|款|投入|投资|金额|预算|补助|拨付|结余|结转|总额)[为约共计达]*$"
)
_CUT_END: Final = re.compile(r"\s*(?:$|[，,；;。、！？!?）)”])")
# The number of a line is no part of what it says; the point of 92.5 is no mark behind a 92.
_LEAD: Final = re.compile(
    r"^\s*(?:(?:指标|目标|任务)[0-9]{1,2}\s*(?:[：:、]|\.(?![0-9]))|[0-9]{1,2}\s*(?:、|\.(?!\s*[0-9])|[：:](?!\s*[0-9])))\s*"
)
# 92. 5 and 1:5 are no plain numbers.
_TORN: Final = re.compile(r"[0-9]\s*[：:]\s*[0-9]|[0-9]\s+\.\s*[0-9]|[0-9]\s*\.\s+[0-9]")


@frozen(kw_only=True)
class PrintedNumber:
    """
    A number in a sentence.

    Attributes:
        text: the number with its unit, as printed.
        quantity: what it is; None for dates and the like, and for what cannot be read exactly.
        unit: the classifier or unit behind it.
        comparator: how it is meant.
        is_vague: whether the print says that it is not exact (多, 余, 约, 近, 左右).
        is_cut: whether the unit of money is cut (28万); the quantity is read with 元.
        before: the words between it and the mark or number before it.
        start: where it begins in the text.
        end: where it ends.
    """

    text: str
    quantity: Quantity | None
    unit: str
    comparator: Comparator
    is_vague: bool
    is_cut: bool
    before: str
    start: int
    end: int


def prose(text: str) -> str:
    """Return a sentence with ASCII digits, points and per cent signs; its length stays, and so do its commas."""
    return text.translate(_PROSE)


def printed_numbers(text: str) -> tuple[PrintedNumber, ...]:
    """
    Return the numbers of a text in their order.

    >>> [(each.before, str(each.quantity), each.unit) for each in printed_numbers("共反馈262个问题，整改率93.1％")]
    [('共反馈', '262', '个'), ('整改率', '93.1%', '%')]
    >>> [each.quantity for each in printed_numbers("2021年4月3日，“12345”热线")]
    [None, None, None, Number(value=Fraction(12345, 1), decimals=0)]
    """
    plain = prose(text)
    found: list[PrintedNumber] = []
    last = 0
    for match in _NUMBER.finditer(plain):
        between = plain[last : match.start()]
        before = _BREAKS.split(between)[-1].strip()
        found.append(_printed(match, before, plain))
        if found[-1].quantity is not None and found[-1].unit:
            # Years and other numbers that measure nothing belong to the words in front of the next number.
            last = match.end()
    return tuple(found)


def _printed(match: re.Match[str], before: str, plain: str) -> PrintedNumber:
    money = f"{match['scale'] or ''}元" if match["yuan"] else ""
    is_bare = bool(match["scale"]) and not (match["yuan"] or match["rate"] or match["other"] or match["classifier"])
    is_cut = is_bare and bool(_MONEY_WORDS.search(before)) and bool(_CUT_END.match(plain, match.end()))
    if is_cut:
        money = f"{match['scale']}元"
    vague = match["vague"] or match["scale_vague"] or match["about"] or _ABOUT.search(before)
    return PrintedNumber(
        text=match[0],
        quantity=_quantity(match, money),
        unit=(match["scale"] or "" if is_cut else money) or match["rate"] or match["classifier"] or "",
        comparator=_AFTER.get(match["bound"] or "") or _SIGNS.get(match["sign"] or "") or _worded(before),
        is_vague=bool(vague) or match["sign"] in _ABOUT_SIGNS,
        is_cut=is_cut,
        before=before,
        start=match.start(),
        end=match.end(),
    )


def _quantity(match: re.Match[str], money: str) -> Quantity | None:
    """What is printed; a count of ten thousands (3万册) is rounded in a way that nothing states, and is none."""
    digits = match["digits"]
    if match["other"] or len(digits) >= MAX_TEXT or (match["scale"] and not money):
        return None
    try:
        if money:
            return Money.parse(digits + money)
        if match["rate"]:
            return Rate.parse(f"{digits}%")
        return Count.parse(digits) if match["classifier"] and "." not in digits else Number.parse(digits)
    except NumberError:
        return None


def _worded(before: str) -> Comparator:
    return next((comparator for word, comparator in _WORDS if before.endswith(word)), "equal")


def target_value(text: str) -> TargetValue | None:
    """
    Return the number of a target or completion: the one number at its end, None where there is none or it is vague.

    >>> target_value("公众满意率高于90%").comparator, str(target_value("指标1：服务事项按时办结率100%").value)
    ('above', '100%')
    >>> target_value("连通170多家部门"), target_value("约90%"), target_value("已完成")
    (None, None, None)
    >>> str(target_value("92.5%").value), target_value("投诉率≤ 5 %").comparator
    ('92.5%', 'at_most')
    """
    plain = _LEAD.sub("", prose(text.strip())).rstrip("。；;. ")
    if _TORN.search(plain):
        return None
    numbers = [each for each in printed_numbers(plain) if each.quantity is not None]
    measured = [each for each in numbers if each.unit]
    if not numbers or numbers[-1].end != len(plain) or len(measured) > 1:
        return None
    last = numbers[-1]
    if last.is_vague or last.is_cut or (not last.unit and len(numbers) > 1):
        return None
    assert last.quantity is not None
    unit = last.unit if isinstance(last.quantity, Count | Number) else ""
    return TargetValue(value=last.quantity, comparator=last.comparator, unit=unit)
