"""
One fault at a time, planted in a clean table.

Every fault says which code must be found, at which place, and where it can be worked out, with which witness.
"""

from fractions import Fraction

from attrs import evolve, frozen
from clean_tables import number, percent

from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.formulas import Band, Proportional
from jixiao_core.rubrics.grades import Adjustment, Grade, GradeCap, GradeScale
from jixiao_core.rubrics.indicators import Group, Reading
from jixiao_core.rubrics.sources import FiscalYears, Issuer, LegalBasis

FAULTS = {}


@frozen
class Planted:
    rubric: object
    code: str
    path: str
    witness: object = None
    parameter: str = ""
    fragment: str = ""


def fault(function):
    FAULTS[function.__name__] = function
    return function


def row(rubric, name):
    return rubric.indicator(f"all.{name}")


def changed(rubric, name, **changes):
    """The table with one row changed; sums follow the points of the row."""
    rows = tuple(evolve(each, **changes) if each.id == f"all.{name}" else each for each in rubric.indicators)
    total = sum(each.points for each in rows)
    grades = rubric.grades and GradeScale(
        grades=(Grade(name="优", at_least=total * 9 / 10), Grade(name="差", at_least=0)), source=Text("表注")
    )
    return evolve(
        rubric,
        indicators=rows,
        points=total,
        groups=(Group(id="all", label=Text("全部"), points=total),),
        grades=grades,
    )


def formula(rubric, name, code, *, witness=None, parameter="", **changes):
    planted = changed(rubric, name, formula=evolve(row(rubric, name).formula, **changes))
    return Planted(planted, code, f"all.{name}", witness, parameter)


def measure(rubric, name, code, **changes):
    return Planted(changed(rubric, name, measure=evolve(row(rubric, name).measure, **changes)), code, f"all.{name}")


def clause(rubric, name, code, text, *, fragment="", witness=None):
    assert text != row(rubric, name).clause
    return Planted(changed(rubric, name, clause=text), code, f"all.{name}", witness, fragment=fragment)


def values(*points):
    return IntervalSet.points(*points)


# Parameters that were typed wrongly.


@fault
def a_wrong_standard(rubric):
    standard = row(rubric, "steps").formula.standard
    return formula(
        rubric, "steps", "parameter_unquoted", standard=standard + Fraction(1, 1000), parameter="formula.standard",
        witness=values(standard + Fraction(1, 1000)),
    )  # fmt: skip


@fault
def a_wrong_step(rubric):
    return formula(
        rubric,
        "steps",
        "part_differs",
        step=Fraction(7, 100),
        parameter="formula.step",
        witness=values(Fraction(7, 100)),
    )


@fault
def a_wrong_deduction(rubric):
    deduct = row(rubric, "steps").formula.deduct * Fraction(9, 10)
    return formula(rubric, "steps", "part_differs", deduct=deduct, parameter="formula.deduct", witness=values(deduct))


@fault
def a_number_that_lost_its_parameter(rubric):
    """A band that the formula forgets: what the clause prints of it is used by nothing."""
    return formula(rubric, "completion", "number_unused", bands=row(rubric, "completion").formula.bands[:-1])


@fault
def a_wrong_band_edge(rubric):
    bands = row(rubric, "completion").formula.bands
    edge = bands[-1].at_least - Fraction(1, 1000)
    wrong = (*bands[:-1], Band(at_least=edge, points=bands[-1].points))
    # Below the printed edge the clause gives 0; the formula gives the points of the band from its own edge on.
    return formula(
        rubric, "completion", "parameter_unquoted", bands=wrong, parameter=f"formula.bands[{len(bands) - 1}].at_least"
    )


@fault
def a_band_that_scores_otherwise(rubric):
    bands = row(rubric, "completion").formula.bands
    wrong = (evolve(bands[0]), Band(at_least=bands[1].at_least, points=bands[1].points - Fraction(1, 4)), *bands[2:])
    return formula(rubric, "completion", "case_differs", bands=wrong, witness=values(bands[1].at_least))


@fault
def two_bands_with_their_points_exchanged(rubric):
    bands = row(rubric, "completion").formula.bands
    points = [each.points for each in bands]
    points[0], points[1] = points[1], points[0]
    wrong = tuple(evolve(band, points=each) for band, each in zip(bands, points, strict=True))
    return formula(rubric, "completion", "case_differs", bands=wrong, witness=values(bands[0].at_least))


