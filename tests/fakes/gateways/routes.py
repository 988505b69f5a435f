"""Which method of a gateway answers which request.

Source: facts 'providers', sections 4 to 12: methods and paths; the query never decides.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Route:
    """`guard` is the method that wants credentials; 'bare' is none, and then none may come."""

    method: str
    path: str
    kind: str
    site: str
    guard: str
    handler: str = ""

    def match(self, site: str, method: str, path: str) -> dict[str, str] | None:
        """The names in braces with what stands in their place, or None."""
        if site != self.site or method not in (self.method, "HEAD" * (self.method == "GET")):
            return None
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path)
        found = re.fullmatch(pattern, path)
        return found.groupdict() if found else None


def route(
    method: str, path: str, kind: str, *, site: str = "api", guard: str = "authorise"
) -> Callable[[Any], Any]:
    """Have a method answer this; a method may answer several."""

    def mark(handler: Any) -> Any:
        handler.routes = (*getattr(handler, "routes", ()), Route(method, path, kind, site, guard))
        return handler

    return mark


def routes(owner: type) -> Iterator[tuple[str, Route]]:
    """Every route of a class and its bases, with the name of the method that answers."""
    for name in dir(owner):
        for one in getattr(getattr(owner, name, None), "routes", ()):
            if isinstance(one, Route):
                yield name, one
