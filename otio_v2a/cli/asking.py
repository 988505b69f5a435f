"""Questions to whoever sits at the terminal; nobody there is a no."""

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import typer

from otio_v2a.errors import SequenceError
from otio_v2a.providers.base import usd
from otio_v2a.score.prepare import Prepared, prepare
from otio_v2a.settings import Settings


def always(_prices: Mapping[str, Decimal]) -> bool:
    """A yes that was given beforehand."""
    return True


def ask(prices: Mapping[str, Decimal]) -> bool:
    """Whether this may be spent."""
    cost = usd(sum(prices.values(), Decimal(0)))
    return _yes(f"{len(prices)} requests, about {cost} USD. Send them?")


def ask_to_cancel(provider: str, jobs: int) -> bool:
    """Whether jobs that were paid for are to be stopped where they are under way."""
    return _yes(f"{jobs} under way at {provider} and paid for. Cancel them there?")


def prepared(timeline: Path, settings: Settings, *, only: Collection[str] = ()) -> Prepared:
    """The timeline's cues and plan; of several sequences in it one is asked for.

    Raises: SequenceError where nobody is there to say.
    """
    try:
        return prepare(timeline, settings, os.environ, only=only)
    except SequenceError as error:
        if not (sys.stdin.isatty() and error.names):
            raise
        chosen = settings.model_copy(update={"sequence": _one_of(error.names)})
        return prepare(timeline, chosen, os.environ, only=only)


def _one_of(names: Sequence[str]) -> str:
    """The one that is chosen by its number or its name."""
    typer.echo("This file holds several sequences:", err=True)
    for number, name in enumerate(names, 1):
        typer.echo(f"  {number}  {name}", err=True)
    typer.echo("Which one? ", nl=False, err=True)
    said = sys.stdin.readline().strip()
    chosen = int(said) - 1 if said.isdecimal() and 1 <= int(said) <= len(names) else None
    return said if chosen is None else names[chosen]


def _yes(question: str) -> bool:
    if not sys.stdin.isatty():
        return False
    # Not typer.confirm: it writes a space to stdout, which holds the result and nothing else.
    typer.echo(f"{question} [y/N]: ", nl=False, err=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
