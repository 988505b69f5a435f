"""What a person may decide about a request: only what no seller can be asked for."""

import sqlite3
from pathlib import Path

import pytest
from counters import a_cut, a_desk
from reels import MOVIE


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        (
            "kling",
            2,
            "otio-v2a: nothing of 'ID' is uncertain or failed: there is nothing to decide.\n",
        ),
        ("fal", 0, "1 request will be sent again by the next score, for $0.035.\n"),
    ],
)
def test_a_lost_request_is_released_by_hand_only_where_nobody_can_be_asked(
    name: str, code: int, told: str, tmp_path: Path
) -> None:
    MOVIE.make(tmp_path)
    with a_desk(name, tmp_path, tmp_path, a_cut(prompts=1, ranges=1)) as desk:
        assert desk.score().code == 0
        ledger = sqlite3.connect(tmp_path / "Reel 1.v2a" / "ledger.sqlite3")
        with ledger:
            ledger.execute("update request set state = 'intent', job = ''")
            ((key,),) = ledger.execute("select key from request").fetchall()
        ledger.close()
        done = desk.run("takes", "resubmit", key[:8])
    assert (done.code, done.err.replace(key[:8], "ID")) == (code, told)
