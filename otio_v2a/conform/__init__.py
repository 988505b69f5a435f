"""Edit + record span -> what the viewer sees. Pure: nothing is opened, nothing is measured."""

from otio_v2a.conform.program import Program, Top, program
from otio_v2a.conform.remarks import Unseen, unconformed
from otio_v2a.conform.shots import cuts, shots
from otio_v2a.conform.visuals import fills, leaves, opaque, part, visible

__all__ = [
    "Program",
    "Top",
    "Unseen",
    "cuts",
    "fills",
    "leaves",
    "opaque",
    "part",
    "program",
    "shots",
    "unconformed",
    "visible",
]
