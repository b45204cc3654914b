"""What the evaluator knows while a program runs, and the small things that all its parts need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.model.values import Call, Unknown, Value, children
from scaffold.readers.programs.budget import Budget, Meter
from scaffold.readers.programs.functions import Unit
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Language,
    Object,
    OverBudgetError,
    Platform,
    Symbol,
    ThrownError,
)

if TYPE_CHECKING:
    from scaffold.readers.programs.journal import Journal
    from scaffold.readers.programs.values import Machine as _Base
else:
    _Base = object

#: How much of the source an `Unknown` quotes, in characters.
_QUOTE = 80
#: Conditions kept for one arm: a loop may come by it thousands of times.
_CONDITIONS = 24
#: Calls inside one another after which a language that has an error for that throws it.
_RECURSION = 980
#: What such an error costs, in steps: a program that goes on after it would come to it again and again.
_UNWINDING = 500
#: What is said of programs in which nothing is wrong: it is only not known what they are given.
_NOTES = frozenset({"unknown-key", "unknown-object"})
#: The parts of a condition that is worth knowing.
_LARGEST = 200


def larger_than(value: Value, nodes: int) -> bool:
    """Whether a model value has more parts than that."""
    count, left = 0, [value]
    while left:
        part = left.pop()
        count += 1
        if count > nodes:
            return True
        if type(part) not in (str, int, bool, float, type(None)):
            left.extend(children(part))
    return False


class Core(_Base):
    """The state of one evaluation. The parts of the evaluator extend it in layers; this is what they share.

    `unit` is the module that runs now; `hit` are the arms that were taken, as places in `Program.arms`; `journal`
    notes what changes while one way of an unknown branch runs; `conditions` are what has to hold for the statement that
    runs now, innermost last, each with what it lasts for (`arm`, `continue`, `break`, `return`); `here` is the offset
    of the last call, for budgets that are used up inside of it. `split` says that attributes and items are two things
    in the language, `nothing` is what a function gives that says nothing.
    """

    platform: Platform
    language: Language

    def __init__(self, language: Language, platform: Platform, budget: Budget) -> None:
        self.language, self.platform, self.budget = language, platform, budget
        self.meter = Meter(budget)
        self.unit = Unit("", "", [0])
        self.globals: Mapping[str, Any] = {}
        self.depth = 0
        self.hit: set[int] = set()
        self.noted: dict[int, list[Value]] = {}
        self.journal: Journal | None = None
        self.conditions: list[tuple[str, Value]] = []
        self.loops = 0
        self.said: dict[tuple[Any, ...], Diagnostic] = {}
        self.strict = False
        self.here = 0
        self.split = language.root is not None
        self.deepest = _RECURSION if self.split else budget.depth

    @property
    def nothing(self) -> Any:
        """What a function gives that says nothing."""
        return None if self.split else UNDEFINED

    # Places and words

    def position(self, at: int) -> Position:
        """Where an offset of the module that runs now is."""
        return self.unit.position(at)

    @property
    def file(self) -> str:
        """The file of the module that runs now."""
        return self.unit.path

    def unknown(self, reason: str, at: int, end: int = 0) -> Symbol:
        """A symbol of which nothing is known, with the source text from `at`."""
        source = self.unit.text[at : min(end, at + _QUOTE) if end else at + _QUOTE].split("\n", 1)[0]
        return Symbol(Unknown(reason, source.strip()))

    def throw(self, message: str, at: int, kind: str = "Error") -> ThrownError:
        """The exception to raise for an error that the program can catch."""
        return ThrownError(self.language.error(self, kind, message), self.position(at))

    def say(self, diagnostic: Diagnostic) -> None:
        """Say something about the program, once for each place and code."""
        self.said.setdefault((diagnostic.code, diagnostic.position), diagnostic)

    def note(self, code: str, summary: str, at: int, hint: str = "", detail: str = "") -> None:
        """Say at a place of the module that runs now that something is not understood."""
        severity = Severity.NOTE if code in _NOTES else Severity.WARNING
        self.say(Diagnostic(severity, code, summary, self.position(at), detail, hint))

    # Work

    def spend(self, steps: int = 1) -> None:
        """Count work against the budget."""
        meter = self.meter
        meter.left -= steps
        if meter.left < 0:
            self.refill(self.here)

    def refill(self, at: int) -> None:
        """Look whether the budget is used up, when a slice of it is."""
        reason = self.meter.refill()
        if reason:
            raise OverBudgetError(reason, self.position(at))

    def measure(self, value: Any, at: int) -> Any:
        """A value that an operation made, which must not be too large."""
        if len(value) > 1000:
            if len(value) > self.budget.size:
                raise OverBudgetError("a value gets too large", self.position(at))
            self.spend(len(value) >> 6)
        return value

    def deepen(self, at: int) -> None:
        """One more call inside another; who calls it counts `depth` down."""
        if self.depth >= self.deepest:
            self.too_deep(at)
        self.depth += 1

    def too_deep(self, at: int) -> NoReturn:
        """Calls are nested too deeply: the program's error where the language has one for that."""
        if self.split:
            self.spend(_UNWINDING)
            raise self.throw("maximum recursion depth exceeded", at, "RecursionError")
        raise OverBudgetError("its calls are nested too deeply", self.position(at))

    # Branches

    def note_decision(self, arm: int, condition: Value) -> None:
        """Note the condition of an arm, once."""
        known = self.noted.setdefault(arm, [])
        if len(known) < _CONDITIONS and not larger_than(condition, _LARGEST) and condition not in known:
            known.append(condition)

    @property
    def condition(self) -> Value:
        """The condition under which the statement that runs now is reached, where it is not known; else `None`."""
        values: list[Value] = []
        for _, value in self.conditions:
            if value not in values:
                values.append(value)
        if not values:
            return None
        return values[0] if len(values) == 1 else Call("and", tuple(values))

    @property
    def repeated(self) -> bool:
        """Whether it stands in a loop whose number of rounds is not known."""
        return self.loops > 0

    # Truth

    def truth(self, value: Any, at: int = 0) -> bool | None:
        """Whether a value counts as true; `None` where that is not known."""
        if value is True:
            return True
        if value is False or value is None or value is UNDEFINED:
            return False
        if type(value) is str:
            return self.language.truth(value)
        if isinstance(value, Symbol):
            value = value.concrete
            if value is MISSING:
                return None
        if type(value) is Object and value.type is not None:
            return self.language.truth_of(self, value, at)
        return self.language.truth(value)

    def doubt(self, value: Any, at: int) -> Symbol:
        """What is branched on where it is not known whether it counts as true."""
        return value if isinstance(value, Symbol) else self.unknown("whether this is true is not known", at)

    def absent(self, value: Any) -> bool | None:
        """Whether a value is null or undefined; `None` where that is not known."""
        if isinstance(value, Symbol):
            value = value.concrete
            if value is MISSING:
                return None
        return value is None or value is UNDEFINED
