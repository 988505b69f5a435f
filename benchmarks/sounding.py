"""What baking costs: CPU against the bare chain that makes the same samples, and its memory."""

import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import soundfile
from measuring import MIB, best, child, peak

RATE, REPLY, OVERLAP = 48_000, 20, 1
STEP = REPLY - OVERLAP
COUNT = 31
"""Replies of 20 s that overlap by 1 s: 590 s."""

KINDS = {
    "wav": ("-c:a", "pcm_s16le", "-ar", "44100"),
    "mp3": ("-c:a", "libmp3lame", "-b:a", "192k"),
    "m4a": ("-c:a", "aac", "-b:a", "192k", "-ar", "44100"),
}

BARE = """
import sys, time
from fractions import Fraction
from pathlib import Path
import av, numpy as np, soundfile
from av.audio.frame import AudioFrame
from av.filter import Graph
replies, out, spent, length = sys.argv[1].split("|"), sys.argv[2], sys.argv[3], int(sys.argv[4])
begin = time.process_time()
graph = Graph()
source = graph.add_abuffer(
    format="flt", layout="stereo", sample_rate=48000, time_base=Fraction(1, 48000)
)
meter = graph.add("ebur128", "metadata=1")
source.link_to(meter)
meter.link_to(graph.add("abuffersink"))
graph.configure()
def pull():
    last = None
    try:
        while True:
            last = graph.pull()
    except (av.BlockingIOError, av.EOFError):
        return last
written = 0
with soundfile.SoundFile(out, "w", 48000, 2, "PCM_24", format="WAV") as file:
    for reply in replies:
        left = min(length - written, 19 * 48000)
        resampler = av.AudioResampler(format="flt", layout="stereo", rate=48000, frame_size=16384)
        with av.open(reply) as container:
            container.streams.audio[0].codec_context.thread_count = 1
            for frame in container.decode(audio=0):
                for made in resampler.resample(frame):
                    block = made.to_ndarray().reshape(-1, 2)[:left]
                    left -= len(block)
                    if len(block):
                        made.pts = written
                        written += len(block)
                        graph.push(made)
                        pull()
                        file.write(block)
graph.push(None)
pull()
open(spent, "w").write(str(time.process_time() - begin))
"""
OURS = """
import sys, time
from pathlib import Path
from otio_v2a.audio.bake import bake
from otio_v2a.audio.pieces import Finish, Piece
replies, out, spent, length = sys.argv[1].split("|"), sys.argv[2], sys.argv[3], int(sys.argv[4])
target = float(sys.argv[5]) if len(sys.argv) > 5 else None
begin = time.process_time()
pieces = [
    Piece(Path(reply), at * 19 * 48000, (at * 19 + 20) * 48000) for at, reply in enumerate(replies)
]
bake(pieces, Finish(0, length, 480, 480, loudness=target), Path(out))
open(spent, "w").write(str(time.process_time() - begin))
"""


def reply(folder: Path, kind: str) -> Path:
    """Twenty seconds of noise whose level wanders, as a seller might send them."""
    path, source = folder / f"reply.{kind}", folder / "made.wav"
    noise = np.random.default_rng(7).standard_normal((REPLY * RATE, 2)).astype(np.float32)
    swell = 0.02 + 0.05 * np.sin(np.arange(REPLY * RATE) * (np.pi / REPLY / RATE)) ** 2
    soundfile.write(source, noise * swell[:, np.newaxis], RATE)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(source)]
    child(
        "import subprocess, sys; subprocess.run(sys.argv[1:], check=True)",
        *command,
        *KINDS[kind],
        "-y",
        str(path),
    )
    return path


def sounding() -> None:
    """Baking ten minutes, with and without a target loudness; sixty minutes' memory."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in KINDS:
            _cost(folder, kind)
        _memory(folder)


def _cost(folder: Path, kind: str) -> None:
    one, out, spent = reply(folder, kind), folder / "out.wav", folder / "spent"
    length = (STEP * COUNT + OVERLAP) * RATE - RATE
    arguments = ["|".join([str(one)] * COUNT), str(out), str(spent), str(length)]

    def inside(code: str, *more: str) -> tuple[float, float]:
        child(code, *arguments, *more)
        return float(spent.read_text()), 0.0

    # -27 LUFS is reached without a limiter, -14 with it always at work.
    (bare, _), *ours = best(
        3,
        lambda: inside(BARE),
        lambda: inside(OURS),
        lambda: inside(OURS, "-27"),
        lambda: inside(OURS, "-14"),
    )
    told = ", ".join(
        f"{what} {cpu:.2f} ({cpu / bare:.2f})"
        for what, (cpu, _) in zip(("as it is", "to -27", "to -14 LUFS, limited"), ours, strict=True)
    )
    print(
        f"sounding  {length / RATE / 60:.1f} minutes of {COUNT} {kind} replies: {told} CPU s;"
        f" bare chain {bare:.2f} CPU s"
    )


def _memory(folder: Path) -> None:
    one, spent = reply(folder, "mp3"), folder / "spent"
    peaks = []
    for minutes in (1, 60):
        count = -(-minutes * 60 // STEP)
        arguments = "|".join([str(one)] * count), str(folder / "out.wav"), str(spent)
        length = str(minutes * 60 * RATE)
        peaks.append(peak([sys.executable, "-c", OURS, *arguments, length, "-27"]))
    one_minute, sixty = (size / MIB for size in peaks)
    print(
        f"sounding  memory of 60 minutes {sixty:.0f} MiB, of 1 minute {one_minute:.0f} MiB,"
        f" ratio {sixty / one_minute:.2f}"
    )
