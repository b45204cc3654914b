"""What a resource class's constructor registers in JavaScript, read off the statements that fill its inputs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from scaffold.readers.declarations.inputs import Input
from scaffold.readers.declarations.text import split

#: More statements than any constructor has.
_MOST: Final = 3000
_LITERAL: Final = r"\"(?:[^\"\\\n]|\\.)*\"|true|false|-?\d+(?:\.\d+)?"
_STATEMENT: Final = re.compile(r"resourceInputs\[\"([^\"\n]+)\"\] = ([^\n]*);")
_FIELD: Final = re.compile(r"\"?([\w$]+)\"?: ([^\n]*)")
_ARGUMENT: Final = re.compile(r"\b(?:args|val)\??\.([\w$]+)")
_DEFAULT: Final = re.compile(rf"(?:\?\? \(?|void 0 \? _\w+ : |\|\| )({_LITERAL})")
_CONSTANT: Final = re.compile(_LITERAL)
_ENVIRONMENT: Final = re.compile(r"getEnv(?:Boolean|Number)?\(([^()\n]*)\)")
_NESTED: Final = re.compile(r"\binputs?\.([\w.]+ProvideDefaults)\b")
_REQUIRED: Final = re.compile(r"Missing required property '([^'\n]+)'")


def registered(script: str) -> tuple[Mapping[str, Input], tuple[str, ...]] | None:
    """The inputs that a class's script registers for a new resource, in order, and the arguments that have to be given;
    nothing where it has no such constructor."""
    start = script.find("constructor(name")
    end = script.find("super(", start)
    if start < 0 or end < 0 or "resourceInputs" not in script[start:end]:
        return None
    body = _for_new_ones(script[start:end])
    found: dict[str, Input] = {}
    for statement in _STATEMENT.finditer(body):
        read = _input(statement[2])
        if read is not None and len(found) < _MOST:
            found[statement[1]] = read
    return found, tuple(_REQUIRED.findall(body))


def defaults(script: str, path: str) -> Mapping[str, Input]:
    """The members that a function of the package's input types fills in, by its dotted path."""
    module, _, name = path.rpartition(".")
    last = script.find(f"{module}.{name} = {name};") if module else len(script)
    start = script.rfind(f"function {name}(val) {{", 0, last if last >= 0 else 0)
    if start < 0:
        return {}
    indent = script[script.rfind("\n", 0, start) + 1 : start]
    body = script[start : max(script.find(f"\n{indent}}}", start), start)]
    fields = (_FIELD.match(field) for field in split(_object(body), ","))
    read = {field[1]: _input(field[2]) for field in fields if field}
    return {key: input_ for key, input_ in read.items() if input_ is not None}


def _object(body: str) -> str:
    """The inside of the object that a function returns: its argument with members of its own, in either spelling."""
    head = "val), {" if "Object.assign(" in body else "return {"
    start = body.find(head)
    return body[start + len(head) : max(body.rfind("}"), start)] if start >= 0 else ""


def _for_new_ones(body: str) -> str:
    """The part of a constructor that runs for a new resource, not for one that is read."""
    first, _, second = body.partition("\n        else {")
    return second if "const state" in first else first


def _input(expression: str) -> Input | None:
    """What an expression takes and gives; nothing for an output."""
    if expression.startswith("undefined"):
        return None
    if _CONSTANT.fullmatch(expression):
        return Input(default=json.loads(expression))
    argument, default = _ARGUMENT.search(expression), _DEFAULT.search(expression)
    environment, nested = _ENVIRONMENT.search(expression), _NESTED.search(expression)
    if argument is None:
        return None
    return Input(
        argument[1],
        json.loads(default[1]) if default else None,
        secret="pulumi.secret(" in expression,
        document=".apply(JSON.stringify)" in expression,
        environment=tuple(re.findall(r"\"([^\"]+)\"", environment[1])) if environment else (),
        nested=nested[1] if nested else "",
    )
