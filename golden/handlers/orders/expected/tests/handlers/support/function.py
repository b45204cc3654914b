"""A function with all that surrounds it, called as its trigger calls it."""

from __future__ import annotations

import inspect
import json
import warnings
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from . import runtime
from .outcome import Outcome
from .package import Files, Package, importable, load, module_name
from .resolving import Terms
from .runtime import Context, TimedOut, limited, logged, unplugged
from .stubs import STUBS, is_replaceable, stand_ins
from .terms import Call, Failing
from .world import Wired, comparisons, emulated, make, recorded

__tracebackhide__ = True


class Function:
    """A function: where its code is, what it is told, and what it is wired to.

    Paths are seen from the suites' folder, `entry` from the package's own root. What
    its code needs are `packages`, or those that a file of `requirements` names.
    """

    def __init__(
        self,
        title: str,
        *,
        folder: str,
        entry: str,
        handler: str,
        files: Files = (),
        texts: Mapping[str, str] | None = None,
        name: str = "",
        environment: Mapping[str, Any] | None = None,
        wired: Sequence[Wired] = (),
        region: str = "us-east-1",
        runtime: str = "python3.12",
        timeout: int = 3,
        memory: int = 128,
        requirements: str = "",
        packages: Sequence[str] = (),
    ) -> None:
        self.title, self.name = title, name or title
        self.package = Package(folder, files, texts or {})
        self.entry, self.handler = entry, handler
        self.environment = environment or {}
        self.wired = tuple(wired)
        self.region, self.runtime = region, runtime
        self.timeout, self.memory = timeout, memory
        self._needs = f"-r {requirements}" if requirements else " ".join(packages)

    def loads(self, **options: Any) -> None:
        """That the module loads, and has the handler."""
        self._judged(self._outcome(None, False, **options)).completes()

    def call(self, event: Any, *, within: bool = True, **options: Any) -> Outcome:
        """What comes of an event; options are those of `run`.

        With `within`, nothing may be written but to what the function is wired to.
        """
        outcome = self._judged(self.run(event, **options))
        if within:
            outcome.stays_within()
        return outcome

    def run(self, event: Any, **options: Any) -> Outcome:
        """What comes of an event, unjudged: all is new for each call.

        Calls in `before` are made first, those in `failing` are refused. `without` are
        variables that are not set, `environment` are others.
        """
        return self._outcome(event, True, **options)

    def _judged(self, outcome: Outcome) -> Outcome:
        """The outcome, if what it needs is installed and known to the emulator."""
        missing = outcome.missing
        how = [f"pip install {self._needs}"] if self._needs else []
        how += [f"{STUBS}=1 stands in for it"] if is_replaceable(missing) else []
        if missing and how:
            told = f"{self.title} needs {missing}: {', or '.join(how)}"
            pytest.fail(told, pytrace=False)
        if outcome.unknown:
            pytest.skip(f"the emulator does not know {outcome.unknown[0]}")
        return outcome

    def _outcome(self, event: Any, called: bool, **options: Any) -> Outcome:
        terms = Terms()
        with comparisons() as compared:
            outcome = self._attempt(event, called, terms, **options)
        if terms.sign(compared):
            outcome = self._attempt(event, called, terms, **options)
        return outcome

    def _attempt(
        self,
        event: Any,
        called: bool,
        terms: Terms,
        *,
        before: Sequence[Call] = (),
        failing: Sequence[Failing] = (),
        without: Sequence[str] = (),
        environment: Mapping[str, Any] | None = None,
    ) -> Outcome:
        with ExitStack() as stack:
            enter = stack.enter_context
            enter(warnings.catch_warnings())
            warnings.simplefilter("ignore")
            folder = enter(self.package.unpacked())
            enter(runtime.environment(self._variables(folder)))
            enter(unplugged())
            enter(emulated(self.wired, terms))
            told = {**self.environment, **(environment or {})}
            told = {key: item for key, item in told.items() if key not in without}
            enter(runtime.environment({**self._variables(folder), **terms.value(told)}))
            for call in before:
                make(call, terms)
            record = enter(recorded(failing))
            lines = enter(logged())
            enter(importable(folder))
            enter(stand_ins())
            owns = self.package.owns(folder)
            outcome = Outcome(self.title, terms, owns, self.wired, record, lines)
            outcome.event = terms.value(event)
            self._go(outcome, folder, called)
        return outcome

    def _go(self, outcome: Outcome, folder: Path, called: bool) -> None:
        """Loads the module and calls the handler; what Lambda would see is noted."""
        try:
            with limited():
                found = getattr(load(folder, self.entry), self.handler)
                if called:
                    outcome.result = sent(found(*self._given(outcome.event)))
        except (Exception, SystemExit, TimedOut) as error:
            outcome.error = error

    def _given(self, event: Any) -> tuple[Any, Context]:
        """What the handler is called with: an event of its own, and the context."""
        context = Context(self.name, self.region, self.timeout, self.memory)
        return json.loads(json.dumps(event)), context

    def _variables(self, folder: Path) -> Mapping[str, str]:
        handler = f"{module_name(self.entry)}.{self.handler}"
        return runtime.variables(
            self.name, self.region, self.memory, handler, self.runtime, folder
        )


class MarshalError(Exception):
    """That what a handler returns cannot be sent as JSON."""


def sent(result: Any) -> Any:
    """What Lambda makes of a result: its JSON. `MarshalError` where there is none."""
    if inspect.iscoroutine(result):
        result.close()
        raise MarshalError("the handler returns a coroutine: nobody awaits it")
    try:
        return json.loads(json.dumps(result, default=_number))
    except (TypeError, ValueError) as error:
        raise MarshalError(str(error)) from error


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
