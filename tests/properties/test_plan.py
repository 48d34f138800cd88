"""The evidence plan against every subset of what could be found out, with outcomes tried one by one."""

from fractions import Fraction
from itertools import chain, combinations, islice, product

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from budget import one_in
from jixiao_core import Evidence, plan, score
from jixiao_core import strategies as jst
from jixiao_core.exact.intervals import EMPTY, Interval, IntervalSet
from jixiao_core.messages import Text
from jixiao_core.rubrics.formulas import Judged
from jixiao_core.rubrics.grades import Adjustment, Grade, GradeCap, GradeScale
from jixiao_core.rubrics.indicators import Group, Indicator
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source
from jixiao_core.scoring.assessments import Judgement
from jixiao_core.scoring.detail import joints
from jixiao_core.scoring.evidence import AdjustmentFigure
from jixiao_core.scoring.rating import grade_range
from jixiao_core.scoring.sheet import ScoreSheet
from jixiao_core.scoring.totals import totals

MOST_OUTCOMES = 400
# Every subset with every outcome: a sheet costs a second.
few = one_in(4)


def waits(sheet: ScoreSheet):
    """Row to the names of what it waits for; written from the words: unknown facts, or the row's own assessment."""
    found = {}
    for row in sheet.rubric.indicators:
        outcome = sheet.outcome(row.id)
        if outcome.points.is_point and not outcome.may_not_apply:
            continue
        over_facts = outcome.values is not None and outcome.missing
        found[row.id] = {f"fact:{name}" for name in outcome.missing} if over_facts else {f"row:{row.id}"}
    return found


NEAR = Fraction(1, 10**6)
FINE = (NEAR, *(Fraction(number, 8) for number in range(1, 8)), 1 - NEAR)
COARSE = (NEAR, Fraction(1, 2), 1 - NEAR)


def samples(points: IntervalSet, inside=FINE):
    """Some values of a set: the ends that it has, and something inside of every stretch."""
    values = set()
    for part in points:
        values |= {end for end, is_open in ((part.low, part.low_open), (part.high, part.high_open)) if not is_open}
        values |= {part.low + (part.high - part.low) * number for number in inside if part.high > part.low}
    return sorted(values)


def outcomes(sheet, found_out, wanted=EMPTY):
    """
    What the rows and the evidence can look like when some things have been found out.

    Points of single rows and adjustments that bring the sum to a wanted one are tried as well: a rating may be narrower than any grid.
    """
    settled = [name for name, needed in waits(sheet).items() if needed <= found_out]
    values, possible = [], []
    for name in settled:
        outcome = sheet.outcome(name)
        points = outcome.points
        if outcome.may_not_apply and sheet.rubric.policy(name) == "full_points":
            points |= IntervalSet.points(sheet.rubric[name].points or sheet[name].maximum)
        if outcome.may_not_apply and sheet.rubric.policy(name) == "zero":
            points |= IntervalSet.points(0)
        values.append(samples(points, FINE if len(settled) < 3 else COARSE))
        possible.append(points)
    open_adjustments = [each for each in sheet.rubric.adjustments if f"adjustment:{each.id}" in found_out]
    figures = [[each.low, Fraction(0), each.high] for each in open_adjustments]
    possible += [IntervalSet.of(Interval(each.low, each.high)) for each in open_adjustments]
    groups = [group for group in sheet.rubric.groups if f"choice:{group.id}" in found_out]
    members = [[node.id for node in sheet.rubric.members(group.id)] for group in groups]
    # Worst and best first: the tries are limited.
    corners = list(islice(product(*([each[0], each[-1]] for each in values), *figures, *members), MOST_OUTCOMES))
    # Rows may count for more where others do not apply.
    most = sum(sheet[node.id].maximum for node in sheet.rubric.members(""))
    scale = sheet.rubric.points / most if 0 < most < sheet.rubric.points else Fraction(1)
    factors = [sheet.weight(name) * scale for name in settled] + [Fraction(1)] * len(figures)
    aimed = islice(_aimed(corners, possible, factors, samples(wanted)), MOST_OUTCOMES)
    others = islice(product(*values, *figures, *members), max(MOST_OUTCOMES - len(corners), 0))
    # Rows that still wait for one fact cannot have any points of theirs together.
    read = {row.id: sheet.rubric.read(row) for row in sheet.rubric.indicators if row.id not in settled}
    _, joint = joints(sheet.rubric, sheet.evidence, read, sheet.detail.outcomes, sheet.detail.facts)
    for drawn in chain(corners, aimed, others):
        points, rest = drawn[: len(values)], drawn[len(values) :]
        rows = {
            name: evolve(sheet.outcome(name), points=IntervalSet.points(value), may_not_apply=False)
            for name, value in zip(settled, points, strict=True)
        }
        stated = {
            each.id: AdjustmentFigure(points=value)
            for each, value in zip(open_adjustments, rest[: len(figures)], strict=True)
        }
        chosen = {group.id: name for group, name in zip(groups, rest[len(figures) :], strict=True)}
        evidence = evolve(
            sheet.evidence,
            adjustments={**dict(sheet.evidence.adjustments), **stated},
            choices={**dict(sheet.evidence.choices), **chosen},
        )
        yield totals(sheet.rubric, evidence, {**sheet.detail.outcomes, **rows}, joint).total


