"""A folder on the web: the hosting that Kling and its resellers read films from.

Source: facts 'providers', section 1 (fact 8), and 'reliability', section 13.
"""

from pathlib import Path
from types import TracebackType
from typing import Self

from fakes.gateways.wire import Answer, Request, Seen, Server

_TYPES = {".mp4": "video/mp4", ".mov": "video/quicktime"}


class Folder:
    """Serves the files of a folder, GET and HEAD. A `with` block starts and ends it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.log: list[Seen] = []
        self._server = Server("folder", self._respond)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        crashes = self._server.stop()
        if crashes:
            raise crashes[0]

    @property
    def url(self) -> str:
        """Where the folder is, without a trailing slash."""
        return self._server.url

    def _respond(self, request: Request) -> Answer:
        self.log.append(request.seen("hosted"))
        if request.method not in ("GET", "HEAD"):
            return Answer(405, b"Method Not Allowed", {"Content-Type": "text/plain"})
        path = (self.folder / request.path.lstrip("/")).resolve()
        if not path.is_relative_to(self.folder) or not path.is_file():
            return Answer(404, b"Not Found", {"Content-Type": "text/plain"})
        kind = _TYPES.get(path.suffix, "application/octet-stream")
        return Answer(200, path.read_bytes(), {"Content-Type": kind})
