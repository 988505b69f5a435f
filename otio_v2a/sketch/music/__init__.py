"""The music of a cue: style, notes, instruments."""
