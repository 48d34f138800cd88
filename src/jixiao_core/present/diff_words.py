"""The parts of a difference in the language of the page, and values of the format in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve, frozen

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.exact.spans import Span, Unit
from jixiao_core.messages import Message, Text
from jixiao_core.present.i18n import render
from jixiao_core.present.spans import BOUNDS, bound_text, span_text, step_text
from jixiao_core.rubrics.diffing.parts import PartChange
from jixiao_core.rubrics.facts import FactQuantity
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["DiffWords", "told_parts"]

_LANGUAGES: Final = {"zh_Hans_CN": "zh", "en": "en"}
_LAST: Final = re.compile(r"([a-z_]+)\Z")
_BAND: Final = re.compile(r"\.bands\[[0-9]+\](?:\.[a-z_]+)?\Z")

_YES_NO: Final = {"true": Text("是", "yes"), "false": Text("否", "no")}
_TRUTHS: Final = frozenset(("absolute", "partial_credit", "must_tailor", "low_open", "high_open", "may_be_negative"))
_FORMULAS: Final = {
    "bands": Text("分档计分", "points by bands"),
    "deduct_per_step": Text("按步扣分", "deduction per step"),
    "proportional": Text("按比例计分", "proportional points"),
    "targets": Text("按自设目标计分", "points by the unit’s own targets"),
    "checklist": Text("逐条计分", "points clause by clause"),
    "nonconformities": Text("按例扣分", "deduction per case"),
    "options": Text("择一计分", "one of several states"),
    "judged": Text("酌情计分", "points at discretion"),
}
_WORDS: Final[Mapping[str, Mapping[str, Text]]] = {
    "kind": {
        **_FORMULAS,
        "department": Text("部门整体", "department"),
        "project": Text("项目", "project"),
        "self_evaluation": Text("项目支出自评", "self-evaluation of a project"),
    },
    "side": {
        "above": Text("超过标准时扣分", "points are lost above the standard"),
        "below": Text("低于标准时扣分", "points are lost below the standard"),
        "either": Text("偏离标准时扣分", "points are lost on either side of the standard"),
    },
    "part_step": {
        "ignore": Text("不足一步的不扣分", "a part of a step is not charged"),
        "count": Text("不足一步的按一步扣分", "a part of a step is charged as a whole step"),
        "proportional": Text("不足一步的按比例扣分", "a part of a step is charged in proportion"),
    },
    "over_achievement": {
        "cap": Text("超额完成的封顶", "more than the target counts as the target"),
        "explain": Text("超额完成的封顶并须说明", "more than the target counts as the target, with an explanation"),
        "reduce": Text("扣减超过界限的部分", "what exceeds the threshold is taken off"),
        "zero": Text("超过界限的不得分", "nothing is scored above the threshold"),
    },
    "key_target": {
        "as_others": Text("与其他目标一样计", "counts as the other targets"),
        "zero_row": Text("未完成的整项不得分", "if missed, the whole row scores nothing"),
    },
    "per": {"case": Text("每例扣分", "for every case"), "condition": Text("每种情形只扣一次", "once a condition")},
    "over_zero": {"worst": Text("按最低分", "the least points"), "best": Text("按最高分", "the most points")},
    "basis": {"printed": Text("表上印列", "printed"), "customary": Text("按通行定义", "customary")},
    "status": {"printed": Text("表上印列", "printed"), "inferred": Text("推定", "inferred")},
    "at": {
        "measure": Text("测算值", "measure"),
        "indicator": Text("指标", "row"),
        "group": Text("指标组", "group"),
        "total": Text("总分", "total"),
    },
    "choose": {"all": Text("各项均计", "all count"), "one": Text("择一计分", "one counts")},
    "quantity": {each.value: each.label for each in FactQuantity},
    "period": {
        "this_year": Text("本年", "this year"),
        "last_year": Text("上年", "last year"),
        "this_year_end": Text("本年末", "end of this year"),
        "last_year_end": Text("上年末", "end of last year"),
        "any": Text("不限", "any"),
    },
    "stage": {
        "initial_budget": Text("年初预算", "initial budget"),
        "adjusted_budget": Text("全年预算", "adjusted budget"),
        "executed": Text("执行数", "executed"),
        "none": Text("不分阶段", "none"),
    },
    "fund": {
        "general_public_budget": Text("一般公共预算", "general public budget"),
        "government_funds": Text("政府性基金", "government funds"),
        "all_funds": Text("全口径", "all funds"),
        "unstated": Text("未说明", "unstated"),
        "none": Text("不分资金", "none"),
    },
    "institution": {
        "department_proper": Text("局机关本级", "the department proper"),
        "consolidated": Text("汇总", "consolidated"),
        "unstated": Text("未说明", "unstated"),
        "none": Text("不分机构", "none"),
    },
    "relation": {
        "at_most": Text("不超过", "at most"),
        "at_least": Text("不低于", "at least"),
        "none": Text("不作约束", "no bound"),
    },
}
_CODES: Final = {"not_applicable": "scoring.bridge_policy_", "mode": "present.mode_"}
_POLICIES: Final = frozenset(("full_points", "reallocate", "rescale", "zero"))
_MODES: Final = frozenset(("half_up", "half_even", "up", "down", "ceiling", "floor"))
_KEYS: Final = {
    "standard": Text("标准", "standard"),
    "step": Text("步长", "step"),
    "deduct": Text("扣分", "deduction"),
    "points": Text("分值", "points"),
    "otherwise": Text("其余得分", "points otherwise"),
    "full_at": Text("满分线", "full at"),
    "zero_at": Text("零分线", "zero at"),
    "zero_beyond": Text("超过即不得分", "nothing beyond"),
    "zero_from": Text("达到即不得分", "nothing from"),
    "low": Text("最低", "at least"),
    "high": Text("最高", "at most"),
    "deduct_low": Text("至少扣", "deduction at least"),
    "deduct_high": Text("至多扣", "deduction at most"),
}


@frozen
class DiffWords:
    """
    Values of the parts of two rubrics in words.

    Attributes:
        facts: the figures of both by their ids.
        locale: ``zh_Hans_CN`` or ``en``.
    """

    facts: Mapping[str, Text]
    locale: str

    @classmethod
    def of(cls, rubrics: Iterable[Rubric], locale: str) -> DiffWords:
        """Return the words for some rubrics, the names of the last first."""
        return cls({fact.id: fact.label for rubric in rubrics for fact in rubric.facts}, locale)

    def value(self, path: str, text: str) -> str:
        """Return a value as it is said; what has no words stays as files write it."""
        found = _LAST.search(path)
        key = found[1] if found else ""
        if key in _TRUTHS and text in _YES_NO:
            return _YES_NO[text].of(self.locale)
        if text in _WORDS.get(key, {}):
            return _WORDS[key][text].of(self.locale)
        if (key, text) in _coded():
            return render(Message.of(_CODES[key] + text), self.locale)
        if key == "fact" and text in self.facts:
            label = self.facts[text].of(self.locale)
            return f"{label}（{text}）" if self.locale.startswith("zh") else f"{label} ({text})"
        if key == "step" and text.endswith("%"):
            return step_text(text, self.locale)
        return self._domain(text) if key == "domain" else text

    def is_worded(self, path: str, text: str | None) -> bool:
        """Whether a value is a word of the format rather than a text."""
        return text is None or self.value(path, text) != text

    def alone(self, path: str, text: str) -> str:
        """Return a value of a part that only one side has: an edge of a band says on which side it lies."""
        key = path.rpartition(".")[2]
        return bound_text(key, text, self.locale) if _BAND.search(path) and key in BOUNDS else self.value(path, text)

    def named(self, path: str, key: str, text: str) -> str:
        """Return a value together with the parameter that has it."""
        if _BAND.search(path) and key in BOUNDS:
            return bound_text(key, text, self.locale)
        name = _KEYS[key].of(self.locale) if key in _KEYS else key
        return f"{name} {self.value(f'{path}.{key}', text)}"

    def _domain(self, text: str) -> str:
        unit: Unit = "rate" if "%" in text else "number"
        return span_text(Span(IntervalSet.of(Interval.parse(text)), unit), self.locale)


def _coded() -> frozenset[tuple[str, str]]:
    return frozenset((*(("not_applicable", each) for each in _POLICIES), *(("mode", each) for each in _MODES)))


def told_parts(parts: Iterable[PartChange], locale: str) -> Iterator[tuple[PartChange, str]]:
    """
    Yield the parts that a page tells, each with the language that alone is another, or nothing.

    A text that both languages have is told in the language of the page.

    Args:
        parts: the parts of one row, or of the head.
        locale: ``zh_Hans_CN`` or ``en``.
    """
    listed = list(parts)
    paths = {part.path for part in listed}
    mine = _LANGUAGES[locale]
    for part in listed:
        place, _, language = part.path.rpartition(".")
        if not place or language not in _LANGUAGES.values() or language == mine:
            yield part, ""
        elif f"{place}.{mine}" in paths:
            continue
        elif language == "en" or part.is_translated:
            yield evolve(part, path=place), language
        else:
            # Nobody gave the text in the language of the page.
            yield part, ""
