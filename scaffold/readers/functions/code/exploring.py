"""Follows the ways through a function's code: each arm of each choice at least once, as far as the budget goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scaffold.readers.functions.code.choices import Choice, Test
from scaffold.readers.functions.code.dispatching import PARTS
from scaffold.readers.functions.code.endings import Ending, ending_of
from scaffold.readers.functions.code.facts import Facts, Way
from scaffold.readers.functions.code.machine import Exhausted, Left, Machine, Raised, Returned, World
from scaffold.readers.functions.code.sources import Sources
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    Bound,
    Closure,
    Module,
    Native,
    Obj,
    Rejected,
    Scope,
    Sym,
    Value,
    made,
)
from scaffold.readers.programs import ir
from scaffold.readers.programs.syntax.lowering import deep

#: Ways that are followed, and steps on all of them together.
MAX_WAYS = 320
MAX_STEPS = 450_000
_Key = tuple[tuple[str, int], Test]


@dataclass(slots=True)
class _Knowledge:
    """What earlier ways showed: which arms were taken or are waiting, and which of them ended well."""

    planned: set[tuple[_Key, bool]] = field(default_factory=set)
    well: dict[tuple[_Key, bool], int] = field(default_factory=dict)
    waiting: list[list[Choice]] = field(default_factory=list)


class _Guide:
    """Takes the choices of a beginning as they are, and after that those that seem to end well. The other arm of each
    is left for later: once for each test at a place, or (`thorough`) each time that it is come to."""

    def __init__(
        self, beginning: list[Choice], knowledge: _Knowledge, *, failing: bool, thorough: bool = False
    ) -> None:
        self.beginning, self.knowledge, self.failing, self.thorough = beginning, knowledge, failing, thorough
        self.taken: list[Choice] = []

    def choose(self, place: tuple[str, int], test: Test, default: bool | None) -> bool:
        """The arm to take at a place."""
        at = len(self.taken)
        if at < len(self.beginning) and self.beginning[at].key == (place, test):
            self.taken.append(self.beginning[at])
            return self.beginning[at].arm
        key = (place, test)
        arm = self._arm(key, test, default)
        choice = Choice(place, test, arm)
        self.knowledge.planned.add((key, arm))
        fresh = self.thorough or (key, not arm) not in self.knowledge.planned
        if fresh and (self.failing or test.kind not in ("fails", "code")):
            self.knowledge.planned.add((key, not arm))
            self.knowledge.waiting.append([*self.taken, Choice(place, test, not arm)])
        self.taken.append(choice)
        return arm

    def _arm(self, key: _Key, test: Test, default: bool | None) -> bool:
        preferred = True if default is None else default
        if test.kind in ("fails", "code"):
            return preferred
        well = [self.knowledge.well.get((key, arm), 0) for arm in (False, True)]
        if bool(well[0]) is not bool(well[1]):
            return bool(well[1])
        return preferred


@dataclass(slots=True)
class Exploration:
    """The ways that were followed, and what they showed. `complete`: no arm is left that was not taken."""

    ways: list[Way]
    facts: Facts
    complete: bool
    handler: Value
    module: Module | None
    registered: list[Value] = field(default_factory=list)
    broken: str = ""


class Explorer:
    """Explores one function."""

    def __init__(self, sources: Sources, language: str, entry: str, handler: str) -> None:
        self.sources, self.language, self.entry, self.handler = sources, language, entry, handler
        self.facts = Facts()
        self.event: Callable[[Machine], Value] = lambda _machine: Sym("event")
        self.world: Callable[[], World] | None = None
        self.steps = 0
        self.found: Value = UNDEFINED
        self.module: Module | None = None
        self.registered: dict[int, Value] = {}

    def explore(self, *, failing: bool = True, most: int = MAX_WAYS, thorough: bool = False) -> Exploration:
        """Follow the ways: each arm of each test at a place once, or (`thorough`) all that there are."""
        knowledge = _Knowledge()
        ways: list[Way] = []
        waiting: list[list[Choice]] = [[]]
        with deep():
            while waiting and len(ways) < most and self.steps < MAX_STEPS:
                guide = _Guide(waiting.pop(), knowledge, failing=failing, thorough=thorough)
                way = self.follow(guide)
                ways.append(way)
                well = ending_of(way) is Ending.GOOD
                for choice in guide.taken if well else ():
                    arm = (choice.key, choice.arm)
                    knowledge.well[arm] = knowledge.well.get(arm, 0) + 1
                waiting += knowledge.waiting
                knowledge.waiting.clear()
            if self.world is None:
                self._follow_registered()
        return Exploration(ways, self.facts, not waiting, self.found, self.module)

    def follow(self, guide: _Guide) -> Way:
        """Follow one way."""
        machine = Machine(PARTS, self.sources, self.language, guide, self.facts)
        machine.registered = self.registered
        machine.world = self.world() if self.world is not None else None
        way = self.facts.way = Way(guide.taken)
        try:
            self.module = machine.load(self.entry)
            way.loaded = True
            if self.module is not None:
                self.found = machine.exported(self.module, self.handler)
            machine.at_import = False
            way.value = self._called(machine)
            way.outcome = "returned"
            if isinstance(way.value, Rejected):
                raise way.value.error
        except Raised as raised:
            way.outcome, way.value = "raised", raised.error
            way.at = raised.unit.position(raised.at) if raised.unit is not None else None
        except (Exhausted, RecursionError):
            way.outcome = "lost"
        except (Returned, Left):
            way.outcome = "lost"
        finally:
            self.steps += machine.steps + 20
            way.in_handler = machine.returned_handling
        return way

    def _called(self, machine: Machine) -> Value:
        handler = self.found
        closure = handler.function if isinstance(handler, Bound) else handler
        if not isinstance(closure, Closure) or self.module is None:
            return made()
        answers: list[Value] = []

        def callback(given: list[Value], _named: dict[str, Value]) -> Value:
            self.facts.uses_callback = True
            error = given[0] if given else None
            failed = not (error is None or error is UNDEFINED)
            answers.append(Rejected(Raised(error)) if failed else (given[1] if len(given) > 1 else UNDEFINED))
            return UNDEFINED

        context = Sym("context")
        given: list[Value] = [self.event(machine), context]
        if isinstance(handler, Bound) and self.language == "python":
            given.insert(0, handler.receiver)
        elif self.language != "python":
            given.append(Native(callback))
        node = ir.Name(closure.node.at, closure.node.at, "handler")
        scope = Scope({}, None, closure.scope.unit)
        receiver = handler.receiver if isinstance(handler, Bound) else UNDEFINED
        result = machine.call(closure, given, {}, node, scope, this=receiver)
        return answers[0] if answers else result

    def _follow_registered(self) -> None:
        """Functions that were handed to a library (routes, listeners) are called by it: what they do counts too."""
        for value in list(self.registered.values())[:40]:
            closure = value.function if isinstance(value, Bound) else value
            if id(closure.node) in self.facts.functions or self.steps > MAX_STEPS:
                continue
            knowledge = _Knowledge()
            waiting: list[list[Choice]] = [[]]
            for _ in range(40):
                if not waiting:
                    break
                self._follow_one(closure.node, _Guide(waiting.pop(), knowledge, failing=True))
                waiting += knowledge.waiting
                knowledge.waiting.clear()

    def _follow_one(self, node: ir.Function, guide: _Guide) -> None:
        machine = Machine(PARTS, self.sources, self.language, guide, self.facts)
        machine.registered = {}
        self.facts.way = Way(guide.taken)
        try:
            machine.load(self.entry)
            machine.at_import = False
            value = machine.registered.get(id(node))
            closure = value.function if isinstance(value, Bound) else value
            if isinstance(closure, Closure):
                scope = Scope({}, None, closure.scope.unit)
                place = ir.Name(node.at, node.at, "handler")
                machine.call(closure, [made() for _ in closure.node.parameters], {}, place, scope, this=Obj())
        except (Raised, Exhausted, RecursionError, Returned, Left):
            pass
        finally:
            self.steps += machine.steps + 20
