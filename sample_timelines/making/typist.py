"""Two hands type on a mechanical keyboard below a screen."""

from functools import lru_cache
from itertools import pairwise

import numpy as np

from .pixels import Canvas, Ink, box, disc, glow, letters, sky, stroke

_TEXT = "THE RAIN KEPT TIME ALL NIGHT"
_ROWS = ("QWERTYUIOP", "ASDFGHJKL.", "ZXCVBNM   ")


def _hits() -> tuple[int, ...]:
    gaps = np.random.default_rng(42).integers(5, 10, len(_TEXT) - 1)
    return tuple(int(frame) for frame in 14 + np.concatenate([[0], np.cumsum(gaps)]))


HITS = _hits()
"""Frames on which a key goes down."""

RETURN = HITS[-1] + 14
"""The frame on which the return key goes down, harder."""

_PITCH = 44.0
_LEFT_SIDE = frozenset("QWERTASDFGZXCVB")


def draw(frame: int) -> Canvas:
    """One frame of the typing."""
    canvas = sky([(0, (0.15, 0.17, 0.20)), (110, (0.20, 0.21, 0.24)), (360, (0.34, 0.26, 0.20))])
    _screen(canvas, frame)
    _desk(canvas)
    pressed = _pressed(frame)
    _keys(canvas, pressed)
    for left in (True, False):
        _hand(canvas, frame, left)
    return canvas


def _pressed(frame: int) -> str:
    for hit, letter in zip(HITS, _TEXT, strict=True):
        if 0 <= frame - hit < 3:
            return letter
    return "\n" if 0 <= frame - RETURN < 4 else ""


@lru_cache
def _place(letter: str) -> complex:
    """The middle of a key."""
    if letter == " ":
        return 320 + 318j
    if letter == "\n":
        return 590 + 230j
    row = next(index for index, keys in enumerate(_ROWS) if letter in keys)
    return complex(118 + 14 * row + _PITCH * _ROWS[row].index(letter), 186 + _PITCH * row)


def _screen(canvas: Canvas, frame: int) -> None:
    box(canvas, 60 + 0j, 520 + 118j, Ink((0.05, 0.06, 0.07)))
    box(canvas, 68 + 0j, 504 + 110j, Ink((0.07, 0.12, 0.13)))
    glow(canvas, 320 + 120j, 260, Ink((0.10, 0.22, 0.22), 0.6))
    count = sum(hit <= frame for hit in HITS)
    ink = Ink((0.55, 1.0, 0.78))
    if frame < RETURN:
        letters(canvas, 94 + 60j, _TEXT[:count], ink, 2)
        cursor = complex(94 + 12 * count, 60)
    else:
        letters(canvas, 94 + 36j, _TEXT, ink, 2)
        cursor = 94 + 60j
    if frame // 12 % 2 == 0:
        box(canvas, cursor, 10 + 14j, ink)


def _desk(canvas: Canvas) -> None:
    box(canvas, 66 + 152j, 556 + 196j, Ink((0.08, 0.06, 0.05), 0.55, 14))
    box(canvas, 66 + 146j, 556 + 196j, Ink((0.17, 0.18, 0.21), 1, 3))
    box(canvas, 72 + 152j, 544 + 184j, Ink((0.11, 0.12, 0.14), 1, 2))


def _keys(canvas: Canvas, pressed: str) -> None:
    for row in _ROWS:
        for letter in row.strip():
            _key(canvas, letter, 38 + 38j, pressed == letter)
    _key(canvas, " ", 236 + 32j, pressed == " ")
    _key(canvas, "\n", 44 + 82j, pressed == "\n")


def _key(canvas: Canvas, letter: str, size: complex, down: bool) -> None:
    sink = 4j if down else 0j
    corner = _place(letter) - size / 2
    box(canvas, corner + 4j, size, Ink((0.05, 0.05, 0.06), 1, 2))
    body = Ink((0.44, 0.36, 0.28) if down else (0.30, 0.32, 0.36), 1, 2)
    box(canvas, corner + sink, size, body)
    box(canvas, corner + sink + 4 + 3j, size - 8 - 10j, Ink((0.38, 0.40, 0.44), 1, 3))
    if letter.strip():
        letters(canvas, corner + sink + 9 + 8j, letter, Ink((0.9, 0.9, 0.88)), 2)


def _reach(frame: int, left: bool) -> complex:
    """Where a hand's typing finger is: at its next key, easing there from the last."""
    home = 206 + 232j if left else 420 + 232j
    strokes = [
        (hit, _place(key))
        for hit, key in zip(HITS, _TEXT, strict=True)
        if _is_left(hit, key) == left
    ]
    if not left:
        strokes.append((RETURN, _place("\n")))
    stops = [(0, home), *strokes, (strokes[-1][0] + 30, home), (9999, home)]
    last, following = next(pair for pair in pairwise(stops) if pair[0][0] <= frame < pair[1][0])
    lead = min(7, following[0] - last[0])
    share = np.clip((frame - following[0] + lead) / lead, 0, 1)
    return last[1] + (following[1] - last[1]) * float(share * share * (3 - 2 * share))


def _is_left(hit: int, key: str) -> bool:
    return key in _LEFT_SIDE or (key == " " and hit % 2 == 0)


def _hand(canvas: Canvas, frame: int, left: bool) -> None:
    tip = _reach(frame, left)
    side = 1 if left else -1
    palm = (
        complex(tip.real * 0.45 + (206 if left else 434) * 0.55, tip.imag * 0.35 + 222) + 6 * side
    )
    skin, shade = Ink((0.88, 0.68, 0.55)), Ink((0.62, 0.44, 0.35))
    shadow = Ink((0.03, 0.03, 0.04), 0.30, 8)
    stroke(canvas, [palm + 8 + 10j, palm + complex(-30 * side, 110) + 8], 62, shadow)
    stroke(
        canvas,
        [palm + complex(-14 * side, 44), palm + complex(-44 * side, 140)],
        62,
        Ink((0.25, 0.33, 0.45)),
    )
    idle = [
        palm + complex(side * offset, -lift) for offset, lift in ((-40, 40), (-20, 54), (24, 40))
    ]
    down = any(hit <= frame < hit + 3 for hit in (*HITS, RETURN))
    lifted = tip + (2j if down else -5j)
    for end in (*idle, lifted):
        root = palm + (end - palm) * 0.35
        stroke(canvas, [root + 1j, end], 17, shade)
        stroke(canvas, [root, end], 15, skin)
        disc(canvas, end - 1j, 4, Ink((0.96, 0.80, 0.70)))
    stroke(canvas, [palm + 10j, palm + complex(34 * side, 8)], 15, skin)
    disc(canvas, palm + 8j, 31, skin)
