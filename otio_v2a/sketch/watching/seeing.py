"""Everything that is seen to happen in a picture."""

from otio_v2a.sketch.watching.events import Happening, happenings
from otio_v2a.sketch.watching.walking import footfalls
from otio_v2a.sketch.watching.watch import Watched


def seen(watched: Watched) -> tuple[Happening, ...]:
    """All events of a picture, steps among them, in frame order."""
    return tuple(sorted((*happenings(watched), *footfalls(watched))))
