"""What a marker says: its note, keywords and colour, from wherever each application writes them."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from otio_v2a.timeline.clips import namespace, text

_NOTE_KEYS = ("Note", "note", "comment")


def note(written: dict[str, Any]) -> str:
    """The text of a marker, from the first place that has any.

    Source: workflow fact sheet section 2: Resolve's Note, comment, xmeml's and AAF's comments, and
    any other note in the metadata.
    """
    aaf = namespace(written, "AAF")
    attributes = aaf.get("CommentMarkerAttributeList")
    spoken = (
        namespace(written, "Resolve_OTIO").get("Note"),
        written.get("comment"),
        namespace(written, "fcp_xml").get("comment"),
        aaf.get("Comment"),
        attributes.get("_ATN_CRM_COM") if isinstance(attributes, dict) else None,
    )
    return next((text(found) for found in chain(spoken, _other_notes(written)) if text(found)), "")


def keywords(written: dict[str, Any]) -> tuple[str, ...]:
    """Resolve's keywords of a marker."""
    found = namespace(written, "Resolve_OTIO").get("Keywords")
    return tuple(text(word) for word in found if text(word)) if isinstance(found, list) else ()


def colour(written: object) -> str:
    """A marker's colour by name; newer OTIO writes an object that may have one."""
    return text(written.get("name") if isinstance(written, dict) else written)


def _other_notes(written: dict[str, Any]) -> Iterator[object]:
    metadata = written.get("metadata")
    if not isinstance(metadata, dict):
        return
    for holder in chain((metadata,), metadata.values()):
        if isinstance(holder, dict):
            yield from (holder.get(key) for key in _NOTE_KEYS)
