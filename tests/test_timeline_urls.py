"""How media is named: every form seen in exports, read on any system, and written back."""

from pathlib import Path

import pytest

from otio_v2a.timeline import urls


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/Users/a b#1?.mov", "/Users/a b#1?.mov"),
        ("/Users/100%25.mov", "/Users/100%25.mov"),
        ("C:\\a\\b%20c.mov", "C:\\a\\b%20c.mov"),
        ("G:/a/b.mov", "G:/a/b.mov"),
        ("\\\\nas\\share\\b.mov", "\\\\nas\\share\\b.mov"),
        ("//nas/share/b.mov", "//nas/share/b.mov"),
        ("file:///C:/a%20b.mov", "C:/a b.mov"),
        ("file://localhost/D%3a/x/y.mov", "D:/x/y.mov"),
        ("file://localhost/Volumes/M/A%231.mov", "/Volumes/M/A#1.mov"),
        ("file:///Volumes/M/A#1?.mov", "/Volumes/M/A#1?.mov"),
        ("file://D:/x/y.mov", "D:/x/y.mov"),
        ("file://host/share/z.mov", "//host/share/z.mov"),
        ("file:////srv/share/z.mov", "//srv/share/z.mov"),
        ("file:/a/b.mov", "/a/b.mov"),
        ("FILE:///a/caf%C3%A9.mov", "/a/café.mov"),
        ("file:///a/%FF.mov", "/a/\ufffd.mov"),
        ("name.mp4", "name.mp4"),
        ("https://example.org/a.mov", ""),
        ("s3://bucket/a.mov", ""),
        ("", ""),
    ],
)
def test_every_form_of_url_means_one_native_path(url: str, expected: str) -> None:
    assert urls.native(url) == expected


def test_relative_paths_start_at_the_folder_of_the_timeline() -> None:
    folder = Path("/cut")
    assert urls.candidates("media/a%20b.mov", folder) == (
        "/cut/media/a%20b.mov",
        "/cut/media/a b.mov",
    )
    assert urls.candidates("media\\b.mov", folder) == (
        "/cut/media\\b.mov",
        "/cut/media/b.mov",
    )
    assert urls.candidates("C:\\a.mov", folder) == ("C:\\a.mov",)
    assert urls.candidates("https://example.org/a.mov", folder) == ()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/a b/ü#1%.wav", "file:///a%20b/%C3%BC%231%25.wav"),
        ("C:\\Cut 01\\x.wav", "file:///C:/Cut%2001/x.wav"),
        ("\\\\nas\\share\\x.wav", "file://nas/share/x.wav"),
        ("//nas/share/x.wav", "file://nas/share/x.wav"),
    ],
)
def test_a_path_as_a_file_url_reads_back_as_itself(path: str, expected: str) -> None:
    assert urls.file_url(path) == expected
    assert urls.native(expected) == path.replace("\\", "/")


@pytest.mark.parametrize(
    ("path", "expected"), [("/a/b.wav", "b.wav"), ("C:\\a\\b.wav", "b.wav"), ("b.wav", "b.wav")]
)
def test_a_basename_ends_a_path_of_any_system(path: str, expected: str) -> None:
    assert urls.basename(path) == expected
