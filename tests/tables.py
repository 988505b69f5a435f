"""Tables in the documents that are generated from the code; `python tests/tables.py --write`."""

import json
import re
import sys
from pathlib import Path

import typer

from otio_v2a import errors
from otio_v2a.cli.app import app
from otio_v2a.providers import registry
from otio_v2a.providers.base import Local
from otio_v2a.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = tuple(
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if "<!-- " in path.read_text(encoding="utf-8")
)


def verbs() -> str:
    """Every verb with its first line of help."""
    command = typer.main.get_command(app)
    context = typer.Context(command)
    lines = ["| verb | what it does |", "|---|---|"]
    for name in command.list_commands(context):
        verb = command.get_command(context, name)
        words = " ".join((verb.help or "").split("\n\n")[0].split())
        lines.append(f"| `{name}` | {words} |")
    return "\n".join(lines)


def flags() -> str:
    """Every verb with its flags, in the words of --help."""
    command = typer.main.get_command(app)
    context = typer.Context(command)
    blocks = []
    for name in command.list_commands(context):
        verb = command.get_command(context, name)
        lines = [f"### `{name}`", "", " ".join((verb.help or "").split()), ""]
        lines += ["| argument or flag | meaning |", "|---|---|"]
        for one in verb.params:
            said = (
                one.opts if one.param_type_name == "option" else [one.metavar or one.name.upper()]
            )
            spelled = ", ".join(f"`{word}`" for word in said)
            lines.append(f"| {spelled} | {one.help.replace('|', chr(92) + '|')} |")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def providers() -> str:
    """Every provider with its limits."""
    lines = ["| provider | runs | picture | prompt | USD a request |", "|---|---|---|---|---|"]
    for name in registry.names():
        one = registry.provider(name)
        shortest, longest = one.limits.min_seconds, one.limits.max_seconds
        length = f"{float(shortest or 0):g}-{float(longest):g} s" if longest else "any length"
        where = "on your machine" if isinstance(one, Local) else "online"
        prompt = f"{one.limits.prompt_characters} characters"
        price = f"{one.price}" if one.price else "free"
        lines.append(f"| `{name}` | {where} | {length} | {prompt} | {price} |")
    return "\n".join(lines)


def exits() -> str:
    """Every error with its exit code."""
    lines = ["| error | code | meaning |", "|---|---|---|"]
    for name in errors.__all__:
        one = getattr(errors, name)
        lines.append(f"| `{name}` | {one.exit_code} | {one.__doc__.splitlines()[0]} |")
    return "\n".join(lines)


def settings() -> str:
    """Every setting with its default."""
    lines = ["| setting | default | meaning |", "|---|---|---|"]
    defaults = Settings().model_dump(mode="json")
    for name, field in Settings.model_fields.items():
        lines.append(f"| `{name}` | `{json.dumps(defaults[name])}` | {field.description} |")
    return "\n".join(lines)


MAKERS = {
    "verbs": verbs,
    "flags": flags,
    "providers": providers,
    "exits": exits,
    "settings": settings,
}


def rewritten(document: Path) -> str:
    """The document with every generated table made anew."""
    text = document.read_text(encoding="utf-8")
    for name, made in MAKERS.items():
        pattern = re.compile(rf"(?<=<!-- {name}:begin -->\n).*?(?=<!-- {name}:end -->)", re.DOTALL)
        text = pattern.sub(lambda _, made=made: made() + "\n", text)
    return text


if __name__ == "__main__" and "--write" in sys.argv:
    for one in DOCUMENTS:
        one.write_text(rewritten(one), encoding="utf-8")
