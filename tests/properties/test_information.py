"""The law of information: to know more never widens anything, and the truth is always among what was possible."""

from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budget import one_in
from jixiao_core import exchange, registry, reports, score
from jixiao_core import strategies as jst
from jixiao_core.exact.intervals import Interval, IntervalSet
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import Checklist, ChecklistItem
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.lowering import checklist_points
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import DocumentDemand, FiscalYears, Issuer, Source
from jixiao_core.scoring.detail import detail
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.strategies.formulas import other_formulas

# A sheet of a shipped table costs fifty times one of a generated table.
EXAMPLES = Path(__file__).parents[2] / "examples" / "cases"
few = one_in(5)
SHIPPED = {pin: registry.load(pin) for pin in registry.shipped()}


def nodes(sheet: ScoreSheet):
    rubric = sheet.rubric
    return {node.id: sheet[node.id] for node in (*rubric.groups, *rubric.pools, *rubric.indicators)}


def assert_knows_more(before: ScoreSheet, after: ScoreSheet):
    """Every row, pool, group, total and rating of `after` is among what `before` held possible."""
    later = nodes(after)
    for name, node in nodes(before).items():
        assert later[name].possible <= node.possible, name
    assert IntervalSet.of(after.possible) <= IntervalSet.of(before.possible)
    assert IntervalSet.of(after.strict) <= IntervalSet.of(before.strict)
    assert set(after.grades) <= set(before.grades)


@given(st.data())
def test_to_know_more_never_widens_anything(data):
    rubric = data.draw(jst.rubrics())
    known = data.draw(jst.evidence(rubric))
    more = data.draw(jst.refinements(rubric, known))
    assert_knows_more(score(rubric, known), score(rubric, more))


@given(st.data())
def test_twice_as_well(data):
    rubric = data.draw(jst.rubrics())
    known = data.draw(jst.evidence(rubric))
    first = data.draw(jst.refinements(rubric, known))
    second = data.draw(jst.refinements(rubric, first))
    assert_knows_more(score(rubric, known), score(rubric, second))


@cache
def real_case(pin):
    """The table with the real case; of the national ones with the example form, whose rows are its own."""
    if pin.startswith("junshan-"):
        name = pin.partition("@")[0].removeprefix("junshan-")
        return SHIPPED[pin], exchange.read_case(EXAMPLES / f"{name}-2021.toml").evidence
    form = exchange.read_report(EXAMPLES.parent / "self-evaluation-form-2023.toml")
    rubric = reports.rubric_of(form, SHIPPED[pin])
    return rubric, reports.case(form, rubric).evidence


@pytest.mark.parametrize("pin", SHIPPED)
class TestShipped:
    @few
    @given(st.data())
    def test_to_know_more_never_widens_anything(self, pin, data):
        rubric = SHIPPED[pin]
        known = data.draw(jst.evidence(rubric))
        more = data.draw(jst.refinements(rubric, known))
        assert_knows_more(score(rubric, known), score(rubric, more))

    @few
    @given(st.data())
    def test_what_the_real_case_leaves_open(self, pin, data):
        rubric, evidence = real_case(pin)
        known = Evidence(**{part: getattr(evidence, part) for part in ("facts", "assessments", "documents")})
        more = data.draw(jst.refinements(rubric, known))
        assert_knows_more(score(rubric, known), score(rubric, more))


@given(st.data())
def test_points_lie_between_nothing_and_the_maximum(data):
    rubric = data.draw(jst.rubrics())
    sheet = score(rubric, data.draw(jst.evidence(rubric)))
    rounded = any(step.at in ("indicator", "group") for step in rubric.rounding)
    # Where a row may turn out not to apply, its points may arrive at any other.
    moves = any(sheet.outcome(row.id).may_not_apply for row in rubric.indicators)
    for node in nodes(sheet).values():
        hull = node.possible.hull()
        assert hull is not None, "something is always possible"
        assert hull.low >= 0
        # Rounding up at a row may pass its maximum by less than one step of the grid.
        most = rubric.points if moves else node.maximum
        assert hull.high <= most + (Fraction(1, 10) if rounded else 0)
    ceiling = rubric.total_ceiling or rubric.points
    assert sheet.possible.low >= 0
    assert sheet.possible.high <= ceiling + (Fraction(1, 2) if rubric.rounding else 0)


def assert_strict_is_never_more(sheet: ScoreSheet):
    """从严得分: no paper, no points. Neither the total nor a row ever lies above what is possible."""
    assert sheet.strict.low <= sheet.possible.low
    assert sheet.strict.high <= sheet.possible.high
    rows = detail(sheet.rubric, sheet.evidence, sheet.assumptions, strict=True).outcomes
    for name, outcome in rows.items():
        strict, possible = outcome.points.hull(), sheet.outcome(name).points.hull()
        assert strict.low <= possible.low, name
        assert strict.high <= possible.high, name


@given(st.data())
def test_without_papers_never_more(data):
    rubric = data.draw(jst.rubrics())
    assert_strict_is_never_more(score(rubric, data.draw(jst.evidence(rubric))))


