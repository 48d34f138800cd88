"""What pages print as limits, put back as figures: a reader who writes the printed amount gets the points that are said."""

import re
from fractions import Fraction

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from jixiao_core import Evidence, implied, score, sensitivity
from jixiao_core import strategies as jst
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.exact.quantities import Count, Money
from jixiao_core.present.implied_pages import implied_page
from jixiao_core.present.sensitivity_pages import sensitivity_page

FEN_OF = {"元": 100, "万元": 10**6}
AMOUNT = r"(约?)([0-9.]+)(万元|元)"
NUMBER = r"(约?)([0-9.]+)([^0-9.]*)"


@st.composite
def scored(draw):
    """A generated rubric with every fact of its measures known, money in whole 分, but perhaps one."""
    rubric = draw(jst.rubrics())
    assume(rubric.rounding_at("indicator") is None)
    names = [name for row in rubric.indicators if row.measure for name in row.measure.facts]
    assume(names)
    facts = {}
    for fact in rubric.facts:
        if fact.quantity.value == "money":
            facts[fact.id] = Money(Fraction(draw(st.integers(0, 10**7))))
        elif fact.quantity.value == "count":
            facts[fact.id] = draw(st.integers(0, 300))
    left_out = draw(st.sampled_from([None, *names]))
    return rubric, {name: value for name, value in facts.items() if name != left_out}


def printed(text, fact):
    """The printed amount in 分, or in things, and whether it is marked 约."""
    is_money = fact.quantity.value == "money"
    found = re.fullmatch(AMOUNT if is_money else NUMBER, text)
    assert found is not None, text
    return Fraction(found[2]) * (FEN_OF[found[3]] if is_money else 1), bool(found[1])


def figure(text, fact):
    """The printed amount as a figure; None where it is marked 约."""
    value, is_about = printed(text, fact)
    if is_about:
        return None
    assert value.denominator == 1, text
    return Money(value) if fact.quantity.value == "money" else Count(int(value))


def beside(value, by):
    return evolve(value, fen=value.fen + by) if isinstance(value, Money) else evolve(value, value=value.value + by)


def size(value):
    """A figure in its smallest unit: 分, or things."""
    return value.fen if isinstance(value, Money) else value.value


def is_within(value, relation, end):
    """Whether a figure keeps a printed limit; one marked 约 is kept only by what is a whole unit away from it."""
    limit, about = printed(*end)
    match relation:
        case "大于" | "不低于":
            return size(value) >= limit + (1 if about or relation == "大于" else 0)
        case "低于" | "不超过":
            return size(value) <= limit - (1 if about or relation == "低于" else 0)
    return True


def limits(text, fact):
    """The figures at the ends that a printed set of values names, inside of the set."""
    for part in text.split("或"):
        ends, kept = [], []
        for piece in part.split("且"):
            found = re.fullmatch(r"(不低于|不超过|大于|低于)?(.*)", piece)
            if found[2] in ("任意值", "无") or "每" in found[2]:
                continue
            for one in found[2].split("、"):
                kept.append((found[1], (one, fact)))
                value = figure(one, fact)
                if value is not None:
                    ends.append(beside(value, {"大于": 1, "低于": -1}.get(found[1], 0)))
        # Between 0元 and 0.01元 there is no amount.
        yield from (value for value in ends if all(is_within(value, *each) for each in kept))


def counted(rubric, facts, rows):
    """The sum of some rows with other figures; None where a row has no points or not its own weight any more."""
    sheet = score(rubric, Evidence.of(rubric, facts=facts))
    if any(sheet[row].status in ("not_applicable", "invalid", "not_chosen") for row in rows):
        return None, {}
    return [sheet[row].possible for row in rows], {row: sheet.weight(row) for row in rows}


def put_back(sheet, facts, entry, value):
    rows = [row.id for row in entry.rows]
    points, weights = counted(sheet.rubric, {**facts, entry.id: value}, rows)
    if points is None or any(weights[row] != sheet.weight(row) for row in rows) or not all(p.is_point for p in points):
        return None
    return sum(each.point for each in points)


@given(scored())
def test_the_next_step_is_where_sensitivity_says_that_it_is(drawn):
    rubric, facts = drawn
    found = sensitivity(score(rubric, Evidence.of(rubric, facts=facts)))
    for entry in found.entries:
        if entry.kind != "fact" or rubric.fact(entry.id).quantity.value not in ("money", "count"):
            continue
        page = sensitivity_page(evolve(found, entries=(entry,), measures=()))
        for at, points in re.findall(r"即为(.+?)时，得([0-9.]+)分", page):
            value = figure(at, rubric.fact(entry.id))
            if value is not None:
                scored_then = put_back(found.sheet, facts, entry, value)
                assert scored_then is None or abs(scored_then - Fraction(points)) <= Fraction(1, 200), page


@given(scored())
def test_steps_have_the_points_that_sensitivity_says_up_to_their_printed_ends(drawn):
    rubric, facts = drawn
    found = sensitivity(score(rubric, Evidence.of(rubric, facts=facts)))
    for entry in found.entries:
        if entry.kind != "fact" or rubric.fact(entry.id).quantity.value not in ("money", "count"):
            continue
        page = sensitivity_page(evolve(found, entries=(evolve(entry, positions=()),), measures=()))
        for step in re.findall(r"^ +(\S*得[0-9.]+分\S*)$", page, re.MULTILINE):
            for values, points in re.findall(r"(?:^|，)([^，：]*?)得([0-9.]+)分", step):
                for value in limits(values, rubric.fact(entry.id)):
                    scored_then = put_back(found.sheet, facts, entry, value)
                    assert scored_then is None or abs(scored_then - Fraction(points)) <= Fraction(1, 200), page


@given(scored(), st.data())
def test_limits_that_implied_prints_give_the_score(drawn, data):
    rubric, facts = drawn
    evidence = Evidence.of(rubric, facts=facts)
    sheet = score(rubric, evidence)
    rows = [row for row in rubric.indicators if row.measure is not None and sheet[row.id].maximum]
    assume(rows)
    row = data.draw(st.sampled_from(rows))
    maximum = sheet[row.id].maximum / sheet.weight(row.id)
    points = data.draw(st.sampled_from([maximum, maximum / 2, Fraction(0), maximum - 1 if maximum > 1 else maximum]))
    for each in implied(rubric, evidence, row.id, points):
        for fact in each.facts:
            others_known = all(name in facts for name in row.measure.facts if name != fact.fact)
            definition = rubric.fact(fact.fact)
            if each.answers or not others_known or definition.quantity.value not in ("money", "count"):
                continue
            page = implied_page(sheet, row.id, [evolve(each, facts=(fact,))], points)
            label = re.escape(definition.label.zh)
            told = re.findall(rf"^ +{label}((?:(?!时，)\S)+)$", page, re.MULTILINE)
            told += re.findall(rf"假设其他数据不变，{label}(\S+?)时可得该分", page)
            for line in told:
                if "单独看" in line:
                    continue
                for value in limits(line, definition):
                    then = score(rubric, Evidence.of(rubric, facts={**facts, fact.fact: value}))
                    if then[row.id].status in ("not_applicable", "invalid"):
                        continue
                    own = then.outcome(row.id).points
                    near = IntervalSet.points(points)
                    assert own & near or not each.is_attainable or abs(own.point - points) <= Fraction(1, 200), page
