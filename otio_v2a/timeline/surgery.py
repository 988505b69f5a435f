"""Text surgery: our tracks in and out of a timeline's text, every other character as it was."""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

_COLON = re.compile(r'"\s*:( ?)')
_FIRST_LINE = re.compile(r"\n([ \t]*)\S")
_USUAL_UNIT = "    "


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one child of the root stack stands in the text."""

    start: int
    end: int

    def moved(self, by: int) -> "Slot":
        """The slot after `by` characters before it were taken out."""
        return Slot(self.start - by, self.end - by)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the root stack's children stand in the text: the list with its brackets, each child."""

    array: tuple[int, int]
    slots: tuple[Slot, ...]


def replaced(
    text: str, layout: Layout, ours: Collection[int], tracks: Sequence[dict[str, Any]]
) -> str:
    """The text without the children at indexes `ours`, with `tracks` after the last that stays."""
    text, layout = _without(text, layout, ours)
    return _with(text, layout, tracks) if tracks else text


def _without(text: str, layout: Layout, ours: Collection[int]) -> tuple[str, Layout]:
    first, last = layout.array
    if not ours:
        return text, layout
    if len(ours) == len(layout.slots):
        return text[: first + 1] + text[last - 1 :], Layout((first, first + 2), ())
    kept: list[Slot] = []
    pieces: list[str] = []
    at = removed = 0
    for index, slot in enumerate(layout.slots):
        if index not in ours:
            kept.append(slot.moved(removed))
            continue
        cut = _cut(layout.slots, index, comma_before=bool(kept))
        pieces.append(text[at : cut.start])
        at, removed = cut.end, removed + cut.end - cut.start
    return "".join((*pieces, text[at:])), Layout((first, last - removed), tuple(kept))


def _cut(slots: Sequence[Slot], index: int, *, comma_before: bool) -> Slot:
    """What goes with a child: the comma before it, or the one after when nothing stays before."""
    if comma_before:
        return Slot(slots[index - 1].end, slots[index].end)
    return Slot(slots[index].start, slots[index + 1].start)


def _with(text: str, layout: Layout, tracks: Sequence[dict[str, Any]]) -> str:
    first, last = layout.array
    if layout.slots:
        hand = _hand_of_child(text, layout.slots[0], text[first + 1 : layout.slots[0].start])
        at = layout.slots[-1].end
        added = "".join(f",{hand.gap}{hand.written(track)}" for track in tracks)
        return text[:at] + added + text[at:]
    hand = _hand_of_line(text, first)
    added = f",{hand.gap}".join(hand.written(track) for track in tracks)
    opening = hand.gap if hand.unit else ""
    return f"{text[: first + 1]}{opening}{added}{hand.closing}{text[last - 1 :]}"


@dataclass(frozen=True, slots=True)
class Hand:
    """How a file lays out its JSON: `gap` before each child, `closing` before the list's end.

    `unit` None is everything on one line.
    """

    gap: str
    closing: str
    base: str
    newline: str
    unit: str | None
    space: str

    def written(self, track: dict[str, Any]) -> str:
        """A track as this file would write it."""
        if self.unit is None:
            marks = (f",{self.space}", f":{self.space}")
            return json.dumps(track, ensure_ascii=False, separators=marks)
        plain = json.dumps(track, ensure_ascii=False, indent=self.unit)
        return plain.replace("\n", self.newline + self.base)


def _hand_of_child(text: str, child: Slot, gap: str) -> Hand:
    space = _space(text)
    inner = _FIRST_LINE.search(text, child.start, child.end)
    if not inner:
        return Hand(gap or space, "", "", "", None, space)
    newline, base = _line(text, child.end - 1)
    unit = inner.group(1).removeprefix(base) or _USUAL_UNIT
    return Hand(gap or space, "", base, newline, unit, space)


def _hand_of_line(text: str, at: int) -> Hand:
    """The hand of a list without children, by the line it stands in."""
    space = _space(text)
    unit = _FIRST_LINE.search(text)
    newline, outer = _line(text, at)
    if not (newline and unit and unit.group(1)):
        return Hand(space, "", "", "", None, space)
    base = outer + unit.group(1)
    return Hand(newline + base, newline + outer, base, newline, unit.group(1), space)


def _line(text: str, at: int) -> tuple[str, str]:
    """The line break before a position and the indentation after it; no break on the first line."""
    start = text.rfind("\n", 0, at)
    if start < 0:
        return "", ""
    line = text[start + 1 : at]
    newline = "\r\n" if text.startswith("\r", start - 1) else "\n"
    return newline, line[: len(line) - len(line.lstrip())]


def _space(text: str) -> str:
    colon = _COLON.search(text)
    return colon.group(1)[:1] if colon else ""
