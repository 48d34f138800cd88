"""What differs between two rubrics, as a page: what changes scores first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from jixiao_core.exact.spans import Span, points_span
from jixiao_core.messages import Message, Text
from jixiao_core.present.blocks import page_of
from jixiao_core.present.columns import wrapped
from jixiao_core.present.diff_words import DiffWords, told_parts
from jixiao_core.present.elements import Element, element, html_text
from jixiao_core.present.i18n import locale_of, render
from jixiao_core.present.spans import span_text
from jixiao_core.rubrics.diffing.differ import RubricDiff
from jixiao_core.rubrics.diffing.head import HeadChange
from jixiao_core.rubrics.diffing.outcomes import Outcome, ScoreDifference, Stated, Witness
from jixiao_core.rubrics.diffing.parts import PartChange
from jixiao_core.rubrics.diffing.row_changes import ChangeClass, RowChange
from jixiao_core.rubrics.diffing.spans import TextSpan
from jixiao_core.rubrics.diffing.structure import StructureChange
from jixiao_core.rubrics.indicators import Answer
from jixiao_core.rubrics.rubric import Rubric

__all__ = ["CLASSES", "diff_html", "diff_page"]

CLASSES: Final[tuple[ChangeClass, ...]] = (
    "same_text_other_behaviour",
    "other_text_other_behaviour",
    "other_text_same_behaviour",
)
_AROUND: Final = 15
_SPARED: Final = 4
_ROOT: Final = re.compile(r"[a-z_]+")


def diff_page(found: RubricDiff, *, locale: str = "zh_Hans_CN", width: int = 100) -> str:
    """
    Return what differs as a page: both versions, what changes scores, rows by class, structure, head.

    Args:
        found: what `diff` returned.
        locale: ``zh_Hans_CN`` or ``en``.
        width: columns of the terminal.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    parts = ["\n".join(wrapped(line, width, rest="  ") for line in _heading(found, chosen))]
    for title, blocks in _sections(found, chosen):
        parts.append("\n".join([wrapped(title, width), *(_block(lines, width) for lines in blocks)]))
    return page_of(parts)


def diff_html(found: RubricDiff, *, locale: str = "zh_Hans_CN") -> str:
    """
    Return the same as HTML: paragraphs and lists, without colours or scripts.

    Args:
        found: what `diff` returned.
        locale: ``zh_Hans_CN`` or ``en``.

    Raises:
        UnknownNameError: for an unknown locale.
    """
    chosen = locale_of(locale)
    content = [element("p", line) for line in _heading(found, chosen)]
    for title, blocks in _sections(found, chosen):
        content.append(element("p", title, style="font-weight:bold"))
        for first, *rest in blocks:
            content.append(element("div", element("p", first), *_listed(rest)))
    return html_text(element("div", *content, lang="zh-Hans-CN" if chosen.startswith("zh") else "en")) + "\n"


def _listed(lines: Sequence[str]) -> tuple[Element, ...]:
    return (element("ol", *(element("li", line) for line in lines)),) if lines else ()


def _block(lines: Sequence[str], width: int) -> str:
    first, *rest = lines
    return "\n".join(
        [wrapped(first, width, rest="  "), *(wrapped(line, width, first="  ", rest="    ") for line in rest)]
    )


def _heading(found: RubricDiff, locale: str) -> Iterator[str]:
    for code, rubric in (("before", found.before), ("after", found.after)):
        params = {"title": rubric.title, "pin": rubric.pin, "points": rubric.points, "digest": rubric.digest}
        yield render(Message.of(f"present.diff_{code}", **params), locale)
    if found.is_empty:
        yield render(Message.of("present.diff_empty"), locale)
        return
    counts: dict[str, int] = {each: len(found.of(each)) for each in CLASSES}
    counts |= {"structure": len(found.structure), "head": len(list(_head(found, locale)))}
    verdict = "changes" if found.changes_scores else "keeps"
    yield render(Message.of(f"present.diff_{verdict}_scores"), locale)
    yield render(Message.of("present.diff_counts", **counts), locale)


