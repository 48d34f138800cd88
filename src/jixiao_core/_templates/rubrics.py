"""English templates of the codes of `jixiao_core.rubrics`."""

TEMPLATES: dict[str, str] = {
    "rubrics.adjustment_caps": (
        "the caps {low} to {high} are not caps of an adjustment; give low ≤ 0 ≤ high, one of them not 0"
    ),
    "rubrics.assumption_twice": "the assumption {found} is offered twice; give each assumption a name of its own",
    "rubrics.bad_date": "{found} is not a date; write it as 2021-12-31",
    "rubrics.bad_edition": "the edition {found} is not a fiscal year between 1949 and 2200",
    "rubrics.bad_id": (
        "{found} is not an id; use lower-case ASCII letters, digits and underscores, beginning with a letter"
    ),
    "rubrics.bad_range": "the range {low} to {high} is not a range; its lower end must be smaller",
    "rubrics.bad_revision": "the revision {found} is not a positive whole number",
    "rubrics.bad_series": "{found} is not the name of a series; use lower-case ASCII words joined by hyphens",
    "rubrics.bad_years": "the fiscal years {first} to {last} do not run forward between 1949 and 2200",
    "rubrics.band_directions": (
        "lower edges (at_least, above) and upper edges (at_most, below) are mixed; use one direction"
    ),
    "rubrics.band_edges": "a band has {count} edges; give exactly one of at_least, above, at_most, below",
    "rubrics.band_order": "the band at {found} is never reached; order the bands from the strictest edge on",
    "rubrics.cap_condition": "a grade cap needs both indicator and points_at_most, or neither",
    "rubrics.ceiling": "the total ceiling {found} is below the {points:point|points} of the table",
    "rubrics.choice_points": (
        "of a choose-one group every member must have the group's {found:point|points}; members: {members}"
    ),
    "rubrics.clauses_above_maximum": "the clauses sum to {found:point|points}, the row has {maximum}",
    "rubrics.cut_off_outside": "the cut-off {found} lies outside the line from {low} to {high}",
    "rubrics.duplicate_id": "{found} stands a second time; it was already given at {first}",
    "rubrics.empty": "{what} is empty; give at least one",
    "rubrics.empty_group": "the group {found} has no members",
    "rubrics.flat_line": "full_at and zero_at are both {found}; a line needs two different measures",
    "rubrics.grade_above_total": "the rating begins at {found}, the total is {top} at most; give the points of this table",
    "rubrics.grades_order": (
        "the grade at {found} is not below the grade before it; order the grades from best to worst"
    ),
    "rubrics.grades_start": "the last grade must begin at 0, so that every total has a grade",
    "rubrics.id_is_a_row": "{found} is already the id of a row",
    "rubrics.measure_missing": "a formula of kind {kind} needs a measure",
    "rubrics.measure_unused": "a formula of kind {kind} uses no measure; remove it",
    "rubrics.mixed_quantities": "facts of different quantities are added up: {found}",
    "rubrics.negative_points": "{found:point is|points are} negative; a row scores between 0 and its maximum",
    "rubrics.not_a_sibling": "{found} is not another row of the same group",
    "rubrics.not_positive": "{what} is {found}; it must be more than 0",
    "rubrics.over_threshold": "the over-achievement threshold {found} is below 100%",
    "rubrics.overlay_adoption_open": (
        "{found} of the row {row} replace the {part} as well and were written beside the answer adopted before; give "
        "the readings of that row under revise"
    ),
    "rubrics.overlay_answer": (
        "{found} is no other answer to {question}; those that are not adopted, the most alike first: {known}"
    ),
    "rubrics.overlay_base_digest": (
        "the base {pin} has the digest {found}, the overlay demands {wanted}; tailor the base that was pinned, or "
        "pin this one"
    ),
    "rubrics.overlay_clause_open": (
        "nothing says which criterion this row quotes; give its clause, or keep_clause = true for the one above it"
    ),
    "rubrics.overlay_clause_unused": "every row has a clause of its own; leave keep_clause out",
    "rubrics.overlay_group_broken_down": "{found} is a group; only a row or a pool is broken down, revise its rows",
    "rubrics.overlay_id_taken": "there is a {found} already; choose another id, or revise that one",
    "rubrics.overlay_inside": ("{found} lies in {outer}, which {first} takes away; leave out one of the two changes"),
    "rubrics.overlay_move": (
        "{found} does not go anywhere; name another group (to) or a neighbour (before), for a row or group only"
    ),
    "rubrics.overlay_no_change": "nothing is changed; say what, or leave the entry out",
    "rubrics.overlay_no_field": "a {what} has no {found}; it has {known}",
    "rubrics.overlay_no_measure": "the row has no measure of which parts could change; give its numerator as well",
    "rubrics.overlay_no_parameter": "{what} has no parameter {found}; it has {known}",
    "rubrics.overlay_one_addition": "{found} of indicator, group and pool are given; give exactly one",
    "rubrics.overlay_other_base": "the overlay is derived from {wanted}, not from {found}; give it its own base",
    "rubrics.overlay_parts_sum": "the rows sum to {found:point|points}, {stated} are broken down; make them sum to it",
    "rubrics.overlay_points": (
        "the members sum to {found:point|points}, {stated} are stated (group: {group}); changed in it: {changes}"
    ),
    "rubrics.overlay_pool_member": "{found} shares the points of a pool; break down the pool, or give it points first",
    "rubrics.overlay_reading_open": (
        "the change does not say what becomes of the {part} under {found}; give readings, leave them out with "
        'without = ["readings"], or keep them with keep_readings = true'
    ),
    "rubrics.overlay_reading_same": (
        "the {part} is now what it was under {found}; adopt that answer instead, or give the readings"
    ),
    "rubrics.overlay_same_pin": "the tailored table has the pin of its base, {pin}; give it a series or revision of its own",
    "rubrics.overlay_same_value": "{what} has this value already; leave it out",
    "rubrics.overlay_stated_and_without": "{found} is given and left out at once; keep one of the two",
    "rubrics.overlay_twice": "{found} is changed twice; it was already changed at {first}: join the two",
    "rubrics.overlay_why": "no reason is given; say why, and by whose decision",
    "rubrics.overlay_without": "{found} cannot be left out; what can, the most alike first: {known}",
    "rubrics.points_above_maximum": "{found:point is|points are} more than the row's {maximum}",
    "rubrics.points_do_not_sum": "the members sum to {found:point|points}, {stated} are stated (group: {group})",
    "rubrics.points_missing": "the row has no points and is in no pool; give its points",
    "rubrics.points_or_range": "give either fixed points or both ends of a range",
    "rubrics.pool_member_points": "{found} has points of its own; a member of a pool has none",
    "rubrics.pool_scattered": "the members of a pool lie in different groups",
    "rubrics.pool_too_small": "a pool needs at least two members",
    "rubrics.pooled_twice": "{found} is in two pools",
    "rubrics.proxy_chain": "proxies rest on facts that have proxies themselves: {found}",
    "rubrics.reading_changes_nothing": "a reading must replace the measure or the formula",
    "rubrics.reading_twice": "the reading {found} of this question is given twice",
    "rubrics.readings_clash": "the answers to {questions} both replace the {part} of this row; choose one of them",
    "rubrics.requires_cycle": "items require each other in a circle",
    "rubrics.rounding_twice": "rounding at {found} is given twice",
    "rubrics.too_few_answers": "a question needs at least two answers, the adopted one first",
    "rubrics.too_few_options": "at least two options are needed",
    "rubrics.too_many": "{found} are more than can be computed with; at most {allowed} are allowed",
    "rubrics.too_many_steps": "it takes {found} steps to lose all points; at most {allowed} are allowed",
    "rubrics.two_cut_offs": "give zero_beyond or zero_from, not both",
    "rubrics.unknown_answer": "{found} is not an answer to {question}; known: {known}",
    "rubrics.unknown_fact": "{found} is not a known fact; known, the most alike first: {known}",
    "rubrics.unknown_grade": "{found} is not a grade; known: {known}",
    "rubrics.unknown_indicator": "{found} is not an indicator of this rubric; known, the most alike first: {known}",
    "rubrics.unknown_item": "{found} is not another item of this checklist; known: {known}",
    "rubrics.unknown_parent": "the group {found} is not declared",
    "rubrics.unknown_question": "{found} is not a question of this rubric; known, the most alike first: {known}",
    "rubrics.unknown_row": "{found} is not a row of this rubric",
    "rubrics.unknown_semantics": (
        "the rubric has semantics {found}, this library knows {known}; use a version of the library that knows it"
    ),
    "rubrics.unlike_quantities": (
        "{numerator} is divided by {denominator}; a measure divides facts of the same quantity"
    ),
    "rubrics.wrong_side": "zero_beyond {found} lies on the side of the standard {standard} that loses nothing",
    "rubrics.zero_coefficient": "the coefficient of {fact} is 0; leave the term out",
    "rubrics.zero_per_case": "points per case are 0",
}
