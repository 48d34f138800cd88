"""The letter says what the review says, and what a reviewer writes into it is a round."""

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from letter_edits import edited, line, opened, saved, tables, texts

from budget import one_in
from jixiao_core import exchange, present, registry, reports, review
from jixiao_core import strategies as jst
from jixiao_core.errors import FormatError
from jixiao_core.present.letter_document import letter_docx
from jixiao_core.present.letter_pages import letter_markdown, letter_text
from jixiao_core.present.letter_reading import read_letter
from jixiao_core.present.letters import letter, round_of
from jixiao_core.scoring.case import Claim, ScoreRound
from jixiao_core.scoring.weights import row_maximum

MODEST = one_in(3)
LOCALES = ["zh_Hans_CN", "en"]
RUBRIC = registry.load("junshan-department@2021.1")
REPORT = exchange.read_report("examples/department-2021.toml")
CASE = reports.case(REPORT, RUBRIC)
FOUND = review(RUBRIC, CASE)
STAFFING = "input.budget_allocation.staffing_ratio"
CARD = "process.budget_management.card_payment_rate"
OPEN = ("above", "below", "unmatched", "pending")
# What people, other programs and attackers put into cells.
HOSTILE = st.sampled_from(
    [
        "=SUM(A1)",
        "第一行\n第二行",
        "<w:p>&amp;",
        "a\x00b\x0bc",
        "\u202e倒写",
        "1. 编号",
        "同申报得分",
        "复核说明",
        "x" * 500,
        "　 空格　",
        "",
        "{label}|*_`",
        "\r\n",
        "\ufffe\u200b",
    ]
)


def code_of(caught):
    return [problem.code for problem in caught.value.problems]


@st.composite
def reviewed(draw):
    """A generated table with a case, of which a second round may exist, with any texts."""
    rubric = draw(jst.rubrics())
    case = draw(jst.cases(rubric))
    if draw(st.booleans()):
        # A third of a point, where the row can have so much.
        some = {row.id: min(Fraction(1, 3), row_maximum(rubric, case.evidence, row)) for row in rubric.indicators}
        claims = tuple(
            Claim(indicator=row.id, points=draw(st.sampled_from([None, 0, some[row.id]])), reason=draw(HOSTILE))
            for row in draw(st.lists(st.sampled_from(rubric.indicators), unique_by=lambda row: row.id))
        )
        more = ScoreRound(role="finance", claims=claims, findings=tuple(draw(st.lists(HOSTILE, max_size=3))))
        case = evolve(case, rounds=(*case.rounds, more), unit=draw(HOSTILE), subject=draw(HOSTILE))
    return review(rubric, case)


