"""The module `path`, for paths with forward slashes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.bounds import bounded_text
from scaffold.readers.programs.javascript.native import Given, Namespace, native
from scaffold.readers.programs.project_files import still_inside, working_folder
from scaffold.readers.programs.values import UNDEFINED, Object


def normalize(path: str) -> str:
    """The path with `.` and `..` worked off."""
    if not path:
        return "."
    absolute, trailing = path.startswith("/"), path.endswith("/")
    found = "/".join(_steps(path, absolute))
    if not found and not absolute:
        found = "."
    if found and trailing:
        found += "/"
    if found == "./" and not path.strip("/"):
        found = "/"
    return f"/{found}" if absolute else found


def _steps(path: str, absolute: bool) -> list[str]:
    found: list[str] = []
    for step in path.split("/"):
        if step in ("", "."):
            continue
        if step == ".." and found and found[-1] != "..":
            found.pop()
        elif step != ".." or not absolute:
            found.append(step)
    return found


def join(*parts: str) -> str:
    """The parts in a row, normalized."""
    joined = "/".join(part for part in parts if part)
    return normalize(joined) if joined else "."


def resolve(start: str, *parts: str) -> str:
    """The last absolute path with what follows it; `start` is the folder that relative ones are seen from."""
    path = ""
    for part in (*reversed(parts), start):
        if part:
            path = f"{part}/{path}"
        if part.startswith("/"):
            break
    return "/" + "/".join(_steps(path, True))


def relative(start: str, origin: str, target: str) -> str:
    """How to get from one path to the other."""
    here, there = (_steps(resolve(start, path), True) for path in (origin, target))
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return "/".join([".."] * (len(here) - shared) + there[shared:])


def dirname(path: str) -> str:
    """The path without its last step."""
    if not path:
        return "."
    rooted = path[0] == "/"
    end = path.rfind("/", 1, len(path.rstrip("/")) or 1)
    if end < 0:
        return "/" if rooted else "."
    return "//" if rooted and end == 1 else path[:end]


def basename(path: str, suffix: str = "") -> str:
    """The last step of a path, without the suffix (unless it is all of it)."""
    if suffix and suffix == path:
        return ""
    if suffix and not path.strip("/"):
        return path
    name = path.rstrip("/").rpartition("/")[2]
    return name[: -len(suffix)] if suffix and name.endswith(suffix) and name != suffix else name


def extension(path: str) -> str:
    """What follows the last point of the last step, with the point."""
    name = path.rstrip("/").rpartition("/")[2]
    stem, point, ending = name.rpartition(".")
    return point + ending if stem and name != ".." else ""


def _parse(path: str) -> Object:
    root = "/" if path.startswith("/") else ""
    base, ending = basename(path), extension(path)
    stripped = path.rstrip("/")
    start = len(stripped) - len(base)
    folder_ = path[: start - 1] if start > 1 else path[:start] if start and base else root
    name = base[: len(base) - len(ending)] if ending else base
    return Object({"root": root, "dir": folder_, "base": base, "ext": ending, "name": name})


def _format(given: Given) -> str:
    parts = given[0].entries if isinstance(given[0], Object) else {}

    def text(name: str) -> str:
        value = parts.get(name, UNDEFINED)
        return "" if value is UNDEFINED or value is None else given.as_text(value)

    ending = text("ext")
    ending = f".{ending}" if ending and not ending.startswith(".") else ending
    place, base = text("dir") or text("root"), text("base") or text("name") + ending
    if not place:
        return base
    return place + base if place == text("root") else f"{place}/{base}"


def _texts(given: Given) -> list[str]:
    for value in given.arguments:
        if not isinstance(value, str):
            raise given.error('The "path" argument must be of type string.')
    bounded_text(given.machine, sum(map(len, given.arguments)))
    return list(given.arguments)


def _of(work: Callable[..., Any]) -> Callable[[Given], Any]:
    def body(given: Given) -> Any:
        texts = _texts(given)
        if not texts and work is not join:
            raise given.error('The "path" argument must be of type string. Received undefined')
        return still_inside(" ".join(texts), work(*texts))

    return body


def _resolved(given: Given) -> str:
    steps = [working_folder(given.machine.files), *_texts(given)]
    # What stands before the last absolute path does not count.
    last = max(at for at, step in enumerate(steps) if step.startswith("/"))
    return str(still_inside(" ".join(steps[last:]), resolve(*steps)))


def _make() -> dict[str, Any]:
    bodies: dict[str, Callable[[Given], Any]] = {
        "join": _of(join),
        "normalize": _of(normalize),
        "dirname": _of(dirname),
        "basename": _of(basename),
        "extname": _of(extension),
        "parse": _of(_parse),
        "isAbsolute": _of(lambda path: path.startswith("/")),
        "resolve": _resolved,
        "relative": lambda given: relative(working_folder(given.machine.files), *_texts(given)[:2]),
        "format": _format,
        "toNamespacedPath": lambda given: given[0],
    }
    members: dict[str, Any] = {name: native(f"path.{name}", body, pure=True) for name, body in bodies.items()}
    return {**members, "sep": "/", "delimiter": ":"}


_MEMBERS = _make()
PATH = Namespace(_MEMBERS)
_MEMBERS.update({"posix": PATH, "default": PATH})
