"""What a resource class's constructor registers in Python, read off the statements that fill its inputs."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Final

from scaffold.model.values import Value
from scaffold.readers.declarations.inputs import Input

#: More statements than any constructor has.
_MOST: Final = 3000
_START: Final = re.compile(r"__props__ = (\w+Args)\.__new__\(\w+\)")
_STATEMENT: Final = re.compile(r"__props__\.__dict__\[\"([^\"\n]+)\"\] = ([^\n]*)")
_DEFAULT: Final = re.compile(r"\n +if (\w+) is None:\n +\1 = ([^\n]*)")
_REQUIRED: Final = re.compile(r"\"Missing required property '([^'\n]+)'\"")
_NAME: Final = re.compile(r"[A-Za-z_]\w*")
_TAKEN: Final = re.compile(r"(?:from_input|secret)\((\w+)\)")
_ENVIRONMENT: Final = re.compile(r"get_env(?:_bool|_int|_float)?\(([^()\n]*)\)")
_QUOTED: Final = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")


def arguments_class(class_: str) -> str | None:
    """What the class of a resource's arguments is called, as its constructor says."""
    found = _START.search(class_)
    return found[1] if found else None


def registered(class_: str, native: Mapping[str, str]) -> tuple[Mapping[str, Input], tuple[str, ...]] | None:
    """The inputs that the constructor of a class registers for a new resource, by native names and in order, and the
    arguments that have to be given; nothing where it has no such constructor. `native` are the names by Python's."""
    start = _START.search(class_)
    if start is None:
        return None
    end = class_.find("super(", start.end())
    body = class_[start.start() : end if end >= 0 else len(class_)]
    fallen_back = {name: _default(value) for name, value in _DEFAULT.findall(body)}
    found: dict[str, Input] = {}
    for statement in _STATEMENT.finditer(body):
        name = native.get(statement[1], statement[1])
        read = _input(name, statement[1], statement[2], fallen_back)
        if read is not None and len(found) < _MOST:
            found[name] = read
    return found, tuple(native.get(name, name) for name in _REQUIRED.findall(body))


def defaults(class_: str) -> Mapping[str, tuple[Value, tuple[str, ...]]]:
    """What the constructor of a class of arguments fills in: a default, and the variables that come before it."""
    return {name: _default(value) for name, value in _DEFAULT.findall(class_)}


def _input(
    native: str, name: str, expression: str, fallen_back: Mapping[str, tuple[Value, tuple[str, ...]]]
) -> Input | None:
    """What an expression registers; nothing for an output."""
    if not _NAME.match(expression) or expression in ("True", "False"):
        return Input(default=_literal(expression))
    if expression == "None":
        return None
    taken = _TAKEN.search(expression)
    argument = taken[1] if taken else expression if _NAME.fullmatch(expression) else name
    default, environment = fallen_back.get(argument, (None, ()))
    return Input(
        native,
        default,
        secret="pulumi.Output.secret(" in expression,
        document="(pulumi.runtime.to_json)" in expression,
        environment=environment,
    )


def _default(expression: str) -> tuple[Value, tuple[str, ...]]:
    environment = _ENVIRONMENT.search(expression)
    if environment is None:
        return _literal(expression), ()
    _, _, other = expression[environment.end() :].partition(" or ")
    names = tuple(first or second for first, second in _QUOTED.findall(environment[1]))
    return _literal(other.strip().rstrip(")")) if other else None, names


def _literal(text: str) -> Value:
    """The value of a text, number or flag that is written out; nothing for everything else."""
    try:
        value = ast.literal_eval(text) if len(text) < 1000 else None
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None
    return value if isinstance(value, str | int | float) else None