class TestWhatALetterSays:
    @pytest.mark.parametrize("locale", LOCALES)
    def test_every_open_row_is_explained_in_the_words_of_the_house(self, locale):
        """Source: DESIGN 10, the order of an explanation; the clause is quoted, the arithmetic shown."""
        found = letter(FOUND, locale=locale)
        title = {"zh_Hans_CN": "逐项说明", "en": "Row by row"}[locale]
        (section,) = [each for each in found.sections if each.title == title]
        rows = [row for row in FOUND.rounds[0].indicators if row.verdict in OPEN]
        assert [text for _, text in section.items] == [present.explain(FOUND, row.id, locale=locale) for row in rows]
        numbers = {row.indicator: row.number for row in found.rows}
        assert [number for number, _ in section.items] == [numbers[row.id] for row in rows]

    def test_the_staffing_ratio_of_the_source(self):
        """33 of 18 posts are 183.33 %: 83 full points above the standard, 0.5 each."""
        (text,) = [text for each in letter(FOUND).sections for number, text in each.items if "33人÷18人" in text]
        assert "每超过一个百分点扣0.5分，扣完为止" in text
        assert "33人÷18人=183.33%，超过标准100%达83.33个百分点，满1个百分点的计83个" in text

    def test_totals_and_ratings(self):
        assert letter(FOUND).totals == (
            ("自评总分", "98"),
            ("自评等次", "优"),
            ("可能区间", "8至100"),
            ("暂认得分", "98"),
            ("从严得分", "8至100"),
            ("可能等次", "优、良、中、差"),
        )
        assert [name for name, _ in letter(FOUND, locale="en").totals] == [
            "Self-assessed total",
            "Self-assessed rating",
            "Possible range",
            "Provisional",
            "Strict",
            "Possible ratings",
        ]

    def test_papers_stand_once_with_their_rows(self):
        (papers,) = [each for each in letter(FOUND).sections if each.title == "需补充的资料"]
        wanted = dict.fromkeys(
            paper.zh for row in FOUND.rounds[0].indicators if row.verdict in OPEN for paper in row.papers
        )
        assert [text.partition("（第")[0] for _, text in papers.items] == list(wanted)
        (shared,) = [text for _, text in papers.items if text.startswith("细化后的个性化指标及分值")]
        assert shared.endswith(
            "（第16项推进全面小康建设指标任务完成情况、第17项建设湖南新增极目标任务完成情况、"
            "第18项《政府工作报告》目标任务完成情况、第19项省市重点民生实事完成情况、"
            "第20项省市重点工程和重大项目建设完成情况、第21项其他工作实绩指标完成情况、"
            "第22项经济效益、第23项社会效益、第24项生态效益）"
        )

    def test_cross_checks_with_their_likely_slips(self):
        (checks,) = [each for each in letter(FOUND, checks=reports.check(REPORT)).sections if each.title == "勾稽核对"]
        assert checks.items[0][1].split("\n")[1].startswith("疑似填报差错：")
        assert all("[提示]" not in text for _, text in checks.items)

    @pytest.mark.parametrize("locale", LOCALES)
    def test_every_text_form_ends_with_the_closing_line(self, locale):
        found = letter(FOUND, locale=locale)
        closing = present.closing(locale)
        assert letter_text(found).rstrip().endswith(closing)
        assert letter_markdown(found).rstrip().endswith(closing)
        assert opened(letter_docx(found)).paragraphs[-1].text == closing

    @pytest.mark.parametrize("locale", LOCALES)
    def test_the_document_holds_everything_that_the_text_has(self, locale):
        found = letter(FOUND, checks=reports.check(REPORT), locale=locale)
        document = opened(letter_docx(found))
        said = "\n".join(each.text for each in document.paragraphs)
        for part in (found.title, found.summary, *(text for each in found.sections for _, text in each.items)):
            assert part in said
        rows = texts(document, 1)[1:-1]
        assert [[row[0], row[1].strip("　"), *row[2:6]] for row in rows] == [
            [each.number, each.line.label, each.line.maximum, each.line.claimed, each.line.possible, each.line.opinion]
            for each in found.rows
        ]

    def test_a_reviewer_is_somebody_else(self):
        for role in ("self", "third_party"):
            case = evolve(CASE, rounds=(evolve(CASE.rounds[0], role="third_party", as_printed=True),))
            with pytest.raises(FormatError) as caught:
                letter(review(RUBRIC, case), reviewer=role)
            assert code_of(caught) == ["letter.not_a_reviewer"]


@pytest.mark.parametrize(
    ("locale", "total", "provisional"),
    [("zh_Hans_CN", "未填", "暂不能给出"), ("en", "not stated", "cannot be given yet")],
)
def test_a_total_that_cannot_be_computed_is_not_one_that_was_left_blank(locale, total, provisional):
    own = evolve(CASE.rounds[0], claims=(), total=None, grade="")
    values = [value for _, value in letter(review(RUBRIC, evolve(CASE, rounds=(own,))), locale=locale).totals]
    assert (values[0], values[3]) == (total, provisional)


class TestTheSameBytes:
    def test_nothing_but_the_letter_is_in_them(self):
        found = letter(FOUND)
        assert letter_docx(found) == letter_docx(letter(review(RUBRIC, CASE)))
        assert letter_docx(found) != letter_docx(evolve(found, closing="。"))


