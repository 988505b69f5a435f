"""The embedded scorer: real pictures made here, and the sound measured."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from av.video.reformatter import VideoReformatter
from hearing_music import measured_bpm

from otio_v2a.errors import ProviderError
from otio_v2a.model import Prompts, Role
from otio_v2a.providers.base import FREE, Local, LocalJob
from otio_v2a.sketch.hearing.lexicon import Heard, Layer, Manner, hear
from otio_v2a.sketch.hearing.words import LAYERS
from otio_v2a.sketch.level import level, limit, loudness
from otio_v2a.sketch.music.styles import read_style
from otio_v2a.sketch.provider import SKETCH
from otio_v2a.sketch.sounds.beds import BEDS
from otio_v2a.sketch.sounds.dealing import deal
from otio_v2a.sketch.sounds.effects import Scene, effects
from otio_v2a.sketch.sounds.hits import HITS
from otio_v2a.sketch.watching.events import Happening, Kind, happenings
from otio_v2a.sketch.watching.walking import footfalls
from otio_v2a.sketch.watching.watch import Watched, watch

NTSC_24, PAL, NTSC_30, NTSC_60 = (
    Fraction(24000, 1001),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(60000, 1001),
)
RATES = (NTSC_24, PAL, NTSC_30, NTSC_60)
WIDTH, HEIGHT = 192, 108
SLOPE = np.tile(np.linspace(30, 90, WIDTH, dtype=np.uint8), (HEIGHT, 1))
PEAK = 10 ** (-1 / 20)

Draw = Callable[[int], np.ndarray]


def quiet(_share: float) -> None:
    """A teller that nobody listens to."""


def a_movie(path: Path, frames: int, rate: Fraction, draw: Draw) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.thread_count = 1
        converter = VideoReformatter()
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(draw(number), format="gray")
            frame = converter.reformat(frame, format="yuv420p")
            frame.pts, frame.time_base = number, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def flashes(at: Sequence[int]) -> Draw:
    return lambda number: np.full_like(SLOPE, 230) if number in at else SLOPE


def cuts(at: Sequence[int]) -> Draw:
    rng = np.random.default_rng(3)
    blocks = rng.integers(20, 230, (len(at) + 1, 9, 16)).astype(np.uint8)
    looks = [np.kron(block, np.ones((12, 12), np.uint8)) for block in blocks]
    return lambda number: looks[sum(number >= cut for cut in at)]


def height_of_ball(number: int, rate: Fraction) -> float:
    """Pixels from the top; it touches the floor once in 0.8 s."""
    phase = float(number / rate) % 0.8 / 0.8
    return 92 - 70 * 4 * phase * (1 - phase)


def ball(rate: Fraction) -> Draw:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]

    def draw(number: int) -> np.ndarray:
        across = columns - (30 + number % 120)
        frame = SLOPE.copy()
        frame[(rows - height_of_ball(number, rate)) ** 2 + across**2 < 100] = 235
        return frame

    return draw


def a_job(
    picture: Path, frames: int, rate: Fraction = PAL, sfx: str = "", **more: object
) -> LocalJob:
    prompts = Prompts(sound_effect=sfx)
    job = LocalJob(
        picture, frames, rate, 0, frames, prompts, Role.SFX, 1, 77, picture.with_suffix(".wav")
    )
    return replace(job, **more)


def scored(job: LocalJob) -> np.ndarray:
    SKETCH.score(job, quiet)
    sound, sample_rate = soundfile.read(job.out)
    assert sample_rate == 48_000
    return sound


def start_of(frame: int, rate: Fraction) -> int:
    """Independent of the code under test: the nearest sample, halves up, in exact arithmetic."""
    return int(frame * 48_000 / rate + Fraction(1, 2))


def attack_near(sound: np.ndarray, sample: int, reach: int = 3000) -> int:
    """The first sample within reach at half of the loudest there."""
    first = max(0, sample - reach)
    stretch = np.abs(sound.sum(axis=1)[first : sample + reach])
    return first + int(np.argmax(stretch > stretch.max() / 2))


def still(frames: int = 100, rate: Fraction = PAL) -> Watched:
    zero, nowhere = np.zeros(frames, np.float32), np.full(frames, np.nan, np.float32)
    return Watched(rate, zero, zero, nowhere, nowhere, zero, np.zeros((frames, 3), np.float32))


def heard(prompt: str, *, asmr: bool = False, take: int = 1) -> np.ndarray:
    """What a prompt sounds like over a still picture. Shape: (2, samples)."""
    return effects(Scene(still(), hear(prompt, asmr=asmr).layers, 5, take, asmr), quiet)


def brightness(sound: np.ndarray) -> float:
    """Hz of the spectral centroid."""
    power = np.abs(np.fft.rfft(sound.sum(axis=0))) ** 2
    return float((power * np.fft.rfftfreq(sound.shape[1], 1 / 48_000)).sum() / power.sum())


def modulation(sound: np.ndarray) -> float:
    """How uneven the level is, in 10 ms steps: spread over mean."""
    mono = sound.sum(axis=0)
    envelope = np.sqrt((mono[: len(mono) // 480 * 480].reshape(-1, 480) ** 2).mean(axis=1))
    return float(envelope.std() / envelope.mean())


def rhythm(sound: np.ndarray) -> np.ndarray:
    """Shares of the envelope's movement at 0.5 to 3, to 9, to 20 and to 50 Hz."""
    mono = sound.sum(axis=0)
    envelope = np.sqrt((mono[: len(mono) // 480 * 480].reshape(-1, 480) ** 2).mean(axis=1))
    power = np.abs(np.fft.rfft(envelope)) ** 2
    hertz = np.fft.rfftfreq(len(envelope), 0.01)
    edges = np.searchsorted(hertz, (0.5, 3, 9, 20))
    return np.add.reduceat(power, edges) / power[edges[0] :].sum()


@pytest.fixture(scope="module")
def still_picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_movie(tmp_path_factory.mktemp("still") / "still.mp4", 75, PAL, lambda _: SLOPE)


def test_the_scorer_is_a_local_provider_that_costs_nothing_and_has_no_length_limit():
    assert isinstance(SKETCH, Local)
    assert (SKETCH.name, SKETCH.model, SKETCH.price, SKETCH.concurrency) == (
        "sketch",
        "sketch-2",
        FREE,
        0,
    )
    assert (SKETCH.limits.min_seconds, SKETCH.limits.max_seconds) == (None, None)


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_thunder_strikes_on_the_first_sample_of_the_flash_frame(tmp_path: Path, rate: Fraction):
    at = (29, 67, 103)
    picture = a_movie(tmp_path / "flash.mp4", 131, rate, flashes(at))
    sound = scored(a_job(picture, 131, rate, "thunder"))
    off = [attack_near(sound, start_of(frame, rate)) - start_of(frame, rate) for frame in at]
    assert all(0 <= late <= 48 for late in off), off


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_bounce_sounds_on_the_frame_in_which_the_ball_is_lowest(tmp_path: Path, rate: Fraction):
    frames = round(3 * rate)
    heights = [height_of_ball(number, rate) for number in range(frames)]
    lowest = [n for n in range(2, frames - 2) if heights[n - 1] <= heights[n] > heights[n + 1]]
    picture = a_movie(tmp_path / "ball.mp4", frames, rate, ball(rate))
    sound = scored(a_job(picture, frames, rate, "ball bouncing on concrete"))
    off = [attack_near(sound, start_of(frame, rate)) - start_of(frame, rate) for frame in lowest]
    assert len(lowest) == 3
    assert all(0 <= late <= 48 for late in off), off


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_a_cut_is_found_on_its_frame_and_nothing_else_is(tmp_path: Path, rate: Fraction):
    picture = a_movie(tmp_path / "cuts.mp4", 120, rate, cuts((37, 81)))
    found = happenings(watch(picture, 120, rate, quiet))
    assert [(event.frame, event.kind) for event in found] == [(37, Kind.CUT), (81, Kind.CUT)]


def test_a_whoosh_is_loudest_at_the_cut(tmp_path: Path):
    picture = a_movie(tmp_path / "cuts.mp4", 100, NTSC_24, cuts((50,)))
    mono = np.abs(scored(a_job(picture, 100, NTSC_24, "whoosh")).sum(axis=1))
    smooth = np.convolve(mono, np.hanning(1440), mode="same")
    assert abs(int(np.argmax(smooth)) - start_of(50, NTSC_24)) < 0.03 * 48_000


def test_steps_follow_the_cadence_of_the_legs():
    rate, frames, period = PAL, 150, 13.0
    motion = (0.012 + 0.01 * np.cos(2 * np.pi * (np.arange(frames) - 4) / period + np.pi)).astype(
        np.float32
    )
    steps = footfalls(replace(still(frames), motion=motion, rate=rate))
    assert [step.frame for step in steps] == [
        round(4 + period * k) for k in range(12) if 4 + period * k < frames
    ]


def test_a_sound_comes_from_where_the_picture_moves(tmp_path: Path):
    def on_the_right(number: int) -> np.ndarray:
        frame = SLOPE.copy()
        frame[40:70, 160:185] = 230 if number >= 30 else 40
        return frame

    sound = scored(a_job(a_movie(tmp_path / "right.mp4", 60, PAL, on_the_right), 60, sfx="knock"))
    left, right = np.abs(sound[start_of(30, PAL) :][:480]).max(axis=0)
    assert right > 1.8 * left


def test_a_still_picture_without_words_is_room_tone(still_picture: Path):
    sound = scored(a_job(still_picture, 75))
    levels = np.sqrt((sound.reshape(-1, 2400, 2) ** 2).mean(axis=(1, 2)))
    assert levels.min() > 1e-3
    assert levels.max() / levels.min() < 3


def test_without_words_a_blow_sounds_where_the_ball_meets_the_floor(tmp_path: Path):
    picture = a_movie(tmp_path / "ball.mp4", 50, PAL, ball(PAL))
    sound = scored(a_job(picture, 50))
    assert [attack_near(sound, start_of(frame, PAL)) for frame in (20, 40)] == pytest.approx(
        [start_of(20, PAL), start_of(40, PAL)], abs=48
    )


def test_heavy_rain_is_deeper_than_soft_rain():
    assert brightness(heard("heavy rain")) < 0.8 * brightness(heard("soft rain"))


def test_every_layer_of_the_lexicon_is_one_bed_or_one_hit():
    assert sorted(LAYERS) == sorted([*BEDS, *HITS])


@pytest.mark.parametrize(
    ("prompt", "names"),
    [
        ("heavy rain, distant thunder and wind", ["rain", "thunder", "wind"]),
        ("no birds, waves without wind or thunder", ["waves"]),
        ("woman running on gravel", ["footsteps"]),
        ("a car engine is running", ["engine"]),
        ("footsteps in water", ["footsteps"]),
        ("human shouting nearby a humming fridge", ["hum"]),
        ("glass shatters on impact", ["glass"]),
        ("office with typing", ["keyboard"]),
    ],
)
def test_words_become_layers_in_the_order_named(prompt: str, names: list[str]):
    assert [layer.name for layer in hear(prompt).layers] == names


def test_the_first_named_layer_is_the_strongest():
    assert [
        layer.level for layer in hear("rain, wind, fire, birds, waves, crowd").layers
    ] == pytest.approx([0, -2.2, -4.4, -6.6, -8, -8])


def test_modifiers_belong_to_their_own_clause():
    assert hear("soft slow footsteps on wood, distant thunder, heavy fast rain") == Heard(
        (
            Layer("footsteps", 0, Manner(force=0.5, speed=0.6, surface="wood")),
            Layer("thunder", -2.2, Manner(distant=1.0)),
            Layer("rain", -4.4, Manner(force=1.6, speed=1.6)),
        )
    )


def test_distance_darkens_and_dampens_a_layer():
    near, far = heard("thunder"), heard("distant thunder")
    assert brightness(far) < 0.6 * brightness(near)
    assert np.abs(far).max() < 0.6 * np.abs(near).max()


def test_the_ground_changes_the_step():
    tones = {
        ground: brightness(heard(f"footsteps on {ground}"))
        for ground in ("wood", "gravel", "leaves")
    }
    assert tones["wood"] * 1.5 < tones["gravel"] < tones["leaves"] / 1.3


def test_speed_changes_the_number_of_steps():
    def steps(prompt: str) -> int:
        mono = np.abs(heard(prompt).sum(axis=0)).reshape(-1, 4800).max(axis=1)
        return int(np.count_nonzero((mono[1:] > 0.15) & (mono[:-1] <= 0.15)))

    assert steps("slow footsteps") < steps("footsteps") < steps("fast footsteps")


def test_asmr_is_brighter_and_drier():
    plain, close = heard("knock"), heard("knock", asmr=True)
    assert brightness(close) > 1.3 * brightness(plain)
    assert modulation(close) > modulation(plain)


def test_no_two_layers_sound_alike():
    shapes = {}
    for name in (*BEDS, *HITS):
        sound = effects(Scene(still(60), (Layer(name),), 5, 1), quiet)
        spectrum = np.abs(np.fft.rfft(sound.sum(axis=0)))
        edges = np.searchsorted(
            np.fft.rfftfreq(sound.shape[1], 1 / 48_000), 40 * 2 ** (np.arange(19) / 2)
        )
        bands = np.add.reduceat(spectrum**2, edges)[:-1]
        tone = 5 * np.log10(bands / bands.sum() + 1e-7)
        shapes[name] = np.concatenate([tone, [20 * modulation(sound)], 20 * rhythm(sound)])
    names = sorted(shapes)
    near = {
        (one, other): float(np.abs(shapes[one] - shapes[other]).mean())
        for place, one in enumerate(names)
        for other in names[place + 1 :]
    }
    assert min(near.values()) > 1.0, sorted(near.items(), key=lambda pair: pair[1])[:5]


def test_a_flash_goes_to_thunder_and_a_cut_to_the_whoosh_and_the_rest_is_shared():
    flash, cut = Happening(10, Kind.FLASH, 1.0, 0.0), Happening(40, Kind.CUT, 1.0, 0.0)
    weak, strong = Happening(60, Kind.TURN, 0.3, 0.0), Happening(80, Kind.TURN, 0.9, 0.0)
    layers = tuple(Layer(name) for name in ("impact", "thunder", "whoosh", "knock"))
    assert deal(layers[1:], (flash, cut, weak, strong)) == {
        "thunder": (flash,),
        "whoosh": (cut,),
        "knock": (weak, strong),
    }
    assert deal((layers[0], layers[3]), (weak, strong)) == {"impact": (strong,), "knock": (weak,)}


def test_the_same_job_gives_the_same_bytes(still_picture: Path, tmp_path: Path):
    prompts = Prompts(sound_effect="rain, knock", background_music="sad piano")
    jobs = [
        replace(a_job(still_picture, 75), prompts=prompts, role=Role.MIX, out=tmp_path / f"{n}.wav")
        for n in range(2)
    ]
    for job in jobs:
        scored(job)
    assert jobs[0].out.read_bytes() == jobs[1].out.read_bytes()


@pytest.mark.parametrize(
    "prompt", ["rain", "thunder", "footsteps", "bell", "engine", "impact, birds"]
)
def test_another_take_sounds_different(prompt: str):
    first, second = heard(prompt, take=1).ravel(), heard(prompt, take=2).ravel()
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.2


@pytest.mark.parametrize(
    ("frames", "rate", "samples"),
    [
        (61, NTSC_24, 122_122),
        (7, PAL, 13_440),
        (83, NTSC_30, 132_933),
        (101, NTSC_60, 80_881),
        (1, PAL, 1920),
    ],
)
def test_the_sound_is_exactly_as_long_as_the_picture(
    tmp_path: Path, frames: int, rate: Fraction, samples: int
):
    picture = a_movie(tmp_path / "short.mp4", frames, rate, lambda _: SLOPE)
    job = replace(a_job(picture, frames, rate), role=Role.MIX)
    job = replace(job, prompts=Prompts(sound_effect="wind, thunder", background_music="epic drums"))
    assert scored(job).shape == (samples, 2)


def test_a_picture_that_ends_early_still_fills_its_length(still_picture: Path):
    assert scored(a_job(still_picture, 90, sfx="rain")).shape == (172_800, 2)


@pytest.mark.parametrize(
    "prompt", ["rain", "gunshot, explosion, glass", "clock", "wind, waves, crowd"]
)
def test_effects_stand_near_their_loudness_and_under_the_ceiling(prompt: str):
    sound = heard(prompt)
    level(sound, -27)
    limit(sound)
    assert loudness(sound) == pytest.approx(-27, abs=2)
    assert np.abs(sound).max() <= PEAK


def test_loudness_agrees_with_the_standard():
    tone = 10 ** (-23 / 20) * np.sin(2 * np.pi * 997 * np.arange(5 * 48_000) / 48_000)
    stereo = np.stack([tone, tone]).astype(np.float32)
    assert loudness(stereo) == pytest.approx(-23, abs=0.1)
    assert loudness(np.zeros((2, 48_000), np.float32)) == float("-inf")


def test_the_limiter_holds_a_spike_without_moving_the_rest():
    sound = np.full((2, 48_000), 0.1, np.float32)
    sound[:, 20_000] = 2.0
    limit(sound)
    assert np.abs(sound).max() <= PEAK
    np.testing.assert_allclose(sound[:, [10_000, 30_000]], 0.1, rtol=1e-6)


def test_a_named_tempo_is_kept(tmp_path: Path):
    frames = 300
    picture = a_movie(tmp_path / "long.mp4", frames, PAL, lambda _: SLOPE)
    job = replace(a_job(picture, frames), role=Role.BGM)
    sound = scored(replace(job, prompts=Prompts(background_music="hard techno drums, 137 bpm")))
    measured = measured_bpm(sound.T, 137, 8)
    assert measured == pytest.approx(137, rel=0.005)


def test_music_keeps_inside_the_cue(still_picture: Path):
    job = replace(a_job(still_picture, 75), role=Role.BGM, cue_in=10, cue_out=65)
    sound = scored(replace(job, prompts=Prompts(background_music="happy piano")))
    first, last = start_of(10, PAL), start_of(65, PAL)
    assert not sound[:first].any()
    assert not sound[last:].any()
    assert np.abs(sound[first : first + 960]).max() > 1e-3
    assert np.abs(sound[last - 480 : last]).max() < 2e-3


def test_refused_instruments_do_not_play():
    assert read_style("techno without drums").style.band == ("synth", "bass", "pad")
    assert read_style("epic orchestral, no brass or bass").style.band == ("strings", "drums")


def test_key_and_mode_are_read():
    score = read_style("calm piano in F# minor, 72.5 bpm")
    assert (score.tonic, score.style.scale[2], score.bpm, score.style.band) == (
        6,
        3,
        72.5,
        ("piano",),
    )


def test_the_role_decides_what_plays(still_picture: Path, tmp_path: Path):
    prompts = Prompts(sound_effect="rain", background_music="calm pads")
    job = replace(a_job(still_picture, 75), prompts=prompts)
    sounds = {role: scored(replace(job, role=role, out=tmp_path / f"{role}.wav")) for role in Role}
    np.testing.assert_allclose(sounds[Role.MIX], sounds[Role.SFX] + sounds[Role.BGM], atol=1e-6)


@pytest.mark.parametrize(
    ("prompts", "remarks"),
    [
        (
            Prompts(sound_effect="glorbing zorp"),
            (
                "sketch knows no sound for 'glorbing', 'zorp' and laid room tone instead. "
                "Name sounds such as rain, wind, footsteps, thunder or impact.",
            ),
        ),
        (
            Prompts(sound_effect="rain and zorp"),
            (
                "sketch knows no sound for 'zorp' and left them out. "
                "Name sounds such as rain, wind, footsteps, thunder or impact.",
            ),
        ),
        (
            Prompts(background_music="quxical"),
            (
                "sketch knows no music for 'quxical' and played a calm bed. "
                "Name a mood or instruments, such as tense strings or happy piano.",
            ),
        ),
        (Prompts(sound_effect="soft rain", background_music="music"), ()),
    ],
)
def test_words_that_find_nothing_are_remarked(
    still_picture: Path, prompts: Prompts, remarks: tuple[str, ...]
):
    job = replace(a_job(still_picture, 75), prompts=prompts, role=Role.MIX)
    assert SKETCH.score(job, quiet) == remarks


class StoppedError(Exception):
    """The run is being stopped."""


@pytest.mark.parametrize("share", [0.1, 0.7, 0.9, 0.96])
def test_a_teller_that_raises_stops_the_score_and_leaves_no_file(
    still_picture: Path, tmp_path: Path, share: float
):
    def stop(done: float) -> None:
        if done >= share:
            message = f"stopped at {share}"
            raise StoppedError(message)

    prompts = Prompts(sound_effect="rain, knock", background_music="happy piano")
    job = replace(
        a_job(still_picture, 75), prompts=prompts, role=Role.MIX, out=tmp_path / "out.wav"
    )
    with pytest.raises(StoppedError, match=f"^stopped at {share}$"):
        SKETCH.score(job, stop)
    assert list(tmp_path.iterdir()) == []


def test_progress_only_rises_and_ends_at_one(still_picture: Path):
    told: list[float] = []
    prompts = Prompts(sound_effect="rain, knock, thunder", background_music="happy piano")
    SKETCH.score(replace(a_job(still_picture, 75), prompts=prompts, role=Role.MIX), told.append)
    assert told == sorted(told)
    assert (told[-1], len(told) > 8) == (1.0, True)


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path):
    picture = tmp_path / "not.mp4"
    picture.write_bytes(b"no picture at all" * 100)
    with pytest.raises(
        ProviderError,
        match=rf"^{re.escape(str(picture))}: the picture cannot be decoded \(.+\)\. "
        r"Render it again\.$",
    ):
        SKETCH.score(a_job(picture, 25), quiet)
    assert not picture.with_suffix(".wav").exists()


def test_an_output_that_cannot_be_written_is_refused(still_picture: Path, tmp_path: Path):
    out = tmp_path / "missing" / "out.wav"
    with pytest.raises(
        ProviderError,
        match=rf"^{re.escape(str(out))}: the sound cannot be written \(.+\)\. "
        r"Check folder and free space\.$",
    ):
        SKETCH.score(replace(a_job(still_picture, 75), out=out), quiet)
