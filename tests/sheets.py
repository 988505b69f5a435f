"""Cue sheets read without the program: CSV as rows, HTML as a table of cells."""

import base64
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from running import Place

BOM = b"\xef\xbb\xbf"
HEADER = (
    "Number,Cue,Name,In,Out (first frame after),Duration,Seconds,Role,Effects,Music,ASMR,Takes,"
    "Gain (dB),Fade,Stems,Status,Paid (USD),Where,Notes"
)
VOID = frozenset({"meta", "br", "img"})


def rows(content: bytes) -> list[dict[str, str]]:
    """The lines of a CSV by the names of its columns; what no spreadsheet takes is not taken."""
    assert content.startswith(BOM + HEADER.encode() + b"\r\n")
    text = content.removeprefix(BOM).decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return list(csv.DictReader(StringIO(text, newline=""), strict=True))


@dataclass(slots=True)
class Cell:
    """A cell of a table: its tag with attributes, its words, its picture or None."""

    tag: str
    attributes: dict[str, str | None]
    words: list[str] = field(default_factory=list)
    picture: bytes | None = None
    alt: str = ""

    @property
    def text(self) -> str:
        return " ".join(self.words)


class Page(HTMLParser):
    """A page read strictly: every tag is closed in its turn, everything is known by its place."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.table: list[list[Cell]] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(content.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs)
        self.tags.append((tag, given))
        if tag == "tr":
            self.table.append([])
        if tag in ("th", "td"):
            self.table[-1].append(Cell(tag, given))
        if tag == "img":
            cell = self.table[-1][-1]
            cell.picture = base64.b64decode(
                str(given["src"]).removeprefix("data:image/jpeg;base64,"), validate=True
            )
            cell.alt = str(given["alt"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not data.strip():
            return
        self.texts.setdefault(self.open[-1], []).append(data)
        if {"th", "td"} & {*self.open}:
            self.table[-1][-1].words.append(data)

    @property
    def facts(self) -> dict[str, str]:
        """What stands above the table."""
        return dict(zip(self.texts["dt"], self.texts["dd"], strict=True))

    @property
    def rows(self) -> Iterator[dict[str, Cell]]:
        """The rows below the head, by its words."""
        head = [cell.text for cell in self.table[0]]
        return (dict(zip(head, row, strict=True)) for row in self.table[1:])


def pixels(picture: bytes, file: Path) -> NDArray[np.uint8]:
    """A JPEG as RGB, decoded as any viewer does: full range, BT.601. `file` is where it is put."""
    file.write_bytes(picture)
    with av.open(str(file)) as container:
        (frame,) = container.decode(video=0)
        return np.asarray(frame.to_ndarray(format="rgb24"))


def label(frame: int, fps: int, start: int) -> str:
    """The timecode of a record frame where nothing is dropped."""
    seconds, frames = divmod(start + frame, fps)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}:{frames:02}"


def exactly(seconds: Fraction) -> str:
    """Seconds to the millisecond, rounded without floating point."""
    whole = int(seconds * 1000 + Fraction(1, 2))
    return f"{whole // 1000}.{whole % 1000:03}"


STORM = (
    # Name, first frame, frames, role, effects, music, gain: as the README of the samples says.
    ("sfx", 25, 125, "sfx", "heavy rain against a window pane, thunder close by", "", ""),
    ("sfx", 150, 100, "sfx", "rain easing off, thunder rolling away", "", ""),
    ("foley", 200, 80, "sfx", "an old tree creaking in the wind", "", ""),
    ("sfx", 300, 200, "sfx", "slow waves breaking on sand, gulls far off", "", ""),
    ("bgm", 300, 625, "bgm", "", "slow felt piano over a dark pad, 60 BPM", ""),
    ("sfx", 645, 75, "sfx", "campfire crackling, a log pops", "", "-6"),
    ("sfx", 735, 80, "", "", "", ""),
    ("V2A", 845, 150, "mix", "rain on a window, a thunderclap", "low cello drone, uneasy", ""),
    ("Marker 4", 1025, 100, "sfx", "dripping gutter, last drops on the sill", "", ""),
)
WINDOW, FIRE = "video track 1, clip 'storm_window.mov'", "video track 1, clip 'campfire.mov'"
WHERE = (
    f"{WINDOW}, marker 'sfx'",
    f"{WINDOW}, marker 'sfx'",
    f"{WINDOW}, marker 'foley'",
    "video track 1, clip 'shore_waves.mp4', marker 'sfx'",
    "timeline, marker 'bgm'",
    f"video track 1, compound 'Compound Clip 1', {FIRE}, marker 'sfx'",
    f"{FIRE}, marker 'sfx'",
    f"{WINDOW}, marker 'V2A'",
    f"{WINDOW}, marker 'Marker 4'",
)
DISABLED = "skipped: its clip or track is disabled: skipped. Enable it to have it scored."
OVER = f"overlaps the cue of {WINDOW}, marker 'sfx': both are scored, on separate tracks."


def storm(place: Place, timeline: Path, status: str) -> bytes:
    """The sheet of the sample of that name, put together by hand but for the ids of its cues."""
    told = place.run("cues", timeline, "--json").json
    every = (*told["cues"], *told["held"])
    known = {f"{one['address']} {one['record']['start']}": one["id"] for one in every}
    lines = [HEADER]
    for number, (cue, where) in enumerate(zip(STORM, WHERE, strict=True), start=1):
        name, first, length, role, effects, music, gain = cue
        times = (label(first, 25, 90_000), label(first + length, 25, 90_000), label(length, 25, 0))
        said = (status if role else DISABLED, "0.00", where, OVER if name == "foley" else "")
        cells = (str(number), known[f"{where} {first}"], name, *times, f"{length / 25:.3f}", role)
        whole = (*cells, effects, music, "", "", gain, "", "", *said)
        lines.append(",".join(f'"{one}"' if "," in one else one for one in whole))
    return BOM + "".join(f"{line}\r\n" for line in lines).encode()
