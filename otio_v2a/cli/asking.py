"""Questions to whoever sits at the terminal; nobody there is a no."""

import sys
from decimal import Decimal

import typer

from otio_v2a.score.report import usd


def always(_cost: Decimal, _count: int) -> bool:
    """A yes that was given beforehand."""
    return True


def ask(cost: Decimal, count: int) -> bool:
    """Whether this may be spent."""
    return _yes(f"{count} requests, about {usd(cost)} USD. Send them?")


def ask_to_cancel(provider: str, jobs: int) -> bool:
    """Whether jobs that were paid for are to be stopped where they are under way."""
    return _yes(f"{jobs} under way at {provider} and paid for. Cancel them there?")


def _yes(question: str) -> bool:
    if not sys.stdin.isatty():
        return False
    # Not typer.confirm: it writes a space to stdout, which holds the result and nothing else.
    typer.echo(f"{question} [y/N]: ", nl=False, err=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
