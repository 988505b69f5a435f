"""Opacity and scale as Resolve and Premiere write them."""

from timelines import Json, a_time

UNMOVING = -10_800_000.0
"""The position that Premiere gives a value which is not animated."""


def opacity(dialect: str, percent: float) -> Json:
    """The opacity of a clip."""
    if dialect == "resolve":
        return _resolve("Composite", 1, opacity=(percent, 100.0))
    return _premiere("AE.ADBE Opacity", "Opacity", 1, percent)


def scale(dialect: str, factor: float) -> Json:
    """The scale of a clip; 1 leaves it as it is."""
    if dialect == "resolve":
        zoom = (factor, 1.0)
        return _resolve("Transform", 2, transformationZoomX=zoom, transformationZoomY=zoom)
    return _premiere("AE.ADBE Motion", "Scale", 2, factor * 100)


def _resolve(name: str, number: int, **values: tuple[float, float]) -> Json:
    parameters = [
        {
            "Default Parameter Value": default,
            "Key Frames": {},
            "Parameter ID": key,
            "Parameter Value": value,
            "Variant Type": "Double",
        }
        for key, (value, default) in values.items()
    ]
    said = {"Effect Name": name, "Name": name, "Type": number, "Enabled": True}
    return _effect("Resolve_OTIO", {**said, "Parameters": parameters}, "Resolve Effect")


def _premiere(match_name: str, name: str, number: int, value: float) -> Json:
    first = {"Position": a_time(UNMOVING), "Value": value}
    parameter = {"DisplayName": name, "ID": number, "StartValue": first}
    said = {"MatchName": match_name, "IsIntrinsic": True, "Parameters": [parameter]}
    return _effect("PremierePro_OTIO", said, match_name)


def _effect(namespace: str, said: Json, name: str) -> Json:
    return {
        "OTIO_SCHEMA": "Effect.1",
        "metadata": {namespace: said},
        "name": "",
        "effect_name": name,
        "enabled": True,
    }
