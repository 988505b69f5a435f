"""Media references of clips."""

from dataclasses import dataclass
from fractions import Fraction

from otio_v2a.timeline.fcpxml.resources import Asset
from otio_v2a.timeline.fcpxml.timing import ZERO
from otio_v2a.timeline.spelled import Json, a_range, a_reference


@dataclass(frozen=True, slots=True)
class Source:
    """What a clip shows: a media file, or what stands in its place.

    Unit: `shift` in seconds, from the clip's own time to the time of the media.
    """

    name: str
    asset: Asset | None
    shift: Fraction = ZERO
    instead: Json | None = None


def generator(kind: str) -> Json:
    """A title, a solid: what is no file."""
    return a_reference("GeneratorReference.1", kind, generator_kind=kind, parameters={})


def offline(name: str) -> Json:
    """Media that nothing tells the place of."""
    return a_reference("MissingReference.1", name)


def media(source: Source, rate: Fraction) -> dict[str, Json]:
    """The media references of a clip by their names: the original, then what may stand for it.

    Unit: the range of the media is in its own frames, at `rate` where it does not say its own.
    """
    asset = source.asset
    if asset is None or not asset.urls:
        return {"DEFAULT_MEDIA": source.instead or offline(source.name)}
    available = _available(asset, asset.rate or rate)
    names = ("DEFAULT_MEDIA", *(f"PROXY_{number}" for number in range(1, len(asset.urls))))
    return {
        name: a_reference("ExternalReference.1", asset.name, available, target_url=url)
        for name, url in zip(names, asset.urls, strict=True)
    }


def _available(asset: Asset, rate: Fraction) -> Json | None:
    if asset.duration is None or asset.is_part:
        return None
    return a_range(asset.start * rate, asset.duration * rate, rate)
