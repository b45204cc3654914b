"""Programs to evaluate, with a small platform of our own: resources, and parameters of chosen values."""

# ruff: noqa: ARG002

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from scaffold.model.values import Reference, Value
from scaffold.readers.programs import python_source
from scaffold.readers.programs.javascript import JavaScript
from scaffold.readers.programs.machine import Budget, Evaluator, Program
from scaffold.readers.programs.python import Python
from scaffold.readers.programs.typescript import read_module
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Machine, Object, Platform, Symbol

#: What every resource of the platform gives: `NAME-attribute`, but for these; attributes that begin with `un` are not
#: known.
LISTS = {"list": Array([Object({"id": "one"}), Object({"id": "two"})])}


@dataclass(frozen=True)
class Made:
    """A resource that the program made."""

    name: Value
    inputs: Value
    condition: Value
    repeated: bool


class Resource(Foreign):
    """A resource: its attributes are symbols."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self, machine: Machine, name: str, at: int) -> Any:
        concrete = MISSING if name.startswith("un") else LISTS.get(name, f"{self.name}-{name}")
        return Symbol(Reference(f"thing.{self.name}", (name,)), concrete)

    def freeze(self, machine: Machine) -> Value:
        return Reference(f"thing.{self.name}")


class Kind(Foreign):
    """The class of resources; classes of programs may extend it."""

    __slots__ = ("made",)

    def __init__(self, made: list[Made]) -> None:
        self.made = made

    def construct(self, machine: Machine, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        inputs = machine.freeze(arguments[1]) if len(arguments) > 1 else None
        self.made.append(Made(machine.freeze(arguments[0]), inputs, machine.condition, machine.repeated))
        return Resource(str(machine.concrete(arguments[0])))

    def call(self, machine: Machine, this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        return self.construct(machine, arguments, keywords, at)

    def initialise(
        self, machine: Machine, instance: Object, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> None:
        self.construct(machine, arguments, keywords, at)

    def member(self, machine: Machine, instance: Object, name: str, at: int) -> Any:
        return Symbol(Reference("module.own", (name,))) if name == "urn" else UNDEFINED


@dataclass
class Things(Platform):
    """The platform: the package `things` has `Thing` and the parameters."""

    given: Mapping[str, Any]
    made: list[Made] = field(default_factory=list)
    finished: int = 0

    def module(self, machine: Machine, source: str) -> Any:
        if source != "things":
            return None
        names = {name: Symbol(Reference(f"args.{name}"), value) for name, value in self.given.items()}
        return Object({"Thing": Kind(self.made), **names})

    def environment(self, machine: Machine, name: str, at: int, default: Any = MISSING, required: bool = False) -> Any:
        return Symbol(Reference(f"env.{name}"), self.given.get(f"env.{name}", MISSING))

    def attribute(self, machine: Machine, value: Any, name: str, at: int) -> Any:
        return UNDEFINED

    def step(self, place: Any, name: str) -> str:
        del place
        return name

    def limit(self, value: Any, choices: Any) -> None:
        del value, choices

    def finish(self, machine: Machine) -> None:
        self.finished += 1


@dataclass
class Run:
    """One evaluation and what it gave."""

    evaluator: Evaluator
    platform: Things
    exports: Any

    @property
    def made(self) -> list[Made]:
        return self.platform.made

    @property
    def names(self) -> list[Value]:
        return [found.name for found in self.made]

    @property
    def frozen(self) -> Any:
        return self.evaluator.within(lambda: self.evaluator.freeze(self.exports))

    @property
    def resolved(self) -> Any:
        return self.evaluator.within(lambda: self.evaluator.resolve(self.exports))

    def frozen_of(self, name: str) -> Any:
        """One of its exports, as a model value."""
        return self.evaluator.within(lambda: self.evaluator.freeze(self.evaluator.get(self.exports, name)))

    @property
    def codes(self) -> list[str]:
        return [found.code for found in self.evaluator.diagnostics]

    @property
    def failure(self) -> str:
        error = self.evaluator.failure
        return "" if error is None else self.evaluator.language.message(error.value)


#: A text is `index.ts` (or what `entry` says); more files are a mapping by path. Parameters are given by name.
Evaluate = Callable[..., Run]


@pytest.fixture
def evaluate_python(evaluate: Evaluate) -> Evaluate:
    """Evaluates a Python program, whose text is `main.py`; `module` are its variables."""
    return partial(evaluate, entry="main.py")


@pytest.fixture
def evaluate(tmp_path: Path) -> Evaluate:
    """Evaluates a program; `strict` lets errors of our own functions through."""

    def run(
        files: str | Mapping[str, str],
        given: Mapping[str, Any] | None = None,
        entry: str = "index.ts",
        budget: Budget | None = None,
        strict: bool = True,
    ) -> Run:
        for path, text in ({entry: files} if isinstance(files, str) else files).items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        platform = Things(given or {})
        python = entry.endswith(".py")
        read, language = (python_source.read_module, Python()) if python else (read_module, JavaScript())
        evaluator = Evaluator(Program(tmp_path, read, language), platform, budget, strict=strict)
        return Run(evaluator, platform, evaluator.run(entry))

    return run
