"""Overlays as a stranger writes them: ten lines make a table, a wrong one is refused with every reason at once."""

from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import Evidence, exchange, registry, score, tailor
from jixiao_core.errors import FormatError, JixiaoError
from jixiao_core.exact.curves import Curve
from jixiao_core.rubrics.lowering import curve_of
from jixiao_core.rubrics.overlay import Overlay, Revision

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "overlays"
COUNTY = EXAMPLES / "jia-county-department-2022.toml"
BUREAU = EXAMPLES / "approval-bureau-2022.toml"
BASE = registry.load("junshan-department@2021.1")
ALLOCATION = "input.budget_allocation"
STAFFING = f"{ALLOCATION}.staffing_ratio"

HEAD = """derived_from = "junshan-department@2021.1"
series = "jia-county-department"
edition = 2022
revision = 1
reason = "甲县2022年评分办法"
"""


def overlay(text: str) -> bytes:
    return (HEAD + text).encode()


def problems_of(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(FormatError) as caught:
        exchange.read_tailored(overlay(text) if isinstance(text, str) else text, BASE)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def curve(rubric, name: str) -> Curve:
    row = rubric.indicator(name)
    return curve_of(row.formula, row.points)


class TestTenLinesMakeACountysTable:
    """8 points at 0.8 a point over 100 %; completion 5 points, −2 for every 5 % below 100 %."""

    def test_it_is_ten_lines(self):
        assert len(COUNTY.read_text(encoding="utf-8").splitlines()) == 10

    @pytest.mark.parametrize(
        ("ratio", "points"),
        [("100%", "8"), ("100.9%", "8"), ("101%", "7.2"), ("109.99%", "0.8"), ("110%", "0"), ("183%", "0")],
    )
    def test_the_staffing_row(self, ratio, points):
        value = Fraction(ratio.rstrip("%")) / 100
        assert curve(registry.open(COUNTY), STAFFING).at(value) == Fraction(points)

    @pytest.mark.parametrize(
        ("rate", "points"), [("100%", 5), ("95.01%", 5), ("95%", 3), ("92.8%", 3), ("90%", 1), ("85%", 0), ("0%", 0)]
    )
    def test_the_completion_row(self, rate, points):
        value = Fraction(rate.rstrip("%")) / 100
        assert curve(registry.open(COUNTY), f"{ALLOCATION}.key_expenditure_rate").at(value) == points

    def test_the_readings_of_a_row_follow_the_parameter(self):
        row = registry.open(COUNTY).indicator(STAFFING)
        found = {reading.id: reading.formula for reading in row.readings if reading.formula}
        assert {name: (formula.deduct, formula.part_step) for name, formula in found.items()} == {
            "counts_in_full": (Fraction("0.8"), "count"),
            "pro_rata": (Fraction("0.8"), "proportional"),
        }

    def test_everything_else_is_the_base(self):
        rubric = registry.open(COUNTY)
        changed = {name for name in (row.id for row in BASE.indicators) if rubric[name] != BASE[name]}
        assert changed == {
            f"{ALLOCATION}.{name}" for name in ("staffing_ratio", "three_public_change_rate", "key_expenditure_rate")
        }
        assert rubric.groups == BASE.groups
        assert rubric.derived_from == f"{BASE.pin}#{BASE.digest}"
        assert rubric.fiscal_years.first == 2022

    def test_the_reason_stands_on_the_row_and_under_the_table(self):
        rubric = registry.open(COUNTY)
        assert rubric.indicator(STAFFING).notes[-1].zh == "调整理由：附件1第1项"
        assert rubric.notes[-1].zh == "调整理由：甲县财政局2022年评分办法"

    def test_a_new_clause_does_not_claim_to_stand_where_the_old_one_stood(self):
        source = registry.open(COUNTY).indicator(STAFFING).source
        assert source.row == 1
        assert "附件1第1项" in source.note.zh

    def test_the_new_facts_come_from_the_dictionary_and_those_of_lost_rows_go(self):
        rubric = registry.open(COUNTY)
        assert rubric.knows_fact("total_expenditure")
        assert not rubric.knows_fact("key_project_expenditure")


class TestTheRowsThatTheTableAsksToBreakDown:
    def test_rows_sum_to_what_they_come_from(self):
        rubric = registry.open(BUREAU)
        for name, points in (
            ("output.duty_performance.new_growth_pole", 7),
            ("effect.duty_benefit.shared_benefits", 15),
        ):
            rows = rubric.members(name)
            assert sum(row.points for row in rows) == rubric[name].points == points
        assert not any(getattr(row.formula, "must_tailor", False) for row in rubric.indicators)

    def test_kept_and_new_clauses(self):
        rubric = registry.open(BUREAU)
        pole = "output.duty_performance.new_growth_pole"
        assert rubric.indicator(f"{pole}.investment").clause == BASE.indicator(pole).clause
        assert rubric.indicator("effect.duty_benefit.shared_benefits.cost_saved").clause.startswith("完成年度目标")

    def test_it_scores(self):
        rubric = registry.open(BUREAU)
        nothing = score(rubric, Evidence())
        assert (nothing.possible.low, nothing.possible.high) == (0, 100)

    def test_the_points_of_a_broken_row_still_move_to_where_the_table_says(self):
        """moderately_prosperous_society gives its 5 points to other_work_results, which is a group now."""
        rubric = exchange.read_tailored(
            overlay("""
[break_down."output.duty_performance.other_work_results"]
keep_clause = true
why = "申报表"
rows = [ { id = "one", label = "甲", points = 3, formula = { kind = "judged" } },
         { id = "two", label = "乙", points = 1, formula = { kind = "judged" } } ]
"""),
            BASE,
        )
        row = "output.duty_performance.moderately_prosperous_society"
        declared = {"kind": "not_applicable", "reason": "无此任务", "approved_by": "财政局"}
        absent = exchange.parse_evidence({"assessments": {row: declared}})
        sheet = score(rubric, absent)
        # 4 points and the 5 that move: 9 × 3/4 and 9 × 1/4.
        assert sheet["output.duty_performance.other_work_results.one"].maximum == Fraction(27, 4)
        assert sheet["output.duty_performance.other_work_results.two"].maximum == Fraction(9, 4)


def test_a_wrong_overlay_is_refused_with_every_reason_at_once():
    text = f"""derived_from = "junshan-department@2021.1#sha256:{"0" * 64}"
series = "Jia County"
edition = 2022
revision = 1
reason = ""
colour = "red"
[revise."{ALLOCATION}.stafing_ratio"]
points = 8
why = "附件"
[revise."{ALLOCATION}.three_public_change_rate"]
points = 6
formula = {{ deduct = "0.5", floor = 1 }}
why = "附件"
[revise."{ALLOCATION}.key_expenditure_rate"]
formula = {{ kind = "bands", bands = [{{ at_least = 90, points = 9 }}] }}
why = ""
[revise."process.budget_execution.surplus_funds"]
label = "结余资金"
points = "three"
why = "附件"
[break_down."output.duty_performance.new_growth_pole"]
why = "细化"
rows = [ {{ id = "one", label = "甲", points = 3, formula = {{ kind = "judged" }} }} ]
[remove."process.asset_management.nothing"]
why = "附件"
"""
    found = problems_of(text.encode())
    expected = {
        ("rubrics.overlay_base_digest", "derived_from"),
        ("rubrics.bad_series", "series"),
        ("rubrics.overlay_why", "reason"),
        ("exchange.unknown_key", ""),
        ("rubrics.unknown_indicator", f"revise.'{ALLOCATION}.stafing_ratio'"),
        ("rubrics.overlay_same_value", f"revise.'{ALLOCATION}.three_public_change_rate'.formula.deduct"),
        ("rubrics.overlay_no_parameter", f"revise.'{ALLOCATION}.three_public_change_rate'.formula.floor"),
        ("exchange.bare_level", f"revise.'{ALLOCATION}.key_expenditure_rate'.formula.bands[0].at_least"),
        ("rubrics.points_above_maximum", f"revise.'{ALLOCATION}.key_expenditure_rate'.formula.bands[0].points"),
        ("rubrics.overlay_why", f"revise.'{ALLOCATION}.key_expenditure_rate'.why"),
        ("exact.not_a_number", "revise.'process.budget_execution.surplus_funds'.points"),
        ("rubrics.overlay_parts_sum", "break_down.'output.duty_performance.new_growth_pole'.rows"),
        ("rubrics.overlay_clause_open", "break_down.'output.duty_performance.new_growth_pole'.rows[0].clause"),
        ("rubrics.unknown_indicator", "remove.'process.asset_management.nothing'"),
    }
    assert {pair for pair in expected if pair not in found} == set()
    # and nothing that follows from a fault alone: the sum over the row that could not be read is not told
    assert not [code for code, _ in found if code in ("rubrics.points_do_not_sum", "rubrics.overlay_points")]


def test_sums_are_not_told_beside_points_that_could_not_be_read():
    change = f'[revise."{STAFFING}"]\npoints = "eight"\nwhy = "附件"\n'
    other = f'[revise."{ALLOCATION}.key_expenditure_rate"]\npoints = 6\nwhy = "附件"\n'
    assert problems_of(change + other) == [("exact.not_a_number", f"revise.'{STAFFING}'.points")]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("formula = { deduct = '八毛' }", ("exact.not_a_number", f"revise.'{STAFFING}'.formula.deduct")),
        ("formula = { kind = 'bands' }", ("exchange.missing_key", f"revise.'{STAFFING}'.formula")),
    ],
)
def test_points_add_up_also_where_their_row_has_other_faults(more, fault):
    """9 instead of 5 points, beside a slip in the formula of the same row: both at once, and nothing made up."""
    found = problems_of(f"[revise.'{STAFFING}']\npoints = 9\n{more}\nwhy = '附件'")
    assert sorted(found) == sorted([fault, ("rubrics.points_do_not_sum", f"revise.'{STAFFING}'.points")])


