"""Pictures of the documentation are there, small, described, and used."""

import re

from markdown_pages import ROOT, documentation_pages

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
MOST_BYTES = 300_000


def pictures():
    for page in documentation_pages():
        for text, link in PICTURE.findall(page.read_text(encoding="utf-8")):
            yield page, text, (page.parent / link).resolve()


def test_pictures_are_there_and_small_and_described():
    for page, text, path in pictures():
        assert path.is_file(), page
        assert path.stat().st_size < MOST_BYTES, path
        assert len(text) > 3, page


def test_no_picture_lies_unused():
    used = {path for _, _, path in pictures()}
    drawn = {path for path in (ROOT / "docs" / "pictures").iterdir() if path.name.startswith(("chart-", "summary-"))}
    assert drawn <= used
