"""The laws of the bridge on generated rubrics and rubrics tailored from them, and each row against naive averages."""

from fractions import Fraction
from itertools import permutations, product
from types import SimpleNamespace

from attrs import evolve
from bridge_pairs import answered, mixed_pairs, other_rows, other_rules, pairs, reweighted, rubrics, settled_sheets
from hypothesis import assume, event, given
from hypothesis import strategies as st
from oracle import ABSENT, Oracle

from budget import one_in
from jixiao_core import InvalidValueError, bridge, score
from jixiao_core.rubrics.names import parent_id
from jixiao_core.scoring.assessments import CasesFound, ChecklistAssessment, Judgement, NotApplicable, OptionChosen
from jixiao_core.scoring.bridge import BridgeLines
from jixiao_core.scoring.bridge_sides import side_problems
from jixiao_core.scoring.evidence_checks import evidence_problems

# Two rubrics and two sheets cost ten times one sheet.
few = one_in(4)
NOTHING = BridgeLines()
CAUSES = ("facts", "rules", "readings", "structure", "undivided")
BLOCKS = ("facts", "rules", "readings", "structure")


class TestLaws:
    @few
    @given(pairs())
    def test_lines_sum_to_the_change_in_total_and_in_every_row(self, sheets):
        before, after = sheets
        found = bridge(before, after)
        assert found.lines.total == found.change == after.points - before.points
        assert sum((row.lines for row in found.rows), found.whole) == found.lines
        for row in found.rows:
            assert (row.before or 0) + row.lines.total == (row.after or 0)
            assert row.lines.adjustments == row.lines.ceiling == 0
        assert all(found.whole[name] == 0 for name in (*CAUSES, "pool", "not_applicable"))
        # Every row of both tables stands once, with the points of its sheet.
        for side, name, points in ((before, "before_id", "before"), (after, "after_id", "after")):
            rows = {getattr(row, name): row for row in found.rows if getattr(row, name)}
            assert set(rows) == {row.id for row in side.rubric.indicators}
            most = sum(side[node.id].maximum for node in side.rubric.members(""))
            scale = side.rubric.points / most
            assert all(getattr(row, points) == side[name].points * scale for name, row in rows.items())

    @few
    @given(pairs())
    def test_the_way_back_negates_every_line(self, sheets):
        there, back = bridge(*sheets), bridge(*reversed(sheets))
        assert dict(back.lines) == {name: -points for name, points in there.lines}
        for row in there.rows:
            (other,) = [each for each in back.rows if (each.before_id, each.after_id) == (row.after_id, row.before_id)]
            assert dict(other.lines) == {name: -points for name, points in row.lines}

    @few
    @given(st.data())
    def test_a_sheet_and_itself_have_no_lines(self, data):
        sheet = data.draw(settled_sheets(data.draw(answered(data.draw(rubrics())))))
        found = bridge(sheet, sheet)
        assert found.lines == NOTHING
        assert all(row.lines == NOTHING and not row.reasons and not row.obstacles for row in found.rows)

    @few
    @given(pairs())
    def test_the_order_of_rows_groups_and_facts_does_not_matter(self, sheets):
        def turned(sheet):
            rubric = sheet.rubric
            other = evolve(
                rubric,
                groups=tuple(reversed(rubric.groups)),
                indicators=tuple(reversed(rubric.indicators)),
                facts=tuple(reversed(rubric.facts)),
                adjustments=tuple(reversed(rubric.adjustments)),
            )
            facts = dict(reversed(sheet.evidence.facts))
            found = dict(reversed(sheet.evidence.assessments))
            return score(other, evolve(sheet.evidence, facts=facts, assessments=found))

        plain, reversed_ = bridge(*sheets), bridge(*map(turned, sheets))
        assert plain.lines == reversed_.lines
        assert {row.id: row.lines for row in plain.rows} == {row.id: row.lines for row in reversed_.rows}

    @few
    @given(pairs())
    def test_remainders_are_nothing_where_nothing_of_their_kind_is_there(self, sheets):
        lines = bridge(*sheets).lines
        if not any(sheet.rubric.rounding for sheet in sheets):
            assert lines.rounding == 0
        if not any(sheet.evidence.pools for sheet in sheets):
            assert lines.pool == 0
        if not any(outcome.status == "not_applicable" for each in sheets for outcome in each.detail.outcomes.values()):
            assert lines.not_applicable == 0
        assert lines.adjustments == stated_adjustments(sheets[1]) - stated_adjustments(sheets[0])
        if not any(sheet.rubric.adjustments for sheet in sheets):
            assert lines.ceiling == 0 or any(sheet.rubric.rounding for sheet in sheets)


