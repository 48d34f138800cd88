"""English templates of the codes of `jixiao_core.cli`."""

TEMPLATES: dict[str, str] = {
    "cli.ambiguous": "{found} stands for several indicators: {known}",
    "cli.assumption_of_none": "{found} is an assumption of none of these tables; {tables}",
    "cli.bad_mask": "{found} is not of the form word=instead",
    "cli.bad_reading": "{found} is not of the form question=answer",
    "cli.description": "Score and review budget performance self-evaluations, exactly and explained.",
    "cli.file_missing": "{found} does not exist",
    "cli.help_assume": "make a named assumption, as `jixiao rubrics PIN` lists them (may be repeated)",
    "cli.help_check": "check what a report says about itself: sums, units, dates, claimed scores, sentences",
    "cli.help_convert": "read a published form and say what became of every cell",
    "cli.help_encoding": "encoding of a published text or page",
    "cli.help_explain": "explain one indicator of a case",
    "cli.help_file": "a case file, a report (TOML or JSON) or a published form (.txt, .html, .docx)",
    "cli.help_form": "a published form (.txt, .html, .docx)",
    "cli.help_help": "show this help and exit",
    "cli.help_indicator": "an indicator: its id, its last part or its name, where that is unique",
    "cli.help_json": "print JSON instead of text",
    "cli.help_kind": "only the reports of this kind: department or project",
    "cli.help_locale": "language of the output: zh_Hans_CN or en",
    "cli.help_mask": "replace a word wherever it stands (may be repeated)",
    "cli.help_output": "write the reports to this file (.toml or .json)",
    "cli.help_pin": "a pin such as junshan-department@2021.1",
    "cli.help_reading": "read a question under another answer, question=answer (may be repeated)",
    "cli.help_redact": "leave out personal data",
    "cli.help_replay": "recompute a stored review (JSON) and compare it byte for byte",
    "cli.help_report": "a report (TOML or JSON) or a published form (.txt, .html, .docx)",
    "cli.help_review": "review the claimed scores of a case",
    "cli.help_round": "the round of scores: self, department, finance or third_party",
    "cli.help_rubric": "the pin or file of the rubric: for a report any of its kind, for a case the one that it pins",
    "cli.help_rubrics": "list the shipped scoring tables, or show one",
    "cli.help_score": "score a case: possible points, row by row and in total",
    "cli.help_width": "columns of the output",
    "cli.invalid_choice": "{name} cannot be {found}; choose from {known}; see jixiao --help",
    "cli.invalid_number": "{name} needs a whole number, found {found}; see jixiao --help",
    "cli.needs_file": "give a case file, or --replay with a stored review",
    "cli.no_report": "{file} has no report of this kind; a report begins with a title that ends in 自评报告, or has the key kind",
    "cli.no_round": "the case has no round of scores; a review needs one",
    "cli.not_printed": "the output could not be written: {reason}; make room, or choose another destination",
    "cli.not_written": "{file} cannot be written: {reason}",
    "cli.other_kind": "the report is of the kind {found}, {rubric} is for another",
    "cli.offers": "{rubric} offers {names}",
    "cli.offers_none": "{rubric} offers none",
    "cli.other_digest": (
        "the case pins {rubric} with the digest {wanted}, the chosen rubric has {found}; give the file that was pinned, "
        "or pin this one in the case"
    ),
    "cli.other_edition": (
        "the case pins {found}, the chosen rubric is {rubric}; give the file of the pinned one, or change the pin in "
        "the case where it is meant for this one"
    ),
    "cli.other_series": (
        "the case is for {found}, the chosen rubric is {rubric}; give the rubric of the pinned series, or change the "
        "pin in the case"
    ),
    "cli.output_suffix": "{found} ends in none of {known}",
    "cli.reading_of_none": "{found} is a reading of none of these tables; {tables}",
    "cli.reading_twice": "the question {question} is answered twice, {found}; keep one answer",
    "cli.replay_alone": (
        "a stored review is replayed under what it holds; leave out {found}, or review the case without --replay"
    ),
    "cli.replayed": "The stored review is reproduced byte for byte.",
    "cli.required": "missing: {names}; see jixiao --help",
    "cli.rubric_file": "where the rubric is not shipped, give its file with --rubric FILE",
    "cli.title_options": "options",
    "cli.title_positional": "arguments",
    "cli.title_usage": "usage: ",
    "cli.unrecognized": "not understood: {names}; see jixiao --help",
    "cli.unknown_suffix": "{file} ends in {found}; files are {known}",
    "cli.usage": "{reason}; see jixiao --help",
    "cli.value_missing": "{name} needs a value; see jixiao --help",
    "cli.which_rubric": "no single shipped table is meant for this report and the year {year}; choose one with --rubric, of {known}, or a file",
    "cli.written": "Written to {file}.",
}
