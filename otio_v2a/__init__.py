"""Puts sound on an edit: an editor's marked ranges, scored and placed to the frame."""

__version__ = "0.1.0"
