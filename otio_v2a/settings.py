"""What a user may set, with its defaults; the command line knows where values come from."""

from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from otio_v2a.model import Role, Stems


def _exact(value: object) -> Fraction:
    """0.1 as written, not as the nearest binary float."""
    return Fraction(str(value))


Seconds = Annotated[
    Fraction, BeforeValidator(_exact), PlainSerializer(float, return_type=float), Field(ge=0)
]
Dollars = Annotated[Decimal, Field(ge=0)]
Above0 = Annotated[float, Field(gt=0)]
NotBelow0 = Annotated[float, Field(ge=0)]


def _off(value: object) -> object:
    """`off` as no value: TOML has no word for it."""
    return None if isinstance(value, str) and value.strip().lower() in ("", "off") else value


def _for_each(value: object) -> object:
    """One loudness for every role, unless it is a table of them."""
    said = _off(value)
    if isinstance(said, dict):
        return said
    return {} if said is None else dict.fromkeys(map(str, Role), said)


Loudness = Annotated[float, Field(ge=-60, le=-5)]
Loudnesses = Annotated[dict[Role, Loudness], BeforeValidator(_for_each)]
Ceiling = Annotated[float, Field(ge=-20, le=0)]
Depth = Annotated[Annotated[float, Field(gt=0, le=40)] | None, BeforeValidator(_off)]


def _all(value: object) -> object:
    """The flag `--unmarked` as its setting."""
    return "all" if value is True else value


Unmarked = Annotated[Literal["skip", "all"], BeforeValidator(_all)]


class PathMap(BaseModel):
    """Where a folder of the editor's machine is found on this one.

    `both`: our sounds are named in the timeline as the editor's machine finds them; None: where a
    watch folder works for others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    both: bool | None = None


class MarkerSettings(BaseModel):
    """How markers are understood."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note_key_is_enough: bool = False


class GatewaySettings(BaseModel):
    """How patient we are with sellers. Unit: seconds.

    A request whose answer was lost is looked up `post_timeout` + `listing_lag` after it was sent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    connect_timeout: Annotated[Above0, Field(description="to a connection")] = 10.0
    read_timeout: Annotated[Above0, Field(description="to an answer that costs nothing")] = 30.0
    post_timeout: Annotated[Above0, Field(description="to the answer of a paid request")] = 60.0
    upload_timeout: Annotated[Above0, Field(description="for a picture to be handed over")] = 120.0
    listing_lag: Annotated[NotBelow0, Field(description="until a job can be found")] = 10.0
    poll_first: Annotated[Above0, Field(description="to the first look at a job")] = 3.0
    poll_max: Annotated[Above0, Field(description="between two looks, at most")] = 15.0
    poll_404_grace: Annotated[NotBelow0, Field(description="a job may be unknown")] = 60.0
    deadline: Annotated[Above0, Field(description="for a job, then it is left")] = 1200.0
    retries: Annotated[int, Field(ge=0, description="further tries of a refusal")] = 5
    retry_wait: Annotated[Above0, Field(description="before a further try; doubles")] = 1.0
    max_download_mb: Annotated[Above0, Field(description="megabytes of a reply, at most")] = 500.0
    download_timeout: Annotated[Above0, Field(description="for a reply to be fetched")] = 600.0


class HostingSettings(BaseModel):
    """How a picture gets an address, for sellers that take none but addresses."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["none", "static", "s3"] = "none"
    folder: Path = Path()
    base_url: str = ""
    url: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    expires: Annotated[int, Field(ge=60, le=604_800)] = 3600
    delete: bool = False


class WatchSettings(BaseModel):
    """How a watch folder works. Unit: seconds, USD, megabytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cap_per_job: Annotated[
        Dollars, Field(description="USD that a timeline may cost without anybody's yes")
    ] = Decimal(0)
    cap_per_day: Annotated[
        Dollars, Field(description="USD that all timelines of a day may cost together")
    ] = Decimal(0)
    jobs: Annotated[int, Field(ge=1, le=64, description="timelines at once")] = 2
    settle: Annotated[
        NotBelow0, Field(description="seconds for which a file must not change before it is taken")
    ] = 3.0
    patience: Annotated[
        NotBelow0,
        Field(description="seconds after which a file at rest that cannot be read has failed"),
    ] = 60.0
    rescan: Annotated[Above0, Field(description="seconds between two looks into `in`")] = 10.0
    heartbeat: Annotated[
        Above0, Field(description="seconds between two signs of life of a job")
    ] = 10.0
    stale: Annotated[
        Above0,
        Field(description="seconds without one, after which another machine takes its job over"),
    ] = 120.0
    attempts: Annotated[
        int, Field(ge=1, description="times a job may die without a word before it has failed")
    ] = 3
    max_file_mb: Annotated[Above0, Field(description="megabytes of a timeline, at most")] = 512.0
    min_free_mb: Annotated[
        NotBelow0, Field(description="megabytes that must be free, or no job is begun")
    ] = 200.0


class NotifySettings(BaseModel):
    """Who is told when a job of a watch folder has ended."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: Annotated[
        tuple[str, ...],
        Field(description="a program and its arguments; the message comes on stdin"),
    ] = ()
    url: Annotated[str, Field(description="an address that the message is posted to")] = ""
    events: Annotated[
        tuple[Literal["done", "failed", "held"], ...], Field(description="what is told")
    ] = ("done", "failed", "held")
    timeout: Annotated[Above0, Field(description="seconds for either of them")] = 30.0