@fault
def an_edge_that_is_left_out(rubric):
    """以上 includes the edge, `above` does not: they differ at the edge alone."""
    bands = row(rubric, "completion").formula.bands
    edge = bands[0].at_least
    wrong = (Band(above=edge, points=bands[0].points), *bands[1:])
    return formula(rubric, "completion", "case_differs", bands=wrong, witness=values(edge))


@fault
def an_upper_edge_that_is_left_out(rubric):
    bands = row(rubric, "control").formula.bands
    edge = bands[-1].at_most
    wrong = (*bands[:-1], Band(below=edge, points=bands[-1].points))
    return formula(rubric, "control", "case_differs", bands=wrong, witness=values(edge))


@fault
def the_other_side(rubric):
    rule = row(rubric, "steps").formula
    return formula(
        rubric, "steps", "side_differs", side={"above": "below", "below": "above"}[rule.side],
        witness=values(rule.standard), parameter="formula.side",
    )  # fmt: skip


@fault
def another_rule_for_parts_of_a_step(rubric):
    text = row(rubric, "steps").clause.replace("，扣完为止", "，不足一档按一档计扣，扣完为止")
    return clause(rubric, "steps", "part_step_differs", text)


@fault
def a_deduction_for_each_case_that_is_taken_once(rubric):
    return formula(rubric, "compliance", "per_differs", per="condition", parameter="formula.per")


@fault
def an_item_with_other_points(rubric):
    items = row(rubric, "goals").formula.items
    wrong = (evolve(items[0], points=items[0].points + Fraction(1, 4)), *items[1:])
    more = changed(rubric, "goals", points=row(rubric, "goals").points + Fraction(1, 4))
    return formula(more, "goals", "part_differs", items=wrong, parameter="formula.items[0].points")


@fault
def items_that_do_not_make_the_points(rubric):
    points = row(rubric, "goals").points
    return Planted(changed(rubric, "goals", points=points + 1), "parts_do_not_sum", "all.goals", values(points))


@fault
def a_forgotten_item(rubric):
    one = row(rubric, "goals")
    left = one.formula.items[:-1]
    planted = changed(rubric, "goals", formula=evolve(one.formula, items=left), documents=())
    return Planted(planted, "points_never_won", "all.goals", values(sum(each.points for each in left)))


@fault
def a_condition_with_another_deduction(rubric):
    conditions = row(rubric, "misuse").formula.conditions
    wrong = (conditions[0], evolve(conditions[1], deduct=Fraction(5, 2)), conditions[2])
    return formula(rubric, "misuse", "part_differs", conditions=wrong, parameter="formula.conditions[1].deduct")


@fault
def a_range_with_another_end(rubric):
    conditions = row(rubric, "misuse").formula.conditions
    wrong = (evolve(conditions[0], deduct_high=Fraction(15, 2)), *conditions[1:])
    return formula(rubric, "misuse", "part_differs", conditions=wrong, parameter="formula.conditions[0].deduct_high")


@fault
def a_case_that_costs_otherwise(rubric):
    conditions = row(rubric, "compliance").formula.conditions
    wrong = (*conditions[:2], evolve(conditions[2], deduct=conditions[2].deduct / 4))
    return formula(
        rubric, "compliance", "parameter_unquoted", conditions=wrong, parameter="formula.conditions[2].deduct"
    )


@fault
def an_option_that_scores_otherwise(rubric):
    options = row(rubric, "timeliness").formula.options
    wrong = (options[0], evolve(options[1], points=options[1].points / 2), options[2])
    return formula(rubric, "timeliness", "part_differs", options=wrong, parameter="formula.options[1].points")


@fault
def a_row_with_other_points_than_its_clause(rubric):
    """Seen in a provincial table of 2017: the column gives 5 points, the clause says 计8分."""
    points = row(rubric, "benefit").points
    return Planted(changed(rubric, "benefit", points=points + 1), "points_differ", "all.benefit", values(points))


# Clauses that say too much or too little.


@fault
def a_sentence_that_nobody_modelled(rubric):
    text = row(rubric, "benefit").clause + "迟报的另扣0.3分。"
    return clause(rubric, "benefit", "number_unused", text, fragment="0.3分")


@fault
def a_bare_number(rubric):
    text = "12345热线" + row(rubric, "benefit").clause
    return clause(rubric, "benefit", "bare_number_unused", text, fragment="12345")


