"""Two versions of a small table: what is told of tree, head, words and scores, change by change."""

import time
from fractions import Fraction

import pytest
from attrs import evolve, fields
from hypothesis import given as forall
from hypothesis import strategies as st

from jixiao_core import Message, RubricDiff, Text, diff, present, registry
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.rubrics.diffing.matching import out_of_order
from jixiao_core.rubrics.diffing.spans import text_spans
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formulas import (
    Band,
    Bands,
    Checklist,
    ChecklistItem,
    Condition,
    DeductPerStep,
    Judged,
    Nonconformities,
    Option,
    Options,
    Proportional,
    Targets,
)
from jixiao_core.rubrics.grades import Adjustment, Grade, GradeScale, RoundingStep
from jixiao_core.rubrics.indicators import Answer, Group, Indicator, Pool, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import DocumentDemand, FiscalYears, Issuer, Source

RATE = Measure(numerator=(Term("spent"),), denominator=(Term("budget"),))
STEPS = DeductPerStep(standard="100%", side="below", step="1pp", deduct="0.5")


def fact(name, quantity=FactQuantity.MONEY, **more):
    return FactDefinition(id=name, label=Text(name), quantity=quantity, definition=Text(name), **more)


FACTS = (
    fact("spent"),
    fact("budget"),
    fact("balance", may_be_negative=True),
    fact("people", FactQuantity.COUNT),
)


def row(name="a.x", points=5, **more):
    found = {
        "formula": Judged(),
        "clause": "酌情计分",
        "label": Text(name),
        "source": Source(table="表", row=1),
        **more,
    }
    return Indicator(id=name, points=points, **found)


def table(*rows, groups=None, **more):
    names = dict.fromkeys(each.id.rpartition(".")[0] for each in rows)
    if groups is None:
        groups = tuple(
            Group(id=name, label=Text(name), points=sum(each.points for each in rows if each.id.startswith(f"{name}.")))
            for name in names
        )
    total = sum(group.points for group in groups if "." not in group.id)
    head = {"title": Text("表"), "issuer": Issuer(zh="甲局"), "fiscal_years": FiscalYears(first=2020, last=2030)}
    found = {"series": "own", "edition": 2024, "revision": 1, "kind": "project", **head, "facts": FACTS, **more}
    return Rubric(points=total, groups=groups, indicators=rows, **found)


def rate_row(formula=STEPS, measure=RATE, **more):
    return row(formula=formula, measure=measure, **more)


def one(before, after, **more):
    """What is told of the only row of two tables that differ in it alone."""
    found = diff(table(before, **more), table(after, **more))
    assert (found.head, found.structure) == ((), ())
    (change,) = found.rows
    return change


def published_fields(kind):
    return {attribute.name for attribute in fields(kind) if attribute.metadata.get("identity", True)}


def sides(difference):
    return tuple(
        (outcome.status, str(outcome.points)) for outcome in (difference.witness.before, difference.witness.after)
    )


def given(difference):
    return {
        stated.id or stated.kind: None if stated.value is None else str(stated.value)
        for stated in difference.witness.given
    }


