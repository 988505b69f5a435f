"""What is seen in a cue's pictures: what happens in them, and a frame of it, for the report."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

from otio_v2a.errors import MediaError, ProviderError, TimelineError
from otio_v2a.gateway.ledger import Ledger
from otio_v2a.score.heard import Seen
from otio_v2a.score.orders import Order
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.timeline.bundles.delivery import save

_HEIGHT = 180


class Witness:
    """Looks at pictures that were rendered, once each: the ledger and the folder remember.

    What cannot be looked at is not seen; a report never fails for that.
    """

    def __init__(self, folder: WorkFolder, ledger: Ledger) -> None:
        """Ready."""
        self._folder = folder
        self._ledger = ledger
        self._files = ledger.files()

    def seen(self, orders: Sequence[Order]) -> tuple[Seen, ...]:
        """What happens in a cue's own range, in order; what two segments show is told once."""
        found = {
            (one.frame, one.kind): one
            for asked in orders
            for one in _placed(self._happenings(asked), asked)
        }
        return tuple(found[key] for key in sorted(found))

    def still(self, orders: Sequence[Order]) -> bytes:
        """A JPEG of a shot in the middle of a cue; nothing where there is no picture of it."""
        if not orders:
            return b""
        record = orders[0].part.cue.record
        middle = record.start + record.length // 2
        asked = next((one for one in orders if middle < one.segment.record.end), orders[-1])
        stem = asked.picture.stem
        if not stem:
            return b""
        kept = self._folder.root / "stills" / f"{stem}.jpg"
        with suppress(OSError):
            return kept.read_bytes()
        made = self._glimpsed(stem, Fraction(middle - asked.segment.record.start) / record.rate)
        if made:
            with suppress(OSError, TimelineError):
                save(made, self._folder.file("stills", kept.name))
        return made

    def _glimpsed(self, stem: str, at: Fraction) -> bytes:
        # Loads PyAV, which a run with no new picture does without.
        from otio_v2a.picture.still import jpeg

        for movie in sorted((self._folder.root / "pictures").glob(f"{stem}*.mp4")):
            with suppress(MediaError):
                return jpeg(movie, at, _HEIGHT)
        return b""

    def _happenings(self, asked: Order) -> Iterable[Seen]:
        """What happens in one segment's picture, counted from its own first frame."""
        name = f"pictures/{asked.picture.stem}.gray"
        size, note = self._files.get(name, (-1, ""))
        if not note:
            glance = self._folder.root / name
            note = json.dumps([one.as_json() for one in _looked(glance, asked)])
            size = glance.stat().st_size if glance.is_file() else 0
            if size:
                self._ledger.keep(name, size, note)
            self._files[name] = (size, note)
        return filter(None, map(Seen.from_json, json.loads(note)))


def _looked(glance: Path, asked: Order) -> Iterator[Seen]:
    # Loads numpy, which a run with no new picture does without.
    from otio_v2a.sketch.watching.seeing import seen
    from otio_v2a.sketch.watching.watch import watched_from

    with suppress(ProviderError, OSError):
        watched = watched_from(glance, asked.picture.frames, asked.segment.record.rate)
        for one in seen(watched) if watched else ():
            yield Seen(str(one.kind), one.frame, round(one.strength, 3))


def _placed(found: Iterable[Seen], asked: Order) -> Iterator[Seen]:
    """Events of a segment where they stand in the timeline, those of the cue's own range."""
    start, record = asked.segment.record.start, asked.part.cue.record
    for one in found:
        if record.start <= start + one.frame < record.end:
            yield Seen(one.kind, start + one.frame, one.strength)
