"""The files a finished job offers, the best first: sound before picture, uncompressed before not.

Source: provider sheet, section 3.5 (inferred: sellers' results differ and promises are unreliable).
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

_WAV, _MP3, _AUDIO, _UNTOLD, _VIDEO = range(5)
_SUFFIXES = {
    ".wav": _WAV,
    ".mp3": _MP3,
    **dict.fromkeys((".m4a", ".aac", ".flac", ".ogg", ".opus"), _AUDIO),
    **dict.fromkeys((".mp4", ".mov", ".webm", ".mkv"), _VIDEO),
}
_DEPTH = 6


def urls(result: Any) -> tuple[str, ...]:
    """Every http(s) address in a result, whatever its shape; each once."""
    found = sorted(_found(result, "", _DEPTH), key=lambda one: one[0])
    return tuple(dict.fromkeys(url for _, url in found))


def _found(result: Any, where: str, depth: int) -> Iterator[tuple[int, str]]:
    if isinstance(result, str):
        path = _path(result)
        if path is not None:
            yield _rank(path, where), result
    elif isinstance(result, list) and depth:
        for one in result:
            yield from _found(one, where, depth - 1)
    elif isinstance(result, dict) and depth:
        for key, one in result.items():
            yield from _found(one, f"{where} {key}".lower(), depth - 1)


def _path(text: str) -> str | None:
    """The path of an http(s) address; None where a text is none."""
    if not text.lower().startswith(("http://", "https://")):
        return None
    try:
        return urlsplit(text).path
    except ValueError:
        return None


def _rank(path: str, where: str) -> int:
    """By the address's suffix; where it has none, by the keys it stands under."""
    rank = _SUFFIXES.get(PurePosixPath(path).suffix.lower(), _UNTOLD)
    words = where.split()
    if rank is not _UNTOLD or not words:
        return rank
    if "wav" in words[-1]:
        return _WAV
    if "mp3" in words[-1]:
        return _MP3
    kinds = {_AUDIO for word in words if "audio" in word}
    kinds |= {_VIDEO for word in words if "video" in word}
    return min(kinds, default=_UNTOLD)
