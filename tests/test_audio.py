"""A baked file is exact to the sample, and whole or not there at all."""

import math
import os
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from sounds import PICTURE, SECOND, X264, a_file, baked, clicks, ffmpeg, noise, roughness, tone

from otio_v2a.audio import wav
from otio_v2a.audio.bake import Baked, Finish, Piece, bake
from otio_v2a.audio.decode import measure
from otio_v2a.errors import AudioError
from otio_v2a.timecode import sample_at


@pytest.mark.parametrize("rate", [Fraction(24_000, 1001), Fraction(25), Fraction(30_000, 1001)])
@pytest.mark.parametrize("frames", [(-7, 0, 3), (0, 0, 1), (86_400, 86_407, 86_478), (5, 17, 42)])
def test_the_file_has_exactly_the_samples_asked_for(tmp_path, rate, frames):
    first, start, end = (sample_at(frame, rate) for frame in frames)
    reply = noise(2, end - first + 100)
    piece = Piece(a_file(tmp_path / "reply.wav", reply, subtype="PCM_24"), first, end)
    done = bake([piece], Finish(start, end), tmp_path / "out.wav")
    cut = soundfile.read(tmp_path / "reply.wav")[0][start - first : end - first]
    assert np.array_equal(baked(tmp_path / "out.wav"), cut)
    assert (done.samples, done.remarks, done.seams) == (end - start, (), ())
    assert done.peak_dbfs == pytest.approx(20 * math.log10(np.abs(cut).max()), abs=1e-6)


def test_a_short_reply_is_padded_and_said(tmp_path):
    reply = a_file(tmp_path / "reply.wav", tone(441, SECOND))
    done = bake([Piece(reply, 0, 68_160)], Finish(0, 68_160), tmp_path / "out.wav")
    sound = baked(tmp_path / "out.wav")
    assert done.remarks == ("reply.wav is 0.42 s shorter than its picture: padded with silence",)
    assert len(sound) == 68_160
    assert not sound[SECOND:].any()
    assert roughness(sound) < 2 * roughness(tone(441, SECOND))


def test_a_reply_shorter_by_less_than_a_frame_is_padded_in_silence(tmp_path):
    reply = a_file(tmp_path / "reply.wav", tone(441, SECOND))
    done = bake([Piece(reply, 0, SECOND + 1900)], Finish(0, SECOND + 1900), tmp_path / "out.wav")
    assert (done.samples, done.remarks) == (SECOND + 1900, ())


def test_clipping_never_wraps(tmp_path):
    reply = a_file(tmp_path / "reply.wav", tone(1000, SECOND, level=4.0))
    done = bake([Piece(reply, 0, SECOND)], Finish(0, SECOND, gain_db=-6.0), tmp_path / "out.wav")
    softer = soundfile.read(reply)[0] * 10 ** (-6 / 20)
    np.testing.assert_allclose(baked(tmp_path / "out.wav"), np.clip(softer, -1, 1), atol=3e-7)
    remark = "out.wav: peaks up to 6.0 dB over full scale were clipped, lower the gain"
    assert (done.peak_dbfs, done.remarks) == (0.0, (remark,))


@pytest.mark.parametrize(
    ("curve", "half"), [("equal_power", math.sin(math.pi / 4)), ("linear", 0.5)]
)
def test_edges_fade_by_their_curve(tmp_path, curve, half):
    reply = a_file(tmp_path / "reply.wav", np.full((9600, 2), 0.5, np.float32))
    finish = Finish(0, 9600, fade_in=961, fade_out=481, curve=curve)
    bake([Piece(reply, 0, 9600)], finish, tmp_path / "out.wav")
    sound = baked(tmp_path / "out.wav")[:, 0]
    np.testing.assert_allclose(sound[[480, 9600 - 241]], 0.5 * half, atol=1e-6)
    assert (sound[961 : 9600 - 481] == 0.5).all()
    assert sound[[0, -1]].max() < 0.001
    assert (np.diff(sound[:961]) > 0).all()


def test_silence_has_no_peak(tmp_path):
    reply = a_file(tmp_path / "reply.wav", np.zeros((4800, 2), np.float32))
    done = bake([Piece(reply, 0, 4800)], Finish(0, 4800), tmp_path / "out.wav")
    assert done == Baked(4800, -math.inf, (), -math.inf, -math.inf, (0.0,) * 400, ())


