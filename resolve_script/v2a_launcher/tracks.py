"""Audio tracks and what stands on them: added, appended, read back, taken off."""

from . import media
from .finding import can
from .stopped import RefusedError, known


def add(hands, name):
    """A new stereo track after all others; its number."""
    timeline = hands.editing()
    track = int(timeline.GetTrackCount("audio")) + 1
    timeline.AddTrack("audio", "stereo")
    wrong = _wrong(timeline, track, name)
    if wrong:
        timeline.DeleteTrack("audio", track)
        raise RefusedError(wrong)
    return {"track": track, "name": name}


def _wrong(timeline, track, name):
    """Why a new track is not as it should be; empty when it is."""
    count = timeline.GetTrackCount("audio")
    if count != track:
        return f"Resolve added no audio track ({track - 1} before, {count} now)"
    sub = timeline.GetTrackSubType("audio", track) if can(timeline, "GetTrackSubType") else ""
    if sub and sub != "stereo":
        return f"Resolve made a {sub} track, not a stereo one"
    timeline.SetTrackName("audio", track, name)
    found = timeline.GetTrackName("audio", track)
    return "" if found == name else f"the new track is called '{found}', not '{name}'"


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


def read(hands, only):
    """Audio tracks of the timeline that is edited, with what stands on them; all where none named.

    Unit: `only` are numbers of tracks.
    """
    timeline = hands.editing()
    count = int(timeline.GetTrackCount("audio"))
    return {
        "tracks": [
            {
                "track": index,
                "name": known(timeline.GetTrackName("audio", index), f"a name of track {index}"),
                "enabled": bool(timeline.GetIsTrackEnabled("audio", index)),
                "items": [_told(one) for one in _items(timeline, index)],
            }
            for index in range(1, count + 1)
            if not only or index in only
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
    """What stands where something was laid, whatever Resolve says; None where nothing does.

    Of what Resolve returns, an item with an id is believed until all is read back in one go; else
    the track is listed, which with every clip of a long timeline would take its square.
    """
    track, record, start, end = where
    told = {
        "mediaPoolItem": clip,
        "startFrame": start,
        "endFrame": end - 1 if hands.end_is_inclusive else end,
        "mediaType": 2,
        "trackIndex": track,
        "recordFrame": record,
    }
    made = (hands.pool.AppendToTimeline([told]) or [None])[0]
    current = hands.project.GetCurrentTimeline()
    if made is not None and current and current.GetUniqueId() != timeline.GetUniqueId():
        # It went into another timeline, opened at this very moment.
        current.DeleteClips([made], False)
        return None
    if made is not None and made.GetUniqueId() and int(made.GetStart()) == record:
        return made
    for one in _items(timeline, track):
        if int(one.GetStart()) == record:
            same = media.path_of(one.GetMediaPoolItem()) == media.path_of(clip)
            return one if same else None
    return None


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
