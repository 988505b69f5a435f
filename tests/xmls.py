"""Small FCP7 XML files in the hand of each application, and what is seen in them frame by frame."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from otio_v2a.conform import program, shots
from otio_v2a.edit import Edit
from otio_v2a.model import Layers, Mix, Shot, Span, Visual
from otio_v2a.timeline.document import load
from otio_v2a.timeline.reading import NOTHING, Reading

PAL = Fraction(25)


def tagged(tag: str, *inside: object, **attributes: object) -> str:
    """An element; `__` in the name of an attribute is a dot, a tuple in `inside` a leaf."""
    told = (
        f" {name.replace('__', '.')}={quoteattr(str(value))}" for name, value in attributes.items()
    )
    written = (leaf(*one) if isinstance(one, tuple) else str(one) for one in inside)
    return f"<{tag}{''.join(told)}>{''.join(written)}</{tag}>"


def leaf(tag: str, text: object) -> str:
    """A leaf; nothing where there is no text to say."""
    return "" if text is None else f"<{tag}>{escape(str(text))}</{tag}>"


def a_rate(rate: Fraction = PAL) -> str:
    """30000/1001 is 30 and NTSC."""
    whole = rate.denominator == 1
    base = rate if whole else rate * 1001 / 1000
    return tagged("rate", ("timebase", base), ("ntsc", "FALSE" if whole else "TRUE"))


def a_timecode(frame: int, rate: Fraction = PAL, form: str = "NDF") -> str:
    return tagged("timecode", a_rate(rate), ("frame", frame), ("displayformat", form))


def a_file(name: str = "A.mov", frames: int = 1000, rate: Fraction = PAL, **more: object) -> str:
    """A file told in full; `url`, `id`, `first` and `source` may differ."""
    url = more.get("url", f"file://localhost/D%3a/rushes/{name}")
    return tagged(
        "file",
        ("name", name),
        ("pathurl", url),
        a_rate(rate),
        ("duration", frames),
        a_timecode(int(str(more.get("first", 0))), rate),
        ("mediaSource", more.get("source")),
        id=more.get("id", f"file-{name}"),
    )


def a_reference(name: str = "A.mov") -> str:
    """A file that is told elsewhere."""
    return f'<file id="file-{name}"/>'


@dataclass(frozen=True)
class At:
    """Where a clip stands and what it shows: record `start` to `end`, from `begin` on."""

    start: object
    end: object
    begin: object = 0
    out: object = None

    def told(self) -> str:
        out = self.out
        if out is None and isinstance(self.start, int) and isinstance(self.end, int):
            out = int(str(self.begin)) + self.end - self.start
        pairs = (("start", self.start), ("end", self.end), ("in", self.begin), ("out", out))
        return "".join(leaf(*pair) for pair in pairs)


def an_item(at: At, *more: str, file: str | None = None, **told: object) -> str:
    """A clipitem; `name`, `rate`, `enabled`, `id`, `frames` and `tag` may differ."""
    rate = told.get("rate", PAL)
    return tagged(
        str(told.get("tag", "clipitem")),
        ("name", told.get("name", "A")),
        ("enabled", told.get("enabled")),
        ("duration", told.get("frames", 1000)),
        a_rate(rate) if isinstance(rate, Fraction) else "",
        at.told(),
        a_file() if file is None else file,
        *more,
        **({"id": told["id"]} if "id" in told else {}),
    )


def a_marker(begin: object, out: object = -1, note: str = "rain", name: str = "sfx") -> str:
    return tagged("marker", ("comment", note), ("name", name), ("in", begin), ("out", out))


def a_transition(start: int, end: int, alignment: str = "center", **more: object) -> str:
    """A dissolve; `ticks` and `effect` may differ."""
    effect = tagged("effect", ("name", "Fade"), ("effectid", more.get("effect", "Cross Dissolve")))
    spans = (("start", start), ("end", end), ("alignment", alignment))
    return tagged("transitionitem", *spans, ("cutPointTicks", more.get("ticks")), effect)


def a_filter(kind: str, enabled: object = None, **values: object) -> str:
    """An effect of a clip with its parameters."""
    parameters = (
        tagged("parameter", ("parameterid", name), ("value", value))
        for name, value in values.items()
    )
    effect = tagged("effect", ("name", kind.title()), ("effectid", kind), *parameters)
    return tagged("filter", ("enabled", enabled), effect)


def retimed(percent: object, **more: object) -> str:
    return a_filter("timeremap", variablespeed=more.pop("ramp", 0), speed=percent, **more)


def a_track(*items: str, enabled: object = "TRUE", **attributes: object) -> str:
    return tagged("track", *items, ("enabled", enabled), **attributes)


def a_sequence(*tracks: str, audio: str | None = "<audio></audio>", **told: object) -> str:
    """A sequence of video tracks; `name`, `rate`, `first`, `form`, `extra`, `id` may differ."""
    rate = told.get("rate", PAL)
    assert isinstance(rate, Fraction)
    first = told.get("first", 0)
    return tagged(
        "sequence",
        ("name", told.get("name", "Reel 3")),
        a_rate(rate),
        a_timecode(int(str(first)), rate, str(told.get("form", "NDF"))),
        told.get("extra", ""),
        tagged("media", tagged("video", told.get("format", ""), *tracks), audio or ""),
        **{"id": told.get("id", "sequence-1")},
    )


def an_xmeml(*inside: str, version: int = 4) -> str:
    """A whole file on one line."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n'
    return f"{head}{tagged('xmeml', *inside, version=version)}\n"


