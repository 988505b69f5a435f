"""An argv template: what it may hold, and its placeholders replaced, each inside its element."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

PLACEHOLDERS = ("video", "prompt", "bgm", "seconds", "seed", "outdir")
"""What a template may hold, in braces; `{{` and `}}` are braces that are meant."""

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_MEANT = "Write {{ and }} for braces that are meant."


def names(template: Sequence[str]) -> frozenset[str]:
    """The placeholders that a template holds, known or not."""
    found = (match for element in template for match in _BRACES.finditer(element))
    return frozenset(match[1] for match in found if match[1] is not None)


def filled(template: Sequence[str], values: Mapping[str, str]) -> tuple[str, ...]:
    """The template with its placeholders replaced; what is put in is never looked at again."""

    def one(match: re.Match[str]) -> str:
        return match[0][0] if match[1] is None else values[match[1]]

    return tuple(_BRACES.sub(one, element) for element in template)


def fault(template: Sequence[str]) -> str:
    """What is wrong with a template that is not empty, and what to do; or nothing."""
    if not template[0].strip():
        return "begins with an empty text. Write the program there."
    if names(template[:1]):
        return f"lets a placeholder choose the program ({template[0]!r}). Name the program itself."
    if odd := next(filter(None, map(_odd, template)), ""):
        return odd
    if "video" not in names(template):
        return "has no {video}: the model would not see the picture. Put it where the file goes."
    return ""


def _odd(element: str) -> str:
    """What is wrong with one element of a template, or nothing."""
    if "\0" in element:
        return f"holds a zero character in {element!r}. Take it out."
    for match in _BRACES.finditer(element):
        if match[0] in ("{", "}"):
            return f"has a lone {match[0]} in {element!r}. {_MEANT}"
        if match[1] is not None and match[1] not in PLACEHOLDERS:
            near = get_close_matches(match[1], PLACEHOLDERS, n=1)
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            hint = f"Did you mean {{{near[0]}}}?" if near else f"Known: {known}."
            return f"has an unknown placeholder {match[0]} in {element!r}. {hint} {_MEANT}"
    return ""
