"""What goes to the process that runs a program, and what comes from it, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.deployments import Entry, Variant
from scaffold.model.values import Call, Value
from scaffold.readers.observing.observed import Mocks, Observed, ObservedResource, role_of

_CALLS: Final = {
    "FileAsset": "asset.file",
    "TextAsset": "asset.text",
    "RemoteAsset": "asset.remote",
    "FileArchive": "archive.file",
    "RemoteArchive": "archive.remote",
    "AssetArchive": "archive.assets",
}
#: Types of arguments that are given as outputs: a plain value has no `apply`.
_OUTPUTS: Final = ("Output<", "pulumi.Output<")


class RequestError(Exception):
    """A variant cannot be run, for this reason."""


def request(variant: Variant, addresses: Mapping[str, tuple[str, str]]) -> Mapping[str, Any]:
    """What the process is asked. `addresses` lead to type token and name, for the outputs that the variant replaces.

    Raises `RequestError` where a value of the variant is no plain one.
    """
    entry, values = variant.entry, variant.values
    config = {
        name.removeprefix("config."): encoded(value) for name, value in _group(values, "config.") if value is not None
    }
    outputs: dict[str, dict[str, Any]] = {}
    for address, replaced in variant.outputs.items():
        if address in addresses:
            token, name = addresses[address]
            outputs.setdefault(token, {})[name] = {"map": {key: encoded(value) for key, value in replaced.items()}}
    return {
        "project": entry.project or "project",
        "stack": _text(values.get("pulumi.stack"), "test"),
        "organization": _text(values.get("pulumi.organization"), "organization"),
        "config": config,
        "environment": {name: _text(value, "") for name, value in _group(values, "env.") if value is not None},
        "outputs": {token: {"map": named} for token, named in outputs.items()},
        "export": entry.export,
        "arguments": _arguments(entry, values) if entry.export else [],
    }


def table(mocks: Mocks) -> Mapping[str, Any]:
    """What the mocks know, as JSON data: patterns are plain values."""
    return {"outputs": _plain(mocks.outputs), "answers": _plain(mocks.answers), "region": mocks.region}


def answer(data: Mapping[str, Any]) -> Observed:
    """What the process says."""
    if "failure" in data:
        return Observed(failure=data["failure"] or "the program does not get to its end")
    return Observed(
        resources=tuple(map(_resource, data["registrations"])),
        exports={name: decoded(value) for name, value in data["exports"].items()},
        invoked=tuple(each["token"] for each in data["invoked"]),
        unanswered=tuple(data["unanswered"]),
    )


def _resource(data: Mapping[str, Any]) -> ObservedResource:
    return ObservedResource(
        token=data["type"],
        name=data["name"],
        role=role_of(data["type"], data["kind"]),
        urn=data["urn"],
        parent=data["parent"],
        id=data["id"] or "",
        inputs={name: decoded(value) for name, value in data["inputs"].items()},
        options={name: decoded(value) for name, value in data["options"].items()},
    )


def encoded(value: Value) -> Any:
    """A value of a variant as JSON with marks. Raises `RequestError`."""
    if isinstance(value, Mapping):
        return {"map": {key: encoded(item) for key, item in value.items()}}
    if isinstance(value, tuple):
        return [encoded(item) for item in value]
    if isinstance(value, Call) and value.function == "secret":
        return {"secret": encoded(value.arguments[0])}
    if value is None or isinstance(value, str | int | float):
        return value
    raise RequestError(f"a value to run the program with is not plain: {value!r}")


def decoded(value: Any) -> Value:
    """A value from the process."""
    if isinstance(value, list):
        return tuple(map(decoded, value))
    if not isinstance(value, Mapping):
        return value  # type: ignore[no-any-return]
    if "map" in value:
        return {key: decoded(item) for key, item in value["map"].items()}
    if "json" in value:
        return Call("jsonencode", (decoded(value["json"]),))
    if "secret" in value:
        return Call("secret", (decoded(value["secret"]),))
    if "resource" in value:
        return Call("resource", tuple(value["resource"]))
    if "other" in value:
        return float(value["other"].replace("Infinity", "inf"))
    of = value["of"]
    return Call(_CALLS[value["kind"]], (_assets(of) if isinstance(of, Mapping) else of,))


def _assets(data: Mapping[str, Any]) -> Value:
    return {name: decoded(item) for name, item in data["map"].items()}


def _arguments(entry: Entry, values: Mapping[str, Value]) -> list[Any]:
    """The constructor's arguments in order; what is not given at the end is left out."""
    given = [_argument(entry, name, at, values) for at, name in enumerate(entry.signature)]
    while given and given[-1] is None:
        given.pop()
    return given


def _argument(entry: Entry, name: str, at: int, values: Mapping[str, Value]) -> Any:
    outputs = {each.name for each in entry.parameters if each.type.startswith(_OUTPUTS)}
    if name == "args":
        members: dict[str, Any] = {}
        for path, value in _group(values, "args."):
            *above, last = path.split(".")
            target = members
            for step in above:
                target = target.setdefault(step, {"map": {}})["map"]
            target[last] = _given(value, f"args.{path}" in outputs)
        return {"map": members}
    if name in values:
        return _given(values[name], name in outputs)
    return "test" if at == 0 else None


def _given(value: Value, output: bool) -> Any:
    return {"output": encoded(value)} if output else encoded(value)


def _group(values: Mapping[str, Value], prefix: str) -> list[tuple[str, Value]]:
    return [(name.removeprefix(prefix), value) for name, value in values.items() if name.startswith(prefix)]


def _text(value: Value, otherwise: str) -> str:
    if value is None:
        return otherwise
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise RequestError(f"a value to run the program with is no text: {value!r}")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise RequestError(f"a pattern of the mocks is not plain: {value!r}")