def indented(text: str, unit: str = "\t", newline: str = "\n") -> str:
    """The same file, an element a line."""
    depth, lines = 0, []
    for piece in text.replace("><", ">\0<").replace("\n", "\0").split("\0"):
        closing, opens = piece.startswith("</"), piece[:2] not in ("</", "<?", "<!")
        depth -= closing
        lines.append(unit * depth + piece)
        depth += opens and "</" not in piece and not piece.endswith("/>") and piece != ""
    return newline.join(lines)


def written(folder: Path, text: str | bytes, name: str = "Cut 01.xml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, *tracks: str, reading: Reading = NOTHING, **told: object) -> Edit:
    """The edit in a sequence of these video tracks."""
    return load(written(folder, an_xmeml(a_sequence(*tracks, **told))), reading).edit


Seen = object
"""`None` is black; ("A.mov", 12) the 13th frame of a file; two of them and a share a dissolve."""


def seen(edit: Edit) -> list[Seen]:
    """What every record frame of an edit shows."""
    made = shots(program(edit), Span(0, edit.length, edit.rate))
    return [_seen(one, frame, edit.rate) for one in made for frame in range(one.length)]


def _seen(one: Visual, frame: int, rate: Fraction) -> Seen:
    if isinstance(one, Mix):
        sides = (_seen(side, frame, rate) for side in (one.outgoing, one.incoming))
        return (*sides, one.share + frame * one.step)
    if isinstance(one, Layers):
        return tuple(_seen(layer, frame, rate) for layer in one.visuals)
    if not isinstance(one, Shot) or one.media is None:
        return None
    at = (one.source_in - (one.media.start or 0)) * rate + frame * one.speed
    return one.media.name, at


def run(name: str, start: int, length: int, step: Fraction | int = 1) -> list[Seen]:
    """So many frames of a file from one of them on."""
    return [(name, start + frame * step) for frame in range(length)]


@dataclass(frozen=True)
class Sound:
    """A clip on an audio track as the file says it, its `-1` read from the transition there."""

    start: int
    end: int
    begin: int
    out: int
    file: str
    enabled: str = "TRUE"


def parsed(text: str) -> ElementTree.Element:
    """A file by the standard library's own parser, whatever encoding it says it has."""
    return ElementTree.fromstring(text[text.index("?>") + 2 :] if "?>" in text else text)


def audio_tracks(text: str, name: str = "Reel 3") -> list[ElementTree.Element]:
    """The audio tracks of the sequence of that name; each file in them has its `url`."""
    root = parsed(text)
    urls = {one.get("id"): str(one.findtext("pathurl")) for one in root.iter("file") if len(one)}
    for file in root.iter("file"):
        file.set("url", urls.get(file.get("id"), ""))
    holders = [one for one in root.iter("sequence") if one.findtext("name") == name]
    return [track for one in holders for track in one.findall("media/audio/track")]


def sounds(track: ElementTree.Element) -> list[Sound]:
    """The clips of an audio track."""
    children = [one for one in track if one.tag in ("clipitem", "transitionitem")]
    return [
        Sound(
            _cut(children, index - 1) if _number(one, "start") == -1 else _number(one, "start"),
            _cut(children, index + 1) if _number(one, "end") == -1 else _number(one, "end"),
            _number(one, "in"),
            _number(one, "out"),
            str(next(one.iter("file")).get("url")).rpartition("/")[2],
            str(one.findtext("enabled")),
        )
        for index, one in enumerate(children)
        if one.tag == "clipitem"
    ]


def _cut(children: list[ElementTree.Element], index: int) -> int:
    assert children[index].tag == "transitionitem"
    start, end = (_number(children[index], tag) for tag in ("start", "end"))
    return start + (end - start) // 2


def _number(one: ElementTree.Element, tag: str) -> int:
    return int(str(one.findtext(tag)))


def inserted(source: str, out: str) -> tuple[str, str]:
    """What of `out` stands before and after the one insertion that makes it of `source`."""
    at = next((n for n, (a, b) in enumerate(zip(source, out, strict=False)) if a != b), len(source))
    while at and not out.endswith(source[at:]):
        at -= 1
    return out[:at], out[at + len(out) - len(source) :]