def test_a_file_past_four_gigabytes_says_so_in_its_header(tmp_path):
    samples = 4 * 3600 * SECOND + 3600 * SECOND
    with (tmp_path / "long.wav").open("wb") as file:
        file.write(wav.header(samples))
        file.truncate(len(wav.header(samples)) + samples * 6)
    info = soundfile.info(tmp_path / "long.wav")
    assert (info.frames, info.format, info.subtype) == (samples, "RF64", "PCM_24")


def test_whole_numbers_survive_the_writer():
    values = np.array([[-(2**23), 2**23 - 1], [-1, 1], [0, 12_345]])
    block = (values / 2**23).astype(np.float32)
    raw = np.frombuffer(wav.pcm(block), np.uint8).reshape(-1, 3)
    whole = [int.from_bytes(sample.tobytes(), "little", signed=True) for sample in raw]
    assert whole == values.ravel().tolist()


def a_reply(folder):
    return a_file(folder / "reply.wav", noise(1, SECOND))


def left_over(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("spans", "message"),
    [
        ((), r"^out\.wav: no reply covers samples 0 to 90, score that again$"),
        (((0, 40), (50, 90)), r"^out\.wav: no reply covers samples 40 to 50, score that again$"),
        (((5, 90),), r"^out\.wav: no reply covers samples 0 to 5, score that again$"),
        (((0, 80),), r"^out\.wav: no reply covers samples 80 to 90, score that again$"),
        (
            ((0, 90), (20, 30), (25, 90)),
            r"^out\.wav: the replies \(reply\.wav, reply\.wav, reply\.wav\) are not in order, "
            r"plan them again$",
        ),
    ],
)
def test_pieces_that_leave_a_hole_are_refused(tmp_path, spans, message):
    pieces = [Piece(a_reply(tmp_path), start, end) for start, end in spans]
    with pytest.raises(AudioError, match=message):
        bake(pieces, Finish(0, 90), tmp_path / "out.wav")
    assert not (tmp_path / "out.wav").exists()


def test_an_empty_range_is_refused(tmp_path):
    with pytest.raises(AudioError, match=r"^out\.wav would be empty \(7 to 7\): widen its range$"):
        bake([Piece(a_reply(tmp_path), 0, 90)], Finish(7, 7), tmp_path / "out.wav")


NOT_SOUND = {
    "page.mp3": b"<!doctype html><html><body>Service unavailable</body></html>" * 20,
    "empty.wav": b"",
    "list.mp4": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n",
}


@pytest.mark.parametrize("name", NOT_SOUND)
def test_what_is_no_sound_is_refused_by_name(tmp_path, name):
    (tmp_path / name).write_bytes(NOT_SOUND[name])
    message = rf"^{name} cannot be read as sound \(.*\): delete it, then fetch it anew$"
    with pytest.raises(AudioError, match=message):
        bake([Piece(tmp_path / name, 0, 90)], Finish(0, 90), tmp_path / "out.wav")
    assert left_over(tmp_path) == [name]


def test_a_playlist_opens_no_other_file(tmp_path):
    ffmpeg("-i", a_reply(tmp_path), "-c:a", "aac", tmp_path / "other.aac")
    items = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nother.aac\n#EXT-X-ENDLIST\n"
    (tmp_path / "list.m3u8").write_text(items, encoding="ascii")
    message = r"^list\.m3u8 cannot be read as sound \(Invalid argument\): delete it, then"
    with pytest.raises(AudioError, match=message):
        measure(tmp_path / "list.m3u8", 90, lambda _: None)


def test_a_missing_reply_is_named(tmp_path):
    message = r"^gone\.wav cannot be read as sound \(No such file or directory\): delete it, then"
    with pytest.raises(AudioError, match=message):
        bake([Piece(tmp_path / "gone.wav", 0, 9)], Finish(0, 9), tmp_path / "out.wav")


def test_a_film_without_sound_is_named(tmp_path):
    ffmpeg(*PICTURE, *X264, tmp_path / "mute.mp4")
    message = r"^mute\.mp4 has no audio stream: choose a provider that returns sound$"
    with pytest.raises(AudioError, match=message):
        bake([Piece(tmp_path / "mute.mp4", 0, 90)], Finish(0, 90), tmp_path / "out.wav")


