"""The errors of the library, as the program's own."""

from __future__ import annotations

from typing import Any

from scaffold.readers.cdktf.run import Run
from scaffold.readers.programs.values import Machine, ThrownError


class Thrown:
    """The errors of the library that were thrown in an evaluation."""

    def __init__(self, run: Run) -> None:
        del run
        self.errors: list[Any] = []


def fault(run: Run, machine: Machine, message: str, at: int) -> Exception:
    """The error to raise where the library throws one. What it says is not what the library says."""
    error = machine.throw(message, at, run.spelling.error)
    if isinstance(error, ThrownError):
        run.part(Thrown).errors.append(error.value)
    return error


def is_librarys(run: Run, error: ThrownError) -> bool:
    """Whether the library threw an error, so that its message is not ours to know."""
    return any(found is error.value for found in run.part(Thrown).errors)
