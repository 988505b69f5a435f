"""A model's own schema -> the names of its inputs: what each is for, as it is described there."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "asmr": ("asmr",),
        "background_music": ("bgm", "background music", "background_music", "backgroundmusic"),
        "sound_effect": ("sound effect", "sound_effect", "soundeffect", "sfx"),
        "negative": ("negative",),
        "prompt": ("prompt",),
        "duration": ("duration", "seconds"),
        "guidance": ("guidance", "cfg"),
        "steps": ("steps",),
        "seed": ("seed",),
        "audio": ("audio", "reference sound"),
        "video": ("video",),
    }
)


def by_name(inputs: Iterable[str]) -> dict[str, str]:
    """Which input is for what, from their names."""
    return _matched({name: name for name in inputs}, {})


def by_description(inputs: Mapping[str, str]) -> dict[str, str]:
    """Which input is for what, from their names, then from what they are described as."""
    return _matched(inputs, by_name(inputs))


def _matched(inputs: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    found = dict(known)
    for name, told in inputs.items():
        purpose = _purpose(told)
        if purpose and purpose not in found and name not in found.values():
            found[purpose] = name
    return found


def _purpose(text: str) -> str:
    lowered = text.lower()
    return next((one for one, words in _WORDS.items() if any(w in lowered for w in words)), "")
