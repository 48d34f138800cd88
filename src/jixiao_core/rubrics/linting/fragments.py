"""Every number that a clause prints, with its place, its unit and what it is said of."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Literal

from attrs import evolve, frozen

from jixiao_core.exact.numbers import CHARACTERS, MAX_DIGITS
from jixiao_core.rubrics.linting.numerals import numeral_value
from jixiao_core.rubrics.linting.relations import Relation, is_by_custom, relation_at

__all__ = ["COUNTED", "Fragment", "FragmentKind", "Unit", "fragments_of"]

FragmentKind = Literal[
    "level", "step", "award", "deduction", "count", "bare", "date", "zero", "none", "full", "rest", "year", "document"
]
"""
What a number is said of: a value of the measure, the width of one step or one case (每…), points that are given, points
that are taken, a number of things, nothing that is printed beside it, a day or month. In words: 无… (zero), 不得分
(none), 满分 (full), 其他 (rest). Years and document numbers are no parameters of a rule.
"""

Unit = Literal["", "rate", "pp", "points", "money", "count"]
"""What is printed behind a number: nothing, %, 个百分点, 分, an amount of money, a classifier."""

COUNTED: tuple[FragmentKind, ...] = ("level", "step", "award", "deduction", "count", "bare", "date")
"""The kinds that a clause has to use; words for nought and all, years and document numbers are none."""


@frozen(kw_only=True)
class Fragment:
    """
    One number of a clause.

    Attributes:
        start: its first character in the clause, counted from 0.
        end: the character after its last one.
        text: the characters between, as printed.
        kind: what it is said of.
        value: its exact value: rates and percentage points divided by 100, money in 分.
        unit: what is printed behind it.
        relation: how a measure stands to it (≥, 超过, 以下, from … to), where that is printed.
        included: whether it belongs to the case itself (含, 不含); None where that is not printed.
        is_by_custom: whether it belongs to the case only because 以下 includes its number by law.
        is_relative: whether it counts from the standard (超支10%, 偏离超过10%) and not from nothing.
        sentence: the number of the sentence that it stands in, counted from 0.

    >>> [(each.text, each.kind, str(each.value)) for each in fragments_of("每超过一个百分点扣0.5分")]
    [('一个百分点', 'step', '1/100'), ('0.5分', 'deduction', '1/2')]
    """

    start: int
    end: int
    text: str
    kind: FragmentKind
    value: Fraction
    unit: Unit = ""
    relation: Relation = ""
    included: bool | None = None
    is_by_custom: bool = False
    is_relative: bool = False
    sentence: int = 0

    def __str__(self) -> str:
        return self.text


_DIGITS = r"[0-9]++(?:,[0-9]{3}(?![0-9]))*+(?:\.[0-9]++)?+"
_CN = r"[零〇一二三四五六七八九十百两半]{1,5}"
_CLASSIFIER = r"(?:个(?!百分点)|例|次|项|条|起|件|处|人|名|家|户|天|日|种|类|份|笔|宗|倍|档|场|小时|工作日|个月|年|期)"
_TOKEN = re.compile(
    rf"""
    (?P<title>《[^《》]{{0,200}}+》)
    | (?P<document>[〔\[【(（](?:19|20)[0-9]{{2}}[〕\]】)）]\s?第?[0-9]{{1,5}}\s?号)
    | (?P<year>(?<![0-9.])(?:19|20)[0-9]{{2}}(?=\s?年|\s?[-—–~～至到]\s?(?:19|20)[0-9]{{2}}\s?年))
    | (?P<reference>(?:附件|附表|附录|见表|见图|第)\s?(?:[0-9]{{1,4}}|{_CN}))
    | (?P<factor>[×*＊✕]\s{{0,2}}100\s?%)
    | (?P<ordinal>(?:^|(?<=[\n；;。：:]))[\ \t　]{{0,4}}[0-9]{{1,2}}(?:[、)）]|\.(?![0-9]))|[(（][0-9]{{1,2}}[)）])
    | (?P<percent>百分之(?:{_DIGITS}|{_CN}))
    | (?P<number>{_DIGITS})
    | (?P<numeral>{_CN})
    | (?P<nothing>(?:不|无|零)(?:得|计|给|记)?分(?!之|钟|析|配|摊|割)|(?:扣|得|计)?零分)
    | (?P<full>满分|不扣分)
    | (?P<zero>(?:^|(?<=[\n；;。，,：:]))无(?=[\u4e00-\u9fff]))
    | (?P<rest>其他|其余|否则)
    | (?P<each>每)
    | (?P<take>扣减|扣除|扣|减(?=\s?[0-9]))
    | (?P<give>[得计给加记赋])
    | (?P<stop>[。；;\n])
    | (?P<pause>[，,、（()）：:])
    """,
    re.VERBOSE | re.MULTILINE,
)
_POINTS = re.compile(r"\s{0,2}分(?!之|钟)")
_RANGE_UNIT = re.compile(
    r"\s?(?:[(（]\s?不?含\s?[)）])?\s?[-—–~～至到]\s?[0-9]{1,30}(?:\.[0-9]{1,30})?\s?(%|‰|个?百分点|分(?!之|钟)|万元|亿元|元)"
)
_UNIT = re.compile(
    rf"\s{{0,2}}(?:(?P<rate>%)|(?P<mille>‰)|(?P<pp>个?百分点)|(?P<money>万元|亿元|元)|(?P<count>{_CLASSIFIER}))"
)
_DATE = re.compile(r"\s?(?:月|号|日前|日内(?!\s?的)|季度)")
_FEN = {"元": 100, "万元": 10**6, "亿元": 10**10}
_VERBS = "得计给加记赋扣减"
_NOT_BEFORE = "同统唯第某任万专单之逐进其大"
_COUNTING = re.compile(r"(?:此|这|该|上述|以上|下列|共|合计|满|达|达到|超过|不少于|至少|不超过|不足|≥|≤|>|<|=)\s?\Z")
_RELATIVE = re.compile(r"偏离|偏差|相差|增减|超支|超出|高出|低出|超(?!过)")
_PART = re.compile(r"[。；;\n，,、]")
_PART_OF_STEP = re.compile(
    r"不足[^。；;\n]{1,14}?(?:不扣分?|不计分?|不算|舍去|忽略|按[^。；;，,\n]{1,8}?(?:计|算|扣)分?)"
)
_WINDOW = 8
_MAX_TEXT = 4 * MAX_DIGITS


def fragments_of(clause: str) -> tuple[Fragment, ...]:
    """
    Return every number of a clause in printed order, in time linear in its length.

    Circled numbers, ordinals of lists (1、, （1）, 第三条, 附件2), titles in 《》 and the factor ×100% are none.

    Args:
        clause: the clause as printed; full-width forms are read, positions stay those of the print.
    """
    text = clause.translate(_ONE_TO_ONE)
    reader = _Reader(clause, text)
    for token in _TOKEN.finditer(text):
        reader.take(token)
    reader.close_each()
    return tuple(_without_parts(text, [_with_relation(text, each) for each in reader.found]))


# The comma of a Chinese sentence is no grouping comma.
_ONE_TO_ONE = {char: inside for char, inside in CHARACTERS.items() if char != ord("，")}


def _with_relation(text: str, fragment: Fragment) -> Fragment:
    if fragment.kind not in ("level", "count", "bare"):
        return fragment
    relation, included = relation_at(text, fragment.start, fragment.end)
    kind = "level" if relation and fragment.kind == "bare" else fragment.kind
    before = text[max(0, fragment.start - _WINDOW) : fragment.start]
    is_relative = _RELATIVE.search(_PART.split(before)[-1]) is not None
    return evolve(
        fragment,
        relation=relation,
        included=included,
        is_by_custom=bool(relation) and is_by_custom(text, fragment.end),
        is_relative=is_relative,
        kind=kind,
    )


def _without_parts(text: str, found: list[Fragment]) -> Iterator[Fragment]:
    """The same, where 不足1%的不扣分 and 不足1%按1%计 repeat the width of a step and neither name a case nor score one."""
    widths = {each.value for each in found if each.kind == "step"}
    phrases = (each.span() for each in _PART_OF_STEP.finditer(text)) if widths else iter(())
    rest = deque(found)
    for start, end in phrases:
        while rest and rest[0].start < start:
            yield rest.popleft()
        inside = []
        while rest and rest[0].start < end:
            inside.append(rest.popleft())
        yield from _parts(inside, widths)
    yield from rest


def _parts(inside: list[Fragment], widths: set[Fraction]) -> Iterator[Fragment]:
    named = {each.value for each in inside if each.kind in ("level", "count")}
    is_part = bool(named) and named <= widths
    for each in inside:
        if not is_part:
            yield each
        elif each.kind in ("level", "count"):
            yield evolve(each, relation="part", included=None)
        elif each.kind not in ("full", "none"):
            yield each


class _Reader:
    """The fragments of one clause as they are met, with what was said last."""

    def __init__(self, clause: str, text: str) -> None:
        self.clause, self.text = clause, text
        self.found: list[Fragment] = []
        self.sentence = 0
        self.is_taking = False
        self.each: list[int] | None = None

    def take(self, token: re.Match[str]) -> None:
        """Take one token."""
        action: Callable[[re.Match[str]], None] | None = getattr(self, f"_{token.lastgroup}", None)
        if action is not None:
            action(token)

    def close_each(self) -> None:
        """End a phrase that began with 每: its last number is the width of the step."""
        if self.each:
            last = self.each[-1]
            self.found[last] = evolve(self.found[last], kind="step")
        self.each = None

    def _add(self, start: int, end: int, kind: FragmentKind, value: Fraction, unit: Unit = "") -> None:
        if self.each is not None and kind in ("level", "count", "bare"):
            self.each.append(len(self.found))
        self.found.append(
            Fragment(
                start=start,
                end=end,
                text=self.clause[start:end],
                kind=kind,
                value=value,
                unit=unit,
                sentence=self.sentence,
            )
        )

    def _stop(self, _: re.Match[str]) -> None:
        self.close_each()
        self.sentence += 1
        self.is_taking = False

    def _pause(self, token: re.Match[str]) -> None:
        # （含） inside a case, and 、 inside a list, end nothing that a number belongs to.
        if token[0] in "，,：:":
            self.close_each()
            self.is_taking = False

    def _each(self, _: re.Match[str]) -> None:
        self.close_each()
        self.each = []

    def _take(self, _: re.Match[str]) -> None:
        self.close_each()
        self.is_taking = True

    def _give(self, token: re.Match[str]) -> None:
        if self.text[token.end() : token.end() + 1].isdigit():
            self.is_taking = False

    def _word(self, token: re.Match[str], kind: FragmentKind) -> None:
        self._add(token.start(), token.end(), kind, Fraction(0))

    def _nothing(self, token: re.Match[str]) -> None:
        self._word(token, "none")

    def _full(self, token: re.Match[str]) -> None:
        self._word(token, "full")

    def _zero(self, token: re.Match[str]) -> None:
        self._word(token, "zero")

    def _rest(self, token: re.Match[str]) -> None:
        self._word(token, "rest")

    def _document(self, token: re.Match[str]) -> None:
        self._word(token, "document")

    def _year(self, token: re.Match[str]) -> None:
        self._add(token.start(), token.end(), "year", Fraction(int(token[0])))

    def _percent(self, token: re.Match[str]) -> None:
        written = token[0].removeprefix("百分之")
        value = _decimal(written) if written[0].isascii() else numeral_value(written)
        if value is not None:
            self._add(token.start(), token.end(), "level", value / 100, "rate")

    def _numeral(self, token: re.Match[str]) -> None:
        value = numeral_value(token[0])
        before = self.text[max(0, token.start() - _WINDOW) : token.start()] or "\n"
        if value is None or before[-1] in _NOT_BEFORE:
            return
        points = _POINTS.match(self.text, token.end())
        if points and before[-1] in _VERBS:
            self._add(token.start(), points.end(), self._points_kind, value, "points")
            return
        unit = _UNIT.match(self.text, token.end())
        if unit is None:
            return
        if unit["pp"] or self.each is not None or _COUNTING.search(before):
            self._measured(token, value, unit)

    def _number(self, token: re.Match[str]) -> None:
        value = _decimal(token[0])
        if value is None:
            return
        points = _POINTS.match(self.text, token.end())
        if points:
            self._add(token.start(), points.end(), self._points_kind, value, "points")
            return
        unit = _UNIT.match(self.text, token.end())
        if unit is None:
            self._unmarked(token, value)
        elif unit["count"] and _DATE.match(self.text, token.end()):
            self._add(token.start(), unit.end(), "date", value)
        else:
            self._measured(token, value, unit)

    def _unmarked(self, token: re.Match[str], value: Fraction) -> None:
        date = _DATE.match(self.text, token.end())
        if date:
            self._add(token.start(), date.end(), "date", value)
            return
        # 4-7分 and 0-10%: the first number has the unit of the second.
        shared = _RANGE_UNIT.match(self.text, token.end())
        if shared is None:
            self._add(token.start(), token.end(), "bare", value)
        elif shared[1].startswith("分"):
            self._add(token.start(), token.end(), self._points_kind, value, "points")
        else:
            self._add(token.start(), token.end(), "level", *_scaled(value, shared[1]))

    def _measured(self, token: re.Match[str], value: Fraction, unit: re.Match[str]) -> None:
        if unit["count"]:
            self._add(token.start(), unit.end(), "count", value, "count")
        else:
            self._add(token.start(), unit.end(), "level", *_scaled(value, unit[0].strip()))

    @property
    def _points_kind(self) -> FragmentKind:
        if self.each is not None:
            self.close_each()
        return "deduction" if self.is_taking else "award"


def _scaled(value: Fraction, unit: str) -> tuple[Fraction, Unit]:
    match unit:
        case "%":
            return value / 100, "rate"
        case "‰":
            return value / 1000, "rate"
        case "元" | "万元" | "亿元":
            return value * _FEN[unit], "money"
        case _:
            return value / 100, "pp"


def _decimal(text: str) -> Fraction | None:
    """The value of digits; None where there are more than a number may have."""
    digits = text.replace(",", "")
    if len(digits) > _MAX_TEXT:
        return None
    whole, _, decimals = digits.partition(".")
    return Fraction(int(whole + decimals), 10 ** len(decimals))