@fault
def a_clause_without_full_points(rubric):
    rule = row(rubric, "steps")
    text = "该比率以" + percent(rule.formula.standard) + "为标准。" + rule.clause.partition("\n")[2]
    return clause(rubric, "steps", "full_score_unstated", text)


BANDED = "完成率≥{0}，计{1}分；{2}（含）-{0}，计{3}分；低于{2}不得分。"


def banded(rubric, text, code, witness):
    """The two highest bands of the row, its clause in other words."""
    one, two = row(rubric, "completion").formula.bands[:2]
    high, low = one.at_least, two.at_least
    told = text.format(percent(high), number(one.points), percent(low), number(two.points))
    planted = changed(
        rubric, "completion", clause=told, formula=evolve(row(rubric, "completion").formula, bands=(one, two))
    )
    return Planted(planted, code, "all.completion", witness(low, high))


@fault
def a_region_that_no_case_names(rubric):
    return banded(
        rubric, "完成率≥{0}，计{1}分；{2}，计{3}分；低于{2}不得分。".replace("；{2}，", "；等于{2}，"), "gap",
        lambda low, high: IntervalSet.of(Interval.open(low, high)),
    )  # fmt: skip


@fault
def an_edge_that_no_case_names(rubric):
    return banded(rubric, BANDED.replace("≥", "超过"), "gap", lambda _, high: values(high))


@fault
def an_edge_that_two_cases_name(rubric):
    return banded(rubric, BANDED.replace("低于{2}", "{2}以下"), "claimed_twice", lambda low, _: values(low))


@fault
def an_edge_of_which_nothing_is_said(rubric):
    return banded(
        rubric, "{0}-100%，计{1}分；{2}-{0}，计{3}分；低于{2}不得分。", "edge_unclear", lambda _, high: values(high)
    )


@fault
def a_case_that_cannot_occur(rubric):
    text = row(rubric, "completion").clause.rstrip("。") + "；超过100%不得分。"
    return clause(rubric, "completion", "case_outside_domain", text, witness=IntervalSet.of(Interval.above(1)))


# Curves that do what their author did not mean.


@fault
def a_cap_below_the_points(rubric):
    points = row(rubric, "arrival").points
    return formula(rubric, "arrival", "points_never_won", cap=points / 2, witness=values(points / 2))


@fault
def a_floor(rubric):
    points = row(rubric, "arrival").points
    return formula(rubric, "arrival", "points_never_lost", floor=points / 4, witness=values(points / 4))


@fault
def steps_that_the_domain_ends(rubric):
    """Half a step beyond the standard the measure ends: nothing is lost but by part steps."""
    rule = row(rubric, "steps").formula
    far = rule.standard + rule.step / 2 * (1 if rule.side == "above" else -1)
    domain = Interval(*sorted((rule.standard, far)))
    planted = measure(rubric, "steps", "zero_not_reached", domain=domain)
    return evolve(planted, witness=values(row(rubric, "steps").points))


@fault
def a_deduction_that_does_not_divide(rubric):
    """Three whole deductions and a half one: the last takes a half."""
    deduct = row(rubric, "steps").formula.deduct
    planted = changed(rubric, "steps", points=deduct * 7 / 2)
    return Planted(planted, "steps_uneven", "all.steps", values(deduct / 2))


@fault
def a_cliff(rubric):
    """The line is cut at three quarters of its way: there 3/4 of the points are lost at once."""
    rule = row(rubric, "arrival").formula
    place = rule.zero_at + (rule.full_at - rule.zero_at) * 3 / 4
    return formula(rubric, "arrival", "cliff", zero_beyond=place, witness=values(place))


@fault
def a_valley(rubric):
    bands = row(rubric, "control").formula.bands
    return formula(rubric, "control", "not_monotone", otherwise=bands[0].points, witness=values(bands[-1].at_most))


@fault
def a_line_that_runs_backwards(rubric):
    rule = row(rubric, "arrival").formula
    wrong = Proportional(full_at=rule.zero_at, zero_at=rule.full_at)
    return Planted(changed(rubric, "arrival", formula=wrong), "wrong_direction", "all.arrival")


@fault
def a_band_beyond_the_domain(rubric):
    bands = row(rubric, "completion").formula.bands
    wrong = (Band(at_least="110%", points=bands[0].points), *bands)
    return formula(rubric, "completion", "band_unreachable", bands=wrong, witness=values(Fraction(11, 10)))


