"""The difference of generated rubrics: empty exactly when text and behaviour are equal, judged by a naive interpreter."""

from fractions import Fraction

import diff_oracle
import oracle
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st
from rubric_mutations import CURVES, mutated

from jixiao_core import diff, present
from jixiao_core import strategies as jst
from jixiao_core.rubrics.identity import canonical_bytes, plain

ROWS_ALONE = ("papers", "not_applicable", "points", "reading")
MIRRORED = {"removed": "added", "added": "removed", "before": "after", "after": "before", None: None}


def published(rubric):
    """The canonical bytes without what names the version."""
    return canonical_bytes({k: v for k, v in plain(rubric).items() if k not in ("series", "edition", "revision")})


@st.composite
def pairs(draw):
    before = draw(jst.rubrics())
    return before, draw(mutated(before))


def told(change, question="", answer=""):
    """The differences of a row under one reading, but for those of papers, policies and weights."""
    if change is None:
        return []
    return [
        each
        for each in change.differences
        if (each.question, each.answer) == (question, answer) and each.where not in ROWS_ALONE
    ]


def common_rows(before, after):
    after_rows = {row.id: row for row in after.indicators}
    return [(row, after_rows[row.id]) for row in before.indicators]


@given(pairs())
def test_empty_exactly_when_the_published_form_is_the_same(pair):
    assert diff(*pair).is_empty == (published(pair[0]) == published(pair[1]))


@given(pairs())
def test_rows_score_otherwise_exactly_where_the_naive_interpreter_says(pair):
    found = {row.id: row for row in diff(*pair).rows}
    for rows in common_rows(*pair):
        differences = told(found.get(rows[0].id))
        assume(all(each.is_decided for each in differences))
        assert bool(differences) == diff_oracle.differ(pair, rows), rows


@given(pairs())
def test_values_are_exactly_those_on_which_the_points_differ(pair):
    found = {row.id: row for row in diff(*pair).rows}
    for rows in common_rows(*pair):
        measure = rows[0].measure
        if not (
            all(isinstance(row.formula, CURVES) for row in rows) and measure.numerator == rows[1].measure.numerator
        ):
            continue
        if measure.denominator != rows[1].measure.denominator:
            continue
        differences = [each for each in told(found.get(rows[0].id)) if each.where == "values"]
        for value in {v for rubric, row in zip(pair, rows, strict=True) for v in diff_oracle.values(rubric, row)}:
            facts = diff_oracle.facts_for(measure, value)
            if facts is None:
                continue
            shown = abs(value) if measure.absolute else value
            sides = [diff_oracle.at_facts(rubric, row, facts) for rubric, row in zip(pair, rows, strict=True)]
            assert (sides[0] != sides[1]) == any(shown in each.values.values for each in differences), (rows, value)


def naive(outcome):
    if outcome is None:
        return "not_accepted", None
    return ("not_applicable", None) if outcome == oracle.ABSENT else ("scored", outcome)


@given(pairs())
def test_every_witness_in_facts_is_one(pair):
    """Also under every reading, and with whole counts."""
    for change in diff(*pair).rows:
        rows = [next(row for row in rubric.indicators if row.id == change.id) for rubric in pair]
        for each in change.differences:
            facts = (
                {}
                if each.witness is None
                else {s.id: s.value.values.point for s in each.witness.given if s.kind == "fact"}
            )
            if not facts:
                continue
            assert all(facts[name].denominator == 1 for name in ("staff", "posts") if name in facts)
            read = [
                row.with_readings(r for r in row.readings if (r.question, r.id) == (each.question, each.answer))
                for row in rows
            ]
            sides = [naive(diff_oracle.at_facts(rubric, row, facts)) for rubric, row in zip(pair, read, strict=True)]
            assert sides[0] != sides[1]
            for outcome, (status, points) in zip((each.witness.before, each.witness.after), sides, strict=True):
                assert outcome.status == status
                assert points is None or outcome.points.point == points


