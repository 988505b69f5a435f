"""In what manner a sound is asked for: the words next to it in its clause."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from otio_v2a.sketch.hearing.asking import Found
from otio_v2a.sketch.hearing.words import table

HEAVY, SOFT = 1.6, 0.5
SLOW, FAST = 0.6, 1.6

_AND = re.compile(r",? and |, ")
_GAIT = "running"  # is fast for feet alone, and a sound of its own

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a layer sounds: 1 is usual, or 0 to 1 for `distant`; `close` is dry and detailed.

    `surface` is what is stepped on or struck, `material` what the thing itself is made of.
    """

    distant: float = 0.0
    force: float = 1.0
    speed: float = 1.0
    surface: str = ""
    close: bool = False
    material: str = ""


def manners(clause: str, found: Sequence[Found]) -> tuple[Manner, ...]:
    """The manner of each sound of a clause."""
    said: dict[str, list[list[str]]] = {}
    for kind, owner in _OWNERS.items():
        said[kind] = [[] for _ in found]
        for *_, name, match in _said(clause, kind):
            place = _inside(found, match)
            place = owner(clause, found, match) if place is None else place
            if place is not None:
                said[kind][place].append(name)
    for words, how in zip(found, said["manners"], strict=True):
        if "footsteps" in words.layers and _GAIT in how:
            how.append("fast")
    return tuple(map(_manner, said["manners"], said["surfaces"], said["materials"]))


def says_only_how(clause: str, little: Collection[str]) -> bool:
    """Whether a clause has words of manner and no others that ask for anything."""
    spans = [match for *_, name, match in _said(clause, "manners") if name != _GAIT]
    left = "".join(
        " " if any(match.start() <= place < match.end() for match in spans) else letter
        for place, letter in enumerate(clause)
    )
    return bool(spans) and all(word in little for word in left.split())


def together(text: str) -> str:
    """The text with "slow and heavy" as "slow heavy", so that it stays one clause."""
    for *_, match in _said(text, "manners"):
        after = _AND.match(text, match.end())
        if after and any(entry.finder.match(text, after.end()) for entry in table("manners")):
            text = f"{text[: match.end()]} {' ' * (len(after.group()) - 1)}{text[after.end() :]}"
    return text


def _said(clause: str, kind: str) -> list[tuple[int, int, str, Match]]:
    return sorted(
        (
            (match.start(), -match.end(), entry.names[0], match)
            for entry in table(kind)
            for match in entry.finder.finditer(clause)
        ),
        key=lambda said: said[:3],
    )


def _manner(said: Collection[str], surfaces: Sequence[str], materials: Sequence[str]) -> Manner:
    return Manner(
        distant=float("distant" in said),
        force=HEAVY if "heavy" in said else SOFT if "soft" in said else 1.0,
        speed=SLOW if "slow" in said else FAST if "fast" in said else 1.0,
        surface=surfaces[0] if surfaces else "",
        close="close" in said,
        material=materials[-1] if materials else "",
    )


def _inside(found: Sequence[Found], match: Match) -> int | None:
    return next((k for k, one in enumerate(found) if one.start <= match.start() < one.stop), None)


def _left(found: Sequence[Found], match: Match) -> int | None:
    return max((k for k, one in enumerate(found) if one.stop <= match.start()), default=None)


def _right(found: Sequence[Found], match: Match) -> int | None:
    return min((k for k, one in enumerate(found) if one.start >= match.end()), default=None)


def _owner_of_manner(clause: str, found: Sequence[Found], match: Match) -> int | None:
    """An adverb belongs to the sound before it, an adjective to the noun after it."""
    left, right = _left(found, match), _right(found, match)
    if re.search(r"ly$| |by$|away$|^background", match.group()):
        return right if left is None else left
    if right is not None and not _parted(clause[match.end() : found[right].start]):
        return right
    if left is None:
        return None
    ends = not clause[match.end() :].strip() or says_only_how(clause[match.end() :], ())
    return left if ends or not _parted(clause[found[left].stop : match.start()]) else None


def _owner_of_surface(clause: str, found: Sequence[Found], match: Match) -> int | None:
    right = _right(found, match)
    if right is not None and not clause[match.end() : found[right].start].strip():
        return right
    left = _left(found, match)
    return right if left is None else left


def _owner_of_material(clause: str, found: Sequence[Found], match: Match) -> int | None:
    right = _right(found, match)
    if right is None:
        return None
    between = clause[match.end() : found[right].start].split()
    return right if len(between) <= 1 and not _parted(" ".join(between)) else None


_OWNERS = MappingProxyType[str, Callable[[str, Sequence[Found], Match], int | None]](
    {
        "manners": _owner_of_manner,
        "surfaces": _owner_of_surface,
        "materials": _owner_of_material,
    }
)


def _parted(text: str) -> bool:
    return any(entry.finder.search(text) for entry in table("between"))
