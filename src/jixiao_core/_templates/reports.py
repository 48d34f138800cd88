"""English templates of the codes of `jixiao_core.reports`."""

TEMPLATES: dict[str, str] = {
    "reports.amount_differs": (
        "the text prints {told}, the table {table}; they differ beyond rounding: correct one of them"
    ),
    "reports.amount_rounding": ("the text prints {told}, the table {table}; the difference is within rounding"),
    "reports.at_least": ("{value} or more"),
    "reports.far_better": ("far better than"),
    "reports.far_beyond": ("far beyond"),
    "reports.at_lines": ("lines {lines}"),
    "reports.at_rows": ("rows {rows}"),
    "reports.at_row": ("row {row}"),
    "reports.at_line": ("line {line}"),
    "reports.at_most": ("{value} or less"),
    "reports.balance_blank": ("{whole}; by {parts} it would be {computed}: {ask}"),
    "reports.balance_differs": ("{whole}, but {parts} give {computed}, a difference of {difference}"),
    "reports.balance_question": (
        "{whole}, but {parts} give {computed}, a difference of {difference}; say whether balances of earlier years stand behind it"
    ),
    "reports.boxes_blank": ("neither box of the type of evaluation is ticked; tick one"),
    "reports.boxes_both": ("both boxes of the type of evaluation are ticked; leave one"),
    "reports.cited": ("{label} {value}"),
    "reports.cited_at": ("{label} {value} ({place})"),
    "reports.cited_blank": ("{label} is blank"),
    "reports.cell_shared": (
        "{place}: “{found}” stands in one cell with the row above and was read for that row alone; give every row its own"
    ),
    "reports.claim_above_rubric": (
        "{label} ({place}): {score} points are claimed, more than the {points} that {rubric} has for it; review it by a rubric that has the unit's own rows"
    ),
    "reports.completion_blank": ("{count:target has|targets have} no completion ({places}); fill in what was achieved"),
    "reports.date_unreadable": ("{label}: {found} is no date; write for example 2022年7月28日"),
    "reports.date_unusual": (
        "{label}: {found} is a date in no usual form and was not checked; write for example 2022年7月28日"
    ),
    "reports.execution_rate_differs": (
        "{executed} and {full_year} make {computed}; the rate is printed as {rate}: correct one of them"
    ),
    "reports.execution_rate_rounding": (
        "{executed} and {full_year} make {computed}; the rate is printed as {rate}, which is within rounding"
    ),
    "reports.execution_score_differs": (
        "budget execution rate: {score} points; {rate} of {points} points is {computed}: correct the score or say how it was computed"
    ),
    "reports.evaluator_twice": ("one person stands in several rows of the evaluators (rows {rows})"),
    "reports.field_blank": ("{label} is blank; fill it in"),
    "reports.field_not_found": (
        "{label} is blank, or is among what was not read of the form ({count}); see whether it is filled in"
    ),
    "reports.field_unreadable": (
        "{place}: “{found}” is printed, but is no value that this field can have; it was not checked: correct it or explain it elsewhere"
    ),
    "reports.full_marks_everywhere": (
        "all {count} rows have full marks, {points} in all; please check that each has its evidence"
    ),
    "reports.full_marks_beside_missed_target": (
        "{label} ({place}): full marks of {points}, although the target is {target} and the completion {completion}; correct the score or explain it"
    ),
    "reports.grade_differs": ("the rating {grade} does not go with {total:point|points}, which is {fitting}"),
    "reports.grade_unknown": ("the rating {grade} is none of {known}"),
    "reports.headcount_above_staffing": (
        "{staff} exceeds {posts}; the form does not say who counts: state how many are in service on authorised posts"
    ),
    "reports.institutions_blank": (
        "{grid}: the consolidated row prints {wholes}, the rows of the institutions are blank; fill them in or say why not"
    ),
    "reports.institutions_differ": (
        "{whole}, but {parts} add up to {computed}, a difference of {difference}; say whether internal transfers were eliminated"
    ),
    "reports.leader_evaluates": ("the leader of the project is also evaluator {row}; say how independence was kept"),
    "reports.level_points_differ": ("{label}: {points} points are printed, its rows add up to {computed}"),
    "reports.level1_unknown": (
        "{label} ({place}): {found} is none of the first-level indicators {known}; say under which it counts"
    ),
    "reports.level_weight_differs": (
        "{label}: its rows have {computed} points in all, the table has {points} for it; correct them or name the rules that were used"
    ),
    "reports.line_amount_differs": (
        "the text prints {told}, the expenditure line {line}; they differ beyond rounding: correct one of them"
    ),
    "reports.line_amount_rounding": (
        "the text prints {told}, the expenditure line {line}; the difference is within rounding"
    ),
    "reports.lines_total_differs": ("{total} and {whole} agree in no unit of money; correct one of them"),
    "reports.lines_unit_implied": ("the expenditure lines print no unit; in {unit}, {total} agrees with {whole}"),
    "reports.list_differs": ("{place}: {stated} are stated, the list has {count}: {items}"),
    "reports.list_longer": ("{place}: {stated} are stated, the list has {count}: {items}"),
    "reports.loss_without_reason": ("{label} ({place}): {score} of {points} points without a stated reason; state it"),
    "reports.loss_without_reason_column": (
        "{label} ({place}): {score} of {points} points; the table has no column for the reason: state it elsewhere"
    ),
    "reports.more_alike": ("{count} further findings of the kind {code} are not listed"),
    "reports.negative_amount": ("{whole} is negative; amounts of this field are zero or more"),
    "reports.owned": ("{owner}, {label}"),
    "reports.operator_in_completion": (
        "{label} ({place}): the completion {found} is written with an operator; write the value that was reached"
    ),
    "reports.operator_in_target": (
        "{label} ({place}): the target {found} is written with an operator, which has a column of its own ({column}); leave one"
    ),
    "reports.papers_not_seen": (
        "{label} ({place}): {score} points; the table says “{demand}”, and the report lists no annexes"
    ),
    "reports.part_exceeds_rounding": (
        "{parts} exceed {whole} as printed, which is within rounding; verify the exact amounts"
    ),
    "reports.part_exceeds_whole": ("{parts} exceed {whole}"),
    "reports.parts_open": (
        "{whole}, its known parts {parts} add up to {computed}; {difference} would stand in the blank fields {blank}"
    ),
    "reports.parts_unread": ("{count:thing|things} of the form without a place in the report: not checked ({places})"),
    "reports.period_order": ("the period begins {first} and ends {last}"),
    "reports.period_unreadable": ("{found} is no period of months; write for example 2021年1月起至2021年12月止"),
    "reports.period_unusual": (
        "the period {found} is in no usual form and was not checked; write for example 2021年1月起至2021年12月止"
    ),
    "reports.phone_malformed": ("{label} is no telephone number of the usual form"),
    "reports.points_blank": ("{label} ({place}): no points are printed, so that it cannot be scored; fill them in"),
    "reports.points_not_whole": (
        "the points of execution and of all rows add up to {computed}, the form has {points} in all; correct them"
    ),
    "reports.points_total_differs": ("the total of points prints {points}, the rows add up to {computed}"),
    "reports.postcode_malformed": ("the postcode {found} does not have six digits"),
    "reports.rate_above_whole": ("{place}: {row}: {completion} is more than all who were asked; correct it"),
    "reports.rate_differs": ("{place}: {part} of {whole} make {computed}, the text says {rate}"),
    "reports.rate_rounding": ("{place}: {part} of {whole} make {computed}; {rate} is that, rounded"),
    "reports.reason_without_loss": (
        "{label} ({place}): full marks of {points} beside a reason for a deduction: {reason}"
    ),
    "reports.received_above_planned": ("{part} exceeds {whole}; say why"),
    "reports.report_before_period_end": ("the report is dated {date}, before the end of the period {end}"),
    "reports.row_clause_differs": (
        "{label} ({place}): its criterion is not that of {rubric}; score it by a rubric of its own text"
    ),
    "reports.row_not_in_report": ("{label} of {rubric} is not in the scoring table of the report"),
    "reports.row_not_in_rubric": (
        "{label} ({place}) is not in {rubric}; a table that was adapted needs a rubric of its own"
    ),
    "reports.row_points_differ": ("{label} ({place}): {points} points are printed, {rubric} has {expected}"),
    "reports.row_twice": (
        "{label} stands in several rows of one second-level indicator ({places}); say how they differ"
    ),
    "reports.row_without_target": (
        "{label} ({place}): {score} points, but no target of the report is about this; say what was reached"
    ),
    "reports.satisfaction_full": (
        "satisfaction is 100 % in {rows}; state how many were asked and how many were satisfied"
    ),
    "reports.score_above_points": ("{label} ({place}): {score} points of at most {points}"),
    "reports.score_blank": ("{label} ({place}): the self-assessed score is blank"),
    "reports.score_negative": ("{label} ({place}): the self-assessed score {score} is negative"),
    "reports.scores_total_differs": (
        "the total score prints {total}, the rows add up to {computed}, a difference of {difference}"
    ),
    "reports.sentence_parts_differ": (
        "{place}: {whole}; the parts named, {parts}, add up to {computed}, {difference} less: say whether that is all of them"
    ),
    "reports.sentence_parts_exceed": (
        "{place}: the parts {parts} add up to {computed}, which exceeds {whole}; say whether they overlap, or correct them"
    ),
    "reports.sentence_parts_rounding": (
        "{place}: {whole}; the parts {parts} add up to {computed}, which is the same within rounding"
    ),
    "reports.sentences_unread": (
        "{count:sentence|sentences} with numbers not checked: no identity is stated that is understood (lines {lines})"
    ),
    "reports.signed_before_period_end": ("a signature is dated {date}, before the end of the period {end}"),
    "reports.slip_doubled_digit": ("{place}: a digit may have been doubled, {corrected}"),
    "reports.slip_dropped_digit": ("{place}: a digit may have been dropped, {corrected}"),
    "reports.slip_extra_item": ("{place} may have been counted although it does not belong here"),
    "reports.slip_missing_item": ("{place} may have been left out"),
    "reports.slip_stale_copy": ("{place} may have been taken over from {other}"),
    "reports.slip_transposed_digits": ("{place}: two digits may have changed places, {corrected}"),
    "reports.slip_truncated": ("{place} may have been cut instead of rounded, {corrected}"),
    "reports.slip_unit": ("{place}: the unit of money may be wrong, {corrected}"),
    "reports.slip_unit_and_dropped_digit": ("{place}: the unit of money may be wrong and a digit dropped, {corrected}"),
    "reports.slips_not_tried": ("no likely slip was looked for in a sum of {count:part|parts} (at most {limit})"),
    "reports.spent_above_received": ("{part} exceeds {whole}; say where the rest came from"),
    "reports.sum_differs": ("{whole}, but {parts} add up to {computed}, a difference of {difference} beyond rounding"),
    "reports.sum_rounding": ("{whole}, and {parts} add up to {computed}; {difference} is within rounding"),
    "reports.table_total_blank": ("the scoring table has no total score; its rows add up to {computed}: fill it in"),
    "reports.target_blank": ("{count:target has|targets have} no target value ({places}); fill in what was planned"),
    "reports.target_far_exceeded": (
        "{label} ({place}): the completion {completion} is {how} the target {target}; say whether the target was evidently too easy to reach"
    ),
    "reports.target_not_a_number": (
        "{label} ({place}): the target {target} holds a number, but is not one exact value, so the row is scored as a qualitative one; if it is quantitative, write one value with its unit"
    ),
    "reports.target_missed": ("{row}: the target is {target}, the completion {completion}; say why"),
    "reports.target_undecided": (
        "{row}: the target is {target}, the completion {completion}; say whether less is better"
    ),
    "reports.target_units_differ": (
        "{label} ({place}): the target is {target}, the completion {completion}, in another unit; write both in one unit"
    ),
    "reports.title_unit_differs": (
        "the title names {title}, the cover {unit}; correct one of them or say how they belong together"
    ),
    "reports.title_year_differs": ("the title names the year {found}, the fiscal year is {year}; correct one of them"),
    "reports.told_grade_differs": ("{place}: the text says {quote}, the form {grade}; correct one of them"),
    "reports.told_score_differs": (
        "{place}: the text says {quote}, the form {total:point|points}; correct one of them"
    ),
    "reports.total_blank": ("{whole}, although {parts} are filled in, which add up to {computed}: fill in the total"),
    "reports.total_score_differs": ("the total score of the report is {total}, that of the scoring table {table}"),
    "reports.unit_cut": ("{place}: {quote} prints half a unit of money; write 万元 or 亿元"),
    "reports.unit_inherited": ("{grid}: no unit is printed; {unit} is taken from the table before"),
    "reports.unit_unstated": ("{grid}: no unit of money is printed; state it"),
    "reports.voucher_month": ("{item}: {vouchers} have no such month"),
    "reports.voucher_order": ("{item}: {vouchers} stand after later months"),
    "reports.voucher_outside_period": (
        "{item}: {vouchers} are of months outside the period {first} to {last}; say why"
    ),
    "reports.voucher_repeated": ("{item}: {vouchers} stand in this line more than once"),
    "reports.voucher_twice": ("the voucher {voucher} stands in several lines: {items}"),
    "reports.write_other": ("write it"),
    "reports.write_zero": ("write it, a zero as well"),
    "reports.year_differs": ("the fiscal year is {year}, the period of the project {period}"),
}
