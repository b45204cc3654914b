"""Compares how a Python program is read with what CPython does: the same `result`, or the same error.

    check("result = [x * 2 for x in range(3)]")
    check({"main.py": "from pkg import x\nresult = x", "pkg/__init__.py": "x = 1"})

A program sets `result`, of which the `repr` counts; an error counts by its class and what it says.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffold.readers.programs.machine import Budget, Evaluator, Program
from scaffold.readers.programs.python import Python
from scaffold.readers.programs.python_source import read_module
from scaffold.readers.programs.values import UNDEFINED, Machine, Platform

ENTRY = "main.py"
#: Runs a program in a process of its own and prints what it came to.
_RUNNER = """
import json, runpy, sys
sys.path.insert(0, sys.argv[1])
try:
    found = ["result", repr(runpy.run_path(sys.argv[1] + "/main.py", run_name="__main__").get("result"))]
except BaseException as error:
    found = [type(error).__name__, str(error)]
print("\\n" + json.dumps(found))
"""


@dataclass(frozen=True)
class Came:
    """What a program came to: `result` and its text, or the class of an error and what it says."""

    kind: str
    text: str


class NoPlatform(Platform):
    """A platform that knows no package."""

    def module(self, machine: Machine, source: str) -> Any:
        del machine, source

    def environment(self, machine: Machine, name: str, at: int, **_: Any) -> Any:
        del machine, name, at
        return UNDEFINED

    def attribute(self, machine: Machine, value: Any, name: str, at: int) -> Any:
        del machine, value, name, at
        return UNDEFINED

    def step(self, place: Any, name: str) -> str:
        del place
        return name

    def limit(self, value: Any, choices: Any) -> None:
        del value, choices

    def finish(self, machine: Machine) -> None:
        del machine


def by_cpython(program: str | Mapping[str, str]) -> Came:
    """What CPython makes of a program: one file in this process, more in another."""
    if isinstance(program, str):
        names: dict[str, Any] = {"__name__": "__main__"}
        try:
            with warnings.catch_warnings(action="ignore"):
                exec(compile(program, ENTRY, "exec", dont_inherit=True), names)
            return Came("result", repr(names.get("result")))
        except BaseException as error:
            return Came(type(error).__name__, str(error))
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), program)
        command = [sys.executable, "-I", "-S", "-c", _RUNNER, folder]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        return Came(*json.loads(ran.stdout.rsplit("\n", 2)[-2].replace(folder, "/(project)")))


def evaluate(program: str | Mapping[str, str], folder: Path, budget: Budget | None = None) -> tuple[Evaluator, Any]:
    """Evaluates a program; gives the evaluator and the main module."""
    _write(folder, {ENTRY: program} if isinstance(program, str) else program)
    evaluator = Evaluator(Program(folder, read_module, Python()), NoPlatform(), budget, strict=True)
    return evaluator, evaluator.run(ENTRY)


def by_us(program: str | Mapping[str, str]) -> Came:
    """What the evaluator makes of a program."""
    with tempfile.TemporaryDirectory() as folder:
        evaluator, module = evaluate(program, Path(folder))
    failure = evaluator.failure
    if failure is not None:
        text = evaluator.within(lambda: evaluator.call(evaluator.globals["str"], [failure.value]))
        return Came(evaluator.language.type_name(failure.value), str(text))
    if evaluator.stopped is not None:
        return Came("stopped", evaluator.stopped.summary)

    def shown() -> Any:
        result = evaluator.get(module, "result")
        return evaluator.call(evaluator.globals["repr"], [None if result is UNDEFINED else result])

    text = evaluator.within(shown)
    if evaluator.failure is not None:
        return Came("repr", evaluator.language.message(evaluator.failure.value))
    return Came("result", text if isinstance(text, str) else f"{text!r} {evaluator.diagnostics}")


def check(program: str | Mapping[str, str]) -> None:
    """Both must come to the same."""
    ours, theirs = by_us(program), by_cpython(program)
    assert ours == theirs, f"ours: {ours}, CPython: {theirs}"


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
