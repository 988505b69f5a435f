"""The command line: one file a verb; parse, call, print."""

from otio_v2a.cli.app import main

__all__ = ["main"]