class TestReadingBack:
    @pytest.mark.parametrize("locale", LOCALES)
    @MODEST
    @given(found=reviewed())
    def test_an_unedited_letter_changes_nothing(self, locale, found):
        """Whatever stands in the case, and whatever Word makes of the document when it saves it."""
        content = letter_docx(letter(found, locale=locale))
        assert read_letter(content, found) is found.case
        assert read_letter(saved(opened(content)), found, date="2024-03-15") is found.case

    @pytest.mark.parametrize("locale", LOCALES)
    @MODEST
    @given(data=st.data())
    def test_what_is_written_is_the_round(self, locale, data):
        """Written by python-docx in any rows: those claims, and no others, in the order of the table."""
        found = data.draw(reviewed())
        found = review(found.rubric, evolve(found.case, rounds=found.case.rounds[:1]))
        written = letter(found, locale=locale)
        numbered = {row.number: row for row in written.rows if row.number}
        chosen = data.draw(st.lists(st.sampled_from(list(numbered)), unique=True, min_size=1))
        maxima = {number: found.sheet[numbered[number].indicator].maximum for number in chosen}
        points = {number: data.draw(st.sampled_from([Fraction(0), maxima[number] // 2])) for number in chosen}
        content = edited(
            letter_docx(written),
            rows={number: (str(points[number]), f"说明{number}") for number in chosen},
            findings=["台账未附。"],
        )
        case = read_letter(content, found, date="2024-03-15")
        own = round_of(case, "finance")
        assert case == evolve(found.case, rounds=(*found.case.rounds, own))
        assert own == ScoreRound(
            role="finance",
            claims=tuple(
                Claim(indicator=row.indicator, points=points[number], reason=f"说明{number}")
                for number, row in numbered.items()
                if number in points
            ),
            date="2024-03-15",
            findings=("台账未附。",),
        )
        # The next letter has it all, and says it again.
        again = review(found.rubric, case)
        assert read_letter(letter_docx(letter(again, locale=locale)), again) is case

    def test_only_what_was_changed_changes(self):
        """A third of a point is printed rounded, and stays a third where nobody writes over it."""
        third = Claim(indicator=STAFFING, points=Fraction(1, 3), reason="旧说明")
        before = ScoreRound(
            role="finance", claims=(third,), total=Fraction(1, 3), findings=("旧意见",), date="2024-01-01"
        )
        found = review(RUBRIC, evolve(CASE, rounds=(*CASE.rounds, before)))
        content = edited(letter_docx(letter(found)), rows={1: (None, "新说明"), 12: ("2", None)})
        own = round_of(read_letter(content, found), "finance")
        assert own == evolve(before, claims=(evolve(third, reason="新说明"), Claim(indicator=CARD, points=2)))
        content = edited(letter_docx(letter(found)), rows={1: ("", "")}, total="")
        own = round_of(read_letter(content, found), "finance")
        assert own == evolve(before, claims=(Claim(indicator=STAFFING),), total=None)

    @pytest.mark.parametrize(
        ("text", "points"),
        [("2", 2), ("5", 5), ("２．５", "2.5"), (" 0 ", 0), ("1.5分", "1.5"), ("同申报得分", 5), ("同申报\n得分", 5)],
    )
    def test_how_points_are_written(self, text, points):
        content = edited(letter_docx(letter(FOUND)), rows={1: (text, None)})
        (claim,) = round_of(read_letter(content, FOUND), "finance").claims
        assert claim == Claim(indicator=STAFFING, points=points)

    def test_as_claimed_in_english(self):
        content = edited(letter_docx(letter(FOUND, locale="en")), rows={12: ("As claimed", None)})
        assert round_of(read_letter(content, FOUND), "finance").claims == (Claim(indicator=CARD, points=2),)

    def test_own_findings_are_in_the_review_and_in_the_next_letter(self):
        """Source: DESIGN 8: a reviewer can add a finding by hand; it is carried into the letter."""
        content = edited(letter_docx(letter(FOUND)), findings=["资产卡片未更新。", "第二条", "第三条", "第四条"])
        found = review(RUBRIC, read_letter(content, FOUND))
        (own,) = [each for each in found.rounds if each.role == "finance"]
        told = [each for each in own.findings if each.code == "scoring.stated_finding"]
        assert [present.render(each.message) for each in told] == ["资产卡片未更新。", "第二条", "第三条", "第四条"]
        assert "资产卡片未更新。" in present.review_page(found, "finance")
        assert "资产卡片未更新。" in letter_text(letter(found))
        assert next(each["params"] for each in present.review_json(found, "finance")["findings"]) == {
            "text": "资产卡片未更新。"
        }
        assert texts(opened(letter_docx(letter(found))), 2)[1] == ["1", "资产卡片未更新。"]

    def test_the_findings_of_a_round_are_in_the_letter_about_it_and_under_the_printed_table(self):
        rounds = (*CASE.rounds, ScoreRound(role="finance", claims=(), findings=("资产卡片\n未更新。", "第二条")))
        found = review(RUBRIC, evolve(CASE, rounds=rounds))
        about = letter(found, role="finance", reviewer="third_party")
        content = letter_docx(about)
        paragraphs = [each.text for each in opened(content).paragraphs]
        for text in (letter_text(about), letter_markdown(about), "\n".join(paragraphs), present.official_text(found)):
            assert "财政复核补充意见" in text
            assert "资产卡片 未更新。" in text
        assert "2. 第二条" in paragraphs
        # They are not what the third party found.
        assert about.findings == ()
        assert read_letter(content, found) is found.case
        assert "Finance review: own findings" in present.official_text(found, locale="en")


class TestWhatCannotBeRead:
    def problems(self, content, found=FOUND, **more):
        with pytest.raises(FormatError) as caught:
            read_letter(content, found, **more)
        return [(each.code, each.path) for each in caught.value.problems], caught.value

    @pytest.mark.parametrize("text", ["-1", "5.01", "六", "1e3", "50%", "同自评", "1,5", "=5", "1 0", "1\n0", "1⁰"])
    def test_points(self, text):
        self.refused(text)

    @pytest.mark.parametrize("text", ["4/5", "5/5", "4 ／ 5", "4⁄5", "4/5分", "五分之四", "⅘"])
    def test_a_fraction_is_4_of_5_or_4_or_5_to_a_person(self, text):
        self.refused(text)
        content = edited(letter_docx(letter(FOUND)), total=text)
        assert self.problems(content)[0] == [("letter.bad_total", "total")]

    def refused(self, text):
        found, error = self.problems(edited(letter_docx(letter(FOUND)), rows={1: (text, None), 12: ("9", None)}))
        assert found == [("letter.bad_points", f"{STAFFING}.points"), ("letter.bad_points", f"{CARD}.points")]
        said = present.render_error(error)
        assert "第1项（财政供养人员控制率）" in said
        assert "0至5的数" in said
        assert "row 1 (财政供养人员控制率)" in present.render_error(error, "en")

    def test_as_claimed_where_nothing_is(self):
        claims = tuple(each for each in CASE.rounds[0].claims if each.indicator != CARD)
        found = review(RUBRIC, evolve(CASE, rounds=(evolve(CASE.rounds[0], claims=claims),)))
        content = edited(letter_docx(letter(found)), rows={12: ("同申报得分", None)})
        assert self.problems(content, found)[0] == [("letter.nothing_claimed", f"{CARD}.points")]

    @pytest.mark.parametrize("text", ["101", "-0.5", "优"])
    def test_total(self, text):
        assert self.problems(edited(letter_docx(letter(FOUND)), total=text))[0] == [("letter.bad_total", "total")]

    def test_what_stands_beside_a_group(self):
        document = opened(letter_docx(letter(FOUND)))
        tables(document)[1].rows[1].cells[-1].text = "投入类合理"
        assert self.problems(saved(document))[0] == [("letter.beside_a_group", "rows[1]")]

    def test_rows_that_are_gone_doubled_renamed_or_unknown(self):
        document = opened(letter_docx(letter(FOUND)))
        row = line(document, 3)._tr
        row.getparent().remove(row)
        assert self.problems(saved(document))[0] == [
            ("letter.missing_row", "input.budget_allocation.key_expenditure_rate")
        ]
        for cell, text, code in (
            (0, "4", "letter.row_twice"),
            (0, "99", "letter.unknown_row"),
            (1, "人员", "letter.changed_label"),
        ):
            document = opened(letter_docx(letter(FOUND)))
            line(document, 5).cells[cell].text = text
            assert [each for each, _ in self.problems(saved(document))[0]] == [code]

    def test_a_letter_about_something_else(self):
        content = letter_docx(letter(FOUND))
        places = {0: "rubric", 1: "unit", 2: "subject", 3: "year"}
        for place, name in places.items():
            found, error = self.problems(edited(content, reference={place: "别的"}))
            assert found == [("letter.other_reference", f"reference.{name}")]
            assert "别的" in present.render_error(error)
        # All at once, and the digest counts as well as the pin.
        digest = f"{RUBRIC.pin}#sha256:{'0' * 64}"
        found, _ = self.problems(edited(content, reference={0: digest, 3: "2022"}))
        assert found == [("letter.other_reference", "reference.rubric"), ("letter.other_reference", "reference.year")]

    def test_a_digest_in_two_lines_is_the_same(self):
        value = letter(FOUND).reference[0][1]
        content = edited(letter_docx(letter(FOUND)), reference={0: f"{value[:40]}\n{value[40:]}"})
        assert read_letter(content, FOUND) is CASE

    def test_without_its_reference(self):
        document = opened(letter_docx(letter(FOUND)))
        row = tables(document)[-1].rows[0]._tr
        row.getparent().remove(row)
        assert self.problems(saved(document))[0] == [("letter.reference_missing", "reference.rubric")]
        for place in (4, 5):
            content = edited(letter_docx(letter(FOUND)), reference={place: "某人"})
            assert self.problems(content)[0] == [("letter.reference_missing", "reference")]

    def test_another_reviewer(self):
        found, _ = self.problems(letter_docx(letter(FOUND)), reviewer="department")
        assert found == [("letter.other_reviewer", "reviewer")]

    def test_no_letter_at_all(self):
        document = opened(letter_docx(letter(FOUND)))
        table = tables(document)[1]._tbl
        table.getparent().remove(table)
        assert self.problems(saved(document))[0] == [("letter.not_a_letter", "")]
        for content in (b"", b"PK", letter_text(letter(FOUND)).encode()):
            assert self.problems(content)[0][0][0].startswith("exchange.docx")

    @pytest.mark.parametrize("date", ["15.3.2024", "2024-13-01", "2024-3-5", "明天", "2024-03-15T00:00"])
    def test_dates(self, date):
        assert self.problems(letter_docx(letter(FOUND)), date=date)[0] == [("letter.bad_date", "date")]
