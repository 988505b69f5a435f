"""The engine's actions, done in order; the first one that fails ends them, and says why."""

import os

from . import PROTOCOL, VERSION, deliver, media, timelines, tracks
from .finding import can
from .stopped import UNDONE, RefusedError

VERBS = {
    "export": timelines.export,
    "duplicate_timeline": timelines.duplicate,
    "use_timeline": timelines.use,
    "delete_timeline": timelines.delete,
    "import_timeline": timelines.import_,
    "read_video": timelines.read_video,
    "put_marker": timelines.put_marker,
    "delete_marker": timelines.delete_marker,
    "import_media": media.import_,
    "delete_media": media.delete,
    "add_track": tracks.add,
    "enable_track": tracks.enable,
    "delete_track": tracks.delete,
    "read_tracks": tracks.read,
    "know": tracks.know,
    "append": tracks.append,
    "delete_items": tracks.delete_items,
    "set_fades": tracks.set_fades,
    "add_transition": tracks.add_transition,
    "add_take": tracks.add_take,
    "render": deliver.render,
}
"""All there are: another word refuses the whole list."""

ASKED = (
    ("Timeline", ("GetMarkInOut", "GetTrackSubType", "GetSelectedClips", "GetSettings")),
    ("Item", ("SetFades", "AddTransition", "GetType", "AddTake")),
)


class Hands:
    """What the actions work on: Resolve, its project, and the timeline that is edited."""

    def __init__(self, resolve, project, timeline):
        """The timeline that was current when the script was started."""
        self.resolve, self.project, self.source = resolve, project, timeline
        self.id, self.name = project.GetUniqueId(), project.GetName()
        self.pool = project.GetMediaPool()
        self.target = timeline
        self.folder = ""
        self.clips = {}
        self.end_is_inclusive = False

    def request(self, verb, folder):
        """What the engine is told at first; the timeline is exported for it.

        Raises: StoppedError when it cannot be exported.
        """
        resolve, timeline = self.resolve, self.source
        self.folder = folder
        cut = timelines.exported(self, folder, "cut.otio")
        return {
            "protocol": PROTOCOL,
            "launcher": VERSION,
            "verb": verb,
            "resolve": {
                "product": resolve.GetProductName(),
                "version": list(resolve.GetVersion() or []),
            },
            "capabilities": _capabilities(timeline),
            "project": {
                "name": self.project.GetName(),
                "id": self.project.GetUniqueId(),
                "rate": str(self.project.GetSetting("timelineFrameRate")),
            },
            "timelines": timelines.names(self),
            "timeline": cut,
            "otio": "cut.otio",
        }

    def cancelled(self):
        """Whether the run was cancelled."""
        return os.path.exists(os.path.join(self.folder, "cancel"))

    def at_home(self):
        """Raises: RefusedError when another project was opened meanwhile."""
        manager = self.resolve.GetProjectManager()
        project = manager.GetCurrentProject() if manager else None
        if not project:
            raise RefusedError("no project is open any more, or Resolve does not answer")
        if project.GetUniqueId() != self.id:
            raise RefusedError(f"another project is open now: open '{self.name}' again")

    def editing(self):
        """The timeline that is edited. Raises: RefusedError when another was opened meanwhile."""
        current = self.project.GetCurrentTimeline()
        if current and current.GetUniqueId() == self.target.GetUniqueId():
            return current
        if not current:
            raise RefusedError("no timeline is open any more, or Resolve does not answer")
        raise RefusedError(
            f"another timeline was opened meanwhile ('{current.GetName()}'): leave the one that is"
            " placed into open until the script has ended"
        )


def do(said, hands):
    """An answer to a list of actions."""
    problem = _problem(said["actions"], hands)
    results = [{"i": 0, "ok": False, "why": problem}] if problem else []
    for index, action in enumerate([] if problem else said["actions"]):
        arguments = {name: one for name, one in action.items() if name != "do"}
        try:
            result = {"i": index, "ok": True, "readback": VERBS[action["do"]](hands, **arguments)}
        except UNDONE as error:
            why = "{}: {}".format(action["do"], _why(error))
            result = {"i": index, "ok": False, "why": why}
        results.append(result)
        if not result["ok"]:
            break
    ok = all(one["ok"] for one in results)
    return {"protocol": PROTOCOL, "seq": said["seq"], "ok": ok, "results": results}


def _problem(actions, hands):
    """Why none of them is done; empty where there is no reason."""
    unknown = [one["do"] for one in actions if one["do"] not in VERBS]
    if unknown:
        return f"this script does not know '{unknown[0]}'"
    try:
        hands.at_home()
    except UNDONE as error:
        return _why(error)
    return ""


def _why(error):
    if isinstance(error, (RefusedError, OSError)):
        return str(error)
    return f"Resolve answered something that it never should ({error})"


def _capabilities(timeline):
    """Which of the newer calls this Resolve has."""
    items = timeline.GetItemListInTrack("video", 1) or []
    things = {"Timeline": timeline, "Item": items[0] if items else None}
    return [f"{kind}.{name}" for kind, names in ASKED for name in names if can(things[kind], name)]
