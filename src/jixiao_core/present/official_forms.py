"""Scoring tables and report forms as they are published: print-ready HTML, Markdown, text."""

from __future__ import annotations

from typing import TypeAlias

from jixiao_core.present.department_form import department_form
from jixiao_core.present.form_html import form_document, form_fragment
from jixiao_core.present.form_text import form_markdown, form_text
from jixiao_core.present.form_words import FormWords
from jixiao_core.present.i18n import locale_of
from jixiao_core.present.merged_tables import OfficialForm
from jixiao_core.present.national_form import national_form
from jixiao_core.present.official_tables import review_form, rubric_form, sheet_form
from jixiao_core.present.project_form import project_form
from jixiao_core.reports.department import DepartmentReport
from jixiao_core.reports.project import ProjectReport
from jixiao_core.reports.report import Report
from jixiao_core.reports.self_evaluation import SelfEvaluationForm
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.review import Review
from jixiao_core.scoring.sheet import ScoreSheet

__all__ = [
    "Printable",
    "official_form",
    "official_fragment",
    "official_html",
    "official_markdown",
    "official_text",
    "report_form",
]

Printable: TypeAlias = Rubric | ScoreSheet | Review | Report
"""What has an official table or form."""


def official_form(
    value: Printable, *, locale: str = "zh_Hans_CN", personal: bool = False, case: Case | None = None
) -> OfficialForm:
    """
    Return the official table of a rubric, sheet or review, or the form of a report, before it is rendered.

    Args:
        value: what is printed.
        locale: the language of labels, ``zh_Hans_CN`` or ``en``; what stands in the data is printed as it is.
        personal: whether names, telephone numbers and signatures are printed; they are left blank otherwise.
        case: for a sheet the case that it was computed from, for unit, subject and year.

    Raises:
        UnknownNameError: for an unknown locale.
        TypeError: for anything that has no form.
    """
    words = FormWords(locale_of(locale), personal)
    match value:
        case Rubric():
            return rubric_form(value, words)
        case ScoreSheet():
            return sheet_form(value, case, words)
        case Review():
            return review_form(value, words)
        case DepartmentReport() | ProjectReport() | SelfEvaluationForm():
            return report_form(value, words)
        case _:
            raise TypeError(type(value).__qualname__)


def report_form(report: Report, words: FormWords) -> OfficialForm:
    """Return the form of a report with all of its fields, before it is rendered."""
    match report:
        case DepartmentReport():
            return department_form(report, words)
        case ProjectReport():
            return project_form(report, words)
        case SelfEvaluationForm():
            return national_form(report, words)


def official_html(
    value: Printable | OfficialForm, *more: Printable | OfficialForm, locale: str = "zh_Hans_CN", personal: bool = False
) -> str:
    r"""
    Return official tables and forms as one print-ready HTML document (A4), each on pages of its own.

    Args:
        value: what is printed: a rubric, sheet, review or report, or a form that `official_form` returned.
        more: what is printed behind it.
        locale: ``zh_Hans_CN`` or ``en``.
        personal: as `official_form`.

    Raises:
        UnknownNameError: for an unknown locale.

    >>> from jixiao_core import registry
    >>> page = official_html(registry.load("junshan-project@2021.1"))
    >>> page[:41]
    '<!DOCTYPE html>\n<html lang="zh-Hans-CN"><'
    """
    return form_document([_form(each, locale, personal=personal) for each in (value, *more)])


def official_fragment(value: Printable | OfficialForm, *, locale: str = "zh_Hans_CN", personal: bool = False) -> str:
    """Return an official table or form as part of a page, for notebooks; arguments as `official_html`."""
    return form_fragment(_form(value, locale, personal=personal))


def official_markdown(value: Printable | OfficialForm, *, locale: str = "zh_Hans_CN", personal: bool = False) -> str:
    """Return an official table or form as Markdown; arguments as `official_html`."""
    return form_markdown(_form(value, locale, personal=personal))


def official_text(
    value: Printable | OfficialForm, *, locale: str = "zh_Hans_CN", personal: bool = False, width: int = 100
) -> str:
    """Return an official table or form as text with drawn tables of `width` columns; arguments as `official_html`."""
    return form_text(_form(value, locale, personal=personal), width=width)


def _form(value: Printable | OfficialForm, locale: str, *, personal: bool) -> OfficialForm:
    if isinstance(value, OfficialForm):
        return value
    return official_form(value, locale=locale, personal=personal)
