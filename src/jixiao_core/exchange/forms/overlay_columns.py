"""The sheets of an overlay as a spreadsheet: their names, headings and words, and what each stands for in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = [
    "CHANGES",
    "CHANGING",
    "COLUMNS",
    "GUIDE",
    "HEAD",
    "HEADS",
    "KINDS",
    "LISTS",
    "NEEDED",
    "ORIGINAL",
    "REQUIRED",
    "TERMS",
    "VERBS",
    "WORDS",
]

HEAD: Final = "版本"
"""The sheet that says which table is tailored and what it becomes."""
CHANGES: Final = "调整"
"""The sheet of changes, one a line."""
GUIDE: Final = "填写说明"
"""The sheet of instructions, which is not read."""
ORIGINAL: Final = "原"
"""Headings that begin so show the base; what stands under them is not read."""

HEADS: Final = {
    "依据评分表": "derived_from",
    "系列": "series",
    "年度": "edition",
    "修订号": "revision",
    "名称": "title",
    "发文单位": "issuer",
    "适用年度": "fiscal_years",
    "调整理由": "reason",
}
"""Lines of the first sheet, and their keys."""
REQUIRED: Final = frozenset(("derived_from", "series", "edition", "revision", "reason"))
"""Lines that are filled in."""
CHANGING: Final = frozenset(("title", "issuer", "fiscal_years"))
"""Lines that change the table by themselves."""

VERBS: Final = {"修改": "revise", "细化": "break_down", "增设": "add", "删除": "remove"}
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "break_down": ("label", "points", "formula.kind"),
    "add": ("label", "points", "clause", "formula.kind"),
}
"""What a new row cannot do without."""

COLUMNS: Final = {
    "指标": "id",
    "调整方式": "verb",
    "上级指标": "parent",
    "名称": "label",
    "分值": "points",
    "评分标准": "clause",
    "来源": "source",
    "公式": "formula.kind",
    "标准": "formula.standard",
    "方向": "formula.side",
    "步长": "formula.step",
    "每步扣分": "formula.deduct",
    "不足一步": "formula.part_step",
    "满分线": "formula.full_at",
    "零分线": "formula.zero_at",
    "分子": "measure.numerator",
    "分母": "measure.denominator",
    "删去": "without",
    "理由": "why",
}
"""Headings of the second sheet, and their keys."""

TERMS: Final = frozenset(("measure.numerator", "measure.denominator"))
"""Columns that hold figures, by name or id, joined by ＋ and －."""
LISTS: Final = frozenset((*TERMS, "without"))
"""Columns that may hold several words, divided by ； or ，."""

KINDS: Final = {
    "逐档扣分": "deduct_per_step",
    "同比例": "proportional",
    "目标完成率": "targets",
    "人工评定": "judged",
}
WORDS: Final = {
    "formula.kind": KINDS,
    "formula.side": {"高于": "above", "低于": "below", "偏离": "either"},
    "formula.part_step": {"不计": "ignore", "计一步": "count", "按比例": "proportional"},
    "without": {"其他理解": "readings", "佐证资料": "papers", "备注": "notes", "不适用规则": "not_applicable"},
}
"""Columns whose words stand for words of the format."""
