"""Reading, placing and checking FCP7 XML, against a bare parse of the same text in the same run.

A shot is a clip with its sound as Premiere exports it: a video clipitem with Basic Motion, and the
two clipitems of its exploded stereo pair, tied by links, with logging and labels: 58 elements a
clipitem. Every shot has a file of its own, told in its video clipitem, referred to by the others.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from measuring import best, child

RATE = "<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>"
LENGTH, WHOLE, TICKS = 50, 500, 254_016_000_000 // 25
_LOGGED = "description scene shottake lognote"


def sequence(shots: int, every: int = 10) -> str:
    """A sequence of so many shots on three tracks of each kind; one in `every` has a marker."""
    video, left, right = (
        "".join(_track(kind, number, shots, every) for number in range(3))
        for kind in ("video", "left", "right")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n<xmeml version="4">'
        f'<sequence id="sequence-1" MZ.WorkInPoint="0" explodedTracks="true">'
        f"<uuid>5ea30a6b</uuid><duration>{shots * LENGTH}</duration>{RATE}<name>Reel 3</name>"
        f"<media><video><format><samplecharacteristics>{RATE}<width>1920</width>"
        f"<height>1080</height><pixelaspectratio>square</pixelaspectratio></samplecharacteristics>"
        f"</format>{video}</video><audio><numOutputChannels>2</numOutputChannels>"
        f"{left}{right}</audio></media>"
        f"<timecode>{RATE}<string>01:00:00:00</string><frame>90000</frame>"
        f"<displayformat>NDF</displayformat></timecode></sequence></xmeml>"
    ).replace("><", ">\n\t\t\t\t\t<")


def _track(kind: str, number: int, shots: int, every: int) -> str:
    items = "".join(_item(kind, index, every) for index in range(number, shots, 3))
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
    more = "".join(_blank("logginginfo", _LOGGED))
    tail = f"{links}{more}<labels><label2>Iris</label2></labels></clipitem>"
    if kind == "video":
        marker = _marker(index, begin) if index % every == 0 else ""
        return f'<clipitem id="video-{index}">{told}{_file(index)}{_motion()}{marker}{tail}'
    channel = 1 if kind == "left" else 2
    return (
        f'<clipitem id="{kind}-{index}" premiereChannelType="stereo">{told}'
        f'<file id="file-{index}"/><sourcetrack><mediatype>audio</mediatype>'
        f"<trackindex>{channel}</trackindex></sourcetrack>{tail}"
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
    values = {"scale": "100", "rotation": "0", "center": "0", "centerOffset": "0"}
    parameters = "".join(
        f'<parameter authoringApp="PremierePro"><parameterid>{key}</parameterid>'
        f"<name>{key}</name><valuemin>0</valuemin><valuemax>1000</valuemax>"
        f"<value>{value}</value></parameter>"
        for key, value in values.items()
    )
    return (
        "<filter><effect><name>Basic Motion</name><effectid>basic</effectid>"
        "<effectcategory>motion</effectcategory><effecttype>motion</effecttype>"
        f"<mediatype>video</mediatype>{parameters}</effect></filter>"
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


BARE = """
import gc, sys, time
from xml.etree import ElementTree
text = open(sys.argv[1], encoding="utf-8").read()
begin = time.process_time()
ElementTree.fromstring(text)
print(time.process_time() - begin, file=open(sys.argv[2], "w"))
"""
OURS = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from placing import a_lane, a_placement
from otio_v2a.spotting import spot
from otio_v2a.timeline.check import verify
from otio_v2a.timeline.document import load
path = Path(sys.argv[1])
cues = spot(load(path).edit).cues
lane = a_lane(*(
    a_placement(one.record.start, one.record.length, one.record.rate, file=f"/out/v2a_{one.id}.wav")
    for one in cues
))
begin = time.process_time()
document = load(path)
read = time.process_time() - begin
text = document.placed([lane])
placed = time.process_time() - begin
verify(text, document)
print(time.process_time() - begin, placed, read, len(cues), file=open(sys.argv[2], "w"))
"""
TESTS = Path(__file__).resolve().parents[1] / "tests"
RUNS = 3


def xmeml() -> None:
    """What FCP7 XML costs inside the process: read, place and check, and how that grows."""
    taken: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name:
        for clipitems in (1_000, 10_000):
            text = sequence(round(clipitems / 3))
            path, spent = Path(name) / f"{clipitems}.xml", Path(name) / "spent"
            path.write_text(text, encoding="utf-8")
            told: list[list[float]] = []

            def inside(
                code: str, path: Path = path, spent: Path = spent, told: list[list[float]] = told
            ) -> tuple[float, float]:
                child(code, str(path), str(spent), str(TESTS))
                told.append([float(one) for one in spent.read_text().split()])
                return told[-1][0], 0.0

            (bare, _), (ours, _) = best(RUNS, lambda: inside(BARE), lambda: inside(OURS))
            taken[clipitems] = ours
            parts = [min(column) for column in zip(*told[1::2], strict=True)]
            root = ElementTree.fromstring(text)
            items = sum(1 for _ in root.iter("clipitem"))
            each = sum(1 for one in root.iter("clipitem") for _ in one.iter()) / items
            print(
                f"xmeml     {items:6} clipitems of {each:.0f} elements, {len(text) / 1e6:.1f} MB,"
                f" {parts[3]:.0f} sounds: read {parts[2]:.2f}, and place {parts[1]:.2f}, and check"
                f" {ours:.2f} CPU s; bare parse {bare:.2f} CPU s, ratio {ours / bare:.2f}"
            )
    print(f"xmeml     10 times the clipitems take {taken[10_000] / taken[1_000]:.1f} times as long")
