"""English templates of what is wrong with lines and cells of tables of units, as files hold them."""

TEMPLATES: dict[str, str] = {
    "tables.cell_cut": "{text}… (cut: a cell of a workbook holds no more; write .csv for all of it)",
    "tables.line_of_text": "the line has more than {limit} characters; shorten it, or close a quotation mark that is open",
    "tables.loose_return": "the record, which goes to line {end}, holds a carriage return (CR) outside of quotation marks and is not read; end lines by LF or by CR LF",
    "tables.text_over_lines": "the text in quotation marks that begins here goes on to line {end}, over more than {limit} lines, and lines {start} to {end} are not read; close the quotation mark where the text ends, or shorten it",
}
