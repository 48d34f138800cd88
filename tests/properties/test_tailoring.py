"""Laws of tailoring: points are conserved, changes are those made by hand on plain data, planted faults are all told."""

from fractions import Fraction

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from jixiao_core import InvalidValueError, Rubric, Text, exchange, score, tailor
from jixiao_core import strategies as jst
from jixiao_core.rubrics.formulas import Judged
from jixiao_core.rubrics.identity import plain
from jixiao_core.rubrics.indicators import Indicator, Pool
from jixiao_core.rubrics.overlay import Addition, Adoption, Breakdown, Move, Overlay, Part, Removal, Revision
from jixiao_core.rubrics.sources import Source

WHY = Text("试行")
JUDGED = Revision(why=WHY, formula=Judged(), without=("measure", "readings", "documents"))


def parent(name: str) -> str:
    return name.rpartition(".")[0]


def overlay_of(base: Rubric, **changes) -> Overlay:
    head = {"derived_from": base.pin, "series": "tailored", "edition": 2025, "revision": 1, "reason": WHY}
    return Overlay(**{**head, **changes})


def judged(row: Indicator, **more) -> Revision:
    """A revision that makes a row judged, whatever it was; what it has by default already is not left out."""
    names = tuple(name for name in JUDGED.without if getattr(row, name) not in (None, ()))
    formula = None if isinstance(row.formula, Judged) else Judged()
    return Revision(why=WHY, formula=formula, without=names, **more)


@st.composite
def tailorings(draw) -> tuple[Rubric, Overlay]:
    """A rubric and an overlay that fits it: relabelled rows, points moved between siblings, rows broken down."""
    base = draw(jst.rubrics())
    revise: dict[str, Revision] = {}
    broken: dict[str, Breakdown] = {}
    for row in base.indicators:
        match draw(st.sampled_from(["keep", "keep", "label", "judged", "break"])):
            case "label":
                texts = st.text("优良中差", min_size=1, max_size=4)
                revise[row.id] = Revision(why=WHY, label=Text("新" + draw(texts)), clause="新" + draw(texts))
            case "judged":
                revise[row.id] = judged(row, label=Text("人工评定"))
            case "break" if row.points is not None:
                share = row.points * draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(3, 4)]))
                broken[row.id] = Breakdown(
                    why=WHY,
                    keep_clause=True,
                    rows=(
                        Part(id="one", label=Text("甲"), points=share, formula=Judged()),
                        Part(id="two", label=Text("乙"), points=row.points - share, formula=Judged(), papers=()),
                    ),
                )
    choosing = {group.id for group in base.groups if group.choose == "one"}
    free = [
        row
        for row in base.indicators
        if row.points is not None and row.id not in revise and row.id not in broken and parent(row.id) not in choosing
    ]
    pairs = [(a, b) for a in free for b in free if a.id < b.id and parent(a.id) == parent(b.id)]
    if pairs and draw(st.booleans()):
        giver, taker = draw(st.sampled_from(pairs))
        moved = giver.points / 2
        revise[giver.id] = judged(giver, points=giver.points - moved)
        revise[taker.id] = judged(taker, points=taker.points + moved)
    title = draw(st.none() | st.just(Text("新表")))
    return base, overlay_of(base, title=title, revise=tuple(revise.items()), break_down=tuple(broken.items()))


def note(why: str) -> dict[str, str]:
    return {"zh": f"调整理由：{why}", "en": f"Reason for the change: {why}"}


