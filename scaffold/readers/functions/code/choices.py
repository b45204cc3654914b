"""The choices on a way through the code: what is asked of values that are not known, and what is known from then on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from scaffold.readers.functions.code.values import UNDEFINED, Sym

Subject: TypeAlias = tuple[str, tuple[str, ...]]
#: What a value of the event may be.
KINDS = ("text", "number", "boolean", "list", "object")


@dataclass(frozen=True, slots=True)
class Test:
    """A question about a value. `kind` is one of these:

    `has` (it is there), `truthy`, `filled` (a list with elements), `is` (a kind), `equals`, `among` (constants),
    `listed` (in what a variable lists), `matches` (a pattern), `digits`, `compare` (operator and number), `length` (the
    same), `number` (a text can be taken for one), `time` (it is compared with the clock), `signature`, `fails` (a
    call), `code` (an error's), or `free`: nothing is known of it.
    """

    kind: str
    subject: Subject
    argument: Hashable = None
    views: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A test at a place of the code (module and offset), and how it came out."""

    place: tuple[str, int]
    test: Test
    arm: bool

    @property
    def key(self) -> tuple[tuple[str, int], Test]:
        """What the two arms of a choice have in common."""
        return self.place, self.test


def kind_of(value: Any) -> str:
    """Which kind a constant is of."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str | bytes) else "none"


@dataclass(slots=True)
class _Known:
    exists: bool | None = None
    truth: bool | None = None
    kind: str = ""
    equals: Any = UNDEFINED


@dataclass(slots=True)
class State:
    """What is known on this way of the values that are not known before."""

    known: dict[Subject, _Known] = field(default_factory=dict)
    decided: dict[Test, bool] = field(default_factory=dict)
    #: The name that was found when all names of an object were gone through, and whether case counted.
    names: dict[Subject, tuple[str, bool]] = field(default_factory=dict)

    def of(self, subject: Subject) -> _Known:
        """What is known of one."""
        found = self.known.get(subject)
        if found is None:
            found = self.known[subject] = _Known()
        return found

    def exists(self, subject: Subject) -> bool | None:
        """Whether a value is there: none is in what is not there."""
        kind, path = subject
        if kind in ("event", "call"):
            if not path or (kind == "call" and len(path) == 1) or path[-1] == "*":
                return True
            for length in range(1, len(path)):
                upper = self.known.get((kind, path[:length]))
                if upper is not None and upper.exists is False:
                    return False
        found = self.known.get(subject)
        return None if found is None else found.exists

    def implied(self, test: Test) -> bool | None:
        """How a test comes out, where that is clear from what is known."""
        if test in self.decided:
            return self.decided[test]
        exists = self.exists(test.subject)
        known = self.of(test.subject)
        if test.kind == "has":
            return exists
        if exists is False:
            absent = test.kind == "equals" and (test.argument is None or test.argument is UNDEFINED)
            return None if test.kind == "free" else absent
        check = _IMPLIED.get(test.kind)
        return check(known, test.argument) if check is not None and not (set(test.views) - _HARMLESS) else None

    def assume(self, test: Test, arm: bool) -> None:
        """Take note of how a test came out."""
        self.decided[test] = arm
        known = self.of(test.subject)
        if test.kind == "has":
            known.exists = arm
        elif test.kind == "truthy" and not test.views:
            known.truth = arm
        if arm and test.kind in ("truthy", "filled", "is", "among", "listed", "matches", "digits", "compare", "number"):
            known.exists = True
        if arm and test.kind == "is":
            known.kind = str(test.argument)
        elif arm and test.kind == "equals" and not test.views:
            known.exists = test.argument is not None and test.argument is not UNDEFINED
            if known.exists:
                known.equals = test.argument


_HARMLESS = frozenset({"text", "caseless", "strip", "await"})


def _truthy(known: _Known, _argument: Any) -> bool | None:
    if known.equals is not UNDEFINED:
        return bool(known.equals)
    return known.truth


def _filled(known: _Known, _argument: Any) -> bool | None:
    return False if known.truth is False else None


def _is(known: _Known, argument: Any) -> bool | None:
    if known.equals is not UNDEFINED:
        return bool(kind_of(known.equals) == argument)
    return bool(known.kind == argument) if known.kind else None


def _equals(known: _Known, argument: Any) -> bool | None:
    if known.equals is not UNDEFINED:
        return bool(known.equals == argument)
    if argument is None or argument is UNDEFINED:
        return False if known.exists or known.truth else None
    if known.truth is not None and known.truth is not bool(argument):
        return False
    return False if known.kind and known.kind != kind_of(argument) else None


def _among(known: _Known, argument: Any) -> bool | None:
    return bool(known.equals in argument) if known.equals is not UNDEFINED else None


_IMPLIED: dict[str, Callable[[_Known, Any], bool | None]] = {
    "truthy": _truthy,
    "filled": _filled,
    "is": _is,
    "equals": _equals,
    "among": _among,
}


def asking(kind: str, value: Sym, argument: Hashable = None) -> Test:
    """A test of a value."""
    return Test(kind, value.subject, argument, tuple(view for view in value.views if view != "caseless"))
