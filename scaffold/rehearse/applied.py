"""What the calls of a model give once their arguments are known.

Terraform's functions and operators are those of its reader. Those of programs (TypeScript and Python) are here as far
as they are done with what only a deployment knows: taking texts apart, joining them, choosing, measuring.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from scaffold.model.values import SYMBOLIC, Value, ValueSet
from scaffold.readers.terraform.builtins import call_builtin
from scaffold.readers.terraform.functions.registry import FunctionError
from scaffold.readers.terraform.operators import EvaluationError, access, minus, negate, operate, splat

_OPERATORS: Final = frozenset({"==", "!=", "<", "<=", ">", ">=", "&&", "||", "+", "*", "/", "%", "-"})


class NotKnownError(Exception):
    """The value cannot be told; the message says why."""


class _NoFiles:
    """Files are read by the reader; what is still asked for here has a name that only the deployment knows."""

    def read_bytes(self, path: str) -> bytes:
        raise FunctionError(f"{path} is not read in a rehearsal")

    def exists(self, path: str) -> bool:
        raise FunctionError(f"{path} is not read in a rehearsal")

    def glob(self, folder: str, pattern: str) -> tuple[str, ...]:
        raise FunctionError(f"{folder}/{pattern} is not read in a rehearsal")

    def render(self, template: str, variables: Mapping[str, Value], origin: str) -> Value:  # noqa: ARG002
        raise FunctionError(f"{origin} is not rendered in a rehearsal")


def applied(name: str, arguments: tuple[Any, ...], *, program: bool) -> Any:
    """The result of a call with known arguments. Raises `NotKnownError`.

    `program`: the words of programs come before Terraform's where both have one (`split`, `join`, `format`).
    """
    own = _OWN.get(name) or (_PROGRAMS.get(name) if program else None)
    try:
        if own is not None:
            return own(*arguments)
        if name in _OPERATORS and len(arguments) == 2:
            return operate(name, *arguments)
        if name.endswith("..."):
            name, arguments = name.removesuffix("..."), (*arguments[:-1], *arguments[-1])
        found = call_builtin(name, arguments, _NoFiles(), lambda: name)
    except EvaluationError as error:
        raise NotKnownError(str(error)) from error
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise NotKnownError(f"{name} is refused these values: {error}") from error
    if isinstance(found, SYMBOLIC):
        raise NotKnownError(f"what {name} gives is not known")
    return found


def _index(value: Any, step: Any) -> Any:
    if isinstance(value, str) and isinstance(step, int):
        return value[step]
    if isinstance(value, tuple) and isinstance(step, int) and step < 0:
        return value[step]
    return access(value, step)


def _splat(value: Any, *path: Any) -> Any:
    levels: list[list[Value]] = [[]]
    for step in path:
        if step == "*":
            levels.append([])
        else:
            levels[-1].append(step)
    return splat(value, levels)


def _same(value: Any, *_: Any) -> Any:
    return value


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, default=str).encode()).hexdigest()[:32].upper()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _slice(value: Any, start: Any = None, end: Any = None, step: Any = None) -> Any:
    return value[slice(start, end, step)]


def _omit(value: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    return {name: item for name, item in value.items() if name not in names}


def _format(value: Any, spec: str = "") -> str:
    return format(value, spec)


def _sorted(value: Any) -> tuple[Any, ...]:
    return tuple(sorted(value))


def _policy(sources: Iterable[Any], own: Any, overriding: Iterable[Any]) -> Mapping[str, Any]:
    """A policy document of several: what overrides takes the place of the statement with the same `Sid`."""
    statements: list[Any] = []
    for document in (*sources, own):
        statements.extend(_statements(document))
    for document in overriding:
        for statement in _statements(document):
            place = [
                at for at, each in enumerate(statements) if each.get("Sid") and each["Sid"] == statement.get("Sid")
            ]
            statements[slice(place[0], place[0] + 1) if place else slice(len(statements), None)] = [statement]
    return {"Version": own.get("Version", "2012-10-17"), "Statement": tuple(statements)}


def _statements(document: Any) -> tuple[Any, ...]:
    data = json.loads(document) if isinstance(document, str) else document
    found = data.get("Statement", ())
    return tuple(found) if isinstance(found, list | tuple) else (found,)


#: Words that Terraform has no function for.
_OWN: Mapping[str, Callable[..., Any]] = {
    "!": negate,
    "aws_iam_policy_document": _policy,
    "index": _index,
    "splat": _splat,
    "secret": _same,
    "address": _same,
    "resource": _same,
    "asset.hash": _digest,
    "asset.file": _same,
    "archive.file": _same,
    "asset.text": _same,
    # What is packed while the program runs is nothing that a rehearsal has: whoever needs an archive takes any.
    "archive.assets": lambda *_: None,
    "archive.zip": lambda *_: None,
    "archive.remote": lambda *_: None,
    "asset.remote": lambda *_: None,
    "absent": lambda value: value is None,
    "nullish": lambda value, other: other if value is None else value,
    "not": lambda value: not value,
    "and": lambda *values: next((value for value in values if not value), values[-1]),
    "or": lambda *values: next((value for value in values if value), values[-1]),
    "is": lambda one, other: one == other,
    "is-not": lambda one, other: one != other,
    "equals": lambda one, other: one == other,
    "in": lambda one, whole: one in whole,
    "includes": lambda whole, one: one in whole,
    "Boolean": bool,
    "omit": _omit,
    "set": lambda value: ValueSet(dict.fromkeys(value)),
    "pop": lambda value, *_: value[-1],
    "at": lambda value, step: value[step],
    "hex": lambda value: value.encode().hex(),
    "decimal": str,
}
#: Words that mean something else there: the value that has the method is the first argument.
_PROGRAMS: Mapping[str, Callable[..., Any]] = {
    "-": lambda one, *other: one - other[0] if other else minus(one),
    "split": lambda text, sign=None, *_: tuple(text.split(sign) if sign != "" else text),
    "join": lambda items, sign=",": sign.join(map(_text, items)),
    "concat": lambda first, *others: (
        first + "".join(map(_text, others)) if isinstance(first, str) else sum((tuple(each) for each in others), first)
    ),
    "slice": _slice,
    "substring": _slice,
    "format": _format,
    "sorted": _sorted,
    "reverse": lambda value: tuple(reversed(value)),
    "length": len,
    "replace": lambda text, one, other, *_: text.replace(one, other, 1) if isinstance(one, str) else text,
    "replaceAll": lambda text, one, other: text.replace(one, other),
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "lower": str.lower,
    "upper": str.upper,
    "capitalize": str.capitalize,
    "strip": str.strip,
    "trim": str.strip,
    "rstrip": lambda text, *signs: text.rstrip(*signs),
    "lstrip": lambda text, *signs: text.lstrip(*signs),
    "startswith": str.startswith,
    "startsWith": str.startswith,
    "endswith": str.endswith,
    "endsWith": str.endswith,
    "base64encode": lambda value: base64.b64encode(value.encode()).decode(),
    "repr": repr,
    "toString": _text,
    "String": _text,
    "str": _text,
    "int": int,
    "parseInt": lambda text, *_: int(text),
    "Number": float,
}
