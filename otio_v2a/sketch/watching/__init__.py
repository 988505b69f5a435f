"""The picture as curves, and what happens in it."""
