"""English templates of the codes of `jixiao_core.frames`."""

TEMPLATES: dict[str, str] = {
    "frames.assumption": (
        "the assumption {found} takes parts of facts, which whole numbers do not show; score such units one by one with score"
    ),
    "frames.dialect": "{found} is no database that the SELECT can be written for; known are {known}",
    "frames.float_column": (
        "the column holds floats ({found}), which are not exact; give whole numbers of the smallest unit, decimal text or "
        'decimals, or say floats="nearest" to take each as the nearest one'
    ),
    "frames.no_column": "the table has no column of this rubric; known are {known}",
    "frames.not_a_number": "a column of {found} holds no {sort}; give whole numbers, decimals or decimal text",
    "frames.not_a_table": (
        "{found} is no table that can be scored; give a data frame of Polars, pandas, PyArrow, DuckDB, PySpark, Ibis or Dask"
    ),
    "frames.not_condition": "a column of {found} holds no conditions; give booleans, 1 and 0, or 是 and 否",
    "frames.not_words": "a column of {found} holds no words; give text",
    "frames.reserved": "the name {found} begins with {prefix}, which is kept for computing; rename the column",
    "frames.scale": (
        "the points of this rubric need {found} parts of a point, more than {allowed}; score its units one by one with score"
    ),
    "frames.taken": "the scored table has a column {found} of its own; leave it out with keep, or rename it",
    "frames.unit": "{found} is no unit of a column of {sort}; allowed are {allowed}",
    "frames.unit_missing": "a column of {found} does not say in what its {sort} is counted; say so in units",
    "frames.unknown_column": "there is no column {found}; known are {known}",
}