class TestWords:
    def test_a_clause_by_character(self):
        change = one(row(clause="每低于一个百分点扣0.5分"), row(clause="每低于两个百分点扣0.5分"))
        (part,) = change.words
        assert [(span.kind, span.text) for span in part.spans] == [
            ("kept", "每低于"),
            ("removed", "一"),
            ("inserted", "两"),
            ("kept", "个百分点扣0.5分"),
        ]
        assert (change.change_class, change.changes_scores) == ("other_text_same_behaviour", False)

    def test_every_text_of_a_row_is_compared(self):
        more = {
            "clause": "另款",
            "clause_corrected": "更正",
            "explanation": "说明",
            "label": Text("名", "name"),
            "source": Source(table="另表", row=2, note=Text("注")),
            "notes": (Text("甲"),),
            "papers": (Text("乙"),),
        }
        change = one(row(), row(**more))
        assert {part.path for part in change.words} == {
            "clause", "clause_corrected", "explanation", "label.zh", "label.en", "source.table", "source.row",
            "source.note.zh", "notes[0].zh", "papers[0].zh",
        }  # fmt: skip
        assert change.parameters == ()

    def test_the_name_of_a_question_is_no_word(self):
        """A question may be called `note`; what it replaces is a parameter all the same."""
        question = Question(
            id="note",
            label=Text("问"),
            answers=(Answer(id="label", note=Text("一")), Answer(id="clause", note=Text("二"))),
            adopted_by=Text("甲局"),
            adopted_on="2024-01-01",
            reason=Text("如此"),
        )
        steps = [evolve(STEPS, step=step) for step in ("2pp", "3pp")]
        rows = [rate_row(readings=(Reading(question="note", id="clause", formula=each),)) for each in steps]
        change = one(*rows, questions=(question,))
        assert [part.path for part in change.parameters] == ["readings[note.clause].formula.step"]
        assert change.change_class == "same_text_other_behaviour"

    @forall(st.text("甲乙的", max_size=12), st.text("甲乙的", max_size=12))
    def test_the_reverse_is_the_mirror(self, before, after):
        """Every kept stretch stays, what was removed is inserted; before a kept stretch the removed stand first."""
        turned = {"kept": "kept", "removed": "inserted", "inserted": "removed"}
        there = [(span.kind, span.text) for span in text_spans(before, after)]
        back = [(turned[span.kind], span.text) for span in text_spans(after, before)]
        assert sorted(there) == sorted(back)
        assert [each for each in there if each[0] != "removed"] == [each for each in back if each[0] != "removed"]
        assert [each for each in there if each[0] != "inserted"] == [each for each in back if each[0] != "inserted"]

    def test_long_hostile_texts_are_bounded(self):
        before = "的" * 30_000 + "甲。" * 5_000
        after = "。的" * 20_000 + "乙"
        start = time.perf_counter()
        spans = text_spans(before, after)
        assert time.perf_counter() - start < 20
        assert "".join(span.text for span in spans if span.kind != "inserted") == before
        assert "".join(span.text for span in spans if span.kind != "removed") == after

    def test_one_word_of_a_long_text_is_still_found(self):
        sentences = [f"第{number}条规定如此。" for number in range(2000)]
        other = [*sentences[:1000], "第1000条另有规定。", *sentences[1001:]]
        other[3] = "第3条不再如此。"
        spans = text_spans("".join(sentences), "".join(other))
        changed = "".join(span.text for span in spans if span.kind != "kept")
        assert 0 < len(changed) < 30


