"""`pulumi.Config` of the SDK for Python: its ways to read a configuration value, and its errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from scaffold.model.values import Value
from scaffold.readers.programs.python.native import Given, method, methods
from scaffold.readers.programs.values import MISSING, Foreign, Machine, Symbol
from scaffold.readers.pulumi.config import Reading, as_read, read_setting, text_of, with_tuples
from scaffold.readers.pulumi.outputs import Output, output
from scaffold.readers.pulumi.python.classes import SdkClass, run_of, sdk_error
from scaffold.readers.pulumi.run import Run

#: What reads a kind of value: the ending of the methods, the kind in `Reading`, and what errors call it.
_KINDS: Final = {
    "": ("string", ""),
    "_bool": ("boolean", "bool"),
    "_int": ("number", "int"),
    "_float": ("number", "float"),
    "_object": ("object", "JSON object"),
}
_BOOLS: Final = {"true": True, "True": True, "false": False, "False": False}


def converted(machine: Machine, full: str, value: Value, expected: str, at: int) -> Value:
    """What reading a value in this way gives; raises the program's error for one of another type."""
    text = text_of(value)
    try:
        if expected == "bool":
            return _BOOLS[text]
        if expected == "int":
            return int(text)
        if expected == "float":
            return float(text)
        return with_tuples(json.loads(text)) if expected else text
    except (KeyError, ValueError, RecursionError):
        message = f"Configuration '{full}' value '{text}' is not a valid '{expected}'"
        raise sdk_error(machine, message, at, "ConfigTypeError") from None


def setting(
    run: Run, machine: Machine, full: str, ending: str, at: int, *, required: bool = False, secret: bool = False,
    default: Any = None,
) -> Any:  # fmt: skip
    """The value under a full key, as the method of this ending reads it."""
    kind, expected = _KINDS[ending]
    plain = default if not isinstance(default, Foreign | Symbol) else None
    plain = None if machine.concrete(plain) is MISSING else plain
    reading = Reading(required, secret, kind, lambda value: converted(machine, full, value, expected, at), plain)
    value = read_setting(run, machine, full, reading, at)
    if value.concrete is None and default is not plain:
        return Output(run, output(run, machine, default).value, True) if secret else default
    return as_read(run, reading, value)


def _full(given: Given, key: Any) -> str | None:
    name, key = (given.machine.concrete(each) for each in (given.this.entries.get("name"), key))
    return f"{name}:{key}" if isinstance(name, str) and isinstance(key, str) else None


def _reader(ending: str, *, required: bool, secret: bool) -> Callable[..., Any]:
    def read(given: Given, key: Any, default: Any = None) -> Any:
        full = _full(given, key)
        if full is None:
            return given.unknown("which configuration value this reads is not known")
        run = run_of(given.machine)
        return setting(
            run, given.machine, full, ending, given.at, required=required, secret=secret, default=default
        )  # fmt: skip

    def need(given: Given, key: Any) -> Any:
        return read(given, key)

    return need if required else read


def _set_up(given: Given, name: Any = None) -> None:
    name = given.machine.concrete(name)
    if name is not None and name is not MISSING and not isinstance(name, str):
        raise given.error("Expected name to be a string")
    given.this.entries["name"] = name or run_of(given.machine).given.project


def _full_key(given: Given, key: Any) -> Any:
    full = _full(given, key)
    return given.unknown("this key is not known") if full is None else full


CONFIG: Final = SdkClass(
    "Config",
    members={
        "__init__": method("Config.__init__", _set_up),
        "full_key": method("full_key", _full_key),
        **methods(
            {
                f"{verb}{'_secret' if secret else ''}{ending}": _reader(
                    ending, required=verb == "require", secret=secret
                )
                for verb in ("get", "require")
                for secret in (False, True)
                for ending in _KINDS
            }
        ),
    },
    module="pulumi.config",
)