@pytest.mark.parametrize("pin", SHIPPED)
@few
@given(st.data())
def test_without_papers_never_more_in_shipped_tables(pin, data):
    assert_strict_is_never_more(score(SHIPPED[pin], data.draw(jst.evidence(SHIPPED[pin]))))


def strict_sums(formula, states, lacking):
    """Every sum of a checklist, item by item: one without its paper, or that rests on one not met, is nothing."""
    for met in product(*([True, False] if state is None else [state] for state in states)):
        by_id = {item.id: (truth, item) for truth, item in zip(met, formula.items, strict=True)}

        def holds(name, by_id=by_id):
            truth, item = by_id[name]
            return truth and name not in lacking and all(holds(each) for each in item.requires)

        yield sum((item.points for item in formula.items if holds(item.id)), Fraction(0))


@given(st.data())
def test_an_item_without_its_paper_is_not_met_and_carries_nothing(data):
    """Against every combination of met items, tried one by one."""
    formula = Checklist(
        items=data.draw(other_formulas(Fraction(6)).filter(lambda each: each.kind == "checklist")).items
    )
    lacking = data.draw(st.lists(st.sampled_from([item.id for item in formula.items]), unique=True, min_size=1))
    demand = DocumentDemand(id="paper", label=Text("资料"), clause="须提供", items=tuple(lacking))
    row = Indicator(
        id="row",
        label=Text("行"),
        points=6,
        clause="条款",
        source=Source(table="表"),
        formula=formula,
        documents=(demand,),
    )
    rubric = Rubric(
        series="demo", edition=2024, revision=1, kind="project", title=Text("表"), issuer=Issuer(zh="局"),
        fiscal_years=FiscalYears(first=2024, last=2024), points=6, indicators=(row,),
    )  # fmt: skip
    states = [data.draw(st.sampled_from([True, False, None])) for _ in formula.items]
    found = Evidence.of(rubric, assessments={"row": {f"item_{n}": state for n, state in enumerate(states)}})
    outcome = detail(rubric, found, strict=True).outcomes["row"]
    assert outcome.points == IntervalSet.points(*strict_sums(formula, states, set(lacking)))


def test_the_strict_total_of_a_project_whose_first_item_is_not_met():
    """①管理制度健全（2分） is not met and ②制度执行严格（3分） rests on it: 0 of 5, with the paper and without."""
    row = "management.implementation.management_system"
    rubric = SHIPPED["junshan-project@2021.1"]
    sheet = score(rubric, Evidence.of(rubric, assessments={row: {"item_1": False, "item_2": True}}))
    assert sheet[row].possible == IntervalSet.points(0)
    # Nothing else is known: 0 to 100, less these 5; 到位时效 gives 0.5 at least.
    assert sheet.possible == Interval.closed(Fraction(1, 2), 95)
    # Without papers: 决策依据③ 1, 分配办法① 1, 分配结果 5, 财务管理① 1 less; 管理制度 is 0 with its paper and without.
    assert sheet.strict == Interval.closed(Fraction(1, 2), 95 - 8)


def test_many_open_items_are_bounded_by_all_of_them_met_and_by_none():
    """Beyond twelve open items only the hull is told; what is decided and rests on nothing open stays in it."""
    items = [ChecklistItem(id=f"i{n}", label=Text("项"), points=1) for n in range(14)]
    items.append(ChecklistItem(id="rests", label=Text("项"), points=1, requires=("i0",)))
    formula = Checklist(items=tuple(items))
    # i13 is met; rests is met if i0 is; thirteen are open: 1 at least, 15 at most.
    assert checklist_points(formula, {"i13": Fraction(1), "rests": Fraction(1)}) == IntervalSet.of(
        Interval.closed(1, 15)
    )


@given(st.data())
def test_a_reading_is_only_about_its_rows(data):
    """Rows without a reading for a question keep their points under another answer."""
    rubric = data.draw(jst.rubrics().filter(lambda each: any(question.id == "way" for question in each.questions)))
    known = data.draw(jst.evidence(rubric))
    other = rubric.under({"way": "second"})
    assert other.digest == rubric.digest
    before, after = score(rubric, known), score(other, known)
    for row in rubric.indicators:
        if not row.readings:
            assert before.outcome(row.id).points == after.outcome(row.id).points


@given(st.data())
def test_the_order_of_evidence_does_not_matter(data):
    rubric = data.draw(jst.rubrics())
    known = data.draw(jst.evidence(rubric))

    def shuffled(pairs):
        return tuple(data.draw(st.permutations(pairs)))

    again = Evidence(
        facts=shuffled(known.facts),
        assessments=shuffled(known.assessments),
        documents=shuffled(known.documents),
        choices=shuffled(known.choices),
        adjustments=shuffled(known.adjustments),
    )
    assert again == known
    one, other = score(rubric, known), score(rubric, again)
    assert {name: node.possible for name, node in nodes(one).items()} == {
        name: node.possible for name, node in nodes(other).items()
    }
    assert one.possible == other.possible
