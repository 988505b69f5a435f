"""Every error this program raises on purpose, as one tree.

    V2AError                  exit 1   stopped; the message says what to do
    ├── UsageError            exit 2   a flag, a path or the configuration is wrong
    ├── TimelineError         exit 1   a timeline cannot be read or written
    │   └── SequenceError     exit 1   a file holds several sequences, and nobody said which
    ├── MediaError            exit 1   a picture cannot be had
    │   ├── OfflineError      exit 1   the file of a clip cannot be found
    │   └── RenderError       exit 1   ffmpeg did not make what was asked
    ├── AudioError            exit 1   a sound cannot be decoded, joined or written
    ├── ProviderError         exit 1   a scorer refused or failed
    │   └── GatewayError      exit 1   a seller refused, failed or cannot be reached
    │       ├── UnsentError   exit 1   a request never left this machine
    │       ├── LostError     exit 1   what became of a request cannot be known
    │       └── PaidError     exit 1   it is paid for, and a later run will fetch it
    ├── LedgerError           exit 1   the ledger cannot be used
    │   └── LockedError       exit 1   another run holds this timeline
    ├── ResolveError          exit 1   what goes with DaVinci Resolve cannot be done
    │   └── UndoneError       exit 1   Resolve did not do something, whatever it says
    ├── HeldError             exit 4   needs a person's yes before anything is sent
    └── InterruptedRunError   exit 130 stopped by the user; run again to resume

Each message says what is wrong, which one, and what to do. One place (`cli/app.py`) turns them
into a line and a code.
"""

__all__ = [
    "AudioError",
    "GatewayError",
    "HeldError",
    "InterruptedRunError",
    "LedgerError",
    "LockedError",
    "LostError",
    "MediaError",
    "OfflineError",
    "PaidError",
    "ProviderError",
    "RenderError",
    "ResolveError",
    "SequenceError",
    "TimelineError",
    "UndoneError",
    "UnsentError",
    "UsageError",
    "V2AError",
]


class V2AError(Exception):
    """Anything this program stops for, with a message for people."""

    exit_code = 1


class UsageError(V2AError):
    """A flag, a path or the configuration is wrong."""

    exit_code = 2


class TimelineError(V2AError):
    """A timeline cannot be read or written."""


class SequenceError(TimelineError):
    """A file holds several sequences, and nobody said which is meant. `names` are theirs."""

    def __init__(self, message: str, names: tuple[str, ...] = ()) -> None:
        """Keep the names beside the message."""
        super().__init__(message)
        self.names = names


class MediaError(V2AError):
    """A picture cannot be had."""


class OfflineError(MediaError):
    """The file of a clip cannot be found."""


class RenderError(MediaError):
    """The renderer did not make what was asked."""


class AudioError(V2AError):
    """A sound cannot be decoded, joined or written."""


class ProviderError(V2AError):
    """A scorer refused or failed."""


class GatewayError(ProviderError):
    """A seller refused, failed or cannot be reached.

    `kind` is why, in the words of the provider sheet; `wait` the seconds it asked us to wait;
    `status` the answer's, 0 where there was none.
    """

    def __init__(
        self, message: str, kind: str = "unknown", wait: float | None = None, status: int = 0
    ) -> None:
        """Keep why beside the message."""
        super().__init__(message)
        self.kind = kind
        self.wait = wait
        self.status = status


class UnsentError(GatewayError):
    """A request never left this machine."""


class LostError(GatewayError):
    """What became of a request cannot be known."""


class PaidError(GatewayError):
    """It is paid for, and a later run will fetch it."""


class LedgerError(V2AError):
    """The ledger cannot be used."""


class LockedError(LedgerError):
    """Another run holds this timeline."""


class ResolveError(V2AError):
    """What goes with DaVinci Resolve cannot be done."""


class UndoneError(ResolveError):
    """Resolve did not do something, whatever it says."""


class HeldError(V2AError):
    """Needs a person's yes before anything is sent."""

    exit_code = 4


class InterruptedRunError(V2AError):
    """Stopped by the user; a further run resumes."""

    exit_code = 130
