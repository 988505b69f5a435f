"""Every movie of the sample timelines."""

from fractions import Fraction

from . import ball, cafe, crowd, fire, glass, shore, storm, street, typist, voice, walker
from .movie import Clip

PAL = Fraction(25)
FILM = Fraction(24)
NTSC_FILM = Fraction(24_000, 1001)
NTSC = Fraction(30_000, 1001)
WEB = Fraction(30)

STORM = Clip(
    "storm_window.mov",
    PAL,
    650,
    storm.draw,
    {"lightning": storm.FLASHES},
    timecode="01:00:00:00",
    sound=voice.actor,
    quality=25,
)
SHORE = Clip("shore_waves.mp4", PAL, 350, shore.draw, {"wave breaks": shore.BREAKS}, quality=23)
FIRE = Clip(
    "campfire.mov", PAL, 300, fire.draw, {"log pops": fire.POPS}, timecode="02:10:00:00", quality=23
)
WALK = Clip(
    "park_walk.mov",
    NTSC_FILM,
    384,
    walker.draw,
    {"footfall": walker.FOOTFALLS},
    timecode="10:00:00:00",
    sound=voice.actress,
)
TYPING = Clip(
    "typing.mp4",
    NTSC_FILM,
    264,
    typist.draw,
    {"key": typist.HITS, "return key": (typist.RETURN,)},
)
STREET = Clip("street_night.mkv", NTSC, 420, street.draw, {"car passes": street.PASSES}, quality=24)
CROWD = Clip("square_crowd.mov", NTSC, 330, crowd.draw, {}, timecode="01:00:00;00", quality=24)
BALL = Clip("ball.mp4", WEB, 360, ball.draw, {"bounce": ball.BOUNCES})
GLASS = Clip("glass.mp4", WEB, 240, glass.draw, {"glass breaks": (glass.BREAK,)})
CAFE = Clip(
    "café #2 (rain).mp4",
    FILM,
    250,
    cafe.draw,
    {"spoon rings": cafe.CLINKS},
    sound=voice.actress,
    quality=24,
)

CLIPS = (STORM, SHORE, FIRE, WALK, TYPING, STREET, CROWD, BALL, GLASS, CAFE)
"""All of them, in the order of the README."""
