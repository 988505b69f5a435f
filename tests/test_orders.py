"""Requests: their pictures, their keys, and where the cue stands in each picture."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest
from coded import Coded, make
from edits import Seller

from otio_v2a.conform import program
from otio_v2a.edit import Edit, Event, Track
from otio_v2a.model import Cue, CueOptions, Media, Part, Prompts, Role, Segment, Span
from otio_v2a.picture.media import Library
from otio_v2a.planning import PlanOptions, plan
from otio_v2a.providers.base import Limits, Provider
from otio_v2a.score.orders import Ordered, order
from otio_v2a.score.pictures import Studio
from otio_v2a.sketch.provider import Sketch

PAL = Fraction(25)
RAIN = Prompts.model_validate({"sound_effect": "rain"})


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("orders") / "a.mp4", Coded(PAL, 200))


def studio_of(edit: Edit, provider: Provider) -> Studio:
    """A studio for an edit as it is conformed."""
    seen = program(edit)
    return Studio(seen, seen, Library(), provider)


def an_edit(path: str, length: int = 150) -> Edit:
    media = Media("a.mp4", (path,), Fraction(0), Fraction(8), PAL)
    event = Event("A", "clip 'A'", Span(0, length, PAL), media, source_in=Fraction(1))
    return Edit("", PAL, 0, length, (Track("V1", "video", (event,)),), ())


def a_part(start: int = 40, length: int = 60, limits: Limits | None = None) -> Part:
    cue = Cue("c1", "sfx", "clip 'A'", Span(start, length, PAL), RAIN, CueOptions(), frozenset())
    seller = Sketch(limits=limits or Limits())
    (part,) = plan([cue], seller, PlanOptions(handles=Fraction(2, 5))).parts
    return part


def ordered(
    part: Part, path: Path | str, provider: Sketch | None = None, length: int = 150
) -> Ordered:
    studio = studio_of(an_edit(str(path), length), provider or Sketch())
    return order(part, studio)


def keys(of: Ordered, take: int = 1) -> list[str]:
    return [one.key for one in of.of_take(take)]


def test_the_cue_stands_inside_its_picture_between_the_handles(movie: Path):
    (asked,) = ordered(a_part(), movie).of_take(1)
    assert (asked.picture.frames, asked.cue_in, asked.cue_out) == (80, 10, 70)


def test_of_a_split_cue_each_picture_holds_its_share(movie: Path):
    # Frames 30 to 130 and ten of handles either side: four pieces of 48 that share 24.
    asked = ordered(a_part(30, 100, Limits(Fraction(1), Fraction(2))), movie).of_take(1)
    assert [(one.segment.record.start, one.cue_in, one.cue_out) for one in asked] == [
        (20, 10, 48),
        (44, 0, 48),
        (68, 0, 48),
        (92, 0, 38),
    ]


def test_only_what_is_heard_makes_another_request(movie: Path, tmp_path: Path):
    part = a_part()
    (key,) = keys(ordered(part, movie))
    moved = tmp_path / "elsewhere.mp4"
    moved.write_bytes(movie.read_bytes())
    renamed = replace(part, cue=replace(part.cue, id="c2", name="other", address="other"))
    assert keys(ordered(renamed, moved)) == [key]
    others = [
        keys(ordered(a_part(41), movie)),
        keys(ordered(a_part(40, 61), movie)),
        keys(ordered(replace(part, prompts=RAIN.model_copy(update={"asmr": True})), movie)),
        keys(ordered(replace(part, prompts=Prompts.model_validate({})), movie)),
        keys(ordered(part, movie, Sketch(model="another"))),
        keys(ordered(part, movie, Sketch(name="other"))),
        keys(ordered(part, movie), take=2),
    ]
    assert len({key, *(one for (one,) in others)}) == 8


def test_offline_media_stop_their_part_and_say_so():
    of = ordered(a_part(), "/nowhere/a.mp4")
    assert of.of_take(1) == of.asked() == ()
    assert of.problem == (
        "media is offline: 'a.mp4' (looked in /nowhere/a.mp4)."
        " Relink it in the editor, or add its folder to search_dirs."
    )


def test_media_that_end_before_the_edit_does_are_remarked(movie: Path):
    # Source frame 25 is the first shown: record frames 175 and on lie past frame 199.
    whole = Part(
        replace(a_part().cue, record=Span(160, 40, PAL)),
        *(Role.MIX, RAIN, (Segment(0, Span(160, 40, PAL)),), 0, 0, (1,)),
    )
    of = ordered(whole, movie, length=200)
    assert of.remarks == ("'a.mp4' is 25 frames shorter than the edit shows: its edge is held.",)
    assert of.problem == ""


@dataclass(frozen=True, slots=True)
class Maker(Seller):
    """A seller that made some clips itself."""

    takes_video_id: bool = True


MEDIA = Media("made.mp4", ("/nowhere/made.mp4",), Fraction(0), Fraction(8), PAL)


def known(*events: Event, start: int = 40, length: int = 60, length_of: int = 150) -> Ordered:
    """The order of a cue over these clips whose seller made them."""
    record = Span(start, length, PAL)
    options = CueOptions(video_id="made-7")
    cue = Cue("c1", "sfx", "clip 'A'", record, RAIN, options, frozenset())
    (part,) = plan([cue], Maker(), PlanOptions()).parts
    edit = Edit("", PAL, 0, length_of, (Track("V1", "video", events),), ())
    return order(part, studio_of(edit, Maker()))


WHOLE = Span(0, 150, PAL)


def a_clip(record: Span = WHOLE, media: Media | None = MEDIA, **more: object) -> Event:
    return Event("A", "clip 'A'", record, media, **more)


@pytest.mark.parametrize(
    ("clip", "before"),
    [
        # Record frame 40 is 1.6 s into the clip,
        (a_clip(), Fraction(8, 5)),
        # which begins a second into its media,
        (a_clip(source_in=Fraction(1)), Fraction(13, 5)),
        # or at frame 20 of the timeline,
        (a_clip(Span(20, 130, PAL), source_in=Fraction(1)), Fraction(9, 5)),
        # or whose media's clock begins at an hour.
        (
            a_clip(media=replace(MEDIA, start=Fraction(3600)), source_in=Fraction(3601)),
            Fraction(13, 5),
        ),
        # Nobody hears what is before the media begins.
        (a_clip(media=replace(MEDIA, start=Fraction(9)), source_in=Fraction(1)), Fraction(0)),
    ],
)
def test_a_clip_the_seller_made_is_answered_whole_and_cut_where_the_cue_begins(
    clip: Event, before: Fraction
) -> None:
    (asked,) = known(clip).of_take(1)
    assert (asked.video_id, asked.before, asked.seconds) == ("made-7", before, Fraction(12, 5))
    assert (asked.picture.key, asked.picture.visuals, asked.picture.frames) == ("", (), 0)


def test_where_a_clip_s_media_begin_is_read_from_the_file_if_the_timeline_does_not_say(
    movie: Path,
) -> None:
    media = Media("a.mp4", (str(movie),), None, None, PAL)
    (asked,) = known(a_clip(media=media, source_in=Fraction(1))).of_take(1)
    assert asked.before == Fraction(13, 5)
    offline = known(a_clip(media=replace(MEDIA, start=None)))
    assert offline.of_take(1) == ()
    assert offline.problem.startswith("media is offline: 'made.mp4'")


HALVES = (a_clip(Span(0, 60, PAL)), a_clip(Span(60, 90, PAL), source_in=Fraction(5)))


@pytest.mark.parametrize(
    "events",
    [
        HALVES,
        (a_clip(speed=Fraction(2)),),
        (a_clip(speed=Fraction(-1)),),
        (a_clip(speed=Fraction(0)),),
        (a_clip(Span(0, 60, PAL)),),
        (a_clip(media=None),),
        (),
    ],
    ids=["two clips", "fast", "backwards", "held", "half a gap", "no media", "nothing"],
)
def test_an_id_stands_for_one_clip_at_its_normal_speed_and_nothing_else(
    events: tuple[Event, ...],
) -> None:
    of = known(*events)
    assert (of.problem, of.of_take(1), of.asked()) == (
        "video_id fits one clip at its normal speed. Mark one, or take video_id out.",
        (),
        (),
    )


def test_an_id_and_prompts_alone_make_such_a_request_another() -> None:
    (usual,) = keys(known(a_clip()))
    trimmed = [
        known(a_clip(source_in=Fraction(1))),
        known(a_clip(), start=20),
        known(a_clip(), length=100),
        known(a_clip(media=replace(MEDIA, name="other.mp4"))),
    ]
    assert {key for one in trimmed for key in keys(one)} == {usual}
    part = known(a_clip()).part
    others = [
        replace(part, cue=replace(part.cue, options=CueOptions(video_id="made-8"))),
        replace(part, prompts=RAIN.model_copy(update={"asmr": True})),
    ]
    studio = studio_of(an_edit("/nowhere/a.mp4"), Maker())
    changed = [key for one in others for key in keys(order(one, studio))]
    assert len({usual, *changed, *keys(known(a_clip()), take=2)}) == 4
