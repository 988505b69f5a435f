"""Audio tracks and what stands on them: added, appended, read back, taken off."""

from . import media
from .finding import can
from .stopped import RefusedError


def add(hands, name):
    """A new stereo track after all others; its number."""
    timeline = hands.editing()
    before = int(timeline.GetTrackCount("audio"))
    timeline.AddTrack("audio", "stereo")
    index = int(timeline.GetTrackCount("audio"))
    if index != before + 1:
        raise RefusedError(f"Resolve added no audio track ({before} before, {index} now)")
    if can(timeline, "GetTrackSubType"):
        sub = timeline.GetTrackSubType("audio", index)
        if sub and sub != "stereo":
            timeline.DeleteTrack("audio", index)
            raise RefusedError(f"Resolve made a {sub} track, not a stereo one")
    timeline.SetTrackName("audio", index, name)
    return {"track": index, "name": timeline.GetTrackName("audio", index)}


def enable(hands, track, on):
    """Switch a track on or off."""
    timeline = hands.editing()
    timeline.SetTrackEnable("audio", track, on)
    if bool(timeline.GetIsTrackEnabled("audio", track)) != on:
        raise RefusedError(f"track {track} cannot be switched {'on' if on else 'off'}")
    return {}


def delete(hands, track, name):
    """Delete a track of ours that has nothing on it any more."""
    timeline = hands.editing()
    before = int(timeline.GetTrackCount("audio"))
    if timeline.GetTrackName("audio", track) != name:
        raise RefusedError(f"track {track} is not '{name}' any more")
    if _items(timeline, track):
        raise RefusedError(f"there is still something on track '{name}'")
    timeline.DeleteTrack("audio", track)
    if int(timeline.GetTrackCount("audio")) != before - 1:
        raise RefusedError(f"Resolve did not delete track '{name}'")
    return {}


def read(hands):
    """Every audio track of the timeline that is edited, with what stands on it."""
    timeline = hands.editing()
    count = int(timeline.GetTrackCount("audio") or 0)
    return {
        "tracks": [
            {
                "track": index,
                "name": timeline.GetTrackName("audio", index),
                "enabled": bool(timeline.GetIsTrackEnabled("audio", index)),
                "items": [_told(one) for one in _items(timeline, index)],
            }
            for index in range(1, count + 1)
        ]
    }


def clips(timeline, kind, track):
    """What stands on a track, without the transitions that Resolve lists among it."""
    listed = timeline.GetItemListInTrack(kind, track) or []
    return [one for one in listed if not _is_transition(one)]


def _is_transition(item):
    if can(item, "GetType"):
        return item.GetType() == "transition"
    return item.GetMediaPoolItem() is None and not item.GetProperty()


def _items(timeline, track):
    return clips(timeline, "audio", track)


def _told(item):
    # Called without an argument: the one it takes is newer than 19.0.
    return {
        "id": item.GetUniqueId() or "",
        "name": item.GetName(),
        "start": int(item.GetStart()),
        "duration": int(item.GetDuration()),
        "file": media.path_of(item.GetMediaPoolItem()),
    }


def know(hands, end_is_inclusive):
    """What is known of this Resolve already: whether it counts the last frame of what is laid."""
    hands.end_is_inclusive = end_is_inclusive
    return {}


def append(hands, file, track, record, duration, start, end, slack):
    """Put a stretch of a file on a track, and look where it is.

    Unit: `record` and `duration` in frames of the timeline, absolute; `start` and `end` in frames
    of the file as Resolve counts them, `end` the first one after it. Versions of Resolve differ in
    whether they count the last frame: a clip that is off by it is laid once more.
    """
    timeline = hands.editing()
    clip = media.found(hands, file)
    seen = None
    for _ in range(2):
        laid = _laid(hands, timeline, clip, (track, record, start, end))
        if laid is None:
            raise RefusedError(
                f"it is not at frame {record} of track {track}, whatever Resolve says"
            )
        seen = int(laid.GetDuration())
        if abs(seen - duration) <= slack:
            return dict(_told(laid), end_is_inclusive=hands.end_is_inclusive)
        _delete(hands, timeline, track, [laid])
        hands.end_is_inclusive = not hands.end_is_inclusive
    raise RefusedError(f"it is {seen} frames long on track {track}, not {duration}")


def _laid(hands, timeline, clip, where):
    """What stands where something was laid, whatever Resolve says; None where it does not."""
    track, record, start, end = where
    others = [_same(one) for one in _items(timeline, track)]
    hands.pool.AppendToTimeline(
        [
            {
                "mediaPoolItem": clip,
                "startFrame": start,
                "endFrame": end - 1 if hands.end_is_inclusive else end,
                "mediaType": 2,
                "trackIndex": track,
                "recordFrame": record,
            }
        ]
    )
    for one in _items(timeline, track):
        if _same(one) not in others and int(one.GetStart()) == record:
            return one if media.path_of(one.GetMediaPoolItem()) == media.path_of(clip) else None
    return None


def _same(item):
    return int(item.GetStart()), int(item.GetDuration()), item.GetName()


def delete_items(hands, track, ids):
    """Take items off a track; only those that are asked for."""
    timeline = hands.editing()
    doomed = [one for one in _items(timeline, track) if one.GetUniqueId() in ids]
    _delete(hands, timeline, track, doomed)
    return {"deleted": len(doomed)}


def _delete(hands, timeline, track, items):
    """Resolve deletes on the Edit page only, and sometimes not at the first time."""
    if not items:
        return
    ids = [one.GetUniqueId() for one in items]
    for _ in range(2):
        hands.resolve.OpenPage("edit")
        left = [one for one in _items(timeline, track) if one.GetUniqueId() in ids]
        if not left:
            return
        timeline.DeleteClips(left, False)
    if any(one.GetUniqueId() in ids for one in _items(timeline, track)):
        raise RefusedError(f"Resolve does not delete what is on track {track}")


def _item(hands, track, record):
    for one in _items(hands.editing(), track):
        if int(one.GetStart()) == record:
            return one
    raise RefusedError(f"there is nothing at frame {record} of track {track}")


def set_fades(hands, track, record, fade_in, fade_out):
    """Fades of an item. Unit: frames."""
    item = _item(hands, track, record)
    if not can(item, "SetFades") or not can(item, "GetFades"):
        raise RefusedError("this version of Resolve has no fades for scripts: 21.1 is the first")
    item.SetFades({"FadeIn": fade_in, "FadeOut": fade_out})
    told = item.GetFades() or {}
    if (told.get("FadeIn"), told.get("FadeOut")) != (fade_in, fade_out):
        raise RefusedError(f"the fades of the clip at frame {record} are {told!r}")
    return {"in": fade_in, "out": fade_out}


def add_transition(hands, track, record, kind, duration):
    """A crossfade over the end of an item, half on each side. Unit: frames."""
    item = _item(hands, track, record)
    if not can(item, "AddTransition"):
        raise RefusedError(
            "this version of Resolve has no transitions for scripts: 21.1 is the first"
        )
    made = item.AddTransition(
        {
            "type": kind,
            "category": "audio",
            "position": "end",
            "alignment": "center",
            "duration": duration,
        }
    )
    if not made:
        raise RefusedError(f"Resolve laid no '{kind}' after frame {record}")
    return {"start": int(made.GetStart()), "duration": int(made.GetDuration())}


def add_take(hands, track, record, file):
    """A further take in an item, as Resolve keeps them; how many it has then."""
    item = _item(hands, track, record)
    item.AddTake(media.found(hands, file))
    return {"takes": int(item.GetTakesCount() or 0)}
