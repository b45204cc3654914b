"""Values that are only known when a test runs, or only by their shape."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Now:
    """See `now`."""

    offset: int
    unit: str
    text: bool


@dataclass(frozen=True)
class Encoded:
    """See `as_json` and `as_base64`."""

    how: str
    value: Any


@dataclass(frozen=True)
class Joined:
    """See `joined`."""

    parts: tuple[Any, ...]


@dataclass(frozen=True)
class Signature:
    """See `signature`."""

    prefix: str


@dataclass(frozen=True)
class Created:
    """See `created`."""

    address: str
    path: str


@dataclass(frozen=True)
class Digest:
    """See `md5_of`."""

    member: str


@dataclass(frozen=True)
class Listed:
    """See `each_in_a_list`."""

    member: str


@dataclass(frozen=True)
class Mask:
    """See `some`."""

    shape: str
    detail: str
    name: str


@dataclass(frozen=True)
class Failing:
    """See `fails`."""

    service: str
    operation: str
    code: str
    first: int


class Call:
    """A call of an API, with the members that a client of boto3 takes.

    Of one that was made, `failed` is the code of the error that it was refused with.
    """

    def __init__(self, service: str, operation: str, /, **input: Any) -> None:
        self.service, self.operation, self.input = service, operation, input
        self.failed = ""

    @property
    def name(self) -> str:
        """What is called: `dynamodb.PutItem`."""
        return f"{self.service}.{self.operation}"

    def __repr__(self) -> str:
        said = [repr(self.service), repr(self.operation)]
        said += [f"{key}={value!r}" for key, value in self.input.items()]
        return f"Call({', '.join(said)})"


def now(offset: int = 0, *, unit: str = "seconds", text: bool = True) -> Now:
    """The time when the test runs, and `offset` seconds later.

    `unit` is `seconds` or `milliseconds` since 1970, as a text or a number, or `iso`.
    """
    return Now(offset, unit, text)


def as_json(value: Any) -> Encoded:
    """A value as the text of its JSON."""
    return Encoded("json", value)


def as_base64(value: Any) -> Encoded:
    """A text, or the JSON of another value, as base64."""
    return Encoded("base64", value)


def md5_of(member: str) -> Digest:
    """The MD5 of the text beside it that is called so."""
    return Digest(member)


def each_in_a_list(member: str) -> Listed:
    """What is beside it and called so, with each value in a list."""
    return Listed(member)


def joined(*parts: Any) -> Joined:
    """One text of all parts."""
    return Joined(parts)


def signature(prefix: str = "") -> Signature:
    """The signature that the function itself computes: what it compares this with."""
    return Signature(prefix)


def created(address: str, path: str) -> Created:
    """What the emulator gave a resource: a path into its answer when that was made."""
    return Created(address, path)


def some(shape: str, detail: str = "", *, name: str = "") -> Mask:
    """Any value of a shape; those of the same `name` are equal.

    Shapes are `uuid`, `now` (seconds since 1970; `detail` is an offset in seconds),
    `now-ms`, `now-iso`, `number`, `text`, `hex` (`detail` digits), `base64` and
    `anything`.
    """
    return Mask(shape, detail, name)


def fails(service: str, operation: str, code: str, *, first: int = 1) -> Failing:
    """That calls of an operation are refused with an error code.

    With `first`, those before this one (counted from 1) are not.
    """
    return Failing(service, operation, code, first)


_STEP = re.compile(r"\[(\d+)\]|\.?'([^']*)'|\.?([^.\['][^.\[]*)")


def changed(
    event: Any, changes: Mapping[str, Any] | None = None, *, without: Sequence[str] = ()
) -> Any:
    """An event, or a call, that is like another one, but for what is at these paths.

    A path is `Records[0].body.id`: it leads into what is encoded, too. What is at the
    paths of `without` is left out. A name with dots in it stands in quotes: `'a.b'`.
    """
    found = copy.deepcopy(event)
    for path, value in (changes or {}).items():
        found = _replaced(found, list(_steps(path)), value, False)
    for path in without:
        found = _replaced(found, list(_steps(path)), None, True)
    return found


def _steps(path: str) -> Iterator[Any]:
    for match in _STEP.finditer(path):
        index, quoted, name = match.groups()
        yield int(index) if index else name if quoted is None else quoted


def _replaced(value: Any, steps: Sequence[Any], new: Any, gone: bool) -> Any:
    if not steps:
        return new
    if isinstance(value, Call):
        input = _replaced(value.input, steps, new, gone)
        return Call(value.service, value.operation, **input)
    if isinstance(value, Encoded):
        return replace(value, value=_replaced(value.value, steps, new, gone))
    step, rest = steps[0], steps[1:]
    if gone and not rest:
        del value[step]
    elif isinstance(value, list) and step == len(value):
        value.append(_replaced({}, rest, new, gone))
    else:
        below = value[step] if isinstance(value, list) else value.get(step, {})
        value[step] = _replaced(below, rest, new, gone)
    return value
