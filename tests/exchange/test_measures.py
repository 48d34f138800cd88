"""
The customary measures of 财预〔2013〕53号, each against its formula worked by hand.

The expected rates are written here as arithmetic on the numbers of the formula in words; nothing of the library's
measures is used to get them.
"""

from fractions import Fraction

import pytest

from jixiao_core import Evidence, exchange, score
from jixiao_core.cli import main
from jixiao_core.errors import FormatError, UnknownNameError
from jixiao_core.rubrics.identity import digest_of, plain

F = Fraction
# name: facts as they are reported, the rate by hand.
WORKED = {
    # 附件1
    "project_funding_received_rate": (
        {"project_funding_received": "90万元", "project_funding_planned": "120万元"},
        F(90, 120),
    ),
    "project_funding_timeliness_rate": (
        {"project_funding_received_on_time": "60万元", "project_funding_due": "80万元"},
        F(60, 80),
    ),
    "project_output_completion_rate": ({"project_output_actual": "18.5", "project_output_planned": "20"}, F(37, 40)),
    "project_completion_timeliness_rate": ({"project_time_planned": 200, "project_time_actual": 150}, F(50, 200)),
    "project_quality_rate": ({"project_output_up_to_standard": "9", "project_output_actual": "12"}, F(9, 12)),
    "project_cost_saving_rate": ({"project_cost_planned": "100万元", "project_cost_actual": "92.5万元"}, F(75, 1000)),
    # 附件2
    "in_service_staff_control_rate": ({"in_service_staff": 33, "authorised_staffing": 40}, F(33, 40)),
    "three_public_change_rate": (
        {"three_public_executed": "12万元", "three_public_executed_last_year": "10万元"},
        F(2, 10),
    ),
    "three_public_change_rate_by_budget": (
        {"three_public_initial_budget": "9万元", "three_public_initial_budget_last_year": "12万元"},
        F(-3, 12),
    ),
    "key_expenditure_rate": ({"key_project_expenditure": "30万元", "project_expenditure": "48万元"}, F(30, 48)),
    "budget_completion_rate": ({"budget_completed": "980万元", "adjusted_budget": "1000万元"}, F(98, 100)),
    # 上年结转 50，年初预算 900，追加 150，年末结余 55：（50+900+150−55）÷（50+900+150）
    "budget_completion_rate_hunan": (
        {
            "prior_year_carryover": "50万元",
            "initial_approved_budget": "900万元",
            "budget_additions": "150万元",
            "year_end_balance_cumulative": "55万元",
        },
        F(1045, 1100),
    ),
    "budget_adjustment_rate": (
        {"budget_adjustments_gross": "45万元", "initial_approved_budget": "900万元"},
        F(45, 900),
    ),
    "budget_control_rate": ({"budget_additions": "150万元", "initial_approved_budget": "900万元"}, F(150, 900)),
    "payment_progress_rate": ({"payment_progress_actual": "72%", "payment_progress_due": "75%"}, F(72, 75)),
    "carryover_surplus_rate": ({"carryover_and_surplus": "30万元", "expenditure_budget": "1000万元"}, F(3, 100)),
    "carryover_surplus_rate_by_expenditure": (
        {"carryover_and_surplus": "30万元", "general_public_budget_expenditure_completed": "800万元"},
        F(30, 800),
    ),
    "carryover_surplus_change_rate": (
        {"carryover_and_surplus": "30万元", "carryover_and_surplus_last_year": "40万元"},
        F(-10, 40),
    ),
    "operating_expenditure_control_rate": (
        {"operating_expenditure": "95万元", "operating_expenditure_budget": "100万元"},
        F(95, 100),
    ),
    "three_public_control_rate": (
        {"three_public_executed": "11万元", "three_public_initial_budget": "10万元"},
        F(11, 10),
    ),
    "procurement_execution_rate": (
        {"procurement_executed": "85万元", "procurement_adjusted_budget": "100万元"},
        F(85, 100),
    ),
    "fixed_asset_utilisation_rate": ({"fixed_assets_in_use": "700万元", "fixed_assets_total": "800万元"}, F(7, 8)),
    "work_completion_rate": ({"work_completed": 45, "work_planned": 50}, F(45, 50)),
    "work_timeliness_rate": ({"work_completed_on_time": 40, "work_planned": 50}, F(40, 50)),
    "work_quality_rate": ({"work_up_to_standard": 42, "work_planned": 50}, F(42, 50)),
    "key_work_completion_rate": ({"key_work_completed": 7, "key_work_assigned": 8}, F(7, 8)),
    # 附件3
    "government_revenue_completion_rate": (
        {"government_revenue_completed": "10.5亿元", "government_revenue_budget": "10亿元"},
        F(105, 100),
    ),
    "government_expenditure_completion_rate": (
        {"government_expenditure_completed": "19亿元", "government_expenditure_budget": "20亿元"},
        F(19, 20),
    ),
    "livelihood_expenditure_share": (
        {"government_livelihood_expenditure": "14亿元", "government_expenditure_completed": "20亿元"},
        F(14, 20),
    ),
    "tax_revenue_share": (
        {"government_tax_revenue": "6亿元", "government_revenue_completed": "10亿元"},
        F(6, 10),
    ),
}
MEASURES = {each.id: each for each in exchange.shared_measures()}
FACTS = {fact.id: fact for fact in exchange.shared_facts()}

