"""The levels of the national form: which first-level indicator a row belongs to, and the id of its row in a rubric."""

from __future__ import annotations

from typing import Final

from jixiao_core.messages import Text
from jixiao_core.reports.self_evaluation import IndicatorLine, SelfEvaluationForm

__all__ = ["EXECUTION", "LEVEL1", "LEVEL2", "level1_of", "level2_of", "row_ids", "squeezed"]

EXECUTION: Final = "execution.rate"
"""The id of the row 预算执行率."""

LEVEL1: Final[dict[str, Text]] = {
    "cost": Text("成本指标", "Cost"),
    "output": Text("产出指标", "Output"),
    "benefit": Text("效益指标", "Benefit"),
    "satisfaction": Text("满意度指标", "Satisfaction"),
}
"""The first-level indicators that the rows of a form stand under, by their ids."""

_WORDS1: Final = {"满意": "satisfaction", "效益": "benefit", "效果": "benefit", "产出": "output", "成本": "cost"}
_LEVEL2: Final = {
    "数量": "quantity",
    "质量": "quality",
    "时效": "timeliness",
    "经济效益": "economic_benefit",
    "社会效益": "social_benefit",
    "生态效益": "ecological_benefit",
    "可持续": "sustainability",
    "满意": "satisfaction",
    "经济成本": "economic_cost",
    "社会成本": "social_cost",
    "生态环境成本": "ecological_cost",
    "成本": "cost",
}


LEVEL2: Final = {
    "quantity": "Quantity",
    "quality": "Quality",
    "timeliness": "Timeliness",
    "economic_benefit": "Economic benefit",
    "social_benefit": "Social benefit",
    "ecological_benefit": "Ecological benefit",
    "sustainability": "Sustained impact",
    "satisfaction": "Satisfaction of those served",
    "economic_cost": "Economic cost",
    "social_cost": "Social cost",
    "ecological_cost": "Ecological cost",
    "cost": "Cost",
}
"""The usual second-level indicators in English; the Chinese name is the one that the form prints."""


def level1_of(row: IndicatorLine) -> str:
    """
    Return the id of the first-level indicator that a row stands under; empty where it is none that is known.

    >>> level1_of(IndicatorLine(level1="产出指标（50分）", label="甲")), level1_of(IndicatorLine(level1="其他", label="甲"))
    ('output', '')
    """
    return next((name for word, name in _WORDS1.items() if word in row.level1), "")


def level2_of(row: IndicatorLine) -> str:
    """Return the id of a second-level indicator of the usual ones; empty for any other."""
    return next((name for word, name in _LEVEL2.items() if word in row.level2), "")


def row_ids(form: SelfEvaluationForm) -> tuple[str, ...]:
    """
    Return the id that each row of a form has in its rubric: first level, second level, and its number in the form.

    Levels with other names than the usual ones are numbered in the order in which they appear.

    >>> row_ids(SelfEvaluationForm(rows=(IndicatorLine(level1="产出指标", level2="数量指标", label="甲"),)))
    ('output.quantity.row_1',)
    """
    first: dict[str, str] = {}
    second: dict[tuple[str, str], str] = {}
    found: list[str] = []
    for number, row in enumerate(form.rows, start=1):
        one = level1_of(row) or first.setdefault(squeezed(row.level1), f"level_{len(first) + 1}")
        parts = [one]
        if squeezed(row.level2):
            key = (one, squeezed(row.level2))
            others = sum(each[0] == one for each in second)
            taken = {name for each, name in second.items() if each[0] == one and each != key}
            usual = level2_of(row)
            parts.append(second.setdefault(key, usual if usual and usual not in taken else f"group_{others + 1}"))
        found.append(".".join((*parts, f"row_{number}")))
    return tuple(found)


def squeezed(text: str) -> str:
    """Return a text without white space, as labels are compared."""
    return "".join(text.split())
