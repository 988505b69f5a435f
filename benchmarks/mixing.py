"""Mixing down: memory of an hour against a minute, CPU against a bare chain doing the least.

Three tracks: two of 24-bit 48 kHz sounds of 30 s, one of 30 s clips out of a long AAC file at
44.1 kHz. The bare chain decodes and resamples the very same stretches with PyAV, and measures and
writes as much as the mix is long: no sum, no fades, no care.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import soundfile
from measuring import MIB, best, child, peak

OURS = """
import sys
from fractions import Fraction
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from placing import a_lane, a_placement
from otio_v2a.audio.mix import write_mix
from otio_v2a.edit import Edit, Event, Track
from otio_v2a.model import Media, Span
from otio_v2a.picture.media import Library
from otio_v2a.score.mixdown import lane_sounds
from otio_v2a.score.sound_files import SoundFiles
from otio_v2a.score.timeline_sound import timeline_sound
rate, folder, clips = Fraction(25), Path(sys.argv[1]), int(sys.argv[2])
lanes = [
    a_lane(*(
        a_placement(at * 750, 750, rate, file=str(folder / f"{(at + lane) % 8}.wav"))
        for at in range(clips)
    ))
    for lane in (0, 3)
]
media = Media("long.m4a", (str(folder / "long.m4a"),), Fraction(0), Fraction(600))
events = tuple(
    Event("A", f"clip {at}", Span(at * 750, 750, rate), media, Fraction(at * 37 % 560))
    for at in range(clips)
)
edit = Edit("Cut", rate, 0, clips * 750, (Track("A1", "audio", events),), ())
own = timeline_sound(edit, SoundFiles(Library()))
sounds = [sound for lane in lanes for sound in lane_sounds(lane)]
made = write_mix([*sounds, *own.sounds], clips * 30 * 48_000, Path(sys.argv[3]), lambda _: None)
assert not own.notices and made.measured.is_heard and not made.held_db, (own.notices, made)
"""
BARE = """
import sys
from fractions import Fraction
from pathlib import Path
import av, numpy, soundfile
folder, clips, second = Path(sys.argv[1]), int(sys.argv[2]), 48_000

def stretch(path, start):
    resampler, left = av.AudioResampler("flt", "stereo", second, 16_384), 30 * second
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        stream.codec_context.thread_count = 1
        if start:
            container.seek(int(start / stream.time_base), stream=stream)
        for frame in container.decode(stream):
            for made in resampler.resample(frame):
                block = made.to_ndarray().reshape(-1, 2)[:left]
                left -= len(block)
                yield block
            if left <= 0:
                return
        for made in resampler.resample(None):
            yield made.to_ndarray().reshape(-1, 2)[:left]

tick = Fraction(1, second)
graph = av.filter.Graph()
graph.threads = 1
source = graph.add_abuffer(format="flt", sample_rate=second, layout="stereo", time_base=tick)
meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
source.link_to(meter)
meter.link_to(sink)
graph.configure()
at = 0
with soundfile.SoundFile(sys.argv[3], "w", second, 2, "PCM_24", format="WAV") as out:
    for clip in range(clips):
        for block in stretch(folder / f"{(clip + 3) % 8}.wav", 0):
            pass
        for block in stretch(folder / "long.m4a", clip * 37 % 560):
            pass
        for block in stretch(folder / f"{clip % 8}.wav", 0):
            told = numpy.ascontiguousarray(block.reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(told, "flt", "stereo")
            frame.sample_rate, frame.time_base, frame.pts = second, tick, at
            at += len(block)
            graph.push(frame)
            try:
                while True:
                    graph.pull()
            except BlockingIOError:
                pass
            out.write(block)
assert at == clips * 30 * second, at
"""
TESTS = str(Path(__file__).resolve().parents[1] / "tests")
RUNS = 3
_MINUTE, _TEN, _HOUR = 2, 20, 120


def mixing() -> None:
    """What a mix costs, and how that grows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _sounds(folder)
        out = str(folder / "mix.wav")

        def ours(clips: int) -> tuple[float, float]:
            return child(OURS, name, str(clips), out, TESTS)

        _, (bare, _), (one, _), (ten, _) = best(
            RUNS,
            lambda: child(BARE, name, str(_MINUTE), out),
            lambda: child(BARE, name, str(_TEN), out),
            lambda: ours(_MINUTE),
            lambda: ours(_TEN),
        )
        (start, _), (begun, _) = best(RUNS, lambda: child(BARE, name, "0", out), lambda: ours(1))
        print(
            f"mixing    10 minutes of 3 tracks: {ten:.2f} CPU s, bare chain {bare:.2f} CPU s, ratio"
            f" {ten / bare:.2f}; without starting {(ten - begun) / (bare - start):.2f};"
            f" 10 minutes / 1 minute {ten / one:.1f}"
        )
        used = [
            peak([sys.executable, "-c", OURS, name, str(clips), out, TESTS])
            for clips in (_MINUTE, _HOUR)
        ]
        print(
            f"mixing    memory: a minute {used[0] / MIB:.0f} MiB, an hour {used[1] / MIB:.0f} MiB,"
            f" ratio {used[1] / used[0]:.2f}"
        )


def _sounds(folder: Path) -> None:
    """Eight sounds of 30 s as we write them, and ten minutes as somebody else did."""
    dice = np.random.default_rng(2)
    for number in range(8):
        sound = dice.standard_normal((30 * 48_000, 2), np.float32) * np.float32(0.03)
        soundfile.write(folder / f"{number}.wav", sound, 48_000, subtype="PCM_24")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi"]
    command += ["-i", "anoisesrc=r=44100:a=0.05:d=600:s=1,aformat=channel_layouts=stereo"]
    subprocess.run([*command, "-c:a", "aac", "-y", str(folder / "long.m4a")], check=True)