def test_a_reply_without_a_sample_is_named(tmp_path):
    none = a_file(tmp_path / "none.wav", np.zeros((0, 2), np.float32))
    message = r"^none\.wav holds no sound at all: delete it, then fetch it anew$"
    with pytest.raises(AudioError, match=message):
        bake([Piece(none, 0, 90)], Finish(0, 90), tmp_path / "out.wav")


def test_an_absurd_sample_rate_is_refused(tmp_path):
    path = a_file(tmp_path / "fast.wav", noise(1, 4800), rate=2_000_000_000)
    message = r"^fast\.wav claims 2000000000 samples a second: delete it, then fetch it anew$"
    with pytest.raises(AudioError, match=message):
        measure(path, 90, lambda _: None)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    out = tmp_path / "gone" / "out.wav"
    message = r"^out\.wav cannot be written to .*gone \(No such file or directory\): make room or "
    with pytest.raises(AudioError, match=message):
        bake([Piece(a_reply(tmp_path), 0, 90)], Finish(0, 90), out)
    assert left_over(tmp_path) == ["reply.wav"]


CHILD = """
import resource, sys
from pathlib import Path
from otio_v2a.audio.bake import Finish, Piece, bake
from otio_v2a.errors import AudioError
reply, out, samples = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
if sys.argv[4:]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]),) * 2)
try:
    bake([Piece(reply, 0, samples)], Finish(0, samples, 480, 480), out)
except AudioError as error:
    sys.exit(str(error))
sys.stdout.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


def child(*arguments):
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": root}
    command = [sys.executable, "-c", CHILD, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_the_file_is_synced_before_it_gets_its_name(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(wav.os, "fsync", lambda _: seen.append(left_over(tmp_path)[0][-5:]))
    bake([Piece(a_reply(tmp_path), 0, 90)], Finish(0, 90), tmp_path / "out.wav")
    assert (seen, left_over(tmp_path)) == ([".part"], ["out.wav", "reply.wav"])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file size limit to set")
def test_a_full_disk_leaves_nothing_behind(tmp_path):
    done = child(a_reply(tmp_path), tmp_path / "out.wav", SECOND, 100_000)
    assert done.stderr.strip() == (
        f"out.wav cannot be written to {tmp_path} (File too large): "
        "make room or give the folder write permission, or choose another"
    )
    assert left_over(tmp_path) == ["reply.wav"]


@pytest.mark.skipif(sys.platform == "win32", reason="the child reads its peak by getrusage")
def test_memory_does_not_grow_with_length(tmp_path):
    peaks, some = [], noise(5, 15 * SECOND)
    for times in (1, 20):
        with soundfile.SoundFile(tmp_path / "reply.wav", "w", SECOND, 2, "PCM_16") as file:
            for _ in range(times):
                file.write(some)
        done = child(tmp_path / "reply.wav", tmp_path / "out.wav", times * 15 * SECOND)
        peaks.append(int(done.stdout))
    assert peaks[1] <= 1.15 * peaks[0]


def test_an_older_file_stays_until_the_new_one_is_whole(tmp_path):
    (tmp_path / "out.wav").write_bytes(b"older")

    def stop(share):
        if share > 0.7:
            raise InterruptedError

    with pytest.raises(InterruptedError, match=r"^$"):
        bake([Piece(a_reply(tmp_path), 0, SECOND)], Finish(0, SECOND), tmp_path / "out.wav", stop)
    assert left_over(tmp_path) == ["out.wav", "reply.wav"]
    assert (tmp_path / "out.wav").read_bytes() == b"older"


def test_progress_rises_to_one(tmp_path):
    told = []
    pieces = [Piece(a_reply(tmp_path), 0, SECOND), Piece(a_reply(tmp_path), 40_000, 88_000)]
    bake(pieces, Finish(0, 88_000), tmp_path / "out.wav", told.append)
    assert told[-1] == 1.0
    assert all(before < after for before, after in pairwise(told))


def test_the_same_replies_give_the_same_bytes(tmp_path):
    ffmpeg("-i", clicks(tmp_path, 44_100), "-c:a", "libmp3lame", tmp_path / "reply.mp3")
    pieces = [Piece(tmp_path / "reply.mp3", 0, 2 * SECOND)]
    pieces.append(Piece(tmp_path / "reply.mp3", SECOND, 3 * SECOND))
    for name in ("1.wav", "2.wav"):
        bake(pieces, Finish(100, 140_000, 480, 480, -3.0), tmp_path / name)
    assert (tmp_path / "1.wav").read_bytes() == (tmp_path / "2.wav").read_bytes()
