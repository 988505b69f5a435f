"""Kling, and the places where its pictures lie: a folder, or a strict store."""

import importlib.util
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from counters import Desk, a_cut, a_desk
from fakes.s3 import S3
from running import until

CUT = a_cut(prompts=1, ranges=2)
NAME = re.compile(r"v2a-[0-9a-f]{32}\.mp4")
PREFIX = "films"
ABSENT = "obstore is not installed: pip install -e '.[s3]'"
needs_obstore = pytest.mark.skipif(importlib.util.find_spec("obstore") is None, reason=ABSENT)


@dataclass(frozen=True, slots=True)
class Site:
    """A desk at Kling, and the place where its pictures lie; `store` where that is an S3."""

    desk: Desk
    store: S3 | None = None

    def lying(self) -> list[str]:
        """The names of the pictures there."""
        if self.store:
            return sorted(key.removeprefix(f"{PREFIX}/") for key in self.store.objects)
        return sorted(path.name for path in (self.desk.place.folder / "public").iterdir())

    def configure(self, **said: str) -> None:
        """Say more about the hosting."""
        extra = {f"OTIO_V2A_HOSTING__{name.upper()}": value for name, value in said.items()}
        self.desk.place.extra.update(extra)

    def finish(self) -> None:
        """Have every job end well."""
        self.desk.gateway.outcome = "done"
        for job in self.desk.gateway.jobs.values():
            job.outcome = "done"

    def killed_with(self, submitted: int) -> None:
        """A run killed when so many requests were accepted and nothing came of them."""
        words = self.desk.words("score", "--yes", "--progress", "none")
        with self.desk.place.start(*words) as child:
            until(lambda: self.desk.states()["submitted"] >= submitted, child)
            child.kill()
        assert child.returncode == -signal.SIGKILL


@contextmanager
def a_site(kind: str, folder: Path, media: Path, **how: Any) -> Iterator[Site]:
    """A desk at Kling whose pictures lie in a folder, or in a store."""
    with ExitStack() as stack:
        desk = stack.enter_context(a_desk("kling", folder, media, CUT))
        if kind == "static":
            yield Site(desk)
            return
        site = Site(desk, stack.enter_context(S3(**how)))
        assert site.store
        desk.place.extra.update(site.store.environment)
        site.configure(**said(site.store))
        yield site


def said(store: S3) -> dict[str, str]:
    """A store as a configuration says it."""
    url = f"s3://{store.bucket}/{PREFIX}"
    return {"kind": "s3", "url": url, "endpoint": store.endpoint, "region": store.region}
