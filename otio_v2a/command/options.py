"""What the table `[providers.command]` may hold."""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from otio_v2a.command import template
from otio_v2a.errors import UsageError
from otio_v2a.model import PROMPT_CHARACTERS
from otio_v2a.settings import nearest

TABLE = "[providers.command]"

Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]

_KINDS: Mapping[str, str] = MappingProxyType(
    {"tuple_type": 'a list of texts, like ["one", "two"]', "string_type": "a text in quotes"}
)


class Options(BaseModel):
    """How a model of the user's own is run. Unit: seconds of picture, pixels, code points."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    argv: tuple[str, ...] = Field((), description="the program and its arguments, with {video}")
    output: str = Field("*", description="which file in {outdir} is the sound, as a glob")
    folder: str = Field("", description="where the program runs; empty: in {outdir}")
    model: str = Field(
        "", description="names the model: another name asks anew; empty: made from the template"
    )
    timeout: Seconds = Field(1800.0, description="seconds; after it the program is stopped")
    concurrency: int = Field(1, ge=1, description="programs side by side")
    min_seconds: Seconds | None = Field(None, description="the shortest picture; unset: no limit")
    max_seconds: Seconds | None = Field(
        None, description="the longest picture; longer cues are cut and joined; unset: no limit"
    )
    prompt_characters: int = Field(
        PROMPT_CHARACTERS, ge=1, le=PROMPT_CHARACTERS, description="the longest prompt"
    )
    height: int = Field(720, ge=2, le=4320, multiple_of=2, description="lines of the picture")
    keep_environment: tuple[str, ...] = Field(
        (), description="variables with secrets that the program may see"
    )

    @model_validator(mode="after")
    def _fit(self) -> Self:
        """Refuses what could only fail once something is rendered."""
        for name, fault in (
            ("argv", _argv(self.argv)),
            ("output", _output(self.output)),
            ("folder", _folder(self.folder, self.argv)),
            ("min_seconds", _shortest(self.min_seconds, self.max_seconds)),
        ):
            if fault:
                message = f"'{name}' in {TABLE} {fault}"
                raise UsageError(message)
        return self


def read(options: Mapping[str, Any]) -> Options:
    """The options of a table.

    Raises: UsageError naming the option, where it may be spelled wrong, and what fits.
    """
    try:
        return Options.model_validate(options)
    except ValidationError as error:
        raise UsageError(_explained(error)) from error


def is_place(text: str) -> bool:
    """Whether a path means the same place wherever one stands; `~` is the user's home."""
    return expanded(text).is_absolute()


def expanded(text: str) -> Path:
    """The path with the user's home for `~`."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def _argv(argv: tuple[str, ...]) -> str:
    if fault := template.fault(argv) if argv else "":
        return fault
    program = argv[0] if argv else ""
    if any(mark in program for mark in (os.sep, os.altsep or os.sep)) and not is_place(program):
        return f"starts '{program}', from a folder that depends on where you stand. Write it whole."
    return ""


def _output(pattern: str) -> str:
    path = Path(pattern)
    if not pattern or path.anchor or ".." in path.parts:
        return f"is '{pattern}'; it has to name files inside {{outdir}}, like '*.wav'."
    try:
        next(Path(os.devnull).glob(pattern), None)
    except ValueError as error:
        return f"is '{pattern}', which is no glob ({error}). Write one like '*.wav'."
    return ""


def _folder(folder: str, argv: tuple[str, ...]) -> str:
    if folder and not is_place(folder):
        return f"is '{folder}'; write the whole path of a folder."
    if folder and argv and "outdir" not in template.names(argv):
        return "needs {outdir} in argv, or nobody finds the sound. Put it where the output goes."
    return ""


def _shortest(shortest: float | None, longest: float | None) -> str:
    if shortest and longest and shortest > longest:
        return f"is {shortest:g}, more than max_seconds ({longest:g}). Correct one of them."
    return ""


def _explained(error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        hint = nearest(name, Options.model_fields) or " Take it out."
        return f"there is no option '{name}' in {TABLE}.{hint}"
    if kind := _KINDS.get(first["type"]):
        return f"'{name}' in {TABLE} is {first['input']!r}; it has to be {kind}."
    return f"'{name}' in {TABLE} is {first['input']!r}: {first['msg'].lower()}."
