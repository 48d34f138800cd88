"""The national self-evaluation form: printed in four layouts and read back it is itself, and nothing of it is lost."""

import pytest
from attrs import evolve
from form_pages import as_docx, as_html, as_merged_html, as_text, without_places
from hypothesis import given
from self_evaluation_printer import STYLES, Style, as_xlsx, form_blocks, self_evaluation_forms, workbook

from jixiao_core.exchange import read_published
from jixiao_core.exchange.forms.blocks import Cell, Line, Row

LAYOUTS = {
    "text": lambda blocks, style: as_text(blocks).encode(),
    "html": lambda blocks, style: (as_merged_html if style.merged_cells else as_html)(blocks).encode(),
    "docx": lambda blocks, style: as_docx(blocks),
    "xlsx": as_xlsx,
}


def told(found):
    """What is not in the reports: the texts."""
    return [each.text for each in found.loss.unread if each.why in ("unknown", "unreadable")]


def counted(found):
    loss = found.loss
    return sum(count for _, count in loss.uses) + sum(each.why == "unknown" for each in loss.unread)


@pytest.mark.parametrize("layout", list(LAYOUTS))
class TestPrintedAndReadBack:
    @given(form=self_evaluation_forms(), style=STYLES)
    def test_it_is_itself(self, layout, form, style):
        """Any names and order of columns, merged or repeated levels, split pages, half-width signs, missing sections."""
        found = read_published(LAYOUTS[layout](form_blocks(form, style), style), layout=layout)
        (read,) = found.reports
        wanted = form if style.year_line else evolve(form, title=f"{form.title}（{form.fiscal_year}年度）")
        assert without_places(read) == without_places(wanted)
        assert (read.preparer, read.preparer_phone) == (form.preparer, form.preparer_phone)
        assert (read.leader, read.leader_phone) == (form.leader, form.leader_phone)
        assert told(found) == []
        assert found.loss.is_complete
        assert counted(found) == found.loss.cells + found.loss.lines
