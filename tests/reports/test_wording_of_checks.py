"""What a check says: a zero is asked for where it is one, causes are alternatives, and what has to be equal is no copy."""

from pathlib import Path

from attrs import evolve

from jixiao_core.exact.quantities import Money
from jixiao_core.exchange import read_report
from jixiao_core.findings import Finding, Severity
from jixiao_core.messages import Message, Text
from jixiao_core.present import render
from jixiao_core.present.i18n import likely_lines
from jixiao_core.reports import check, slips_in_sum
from jixiao_core.reports.parts import BLANK
from jixiao_core.reports.places import Place
from jixiao_core.scoring.figures import Known

PROJECT = read_report(Path(__file__).parents[2] / "examples" / "project-2021.toml")


def blank_balance(received):
    """What is said of the blank balance, in both languages, where 173万元 were spent."""
    funding = PROJECT.funding
    given = evolve(
        funding,
        received=evolve(funding.received, total=Known(value=Money.parse(received))),
        balance=evolve(funding.balance, total=BLANK),
    )
    (found,) = (each for each in check(evolve(PROJECT, funding=given)) if each.code == "reports.balance_blank")
    return render(found.message), render(found.message, "en")


def test_a_zero_is_asked_for_where_the_balance_is_one():
    zh, en = blank_balance("173万元")
    assert zh.endswith("计算应为0万元，为零的请填“0”")
    assert en.endswith("write it, a zero as well")
    zh, en = blank_balance("180万元")
    assert zh.endswith("计算应为7万元，请补填")
    assert en.endswith(": write it")


def test_causes_are_alternatives_in_one_sentence():
    causes = tuple(Message.of("reports.slip_extra_item", place=Text(zh, en)) for zh, en in (("甲", "A"), ("乙", "B")))
    found = Finding(Message.of("reports.boxes_blank"), Severity.ERROR, "", causes)
    assert likely_lines(found) == ("疑似填报差错：甲可能多计；或乙可能多计",)
    (said,) = likely_lines(found, "en")
    assert "; or " in said
    assert likely_lines(evolve(found, likely=())) == ()


def grid(row, name, amount):
    owner = ("汇总", "1、局机关", "2、二级机构")[row]
    figure = Known(value=Money.parse(f"{amount}万元"))
    return Place(label=Text(name), figure=figure, path=f"institutions[{row}].expenditure.{name}", owner=owner)


def test_a_total_of_one_institution_is_no_copy_of_it():
    """The basic expenditure of the whole is that of its only institution; of two it may be taken over from one."""
    whole, basic, project = grid(0, "total", "31796100"), grid(0, "basic", "219.75"), grid(0, "project", "2959.85")
    own = (whole, basic, project, grid(1, "basic", "219.75"))
    found = [(each.kind, each.place.path) for each in slips_in_sum(whole, (basic, project), copies=own)]
    assert ("stale_copy", basic.path) not in found
    two = (*own, grid(2, "basic", "80"))
    found = [(each.kind, each.place.path) for each in slips_in_sum(whole, (basic, project), copies=two)]
    assert ("stale_copy", basic.path) in found
