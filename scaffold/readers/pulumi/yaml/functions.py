"""The functions of Pulumi in YAML (`fn::join`, `fn::toJSON`, ...), but for those that call providers."""

from __future__ import annotations

import base64
import binascii
import hashlib
import posixpath
from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.documents import encoded
from scaffold.readers.programs.project_files import joined
from scaffold.readers.programs.values import MISSING, ROOT, UNDEFINED, Array, Machine, NativeFunction, Object, Symbol
from scaffold.readers.pulumi.assets import Asset
from scaffold.readers.pulumi.outputs import as_secret
from scaffold.readers.pulumi.resources import Resource
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.yaml.access import access, lifted
from scaffold.readers.pulumi.yaml.language import json_text

#: The classes of assets by the functions that make them.
_ASSETS: Final = {
    "stringAsset": "StringAsset",
    "fileAsset": "FileAsset",
    "remoteAsset": "RemoteAsset",
    "fileArchive": "FileArchive",
    "remoteArchive": "RemoteArchive",
}


def _text(machine: Machine, at: int, what: str, value: Any) -> Any:
    """A text, or a symbol of one; raises the program's error for anything else."""
    known = machine.concrete(value)
    if known is not MISSING and not isinstance(known, str):
        raise machine.throw(f"{what} has to be text", at)
    return value


def _elements(machine: Machine, at: int, message: str, value: Any) -> list[Any] | None:
    """The elements of a list; `None` where they are not known. Raises the program's error for anything else."""
    known = machine.concrete(value)
    if known is not MISSING and not isinstance(known, Array):
        raise machine.throw(message, at)
    return machine.iterate(value, at)


def _pure(machine: Machine, at: int, name: str, work: Callable[..., Any], *values: Any) -> Any:
    """What a function makes of known values, and its expression where they are only known as symbols."""
    if not any(isinstance(value, Symbol) for value in values):
        return work(*values)
    native = NativeFunction(name, lambda _m, _this, given, _kw, _at: work(*given), pure=True)
    return machine.call(native, list(values), at=at)


def _join(run: Run, machine: Machine, at: int, delimiter: Any, items: Any) -> Any:
    def work(sign: Any, found: Any) -> Any:
        between = "" if sign is None or sign is UNDEFINED else _text(machine, at, "what stands between", sign)
        elements = _elements(machine, at, "what is joined has to be a list", found)
        if elements is None:
            return Symbol(Call("join", machine.operands(found, between)))
        parts: list[Any] = []
        for element in elements:
            parts += [between] if parts else []
            parts.append(_text(machine, at, "what is joined", element))
        return machine.join(parts, at)

    return lifted(run, machine, at, work, delimiter, items)


def _split(run: Run, machine: Machine, at: int, delimiter: Any, source: Any) -> Any:
    def work(sign: Any, text: Any) -> Any:
        between = machine.concrete(_text(machine, at, "what stands between", sign))
        _text(machine, at, "what is split", text)
        if between is MISSING:
            return machine.unknown("what stands between is not known", at)
        return _pure(machine, at, "split", lambda whole, _: Array(_pieces(whole, between)), text, between)

    return lifted(run, machine, at, work, delimiter, source)


def _pieces(text: str, sign: str) -> list[Any]:
    return list(text.split(sign) if sign else text)


def _select(run: Run, machine: Machine, at: int, index: Any, items: Any) -> Any:
    def work(place: Any, found: Any) -> Any:
        known = machine.concrete(place)
        if known is MISSING:
            return machine.unknown("which element this is is not known", at)
        if isinstance(known, bool) or not isinstance(known, int | float) or known < 0 or int(known) != known:
            raise machine.throw("an index has to be a whole number that is not negative", at)
        return access(run, machine, at, found, int(known))

    return lifted(run, machine, at, work, index, items)


def _to_json(run: Run, machine: Machine, at: int, value: Any) -> Any:
    def work(document: Any) -> Any:
        def text() -> tuple[Any, bool]:
            known = machine.concrete(document)
            if known is MISSING:
                raise NotKnownError("a part of the document is not known")
            return json_text(machine.freeze(known)), _has_symbols(document)

        return encoded(text, lambda: machine.freeze(document))

    return lifted(run, machine, at, work, value)


def _has_symbols(value: Any) -> bool:
    if isinstance(value, Array):
        return any(map(_has_symbols, value.items))
    if isinstance(value, Object):
        return any(map(_has_symbols, value.entries.values()))
    return isinstance(value, Symbol)


