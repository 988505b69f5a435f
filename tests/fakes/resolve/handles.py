"""Handles as scripts hold them: opaque, positional, and silent about what they do not know.

Source: Resolve fact sheet sections 1 and 16, Q1, Q2 and Q12.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from fakes.resolve.world import World

KINDS: dict = {}


@dataclass(frozen=True)
class Call:
    """A method of the API: its arity (`most` None is any), version, and what it gives back.

    Before version `wide` it takes `least` arguments only.
    """

    name: str
    least: int
    most: int | None
    since: str
    gives: str
    wide: str
    studio: bool
    body: Callable

    def takes(self, count: int, world: World) -> bool:
        """Whether so many arguments are allowed in this build."""
        most = self.most
        if self.wide and not world.profile.has(self.wide):
            most = self.least
        return self.least <= count and (most is None or count <= most)


def call(
    arity: str, since: str = "18.0", gives: str = "bool", wide: str = "", studio: bool = False
) -> Callable:
    """Marks a method as one of the API's. `arity` is as in the facts table: `0`, `1-2`, `1-n`."""

    def marked(body: Callable) -> Callable:
        least, _, most = arity.partition("-")
        top = None if most == "n" else int(most or least)
        name = "".join(part.capitalize() for part in body.__name__.split("_"))
        body.call = Call(name, int(least), top, since, gives, wide, studio, body)
        return body

    return marked


class Inside:
    """What stands behind a handle. A subclass is a class of the API; `model` what it is about."""

    models: tuple = ()
    constants: ClassVar[dict] = {}
    calls: ClassVar[dict] = {}

    def __init_subclass__(cls) -> None:
        found = [vars(base) for base in reversed(cls.__mro__)]
        marked = [getattr(one, "call", None) for space in found for one in space.values()]
        cls.calls = {one.name: one for one in marked if isinstance(one, Call)}
        for model in cls.models:
            KINDS[model] = cls

    def __init__(self, world: World, model: Any):
        self.world = world
        self.model = model

    @classmethod
    def kind(cls) -> str:
        """The class's name in the API."""
        return cls.__name__

    def names(self) -> list:
        """What really exists in this build (Q1, Q17, Q18, Q19)."""
        has = self.world.profile.has
        there = [name for name, one in self.calls.items() if has(one.since)]
        there += [name for name, (_, since) in self.constants.items() if has(since)]
        return sorted(there)

    def attribute(self, name: str) -> Any:
        """A constant, a method, or None for what is not known (Q1)."""
        if name not in self.names():
            return None
        if name in self.constants:
            return self.constants[name][0]
        return Bound(self, self.calls[name])

    def says(self) -> str:
        """A name for the log."""
        return getattr(self.model, "name", "")


class Bound:
    """A method of one handle, ready to be called; keywords are a TypeError (Q2)."""

    __slots__ = ("_call", "_inside")

    def __init__(self, inside: Inside, one: Call):
        self._inside = inside
        self._call = one

    def __call__(self, *args: Any) -> Any:
        one, world = self._call, self._inside.world
        name = f"{self._inside.kind()}.{one.name}"
        if not one.takes(len(args), world):
            message = f"{name}() takes {one.least} to {one.most} arguments, {len(args)} given"
            raise TypeError(message)
        if world.gone:
            return None
        entry = {"object": self._inside.kind(), "method": one.name, "args": logged(list(args))}
        world.log.append(entry)
        result = self._answer(name, args)
        world.happened(name)
        return result

    def _answer(self, name: str, args: tuple) -> Any:
        """The result; False or None for a reason that nobody is told."""
        one, world = self._call, self._inside.world
        nothing = False if one.gives.startswith("bool") else None
        planned = world.failure(name)
        if planned is not None:
            return planned.get("result", nothing)
        if world.modal or getattr(self._inside.model, "dead", False):
            return nothing
        gated = one.studio or name in world.quirks.studio_only
        if gated and not world.profile.studio:
            world.modal = True
            return False
        return handed(world, one.body(self._inside, *(unwrapped(value) for value in args)))


class PyRemoteObject:
    """A handle: every attribute can be asked for, few are there (Q1)."""

    __slots__ = ("_inside",)

    def __init__(self, inside: Inside):
        self._inside = inside

    def __getattr__(self, name: str) -> Any:
        return self._inside.attribute(name)

    def __dir__(self) -> list:
        return self._inside.names()

    def __repr__(self) -> str:
        return f"{self._inside.kind()} (0x{id(self):016X}) [App: 'Resolve' on 127.0.0.1]"


def handed(world: World, value: Any) -> Any:
    """A result as a script gets it: a new handle for each thing."""
    if isinstance(value, dict):
        return {key: handed(world, one) for key, one in value.items()}
    if isinstance(value, list):
        return [handed(world, one) for one in value]
    kind = KINDS.get(type(value))
    return value if kind is None else PyRemoteObject(kind(world, value))


def unwrapped(value: Any) -> Any:
    """An argument as the fake has it: the thing instead of its handle."""
    if isinstance(value, PyRemoteObject):
        return value._inside.model
    if isinstance(value, dict):
        return {key: unwrapped(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [unwrapped(one) for one in value]
    return value


def logged(value: Any) -> Any:
    """An argument as JSON: a handle as its class and name."""
    if isinstance(value, PyRemoteObject):
        return {"object": value._inside.kind(), "name": value._inside.says()}
    if isinstance(value, dict):
        return {str(key): logged(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [logged(one) for one in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else repr(value)