def stated_adjustments(sheet):
    figures = dict(sheet.evidence.adjustments)
    total = Fraction(0)
    for each in sheet.rubric.adjustments:
        figure = figures[each.id]
        points = figure.points if figure.points is not None else figure.cases * each.per_case
        total += max(min(points, each.high), each.low)
    return total


def named(lines, *names):
    """Whether no cause but these moved anything."""
    return all(points == 0 for name, points in lines if name in (*CAUSES, "pool") and name not in names)


class TestOneBlockMoves:
    @few
    @given(st.data())
    def test_facts(self, data):
        rubric = data.draw(answered(data.draw(rubrics())))
        before, after = data.draw(settled_sheets(rubric)), data.draw(settled_sheets(rubric))
        evidence = evolve(after.evidence, pools=before.evidence.pools)
        # Points that were given under another share may be more than the row has now.
        assume(not list(evidence_problems(rubric, evidence)))
        same_split = score(rubric, evidence)
        assume(not list(side_problems(same_split, "after")))
        found = bridge(before, same_split)
        assert all(named(row.lines, "facts") for row in found.rows)

    @few
    @given(st.data())
    def test_rules(self, data):
        rubric = data.draw(answered(data.draw(rubrics())))
        before = data.draw(settled_sheets(rubric))
        other = evolve(data.draw(other_rules(rubric)), answers=())
        after = data.draw(settled_sheets(other.under(dict(rubric.answers)), before.evidence))
        assert all(named(row.lines, "rules") for row in bridge(before, after).rows)

    @few
    @given(st.data())
    def test_readings(self, data):
        rubric = data.draw(rubrics().filter(lambda each: each.questions))
        before = data.draw(settled_sheets(rubric))
        after = data.draw(settled_sheets(rubric.under({"way": "second"}), before.evidence))
        found = bridge(before, after)
        assert all(named(row.lines, "readings") for row in found.rows)
        assert {row.id for row in found.rows if row.lines.readings} <= {r.id for r in rubric.indicators if r.readings}

    @few
    @given(st.data())
    def test_weights(self, data):
        """Twice the points, with rules that go with them or stay as written: nothing but structure moves."""
        rubric = data.draw(answered(data.draw(rubrics())))
        before = data.draw(settled_sheets(rubric))
        assume(not any(map(states_points, dict(before.evidence.assessments).values())))
        try:
            other = data.draw(reweighted(rubric))
        except InvalidValueError:
            assume(False)
        after = data.draw(settled_sheets(other, before.evidence))
        assert all(named(row.lines, "structure") for row in bridge(before, after).rows)

    @few
    @given(st.data())
    def test_rows(self, data):
        rubric = data.draw(answered(data.draw(rubrics())))
        before = data.draw(settled_sheets(rubric))
        try:
            other = data.draw(other_rows(rubric))
        except InvalidValueError:
            assume(False)
        after = data.draw(settled_sheets(other, fitted(before.evidence, other)))
        found = bridge(before, after)
        assert all(named(row.lines, "structure") for row in found.rows)
        for row in found.rows:
            if row.change in ("added", "removed"):
                whole = row.lines.structure + row.lines.rounding
                assert whole == (row.after if row.change == "added" else -row.before)


def states_points(found):
    match found:
        case Judgement():
            return True
        case OptionChosen():
            return found.points is not None
        case CasesFound():
            return any(case.deduct is not None for case in found.cases)
        case ChecklistAssessment():
            return any(item.points is not None for item in found.items)
        case _:
            return False


def fitted(evidence, rubric):
    """Evidence for a table of other rows: what belonged to a row that is gone is left out, new rows get the like."""
    known = {row.id for row in rubric.indicators}
    assessments = dict(evidence.assessments)
    for row in rubric.indicators:
        like = [found for name, found in assessments.items() if parent_id(name) == parent_id(row.id)]
        fitting = [found for found in like if found.kind == row.formula.kind]
        if row.id not in assessments and fitting:
            assessments[row.id] = fitting[0]
    return evolve(
        evidence,
        assessments={name: found for name, found in assessments.items() if name in known},
        documents={name: papers for name, papers in evidence.documents if name in known},
    )


# Every row again, by an interpreter that knows no sets, curves or carriers, and the average over all 24 orders.


