"""Secrets that somebody fills by hand once they are deployed: here they hold what the code takes out of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from scaffold.model.functions import EventUse, Function, SdkCall
from scaffold.model.values import references

_READING = frozenset({"GetSecretValue", "BatchGetSecretValue"})
_TYPE = "aws_secretsmanager_secret"


def fill_secrets(
    functions: Sequence[Function],
    made: Mapping[str, Mapping[str, Any]],
    clients: Callable[[str, str], Any],
    contents: Mapping[str, str] | None = None,
) -> None:
    """Put a value into each secret that was made and has none: that of `contents`, by address, where it is there.

    `made` are the attributes of resources by address.
    """
    for address, attributes in made.items():
        if address.removeprefix("data.").rpartition(f"{_TYPE}.")[1] and str(attributes.get("arn", "")).count(":") > 5:
            client = clients("secretsmanager", str(attributes["arn"]).split(":")[3])
            try:
                client.get_secret_value(SecretId=attributes["arn"])
            except client.exceptions.ResourceNotFoundException:
                text = (contents or {}).get(address) or _value(functions, address)
                client.put_secret_value(SecretId=attributes["arn"], SecretString=text)


def _value(functions: Sequence[Function], address: str) -> str:
    """A text in which is what the functions look for in this secret."""
    uses = [use for function in functions for call in _calls(function, address) for use in call.takes]
    paths = [use for use in uses if use.path[:2] == ("SecretString", "(json)")]
    if not paths:
        return f"rehearsal-{address.rpartition('.')[2]}"
    found: dict[str, Any] = {}
    for use in sorted(paths, key=lambda each: len(each.path)):
        steps = [step for step in use.path[2:] if not step.startswith("(") and step != "*"]
        place = found
        for step in steps[:-1]:
            inner = place.get(step)
            place[step] = place = inner if isinstance(inner, dict) else {}
        if steps:
            place[steps[-1]] = _one(use, steps[-1])
    return json.dumps(found)


def _one(use: EventUse, name: str) -> Any:
    if use.among or use.sample:
        return use.sample or use.among[0]
    kinds = {"number": 1, "boolean": True, "list": [], "object": {}, "digits": "5432"}
    return next((kinds[kind] for kind in use.kinds if kind in kinds), f"rehearsal-{name}")


def _calls(function: Function, address: str) -> Iterator[SdkCall]:
    """The calls that read a secret, and may mean this one."""
    for call in function.code.calls if function.code else ():
        if call.service == "secretsmanager" and call.operation in _READING:
            kind, name = call.target
            variable = next((each for each in function.environment if kind == "env" and each.name == name), None)
            told = {reference.address for reference in references(variable.value)} if variable else set()
            if not told or address in told:
                yield call
