"""The configuration of a program in YAML, the inputs of a component, and what is known of the deployment."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.values import Value
from scaffold.readers.programs.values import MISSING, ROOT, UNDEFINED, Array, Machine, Object, Symbol
from scaffold.readers.pulumi.config import Reading, read_setting, text_of, with_tuples
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.run import ORGANIZATION, Run

#: The types of configuration values, by the words for them in lower case, and what a parameter of one is called.
_TYPES: Final = {
    "string": "string",
    "boolean": "boolean",
    "bool": "boolean",
    "number": "number",
    "int": "number",
    "integer": "number",
    "object": "object",
    "array": "object",
}
_LIST: Final = re.compile(r"list<\s*(?P<item>.+?)\s*>")
_NUMBER: Final = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_HINT: Final = "Declare it under `config`, set it in the stack's file, or mend the name."


def config(
    run: Run, machine: Machine, at: int, key: str, *, type: str = "", secret: bool = False, default: Any = MISSING
) -> Any:
    """A declared value of the configuration: what the stack says, else its default."""
    full = key if ":" in key else f"{run.given.project}:{key}"
    kind = _kind(machine, at, key, type, default)
    known = machine.concrete(default) if default is not MISSING else UNDEFINED
    reading = Reading(
        required=default is MISSING,
        secret=secret,
        kind=kind,
        convert=text_of if type.lower() == "string" else _converted,
        absent=UNDEFINED if known is MISSING else known,
    )
    value = read_setting(run, machine, full, reading, at)
    if value.concrete is UNDEFINED and default is not MISSING:
        return default  # one that is worked out
    return Output(run, value, True) if secret else value


def _converted(text: Value) -> Value:
    """The value that a text of the configuration is taken for."""
    if not isinstance(text, str):
        return text
    if len(text) > 1 and text.startswith("0") and not text.startswith("0."):
        return text
    if text in ("true", "false"):
        return text == "true"
    if _NUMBER.fullmatch(text):
        number = float(text)
        return int(number) if number.is_integer() else number
    if text[:1] in ("{", "["):
        try:
            return with_tuples(json.loads(text))
        except (ValueError, RecursionError):
            return text
    return text


def _kind(machine: Machine, at: int, key: str, type_: str, default: Any) -> str:
    """What a value is read as: its declared type, else that of its default."""
    if type_:
        word = type_.lower()
        listed = _LIST.fullmatch(word)
        if word not in _TYPES and (listed is None or listed["item"] not in _TYPES):
            raise machine.throw(f"there is no type {word}", at)
        kind = "array" if listed is not None or word == "array" else _TYPES[word]
        _agree(machine, at, key, word, default)
        return kind
    known = machine.concrete(default)
    if isinstance(known, bool):
        return "boolean"
    return "number" if isinstance(known, int | float) else "string" if isinstance(known, str) else "object"


def _agree(machine: Machine, at: int, key: str, word: str, default: Any) -> None:
    """Raise the program's error where a default is of another type than is declared."""
    known = machine.concrete(default) if default is not MISSING else MISSING
    if known is MISSING or isinstance(known, Symbol):
        return
    wanted: Any = {"string": str, "boolean": bool, "number": int | float, "object": Object | Array}[
        _TYPES.get(word, "object")
    ]
    is_whole = word not in ("int", "integer") or isinstance(known, int)
    if not isinstance(known, wanted) or not is_whole or (wanted is not bool and isinstance(known, bool)):
        raise machine.throw(f"{key} is {word}, but its default is not", at)


def setting(run: Run, machine: Machine, at: int, name: str) -> Any:
    """A value of the configuration that the program does not declare."""
    full = name if ":" in name else f"{run.given.project}:{name}"
    message = f"there is no resource, variable or configuration value called {name}"
    if f"config.{full}" not in run.given.values and not run.given.explore:
        if run.given.mocked:
            raise machine.throw(message, at)
        summary = message[0].upper() + message[1:]
        machine.say(Diagnostic(Severity.WARNING, "unknown-name", summary, machine.position(at), hint=_HINT))
    reading = Reading(required=True, secret=False, kind="string", convert=_converted)
    return read_setting(run, machine, full, reading, at)


def component_input(
    run: Run,
    machine: Machine,
    at: int,
    inputs: Any,
    key: str,
    *,
    type: str = "",
    secret: bool = False,
    default: Any = MISSING,
) -> Any:
    """An input of a component."""
    _kind(machine, at, key, type, default)
    value = machine.get(inputs, key, at)
    known = value.concrete if isinstance(value, Symbol) else value
    if known is UNDEFINED or known is None:
        if default is MISSING:
            raise machine.throw(f"Missing required input '{key}'", at)
        value = default
    return Output(run, value, True) if secret and not isinstance(value, Output) else value


def settings(run: Run, machine: Machine, at: int) -> Object:
    """`${pulumi}`: what is known of the deployment."""
    place = machine.position(at)
    run.see("pulumi.stack", place, default=run.given.stack)
    return Object(
        {
            "cwd": posixpath.join(ROOT, posixpath.dirname(machine.file)).rstrip("/"),
            "organization": run.parameter(machine, "pulumi.organization", ORGANIZATION),
            "project": run.given.project,
            "rootDirectory": machine.unknown("the folder of the project on the machine that deploys it", at),
            "stack": run.parameter(machine, "pulumi.stack", run.given.stack),
        }
    )


NATIVES: Final[Mapping[str, Callable[..., Any]]] = {
    "config": config,
    "setting": setting,
    "settings": settings,
    "input": component_input,
}
