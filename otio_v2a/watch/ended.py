"""How a job ended, as its process says it and as everybody is told."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from otio_v2a.watch.folder import shown

How = (
    Literal["done", "partial", "same", "failed", "held"]
    | Literal["gone", "later", "stuck", "stopped", "died"]
)
"""`partial`: written, and some cues failed. `same`: made before of the same content. `gone`:
somebody else has it. `later`: it is still being copied. `stuck`: the disk or the folder is in the
way; `stopped`: the service was; `died`: its process ended without a word. The last five leave the
timeline where it is.
"""

State = Literal["done", "failed", "held"]
FILED: Mapping[How, State] = {
    "done": "done",
    "same": "done",
    "partial": "failed",
    "failed": "failed",
    "held": "held",
}
"""In which of the three places a timeline ends."""

SCHEMA = "otio_v2a.job/1"


@dataclass(frozen=True, slots=True)
class Ended:
    """How one job ended. `name` is what the timeline is known by, `where` it lies now.

    Unit: `price` in USD, what somebody is asked for or what was spent.
    """

    name: str
    how: How
    message: str = ""
    where: Path | None = None
    outputs: tuple[Path, ...] = ()
    price: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    started: str = ""
    ended: str = ""

    def told(self) -> dict[str, Any]:
        """As sidecars, notifications and the log of the service have it."""
        return {
            "schema": SCHEMA,
            "name": shown(self.name),
            "state": FILED.get(self.how),
            "how": self.how,
            "message": self.message,
            "next": advice(self),
            "where": shown(str(self.where)) if self.where else None,
            "outputs": [str(path) for path in self.outputs],
            "price_usd": float(self.price),
            "spent_usd": float(self.spent),
            "started": self.started,
            "ended": self.ended,
            "host": socket.gethostname(),
        }


def understood(said: Mapping[str, Any]) -> Ended:
    """What `told` said.

    Raises: KeyError, TypeError, ValueError when it is something else.
    """
    return Ended(
        name=said["name"],
        how=said["how"],
        message=said["message"],
        where=Path(said["where"]) if said["where"] else None,
        outputs=tuple(map(Path, said["outputs"])),
        price=Decimal(str(said["price_usd"])),
        spent=Decimal(str(said["spent_usd"])),
        started=said["started"],
        ended=said["ended"],
    )


def advice(ended: Ended) -> str:
    """What a person can do now; empty where there is nothing to be done."""
    name = shown(Path(ended.name).name)
    match ended.how:
        case "held":
            return f"To say yes, move '{name}' into in/approved/. To say no, delete it."
        case "failed":
            return f"Put that right, then move '{name}' back into in/."
        case "partial":
            return (
                f"The result is written without them. Put that right, then move '{name}' back into"
                " in/: what is scored costs nothing more."
            )
        case "same":
            return "To have it scored anew, change a marker, or delete that result first."
    return ""
