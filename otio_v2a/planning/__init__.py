"""Cues -> parts, segments and their price: decided before anything is sent. Pure."""

from otio_v2a.planning.plan import by_id, part_price, plan, roles, segment_price
from otio_v2a.planning.segments import (
    Frames,
    PlanOptions,
    handles,
    in_frames,
    segment_count,
    split,
)

__all__ = [
    "Frames",
    "PlanOptions",
    "by_id",
    "handles",
    "in_frames",
    "part_price",
    "plan",
    "roles",
    "segment_count",
    "segment_price",
    "split",
]
