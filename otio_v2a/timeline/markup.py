"""XML in, hardened: the elements that a format needs as a tree, each with its place in the text."""

import codecs
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.parsers.expat import ErrorString, ExpatError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.encoding import Encoding

MOST_ELEMENTS = 5_000_000
"""Elements; a timeline of 50,000 clips has half of them."""

DEEPEST = 512
"""Elements in one another; a sequence in a sequence takes seven."""

_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._\-]+)["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_CHARACTERS = re.compile(r"utf-8|ascii|(?:iso8859|cp|koi8|mac|gb|big5|euc|shift_jis|hz|iso2022).*")
"""Encodings of characters: Python knows others, that unpack archives or take quadratic time."""

_START_TAG = re.compile(rb"""<[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*>""")


@dataclass(slots=True)
class Node:
    """One element. Unit: bytes of the text it was read from.

    It stands at `start` to `end`; its end tag begins at `inner`, which is `end` where it has none
    (`<a/>`). `texts` are its leaves: what stands in the first of each tag, without space around it.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int = 0
    end: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    def find(self, *path: str) -> "Node | None":
        """The first element down a path of tags."""
        node = self
        for tag in path:
            for child in node.children:
                if child.tag == tag:
                    node = child
                    break
            else:
                return None
        return node

    def all(self, *tags: str) -> Iterator["Node"]:
        """Its children of these tags, in order."""
        return (child for child in self.children if child.tag in tags)

    def told(self, *path: str) -> str:
        """The text of the first leaf down a path of tags; "" without one."""
        holder = self.find(*path[:-1]) if len(path) > 1 else self
        return holder.texts.get(path[-1], "") if holder else ""


@dataclass(frozen=True, slots=True)
class Needs:
    """The elements a format is read from: `branches` hold others, `leaves` text alone."""

    branches: Collection[str]
    leaves: Collection[str] = ()


def decoded(raw: bytes) -> tuple[str, Encoding]:
    """A file's XML as text without its mark, and how the file itself spells it.

    Raises: TimelineError when its bytes are not what it says they are.
    """
    encoding = _encoding(raw)
    try:
        text = raw[len(encoding.bom) :].decode(encoding.name)
    except UnicodeError as error:
        message = f"its characters are not {encoding.name}, as it says. Export the timeline again."
        raise TimelineError(message) from error
    if encoding.encoded(text) != raw:
        message = f"its {encoding.name} text cannot be kept as it is. Export it as UTF-8."
        raise TimelineError(message)
    return text, encoding


def tree(text: bytes, needs: Needs) -> Node:
    """The root of an XML text, with the elements that are needed.

    Raises: TimelineError for what is no XML, declares entities, or is larger than any timeline.
    """
    try:
        return _Builder(text, needs).root()
    except ExpatError as error:
        message = (
            f"line {error.lineno}, column {error.offset + 1}: {ErrorString(error.code)}."
            " The file is damaged or incomplete: export the timeline again."
        )
        raise TimelineError(message) from error
    except DefusedXmlException as error:
        message = "it declares entities, which no timeline does: it is not read."
        raise TimelineError(message) from error


def _encoding(raw: bytes) -> Encoding:
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return Encoding(name, mark)
    for beginning, name in _UNMARKED:
        if raw.startswith(beginning):
            return Encoding(name)
    told = _DECLARED.match(raw)
    name = told.group(1).decode() if told else "utf-8"
    if name.lower().startswith("utf-16"):  # not if that can be read: it was saved again since
        name = "utf-8"
    known = _looked_up(name)
    if not _CHARACTERS.fullmatch(known):
        message = f"its encoding '{name:.40}' is not known. Export the timeline again."
        raise TimelineError(message)
    return Encoding(known)


def _looked_up(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


_passed_over = bool
"""What becomes of text that nobody needs: nothing, in the least time."""


class _Builder:
    """Expat's own handlers: a general tree takes three times as long and as much memory."""

    def __init__(self, text: bytes, needs: Needs) -> None:
        self._text = text
        self._branches, self._leaves = frozenset(needs.branches), frozenset(needs.leaves)
        self._parser = DefusedXMLParser(encoding="utf-8").parser
        self._top = Node("", {}, 0)
        self._open = [self._top]
        self._seen = 0
        self._skipped = 0  # how deep in elements that nobody needs
        self._in_leaf = False
        self._characters: list[str] = []
        self._bare: Node | None = None  # the branch just begun, while it holds no element

    def root(self) -> Node:
        parser = self._parser
        parser.ordered_attributes = False
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = _passed_over
        parser.Parse(self._text, True)
        return self._top.children[0]

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self._seen += 1
        if self._seen > MOST_ELEMENTS:
            message = f"it has more than {MOST_ELEMENTS} elements. Export one timeline a file."
            raise TimelineError(message)
        self._bare = None
        if self._skipped or self._in_leaf:
            self._skipped += 1
        elif tag in self._branches or len(self._open) == 1:
            self._branch(tag, attributes)
        elif tag in self._leaves:
            self._in_leaf = True
            self._parser.CharacterDataHandler = self._characters.append
        else:
            self._skipped = 1

    def _branch(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._open) > DEEPEST:
            message = f"its elements stand in one another more than {DEEPEST} deep: no timeline."
            raise TimelineError(message)
        node = Node(tag, attributes, self._parser.CurrentByteIndex)
        self._open[-1].children.append(node)
        self._open.append(node)
        self._bare = node

    def _end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif self._in_leaf:
            self._in_leaf = False
            self._parser.CharacterDataHandler = _passed_over
            self._open[-1].texts.setdefault(tag, "".join(self._characters).strip())
            self._characters.clear()
        else:
            node = self._open.pop()
            node.inner = node.end = self._parser.CurrentByteIndex
            if node is not self._bare or not self._is_closed(node):
                node.end = self._text.index(b">", node.inner) + 1
            self._bare = None

    def _is_closed(self, node: Node) -> bool:
        """Whether an element without others in it is one tag: its text may end with `/>` too."""
        if not self._text.endswith(b"/>", node.start, node.inner):
            return False
        tag = _START_TAG.match(self._text, node.start)
        return tag is not None and tag.end() == node.inner
