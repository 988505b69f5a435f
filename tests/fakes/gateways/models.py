"""The three models that Scenario sells for this: their inputs, limits and own values.

Source: facts 'providers', section 8, and Scenario's model parameter pages ("Kuaishou" and
"Academia", July 2026): ids, fields, ranges; Kling gives an MP3 and a dubbed MP4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fakes.gateways.bodies import FLAG, NUMBER, PROMPT, TEXT, Field
from fakes.gateways.pictures import KLING, MMAUDIO, Allowed

_VIDEO = Field(required=True, shortest=1)


@dataclass(frozen=True, slots=True)
class Model:
    """`own`: what the vendor takes for an input that is left out."""

    id: str
    name: str
    capabilities: tuple[str, ...]
    fields: Mapping[str, Field]
    allowed: Allowed
    own: Mapping[str, Any] = field(default_factory=dict)

    @property
    def inputs(self) -> list[dict[str, Any]]:
        """The inputs as the vendor lists them."""
        return [_input(name, one, self.own.get(name)) for name, one in self.fields.items()]


MODELS: Mapping[str, Model] = {
    model.id: model
    for model in (
        Model(
            "model_kling-video-to-audio",
            "Kling Video to Audio",
            ("video2audio", "video2video"),
            {
                "video": _VIDEO,
                "soundEffectPrompt": Field(longest=PROMPT),
                "backgroundMusicPrompt": Field(longest=PROMPT),
                "asmrMode": FLAG,
            },
            KLING,
        ),
        Model(
            "model_mm-audio-2",
            "MM Audio 2",
            ("video2video",),
            {
                "prompt": Field(required=True, shortest=1),
                "video": _VIDEO,
                "negativePrompt": TEXT,
                "duration": Field(NUMBER, low=1, high=30),
                "numSteps": Field(NUMBER, low=4, high=50),
                "cfgStrength": Field(NUMBER, low=1, high=20),
                "maskAwayClip": FLAG,
                "seed": Field(NUMBER, low=0, high=65535),
            },
            MMAUDIO,
            {"duration": 8, "numSteps": 25, "cfgStrength": 4.5, "maskAwayClip": False},
        ),
        Model(
            "model_controlfoley",
            "Foley Control",
            ("video2video",),
            {
                "video": _VIDEO,
                "prompt": TEXT,
                "negativePrompt": TEXT,
                "duration": Field(NUMBER, low=1, high=30),
                "numInferenceSteps": Field(NUMBER, low=4, high=100),
                "guidanceScale": Field(NUMBER, low=0, high=20),
                "maskAwayClip": FLAG,
                "seed": Field(NUMBER, low=0, high=2147483647),
            },
            MMAUDIO,
            {"duration": 8, "numInferenceSteps": 25, "guidanceScale": 4.5, "maskAwayClip": False},
        ),
    )
}


def _input(name: str, one: Field, own: Any) -> dict[str, Any]:
    kinds = {str: "string", bool: "boolean", NUMBER: "number"}
    shown: dict[str, Any] = {"name": name, "type": kinds[one.kind]}
    if name == "video":
        shown |= {"type": "file", "kind": "video"}
    if one.required:
        shown["required"] = {"always": True}
    if one.longest:
        shown["maxLength"] = one.longest
    limits = {"min": one.low, "max": one.high, "default": own}
    return {**shown, **{key: value for key, value in limits.items() if value is not None}}
