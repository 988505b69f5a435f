"""A marker's text, understood: whether it is ours, its prompts, its options, and what is wrong."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from otio_v2a.model import PROMPT_CHARACTERS, CueOptions, Prompts
from otio_v2a.notes import grammar, vocabulary
from otio_v2a.notes.grammar import quote
from otio_v2a.notes.vocabulary import KEYS, ROLES, WORDS, Key

__all__ = ["KEYS", "Hint", "Key", "Reading", "read", "without_status"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One marker's text, understood.

    `roles` are those named or given a prompt, effects first; empty when the model decides.
    `prompts` is None when there are errors; `sfx` and `bgm` are as read even then, at any length.
    """

    roles: tuple[str, ...]
    prompts: Prompts | None
    sfx: str = ""
    bgm: str = ""
    asmr: bool = False
    options: CueOptions = field(default_factory=CueOptions)
    id: str = ""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """A marker that is not ours but looks as if it should be, and how to make it ours."""

    message: str


def read(
    name: str,
    note: str,
    keywords: tuple[str, ...] = (),
    *,
    limit: int = PROMPT_CHARACTERS,
    note_key_is_enough: bool = False,
) -> Reading | Hint | None:
    """What a marker asks for; a Hint when it only looks like ours; None for all others.

    Unit: `limit` is the most code points a prompt may have, `PROMPT_CHARACTERS` at most.
    Source: marker grammar of the workflow fact sheet, sections 2 and 3.
    """
    name, note = without_status(name, note)
    title = _title(name)
    tags = tuple(tag for tag in map(_plain, keywords) if tag in WORDS or tag == "v2a")
    by_note = _is_ours(note) or (note_key_is_enough and bool(grammar.opening_word(note)))
    if title is None and not tags and not by_note:
        return _hint(name, note)
    stray = _stray(name) if title is None else ()
    title = title or _Title()
    named = (*title.named, *(WORDS[tag] for tag in tags if tag in WORDS))
    lead = next((key for key in (title.lead, *named) if key in ROLES), "sfx")
    text = _merged(_gather(title.text, "name", lead), _gather(note, "note", lead))
    return _reading(named, text, stray, min(limit, PROMPT_CHARACTERS))


_STATUS = re.compile("\\s*(?:[\u2713\u26a0]\ufe0f? +)+")
_RECEIPT = re.compile(r"\s*v2a:\s*take [0-9]+/[0-9]+\b")
_STATUS_LINE = re.compile(r"\s*v2a:")


def without_status(name: str, note: str) -> tuple[str, str]:
    """Both texts without what we wrote into them after an earlier run."""
    status = _STATUS.match(name)
    ours = _STATUS_LINE if status else _RECEIPT
    kept = "\n".join(line for line in note.splitlines() if not ours.match(line))
    return name[status.end() :] if status else name, kept


@dataclass(frozen=True, slots=True)
class _Title:
    """What a name of ours says.

    `named` are the words it consists of, `lead` the one it opens with, `text` reads like a note.
    """

    named: tuple[str, ...] = ()
    lead: str = ""
    text: str = ""


_JOINERS = re.compile(r"[\s+/&,|;:\-\uff1a\uff1b\uff5c]+")
_V2A = re.compile(rf"\s*v2a\b\s*[{grammar.ASSIGN},\-\u2013\u2014]?", re.IGNORECASE)
_WORD = re.compile(r"\s*(\w+)")


def _title(name: str) -> _Title | None:
    """What a name says; None when it is not ours."""
    words = [word for word in _JOINERS.split(name.lower()) if word]
    if words and all(word in WORDS or word == "v2a" for word in words):
        named = tuple(WORDS[word] for word in words if word in WORDS)
        return _Title(named, text="asmr" if "asmr" in named else "")
    if ours := _V2A.match(name):
        rest = name[ours.end() :]
        return _Title(lead=WORDS.get(_plain(_first_word(rest)), ""), text=rest)
    if word := grammar.opening_word(name):
        return _Title(lead=WORDS[word.lower()], text=name)
    return None


def _plain(word: str) -> str:
    return word.strip().lower()


def _first_word(text: str) -> str:
    word = _WORD.match(text)
    return word[1] if word else ""


def _is_ours(note: str) -> bool:
    return grammar.claims(note) and not grammar.breakage(note)


def _hint(name: str, note: str) -> Hint | None:
    """How a marker that looks like ours becomes ours."""
    word, key = _first_word(name), grammar.opening_word(note)
    if _plain(word) in WORDS:
        message = f"the name {quote(name)} begins with {quote(word)} but goes on. Name the marker"
        return Hint(f"{message} only '{word}', or put a colon after it if the rest is the prompt.")
    if grammar.claims(note):
        message = (
            f"the note is not valid JSON ({grammar.breakage(note)}), though it names our keys."
        )
        return Hint(
            f"{message} Correct it, or name the marker 'sfx' or 'bgm' and write plain text."
        )
    if key:
        message = f"the note begins with '{key}:', but the name {quote(name)} is not ours."
        return Hint(f"{message} Write '{key}' into the marker's name.")
    return None


