"""The review's server as an application: the page, its files, the API and its description."""

import re
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from otio_v2a.errors import V2AError
from otio_v2a.review.api import routes
from otio_v2a.review.openapi import document
from otio_v2a.review.session import Session

PAGE = Path(__file__).with_name("page")
_NAMES = {
    "audio": re.compile(r"v2a_[A-Za-z0-9_]+\.wav"),
    "picture": re.compile(r"[0-9a-f]{32}\.mp4"),
    "own": re.compile(r"[0-9a-f]{32}\.wav"),
}
_FOLDERS = {"audio": "audio", "picture": "previews", "own": "previews"}
_TYPES = {"audio": "audio/wav", "picture": "video/mp4", "own": "audio/wav"}


def application(review: Session) -> Starlette:
    """All that the server answers; `Guard` stands before it."""

    async def index(_request: Request) -> Response:
        return FileResponse(PAGE / "index.html")

    async def described(_request: Request) -> Response:
        return JSONResponse(document())

    async def reference(_request: Request) -> Response:
        return FileResponse(PAGE / "api.html")

    async def media(request: Request) -> Response:
        kind, name = request.path_params["kind"], request.path_params["name"]
        if kind == "still":
            return await _still(review, name)
        return await _file(review, kind, name, download="download" in request.query_params)

    return Starlette(
        routes=[
            Route("/", index),
            Route("/api.json", described),
            Route("/api.html", reference),
            Route("/media/{key}/{kind}/{name}", media),
            *routes(review),
            Mount("/page", StaticFiles(directory=PAGE)),
        ]
    )


async def _file(review: Session, kind: str, name: str, *, download: bool) -> Response:
    """A file of the work folder, by a name that we give: no path leads anywhere else."""
    if kind not in _NAMES or not _NAMES[kind].fullmatch(name):
        return PlainTextResponse("there is no such file.", 404)
    path = (await review.folder()).root / _FOLDERS[kind] / name
    if path.is_symlink() or not path.is_file():
        return PlainTextResponse("there is no such file.", 404)
    # Its name tells its content: it may be kept.
    headers = {"Cache-Control": "private, max-age=86400, immutable"}
    named = name if download else None
    return FileResponse(path, media_type=_TYPES[kind], headers=headers, filename=named)


async def _still(review: Session, cue: str) -> Response:
    try:
        still = await review.still(cue)
    except V2AError as error:
        return PlainTextResponse(str(error), 404)
    if not still.jpeg:
        return PlainTextResponse(still.problem, 404)
    return Response(still.jpeg, media_type="image/jpeg")
