"""Takes our sounds off a timeline: what is ours alone, and nothing else."""

from collections.abc import Sequence

from otio_v2a.resolve.launcher import Launcher
from otio_v2a.resolve.placing import cleared
from otio_v2a.resolve.protocol import Request, action
from otio_v2a.resolve.statuses import DATA, untold


async def remove(launcher: Launcher, request: Request, folders: Sequence[str]) -> str:
    """Take off every clip whose file lies in our folders; what was done, in words.

    Raises: ResolveError when Resolve does not take something off.
    """
    (before,) = await launcher.ask(action("read_tracks", only=[]))
    ours = cleared(before["tracks"], folders)
    await launcher.ask(*ours.actions)
    await launcher.ask(action("delete_marker", data=DATA), *untold(request.timeline.markers))
    if not ours.clips:
        return f"V2A: there is nothing of ours on '{request.timeline.name}'."
    plural = "" if ours.clips == 1 else "s"
    said = f"V2A: {ours.clips} clip{plural} taken off '{request.timeline.name}'."
    for name in ours.mixed:
        said += f" Track '{name}' holds clips of yours: it stays."
    return f"{said} The sounds stay in the bin V2A: Score places them again, free."
