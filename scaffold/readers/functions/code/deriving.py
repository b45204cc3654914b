"""What the ways through a handler say together: what it needs of its event, and what becomes of failures."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Any

from scaffold.model.functions import EventUse, Guard, SdkCall
from scaffold.readers.functions.code import sdk
from scaffold.readers.functions.code.choices import Subject, Test
from scaffold.readers.functions.code.endings import Ending, codes_of, ending_of, failed_calls, guard_of, plainest
from scaffold.readers.functions.code.exploring import Exploration
from scaffold.readers.functions.code.facts import Made, Touch, Way
from scaffold.readers.functions.code.samples import sample_of

_Plain = str | int | float | bool
Condition = tuple[str, _Plain]


class Derivation:
    """Looks at all ways at once. `plain` are those on which no call failed."""

    def __init__(self, found: Exploration) -> None:
        self.found = found
        self.ways = [way for way in found.ways if way.loaded and ending_of(way) is not Ending.LOST]
        self.plain = [way for way in self.ways if not failed_calls(way)]
        self.good = [way for way in self.plain if ending_of(way) is Ending.GOOD]
        #: On these, nothing was raised, or it could not be helped.
        self.smooth = [way for way in self.good if not way.caught] or self.good
        self._good, self._smooth = set(map(id, self.good)), set(map(id, self.smooth))
        self._best = set(map(id, self._fruitful()))
        self.arms: dict[Test, dict[bool, list[Way]]] = {}
        for way in self.plain:
            for choice in way.choices:
                self.arms.setdefault(choice.test, {}).setdefault(choice.arm, []).append(way)
        self._lists = {test.subject for test in self.arms if test.kind == "filled" and test.subject[0] == "event"}
        self.by_subject: dict[Subject, list[Test]] = {}
        for test in self.arms:
            self.by_subject.setdefault(test.subject, []).append(test)

    def _fruitful(self) -> list[Way]:
        """The smooth ways; of one that takes records, those that write something if any do."""
        takes_records = ("event", ("Records",)) in self.found.facts.touches
        writing = {
            made.place for made in self.found.facts.calls.values() if not made.at_import and sdk.writes(made.operation)
        }
        fruitful = [way for way in self.smooth if writing & set(way.calls)]
        return fruitful if takes_records and fruitful else self.smooth

    def bad(self, test: Test, arm: bool, *, smoothly: bool = False) -> bool:
        """Whether an event for which a test comes out so is refused or fails: always, unlike for the other arm. What is
        raised and caught, or (unless `smoothly`) passed over, counts as failing, even where nobody is told."""
        arms = self.arms.get(test, {})
        here, there = arms.get(arm, []), arms.get(not arm, [])
        well = self._smooth if smoothly or test.subject in self._lists else self._best
        return bool(here) and not any(id(way) in well for way in here) and any(id(way) in well for way in there)

    def needed(self, subject: Subject) -> list[tuple[Test, bool]]:
        """The tests of a value that a good event has to pass, each with the arm to be on."""
        return [
            (test, not arm) for test in self.by_subject.get(subject, []) for arm in (False, True) if self.bad(test, arm)
        ]

    # Uses

    def uses(self) -> tuple[EventUse, ...]:
        """What is taken out of the event."""
        return tuple(
            self._use(touch, touch.path) for touch in self.found.facts.touches.values() if touch.kind == "event"
        )

    def taken(self, number: str) -> tuple[EventUse, ...]:
        """What is taken out of the answer of a call."""
        return tuple(
            self._use(touch, touch.path[1:])
            for touch in self.found.facts.touches.values()
            if touch.kind == "call" and touch.path[0] == number and len(touch.path) > 1
        )

    def _use(self, touch: Touch, path: tuple[str, ...]) -> EventUse:
        subject = (touch.kind, touch.path)
        needed = self.needed(subject)
        facts = _Needs(needed)
        kinds = list(touch.kinds)
        kinds += [kind for kind in facts.kinds if kind not in kinds]
        among = self._one_of(subject) or facts.among
        bad = [way for test, arm in needed for way in self.arms[test].get(not arm, [])]
        return EventUse(
            path,
            touch.position,
            kinds=tuple(kinds),
            values=tuple(self._values(subject)),
            among=among,
            pattern=facts.pattern,
            sample=touch.prefix or (sample_of(facts.pattern, facts.flags) if facts.pattern else ""),
            required=facts.required or bool(among) or "signature" in touch.kinds,
            case=touch.case,
            guard=guard_of(plainest(bad, subject)),
            least=facts.least,
            most=facts.most,
            listed=self._listed(subject),
            under=self.under(lambda way: touch.path in way.touched) if touch.kind == "event" else None,
        )

    def _values(self, subject: Subject) -> list[_Plain]:
        found: list[_Plain] = []
        for test in self.by_subject.get(subject, []):
            if test.kind in ("equals", "among"):
                argument = test.argument
                found += [
                    each
                    for each in (argument if isinstance(argument, tuple) else (argument,))
                    if isinstance(each, str | int | float | bool) and each not in found
                ]
        return found

    def _listed(self, subject: Subject) -> str:
        return next((str(test.argument) for test in self.by_subject.get(subject, []) if test.kind == "listed"), "")

    def _one_of(self, subject: Subject) -> tuple[_Plain, ...]:
        """Constants of which a good one is one: where no good way goes past all comparisons."""
        tests = [
            test
            for test in self.by_subject.get(subject, [])
            if test.kind == "equals" and isinstance(test.argument, str | int | float) and not set(test.views) - {"text"}
        ]
        ways = {id(way): way for test in tests for arm in (True, False) for way in self.arms[test].get(arm, [])}
        if not tests or not ways:
            return ()
        matched = {id(way) for test in tests for way in self.arms[test].get(True, [])}
        well = [key for key in ways if key in self._good]
        if not well or any(key not in matched for key in well) or not any(key not in matched for key in ways):
            return ()
        return tuple(
            test.argument
            for test in tests
            if isinstance(test.argument, str | int | float)
            and any(id(way) in self._good for way in self.arms[test].get(True, []))
        )

    def under(self, reaches: Callable[[Way], bool]) -> tuple[Condition, ...] | None:
        """The conditions on the event under which all good ways reach something; nothing where all do so anyway."""
        full = [way for way in self.smooth if not self._empty(way)] or self.smooth
        ways = [way for way in full if not _met(way)] or full
        here = [way for way in ways if reaches(way)]
        if not here:
            return None
        elsewhere = [way for way in ways if not reaches(way)]
        common = set.intersection(*(set(self._conditions(way)) for way in here))
        return smallest(common, elsewhere, self._agrees)

    def _empty(self, way: Way) -> bool:
        """Whether a way goes through a list of the event that has nothing in it, or is not there."""
        lists = [choice for choice in way.choices if choice.test.subject in self._lists]
        filled = [choice.arm for choice in lists if choice.test.kind == "filled"]
        missing = any(choice.test.kind in ("has", "truthy") and not choice.arm for choice in lists)
        return not all(filled) or (missing and not filled)

    def _conditions(self, way: Way) -> list[Condition]:
        """What is equal to a constant in the event on a way: `*` for what is there though it need not be, `-` for what
        is not, `!` before what it is not."""
        found: list[Condition] = []
        for choice in way.choices:
            test = choice.test
            if test.subject[0] != "event" or self._is_needed(test):
                continue
            path = ".".join(test.subject[1])
            if test.kind == "equals" and isinstance(test.argument, str | int | float):
                if choice.arm:
                    found.append((path, test.argument))
                elif isinstance(test.argument, str):
                    found.append((path, f"!{test.argument}"))
            elif test.kind in ("has", "truthy"):
                found.append((path, "*" if choice.arm else "-"))
        return found

    def _agrees(self, way: Way, condition: Condition) -> bool:
        """Whether an event that fulfils a condition may go a way."""
        path, wanted = condition
        for choice in way.choices:
            test = choice.test
            if test.subject[0] != "event" or ".".join(test.subject[1]) != path:
                continue
            if test.kind in ("has", "truthy"):
                if choice.arm is (wanted == "-"):
                    return False
            elif test.kind == "equals":
                same = test.argument == wanted
                if isinstance(wanted, str) and wanted.startswith("!"):
                    if choice.arm and test.argument == wanted[1:]:
                        return False
                elif (choice.arm and not same and wanted != "*") or (same and not choice.arm):
                    return False
        return True

    def _is_needed(self, test: Test) -> bool:
        if test.kind == "equals" and len(self._one_of(test.subject)) > 1:
            return False
        return self.bad(test, True, smoothly=True) or self.bad(test, False, smoothly=True)

    # Calls

    def calls(self) -> tuple[SdkCall, ...]:
        """The SDK calls, with what becomes of their failures."""
        return tuple(self._call(made) for made in self.found.facts.calls.values())

    def _call(self, made: Made) -> SdkCall:
        number = made.number
        failed = [way for way in self.ways if failed_calls(way)[:1] == [number]]
        generic = [way for way in failed if len(failed_calls(way)) == 1 and not codes_of(way)]
        codes: dict[str, list[Way]] = {}
        for way in failed:
            for code in codes_of(way)[:8]:
                codes.setdefault(code, []).append(way)
        good = [way for way in self.good if not self._empty(way)]
        every = bool(good) and not made.at_import and all(made.place in way.calls for way in good)
        under = None if made.at_import else self.under(lambda way: made.place in way.calls)
        return SdkCall(
            made.service,
            made.operation,
            made.position,
            at_import=made.at_import,
            target=made.target,
            inputs=tuple(made.inputs),
            writes=sdk.writes(made.operation),
            guard=self._at_import(made) or guard_of(plainest(generic)),
            looped=made.looped,
            floats=made.floats,
            sends=dict(made.sends),
            takes=self.taken(number),
            codes={code: guard_of(plainest(ways)) for code, ways in sorted(codes.items())},
            always=every,
            under=under,
            certain=under is not None,
        )

    def _at_import(self, made: Made) -> Guard | None:
        return (
            Guard("escapes")
            if made.at_import
            and not any(failed_calls(way)[:1] == [made.number] and way.loaded for way in self.found.ways)
            else None
        )

    def explained(self) -> bool:
        """Whether all that is refused or fails for its event is told of by what is needed of the event."""
        if not self.found.complete or not self.good or any(way.unsure for way in self.ways):
            return False
        if any(ending_of(way) is Ending.LOST for way in self.found.ways):
            return False
        return all(id(way) in self._good or self._told(way) for way in self.plain)

    def _told(self, way: Way) -> bool:
        return any(
            self.bad(choice.test, choice.arm) and choice.test.subject[0] in ("event", "call") for choice in way.choices
        )


def _met(way: Way) -> bool:
    """Whether an answer had what is not there in tables that are new."""
    return any(
        choice.test.subject[0] == "call" and choice.test.kind == "equals" and choice.arm for choice in way.choices
    )


def smallest(
    conditions: set[Condition], elsewhere: list[Way], agrees: Callable[[Way, Condition], bool]
) -> tuple[Condition, ...] | None:
    """The fewest of the conditions under which no way leads elsewhere."""
    ordered = sorted(conditions, key=lambda each: (str(each[1])[:1] in "*-!", repr(each)))[:10]
    for size in range(min(3, len(ordered)) + 1):
        for chosen in itertools.combinations(ordered, size):
            if not any(all(agrees(way, each) for each in chosen) for way in elsewhere):
                return chosen
    return None


class _Needs:
    """What tests that have to be passed say of a value."""

    def __init__(self, needed: Iterable[tuple[Test, bool]]) -> None:
        self.required = False
        self.kinds: list[str] = []
        self.among: tuple[_Plain, ...] = ()
        self.pattern = self.flags = ""
        self.least: int | float | None = None
        self.most: int | float | None = None
        for test, arm in needed:
            self._add(test, arm)

    def _add(self, test: Test, arm: bool) -> None:
        argument: Any = test.argument
        if not arm:
            if test.kind in ("compare", "length"):
                self._bound({"<": ">=", "<=": ">", ">": "<=", ">=": "<"}.get(argument[0], ""), argument[1], test)
            return
        self.required = True
        if test.kind == "is":
            self._kind(argument)
        elif test.kind == "digits" or test.kind == "number":
            self._kind("digits")
        elif test.kind == "signature":
            self._kind("signature")
        elif test.kind == "equals":
            self.among = (argument,) if isinstance(argument, str | int | float) else ()
        elif test.kind == "among":
            self.among = tuple(each for each in argument if isinstance(each, str | int | float))
        elif test.kind == "matches":
            self._match(*argument)
        elif test.kind in ("compare", "length"):
            self._bound(argument[0], argument[1], test)

    def _kind(self, kind: str) -> None:
        if kind not in self.kinds:
            self.kinds.append(kind)

    def _match(self, pattern: str, flags: str) -> None:
        if pattern.startswith(r"^[\x00"):
            return
        if not self.pattern or len(pattern) > len(self.pattern):
            self.pattern, self.flags = pattern, flags

    def _bound(self, sign: str, value: Any, test: Test) -> None:
        if test.kind == "compare":
            self._kind("number") if "number" not in test.views and "digits" not in self.kinds else None
        if not isinstance(value, int | float):
            return
        step = 1 if isinstance(value, int) else 0.01
        if sign in (">", ">="):
            self.least = value + (step if sign == ">" else 0)
        elif sign in ("<", "<="):
            self.most = value - (step if sign == "<" else 0)
        elif sign == "==":
            self.least = self.most = value
