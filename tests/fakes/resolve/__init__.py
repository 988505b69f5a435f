"""A DaVinci Resolve that misbehaves like the real one, as far as anybody has measured it.

`scene` builds one from JSON, `dumping` tells what became of it, `host` runs a script in it as
Resolve's menu does. It is built from the Resolve fact sheet alone, sections 1 to 16, and knows
nothing of the scripts that are tried with it. Python 3.8 to 3.13, standard library only.
"""

from fakes.resolve.application import ProjectManager, Resolve
from fakes.resolve.clips import Folder, MediaPoolItem
from fakes.resolve.item import TimelineItem
from fakes.resolve.pool import MediaPool
from fakes.resolve.project import Project
from fakes.resolve.timeline import Timeline

CLASSES = (
    Resolve,
    ProjectManager,
    Project,
    MediaPool,
    Folder,
    MediaPoolItem,
    Timeline,
    TimelineItem,
)
