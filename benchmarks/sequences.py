"""A generated Premiere sequence, for the benchmark of FCP7 XML.

A clip is a shot with its sound as Premiere exports it: one video clipitem and the two clipitems of
its exploded stereo pair, tied by links, with filters, logging and colour fields. Every shot has a
file of its own, told in its video clipitem and referred to by the other two.
"""

from collections.abc import Iterator

RATE = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>"
LENGTH, WHOLE, TICKS = 50, 500, 254_016_000_000 // 25
_LOGGED = "description scene shottake lognote good originalvideofilename originalaudiofilename"
_COLOURS = "lut lut1 asc_sop asc_sat lut2"


def sequence(clips: int, every: int = 10) -> str:
    """A sequence of so many clips on three tracks of each kind; one in `every` has a marker."""
    video, left, right = (
        "".join(_track(kind, number, clips, every) for number in range(3))
        for kind in ("video", "left", "right")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n<xmeml version="4">'
        f'<sequence id="sequence-1" MZ.WorkInPoint="0" explodedTracks="true">'
        f"<uuid>5ea30a6b</uuid><duration>{clips * LENGTH}</duration>{RATE}<name>Reel 3</name>"
        f"<media><video><format><samplecharacteristics>{RATE}<width>1920</width>"
        f"<height>1080</height><pixelaspectratio>square</pixelaspectratio></samplecharacteristics>"
        f"</format>{video}</video><audio><numOutputChannels>2</numOutputChannels>"
        f"{left}{right}</audio></media>"
        f"<timecode>{RATE}<string>01:00:00:00</string><frame>90000</frame>"
        f"<displayformat>NDF</displayformat></timecode></sequence></xmeml>"
    ).replace("><", ">\n\t\t\t\t\t<")


def _track(kind: str, number: int, clips: int, every: int) -> str:
    items = "".join(_item(kind, index, every) for index in range(number, clips, 3))
    return (
        f'<track TL.SQTrackShy="0" MZ.TrackTargeted="1">{items}'
        "<enabled>TRUE</enabled><locked>FALSE</locked></track>"
    )


def _item(kind: str, index: int, every: int) -> str:
    start, begin = index * LENGTH, index * 7 % 300
    told = (
        f"<masterclipid>masterclip-{index}</masterclipid><name>A{index:05}.mov</name>"
        f"<enabled>TRUE</enabled><duration>{WHOLE}</duration>{RATE}"
        f"<start>{start}</start><end>{start + LENGTH}</end>"
        f"<in>{begin}</in><out>{begin + LENGTH}</out>"
        f"<pproTicksIn>{begin * TICKS}</pproTicksIn>"
        f"<pproTicksOut>{(begin + LENGTH) * TICKS}</pproTicksOut>"
    )
    links = "".join(
        f"<link><linkclipref>{other}-{index}</linkclipref>"
        f"<mediatype>{'video' if other == 'video' else 'audio'}</mediatype>"
        f"<trackindex>1</trackindex><clipindex>{index + 1}</clipindex></link>"
        for other in ("video", "left", "right")
    )
    more = "".join((*_blank("logginginfo", _LOGGED), *_blank("colorinfo", _COLOURS)))
    tail = f"{links}{more}<labels><label2>Iris</label2></labels></clipitem>"
    if kind == "video":
        marker = _marker(index, begin) if index % every == 0 else ""
        return f'<clipitem id="video-{index}">{told}{_file(index)}{_motion()}{marker}{tail}'
    channel = 1 if kind == "left" else 2
    return (
        f'<clipitem id="{kind}-{index}" premiereChannelType="stereo">{told}'
        f'<file id="file-{index}"/><sourcetrack><mediatype>audio</mediatype>'
        f"<trackindex>{channel}</trackindex></sourcetrack>{_levels()}{tail}"
    )


def _file(index: int) -> str:
    shape = f"<samplecharacteristics>{RATE}<width>1920</width><height>1080</height>"
    return (
        f'<file id="file-{index}"><name>A{index:05}.mov</name>'
        f"<pathurl>file://localhost/D%3a/rushes/A{index:05}.mov</pathurl>{RATE}"
        f"<duration>{WHOLE}</duration><timecode>{RATE}<string>01:00:00:00</string>"
        "<frame>90000</frame><displayformat>NDF</displayformat></timecode>"
        f"<media><video>{shape}</samplecharacteristics></video>"
        "<audio><samplecharacteristics><depth>16</depth><samplerate>48000</samplerate>"
        "</samplecharacteristics><channelcount>2</channelcount></audio></media></file>"
    )


def _motion() -> str:
    return _filter("Basic Motion", "basic", "video", scale="100", rotation="0")


def _levels() -> str:
    return _filter("Audio Levels", "audiolevels", "audio", level="1")


def _filter(name: str, kind: str, media: str, **values: str) -> str:
    parameters = "".join(
        f'<parameter authoringApp="PremierePro"><parameterid>{key}</parameterid>'
        f"<name>{key}</name><valuemin>0</valuemin><valuemax>1000</valuemax>"
        f"<value>{value}</value></parameter>"
        for key, value in values.items()
    )
    return (
        f"<filter><effect><name>{name}</name><effectid>{kind}</effectid>"
        f"<effectcategory>motion</effectcategory><effecttype>motion</effecttype>"
        f"<mediatype>{media}</mediatype>{parameters}</effect></filter>"
    )


def _marker(index: int, begin: int) -> str:
    return (
        f"<marker><comment>rain on glass, take {index}</comment><name>sfx</name>"
        f"<in>{begin + 4}</in><out>{begin + LENGTH - 5}</out></marker>"
    )


def _blank(tag: str, leaves: str) -> Iterator[str]:
    yield f"<{tag}>"
    yield from (f"<{leaf}></{leaf}>" for leaf in leaves.split())
    yield f"</{tag}>"
