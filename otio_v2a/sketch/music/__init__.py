"""The music of a cue: words, style, grid, form, notes, instruments."""