def test_nothing_is_made_up_of_a_row_of_which_only_the_points_were_read():
    """3 points with new bands, one of them unreadable: the old formula, which gives 5, is not held against them."""
    bands = "{ points = 3, at_most = '0%' }, { points = 'zwei', at_most = '10%' }"
    change = f"points = 3\nformula = {{ kind = 'bands', bands = [{bands}] }}\nwhy = '附件'"
    other = f"[revise.'{ALLOCATION}.three_public_change_rate']\npoints = 7\nwhy = '附件'"
    found = problems_of(f"[revise.'{STAFFING}']\n{change}\n{other}")
    assert [code for code, path in found if STAFFING in path] == ["exact.not_a_number"]
    assert not any(code in ("rubrics.points_do_not_sum", "rubrics.overlay_points") for code, _ in found)


SURPLUS = "process.budget_execution.surplus_funds"
WRONG_SUM = ("rubrics.points_do_not_sum", f"revise.'{SURPLUS}'.points")


@pytest.mark.parametrize(
    "fault",
    [
        f"[revise.'{STAFFING}']\npoints = 4",
        f"[revise.'{STAFFING}']\npoints = 'four'\nwhy = 'x'",
        f"[revise.'{STAFFING}s']\npoints = 4\nwhy = 'x'",
        f"[revise.'{STAFFING}s']\npoint = 4",
        f"[remove.'{ALLOCATION}.none']\nwhy = 'x'",
        "[revise.output]\npoints = 'many'\nwhy = 'x'",
        f"[break_down.'{STAFFING}']\nwhy = 'x'",
        "[adopt.part_step]\nanswer = 'none'\nadopted_by = '甲'\nadopted_on = 2022-01-01\nwhy = 'x'",
        "[grades]\nx = 1",
    ],
)
def test_a_sum_that_no_fault_touches_is_told_beside_it(fault):
    """Faults elsewhere."""
    found = problems_of(f"[revise.'{SURPLUS}']\npoints = 4\nwhy = 'x'\n{fault}")
    assert len(found) > 1
    assert [each for each in found if each[0].startswith("rubrics.points")] == [WRONG_SUM]


