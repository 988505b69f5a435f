"""Draw the pictures of docs/review.md: every view of the page, light and dark.

`python docs/make_review.py` needs Chromium and Playwright; the sample `storm_25.otio` is scored.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "review"
SIZE = {"width": 1280, "height": 800}
QUALITY = 72
RUN = (sys.executable, "-c", "from otio_v2a.cli import main; main()")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def plan(page: Page) -> None:
    """The plan, some of it scored."""
    page.wait_for_selector(".cue img")
    page.wait_for_timeout(1500)


def listen(page: Page) -> None:
    """A cue with two takes, in the middle of it."""
    page.locator(".cue [data-act=listen]").nth(3).click()
    page.wait_for_selector("#listen[data-state=ready]")
    page.wait_for_selector("[data-lane][data-ready=yes]")
    page.locator("#play").click()
    page.wait_for_timeout(1200)
    page.locator("#play").click()
    page.wait_for_timeout(300)


def keys(page: Page) -> None:
    """The keyboard."""
    page.locator("#help-open").click()
    page.wait_for_timeout(300)


def run(page: Page) -> None:
    """A further take of every cue, under way; the second look finds it so."""
    if page.locator("#run[data-state=running]").count() == 0:
        page.locator("#takes").fill("3")
        page.locator("#takes").blur()
        page.wait_for_timeout(2500)
        page.locator("#score").click()
    page.wait_for_selector("#run[data-state=running]")
    page.wait_for_timeout(4000)


def api(page: Page) -> None:
    """The API's description."""
    page.goto(page.url.split("#")[0].rstrip("/") + "/api.html")
    page.wait_for_selector("[data-call]")


VIEWS = (plan, listen, keys, api, run)


def main() -> None:
    """Score, open, look."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        shutil.copytree(ROOT / "sample_timelines" / "media", folder / "media")
        timeline = Path(shutil.copy(ROOT / "sample_timelines" / "storm_25.otio", folder))
        subprocess.run([*RUN, "score", timeline, "--takes", "2", "--yes"], check=True)
        words = [*RUN, "review", timeline, "--no-open", "--takes", "2"]
        with subprocess.Popen(words, stdout=subprocess.PIPE, encoding="utf-8") as server:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=FLAGS
            )
            for view in VIEWS:
                for scheme in ("light", "dark"):
                    page = browser.new_page(viewport=SIZE, color_scheme=scheme)
                    page.goto(address)
                    plan(page)
                    view(page)
                    path = OUT / f"{view.__name__}-{scheme}.jpg"
                    page.screenshot(path=path, type="jpeg", quality=QUALITY)
                    page.close()
            browser.close()
            server.terminate()


if __name__ == "__main__":
    main()
