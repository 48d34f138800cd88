"""Official forms as a person sees them: on a screen, on a dark screen, on paper (A4)."""

from pathlib import Path

import pytest
from browser import DARK, facts, paper, run, screenshot

from jixiao_core import exchange, registry, review
from jixiao_core.present import closing, official_html
from jixiao_core.present.official_forms import official_form

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
PORTRAIT, LANDSCAPE = 794, 1123
"""The sides of A4 in CSS pixels."""
A4 = (595, 842)
BLANK = 200
"""As dark or light as a page has to be on average, of 255, without its ink."""


def reviewed(name):
    case = exchange.read_case(EXAMPLES / "cases" / f"{name}-2021.toml")
    return review(registry.load(case.rubric), case)


def made(name):
    match name.split("/"):
        case ["table", pin]:
            return registry.load(pin)
        case ["review", case]:
            return reviewed(case)
        case ["form", report]:
            return exchange.read_report(EXAMPLES / f"{report}.toml")


NAMES = (
    "table/junshan-department@2021.1",
    "table/junshan-project@2021.1",
    "review/department",
    "review/project",
    "form/department-2021",
    "form/project-2021",
    "form/self-evaluation-form-2023",
)


def width_of(name):
    return LANDSCAPE if name.startswith("review") else PORTRAIT


def is_near(found, wanted):
    return all(abs(one - two) <= 1 for one, two in zip(found, wanted, strict=True))


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off(name, locale):
    """At the width of its paper a page does not scroll sideways, and no word reaches out of its cell."""
    found = facts(official_html(made(name), locale=locale), width=width_of(name))
    assert found["overflow"] == found["cut"] == found["wide"] == 0
    assert found["tables"] >= 1


def test_a_telephone_scrolls_only_the_tables():
    found = facts(official_html(made(NAMES[0])), width=500)
    assert found["overflow"] == 0
    assert found["wide"] == 1


@pytest.mark.parametrize("name", NAMES)
def test_light_and_dark(name, tmp_path):
    """The page has the colours of its reader: dark on light, or light on dark, in every form."""
    page = official_html(made(name))
    for options, is_dark in (((), False), ((DARK,), True)):
        rows = screenshot(page, tmp_path / "shot.png", *options, width=width_of(name))
        edge = rows[0][0]
        ink = min(map(sum, rows[len(rows) // 2])) if not is_dark else max(map(sum, rows[len(rows) // 2]))
        assert (max(edge) < 255 - BLANK) if is_dark else (min(edge) > BLANK)
        assert (ink > 3 * BLANK) if is_dark else (ink < 3 * (255 - BLANK))
        assert facts(page, *options)["dark"] is is_dark


@pytest.mark.parametrize("name", NAMES)
def test_on_paper(name, tmp_path):
    """A4, upright for forms and across for reviews; the heading of the table on each of its pages; every text in it."""
    page = official_html(made(name))
    sizes, text = paper(page, tmp_path / "page.pdf")
    wanted = tuple(reversed(A4)) if name.startswith("review") else A4
    assert all(is_near(size, wanted) for size in sizes)
    shown = "".join(text.split())
    title = official_form(made(name)).title
    assert "".join(title.split()) in shown
    if not name.startswith("form"):
        sheets = text.split("\f")[:-1]
        pages_of_table = [sheet for sheet in sheets if "三级指标" in "".join(sheet.split())]
        assert len(pages_of_table) >= len(sheets) - 1
    if name.startswith("review"):
        assert closing() in shown


def test_paper_is_black_on_white_in_the_dark(tmp_path):
    """Who reads on a dark screen prints on white paper all the same."""
    import subprocess

    page = official_html(made("review/department"))
    pdf = tmp_path / "page.pdf"
    run(page, DARK, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    subprocess.run(["pdftoppm", "-r", "30", "-f", "1", "-l", "1", "-png", pdf, tmp_path / "sheet"], check=True)
    from browser import pixels

    rows = pixels(next(tmp_path.glob("sheet*.png")).read_bytes())
    assert rows[0][0] == rows[-1][-1] == (255, 255, 255)
    whole = [sum(pixel) for row in rows for pixel in row]
    assert sum(whole) / len(whole) > 3 * BLANK


def test_without_styles():
    """A reader that drops the style sheet still draws lines."""
    page = official_html(made(NAMES[0]))
    start, end = page.index("<style>"), page.index("</style>")
    dumped = run(page[:start] + page[end:], "--dump-dom")
    assert 'border="1"' in dumped
    assert 'scope="col"' in dumped
