"""What the last self-test inside Resolve found, for the Resolve that it ran in."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from otio_v2a.resolve.placing import BAKED, Native
from otio_v2a.resolve.protocol import Request


def found(request: Request, path: Path) -> dict[str, Any]:
    """What each probe came to, by name; empty where this Resolve was never tested."""
    with suppress(OSError, ValueError, AttributeError):
        report = json.loads(path.read_text(encoding="utf-8"))
        if report.get("tool") == request.tool:
            return dict(report.get("probes", {}))
    return {}


def counts_last_frame(request: Request, path: Path) -> bool:
    """Whether this Resolve was seen to count the last frame of what is laid."""
    return bool(found(request, path).get("end_frame_is_inclusive", {}).get("seen"))


def native(request: Request, path: Path) -> Native:
    """What may be left to Resolve: only what was seen to work, in the edition that has it.

    The free edition answers such a call with a window, after which others fail. Source: Resolve
    fact sheet section 1.
    """
    if not request.resolve.is_studio:
        return BAKED
    known, there = found(request, path), request.capabilities

    def works(probe: str, call: str) -> bool:
        return call in there and bool(known.get(probe, {}).get("ok"))

    return Native(
        fades=works("set_fades", "Item.SetFades"),
        crossfades=works("add_transition", "Item.AddTransition"),
    )