def _sections(found: RubricDiff, locale: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Every part of the page that has something: its title and its blocks, each a first line and lines under it."""
    for change_class in CLASSES:
        rows = found.of(change_class)
        if rows:
            title = render(Message.of(f"present.diff_{change_class}"), locale)
            yield title, [_row(found, row, locale) for row in rows]
    if found.structure:
        title = render(Message.of("present.diff_structure"), locale)
        yield title, [_structure(found, each, locale) for each in found.structure]
    if found.head:
        title = render(Message.of("present.diff_head"), locale)
        yield title, [[line] for line in _head(found, locale)]


def _row(found: RubricDiff, row: RowChange, locale: str) -> list[str]:
    lines = [render(Message.of("present.diff_row", label=row.label, path=row.id), locale)]
    if row.before_id != row.id:
        code = f"present.diff_matched_{row.matched_by}"
        lines.append(render(Message.of("present.diff_was", path=row.before_id, how=Message.of(code)), locale))
    lines += _parts(found, (*row.words, *row.parameters), locale)
    lines += _differences(found, row.differences, locale)
    if not row.differences:
        lines.append(render(Message.of("present.diff_same_scores"), locale))
    return lines


# Parts: words by character, parameters before and after.


def _parts(found: RubricDiff, parts: Sequence[PartChange], locale: str) -> Iterator[str]:
    """Parts as lines; a parameter that was given under another name is one change (at_least 90% → above 90%)."""
    words = _words(found, locale)
    rest = list(told_parts(parts, locale))
    while rest:
        part, language = rest.pop(0)
        twin = next((each for each in rest if _is_exchange(part, each[0])), None)
        if twin is None:
            yield _part(part, language, words)
            continue
        rest.remove(twin)
        old, new = (part, twin[0]) if part.before is not None else (twin[0], part)
        parent = part.path.rpartition(".")[0]
        before = words.named(parent, old.path.rpartition(".")[2], old.before or "")
        after = words.named(parent, new.path.rpartition(".")[2], new.after or "")
        name = _part_name(parent, locale)
        yield render(Message.of("present.diff_part", name=name, before=before, after=after), locale)


def _words(found: RubricDiff, locale: str) -> DiffWords:
    return DiffWords.of((found.before, found.after), locale)


def _is_exchange(one: PartChange, two: PartChange) -> bool:
    if one.is_words or two.is_words or one.path.rpartition(".")[0] != two.path.rpartition(".")[0]:
        return False
    return (one.before, two.after) == (None, None) or (one.after, two.before) == (None, None)


def _part(part: PartChange, language: str, words: DiffWords) -> str:
    locale = words.locale
    name = _part_name(part.path, locale)
    if language:
        return render(Message.of(f"present.diff_text_{language}", name=name), locale)
    before, after = part.before, part.after
    if before is None or after is None:
        kind: TextSpan = (
            TextSpan("inserted", words.alone(part.path, after or ""))
            if before is None
            else TextSpan("removed", words.alone(part.path, before))
        )
        return render(Message.of("present.diff_text", name=name, text=_marked((kind,), locale)), locale)
    was, now = words.value(part.path, before), words.value(part.path, after)
    if part.spans and (was, now) == (before, after):
        return render(Message.of("present.diff_text", name=name, text=_marked(part.spans, locale)), locale)
    return render(Message.of("present.diff_part", name=name, before=was, after=now), locale)


def _part_name(path: str, locale: str) -> str:
    root = _ROOT.match(path)
    assert root is not None
    label = render(Message.of(f"present.diff_name_{root[0]}"), locale)
    if path == root[0]:
        return label
    return render(Message.of("present.diff_name", label=label, path=path), locale)


def _marked(spans: Sequence[TextSpan], locale: str) -> str:
    """A text with what was removed and inserted between marks; long stretches that stayed are cut."""
    found = []
    for place, span in enumerate(spans):
        text = " ".join(span.text.split("\n"))
        if span.kind == "kept":
            found.append(_cut(text, is_first=place == 0, is_last=place == len(spans) - 1))
        else:
            found.append(render(Message.of(f"present.diff_{span.kind}", text=text), locale))
    return "".join(found)


def _cut(text: str, *, is_first: bool, is_last: bool) -> str:
    head = "" if is_first else text[:_AROUND]
    tail = "" if is_last else text[-_AROUND:]
    return text if len(text) <= len(head) + len(tail) + _SPARED else f"{head}…{tail}"


# Scores.


def _differences(found: RubricDiff, differences: Iterable[ScoreDifference], locale: str) -> Iterator[str]:
    """Differences; readings under which the scores differ just as they do as adopted are told together."""
    listed = list(differences)
    for _, group in groupby(listed, key=_alike):
        first, *rest = group
        yield _difference(found, first, locale)
        if rest:
            names = tuple(_reading_name(found, each) for each in rest)
            yield render(Message.of("present.diff_alike", answers=names), locale)


def _alike(each: ScoreDifference) -> object:
    """What is said of a difference but for its reading and its facts, which follow the measure of the reading."""
    if each.witness is None or each.where != "values":
        return each
    return each.where, each.values, each.witness.before, each.witness.after


def _difference(found: RubricDiff, each: ScoreDifference, locale: str) -> str:
    if each.only is not None:
        return render(Message.of(f"present.diff_only_{each.only}", answer=_reading_name(found, each)), locale)
    if not each.is_decided:
        text = render(Message.of("present.diff_undecided"), locale)
    else:
        place = Message.of(f"present.diff_where_{each.where}", values=_values(each.values, locale))
        text = render(place, locale) + (_witness(each.witness, locale) if each.witness else "")
    if each.is_adopted:
        return text
    return render(Message.of("present.diff_under", answer=_reading_name(found, each), text=text), locale)


def _values(values: Span | None, locale: str) -> str:
    return "" if values is None else span_text(values, locale)


def _reading_name(found: RubricDiff, each: ScoreDifference) -> Message:
    note = next((text for rubric in (found.after, found.before) if (text := _note(rubric, each))), Text(each.answer))
    return Message.of("present.diff_answer", question=each.question, answer=each.answer, note=note)


def _note(rubric: Rubric, each: ScoreDifference) -> Text | None:
    answers: Iterator[Answer] = (
        answer for question in rubric.questions if question.id == each.question for answer in question.answers
    )
    return next((answer.note for answer in answers if answer.id == each.answer), None)


def _witness(witness: Witness, locale: str) -> str:
    given = tuple(Message.of("present.diff_given", text=_stated(each, locale)) for each in witness.given)
    params = {"before": _outcome(witness.before, locale), "after": _outcome(witness.after, locale)}
    if not given:
        return render(Message.of("present.diff_range", **params), locale)
    return render(Message.of("present.diff_witness", given=given, **params), locale)


def _stated(each: Stated, locale: str) -> str:
    value = _values(each.value, locale)
    return render(Message.of(f"present.diff_given_{each.kind}", label=each.label, value=value), locale)


def _outcome(outcome: Outcome, locale: str) -> str:
    points = span_text(points_span(outcome.points), locale)
    return render(Message.of(f"present.diff_outcome_{outcome.status}", points=points), locale)


# Structure and head.


def _structure(found: RubricDiff, each: StructureChange, locale: str) -> list[str]:
    node = Message.of(f"present.diff_node_{each.node}")
    nothing = render(Message.of("present.none"), locale)
    words = _words(found, locale)
    line = Message.of(
        f"present.diff_structure_{each.change}",
        node=node,
        label=each.label,
        path=each.after_id or each.before_id,
        was=each.before_id,
        before=words.value(each.change, each.before) if each.before else nothing,
        after=words.value(each.change, each.after) if each.after else nothing,
    )
    text = render(line, locale)
    if each.change in ("moved", "renamed") and each.matched_by is not None:
        text += render(
            Message.of("present.diff_how", how=Message.of(f"present.diff_matched_{each.matched_by}")), locale
        )
    if each.changes_scores:
        text += render(Message.of("present.diff_effect_scores"), locale)
    return [text, *(_part(part, language, words) for part, language in told_parts(each.words, locale))]


def _head(found: RubricDiff, locale: str) -> Iterator[str]:
    """The head part by part; an entry that one side has is told once, by its name."""
    words = _words(found, locale)
    for _, group in groupby(found.head, key=_entry):
        listed = list(group)
        effects = [each.effect for each in listed if each.effect != "none"]
        effect = render(Message.of(f"present.diff_effect_{effects[0]}"), locale) if effects else ""
        if len(listed) > 1 and _entry(listed[0])[1]:
            code = "present.diff_entry_added" if listed[0].part.before is None else "present.diff_entry_removed"
            yield render(Message.of(code, name=_part_name(str(_entry(listed[0])[0]), locale)), locale) + effect
            continue
        own_effects = {each.part.path: each.effect for each in listed}
        for part, language in told_parts((each.part for each in listed), locale):
            own = own_effects.get(part.path, "none")
            text = "" if own == "none" else render(Message.of(f"present.diff_effect_{own}"), locale)
            yield _part(part, language, words) + text


def _entry(change: HeadChange) -> tuple[str, int]:
    """The entry of a list that a change belongs to, and whether one side lacks what is told."""
    head, bracket, _ = change.part.path.partition("]")
    name = head + bracket if bracket else change.part.path
    side = 1 if change.part.before is None else -1 if change.part.after is None else 0
    return name, side
