"""Environment variables of programs: parameters; the reader's own environment never shows."""

from __future__ import annotations

import json
from typing import Any

from scaffold.readers.deploying.asked import Asked
from scaffold.readers.programs.values import MISSING, UNDEFINED, Machine, Symbol


def environment_variable(
    run: Asked, machine: Machine, name: str, at: int, *, default: Any = MISSING, required: bool = False
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
    return value if value is UNDEFINED or value is MISSING else _text(value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