class TestTree:
    def test_added_and_removed(self):
        found = diff(table(row("a.x"), row("a.y")), table(row("a.x"), row("a.z", clause="另款", points=5)))
        assert [(each.change, each.before_id or each.after_id) for each in found.structure] == [
            ("removed", "a.y"),
            ("added", "a.z"),
        ]
        assert found.changes_scores

    def test_moved_by_its_last_step_and_content(self):
        before = table(row("a.x"), row("a.y"), row("b.z"))
        after = table(row("a.y"), row("b.z"), row("b.x", label=Text("a.x")))
        moved = [each for each in diff(before, after).structure if each.change == "moved"]
        assert [(each.before_id, each.after_id, each.matched_by, each.before, each.after) for each in moved] == [
            ("a.x", "b.x", "content", "a", "b")
        ]

    def test_moved_by_its_name_and_clause_and_scored_otherwise(self):
        before = table(rate_row(), row("a.y"), row("b.z"))
        after = table(
            row("a.y"), row("b.z"), row("b.x", label=Text("a.x"), formula=evolve(STEPS, step="2pp"), measure=RATE)
        )
        found = diff(before, after)
        (change,) = found.rows
        assert (change.before_id, change.id, change.matched_by) == ("a.x", "b.x", "words")
        assert change.change_class == "same_text_other_behaviour"

    def test_two_that_might_be_it_are_not_matched(self):
        before = table(row("a.x", label=Text("同")), row("b.y"), row("c.y"))
        after = table(row("b.y"), row("b.x", label=Text("同")), row("c.y"), row("c.x", label=Text("同")))
        kinds = [
            (each.change, each.before_id or each.after_id)
            for each in diff(before, after).structure
            if each.node == "row"
        ]
        assert kinds == [("removed", "a.x"), ("added", "b.x"), ("added", "c.x")]

    def test_rows_that_go_with_their_group(self):
        """The group at a new place is the same; its rows are renamed and do not score otherwise by that."""
        groups = [Group(id=name, label=Text(name), points=points) for name, points in (("a", 10), ("a.g", 5), ("b", 5))]
        before = table(row("a.g.x"), row("a.w"), row("b.y"), groups=tuple(groups))
        outer, inner, other = groups
        moved = (evolve(outer, points=5), evolve(other, points=10), evolve(inner, id="b.g"))
        after = table(row("b.g.x", label=Text("a.g.x")), row("a.w"), row("b.y"), groups=moved)
        found = {(each.change, each.node, each.before_id): each for each in diff(before, after).structure}
        assert found["moved", "group", "a.g"].changes_scores
        assert not found["renamed", "row", "a.g.x"].changes_scores

    def test_order_alone(self):
        rows = [row(f"a.{name}") for name in "wxyz"]
        found = diff(table(*rows), table(rows[3], *rows[:3]))
        assert [(each.change, each.before_id) for each in found.structure] == [("reordered", "a.z")]
        assert not found.changes_scores
        assert not found.is_empty

    @pytest.mark.parametrize("order", ["ba", "cba", "abc", "cab", "badc", "dcab"])
    def test_what_moves_is_the_same_seen_from_the_other_side(self, order):
        places = {name: ("abcd".index(name), place) for place, name in enumerate(order)}
        moved = out_of_order(places)
        assert moved == out_of_order({name: (there, here) for name, (here, there) in places.items()})
        rest = [name for name in order if name not in moved]
        assert rest == sorted(rest)

    def test_weighted_otherwise(self):
        """An option keeps its printed points; the row scores otherwise where it does not apply."""
        options = Options(
            options=(Option(id="yes", label=Text("是"), points=4), Option(id="no", label=Text("否"), points=0))
        )
        found = diff(table(row(formula=options)), table(row(formula=options, points=6)))
        assert [(each.change, each.node, each.before, each.after) for each in found.structure] == [
            ("reweighted", "group", "5", "6"),
            ("reweighted", "row", "5", "6"),
        ]
        (change,) = found.rows
        assert [(each.where, sides(each)) for each in change.differences] == [
            ("points", (("scored", "[5, 5]"), ("scored", "[6, 6]")))
        ]
        assert [(part.effect, part.part.before, part.part.after) for part in found.head] == [("scores", "5", "6")]

    def test_members_of_a_pool_have_other_shares(self):
        rows = [row(f"a.{name}", points=None) for name in "xyz"]
        group = (Group(id="a", label=Text("a"), points=6),)
        pools = [
            (Pool(id="a.p", label=Text("p"), points=6, members=tuple(f"a.{name}" for name in names)),)
            for names in ("xyz", "xy")
        ]
        rest = row("a.w", points=None)
        assert rest.points is None
        before = table(*rows, groups=group, pools=pools[0])
        after = table(*rows[:2], groups=group, pools=pools[1])
        found = diff(before, after)
        assert ("members", "pool", "a.x, a.y, a.z", "a.x, a.y") in [
            (each.change, each.node, each.before, each.after) for each in found.structure
        ]
        assert {change.id for change in found.rows if change.changes_scores} == {"a.x", "a.y"}

    def test_policy_of_row_group_and_table(self):
        policies = [None, "zero"]
        rows = [row("a.x", not_applicable=policy) for policy in policies]
        found = diff(table(rows[0], row("a.y")), table(rows[1], row("a.y")))
        (change,) = found.rows
        assert [(each.where, sides(each)) for each in change.differences] == [
            ("not_applicable", (("scored", "[5, 5]"), ("scored", "[0, 0]")))
        ]
        groups = [(Group(id="a", label=Text("a"), points=5, not_applicable=policy),) for policy in policies]
        (change,) = diff(table(row(), groups=groups[0]), table(row(), groups=groups[1])).structure
        assert (change.change, change.changes_scores) == ("not_applicable", True)
        found = diff(table(row()), table(row(), not_applicable="rescale"))
        assert [each.effect for each in found.head] == ["scores"]

    def test_the_same_policy_said_at_the_row_scores_the_same(self):
        found = diff(table(row()), table(row(not_applicable="full_points")))
        assert not found.changes_scores
        assert not found.is_empty

    def test_who_gets_the_points(self):
        rows = [row("a.x", reallocate_to=names) for names in ((), ("a.y",))]
        others = (row("a.y"), row("a.z"))
        assert not diff(table(rows[0], *others), table(rows[1], *others)).changes_scores
        moving = {"not_applicable": "reallocate"}
        assert diff(table(rows[0], *others, **moving), table(rows[1], *others, **moving)).changes_scores

    def test_all_or_one(self):
        groups = [(Group(id="a", label=Text("a"), points=5, choose=choose),) for choose in ("all", "one")]
        (change,) = diff(table(row(), groups=groups[0]), table(row(), groups=groups[1])).structure
        assert (change.change, change.before, change.after, change.changes_scores) == ("choose", "all", "one", True)