def _of_text(name: str, what: str, work: Callable[[Machine, int, str], Any]) -> Callable[..., Any]:
    """A function of one text. `name` is what its expression is called."""

    def function(run: Run, machine: Machine, at: int, value: Any) -> Any:
        def plain(text: Any) -> Any:
            _text(machine, at, what, text)
            return _pure(machine, at, name, lambda known: work(machine, at, known), text)

        return lifted(run, machine, at, plain, value)

    return function


def _to_base64(_machine: Machine, _at: int, text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()


def _from_base64(machine: Machine, at: int, text: str) -> str:
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise machine.throw("this is no text in Base64", at) from None


def _sha1(_machine: Machine, _at: int, text: str) -> str:
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


# Files


def _file(machine: Machine, at: int, path: str) -> bytes:
    """The content of a file of the project."""
    place = posixpath.relpath(path, ROOT) if path == ROOT or path.startswith(f"{ROOT}/") else ""
    content = machine.files.read(place or joined(posixpath.dirname(machine.file) or ".", path))
    if content is None:
        raise machine.throw(f"the file {path} cannot be read", at)
    return content


def _read_file(machine: Machine, at: int, path: str) -> str:
    return _file(machine, at, path).decode("utf-8", "replace")


def _file_base64(machine: Machine, at: int, path: str) -> str:
    return base64.b64encode(_file(machine, at, path)).decode()


def _file_digest(machine: Machine, at: int, path: str) -> str:
    return base64.b64encode(hashlib.sha256(_file(machine, at, path)).digest()).decode()


# Others


def _length(run: Run, machine: Machine, at: int, value: Any) -> Any:
    def work(found: Any) -> Any:
        known = machine.concrete(found)
        if known is not MISSING and not isinstance(known, str | Array | Object):
            raise machine.throw("a length is that of a list, a map or a text", at)
        if isinstance(found, Array):
            return len(found.items)
        if isinstance(found, Object):
            return len(found.entries)
        return _pure(machine, at, "length", _count, found)

    return lifted(run, machine, at, work, value)


def _count(value: Any) -> int:
    return len(value.items if isinstance(value, Array) else value.entries if isinstance(value, Object) else value)


def _single(run: Run, machine: Machine, at: int, value: Any) -> Any:
    def work(found: Any) -> Any:
        wanted = "a list of one element or none is wanted"
        items = _elements(machine, at, wanted, found)
        if items is None:
            return machine.unknown("whether there is an element is not known", at)
        if len(items) > 1:
            raise machine.throw(wanted, at)
        return items[0] if items else None

    return lifted(run, machine, at, work, value)


def _secret(run: Run, machine: Machine, _at: int, value: Any) -> Any:
    return as_secret(run, machine, [value], True)


def _unsecret(run: Run, machine: Machine, _at: int, value: Any) -> Any:
    return as_secret(run, machine, [value], False)


def _asset(kind: str) -> Callable[..., Any]:
    def make(run: Run, machine: Machine, at: int, value: Any) -> Any:
        def work(content: Any) -> Asset:
            return Asset(kind, _text(machine, at, "what an asset is made of", content), run.folder)

        return lifted(run, machine, at, work, value)

    return make


def _archive(run: Run, _machine: Machine, _at: int, assets: Any) -> Asset:
    return Asset("AssetArchive", assets, run.folder)


def _resource_name(run: Run, machine: Machine, at: int, value: Any) -> Any:
    return _resource(run, machine, at, value).name


def _resource_type(run: Run, machine: Machine, at: int, value: Any) -> Any:
    return _resource(run, machine, at, value).token


def _resource(run: Run, machine: Machine, at: int, value: Any) -> Any:
    record = run.record_of(value) if isinstance(value, Resource) else None
    if record is None:
        raise machine.throw("a resource is wanted here", at)
    return record


NATIVES: Final[Mapping[str, Callable[..., Any]]] = {
    "join": _join,
    "split": _split,
    "select": _select,
    "toJSON": _to_json,
    "toBase64": _of_text("base64encode", "what is encoded", _to_base64),
    "fromBase64": _of_text("base64decode", "what is decoded", _from_base64),
    "sha1": _of_text("sha1", "what is hashed", _sha1),
    "readFile": _of_text("file", "the path of a file", _read_file),
    "filebase64": _of_text("filebase64", "the path of a file", _file_base64),
    "filebase64sha256": _of_text("filebase64sha256", "the path of a file", _file_digest),
    "length": _length,
    "singleOrNone": _single,
    "secret": _secret,
    "unsecret": _unsecret,
    "assetArchive": _archive,
    "pulumiResourceName": _resource_name,
    "pulumiResourceType": _resource_type,
    **{name: _asset(kind) for name, kind in _ASSETS.items()},
}
