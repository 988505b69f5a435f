"""No secret in anything that is written: every byte of failing runs is searched for each of them.

Source: reliability sheet, sections 16 and 17.9. Sellers answer with our own keys in their words.
"""

import re
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from counters import a_cut, a_desk
from fakes.gateways import GATEWAYS
from fakes.gateways.base import Gateway
from fakes.gateways.faults import Fault
from fakes.gateways.kling import API_KEY
from reels import MOVIE
from shop import KLINGS, Shop, a_shop

LONGEST = 300
"""Characters of a seller's words that are told; a key may stand right where they are cut."""

SHOWN = 14
"""Characters of a secret that are too many to be seen."""

WORDS = ("message", "detail", "error", "title", "msg")
HOST = "https://10.0.0.1"


def known(gateway: Gateway) -> tuple[str, ...]:
    """The secrets that a run has or is given."""
    keys = tuple(value for name, value in gateway.environment.items() if "URL" not in name)
    given = () if API_KEY in keys else tuple(one for one in gateway.secrets if one != API_KEY)
    return (*keys, *given)


def echo(gateway: Gateway, *, cut: bool = False) -> str:
    """What a seller says that knows no shame; or long words that are cut off inside a key."""
    secrets, (signature,) = known(gateway), gateway.signatures
    if cut:
        return f"{'so ' * 93}{secrets[0]:<60}"[: LONGEST + 60]
    link = f"{HOST}/a.mp4?Signature={signature}&X-Amz-Signature={secrets[0]}"
    token = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhYmMifQ.c2lnbmF0dXJl"
    return f"refused {' '.join(secrets)} Bearer {token} by {link}"


def said(gateway: Gateway, status: int, **how: bool) -> Fault:
    """A refusal in those words."""
    return Fault.answer(status, dict.fromkeys(WORDS, echo(gateway, **how)))


def failed(name: str, gateway: Gateway) -> Fault:
    """A job that has failed, in those words and every seller's form at once."""
    told = echo(gateway)
    state = {"status": "failed", "task_status": "failed", "task_status_msg": told, "error": told}
    job = {"status": "failure", "metadata": {"error": told, "hint": told}}
    over = "COMPLETED" if name.startswith("fal") else "failed"
    return Fault.answer(200, {**state, "code": 0, "status": over, "data": state, "job": job})


def troubles(name: str, gateway: Gateway) -> Mapping[str, tuple[str, list[Fault], str]]:
    """What goes wrong: with which kind of request, how, and how the request then stands."""
    lost = "done" if name in KLINGS else "uncertain"
    (signature,) = gateway.signatures
    key = known(gateway)[0].split(":")[0]
    away = Fault.redirect(f"{HOST}/{key}/out.mp4?Signature={signature}")
    waiting = Fault.answer(200, {"code": 0, "status": key, "data": {"task_status": key}})
    upload = {} if name in KLINGS else {"upload": ("upload", [said(gateway, 403)], "none")}
    return {
        "401": ("submit", [said(gateway, 401)], "rejected"),
        "422": ("submit", [said(gateway, 422)], "rejected"),
        "long": ("submit", [said(gateway, 400, cut=True)], "rejected"),
        "late": ("submit", [Fault.late(500)], lost),
        "reset": ("submit", [Fault.reset(after=True)], lost),
        "garbage": ("submit", [Fault.garbage()], lost),
        **upload,
        "poll": ("poll", [said(gateway, 401)], "submitted"),
        "failed": ("poll", [failed(name, gateway)], "failed"),
        "never": ("poll", [waiting] * 400, "submitted"),
        "redirect": ("download", [away] * 20, "submitted"),
        "expired": ("download", [said(gateway, 403)] * 20, "submitted"),
    }


def found(content: bytes, gateway: Gateway) -> set[str]:
    """The secrets that begin somewhere in there."""
    text = content.decode("utf-8", "replace")
    wanted = {*known(gateway), *gateway.signatures}
    wanted |= {half for one in wanted for half in one.split(":")}
    seen = {one for one in wanted if one[:SHOWN] in text}
    return seen | set(re.findall(r"eyJ[\w-]+", text))


def written(folder: Path) -> bytes:
    """Every byte of the files below a folder, and their names."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return b"\n".join(str(path).encode() + b"\n" + path.read_bytes() for path in files)


def told(ended: Any) -> str:
    """An error as whoever debugs it sees it."""
    if not isinstance(ended, BaseException):
        return repr(ended)
    return repr(ended) + "".join(traceback.format_exception(ended))


@pytest.fixture
def shop(name: str, tmp_path: Path) -> Iterator[Shop]:
    with a_shop(name, tmp_path, poll_max=60.0) as one:
        one.gateway.signed = True
        yield one


@pytest.mark.parametrize("name", GATEWAYS)
def test_no_trouble_brings_a_secret_to_light(
    name: str, shop: Shop, capfd: pytest.CaptureFixture[str]
) -> None:
    states, seen = {}, []
    wanted = troubles(name, shop.gateway)
    for take, (trouble, (kind, faults, _)) in enumerate(wanted.items(), 1):
        shop.gateway.faults.clear()
        shop.gateway.faults[kind] = faults
        order = shop.order(take)
        seen.append("".join(map(told, shop.buy(order))))
        entry = shop.entry(order)
        states[trouble] = entry.state if entry else "none"
    content = "".join((*seen, repr(shop.told), *capfd.readouterr())).encode()
    assert states == {trouble: state for trouble, (_, _, state) in wanted.items()}
    assert found(content + written(shop.folder.root), shop.gateway) == set()
    assert content.count(b"[hidden]") >= 6


TOLD = {
    "kling": [("submit", 401), ("submit", 422), ("poll", 401)],
    "fal": [("submit", 401), ("upload", 403), ("poll", 401)],
    "wavespeed": [("submit", 401), ("upload", 403), ("poll", 401)],
}


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@pytest.mark.parametrize(("name", "debug"), [("kling", ""), ("fal", "1"), ("wavespeed", "1")])
def test_nothing_that_the_program_writes_holds_a_secret(
    name: str, debug: str, tmp_path: Path, media: Path
) -> None:
    with a_desk(name, tmp_path, media, a_cut(prompts=1, ranges=1)) as desk:
        desk.gateway.signed = True
        desk.place.extra["OTIO_V2A_DEBUG"] = debug
        words = ("score", "--yes", "--json", "--progress", "jsonl")
        ends = []
        for kind, status in TOLD[name]:
            desk.gateway.faults[kind] = [said(desk.gateway, status)]
            ends.append(desk.run(*words))
            desk.gateway.faults.clear()
        ends += [desk.run(verb) for verb in ("takes", "plan")]
        ends.append(desk.run(*words))
        ends.append(desk.run("score", "--max-cost", "0", "--takes", "2"))
        told = "".join(end.out + end.err for end in ends).encode()
        assert [end.code for end in ends] == [3, 3, 3, 0, 0, 0, 1 if debug else 4]
        assert ("Traceback" in ends[-1].err) == bool(debug)
        assert found(told + written(tmp_path), desk.gateway) == set()
        assert told.count(b"[hidden]") >= 3
