"""Sentences that came out wrong once: empty lists, brackets around nothing, steps in proportion."""

import pytest

from jixiao_core import Evidence, registry, score
from jixiao_core.errors import JixiaoError
from jixiao_core.exact.quantities import Rate
from jixiao_core.messages import Message
from jixiao_core.present import explain, render, render_error
from jixiao_core.scoring.figures import Known

DEPARTMENT = registry.load("junshan-department@2021.1")
CARD = "process.budget_management.card_payment_rate"
STAFFING = "input.budget_allocation.staffing_ratio"


def test_steps_in_proportion():
    evidence = Evidence.of(DEPARTMENT, facts={"in_service_staff": 33, "authorised_staffing": 18})
    text = explain(score(DEPARTMENT.under({"part_step": "pro_rata"}), evidence), STAFFING)
    # 83.33 of 1 percentage point at 0.5 each.
    assert "每1个百分点扣0.5分，按比例折合83.33个，应扣41.67分" in text
    assert "个1个" not in text


@pytest.mark.parametrize(("locale", "words"), [("zh_Hans_CN", "申报的测算值为48%"), ("en", "eclared measure 48%")])
@pytest.mark.parametrize("origin", ["", "第9页"])
def test_a_declared_measure_without_its_place(locale, words, origin):
    declared = Known(value=Rate.parse("48%"), origin=origin)
    text = explain(score(DEPARTMENT, Evidence.of(DEPARTMENT, measures={CARD: declared})), CARD, locale=locale)
    assert words in text
    assert "（）" not in text
    assert "()" not in text
    assert ("第9页" in text) == bool(origin)


@pytest.mark.parametrize("name", ["known", "allowed"])
@pytest.mark.parametrize("nothing", [(), ""])
def test_a_list_of_nothing_says_so(name, nothing):
    code = {"known": "scoring.unknown_part", "allowed": "exchange.unknown_kind"}[name]
    message = Message.of(code, found="x", **{name: nothing})
    assert str(message).endswith(" none")
    assert render(message, "en") == str(message)
    assert render(message, "zh_Hans_CN").endswith("无")


def test_a_table_without_papers_to_name():
    with pytest.raises(JixiaoError) as caught:
        Evidence.of(DEPARTMENT, documents={STAFFING: ["paper"]})
    assert render_error(caught.value, "en").endswith("known: none")