def _aimed(corners, possible, factors, aims):
    """Corners in which one row or adjustment has what is missing to a wanted sum, as it counts."""
    for place, (points, factor) in enumerate(zip(possible, factors, strict=True)):
        for corner in corners if factor else ():
            counted = [value * each for value, each in zip(corner, factors, strict=False)]
            rest = sum(counted) - counted[place]
            for aim in aims:
                value = (aim - rest) / factor
                if value in points:
                    yield (*corner[:place], value, *corner[place + 1 :])


def ratings(sheet, total):
    within = IntervalSet.of(total)
    return {
        grade.name
        for place, grade in enumerate(sheet.rubric.grades.grades)
        if within & IntervalSet.of(grade_range(sheet.rubric, place))
    }


def everything(sheet):
    needed = set().union(*waits(sheet).values()) if waits(sheet) else set()
    stated = dict(sheet.evidence.choices)
    needed |= {
        f"choice:{group.id}" for group in sheet.rubric.groups if group.choose == "one" and group.id not in stated
    }
    known = dict(sheet.evidence.adjustments)
    open_ones = (each for each in sheet.rubric.adjustments if each.id not in known)
    return needed | {f"adjustment:{each.id}" for each in open_ones}


def keys(found):
    return {
        f"row:{each.id}" if each.kind in ("assessment", "correction") else f"{each.kind}:{each.id}"
        for each in found.unknowns
    }


@st.composite
def open_sheets(draw):
    rubric = draw(jst.rubrics())
    assume(rubric.grades is not None)
    sheet = score(rubric, draw(jst.evidence(rubric)))
    assume(not sheet.is_settled)
    return sheet


@given(open_sheets())
def test_what_is_possible_and_what_is_guaranteed(sheet):
    for each in plan(sheet).ratings:
        assert each.is_possible == (each.grade in sheet.grades)
        assert each.is_guaranteed == (sheet.grades == (each.grade,))
        if not each.is_possible:
            assert each.confirm == each.refute == ()


@few
@given(open_sheets())
def test_no_smaller_set_will_do(sheet):
    """Where the plan says that its sets are the smallest, no smaller set has an outcome that settles the rating."""
    found_out = sorted(everything(sheet))
    assume(len(found_out) <= 7)
    for each in plan(sheet).ratings:
        if not each.is_exact or not each.is_possible or each.is_guaranteed:
            continue
        for sets, settles in (
            (each.confirm, lambda names, grade=each.grade.name: names == {grade}),
            (each.refute, lambda names, grade=each.grade.name: grade not in names),
        ):
            size = len(sets[0].unknowns) if sets else len(found_out) + 1
            for smaller in range(size):
                for names in combinations(found_out, smaller):
                    assert not any(settles(ratings(sheet, total)) for total in outcomes(sheet, set(names))), names


@few
@given(open_sheets())
def test_every_set_has_an_outcome_that_settles_the_rating(sheet):
    for each in plan(sheet).ratings:
        if not each.is_exact:
            continue
        for found in each.confirm:
            tried = outcomes(sheet, keys(found), found.wanted)
            assert any(ratings(sheet, total) == {each.grade.name} for total in tried)
        for found in each.refute:
            tried = outcomes(sheet, keys(found), found.wanted)
            assert any(each.grade.name not in ratings(sheet, total) for total in tried)


@given(open_sheets())
def test_requests_are_the_open_rows_by_points_at_stake(sheet):
    requests = plan(sheet).requests
    stakes = [each.at_stake for each in requests]
    assert stakes == sorted(stakes, reverse=True)
    rows = {name for name in waits(sheet) if sheet[name].maximum}
    others = {key.partition(":")[2] for key in everything(sheet) if not key.startswith(("fact:", "row:"))}
    asked = {each.row for each in requests}
    # A choice between members that come to the same is not asked about.
    assert rows <= asked <= rows | others
    assert {each.id for each in sheet.rubric.adjustments if f"adjustment:{each.id}" in everything(sheet)} <= asked
    for each in requests:
        if each.row in rows:
            hull = sheet[each.row].possible.hull()
            assert each.at_stake == hull.high - hull.low


