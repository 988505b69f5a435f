"""XML that is meant to hurt, or only broken: one clear line, in bounded time and memory."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.encoding import Encoding
from otio_v2a.timeline.markup import DEEPEST, MOST_ELEMENTS, Needs, Node, decoded, tree

NEEDS = Needs(branches=("a", "b", "c", "root"), leaves=("name", "note"))
ENTITIES = "it declares entities, which no timeline does: it is not read."
AGAIN = "The file is damaged or incomplete: export the timeline again."
SIZE = 10**6


def refused(text: bytes, message: str) -> None:
    with pytest.raises(TimelineError, match=f"^{re.escape(message)}$"):
        tree(decoded(text)[0].encode(), NEEDS)


def laughs(levels: int, each: int) -> str:
    declared = ['<!ENTITY e0 "ha">']
    for level in range(1, levels):
        declared.append(f'<!ENTITY e{level} "{f"&e{level - 1};" * each}">')
    return "".join(declared)


# Entities


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param(laughs(10, 10), id="billion laughs"),
        pytest.param(f'<!ENTITY e9 "{"x" * 100_000}">', id="quadratic"),
        pytest.param('<!ENTITY e9 SYSTEM "file:///etc/passwd">', id="a file"),
        pytest.param('<!ENTITY e9 SYSTEM "http://127.0.0.1:9/x">', id="an address"),
        pytest.param('<!ENTITY e9 PUBLIC "-//X" "http://127.0.0.1:9/x">', id="public"),
        pytest.param('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;', id="a parameter"),
        pytest.param("<!ENTITY % p '<!ENTITY e9 \"x\">'> %p;", id="one that declares"),
        pytest.param('<!NOTATION n SYSTEM "x"><!ENTITY e9 SYSTEM "x" NDATA n>', id="unparsed"),
    ],
)
def test_declared_entities_are_refused_before_they_grow(inner: str) -> None:
    text = f"<!DOCTYPE root [{inner}]><root><a>{'&e9;' * 100_000}</a></root>"
    refused(text.encode(), ENTITIES)


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE root>",
        '<!DOCTYPE root SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE root SYSTEM "http://127.0.0.1:9/never.dtd">',
        '<!DOCTYPE root PUBLIC "-//Apple//DTD" "http://127.0.0.1:9/never.dtd">',
        '<!DOCTYPE root [<!ELEMENT root ANY><!ATTLIST root b CDATA "usual">]>',
    ],
)
def test_a_document_type_is_passed_over_and_never_fetched(doctype: str) -> None:
    root = tree(f"{doctype}<root><name>A</name></root>".encode(), NEEDS)
    assert (root.tag, root.texts) == ("root", {"name": "A"})


@pytest.mark.parametrize("doctype", ["", "<!DOCTYPE root>", '<!DOCTYPE root SYSTEM "x.dtd">'])
def test_an_entity_that_nobody_declared_is_refused(doctype: str) -> None:
    column = 1 + len(doctype) + len("<root><name>")
    message = f"line 1, column {column}: undefined entity. {AGAIN}"
    refused(f"{doctype}<root><name>&none;</name></root>".encode(), message)


# Size


MADE = {
    "flat unknown": ('b"<root>" + b"<x/>" * SIZE + b"</root>"', "root 0"),
    "flat known": ('b"<root>" + b"<a/>" * SIZE + b"</root>"', f"root {SIZE}"),
    "flat leaves": ('b"<root>" + b"<note>n</note>" * SIZE + b"</root>"', "root 0"),
    "text in lines": ('b"<root>" + b"<x>t</x>\\n    " * SIZE + b"</root>"', "root 0"),
    "deep unknown": ('b"<root>" + b"<x>" * SIZE + b"</x>" * SIZE + b"</root>"', "root 0"),
    "deep in a leaf": ('b"<root><note>" + b"<x>" * SIZE + b"</x>" * SIZE + b"</note></root>"',
                       "root 0"),
    "deep known": (
        'b"<root>" + b"<a>" * SIZE + b"</a>" * SIZE + b"</root>"',
        f"its elements stand in one another more than {DEEPEST} deep: no timeline.",
    ),
    "attributes": (
        'b"<root>" + b"<a " + b" ".join(b"k%d=\'/>\'" % i for i in range(SIZE)) + b"/></root>"',
        "root 1",
    ),
    "one long text": ('b"<root><note>" + b"ab" * 20 * SIZE + b"</note></root>"', "root 0"),
    "one long comment": ('b"<root><!--" + b"<a>" * 20 * SIZE + b"--></root>"', "root 0"),
    "open comment": ('b"<root><!--" + b"<a>" * 20 * SIZE',
                     f"line 1, column 7: unclosed token. {AGAIN}"),
    "one open tag": ('b"<root><a " + b"x" * 20 * SIZE',
                     f"line 1, column 7: unclosed token. {AGAIN}"),
    "too many": (
        f'b"<root>" + b"<x/>" * {MOST_ELEMENTS} + b"</root>"',
        f"it has more than {MOST_ELEMENTS} elements. Export one timeline a file.",
    ),
}  # fmt: skip
CHILD = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))  # what hangs is killed
from otio_v2a.errors import TimelineError
from otio_v2a.timeline.markup import Needs, tree
SIZE = 10**6
text = {made}
try:
    root = tree(text, Needs(("a", "b", "c", "root"), ("name", "note")))
    print(root.tag, len(root.children))
except TimelineError as error:
    print(error)
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_maxrss, used.ru_utime)
"""
QUICK = ("flat unknown", "deep known", "one open tag")
LARGEST = 1_200_000
"""Kilobytes: a million elements, each with its place, and the interpreter."""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kilobytes on Linux alone")
@pytest.mark.parametrize(
    "made",
    [pytest.param(one, marks=() if one in QUICK else pytest.mark.sweep) for one in MADE],
)
def test_a_million_of_anything_ends_in_bounded_time_and_memory(made: str) -> None:
    source, expected = MADE[made]
    code = CHILD.format(made=source)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    said, used = done.stdout.splitlines()
    assert said == expected
    assert int(used.split()[0]) < LARGEST


