"""Ours against the vendors' own clients: the same requests, but for what differs on purpose.

Source: facts 'providers', sections 12 and 13. Kling's vendor has no client to be had.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fakes.gateways import GATEWAYS
from fakes.gateways.base import Gateway
from fakes.gateways.footage import a_film
from fakes.gateways.wire import Seen
from shop import a_shop
from test_certification import (
    FAL_MODEL,
    FAL_PROMPTS,
    PROMPTS,
    SCENARIO_KLING,
    VERSION,
    WAVESPEED_MODEL,
    fal_s_client,
    imported,
    sdk,
)

from otio_v2a.gateway.ledger import Entry

# Names of inputs and progress are asked for by us alone; files by nobody's client.
NOT_THE_JOB = ("download", "stream", "schema")
TELLING_WHO = ("x-client-", "x-stainless-")


@dataclass(frozen=True, slots=True)
class Line:
    """A request as far as a seller looks at it.

    `told` are the names of what it says: `?` in the query, `:` in a header, else in the body.
    """

    kind: str
    method: str
    path: str
    auth: str
    told: frozenset[str]


def line(seen: Seen) -> Line:
    content = seen.headers.get("content-type", "").partition(";")[0]
    auth = seen.headers.get("authorization", "").partition(" ")[0]
    headers = [one for one in seen.headers if one.startswith("x-")]
    told = {
        *(f"?{name}" for name in seen.query),
        *(f":{name}" for name in headers if not name.startswith(TELLING_WHO)),
        *([f":content-type={content}"] if content and seen.size else []),
        *names(seen.body),
    }
    return Line(seen.kind, seen.method, seen.path, auth, frozenset(told))


def names(body: Any, above: str = "") -> Iterator[str]:
    """The keys of a body with those inside it."""
    if isinstance(body, list):
        for one in body:
            yield from names(one, above)
    for key, one in body.items() if isinstance(body, dict) else ():
        yield f"{above}{key}"
        yield from names(one, f"{above}{key}.")


def lines(gateway: Gateway) -> list[Line]:
    """What a gateway was asked for a job, each request once, in order."""
    found = (line(seen) for seen in gateway.log if seen.kind not in NOT_THE_JOB)
    return list(dict.fromkeys(found))


def wavespeed(gateway: Gateway, film: Path, _: pytest.MonkeyPatch) -> None:
    key, base = gateway.environment.values()
    client = sdk("wavespeed", "wavespeed").Client(key, base_url=base)
    asked = {"video": client.upload(str(film)), **PROMPTS}
    client.run(WAVESPEED_MODEL, asked, poll_interval=0.01)


def inference(gateway: Gateway, film: Path, _: pytest.MonkeyPatch) -> None:
    key, base = gateway.environment.values()
    client = sdk("inferencesh", "inferencesh").inference(api_key=key, base_url=base)
    video = client.files.upload(str(film))["uri"]
    client.run({"app": "klingai/video-to-audio", "input": {"video": video, **PROMPTS}})


def scenario(gateway: Gateway, film: Path, _: pytest.MonkeyPatch) -> None:
    key, secret, base = gateway.environment.values()
    module = sdk("scenario_sdk", "scenario-sdk")
    with module.Scenario(api_key=key, api_secret=secret, base_url=base) as client:
        prompts = {"soundEffectPrompt": "rain", "backgroundMusicPrompt": "piano"}
        body = {"video": imported(client, film), **prompts, "asmrMode": False}
        job = client.generate.run_model(SCENARIO_KLING, body=body).job.job_id
        while client.jobs.retrieve(job).job.status != "success":
            time.sleep(0)
        for asset in client.jobs.retrieve(job).job.metadata.asset_ids:
            client.assets.retrieve(asset)


def fal(gateway: Gateway, film: Path, _: pytest.MonkeyPatch) -> None:
    with fal_s_client(gateway) as client:
        asked = {"video_url": client.upload_file(film), **FAL_PROMPTS}
        client.submit(FAL_MODEL, asked).get(interval=0.01)


def fal_mmaudio(gateway: Gateway, film: Path, _: pytest.MonkeyPatch) -> None:
    with fal_s_client(gateway) as client:
        asked = {"video_url": client.upload_file(film), "prompt": "rain, piano", "duration": 4.0}
        more = {"negative_prompt": "", "num_steps": 25, "cfg_strength": 4.5}
        body = {**asked, **more, "mask_away_clip": False}
        client.submit("fal-ai/mmaudio-v2", body).get(interval=0.01)


def replicate(gateway: Gateway, film: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("REPLICATE_POLL_INTERVAL", "0.01")
    token, base = gateway.environment.values()
    client = sdk("replicate", "replicate").Client(api_token=token, base_url=base)
    video = client.files.create(film).urls["get"]
    asked = {"video": video, "prompt": "rain, piano", "negative_prompt": "", "duration": 4.0}
    client.predictions.create(version=VERSION, input=asked).wait()
    client._client.close()


VENDORS: Mapping[str, Callable[[Gateway, Path, pytest.MonkeyPatch], None]] = {
    "wavespeed": wavespeed,
    "inference": inference,
    "scenario": scenario,
    "fal": fal,
    "fal-mmaudio": fal_mmaudio,
    "replicate-mmaudio": replicate,
}
KEEP_A_DAY = {
    # What we send is to be gone after a day; the vendor's client says so only when told to.
    "upload": {":x-fal-object-lifecycle"},
    "submit": {":x-fal-object-lifecycle-preference"},
}
OURS: Mapping[str, Mapping[str, set[str]]] = {
    # Sending the parts is nobody's client's; no type was signed, so that it may be said.
    "scenario": {"upload": {":content-type=video/mp4"}},
    "fal": KEEP_A_DAY,
    # Takes of one picture have to differ.
    "fal-mmaudio": {**KEEP_A_DAY, "submit": {*KEEP_A_DAY["submit"], "seed"}},
    # The same; and what else changes the sound is said, lest its default change unnoticed.
    "replicate-mmaudio": {"submit": {"input.seed", "input.num_steps", "input.cfg_strength"}},
}
"""What we say and the vendors' clients do not, by the kind of request."""

