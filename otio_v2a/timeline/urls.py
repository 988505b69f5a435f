"""How media is named in timelines: URLs and bare paths, in and out.

Source: timelines fact sheet section 12; OTIO's own helpers cut at `#` and `?` and break drives.
"""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]")
_ROOTED_DRIVE = re.compile(r"/[A-Za-z]:(?:[\\/]|$)")
_DRIVE = re.compile(r"[A-Za-z]:$")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]+)://")


@lru_cache(maxsize=4096)
def native(url: str) -> str:
    """The path a URL or a bare path means, as its own system writes it; relative stays relative.

    `""` for a remote URL. Bare paths are never percent-decoded nor cut at `#` or `?`.
    """
    if url[:5].lower() == "file:":
        return _from_file_url(url[5:])
    return "" if remote_scheme(url) else url


def remote_scheme(url: str) -> str:
    """The scheme of a URL that is no file: "https", "s3"; "" for files and bare paths."""
    match = _SCHEME.match(url)
    scheme = match.group(1).lower() if match else ""
    return "" if scheme == "file" else scheme


def is_absolute(path: str) -> bool:
    """Whether a native path says where it starts, on any system."""
    return path[:1] == "/" or path[:2] == "\\\\" or bool(_WINDOWS.match(path))


def candidates(url: str, folder: Path) -> tuple[str, ...]:
    """The absolute paths that a URL or path may mean, best first; relative ones start at `folder`.

    A relative one may be percent-encoded, or come from Windows: both readings follow the plain one.
    """
    path = native(url)
    if not path or is_absolute(path):
        return (path,) if path else ()
    spellings = (path, unquote(path), path.replace("\\", "/"))
    shown = (spelling for spelling in spellings if spelling.isprintable())
    return tuple(dict.fromkeys(str(folder / spelling) for spelling in shown))


def basename(path: str) -> str:
    """The last part of a path of any system."""
    return re.split(r"[\\/]", path)[-1]


def file_url(path: str) -> str:
    """An absolute native path as a `file:` URL, percent-encoded as UTF-8."""
    slashed = path.replace("\\", "/") if not path.startswith("/") else path
    encoded = quote(slashed, safe="/:" if _WINDOWS.match(slashed) else "/")
    if slashed.startswith("//"):
        return f"file:{encoded}"
    return f"file://{encoded}" if encoded.startswith("/") else f"file:///{encoded}"


def localhost_url(path: str) -> str:
    """An absolute native path as FCP7 XML names files: `file://localhost/D%3a/a%20b.wav`."""
    slashed = path.replace("\\", "/") if not path.startswith("/") else path
    if slashed.startswith("//"):
        return file_url(path)
    return "file://localhost/" + quote(slashed.lstrip("/"), safe="/").replace("%3A", "%3a", 1)


def joined(base: str, name: str) -> str:
    """A folder and a file name with one separator, in the folder's own style."""
    mark = "\\" if "\\" in base and "/" not in base else "/"
    return f"{base.rstrip('/' + chr(92))}{mark}{name}" if base else name


def _from_file_url(rest: str) -> str:
    if not rest.startswith("//"):
        return _undriven(unquote(rest))
    authority, slash, path = rest[2:].partition("/")
    authority, path = unquote(authority), unquote(slash + path)
    if _DRIVE.match(authority):
        return authority + path
    if authority.lower() in ("", "localhost"):
        return _undriven(path)
    return f"//{authority}{path}"


def _undriven(path: str) -> str:
    return path[1:] if _ROOTED_DRIVE.match(path) else path
