"""The modules `os` and `os.path`: the environment that the platform gives, the files of the project, paths."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.project_files import still_inside, working_folder
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.errors import ERRORS, EXITING, thrown
from scaffold.readers.programs.python.kinds import Native, Steps, inner
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.hosted import function
from scaffold.readers.programs.python.library.places import (
    absolute,
    content,
    exists,
    names,
    path_text,
    split,
    walk,
)
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.values import MISSING, ROOT, UNDEFINED, Array, Machine, Object, Symbol

_MACHINE = "this depends on the machine"


class Environment(Native):
    """`os.environ`. `state` has what the program sets itself; `UNDEFINED` where it deletes."""

    __slots__ = ("state",)

    def __init__(self) -> None:
        self.state = Object()

    @property
    def kind(self) -> BuiltinClass:
        """Its class."""
        return ENVIRON

    def elements(self, machine: Machine, at: int) -> list[Any] | None:
        """Nobody knows all names."""
        del machine, at
        return None

    def read(self, machine: Machine, name: Any, at: int, default: Any, *, required: bool) -> Any:
        """A variable; `default` is what the program takes in its place, `UNDEFINED` what there is none for."""
        name = inner(name)
        if isinstance(name, Symbol):
            name = name.concrete
        if name is MISSING:
            return machine.unknown("which variable this is is not known", at)
        if not isinstance(name, str):
            raise machine.throw(f"str expected, not {type(name).__name__}", at, "TypeError")
        if name in self.state.entries:
            found = self.state.entries[name]
            return default if found is UNDEFINED else found
        fallback = MISSING if default is UNDEFINED else default
        found = machine.platform.environment(machine, name, at, default=fallback, required=required)
        if not isinstance(found, Symbol) or found.concrete is not UNDEFINED:
            return default if found is UNDEFINED else found
        if default is UNDEFINED or isinstance(default, Symbol):
            return default
        return Symbol(found.value, default)

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """A variable that has to be there. Raises the program's KeyError."""
        found = self.read(machine, key, at, UNDEFINED, required=True)
        if found is UNDEFINED:
            raise thrown(machine, at, "KeyError", key)
        return found

    def set_index(self, machine: Machine, key: Any, value: Any, at: int) -> None:
        """Set a variable for the program itself."""
        del at
        self.state.entries[machine.concrete(key)] = value

    def delete_index(self, machine: Machine, key: Any, at: int) -> None:
        """Take a variable away from the program itself."""
        del at
        self.state.entries[machine.concrete(key)] = UNDEFINED


def _get(given: Given, key: Any, default: Any = None) -> Any:
    return given.this.read(given.machine, key, given.at, default, required=False)


def _set_default(given: Given, key: Any, default: Any = None) -> Any:
    found = _get(given, key, UNDEFINED)
    if found is UNDEFINED:
        given.this.set_index(given.machine, key, default, given.at)
        return default
    return found


def _pop(given: Given, key: Any, default: Any = UNDEFINED) -> Any:
    own, machine, at = given.this, given.machine, given.at
    found = own.index(machine, key, at) if default is UNDEFINED else _get(given, key, default)
    own.delete_index(machine, key, at)
    return found


def _contains(given: Given, key: Any) -> Any:
    found = _get(given, key)
    return (
        found is not None if not isinstance(found, Symbol) else given.machine.binary("not-same", found, None, given.at)
    )


def _update(given: Given, other: Any = None, **named: Any) -> None:
    for key in given.machine.keys(other, given.at) or [] if other is not None else []:
        given.this.set_index(given.machine, key, given.machine.item(other, key, given.at), given.at)
    for key, value in named.items():
        given.this.set_index(given.machine, key, value, given.at)


def _all(given: Given) -> Any:
    return given.unknown("the whole environment is not known")


ENVIRON = BuiltinClass(
    "_Environ",
    members=methods(
        {
            "get": _get,
            "setdefault": _set_default,
            "pop": _pop,
            "update": _update,
            "copy": lambda given: given.this,
            "keys": _all,
            "values": _all,
            "items": _all,
            "__contains__": _contains,
            "__getitem__": lambda given, key: given.this.index(given.machine, key, given.at),
        }
    ),
    module="os",
)


# Paths


def _of_path(work: Any) -> Any:
    def body(given: Given, path: Any, /, *rest: Any) -> Any:
        return work(given, path_text(given, path), *rest)

    return body


def _relative(given: Given, path: Any, start: Any = ".") -> str:
    here, there = (absolute(given.machine, path_text(given, each)) for each in (path, start))
    if len({f"{each}/".startswith(f"{ROOT}/") for each in (here, there)}) > 1:
        raise NotKnownError("this folder is outside of the project")
    return posixpath.relpath(here, there)


def _expanded(given: Given, path: Any) -> str:
    text = path_text(given, path)
    if text.startswith("~"):
        raise NotKnownError(_MACHINE)
    return text


def _is(**kinds: bool) -> Any:
    return _of_path(lambda given, path: exists(given.machine, path, **kinds))


def _text_work(name: str) -> Any:
    work = getattr(posixpath, name)

    def body(*paths: Any) -> Any:
        given = paths[0] if paths and isinstance(paths[0], list | tuple) else paths
        return still_inside(" ".join(str(path) for path in given), work(*paths))

    return body


