"""With a slate a sound is a Broadcast WAV that says what it is, where it stands, how loud it is."""

import struct
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from xml.etree import ElementTree

import av
import numpy as np
import pytest
import soundfile
from sounds import SECOND, a_file, noise

from otio_v2a.audio import wav
from otio_v2a.audio.bake import Finish, Piece, bake
from otio_v2a.audio.bwf import bext
from otio_v2a.audio.pieces import Slate

SLATE = Slate(
    description="rain on a tin roof, cue 7",
    originator="otio-v2a 0.1",
    reference="OV2A0000000000000000000000000007",
    made=datetime(2026, 3, 9, 7, 5, 4, tzinfo=UTC),
    time_reference=172_972_800,
    rate=Fraction(24_000, 1001),
    drop_frame=False,
    project="Ærø & <Sons>",
    scene="12A",
    take="3",
    tape="A007",
    note='"wet" gravel, then Straße 雨',
    tracks=("V2A SFX L", "V2A SFX R"),
)


def made(folder, slate, samples=SECOND + 1):
    reply = a_file(folder / "reply.wav", noise(1, samples, 0.05))
    out = folder / "out.wav"
    return bake([Piece(reply, 0, samples)], Finish(0, samples), out, slate=slate), out


def chunks(data):
    """Each chunk of a RIFF file, in order, by hand."""
    assert data[:4] + data[8:12] == b"RIFFWAVE"
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    found, at = [], 12
    while at < len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        found.append((name.decode(), data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    assert at == len(data)
    return found


def test_the_chunks_stand_in_the_order_that_reads_everywhere(tmp_path):
    _, out = made(tmp_path, SLATE)
    assert [name for name, _ in chunks(out.read_bytes())] == ["bext", "fmt ", "data", "iXML"]


def test_bext_says_when_where_and_how_loud(tmp_path):
    done, out = made(tmp_path, SLATE)
    body = dict(chunks(out.read_bytes()))["bext"]
    texts = [body[a:b].rstrip(b"\0") for a, b in ((0, 256), (256, 288), (288, 320))]
    assert texts == [
        b"rain on a tin roof, cue 7",
        b"otio-v2a 0.1",
        b"OV2A0000000000000000000000000007",
    ]
    assert body[320:338] == b"2026-03-0907:05:04"
    assert struct.unpack_from("<QH", body, 338) == (172_972_800, 2)
    loudness, _, true_peak, momentary, short_term = struct.unpack_from("<5h", body, 412)
    assert (loudness, true_peak) == (round(done.loudness * 100), round(done.true_peak * 100))
    assert (momentary, short_term) == (0x7FFF, 0x7FFF)
    assert body[348:412] + body[422:602] == bytes(64 + 180)
    assert body[602:] == b"A=PCM,F=48000,W=24,M=stereo,T=otio-v2a\r\n"


def test_ixml_says_scene_take_speed_and_tracks(tmp_path):
    _, out = made(tmp_path, SLATE)
    body = dict(chunks(out.read_bytes()))["iXML"]
    assert body.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    root = ElementTree.fromstring(body.decode("utf-8"))
    said = {one.tag: one.text for one in root if not len(one)}
    assert (root.tag, said.pop("IXML_VERSION")) == ("BWFXML", "2.10")
    assert said == {
        "PROJECT": "Ærø & <Sons>",
        "SCENE": "12A",
        "TAKE": "3",
        "TAPE": "A007",
        "NOTE": '"wet" gravel, then Straße 雨',
    }
    speed = {one.tag: one.text for one in root.find("SPEED")}
    assert speed == {
        "MASTER_SPEED": "24000/1001",
        "CURRENT_SPEED": "24000/1001",
        "TIMECODE_RATE": "24000/1001",
        "TIMECODE_FLAG": "NDF",
        "FILE_SAMPLE_RATE": "48000",
        "AUDIO_BIT_DEPTH": "24",
        "DIGITIZER_SAMPLE_RATE": "48000",
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI": "0",
        "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO": "172972800",
        "TIMESTAMP_SAMPLE_RATE": "48000",
    }
    tracks = [[one.text for one in track] for track in root.iter("TRACK")]
    assert tracks == [["1", "1", "V2A SFX L"], ["2", "2", "V2A SFX R"]]
    assert root.findtext("TRACK_LIST/TRACK_COUNT") == "2"


def test_drop_frame_and_a_late_hour_are_said(tmp_path):
    late = (23 * 3600 + 59 * 60) * SECOND + (1 << 32)
    slate = replace(SLATE, rate=Fraction(30_000, 1001), drop_frame=True, time_reference=late)
    _, out = made(tmp_path, slate)
    found = dict(chunks(out.read_bytes()))
    speed = ElementTree.fromstring(found["iXML"].decode()).find("SPEED")
    halves = [speed.findtext(f"TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_{half}") for half in ("HI", "LO")]
    assert [speed.findtext(tag) for tag in ("TIMECODE_RATE", "TIMECODE_FLAG")] == [
        "30000/1001",
        "DF",
    ]
    assert int(halves[0]) * (1 << 32) + int(halves[1]) == late
    assert struct.unpack_from("<Q", found["bext"], 338) == (late,)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Møre, Ångström, naïve", b"M?re, Angstrom, naive"),
        ("雨\nline two\0", b"? line two"),
        ("é" * 300, b"e" * 256),
        ("x" * 255 + "…", b"x" * 255 + b"."),
    ],
)
def test_what_ascii_does_not_know_never_breaks_a_field(text, written):
    body = bext(replace(SLATE, description=text), None)[8:]
    assert body[:256].rstrip(b"\0 ") == written
    assert len(body) == 602 + len("A=PCM,F=48000,W=24,M=stereo,T=otio-v2a\r\n")


