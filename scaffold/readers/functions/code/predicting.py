"""Follows a handler with one event that is given: what comes of it, as far as its code says, without running it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scaffold.model.functions import Course, Function
from scaffold.model.handlers import Answer, Created, Data, Encoded, Failing, Joined, Marker, Mask, Now, Signature
from scaffold.readers.functions.code.choices import Test
from scaffold.readers.functions.code.endings import status_of
from scaffold.readers.functions.code.errors import lineage
from scaffold.readers.functions.code.exploring import Explorer
from scaffold.readers.functions.code.facts import Way
from scaffold.readers.functions.code.machine import Machine
from scaffold.readers.functions.code.sources import Sources
from scaffold.readers.functions.code.values import UNDEFINED, ClassValue, Coded, Obj, Seq, Sym, Value, made

#: The time that it is: any will do.
CLOCK = 1_767_225_600.0
#: Ways of one event.
_MOST = 48
_TYPED = {"S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"}


def predict(
    function: Function,
    root: Path,
    event: Data,
    *,
    environment: Mapping[str, str],
    failing: Sequence[Failing] = (),
    answers: Sequence[Answer] = (),
) -> tuple[Course, ...] | None:
    """All ways that a handler may go with an event; `None` where they are not all known for sure.

    `environment` are the variables that are set; those that are declared for the function and not among them are not
    known. Calls without an answer have one that is not known. The clock stands still, and a `Signature` is right.
    """
    code = function.code
    if code is None or code.problem or code.reason:
        return None
    explorer = Explorer(Sources(function.package, root), code.language, code.entry, code.function)
    declared = {variable.name for variable in function.environment} if function.environment_known else None
    explorer.world = lambda: _World(environment, declared, failing, answers)
    explorer.event = lambda machine: _Concrete(machine).value(event)
    found = explorer.explore(failing=False, most=_MOST, thorough=True)
    if not found.complete or any(way.outcome == "lost" or way.unsure for way in found.ways):
        return None
    places = {(call.position, call.operation): index for index, call in enumerate(code.calls)}
    numbers = {call.place: places.get((call.position, call.operation)) for call in found.facts.calls.values()}
    courses = [_course(way, numbers) for way in found.ways]
    return tuple(dict.fromkeys(courses))


def _course(way: Way, numbers: Mapping[tuple[str, int], int | None]) -> Course:
    calls = tuple(number for place in way.calls if (number := numbers.get(place)) is not None)
    if way.outcome == "raised":
        return Course("raised", error=_class_of(way.value), calls=calls, position=way.at)
    return Course("returned", status_of(way.value), _failed(way.value), calls=calls)


def _class_of(error: Value) -> str:
    """The name of an error's class."""
    if isinstance(error, Obj) and "%code" in error.entries:
        return ""  # a class that is made for the code, where the service has one
    first = next(iter(lineage(error)), "")
    if isinstance(first, ClassValue):
        return first.name
    return "" if first in ("?", "ServiceException") else str(first).rpartition(".")[2]


def _failed(value: Value) -> tuple[str, ...] | None:
    """The identifiers that a result reports; `None` where it does not, or they are not known."""
    found = value.entries.get("batchItemFailures") if isinstance(value, Obj) else None
    if not isinstance(found, Seq) or found.more:
        return None
    names = [item.entries.get("itemIdentifier") if isinstance(item, Obj) else None for item in found.items]
    known = tuple(name for name in names if isinstance(name, str))
    return known if len(known) == len(names) else None


class _World:
    """The world of one way."""

    clock = CLOCK

    def __init__(
        self,
        environment: Mapping[str, str],
        declared: set[str] | None,
        failing: Sequence[Failing],
        answers: Sequence[Answer],
    ) -> None:
        self._environment, self._declared, self._failing, self._answers = environment, declared, failing, answers
        self._made: dict[tuple[str, str], int] = {}

    def variable(self, name: str) -> Value:
        """The value of a variable; `UNDEFINED` where it is not set."""
        if name in self._environment:
            return self._environment[name]
        known = self._declared is not None and name not in self._declared and not name.startswith(("AWS_", "LAMBDA_"))
        return UNDEFINED if known else Sym("env", (name,))

    def failure(self, service: str, operation: str) -> str:
        """The code with which a call fails now; empty where it succeeds."""
        key = (service, operation)
        number = self._made[key] = self._made.get(key, 0) + 1
        return next(
            (each.code for each in self._failing if (each.service, each.operation) == key and number >= each.first), ""
        )

    def answer(self, service: str, operation: str, plain: bool) -> Value:
        """What a call is answered with; `None` for what is not known."""
        found = next((each for each in self._answers if (each.service, each.operation) == (service, operation)), None)
        return None if found is None else _Concrete(None, plain=plain).value(found.output)


