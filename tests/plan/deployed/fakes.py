"""Programs for the planner that are written in Python: each run says what it declares with the values it is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scaffold.catalog.pulumi import canonical_type
from scaffold.model.deployments import (
    Arm,
    Decision,
    Entry,
    Evaluation,
    Exported,
    Failure,
    Options,
    Registration,
    Role,
    Variant,
)
from scaffold.model.position import Position
from scaffold.model.project import Parameter, Project
from scaffold.model.shapes import Kind, Shape
from scaffold.model.values import Call, Conditional, Reference, Template, Value

FILE = "lib/stack.ts"
MISSING = object()


def call(function: str, *arguments: Value) -> Call:
    return Call(function, arguments)


def parameter(name: str, kind: Kind = Kind.STRING, required: bool = False, **more: Any) -> Parameter:
    shape = more.pop("shape", Shape(kind, choices=more.pop("choices", ())))
    return Parameter(
        name, kind.value, required, more.pop("default", None), None, Position(FILE, 1), shape=shape, **more
    )


def entry(*parameters: Parameter, title: str = "shop", export: str = "", **more: Any) -> Entry:
    signature = ("name", "args") if export else ()
    module = more.pop("module", FILE)
    return Entry(title, module, project="shop", export=export, parameters=parameters, signature=signature, **more)


class StopError(Exception):
    """What a program throws."""


@dataclass
class Run:
    """One run of a program: what it has declared and decided."""

    variant: Variant
    module: str = ""
    registrations: list[Registration] = field(default_factory=list)
    exports: list[Exported] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    taken: set[Arm] = field(default_factory=set)

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter's value."""
        return self.variant.values.get(name, default)

    def branch(self, line: int, condition: Value) -> bool:
        """A branch with two arms on this line: whether its condition holds."""
        truth = self.holds(condition)
        arm = Arm(FILE, line * 100, 0 if truth else 1, line)
        self.taken.add(arm)
        self.decisions.append(Decision(arm, condition))
        return truth

    def holds(self, condition: Value) -> bool:
        found = value_of(condition, self)
        return found is not MISSING and bool(found)

    def make(self, line: int, token: str, name: str, inputs: Mapping[str, Value] | None = None, **more: Any) -> str:
        """Register something; gives its address."""
        inputs = inputs or {}
        type_ = more.pop("type", canonical_type(token))
        address = f"{self.module}{type_}.{name}"
        options = more.pop("options", Options())
        resolved = more.pop("resolved", None) or {key: settled(value, self) for key, value in inputs.items()}
        role = more.pop("role", Role.CUSTOM)
        where = Position(FILE, line, 3)
        found = Registration(address, type_, token, name, role, inputs, resolved, where, options, **more)
        self.registrations.append(found)
        return address

    def export(self, name: str, value: Value, secret: bool = False) -> None:
        """Export something."""
        self.exports.append(Exported(name, value, settled(value, self), Position(FILE, 99), secret))

    def stop(self, message: str) -> None:
        """Throw."""
        raise StopError(message)


Program = Callable[[Run], None]


class Fakes:
    """Programs by entry; `arms` are the lines with branches in them."""

    def __init__(
        self,
        programs: Mapping[Entry, Program] | list[tuple[Entry, Program]],
        lines: tuple[int, ...] = (),
        sample: Mapping[str, Value] | None = None,
        project: Callable[[Evaluation], Project] | None = None,
    ) -> None:
        self.programs = list(programs.items() if isinstance(programs, Mapping) else programs)
        self.arms = frozenset(Arm(FILE, line * 100, way, line) for line in lines for way in (0, 1))
        self.samples = sample or {}
        self.project = project
        self.asked: list[Variant] = []

    def entries(self, path: str) -> tuple[Entry, ...]:
        return tuple(entry for entry, _ in self.programs) if path == "." else ()

    def sample(self, entry: Entry) -> Mapping[str, Value]:
        names = {each.name for each in entry.parameters}
        return {name: value for name, value in self.samples.items() if name in names}

    def evaluate(self, variant: Variant) -> Evaluation:
        self.asked.append(variant)
        run = Run(variant)
        program = next(program for entry, program in self.programs if entry.title == variant.entry.title)
        failure = None
        try:
            program(run)
        except StopError as error:
            failure = Failure(str(error), Position(FILE, 50))
        found = Evaluation(
            variant,
            tuple(run.registrations),
            tuple(run.exports),
            (),
            tuple(run.decisions),
            self.arms | run.taken,
            frozenset(run.taken),
            failure,
            files=(FILE,),
        )
        return replace(found, project=self.project(found)) if self.project else found


