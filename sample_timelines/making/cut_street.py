"""`street_2997df.otio`: Premiere, 29.97 fps drop frame, 01:00:00;00; notes in comments.

Source: timelines fact sheet section 5, what users and tools report; no native file was at hand.
"""

from . import otio
from .clips import CROWD, NTSC, STREET, TYPING
from .otio import Json, Mark, Parts, Use

START = 107_892
LENGTH = 900

_CARS = (
    Mark("sfx", "cars pass on a wet street, tyres hissing", 30, 150),
    Mark("sfx", "a fast car rushes by, splash", 285, 80),
)
_PEOPLE = (Mark("ambience", "murmur of a crowd: ask the director first", 0, 0, "BLUE"),)
_ROOM = (Mark("asmr", "slow typing in a quiet room", 0, 0, "MAGENTA"),)
_SEQUENCE = (
    Mark("sfx", "crowd murmur, footsteps on wet stone, umbrellas", 400, 190, "GREEN"),
    Mark("music", "late night jazz trio, brushes, 84 BPM", 15, 660, "MAGENTA"),
)


def build() -> Json:
    """The timeline as JSON."""
    stack_metadata = {
        "PremierePro_OTIO": {
            "AudioFrameRate": 48000.0,
            "PixelAspectRatio": {"denominator": 1.0, "numerator": 1.0},
            "VideoFrameRate": float(NTSC),
            "VideoResolution": {"height": 360, "width": 640},
        }
    }
    marks = tuple(otio.marker(mark, mark.at, NTSC) for mark in _SEQUENCE)
    parts = Parts("Street", metadata=stack_metadata, markers=marks)
    stack = otio.item("Stack.1", parts, children=[_video_1(), _audio_1()])
    metadata = {"PremierePro_OTIO": {"MetadataVersion": "1.0"}}
    return otio.timeline("Street", otio.time(START, NTSC), metadata, stack)


def _video_1() -> Json:
    uses = (
        Use(STREET, 15, 390, _CARS, link=1),
        Use(CROWD, 60, 240, _PEOPLE, link=2),
        Use(TYPING, 30, 270, _ROOM, link=3),
    )
    return otio.track("Video", Parts("Video 1"), [_clip(use) for use in uses])


def _audio_1() -> Json:
    channels = {"AudioChannels": {"ChannelType": "Stereo", "NumberOfChannels": 2}}
    parts = Parts("Audio 1", metadata={"PremierePro_OTIO": channels})
    return otio.track("Audio", parts, [otio.gap(LENGTH, NTSC)])


def _clip(use: Use) -> Json:
    start = use.start(NTSC)
    link = {"LinkID": str(use.link), "OriginalChannelGroupIndex": 0, "SourceClipIndex": 0}
    parts = Parts(
        use.clip.file,
        otio.span(start, use.length, NTSC),
        {"PremierePro_OTIO": link},
        markers=tuple(otio.marker(mark, start + mark.at, NTSC) for mark in use.marks),
    )
    return otio.clip2(parts, otio.reference(use.clip, use.clip.file))
