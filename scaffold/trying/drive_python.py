"""A program of its own: calls a Python handler again and again with the support library of its suite, and says what
came of each call and which lines it reached.

It stands beside the library (`called/support`), is told of the function by a file of JSON, and then reads one trial a
line. It runs with the user's own Python, and imports nothing of ours.
"""

from __future__ import annotations

import ast
import dis
import functools
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

_ENDS = ("RETURN_VALUE", "RETURN_CONST", "RETURN_GENERATOR")
_RAISES = ("RAISE_VARARGS", "RERAISE")
_JUMPS = ("JUMP_FORWARD", "JUMP_ABSOLUTE", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT", "JUMP", "JUMP_NO_INTERRUPT")
_SETS_UP = ("SETUP_FINALLY", "SETUP_WITH", "SETUP_ASYNC_WITH", "SEND")
#: Texts in code that are longer are no keys or values.
_LONGEST = 80


class Lines:
    """Which lines of a package are reached, and one from which: `file:3`, `file:3-5`; an end is 0."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files
        self._codes: dict[CodeType, str | None] = {}
        self.reached: set[tuple[str, int, int]] = set()

    def __enter__(self) -> Lines:
        self.reached = set()
        threading.settrace(self._enter)
        sys.settrace(self._enter)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(None)
        threading.settrace(None)

    def names(self) -> list[str]:
        """All places that were reached."""
        found = {f"{file}:{line}" for file, _, line in self.reached if line}
        return sorted(found | {f"{file}:{before}-{line}" for file, before, line in self.reached})

    def _enter(self, frame: FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        try:
            file = self._codes[code]
        except KeyError:
            file = self._codes[code] = self._files.get(os.path.realpath(code.co_filename))
        return self._follow(file) if file is not None and event == "call" else None

    def _follow(self, file: str) -> Callable[[FrameType, str, Any], Any]:
        before, raised, reached = 0, False, self.reached

        def follow(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal before, raised
            if event == "line":
                reached.add((file, before, frame.f_lineno))
                before, raised = frame.f_lineno, False
            elif event == "exception":
                raised = True
            elif event == "return" and not raised:
                reached.add((file, before, 0))
            return follow

        return follow


def goals(path: str, name: str) -> list[str]:
    """The places of a file that may be reached: its lines, and the ways from those that have more than one."""
    found: set[str] = set()
    waiting = [compile(Path(path).read_bytes(), path, "exec")]
    while waiting:
        code = waiting.pop()
        waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
        ways = _ways(code)
        found.update(f"{name}:{line}" for line in ways)
        found.update(f"{name}:{line}-{to}" for line, all_of in ways.items() if len(all_of) > 1 for to in all_of)
    return sorted(found)


def _ways(code: CodeType) -> dict[int, set[int]]:
    """Where each line leads to, within one function."""
    steps = list(dis.get_instructions(code))
    starts, lines, line = dict(dis.findlinestarts(code)), {}, 0
    for step in steps:
        line = starts.get(step.offset, line) or line
        lines[step.offset] = line
    found: dict[int, set[int]] = {}
    for place, step in enumerate(steps):
        following = steps[place + 1] if place + 1 < len(steps) else None
        here = lines[step.offset]
        if step.opname == "RESUME" and here == code.co_firstlineno and code.co_name != "<module>":
            continue
        ways = found.setdefault(here, set())
        jumps = step.opcode in dis.hasjrel or step.opcode in dis.hasjabs
        if step.opname in _ENDS:
            ways.add(0)
            continue
        if jumps and step.opname not in _SETS_UP:
            ways.add(lines.get(step.argval, here))
        if step.opname not in (*_JUMPS, *_RAISES) and following is not None:
            ways.add(lines[following.offset])
    return {line: ways - {line} for line, ways in found.items() if line}


def constants(path: str) -> list[Any]:
    """The texts and numbers in a file, but for those that document it."""
    tree = ast.parse(Path(path).read_bytes())
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said]
    plain = [each for each in found if type(each) in (str, int, float) and len(str(each)) <= _LONGEST]
    return list(dict.fromkeys(plain))


class Driver:
    """Calls one function as it is asked."""

    def __init__(self, told: dict[str, Any], library: Any) -> None:
        self._told, self._library = told, library
        self._wired = {each["address"]: self._wire(each) for each in told["wired"]}
        self._files = dict(_own_files(told))
        self._lines = Lines(self._files)
        self._function = _traced(library.Function, self._lines)(
            told["name"],
            folder=told["folder"],
            entry=told["entry"],
            handler=told["handler"],
            files=told["files"],
            texts=told["texts"],
            name=told["function"],
            environment=self._terms(told["environment"]),
            wired=list(self._wired.values()),
            region=told["region"],
            runtime=told["runtime"],
            timeout=told["timeout"],
            memory=told["memory"],
        )

    def about(self) -> dict[str, Any]:
        """What is in the code."""
        found: dict[str, Any] = {"goals": [], "constants": [], "python": list(sys.version_info[:2])}
        for path, name in self._files.items():
            try:
                found["goals"] += goals(path, name)
                found["constants"] += constants(path)
            except (SyntaxError, ValueError, OSError):
                continue
        return found

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What came of a trial, and for each expectation why it does not hold, or nothing."""
        options = {
            "before": [self._call(each) for each in asked["before"]],
            "failing": [self._library.fails(*each[:3], first=each[3]) for each in asked["failing"]],
            "without": asked["without"],
            "environment": asked["environment"],
        }
        sys.modules[f"{self._library.__name__}.runtime"].PATIENCE = asked["patience"]  # type: ignore[attr-defined]
        moment, busy = time.time(), time.process_time()
        outcome = self._function._outcome(self._terms(asked["event"]), asked["called"], **options)
        return {
            "moment": moment,
            "spent": time.process_time() - busy,
            **_came(outcome),
            "reached": self._lines.names(),
            "judged": [self._judged(outcome, each) for each in asked["expect"]],
        }

    def _judged(self, outcome: Any, expected: dict[str, Any]) -> str:
        fields = {key: self._terms(value) for key, value in expected.items() if key != "$term"}
        checks: dict[str, Callable[[], Any]] = {
            "loads": outcome.completes,
            "completes": outcome.completes,
            "responds": lambda: outcome.responds(fields["low"], fields["high"], form=fields["form"]),
            "reports": lambda: outcome.reports(fields["failed"], or_raises=fields["or_raises"]),
            "raises": lambda: outcome.raises(fields["error"], fields["message"]),
            "calls": lambda: [outcome.uses(self._wired.get(each[2]), ".".join(each[:2])) for each in fields["made"]],
            "nowrites": outcome.writes_nothing,
            "within": outcome.stays_within,
            "returns": lambda: outcome.returns(fields["value"]),
            "callsexactly": lambda: outcome.calls_exactly(*(self._exact(each) for each in fields["calls"])),
        }
        try:
            checks[expected["$term"]]()
        except AssertionError as error:
            return str(error) or "it does not hold"
        return ""

    def _exact(self, call: dict[str, Any]) -> Any:
        return self._library.Call(call["service"], call["operation"], **call["input"])

    def _wire(self, told: dict[str, Any]) -> Any:
        calls = [self._call(each) for each in told["create"]]
        return self._library.Wired(told["title"], *calls, address=told["address"], names=told["identifiers"])

    def _call(self, told: list[Any]) -> Any:
        return self._library.Call(told[0], told[1], **self._terms(told[2]))

    def _terms(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._terms(each) for each in value]
        if not isinstance(value, dict):
            return value
        if "$term" not in value:
            return {key: self._terms(each) for key, each in value.items()}
        if value["$term"] == "plain":
            return {key: self._terms(each) for key, each in value["value"].items()}
        fields = {key: self._terms(each) for key, each in value.items() if key != "$term"}
        if value["$term"] == "joined":
            return self._library.joined(*fields["parts"])
        kinds = sys.modules[f"{self._library.__name__}.terms"]
        return getattr(kinds, value["$term"].capitalize())(**fields)


def _traced(kind: Any, lines: Lines) -> Any:
    """A function of the library that is followed only where its own code runs."""

    class Traced(kind):  # type: ignore[misc]
        def _go(self, *given: Any) -> None:
            with lines:
                super()._go(*given)

    return Traced


def _hasten() -> None:
    """What the SDK does is of no interest."""
    import boto3.session
    import botocore.client

    def unwatched(call: Any) -> Any:
        @functools.wraps(call)
        def calling(*given: Any, **named: Any) -> Any:
            watching = sys.gettrace()
            sys.settrace(None)
            try:
                return call(*given, **named)
            finally:
                sys.settrace(watching)

        return calling

    client: Any = botocore.client.BaseClient
    session: Any = boto3.session.Session
    client._make_api_call = unwatched(client._make_api_call)
    session.client = unwatched(session.client)
    session.resource = unwatched(session.resource)


def _came(outcome: Any) -> dict[str, Any]:
    error = outcome.error
    said = error and {
        "kind": type(error).__name__,
        "kinds": [each.__name__ for each in type(error).__mro__],
        "message": str(error),
        "missing": outcome.missing,
    }
    return {
        "result": outcome.result,
        "error": said,
        "calls": [[each.service, each.operation, each.input, each.failed] for each in outcome.calls],
        "unknown": list(outcome.unknown),
    }


def _own_files(told: dict[str, Any]) -> Any:
    """The package's own code by its whole path: what is installed there is not meant."""
    if told["files"]:
        for name, source in sorted(told["files"].items()):
            if name.endswith(".py"):
                yield os.path.realpath(source), name
        return
    folder = os.path.realpath(told["folder"])
    installed = {
        Path(str(file)).parts[0] for each in distributions(path=[folder]) for file in each.files or () if file.parts
    }
    for place, folders, names in os.walk(folder):
        inside = os.path.relpath(place, folder)
        folders[:] = sorted(
            each
            for each in folders
            if each not in ("node_modules", "site-packages", "__pycache__", "tests", "test")
            and not each.startswith(".")
            and not (inside == "." and each in installed)
        )
        for name in sorted(names):
            if name.endswith(".py") and not (inside == "." and name in installed):
                yield os.path.join(place, name), os.path.normpath(os.path.join(inside, name))


def main() -> None:
    """Answer one trial after the other."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    told = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    from called import support  # type: ignore[import-not-found]

    _hasten()

    driver = Driver(told, support)

    def say(found: dict[str, Any]) -> None:
        answers.write(json.dumps(found) + "\n")
        answers.flush()

    say(driver.about())
    os.dup2(nothing, 2)
    for line in sys.stdin:
        say(driver.answer(json.loads(line)))


if __name__ == "__main__":
    main()