@fault
def two_bands_alike(rubric):
    bands = row(rubric, "completion").formula.bands
    wrong = (bands[0], evolve(bands[1], points=bands[0].points), *bands[2:])
    return formula(rubric, "completion", "bands_alike", bands=wrong, witness=values(bands[0].at_least))


# Facts and measures.


@fault
def one_measure_in_two_rows(rubric):
    planted = changed(rubric, "control", measure=row(rubric, "steps").measure)
    later = [each.id for each in planted.indicators if each.id in ("all.control", "all.steps")][1]
    return Planted(planted, "measure_twice", later)


@fault
def one_fact_in_two_rows(rubric):
    planted = measure(rubric, "control", "fact_shared", numerator=(Term("steps_actual"),))
    later = [each.id for each in rubric.indicators if each.id in ("all.control", "all.steps")][1]
    return evolve(planted, path=later)


@fault
def a_figure_that_is_a_base_elsewhere(rubric):
    planted = measure(rubric, "control", "fact_both_ways", numerator=(Term("steps_planned"),))
    later = [each.id for each in rubric.indicators if each.id in ("all.control", "all.steps")][1]
    return evolve(planted, path=later)


@fault
def nothing_planned_scores_best(rubric):
    return measure(rubric, "control", "over_zero_best", over_zero="best")


@fault
def a_change_from_nothing_to_nothing(rubric):
    terms = (Term("control_actual"), Term("control_planned", -1))
    return measure(rubric, "control", "no_change_unstated", numerator=terms)


@fault
def a_measure_without_words(rubric):
    return measure(rubric, "control", "measure_unexplained", label=Text(""))


# Readings.


@fault
def parts_of_a_step_that_nobody_asks_about(rubric):
    planted = evolve(changed(rubric, "steps", readings=()), questions=())
    return Planted(planted, "part_step_unasked", "all.steps")


@fault
def a_customary_measure_that_nobody_asks_about(rubric):
    return measure(rubric, "arrival", "measure_unasked", basis="customary")


@fault
def joint_demands(rubric):
    items = row(rubric, "goals").formula.items
    label = Text("①目标明确、细化且可衡量")
    text = row(rubric, "goals").clause.replace("①设立了绩效目标", label.zh)
    planted = changed(
        rubric,
        "goals",
        clause=text,
        formula=evolve(row(rubric, "goals").formula, items=(evolve(items[0], label=label), *items[1:])),
    )
    return Planted(planted, "joint_demands_unasked", "all.goals")


@fault
def a_question_without_readings(rubric):
    return Planted(
        changed(rubric, "steps", readings=(), clause=row(rubric, "steps").clause + "不足一档的不扣。"),
        "question_unused",
        "questions[0]",
    )


@fault
def an_answer_that_no_row_uses(rubric):
    (question,) = rubric.questions
    more = (*question.answers, evolve(question.answers[1], id="in_proportion"))
    return Planted(evolve(rubric, questions=(evolve(question, answers=more),)), "answer_unused", "questions[0]")


@fault
def a_reading_that_changes_nothing(rubric):
    one = row(rubric, "steps")
    (question,) = rubric.questions
    more = (*question.answers, evolve(question.answers[1], id="same"))
    same = Reading(question="part_step", id="same", formula=evolve(one.formula))
    planted = evolve(changed(rubric, "steps"), questions=(evolve(question, answers=more),))
    return Planted(
        changed(planted, "steps", readings=(*one.readings, same)),
        "reading_changes_nothing",
        "all.steps",
        parameter="readings[1]",
    )


# Sources and papers.


@fault
def an_inferred_issuer(rubric):
    return Planted(evolve(rubric, issuer=Issuer(zh="示例财政局", status="inferred")), "issuer_inferred", "issuer")


@fault
def customary_ratings(rubric):
    return Planted(evolve(rubric, grades=evolve(rubric.grades, basis="customary")), "grades_customary", "grades")


@fault
def customary_ratings_from_nowhere(rubric):
    grades = evolve(rubric.grades, basis="customary", source=Text(""))
    return Planted(evolve(rubric, grades=grades), "grades_unsourced", "grades")


@fault
def a_customary_definition(rubric):
    return evolve(measure(rubric, "arrival", "measure_customary", basis="customary"), path="")


@fault
def a_legal_basis_of_another_year(rubric):
    basis = LegalBasis(document="示财〔2019〕3号", year=2019, title="关于做好2019年度绩效评价工作的通知")
    return Planted(evolve(rubric, legal_basis=(basis,)), "legal_basis_old", "legal_basis[0]")


