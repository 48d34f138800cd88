"""What an overlay changed and why, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, assert_never

import attrs

from jixiao_core.messages import Message, Param, Text
from jixiao_core.present.columns import wrapped
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.rubric_pages import rubric_page
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.overlay import (
    Addition,
    Adoption,
    Breakdown,
    Change,
    FormulaChange,
    MeasureChange,
    Move,
    Overlay,
    Removal,
    Revision,
)
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["FORMAT", "tailoring_json", "tailoring_page"]

FORMAT = "jixiao-tailoring/1"

_FIELDS = {
    "label": Text("名称", "label"),
    "points": Text("分值", "points"),
    "clause": Text("评分标准", "clause"),
    "clause_corrected": Text("更正后的评分标准", "corrected clause"),
    "explanation": Text("具体指标", "explanation"),
    "source": Text("来源", "source"),
    "measure": Text("指标值", "measure"),
    "formula": Text("公式", "formula"),
    "readings": Text("其他理解", "readings"),
    "not_applicable": Text("不适用规则", "policy where it does not apply"),
    "reallocate_to": Text("分值调给", "rows that get its points"),
    "documents": Text("应附资料", "demanded documents"),
    "papers": Text("佐证资料", "papers to ask for"),
    "notes": Text("备注", "notes"),
    "choose": Text("择一", "choice"),
    "members": Text("成员", "members"),
    "standard": Text("标准", "standard"),
    "side": Text("方向", "side"),
    "step": Text("步长", "step"),
    "deduct": Text("每步扣分", "deduction"),
    "part_step": Text("不足一步", "part of a step"),
    "full_at": Text("满分线", "full at"),
    "zero_at": Text("零分线", "zero at"),
    "bands": Text("分档", "bands"),
    "items": Text("条目", "items"),
    "conditions": Text("情形", "conditions"),
    "options": Text("档次", "options"),
    "numerator": Text("分子", "numerator"),
    "denominator": Text("分母", "denominator"),
}
"""The fields of a row in the words of people; what is not among them is shown as files write it."""


def tailoring_page(
    base: Rubric, overlay: Overlay, rubric: Rubric, *, locale: str = "zh_Hans_CN", width: int = 100
) -> str:
    """
    Return what was changed and why, and the tailored table below it.

    Args:
        base: the rubric that was tailored.
        overlay: the changes.
        rubric: the tailored rubric.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal.
    """
    chosen = locale_of(locale)
    head = render(Message.of("present.tailored", rubric=rubric.pin, base=rubric.derived_from), chosen)
    reason = render(Message.of("present.tailored_reason", reason=overlay.reason), chosen)
    lines = [wrapped(line, width, first="- ", rest="  ") for line in _lines(base, overlay, chosen)]
    title = render(Message.of("present.tailored_changes", count=len(lines)), chosen)
    changes = "\n".join((title, *lines))
    page = rubric_page(rubric, locale=chosen, width=width)
    return f"{wrapped(head, width)}\n{wrapped(reason, width)}\n\n{changes}\n\n{page}"


def tailoring_json(base: Rubric, overlay: Overlay, rubric: Rubric) -> dict[str, Any]:
    """Return a tailored rubric as a JSON document: where it comes from, every change with its reason, the rubric."""
    return {
        "format": FORMAT,
        "pin": rubric.pin,
        "digest": rubric.digest,
        "derived_from": rubric.derived_from,
        "reason": plain(overlay.reason),
        "changes": [
            {"path": path, "kind": _kind(change), "id": _id_of(overlay, path, change), "why": plain(change.why)}
            | ({"fields": list(_fields(change))} if isinstance(change, Revision) else {})
            for path, change in overlay.changes
        ],
        "base": base.pin,
        "rubric": plain(rubric),
    }


def _kind(change: Change) -> str:
    match change:
        case Revision():
            return "revise"
        case Breakdown():
            return "break_down"
        case Addition():
            return "add"
        case Removal():
            return "remove"
        case Move():
            return "move"
        case Adoption():
            return "adopt"
        case _:
            assert_never(change)


def _id_of(overlay: Overlay, path: str, change: Change) -> str:
    if isinstance(change, Addition):
        node = change.indicator or change.group or change.pool
        return node.id if node else ""
    kind = _kind(change)
    names = [name for name, each in getattr(overlay, kind) if each is change]
    return names[0] if names else path


def _fields(change: Revision) -> Iterator[str]:
    for each in attrs.fields(Revision):
        value = getattr(change, each.name)
        if each.name in ("why", "keep_readings", "without") or value is None:
            continue
        if isinstance(value, (FormulaChange, MeasureChange)):
            for part in attrs.fields(type(value)):
                if part.name != "without" and getattr(value, part.name) is not None:
                    yield f"{each.name}.{part.name}"
            yield from (f"{each.name}.{name}" for name in value.without)
        else:
            yield each.name
    yield from change.without


def _lines(base: Rubric, overlay: Overlay, locale: str) -> Iterator[str]:
    for path, change in overlay.changes:
        name = _id_of(overlay, path, change)
        message = _line(base, name, change)
        yield render(message, locale)


def _line(base: Rubric, name: str, change: Change) -> Message:
    params: dict[str, Param] = {"label": _label(base, name, change), "name": name, "why": change.why}
    match change:
        case Revision():
            params["what"] = tuple(_told(base, name, change))
        case Breakdown():
            params["what"] = tuple(part.label for part in change.rows)
        case Move():
            params["what"] = change.to if change.to is not None else change.before
        case Adoption():
            params |= {"what": change.answer, "by": change.adopted_by, "on": date.fromisoformat(change.adopted_on)}
        case Addition() | Removal():
            pass
        case _:
            assert_never(change)
    return Message.of(f"present.tailored_{_kind(change)}", **params)


def _label(base: Rubric, name: str, change: Change) -> Text:
    if isinstance(change, Adoption):
        return base.question(name).label
    if isinstance(change, Addition):
        node = change.indicator or change.group or change.pool
        return node.label if node else Text(name)
    return base[name].label


def _told(base: Rubric, name: str, change: Revision) -> Iterator[Param]:
    node = base[name]
    for field in _fields(change):
        before, after = (_number(each, field) for each in (node, change))
        if before is None or after is None:
            yield _field(field)
        else:
            yield Message.of("present.tailored_number", field=_field(field), before=before, after=after)


def _field(name: str) -> Text:
    """A field, or a part of one after its whole."""
    parts = [_FIELDS.get(part, Text(part, part)) for part in name.split(".")]
    return Text("·".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _number(value: Any, field: str) -> Fraction | None:
    for name in field.split("."):
        value = getattr(value, name, None)
    return value if type(value) is Fraction and field.rpartition(".")[2] in ("points", "deduct") else None
