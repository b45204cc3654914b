"""`pulumi.Config`: every way to read a configuration value, with Pulumi's own errors where there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from scaffold.model.values import Reference, Value
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Machine, NativeFunction, Object, Symbol
from scaffold.readers.pulumi.outputs import Output
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a value."""

    required: bool
    secret: bool
    kind: str


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
        reading = _Reading(found[1] == "require", found[2] is not None, _KINDS.get(found[3] or "", "string"))
        return NativeFunction(name, lambda m, _this, args, _kw, where: self._read(m, reading, args, where))

    def _read(self, machine: Machine, reading: _Reading, arguments: Sequence[Any], at: int) -> Any:
        key = machine.concrete(arguments[0]) if arguments else UNDEFINED
        if not isinstance(key, str):
            return machine.unknown("which configuration value this reads is not known", at)
        value = self.run_value(machine, key, reading, arguments[1] if len(arguments) > 1 else UNDEFINED, at)
        return Output(self.run, value, True) if reading.secret and value.concrete is not UNDEFINED else value

    def run_value(self, machine: Machine, key: str, reading: _Reading, options: Any, at: int) -> Symbol:
        """The value under a key as it is read; raises the program's error where there must be one and is none."""
        run, full = self.run, f"{self.name}:{key}"
        name = f"config.{full}"
        choices = _choices(machine, options)
        default = run.default_at(machine, at)
        facts = {"kind": reading.kind, "secret": reading.secret, "required": reading.required}
        run.see(name, machine.position(at), **facts, choices=choices, default=default)
        if name in run.given.values:
            value = _converted(machine, full, run.given.values[name], reading, at)
            _check(machine, full, value, options, choices, at)
            return Symbol(Reference(name), machine.thaw(value))
        if not reading.required and not run.given.explore:
            return Symbol(Reference(name), UNDEFINED)
        if run.given.mocked:
            flag = " --secret " if reading.secret else " "
            hint = f"please set a value using the command `pulumi config set{flag}{full} <value>`"
            raise machine.throw(f"Missing required configuration variable '{full}'\n\t{hint}", at)
        return Symbol(Reference(name), MISSING)


def text_of(value: Value) -> str:
    """A configuration value as the text that Pulumi keeps of it."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _converted(machine: Machine, key: str, value: Value, reading: _Reading, at: int) -> Value:
    """What reading a value in this way gives; raises the program's error for one of another type."""
    text = text_of(value)
    if reading.kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if reading.kind == "number" and (found := _NUMBER.match(text)):
        number = float(found[0])
        return int(number) if number.is_integer() else number
    if reading.kind == "object":
        try:
            return _tuples(json.loads(text))
        except ValueError:
            raise machine.throw(f"Configuration '{key}' value '{text}' is not a valid JSON object", at) from None
    if reading.kind != "string":
        raise machine.throw(f"Configuration '{key}' value '{text}' is not a valid {reading.kind}", at)
    return text


def _tuples(value: Any) -> Value:
    if isinstance(value, list):
        return tuple(map(_tuples, value))
    return {key: _tuples(item) for key, item in value.items()} if isinstance(value, dict) else value


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
