"""The API described, as OpenAPI 3.1: made from the routes and their models."""

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from otio_v2a import __version__
from otio_v2a.review.api import CALLS, Call
from otio_v2a.review.guard import TOKEN
from otio_v2a.review.told import Problem

_REFUSED = {
    "400": "It does not fit what is there.",
    "402": "The price is another by now, or above the cap: nothing was sent.",
    "403": "The token is missing.",
    "409": "A run is under way.",
    "422": "The body is not understood.",
}


def document() -> dict[str, Any]:
    """The whole description."""
    models: set[type[BaseModel]] = {Problem}
    for call in CALLS:
        models |= {model for model in (call.takes, call.gives) if model}
    _, schemas = models_json_schema(
        [(one, "serialization") for one in sorted(models, key=lambda one: one.__name__)],
        ref_template="#/components/schemas/{model}",
    )
    paths: dict[str, Any] = {}
    for call in CALLS:
        paths.setdefault(call.path, {})[call.method.lower()] = _operation(call)
    paths["/api/events"] = {"get": _events()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "otio-v2a review",
            "version": __version__,
            "description": "The plan of a timeline, its runs, takes and placing.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": TOKEN}},
        },
        "security": [{"token": []}],
    }


def _operation(call: Call) -> dict[str, Any]:
    told: dict[str, Any] = {
        "summary": call.summary,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"\{(\w+)\}", call.path)
        ],
        "responses": {
            "200": _content(call.gives.__name__, "What is asked."),
            **{code: _content(Problem.__name__, why) for code, why in _REFUSED.items()},
        },
    }
    if call.takes:
        told["requestBody"] = _content(call.takes.__name__, call.takes.__doc__ or "")
    return told


def _content(model: str, description: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model}"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _events() -> dict[str, Any]:
    text = {"text/event-stream": {"schema": {"type": "string"}}}
    said = "Events named 'state', each a StateView, whenever something changes."
    return {
        "summary": "Server-sent events: the state, whenever it changes.",
        "responses": {"200": {"description": said, "content": text}},
    }
