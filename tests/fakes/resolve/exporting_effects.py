"""The effects that Resolve writes at every clip, and what they say of it.

Source: Resolve fact sheet section 12, timeline facts section 4; the lists are those of a real
export, in which offline clips have none.
"""

from __future__ import annotations

from fakes.resolve.model import Item

FADER = "Fairlight Clip Volume and Fades"
VIDEO = (
    ("Transform", "Transform", 2, True),
    ("Cropping", "Cropping", 3, True),
    ("Dynamic Zoom", "Dynamic Zoom", 59, False),
    ("Composite", "Composite", 1, True),
    ("Lens Correction", "Lens Correction", 43, True),
    ("Retime and Scaling", "Retime and Scaling", 22, True),
    ("Video Faders", "Video Faders", 36, True),
)
AUDIO = (
    (FADER, "Volume", 62, True),
    ("Fairlight Clip Pan", "Pan", 72, True),
    ("Fairlight Clip Pitch", "Pitch", 67, True),
    ("Fairlight Clip Equaliser", "Equalizer", 64, False),
)


def effects(item: Item, kind: str) -> list:
    """A retime first; of an audio item its volume and fades, where it has any."""
    made: list = []
    if item.speed != 1:
        warp = {"OTIO_SCHEMA": "LinearTimeWarp.1", "metadata": {}, "name": "", "effect_name": ""}
        made.append({**warp, "time_scalar": float(item.speed)})
    if item.offline or item.media is None:
        return made
    for name, short, number, enabled in AUDIO if kind == "audio" else VIDEO:
        has: dict = {"Effect Name": name, "Enabled": enabled, "Name": short}
        has.update(Parameters=parameters(item) if name == FADER else [], Type=number)
        effect = {"OTIO_SCHEMA": "Effect.1", "metadata": {"Resolve_OTIO": has}, "name": ""}
        made.append({**effect, "effect_name": "Resolve Effect"})
    return made


def parameters(item: Item) -> list:
    """Volume in dB and fades in frames, where they are not as they come."""
    values = {"volume": item.volume, "faderIn": item.fades[0], "faderOut": item.fades[1]}
    return [
        {
            "Default Parameter Value": 0.0,
            "Key Frames": {},
            "Parameter ID": name,
            "Parameter Value": float(value),
            "Variant Type": "Double",
            "maxValue": 30.0 if name == "volume" else 100000.0,
            "minValue": -100.0 if name == "volume" else 0.0,
        }
        for name, value in values.items()
        if value
    ]
