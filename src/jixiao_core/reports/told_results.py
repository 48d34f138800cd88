"""Scores and ratings that the text tells beside those of the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from jixiao_core.findings import Finding
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.observing import observed
from jixiao_core.reports.printed_numbers import prose
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.sentences import MAX_SENTENCE, paragraphs, split_sentences

__all__ = ["told_results"]

_SCORE: Final = re.compile(
    r"(?:综合得分|自评得分|自评总分|自评总得分|综合评分)[为是达：:]{0,2}(?P<score>[0-9]{1,3}(?:\.[0-9]{1,4})?)分(?![值以左之])"
)
_GRADE: Final = re.compile(r"(?:评价)?(?:等次|等级)(?:评定)?[为是：:]{1,2}[“\"]?(?P<grade>优|良|中|差)(?![中级层])")
# Another year, another part, another assessor, or something that is not yet.
_OTHER: Final = re.compile(r"上年|去年|预计|力争|指标|投入|过程|产出|效果|决策|平均|复核|第三方|分别|各")
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})年")


def told_results(report: DepartmentReport | ProjectReport, year: int | None) -> Iterator[Finding]:
    """
    Yield sentences that tell another total score or rating than the report.

    Args:
        report: the report.
        year: the year that it is about; a sentence of another year is left alone.
    """
    score = report.total_score
    if score is None and report.claimed is not None:
        score = report.claimed.total_score
    for path, paragraph, headings in paragraphs(report):
        for text in split_sentences(prose("".join(paragraph.text.split()))):
            if len(text) > MAX_SENTENCE or {int(each) for each in _YEAR.findall(text + headings)} - {year}:
                continue
            told, rated = _only(_SCORE, text), _only(_GRADE, text)
            if told is not None and score is not None and Fraction(told["score"]) != score:
                given = {"line": paragraph.line, "quote": told[0], "total": score}
                yield observed("reports.told_score_differs", path, **given)
            if (
                rated is not None
                and report.grade
                and report.grade[0] in "优良中差"
                and rated["grade"] != report.grade[0]
            ):
                given_ = {"line": paragraph.line, "quote": rated[0], "grade": report.grade}
                yield observed("reports.told_grade_differs", path, **given_)


def _only(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The one match of a pattern; None where there are several, or words before it speak of something else."""
    found = list(pattern.finditer(text))
    return found[0] if len(found) == 1 and not _OTHER.search(text[: found[0].start()]) else None