@pytest.mark.parametrize(
    "fault",
    [
        "[revise.'process.budget_execution.payment_progress']\npoints = 2",
        "[revise.'process.budget_execution.payment_progres']\npoints = 2\nwhy = 'x'",
        "[revise.'process.budget_exekution.payment_progress']\npoints = 2\nwhy = 'x'",
        "[revise.'process.budget_execution']\npoints = 'x'\nwhy = 'x'",
        "[move.'process.budget_execution.payment_progress']\nto = 'nowhere'\nwhy = 'x'",
        "[move.'nothing']\nto = 'process.budget_execution'\nwhy = 'x'",
        "[[add]]\nwhy = 'x'",
        "[revize.'process.budget_execution.payment_progress']\npoints = 2\nwhy = 'x'",
    ],
)
def test_a_sum_that_a_fault_can_touch_is_not_told(fault):
    found = problems_of(f"[revise.'{SURPLUS}']\npoints = 4\nwhy = 'x'\n{fault}")
    assert found
    assert not [each for each in found if each[0].startswith("rubrics.points")]


def test_an_unknown_row_is_told_with_the_nearest_known_ones_first():
    with pytest.raises(FormatError) as caught:
        exchange.read_tailored(overlay(f'[revise."{ALLOCATION}.stafing_ratio"]\npoints = 8\nwhy = "附件"'), BASE)
    assert caught.value.problems[0].message["known"][0] == STAFFING


