"""The specification as data: facts, measures, formulas, indicators, readings, grades, and the rubric that holds them."""