def by_hand(base: Rubric, overlay: Overlay) -> Rubric:
    """The overlay applied to the JSON of the base with nothing but dictionaries and lists."""
    data = plain(base)
    data |= {"series": "tailored", "edition": 2025, "revision": 1, "derived_from": f"{base.pin}#{base.digest}"}
    if overlay.title is not None:
        data["title"] = plain(overlay.title)
    data["notes"] = [*data.get("notes", []), note("试行")]
    title = (overlay.title or base.title).zh
    revise, broken = dict(overlay.revise), dict(overlay.break_down)
    rows, groups = [], list(data.get("groups", []))
    for printed in data["indicators"]:
        row = dict(printed)
        if row["id"] in broken:
            group = {name: row[name] for name in ("id", "label", "points", "not_applicable") if name in row}
            places = [at for at, each in enumerate(groups) if f"{each['id']}.".startswith(f"{parent(row['id'])}.")]
            groups.insert(places[-1] + 1 if places and parent(row["id"]) else len(groups), group)
            for part in broken[row["id"]].rows:
                made = {
                    "id": f"{row['id']}.{part.id}", "label": plain(part.label), "points": plain(part.points),
                    "clause": row["clause"], "source": row["source"], "formula": {"kind": "judged"},
                    "notes": [note("试行")],
                }  # fmt: skip
                if part.papers is None and "papers" in row:
                    made["papers"] = row["papers"]
                rows.append(made)
            continue
        change = revise.get(row["id"])
        if change is not None:
            for name in ("label", "points", "clause", "formula"):
                if getattr(change, name) is not None:
                    row[name] = plain(getattr(change, name))
            if change.clause is not None:
                row["source"] = {"table": title, "row": row["source"].get("row", 0), "note": note("试行")}
                row.pop("clause_corrected", None)
            for name in change.without:
                row.pop(name, None)
            row["notes"] = [*row.get("notes", []), note("试行")]
        rows.append(row)
    data["indicators"], data["groups"] = rows, groups
    asked = {reading["question"] for row in rows for reading in row.get("readings", [])}
    before = {reading.question for row in base.indicators for reading in row.readings}
    data["questions"] = [each for each in data.get("questions", []) if each["id"] in asked or each["id"] not in before]
    used = {
        term if isinstance(term, str) else term["fact"]
        for row in rows
        for holder in (row, *row.get("readings", []))
        for side in ("numerator", "denominator")
        for term in holder.get("measure", {}).get(side, [])
    }
    once = {name for row in base.indicators for holder in (row, *row.readings) if holder.measure
            for name in holder.measure.facts}  # fmt: skip
    facts = [each for each in data.get("facts", []) if each["id"] in used or each["id"] not in once]
    data["facts"] = sorted(facts, key=lambda each: each["id"])
    return exchange.parse_rubric(data, dictionary=())


def sums(rubric: Rubric, name: str = "") -> None:
    """Every level sums to what stands above it, counted here and not by the library."""
    group = rubric[name] if name else None
    pooled = {member: pool for pool in rubric.pools for member in pool.members}
    found: dict[str, Fraction] = {}
    for node in (*rubric.groups, *rubric.indicators):
        if parent(node.id) == name:
            counted = pooled.get(node.id, node)
            found[counted.id] = counted.points
    stated = group.points if group else rubric.points
    if group is not None and group.choose == "one":
        assert set(found.values()) == {stated}
    else:
        assert sum(found.values()) == stated
    for inner in rubric.groups:
        if parent(inner.id) == name:
            sums(rubric, inner.id)


@given(tailorings())
def test_tailoring_is_what_a_hand_would_do_and_conserves_points(pair):
    base, overlay = pair
    found = tailor(base, overlay)
    sums(found)
    assert found == by_hand(base, overlay)
    assert found.digest == by_hand(base, overlay).digest


@given(tailorings())
def test_overlays_read_back_from_both_kinds_of_files(pair):
    _, overlay = pair
    assert exchange.read_overlay(exchange.to_toml(overlay).encode()) == overlay
    assert exchange.read_overlay(exchange.to_json(overlay).encode()) == overlay


@given(st.data())
def test_without_changes_a_table_behaves_like_its_base(data):
    base = data.draw(jst.rubrics())
    found = tailor(base, overlay_of(base, title=Text("另一个名称")))
    assert evolve(
        found, series=base.series, edition=base.edition, revision=base.revision, title=base.title, notes=base.notes,
        derived_from=base.derived_from, facts=base.facts,
    ) == base  # fmt: skip
    evidence = data.draw(jst.evidence(base))
    before, after = score(base, evidence), score(found, evidence)
    assert before.possible == after.possible
    assert all(before[row.id].possible == after[row.id].possible for row in base.indicators)


@given(st.data())
def test_under_every_answer_a_table_reads_as_before_another_was_adopted(data):
    base = data.draw(jst.rubrics())
    if not base.questions:
        return
    question = data.draw(st.sampled_from(base.questions))
    answer = data.draw(st.sampled_from(question.answers[1:]))
    change = Adoption(answer=answer.id, adopted_by=Text("甲局"), adopted_on="2025-01-10", why=WHY)
    found = tailor(base, overlay_of(base, adopt=((question.id, change),)))
    for each in question.answers:
        before, after = base.under({question.id: each.id}), found.under({question.id: each.id})
        for row in base.indicators:
            read, was = after.read(after.indicator(row.id)), before.read(row)
            assert (read.measure, read.formula) == (was.measure, was.formula)


