"""Marker text -> prompts and options, by the grammar of docs/markers.md."""

from otio_v2a.notes.reading import Hint, Reading, read, without_status
from otio_v2a.notes.vocabulary import KEYS, Key

__all__ = ["KEYS", "Hint", "Key", "Reading", "read", "without_status"]