class ResolveSettings(BaseModel):
    """How the menu in DaVinci Resolve works."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Annotated[
        Literal["duplicate", "current", "import"],
        Field(
            description="where sounds go: into a duplicate of the timeline, the timeline itself,"
            " or a new one imported from OTIO"
        ),
    ] = "duplicate"
    picture: Annotated[
        Literal["source", "resolve"],
        Field(description="what is sent: the clips' media, or the program as Resolve renders it"),
    ] = "source"
    page: Annotated[
        bool,
        Field(
            description="open the review page; else what costs no more than `auto_approve_below`"
            " is scored and placed at once"
        ),
    ] = True
    idle: Annotated[Above0, Field(description="minutes without a visitor until the page ends")] = 15


class Settings(BaseModel):
    """One run's settings, whole. Unit: seconds and USD."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    provider: str = Field("sketch", description="who scores")
    takes: int = Field(1, ge=1, le=8, description="takes of each cue that does not say itself")
    stems: Stems = Field(
        Stems.MIX, description="`mix`: one request with both prompts; `split`: two"
    )
    crossfade: Seconds = Field(Fraction(1), description="seconds, between segments and cues")
    handles: Seconds = Field(
        Fraction(1), description="seconds scored beyond each end of a cue, where that is free"
    )
    edge_fade: Seconds = Field(Fraction(1, 100), description="seconds, at the edges of each sound")
    loudness: Loudnesses = Field(
        {},
        description="LUFS that every sound is brought to, or a table of `sfx`, `bgm` and `mix`;"
        " `off`: as loud as it came",
    )
    ceiling: Ceiling = Field(-1.0, description="dBTP that no peak passes")
    duck: Depth = Field(
        None, description="dB by which music makes way for the timeline's dialogue; `off`: none"
    )
    dialogue: tuple[str, ...] = Field(
        (), description="the tracks that are dialogue; empty: those whose name says so, else all"
    )
    bwf: bool = Field(
        False, description="sounds as Broadcast WAV: with their timecode, prompts and names inside"
    )
    max_cost: Dollars = Field(Decimal("5.00"), description="USD a run; above it nothing is sent")
    auto_approve_below: Dollars = Field(Decimal("0.50"), description="USD; above it you are asked")
    picture: str = Field("", description="a movie of the whole timeline, instead of conforming")
    frame: str = Field(
        "",
        pattern=r"^([1-9]\d{0,4}x[1-9]\d{0,4})?$",
        description="the timeline's size, such as `1920x1080`, where its file does not say it",
    )
    search_dirs: tuple[Path, ...] = Field((), description="folders where offline media may be")
    path_maps: tuple[PathMap, ...] = Field(
        (),
        description="`from` and `to`: where a folder of the editor's machine is on this one;"
        " `both`: our sounds are named as that machine finds them",
    )
    unmarked: Unmarked = Field(
        "skip", description="`all`: what no marker covers is scored too, by `unmarked_prompt`"
    )
    unmarked_prompt: str = Field("", description="what is asked of clips without a marker")
    workdir: Path | None = Field(
        None, description="where `NAME.v2a/` is kept; none: beside the timeline"
    )
    dialect: str = Field("", description="which application wrote the timeline; empty: detected")
    sequence: str = Field("", description="which of several sequences in a file is meant")
    rate: float | None = Field(
        None,
        gt=0,
        le=1000,
        description="frames a second, where a timeline's file (EDL) has none",
    )
    clip_schema: Literal["", "Clip.1", "Clip.2"] = Field(
        "", description="how our sounds are written into .otio; empty: as their application reads"
    )
    audio_only: bool = Field(
        False, description="write a second timeline too, with nothing in it but our tracks"
    )
    bundle: bool = Field(
        False, description="write an `.otioz` too: the scored timeline and our sounds in one file"
    )
    drop_frame: bool | None = Field(None, description="how timecodes are told; none: detected")
    ffmpeg: str = Field("", description="an ffmpeg of your own; empty: the one that comes along")
    workers: int = Field(0, ge=0, description="renders side by side; 0: one a processor")
    markers: MarkerSettings = Field(
        MarkerSettings(), description="`note_key_is_enough`: a note that begins with `sfx:` is ours"
    )
    gateway: GatewaySettings = Field(
        GatewaySettings(), description="how patient we are with sellers, in seconds"
    )
    hosting: HostingSettings = Field(
        HostingSettings(),
        description="how a picture gets an address: see [providers](providers.md)",
    )
    watch: WatchSettings = Field(
        WatchSettings(), description="how a watch folder works: see [watch folder](watch-folder.md)"
    )
    notify: NotifySettings = Field(
        NotifySettings(), description="who is told: see [watch folder](watch-folder.md)"
    )
    resolve: ResolveSettings = Field(
        ResolveSettings(), description="how the menu in Resolve works: see [Resolve](resolve.md)"
    )
    providers: dict[str, dict[str, Any]] = Field(
        {}, description="a table for each provider: see [providers](providers.md)"
    )

    @property
    def outward(self) -> tuple[tuple[str, str], ...]:
        """The path maps by which our sounds are named for the editor's machine."""
        return tuple((one.source, one.target) for one in self.path_maps if one.both)

    @property
    def frame_size(self) -> tuple[int, int] | None:
        """The timeline's width and height as configured; None where they are not."""
        width, _, height = self.frame.partition("x")
        return (int(width), int(height)) if height else None


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean 'crossfade'?` where a known name is close; else nothing."""
    near = get_close_matches(name, tuple(known), n=1)
    return f" Did you mean '{near[0]}'?" if near else ""
