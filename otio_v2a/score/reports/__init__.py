"""The report of a run as text, as JSON and as a page."""
