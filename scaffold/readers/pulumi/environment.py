"""Environment variables of programs: parameters; the reader's own environment never shows."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.values import MISSING, UNDEFINED, Machine, Symbol
from scaffold.readers.pulumi.config import text_of
from scaffold.readers.pulumi.run import Run


def environment_variable(
    run: Run, machine: Machine, name: str, at: int, *, default: Any = MISSING, required: bool = False
) -> Symbol:
    """An environment variable: what the variant gives, or nothing. `default` is what the program takes for one that is
    not set; without one it fails where it is `required`."""
    full = f"env.{name}"
    plain = isinstance(default, str | int | float)
    fallback = default if plain else run.default_at(machine, at)
    run.see(full, machine.position(at), default=fallback, required=required)
    found = run.parameter(machine, full)
    return Symbol(found.value, found.concrete if isinstance(found.concrete, str) else _as_text(found.concrete))


def _as_text(value: Any) -> Any:
    """A variable's value as the text that it is in the environment."""
    return value if value is UNDEFINED or value is MISSING else text_of(value)
