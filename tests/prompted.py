"""The 300 prompts, and how many of the sounds they ask for are found.

`PYTHONPATH=tests python tests/prompted.py` prints the figures, with `-v` every row that is missed.
"""

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.sketch.hearing.lexicon import hear
from otio_v2a.sketch.music.asked import asked
from otio_v2a.sketch.music.styles import read_style

FOLDER = Path(__file__).parent / "prompts"


@dataclass(frozen=True)
class Row:
    """One prompt: what must, may and must not be found."""

    prompt: str
    wanted: frozenset[str]
    allowed: frozenset[str]
    refused: frozenset[str]
    more: dict[str, str]


@dataclass(frozen=True)
class Result:
    """What was found in one prompt."""

    row: Row
    found: frozenset[str]

    @property
    def right(self) -> frozenset[str]:
        return self.found & self.row.wanted

    @property
    def missed(self) -> frozenset[str]:
        return self.row.wanted - self.found

    @property
    def wrong(self) -> frozenset[str]:
        return self.found - self.row.wanted - self.row.allowed


@dataclass(frozen=True)
class Figures:
    """Precision: how many of the found were wanted. Recall: how many of the wanted were found."""

    results: tuple[Result, ...]

    @property
    def precision(self) -> float:
        right = sum(len(one.right) for one in self.results)
        return right / (right + sum(len(one.wrong) for one in self.results))

    @property
    def recall(self) -> float:
        right = sum(len(one.right) for one in self.results)
        return right / (right + sum(len(one.missed) for one in self.results))

    @property
    def broken(self) -> tuple[Result, ...]:
        """Where something is found that was refused, or means something else."""
        return tuple(one for one in self.results if one.found & one.row.refused)


def rows(name: str) -> Iterator[Row]:
    """The rows of `effects` or `music`."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            wanted = line["layers"] if name == "effects" else line["instruments"]
            yield Row(
                line["prompt"],
                frozenset(wanted.split()),
                frozenset((line.get("also") or "").split()),
                frozenset(line["not"].split()),
                line,
            )


def measured(name: str, find: Callable[[str], frozenset[str]]) -> Figures:
    """All rows of a table, each with what was found in it."""
    return Figures(tuple(Result(row, find(row.prompt)) for row in rows(name)))


def layers(prompt: str) -> frozenset[str]:
    """The effects that are found in a prompt."""
    return frozenset(layer.name for layer in hear(prompt).layers)


def instruments(prompt: str) -> frozenset[str]:
    """The instruments that a music prompt names."""
    return frozenset(family for family, _ in asked(prompt).instruments)


TOLD = ("mood", "mode", "tonic", "bpm")
"""What else a music prompt may tell."""

_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


def understood() -> dict[str, tuple[int, int]]:
    """Of what music prompts tell: how often it is understood, of how many; never invented."""
    counts = {}
    for what in TOLD:
        telling = [one for one in rows("music") if one.more[what]]
        right = [one for one in telling if _said(one.prompt, what) == one.more[what]]
        counts[what] = (len(right), len(telling))
    return counts


def _said(prompt: str, what: str) -> str:
    found = asked(prompt)
    if what == "mood":
        return read_style(prompt).mood
    if what == "mode":
        return str(found.mode)
    if what == "tonic":
        return "" if found.tonic is None else _NAMES[found.tonic % 12]
    return "" if found.bpm is None else f"{float(found.bpm):g}"


def told(name: str, figures: Figures) -> str:
    """The figures of a table in a line."""
    found = f"precision {figures.precision:.3f}, recall {figures.recall:.3f}"
    return f"{name}: {found}, {len(figures.broken)} of {len(figures.results)} with what is refused"


def main() -> None:
    """Print the figures."""
    music = measured("music", instruments)
    sys.stdout.write(told("instruments", music) + f"; {understood()}\n")
    figures = measured("effects", layers)
    sys.stdout.write(told("effects", figures) + "\n")
    every = (*music.results, *figures.results)
    for one in every if "-v" in sys.argv else ():
        if one.missed or one.wrong:
            missed, wrong = " ".join(sorted(one.missed)), " ".join(sorted(one.wrong))
            sys.stdout.write(f"  {one.row.prompt}\n     missed: {missed}; wrong: {wrong}\n")


if __name__ == "__main__":
    main()
