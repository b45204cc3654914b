"""Values as they stand in the configuration."""

from __future__ import annotations

from typing import Any

from scaffold.model.values import Value
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.context import Context
from scaffold.readers.cdktf.tokens.texts import to_value
from scaffold.readers.cdktf.twins import Twin
from scaffold.readers.programs.values import Machine

__all__ = ["resolve", "resolved", "to_value"]


def resolve(run: Run, machine: Machine, scope: Twin | None, value: Any, at: int, preparing: bool = False) -> Any:
    """A value with its tokens resolved for a construct (in the end, a stack), as a value of the evaluator. Raises the
    program's error where the library throws one."""
    return Context(run, machine, scope, at, preparing).resolve(value)


def resolved(run: Run, machine: Machine, value: Any, at: int, scope: Twin | None = None) -> Value:
    """A value as it stands in the configuration."""
    return to_value(run, machine, resolve(run, machine, scope, value, at))
