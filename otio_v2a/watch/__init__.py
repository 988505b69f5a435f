"""Watch folders: a timeline is dropped, scored by a process of its own, and filed."""
