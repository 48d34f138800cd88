"""The words of a summary table (汇总表): what stands in the line of a unit and of a row, and what it holds under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Final, TypeAlias

from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.numbers import shown
from jixiao_core.findings import Finding
from jixiao_core.frames.unit_reviews import SummaryTable, UnitReview
from jixiao_core.messages import Message, Param, Text
from jixiao_core.present.i18n import parted, render, render_value
from jixiao_core.present.labels import adoption_text, row_label, total_label
from jixiao_core.present.rows import row_opinion
from jixiao_core.present.summaries import closing, conditions
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.review import IndicatorReview
from jixiao_core.scoring.score import score
from jixiao_core.scoring.span import points_span
from jixiao_core.scoring.verdicts import CORRECTABLE

__all__ = ["SummaryWords", "Value"]

Value: TypeAlias = Fraction | int | str | None
"""What a cell holds: points, a count, a text, nothing."""

MOST_PAPERS: Final = 8
"""So many papers the line of a unit names; the sheet of rows has all of them."""


class SummaryWords:
    """Units in the words of a language."""

    def __init__(self, found: SummaryTable, locale: str) -> None:
        self.found: SummaryTable = found
        self.locale: str = locale
        self.closing: str = closing(locale)

    def say(self, code: str, **params: Param) -> str:
        """Return a text of the table."""
        return render(Message.of(f"summary.{code}", **params), self.locale)

    def unit(self, at: int, each: UnitReview) -> dict[str, Value]:
        """The line of a unit, by the codes of columns."""
        line: dict[str, Value] = {
            "at": at,
            "unit": each.unit or render(each.place, self.locale),
            "subject": each.subject,
            "fiscal_year": each.fiscal_year,
            "remarks": parted(self._remarks(each), self.locale),
            "source": render(each.place, self.locale) if each.place.code == "frames.place_file" else "",
        }
        own = each.round
        if own is None or each.possible is None or each.strict is None:
            return line
        return {
            **line,
            "claimed": own.claimed_total,
            "claimed_grade": own.claimed_grade,
            "possible_low": _end(each.possible.low),
            "possible_high": _end(each.possible.high),
            "provisional": own.provisional,
            "strict_low": _end(each.strict.low),
            "strict_high": _end(each.strict.high),
            "grades": render_value(tuple(Text(grade.name, grade.en) for grade in each.grades), self.locale),
            "difference": each.difference,
            "opinion": self.opinion(each),
            "to_correct": sum(own.count(verdict) for verdict in CORRECTABLE),
            "pending": own.count("pending"),
            "unclaimed": each.unclaimed,
            "reasons": "\n".join(
                self.say("reason", label=self._label(row), reason=" ".join(row.reason.split()))
                for row in own.indicators
                if row.reason.strip()
            ),
            "papers": self._first_papers(own.indicators),
        }

    def rows(self, at: int, each: UnitReview) -> Iterator[dict[str, Value]]:
        """The rows of a unit whose claimed score does not agree, or not yet."""
        for row in each.round.indicators if each.round is not None else ():
            if (row.verdict == "consistent" and not row.agrees_if_absent) or row.is_set_aside:
                continue
            yield {
                "at": at,
                "unit": each.unit or render(each.place, self.locale),
                "indicator": self._label(row),
                "maximum": row.maximum,
                "claimed": row.claimed,
                "possible": render_value(points_span(row.possible), self.locale),
                "difference": row.difference,
                "opinion": self.opinion(each, row),
                "reasons": row.reason,
                "papers": parted(self._papers((row,)), self.locale),
            }

    def opinion(self, each: UnitReview, row: IndicatorReview | None = None) -> str:
        """Return the opinion about a row, or about the total; what cannot be read is not the same as nothing."""
        found = each.unusable.get("" if row is None else row.id)
        if found is not None:
            return self.say("unusable", found=shown(found))
        if row is not None:
            return row_opinion(row, "self", self.locale)
        return "" if each.round is None else total_label(each.round.verdict, self.locale)

    def _label(self, row: IndicatorReview) -> str:
        return " ".join(row_label(self.found.rubric, row.id).of(self.locale).split())

    def _finding(self, finding: Finding) -> str:
        """A finding, with the row that it is about; what is about more names it."""
        if all(row.id != finding.path for row in self.found.rubric.indicators):
            return render(finding.message, self.locale)
        return self.say("about_row", label=row_label(self.found.rubric, finding.path), what=finding.message)

    def _papers(self, rows: Iterable[IndicatorReview]) -> list[str]:
        """What to ask for, each paper once; of rows that do not count nothing."""
        papers = dict.fromkeys(paper for row in rows if not row.is_set_aside for paper in row.papers)
        return [paper.of(self.locale) for paper in papers]

    def _first_papers(self, rows: Iterable[IndicatorReview]) -> str:
        """The same for a unit as a whole, whose line would fill a page."""
        papers = self._papers(rows)
        listed = parted(papers[:MOST_PAPERS], self.locale)
        return listed if len(papers) <= MOST_PAPERS else self.say("papers_more", listed=listed, count=str(len(papers)))

    def _remarks(self, each: UnitReview) -> Iterator[str]:
        yield from (render(problem.reason, self.locale) for problem in each.problems)
        yield from self.observed(each)
        for code, total in (("open_end", each.possible), ("open_strict", each.strict)):
            # A number alone would not tell that the end itself is not possible.
            if total is not None and (total.low_open or total.high_open):
                yield self.say(code, possible=points_span(IntervalSet.of(total)))

    def observed(self, each: UnitReview) -> Iterator[str]:
        """Yield what is wrong about the figures and claims of a unit, and what may be."""
        yield from (self._finding(finding) for finding in each.errors)
        yield from (render(likely, self.locale) for likely in each.likely)
        doubtful = tuple(row_label(self.found.rubric, row.id) for row in _doubtful(each))
        if doubtful:
            yield self.say("absent_to_verify", labels=doubtful)
        if each.twins:
            yield render(Message.of("totals.twins", places=each.twins), self.locale)

    def about(self) -> Iterator[tuple[str, str]]:
        """What the numbers hold under, line by line: what it is about, and what is said."""
        found, rubric = self.found, self.found.rubric
        yield self.say("about_rubric"), f"{rubric.title.of(self.locale)} ({rubric.pin})"
        yield self.say("about_digest"), rubric.digest
        reviewed = sum(each.round is not None for each in found.units)
        told = self.say("about_units_text", count=len(found.units), reviewed=str(reviewed))
        yield self.say("about_units"), told
        for code in ("order", "columns", "fractions"):
            yield self.say(f"about_{code}"), self.say(f"about_{code}_text")
        sheet = score(rubric, Evidence(), assume=found.assumptions)
        yield from ((self.say("about_condition"), line) for line in conditions(sheet, self.locale))
        yield from ((self.say("about_question"), line) for line in self._questions())
        yield from ((self.say("about_note"), render(note, self.locale)) for note in found.notes)
        yield from ((self.say("about_unread"), name) for name in found.unread)
        yield from ((self.say("about_problem"), each.told(self.locale)) for each in found.problems)
        yield "", self.closing

    def _questions(self) -> Iterator[str]:
        """Every question of interpretation with the answer in force, and who adopted it where it was adopted."""
        rubric = self.found.rubric
        switched = dict(rubric.answers)
        for question in rubric.questions:
            in_force = switched.get(question.id, question.adopted)
            answer = next(each for each in question.answers if each.id == in_force)
            line = self.say("about_reading", question=question.label, answer=answer.note)
            yield line if question.id in switched else line + adoption_text(question, self.locale)


def _doubtful(each: UnitReview) -> Iterator[IndicatorReview]:
    """The rows whose claims agree only if they do not apply."""
    return (row for row in (each.round.indicators if each.round else ()) if row.agrees_if_absent)


def _end(value: object) -> Fraction:
    assert isinstance(value, Fraction)
    return value
