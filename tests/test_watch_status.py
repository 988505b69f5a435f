"""How a watch folder stands, as it is printed: at 80 columns, for people who edit."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

from otio_v2a.cli import standing
from otio_v2a.watch.presence import Card
from otio_v2a.watch.status import Left, Running, Status

NOW = datetime(2026, 11, 20, 14, 2, 11, tzinfo=UTC)
LONG = "Episode 03/Reel 4 - Sc 12 Dream Sequence [v17] FINAL :skull: approved by all.otio"
ASKED = "it would cost 3.15 USD, more than the 2.00 that a job may cost (cap_per_job)."


def at(**ago: float) -> str:
    return (NOW - timedelta(**ago)).isoformat(timespec="seconds")


def a_status(**said: object) -> Status:
    kinds: dict[str, object] = {
        "folder": Path("/mnt/share/scoring"),
        "services": (),
        "queue": (),
        "running": (),
        "held": (),
        "failed": (),
        "failures": 0,
        "done_today": 0,
        "spent_today": Decimal(0),
        "cap_per_day": Decimal(0),
        "cap_per_job": Decimal(0),
    }
    return Status(**{**kinds, **said})


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """What is printed, on a terminal of 80 columns."""
    monkeypatch.setattr(standing, "console", lambda: Console(highlight=False, width=80))

    def printed(found: Status) -> list[str]:
        standing.show(found, 120, NOW)
        return capsys.readouterr().out.splitlines()

    return printed


def test_everything_has_its_place_within_80_columns(shown) -> None:
    lines = shown(
        a_status(
            services=(
                Card("render-01", 811, at(), at(), True),
                Card("render-02", 7, at(), at(seconds=40), None),
                Card("render-03", 9, at(), at(days=3, hours=1), None),
                Card("render-01", 5, at(), at(hours=1), False),
            ),
            queue=tuple(f"Cut {number}.otio" for number in range(10, 17)),
            running=(
                Running("Cut 01.otio", "render-01", 811, "scoring", 0.6, False),
                Running("Cut 02.otio", "render-01", 811, "scoring", 0.6, True),
                Running("Cut 03.otio", "render-01", 811, "", 0.0, True),
            ),
            held=(Left(LONG, ASKED, "To say yes, move it.", 3.15, at(minutes=5)),),
            failed=(Left("Trailer.prproj", "it is a project.", "", 0.0, at(hours=2)),),
            failures=13,
            done_today=12,
            spent_today=Decimal(4),
            cap_per_day=Decimal(20),
        )
    )
    assert max(map(len, lines)) <= 80
    assert lines == [
        "/mnt/share/scoring",
        "Watched by render-01 (811), looked just now.",
        "Watched by render-02 (7), looked 40 s ago.",
        "render-03 (9) looked 3 days ago, and not since.",
        "12 done today, 7 waiting, 1 held, 13 failed; 4.00 of 20.00 USD spent today",
        "",
        "Running",
        "  Cut 01.otio  scoring 60%, on render-01",
        "  Cut 02.otio  waits: scoring",
        "  Cut 03.otio  waits to be gone on with",
        "",
        "Waiting",
        *(f"  Cut {number}.otio" for number in range(10, 15)),
        "  and 2 more",
        "",
        "Held",
        "  Episode 03/Reel 4 - Sc 12 Dream Sequence [v17] FINAL :skull: approved by",
        "  all.otio  5 min ago",
        "    it would cost 3.15 USD, more than the 2.00 that a job may cost",
        "    (cap_per_job).",
        "    To say yes, move it.",
        "",
        "Failed",
        "  Trailer.prproj  2 h ago",
        "    it is a project.",
        "  and 12 more in failed/",
    ]


@pytest.mark.parametrize(
    "card", [None, Card("here", 1, at(), at(), False), Card("far", 2, at(), at(hours=1), None)]
)
def test_that_nobody_watches_is_said(card: Card | None, shown) -> None:
    lines = shown(a_status(services=(card,) if card else ()))
    assert lines[1] == "Nobody watches this folder."
    assert lines[-1] == "0 done today, 0 waiting, 0 held, 0 failed; 0.00 USD spent today"
    assert lines[2:-1] == ["far (2) looked 1 h ago, and not since."] * (
        card is not None and card.alive is None
    )


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        *((-5, "just now"), (0.4, "just now"), (1, "1 s ago"), (59, "59 s ago")),
        *((60, "1 min ago"), (3599, "59 min ago"), (3600, "1 h ago"), (100_000, "27 h ago")),
        (200_000, "2 days ago"),
    ],
)
def test_how_long_ago_is_said_as_people_say_it(seconds: float, told: str) -> None:
    assert standing.ago(seconds) == told
