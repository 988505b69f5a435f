"""Results as programs read them."""

from collections.abc import Collection, Iterable
from typing import Any

from otio_v2a.cli.labels import places
from otio_v2a.edit import Edit
from otio_v2a.gateway.ledger import number
from otio_v2a.model import Cue, Part
from otio_v2a.providers.base import Local, Provider
from otio_v2a.score.choosing import Listing, Open
from otio_v2a.score.outlook import Outlook
from otio_v2a.score.placing import Takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import notice_json, span_json, worst_first


def _cue_json(cue: Cue, edit: Edit) -> dict[str, Any]:
    first, last, _ = places(cue.record, edit)
    return {
        "id": cue.id,
        "name": cue.name,
        "address": cue.address,
        "record": span_json(cue.record),
        "timecode": {"in": first, "out": last},
        "prompts": cue.prompts.model_dump(),
        "roles": sorted(cue.roles),
        "options": {
            "takes": cue.options.takes,
            "gain_db": cue.options.gain_db,
            "fade": f"{float(cue.options.fade.amount):g}{cue.options.fade.unit}"
            if cue.options.fade
            else None,
            "stems": cue.options.stems,
            "video_id": cue.options.video_id or None,
        },
    }


def cues(prepared: Prepared) -> dict[str, Any]:
    """What `cues --json` prints."""
    spotted, document = prepared.spotted, prepared.document
    return {
        "timeline": str(document.path.absolute()),
        "dialect": document.dialect.name,
        "rate": str(document.edit.rate),
        "start": document.edit.start,
        "drop_frame": document.edit.drop_frame,
        "length": document.edit.length,
        "cues": [_cue_json(cue, document.edit) for cue in spotted.cues],
        "held": [
            {
                "id": held.id,
                "name": held.name,
                "address": held.address,
                "record": span_json(held.record),
                "skipped": held.skipped,
                "message": held.message,
            }
            for held in spotted.held
        ],
        "notices": [notice_json(notice) for notice in worst_first(prepared.notices)],
    }


def plan(prepared: Prepared, ahead: Outlook) -> dict[str, Any]:
    """What `plan --json` prints: the cues, then the parts and their price."""
    parts = [part for part in prepared.plan.parts if part.cue.id in prepared.chosen]
    said = worst_first((*prepared.notices, *ahead.remarks))
    return {
        **cues(prepared),
        "notices": [notice_json(notice) for notice in said],
        "provider": prepared.provider.name,
        "cost_usd": float(ahead.cost),
        "requests": sum(ahead.requests.values()),
        "parts": [_part_json(part, ahead) for part in parts],
    }


def _part_json(part: Part, ahead: Outlook) -> dict[str, Any]:
    return {
        "cue": part.cue.id,
        "role": part.role,
        "prompts": part.prompts.model_dump(),
        "takes": list(part.takes),
        "head": part.head,
        "tail": part.tail,
        "segments": [span_json(segment.record) for segment in part.segments],
        "requests": ahead.requests.get(part.key, 0),
        "cost_usd": float(ahead.costs.get(part.key, 0)),
        "states": dict(ahead.standings.get(part.key, {})),
        "problem": ahead.problems.get(part.key, ""),
    }


def takes(prepared: Prepared, found: Listing) -> dict[str, Any]:
    """What `takes --json` prints: finished takes, and requests that wait or are under way."""
    path = str(prepared.document.path.absolute())
    return {
        "timeline": path,
        "cues": [_takes(one) for one in found.takes],
        "requests": [_open(one) for one in found.open],
    }


def _open(one: Open) -> dict[str, Any]:
    entry = one.entry
    return {
        "id": number(entry.key),
        "cue": entry.cue,
        "role": entry.role,
        "take": entry.take,
        "segment": entry.segment,
        "state": entry.state,
        "provider": entry.provider,
        "job": entry.job or None,
        "sent": entry.created,
        "price_usd": float(entry.price),
        "message": entry.message,
    }


def _takes(one: Takes) -> dict[str, Any]:
    return {
        "id": one.part.cue.id,
        "name": one.part.cue.name,
        "role": one.part.role,
        "takes": list(one.done),
        "chosen": one.chosen,
    }


def providers(found: Iterable[Provider], keyed: Collection[str]) -> dict[str, Any]:
    """What `providers --json` prints."""
    return {"providers": [_provider(one, one.name in keyed) for one in found]}


def _provider(one: Provider, has_key: bool) -> dict[str, Any]:
    shortest, longest = one.limits.min_seconds, one.limits.max_seconds
    return {
        "name": one.name,
        "model": one.model,
        "local": isinstance(one, Local),
        "min_seconds": None if shortest is None else float(shortest),
        "max_seconds": None if longest is None else float(longest),
        "prompt_characters": one.limits.prompt_characters,
        "price_usd": float(one.price.request),
        "price_usd_a_second": float(one.price.second),
        "price_assumed": one.price.assumed,
        "concurrency": one.concurrency,
        "key": has_key,
    }
