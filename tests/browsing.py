"""A review in a real browser: Debian's Chromium, driven by Playwright; what it asked and said."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_core_python
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from reviewing import Review

CHROMIUM = os.environ.get("V2A_CHROMIUM") or shutil.which("chromium") or ""
needs_chromium = pytest.mark.skipif(
    not CHROMIUM, reason="no Chromium: install it, or name one in V2A_CHROMIUM"
)
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *("--autoplay-policy=no-user-gesture-required", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-quic"),
)
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@dataclass
class Visit:
    """A page that is open. `asked` are the addresses it asked for, `said` its console's errors."""

    page: Page
    review: Review
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def cue(self, number: int) -> Any:
        """The row of a cue, counted from 0."""
        return self.page.locator(".cue").nth(number)

    def attribute(self, name: str) -> float:
        """Where the transport stands."""
        return float(self.page.get_attribute("#transport", f"data-{name}") or "nan")

    def ended(self) -> None:
        """Wait until the run has ended."""
        self.page.wait_for_selector("#run[data-state=ended]", timeout=PATIENCE)

    def listen(self, number: int) -> None:
        """Open a cue and wait until it can be heard."""
        self.cue(number).locator("[data-act=listen]").click()
        self.page.wait_for_selector("#listen[data-state=ready]", timeout=PATIENCE)
        self.page.wait_for_selector("[data-lane][data-ready=yes]", timeout=PATIENCE)


@contextmanager
def a_browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def a_visit(browser: Browser, review: Review, **context: Any) -> Iterator[Visit]:
    """The page, opened by the address that was printed."""
    opened = browser.new_context(viewport={"width": 1280, "height": 800}, **context)
    page = opened.new_page()
    visit = Visit(page, review)
    page.on("request", lambda request: visit.asked.append(request.url))
    page.on("console", lambda line: visit.said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: visit.said.append(str(error)))
    page.goto(f"{review.base}/#{review.token}")
    page.wait_for_selector(".cue", timeout=PATIENCE)
    try:
        yield visit
    finally:
        opened.close()


def axe() -> str:
    """The checker of accessibility, as a script."""
    return Path(axe_core_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
