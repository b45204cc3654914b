"""Outputs: values that come later, and the algebra over them (`apply`, `all`, `interpolate`, ...).

An output holds what it will give: a value of the evaluator without outputs or promises inside. So a callback runs at
once, on symbols where what it is given is not known, and what it makes is recorded as if it had come later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scaffold.model.values import Call, Value
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Foreign,
    Machine,
    Object,
    Promise,
    Symbol,
    ThrownError,
)

if TYPE_CHECKING:
    from scaffold.readers.pulumi.run import Run


class Output(Foreign):
    """`pulumi.Output`: `value` is what it gives, `secret` whether it may be shown."""

    __slots__ = ("run", "secret", "value")

    def __init__(self, run: Run, value: Any, secret: bool = False) -> None:
        self.run, self.value, self.secret = run, value, secret

    @property
    def kind(self) -> Any:
        """Its class, in languages where everything has one."""
        return self.run.dialect.output_class

    @property
    def meta(self) -> Any:
        """Where the methods are that operators look for."""
        return self.run.dialect.output_class

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its methods; any other member is that of what it gives, as an output."""
        return self.run.dialect.output_member(machine, self, name, at)

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """An element of what it gives, as an output."""
        return self.run.dialect.output_item(machine, self, key, at)

    def has(self, machine: Machine, name: str, at: int) -> bool:
        """Whether it has a method `name`: `in` does not look into what it gives."""
        return self.run.dialect.in_output(name)

    def lifted(self, machine: Machine, key: Any, at: int) -> Output:
        """A member or element of what it gives, as an output."""
        inside = self.value.concrete if isinstance(self.value, Symbol) else self.value
        if inside is None or inside is UNDEFINED:
            return Output(self.run, UNDEFINED, self.secret)
        if inside is MISSING and isinstance(key, str | int):
            self.run.mocks.read.append(machine.freeze(machine.get(self.value, key, at)))
        return output(self.run, machine, machine.get(self.value, key, at), self.secret)

    def apply(self, machine: Machine, callback: Any, at: int) -> Output:
        """`output.apply(callback)`."""
        try:
            given = machine.call(callback, [self.value], at=at)
            return output(self.run, machine, given, self.secret)
        except ThrownError as error:
            return Output(self.run, self.run.fail(machine, error, at), self.secret)

    def freeze(self, machine: Machine) -> Value:
        """What it gives; a secret is marked."""
        value = machine.freeze(self.value)
        return Call("secret", (value,)) if self.secret else value


def output(run: Run, machine: Machine, value: Any, secret: bool = False) -> Output:
    """`pulumi.output(value)`; what is inside comes out of outputs and promises."""
    inner, secrets = unwrapped(run, machine, value)
    return Output(run, inner, secret or secrets)


def unwrapped(run: Run, machine: Machine, value: Any, depth: int = 0) -> tuple[Any, bool]:
    """A copy of a value without outputs and promises in it, and whether one of them was a secret.

    Resources and other things of a platform stay what they are.
    """
    machine.spend()
    if isinstance(value, Output):
        if not run.dialect.nests or not isinstance(value.value, Array | Object):
            return value.value, value.secret
        inner, secret = unwrapped(run, machine, value.value, depth + 1)
        return inner, secret or value.secret
    if isinstance(value, Promise):
        try:
            return unwrapped(run, machine, machine.settle(value), depth)
        except ThrownError as error:
            return run.fail(machine, error, 0), False
    if not isinstance(value, Array | Object) or run.is_resource(value) or not run.dialect.opens(value):
        return value, False
    if depth > run.DEPTH:
        raise machine.throw("Cannot create an Output from a circular structure", 0)
    if isinstance(value, Array):
        items = [unwrapped(run, machine, item, depth + 1) for item in value.items]
        return Array([item for item, _ in items], value.fixed), any(secret for _, secret in items)
    members = {key: unwrapped(run, machine, item, depth + 1) for key, item in run.members(machine, value)}
    plain = Object({key: item for key, (item, _) in members.items()}, run.dialect.kept_type(value))
    return plain, any(secret for _, secret in members.values())


def all_of(run: Run, machine: Machine, arguments: Sequence[Any]) -> Output:
    """`pulumi.all([...])`, `pulumi.all({...})`."""
    return output(run, machine, arguments[0] if arguments else UNDEFINED)


def as_secret(run: Run, machine: Machine, arguments: Sequence[Any], secret: bool) -> Output:
    """`pulumi.secret(value)`, `pulumi.unsecret(output)`."""
    return Output(run, output(run, machine, arguments[0] if arguments else UNDEFINED).value, secret)


__all__ = ["Output", "all_of", "as_secret", "output", "unwrapped"]