class TestHead:
    def test_versions_are_shown_and_no_difference(self):
        found = diff(table(row()), table(row(), series="other", edition=2025, revision=7))
        assert found.is_empty
        assert (found.before.pin, found.after.pin) == ("own@2024.1", "other@2025.7")
        assert present.diff_json(found)["after"]["digest"] != present.diff_json(found)["before"]["digest"]

    @pytest.mark.parametrize(
        ("more", "effect"),
        [
            ({"title": Text("另表")}, "none"),
            ({"issuer": Issuer(zh="乙局")}, "none"),
            ({"fiscal_years": FiscalYears(first=2021, last=2030)}, "none"),
            ({"notes": (Text("备注"),)}, "none"),
            ({"rounding": (RoundingStep(at="total", quantum="0.1"),)}, "scores"),
            ({"claim_quantum": "0.1"}, "claims"),
            ({"grades": GradeScale(grades=(Grade(name="合格", at_least=0),))}, "ratings"),
            ({"adjustments": (Adjustment(id="bonus", label=Text("加分"), clause="加分", high=1),)}, "scores"),
            ({"total_ceiling": 7}, "none"),
            ({"facts": (evolve(FACTS[0], definition=Text("另义")), *FACTS[1:])}, "none"),
            ({"facts": (*FACTS[:3], evolve(FACTS[3], may_be_negative=True))}, "evidence"),
        ],
    )
    def test_what_a_change_acts_on(self, more, effect):
        found = diff(table(row()), table(row(), **more))
        assert found.head
        assert effect in {each.effect for each in found.head}
        assert found.changes_scores == (effect == "scores")
        assert (found.structure, found.rows) == ((), ())

    def test_a_ceiling_counts_where_something_can_reach_it(self):
        bonus = (Adjustment(id="bonus", label=Text("加分"), clause="加分", high=1),)
        found = diff(table(row(), adjustments=bonus), table(row(), adjustments=bonus, total_ceiling=6))
        assert [each.effect for each in found.head] == ["scores"]

    def test_an_entry_is_told_by_its_name(self):
        found = diff(table(row()), table(row(), facts=(*FACTS, fact("more"))))
        page = present.diff_page(found)
        assert "数据项（facts[more]）：新增" in page
        assert page.count("facts[more]") == 1


