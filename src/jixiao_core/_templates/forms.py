"""English templates of the codes of filled forms (`jixiao_core.present.form_documents`)."""

TEMPLATES: dict[str, str] = {
    "forms.not_kept": (
        "Read back from the form, {count:field is|fields are} not as in the report: {fields}. Keep the report file; why "
        "forms cannot hold everything is said in docs/how-to/review-letter.md."
    ),
    "forms.whole": "Read back from the form, every printed field is as in the report.",
}