THEIRS: Mapping[str, Mapping[str, set[str]]] = {
    # We read no logs, and say nothing of them.
    "fal": {"poll": {"?logs"}},
    "fal-mmaudio": {"poll": {"?logs"}},
}
"""What the vendors' clients say and we do not."""


def without(found: list[Line], extra: Mapping[str, set[str]]) -> list[Line]:
    """Requests without what they alone say; a test that lists too much fails as well."""
    for kind, told in extra.items():
        assert {name for one in found if one.kind == kind for name in one.told} >= told
    return [replace(one, told=one.told - extra.get(one.kind, set())) for one in found]


@pytest.mark.parametrize("name", VENDORS)
def test_we_ask_as_the_vendor_s_own_client_does(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = tmp_path / "clip.mp4"
    film.write_bytes(a_film(100))
    with GATEWAYS[name]() as gateway:
        VENDORS[name](gateway, film, monkeypatch)
    with a_shop(name, tmp_path) as shop:
        (ended,) = shop.buy()
    assert isinstance(ended, Entry), ended
    theirs = without(lines(gateway), THEIRS.get(name, {}))
    assert without(lines(shop.gateway), OURS.get(name, {})) == theirs
    [our_bill], [their_bill] = shop.gateway.bills, gateway.bills
    # Links to uploads differ, and so does what only we say.
    differs = ("video", "video_url", "seed")
    said = {key: value for key, value in their_bill.body.items() if key not in differs}
    assert {key: our_bill.body[key] for key in said} == said
    assert our_bill.video_digest == their_bill.video_digest


def test_no_key_goes_to_a_place_that_takes_files_though_one_client_sends_it(
    tmp_path: Path,
) -> None:
    # fal's client does so when it falls back to another store; see the certification.
    with a_shop("fal", tmp_path) as shop:
        shop.buy()
    sent = [one for one in shop.gateway.log if one.site == "store" and one.method != "GET"]
    schemes = [one.headers["authorization"].partition(" ")[0] for one in sent]
    assert (schemes, shop.gateway.leaks) == (["Bearer"], [])
