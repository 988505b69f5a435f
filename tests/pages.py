"""Pages read strictly, as a tree: every tag is closed in its turn, no attribute stands twice."""

from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder

VOID = frozenset({"meta", "img", "br"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tree = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs)
        self.tree.start(tag, given)
        if tag in VOID:
            self.tree.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.tree.data(data)


def page(content: str) -> Element:
    """The tree of a page whose every tag is closed in its turn."""
    reader = _Reader()
    reader.feed(content)
    reader.close()
    assert reader.open == []
    return reader.tree.close()


def words(element: Element) -> str:
    """All words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def every(element: Element, kind: str) -> list[Element]:
    """The elements of a class below, in order."""
    return [one for one in element.iter() if kind in one.get("class", "").split()]


def facts(element: Element) -> dict[str, str]:
    """Names and what they are, of the one list of facts in an element."""
    (found,) = element.iter("dl")
    return {words(row[0]): words(row[1]) for row in found}
