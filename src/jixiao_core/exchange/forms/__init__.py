"""Readers of published forms: from their text, HTML or `.docx` to reports, with an account of every cell."""
