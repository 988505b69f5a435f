"""XML out: elements written as lines, laid out as the file around them is."""

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from otio_v2a.timeline.markup import Node

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Element:
    """One element to be written: `inside` is its text, or the elements in it."""

    tag: str
    inside: "str | tuple[Element, ...]" = ""
    attributes: tuple[tuple[str, str], ...] = ()


def branch(tag: str, *inside: Element | None, **attributes: str) -> Element:
    """An element that holds others; None is left out."""
    return Element(tag, tuple(one for one in inside if one), tuple(attributes.items()))


def leaf(tag: str, text: object) -> Element:
    """An element that holds text."""
    return Element(tag, str(text))


@dataclass(frozen=True, slots=True)
class Hand:
    """How a file lays out its elements: each begins with `gap`, and what is in it `unit` deeper.

    Everything stands on one line where `gap` is empty.
    """

    gap: str = ""
    unit: str = ""

    def written(self, element: Element) -> str:
        """An element as this file would write it, with the gap before it."""
        pieces: list[str] = []
        self._write(element, self.gap, pieces)
        return "".join(pieces)

    def _write(self, element: Element, gap: str, pieces: list[str]) -> None:
        told = "".join(f" {name}={quoteattr(_clean(text))}" for name, text in element.attributes)
        begin, end = f"{gap}<{element.tag}{told}", f"</{element.tag}>"
        if isinstance(element.inside, str):
            pieces.append(f"{begin}>{escape(_clean(element.inside))}{end}")
        elif not element.inside:
            pieces.append(f"{begin}/>")
        else:
            pieces.append(f"{begin}>")
            for inner in element.inside:
                self._write(inner, gap + self.unit, pieces)
            pieces.append(gap + end)


def hand_of(text: bytes, outer: Node, inner: Node | None) -> Hand:
    """How the elements in `outer` are laid out, judged by the first of them, or by its end tag."""
    base = _gap_before(text, outer.start)
    found = _gap_before(text, inner.start) if inner else ""
    if found.startswith(base) and found != base:
        return Hand(found, found[len(base) :])
    unit = "\t" if "\t" in base or len(base) <= len("\r\n") else "  "
    return Hand(base + unit, unit) if base else Hand()


def _gap_before(text: bytes, at: int) -> str:
    """The line break and indentation before an element that begins its line; else nothing."""
    start = text.rfind(b"\n", 0, at)
    space = text[start + 1 : at]
    if start < 0 or space.strip():
        return ""
    newline = "\r\n" if text[start - 1 : start] == b"\r" else "\n"
    return newline + space.decode()


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
