"""The official table in a notebook: a rectangle of merged cells, verdicts in words, and nothing from data but text."""

import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import exchange, registry, review, score
from jixiao_core import strategies as jst
from jixiao_core.messages import Text
from jixiao_core.present import closing, review_html, sheet_html
from jixiao_core.present.elements import ATTRIBUTES, TAGS
from jixiao_core.present.html import html_of
from jixiao_core.present.labels import verdict_label
from jixiao_core.present.visible import visible
from jixiao_core.scoring.case import Case, Claim, ScoreRound
from jixiao_core.scoring.evidence import Evidence

EXAMPLES = Path(__file__).parents[2] / "examples" / "cases"


class Page(HTMLParser):
    """What a browser sees: elements, attributes, and the cells of each line with their spans."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.lines, self.open, self.texts = set(), set(), [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)
        if tag == "tr":
            self.lines.append([])
        if tag in ("td", "th"):
            given = dict(attrs)
            self.lines[-1].append(["", int(given.get("rowspan", 1)), int(given.get("colspan", 1))])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)
        if self.open and self.open[-1] in ("td", "th"):
            self.lines[-1][-1][0] += data

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def widths(lines):
    """The width of every line when merged cells reach down into it; spans never reach beyond the table."""
    found, reaching = [], []
    for line in lines:
        reaching = [(left - 1, width) for left, width in reaching if left > 1]
        found.append(sum(width for _, _, width in line) + sum(width for _, width in reaching))
        reaching += [(height, width) for _, height, width in line]
    assert all(left == 1 for left, _ in reaching)
    return found


def case_of(name):
    case = exchange.read_case(EXAMPLES / f"{name}-2021.toml")
    return review(registry.load(case.rubric), case)


@pytest.mark.parametrize("name", ["department", "project"])
def test_the_table_of_a_review(name):
    found = case_of(name)
    page = Page(found._repr_html_())
    rows = found.rounds[0].indicators
    assert len(page.lines) == 1 + len(rows) + 1
    assert len(set(widths(page.lines))) == 1
    for row, line in zip(rows, page.lines[1:-1], strict=True):
        label, maximum, claimed, possible, opinion = (text for text, *_ in line[-5:])
        assert label == row.label.zh.replace("\n", "")
        assert possible
        assert opinion
        assert (maximum, claimed) == (str(row.maximum), str(row.claimed))
    assert [text for text, *_ in page.lines[-1]][:3] == ["总分", "100", "98"]
    assert page.texts[-2 if page.texts[-1] == "\n" else -1] == closing()


def test_groups_are_merged_and_begin_once():
    """投入15 has three rows, 过程40 the next twelve, 产出25 six, 效果20 four."""
    page = Page(case_of("department")._repr_html_())
    groups = [cell[:2] for line in page.lines[1:-1] for cell in line if cell[1] > 1]
    heights = dict(groups)
    assert [heights[name] for name in ("投入（15分）", "产出（25分）", "效果（20分）")] == [3, 6, 4]


def test_in_english():
    found = case_of("project")
    text = review_html(found, locale="en")
    assert verdict_label("unmatched", "en") in text
    assert "Project decision (20)" in text
    assert text.startswith('<div lang="en">')


def test_a_sheet_and_a_review_without_rounds():
    found = case_of("project")
    assert html_of(found.sheet) == sheet_html(found.sheet)
    none = review(found.rubric, evolve(found.case, rounds=()))
    assert "已测算" in none._repr_html_()
    with pytest.raises(TypeError):
        html_of("text")


def test_every_round_has_its_table():
    found = case_of("project")
    (own,) = found.case.rounds
    both = review(found.rubric, evolve(found.case, rounds=(own, evolve(own, role="finance"))))
    assert both._repr_html_().count("<table") == 2


HOSTILE = st.one_of(
    st.text(min_size=1, max_size=30),
    st.sampled_from(
        [
            "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;", "</td></table>", "<!-- ",
            "' style='color:red", "]]>", "\u202egnp.exe", "{label} %s {0}", "a\u200bb", "<svg/onload=x>", "&#60;i&#62;",
        ]
    ),
)  # fmt: skip


@given(st.data())
def test_whatever_stands_in_the_data_is_text(data):
    rubric = data.draw(jst.rubrics())
    labels = [data.draw(HOSTILE) for _ in rubric.indicators]
    rows = tuple(evolve(row, label=Text(label)) for row, label in zip(rubric.indicators, labels, strict=True))
    groups = tuple(evolve(group, label=Text(data.draw(HOSTILE))) for group in rubric.groups)
    hostile = evolve(rubric, indicators=rows, groups=groups, title=Text(data.draw(HOSTILE)))
    claims = tuple(Claim(indicator=row.id, points=0, reason=data.draw(HOSTILE)) for row in rows)
    case = Case(
        rubric=hostile.pin,
        fiscal_year=2024,
        unit=data.draw(HOSTILE),
        evidence=Evidence(),
        rounds=(ScoreRound(role="self", claims=claims, total=0),),
    )
    for text in (review(hostile, case)._repr_html_(), score(hostile, Evidence())._repr_html_()):
        page = Page(text)
        assert page.tags <= TAGS
        assert page.attributes <= ATTRIBUTES
        assert len(set(widths(page.lines))) == 1
        names = {cell[0] for line in page.lines for cell in line}
        for label in labels:
            plain = "".join(label.split("\n"))
            if plain.isprintable():
                assert visible(plain) in names


def test_scripts_and_colours_are_none():
    text = case_of("project")._repr_html_().lower()
    for word in ("<script", "javascript", "onload", "http", "url(", "color:#", "color:red", "background:#", "white;"):
        assert word not in text


def test_the_core_reaches_the_presentation_only_when_a_notebook_asks():
    code = (
        "import sys\n"
        "from jixiao_core import registry, score, Evidence\n"
        "from jixiao_core.scoring import review\n"
        "sheet = score(registry.load('junshan-project@2021.1'), Evidence())\n"
        "sheet.possible\n"
        "print('jixiao_core.present' in sys.modules)\n"
        "sheet._repr_html_()\n"
        "print('jixiao_core.present' in sys.modules)\n"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "True"]
