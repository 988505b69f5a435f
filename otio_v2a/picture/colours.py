"""How a picture becomes one for a usual screen: BT.709 in square pixels, of one size. Pure."""

from collections.abc import Mapping
from types import MappingProxyType

from otio_v2a.picture.chain import Filter, Value
from otio_v2a.picture.source import Coding, Source

_USUAL: Mapping[str, Value] = MappingProxyType(
    {"range": "tv", "color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709"}
)
# Source: ITU-R BT.2408: diffuse white of HDR is at 203 cd/m², and HLG is made for a 1000 cd/m²
# screen; few PQ masters are brighter. Darker than 0.3 of white stays as it is, up to the peak it is
# bent into what is left: mid grey comes out as 123 of 255, diffuse white as 202, the peak as 235.
_WHITE = 203
_TONE: Mapping[str, Value] = MappingProxyType(
    {"tonemap": "mobius", "param": "0.3", "desat": "0", "peak": f"{1000 / _WHITE:.3f}"}
)
# Source: IEC 61966-2-1, on 16 bits.
_SRGB = "65535*if(lte(val,205),12.92*val/65535,1.055*pow(val/65535,1/2.4)-0.055)"
_CURVES: Mapping[str, str] = MappingProxyType({"pq": "smpte2084", "hlg": "arib-std-b67"})


def displayed(source: Source, size: tuple[int, int]) -> tuple[Filter, ...]:
    """The picture of a source, `size` large, as it is seen on a usual screen.

    It ends in yuv420p, with alpha in yuva420p and straight.
    """
    coded = source.coding
    scale: dict[str, Value] = {"out_range": "tv", "out_color_matrix": "bt709"}
    if coded.matrix and not coded.transfer:
        scale["in_color_matrix"] = coded.matrix
    pixels = "yuva420p" if coded.alpha else "yuv420p"
    return (*_usual(source, size), Filter("scale", size, scale), *_alike(pixels))


def black() -> tuple[Filter, ...]:
    """Black as it has to be beside pictures that were made by `displayed`."""
    return _alike("yuv420p")


def _alike(pixels: str) -> tuple[Filter, ...]:
    return (
        Filter("setsar", (1,)),
        Filter("format", (pixels,)),
        Filter("setparams", (), _USUAL),
    )


def _usual(source: Source, size: tuple[int, int]) -> tuple[Filter, ...]:
    """A picture whose light is coded otherwise, as usual RGB of that size."""
    planes = "gbrap" if source.coding.alpha else "gbrp"
    if source.coding.transfer == "linear":
        return _from_linear(source, size, planes)
    if source.coding.transfer in _CURVES:
        return _tone_mapped(source.coding, size, planes)
    return ()


def _from_linear(source: Source, size: tuple[int, int], planes: str) -> tuple[Filter, ...]:
    """Linear light on the sRGB curve, as viewers of such files show it: 0.18 comes out as 0.46.

    By convention linear colours are multiplied by their alpha.
    """
    curve = dict.fromkeys(("r", "g", "b"), _SRGB)
    fast: dict[str, Value] = {"filter": "bicubic", "rangein": "full", "range": "full"}
    return (
        # `scale` takes five times as long for floating point, but `zscale` does not notice when
        # pictures change their depth on the way (both measured with ffmpeg 9).
        Filter("scale", size) if source.mixed else Filter("zscale", size, fast),
        Filter("format", (f"{planes}16le",)),
        *((Filter("unpremultiply", (), {"inplace": 1}),) if planes == "gbrap" else ()),
        Filter("lutrgb", (), curve),
    )


def _tone_mapped(coded: Coding, size: tuple[int, int], planes: str) -> tuple[Filter, ...]:
    """HDR in the range of a usual screen; scaled down first, since the rest is floating point."""
    stored: dict[str, Value] = {"transferin": _CURVES[coded.transfer]}
    if coded.matrix:
        stored |= {"primariesin": "bt2020", "matrixin": "bt2020nc"}
    light: dict[str, Value] = {"transfer": "linear", "primaries": "bt709", "matrix": "gbr"}
    return (
        Filter("scale", size),
        Filter("zscale", (), {**stored, **light, "npl": _WHITE}),
        Filter("format", (f"{planes}f32le",)),
        Filter("tonemap", (), _TONE),
        Filter("zscale", (), {"transfer": "bt709", "range": "full"}),
        Filter("format", (f"{planes}10le",)),
    )