# Broken


WHOLE = (
    b'<?xml version="1.0" encoding="UTF-8"?>\r\n<!DOCTYPE root>\n<root k="1&amp;2">'
    b"<!-- <a> --><a k='>'><?pi <a/> ?><name> x &lt; y </name><x><a/></x></a>"
    b"<b/><note><![CDATA[ <a> & ]] ]]></note>\xc3\xa9</root>\n"
)


def test_a_text_cut_anywhere_is_one_clear_line() -> None:
    last = WHOLE.rindex(b"</root>") + len(b"</root>")
    for length in range(last):
        with pytest.raises(TimelineError) as caught:
            tree(decoded(WHOLE[:length])[0].encode(), NEEDS)
        assert re.fullmatch(
            r"line \d+, column \d+: [\w ,()]+\. The file is damaged or incomplete: export the"
            r" timeline again\.|its characters are not utf-8, as it says\. Export the timeline"
            r" again\.",
            str(caught.value),
        ), length
    for length in range(last, len(WHOLE) + 1):
        assert tree(decoded(WHOLE[:length])[0].encode(), NEEDS).tag == "root"


def test_comments_sections_and_instructions_hide_their_tags() -> None:
    root = tree(WHOLE, NEEDS)
    assert [(one.tag, one.attributes, one.texts) for one in root.children] == [
        ("a", {"k": ">"}, {"name": "x < y"}),
        ("b", {}, {}),
    ]
    assert (root.attributes, root.texts) == ({"k": "1&2"}, {"note": "<a> & ]]"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "line 1, column 1: no element found"),
        (b"plain words", "line 1, column 1: syntax error"),
        (b"<root>\0</root>", "line 1, column 7: not well-formed (invalid token)"),
        (b"<root>&#0;</root>", "line 1, column 7: reference to invalid character number"),
        (b"<root>]]></root>", "line 1, column 9: not well-formed (invalid token)"),
        (b"<root><a></root>", "line 1, column 12: mismatched tag"),
        (b"<root/><root/>", "line 1, column 8: junk after document element"),
        (b"<root k='1' k='2'/>", "line 1, column 13: duplicate attribute"),
        (b"<root k='<'/>", "line 1, column 10: not well-formed (invalid token)"),
        (b"<n:root/>", "line 1, column 1: unbound prefix"),
    ],
)
def test_what_is_no_xml_is_told_by_line_and_column(text: bytes, said: str) -> None:
    refused(text, f"{said}. {AGAIN}")


def test_a_root_is_a_root_whatever_it_is_called() -> None:
    assert tree(b"<note>x<name>y</name></note>", NEEDS).texts == {"name": "y"}


# Encodings


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?><root><name>\u00e9\u20ac</name></root>'


@pytest.mark.parametrize(
    ("told", "encoding", "mark"),
    [
        ("UTF-8", "utf-8", b""),
        ("UTF-8", "utf-8", b"\xef\xbb\xbf"),
        ("UTF-16", "utf-16-le", b"\xff\xfe"),
        ("UTF-16", "utf-16-be", b"\xfe\xff"),
        ("UTF-16", "utf-16-le", b""),
        ("UTF-16", "utf-16-be", b""),
        ("UTF-16", "utf-8", b""),
        ("windows-1252", "cp1252", b""),
        ("ISO-8859-15", "iso8859-15", b""),
        ("MacRoman", "mac-roman", b""),
        ("GB18030", "gb18030", b""),
        ("ISO-8859-1", "utf-8", b"\xef\xbb\xbf"),
    ],
)
def test_every_encoding_is_read_and_kept(told: str, encoding: str, mark: bytes) -> None:
    raw = mark + declared(told).encode(encoding)
    text, found = decoded(raw)
    assert tree(text.encode(), NEEDS).texts == {"name": "\u00e9\u20ac"}
    assert found == Encoding(encoding, mark)
    assert found.encoded(text) == raw


