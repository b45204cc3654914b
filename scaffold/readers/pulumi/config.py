"""Configuration values: how programs read them, whatever the language, with Pulumi's own errors where there is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from scaffold.model.values import Reference, Value
from scaffold.readers.programs.values import MISSING, UNDEFINED, Machine, Symbol
from scaffold.readers.pulumi.outputs import Output
from scaffold.readers.pulumi.run import Run


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a value: as a `string`, `number`, `boolean` or `object`. `convert` makes that of what is given,
    and raises the program's error for what it is not; `absent` is what reading gives where nothing is given, `choices`
    are the only values that are allowed, where the program says so."""

    required: bool
    secret: bool
    kind: str
    convert: Callable[[Value], Value]
    absent: Any = UNDEFINED
    choices: tuple[Value, ...] = field(default=())


def read_setting(run: Run, machine: Machine, full: str, reading: Reading, at: int) -> Symbol:
    """The value under a full key as it is read; raises the program's error where there must be one and is none."""
    name = f"config.{full}"
    facts = {"kind": reading.kind, "secret": reading.secret, "required": reading.required}
    default = machine.concrete(reading.absent)
    if default is UNDEFINED or default is None:
        default = run.default_at(machine, at)
    elif default is not MISSING:
        default = machine.freeze(default)
    run.see(name, machine.position(at), **facts, choices=reading.choices, default=default)
    if name in run.given.values:
        return Symbol(Reference(name), machine.thaw(reading.convert(run.given.values[name])))
    if not reading.required and not run.given.explore:
        return Symbol(Reference(name), reading.absent)
    if run.given.mocked:
        raise missing(run, machine, full, reading.secret, at)
    return Symbol(Reference(name), MISSING)


def missing(run: Run, machine: Machine, full: str, secret: bool, at: int) -> Exception:
    """What Pulumi raises where a value is required and not there."""
    flag = " --secret " if secret else " "
    hint = f"please set a value using the command `pulumi config set{flag}{full} <value>`"
    message = f"Missing required configuration variable '{full}'\n\t{hint}"
    return run.dialect.error(machine, message, at, "ConfigMissingError")


def as_read(run: Run, reading: Reading, value: Symbol) -> Any:
    """What the program gets of a value: an output where it is read as a secret."""
    nothing = value.concrete is (UNDEFINED if reading.absent is UNDEFINED else None)
    return value if nothing or not reading.secret else Output(run, value, True)


def text_of(value: Value) -> str:
    """A configuration value as the text that Pulumi keeps of it."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def with_tuples(value: Any) -> Value:
    """What JSON gives, with tuples for lists."""
    if isinstance(value, list):
        return tuple(map(with_tuples, value))
    return {key: with_tuples(item) for key, item in value.items()} if isinstance(value, dict) else value
