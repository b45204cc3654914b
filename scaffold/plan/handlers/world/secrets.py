"""Secrets and parameters: what is in them, as declared, or as the code that takes them apart expects it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from scaffold.catalog import realistic
from scaffold.model.functions import EventUse, Function, SdkCall
from scaffold.model.handlers import Call
from scaffold.model.hiding import instead
from scaffold.model.project import Resource
from scaffold.model.values import Call as ValueCall
from scaffold.model.values import Reference, Value
from scaffold.plan.handlers.world.naming import Names, private
from scaffold.plan.handlers.world.resources import Making

_VERSION: Final = "aws_secretsmanager_secret_version"
#: The members of an answer that hold what is in a secret or parameter.
_HELD: Final = (("SecretString",), ("Parameter", "Value"), ("Parameters", "*", "Value"))
#: Texts that stand in a parameter until somebody writes the true one.
_KNOWN: Final = {"port": 5432, "engine": "postgres", "dbname": "example", "username": "example", "host": "127.0.0.1"}
#: Long enough for any algorithm.
_TEXT: Final = "not-a-real-secret-0123456789abcdef"


def secret(resource: Resource, names: Names, function: Function, variables: Iterable[str]) -> Making:
    """A secret with a value; without anybody's word on it, one that the code can make use of."""
    name = names.name(resource)
    uses = takes(function, ("GetSecretValue", "BatchGetSecretValue"), (name, *variables))
    value = _declared_secret(resource, names)
    given = _kept_from(value, names, resource.name, uses) if value is not None else None
    text = content(given, uses, _TEXT)
    call = Call("secretsmanager", "CreateSecret", {"Name": name, "SecretString": text})
    return Making("secret", (call,), {"value": text, "json": _is_object(text)})


def parameter(resource: Resource, names: Names, function: Function, variables: Iterable[str]) -> Making:
    """A parameter with its value."""
    given, name = resource.attributes, names.name(resource)
    value = next((given[key] for key in ("value", "insecure_value", "value_wo") if given.get(key) is not None), None)
    uses = takes(function, ("GetParameter", "GetParameters", "GetParametersByPath"), (name, *variables))
    hint = name.rpartition("/")[2]
    if value is None:
        said = None
    elif given.get("type") == "SecureString" or given.get("value_wo") is not None:
        said = _kept_from(value, names, hint, uses)
    else:
        said = names.text(value, hint)
    text = content(said, uses, _TEXT)
    sort = given.get("type")
    sort = sort if sort in ("String", "StringList", "SecureString") else "String"
    call = Call("ssm", "PutParameter", {"Name": name, "Value": text, "Type": sort})
    return Making("parameter", (call,), {"value": text, "json": _is_object(text)})


def _declared_secret(resource: Resource, names: Names) -> Value:
    for each in names.project.resources:
        if each.type == _VERSION and names.find(each.attributes.get("secret_id")) is resource:
            value: Value = each.attributes.get("secret_string") or each.attributes.get("secret_string_wo")
            if value is not None:
                return value
    return None


def _kept_from(value: Value, names: Names, hint: str, uses: list[EventUse]) -> str:
    """Something in the form of what is declared to be secret, which is itself never told; what it refers to stays."""
    text = names.text(value, hint)
    if isinstance(value, Reference):
        return text
    if not _is_object(text):
        return instead(text, hint)
    given = value.arguments[0] if isinstance(value, ValueCall) and value.arguments else None
    taken = {way[1:]: use for use in uses for at in _HELD if (way := _below(use.path, at)) and way[:1] == ("(json)",)}
    return json.dumps(_form(json.loads(text), given, taken, ()), separators=(",", ":"))


def _form(value: Any, given: Any, taken: Mapping[tuple[str, ...], EventUse], way: tuple[str, ...]) -> Any:
    if isinstance(given, Reference) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        below = given if isinstance(given, Mapping) else {}
        return {key: _form(item, below.get(key), taken, (*way, key)) for key, item in value.items()}
    if isinstance(value, list):
        return [_form(item, None, taken, way) for item in value]
    use, name = taken.get(way), way[-1]
    if use is not None and (use.among or use.sample):
        return leaf(name, use)
    known = _KNOWN.get(name.lower())
    if isinstance(value, str):
        return known if isinstance(known, str) else instead(value, name)
    return known if isinstance(known, int) else realistic.number(name) or 1


def takes(function: Function, operations: tuple[str, ...], meant: tuple[str, ...]) -> list[EventUse]:
    """What the code takes out of the answers of calls that may be about this."""
    calls = [call for call in function.code.calls if call.operation in operations] if function.code else []
    own = [call for call in calls if _is_about(call, meant)]
    return [use for call in own or (calls if len(calls) == 1 else []) for use in call.takes]


def _is_about(call: SdkCall, meant: tuple[str, ...]) -> bool:
    return call.target[0] in ("env", "text") and call.target[1] in meant


def content(declared: str | None, uses: list[EventUse], otherwise: str) -> str:
    """What is in it: as declared, unless the code takes a JSON object apart and what is declared is none."""
    held = [use for use in uses if any(_below(use.path, way) is not None for way in _HELD)]
    ways = [(use, way) for use in held for at in _HELD if (way := _below(use.path, at)) is not None]
    object_ = any(way[:1] == ("(json)",) for _, way in ways)
    if declared is not None and (not object_ or _is_object(declared)):
        return declared
    if not object_:
        return otherwise
    made: dict[str, Any] = {}
    for use, way in ways:
        if way[:1] == ("(json)",) and way[1:]:
            _put(made, way[1:], use)
    return json.dumps(made, separators=(",", ":"))


def _below(path: tuple[str, ...], start: tuple[str, ...]) -> tuple[str, ...] | None:
    """What follows one path in another; nothing where it is another way."""
    return path[len(start) :] if path[: len(start)] == start else None


def _put(made: dict[str, Any], way: tuple[str, ...], use: EventUse) -> None:
    *above, last = way
    for step in above:
        inner = made.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        made = inner
    made.setdefault(last, leaf(last, use))


def leaf(name: str, use: EventUse) -> Any:
    """A value that is good for the code, for something of this name."""
    if use.among:
        return use.among[0]
    if use.sample:
        return use.sample
    if "number" in use.kinds:
        return realistic.number(name) or 1
    if "boolean" in use.kinds:
        return True
    if "list" in use.kinds:
        return []
    if "object" in use.kinds:
        return {}
    if "digits" in use.kinds:
        return "1"
    return _KNOWN.get(name.lower(), private(name))


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), Mapping)
    except ValueError:
        return False
