"""The summary of a review: three totals, ratings, counts, and under what it holds."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.messages import Message, Param, Text
from jixiao_core.present.i18n import render
from jixiao_core.present.labels import verdict_name
from jixiao_core.rubrics.grades import Grade, RoundingStep
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.claims import is_total
from jixiao_core.scoring.review import Review, RoundReview
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.span import Span, points_span
from jixiao_core.scoring.verdicts import Verdict

__all__ = [
    "closing",
    "conditions",
    "heading",
    "other_rounds",
    "sheet_summary",
    "span_of_total",
    "summary",
    "total_possible",
]

VERDICTS: tuple[Verdict, ...] = ("consistent", "pending", "above", "below", "unmatched", "unclaimed")


def heading(rubric: Rubric, case: Case | None = None) -> Message:
    """Return the title line: unit, subject and year of a case, then the table and its pin."""
    if case is None:
        return Message.of("present.heading", title=rubric.title, pin=rubric.pin)
    if not (case.unit and case.subject):
        name = case.unit or case.subject
        code = "present.heading_of_one" if name else "present.heading_of_year"
        more: dict[str, Param] = {"name": name} if name else {}
        return Message.of(code, **more, year=_year(case), title=rubric.title, pin=rubric.pin)
    return Message.of(
        "present.heading_of",
        unit=case.unit,
        subject=case.subject,
        year=_year(case),
        title=rubric.title,
        pin=rubric.pin,
    )


def _year(case: Case) -> Text:
    """The year of a case; never that of the table, where nobody stated one."""
    year = case.fiscal_year
    return Text("年度未填", "year not stated") if year is None else Text(f"{year}年度", str(year))


def total_possible(possible: Interval) -> Message:
    """Return what the total can be: a range, or the one score where it is settled."""
    code = "present.total_settled" if possible.is_point else "present.total_possible"
    return Message.of(code, possible=span_of_total(possible))


def span_of_total(interval: Interval) -> Span:
    """Return what a total can be, for a message."""
    return points_span(IntervalSet.of(interval))


def _grades(grades: tuple[Grade, ...]) -> tuple[Text, ...]:
    return tuple(Text(grade.name, grade.en) for grade in grades)


def summary(review: Review, round_review: RoundReview, locale: str = "zh_Hans_CN") -> str:
    """
    Return the one-line summary of a round.

    Args:
        review: the review.
        round_review: one of its rounds.
        locale: ``zh_Hans_CN`` or ``en``.
    """
    return _sentence([*_totals(review, round_review), *_counts(round_review)], locale)


def other_rounds(review: Review, round_review: RoundReview, locale: str = "zh_Hans_CN") -> str:
    """
    Return which round is reviewed and which others the case has; empty where it has no others.

    Args:
        review: the review.
        round_review: the round that is shown.
        locale: ``zh_Hans_CN`` or ``en``.
    """
    others = tuple(
        Message.of("present.other_round", role=Message.of(f"present.role_{each.role}"), name=each.role)
        for each in review.rounds
        if each.role != round_review.role
    )
    if not others:
        return ""
    role = Message.of(f"present.role_{round_review.role}")
    return render(Message.of("present.other_rounds", role=role, others=others), locale)


def _sentence(messages: list[Message], locale: str) -> str:
    joint, end = ("；", "。") if locale.startswith("zh") else ("; ", ".")
    text = joint.join(render(message, locale) for message in messages) + end
    return text[:1].upper() + text[1:]


def _totals(review: Review, found: RoundReview) -> Iterator[Message]:
    role = Message.of(f"present.role_{found.role}")
    if found.claimed_total is None:
        yield Message.of("present.total_blank", role=role)
    elif is_total(review.rubric, found.claimed_total):
        yield Message.of("present.total_claimed", role=role, claimed=found.claimed_total)
    else:
        top = review.rubric.highest_total
        yield Message.of("totals.outside", role=role, claimed=found.claimed_total, most=top)
    yield total_possible(review.possible)
    if found.verdict in ("above", "below") and found.claimed_total is not None:
        yield Message.of("present.total_outside", role=role)
    if found.provisional is None:
        yield Message.of(f"present.total_provisional_{'none' if found.role == 'self' else 'not_proposed'}")
    else:
        yield Message.of("present.total_provisional", points=found.provisional)
    yield Message.of("present.total_strict", possible=span_of_total(review.strict))
    grades = review.grades
    if grades:
        yield Message.of("present.grades_possible", grades=_grades(grades))
    if review.sheet.not_applicable_points:
        yield Message.of("present.from_absent", points=review.sheet.not_applicable_points)


def _counts(found: RoundReview) -> Iterator[Message]:
    doubtful = sum(each.agrees_if_absent for each in found.indicators)
    numbers = {verdict: found.count(verdict) - doubtful * (verdict == "consistent") for verdict in VERDICTS}
    counts = tuple(
        Message.of(
            "present.count",
            label=Message.of(f"present.short_{verdict_name(verdict, found.role)}"),
            count=count,
        )
        for verdict, count in numbers.items()
        if count
    )
    if doubtful:
        counts += (Message.of("present.count", label=Message.of("present.absent_to_verify"), count=doubtful),)
    aside = sum(each.is_set_aside for each in found.indicators)
    if aside:
        counts += (Message.of("present.count", label=Message.of("present.short_set_aside"), count=aside),)
    yield Message.of("present.rows", count=len(found.indicators), counts=counts)


def conditions(sheet: ScoreSheet, locale: str = "zh_Hans_CN") -> tuple[str, ...]:
    """Return the assumptions made, the answers switched to and the rounding steps, one line each; always printed."""
    offered = sheet.rubric.assumptions
    lines = [_rounding(step) for step in sheet.rubric.rounding]
    lines += [Message.of("present.assumption", name=name, note=offered[name]) for name in sheet.assumptions]
    for question_id, answer_id in sheet.rubric.answers:
        question = sheet.rubric.question(question_id)
        note = next(answer.note for answer in question.answers if answer.id == answer_id)
        lines.append(
            Message.of("present.reading", question=question.label, note=note, name=f"{question_id}={answer_id}")
        )
    return tuple(render(line, locale) for line in lines)


def _rounding(step: RoundingStep) -> Message:
    return Message.of(
        "present.rounding",
        at=Message.of(f"present.at_{step.at}"),
        mode=Message.of(f"present.mode_{step.mode}"),
        quantum=Span(IntervalSet.points(step.quantum), "rate" if step.at == "measure" else "points"),
    )


def sheet_summary(sheet: ScoreSheet, locale: str = "zh_Hans_CN") -> str:
    """Return the one-line summary of a score sheet."""
    messages = [total_possible(sheet.possible)]
    messages.append(Message.of("present.total_strict", possible=span_of_total(sheet.strict)))
    if sheet.grades:
        messages.append(Message.of("present.grades_possible", grades=_grades(sheet.grades)))
    open_rows = sum(not row.is_settled for row in sheet.rows)
    messages.append(Message.of("present.open_rows", count=len(sheet.rows), open=open_rows))
    return _sentence(messages, locale)


def closing(locale: str = "zh_Hans_CN") -> str:
    """Return the line with which every rendered review ends."""
    return render(Message.of("present.closing"), locale)