NAMES = ("优", "良", "中", "差")


@st.composite
def capped_tables(draw):
    """Judged rows, one pair of which may be a choice, with rating caps, some decided by a row, and an adjustment."""
    points = draw(st.lists(st.integers(1, 4).map(lambda n: n * 5), min_size=2, max_size=3))
    total = sum(points)
    edges = sorted(draw(st.sets(st.integers(1, total), min_size=3, max_size=3)), reverse=True)
    rows = [judged_row(f"main.r{n}", own) for n, own in enumerate(points)]
    groups = [Group(id="main", label=Text("主体"), points=total)]
    if draw(st.booleans()):
        rows += [judged_row("either.a", 10), judged_row("either.b", 10)]
        groups.append(Group(id="either", label=Text("二者择一"), points=10, choose="one"))
        total += 10
    caps = []
    for n in range(draw(st.integers(1, 2))):
        by_row = draw(st.booleans())
        deciding = {"indicator": "main.r0", "points_at_most": Fraction(draw(st.integers(0, points[0] - 1)))}
        caps.append(
            GradeCap(
                id=f"cap{n}",
                label=Text(f"限{n}"),
                at_most=draw(st.sampled_from(NAMES[1:])),
                clause="限",
                **(deciding if by_row else {}),
            )
        )
    bonus = Adjustment(id="bonus", label=Text("加分"), clause="加分", high=5)
    return Rubric(
        series="capped",
        edition=2024,
        revision=1,
        kind="project",
        title=Text("表"),
        issuer=Issuer(zh="财政局"),
        fiscal_years=FiscalYears(first=2024, last=2024),
        points=total,
        grades=GradeScale(grades=tuple(Grade(name=n, at_least=e) for n, e in zip(NAMES, (*edges, 0), strict=True))),
        groups=tuple(groups),
        indicators=tuple(rows),
        grade_caps=tuple(caps),
        adjustments=(bonus,) if draw(st.booleans()) else (),
        total_ceiling=total,
    )


def judged_row(name, points):
    return Indicator(
        id=name, label=Text(name), points=points, clause="条款", source=Source(table="表"), formula=Judged()
    )


def done_as_said(rubric, found):
    """Evidence in which exactly the things of a set are found out, conditions as stated, points as wanted."""
    conditions = {(each.kind, each.id): each.finding for each in found.conditions}
    rows = [each.id for each in found.unknowns if each.kind == "assessment"]
    bonuses = [each.id for each in found.unknowns if each.kind == "adjustment"]
    choices = {name: finding for (kind, name), finding in conditions.items() if kind == "choice"}
    stated = {name: finding for (kind, name), finding in conditions.items() if kind == "grade_cap"}
    deciding = {cap.id: cap for cap in rubric.grade_caps if cap.indicator}
    for points in product(*(grid(rubric.indicator(name).points) for name in rows), *([0, 2, 5] for _ in bonuses)):
        own = dict(zip(rows, points, strict=False))
        counted = [value for name, value in own.items() if choices.get(name.partition(".")[0], name) == name]
        decided = all(
            (own.get(cap.indicator, cap.points_at_most) <= cap.points_at_most) == stated[name]
            for name, cap in deciding.items()
            if name in stated
        )
        if decided and any(part.contains(sum(counted) + sum(points[len(rows) :])) for part in found.wanted):
            yield Evidence.of(
                rubric,
                assessments={name: Judgement(points=value, reason="依据") for name, value in own.items()},
                adjustments={
                    name: AdjustmentFigure(points=Fraction(value))
                    for name, value in zip(bonuses, points[len(rows) :], strict=True)
                },
                choices=choices,
                grade_caps={name: holds for name, holds in stated.items() if name not in deciding},
            )


def grid(points):
    return sorted({Fraction(0), Fraction(1), points / 4, points / 2, points - 1, points})


@given(capped_tables())
def test_whoever_does_what_a_set_says_has_the_rating_settled(rubric):
    """The statement of every set, done and scored: also where rating caps and choices decide."""
    found = plan(score(rubric, Evidence()))
    for each in found.ratings:
        for one in each.confirm:
            for evidence in done_as_said(rubric, one):
                assert score(rubric, evidence).grades == (each.grade,), one
        for one in each.refute:
            for evidence in done_as_said(rubric, one):
                assert each.grade not in score(rubric, evidence).grades, one