@fault
def an_earlier_legal_basis(rubric):
    basis = LegalBasis(document="示财〔2019〕3号", year=2019, title="预算绩效管理办法")
    return Planted(evolve(rubric, legal_basis=(basis,)), "legal_basis_earlier", "legal_basis[0]")


@fault
def a_document_that_is_not_listed(rubric):
    text = row(rubric, "benefit").clause + "（按示财〔2024〕8号执行）"
    return clause(rubric, "benefit", "document_unlisted", text, fragment="〔2024〕8号")


@fault
def a_year_that_has_passed(rubric):
    text = "按2021年度目标，" + row(rubric, "benefit").clause
    return clause(rubric, "benefit", "year_passed", text, fragment="2021年")


@fault
def an_edition_outside_its_years(rubric):
    return Planted(evolve(rubric, fiscal_years=FiscalYears(first=2023, last=2023)), "edition_outside", "edition")


@fault
def a_row_without_its_number(rubric):
    return Planted(
        changed(rubric, "benefit", source=evolve(row(rubric, "benefit").source, row=0)),
        "source_row_missing",
        "all.benefit",
    )


@fault
def two_rows_with_one_number(rubric):
    last = rubric.indicators[-1]
    planted = changed(rubric, last.id.removeprefix("all."), source=rubric.indicators[0].source)
    return Planted(planted, "source_row_twice", last.id)


@fault
def papers_that_nobody_listed(rubric):
    return Planted(changed(rubric, "goals", documents=()), "demand_missing", "all.goals")


@fault
def a_demand_in_other_words(rubric):
    (demand,) = row(rubric, "goals").documents
    wrong = evolve(demand, clause="须附批复文件。")
    return Planted(
        changed(rubric, "goals", documents=(wrong,)), "demand_unprinted", "all.goals", parameter="documents[0].clause"
    )


@fault
def a_demand_for_another_item(rubric):
    (demand,) = row(rubric, "goals").documents
    wrong = evolve(demand, items=("item_2",) if demand.items == ("item_1",) else ("item_1",))
    return Planted(
        changed(rubric, "goals", documents=(wrong,)), "demand_items_differ", "all.goals", parameter="documents[0].items"
    )


# The table as a whole.


@fault
def a_rating_that_nobody_reaches(rubric):
    """The ceiling would allow it, but nothing is added to the points of the rows."""
    grades = (Grade(name="特优", at_least=rubric.points + 1), *rubric.grades.grades)
    planted = evolve(
        rubric, grades=evolve(rubric.grades, grades=grades), total_ceiling=rubric.points + 2, adjustments=()
    )
    return Planted(planted, "grade_unreachable", "grades.grades[0]", values(rubric.points + 1))


@fault
def a_cap_that_always_holds(rubric):
    points = row(rubric, "compliance").points
    cap = GradeCap(
        id="cap", label=Text("合规性"), at_most="差", clause="", indicator="all.compliance", points_at_most=points
    )
    return Planted(evolve(rubric, grade_caps=(cap,)), "cap_always", "grade_caps[0]", values(points))


@fault
def an_adjustment_with_another_amount(rubric):
    wrong = Adjustment(id="bonus", label=Text("加分"), clause="获得表彰的加1分，最多加3分。", high=2, per_case=1)
    return Planted(evolve(rubric, adjustments=(wrong,)), "parameter_unquoted", "adjustments[0]", values(2), "high")


@fault
def two_rows_of_one_name(rubric):
    planted = changed(rubric, "benefit", label=Text("资金使用"))
    later = [each.id for each in planted.indicators if each.id in ("all.benefit", "all.misuse")][1]
    return Planted(planted, "label_twice", later)


@fault
def a_character_that_nobody_sees(rubric):
    return Planted(
        changed(rubric, "benefit", label=Text("社会\u200b效益")), "text_unseen", "all.benefit", parameter="label.zh"
    )


@fault
def a_direction_that_turns(rubric):
    text = row(rubric, "benefit").clause + "\u202e"
    return evolve(clause(rubric, "benefit", "text_unseen", text), parameter="clause")


@fault
def a_character_that_was_lost(rubric):
    text = row(rubric, "benefit").clause.replace("社会", "社\ufffd")
    return evolve(clause(rubric, "benefit", "text_damaged", text), parameter="clause")
