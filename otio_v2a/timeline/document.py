"""The door to timeline files: read once, changed as text, saved whole or not at all."""

import codecs
import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from otio_v2a.errors import SequenceError, TimelineError
from otio_v2a.model import Notice
from otio_v2a.timeline import files
from otio_v2a.timeline.bundles import bundle
from otio_v2a.timeline.bundles.delivery import save
from otio_v2a.timeline.converted import Converted
from otio_v2a.timeline.encoding import Encoding
from otio_v2a.timeline.otio import read_otio
from otio_v2a.timeline.reading import NOTHING, Reading
from otio_v2a.timeline.written import Document

__all__ = ["load", "save"]

_FCPXML = re.compile(r"<fcpxml\b")
_BEGINNING = 4096


def load(path: Path, reading: Reading = NOTHING) -> Document:
    """The timeline in a file, in the dialect it is written in unless another is named.

    Raises: TimelineError, one line naming the file and the place in it.
    """
    try:
        with _collector_resting():
            return _read(path, reading)
    except SequenceError as error:
        message = f"{path.name}: {error}"
        raise SequenceError(message, error.names) from error
    except TimelineError as error:
        message = f"{path.name}: {error}"
        raise TimelineError(message) from error


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Decoding makes millions of objects and no cycles; the collector would halve its speed."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(path: Path, reading: Reading) -> Document:
    match path.suffix.lower():
        case ".fcpxml" | ".fcpxmld":
            return _fcpxml(path, reading)
        case ".xml":
            return _xml(path, reading)
        case ".edl":
            return _edl(path, reading)
        case ".aaf":
            return _aaf(path, reading)
        case ".otioz" | ".otiod":
            return _bundled(path, reading)
    return _otio(path, files.read(path), reading)


# Each format loads what it needs when such a file is read: most are .otio.


def _xml(path: Path, reading: Reading) -> Document:
    """FCP7 XML, or FCPXML under the same ending."""
    from otio_v2a.timeline.markup import decoded
    from otio_v2a.timeline.xmeml.document import read_xmeml

    text, encoding = decoded(files.read(path))
    if _FCPXML.search(text, 0, _BEGINNING):
        return _fcpxml(path, reading)
    return read_xmeml(path, text, encoding, reading)


def _fcpxml(path: Path, reading: Reading) -> Document:
    from otio_v2a.timeline.fcpxml import read_fcpxml

    return _converted(path, read_fcpxml(path, reading.sequence), reading)


def _edl(path: Path, reading: Reading) -> Document:
    from otio_v2a.timeline.edl import read_edl

    return _converted(path, read_edl(path, reading.rate), reading)


def _aaf(path: Path, reading: Reading) -> Document:
    from otio_v2a.timeline.aaf import read_aaf

    return _converted(path, read_aaf(path, reading.sequence), reading)


def _converted(path: Path, found: Converted, reading: Reading) -> Document:
    """A timeline that goes on as .otio, whatever it was, in the one dialect it is converted to."""
    spoken = replace(reading, dialect=found.dialect.name)
    document = read_otio(path, found.text, Encoding(), spoken)
    said = found.notices
    if reading.dialect and reading.dialect != found.dialect.name:
        message = f"the dialect '{reading.dialect}' is left aside: {path.suffix} has none."
        said = (*said, Notice("timeline", message))
    edit = replace(document.edit, notices=(*document.edit.notices, *said))
    return replace(document, edit=edit, sequence=found.sequence)


def _bundled(path: Path, reading: Reading) -> Document:
    """An .otio timeline whose relative paths go on inside its bundle."""
    inside = replace(reading, folder=reading.folder or path.absolute())
    return replace(_otio(path, bundle.content(path), inside), suffix=path.suffix.lower())


def _otio(path: Path, raw: bytes, reading: Reading) -> Document:
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    try:
        text = raw[len(mark) :].decode()
    except UnicodeDecodeError as error:
        message = (
            f"byte {error.start + 1 + len(mark)} is not UTF-8 text, so it is no .otio file."
            " Export the timeline as OTIO."
        )
        raise TimelineError(message) from error
    return read_otio(path, text, Encoding(bom=mark), reading)
