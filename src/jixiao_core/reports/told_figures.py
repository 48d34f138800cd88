"""
Figures that a sentence tells and a table of the same report prints as well.

A sentence is only held against a table where all that stands before the number says whose figure of which year it is:
nothing, the year of the report, the unit or one of its institutions, and the words of the field. 预计, 累计, 截至6月底 and
the names of others are none of these, and what follows them in the sentence is left alone as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from jixiao_core.exact.quantities import Count, Money
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.places import LABELS, Place, institution_place, project_place
from jixiao_core.reports.printed_numbers import PrintedNumber, prose
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.sentences import Sentence

__all__ = ["TableWords", "fiscal_year", "table_words"]

# Words right before a number, and the field of the tables that prints the same.
_DEPARTMENT_WORDS: Final = {
    "收入合计": "revenue.total_revenue",
    "总收入": "revenue.total_revenue",
    "上年结转": "revenue.prior_year_carryover",
    "支出合计": "expenditure.total_expenditure",
    "总支出": "expenditure.total_expenditure",
    "基本支出": "expenditure.basic_expenditure",
    "人员经费支出": "expenditure.personnel_expenditure",
    "人员经费": "expenditure.personnel_expenditure",
    "人员支出": "expenditure.personnel_expenditure",
    "公用经费支出": "expenditure.operating_expenditure",
    "公用经费": "expenditure.operating_expenditure",
    "公用支出": "expenditure.operating_expenditure",
    "项目专项支出": "expenditure.project_expenditure",
    "项目支出": "expenditure.project_expenditure",
    "三公经费": "three_public.total",
    "三公经费支出": "three_public.total",
    "公务接待费": "three_public.official_hospitality",
    "固定资产总额": "fixed_assets.total",
    "固定资产合计": "fixed_assets.total",
}
_COUNT_WORDS: Final = {
    "人员编制": "authorised_staffing",
    "编制人数": "authorised_staffing",
    "编制数": "authorised_staffing",
    "实有人数": "actual_headcount",
    "实有人员": "actual_headcount",
}
_PROJECT_WORDS: Final = {
    "总支出": "funding.spent.total",
    "实际支出": "funding.spent.total",
    "支出合计": "funding.spent.total",
    "计划安排资金": "funding.planned.total",
    "实际到位资金": "funding.received.total",
}
_PERSONS: Final = frozenset(("人", "名", "个"))
_JOIN: Final = r"(?:[，,、；;：:。（）()]|其中|包括|以及|及|和|与)*"
_SPACE_AND_QUOTES: Final = re.compile(r"[\s“”\"《》]+")
_LEADING: Final = re.compile(rf"^{_JOIN}")
_BEHIND: Final = r"(?:支出)?(?:共计|合计|总计|总额|共|为|达|是|计|有|：|:)*"
_DEPARTMENT_UNITS: Final = (
    "局机关及二级机构汇总",
    "局机关及二级机构",
    "部门（单位）",
    *("我单位", "本单位", "我部门", "本部门", "我局", "本局", "全局", "部门", "单位"),
)
_PROJECT_UNITS: Final = ("本项目", "该项目", "项目")
_NOT_THE_FIGURE: Final = re.compile(r"^(?:的|（[^）]*(?:预算|计划|预计|上年|去年))")
# Headings of sections that are about one institution or another year.
_ABOUT_A_PART: Final = re.compile(r"中心|二级机构|下属|所属|上年|去年")
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})年")


def fiscal_year(report: DepartmentReport | ProjectReport) -> int | None:
    """Return the year that a report is about; None where it does not say so, or says several."""
    match report:
        case DepartmentReport():
            return report.fiscal_year
        case ProjectReport():
            years = {report.period.first[:4], report.period.last[:4]}
            return int(years.pop()) if len(years) == 1 and all(years) else None


@frozen
class TableWords:
    """
    How the sentences of one report may name the figures of its tables.

    Attributes:
        report: the report.
        pattern: everything that may stand before a number, from the number or the beginning before it.
        rows: the names of institutions, with their rows; of units as a whole, with None.
    """

    report: DepartmentReport | ProjectReport
    pattern: re.Pattern[str]
    rows: dict[str, int | None]

    def figures(self, sentence: Sentence) -> Iterator[tuple[PrintedNumber, str, Place]]:
        """Yield each exact number of a sentence, its words, and the place of a table that prints the same figure."""
        year = fiscal_year(self.report)
        if {int(each) for each in _YEAR.findall(prose(sentence.text + sentence.headings))} - {year}:
            return
        is_sure = sentence.is_first and not self._is_about_a_part(sentence)
        cursor = 0
        for number in sentence.measured:
            if not isinstance(number.quantity, (Money, Count)):
                continue
            before = _SPACE_AND_QUOTES.sub("", prose(sentence.text[cursor : number.start])).replace("(", "（")
            found = self.pattern.fullmatch(before.replace(")", "）"))
            cursor = number.end
            is_sure = found is not None and (is_sure or self._is_anchored(found, sentence))
            if found is None or not is_sure or _NOT_THE_FIGURE.match(sentence.text[number.end :]):
                continue
            place = self._place(found["who"] or found["lead"] or "", found["label"])
            if place is not None and _is_comparable(number, place):
                yield number, _LEADING.sub("", found[0]), place

    def _is_about_a_part(self, sentence: Sentence) -> bool:
        headings = sentence.headings
        if _ABOUT_A_PART.search(headings) and "汇总" not in headings and "机关及" not in headings:
            return True
        return any(row is not None and name in headings for name, row in self.rows.items())

    def _is_anchored(self, found: re.Match[str], sentence: Sentence) -> bool:
        """Whether the words say themselves whose figure it is; a year alone does where nothing else was spoken of."""
        return bool(found["who"] or found["lead"]) or (bool(found["when"]) and not self._is_about_a_part(sentence))

    def _place(self, who: str, label: str) -> Place | None:
        report = self.report
        if isinstance(report, ProjectReport):
            return project_place(report, _PROJECT_WORDS[label])
        if label in _COUNT_WORDS:
            name = _COUNT_WORDS[label]
            row = self.rows.get(who)
            return None if row is not None else Place(label=LABELS[name], figure=getattr(report, name), path=name)
        row = self.rows.get(who)
        row = report.total_row if row is None else row
        return None if row is None else institution_place(report, row, _DEPARTMENT_WORDS[label])


def _is_comparable(number: PrintedNumber, place: Place) -> bool:
    if isinstance(number.quantity, Count):
        return isinstance(place.quantity, Count) and number.unit in _PERSONS
    return isinstance(place.quantity, Money)


def table_words(report: DepartmentReport | ProjectReport) -> TableWords:
    """Return how the sentences of a report may name the figures of its tables."""
    rows: dict[str, int | None]
    match report:
        case DepartmentReport():
            units = _DEPARTMENT_UNITS
            labels = (*_DEPARTMENT_WORDS, *_COUNT_WORDS)
            rows = {
                _plain(each.name): row
                for row, each in enumerate(report.institutions[:_MAX_NAMES])
                if each.role != "consolidated"
            }
            rows.update(dict.fromkeys((*units, report.department_name), None))
        case ProjectReport():
            labels = tuple(_PROJECT_WORDS)
            rows = dict.fromkeys((*_PROJECT_UNITS, report.project_name), None)
    who = "|".join(re.escape(name) for name in sorted(filter(None, rows), key=len, reverse=True))
    label = "|".join(sorted(map(re.escape, labels), key=len, reverse=True))
    pattern = re.compile(
        rf"{_JOIN}(?P<lead>{who})?[，的]?(?P<when>(?:(?:(?:19|20)[0-9]{{2}}|本|今|全|当)(?:年度|年)|年度|(?:19|20)[0-9]{{2}}))?[，的]?"
        rf"(?P<who>{who})?[，的]?(?:整体)?(?:核定|现有|共有)?(?P<label>{label}){_BEHIND}"
    )
    return TableWords(report, pattern, rows)


_MAX_NAMES: Final = 200
_NUMBERED: Final = re.compile(r"^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．]")


def _plain(name: str) -> str:
    """The name of an institution without the number in front of it."""
    return _NUMBERED.sub("", _SPACE_AND_QUOTES.sub("", name))
