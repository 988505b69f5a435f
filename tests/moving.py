"""New pictures from a seed, drawn as a scorer sees them at a glance, and what happens in them.

What finds them was tuned on seeds of 10,000 and more; the tests take seeds that it was not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, cos, pi, sin

import numpy as np

from otio_v2a.sketch.watching.events import Happening, Kind

WIDE, HIGH, FINE = 96, 54, 4
"""Of a glance; everything is drawn four times as fine and then averaged."""

RATES = (
    *(Fraction(24000, 1001), Fraction(24), Fraction(25)),
    *(Fraction(30000, 1001), Fraction(50), Fraction(60000, 1001)),
)
HITS = frozenset({Kind.TURN, Kind.STOP})
MOTION = frozenset({Kind.TURN, Kind.STOP, Kind.ONSET})

Picture = np.ndarray
Draw = Callable[[int], Picture]


@dataclass(frozen=True)
class Truth:
    """What happens in a frame: found when an event of one of the kinds is within `reach` frames.

    What may but need not be found, such as a ball's last hops, is not `due`.
    """

    frame: int
    kinds: frozenset[Kind]
    reach: int = 0
    due: bool = True

    def fits(self, event: Happening) -> bool:
        return event.kind in self.kinds and abs(event.frame - self.frame) <= self.reach


@dataclass(frozen=True)
class Clip:
    """Frames at a glance, shape (frames, 54, 96), and everything that happens in them."""

    what: str
    rate: Fraction
    gray: np.ndarray
    truth: tuple[Truth, ...] = ()

    def missed(self, found: Sequence[Happening]) -> list[Truth]:
        return [one for one in self.truth if one.due and not any(map(one.fits, found))]

    def false(self, found: Sequence[Happening]) -> list[Happening]:
        return [event for event in found if not any(one.fits(event) for one in self.truth)]


# --- what stands behind --------------------------------------------------------------------


def texture(rng: np.random.Generator, high: int, wide: int) -> Picture:
    """Patches, soft clouds or stripes of a random size and contrast, 0 to 255."""
    size = int(rng.integers(8, 60))
    rows, columns = high // size + 3, wide // size + 3
    kind = rng.choice(["patches", "clouds", "stripes"])
    coarse = rng.random((rows, columns if kind != "stripes" else 1)) * np.ones((1, columns))
    grown = np.kron(coarse, np.ones((size, size)))
    if kind == "clouds":
        grown = _blurred(_blurred(grown, size // 2 + 1), size // 2 + 1)
    shown = grown[:high, :wide]
    shown = (shown - shown.mean()) / max(1e-6, shown.std())
    return np.clip(rng.uniform(60, 180) + rng.uniform(18, 50) * shown, 0, 255).astype(np.float32)


def _blurred(picture: Picture, width: int) -> Picture:
    """The mean of so many pixels either way."""
    for _ in range(2):
        padded = np.pad(picture, ((width // 2 + 1, width - width // 2 - 1), (0, 0)), mode="edge")
        sums = padded.cumsum(axis=0)
        picture = ((sums[width:] - sums[:-width]) / width).T
    return picture


def still(rng: np.random.Generator) -> Draw:
    shown = texture(rng, HIGH * FINE, WIDE * FINE)
    return lambda _: shown


def pan(rng: np.random.Generator, rate: Fraction, frames: int, speed: Sequence[float]) -> Draw:
    """A camera that turns: `speed` across and down in pixels of a glance a second."""
    whole = FINE * np.asarray(speed) * frames / float(rate)
    high, wide = HIGH * FINE, WIDE * FINE
    shown = texture(rng, high + ceil(abs(whole[1])), wide + ceil(abs(whole[0])))
    begin = np.maximum(0, -whole)

    def draw(number: int) -> Picture:
        left, top = np.floor(begin + whole * number / frames).astype(int)
        return shown[top : top + high, left : left + wide]

    return draw


def shaken(rng: np.random.Generator, rate: Fraction) -> Draw:
    """A camera held by hand: it wanders by up to two pixels of a glance."""
    shown = texture(rng, (HIGH + 16) * FINE, (WIDE + 16) * FINE)
    hertz, phases = rng.uniform(0.3, 2.5, (2, 4)), rng.uniform(0, 2 * pi, (2, 4))
    most = rng.uniform(0.2, 1.0) / hertz

    def draw(number: int) -> Picture:
        wave = (most * np.sin(2 * pi * hertz * number / float(rate) + phases)).sum(axis=1)
        top, left = np.clip(np.round((8 + wave) * FINE), 0, 16 * FINE).astype(int)
        return shown[top : top + HIGH * FINE, left : left + WIDE * FINE]

    return draw


def zoom(rng: np.random.Generator, frames: int) -> Draw:
    shown = texture(rng, HIGH * FINE, WIDE * FINE)
    most = rng.uniform(0.1, 0.4) * rng.choice([-1, 1])

    def draw(number: int) -> Picture:
        scale = 1 - abs(most) * (number / frames if most > 0 else 1 - number / frames)
        rows, columns = (
            np.round((np.arange(side) - side / 2) * scale + side / 2).astype(int)
            for side in (HIGH * FINE, WIDE * FINE)
        )
        return shown[np.clip(rows, 0, None)][:, np.clip(columns, 0, None)]

    return draw


def behind(rng: np.random.Generator, rate: Fraction, frames: int) -> Draw:
    """Anything that may stand or go on behind an event."""
    kind = rng.choice(["still", "pan", "shaken", "zoom", "foliage"])
    if kind == "pan":
        return pan(rng, rate, frames, rng.uniform(-25, 25, 2))
    if kind == "shaken":
        return shaken(rng, rate)
    if kind == "zoom":
        return zoom(rng, frames)
    return foliage(rng, rate) if kind == "foliage" else still(rng)


def foliage(rng: np.random.Generator, rate: Fraction) -> Draw:
    """Leaves that sway gently, each for itself, in gusts."""
    shown = texture(rng, HIGH * FINE, WIDE * FINE)
    count = int(rng.integers(8, 26))
    places = rng.uniform((0, 0), (WIDE, HIGH), (count, 2))
    sizes, looks = rng.uniform(2, 8, (count, 2)), rng.uniform(20, 220, count)
    sway, hertz = rng.uniform(0.2, 1.6, count), rng.uniform(0.25, 0.8)
    phases, gust = rng.uniform(0, 2 * pi, count), rng.uniform(0.05, 0.2)

    def draw(number: int) -> Picture:
        at = number / float(rate)
        frame = shown.copy()
        wind = 0.6 + 0.4 * sin(2 * pi * gust * at + phases[0])
        for (x, y), size, look, most, phase in zip(places, sizes, looks, sway, phases, strict=True):
            moved = most * wind * sin(2 * pi * hertz * at + phase)
            _ellipse(frame, (x + moved, y + moved / 4), size, look)
        return frame

    return draw


# --- drawing -------------------------------------------------------------------------------


def _ellipse(frame: Picture, centre: Sequence[float], radii: Sequence[float], look: float) -> None:
    """Painted in place; lengths in pixels of a glance."""
    (x, y), (across, down) = (FINE * np.asarray(one, float) for one in (centre, radii))
    top, bottom = max(0, int(y - down)), min(frame.shape[0], int(y + down) + 2)
    left, right = max(0, int(x - across)), min(frame.shape[1], int(x + across) + 2)
    if top < bottom and left < right:
        rows, columns = np.mgrid[top:bottom, left:right]
        inside = ((rows - y) / down) ** 2 + ((columns - x) / across) ** 2 <= 1
        frame[top:bottom, left:right][inside] = look


def _limb(
    frame: Picture, start: Sequence[float], end: Sequence[float], width: float, look: float
) -> None:
    """A thick line, painted in place; lengths in pixels of a glance."""
    (x0, y0), (x1, y1) = (FINE * np.asarray(one, float) for one in (start, end))
    reach = FINE * width / 2
    top, bottom = (
        max(0, int(min(y0, y1) - reach)),
        min(frame.shape[0], int(max(y0, y1) + reach) + 2),
    )
    left, right = (
        max(0, int(min(x0, x1) - reach)),
        min(frame.shape[1], int(max(x0, x1) + reach) + 2),
    )
    if top >= bottom or left >= right:
        return
    rows, columns = np.mgrid[top:bottom, left:right]
    length = max(1e-6, (x1 - x0) ** 2 + (y1 - y0) ** 2)
    along = np.clip(((columns - x0) * (x1 - x0) + (rows - y0) * (y1 - y0)) / length, 0, 1)
    off = (columns - x0 - along * (x1 - x0)) ** 2 + (rows - y0 - along * (y1 - y0)) ** 2
    frame[top:bottom, left:right][off <= reach**2] = look


def _shot(rng: np.random.Generator, frames: int, draw: Draw, grain: float | None = None) -> Picture:
    """The frames of a clip as a camera with some grain gives them. Shape: (frames, 54, 96)."""
    sigma = rng.uniform(0, 2.5) if grain is None else grain
    shown = np.empty((frames, HIGH, WIDE), np.uint8)
    for number in range(frames):
        small = draw(number).reshape(HIGH, FINE, WIDE, FINE).mean(axis=(1, 3))
        noise = sigma * rng.standard_normal(small.shape, np.float32)
        shown[number] = np.clip(np.round(small + noise), 0, 255)
    return shown


def _spread(rng: np.random.Generator, frames: int, apart: int, count: int) -> list[int]:
    """So many random frames at least `apart`, and as far from either end."""
    free = frames - (count + 1) * apart
    return [int(at) + apart * (k + 1) for k, at in enumerate(np.sort(rng.integers(0, free, count)))]


def _look(rng: np.random.Generator, behind: Picture) -> float:
    """A gray well apart from what stands behind."""
    middle = float(np.median(behind))
    apart = rng.uniform(55, 110)
    return (
        middle + apart
        if middle + apart < 250 and (rng.random() < 0.5 or middle < apart)
        else (max(0.0, middle - apart))
    )


# --- clips ---------------------------------------------------------------------------------


def flashing(rng: np.random.Generator, rate: Fraction) -> Clip:
    """Flashes of one to three frames, in a part of the picture or all of it."""
    frames = round(5 * rate)
    scene = behind(rng, rate, frames)
    at = _spread(rng, frames, round(rate / 2), int(rng.integers(2, 5)))
    lit: dict[int, tuple[Picture, float]] = {}
    for frame in at:
        mask = _lamp(rng)
        added = rng.uniform(40, 200) * mask
        while np.mean(np.clip(scene(frame) + added, 0, 255) - scene(frame)) < 10:
            added = added * 1.2 + 10 * _lamp(rng)
        for number in range(frame, frame + int(rng.integers(1, 4))):
            lit[number] = added

    def draw(number: int) -> Picture:
        shown = scene(number)
        return np.clip(shown + lit[number], 0, 255) if number in lit else shown

    truth = tuple(Truth(frame, frozenset({Kind.FLASH})) for frame in at)
    return Clip("flash", rate, _shot(rng, frames, draw), truth)


def _lamp(rng: np.random.Generator) -> Picture:
    """Where a flash is bright: everywhere, or in an ellipse of a good part of the picture."""
    lamp = np.zeros((HIGH * FINE, WIDE * FINE), np.float32)
    if rng.random() < 0.4:
        return lamp + 1
    centre, radii = rng.uniform((20, 10), (76, 44)), rng.uniform((22, 14), (60, 40))
    _ellipse(lamp, centre, radii, 1.0)
    return lamp


def cutting(rng: np.random.Generator, rate: Fraction) -> Clip:
    """Hard cuts between shots, each with its own camera."""
    frames = round(5 * rate)
    at = _spread(rng, frames, round(rate / 2), int(rng.integers(2, 5)))
    shots = [behind(rng, rate, frames) for _ in range(len(at) + 1)]
    for number, cut in enumerate(at):
        while np.abs(shots[number](cut) - shots[number + 1](cut)).mean() < 18:
            shots[number + 1] = behind(rng, rate, frames)

    def draw(number: int) -> Picture:
        return shots[sum(number >= cut for cut in at)](number)

    truth = tuple(Truth(frame, frozenset({Kind.CUT})) for frame in at)
    return Clip("cut", rate, _shot(rng, frames, draw), truth)


def bouncing(rng: np.random.Generator, rate: Fraction) -> Clip:
    """A ball that is let go, falls, and hops lower and lower, or for ever."""
    frames, radius = round(6 * rate), rng.uniform(2.5, 8)
    floor = HIGH - radius - rng.uniform(0, 6)
    drop, fall = rng.uniform(0.5, 0.9) * (floor - radius), rng.uniform(0.28, 0.55)
    gravity, back = 2 * drop / fall**2, float(rng.choice([1.0, rng.uniform(0.6, 0.9)]))
    begin, scene = rng.uniform(0.2, 1.0), still(rng)
    x, speed = rng.uniform(30, 66), rng.uniform(-8, 8) * rng.integers(0, 2)
    look = _look(rng, scene(0))
    hits = _hits(begin + fall, gravity * fall, gravity, back, frames / rate)

    def height(at: float) -> float:
        if at < begin + fall:
            return drop - gravity * max(0.0, at - begin) ** 2 / 2
        when, up = max((one for one in hits if one[0] <= at), default=(at, 0.0))
        return max(0.0, up * (at - when) - gravity * (at - when) ** 2 / 2)

    def draw(number: int) -> Picture:
        at, frame = number / float(rate), scene(number).copy()
        centre = x + speed * min(at, hits[-1][0]), floor - height(at)
        _ellipse(frame, centre, (radius, radius), look)
        return frame

    truth = [Truth(int(begin * rate) + k, MOTION, 2, due=False) for k in (0, 3)]
    for when, up in hits:
        due = up**2 / gravity / 2 > 4 and 2 * up / gravity > 0.2 and 2 < when * rate < frames - 6
        due = due and radius + 3 < x + speed * when < WIDE - radius - 3
        truth.append(Truth(round(when * rate), HITS if due else MOTION, 1 if due else 2, due=due))
    return Clip("ball", rate, _shot(rng, frames, draw), tuple(truth))


def _hits(
    when: float, speed: float, gravity: float, back: float, end: float
) -> list[tuple[float, float]]:
    """When a ball meets the floor, and how fast it leaves it."""
    hits = []
    while when < end:
        speed *= back
        if 2 * speed / gravity < 0.06:
            return [*hits, (when, 0.0)]
        hits.append((when, speed))
        when += 2 * speed / gravity
    return hits


def hammering(rng: np.random.Generator, rate: Fraction) -> Clip:
    """A hammer that is lifted, falls, and lies for a moment."""
    frames, period = round(6 * rate), rng.uniform(0.6, 1.5)
    fall, lie = rng.uniform(0.08, 0.2), rng.uniform(0.02, 0.3) * period
    first, scene = rng.uniform(0.3, period), still(rng)
    length, lift = rng.uniform(20, 34), rng.uniform(0.5, 1.0)
    side, pivot = rng.choice([-1, 1]), (rng.uniform(38, 58), rng.uniform(30, 44))
    size, look = rng.uniform(3, 6), _look(rng, scene(0))

    def angle(at: float) -> float:
        since = (at - first) % period
        if since < lie:
            return 0.0
        if since >= period - fall:
            return lift * (1 - ((since - period + fall) / fall) ** 2)
        return lift * (1 - cos(pi * (since - lie) / (period - fall - lie))) / 2

    def draw(number: int) -> Picture:
        frame, turned = scene(number).copy(), angle(number / float(rate))
        head = pivot[0] + side * length * cos(turned), pivot[1] - length * sin(turned)
        _limb(frame, pivot, head, 2.5, look)
        _ellipse(frame, head, (size * 0.7, size), look)
        return frame

    count = int((frames / rate - first) / period) + 1
    strikes = [first + k * period for k in range(count)]
    truth = [Truth(ceil(at * rate), HITS, 1) for at in strikes if 3 < at * rate < frames - 6]
    lifts = [
        Truth(round((at + lie) * rate), frozenset({Kind.ONSET}), 5, due=False) for at in strikes
    ]
    return Clip("hammer", rate, _shot(rng, frames, draw), (*truth, *lifts))


def walking(rng: np.random.Generator, rate: Fraction) -> Clip:
    """Somebody who crosses the picture, or whom the camera follows."""
    frames, cadence = round(7 * rate), rng.uniform(1.2, 3.2)
    tall, most, phase = rng.uniform(24, 42), rng.uniform(0.33, 0.55), rng.uniform(0, 2 * pi)
    leg, side = 0.48 * tall, rng.choice([-1, 1])
    speed = side * cadence * leg * 2 * sin(most) * rng.uniform(0.6, 0.9)
    follows = rng.random() < 0.35
    scene = pan(rng, rate, frames, (speed, 0)) if follows else still(rng)
    begin = WIDE / 2 - (0 if follows else side * (WIDE / 2 - tall / 3))
    hip, look = rng.uniform(0.55, 0.68) * HIGH - tall * 0.02, _look(rng, scene(0))

    def place(at: float) -> float:
        return begin + (0 if follows else speed * at)

    def draw(number: int) -> Picture:
        at, frame = number / float(rate), scene(number).copy()
        x, swing = place(at), most * sin(pi * cadence * at + phase)
        y = hip - 0.012 * tall * cos(2 * pi * cadence * at + 2 * phase)
        for turned, shade in ((swing, 0), (-swing, 12)):
            foot = x + leg * sin(turned), y + leg * cos(turned)
            _limb(frame, (x, y), foot, tall * 0.09, look + shade)
            hand = x - 0.7 * leg * sin(turned), y - 0.3 * tall + 0.7 * leg * cos(turned)
            _limb(frame, (x, y - 0.32 * tall), hand, tall * 0.06, look + shade)
        _limb(frame, (x, y - 0.34 * tall), (x, y), tall * 0.16, look)
        _ellipse(frame, (x, y - 0.43 * tall), (0.07 * tall, 0.08 * tall), look)
        return frame

    falls = [(k + 0.5 - phase / pi) / cadence for k in range(60)]
    inside = [at for at in falls if tall / 4 < place(at) < WIDE - tall / 4]
    seen = [at for at in inside if 3 < at * rate < frames - 4]
    truth = [Truth(round(at * rate), frozenset({Kind.STEP}), 1) for at in seen]
    others = [at for at in falls if 0 <= at * rate < frames and at not in seen]
    free = [Truth(round(at * rate), frozenset({Kind.STEP}), 2, due=False) for at in others]
    return Clip("walk", rate, _shot(rng, frames, draw), (*truth, *free))


def nothing(rng: np.random.Generator, rate: Fraction) -> Clip:
    """A picture in which nothing happens."""
    frames = round(6 * rate)
    kind = rng.choice(["still", "zoom", "pan", "shaken", "grain", "fade", "dissolve", "foliage"])
    draws: dict[str, Callable[[], Draw]] = {
        "still": lambda: still(rng),
        "grain": lambda: still(rng),
        "zoom": lambda: zoom(rng, frames),
        "pan": lambda: pan(rng, rate, frames, rng.uniform(-12, 12, 2)),
        "shaken": lambda: shaken(rng, rate),
        "fade": lambda: fading(rng, rate, frames, None),
        "dissolve": lambda: fading(rng, rate, frames, still(rng)),
        "foliage": lambda: foliage(rng, rate),
    }
    grain = rng.uniform(2.5, 6) if kind == "grain" else None
    return Clip(f"no {kind}", rate, _shot(rng, frames, draws[kind](), grain))


def fading(rng: np.random.Generator, rate: Fraction, frames: int, to: Draw | None) -> Draw:
    """A shot that fades to black and back, or dissolves into another, in a second or more."""
    shown = still(rng)(0)
    other = np.full_like(shown, rng.choice([0, 16])) if to is None else to(0)
    length, begin = rng.uniform(1, 2.5) * float(rate), rng.uniform(0.1, 0.4) * frames
    back = begin + length + rng.uniform(0.2, 1) * float(rate)

    def draw(number: int) -> Picture:
        share = np.clip((number - begin) / length, 0, 1)
        if to is None:
            share -= np.clip((number - back) / length, 0, 1)
        return shown + np.float32(share) * (other - shown)

    return draw


KINDS = (flashing, cutting, bouncing, hammering, walking, nothing)


def clip(seed: int, rate: Fraction) -> Clip:
    """The clip of a seed: its kind comes round every six seeds."""
    return KINDS[seed % len(KINDS)](np.random.default_rng([19_600_528, seed]), rate)
