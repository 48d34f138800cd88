"""English templates of the codes of `jixiao_core.cli`."""

TEMPLATES: dict[str, str] = {
    "cli.bad_reading": "{found} is not of the form question=answer",
    "cli.no_round": "the case has no round of scores; a review needs one",
    "cli.other_series": "the case is for {found}, the chosen rubric is {rubric}",
    "cli.replayed": "The stored review is reproduced byte for byte.",
    "cli.usage": "{reason}; see jixiao --help",
}
