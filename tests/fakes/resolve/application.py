"""Resolve and ProjectManager, and what else a menu script is given.

Source: Resolve fact sheet sections 4, 7 and 8.
"""

from __future__ import annotations

from typing import Any, ClassVar

from fakes.resolve.handles import Inside, PyRemoteObject, call
from fakes.resolve.model import Project
from fakes.resolve.world import World

PAGES = ("media", "cut", "edit", "fusion", "color", "fairlight", "deliver")
OTIO = 15.0
NONE = 0.0
FCPXML = 3.0
UNSAVED = "Untitled Project"


class Manager:
    """The project manager."""

    name = ""

    def __init__(self, world: World):
        self.world = world


class Resolve(Inside):
    """The application. The values of the constants but EXPORT_OTIO's are invented."""

    models = (World,)
    constants: ClassVar[dict] = {
        "EXPORT_AAF": (1.0, "18.0"),
        "EXPORT_AAF_NEW": (2.0, "18.0"),
        "EXPORT_DRT": (4.0, "18.0"),
        "EXPORT_EDL": (5.0, "18.0"),
        "EXPORT_FCPXML_1_10": (FCPXML, "18.0"),
        "EXPORT_FCP_7_XML": (6.0, "18.0"),
        "EXPORT_NONE": (NONE, "18.0"),
        "EXPORT_OTIO": (OTIO, "18.5"),
    }

    def says(self) -> str:
        return self.model.profile.product

    @call("0", gives="ProjectManager")
    def get_project_manager(self) -> Manager:
        return Manager(self.world)

    @call("0", gives="str")
    def get_product_name(self) -> str:
        return self.world.profile.product

    @call("0", gives="list")
    def get_version(self) -> list:
        return [*self.world.profile.numbers, self.world.profile.build, ""]

    @call("0", gives="str")
    def get_version_string(self) -> str:
        return self.world.profile.spelled

    @call("0", gives="str or None")
    def get_current_page(self) -> str:
        return self.world.page

    @call("1")
    def open_page(self, page: object) -> bool:
        """Q16: opening Deliver clobbers the marks, where there are any."""
        if page not in PAGES:
            return False
        if page == "deliver" and self.world.page != page and self.world.profile.has("19.1"):
            for sequence in self.world.project.sequences if self.world.project else ():
                sequence.marks = {}
        self.world.page = page
        return True


class ProjectManager(Inside):
    """The projects: there is one, or none."""

    models = (Manager,)

    @call("0", gives="Project or None")
    def get_current_project(self) -> Project | None:
        return self.world.project

    @call("0")
    def save_project(self) -> bool:
        """Never the project that nobody has saved yet; Q23 where the scene has it so."""
        project = self.world.project
        if project is None or not project.saved:
            return False
        saved(self.world)
        return True


def saved(world: World) -> None:
    """What saving does to items of an append of which a part failed (Q23)."""
    if not world.quirks.vanishing:
        return
    for sequence in world.project.sequences:
        for track in sequence.all_tracks():
            for item in [one for one in track.items if one.doomed]:
                item.dead = True
                track.items.remove(item)


class Stranger:
    """An object of fuscript's whose unknown attributes are None too (Q1)."""

    def __init__(self, world: World):
        self._world = world

    def __getattr__(self, name: str) -> Any:
        return None


class Fusion(Stranger):
    """`fusion`, `fu` and `app`."""

    def GetResolve(self) -> PyRemoteObject | None:
        """The application; None once it is gone."""
        return None if self._world.gone else PyRemoteObject(Resolve(self._world, self._world))

    @property
    def UIManager(self) -> Any:
        """Windows: from 19.1 the free edition shows a dialog instead (Q12, section 2)."""
        profile = self._world.profile
        if profile.studio or not profile.has("19.1"):
            return Stranger(self._world)
        self._world.modal = True
        return None


class Bmd(Stranger):
    """`bmd`, and what `import DaVinciResolveScript` gives outside of Resolve."""

    def __init__(self, world: World, outside: bool = False):
        super().__init__(world)
        self._outside = outside

    def scriptapp(self, name: str, *_host: object) -> Any:
        """The application by name; from outside on Studio only (Q12, section 2)."""
        if self._outside and not self._world.profile.studio:
            self._world.modal = True
            return None
        fusion = Fusion(self._world)
        return {"Resolve": fusion.GetResolve(), "Fusion": fusion}.get(name)
