"""Values that make a condition true, or false: the way to a branch that has not been taken.

What comes out are guesses, the likeliest first: the program is evaluated with them, and only that says what they reach.
Operators and functions are those of `model/deployments.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from scaffold.model.shapes import Kind
from scaffold.model.values import Call, Conditional, Reference, Template, Value, is_known
from scaffold.plan.deployed import vocabulary as words
from scaffold.plan.deployed.arithmetic import left_operand, number, right_operand
from scaffold.plan.deployed.slots import ABSENT, Chosen, Slot, Slots
from scaffold.plan.deployed.vocabulary import has, members, parts

#: So many guesses for each part of a condition.
_MOST = 6
_DEEPEST = 12


class Conditions:
    """Guesses for the conditions of one variant."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    def guesses(self, condition: Value, truth: bool) -> list[Chosen]:
        """What may make a condition true (or false), each once; nothing that is so already."""
        found: dict[str, Chosen] = {}
        for chosen in self._truth(condition, truth, _DEEPEST):
            changes = tuple((slot, value) for slot, value in chosen if self._differs(slot, value))
            if changes and _consistent(changes):
                found.setdefault(repr(changes), changes)
        return list(found.values())

    def borders(self, condition: Value) -> list[tuple[Chosen, Chosen]]:
        """The values on the two sides of each comparison with a number in a condition: false, then true."""
        found = []
        for part in parts(condition):
            if isinstance(part, Call) and part.function in words.ORDER and len(part.arguments) == 2:
                sides = [list(islice(self._order(part, truth, _DEEPEST), 1)) for truth in (False, True)]
                if all(sides):
                    found.append((sides[0][0], sides[1][0]))
        return found

    def _differs(self, slot: Slot, value: Value) -> bool:
        now = self._slots.now(slot)
        return type(now) is not type(value) or now != value

    def _truth(self, condition: Value, truth: bool, depth: int) -> Iterator[Chosen]:
        if depth:
            yield from islice(self._true(condition, truth, depth - 1), _MOST * 2)

    def _true(self, condition: Value, truth: bool, depth: int) -> Iterator[Chosen]:
        if isinstance(condition, Reference):
            yield from self._bare(condition, truth)
        elif isinstance(condition, Conditional):
            for arm, way in ((condition.then, True), (condition.otherwise, False)):
                yield from self._both((condition.condition, way), (arm, truth), depth)
        elif isinstance(condition, Template):
            yield from self._make(condition, "" if not truth else "text", depth)
        elif isinstance(condition, Call):
            work = _OPERATIONS.get(condition.function)
            if work and condition.arguments:
                yield from work(self, condition, truth, depth)
            else:
                yield from self._called(condition, truth, depth)
        elif is_known(condition) and bool(condition) is truth:
            yield ()

    def _bare(self, reference: Reference, truth: bool) -> Iterator[Chosen]:
        slot = self._slots.at(reference)
        if slot is not None:
            if bool(self._now(reference)) is truth:
                yield ()
            for value in self._slots.samples(slot) if truth else self._slots.emptied(slot):
                yield ((slot, value),)

    def _called(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        """The truth of what a function gives, which nobody here knows: its first argument decides."""
        values: Sequence[Value] = ("text", True, 3, ("text",)) if truth else ("", ABSENT, False, 0, ())
        for value in values:
            yield from islice(self._make(call, value, depth), 1)
        for argument in call.arguments:
            yield from islice(self._truth(argument, truth, depth), 2)
            yield from islice(self._truth(argument, not truth, depth), 2)

    def _both(self, first: tuple[Value, bool], second: tuple[Value, bool], depth: int) -> Iterator[Chosen]:
        """Two conditions at once."""
        others = list(islice(self._truth(*second, depth), _MOST))
        for chosen in islice(self._truth(*first, depth), _MOST):
            yield from ((*chosen, *other) for other in others)

    def _not(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        yield from self._truth(call.arguments[0], not truth, depth)

    def _and(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        """`and`, and `or` with everything the other way round."""
        wanted = call.function == "and"
        first, rest = call.arguments[0], call.arguments[1:]
        if not rest:
            yield from self._truth(first, truth, depth)
            return
        second = rest[0] if len(rest) == 1 else Call(call.function, rest)
        if truth is wanted:
            yield from self._both((first, wanted), (second, wanted), depth)
            return
        yield from self._both((second, truth), (first, wanted), depth)
        yield from self._truth(first, truth, depth)

    def _nullish(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        yield from self._truth(call.arguments[0], truth, depth)
        for other in call.arguments[1:]:
            without = list(self._make(call.arguments[0], ABSENT, depth))
            yield from ((*chosen, *more) for chosen in without for more in self._truth(other, truth, depth))

    def _absent(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        if truth:
            yield from self._make(call.arguments[0], ABSENT, depth)
            return
        yield from self._truth(call.arguments[0], True, depth)
        yield from self._truth(call.arguments[0], False, depth)

    def _equal(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        wanted = truth is (call.function in words.EQUAL)
        sides = (call.arguments[0], call.arguments[-1])
        for place, other in (sides, sides[::-1]):
            if is_known(place):
                continue
            known, value = self._known(other)
            if known and wanted:
                yield from self._make(place, value, depth)
            elif known:
                yield from self._otherwise(place, value, depth)
            elif wanted:
                yield from self._alike(place, other, depth)
            else:
                yield from self._truth(place, True, depth)

    def _alike(self, place: Value, other: Value, depth: int) -> Iterator[Chosen]:
        """The same value in two places, of which nothing is known."""
        for value in ("text", 3):
            both = [list(self._make(each, value, depth)) for each in (place, other)]
            yield from ((*one, *two) for one in both[0] for two in both[1])

    def _otherwise(self, place: Value, value: Value, depth: int) -> Iterator[Chosen]:
        """Anything but this value."""
        if self._now(place) not in (value, ABSENT):
            yield ()
        if isinstance(place, Conditional):
            for arm, way in ((place.then, True), (place.otherwise, False)):
                if is_known(arm) and arm != value:
                    yield from self._truth(place.condition, way, depth)
        if value is None or value is ABSENT:
            yield from self._truth(place, True, depth)
        elif isinstance(value, bool):
            yield from self._make(place, not value, depth)
        elif isinstance(value, int | float):
            yield from self._make(place, value + 1, depth)
        else:
            for other in self._other_texts(place):
                if other != value:
                    yield from self._make(place, other, depth)
        yield from self._make(place, ABSENT, depth)

    def _other_texts(self, place: Value) -> Sequence[Value]:
        if isinstance(place, Call) and place.function == "typeof":
            return (*words.OF_TYPE, "undefined")
        slot = self._slots.at(place) if isinstance(place, Reference) else None
        choices = self._slots.shape(slot).choices if slot else ()
        return choices or ("prod", "other", "")

    def _order(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        """Numbers next to the border: what is asked for is `place function limit`."""
        left, right = call.arguments[0], call.arguments[-1]
        for place, function, limit in ((left, call.function, right), (right, words.MIRRORED[call.function], left)):
            known, border = self._known(limit)
            at = number(border)
            if known and at is not None and not is_known(place):
                yield from self._make(place, at + words.ORDER[function][0 if truth else 1], depth)

    def _includes(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        """`whole.includes(part)`, and `part in whole`."""
        whole, part = call.arguments[0], call.arguments[-1]
        if call.function in ("in", "not-in"):
            whole, part, truth = part, whole, truth is (call.function == "in")
        if is_known(whole):
            inside = members(whole)
            for value in inside if truth else ("other", ABSENT):
                if truth or value not in inside:
                    yield from self._make(part, value, depth)
            return
        known, value = self._known(part)
        text = self._is_text(whole)
        if known and truth:
            for given in [value] if text else [(value,), {str(value): "value"}, value]:
                yield from self._make(whole, given, depth)
        elif known:
            lacking: list[Value] = ["other", "", ABSENT] if text else [(), {}, ABSENT]
            for given in lacking:
                yield from self._make(whole, given, depth)

    def _starts(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        known, value = self._known(call.arguments[-1])
        if known and isinstance(value, str):
            longer = f"{value}text" if call.function == "startsWith" else f"text{value}"
            for text in (longer, value) if truth else ("www.other.org" if "." in value else "other", ""):
                if truth or not has(text, call.function, value):
                    yield from self._make(call.arguments[0], text, depth)

    def _length(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        yield from self._make(call, 1 if truth else 0, depth)

    def _is_array(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        for value in (("text",), ()) if truth else ("text", ABSENT):
            yield from self._make(call.arguments[-1], value, depth)

    def _matches(self, call: Call, truth: bool, depth: int) -> Iterator[Chosen]:
        """`pattern.test(text)`, `text.match(pattern)`: texts that look real, and texts that hardly match anything."""
        texts = [each for each in call.arguments if not is_known(each) and not words.is_pattern(each)]
        pattern = next(filter(words.is_pattern, call.arguments), None)
        for text in texts:
            for value in words.matching(pattern) if truth else words.not_matching(pattern):
                yield from self._make(text, value, depth)

    def _make(self, place: Value, value: Value, depth: int) -> Iterator[Chosen]:
        """What makes an expression have a value."""
        if not depth:
            return
        if isinstance(place, Reference):
            slot = self._slots.at(place)
            if slot is not None and (value is not ABSENT or self._slots.optional(slot)):
                yield ((slot, self._slots.fitting(slot, value)),)
        elif isinstance(place, Template):
            yield from self._make_text(place, value, depth - 1)
        elif isinstance(place, Conditional):
            for arm, way in ((place.then, True), (place.otherwise, False)):
                decided = list(self._truth(place.condition, way, depth - 1))
                if is_known(arm):
                    yield from decided if arm == value else ()
                    continue
                made = list(self._make(arm, value, depth - 1))
                yield from ((*one, *other) for one in decided for other in made)
        elif isinstance(place, Call) and place.arguments:
            yield from self._undo(place, value, depth - 1)

    def _undo(self, call: Call, value: Value, depth: int) -> Iterator[Chosen]:
        function, first = call.function, call.arguments[0]
        amount = number(value)
        if function in _TRUTHS:
            yield from self._truth(call, bool(value), depth)
        elif function in ("toLowerCase", "toUpperCase", "lower", "upper"):
            if not isinstance(value, str) or value == (value.lower() if "ow" in function else value.upper()):
                yield from self._make(first, value, depth)
        elif function in words.NUMBERS:
            yield from self._make(first, value if amount is None else amount, depth)
        elif function == "length" and amount is not None and amount >= 0:
            yield from self._long(first, int(amount), depth)
        elif function == "typeof":
            yield from self._make(first, words.OF_TYPE.get(str(value), ABSENT), depth)
        elif function == "index" and len(call.arguments) == 2:
            yield from self._element(first, call.arguments[1], value, depth)
        elif function in words.ARITHMETIC and len(call.arguments) == 2 and amount is not None:
            yield from self._solve(call, amount, depth)
        elif function in ("nullish", "or", "and"):
            for argument in call.arguments:
                yield from self._make(argument, value, depth)
        elif function in ("test", "match"):
            yield from self._matches(call, bool(value) and value is not ABSENT, depth)
        elif function in words.KEEPING or value is not ABSENT:
            yield from self._make(first, value, depth)

    def _element(self, whole: Value, key: Value, value: Value, depth: int) -> Iterator[Chosen]:
        """`whole[key]`, of a text that is taken apart too."""
        if isinstance(whole, Mapping):
            for name, item in whole.items():
                if item == value:
                    yield from self._make(key, name, depth)
        elif isinstance(whole, Call) and whole.function == "split" and isinstance(key, int) and isinstance(value, str):
            separator = whole.arguments[-1]
            if isinstance(separator, str) and key >= 0:
                # Of an empty text nothing is left to take.
                yield from self._make(whole.arguments[0], value, depth) if not value else ()
                yield from self._make(whole.arguments[0], separator.join(["text"] * key + [value]), depth)
        elif isinstance(whole, Reference) and isinstance(key, str | int):
            yield from self._make(Reference(whole.address, (*whole.path, key)), value, depth)

    def _solve(self, call: Call, value: float, depth: int) -> Iterator[Chosen]:
        """One operand of a sum, product, ..., where the other is a number."""
        left, right = call.arguments
        one, other = number(left), number(right)
        if other is not None and (found := left_operand(call.function, value, other)) is not None:
            yield from self._make(left, found, depth)
        if one is not None and (found := right_operand(call.function, value, one)) is not None:
            yield from self._make(right, found, depth)

    def _make_text(self, template: Template, value: Value, depth: int) -> Iterator[Chosen]:
        """The only value in a text, so that the text becomes another."""
        open_ = [at for at, part in enumerate(template.parts) if not isinstance(part, str)]
        if len(open_) != 1 or not isinstance(value, str):
            return
        start = "".join(map(str, template.parts[: open_[0]]))
        end = "".join(map(str, template.parts[open_[0] + 1 :]))
        if value.startswith(start) and value.endswith(end) and len(value) >= len(start) + len(end):
            inner = value[len(start) : len(value) - len(end)]
            yield from self._make(template.parts[open_[0]], inner, depth)

    def _long(self, place: Value, length: int, depth: int) -> Iterator[Chosen]:
        """So many characters or elements, also of a text that is taken apart."""
        if isinstance(place, Call) and place.function == "split" and isinstance(place.arguments[-1], str):
            yield from self._make(place.arguments[0], place.arguments[-1].join(["text"] * max(length, 1)), depth)
        else:
            yield from self._make(place, self._of_length(place, length), depth)

    def _of_length(self, place: Value, length: int) -> Value:
        now = self._now(place)
        if self._is_text(place):
            return (now * length)[:length] if isinstance(now, str) and now else "x" * length
        if isinstance(now, tuple) and now:
            return tuple(now[at % len(now)] for at in range(length))
        slot = self._slots.at(place) if isinstance(place, Reference) else None
        samples = self._slots.samples(slot) if slot else []
        made = next((each for each in samples if isinstance(each, tuple) and each), ("text",))
        return tuple(made[at % len(made)] for at in range(length))

    def _is_text(self, place: Value) -> bool:
        """Whether a value is text, as far as one can tell."""
        if not isinstance(place, Reference):
            return not (isinstance(place, Call) and place.function in ("split", "keys", "values", "filter", "map"))
        slot = self._slots.at(place)
        kind = self._slots.shape(slot).kind if slot else Kind.ANY
        now = self._slots.now(slot) if slot else ABSENT
        return kind is Kind.STRING or isinstance(now, str) or (slot is not None and slot.name.startswith("env."))

    def _now(self, place: Value) -> Value:
        """What a slot has now, `ABSENT` also for other expressions."""
        slot = self._slots.at(place) if isinstance(place, Reference) else None
        found = self._slots.now(slot) if slot else ABSENT
        return None if slot and found is ABSENT and not slot.output else found

    def _known(self, value: Value) -> tuple[bool, Value]:
        """A side of a comparison as a literal: what it is, or what is chosen there now."""
        if value == Reference("undefined"):
            return True, ABSENT
        if is_known(value):
            return True, ABSENT if value is None else value
        now = self._now(value)
        return (now is not None and is_known(now)), now


def _consistent(chosen: Chosen) -> bool:
    """Whether no slot is to have two values at once."""
    values: dict[Slot, Value] = {}
    return all(values.setdefault(slot, value) == value for slot, value in chosen)


_Operation = Callable[[Conditions, Call, bool, int], Iterator[Chosen]]
_OPERATIONS: Mapping[str, _Operation] = {
    "not": Conditions._not,
    "and": Conditions._and,
    "or": Conditions._and,
    "nullish": Conditions._nullish,
    "absent": Conditions._absent,
    **dict.fromkeys(sorted(words.EQUAL | words.UNEQUAL), Conditions._equal),
    **dict.fromkeys(words.ORDER, Conditions._order),
    **dict.fromkeys(("includes", "in", "not-in"), Conditions._includes),
    **dict.fromkeys(("startsWith", "endsWith"), Conditions._starts),
    "length": Conditions._length,
    "isArray": Conditions._is_array,
    **dict.fromkeys(("test", "match"), Conditions._matches),
}
_TRUTHS = frozenset(_OPERATIONS) - {"length", "test", "match", "nullish", "or", "and"}
