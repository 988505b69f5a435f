"""The words of the flow as frozen types: span, prompts, cue, segment, request, take, placement."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pydantic import BaseModel, ConfigDict, Field

PROMPT_CHARACTERS = 200
"""The most code points a prompt may have (Kling video-to-audio and all its sellers)."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Whole frames at an exact rate; `end` is the first frame after it."""

    start: int
    length: int
    rate: Fraction

    @property
    def end(self) -> int:
        """The first frame after the span."""
        return self.start + self.length

    def clipped(self, other: "Span") -> "Span":
        """The part inside `other`; length 0 when they do not meet."""
        start = max(self.start, other.start)
        return Span(start, max(0, min(self.end, other.end) - start), self.rate)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one frame."""
        return self.start < other.end and other.start < self.end

    def widened(self, head: int, tail: int) -> "Span":
        """The span with `head` frames more before it and `tail` frames more after it."""
        return Span(self.start - head, self.length + head + tail, self.rate)


class Role(StrEnum):
    """What a take is for: effects, music, or one call with both prompts."""

    SFX = "sfx"
    BGM = "bgm"
    MIX = "mix"


class Stems(StrEnum):
    """One request with both prompts, or one request a prompt."""

    MIX = "mix"
    SPLIT = "split"


class Level(StrEnum):
    """How much a notice matters: an error stops its cue, a hint is about a marker not ours."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know, and where it stands.

    `cue` is the id of the cue it is about, where it is about one: several may have one address.
    """

    address: str
    message: str
    level: Level = Level.WARNING
    cue: str = field(default="", compare=False)


class Prompts(BaseModel):
    """What a cue asks to hear; longer prompts are refused, never cut."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sound_effect: str = Field("", max_length=PROMPT_CHARACTERS)
    background_music: str = Field("", max_length=PROMPT_CHARACTERS)
    asmr: bool = False


def spoken(prompts: Prompts, role: Role) -> tuple[str, ...]:
    """The prompts that a role sends, those that say something."""
    sent = {Role.SFX: (prompts.sound_effect,), Role.BGM: (prompts.background_music,)}
    both = (prompts.sound_effect, prompts.background_music)
    return tuple(filter(None, sent.get(role, both)))


@dataclass(frozen=True, slots=True)
class Fade:
    """An edge fade as the editor wrote it: `12f`, `0.5s`, `40ms`."""

    amount: Fraction
    unit: str

    def seconds(self, rate: Fraction) -> Fraction:
        """Its length in seconds; `rate` is the timeline's."""
        return {"f": self.amount / rate, "s": self.amount, "ms": self.amount / 1000}[self.unit]


@dataclass(frozen=True, slots=True)
class CueOptions:
    """What a note asks beyond its prompts; None leaves the run's setting.

    `video_id` is the id of the clip at the one who generated it, sent instead of a picture.
    """

    takes: int | None = None
    gain_db: float = 0.0
    fade: Fade | None = None
    stems: Stems | None = None
    video_id: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """One marked range with its prompts. `record` counts from the first frame of the timeline."""

    id: str
    name: str
    address: str
    record: Span
    prompts: Prompts
    options: CueOptions = field(default_factory=CueOptions)
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the files of an image sequence are named: `prefix`, a number, `suffix`.

    Frame i has the number `first` + i * `step`, written with at least `padding` digits.
    `black` says that a missing file shows black; else the one before it is held.
    """

    prefix: str
    suffix: str
    first: int
    step: int = 1
    padding: int = 0
    black: bool = False

    def name(self, frame: int) -> str:
        """The file name of a frame, counted from 0."""
        number = self.first + frame * self.step
        sign = "-" if number < 0 else ""
        return f"{self.prefix}{sign}{abs(number):0{self.padding}d}{self.suffix}"


@dataclass(frozen=True, slots=True)
class Media:
    """A file that an event shows, as the timeline names it.

    Unit: `start` and `duration` are exact seconds of source time; `start` is the source time
    (timecode) of the file's first frame. None where the timeline does not say.
    `paths` are candidates in order of trust: native paths as written, never percent-encoded. Of an
    image sequence they name the first file, and `numbering` the others beside it.
    """

    name: str
    paths: tuple[str, ...]
    start: Fraction | None = None
    duration: Fraction | None = None
    rate: Fraction | None = None
    numbering: Numbering | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How large a picture stands in the middle of the frame: whole inside it, times `scale`.

    `pixels` says that `scale` counts from the media's own pixels instead, in a frame whose size
    the timeline tells. `window` is the share of the frame it may fill: less than 1 in a compound
    clip that is scaled down.
    """

    scale: Fraction = Fraction(1)
    pixels: bool = False
    window: Fraction = Fraction(1)


