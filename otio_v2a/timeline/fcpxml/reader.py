"""An FCPXML file read and converted once."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from otio_v2a.errors import TimelineError
from otio_v2a.model import Level, Notice
from otio_v2a.timecode import frames_in
from otio_v2a.timeline import files
from otio_v2a.timeline.clips import NEUTRAL
from otio_v2a.timeline.converted import Converted
from otio_v2a.timeline.dialects import FCPX
from otio_v2a.timeline.fcpxml.items import Builder
from otio_v2a.timeline.fcpxml.markers import markers
from otio_v2a.timeline.fcpxml.resources import Inside, resources
from otio_v2a.timeline.fcpxml.sizes import Measure
from otio_v2a.timeline.fcpxml.story import NEEDS
from otio_v2a.timeline.fcpxml.timing import ZERO, Timing
from otio_v2a.timeline.markup import Node, decoded, tree
from otio_v2a.timeline.reading import picked
from otio_v2a.timeline.spelled import Json, a_time, an_item, text

_IN_BUNDLE = "Info.fcpxml"


def read_fcpxml(path: Path, sequence: str = "") -> Converted:
    """The timeline in an .fcpxml file or .fcpxmld bundle: that of the project named `sequence`.

    Raises: TimelineError when it cannot be read, or has several projects and none is named.
    """
    file = path / _IN_BUNDLE if path.is_dir() else path
    content, _ = decoded(files.read(file))
    root = tree(content.encode(), NEEDS)
    if root.tag != "fcpxml":
        message = f"the file holds <{root.tag:.40}>, not <fcpxml>. Export the project as XML."
        raise TimelineError(message)
    found = resources(root, file.absolute().parent)
    projects = list(_projects(root))
    if not projects:
        message = "it has no project with a timeline. Export a project as XML."
        raise TimelineError(message)
    name, node = picked([(name, "", (name, node)) for name, node in projects], sequence)
    inside = found.sequence(name, node)
    Measure(found).checked(inside)
    builder = Builder(found, inside.rate)
    timeline = _timeline(inside, builder)
    notices = tuple(dict.fromkeys((*builder.notices, *_left(builder))))
    return Converted(text(timeline), FCPX, notices, name if len(projects) > 1 else "")


def _projects(root: Node) -> Iterator[tuple[str, Node]]:
    """Every project by name: they stand in events, in a library or not, or alone."""
    waiting = [root]
    while waiting:
        node = waiting.pop(0)
        if node.tag == "project" and (found := node.find("sequence")):
            yield node.attributes.get("name", ""), found
        waiting.extend(node.all("library", "event", "project"))


def _timeline(inside: Inside, builder: Builder) -> Json:
    rate, told = inside.rate, inside.holder.attributes
    clock = Timing(inside.origin, inside.duration or ZERO)
    stack = an_item(
        "Stack.1",
        "",
        None,
        children=builder.opened(inside),
        markers=markers(inside.holder, clock, ZERO, rate),
    )
    about: Json = {"dialect": FCPX.name}
    if told.get("tcFormat") in ("DF", "NDF"):
        about["drop_frame"] = told["tcFormat"] == "DF"
    size = builder.resources.size(told.get("format", ""))
    if size:
        about["width"], about["height"] = size
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {NEUTRAL: about},
        "name": inside.name,
        "global_start_time": a_time(_frames(inside.origin, rate), rate),
        "tracks": stack,
    }


def _frames(seconds: Fraction, rate: Fraction) -> int:
    return int(frames_in(seconds, rate))


def _left(builder: Builder) -> Iterator[Notice]:
    """One word on what an .otio timeline does not hold of this one."""
    if builder.left:
        words = ", ".join(sorted(builder.left))
        message = f"it was converted from FCPXML without: {words}."
        yield Notice("timeline", message, Level.INFO)
