"""The module `fs`: reading below the project's folder. Nothing is written."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.javascript.buffers import Bytes, from_bytes
from scaffold.readers.programs.javascript.errors import make_error
from scaffold.readers.programs.javascript.native import Body, Given, Namespace, native
from scaffold.readers.programs.javascript.path import resolve
from scaffold.readers.programs.javascript.urls import Address, file_path
from scaffold.readers.programs.project_files import inside, working_folder
from scaffold.readers.programs.values import UNDEFINED, Array, Object, Promise, Symbol, ThrownError

_NOT_FOUND = "ENOENT: no such file or directory"


def _path(given: Given, index: int = 0) -> str:
    """The absolute path that an argument says, as the program sees it. Raises `NotKnownError`."""
    value = given.machine.concrete(given[index])
    if isinstance(value, Address):
        return file_path(given, value)
    if isinstance(value, Bytes):
        return value.data.decode(errors="replace")
    if not isinstance(value, str):
        if not isinstance(given[index], Symbol):
            raise given.error('The "path" argument must be of type string or an instance of Buffer or URL.')
        raise NotKnownError("which file this is is not known")
    return resolve(working_folder(given.machine.files), value)


def _missing(given: Given, path: str, call: str, code: str = "ENOENT", said: str = _NOT_FOUND) -> Exception:
    message = f"{said}, {call} '{path}'"
    error = make_error("Error", message, errno=-2, code=code, syscall=call, path=path)
    return ThrownError(error, given.machine.position(given.at))


def _read(given: Given) -> Any:
    path = _path(given)
    found = inside(path)
    data = given.machine.files.read(found)
    if data is None:
        if given.machine.files.names(found) is not None:
            raise _missing(given, path, "read", "EISDIR", "EISDIR: illegal operation on a directory")
        raise _missing(given, path, "open")
    given.machine.spend(1 + len(data) // 1024)
    options = given[1]
    encoding = given.machine.get(options, "encoding", given.at) if isinstance(options, Object) else options
    return from_bytes(given, data, encoding) if isinstance(encoding, str) else Bytes(data)


def _exists(given: Given) -> Any:
    if not isinstance(given.machine.concrete(given[0]), str | Address):
        raise NotKnownError("which file this is is not known")
    path = _path(given)
    if path == "/":
        return True
    found = inside(path)
    return given.machine.files.read(found) is not None or given.machine.files.names(found) is not None


def _access(given: Given) -> Any:
    if not _exists(given):
        raise _missing(given, _path(given), "access")
    return UNDEFINED


def _names(given: Given) -> Array:
    path = _path(given)
    found = given.machine.files.names(inside(path))
    if found is None:
        raise _missing(given, path, "scandir")
    options = given[1]
    known = options.entries if isinstance(options, Object) else {}
    if known.get("recursive"):
        found = _below(given, path, found, "")
    if known.get("withFileTypes"):
        return Array([_entry(given, path, name) for name in found])
    return Array(list(found))


def _below(given: Given, path: str, names: list[str], prefix: str) -> list[str]:
    found = []
    for name in names:
        given.machine.spend()
        found.append(prefix + name)
        inner = given.machine.files.names(inside(f"{path}/{name}"))
        if inner is not None:
            found.extend(_below(given, f"{path}/{name}", inner, f"{prefix}{name}/"))
    return found


def _kinds(file: bool) -> dict[str, Any]:
    return {
        "isFile": native("isFile", lambda _: file),
        "isDirectory": native("isDirectory", lambda _: not file),
        "isSymbolicLink": native("isSymbolicLink", lambda _: False),
    }


def _entry(given: Given, path: str, name: str) -> Object:
    is_folder = given.machine.files.names(inside(f"{path}/{name}")) is not None
    return Object({"name": name, "parentPath": path, "path": path, **_kinds(not is_folder)})


def _stat(given: Given) -> Any:
    path = _path(given)
    found = inside(path)
    data = given.machine.files.read(found)
    if data is None and given.machine.files.names(found) is None:
        options = given[1]
        if isinstance(options, Object) and options.entries.get("throwIfNoEntry") is False:
            return UNDEFINED
        raise _missing(given, path, "stat")
    times = {name: given.unknown("this depends on the machine") for name in ("mtime", "mtimeMs", "ctime", "birthtime")}
    size = given.unknown("this depends on the machine") if data is None else len(data)
    return Object({"size": size, **times, **_kinds(data is not None)})


def _unwritten(given: Given) -> Any:
    return given.unknown("this writes files")


_READING: dict[str, Body] = {
    "readFile": _read,
    "readdir": _names,
    "stat": _stat,
    "lstat": _stat,
    "access": _access,
    "realpath": _path,
}
_WRITING = (
    *("writeFile", "appendFile", "mkdir", "mkdtemp", "rm", "rmdir", "unlink", "copyFile", "cp", "rename"),
    *("symlink", "chmod", "utimes", "open", "close", "write"),
)


def _promised(body: Body) -> Body:
    """The same as a promise."""

    def work(given: Given) -> Promise:
        try:
            return Promise(body(given))
        except ThrownError as error:
            return Promise(error.value, rejected=True)

    return work


def _with_callback(body: Body) -> Body:
    """The same, told to a callback."""

    def work(given: Given) -> Any:
        function = given[len(given.arguments) - 1]
        try:
            result = body(Given(given.machine, UNDEFINED, given.arguments[:-1], given.at))
        except ThrownError as error:
            given.call(function, error.value)
        else:
            given.call(function, None, result)
        return UNDEFINED

    return work


_PROMISES: dict[str, Any] = {
    **{name: native(f"fs.{name}", _promised(body)) for name, body in _READING.items()},
    **{name: native(f"fs.{name}", _unwritten) for name in _WRITING},
}
FS_PROMISES = Namespace(_PROMISES)
_PROMISES["default"] = FS_PROMISES
_MEMBERS: dict[str, Any] = {
    "existsSync": native("fs.existsSync", _exists),
    **{f"{name}Sync": native(f"fs.{name}Sync", body) for name, body in _READING.items()},
    **{f"{name}Sync": native(f"fs.{name}Sync", _unwritten) for name in _WRITING},
    **{name: native(f"fs.{name}", _with_callback(body)) for name, body in _READING.items()},
    **{name: native(f"fs.{name}", _unwritten) for name in _WRITING},
    **{name: native(f"fs.{name}", _unwritten) for name in ("createReadStream", "createWriteStream", "watch")},
    "promises": FS_PROMISES,
    "constants": Namespace({"F_OK": 0, "R_OK": 4, "W_OK": 2, "X_OK": 1}),
}
FS = Namespace(_MEMBERS)
_MEMBERS["default"] = FS
