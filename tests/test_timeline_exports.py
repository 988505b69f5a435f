"""Real exports of real applications: each reads, or says what it is."""

import os
import re
from fractions import Fraction
from pathlib import Path

import pytest

from otio_v2a.errors import TimelineError
from otio_v2a.model import Span
from otio_v2a.timeline.document import load
from otio_v2a.timeline.reading import Reading

SHARED = Path(os.environ.get("OTIO_V2A_SHARED", Path(__file__).parents[2] / "shared")) / "timelines"
FILM = Fraction(24)


def refused(path: Path, message: str, dialect: str | None = None) -> None:
    with pytest.raises(TimelineError, match=f"^{re.escape(message)}$"):
        load(path, Reading(dialect=dialect or ""))


LISTED = {
    "otio-core/big_int.otio": "generic 24 0 24 1",
    "otio-core/effects.otio": "resolve 24 86400 1125 19",
    "otio-core/generator_reference_test.otio": "generic 24 0 50 1",
    "otio-core/multitrack.otio": "generic 24 0 3282 3",
    "otio-core/nested_example.otio": "generic 24 0 636 1",
    "otio-core/screening_example.otio": "generic 24 0 1049 1",
    "otio-core/simple_cut.otio": "generic 24 0 19 1",
    "otio-core/transition_test.otio": "generic 24 0 150 1",
    "aaf/gaps.otio": "generic 24 0 1380 2",
    "aaf/no_metadata.otio": "generic 24 0 10 2",
    "fcp7/img_seq_media_reference.otio": "generic 24 86400 159 1",
    "synthetic/premiere_like_v2a_markers.otio": "premiere 24 0 720 2",
    "synthetic/resolve_effects_plus_v2a_track.otio": "resolve 24 86400 1125 19",
    "synthetic/resolve_like_v2a_markers.otio": "resolve 24 86400 1128 2",
    "ayon/timeline.json": "hiero 24000/1001 86400 216 5",
    "ayon/multiple_review_clips_gap.json": "Track",
    "ayon/qt_embedded_tc.json": "Clip",
}


@pytest.mark.parametrize("name", sorted(LISTED))
def test_every_real_export_reads_or_says_what_it_is(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the real export {name} is not here")
    if LISTED[name] in ("Track", "Clip"):
        what = f"the file holds one {LISTED[name]}, not a timeline. Export a whole timeline."
        refused(path, f"{path.name}: {what}")
        return
    read = load(path)
    edit = read.edit
    facts = (read.dialect.name, edit.rate, edit.start, edit.length, len(edit.tracks))
    assert " ".join(map(str, facts)) == LISTED[name]


def test_every_shared_timeline_is_in_the_list() -> None:
    if not SHARED.exists():
        pytest.skip("the real exports are not here")
    found = {str(path.relative_to(SHARED)) for path in SHARED.rglob("*.otio")}
    assert found <= set(LISTED)


def test_record_timecode_of_an_edl_is_understood() -> None:
    path = SHARED / "otio-core/screening_example.otio"
    if not path.exists():
        pytest.skip("the real export screening_example.otio is not here")
    # The EDL says: event 4 has record in 00:59:58:00, its markers are at 01:00:01:14 and :02:14,
    # and the timeline starts at 00:59:53:11.
    edit = load(path).edit
    assert [(one.name, one.colour, one.record) for one in edit.markers[:2]] == [
        ("ANIM FIX NEEDED", "RED", Span(195, 1, FILM)),
        ("ANIM FIX NEEDED", "PINK", Span(219, 1, FILM)),
    ]
