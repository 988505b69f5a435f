"""Tables in the documents that are generated from the code; `python tests/tables.py --write`."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel

from otio_v2a import errors
from otio_v2a.cli.app import app
from otio_v2a.cli.labels import lengths
from otio_v2a.command import Options
from otio_v2a.providers import registry
from otio_v2a.providers.base import Local, Remote, priced
from otio_v2a.providers.terms import Terms
from otio_v2a.settings import (
    GatewaySettings,
    NotifySettings,
    ResolveSettings,
    Settings,
    WatchSettings,
)

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = tuple(
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
    if "<!-- " in path.read_text(encoding="utf-8")
)


def every(group: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every verb by what is said for it; those of a group one by one."""
    command = group or typer.main.get_command(app)
    context = typer.Context(command)
    for name in command.list_commands(context):
        verb = command.get_command(context, name)
        if hasattr(verb, "list_commands"):
            yield from every(verb, f"{before}{name} ")
        else:
            yield f"{before}{name}", verb


def verbs() -> str:
    """Every verb with its first line of help."""
    lines = ["| verb | what it does |", "|---|---|"]
    for name, verb in every():
        words = " ".join((verb.help or "").split("\n\n")[0].split())
        lines.append(f"| `{name}` | {words} |")
    return "\n".join(lines)


def flags() -> str:
    """Every verb with its flags, in the words of --help."""
    blocks = []
    for name, verb in every():
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
        where = "on your machine" if isinstance(one, Local) else "online"
        prompt = f"{one.limits.prompt_characters} characters"
        lines.append(
            f"| `{name}` | {where} | {lengths(one.limits)} | {prompt} | {priced(one.price)} |"
        )
    return "\n".join(lines)


def sellers() -> str:
    """Every seller: what it is sent, what it costs, its key."""
    lines = [
        "| provider | model | picture | USD | at once | key | address |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in registry.names():
        one = registry.provider(name)
        if not isinstance(one, Remote):
            continue
        keys = " or ".join(" + ".join(f"`{key}`" for key in group) for group in one.keys)
        bases = ", ".join(f"`{variable}`" for variable in type(one).addresses().values())
        lines.append(
            f"| `{name}` | `{one.model}` | {lengths(one.limits)} | {priced(one.price)} |"
            f" {one.concurrency} | {keys} | {bases} |"
        )
    return "\n".join(lines)


def terms() -> str:
    """What the table of every seller may hold."""
    lines = ["| option | meaning |", "|---|---|"]
    for name, field in Terms.model_fields.items():
        lines.append(f"| `{name}` | {field.description} |")
    return "\n".join(lines)


def gateway() -> str:
    """How patient we are."""
    lines = ["| option | default | meaning |", "|---|---|---|"]
    for name, field in GatewaySettings.model_fields.items():
        lines.append(f"| `{name}` | `{field.default}` | {field.description} |")
    return "\n".join(lines)


def command() -> str:
    """What the table of the `command` provider may hold."""
    lines = ["| option | default | meaning |", "|---|---|---|"]
    defaults = Options().model_dump(mode="json")
    for name, field in Options.model_fields.items():
        lines.append(f"| `{name}` | `{json.dumps(defaults[name])}` | {field.description} |")
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
        shown = (
            ""
            if isinstance(defaults[name], dict) and name not in _PLAIN
            else f"`{json.dumps(defaults[name])}`"
        )
        lines.append(f"| `{name}` | {shown} | {field.description} |")
    return "\n".join(lines)


def watch() -> str:
    """How a watch folder works, and who is told."""
    return options(("watch", WatchSettings), ("notify", NotifySettings))


def resolve() -> str:
    """How Resolve's menu works."""
    return options(("resolve", ResolveSettings))


def options(*tables: tuple[str, type[BaseModel]]) -> str:
    """What tables of the configuration may hold."""
    lines = ["| option | default | meaning |", "|---|---|---|"]
    for table, model in tables:
        defaults = model().model_dump(mode="json")
        for name, field in model.model_fields.items():
            shown = json.dumps(defaults[name])
            lines.append(f"| `{table}.{name}` | `{shown}` | {field.description} |")
    return "\n".join(lines)


_PLAIN = ("loudness", "markers")
MAKERS = {
    "watch": watch,
    "resolve": resolve,
    "verbs": verbs,
    "flags": flags,
    "providers": providers,
    "sellers": sellers,
    "terms": terms,
    "gateway": gateway,
    "command": command,
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