@given(pairs())
def test_readings_that_are_told_as_the_same_are_the_same(pair):
    found = {row.id: row for row in diff(*pair).rows}
    for rows in common_rows(*pair):
        for reading in rows[0].readings:
            read = [
                row.with_readings(r for r in row.readings if (r.question, r.id) == (reading.question, reading.id))
                for row in rows
            ]
            differences = told(found.get(rows[0].id), reading.question, reading.id)
            declared = any(each.only for each in getattr(found.get(rows[0].id), "differences", ()))
            assume(not declared and all(each.is_decided for each in differences))
            assert bool(differences) == diff_oracle.differ(pair, read)


@given(st.data())
def test_what_does_not_change_scores_leaves_every_total(data):
    before, after = data.draw(pairs())
    found = diff(before, after)
    assume(not found.changes_scores)
    evidence = data.draw(jst.evidence(before, settled=True))
    assert oracle.Oracle(before, evidence).total() == oracle.Oracle(after, evidence).total()


def mirrored_part(part):
    swapped = {"kept": "kept", "removed": "inserted", "inserted": "removed"}
    spans = sorted(enumerate(part.spans), key=lambda each: each[0])
    runs, run = [], []
    for _, span in spans:
        if span.kind == "kept":
            runs += [*sorted(run, key=lambda s: s.kind == "inserted"), span]
            run = []
        else:
            run.append(evolve(span, kind=swapped[span.kind]))
    runs += sorted(run, key=lambda s: s.kind == "inserted")
    return evolve(part, before=part.after, after=part.before, spans=tuple(runs))


def key(value):
    return repr(value)


def parts(found, *, mirror=False):
    turn = mirrored_part if mirror else lambda part: part
    listed = [turn(part) for row in found.rows for part in (*row.words, *row.parameters)]
    listed += [turn(each.part) for each in found.head]
    return sorted(map(key, listed))


def differences(found, *, mirror=False):
    """Where each row differs, on which values, with which witness; labels are those of one side and left out."""
    listed = []
    for row in found.rows:
        for each in row.differences:
            sides = (each.witness.before, each.witness.after) if each.witness else (None, None)
            given = [(s.kind, s.id, str(s.value)) for s in each.witness.given] if each.witness else None
            only = MIRRORED[each.only] if mirror else each.only
            values = None if each.values is None else each.values.values
            listed.append(
                (row.id, each.where, each.question, each.answer, only, values, given, sides[::-1] if mirror else sides)
            )
    return sorted(map(key, listed))


def structure(found, *, mirror=False):
    listed = []
    for each in found.structure:
        change = MIRRORED.get(each.change, each.change) if mirror else each.change
        ids, sides = (each.before_id, each.after_id), (each.before, each.after)
        if mirror:
            ids, sides = ids[::-1], sides[::-1]
        listed.append((change, each.node, ids, sides, each.changes_scores))
    return sorted(map(key, listed))


@given(pairs())
def test_the_reverse_is_the_mirror(pair):
    one, two = diff(*pair), diff(*reversed(pair))
    assert one.is_empty == two.is_empty
    assert one.changes_scores == two.changes_scores
    assert parts(one) == parts(two, mirror=True)
    assert differences(one) == differences(two, mirror=True)
    assert structure(one) == structure(two, mirror=True)
    assert [row.change_class for row in one.rows] == [
        r.change_class for i in (row.id for row in one.rows) for r in two.rows if r.id == i
    ]


@given(pairs())
def test_spans_make_up_both_texts(pair):
    found = diff(*pair)
    for part in [part for row in found.rows for part in row.words] + [each.part for each in found.head]:
        if part.spans:
            assert "".join(s.text for s in part.spans if s.kind != "inserted") == part.before
            assert "".join(s.text for s in part.spans if s.kind != "removed") == part.after


@given(pairs())
def test_every_difference_can_be_shown(pair):
    found = diff(*pair)
    for locale in present.LOCALES:
        page = present.diff_page(found, locale=locale)
        assert all(row.id in page for row in found.rows)
        assert present.diff_html(found, locale=locale).startswith("<div")
    assert present.json_text(present.diff_json(found))
    assert Fraction(present.diff_json(found)["before"]["points"]) == pair[0].points
