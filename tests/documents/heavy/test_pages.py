"""Every text of a document is on its pages, and the heading of a long table is on every page of it."""

import io
from collections import Counter

import pytest
from docx import Document

from jixiao_core import exchange, registry, reports, review
from jixiao_core.present.form_documents import forms_docx
from jixiao_core.present.letter_document import letter_docx
from jixiao_core.present.letters import letter

EXAMPLES = ("department-2021", "project-2021", "self-evaluation-form-2023")


def letter_of(locale):
    rubric = registry.load("junshan-department@2021.1")
    report = exchange.read_report("examples/department-2021.toml")
    found = review(rubric, reports.case(report, rubric))
    return letter_docx(letter(found, checks=reports.check(report), locale=locale))


def characters(content):
    """How often each character stands in a document, by python-docx, without white space."""
    document = Document(io.BytesIO(content))
    found = Counter()
    for element in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        found.update("".join((element.text or "").split()))
    return found


def lost(content, pages):
    """Characters that are on fewer places of the pages than in the document; lines and hyphens may be drawn otherwise."""
    shown = Counter("".join(pages))
    return {char: count for char, count in (characters(content) - shown).items() if char.isalnum()}


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_letter(printed, locale):
    content = letter_of(locale)
    pages = printed(content)
    assert lost(content, pages) == {}
    head = {"zh_Hans_CN": "复核说明", "en": "remark"}[locale]
    assert all(head in page for page in pages[:2])


@pytest.mark.parametrize("name", EXAMPLES)
def test_forms(printed, name):
    content = forms_docx([exchange.read_report(f"examples/{name}.toml")])
    assert lost(content, printed(content)) == {}