class TestMeasured:
    def test_the_exact_set(self):
        """Below 100 %, 0.5 for each point: a step of 2 is beside it wherever a whole point is missing, down to 80 %."""
        change = one(rate_row(), rate_row(evolve(STEPS, step="2pp")))
        (found,) = change.differences
        assert (found.where, str(found.values.values)) == ("values", "(0.8, 0.99]")
        assert (given(found)["measure"], sides(found)) == ("99%", (("scored", "[4.5, 4.5]"), ("scored", "[5, 5]")))

    def test_an_edge_at_one_value(self):
        bands = [Bands(bands=(Band(points=5, **{edge: "90%"}),)) for edge in ("at_least", "above")]
        (found,) = one(*map(rate_row, bands)).differences
        assert str(found.values.values) == "[0.9, 0.9]"
        assert given(found) == {"measure": "90%", "spent": "90000元", "budget": "100000元"}

    def test_written_otherwise_and_scored_the_same(self):
        """A band that says what the rest says is another text of the same behaviour."""
        bands = (Band(points=5, at_least="90%"),)
        change = one(rate_row(Bands(bands=bands)), rate_row(Bands(bands=(*bands, Band(points=0, at_least="50%")))))
        assert change.parameters
        assert (change.change_class, change.differences) == ("other_text_same_behaviour", ())

    def test_another_kind_with_the_same_curve(self):
        """A deduction of everything from the first part of a step on is a band."""
        steps = DeductPerStep(standard="90%", side="below", step="1pp", deduct=5, part_step="count")
        change = one(rate_row(steps), rate_row(Bands(bands=(Band(points=5, at_least="90%"),))))
        assert change.differences == ()

    def test_values_that_no_facts_give_do_not_count(self):
        """A rate of two amounts is never below zero, whatever the domain allows."""
        anything = evolve(RATE, domain="(-inf, inf)")
        bands = [Bands(bands=(Band(points=5, at_least=level),)) for level in ("-10%", "0%")]
        assert one(*(rate_row(each, anything) for each in bands)).differences == ()
        signed = evolve(anything, numerator=(Term("balance"),))
        (found,) = one(*(rate_row(each, signed) for each in bands)).differences
        assert str(found.values.values) == "[-0.1, 0)"

    def test_whole_counts(self):
        """5人以上 and 大于4人 are the same for whole people, and not for amounts."""
        bands = [Bands(bands=(Band(points=5, at_least=5),)), Bands(bands=(Band(points=5, above=4),))]
        for name, differs in (("people", False), ("spent", True)):
            measure = Measure(numerator=(Term(name),))
            assert bool(one(*(rate_row(each, measure) for each in bands)).differences) == differs

    def test_a_gap_between_whole_counts(self):
        measure = Measure(numerator=(Term("people"),))
        bands = [Bands(bands=(Band(points=5, at_least=level),)) for level in ("4.5", "6.5")]
        (found,) = one(*(rate_row(each, measure) for each in bands)).differences
        assert (str(found.values.values), given(found)["people"]) == ("[5, 6]", "5")

    def test_domain(self):
        (found,) = one(rate_row(), rate_row(measure=evolve(RATE, domain="[0, 1]"))).differences
        assert str(found.values.values) == "(1, inf)"
        assert sides(found) == (("scored", "[5, 5]"), ("not_accepted", "∅"))

        (found,) = one(rate_row(measure=evolve(RATE, domain="[0, 1]")), rate_row()).differences
        assert (str(found.values.values), sides(found)[0]) == ("(1, inf)", ("not_accepted", "∅"))

    def test_an_edge_behind_a_rounding_that_both_have(self):
        """What rounds to 90 % scores otherwise: from 89.5 % on, up to below 90.5 %."""
        bands = [Bands(bands=(Band(points=5, **{edge: "90%"}),)) for edge in ("at_least", "above")]
        rounding = (RoundingStep(at="measure", quantum="1%"),)
        (found,) = one(*map(rate_row, bands), rounding=rounding).differences
        assert str(found.values.values) == "[0.895, 0.905)"

    def test_twice_a_number_is_another_measure(self):
        bands = Bands(bands=(Band(points=5, at_least=5),))
        measures = [Measure(numerator=(Term("people", times),)) for times in (1, 2)]
        (found,) = one(*(rate_row(bands, each) for each in measures)).differences
        assert (found.is_decided, sides(found)) == (True, (("scored", "[0, 0]"), ("scored", "[5, 5]")))

    def test_the_absolute_value_of_what_may_be_negative(self):
        signed = evolve(RATE, numerator=(Term("balance"),), domain="(-inf, inf)")
        change = one(rate_row(measure=signed), rate_row(measure=evolve(signed, absolute=True)))
        (found,) = change.differences
        assert Fraction(given(found)["balance"].rstrip("元")) < 0

    def test_divisions_by_zero(self):
        change = one(rate_row(), rate_row(measure=evolve(RATE, over_zero="best", zero_over_zero="100%")))
        assert [(each.where, sides(each)) for each in change.differences] == [
            ("over_zero", (("scored", "[0, 0]"), ("scored", "[5, 5]"))),
            ("zero_over_zero", (("not_applicable", "∅"), ("scored", "[5, 5]"))),
        ]

    def test_the_same_ratio_written_otherwise(self):
        double = evolve(RATE, numerator=(Term("spent", 2),), denominator=(Term("budget", 2),), absolute=True)
        change = one(rate_row(), rate_row(measure=double))
        assert (change.differences, change.change_class) == ((), "other_text_same_behaviour")

    def test_another_fact(self):
        (found,) = one(rate_row(), rate_row(measure=evolve(RATE, numerator=(Term("balance"),)))).differences
        assert (found.where, found.is_decided) == ("facts", True)
        figures = {name: Fraction(value.rstrip("元")) for name, value in given(found).items()}
        assert figures["spent"] != figures["balance"]

    def test_the_order_of_figures_is_one_whichever_table_comes_first(self):
        """Figures that either measure brings to where its score changes are told in the order of their names."""
        other = evolve(RATE, numerator=(Term("balance"),), denominator=(Term("spent"),))
        (there,) = one(rate_row(), rate_row(measure=other)).differences
        (back,) = one(rate_row(measure=other), rate_row()).differences
        assert list(given(there)) == list(given(back)) == ["balance", "budget", "spent"]

    def test_another_fact_where_every_score_is_the_same(self):
        """A row that gives all points whatever the rate: no facts can tell the measures apart."""
        always = Proportional(full_at="100%", zero_at="0%", floor=5)
        zero = evolve(RATE, zero_over_zero="0%")
        change = one(
            rate_row(always, zero),
            rate_row(always, evolve(zero, denominator=(Term("people"),), numerator=(Term("people"),))),
        )
        assert change.differences == ()

    def test_coefficients(self):
        change = one(rate_row(), rate_row(measure=evolve(RATE, numerator=(Term("spent", 2),))))
        assert [part.path for part in change.parameters] == ["measure.numerator[spent].times"]
        assert change.differences[0].witness is not None

    def test_a_measure_that_is_rounded_first(self):
        rows = table(rate_row()), table(rate_row(), rounding=(RoundingStep(at="measure", quantum="1%"),))
        found = diff(*rows)
        (change,) = found.rows
        (each,) = change.differences
        assert "(0.98, 0.985)" in str(each.values.values)
        assert change.parameters == change.words == ()

    def test_a_rounding_too_fine_for_a_staircase_is_looked_for(self):
        line = Proportional()
        fine = [(RoundingStep(at="measure", quantum=quantum),) for quantum in ("0.01%", "0.02%")]
        (change,) = diff(table(rate_row(line), rounding=fine[0]), table(rate_row(line), rounding=fine[1])).rows
        (found,) = change.differences
        assert (found.values, found.is_decided) == (None, True)
        assert sides(found)[0] != sides(found)[1]


