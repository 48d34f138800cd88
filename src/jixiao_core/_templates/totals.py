"""English templates of what is said about claimed totals that cannot be, and about what claimed rows add up to."""

TEMPLATES: dict[str, str] = {
    "totals.outside": "{claimed} is stated as the {role} total; it is not within 0–{most} and cannot be used",
    "totals.unusable": "cannot be used",
}
