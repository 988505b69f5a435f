"""Waves on a beach at sunset."""

from functools import lru_cache

import numpy as np

from .pixels import (
    HEIGHT,
    WIDTH,
    Canvas,
    Field,
    Ink,
    below,
    disc,
    glow,
    noise,
    shifted,
    sky,
    stroke,
)

PERIOD = 100
BREAKS = (30, 130, 230, 330)
"""Frames on which a wave breaks."""

_HORIZON = 150


def draw(frame: int) -> Canvas:
    """One frame of the shore."""
    canvas = sky(
        [(0, (0.22, 0.30, 0.50)), (100, (0.86, 0.58, 0.45)), (_HORIZON, (1.0, 0.80, 0.52))]
    )
    _clouds(canvas, frame)
    glow(canvas, 430 + 128j, 150, Ink((1.0, 0.75, 0.4), 0.28))
    disc(canvas, 430 + 128j, 22, Ink((1.0, 0.93, 0.72)))
    _gulls(canvas, frame)
    _sea(canvas, frame)
    _sand(canvas, frame)
    return canvas


@lru_cache
def _texture() -> Field:
    return noise(21, (6, 8), (HEIGHT, WIDTH))


@lru_cache
def _ripples() -> Field:
    return noise(22, (26, 7), (HEIGHT, WIDTH))


def _clouds(canvas: Canvas, frame: int) -> None:
    layer = shifted(_texture(), 0.25 * frame, 0)[::2][:120]
    cover = np.clip((layer - 0.52) * 4, 0, 1)[..., None] * np.float32(0.5)
    canvas[:120] += (np.array((1.0, 0.72, 0.62), np.float32) - canvas[:120]) * cover


def _gulls(canvas: Canvas, frame: int) -> None:
    ink = Ink((0.15, 0.13, 0.18), 0.85)
    for index in range(3):
        body = complex(
            (60 + 90 * index + 1.1 * frame) % 700 - 30,
            62 + 14 * index + 6 * np.sin(frame / 20 + index),
        )
        lift = 4 * np.sin(frame / 5 + 2 * index)
        for side in (-1, 1):
            wing = [body, body + complex(6 * side, -4 - lift), body + complex(13 * side, -1 + lift)]
            stroke(canvas, wing, 1.8, ink)


def _sea(canvas: Canvas, frame: int) -> None:
    below(canvas, np.full(WIDTH, float(_HORIZON)), Ink((0.13, 0.26, 0.36)))
    rows = np.arange(_HORIZON, HEIGHT)
    depth = (rows - _HORIZON).astype(np.float32)
    # Nearer rows hold longer waves: the texture is read ever more slowly.
    at = (80 * np.log1p(depth / 10) - 0.5 * frame) % HEIGHT
    field, low = shifted(_ripples(), 0.6 * frame, 0), at.astype(int)
    part = (at - low)[:, None]
    swell = field[low] * (1 - part) + field[(low + 1) % HEIGHT] * part
    band = np.clip((swell - 0.45) * 3.2, 0, 1)[..., None]
    water = canvas[_HORIZON:]
    water += (np.array((0.42, 0.52, 0.56), np.float32) - water) * band * np.float32(0.55)
    x = np.arange(WIDTH, dtype=np.float32)
    path = np.exp(-(((x[None, :] - 430) / (18 + 0.7 * depth[:, None])) ** 2))
    shine = path * np.clip((swell - 0.47) * 8, 0, 1)
    water += shine[..., None] * np.array((0.75, 0.50, 0.25), np.float32)


def _edge(frame: float) -> Field:
    """How far down the water reaches, for each column."""
    phase = (frame - BREAKS[0]) % PERIOD / PERIOD
    reach = 262 + 50 * np.sin(np.pi * min(1.0, phase * 1.02)) ** 0.8
    x = np.arange(WIDTH, dtype=np.float32)
    edge: Field = reach + 6 * np.sin(x / 70 + phase) + 3 * np.sin(x / 23 + 2 * phase)
    return edge.astype(np.float32)


def _sand(canvas: Canvas, frame: int) -> None:
    edge = _edge(frame)
    wet = np.maximum.reduce([_edge(frame - back) - 0.22 * back for back in range(0, 60, 6)])
    below(canvas, edge, Ink((0.45, 0.36, 0.28), 1, 2))
    below(canvas, np.maximum(wet, edge) + 4, Ink((0.74, 0.60, 0.43), 1, 10))
    grain = (_texture() - 0.5)[..., None] * np.float32(0.10)
    dry = np.arange(HEIGHT)[:, None, None] > edge[None, :, None]
    canvas += grain * dry
    _foam(canvas, frame, edge)
    _breaker(canvas, frame)


def _foam(canvas: Canvas, frame: int, edge: Field) -> None:
    y = np.arange(200, HEIGHT, dtype=np.float32)[:, None]
    behind = edge[None, :] - y
    lace = shifted(_texture(), 0.3 * frame, 0.9 * frame % 1)[200:]
    rim = np.exp(-(((behind - 2) / 3.5) ** 2))
    churn = 0.88 ** ((frame - BREAKS[0]) % PERIOD)
    reach = np.exp(-np.clip(behind, 0, None) / 24) * np.clip((y - 204) / 30, 0, 1)
    torn = np.clip((lace - 0.42 + 0.2 * churn) * 7, 0, 1)
    spread = np.clip(behind / 6, 0, 1) * reach * torn
    cover = np.clip(rim + 0.75 * spread, 0, 1)[..., None] * np.float32(0.9)
    canvas[200:] += (np.array((1.0, 0.96, 0.92), np.float32) - canvas[200:]) * cover


def _breaker(canvas: Canvas, frame: int) -> None:
    """The next wave rises, then falls into foam on its frame of BREAKS."""
    ahead = (BREAKS[0] - frame) % PERIOD
    if ahead > 45:
        return
    rise = 1 - ahead / 45
    x = np.arange(WIDTH, dtype=np.float32)
    crest = 208 + 46 * rise + 3 * np.sin(x / 50 + frame / 30)
    y = np.arange(180, 290, dtype=np.float32)[:, None]
    under = (y - crest[None, :]) / (4 + 12 * rise)
    face = np.clip(under, 0, 1) * np.clip(2 - under, 0, 1)
    part = canvas[180:290]
    part += (np.array((0.10, 0.25, 0.30), np.float32) - part) * (face * 0.7 * rise)[..., None]
    lip = np.exp(-(((y - crest[None, :]) / 2.4) ** 2)) * np.float32(0.25 + 0.75 * rise**2)
    part += (np.array((1.0, 0.96, 0.92), np.float32) - part) * lip[..., None]