def test_characters_that_an_encoding_lacks_are_written_as_references() -> None:
    assert Encoding("cp1252").encoded("\u6f22 \u20ac") == b"&#28450; \x80"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (declared("UTF-8").encode("cp1252"), "its characters are not utf-8, as it says."),
        (declared("ascii").encode(), "its characters are not ascii, as it says."),
        (b"\xff\xfe" + b"<root/>", "its characters are not utf-16-le, as it says."),
        (declared("martian").encode(), "its encoding 'martian' is not known."),
        *(
            (declared(name).encode(), f"its encoding '{name}' is not known.")
            for name in ("zip", "bz2", "hex", "rot13", "idna", "punycode", "unicode_escape",
                         "undefined", "utf-7", "utf-32")
        ),
    ],
)  # fmt: skip
def test_a_lie_about_the_encoding_is_one_clear_line(raw: bytes, said: str) -> None:
    refused(raw, f"{said} Export the timeline again.")


def test_an_encoding_that_cannot_be_written_back_is_refused() -> None:
    raw = b'<?xml version="1.0" encoding="hz"?><root>~~ ~{<:Ky2;~}~{~}</root>'
    message = "its hz text cannot be kept as it is. Export it as UTF-8."
    refused(raw, message)


# Places


SPACE = st.sampled_from(["", " ", "\n", "\r\n", "\t "])
VALUES = st.sampled_from(["", "x", "/>", ">", "a/>b", "&lt;/a&gt;", "\u00e9", "=", "/"])
QUOTES = st.sampled_from("'\"")
FILLS = st.sampled_from(
    ["", "t", "/>", "a/>", ">", "<!-- </a> -->", "<!--/-->", "<?pi />?>", "<![CDATA[</a>/>]]>",
     "<x/>", "<x><a/></x>", "<name>n/></name>", "&#x2F;>", "\r\n", "\u00e9"]
)  # fmt: skip


@st.composite
def elements(draw: st.DrawFn, depth: int = 0) -> tuple[str, list[tuple[str, str, str]]]:
    """The text of an element, and for each branch in it, in order: tag, text, and what is in it."""
    tag = draw(st.sampled_from("abc"))
    attributes = ""
    for number in range(draw(st.integers(0, 2))):
        quote = draw(QUOTES)
        attributes += f" {draw(SPACE)}k{number}{draw(SPACE)}={quote}{draw(VALUES)}{quote}"
    if draw(st.booleans()):
        text = f"<{tag}{attributes}{draw(SPACE)}/>"
        return text, [(tag, text, "")]
    inner, found = draw(FILLS), []
    for _ in range(draw(st.integers(0, 0 if depth > 2 else 3))):
        child, held = draw(elements(depth + 1))
        inner += child + draw(FILLS)
        found += held
    whole = f"<{tag}{attributes}{draw(SPACE)}>{inner}</{tag}{draw(SPACE)}>"
    return whole, [(tag, whole, inner), *found]


def every(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from every(child)


@settings(derandomize=True, deadline=None, max_examples=250)
@given(elements(), st.sampled_from(["", "<!DOCTYPE a>\r\n", "<!-- /> -->"]))
def test_every_element_knows_its_place(
    made: tuple[str, list[tuple[str, str, str]]], before: str
) -> None:
    whole, expected = made
    text = f"{before}{whole}\n".encode()
    found = []
    for node in every(tree(text, NEEDS)):
        own = text[node.start : node.end].decode()
        tail = text[node.inner : node.end].decode()
        inner = own[: len(own) - len(tail)].encode() if tail else b""
        found.append((node.tag, own, inner[inner_start(own) :].decode()))
        assert not tail or re.fullmatch(rf"</{node.tag}\s*>", tail)
    assert found == expected


def inner_start(own: str) -> int:
    """Where a start tag ends, told character by character. Unit: bytes."""
    quote = ""
    for at, character in enumerate(own):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character == ">":
            return len(own[: at + 1].encode())
    return len(own.encode())


@pytest.mark.parametrize(
    "text", ["<b>/></b>", "<b>x/></b >", "<b k='/>'>/></b>", "<b><!--/-->/></b>"]
)
def test_text_that_looks_like_the_end_of_a_tag_is_text(text: str) -> None:
    (node,) = tree(f"<root>{text}</root>".encode(), NEEDS).children
    start = len("<root>")
    assert (node.start, node.end) == (start, start + len(text))
    assert node.inner == start + text.rindex("</b")
