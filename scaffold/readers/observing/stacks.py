"""What goes to the process that synthesises a program, and what comes from it; values as suites spell them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.constructing import below, by_name, in_order
from scaffold.model.deployments import Entry, Evaluation, Role, Variant
from scaffold.model.values import Call, Reference, Template, Value
from scaffold.readers.observing.exchange import as_text, decoded, encoded, instances
from scaffold.readers.observing.observed import Observed, ObservedResource

#: How often a program is run: what only one run says comes from the clock, or from chance.
_TIMES: Final = 2
#: The call for the app that a stack is made in.
_APP: Final = Call("app", ())
_ROLES: Final = {"data": Role.DATA, "provider": Role.PROVIDER, "ephemeral": Role.ELEMENT, "backend": Role.ELEMENT}
_ELEMENTS: Final = frozenset({"module", "variable", "local", "cloud", "moved", "import", "removed", "check"})
#: How the ids begin of what the library adds to take values from stack to stack, which nobody has declared.
_ORIGIN: Final = "cross-stack-reference-input-"
_GIVEN: Final = "cross-stack-output-"
#: How expressions call what is of these types.
_CALLED: Final = {"variable": "var"}


def request(variant: Variant) -> Mapping[str, Any]:
    """What the process is asked. Raises `RequestError` where a value of the variant is no plain one."""
    entry, values = variant.entry, variant.values
    environment = {name: as_text(value, "") for name, value in below("env.", values).items() if value is not None}
    context = {name: encoded(value) for name, value in below("context.", values).items() if value is not None}
    return {
        "times": _TIMES,
        "environment": environment,
        "context": {"map": context},
        "export": entry.export,
        **(_arguments(entry, values) if entry.export else {}),
    }


def _arguments(entry: Entry, values: Mapping[str, Value]) -> Mapping[str, Any]:
    """What the constructor of a stack is called with."""
    given = {"scope": _APP, "id": entry.id or entry.export, **values}
    if entry.language != "python":
        return {"arguments": [encoded(each) for each in in_order(entry, given)]}
    positional, named = by_name(entry, given, instances)
    return {
        "arguments": [encoded(each) for each in positional],
        "named": {name: encoded(value) for name, value in named.items()},
    }


def answers(data: Mapping[str, Any]) -> tuple[Observed, ...]:
    """What the process says: one for each run, or only that it fails."""
    return tuple(map(_answer, data["runs"])) if "runs" in data else (_answer(data),)


def _answer(data: Mapping[str, Any]) -> Observed:
    if "failure" in data:
        return Observed(failure=data["failure"] or "the program does not get to its end")
    own = (each for each in data["elements"] if not _last(each["path"]).startswith(_ORIGIN))
    outputs = {name: block for name, block in data["outputs"].items() if not _last(name).startswith(_GIVEN)}
    return Observed(
        resources=tuple(map(_resource, own)),
        exports={name: _output(decoded(block)) for name, block in outputs.items()},
    )


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _resource(data: Mapping[str, Any]) -> ObservedResource:
    inputs = decoded(data["configuration"])
    kind = data["type"].partition(".")[0]
    role = Role.ELEMENT if kind in _ELEMENTS else _ROLES.get(kind, Role.CUSTOM)
    members = inputs if isinstance(inputs, Mapping) else {"value": inputs}
    return ObservedResource(data["type"], data["path"], role, data["address"] or "", "", "", members, {})


def _output(block: Value) -> Value:
    """The value of an output; a sensitive one is a secret."""
    if not isinstance(block, Mapping):
        return block
    value = block.get("value")
    return Call("secret", (value,)) if block.get("sensitive") is True else value


def spoken(evaluation: Evaluation, value: Value) -> Value:
    """A value as runs show it: references as the text of expressions, with paths of constructs in place of ids."""
    names = {each.address: f"{_CALLED.get(each.token, each.token)}.{each.name}" for each in evaluation.registrations}
    return _spoken(names, value)


def _spoken(names: Mapping[str, str], value: Value) -> Value:
    if isinstance(value, Mapping):
        return {key: _spoken(names, item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_spoken(names, item) for item in value)
    if isinstance(value, Reference):
        called = _called(names, value)
        return value if called is None else f"${{{called}}}"
    if isinstance(value, Template):
        parts = tuple(_spoken(names, part) for part in value.parts)
        return "".join(map(str, parts)) if all(isinstance(part, str | int) for part in parts) else Template(parts)
    if isinstance(value, Call) and value.function == "address" and isinstance(value.arguments[0], Reference):
        called = _called(names, value.arguments[0])
        return value if called is None else called
    if isinstance(value, Call):
        return Call(value.function, tuple(_spoken(names, item) for item in value.arguments))
    return value


def _called(names: Mapping[str, str], value: Reference) -> str | None:
    """How an expression calls what a reference leads to; nothing for what is no element."""
    name = names.get(value.address)
    steps = "".join(f".{step}" if isinstance(step, str) else f"[{step}]" for step in value.path)
    return None if name is None else name + steps
