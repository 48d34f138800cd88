"""What a person sees: messages, explanations, summaries, tables and documents, in Chinese and English."""

from jixiao_core.present.bridge_pages import bridge_json, bridge_page
from jixiao_core.present.charts import attainment_chart, bridge_chart, lost_chart, pending_chart, save_chart
from jixiao_core.present.diff_documents import diff_json
from jixiao_core.present.diff_pages import diff_html, diff_page
from jixiao_core.present.documents import json_text, review_json, sheet_json
from jixiao_core.present.explanations import explain, paragraph
from jixiao_core.present.form_documents import forms_docx, not_kept
from jixiao_core.present.html import review_html, sheet_html
from jixiao_core.present.i18n import LOCALES, render, render_error, render_finding
from jixiao_core.present.implied_pages import implied_json, implied_page
from jixiao_core.present.letter_document import letter_docx
from jixiao_core.present.letter_pages import letter_json, letter_markdown, letter_text
from jixiao_core.present.letter_reading import read_letter
from jixiao_core.present.letters import letter
from jixiao_core.present.markdown import markdown_table
from jixiao_core.present.measure_pages import measure_page, measures_json, measures_page
from jixiao_core.present.official_forms import (
    official_form,
    official_fragment,
    official_html,
    official_markdown,
    official_text,
)
from jixiao_core.present.pages import review_page, sheet_page
from jixiao_core.present.replaying import replay, several, stored_documents
from jixiao_core.present.report_pages import check_json, check_page, loss_json, loss_page
from jixiao_core.present.rows import review_rows, sheet_rows
from jixiao_core.present.sensitivity_pages import sensitivity_json, sensitivity_page
from jixiao_core.present.summaries import closing, summary
from jixiao_core.present.tailoring_pages import tailoring_json, tailoring_page
from jixiao_core.present.vector_documents import vectors_json, vectors_text

__all__ = [
    "LOCALES",
    "attainment_chart",
    "bridge_chart",
    "bridge_json",
    "bridge_page",
    "check_json",
    "check_page",
    "closing",
    "diff_html",
    "diff_json",
    "diff_page",
    "explain",
    "forms_docx",
    "implied_json",
    "implied_page",
    "json_text",
    "letter",
    "letter_docx",
    "letter_json",
    "letter_markdown",
    "letter_text",
    "loss_json",
    "loss_page",
    "lost_chart",
    "markdown_table",
    "measure_page",
    "measures_json",
    "measures_page",
    "not_kept",
    "official_form",
    "official_fragment",
    "official_html",
    "official_markdown",
    "official_text",
    "paragraph",
    "pending_chart",
    "read_letter",
    "render",
    "render_error",
    "render_finding",
    "replay",
    "review_html",
    "review_json",
    "review_page",
    "review_rows",
    "save_chart",
    "sensitivity_json",
    "sensitivity_page",
    "several",
    "sheet_html",
    "sheet_json",
    "sheet_page",
    "sheet_rows",
    "stored_documents",
    "summary",
    "tailoring_json",
    "tailoring_page",
    "vectors_json",
    "vectors_text",
]
