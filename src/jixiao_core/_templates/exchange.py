"""English templates of the codes of `jixiao_core.exchange`."""

TEMPLATES: dict[str, str] = {
    "exchange.bad_toml_value": (
        "a date or number in the TOML text cannot be read: {reason}; write dates as 2021-12-31 and numbers in full"
    ),
    "exchange.bare_level": (
        "this is a value of a rate and {found} has no unit; write {percent} if per cent is meant, 1pp for a "
        "percentage point, or a fraction such as 1/2"
    ),
    "exchange.blank": (
        'the text is blank; leave the entry out where nothing is known, or write {{ state = "blank" }} where '
        "the form's field is empty"
    ),
    "exchange.cell_too_long": "line {line}: a cell is longer than {limit} characters; the form was not read",
    "exchange.control_character": "the text contains the control character {found}; delete it",
    "exchange.control_in_form": "line {line}: the form contains the control character {found}; delete it",
    "exchange.decimals": "{found} is not a number of decimals between 0 and {limit}",
    "exchange.docx_damaged": "the file is no .docx document that can be read: {reason}; save it again as .docx",
    "exchange.docx_missing": 'reading .docx needs the extra docx: pip install "jixiao-core[docx]"',
    "exchange.docx_reason_archive": "its archive is damaged",
    "exchange.docx_reason_doctype": "it has a DOCTYPE or entities, which documents never need",
    "exchange.docx_reason_document": "it has no text part",
    "exchange.docx_reason_empty": "it is empty (0 bytes)",
    "exchange.docx_reason_encrypted": "it is encrypted",
    "exchange.docx_reason_macros": "it holds macros, which data never need",
    "exchange.docx_reason_merges": "merged ranges of it lie over each other",
    "exchange.docx_reason_ole": "it is an old Office file, or one with a password",
    "exchange.docx_reason_xml": "its text part is no well-formed XML",
    "exchange.docx_too_large": "unpacked, the document is larger than {limit} bytes and was not read",
    "exchange.docx_too_many_parts": "the document has more than {limit} parts and was not read",
    "exchange.docx_too_many_tags": "the document has more than {limit} tags; take out what is no part of the form",
    "exchange.dotted_id": (
        'the id that begins with {found} has points; write the whole id in quotes, for example "input.staffing_ratio"'
    ),
    "exchange.empty": "the document is empty; fill in the keys that follow",
    "exchange.fact_redefined": (
        "the fact {found} has another definition in the shared dictionary; leave the shared one or choose another id"
    ),
    "exchange.figure_keys": (
        "a figure needs one of the keys {allowed}; write value for a known figure, a bound such as at_most, or "
        "state where there is none"
    ),
    "exchange.figure_mixed": "the keys {found} do not go together; give a value, or bounds, or a state",
    "exchange.file_empty": "the file is empty; nothing can be read from it",
    "exchange.invisible_in_key": "the key {key} contains the invisible character {found}; delete it",
    "exchange.is_case": "this is a case, not a report; read it with read_case",
    "exchange.is_directory": "{file} is a directory; name a file",
    "exchange.is_link": "{file} is a link; put the file itself here",
    "exchange.is_report": (
        "this is a report, not a case; read it with read_report (several: read_reports), and make a case of it with "
        "reports.case(report, rubric)"
    ),
    "exchange.is_rubric": "this is a scoring table, not a case; look at it with jixiao lint, or give it with --rubric",
    "exchange.key_too_long": "the key {found} is longer than {limit} characters",
    "exchange.key_twice": "the key {found} stands twice in this table; keep one of them",
    "exchange.kind_missing": "the key kind is missing; write one of {allowed}",
    "exchange.missing_key": "the key {name} is missing",
    "exchange.more_problems": "there may be more problems than these {limit}; correct them first",
    "exchange.more_unknown_keys": "and {count} more unknown keys",
    "exchange.near_nothing": "an empty line",
    "exchange.no_file": "there is no file {file}; check its path and name",
    "exchange.no_form_suffix": "{file} has no suffix; published forms are {known} files",
    "exchange.no_permission": "the file {file} may not be read; check its permissions",
    "exchange.no_suffix": "{file} has no suffix; documents are .toml or .json files",
    "exchange.not_a_file": "{file} is a pipe or a device; name a file on disk",
    "exchange.not_a_rubric_case": "this is a case, not a scoring table; give the file or the pin of a table, and score a case with jixiao score",
    "exchange.not_a_rubric_report": "this is a report, not a scoring table; give the file or the pin of a table, and check or review a report with jixiao check or jixiao review",
    "exchange.not_allowed": "{found} is not allowed here; write one of {allowed}",
    "exchange.not_allowed_near": "{found} is not allowed here, perhaps {nearest} is meant; write one of {allowed}",
    "exchange.not_encoded": (
        "byte {offset} (line {line}) is {found}, which is not {encoding}; save the file in the encoding UTF-8, or say "
        "its encoding, one of {known}"
    ),
    "exchange.not_utf8": (
        "byte {offset} (line {line}) is {found}, which is not UTF-8; save the file in the encoding UTF-8"
    ),
    "exchange.other_quantity": "expected {expected}, found {found}",
    "exchange.overlay_unseen": "the text holds the character {found}, which cannot be seen; delete it",
    "exchange.quantity_keys": (
        "a quantity written as a table has the keys money and unit, or rate, or number, and optionally decimals"
    ),
    "exchange.reason_backslash": "a backslash must be doubled, or the text written in single quotes",
    "exchange.reason_closed_table": "a table written in one line, or a list, cannot be added to further down",
    "exchange.reason_comma": "a comma is missing or one too many",
    "exchange.reason_date": "there is no such date or time; write dates as 2021-12-31",
    "exchange.reason_extra": "something follows where the line or the document should end",
    "exchange.reason_json_key": "keys stand in double quotes and are followed by a colon",
    "exchange.reason_open_text": (
        "a text has no closing quotes, or contains a line break or control character; in JSON write line breaks as \\n"
    ),
    "exchange.reason_other": "look at the line for a missing quote, bracket or comma",
    "exchange.reason_toml_key": (
        "a line is a header in brackets or key = value; keys that are not ASCII letters, digits, - and _ stand "
        "in quotes"
    ),
    "exchange.reason_twice": "a key or table is given a second time; keep one of them",
    "exchange.reason_unclosed": "a bracket or brace is not closed",
    "exchange.reason_value": (
        "there is no value that can be read; text and full-width digits stand in quotes, numbers are ASCII "
        "digits, truth is true or false"
    ),
    "exchange.recursion": "the document lies too deep to be read; make its lists and tables flatter",
    "exchange.span_too_large": "line {line}: a cell spans {found} rows or columns, at most {limit} are read",
    "exchange.syntax": "line {line}, column {column} is not {syntax}: {reason}; near {near}",
    "exchange.system_bad_name": "the name contains a character that no file name may have",
    "exchange.system_closed": "it is closed",
    "exchange.system_directory": "it is a directory",
    "exchange.system_link": "it is a link; name the file itself",
    "exchange.system_loop": "links lead to each other",
    "exchange.system_name_too_long": "the name is too long",
    "exchange.system_no_directory": "part of its path is no directory",
    "exchange.system_no_folder": "its folder does not exist",
    "exchange.system_no_permission": "there is no permission",
    "exchange.system_no_space": "no space is left on the disk",
    "exchange.system_not_a_file": "it is no regular file; choose another name",
    "exchange.system_read_only": "the disk is read-only",
    "exchange.tables_too_deep": "tables and lists lie more than {limit} deep inside each other",
    "exchange.tag_too_long": "line {line}: a tag is longer than {limit} characters; the page was not read",
    "exchange.text_too_long": "line {line}: a text is longer than {limit} characters; shorten it",
    "exchange.time_of_day": "{found} is a time; only dates such as 2021-12-31 are used",
    "exchange.too_deep": (
        "line {line}: lists and tables lie more than {limit} deep inside each other; make them flatter"
    ),
    "exchange.too_large": "the file {file} is larger than {limit} bytes and was not read",
    "exchange.too_many_bytes": "the document is larger than {limit} bytes",
    "exchange.too_many_cells": "line {line}: the form has more than {limit} cells and was not read",
    "exchange.too_many_key_parts": "line {line}: a dotted key has more than {limit} parts",
    "exchange.too_many_parts": "line {line}: the document has more parts than {limit} values need; divide it",
    "exchange.too_many_reports": "the file holds more than {limit} reports; divide it",
    "exchange.too_many_rows": "the form has {found} indicators, {limit} are allowed; divide it by project",
    "exchange.too_many_tags": "line {line}: the page has more than {limit} tags and was not read",
    "exchange.type_count": "a count such as 33人",
    "exchange.type_date": "a date without quotes",
    "exchange.type_float": "a float",
    "exchange.type_list": "a list",
    "exchange.type_money": "money with its unit, such as 993.18万元",
    "exchange.type_nothing": "nothing (null)",
    "exchange.type_number": "a number",
    "exchange.type_other": "something else",
    "exchange.type_rate": "a rate such as 85%",
    "exchange.type_table": "a table",
    "exchange.type_text": "text in quotes",
    "exchange.type_truth": "true or false",
    "exchange.type_whole": "a whole number without quotes",
    "exchange.unclosed_element": (
        "a script, style, comment or tag in line {line} is not closed; what follows it would be lost: close it"
    ),
    "exchange.unknown_form_suffix": "{file} ends in {found}; published forms are {known} files",
    "exchange.unknown_key": "the key {found} is unknown; allowed here are {allowed}",
    "exchange.unknown_key_near": "the key {found} is unknown, perhaps {nearest} is meant; allowed here are {allowed}",
    "exchange.unknown_kind": "the kind {found} is unknown; the kinds are {allowed}",
    "exchange.unknown_kind_near": "the kind {found} is unknown, perhaps {nearest} is meant; the kinds are {allowed}",
    "exchange.unknown_measure": "there is no shared measure {found}; the shared measures are {allowed}",
    "exchange.unknown_measure_near": (
        "there is no shared measure {found}, perhaps {nearest} is meant; the shared measures are {allowed}"
    ),
    "exchange.unknown_schema": "there is no schema {found}; the schemas are {allowed}",
    "exchange.unknown_schema_near": (
        "there is no schema {found}, perhaps {nearest} is meant; the schemas are {allowed}"
    ),
    "exchange.unknown_suffix": "{file} ends in {found}; documents are .toml or .json files",
    "exchange.unreadable": "the file {file} cannot be read: {reason}",
    "exchange.word_too_long": "line {line}: a number or key is longer than {limit} characters",
    "exchange.workbook_open_formula": (
        "{place} has a formula whose result is not stored; open the workbook in a spreadsheet program, save it and read it again"
    ),
    "exchange.workbook_too_many_cells": "the workbook has more than {limit} cells, merged ranges or comments and was not read; split it",
    "exchange.workbook_too_many_sheets": "the workbook has more than {limit} sheets and was not read; split it",
    "exchange.workbook_too_much_text": "the cells of the workbook show more than {limit} characters and were not read; split it",
    "exchange.wrong_type": "expected {expected}, found {found}",
    "exchange.xlsx_blank": "nothing stands under {heading}; fill in this cell",
    "exchange.xlsx_cell_too_long": "the text is longer than {limit} characters; shorten it",
    "exchange.xlsx_damaged": "the file is no .xlsx document that can be read: {reason}; save it again as .xlsx",
    "exchange.xlsx_error": "the cell shows the error {found}; write the value itself",
    "exchange.xlsx_fact": (
        "{found} is no name of a figure; write the name or id that `jixiao rubrics` lists for the base"
    ),
    "exchange.xlsx_fact_near": "{found} is no name of a figure; write the full name or the id, perhaps {nearest}",
    "exchange.xlsx_fact_several": "{found} is the name of several figures; write the id of the one meant: {several}",
    "exchange.xlsx_formula": "the cell holds a formula; write the value itself",
    "exchange.xlsx_heading": "the heading {found} is unknown; known are {allowed}",
    "exchange.xlsx_heading_near": "the heading {found} is unknown, perhaps {nearest} is meant; known are {allowed}",
    "exchange.xlsx_hidden": "what is read here is hidden; show the sheet, row or column, so that everyone sees what is changed",
    "exchange.xlsx_inexact": "the number {found} has more digits than a spreadsheet keeps exactly; write it as text",
    "exchange.xlsx_merged": "cells are merged here; undo it, so that each value stands in its own cell",
    "exchange.xlsx_missing": 'writing .xlsx needs the extra xlsx: pip install "jixiao-core[xlsx]"',
    "exchange.xlsx_no_change": (
        "the workbook changes nothing; choose under 调整方式 one of {known} on the line of the row that changes, "
        "and write what changes and why"
    ),
    "exchange.xlsx_no_column": "the sheet has no heading {heading}; add it to the line of headings",
    "exchange.xlsx_no_heading": "there is no heading above this cell; delete it, or put it under its heading",
    "exchange.xlsx_no_headings": "the sheet has no line of headings that begins with 指标; known headings are {known}",
    "exchange.xlsx_no_id": "the line names no 指标; write its id",
    "exchange.xlsx_no_line": "the sheet has no line {heading}; add it, with what it says beside it",
    "exchange.xlsx_no_parent": "the line does not say under 上级指标 what is broken down; write its id",
    "exchange.xlsx_no_sheet": "there is no sheet {name}; there are {known}",
    "exchange.xlsx_no_verb": "the line says something and names no 调整方式; write one of {known}",
    "exchange.xlsx_not_used": "nothing is read from this cell where the line says {verb}; delete it",
    "exchange.xlsx_other_sheet": (
        "nothing is read from the sheet {name}, and it is not empty; put what it says into one of {known}, or delete it"
    ),
    "exchange.xlsx_other_why": "another line gives another reason for the same breakdown; write it once",
    "exchange.xlsx_terms": "{found} cannot be read as figures joined by ＋ and －; write a name or id behind every sign",
    "exchange.xlsx_too_large": (
        "the sheet {name} has more than {rows} lines or {columns} columns and was not read; delete what is not part of the table"
    ),
    "exchange.xlsx_truth": "the cell holds a truth value; write words or a number",
    "exchange.xlsx_twice": "{found} stands twice; keep one of them",
    "exchange.xlsx_unseen": "the text holds a character that cannot be seen or shown; type the text again",
    "exchange.xlsx_value": "the cell holds neither text nor a number; write it as text",
    "exchange.xlsx_whole": "{found} is not a whole number; write it in digits, such as 2022",
    "exchange.xlsx_reading_open": "the change does not say what becomes of the reading {found}; write 其他理解 under 删去 to leave out the other readings of the row, or give them in an overlay file (.toml)",
    "exchange.xlsx_word": "{found} is not allowed here; write one of {allowed}",
    "exchange.xlsx_word_near": "{found} is not allowed here, perhaps {nearest} is meant; write one of {allowed}",
    "exchange.xlsx_years": "{found} is no fiscal year; write 2022, or 2022-2024",
}