class _Concrete:
    """Makes values of data. `plain`: attribute values of tables are taken for what they mean."""

    def __init__(self, machine: Machine | None, *, plain: bool = False) -> None:
        self.machine, self.plain = machine, plain

    def value(self, data: Data) -> Value:
        """A value as the code has it."""
        if isinstance(data, Mapping):
            return self._object(data)
        if isinstance(data, list | tuple):
            return Seq([self.value(each) for each in data])
        if isinstance(data, Encoded):
            return self._encoded(data)
        if isinstance(data, Now):
            return _now(data)
        if isinstance(data, Signature):
            return self._signature()
        if isinstance(data, Marker):
            return "0123456789abcdef" * 2 if not data.form else "01234567-89ab-cdef-0123-456789abcdef"
        if isinstance(data, Joined):
            parts = [self.value(each) for each in data.parts]
            known = all(isinstance(part, str) for part in parts)
            return "".join(parts) if known else made(*parts, method="text", parts=tuple(parts))
        if isinstance(data, Created | Mask):
            return made(method="text")
        return data

    def _object(self, data: Mapping[str, Any]) -> Value:
        if self.plain and len(data) == 1 and next(iter(data)) in _TYPED:
            return self._untyped(*next(iter(data.items())))
        return Obj(
            {key: self.value(each) for key, each in data.items() if each is not None or self.machine is not None}
        )

    def _untyped(self, kind: str, inner: Any) -> Value:
        if kind == "N":
            return made(method="decimal")
        if kind == "NULL":
            return None
        if kind == "M" and isinstance(inner, Mapping):
            return Obj({key: self.value(each) for key, each in inner.items()})
        return self.value(inner)

    def _encoded(self, data: Encoded) -> Value:
        inner = self.value(data.value)
        if data.how == "json":
            whole = plain_of(data.value)
            return Coded("json", inner) if whole is UNDEFINED else json.dumps(whole, separators=(",", ":"))
        if not isinstance(inner, str) and not isinstance(inner, Coded):
            whole = plain_of(data.value)
            inner = Coded("json", inner) if whole is UNDEFINED else json.dumps(whole, separators=(",", ":"))
        return base64.b64encode(inner.encode()).decode() if isinstance(inner, str) else Coded("base64", inner)

    def _signature(self) -> Value:
        found = Sym("event", ("%signature",))
        if self.machine is not None:
            for kind in ("has", "truthy", "signature"):
                self.machine.state.assume(Test(kind, found.subject), True)
        return found


def _now(data: Now) -> Value:
    if data.unit == "iso":
        return made(method="text")
    moment = int((CLOCK + data.offset) * (1000 if data.unit == "milliseconds" else 1))
    return str(moment) if data.text else moment


def plain_of(data: Data) -> Any:
    """Data without terms as JSON's; `UNDEFINED` where there are terms in it."""
    if isinstance(data, Mapping):
        inner = {key: plain_of(each) for key, each in data.items()}
        return UNDEFINED if any(each is UNDEFINED for each in inner.values()) else inner
    if isinstance(data, list | tuple):
        items = [plain_of(each) for each in data]
        return UNDEFINED if any(each is UNDEFINED for each in items) else items
    if isinstance(data, Encoded):
        inner = plain_of(data.value)
        if inner is UNDEFINED:
            return UNDEFINED
        text = inner if data.how == "base64" and isinstance(inner, str) else json.dumps(inner, separators=(",", ":"))
        return text if data.how == "json" else base64.b64encode(text.encode()).decode()
    if isinstance(data, Marker):
        return "0123456789abcdef" * 2 if not data.form else "01234567-89ab-cdef-0123-456789abcdef"
    if isinstance(data, Now):
        moment = _now(data)
        return moment if isinstance(moment, str | int) else UNDEFINED
    return UNDEFINED if isinstance(data, Signature | Created | Mask | Joined) else data
