"""Where Resolve is, as whatever started this script left it for us."""

import importlib

from .stopped import NO_RESOLVE, NO_TIMELINE, StoppedError


def can(thing, name):
    """Whether an object of Resolve has a method: `hasattr` is always true there."""
    return thing is not None and name in dir(thing)


def resolve_of(names):
    """Resolve, found by the names that the script was started with.

    Raises: StoppedError when it is nowhere.
    """
    found = names.get("resolve")
    if found:
        return found
    for name in ("app", "fusion", "fu"):
        ask = getattr(names.get(name), "GetResolve", None)
        found = ask() if callable(ask) else None
        if found:
            return found
    ask = getattr(names.get("bmd"), "scriptapp", None)
    found = ask("Resolve") if callable(ask) else None
    if found:
        return found
    try:
        found = importlib.import_module("DaVinciResolveScript").scriptapp("Resolve")
    except ImportError:
        found = None
    if found:
        return found
    raise StoppedError(
        NO_RESOLVE,
        "DaVinci Resolve was not found.",
        "This script talks to Resolve, and was started outside of it.",
        "Start it in Resolve: Workspace > Scripts.",
    )


def timeline_of(resolve):
    """The project and its current timeline. Raises: StoppedError when there is none."""
    manager = resolve.GetProjectManager()
    project = manager.GetCurrentProject() if manager else None
    timeline = project.GetCurrentTimeline() if project else None
    if timeline:
        return project, timeline
    raise StoppedError(
        NO_TIMELINE,
        "There is no timeline to work on.",
        "No timeline is open in Resolve." if project else "No project is open in Resolve.",
        "Open the timeline on the Edit page, then start the script again.",
    )