def settled(value: Any, run: Run) -> Any:
    """A value under the mocks."""
    if isinstance(value, Reference):
        return f"{value}-mocked"
    if isinstance(value, Template):
        return "".join(str(settled(part, run)) for part in value.parts)
    if isinstance(value, Mapping):
        return {key: settled(item, run) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(settled(item, run) for item in value)
    return value


def value_of(value: Any, run: Run) -> Any:
    """What an expression in a condition comes to, as JavaScript has it; `MISSING` for undefined."""
    if isinstance(value, Reference):
        return _reference(value, run)
    if isinstance(value, Template):
        return "".join(
            "undefined" if part is MISSING else str(part) for part in (value_of(p, run) for p in value.parts)
        )
    if isinstance(value, Conditional):
        return value_of(value.then if run.holds(value.condition) else value.otherwise, run)
    if isinstance(value, Call):
        return _OPERATIONS[value.function](run, *value.arguments)
    return value


def _reference(reference: Reference, run: Run) -> Any:
    if reference == Reference("undefined"):
        return MISSING
    registered = {each.address for each in run.registrations}
    if reference.address in registered:
        given = run.variant.outputs.get(reference.address, {})
        if reference.path[0] in given:
            found: Any = given[str(reference.path[0])]
            return MISSING if found is None else found
        return f"arn:aws:service:us-east-1:123456789012:{reference.address}"
    found = run.variant.values.get(reference.address, MISSING)
    for step in reference.path:
        if isinstance(found, Mapping):
            found = found.get(step, MISSING)
        elif isinstance(found, tuple) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return MISSING
    return found


def _each(run: Run, values: tuple[Value, ...]) -> Iterator[Any]:
    return (value_of(value, run) for value in values)


def _plain(work: Callable[..., Any]) -> Callable[..., Any]:
    def apply(run: Run, *arguments: Value) -> Any:
        given = list(_each(run, arguments))
        if MISSING in [each if isinstance(each, str | int | float) or each is MISSING else "" for each in given]:
            return MISSING
        try:
            return work(*given)
        except (TypeError, ValueError, AttributeError, IndexError, KeyError, ZeroDivisionError):
            return MISSING

    return apply


def _is(run: Run, left: Value, right: Value) -> bool:
    one, other = value_of(left, run), value_of(right, run)
    numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in (one, other))
    return (numbers or type(one) is type(other)) and bool(one == other)


def _typeof(run: Run, value: Value) -> str:
    found = value_of(value, run)
    names = {str: "string", bool: "boolean", int: "number", float: "number"}
    return "undefined" if found is MISSING else names.get(type(found), "object")


def _and(run: Run, *values: Value) -> Any:
    found: Any = True
    for value in values:
        found = value_of(value, run)
        if found is MISSING or not found:
            return found
    return found


def _or(run: Run, *values: Value) -> Any:
    found: Any = False
    for value in values:
        found = value_of(value, run)
        if found is not MISSING and found:
            return found
    return found


def _absent(run: Run, value: Value) -> bool:
    return value_of(value, run) in (None, MISSING)


def _nullish(run: Run, value: Value, other: Value) -> Any:
    return value_of(other, run) if _absent(run, value) else value_of(value, run)


_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "not": lambda run, value: not run.holds(value),
    "and": _and,
    "or": _or,
    "is": _is,
    "is-not": lambda run, left, right: not _is(run, left, right),
    "less": _plain(lambda a, b: a < b),
    "less-equal": _plain(lambda a, b: a <= b),
    "greater": _plain(lambda a, b: a > b),
    "greater-equal": _plain(lambda a, b: a >= b),
    "absent": _absent,
    "nullish": _nullish,
    "typeof": _typeof,
    "length": _plain(len),
    "includes": _plain(lambda a, b: b in a),
    "in": _plain(lambda a, b: a in b),
    "startsWith": _plain(lambda a, b: a.startswith(b)),
    "endsWith": _plain(lambda a, b: a.endswith(b)),
    "toLowerCase": _plain(lambda a: a.lower()),
    "trim": _plain(lambda a: a.strip()),
    "Number": _plain(float),
    "add": _plain(lambda a, b: a + b),
    "subtract": _plain(lambda a, b: a - b),
    "multiply": _plain(lambda a, b: a * b),
    "divide": _plain(lambda a, b: a / b),
    "modulo": _plain(lambda a, b: a % b),
    "split": _plain(lambda a, b: tuple(a.split(b))),
    "pop": _plain(lambda a: a[-1]),
    "index": _plain(lambda a, b: a[b]),
    "isArray": lambda run, value: isinstance(value_of(value, run), tuple),
    "regex": lambda _, source, flags: f"(?i){source}" if flags else source if source.count("(") < 1 else "^text$",
    "test": _plain(lambda pattern, text: re.search(pattern, text) is not None),
    "match": _plain(lambda text, pattern: re.search(pattern, text) is not None),
}
