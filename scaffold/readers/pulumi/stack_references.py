"""References to other stacks, of which only the outputs that are asked for are known."""

from __future__ import annotations

from typing import Any, cast

from scaffold.model.deployments import Role
from scaffold.readers.programs.values import UNDEFINED, Machine, Object, ThrownError
from scaffold.readers.pulumi.inputs import Kind
from scaffold.readers.pulumi.outputs import Output, output
from scaffold.readers.pulumi.records import Record
from scaffold.readers.pulumi.resources import attribute, register
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.tokens import STACK_REFERENCE


class StackOutputs(Output):
    """All outputs of another stack."""

    __slots__ = ()

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """One of them."""
        if isinstance(key, str):
            self.run.mocks.stack_output(key)
        return super().index(machine, key, at)


def refer_to_stack(run: Run, machine: Machine, this: Any, name: Any, stack: Any, opts: Any, at: int) -> Record:
    """Register `this` as a reference to a stack: the one that is called as it is, unless `stack` is another."""
    stack = name if stack is UNDEFINED else stack
    options = Object(dict(opts.entries) if isinstance(opts, Object) else {})
    options.entries["id"] = stack
    given = [name, Object({"name": stack}), options]
    return register(run, machine, Kind(STACK_REFERENCE, Role.CUSTOM), given, this, at)


def stack_outputs(run: Run, machine: Machine, record: Record) -> StackOutputs:
    """What another stack has put out."""
    found = attribute(run, machine, record, "outputs")
    return StackOutputs(run, found.value, found.secret)


def stack_output(run: Run, machine: Machine, record: Record, name: Any, at: int, needed: bool = False) -> Output:
    """One output of another stack; one that is `needed` and not there fails the program."""
    wanted = output(run, machine, name)
    known = machine.concrete(wanted.value)
    if isinstance(known, str):
        run.mocks.stack_output(known)
    found = machine.get(attribute(run, machine, record, "outputs").value, wanted.value, at)
    if needed and machine.concrete(found) is UNDEFINED:
        stack = record.resolved.get("name", record.name)
        error = cast(ThrownError, machine.throw(f"Required output '{known}' does not exist on stack '{stack}'.", at))
        return Output(run, run.fail(machine, error, at))
    return output(run, machine, found)
