"""
The transcription against quotes that were typed from the source once, by its layout, and not from the rubrics.

`source_quotes.json` has, row by row, what is printed: label, points, criterion, explanation, self-assessed score and
deduction reason. Line breaks of criteria are kept; spaces at line ends are cut; the points of the pool stand in its
first row only.
"""

import hashlib
import json
import re
from itertools import groupby
from pathlib import Path

import pytest

from jixiao_core.messages import number_text
from jixiao_core.rubrics.formulas import Checklist, DeductPerStep, Nonconformities, Options

HERE = Path(__file__).parent
QUOTES = json.loads((HERE / "source_quotes.json").read_text(encoding="utf-8"))
TABLES = ("department", "project")
CIRCLED = "①②③④⑤"


@pytest.fixture(params=TABLES)
def table(request):
    return request.param


@pytest.fixture
def rubric(table, request):
    return request.getfixturevalue(table)


@pytest.fixture
def pairs(table, rubric):
    return list(zip(rubric.indicators, QUOTES[table], strict=True))


def test_the_quotes_are_those_that_were_typed():
    """Nobody adjusts the independent copy to the transcription unseen."""
    digest = hashlib.sha256((HERE / "source_quotes.json").read_bytes()).hexdigest()
    assert digest == "041bac2714a95daa8515d3e1fa6018a3aa346284493f5407fb400cd91417e430"


def test_rows_stand_in_printed_order(pairs):
    assert [row.source.row for row, _ in pairs] == list(range(1, len(pairs) + 1))


def test_criteria_are_verbatim(pairs):
    assert [row.clause for row, _ in pairs] == [quote["clause"] for _, quote in pairs]


def test_labels_are_verbatim(pairs):
    assert [row.label.zh for row, _ in pairs] == [quote["label"] for _, quote in pairs]


def test_explanations_are_verbatim(pairs):
    assert [row.explanation for row, _ in pairs] == [quote.get("explanation", "") for _, quote in pairs]


def test_points_are_those_printed(pairs, rubric):
    printed = [quote["points"] for _, quote in pairs if quote["points"]]
    in_order = (rubric.pool_of(row.id) or row for row, _ in pairs)
    assert [number_text(next(same).points) for _, same in groupby(in_order, key=id)] == printed


def test_the_remark_under_the_table(rubric, table):
    assert QUOTES["remarks"][table] in [note.zh for note in rubric.notes]


def test_level_points(department, project):
    found = {group.label.zh: int(group.points) for rubric in (department, project) for group in rubric.groups}
    assert found == {
        "投入": 15, "预算配置": 15,
        "过程": 40, "预算执行": 15, "预算管理": 15, "资产管理": 10,
        "产出": 25, "职责履行": 25,
        "效果": 20, "履职效益": 20,
        "项目决策": 20, "项目目标": 4, "决策过程": 8, "资金分配": 8,
        "项目管理": 25, "资金到位": 5, "资金管理": 10, "组织实施": 10,
        "项目绩效": 55, "项目产出": 15, "项目效果": 40,
    }  # fmt: skip


def test_every_row_has_a_class_of_tests(rubric):
    texts = "\n".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))
    named = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+){2})"', texts))
    assert [row.id for row in rubric.indicators if row.id not in named] == []


def test_demands_for_papers_quote_the_criterion(rubric):
    demands = [(row, demand) for row in rubric.indicators for demand in row.documents]
    assert all(demand.clause in row.clause for row, demand in demands)


def test_five_papers_are_demanded_all_in_the_project_table(department, project):
    assert [row.id for row in department.indicators if row.documents] == []
    assert [row.source.row for row in project.indicators if row.documents] == [2, 4, 5, 9, 13]


def test_parts_with_circled_numbers_quote_the_criterion(rubric):
    """Every ① … ⑤ of a criterion is a part of its formula, in order, in the words of the print."""
    for row in rubric.indicators:
        match row.formula:
            case Checklist(items=parts) | Nonconformities(conditions=parts) | Options(options=parts):
                labels = [part.label.zh for part in parts if part.label.zh[0] in CIRCLED]
            case _:
                continue
        marks = re.findall(f"^[{CIRCLED}]", row.quote, flags=re.MULTILINE)
        assert marks == [label[0] for label in labels], row.id
        assert all(label in row.quote for label in labels), row.id


def test_rates_without_a_printed_formula_say_so(department):
    customary = {1, 2, 3, 4, 7, 11, 12, 15}
    rows = [row for row in department.indicators if row.source.row in customary]
    assert {row.measure.basis for row in rows} == {"customary"}
    assert all(row.measure.label.zh and row.measure.label.en for row in rows)
    assert all(any("未列计算公式" in note.zh for note in row.notes) for row in rows)


def test_rates_with_a_printed_formula_say_so(project):
    printed = {row.source.row for row in project.indicators if row.measure and row.measure.basis == "printed"}
    assert printed == {6, 22}
    assert [row.source.row for row in project.indicators if "=" in row.explanation or "/" in row.explanation] == [
        6, 14, 15, 22,
    ]  # fmt: skip


def test_every_answer_is_somebodys_decision_with_a_reason(rubric):
    for question in rubric.questions:
        assert question.adopted_by.zh, question.id
        assert question.reason.zh, question.id
        assert question.reason.en, question.id


def test_every_other_answer_changes_a_row(rubric):
    offered = {(question.id, answer.id) for question in rubric.questions for answer in question.answers[1:]}
    assert offered == {(reading.question, reading.id) for row in rubric.indicators for reading in row.readings}


def test_rows_of_one_question_switch_together(department, project):
    stepped = [row.source.row for row in department.indicators if isinstance(row.formula, DeductPerStep)]
    switched = [
        row.source.row for row in department.indicators if {each.question for each in row.readings} >= {"part_step"}
    ]
    assert stepped == switched == [1, 2, 7, 11, 12, 15]
    for rubric in (department, project):
        lists = [row for row in rubric.indicators if isinstance(row.formula, Checklist)]
        assert all(any(each.question == "partial_credit" for each in row.readings) for row in lists)


def test_everything_is_said_in_both_languages(rubric):
    texts = [
        *(group.label for group in rubric.groups),
        *(row.label for row in rubric.indicators),
        *(text for row in rubric.indicators for text in (*row.papers, *row.notes)),
        *(answer.note for question in rubric.questions for answer in question.answers),
        *(fact.label for fact in rubric.facts),
        *(fact.definition for fact in rubric.facts),
        *rubric.limitations,
    ]
    assert [text.zh for text in texts if not text.en] == []


def test_ratings(rubric):
    scale = [(grade.name, int(grade.at_least)) for grade in rubric.grades.grades]
    assert scale == [("优", 90), ("良", 80), ("中", 60), ("差", 0)]
    assert rubric.grades.basis == "customary"


def test_the_coverage_page_lists_every_row_with_its_kind_and_adopted_answers(rubric):
    page = HERE.parents[1] / "docs" / "reference" / "coverage.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    for row in rubric.indicators:
        (line,) = [each for each in lines if f"<br>`{row.id}` |" in each]
        assert line.startswith(f"| {row.source.row} | {row.label.zh}<br>")
        assert f"`{row.formula.kind}`" in line
        adopted = {reading.question: rubric.question(reading.question).adopted for reading in row.readings}
        assert all(f"`{question}` ({answer})" in line for question, answer in adopted.items())
        assert all(demand.id in line for demand in row.documents)
