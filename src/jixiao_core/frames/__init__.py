"""Many units at once: a rubric as columns of whole numbers, on the data-frame engine or database that the user has."""

from jixiao_core.frames.columns import InputColumn
from jixiao_core.frames.peers import ClaimCount, EdgeCount, FullRow, Peers, SharedReason, as_rows, peers
from jixiao_core.frames.review_frame import claims, review_frame
from jixiao_core.frames.scaling import scale_of
from jixiao_core.frames.score_frame import columns, score_frame

__all__ = [
    "ClaimCount",
    "EdgeCount",
    "FullRow",
    "InputColumn",
    "Peers",
    "SharedReason",
    "as_rows",
    "claims",
    "columns",
    "peers",
    "review_frame",
    "scale_of",
    "score_frame",
]