def _stray(name: str) -> tuple[str, ...]:
    """A warning for a name that looks like ours where only the note or a keyword is."""
    if _plain(_first_word(name)) not in WORDS:
        return ()
    message = f"the name {quote(name)} is not read. Put a colon after its first word"
    return (f"{message} if the rest is the prompt.",)


@dataclass(frozen=True, slots=True)
class _Text:
    """What one text gives each key, once; `loose` is the role its words without a key went to."""

    values: Mapping[str, str]
    loose: str = ""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def _gather(text: str, place: str, lead: str) -> _Text:
    """The first value of every key, and an error for each further one."""
    parsed = grammar.parse(text, place)
    loose = lead if parsed.entries and not parsed.entries[0].key else ""
    values: dict[str, str] = {}
    errors: list[str] = []
    for entry in parsed.entries:
        key = entry.key or lead
        # A bare word after the text it belongs to only names the role.
        if key in values and (entry.value or key != loose):
            errors.append(f"the {place} gives {key} twice. Keep one of them.")
        values.setdefault(key, entry.value)
    return _Text(MappingProxyType(values), loose, (*parsed.errors, *errors), parsed.warnings)


def _merged(title: _Text, note: _Text) -> _Text:
    """Name and note together: the note's key wins, its words without a key do not."""
    values = {**title.values, **note.values}
    warnings = []
    for key, ours in title.values.items():
        theirs = note.values.get(key, "")
        if key in ROLES and not (ours and theirs):
            values[key] = ours or theirs
        elif key == note.loose:
            values[key] = ours
            message = f"the note's text {quote(theirs)} is left out, since the name gives the {key}"
            warnings.append(f"{message} prompt. Write '{key}:' before it, or take it out.")
        elif key in note.values:
            message = f"the name and the note both give {key}: the note's is used."
            warnings.append(f"{message} Take one of them out.")
    errors = (*title.errors, *note.errors)
    return _Text(values, "", errors, (*title.warnings, *note.warnings, *warnings))


def _reading(named: tuple[str, ...], text: _Text, stray: tuple[str, ...], limit: int) -> Reading:
    values = text.values
    prompts = {role: values.get(role, "") for role in ROLES}
    roles = tuple(role for role in ROLES if role in named or role in values)
    errors = (*text.errors, *_unfit(prompts, limit), *_refused(values))
    empty = () if errors else tuple(_EMPTY.format(role) for role in roles if not prompts[role])
    asmr = bool(vocabulary.asmr(values["asmr"])) if "asmr" in values else "asmr" in named
    return Reading(
        roles=roles,
        prompts=None if errors else _prompts(prompts, asmr),
        sfx=prompts["sfx"],
        bgm=prompts["bgm"],
        asmr=asmr,
        options=_options(values),
        id=vocabulary.identity(values.get("id", "")) or "",
        errors=errors,
        warnings=(*text.warnings, *stray, *empty),
    )


_EMPTY = "the {} prompt is empty, so the model decides. Write one to say what should be heard."


def _prompts(texts: Mapping[str, str], asmr: bool) -> Prompts:
    return Prompts(sound_effect=texts["sfx"], background_music=texts["bgm"], asmr=asmr)


def _options(values: Mapping[str, str]) -> CueOptions:
    return CueOptions(
        takes=vocabulary.takes(values.get("takes", "")),
        gain_db=vocabulary.gain(values.get("gain", "")) or 0.0,
        fade=vocabulary.fade(values.get("fade", "")),
        stems=vocabulary.stems(values.get("stems", "")),
        video_id=vocabulary.video_id(values.get("video_id", "")) or "",
    )


def _unfit(prompts: Mapping[str, str], limit: int) -> Iterator[str]:
    """One message for each prompt that cannot be sent."""
    for role, prompt in prompts.items():
        if len(prompt) > limit:
            characters = f"{len(prompt)} characters, at most {limit} fit"
            yield f"the {role} prompt has {characters}. Shorten it."
        if any("\ud800" <= letter <= "\udfff" for letter in prompt):
            yield f"the {role} prompt holds half a character {quote(prompt)}. Type it again."


def _refused(values: Mapping[str, str]) -> Iterator[str]:
    """One message for each value that its key does not accept."""
    for key, accepts in vocabulary.ACCEPTS.items():
        if key in values and accepts(values[key]) is None:
            yield f"{key} is {quote(values[key])}; it has to be {vocabulary.value_of(key)}."
