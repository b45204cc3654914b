"""Which file and which of its names a handler string means."""

from __future__ import annotations

from dataclasses import dataclass

from scaffold.readers.functions.code.sources import SCRIPTS, Sources


@dataclass(frozen=True, slots=True)
class Resolved:
    """The handler's file in the package and its name there; or why there is none."""

    entry: str = ""
    function: str = ""
    problem: str = ""
    reason: str = ""


def resolve(sources: Sources, handler: str, language: str) -> Resolved:
    """Find a handler in its package."""
    package = sources.package
    if package.kind in ("image", "remote", "missing") or (not sources.files and package.reason):
        return Resolved(reason=package.reason or f"the code is not in the project ({package.kind})")
    module, dot, function = handler.rpartition(".")
    if not dot or not module or not function:
        return Resolved(function=handler, problem=f"the handler {handler!r} does not name a file and a function")
    if language == "python":
        path = module.replace(".", "/")
        tried = [f"{path}.py", f"{path}/__init__.py"]
        named = f"{path}.py"
    else:
        tried = [module.removeprefix("./") + ending for ending in SCRIPTS]
        named = f"{module}.js"
    entry = next((path for path in tried if path in sources.files), None)
    if entry is not None:
        return Resolved(entry, function)
    if package.reason:
        return Resolved(function=function, reason=package.reason)
    return Resolved(function=function, problem=f"the package has no {named}{_instead(sources, named)}")


def _instead(sources: Sources, named: str) -> str:
    """What is there, where that may help."""
    base = named.rpartition("/")[2]
    same = sorted(path for path in sources.files if path.rpartition("/")[2] == base)
    if same:
        return f", but {same[0]}"
    programs = sorted(path for path in sources.files if path.endswith((".py", *SCRIPTS)) and path.count("/") < 2)
    if programs:
        shown = ", ".join(programs[:3]) + (", ..." if len(programs) > 3 else "")
        return f" (it has {shown})"
    return "" if sources.files else ": it is empty"
