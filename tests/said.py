"""Python sources read as trees: which calls stand there, and what was asked before them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from running import ROOT

LAUNCHER = ROOT / "resolve_script"
ENGINE = ROOT / "otio_v2a" / "resolve"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Called:
    """A call of a method of Resolve's: `on.name(...)`, and what its function asked before it.

    `asked` are pairs of an object and a name, as in `can(object, "name")`.
    """

    where: str
    on: str
    name: str
    count: int
    plain: bool
    asked: frozenset[tuple[str, str]]

    @property
    def is_guarded(self) -> bool:
        return (self.on, self.name) in self.asked


def sources(folder: Path) -> dict[str, ast.Module]:
    """Every Python file below a folder, by its name from there."""
    return {
        path.relative_to(folder).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.py"))
    }


def functions(tree: ast.Module) -> Iterator[ast.AST]:
    """The module and every function, each without those inside it."""
    yield tree
    yield from (one for one in ast.walk(tree) if isinstance(one, _FUNCTIONS))


def own(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function itself, in the order of the text."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, _FUNCTIONS):
            yield child
            yield from own(child)


def resolve_calls(name: str, tree: ast.Module) -> Iterator[Called]:
    """Every call of an upper-case attribute of an object."""
    modules = {what for _, what in imports(tree)}
    for scope in functions(tree):
        calls = [one for one in own(scope) if isinstance(one, ast.Call)]
        asked = [_asked(one) for one in calls]
        for call in calls:
            on, what = _method(call)
            if what[0].isupper() and on not in modules:
                starred = any(isinstance(one, ast.Starred) for one in call.args)
                yield Called(
                    where=f"{name}:{call.lineno}",
                    on=on,
                    name=what,
                    count=len(call.args),
                    plain=not call.keywords and not starred,
                    asked=frozenset(one for line, one in asked if line <= call.lineno),
                )


def _method(call: ast.Call) -> tuple[str, str]:
    """An object and the name of its method; of a plain function the name alone."""
    if isinstance(call.func, ast.Attribute):
        return ast.unparse(call.func.value), call.func.attr
    return "", "(function)"


def _asked(call: ast.Call) -> tuple[int, tuple[str, str]]:
    """The line and what `can(object, "Name")` asks for; nothing of other calls."""
    if ast.unparse(call.func) != "can" or not isinstance(call.args[1], ast.Constant):
        return 0, ("", "")
    return call.lineno, (ast.unparse(call.args[0]), call.args[1].value)


def constants(tree: ast.Module) -> Iterator[str]:
    """Upper-case attributes of objects that are not called: constants of Resolve's."""
    called = {id(one.func) for one in ast.walk(tree) if isinstance(one, ast.Call)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Attribute) and id(one) not in called and one.attr[0].isupper():
            yield f"{ast.unparse(one.value)}.{one.attr}"


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The modules that are imported: how many dots stand before, and the first part.

    Of `from . import engine` it is the name itself.
    """
    for one in ast.walk(tree):
        if isinstance(one, ast.Import):
            yield from ((0, alias.name.partition(".")[0]) for alias in one.names)
        if isinstance(one, ast.ImportFrom):
            if one.module:
                yield one.level, one.module.partition(".")[0]
            else:
                yield from ((one.level, alias.name) for alias in one.names)


def names(tree: ast.Module) -> set[str]:
    """Every name, attribute and text of a source: `sys.executable` as one."""
    found = set()
    for one in ast.walk(tree):
        if isinstance(one, ast.Name):
            found.add(one.id)
        if isinstance(one, ast.Attribute):
            found.add(ast.unparse(one))
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            found.add(one.value)
    return found


def actions(name: str, tree: ast.Module) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every `action("verb", ...)`: where it is, its verb, the arguments it names."""
    for scope in functions(tree):
        known = _dictionaries(scope)
        for call in own(scope):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "action":
                verb = call.args[0]
                assert isinstance(verb, ast.Constant), ast.unparse(call)
                yield f"{name}:{call.lineno}", verb.value, _named(call, known)


def _dictionaries(scope: ast.AST) -> dict[str, frozenset[str]]:
    """Names that a function gives to a dictionary written out, with its keys."""
    return {
        ast.unparse(one.targets[0]): frozenset(
            key.value for key in one.value.keys if isinstance(key, ast.Constant)
        )
        for one in own(scope)
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Dict)
    }


def _named(call: ast.Call, known: dict[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    for one in call.keywords:
        found |= {one.arg} if one.arg else known[ast.unparse(one.value)]
    return frozenset(found)
