"""What the page and others hear from the review's HTTP API.

Unit: seconds and frames of the timeline, USD, dB. Every address is relative to the server.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Told(BaseModel):
    """What is answered."""

    model_config = ConfigDict(frozen=True)


class Noticed(Told):
    """Something the user should know."""

    level: str
    address: str
    message: str
    cue: str = ""


class Seller(Told):
    """Somebody who can score. `ready`: it runs here, or there is a key for it."""

    name: str
    price: str
    is_local: bool
    ready: bool
    min_seconds: float | None
    max_seconds: float | None
    prompt_characters: int


class Where(Told):
    """A range of the timeline, as numbers and as labels."""

    start: int
    length: int
    seconds: float
    first: str
    last: str


class Words(Told):
    """The prompts of a cue."""

    sound_effect: str
    background_music: str
    asmr: bool


class TakeView(Told):
    """A finished take, as it would be placed; `problem` says why it cannot be heard.

    `audio` plays it: its first sample stands `head` seconds before the cue. `heard_from` and
    `heard_until` say what of it is heard, the rest is handles; they and `seams` are seconds from
    the cue's start. `gain_db` and the fades, in seconds, are in the file already.
    Shape: `waveform` is the highest sample, 0 to 1, of equal stretches.
    """

    role: str
    take: int
    chosen: bool
    problem: str
    audio: str
    name: str
    seconds: float
    head: float
    heard_from: float
    heard_until: float
    gain_db: float
    fade_in: float
    fade_out: float
    loudness_lufs: float | None
    true_peak_dbtp: float | None
    waveform: tuple[float, ...]
    seams: tuple[float, ...]


class EventView(Told):
    """Something that happens in the picture. Unit: `at` in seconds from the cue's start."""

    kind: str
    at: float
    strength: float


class RequestView(Told):
    """A request that failed, or whose answer was lost; it is never paid again by itself.

    `sent` is when, in UTC.
    """

    request: str
    is_failed: bool
    provider: str
    sent: str
    price_usd: float
    message: str


class PartView(Told):
    """A cue in one role: its segments, what is left to pay, how its requests stand, its takes.

    `takes` are the finished ones, `chosen` the one that is placed; `undecided` waits for a person.
    """

    role: str
    segments: tuple[Where, ...]
    requests: int
    cost_usd: float
    states: dict[str, int]
    problem: str
    takes: tuple[int, ...]
    chosen: int | None
    undecided: tuple[RequestView, ...]


class CueView(Told):
    """A cue of the plan. `marker` is what its marker says, `prompts` what is asked.

    `take_usd` is the price of any one take of it, `reroll_usd` what a further one would cost now,
    with whatever of it is still to be paid.
    """

    id: str
    name: str
    address: str
    where: Where
    prompts: Words
    marker: Words
    roles: tuple[str, ...]
    takes: int
    gain_db: float
    fade: str
    edited: bool
    cost_usd: float
    take_usd: float
    reroll_usd: float
    still: str
    parts: tuple[PartView, ...]
    advice: tuple[str, ...]
    notices: tuple[Noticed, ...]


class HeldView(Told):
    """A marker that is ours and is not scored, and why."""

    id: str
    name: str
    address: str
    where: Where | None
    message: str
    skipped: bool


class PlanView(Told):
    """The whole plan. `version` grows with every change of it.

    `is_handed`: a yes hands it over to the watch folder that it waits in, which scores it.
    """

    version: int
    timeline: str
    name: str
    rate: float
    drop_frame: bool
    length: int
    provider: str
    takes: int
    stems: str
    requests: int
    cost_usd: float
    cap_usd: float
    price_is_assumed: bool
    is_handed: bool
    sellers: tuple[Seller, ...]
    cues: tuple[CueView, ...]
    held: tuple[HeldView, ...]
    notices: tuple[Noticed, ...]


class CueProgress(Told):
    """How far one cue in one role is. `share` is 0 to 1; `requests` counts them by stage."""

    cue: str
    role: str
    stage: str
    share: float
    requests: dict[str, int]


class RunView(Told):
    """The run that is under way, or the last one."""

    id: int
    state: Literal["running", "stopping", "ended"]
    cues: tuple[CueProgress, ...]
    seconds: float
    approved_usd: float
    spent_usd: float
    message: str
    code: int | None


class StateView(Told):
    """Where everything stands: the plan's version, and the run."""

    version: int
    run: RunView | None


class ListenView(Told):
    """What is needed to listen to a cue against its picture.

    `picture` begins `before` seconds before the cue; `own` is the timeline's own sound of the same
    stretch, empty where it has none. `seconds` is how long both are; `first_frame` the timeline's
    frame that they begin with.
    """

    cue: str
    picture: str
    own: str
    before: float
    seconds: float
    rate: float
    first_frame: int
    takes: tuple[TakeView, ...]
    events: tuple[EventView, ...]


class PlacedView(Told):
    """The scored timeline, written."""

    output: str
    message: str
    code: int


class Problem(Told):
    """Why something was refused, and what to do."""

    error: str