class TestReadings:
    QUESTION = Question(
        id="part",
        label=Text("部分"),
        answers=(Answer(id="ignore", note=Text("不计")), Answer(id="count", note=Text("计"))),
        adopted_by=Text("甲局"),
        adopted_on="2024-01-01",
        reason=Text("如此"),
    )
    COUNT = evolve(STEPS, part_step="count")

    def test_the_other_answer_adopted(self):
        """What is scored as adopted differs; under each answer by name the tables agree."""
        before = table(
            rate_row(readings=(Reading(question="part", id="count", formula=self.COUNT),)), questions=(self.QUESTION,)
        )
        turned = evolve(self.QUESTION, answers=self.QUESTION.answers[::-1])
        after = table(
            rate_row(self.COUNT, readings=(Reading(question="part", id="ignore", formula=STEPS),)), questions=(turned,)
        )
        found = diff(before, after)
        (change,) = found.rows
        assert [each.question for each in change.differences] == [""]
        assert [each.effect for each in found.head] == ["readings"]

    def test_a_reading_that_differs(self):
        other = evolve(self.COUNT, deduct=1)
        rows = [
            rate_row(readings=(Reading(question="part", id="count", formula=each),)) for each in (self.COUNT, other)
        ]
        change = one(*rows, questions=(self.QUESTION,))
        (found,) = change.differences
        assert (found.question, found.answer, found.is_adopted, found.where) == ("part", "count", False, "values")

    def test_a_reading_that_one_side_declares(self):
        asked = rate_row(readings=(Reading(question="part", id="count", formula=self.COUNT),))
        found = diff(table(rate_row()), table(asked, questions=(self.QUESTION,)))
        (change,) = found.rows
        assert [(each.where, each.only, each.answer) for each in change.differences] == [
            ("reading", "after", "ignore"),
            ("reading", "after", "count"),
        ]


