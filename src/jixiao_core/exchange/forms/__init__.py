"""Readers of published forms: from their text, HTML, `.docx` or `.xlsx` to reports, with an account of every cell."""