WHOLE = Fit()
"""Fitted into the frame, as pictures are unless somebody resizes them."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of picture without a cut: `length` record frames of one media, or nothing.

    Nothing is black, or shows what lies below. Unit: `source_in` is exact seconds of source time
    (the clock of `Media.start`) at the first record frame; `speed` is source seconds a record
    second: 0 holds a frame, below 0 plays backwards.
    """

    length: int
    media: Media | None = None
    source_in: Fraction = Fraction(0)
    speed: Fraction = Fraction(1)
    fit: Fit = WHOLE


@dataclass(frozen=True, slots=True)
class Layers:
    """Pictures over one another, all as long as each other, the lowest first."""

    visuals: tuple["Visual", ...]

    @property
    def length(self) -> int:
        """Record frames."""
        return self.visuals[0].length


@dataclass(frozen=True, slots=True)
class Mix:
    """Two pictures as long as each other, mixed: a dissolve, a fade, an opacity.

    At record frame k the incoming one has the share `share` + k * `step`, the outgoing one the
    rest; where a side shows nothing, what lies below is seen through it.
    """

    outgoing: "Visual"
    incoming: "Visual"
    share: Fraction
    step: Fraction = Fraction(0)

    @property
    def length(self) -> int:
        """Record frames."""
        return self.incoming.length


Visual = Shot | Layers | Mix
"""What is seen for some record frames without a cut."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The piece of a cue that one request scores; `record` is all its picture shows."""

    index: int
    record: Span


PartKey = tuple[str, Role]
"""A cue's id and a role."""


@dataclass(frozen=True, slots=True)
class Part:
    """One cue in one role: what has to be scored, and how it comes together again.

    `head` and `tail` are the frames of picture scored beyond the cue's record span (handles).
    `takes` are the take numbers asked for; `prompts` what this role sends.
    """

    cue: Cue
    role: Role
    prompts: Prompts
    segments: tuple[Segment, ...]
    head: int
    tail: int
    takes: tuple[int, ...]

    @property
    def key(self) -> PartKey:
        """What tells it from every other part of a plan."""
        return self.cue.id, self.role


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that would be scored, and what it would cost before anything is already paid."""

    provider: str
    parts: tuple[Part, ...]
    price: Decimal
    notices: tuple[Notice, ...] = ()

    @property
    def requests(self) -> int:
        """How many requests the whole plan makes."""
        return sum(len(part.segments) * len(part.takes) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Placement:
    """A take laid on a track: where its sound stands and which file holds it.

    Unit: frames of the timeline. `head` and `tail` are handles inside the file beyond `record`;
    `first` is the timecode of the file's first frame as a frame count, 0 where it carries none.
    """

    cue: Cue
    role: Role
    take: int
    record: Span
    file: str
    head: int = 0
    tail: int = 0
    first: int = 0
    provider: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Lane:
    """One track of ours: placements in record order, none overlapping.

    `crossfades[i]` is the length in frames of the Transition between placement i and i + 1, 0
    where there is none.
    """

    name: str
    role: Role
    placements: tuple[Placement, ...]
    crossfades: tuple[int, ...] = ()
    enabled: bool = True