def test_what_xml_cannot_hold_is_left_out_of_ixml(tmp_path):
    _, out = made(tmp_path, replace(SLATE, note="bell\x07 \x00nul ￿end", scene=""))
    root = ElementTree.fromstring(dict(chunks(out.read_bytes()))["iXML"].decode())
    assert (root.findtext("NOTE"), root.findtext("SCENE")) == ("bell nul end", "")


def test_other_programs_read_it(tmp_path):
    _, out = made(tmp_path, SLATE)
    plain = tmp_path / "plain"
    plain.mkdir()
    _, bare = made(plain, None)
    assert np.array_equal(soundfile.read(out)[0], soundfile.read(bare)[0])
    with av.open(str(out)) as container:
        told = {key: container.metadata[key] for key in ("comment", "time_reference", "date")}
        assert container.streams.audio[0].duration == SECOND + 1
    assert told == {
        "comment": SLATE.description,
        "time_reference": "172972800",
        "date": "2026-03-09",
    }


def test_silence_leaves_its_loudness_unset(tmp_path):
    reply = a_file(tmp_path / "reply.wav", np.zeros((SECOND, 2), np.float32))
    bake([Piece(reply, 0, SECOND)], Finish(0, SECOND), tmp_path / "out.wav", slate=SLATE)
    body = dict(chunks((tmp_path / "out.wav").read_bytes()))["bext"]
    assert struct.unpack_from("<5h", body, 412) == (0x7FFF,) * 5


def test_without_a_slate_it_is_a_plain_wav(tmp_path):
    _, out = made(tmp_path, None)
    data = out.read_bytes()
    size = (SECOND + 1) * 6
    form = struct.pack("<HHIIHH", 1, 2, 48_000, 288_000, 6, 24)
    head = b"RIFF" + struct.pack("<I", size + 36) + b"WAVEfmt " + struct.pack("<I", 16) + form
    assert data[:44] == head + b"data" + struct.pack("<I", size)
    assert len(data) == 44 + size


def test_past_four_gigabytes_the_sizes_come_first_then_the_slate(tmp_path):
    samples = 5 * 3600 * SECOND
    front = bext(SLATE, None)
    opening = wav.header(samples, front, 400)
    name, size, riff, data, frames, table = struct.unpack_from("<4sIQQQI", opening, 12)
    assert opening[:12] == b"RF64\xff\xff\xff\xffWAVE"
    assert (name, size, data, frames, table) == (b"ds64", 28, samples * 6, samples, 0)
    assert riff == len(opening) - 8 + samples * 6 + 400
    assert opening[48 : 48 + len(front)] == front
    with (tmp_path / "long.wav").open("wb") as file:
        file.write(opening)
        file.truncate(len(opening) + samples * 6 + 400)
    info = soundfile.info(tmp_path / "long.wav")
    assert (info.frames, info.format, info.subtype) == (samples, "RF64", "PCM_24")
