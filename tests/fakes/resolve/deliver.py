"""How the Deliver page makes a movie: presets, jobs, and the work itself bit by bit.

Source: Resolve fact sheet section 13; Q15. The presets' values are invented but for their use.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from fakes.resolve.markers import is_number
from fakes.resolve.model import Job
from fakes.resolve.profiles import Profile
from fakes.resolve.quirks import Quirks
from fakes.resolve.rates import rate
from fakes.resolve.world import World

AUDIO_ONLY = "Audio Only"
PRESETS = {
    "H.264 Master": {"format": "mp4", "codec": "H264", "ExportVideo": True, "ExportAudio": True},
    "H.265 Master": {"format": "mp4", "codec": "H265", "ExportVideo": True, "ExportAudio": True},
    "ProRes 422 HQ": {"format": "mov", "codec": "ProRes422HQ", "ExportVideo": True},
    AUDIO_ONLY: {"format": "mp4", "codec": "H264", "ExportVideo": False, "ExportAudio": True},
}
FORMATS = {"MP4": "mp4", "QuickTime": "mov"}
CODECS = {
    "mp4": {"H.264": "H264", "H.265": "H265"},
    "mov": {"Apple ProRes 422 HQ": "ProRes422HQ", "H.264": "H264"},
}
TEXTS = {
    "de": ("Bereit", "Wird gerendert", "Abgeschlossen", "Fehlgeschlagen", "Abgebrochen"),
    "en": ("Ready", "Rendering", "Complete", "Failed", "Cancelled"),
}
_KINDS = {
    "SelectAllFrames": bool,
    "MarkIn": int,
    "MarkOut": int,
    "TargetDir": str,
    "CustomName": str,
    "UniqueFilenameStyle": int,
    "ExportVideo": bool,
    "ExportAudio": bool,
    "FormatWidth": int,
    "FormatHeight": int,
    "FrameRate": float,
    "PixelAspectRatio": str,
    "VideoQuality": object,
    "AudioCodec": str,
    "AudioBitDepth": int,
    "AudioSampleRate": int,
}
_NOTHING = b"\0\0\0\x14ftypisom\0\0\2\0isom\0\0\0\x08free"


def are_settings(wanted: dict, profile: Profile) -> bool:
    """Whether every key is one, of its type; UHD and above may be gated on free (section 13, I)."""
    if set(wanted) - set(_KINDS) or not all(_is(key, value) for key, value in wanted.items()):
        return False
    width, height = wanted.get("FormatWidth", 0), wanted.get("FormatHeight", 0)
    return profile.studio or (width <= 3840 and height <= 2160)


def _is(key: str, value: object) -> bool:
    if _KINDS[key] is float:
        return is_number(value)
    if _KINDS[key] is int:
        return is_number(value) and value == int(value)
    return isinstance(value, _KINDS[key])


def settled(job: Job, world: World) -> None:
    """The range of a job; MarkIn and MarkOut are absolute (section 9), SelectAllFrames wins."""
    start, has = world.start(job.sequence), job.settings
    end = job.sequence.length - (1 if world.quirks.mark_out == "inclusive" else 0)
    if has.get("SelectAllFrames", True) or "MarkIn" not in has or "MarkOut" not in has:
        has["MarkIn"], has["MarkOut"] = start, start + end
    if not start <= has["MarkIn"] <= has["MarkOut"] <= start + end:
        job.error = "Bereich ausserhalb der Timeline"


def told(job: Job) -> dict:
    """A job as GetRenderJobList tells it; IsExportVideo is what was wished for (section 13)."""
    has = job.settings
    return {
        "JobId": job.id,
        "TimelineName": job.sequence.name,
        "TargetDir": has["TargetDir"],
        "OutputFilename": Path(output(job)).name,
        "IsExportVideo": bool(has.get("ExportVideo")),
        "IsExportAudio": bool(has.get("ExportAudio")),
        "MarkIn": has["MarkIn"],
        "MarkOut": has["MarkOut"],
    }


def output(job: Job) -> str:
    """The file a job makes."""
    has = job.settings
    name = has.get("CustomName") or job.sequence.name
    return str(Path(has["TargetDir"]) / f"{name}.{has.get('format', 'mp4')}")


def status(job: Job, quirks: Quirks) -> dict:
    """How far a job is."""
    ready, busy, done, failed, cancelled = TEXTS[quirks.language]
    text = ready if job.polls < 0 else busy
    if job.finished:
        text = cancelled if job.cancelled else failed if job.error else done
    part = 0 if job.polls <= 0 else min(99, 100 * job.polls // quirks.polls)
    has = {"JobStatus": text, "CompletionPercentage": 100 if text == done else part}
    if job.finished and job.error:
        has["Error"] = job.error
    return has


def go_on(world: World, jobs: list) -> None:
    """One step of the job whose turn it is."""
    job = next((one for one in jobs if one.polls >= 0 and not one.finished), None)
    if job is None:
        return
    job.polls += 1
    if job.cancelled or job.error:
        job.finished = True
    elif job.polls >= world.quirks.polls:
        job.error = rendered(world, job)
        job.finished = True


def rendered(world: World, job: Job) -> str:
    """Make the movie; what went wrong, in words.

    After "Audio Only" it is an mp4 without video, whatever was set on top (section 13).
    """
    if job.settings.get("preset") == AUDIO_ONLY or not job.settings.get("ExportVideo"):
        Path(output(job)).write_bytes(_NOTHING)
        return ""
    if not world.renderer:
        return "Kein Renderer"
    nothing = subprocess.DEVNULL
    done = subprocess.run(command(world, job), check=False, stdin=nothing, stdout=nothing)
    return "" if done.returncode == 0 and Path(output(job)).is_file() else "Renderfehler"


def command(world: World, job: Job) -> list:
    """The scene's renderer with what a job asks for; `rate` is exact, as in 30000/1001."""
    has, sequence = job.settings, job.sequence
    fps = rate(has["FrameRate"]).fps if "FrameRate" in has else sequence.rate.fps
    more = 1 if world.quirks.mark_out == "inclusive" else 0
    values = {
        "out": output(job),
        "frames": int(has["MarkOut"]) - int(has["MarkIn"]) + more,
        "rate": f"{fps.numerator}/{fps.denominator}",
        "width": int(has.get("FormatWidth", sequence.size[0])),
        "height": int(has.get("FormatHeight", sequence.size[1])),
        "mark_in": int(has["MarkIn"]),
    }
    return [filled(part, values) for part in world.renderer]


def filled(part: str, values: dict) -> str:
    """A part of a command with its values; other braces are its own: `drawtext=text=%{n}`."""
    for name, value in values.items():
        part = part.replace("{" + name + "}", str(value))
    return part