def test_points_that_do_not_sum_are_told_at_the_change_with_the_other_changes_beside_it():
    change = f'[revise."{STAFFING}"]\npoints = 8\nformula = {{ deduct = "0.8" }}\nwhy = "附件"\n'
    other = f'[revise."{ALLOCATION}.key_expenditure_rate"]\npoints = 6\nwhy = "附件"\n'
    assert problems_of(change) == [("rubrics.points_do_not_sum", f"revise.'{STAFFING}'.points")]
    with pytest.raises(FormatError) as caught:
        exchange.read_tailored(overlay(change + other), BASE)
    (problem,) = caught.value.problems
    both = (f"revise.'{ALLOCATION}.key_expenditure_rate'.points", f"revise.'{STAFFING}'.points")
    assert (problem.code, problem.path) == ("rubrics.overlay_points", both[0])
    assert problem.message["found"] == 19
    assert problem.message["changes"] == both


def test_a_partial_formula_keeps_its_kind_and_the_other_parameters():
    row = "process.asset_management.fixed_asset_utilisation"
    rubric = exchange.read_tailored(overlay(f'[revise."{row}"]\nformula = {{ step = "2pp" }}\nwhy = "附件"'), BASE)
    before, after = BASE.indicator(row).formula, rubric.indicator(row).formula
    assert (after.kind, after.standard, after.deduct) == (before.kind, before.standard, before.deduct)
    assert after.step == Fraction(1, 50)


def test_another_kind_replaces_the_formula_as_a_whole():
    row = "process.asset_management.fixed_asset_utilisation"
    text = f'[revise."{row}"]\nformula = {{ kind = "proportional" }}\nkeep_readings = true\nwhy = "按比例"'
    assert exchange.read_tailored(overlay(text), BASE).indicator(row).formula.kind == "proportional"


@pytest.mark.parametrize("path", [COUNTY, BUREAU], ids=lambda path: path.stem)
class TestRoundTrips:
    def test_the_overlay_reads_back_from_toml_and_json(self, path):
        found = exchange.read_overlay(path)
        assert exchange.read_overlay(exchange.to_toml(found).encode()) == found
        assert exchange.read_overlay(exchange.to_json(found).encode()) == found

    def test_the_expanded_table_reads_back_with_its_digest(self, path):
        rubric = registry.open(path)
        for text in (exchange.to_toml(rubric), exchange.to_json(rubric)):
            again = exchange.read_rubric(text.encode())
            assert again == rubric
            assert again.digest == rubric.digest

    def test_core_and_file_agree(self, path):
        overlaid = tailor(BASE, exchange.read_overlay(path), dictionary=exchange.shared_facts())
        assert overlaid == exchange.read_tailored(path, BASE)

    def test_the_digest_is_that_of_the_expanded_table_and_not_of_the_base(self, path):
        assert registry.open(path).digest != BASE.digest


def test_an_overlay_of_another_meaning_is_named_as_such():
    text = HEAD + "semantics = 2\n[colour]\nred = 1"
    assert problems_of(text.encode()) == [("rubrics.unknown_semantics", "semantics")]