_TEXTS = "join dirname basename split splitext normpath isabs commonpath commonprefix splitdrive normcase"
_PATH: dict[str, Any] = {
    **{name: function(name, _text_work(name), called=f"os.path.{name}") for name in _TEXTS.split()},
    **functions(
        {
            "abspath": _of_path(lambda given, path: absolute(given.machine, path)),
            "realpath": lambda given, path, **_: absolute(given.machine, path_text(given, path)),
            "relpath": _relative,
            "expanduser": _expanded,
        },
        "os.path.",
        pure=True,
    ),
    **functions(
        {
            "exists": _is(),
            "lexists": _is(),
            "isfile": _is(folder=False),
            "isdir": _is(file=False),
            "islink": _of_path(lambda given, path: False),  # noqa: ARG005
            "ismount": _of_path(lambda given, path: False),  # noqa: ARG005
            "getsize": _of_path(lambda given, path: len(content(given, path))),
            "samefile": lambda given, one, other: _relative(given, one, other) == ".",
        }
    ),
    "sep": "/",
    "pathsep": ":",
    "curdir": ".",
    "pardir": "..",
    "extsep": ".",
    "altsep": None,
    "devnull": "/dev/null",
}
OS_PATH = Module("posixpath", _PATH, asking(_MACHINE))


# The module


def _walk(given: Given, top: Any, topdown: Any = True, onerror: Any = None, followlinks: Any = False) -> Steps:
    del onerror, followlinks
    return Steps(_folders(given, path_text(given, top), given.truth(topdown)), "generator")


def _folders(given: Given, top: str, topdown: bool) -> Iterator[Array]:
    if not exists(given.machine, top, file=False):
        return
    if not topdown:
        rows = [(path, Array(list(folders)), Array(list(files))) for path, folders, files in walk(given, top)]
        yield from (Array(list(row), fixed=True) for row in reversed(rows))
        return
    for path, folders, files in walk(given, top):
        shown = Array(list(folders))
        if len(folders) > 1:
            # In which order folders come is the file system's to say: it shows in what is made of all of them.
            given.machine.unordered = True
        yield Array([path, shown, Array(list(files))], fixed=True)
        folders[:] = shown.items


def stat_of(given: Given, path: str) -> Object:
    """What `os.stat` gives: a size, and what depends on the machine."""
    size = given.unknown(_MACHINE) if exists(given.machine, path, file=False) else len(content(given, path))
    unknown = ("st_mtime", "st_ctime", "st_atime", "st_mode", "st_uid", "st_gid", "st_ino")
    return Object({"st_size": size, **{name: given.unknown(_MACHINE) for name in unknown}}, STAT)


STAT = BuiltinClass("stat_result", module="os")


def _entry(given: Given, folder: str, name: str, file: bool) -> Object:
    del given
    return Object({"name": name, "path": posixpath.join(folder, name), "%file": file}, ENTRY)


ENTRY = BuiltinClass(
    "DirEntry",
    members=methods(
        {
            "is_file": lambda given, **_: given.this.entries["%file"],
            "is_dir": lambda given, **_: not given.this.entries["%file"],
            "is_symlink": lambda _: False,
            "stat": lambda given, **_: stat_of(given, given.this.entries["path"]),
            "__fspath__": lambda given: given.this.entries["path"],
        }
    ),
    module="posix",
)


class _Scan(Steps):
    """What `os.scandir` gives: an iterator that may stand in a `with`."""

    __slots__ = ()

    def around(self, machine: Machine, body: Any, at: int) -> Any:
        """Run a body with it."""
        del machine, at
        return body(self)


def _scan(given: Given, path: Any = ".") -> Steps:
    top = path_text(given, path)
    folders, files = split(given, top)
    rows = [(name, False) for name in folders] + [(name, True) for name in files]
    return _Scan(iter([_entry(given, top, name, file) for name, file in sorted(rows)]), "ScandirIterator")


def _get_variable(environ: Environment) -> Any:
    def body(given: Given, key: Any, default: Any = None) -> Any:
        return environ.read(given.machine, key, given.at, default, required=False)

    return body


_WRITES = (
    "makedirs mkdir remove unlink rename replace rmdir removedirs chmod chown symlink link utime truncate chdir putenv "
    "unsetenv umask"
)
_CONSTANTS: Mapping[str, Any] = {
    **{name: _PATH[name] for name in ("sep", "pathsep", "curdir", "pardir", "extsep", "altsep", "devnull")},
    "linesep": "\n",
    "name": "posix",
    "F_OK": 0,
    "R_OK": 4,
    "W_OK": 2,
    "X_OK": 1,
    "error": ERRORS["OSError"],
}


def _end(given: Given, status: Any = 0, /) -> Any:
    raise thrown(given.machine, given.at, EXITING, status)


def make_os(machine: Machine) -> Module:
    """The module `os` of one evaluation, with an environment of its own."""
    del machine
    environ = Environment()
    found: dict[str, Any] = {
        **_CONSTANTS,
        "path": OS_PATH,
        "environ": environ,
        "PathLike": BuiltinClass("PathLike", module="os"),
        **functions({name: lambda *_, **__: None for name in _WRITES.split()}),
        **functions(
            {
                "getenv": _get_variable(environ),
                "getcwd": lambda given: working_folder(given.machine.files),
                "listdir": lambda given, path=".": Array(list(names(given, path_text(given, path)))),
                "walk": _walk,
                "scandir": _scan,
                "stat": lambda given, path, **_: stat_of(given, path_text(given, path)),
                "access": lambda given, path, mode, **_: exists(given.machine, path_text(given, path)),  # noqa: ARG005
                "fspath": path_text,
                "_exit": _end,
            }
        ),
    }
    return Module("os", found, asking(_MACHINE))
