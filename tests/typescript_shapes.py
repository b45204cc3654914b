"""The IR without places, as nested tuples that a test can spell."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from scaffold.readers.programs.ir import Opaque
from scaffold.readers.programs.ir_statements import Module
from scaffold.readers.programs.typescript import read_module

_LEFT_OUT = {"at", "end", "documentation", "returns", "type", "raw"}


def shape(value: Any) -> Any:
    """A node as `(class, field, ...)`, without places, types, and whatever is as it is by default."""
    if isinstance(value, tuple):
        return tuple(map(shape, value))
    if not dataclasses.is_dataclass(value):
        return value
    fields = [field for field in dataclasses.fields(value) if field.name not in _LEFT_OUT]
    kept = [
        shape(getattr(value, field.name))
        if field.default is dataclasses.MISSING
        else (field.name, shape(getattr(value, field.name)))
        for field in fields
        if getattr(value, field.name) != field.default
    ]
    return (type(value).__name__, *kept)


def read(text: str, path: str = "index.ts") -> Module:
    """A module without faults."""
    module = read_module(path, text)
    assert not module.faults, module.faults
    return module


def body(text: str, path: str = "index.ts") -> tuple[Any, ...]:
    """The shapes of a module's statements."""
    return shape(read(text, path).body)


def expression(text: str, path: str = "index.ts") -> Any:
    """The shape of the one expression in a module."""
    (found,) = body(f"_ = {text}\n", path)
    kind, (assign, target, value) = found
    assert (kind, assign, target) == ("Evaluate", "Assign", ("BindName", "_"))
    return value


def nodes(value: Any) -> Iterator[Any]:
    """Every node below a value; deep ones too."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, tuple):
            pending.extend(one)
        elif dataclasses.is_dataclass(one):
            yield one
            pending.extend(getattr(one, field.name) for field in dataclasses.fields(one))


def opaque(module: Module) -> list[Opaque]:
    """Everything that was not understood."""
    return [node for node in nodes(module.body) if isinstance(node, Opaque)]
