"""English templates of the codes of letters (`jixiao_core.present.letter` and its neighbours)."""

TEMPLATES: dict[str, str] = {
    "letter.as_claimed": "as claimed",
    "letter.bad_date": "{found} is no date; write it as 2024-03-15",
    "letter.bad_points": (
        "row {number} ({label}): the reviewed score {found} is not a number from 0 to {maximum}; write one such as 2.5, "
        "“{as_claimed}” to take over the claimed score, or leave the cell empty"
    ),
    "letter.bad_total": (
        "the reviewed total {found} is not a number from 0 to {maximum}; write one such as 92.5, or leave the cell empty"
    ),
    "letter.beside_a_group": (
        "{found} stands beside {label}, which sums up the rows under it; write scores and remarks beside numbered rows"
    ),
    "letter.beside_findings": (
        "{found} stands beside the table “{title}”, where nothing is read; write it into the table, one finding a line, "
        "or below the line for the seal"
    ),
    "letter.beside_the_total": (
        "{found} stands as a remark beside {label}, which has none; write it into the table “{findings}”, or beside the "
        "row that it is about"
    ),
    "letter.changed_claim": (
        "row {number} ({label}): the column {head} says {found}, the file {wanted}; it is not read: put it back, and write "
        "a score of your own into the column {points}"
    ),
    "letter.changed_label": (
        "row {number} is called {found} in this letter, in the table {label}; put the label back, or write the letter "
        "again with `jixiao letter`"
    ),
    "letter.checks": "Cross-checks",
    "letter.column_number": "No.",
    "letter.column_points": "Reviewed score",
    "letter.column_remark": "Reviewer’s remark",
    "letter.date_without_read": "{found} belongs to `--read LETTER.docx`; a letter itself has no date of its own",
    "letter.empty_cell": "(empty)",
    "letter.findings": "Reviewer’s own findings",
    "letter.findings_missing": (
        "the letter has no table with the heading “{title}” behind its rows; put the table and its heading back, or write "
        "the letter again with `jixiao letter`"
    ),
    "letter.group_named": "{label}",
    "letter.kept": "The letter {file} has no scores, remarks or findings that the file does not have: nothing is changed.",
    "letter.missing_row": (
        "row {number} ({label}) is missing in the table of this letter; put it back, or write the letter again with "
        "`jixiao letter`"
    ),
    "letter.not_a_letter": (
        "{found} is no review opinion: it has no table with the columns {known}; give a letter that `jixiao letter` has "
        "written, as .docx"
    ),
    "letter.not_a_review": "a review is needed here, found {found}; make one with review(rubric, case)",
    "letter.not_a_reviewer": "the letter cannot be one of {found} on this round; reviewers can be {known} (`--as`)",
    "letter.not_bytes": (
        "a letter is read from the bytes of its .docx file, found {found}; give Path(“letter.docx”).read_bytes()"
    ),
    "letter.not_given": "cannot be given yet",
    "letter.not_made": "a letter is needed here, found {found}; make one with present.letter(review)",
    "letter.not_read": "{found} is given beside `--read`, which needs FILE, the letter and `-o OUT.toml`; leave it out",
    "letter.not_stated": "not stated",
    "letter.nothing_claimed": (
        "row {number} ({label}): “{as_claimed}” stands where no score is claimed; write a number from 0 to {maximum}, or "
        "leave the cell empty"
    ),
    "letter.one_at_a_time": (
        "{file} holds {count} reports, and a letter is about one; choose one with `--kind`: {known}"
    ),
    "letter.one_cell": (
        "{found} stands in one cell for several lines ({lines}), and nobody can tell which is meant; split the cell, and "
        "write beside each row what is for it"
    ),
    "letter.other_reference": (
        "the letter is about {name} {found}, the file about {wanted}; give the file that the letter was written from, "
        "or write a new letter"
    ),
    "letter.other_reviewer": (
        "the letter is one of {found}, `--as` says {wanted}; leave `--as` out, or write a letter for {wanted}"
    ),
    "letter.output_suffix": "letters are written as {known}; {found} is none of them",
    "letter.paper": "{paper} (for row {rows})",
    "letter.papers": "Papers to provide",
    "letter.part": "{number}. {title}",
    "letter.read": (
        "Read from the letter {file}: {rows:row|rows} with a score or remark, {findings:own finding|own findings}; the "
        "round {role} is written to {output}."
    ),
    "letter.read_needs_output": "`--read` writes a case file; name it with `-o CASE.toml`",
    "letter.reference": "For reading this letter back (please leave as it is)",
    "letter.reference_missing": (
        "the letter has no line {name} in the table at its end, by which it is read back; put it back, or write the "
        "letter again with `jixiao letter`"
    ),
    "letter.reference_reviewer": "Reviewer’s round",
    "letter.reference_role": "Round reviewed",
    "letter.reference_rubric": "Scoring table",
    "letter.reference_subject": "Subject",
    "letter.reference_unit": "Unit",
    "letter.reference_year": "Year",
    "letter.result": "Result",
    "letter.round_findings": "{role}: own findings",
    "letter.row_named": "{number} {label}",
    "letter.row_twice": "row {number} stands twice in the table of this letter; keep one of them",
    "letter.rubric_written": "The table of the form’s own rows is written to {file}; review with `--rubric {file}`.",
    "letter.short_row": (
        "the line {label} has {found:cell|cells}, the table has {wanted} columns; put the columns back, or write the "
        "letter again with `jixiao letter`"
    ),
    "letter.sign": "Reviewing body (seal):                              Date:",
    "letter.struck_line": (
        "line {line} below the heading of the table has neither number nor name any more, and {found} in it; missing: "
        "{rows}. What is struck through counts as deleted: put number, name and claimed score back, and to change a score "
        "strike through or overwrite only what stands in the column {points}"
    ),
    "letter.table": "Review row by row",
    "letter.title": "Review Opinion",
    "letter.total_claimed": "{by} total",
    "letter.total_claimed_grade": "{by} rating",
    "letter.total_grades": "possible ratings",
    "letter.total_missing": (
        "the line {label} is missing behind the rows of the table; put it back, or write the letter again with "
        "`jixiao letter`"
    ),
    "letter.total_possible": "possible range",
    "letter.total_provisional": "provisional",
    "letter.total_strict": "strict",
    "letter.total_twice": (
        "{label} stands in several lines of the table (lines {lines} below its heading), with the reviewed totals {found}; "
        "keep the one that is meant as the last line, and put the names of other lines back"
    ),
    "letter.unknown_line": (
        "line {line} below the heading of the table has no number and is called {found}, as no line of this table is; put "
        "its name back, or write beside numbered rows or into the table of own findings"
    ),
    "letter.unknown_row": (
        "{found} is no number of a row of this table; rows have the numbers 1 to {known}; put the line back as it was"
    ),
    "letter.unnamed_line": (
        "line {line} below the heading of the table has neither number nor name, and {found} in it; write beside numbered "
        "rows or into the table of own findings, and delete the line"
    ),
    "letter.value": "{value}",
    "letter.write_here": (
        "Please write scores and remarks into the last two columns, own findings into the table “{findings}”, one a line. "
        "“{as_claimed}” takes over the claimed score; an empty cell says nothing."
    ),
}
