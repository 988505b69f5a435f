"""The cue sheet as files: for a spreadsheet, and for paper."""
