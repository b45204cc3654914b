"""The modules `pathlib` and `glob`."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.project_files import still_inside, working_folder
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.hosting import from_host, to_host
from scaffold.readers.programs.python.kinds import HostValue, Steps
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.environment import stat_of
from scaffold.readers.programs.python.library.hosted import Attribute, Static, hosted
from scaffold.readers.programs.python.library.places import (
    MAGIC,
    absolute,
    content,
    exists,
    matches,
    names,
    path_text,
    walk,
)
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.values import Array, Machine

_MACHINE = "this depends on the machine"
#: The host's class that stands for `Path`: it has no access to any file.
PosixPath = type("PosixPath", (PurePosixPath,), {"__slots__": ()})


class _Part(Attribute):
    """A part of a path, as far as that lies in the project."""

    __slots__ = ()

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """What a path has there."""
        try:
            return super().bind(machine, instance, owner, at)
        except NotKnownError as error:
            return machine.unknown(str(error), at)

    def read(self, value: Any) -> Any:
        """What the host's value has."""
        return still_inside(str(value), getattr(value, self.name))


class _Parents(Attribute):
    """All folders that a path is in."""

    __slots__ = ()

    def bind(self, machine: Machine, instance: Any, owner: Any, at: int) -> Any:
        """The nearest first."""
        del owner
        if instance is None:
            return self
        path, found = to_host(machine, instance), []
        for folder in path.parents:
            try:
                found.append(from_host(still_inside(str(path), folder)))
            except NotKnownError as error:
                found.append(machine.unknown(str(error), at))
        return Array(found, fixed=True)


_METHODS = (
    "joinpath with_name with_stem with_suffix relative_to is_relative_to is_absolute match as_posix is_reserved "
    "__truediv__ __rtruediv__ __fspath__"
)
PURE = hosted(PurePosixPath, methods=_METHODS, attributes="name stem suffix suffixes parent parts anchor root drive")
PURE.members["parents"] = _Parents("parents")
PURE.members.update({name: _Part(name) for name in ("name", "stem", "parent", "parts")})


def _own(given: Given) -> str:
    return str(to_host(given.machine, given.this))


def _made(given: Given, path: str) -> Any:
    found = from_host(PosixPath(path))
    kind = getattr(given.this, "type", None)
    return found if kind is None else given.call(kind, path)


def _decoded(given: Given, encoding: Any = None, errors: Any = None, newline: Any = None) -> Any:
    del newline
    data = content(given, _own(given))
    spelled = given.known(encoding) or "utf-8"
    text = given.host(data.decode, spelled, given.known(errors) or "strict")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _open(given: Given, mode: Any = "r", *rest: Any, **named: Any) -> Any:
    names_ = given.machine.language.names(given.machine)
    return given.call(names_["open"], _own(given), mode, *rest, **named)


def _below(given: Given, pattern: Any, prefix: str = "") -> Steps:
    top = _own(given)
    fitting = given.known(pattern)
    if not fitting:
        raise given.error(f"Unacceptable pattern: {fitting!r}", "ValueError")
    if fitting.startswith("/"):
        raise given.error("Non-relative patterns are unsupported", "NotImplementedError")
    found = matches(given, top, prefix + fitting, hidden=True, files=False)
    return Steps((_made(given, posixpath.join(top, path)) for path in found), "generator")


def _entries(given: Given) -> Steps:
    top = _own(given)
    return Steps(iter([_made(given, posixpath.join(top, name)) for name in names(given, top)]), "generator")


def _walked(given: Given, *_: Any, **__: Any) -> Steps:
    rows = walk(given, _own(given))
    return Steps(
        (Array([_made(given, path), Array(folders), Array(files)], fixed=True) for path, folders, files in rows),
        "generator",
    )


def _resolved(given: Given, strict: Any = False) -> Any:
    del strict
    return _made(given, absolute(given.machine, _own(given)))


def _whole(given: Given) -> Any:
    return _made(given, posixpath.join(working_folder(given.machine.files), _own(given)))


def _expanded(given: Given) -> Any:
    return given.unknown(_MACHINE) if _own(given).startswith("~") else given.this


def _is(**kinds: bool) -> Callable[..., Any]:
    return lambda given, **_: exists(given.machine, _own(given), **kinds)


def _nothing(given: Given, *_: Any, **__: Any) -> None:
    del given


_WRITES = "mkdir touch unlink rmdir rename replace chmod symlink_to hardlink_to write_text write_bytes"
PATH = hosted(PosixPath, bases=(PURE,))
PATH.members.update(
    {
        **methods(
            {
                "exists": _is(),
                "is_file": _is(folder=False),
                "is_dir": _is(file=False),
                "is_symlink": lambda _: False,
                "read_text": _decoded,
                "read_bytes": lambda given: content(given, _own(given)),
                "open": _open,
                "iterdir": _entries,
                "glob": lambda given, pattern, **_: _below(given, pattern),
                "rglob": lambda given, pattern, **_: _below(given, pattern, "**/"),
                "walk": _walked,
                "resolve": _resolved,
                "absolute": _whole,
                "expanduser": _expanded,
                "stat": lambda given, **_: stat_of(given, _own(given)),
                "samefile": lambda given, other: (
                    absolute(given.machine, _own(given)) == absolute(given.machine, path_text(given, other))
                ),
                "as_uri": lambda given: to_host(given.machine, given.this).as_uri(),
                **dict.fromkeys(_WRITES.split(), _nothing),
            }
        ),
        **{
            name: Static(each)
            for name, each in functions(
                {
                    "cwd": lambda given: HostValue(PATH, PosixPath(working_folder(given.machine.files))),
                    "home": lambda given: given.unknown(_MACHINE),
                }
            ).items()
        },
    }
)
PATHLIB = Module(
    "pathlib",
    {
        "PurePath": PURE,
        "PurePosixPath": PURE,
        "Path": PATH,
        "PosixPath": PATH,
        "PureWindowsPath": BuiltinClass("PureWindowsPath", module="pathlib"),
    },
    asking(_MACHINE),
)


def _glob(given: Given, pathname: Any, *, root_dir: Any = None, recursive: Any = False, **_: Any) -> list[str]:
    pattern = path_text(given, pathname)
    if not given.truth(recursive):
        pattern = "/".join("*" if part == "**" else part for part in pattern.split("/"))
    parts = pattern.split("/")
    plain = next((place for place, part in enumerate(parts) if MAGIC.search(part)), len(parts))
    start = "/".join(parts[:plain])
    folder = "" if root_dir is None else path_text(given, root_dir)
    top = posixpath.join(folder, start or ("/" if plain else ""))
    if plain == len(parts):
        return [pattern] if exists(given.machine, top) else []
    found = matches(given, top or ".", "/".join(parts[plain:]), hidden=False)
    return [posixpath.join(start, path) for path in found if path]


def _escaped(given: Given, pathname: Any) -> str:
    return MAGIC.sub(lambda found: f"[{found[0]}]", given.text(pathname))


GLOB = Module(
    "glob",
    functions(
        {
            "glob": lambda given, pathname, **named: Array(list(_glob(given, pathname, **named))),
            "iglob": lambda given, pathname, **named: Steps(iter(_glob(given, pathname, **named)), "generator"),
            "escape": lambda given, pathname: "".join(
                f"[{one}]" if one in "*?[" else one for one in given.text(pathname)
            ),
        }
    ),
)
