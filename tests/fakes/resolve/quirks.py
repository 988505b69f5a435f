"""What Resolve does that nobody expects: the quirks, and which of their variants a scene chose.

Source of all: Resolve fact sheet section 16 (the table of quirks) and the section named at each,
with the version it was measured on. A quirk measured on one build holds for all of them (I),
unless that table says otherwise.

L is measured on a live Resolve and published, D documented, W from typed packages, U told by users,
I inferred; with the version where one is known.

Always on
    Q1   an unknown attribute is None, hasattr() always True, dir() honest (section 1; L 19.1.3.7)
    Q2   no keyword arguments, a wrong count is a TypeError (section 6; counts: section 8, W)
    Q3   Export with a string, or its last two swapped: False and no file (section 7; L)
    Q4   an import that is not liked gives None, without a reason (sections 7, 11; L 19.1.3.7, 21)
    Q5   importSourceClips False and OTIO: all offline, folders ignored (section 7; L)
    Q6   over an earlier item nothing is placed, and an item without an id returned (section 7; L)
    Q8   one marker a frame (section 7; U); keys and durations are floats, keys from 0 (9; D, L)
    Q9   a WAV's FPS is the project's at its import; mixed rates are floored (section 7; L)
    Q13  what tracks and takes say is falsy unless their timeline is open (section 7; L 21.0.3.7)
    Q14  ImportMedia: into the current bin, only what is new is returned (section 7; L)
    Q15  render settings go on top of what is loaded; JobStatus is localised (section 13; L, U)
    Q20  transitions are listed as items (section 7; L 21.0.4.5)
    Q22  OTIO loses customData, flags, clip colours; unknown metadata is not read (sections 1, 9,
         11; L 21.0.2, 21.1)

By version
    Q12  a Studio-only call on free: False, and a dialog that makes later calls fail (section 1;
         L free 21.0.3.7). Which those are: the calls of 21.1 (Q19), fusion.UIManager from 19.1,
         scriptapp from outside (section 2; U), and `studio_only`
    Q16  opening the Deliver page clobbers in and out (section 13; L), where they exist
    Q17  GetMarkInOut from 19.1 (section 8; W)
    Q18  GetSelectedClips from 21.0.4 (sections 2, 8; W)
    Q19  SetFades, AddTransition, GetType, NormalizeAudioLevel from 21.1 (sections 8, 12; W)
    Q21  GetSourceStartFrame from 19.0.2 (section 8; W), and one off on some frames (section 7; L)

Chosen by the scene: the fields below.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields


@dataclass
class Quirks:
    """The variants, where the sheet leaves more than one; the first named is the default.

    end_frame           Q10 AppendToTimeline's endFrame is "exclusive" (section 7; L
                        21.0.4.5) or "inclusive" (another page)
    delete_fails_first  Q11 the first DeleteClips on the Edit page does nothing (section 7; L 21.0)
    default_audio       Q7 what AddTrack("audio") makes: "mono"; a stereo WAV on it splits
                        into its channels (section 7; D, L 21.0.3)
    vanishing           Q23 items of an AppendToTimeline of which a part failed go at SaveProject
                        (section 7; L)
    fps_number          GetClipProperty's FPS is a number, where the rest are strings (section 7)
    rate_style          Q24 rates as "plain" ("24") or "float" ("24.0"); DF as in section 10
    otio_rates          NTSC rates in OTIO "exact" (24000/1001 as a float) or "short" (23.976)
    drop_start          GetStartFrame of a drop-frame timeline: "frames" (107892) or "labels"
                        (108000); section 10 leaves it open. Every absolute frame follows
    marker_origin       timeline markers in OTIO count from "zero" or "start" (section 9)
    track_names         an OTIO's track names are "kept" or "lost" (section 11)
    duplicate_becomes_current, import_becomes_current
                        whether the new timeline is then the current one: no (section 7)
    take_on_audio       AddTake on an audio item is refused, or not (section 7 leaves it open)
    mark_out            a render's MarkOut is "inclusive" or "exclusive" (section 9)
    polls               how often GetRenderJobStatus or IsRenderingInProgress has to be asked until
                        a job is finished
    job_list_late       a new job is not in the first GetRenderJobList (section 13)
    leftover_preset     what was last loaded on the Deliver page; "Audio Only" makes an mp4 without
                        video, whatever SetRenderSettings says (section 13)
    refused_codecs      [format, codec] pairs which are advertised and refused (section 13)
    language            of JobStatus: "de" or "en"
    wobble              Q21 every n-th source frame is told one too early; 0 never
    integers_refused    an OTIO whose times are ints is not imported (timeline facts 4.3)
    studio_only         Q12 more calls that are Studio-only: ["Timeline.Export"]
    """

    end_frame: str = "exclusive"
    delete_fails_first: bool = False
    default_audio: str = "mono"
    vanishing: bool = False
    fps_number: bool = False
    rate_style: str = "plain"
    otio_rates: str = "exact"
    drop_start: str = "frames"
    marker_origin: str = "zero"
    track_names: str = "kept"
    duplicate_becomes_current: bool = False
    import_becomes_current: bool = False
    take_on_audio: bool = False
    mark_out: str = "inclusive"
    polls: int = 3
    job_list_late: bool = True
    leftover_preset: str = "Audio Only"
    refused_codecs: list = field(default_factory=list)
    language: str = "de"
    wobble: int = 5
    integers_refused: bool = True
    studio_only: list = field(default_factory=list)


VARIANTS = {
    "end_frame": ("exclusive", "inclusive"),
    "default_audio": ("mono", "stereo"),
    "rate_style": ("plain", "float"),
    "otio_rates": ("exact", "short"),
    "drop_start": ("frames", "labels"),
    "marker_origin": ("zero", "start"),
    "track_names": ("kept", "lost"),
    "mark_out": ("inclusive", "exclusive"),
    "language": ("de", "en"),
}


def chosen(given: dict) -> Quirks:
    """The quirks a scene names; a name or a variant that is none is an error of the scene."""
    strange = set(given) - {one.name for one in fields(Quirks)}
    strange |= {name for name, all_ in VARIANTS.items() if given.get(name, all_[0]) not in all_}
    if strange:
        message = f"no such quirk: {', '.join(sorted(strange))}"
        raise ValueError(message)
    return Quirks(**given)
