"""Checks of a cover against the title, and of numbers that have a form of their own: postcodes and telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from jixiao_core.exact.numbers import normalise
from jixiao_core.findings import Finding
from jixiao_core.messages import Text
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.observing import observed
from jixiao_core.reports.printed_numbers import prose
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.report import Report
from jixiao_core.reports.self_evaluation import SelfEvaluationForm

__all__ = ["cover", "phones"]

_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})年")
_UNIT: Final = re.compile(
    r"^(.{2,40}?(?:局|委|委员会|办公室|中心|院|厅|学校|中学|小学|政府|法院|检察院|协会|联合会|站|馆|处|队))"
    r"(?=(?:19|20)[0-9]{2}年|部门|项目|整体|单位)"
)
_REGION: Final = re.compile(r"^(?!城市)[^0-9]{2,12}?(?:自治州|自治县|市|区|县|旗)")
_COUNTIES, _CITIES = frozenset("区县旗"), frozenset("市")
_POSTCODE: Final = re.compile(r"[0-9]{6}")
_MASKED: Final = re.compile(r"[〈<*×x某]")
_PHONE: Final = re.compile(r"(?:\+?86)?[-0-9()（）转\s]{7,24}(?:[、,，;；/／]\s*[-0-9()（）转\s]{7,24})*")
_DASHES: Final = re.compile("[—–―]")
_LEAST_DIGITS: Final = 7


def cover(report: DepartmentReport | ProjectReport) -> Iterator[Finding]:
    """Yield where the title speaks of another unit or year than the cover, and malformed numbers of places."""
    yield from _unit(report)
    if isinstance(report, ProjectReport):
        yield from _year(report)
        postcode = "".join(prose(report.postal_code).split())
        if postcode and not _POSTCODE.fullmatch(postcode) and not _MASKED.search(postcode):
            yield observed("reports.postcode_malformed", "postal_code", found=report.postal_code)
    yield from phones(report)


def _unit(report: DepartmentReport | ProjectReport) -> Iterator[Finding]:
    name = report.department_name if isinstance(report, DepartmentReport) else report.implementing_unit
    printed = _UNIT.search(report.title)
    named = "".join(name.split())
    if not named:
        return
    if printed is not None and printed[1] not in named and named not in printed[1]:
        yield observed("reports.title_unit_differs", "title", title=printed[1], unit=name)
        return
    region = _REGION.search(named)
    if report.jurisdiction and region is not None and not _is_within(report.jurisdiction, named, region[0]):
        yield observed("reports.title_unit_differs", "title", title=report.jurisdiction, unit=name)


def _is_within(jurisdiction: str, name: str, region: str) -> bool:
    """Whether a unit may belong to the region of the title; two counties, or two cities, cannot lie in one another."""
    is_county, is_city = ({region[-1], jurisdiction[-1]} <= level for level in (_COUNTIES, _CITIES))
    return jurisdiction in name or region in jurisdiction or not (is_county or is_city)


def _year(report: ProjectReport) -> Iterator[Finding]:
    years = {int(each) for each in _YEAR.findall(prose(report.title))}
    period = report.period
    if len(years) == 1 and period.first and period.last:
        (year,) = years
        if not int(period.first[:4]) <= year <= int(period.last[:4]):
            yield observed("reports.year_differs", "title", year=str(year), period=period.text or period.first)


def phones(report: Report) -> Iterator[Finding]:
    """Yield telephones that nobody can call; the number itself is personal and not told."""
    preparer = Text("填报人联系电话", "telephone of the preparer")
    leader = Text("项目负责人联系电话", "telephone of the leader")
    match report:
        case DepartmentReport():
            given = {
                "sign_offs.preparer_phone": (report.sign_offs.preparer_phone, preparer),
                "contact_phone": (report.contact_phone, Text("联络电话", "telephone of the contact")),
            }
        case ProjectReport():
            given = {
                "sign_offs.preparer_phone": (report.sign_offs.preparer_phone, preparer),
                "leader_phone": (report.leader_phone, leader),
            }
        case SelfEvaluationForm():
            given = {
                "preparer_phone": (report.preparer_phone, preparer),
                "leader_phone": (report.leader_phone, leader),
            }
    for path, (phone, label) in given.items():
        plain = _DASHES.sub("-", normalise(phone)).strip()
        digits = sum(char.isdigit() for char in plain)
        is_fine = _PHONE.fullmatch(plain) is not None and digits >= _LEAST_DIGITS
        if plain and not is_fine and not _MASKED.search(plain):
            yield observed("reports.phone_malformed", path, label=label)