class TestAssessed:
    def items(self, *points, **more):
        names = "甲乙丙丁戊己庚辛壬癸子丑寅卯"
        items = (ChecklistItem(id=f"i{n}", label=Text(names[n]), points=p) for n, p in enumerate(points))
        return Checklist(items=tuple(items), **more)

    def test_an_item_worth_less(self):
        (found,) = one(row(formula=self.items(2, 3)), row(formula=self.items(2, 2))).differences
        assert (given(found), sides(found)) == ({"i1": None}, (("scored", "[3, 3]"), ("scored", "[2, 2]")))

    def test_an_item_that_presupposes_another(self):
        free = self.items(2, 3)
        bound = evolve(free, items=(free.items[0], evolve(free.items[1], requires=("i0",))))
        (found,) = one(row(formula=free), row(formula=bound)).differences
        assert (given(found), sides(found)) == ({"i1": None}, (("scored", "[3, 3]"), ("scored", "[0, 0]")))

    def test_what_is_presupposed_twice_over_is_the_same(self):
        """③ needs ② and ② needs ①: that ③ needs ① as well adds nothing."""
        first, second, third = self.items(1, 1, 1).items
        chain = (first, evolve(second, requires=("i0",)))
        rows = [
            row(formula=Checklist(items=(*chain, evolve(third, requires=names)))) for names in (("i1",), ("i0", "i1"))
        ]
        assert one(*rows).change_class == "other_text_same_behaviour"

    def test_part_points(self):
        (found,) = one(row(formula=self.items(2, 3)), row(formula=self.items(2, 3, partial_credit=True))).differences
        assert (given(found), sides(found)) == ({"i0": "1"}, (("scored", "[0, 0]"), ("scored", "[1, 1]")))

    def test_a_long_checklist(self):
        many = [Fraction(1, 4)] * 14
        (found,) = one(row(formula=self.items(*many)), row(formula=self.items(*many[:-1], Fraction(1, 8)))).differences
        assert (found.is_decided, sides(found)[0] != sides(found)[1]) == (True, True)

    def cases(self, deduct=1, per="case", **more):
        condition = Condition(id="c", label=Text("情形"), deduct=None if more else deduct, **more)
        return Nonconformities(conditions=(condition,), per=per)

    def test_a_deduction(self):
        (found,) = one(row(formula=self.cases()), row(formula=self.cases(2))).differences
        assert (given(found), sides(found)) == ({"c": "1"}, (("scored", "[4, 4]"), ("scored", "[3, 3]")))

    def test_per_case_and_per_condition(self):
        (found,) = one(row(formula=self.cases()), row(formula=self.cases(per="condition"))).differences
        assert (given(found), sides(found)) == ({"c": "2"}, (("scored", "[3, 3]"), ("scored", "[4, 4]")))

    def test_deductions_that_both_leave_nothing_are_the_same(self):
        assert one(row(formula=self.cases(5)), row(formula=self.cases(5, per="condition"))).differences == ()

    def test_a_range_that_allows_more(self):
        """A share of 2 is lost either way; a deduction between 3 and 4 is allowed by one of them."""
        tables = []
        for high in (3, 4):
            rows = [row(f"a.{name}", points=None, formula=self.cases(deduct_low=1, deduct_high=high)) for name in "xyz"]
            pool = Pool(id="a.p", label=Text("p"), points=6, members=tuple(each.id for each in rows))
            tables.append(table(*rows, groups=(Group(id="a", label=Text("a"), points=6),), pools=(pool,)))
        found = diff(*tables).rows[0].differences
        assert [sides(each) for each in found] == [(("not_accepted", "∅"), ("scored", "[0, 0]"))]

    def test_options(self):
        before = Options(
            options=(Option(id="yes", label=Text("是"), points=5), Option(id="no", label=Text("否"), points=0))
        )
        after = Options(options=(before.options[0], Option(id="no", label=Text("否"), low=0, high=2)))
        (found,) = one(row(formula=before), row(formula=after)).differences
        assert (given(found), sides(found)) == ({"no": None}, (("scored", "[0, 0]"), ("scored", "[0, 2]")))

    def test_targets(self):
        change = one(row(formula=Targets()), row(formula=Targets(over_achievement="zero", over_threshold="120%")))
        (found,) = change.differences
        assert (found.where, str(found.values.values)) == ("rates", "(1.2, inf)")
        assert one(row(formula=Targets()), row(formula=Targets(over_achievement="explain"))).differences == ()

    def test_key_targets(self):
        (found,) = one(row(formula=Targets()), row(formula=Targets(key_target="zero_row"))).differences
        assert (found.where, str(found.values.values)) == ("key_targets", "(0, 1)")

    def test_another_kind(self):
        (found,) = one(row(formula=Judged()), row(formula=self.items(2, 3))).differences
        assert (found.where, sides(found)) == (
            "kind",
            (("scored", "[0, 5]"), ("scored", "[0, 0] ∪ [2, 2] ∪ [3, 3] ∪ [5, 5]")),
        )

    @pytest.mark.parametrize(("before", "after"), [(5, 8), (8, 5)])
    def test_a_judgement_that_may_give_more_or_less(self, before, after):
        """8 points are a score of the row with 8, and none of the row with 5; whichever of them comes first."""
        (change,) = diff(table(row(points=before)), table(row(points=after))).rows
        (found,) = change.differences
        outcome = {5: "not_accepted", 8: "scored"}
        assert given(found) == {"judged": "8"}
        assert tuple(status for status, _ in sides(found)) == (outcome[before], outcome[after])

    def test_to_be_broken_down_scores_the_same(self):
        assert one(row(formula=Judged()), row(formula=Judged(must_tailor=True))).differences == ()

    def test_papers_count_in_the_strict_total(self):
        demand = DocumentDemand(id="paper", label=Text("批复"), clause="需提供批复")
        listed = evolve(demand, items=("i0",))
        rows = [row(formula=self.items(2, 3), documents=each) for each in ((), (demand,), (listed,))]
        assert [sides(each) for each in one(rows[0], rows[1]).differences] == [
            (("scored", "[5, 5]"), ("scored", "[0, 0]"))
        ]
        assert [sides(each) for each in one(rows[1], rows[2]).differences] == [
            (("scored", "[0, 0]"), ("scored", "[3, 3]"))
        ]


