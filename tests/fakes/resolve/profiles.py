"""The builds of Resolve that the fake can be.

Source: Resolve fact sheet sections 2 and 16. The builds of the last number are those of the
measurements where the sheet names one, else invented.
"""

from __future__ import annotations

from dataclasses import dataclass


def version(text: str) -> tuple[int, ...]:
    """`19.0.2` as numbers that can be compared."""
    return tuple(int(part) for part in text.split("."))


@dataclass(frozen=True)
class Profile:
    """One build. `python` is whether .py stands in Workspace > Scripts at all."""

    name: str
    numbers: tuple[int, ...]
    build: int
    studio: bool
    python: bool = True

    @property
    def product(self) -> str:
        """What GetProductName says. Source: section 2 (L)."""
        return "DaVinci Resolve Studio" if self.studio else "DaVinci Resolve"

    @property
    def spelled(self) -> str:
        """What GetVersionString says: major.minor.patch[suffix].build."""
        return ".".join(str(part) for part in (*self.numbers, self.build))

    def has(self, since: str) -> bool:
        """Whether what came with a version is in this one."""
        return self.numbers >= version(since)


PROFILES = {
    one.name: one
    for one in (
        Profile("18.6 free", (18, 6, 6), 7, studio=False),
        Profile("19.1 free", (19, 1, 3), 7, studio=False),
        Profile("20.3 Studio", (20, 3, 2), 9, studio=True),
        Profile("21.0 Studio", (21, 0, 4), 5, studio=True),
        Profile("21.1 Studio", (21, 1, 0), 14, studio=True),
        Profile("21.1 free", (21, 1, 0), 14, studio=False, python=False),
    )
}
