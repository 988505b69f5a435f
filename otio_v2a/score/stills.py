"""The picture in the middle of every cue: one frame, small, as a JPEG."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from otio_v2a.errors import MediaError, TimelineError
from otio_v2a.model import Span
from otio_v2a.score.pictures import Picture, Studio, still
from otio_v2a.score.stopping import stoppable
from otio_v2a.score.work import cores
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.timeline.bundles.delivery import save

HEIGHT = 180
"""Of a picture, in pixels at most: 320 x 180 where it is 16:9."""

Tell = Callable[[float], None]
Made = bytes | str
"""A JPEG, or why there is none."""


@dataclass(frozen=True, slots=True)
class Still:
    """What is seen at a frame of the timeline; `problem` says why there is no picture of it."""

    frame: int
    jpeg: bytes = b""
    problem: str = ""


def stills(
    spans: Iterable[Span], studio: Studio, folder: WorkFolder, workers: int, tell: Tell
) -> dict[Span, Still]:
    """What the viewer sees in the middle of each span. Never fails: a still has its problem.

    What was rendered before is taken from the work folder, where there is one. `tell` is told the
    share done.
    """
    planned = {span: _planned(span, studio) for span in spans}
    wanted = {one.key: one for one in planned.values() if isinstance(one, Picture)}
    made: dict[str, Made] = {}
    made.update({key: known for key in wanted if (known := _remembered(folder, key))})
    left = [one for key, one in wanted.items() if key not in made]
    if left:
        made.update(_rendered(left, workers, tell))
        _remember(folder, {one.key: made[one.key] for one in left})
    return {
        span: _still(_middle(span), made[one.key] if isinstance(one, Picture) else one)
        for span, one in planned.items()
    }


def _middle(span: Span) -> int:
    return span.start + span.length // 2


def _still(frame: int, made: Made) -> Still:
    return Still(frame, problem=made) if isinstance(made, str) else Still(frame, made)


def _planned(span: Span, studio: Studio) -> Picture | str:
    try:
        return still(span, _middle(span), studio, HEIGHT)
    except MediaError as error:
        return str(error)


def _rendered(left: Iterable[Picture], workers: int, tell: Tell) -> dict[str, Made]:
    with TemporaryDirectory(prefix="otio-v2a-") as room:
        return stoppable(_all(tuple(left), Path(room), workers, tell))


async def _all(left: tuple[Picture, ...], room: Path, workers: int, tell: Tell) -> dict[str, Made]:
    # Loads PyAV and ffmpeg-python, which a sheet whose pictures are all known does without.
    from otio_v2a.picture.still import still as rendered

    at_once, done = asyncio.Semaphore(cores(workers)), 0

    async def one(shown: Picture) -> Made:
        nonlocal done
        async with at_once:
            try:
                file = room / f"{shown.stem}.mp4"
                return await rendered(shown.visuals, shown.sources, shown.canvas, file)
            except MediaError as error:
                return str(error)
            finally:
                done += 1
                tell(done / len(left))

    made = await asyncio.gather(*map(one, left))
    return {shown.key: what for shown, what in zip(left, made, strict=True)}


def _file(folder: WorkFolder, key: str) -> Path:
    return folder.root / "stills" / f"{key[:32]}.jpg"


def _remembered(folder: WorkFolder, key: str) -> bytes:
    with suppress(OSError):
        return _file(folder, key).read_bytes()
    return b""


def _remember(folder: WorkFolder, made: Mapping[str, Made]) -> None:
    """Keep stills for the next sheet, each whole or not at all, where there is a work folder."""
    with suppress(OSError, TimelineError):
        (folder.root / "stills").mkdir(exist_ok=True)
        for key, one in made.items():
            if isinstance(one, bytes):
                save(one, _file(folder, key))