# Names that spec section 1 of the frameworks gives as read in a published copy.
READ = {
    "project_funding_received_rate",
    "in_service_staff_control_rate",
    "three_public_change_rate",
    "three_public_change_rate_by_budget",
    "key_expenditure_rate",
    "budget_completion_rate_hunan",
    "budget_control_rate",
    "carryover_surplus_rate_by_expenditure",
    "carryover_surplus_change_rate",
}


def table(measure, **formula):
    """A rubric file of one row of 10 points; by default full points at 1000 %, so that points are rates × 1."""
    return {
        "series": "village",
        "edition": 2021,
        "revision": 1,
        "kind": "department",
        "title": "表",
        "issuer": {"zh": "某局"},
        "fiscal_years": {"first": 2021, "last": 2021},
        "points": 10,
        "indicators": [
            {
                "id": "a",
                "label": "甲",
                "points": 10,
                "clause": "甲",
                "source": {"table": "表"},
                "measure": measure,
                "formula": formula or {"kind": "proportional", "zero_at": "-500%", "full_at": "500%"},
            }
        ],
    }


def points_of(rate):
    """10 points spread evenly from −500 % to 500 %."""
    return (rate + 5) / 10 * 10


def test_every_measure_is_worked():
    assert set(WORKED) == set(MEASURES)


@pytest.mark.parametrize("name", WORKED)
class TestWorked:
    def test_the_rate_of_the_formula(self, name):
        facts, rate = WORKED[name]
        rubric = exchange.parse_rubric(table(name))
        sheet = score(rubric, Evidence.of(rubric, facts=facts))
        assert sheet["a"].points == points_of(rate)

    def test_each_fact_counts(self, name):
        """With any one figure doubled the rate moves: none is read and left out."""
        facts, rate = WORKED[name]
        rubric = exchange.parse_rubric(table(name))
        assert set(MEASURES[name].measure.facts) == set(facts)
        for fact, figure in facts.items():
            number = str(figure).rstrip("万亿元%")
            unit = str(figure)[len(number) :]
            doubled = f"{Fraction(number) * 2}{unit}" if unit or "." in number else int(number) * 2
            sheet = score(rubric, Evidence.of(rubric, facts={**facts, fact: doubled}))
            row = sheet["a"]
            assert row.status == "invalid" or row.points != points_of(rate), fact

    def test_its_facts_are_of_the_dictionary_and_of_one_kind(self, name):
        kinds = {FACTS[fact].quantity for fact in MEASURES[name].measure.facts}
        assert len(kinds) == 1

    def test_it_says_where_it_is_from(self, name):
        found = MEASURES[name]
        assert found.document == "财预〔2013〕53号"
        assert found.annex.startswith("附件")
        assert (found.provenance == "read") == (name in READ)
        assert found.variant_of == "" or found.variant_of in MEASURES
        assert all((found.label.zh, found.label.en, found.formula.zh, found.formula.en))
        assert found.measure.basis == "customary"
        assert found.measure.label.zh.endswith(found.formula.zh)


def test_variants_in_use():
    found = {name: each.variant_of for name, each in MEASURES.items() if each.variant_of}
    assert found == {
        "three_public_change_rate_by_budget": "three_public_change_rate",
        "budget_completion_rate_hunan": "budget_completion_rate",
        "budget_control_rate": "budget_adjustment_rate",
        "carryover_surplus_rate_by_expenditure": "carryover_surplus_rate",
    }


