"""English templates of what is said about claimed totals that cannot be, and about what claimed rows add up to."""

TEMPLATES: dict[str, str] = {
    "totals.adjusted": "give with every adjustment that is possible",
    "totals.both": "give, rescaled and with every adjustment that is possible",
    "totals.or": "; or ",
    "totals.outside": "{claimed} is stated as the {role} total; it is not within 0–{most} and cannot be used",
    "totals.rescaled": "give, rescaled",
    "totals.sum_above": "the rows add up to {computed}, more than all {most:point|points}",
    "totals.sum_above_and_other": "the rows add up to {computed}, more than all {most:point|points}, and the stated total is {total}",
    "totals.summed": "add up to",
    "totals.twins": "the name is the same as that of {places}; see whether the unit stands twice",
    "totals.twins_counted": "{count:unit has|units have} the same name as another; see the remarks and whether a unit stands twice",
    "totals.unusable": "cannot be used",
}