class TestShippedTables:
    def test_two_series_have_nothing_in_common(self):
        found = diff(registry.load("junshan-department@2021.1"), registry.load("junshan-project@2021.1"))
        assert found.rows == ()
        assert {each.change for each in found.structure} == {"added", "removed"}

    def test_a_table_is_itself(self):
        for pin in registry.shipped():
            assert diff(registry.load(pin), registry.load(pin)).is_empty

    def test_the_value(self):
        found = diff(table(rate_row()), table(rate_row(evolve(STEPS, step="2pp"))))
        assert isinstance(found, RubricDiff)
        assert found == diff(found.before, found.after)
        assert repr(found) == "<RubricDiff own@2024.1 -> own@2024.1: head 0, structure 0, rows 1>"
        assert found.of("same_text_other_behaviour") == found.rows
        assert IntervalSet.points(Fraction(9, 10)) <= found.rows[0].differences[0].values.values

    @pytest.mark.parametrize("locale", present.LOCALES)
    def test_every_part_of_a_table_has_a_name(self, locale):
        """A new field of a rubric needs the label under which the page tells of it."""
        parts = {name for kind in (Rubric, Indicator, Group, Pool) for name in published_fields(kind)}
        parts -= {"id", "series", "edition", "revision", "groups", "pools", "indicators", "members", "choose"}
        assert all(present.render(Message.of(f"present.diff_name_{name}"), locale) for name in parts)

    def test_a_notebook_shows_it_escaped(self):
        found = diff(table(row(clause="<b>甲")), table(row(clause="<b>乙")))
        html = found._repr_html_()
        assert "&lt;b&gt;【删：甲】【增：乙】" in html
        assert "<b>" not in html