class TestNaming:
    @pytest.mark.parametrize("name", WORKED)
    def test_a_name_is_a_way_of_writing(self, name):
        """The rubric, its canonical form and its digest are those of the measure written out."""
        named = exchange.parse_rubric(table(name))
        full = exchange.parse_rubric(table(plain(MEASURES[name].measure)))
        assert named == full
        assert digest_of(named) == digest_of(full)
        assert name not in str(plain(named)["indicators"][0]["measure"].get("label", {}).get("en", ""))

    def test_a_reading_may_name_one_too(self):
        document = table("in_service_staff_control_rate")
        document["questions"] = [
            {
                "id": "q",
                "label": "问",
                "answers": [{"id": "one", "note": "一"}, {"id": "two", "note": "二"}],
                "adopted_by": "某局",
                "adopted_on": "2021-01-01",
                "reason": "因",
            }
        ]
        document["indicators"][0]["readings"] = [{"question": "q", "id": "two", "measure": "work_completion_rate"}]
        rubric = exchange.parse_rubric(document)
        assert rubric.indicators[0].readings[0].measure == MEASURES["work_completion_rate"].measure
        assert rubric.knows_fact("work_planned")

    def test_an_unknown_name_lists_the_nearest(self):
        with pytest.raises(FormatError) as caught:
            exchange.parse_rubric(table("in_service_staff_control_rat"))
        (problem,) = caught.value.problems
        assert (problem.code, problem.path) == ("exchange.unknown_measure_near", "indicators[0].measure")
        assert problem.message["nearest"] == "'in_service_staff_control_rate'"

    def test_all_problems_at_once(self):
        document = table("no_such_measure_at_all_9")
        document["indicators"][0]["readings"] = [{"question": "q", "id": "two", "measure": "work_completion"}]
        document["indicators"][0]["colour"] = 1
        with pytest.raises(FormatError) as caught:
            exchange.parse_rubric(document)
        found = {(each.code.removesuffix("_near"), each.path) for each in caught.value.problems}
        assert {
            ("exchange.unknown_measure", "indicators[0].measure"),
            ("exchange.unknown_measure", "indicators[0].readings[0].measure"),
            ("exchange.unknown_key", "indicators[0]"),
        } <= found

    @pytest.mark.parametrize("wrong", [5, ["work_completion_rate"], True, {"name": "work_completion_rate"}])
    def test_what_is_no_name(self, wrong):
        with pytest.raises(FormatError) as caught:
            exchange.parse_rubric(table(wrong))
        assert all(each.code.startswith("exchange.") for each in caught.value.problems)

    def test_a_bare_level_beside_a_named_rate_is_still_refused(self):
        with pytest.raises(FormatError) as caught:
            exchange.parse_rubric(table("work_completion_rate", kind="proportional", full_at=50))
        assert [each.code for each in caught.value.problems] == ["exchange.bare_level"]

    def test_what_was_given_is_not_changed(self):
        document = table("work_completion_rate")
        exchange.parse_rubric(document)
        assert document == table("work_completion_rate")


class TestCommand:
    def said(self, capsys, *arguments):
        status = main(["measures", *arguments])
        out, err = capsys.readouterr()
        assert (status, err) == (0, "")
        return out

    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    def test_the_list_has_every_formula_and_where_it_is_from(self, capsys, locale):
        page = "".join(self.said(capsys, "--locale", locale, "--width", "400").split())
        for each in MEASURES.values():
            assert each.id in page
            assert "".join(each.formula.of(locale).split()) in page
        customary = "未与正式文本核对" if locale.startswith("zh") else "notverifiedagainsttheofficialtext"
        assert page.count(customary) == len(MEASURES) - len(READ)

    def test_one_with_its_facts(self, capsys):
        page = self.said(capsys, "budget_completion_rate_hunan", "--locale", "en")
        for fact in MEASURES["budget_completion_rate_hunan"].measure.facts:
            assert fact in page
        assert "Another definition in use of budget_completion_rate" in page
        assert "- cumulative balance at year end" in page

    def test_as_json_it_is_a_dictionary_again(self, capsys):
        found = exchange.read_measures(self.said(capsys, "--json").encode())
        assert found == exchange.shared_measures()

    def test_an_unknown_one(self, capsys):
        assert main(["measures", "work_complete_rate", "--locale", "en"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("exchange.unknown_measure_near")

    def test_the_library_says_the_same(self):
        with pytest.raises(UnknownNameError):
            exchange.shared_measure("work")


class TestSchemaCommand:
    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    def test_the_list(self, capsys, locale):
        assert main(["schema", "--locale", locale]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in lines] == list(exchange.schema_names())
        assert all(len(line.split(maxsplit=1)) == 2 for line in lines)

    def test_one_to_standard_output_and_to_a_file(self, capsys, tmp_path):
        assert main(["schema", "case"]) == 0
        text = capsys.readouterr().out
        assert main(["schema", "case", "-o", str(tmp_path / "case.json"), "--locale", "en"]) == 0
        assert (tmp_path / "case.json").read_text(encoding="utf-8") == text
        assert exchange.read_document(text.encode()) == exchange.schema("case")

    def test_wrong_arguments(self, capsys, tmp_path):
        assert main(["schema", "cases"]) == 2
        assert main(["schema", "-o", str(tmp_path / "x.json")]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert [line.split(":")[0] for line in err.splitlines()] == [
            "exchange.unknown_schema_near",
            "cli.schema_needed",
        ]
        assert list(tmp_path.iterdir()) == []
