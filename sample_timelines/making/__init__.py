"""Draws, films and cuts the sample timelines; `make_media.py` runs it."""
