"""Every way to change a table, and every reason for which a change is refused."""

import pytest
from attrs import evolve

from jixiao_core import Evidence, InvalidValueError, Text, registry, score, tailor
from jixiao_core._templates.rubrics import TEMPLATES
from jixiao_core.rubrics.formulas import DeductPerStep, Judged, Proportional
from jixiao_core.rubrics.grades import Grade, GradeScale
from jixiao_core.rubrics.indicators import Group, Indicator
from jixiao_core.rubrics.overlay import (
    Addition,
    Adoption,
    Breakdown,
    FormulaChange,
    MeasureChange,
    Move,
    Overlay,
    Part,
    Removal,
    Revision,
)
from jixiao_core.rubrics.sources import Source

BASE = registry.load("junshan-department@2021.1")
WHY = Text("试行")
INPUT, DUTY, BENEFIT = "input.budget_allocation", "output.duty_performance", "effect.duty_benefit"
STAFF = f"{INPUT}.staffing_ratio"
CARD = "process.budget_management.card_payment_rate"
ASSET = "process.asset_management.fixed_asset_utilisation"
SYSTEM = "process.budget_management.management_system"
POLE = f"{DUTY}.new_growth_pole"
POOL = f"{BENEFIT}.shared_benefits"


def overlay(**changes) -> Overlay:
    head = {"derived_from": BASE.pin, "series": "jia-county", "edition": 2022, "revision": 1, "reason": WHY}
    return Overlay(**{**head, **changes})


def tailored(**changes):
    return tailor(BASE, overlay(**changes))


def revise(name=ASSET, why=WHY, **fields):
    return {"revise": ((name, Revision(why=why, **fields)),)}


def part(name="one", points=7, **fields):
    return Part(**{"id": name, "label": Text("甲"), "points": points, "formula": Judged(), "clause": "条款", **fields})


def break_down(name=POLE, rows=None, **fields):
    return {"break_down": ((name, Breakdown(why=WHY, rows=(part(),) if rows is None else rows, **fields)),)}


def row(name, points=1):
    return Indicator(
        id=name, label=Text("新"), points=points, clause="条款", source=Source(table="表"), formula=Judged()
    )


def adopt(question, answer, **more):
    told = {"adopted_by": Text("甲县财政局"), "adopted_on": "2022-01-10", "why": WHY, **more}
    return {"adopt": ((question, Adoption(answer=answer, **told)),)}


def key(name):
    return f"'{name}'"


