"""`pulumi.Config` of the SDK for Node.js: its ways to read a configuration value, and its errors."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from scaffold.model.values import Value
from scaffold.readers.programs.values import UNDEFINED, Array, Foreign, Machine, NativeFunction, Object
from scaffold.readers.pulumi.config import Reading, as_read, read_setting, text_of, with_tuples
from scaffold.readers.pulumi.run import Run

_METHOD: Final = re.compile(r"(get|require)(Secret)?(Boolean|Number|Object)?")
_KINDS: Final = {"Boolean": "boolean", "Number": "number", "Object": "object"}
_NUMBER: Final = re.compile(r"\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")


class ConfigClass(Foreign):
    """`pulumi.Config` itself."""

    __slots__ = ("run",)

    def __init__(self, run: Run) -> None:
        self.run = run

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        """`new pulumi.Config(name?)`."""
        name = machine.concrete(arguments[0]) if arguments else UNDEFINED
        space = name if isinstance(name, str) else self.run.given.project
        return Config(self.run, space.removesuffix(":config"))

    def has_instance(self, value: Any) -> bool:
        """Whether a value is a bag of configuration."""
        return isinstance(value, Config)


class Config(Foreign):
    """A bag of configuration values: those whose keys begin with its name."""

    __slots__ = ("name", "run")

    def __init__(self, run: Run, name: str) -> None:
        self.run, self.name = run, name

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """`name`, and the methods that read a value."""
        if name == "name":
            return self.name
        found = _METHOD.fullmatch(name)
        if found is None:
            return UNDEFINED
        required, secret, kind = found[1] == "require", found[2] is not None, _KINDS.get(found[3] or "", "string")

        def read(m: Machine, _this: Any, args: Sequence[Any], _kw: Mapping[str, Any], where: int) -> Any:
            return self._read(m, (required, secret, kind), args, where)

        return NativeFunction(name, read)

    def _read(self, machine: Machine, way: tuple[bool, bool, str], arguments: Sequence[Any], at: int) -> Any:
        key = machine.concrete(arguments[0]) if arguments else UNDEFINED
        if not isinstance(key, str):
            return machine.unknown("which configuration value this reads is not known", at)
        full, options = f"{self.name}:{key}", arguments[1] if len(arguments) > 1 else UNDEFINED
        choices = _choices(machine, options)

        def convert(given: Value) -> Value:
            value = _converted(machine, full, given, way[2], at)
            _check(machine, full, value, options, choices, at)
            return value

        reading = Reading(*way, convert, choices=choices)
        return as_read(self.run, reading, read_setting(self.run, machine, full, reading, at))


def _converted(machine: Machine, key: str, value: Value, kind: str, at: int) -> Value:
    """What reading a value in this way gives; raises the program's error for one of another type."""
    text = text_of(value)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind == "number" and (found := _NUMBER.match(text)):
        number = float(found[0])
        return int(number) if number.is_integer() else number
    if kind == "object":
        try:
            return with_tuples(json.loads(text))
        except ValueError:
            raise machine.throw(f"Configuration '{key}' value '{text}' is not a valid JSON object", at) from None
    if kind != "string":
        raise machine.throw(f"Configuration '{key}' value '{text}' is not a valid {kind}", at)
    return text


def _choices(machine: Machine, options: Any) -> tuple[Value, ...]:
    allowed = machine.concrete(_option(machine, options, "allowedValues"))
    return tuple(allowed.items) if isinstance(allowed, Array) else ()


def _option(machine: Machine, options: Any, name: str) -> Any:
    return machine.get(options, name, 0) if isinstance(options, Object) else UNDEFINED


def _check(machine: Machine, key: str, value: Value, options: Any, choices: tuple[Value, ...], at: int) -> None:
    """Raise what Pulumi says of a value outside of the limits that the program sets."""
    if choices and value not in choices:
        legal = json.dumps(choices, separators=(",", ":"))
        raise machine.throw(f"Configuration '{key}' value '{value}' is not a legal enum value ({legal})", at)
    length = isinstance(value, str)
    size: Any = len(value) if isinstance(value, str) else value
    least = machine.concrete(_option(machine, options, "minLength" if length else "min"))
    most = machine.concrete(_option(machine, options, "maxLength" if length else "max"))
    low, high = (bound if isinstance(bound, int | float) else None for bound in (least, most))
    if isinstance(size, int | float) and ((low is not None and size < low) or (high is not None and size > high)):
        # Pulumi names the first bound that is broken, alone.
        bound = f"min {least}" if low is not None and size < low else f"max {most}"
        chars = " chars" if length else ""
        message = f"Configuration '{key}' value '{value}' is outside of the legal range ({bound}{chars}, inclusive)"
        raise machine.throw(message, at)
