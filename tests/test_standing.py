"""How a request stands before a run, in every state; and what of it may cost something.

Source: facts 'reliability', sections 1 and 3.
"""

from pathlib import Path

import pytest
from edits import PAL, a_cue, a_part
from steps import seller

from otio_v2a.gateway.ledger import opened
from otio_v2a.picture.canvas import Canvas
from otio_v2a.providers import registry
from otio_v2a.providers.base import Provider, Remote
from otio_v2a.score.orders import Order, Picture
from otio_v2a.score.scorers import entry_of
from otio_v2a.score.standing import MAY_COST, Standing, standing
from otio_v2a.score.workfolder import WorkFolder

STATES = ("none", "intent", "submitted", "rejected", "uncertain", "failed", "done")
CAN_BE_ASKED = ("kling", "kkiai")
LOCAL = tuple(name for name in registry.names() if not isinstance(registry.provider(name), Remote))
BLIND = ("wavespeed", "inference", "scenario", "fal", "fal-mmaudio", "replicate-mmaudio")

SOLD = {
    "none": Standing.TO_SEND,
    "submitted": Standing.UNDER_WAY,
    "rejected": Standing.TO_SEND,
    "uncertain": Standing.UNCERTAIN,
    "failed": Standing.FAILED,
}
"""What a seller's requests stand at, whoever the seller is."""


def an_order() -> Order:
    part = a_part(a_cue())
    return Order("k" * 64, part, part.segments[0], 1, Picture("", (), {}, Canvas(64, 36, PAL)))


def found(state: str, provider: Provider, root: Path, file: bytes | None = None) -> Standing:
    """How the request stands in that state, with that file as its reply; 9 bytes are whole."""
    folder, asked = WorkFolder(root / "Cut.v2a"), an_order()
    with opened(folder.ledger) as ledger:
        if state != "none":
            ledger.begin(entry_of(asked, provider))
        steps = {
            "submitted": lambda: ledger.submit(asked.key, "job7"),
            "rejected": lambda: ledger.reject(asked.key, "too fast"),
            "uncertain": lambda: ledger.doubt(asked.key, "lost"),
            "failed": lambda: ledger.fail(asked.key, "boom"),
            "done": lambda: ledger.finish(asked.key, "k.wav", 9),
        }
        steps.get(state, lambda: None)()
        known = ledger.entries()
    if file is not None:
        folder.file("replies", "k.wav").write_bytes(file)
    return standing(asked, known, folder, provider)


@pytest.mark.parametrize("file", [None, b"123456789"], ids=["no file", "file"])
@pytest.mark.parametrize("name", [*CAN_BE_ASKED, *BLIND])
@pytest.mark.parametrize("state", SOLD)
def test_what_was_sold_stands_as_the_ledger_says_whatever_files_there_are(
    state: str, name: str, file: bytes | None, tmp_path: Path
) -> None:
    assert found(state, seller(name), tmp_path, file) is SOLD[state]


@pytest.mark.parametrize("name", CAN_BE_ASKED)
def test_an_intent_is_looked_up_where_the_seller_can_be_asked(name: str, tmp_path: Path) -> None:
    assert found("intent", seller(name), tmp_path) is Standing.SOUGHT


@pytest.mark.parametrize("name", BLIND)
def test_an_intent_is_left_to_a_person_where_nobody_can_be_asked(name: str, tmp_path: Path) -> None:
    assert found("intent", seller(name), tmp_path) is Standing.UNCERTAIN


@pytest.mark.parametrize("name", ["kling", "fal"])
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (b"123456789", Standing.DONE),
        (None, Standing.UNDER_WAY),
        (b"12345678", Standing.UNDER_WAY),
        (b"", Standing.UNDER_WAY),
    ],
    ids=["whole", "gone", "shorter", "empty"],
)
def test_what_is_paid_and_gone_is_fetched_and_not_bought(
    name: str, file: bytes | None, expected: Standing, tmp_path: Path
) -> None:
    assert found("done", seller(name), tmp_path, file) is expected


@pytest.mark.parametrize("file", [None, b"123456789", b"12345678"], ids=["none", "file", "shorter"])
@pytest.mark.parametrize("name", LOCAL)
@pytest.mark.parametrize("state", STATES)
def test_what_is_scored_on_this_machine_is_done_or_scored_again(
    state: str, name: str, file: bytes | None, tmp_path: Path
) -> None:
    whole = state == "done" and file == b"123456789"
    expected = Standing.DONE if whole else Standing.TO_SEND
    assert found(state, registry.provider(name), tmp_path, file) is expected


def test_only_what_is_sent_or_looked_up_may_cost() -> None:
    assert frozenset({Standing.TO_SEND, Standing.SOUGHT}) == MAY_COST
