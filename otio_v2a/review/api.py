"""The review's HTTP API: each route with what it takes, what it answers, and what it is for."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from otio_v2a.errors import HeldError, LockedError, UsageError, V2AError
from otio_v2a.review.guard import LARGEST
from otio_v2a.review.said import Approval, Cancelling, Choices, Chosen, CueEdit, Deciding, Rerolling
from otio_v2a.review.session import Session
from otio_v2a.review.told import ListenView, PlacedView, PlanView, StateView

_BEAT, _PACE = 15.0, 0.15


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that can be asked. `takes` is the body's model, None where there is none."""

    method: str
    path: str
    summary: str
    takes: type[BaseModel] | None
    gives: type[BaseModel]
    answer: Callable[[Session, dict[str, str], Any], Awaitable[BaseModel]]


CALLS = (
    Call("GET", "/api/state", "Where everything stands.", None, StateView,
         lambda review, _path, _said: review.state()),
    Call("GET", "/api/plan", "The whole plan with its price.", None, PlanView,
         lambda review, _path, _said: review.plan()),
    Call("POST", "/api/choices", "Choose who scores, takes and stems.", Choices, PlanView,
         lambda review, _path, said: review.choose(said)),
    Call("POST", "/api/cues/{cue}", "Reword a cue, or change its takes, gain or fades.", CueEdit,
         PlanView, lambda review, path, said: review.change(path["cue"], said)),
    Call("POST", "/api/run", "Say yes to a price: score, then place.", Approval, StateView,
         lambda review, _path, said: review.approve(said)),
    Call("POST", "/api/cancel", "Stop one cue, or all.", Cancelling, StateView,
         lambda review, _path, said: review.cancel(said.cue)),
    Call("POST", "/api/cues/{cue}/reroll", "A further take, for a price that was shown.", Rerolling,
         StateView, lambda review, path, said: review.reroll(path["cue"], said.price_usd)),
    Call("POST", "/api/cues/{cue}/use", "Choose the take that is placed.", Chosen, PlanView,
         lambda review, path, said: review.use(path["cue"], said.role, said.take)),
    Call("POST", "/api/requests/{request}", "Let a request be paid again, or adopt the job it"
         " became.", Deciding, PlanView,
         lambda review, path, said: review.decide(path["request"], said.job)),
    Call("GET", "/api/cues/{cue}/listen", "What is needed to listen to a cue.", None, ListenView,
         lambda review, path, _said: review.listen(path["cue"])),
    Call("POST", "/api/place", "Write the timeline from the chosen takes.", None, PlacedView,
         lambda review, _path, _said: review.place()),
)  # fmt: skip


def routes(review: Session) -> list[Route]:
    """The API's routes, its events among them."""
    made = [Route(call.path, _endpoint(call, review), methods=[call.method]) for call in CALLS]
    return [*made, Route("/api/events", _events(review))]


def _endpoint(call: Call, review: Session) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            said = (
                call.takes.model_validate_json(await request.body() or b"{}")
                if call.takes
                else None
            )
            told = await call.answer(review, dict(request.path_params), said)
        except (ClientDisconnect, ValidationError, V2AError) as error:
            return JSONResponse({"error": _said(error)}, _status(error))
        return Response(told.model_dump_json(), media_type="application/json")

    return endpoint


def _status(error: Exception) -> int:
    """The status that says how somebody is refused."""
    kinds = (
        (ClientDisconnect, 413),
        (ValidationError, 422),
        (LockedError, 409),
        (HeldError, 402),
        (UsageError, 400),
    )
    return next((status for kind, status in kinds if isinstance(error, kind)), 500)


def _said(error: Exception) -> str:
    """The reason in a line."""
    if isinstance(error, ClientDisconnect):
        return f"at most {LARGEST} bytes are read."
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"])) or "the request"
        return f"{name}: {first['msg'].lower()}."
    return str(error)


def _events(review: Session) -> Callable[[Request], Awaitable[Response]]:
    """Server-sent events: the state, whenever it changes."""

    async def endpoint(_request: Request) -> Response:
        return StreamingResponse(_told(review), media_type="text/event-stream")

    return endpoint


async def _told(review: Session) -> AsyncIterator[str]:
    event = review.listen_in()
    event.set()
    try:
        while True:
            try:
                async with asyncio.timeout(_BEAT):
                    await event.wait()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            event.clear()
            state = await review.state()
            yield f"event: state\ndata: {json.dumps(state.model_dump())}\n\n"
            # A burst of changes is one event.
            await asyncio.sleep(_PACE)
    finally:
        review.hang_up(event)
