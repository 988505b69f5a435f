"""Why the launcher stops: what is wrong, why, what to do, and its exit code."""

NO_RESOLVE, NO_TIMELINE, NO_EXPORT, NO_ENGINE, CANCELLED = 2, 3, 4, 5, 6


class StoppedError(Exception):
    """The launcher stops, and says so in three lines."""

    def __init__(self, code, title, why, fix):
        """Keep all four."""
        Exception.__init__(self, title)
        self.code, self.title, self.why, self.fix = code, title, why, fix


class RefusedError(Exception):
    """An action was not done, or Resolve says it was and it was not."""


UNDONE = (RefusedError, TypeError, AttributeError, ValueError, KeyError, OSError)
"""How an action ends that was not done: Resolve may answer None where it promised a list."""


def known(what, of):
    """What Resolve says of something. Raises: RefusedError when it says nothing."""
    if what is None:
        raise RefusedError(f"Resolve does not say {of}")
    return what
