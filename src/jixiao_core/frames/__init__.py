"""
Many units at once: a rubric as columns of whole numbers, on the data-frame engine or database that the user has.

Without the extra `frames` this module can be imported; its names say what is missing.
"""

try:
    from jixiao_core.frames.columns import InputColumn
    from jixiao_core.frames.files import FileOptions, review_file, score_file
    from jixiao_core.frames.from_cases import from_cases, review_cases, score_cases
    from jixiao_core.frames.peers import (
        ClaimCount,
        EdgeCount,
        FullRow,
        Peers,
        SharedReason,
        UnreadClaims,
        as_rows,
        peers,
    )
    from jixiao_core.frames.review_frame import claims, review_frame
    from jixiao_core.frames.scaling import scale_of
    from jixiao_core.frames.score_frame import columns, score_frame
    from jixiao_core.frames.scored import ScoredTable
    from jixiao_core.frames.summary_table import summary_workbook
    from jixiao_core.frames.unit_reviews import SummaryTable, UnitReview, summary_cases, summary_file
except ModuleNotFoundError as _missing:
    if _missing.name != "narwhals":
        raise
    # The module of that name, which would pass for the function.
    del columns

    def __getattr__(name: str) -> object:
        if name not in __all__:
            message = f"module 'jixiao_core.frames' has no attribute {name!r}"
            raise AttributeError(message)
        message = 'tables of units need the extra frames: pip install "jixiao-core[frames]"'
        raise ModuleNotFoundError(message, name="narwhals")


__all__ = [
    "ClaimCount",
    "EdgeCount",
    "FileOptions",
    "FullRow",
    "InputColumn",
    "Peers",
    "ScoredTable",
    "SharedReason",
    "SummaryTable",
    "UnitReview",
    "UnreadClaims",
    "as_rows",
    "claims",
    "columns",
    "from_cases",
    "peers",
    "review_cases",
    "review_file",
    "review_frame",
    "scale_of",
    "score_cases",
    "score_file",
    "score_frame",
    "summary_cases",
    "summary_file",
    "summary_workbook",
]
