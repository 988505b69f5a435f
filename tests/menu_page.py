"""The review page that the menu's entry opens, and whoever is called to open it."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inresolve import Child, Menu
from reviewing import PATIENCE, Review


@contextmanager
def a_page(menu: Menu, scene: Mapping[str, Any], **extra: str) -> Iterator[tuple[Child, Review]]:
    """The entry under way, and its page as the browser was given it."""
    folder = menu.place.folder
    told, browser = folder / "address", folder / "browser.sh"
    told.unlink(missing_ok=True)
    # It is read as soon as it is there, so it is written aside first.
    browser.write_text(f'#!/bin/sh\necho "$1" > "{told}.new"\nmv "{told}.new" "{told}"\n')
    browser.chmod(0o755)
    said = {
        "OTIO_V2A_RESOLVE__PAGE": "true",
        "BROWSER": f"{str(browser).replace(' ', chr(92) + ' ')} %s",
    }
    child = menu.start(scene, **{**said, **extra})
    base, _, token = _address(child, told).partition("/#")
    assert base.startswith("http://127.0.0.1:")
    review = Review(child.process, base, token)
    try:
        yield child, review
    finally:
        review.client.close()
        if child.process.poll() is None:
            child.process.kill()


def _address(child: Child, told: Path) -> str:
    until = time.monotonic() + PATIENCE
    while not told.exists():
        assert child.process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    return told.read_text().strip()
