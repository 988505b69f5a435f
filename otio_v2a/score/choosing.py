"""Takes, listed and chosen by a person."""

from collections.abc import Sequence

from otio_v2a.errors import UsageError
from otio_v2a.gateway.ledger import opened
from otio_v2a.score.ordering import ordered_parts
from otio_v2a.score.placing import Takes, takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.workfolder import WorkFolder, held

_FORM = "use CUE TAKE"


def listed(prepared: Prepared, folder: WorkFolder) -> tuple[Takes, ...]:
    """The finished takes of every part; none where nothing was scored yet."""
    if not folder.ledger.is_file():
        return tuple(Takes(one, (), None) for one in ordered_parts(prepared, None))
    with opened(folder.ledger) as ledger:
        return takes(ordered_parts(prepared, ledger), ledger, folder)


def choose(prepared: Prepared, folder: WorkFolder, words: Sequence[str], role: str | None) -> None:
    """Remember a person's choice, given as `use CUE TAKE`.

    Raises: UsageError when the words do not fit or there is no such take.
    """
    cue, number = _asked(words)
    found = [
        one
        for one in listed(prepared, folder)
        if cue in (one.part.cue.id, one.part.cue.name) and role in (None, one.part.role)
    ]
    if len(found) != 1:
        known = ", ".join(f"{one.part.cue.id} ({one.part.role})" for one in found)
        message = f"several cues fit '{cue}': {known}. Say its id, and --role where it has stems."
        if not found:
            message = f"there is no cue '{cue}' here. See `otio-v2a takes TIMELINE`."
        raise UsageError(message)
    if number not in found[0].done:
        done = ", ".join(map(str, found[0].done)) or "none"
        message = f"cue '{cue}' has no take {number}. Finished takes: {done}."
        raise UsageError(message)
    with held(folder), opened(folder.ledger) as ledger:
        ledger.choose(found[0].part.key, number)


def _asked(words: Sequence[str]) -> tuple[str, int]:
    match list(words):
        case ["use", cue, number] if number.isdecimal():
            return cue, int(number)
    message = f"'{' '.join(words)}' is not understood. To choose a take, say: {_FORM}."
    raise UsageError(message)