@pytest.mark.parametrize("text", [b"[" * 40, b"derived_from = 1", b"{}", b"[]", b"revise = 3"])
def test_what_is_no_overlay_is_refused(text):
    with pytest.raises(FormatError):
        exchange.read_tailored(text, BASE)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 9) | st.text(max_size=3) | st.just(STAFFING) | st.just("0.5"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([STAFFING, "points", "why", "formula", "rows", "id", "kind"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@given(st.data())
def test_whatever_a_file_holds_it_is_a_table_or_an_error_of_ours(data):
    """Parts of the county's overlay are replaced by anything, at the top or one or two levels deeper."""
    document = exchange.to_json(exchange.read_overlay(data.draw(st.sampled_from([COUNTY, BUREAU]))))
    table = exchange.read_document(document.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        place, depth = table, data.draw(st.integers(0, 3))
        while depth and [key for key, value in place.items() if isinstance(value, dict) and value]:
            place = place[
                data.draw(st.sampled_from([k for k, value in place.items() if isinstance(value, dict) and value]))
            ]
            depth -= 1
        fields = [
            *place,
            *(each.name for each in attrs.fields(Overlay)),
            *(each.name for each in attrs.fields(Revision)),
        ]
        place[data.draw(st.sampled_from(fields))] = data.draw(ANYTHING)
    told = ()
    try:
        exchange.parse_tailored(table, BASE)
    except JixiaoError as error:
        told = error.problems
    assert all(str(problem) for problem in told)


NAMED_HEAD = {
    "derived_from": "junshan-department@2021.1",
    "series": "named",
    "edition": 2022,
    "revision": 1,
    "reason": "某县办法",
    "fiscal_years": {"first": 2022, "last": 2022},
}


class TestNamedMeasures:
    """A row that an overlay revises, adds or breaks down may name a shared measure, as rows of a rubric may."""

    ROW = "process.budget_execution.budget_adjustment_rate"

    def overlay(self, name):
        return {**NAMED_HEAD, "revise": {self.ROW: {"why": "按追加预算计", "measure": name, "keep_readings": True}}}

    def test_a_revised_row_gets_the_measure_as_a_whole(self):
        base = registry.load(NAMED_HEAD["derived_from"])
        made = exchange.parse_tailored({**self.overlay("budget_control_rate")}, base)
        assert made[self.ROW].measure == exchange.shared_measure("budget_control_rate").measure
        assert (
            exchange.parse_overlay(self.overlay("budget_control_rate")).revise[0][1].measure == made[self.ROW].measure
        )

    @pytest.mark.parametrize("read", ["parse_overlay", "parse_tailored"])
    def test_an_unknown_name_is_told_at_its_place(self, read):
        base = [registry.load(NAMED_HEAD["derived_from"])] if read == "parse_tailored" else []
        with pytest.raises(FormatError) as caught:
            getattr(exchange, read)(self.overlay("budget_control_rat"), *base)
        (problem,) = caught.value.problems
        assert problem.path == f"revise.'{self.ROW}'.measure"
        assert problem.code.startswith("exchange.unknown_measure")
        assert "budget_control_rate" in str(problem)


class TestTextsThatAreNone:
    @pytest.mark.parametrize("field", ["title", "issuer.zh", "limitations", "without"])
    def test_a_date_is_no_text(self, field):
        value = "[2021-01-01]" if field in ("limitations", "without") else "2021-01-01"
        place = f"{field}[0]" if value.startswith("[") else field
        assert problems_of(f"{field} = {value}") == [("exchange.wrong_type", place)]

    def test_a_date_is_no_clause_and_no_reason(self):
        found = problems_of(f'[revise."{STAFFING}"]\nclause = 2021-01-01\nwhy = 2021-01-02')
        assert sorted(found) == [("exchange.wrong_type", f"revise.'{STAFFING}'.{name}") for name in ("clause", "why")]

    def test_the_message_says_what_was_found(self):
        with pytest.raises(FormatError) as caught:
            exchange.read_overlay(overlay("title = 2021-01-01"))
        assert "a date without quotes" in str(caught.value)

    @pytest.mark.parametrize("day", ["2021-12-31", '"2021-12-31"'])
    def test_where_a_date_is_due_it_may_stand_with_or_without_quotes(self, day):
        text = f'[adopt.part_step]\nanswer = "counts_in_full"\nadopted_by = "甲县"\nadopted_on = {day}\nwhy = "文件"\n'
        ((_, adoption),) = exchange.read_overlay(overlay(text)).adopt
        assert (adoption.adopted_on, type(adoption.adopted_on)) == ("2021-12-31", str)

    @pytest.mark.parametrize("char", ["202E", "200B", "2066", "FEFF", "00AD"])
    def test_characters_that_nobody_sees(self, char):
        text = f'[revise."{STAFFING}"]\nclause = "计\\u{char}8分"\nwhy = "附件"'
        with pytest.raises(FormatError) as caught:
            exchange.read_tailored(overlay(text), BASE)
        found = [problem for problem in caught.value.problems if problem.code == "exchange.overlay_unseen"]
        assert [problem.path for problem in found] == [f"revise.'{STAFFING}'.clause"]
        assert found[0].message["found"] == f"U+{char}"
        with pytest.raises(FormatError) as caught:
            exchange.read_overlay(overlay(text))
        assert caught.value.code == "exchange.overlay_unseen"

    def test_lines_and_tabs_are_seen(self):
        exchange.read_overlay(overlay('limitations = ["一\\n二\\t三"]'))