CASES = {
    "another base": ({"derived_from": "other@2021.1"}, [("overlay_other_base", "derived_from")]),
    "another digest": (
        {"derived_from": f"{BASE.pin}#sha256:{'0' * 64}"},
        [("overlay_base_digest", "derived_from")],
    ),
    "the pin of its base": (
        {"series": BASE.series, "edition": BASE.edition, "revision": BASE.revision},
        [("overlay_same_pin", "series")],
    ),
    "a head that is the same": ({"title": BASE.title}, [("overlay_same_value", "title")]),
    "no reason": ({"reason": Text("")}, [("overlay_why", "reason")]),
    "no why": (revise(why=Text(" "), clause="新"), [("overlay_why", f"revise.{key(ASSET)}.why")]),
    "a head that cannot go": ({"without": ("title",)}, [("overlay_without", "without[0]")]),
    "a head given and left out": (
        {"grades": GradeScale(grades=(Grade(name="合格", at_least=0),)), "without": ("grades",)},
        [("overlay_stated_and_without", "without[0]")],
    ),
    "nothing": (revise(), [("overlay_no_change", f"revise.{key(ASSET)}")]),
    "the same value": (revise(points=3), [("overlay_same_value", f"revise.{key(ASSET)}.points")]),
    "the same parameter": (
        revise(formula=FormulaChange(deduct="0.1")),
        [("overlay_same_value", f"revise.{key(ASSET)}.formula.deduct")],
    ),
    "a field that rows do not have": (
        revise(choose="one"),
        [("overlay_no_field", f"revise.{key(ASSET)}.choose")],
    ),
    "a field that groups do not have": (
        revise("input", formula=Judged()),
        [("overlay_no_field", "revise.input.formula")],
    ),
    "a parameter of another kind": (
        revise(formula=FormulaChange(full_at="90%")),
        [("overlay_no_parameter", f"revise.{key(ASSET)}.formula.full_at")],
    ),
    "a parameter that cannot go": (
        revise(formula=FormulaChange(without=("deduct",))),
        [("overlay_without", f"revise.{key(ASSET)}.formula.without[0]")],
    ),
    "parts of no measure": (
        revise(SYSTEM, measure=MeasureChange(absolute=True)),
        [("overlay_no_measure", f"revise.{key(SYSTEM)}.measure")],
    ),
    "readings that a new formula leaves open": (
        revise(formula=Proportional()),
        [("overlay_reading_open", f"revise.{key(ASSET)}.readings")] * 2,
    ),
    "a reading of another kind": (
        revise(CARD, formula=FormulaChange(deduct="0.3")),
        [("overlay_reading_open", f"revise.{key(CARD)}.readings")],
    ),
    "a reading that is what the row became": (
        revise(formula=FormulaChange(part_step="count")),
        [("overlay_reading_same", f"revise.{key(ASSET)}.readings")],
    ),
    "twice": (
        {"revise": ((ASSET, Revision(why=WHY, label=Text("甲"))), (ASSET, Revision(why=WHY, label=Text("乙"))))},
        [("overlay_twice", f"revise.{key(ASSET)}")],
    ),
    "revised and removed": (
        {**revise(), **revise(POLE, label=Text("甲")), **break_down()},
        [("overlay_twice", f"break_down.{key(POLE)}")],
    ),
    "changed in what is removed": (
        {**revise(label=Text("甲")), "remove": (("process", Removal(why=WHY)),)},
        [("overlay_inside", f"revise.{key(ASSET)}"), ("points_do_not_sum", "remove.process")],
    ),
    "an unknown row": (revise("input.nothing", label=Text("甲")), [("unknown_indicator", "revise.'input.nothing'")]),
    "parts that do not sum": (
        break_down(rows=(part(points=3), part("two", points=3))),
        [("overlay_parts_sum", f"break_down.{key(POLE)}.rows"),
         ("points_do_not_sum", f"tailored.{key(POLE)}.points")],
    ),
    "a part without a clause": (
        break_down(rows=(part(clause=None),)),
        [("overlay_clause_open", f"break_down.{key(POLE)}.rows[0].clause"),
         ],
    ),
    "a kept clause that nobody quotes": (
        break_down(keep_clause=True),
        [("overlay_clause_unused", f"break_down.{key(POLE)}.keep_clause")],
    ),
    "no parts": (
        break_down(rows=()),
        [("empty", f"break_down.{key(POLE)}.rows"), ("empty_group", f"break_down.{key(POLE)}.points")],
    ),
    "a group broken down": (break_down("input"), [("overlay_group_broken_down", "break_down.input")]),
    "a member of a pool broken down": (
        break_down(f"{BENEFIT}.social_benefit"),
        [("overlay_pool_member", f"break_down.{key(f'{BENEFIT}.social_benefit')}")],
    ),
    "a part with a bad id": (
        break_down(rows=(part("甲"),)),
        [("bad_id", f"break_down.{key(POLE)}.rows[0].id")],
    ),
    "nothing added": ({"add": (Addition(why=WHY),)}, [("overlay_one_addition", "add[0]")]),
    "two things added": (
        {"add": (Addition(why=WHY, indicator=row("a"), group=Group(id="b", label=WHY, points=1)),)},
        [("overlay_one_addition", "add[0]")],
    ),
    "an id that is taken": (
        {"add": (Addition(why=WHY, indicator=row(STAFF)),)},
        [("overlay_id_taken", "add[0].indicator.id")],
    ),
    "before what does not stand beside it": (
        {"add": (Addition(why=WHY, indicator=row(f"{INPUT}.new"), before=ASSET),)},
        [("unknown_indicator", "add[0].before")],
    ),
    "points that are added": (
        {"add": (Addition(why=WHY, indicator=row(f"{INPUT}.new")),)},
        [("points_do_not_sum", "add[0].indicator.points")],
    ),
    "a move to nowhere": ({"move": ((ASSET, Move(why=WHY)),)}, [("overlay_move", f"move.{key(ASSET)}")]),
    "a move into itself": (
        {"move": (("input", Move(why=WHY, to=INPUT)),)},
        [("overlay_move", "move.input")],
    ),
    "a move to a group that is none": (
        {"move": ((ASSET, Move(why=WHY, to="nothing")),)},
        [("unknown_indicator", f"move.{key(ASSET)}.to")],
    ),
    "a move onto another row": (
        {"move": ((SYSTEM, Move(why=WHY, to="process.asset_management")),)},
        [("overlay_id_taken", f"move.{key(SYSTEM)}")],
    ),
    "sums where several things changed": (
        {"revise": ((STAFF, Revision(why=WHY, points=8)), (f"{INPUT}.key_expenditure_rate", Revision(why=WHY, points=6)))},
        [("overlay_points", f"revise.{key(f'{INPUT}.key_expenditure_rate')}.points")],
    ),
    "a row that others name": (
        {"remove": ((f"{DUTY}.other_work_results", Removal(why=WHY)),), **revise(POLE, points=11)},
        [("not_a_sibling", f"tailored.{key(f'{DUTY}.{name}')}.reallocate_to") for name in (
            "moderately_prosperous_society", "government_work_report", "livelihood_projects", "major_projects")]
        + [("not_a_sibling", f"revise.{key(POLE)}.reallocate_to")],
    ),
    "an unknown question": (adopt("nothing", "x"), [("unknown_question", "adopt.nothing")]),
    "an answer that is adopted already": (
        adopt("part_step", "ignored_part"),
        [("overlay_answer", "adopt.part_step.answer")],
    ),
    "an adoption on no date": (
        adopt("surplus_concept", "current_year_balance", adopted_on="去年"),
        [("bad_date", "adopt.surplus_concept.adopted_on")],
    ),
    "an adoption by nobody, for no reason, of no answer": (
        adopt("surplus_concept", "x", adopted_on="2022-02-30", adopted_by=Text(" "), why=Text("")),
        [("overlay_answer", "adopt.surplus_concept.answer"), ("bad_date", "adopt.surplus_concept.adopted_on"),
         ("empty", "adopt.surplus_concept.adopted_by"), ("overlay_why", "adopt.surplus_concept.why")],
    ),
    "an adoption beside readings of the same part": (
        adopt("part_step", "counts_in_full"),
        [("overlay_adoption_open", "adopt.part_step.answer")] * 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_fault_gives_its_problem_and_no_other(name):
    changes, expected = CASES[name]
    with pytest.raises(InvalidValueError) as caught:
        tailored(**changes)
    found = [(problem.code, problem.path) for problem in caught.value.problems]
    assert sorted(found) == sorted((f"rubrics.{code}", path) for code, path in expected)


def test_every_code_of_overlays_is_provoked_here():
    provoked = {f"rubrics.{code}" for _, expected in CASES.values() for code, _ in expected}
    assert {code for code in TEMPLATES if code.startswith("rubrics.overlay_")} <= provoked


def test_an_overlay_on_another_reading_of_its_base_tailors_what_was_published():
    assert tailor(BASE.under({"part_step": "pro_rata"}), overlay()) == tailored()


class TestAdoption:
    def test_the_reading_becomes_the_row_and_the_row_a_reading(self):
        name, question = "process.budget_execution.surplus_funds", "surplus_concept"
        found = tailored(**adopt(question, "current_year_balance"))
        before, after = BASE.indicator(name), found.indicator(name)
        reading = next(each for each in before.readings if each.id == "current_year_balance")
        assert after.measure == reading.measure
        back = next(each for each in after.readings if each.id == "cumulative_balance")
        assert (back.question, back.measure, back.formula) == (question, before.measure, None)
        turned = found.question(question)
        assert (turned.adopted, turned.adopted_by.zh) == ("current_year_balance", "甲县财政局")
        assert turned.adopted_on == "2022-01-10"

    def test_under_the_old_answer_it_behaves_as_before(self):
        """Adopting and switching back is the base, for every answer of the question."""
        found = tailored(**adopt("case_counting", "per_condition"))
        for answer in BASE.question("case_counting").answers:
            before, after = BASE.under({"case_counting": answer.id}), found.under({"case_counting": answer.id})
            for name in (each.id for each in BASE.indicators):
                read, was = after.read(after.indicator(name)), before.read(before.indicator(name))
                assert (read.measure, read.formula) == (was.measure, was.formula)

    def test_answers_without_a_reading_of_their_own_keep_what_the_row_was(self):
        """surplus_funds has readings for two of three answers; after an adoption all three say what they said."""
        question = "three_public_change_basis"
        found = tailored(
            **adopt(question, "budget"),
            **revise(f"{INPUT}.three_public_change_rate", keep_readings=True, label=Text("变动率")),
        )
        for answer in BASE.question(question).answers:
            name = f"{INPUT}.three_public_change_rate"
            before, after = BASE.under({question: answer.id}), found.under({question: answer.id})
            assert after.read(after.indicator(name)).measure == before.read(before.indicator(name)).measure


class TestMoving:
    def test_order_only(self):
        found = tailored(move=((ASSET, Move(why=WHY, before="process.asset_management.management_system")),))
        names = [each.id for each in found.members("process.asset_management")]
        assert names[0] == ASSET
        assert {each.id for each in found.indicators} == {each.id for each in BASE.indicators}

    def test_to_another_group_with_the_points_made_right(self):
        found = tailored(
            move=((ASSET, Move(why=WHY, to="process.budget_management")),),
            revise=(
                ("process.asset_management", Revision(why=WHY, points=7)),
                ("process.budget_management", Revision(why=WHY, points=18)),
            ),
        )
        moved = found.indicator("process.budget_management.fixed_asset_utilisation")
        assert moved.formula == BASE.indicator(ASSET).formula
        assert moved.notes[-1].zh == "调整理由：试行"
        with pytest.raises(LookupError):
            found[ASSET]

    def test_whoever_names_it_names_it_by_its_new_id(self):
        """The rows of duty performance give their points to one of them; all move with their group."""
        found = tailored(
            move=((DUTY, Move(why=WHY, to="effect")),),
            revise=(("effect", Revision(why=WHY, points=45)), ("output", Revision(why=WHY, points=5))),
            add=(Addition(why=WHY, indicator=row("output.rest", 5)),),
            points=105,
        )
        moved = found.indicator("effect.duty_performance.new_growth_pole")
        assert moved.reallocate_to == ("effect.duty_performance.other_work_results",)
        assert sum(each.points for each in found.members("effect.duty_performance")) == 25


def test_adding_removing_and_regrouping_keeps_every_sum():
    found = tailored(
        remove=((f"{INPUT}.key_expenditure_rate", Removal(why=WHY)),),
        add=(
            Addition(why=WHY, group=Group(id="input.goals", label=Text("目标设定"), points=5), before=INPUT),
            Addition(why=WHY, indicator=row("input.goals.soundness", 5)),
        ),
        revise=((INPUT, Revision(why=WHY, points=10)),),
    )
    assert [each.id for each in found.members("input")] == ["input.goals", INPUT]
    assert sum(each.points for each in found.members("input")) == 15
    assert [note.zh for note in found.notes[-3:]] == [
        "调整理由（预算配置）：试行",
        "调整理由（重点支出安排率）：试行",
        "调整理由（目标设定）：试行",
    ]
    assert score(found, Evidence()).possible.high == 100


def test_questions_that_only_lost_rows_asked_are_lost_with_them():
    found = tailored(
        remove=((f"{INPUT}.key_expenditure_rate", Removal(why=WHY)),),
        **revise(STAFF, points=10, formula=FormulaChange(deduct=1)),
    )
    assert "key_expenditure_ratio" not in {question.id for question in found.questions}
    assert "staff_scope" in {question.id for question in found.questions}


def test_fields_that_go_back_to_their_defaults():
    found = tailored(**revise(POLE, without=("reallocate_to", "papers")), without=("grades",))
    assert found.indicator(POLE).reallocate_to == ()
    assert found.grades is None


def test_a_corrected_clause_does_not_outlive_its_clause():
    rows = tuple(evolve(each, clause_corrected="更正") if each.id == STAFF else each for each in BASE.indicators)
    garbled = evolve(BASE, indicators=rows)
    found = tailor(garbled, overlay(**revise(STAFF, clause="新条款")))
    assert (garbled.indicator(STAFF).quote, found.indicator(STAFF).quote) == ("更正", "新条款")


def test_a_whole_formula_with_kept_readings():
    formula = DeductPerStep(standard="90%", side="below", step="1pp", deduct="0.1")
    found = tailored(**revise(formula=formula, keep_readings=True))
    assert found.indicator(ASSET).readings == BASE.indicator(ASSET).readings


def test_total_points_may_change_when_every_level_follows():
    found = tailored(
        points=110,
        revise=(("process", Revision(why=WHY, points=50)),
                      ("process.asset_management", Revision(why=WHY, points=20)),
                      ("process.asset_management.asset_safety", Revision(why=WHY, points=14))),
    )  # fmt: skip
    assert found.points == 110


def test_the_base_is_not_changed():
    before = evolve(BASE)
    tailored(**revise(label=Text("甲")))
    assert before == BASE
