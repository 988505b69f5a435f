"""Failures in the user's words: what, which one, what to do."""

from collections.abc import Mapping
from types import MappingProxyType

from otio_v2a.providers.wire import Failure, Kind

_SAID: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.AUTH: "{who} refused your key{why}. Set it again: otio-v2a keys set {who}.",
        Kind.TOKEN: "{who} refused the token{why}. Check your key, and this machine's clock.",
        Kind.QUOTA: "your account at {who} has no credit left{why}. Top it up, then run again.",
        Kind.MODERATION: (
            "{who} refused it by its content rules{why}. Reword the marker, or mark another range."
        ),
        Kind.BAD_INPUT: "{who} refused the request{why}. Change the marker, then run again.",
        Kind.RATE: "{who} is too busy to take it{why}. Run again later.",
        Kind.TRANSIENT: "{who} has trouble{why}. Run again later.",
        Kind.UNKNOWN: "{who} failed{why}.",
    }
)


def said(who: str, failure: Failure) -> str:
    """A failure as one sentence or two; `who` is the provider."""
    why = f" ({failure.text.rstrip('. ')})" if failure.text else ""
    return _SAID[failure.kind].format(who=who, why=why)
