"""What goes to the process that runs a program, and what comes from it, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.constructing import below, by_name, in_order
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
_OUTPUTS: Final = ("Output<", "pulumi.Output<", "Output[", "pulumi.Output[")
#: The call for an object of a class: its file, its name, and what its constructor takes by name.
_INSTANCE: Final = "instance"
#: How values of a variant are marked, by the call that they are.
_MARKS: Final = {"secret": "secret", "pulumi.output": "output"}
#: The call for the app that a stack is made in.
_APP: Final = "app"


class RequestError(Exception):
    """A variant cannot be run, for this reason."""


def request(variant: Variant, addresses: Mapping[str, tuple[str, str]]) -> Mapping[str, Any]:
    """What the process is asked. `addresses` lead to type token and name, for the outputs that the variant replaces.

    Raises `RequestError` where a value of the variant is no plain one.
    """
    entry, values = variant.entry, variant.values
    config = {name: encoded(value) for name, value in below("config.", values).items() if value is not None}
    outputs: dict[str, dict[str, Any]] = {}
    for address, replaced in variant.outputs.items():
        if address in addresses:
            token, name = addresses[address]
            outputs.setdefault(token, {})[name] = {"map": {key: encoded(value) for key, value in replaced.items()}}
    return {
        "project": entry.project or "project",
        "stack": as_text(values.get("pulumi.stack"), "test"),
        "organization": as_text(values.get("pulumi.organization"), "organization"),
        "config": config,
        "environment": {name: as_text(value, "") for name, value in below("env.", values).items() if value is not None},
        "outputs": {token: {"map": named} for token, named in outputs.items()},
        "export": entry.export,
        **(_arguments(entry, values) if entry.export else {}),
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
    if isinstance(value, Call) and value.function in _MARKS:
        return {_MARKS[value.function]: encoded(value.arguments[0])}
    if isinstance(value, Call) and value.function == _INSTANCE:
        return {"instance": [*value.arguments[:2], encoded(value.arguments[2])]}
    if isinstance(value, Call) and value.function == _APP:
        return {"app": None}
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


def _arguments(entry: Entry, values: Mapping[str, Value]) -> Mapping[str, Any]:
    """What the constructor is called with: arguments in order, in Python others by name."""
    outputs = {each.name for each in entry.parameters if each.type.startswith(_OUTPUTS)}
    given = {name: Call("pulumi.output", (value,)) if name in outputs else value for name, value in values.items()}
    if entry.language != "python":
        return {"arguments": [encoded(each) for each in in_order(entry, given)]}
    positional, named = by_name(entry, given, instances)
    return {
        "arguments": [encoded(each) for each in positional],
        "named": {name: encoded(value) for name, value in named.items()},
    }


def instances(*instance: Any) -> Call:
    """The call for an object of a class: its file, its name, and what its constructor takes by name."""
    return Call(_INSTANCE, instance)


def as_text(value: Value, otherwise: str) -> str:
    """A setting as the text that it is; `otherwise` where it is not given. Raises `RequestError` for what is none."""
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
