"""Where settings come from: flag, environment, timeline's folder, user's folder, default."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from platformdirs import user_config_path
from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from otio_v2a.errors import UsageError
from otio_v2a.settings import Settings, nearest

FILE = "otio-v2a.toml"
"""The name of a configuration file, beside a timeline or in the user's configuration folder."""


_OWN = frozenset({"providers", "hosting", "ffmpeg", "notify", "workdir"})
"""What only the user's own file may say: where keys go, what is run, what things cost, who is told,
where files are written.
"""


def keys_file() -> Path:
    """Where the user's keys are kept."""
    return user_config_path("otio-v2a", appauthor=False) / "keys.json"


def settings_for(timeline: Path | None, flags: Mapping[str, Any]) -> Settings:
    """The settings of one run; a flag that is None was not given.

    A path given as a flag starts in the working directory.
    Raises: UsageError naming the setting, where it may be spelled wrong, and what fits.
    """
    places = [user_config_path("otio-v2a", appauthor=False) / FILE]
    if timeline is not None:
        places.insert(0, timeline.absolute().parent / FILE)
    given: dict[str, Any] = {
        name: str(value.absolute()) if isinstance(value, Path) else value
        for name, value in flags.items()
        if value is not None
    }
    try:
        if timeline is not None:
            _check_foreign(*places)
        return Settings.model_validate(_loader(places)(**given).model_dump(exclude_unset=True))
    except ValidationError as error:
        raise UsageError(_explained(error)) from error
    except tomllib.TOMLDecodeError as error:
        message = f"a configuration file is not TOML: {error}. Looked in: {_listed(places)}."
        raise UsageError(message) from error


def _check_foreign(beside: Path, own: Path) -> None:
    """Raises: UsageError when the file beside a timeline says what only the user's own may say."""
    if not beside.is_file() or (own.is_file() and beside.samefile(own)):
        return
    with beside.open("rb") as file:
        found = sorted(_OWN & tomllib.load(file).keys())
    if found:
        message = (
            f"'{found[0]}' in '{beside}' is not read: a folder from somebody else must not say"
            f" where your keys go or what is run. Move it into '{own}'."
        )
        raise UsageError(message)


def _loader(places: list[Path]) -> type[BaseSettings]:
    class Loaded(Settings, BaseSettings):
        model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
            env_prefix="OTIO_V2A_", env_nested_delimiter="__", extra="forbid"
        )

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            del dotenv_settings, file_secret_settings
            files = (TomlConfigSettingsSource(settings_cls, toml_file=place) for place in places)
            return (init_settings, env_settings, *files)

    return Loaded


def _explained(error: ValidationError) -> str:
    """Pydantic's finding as one line an editor can act on."""
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"there is no setting '{name}'.{nearest(name, _beside(first['loc']))}"
    return f"the setting '{name}' is {first['input']!r}: {first['msg'].lower()}."


def _beside(place: tuple[int | str, ...]) -> list[str]:
    """The settings of the table that a setting stands in, by their whole names."""
    model: Any = Settings
    for part in place[:-1]:
        field = getattr(model, "model_fields", {}).get(part)
        model = field.annotation if field else None
    table = ".".join(str(part) for part in place[:-1])
    return [f"{table}.{name}".lstrip(".") for name in getattr(model, "model_fields", {})]


def _listed(places: list[Path]) -> str:
    return ", ".join(str(place) for place in places)
