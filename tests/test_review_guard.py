"""Nobody but the page that was opened hears anything of a review, or has it do anything."""

import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from flashes import Mark
from reels import MOVIE, REEL
from reviewing import Review, a_review
from running import SMALL, Place

HOSTILE = "<img src=x onerror=alert(1)>&\"'"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("review")


@pytest.fixture(scope="module")
def review(folder: Path) -> Iterator[Review]:
    MOVIE.make(folder)
    timeline = replace(REEL, marks=(Mark(HOSTILE, 20, 60),)).save(folder, "Reel 1.otio")
    (folder / "secret.wav").write_bytes(b"nobody may read this")
    with a_review(Place(folder, dict(SMALL)), timeline, "--provider", "clicker") as opened:
        yield opened


@pytest.fixture(scope="module")
def cue(review: Review) -> str:
    return str(review.get("/api/plan")["cues"][0]["id"])


def asked(review: Review, method: str, path: str, **headers: str) -> httpx.Response:
    """What is answered to somebody who sends just these headers."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.request(method, review.base + path, headers=sent, timeout=30)


@pytest.mark.parametrize("path", ["/api/state", "/api/plan", "/api/events", "/api/cues/x/listen"])
@pytest.mark.parametrize("token", ["", "wrong", "é"], ids=["none", "wrong", "strange"])
def test_without_the_token_nothing_is_told(review: Review, path: str, token: str) -> None:
    headers = {"X-V2A-Token": token.encode()} if token else {}
    answer = httpx.get(review.base + path, headers=headers)
    said = "open the address that otio-v2a printed: its token is missing."
    assert (answer.status_code, answer.json()) == (403, {"error": said})


@pytest.mark.parametrize("path", ["/api/run", "/api/place", "/api/cancel", "/api/cues/x"])
def test_without_the_token_nothing_is_done(review: Review, path: str) -> None:
    assert asked(review, "POST", path).status_code == 403


@pytest.mark.parametrize("path", ["/", "/api/plan", "/page/style.css", "/api.json"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil:80"])
def test_a_name_that_leads_here_is_not_enough(review: Review, path: str, host: str) -> None:
    answer = asked(review, "GET", path, Host=host, X_V2A_Token=review.token)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}"])
def test_another_page_may_neither_read_nor_write(review: Review, cue: str, origin: str) -> None:
    origin = origin.format(port=review.port)
    for method, path in (("GET", "/api/plan"), ("POST", "/api/run"), ("POST", f"/api/cues/{cue}")):
        answer = asked(review, method, path, Origin=origin, X_V2A_Token=review.token)
        assert (answer.status_code, "access-control-allow-origin" in answer.headers) == (403, False)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_not_understood(review: Review, method: str) -> None:
    assert asked(review, method, "/api/plan", X_V2A_Token=review.token).status_code == 405


def test_no_get_changes_anything(review: Review, cue: str) -> None:
    version = review.get("/api/plan")["version"]
    for path in ("/api/run", "/api/place", "/api/cancel", f"/api/cues/{cue}/use"):
        assert review.client.get(path).status_code == 405
    assert review.get("/api/plan")["version"] == version


@pytest.mark.parametrize(
    "name",
    [
        *("../../secret.wav", "..%2f..%2fsecret.wav", "%2e%2e/%2e%2e/secret.wav"),
        *("..%5c..%5csecret.wav", "ledger.sqlite3", "../ledger.sqlite3", "%00.wav"),
        *("v2a_x.wav%00.png", "/etc/passwd", "%2fetc%2fpasswd", "v2a_nobody_sfx_t1_00.wav"),
    ],
)
@pytest.mark.parametrize("kind", ["audio", "picture", "own", "still", "replies", ".."])
def test_no_path_leads_out_of_the_work_folder(review: Review, kind: str, name: str) -> None:
    key = review.get("/api/plan")["cues"][0]["still"].split("/")[2]
    with socket.create_connection(("127.0.0.1", review.port), timeout=30) as line:
        line.sendall(
            f"GET /media/{key}/{kind}/{name} HTTP/1.1\r\nHost: 127.0.0.1:{review.port}\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: line.recv(65_536), b""))
    assert answer.split(b" ")[1] in (b"404", b"400")
    assert b"nobody may read this" not in answer


def test_files_have_addresses_that_nobody_guesses(review: Review) -> None:
    still = review.get("/api/plan")["cues"][0]["still"]
    assert httpx.get(review.base + still).headers["content-type"] == "image/jpeg"
    for key in ("", "x", review.token, "a" * 32):
        other = still.replace(still.split("/")[2], key)
        assert httpx.get(review.base + other).status_code == 404


@pytest.mark.parametrize("told", ["honest", "chunked"])
def test_a_body_without_end_is_not_read(review: Review, cue: str, told: str) -> None:
    size = 200_000
    parts = (b" " * 1000 for _ in range(size // 1000))
    body = b" " * size if told == "honest" else parts
    assert review.client.post(f"/api/cues/{cue}", content=body).status_code == 413
    assert review.get("/api/plan")["cues"][0]["edited"] is False


@pytest.mark.parametrize(
    "said",
    ["", "[]", "nonsense", '{"unknown": 1}', '{"takes": 0}', '{"gain_db": 1e999}', '{"fade": {}}'],
)
def test_what_is_not_understood_is_refused_in_a_line(review: Review, cue: str, said: str) -> None:
    answer = review.client.post(f"/api/cues/{cue}", content=said)
    if said == "":
        assert answer.status_code == 200
        return
    assert (answer.status_code, list(answer.json())) == (422, ["error"])
    assert "\n" not in answer.json()["error"]


def test_a_prompt_too_long_is_refused_and_not_cut(review: Review, cue: str) -> None:
    status, why = review.refused(f"/api/cues/{cue}", sound_effect="x" * 201)
    assert (status, why) == (422, "sound_effect: string should have at most 200 characters.")


def test_what_a_marker_says_is_told_as_text_alone(review: Review) -> None:
    answer = review.client.get("/api/plan")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["cues"][0]["prompts"]["sound_effect"] == HOSTILE
    assert json.loads(answer.text)["cues"][0]["marker"]["sound_effect"] == HOSTILE


def test_every_answer_forbids_what_a_page_of_ours_does_not_need(review: Review) -> None:
    for path in ("/", "/api/plan", "/page/style.css", "/api.json", "/nowhere"):
        headers = review.client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert {
            name: headers[name]
            for name in ("x-content-type-options", "x-frame-options", "referrer-policy")
        } == {
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "no-referrer",
        }


def test_only_this_machine_reaches_it(review: Review) -> None:
    with (
        pytest.raises(OSError, match=r".*"),
        socket.create_connection((_outer_address(), review.port), timeout=5),
    ):
        pass


def _outer_address() -> str:
    """An address of this machine that is not the loopback's."""
    found = {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    outer = sorted(str(one) for one in found if not str(one).startswith("127."))
    return outer[0] if outer else "127.0.0.2"