class NaiveRow:
    """One row in two sheets, where nothing is pooled, chosen or absent: weight times the part that is attained."""

    def __init__(self, before, after, names):
        self.sheets = (before, after)
        self.rows = tuple(sheet.rubric.indicator(name) for sheet, name in zip(self.sheets, names, strict=True))
        self.found = tuple(
            dict(sheet.evidence.assessments).get(row.id) for sheet, row in zip(self.sheets, self.rows, strict=True)
        )

    def formula(self, rules, answers):
        """The formula of one table under the answers of one sheet; all generated tables ask the one question."""
        given = dict(self.sheets[answers].rubric.answers).get("way", "first")
        row = self.rows[rules]
        return next((each.formula for each in row.readings if each.id == given), row.formula)

    def is_as_written(self):
        same = all(self.formula(0, answers) == self.formula(1, answers) for answers in (0, 1))
        same = same and self.rows[0].measure == self.rows[1].measure
        return same and (self.found[0] == self.found[1] or not any(map(states_points, self.found)))

    def points(self, facts, rules, answers, structure):
        weight = self.rows[structure].points
        maximum = weight if self.is_as_written() else self.rows[rules].points
        by = Fraction(1) if self.is_as_written() else maximum / self.rows[facts].points
        row = evolve(self.rows[rules], points=maximum, formula=self.formula(rules, answers))
        ways = (self.found[facts],)
        if facts != rules and self.found[0] != self.found[1]:
            ways = restated(ways[0], self.rows[facts].formula, row.formula, by)
        attained = {self.attained(facts, row, found) for found in ways}
        if len(attained) > 1 or attained & {None, ABSENT}:
            return None
        return min(*attained, maximum) / maximum * weight

    def attained(self, facts, row, found):
        evidence = SimpleNamespace(facts=self.sheets[facts].evidence.facts, assessments=((row.id, found),))
        rubric = SimpleNamespace(indicators=(row,), pools=(), rounding=())
        return Oracle(rubric, evidence).rows[row.id]

    def mixtures(self):
        """The points of all sixteen mixtures of the two sheets."""
        return {mixture: self.points(*mixture) for mixture in product((0, 1), repeat=4)}


def average(points):
    """What each block adds, averaged over every order in which the blocks can be exchanged."""
    total = dict.fromkeys(BLOCKS, Fraction(0))
    for order in permutations(range(4)):
        placed = [0, 0, 0, 0]
        for block in order:
            before = points[tuple(placed)]
            placed[block] = 1
            total[BLOCKS[block]] += points[tuple(placed)] - before
    return {block: each / 24 for block, each in total.items()}


def restated(found, old, new, by):
    """
    What an assessor stated, with its points in the scale of the other table.

    A deduction that lies outside of the range there can be anything in it: the assessment with each end.
    """
    match found:
        case Judgement():
            return (evolve(found, points=found.points * by),)
        case OptionChosen(points=points) if points is not None:
            return (evolve(found, points=points * by),)
        case CasesFound():
            ranges = {each.id: (each.deduct_low, each.deduct_high) for each in new.conditions if each.deduct is None}
            choices = [[evolve(each, deduct=cost) for cost in costs(each, ranges, by)] for each in found.cases]
            return tuple(evolve(found, cases=cases) for cases in product(*choices))
        case ChecklistAssessment():
            worth = [{item.id: item.points for item in formula.items} for formula in (old, new)]
            items = (
                evolve(each, points=each.points and each.points * worth[1][each.item] / worth[0][each.item])
                for each in found.items
            )
            return (evolve(found, items=tuple(items)),)
        case _:
            return (found,)


def costs(case, ranges, by):
    cost = case.deduct and case.deduct * by
    low, high = ranges.get(case.condition, (cost, cost))
    return (cost,) if cost is None or low <= cost <= high else (low, high)


def is_plain(sheet):
    """Whether nothing is pooled, chosen or absent in a sheet."""
    absent = any(isinstance(found, NotApplicable) for _, found in sheet.evidence.assessments)
    by_facts = any(outcome.status == "not_applicable" for outcome in sheet.detail.outcomes.values())
    return not (absent or by_facts or sheet.rubric.pools or sheet.evidence.choices)


@one_in(2)
@given(mixed_pairs() | pairs())
def test_every_row_is_the_average_over_all_orders(sheets):
    assume(all(map(is_plain, sheets)))
    found = bridge(*sheets)
    for row in found.rows:
        if row.change in ("added", "removed") or row.obstacles:
            continue
        naive = NaiveRow(*sheets, (row.before_id, row.after_id))
        points = naive.mixtures()
        if None in points.values():
            continue
        averages = average(points)
        assert {name: row.lines[name] for name in BLOCKS} == averages
        event("moved by " + ", ".join(name for name, points in averages.items() if points))
