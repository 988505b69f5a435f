"""How a picture is coded: fields, alpha, transfer curve and matrix, read off its first frame."""

from collections.abc import Mapping
from types import MappingProxyType

from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from otio_v2a.picture.source import Coding

# Source: ITU-T H.273, numbers of matrices and of transfer characteristics.
_UNTAGGED = 2
_TRANSFERS: Mapping[int, str] = MappingProxyType({8: "linear", 16: "pq", 18: "hlg"})
_LINEAR = frozenset({"exr"})
_BROADCAST = frozenset({"dvvideo", "mpeg1video", "mpeg2video"})
_SD_WIDTH, _SD_HEIGHT = range(700, 769), range(480, 609)
# ffmpeg's own VP8 and VP9 decoders leave the alpha out.
_ALPHA_DECODERS: Mapping[str, str] = MappingProxyType({"vp8": "libvpx", "vp9": "libvpx-vp9"})


def coding(frame: VideoFrame, stream: VideoStream) -> Coding:
    """How the picture of a stream is coded, as its first frame has it."""
    codec = stream.codec_context.name
    decoder = _ALPHA_DECODERS.get(codec, "") if stream.metadata.get("alpha_mode") == "1" else ""
    transfer = _TRANSFERS.get(stream.codec_context.color_trc, "")
    transfer = "linear" if codec in _LINEAR else transfer
    return Coding(
        interlaced=frame.interlaced_frame,
        alpha=bool(decoder) or _has_alpha(frame),
        transfer=transfer,
        matrix=_matrix(frame, codec, transfer),
        decoder=decoder,
    )


def _has_alpha(frame: VideoFrame) -> bool:
    kind = frame.format
    return kind.has_palette or any(component.is_alpha for component in kind.components)


def _matrix(frame: VideoFrame, codec: str, transfer: str) -> str:
    """The matrix of colours that are coded with one and do not say which."""
    if frame.format.is_rgb or frame.colorspace != _UNTAGGED:
        return ""
    if transfer in {"pq", "hlg"}:
        return "bt2020"
    # A small file of today is a scaled-down HD picture; what was SD had the size of a broadcast.
    broadcast = frame.width in _SD_WIDTH and frame.height in _SD_HEIGHT
    old = codec in _BROADCAST and frame.height in range(609)
    return "bt601" if broadcast or old else "bt709"
