"""The parts of a multipart form, taken apart byte by byte.

Source: facts 'providers', sections 4 and 11: file uploads as `multipart/form-data`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from fakes.gateways.wire import Request


@dataclass(frozen=True, slots=True)
class Part:
    """One field; `filename` is empty unless it is a file."""

    name: str
    filename: str
    content_type: str
    data: bytes


def parts(request: Request) -> list[Part]:
    """The fields of a form; none when the request is no form."""
    kind = _header("content-type", request.headers.get("content-type", ""))
    boundary = kind.get_boundary()
    if kind.get_content_type() != "multipart/form-data" or not boundary:
        return []
    return list(_parts(request.raw, b"--" + boundary.encode()))


def _parts(raw: bytes, mark: bytes) -> Iterator[Part]:
    for piece in (b"\r\n" + raw).split(b"\r\n" + mark)[1:-1]:
        head, _, data = piece.partition(b"\r\n\r\n")
        lines = [line.partition(":") for line in head.decode().strip().splitlines()]
        named = {name.strip().lower(): value.strip() for name, _, value in lines}
        shown = _header("content-disposition", named.get("content-disposition", ""))
        name = str(shown.get_param("name", "", "content-disposition"))
        yield Part(name, shown.get_filename() or "", named.get("content-type", ""), data)


def _header(name: str, value: str) -> Message:
    message = Message()
    message[name] = value
    return message