FAULTS = ("unknown", "why", "twice", "same", "parts", "clause", "taken", "before", "move", "base", "pool")


def planted(fault: str, row: Indicator) -> tuple[dict[str, tuple], tuple[str, str]]:
    """One wrong change, and the code and path under which it must be told."""
    name, key = row.id, f"'{row.id}'" if "." in row.id else row.id
    part = Part(id="one", label=Text("甲"), points=row.points, formula=Judged(), clause="条款")
    match fault:
        case "unknown":
            return {"remove": (("no.such_row", Removal(why=WHY)),)}, (
                "rubrics.unknown_indicator",
                "remove.'no.such_row'",
            )
        case "why":
            change = Revision(why=Text(" "), label=Text("新"))
            return {"revise": ((name, change),)}, ("rubrics.overlay_why", f"revise.{key}.why")
        case "twice":
            change = Revision(why=WHY, label=Text("新"))
            return {"revise": ((name, change), (name, change))}, ("rubrics.overlay_twice", f"revise.{key}")
        case "same":
            change = Revision(why=WHY, clause=row.clause)
            return {"revise": ((name, change),)}, ("rubrics.overlay_same_value", f"revise.{key}.clause")
        case "parts":
            short = evolve(part, points=row.points / 2)
            breakdown = Breakdown(why=WHY, rows=(short,))
            return {"break_down": ((name, breakdown),)}, ("rubrics.overlay_parts_sum", f"break_down.{key}.rows")
        case "clause":
            breakdown = Breakdown(why=WHY, rows=(evolve(part, clause=None),))
            path = f"break_down.{key}.rows[0].clause"
            return {"break_down": ((name, breakdown),)}, ("rubrics.overlay_clause_open", path)
        case "taken":
            return {"add": (Addition(why=WHY, indicator=row),)}, ("rubrics.overlay_id_taken", "add[0].indicator.id")
        case "before":
            new = Indicator(
                id="fresh", label=Text("新"), points=1, clause="条", source=Source(table="表"), formula=Judged()
            )
            addition = Addition(why=WHY, indicator=new, before="no_such_row")
            return {"add": (addition,)}, ("rubrics.unknown_indicator", "add[0].before")
        case "move":
            return {"move": ((name, Move(why=WHY)),)}, ("rubrics.overlay_move", f"move.{key}")
        case "base":
            return {"derived_from": "other@2021.1"}, ("rubrics.overlay_other_base", "derived_from")
        case _:
            return {"adopt": ()}, ("", "")


@given(st.data())
def test_every_planted_fault_is_told_at_once(data):
    base = data.draw(jst.rubrics())
    rows = [row for row in base.indicators if row.points is not None]
    if not rows:
        return
    faults = data.draw(st.lists(st.sampled_from(FAULTS[:-1]), unique=True, min_size=1, max_size=len(rows)))
    changes: dict[str, object] = {}
    expected = []
    for fault, row in zip(faults, rows, strict=False):
        made, told = planted(fault, row)
        for verb, value in made.items():
            if verb == "add" and "add" in changes:
                break
            changes[verb] = (*changes.get(verb, ()), *value) if isinstance(value, tuple) else value
        else:
            expected.append(told)
    try:
        tailor(base, overlay_of(base, **changes))
    except InvalidValueError as error:
        found = [(problem.code, problem.path) for problem in error.problems]
        assert [each for each in expected if each not in found] == []
    else:
        raise AssertionError(expected)


def test_pools_are_broken_down_with_their_members():
    """A pool becomes a group of its points; its members are gone, and the rows sum to what they shared."""
    from jixiao_core import registry

    base = registry.load("junshan-department@2021.1")
    (pool,) = (node for node in base.pools if isinstance(node, Pool))
    part = Part(id="one", label=Text("甲"), points=pool.points, formula=Judged(), clause="条款")
    found = tailor(base, overlay_of(base, break_down=((pool.id, Breakdown(why=WHY, rows=(part,))),)))
    assert found.pools == ()
    assert not {row.id for row in found.indicators} & set(pool.members)
    assert found.indicator(f"{pool.id}.one").points == 15
    sums(found)
