"""All tokens of one evaluation: which text, number, list or object stands for which."""

from __future__ import annotations

import re
from typing import Any, Protocol

from scaffold.model.values import Value
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.encoding import (
    LIST,
    MAP,
    MAP_VALUES,
    STRING,
    Fragment,
    double_of,
    hint_of,
    in_double,
    split,
    tokens_in,
)
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.twins import Twin
from scaffold.readers.programs.values import Array, Machine, Object

#: How a value that is not known stands in a text while it is worked on: no text of a program has these characters,
#: which stand for nothing; one that does is given some value that the program has itself.
_RELEASE = re.compile(r"(?:[=~^v ]|==|~=)*0\.([0-9]{1,3})(?:[.]|$)")
_MARK = "\U0010fffe{}\U0010ffff"


class Stacks(Protocol):
    """What references ask of the tree of constructs."""

    def is_construct(self, twin: Twin) -> bool:
        """Whether it is that of a construct."""

    def stack_of(self, machine: Machine, construct: Twin, at: int) -> Twin:
        """The stack that a construct belongs to. Raises the program's error where there is none."""

    def crossed(self, machine: Machine, origin: Twin, stack: Twin, identifier: str, at: int) -> Any:
        """What stands in one stack for something in another, as a text."""


class Tokens:
    """The tokens of an evaluation. `terrain` says that the library is CDK Terrain, `early` that it is CDKTF before its
    release 0.16; `stacks` knows the constructs."""

    def __init__(self, run: Run) -> None:
        self.run, self.terrain = run, False
        self.early = False
        self.stacks: Stacks | None = None
        self.strings: dict[str, Any] = {}
        self.numbers: dict[int, Any] = {}
        self.marks: list[Value] = []
        self.shown: dict[tuple[int, str], Any] = {}
        self.owned: dict[int, tuple[Any, Any]] = {}
        self.count = 0

    def _key(self, resolvable: Twin, hint: str) -> str:
        key = f"{hint_of(hint)}.{self.count}"
        self.count += 1
        self.strings[key] = resolvable
        return key

    def _double(self, resolvable: Twin, listed: bool) -> float:
        self.numbers[self.count] = resolvable
        self.count += 1
        return double_of(self.count - 1, listed)

    def text(self, resolvable: Twin, hint: str = "") -> str:
        """The text that stands for it."""
        found = self.shown.get((id(resolvable), "text"))
        if found is None:
            found = self.shown[id(resolvable), "text"] = f"${{TfToken[{self._key(resolvable, hint)}]}}"
        return str(found)

    def number(self, resolvable: Twin) -> float:
        """The number that stands for it."""
        found = self.shown.get((id(resolvable), "number"))
        if found is None:
            found = self.shown[id(resolvable), "number"] = self._double(resolvable, False)
        return float(found)

    def list_of(self, resolvable: Twin, hint: str = "") -> Any:
        """The list that stands for it."""
        found = self.shown.get((id(resolvable), "list"))
        if found is None:
            found = Array([f"#{{TfToken[{self._key(resolvable, hint)}]}}"])
            self.shown[id(resolvable), "list"] = found
        return found

    def number_list_of(self, resolvable: Twin) -> Any:
        """The list of numbers that stands for it."""
        found = self.shown.get((id(resolvable), "numbers"))
        if found is None:
            found = self.shown[id(resolvable), "numbers"] = Array([self._double(resolvable, True)])
        return found

    def map_of(self, resolvable: Twin, kind: str = "string", hint: str = "") -> Any:
        """The object that stands for it; `kind` says what it is a map of."""
        found = self.shown.get((id(resolvable), "map"))
        if found is None:
            found = Object({f"&{{TfToken[{self._key(resolvable, hint)}]}}": MAP_VALUES[kind]})
            self.shown[id(resolvable), "map"] = found
        return found

    def mark(self, value: Value) -> str:
        """What stands in a text for a value that is not known."""
        self.marks.append(value)
        return _MARK.format(len(self.marks) - 1)

    def lookup(self, machine: Machine, key: str, at: int) -> Any:
        """The token of a key. Raises the program's error where there is none."""
        found = self.strings.get(key)
        if found is None:
            raise fault(self.run, machine, f"there is no token {key}", at)
        return found

    def in_text(self, machine: Machine, text: str, at: int) -> list[Any]:
        """The tokens in a text."""
        return tokens_in(self.fragments(machine, text, at))

    def fragments(self, machine: Machine, text: str, at: int) -> list[Fragment]:
        """The parts of a text."""
        return split(text, STRING, lambda key: self.lookup(machine, key, at))

    def of_number(self, machine: Machine, number: Any, at: int, listed: bool = False) -> Any:
        """The token that a number stands for, if it is one. Raises the program's error where that is not known."""
        place = in_double(number, listed)
        if place is None:
            return None
        found = self.numbers.get(place)
        if found is None:
            raise fault(self.run, machine, "a number stands for a token that there is not", at)
        return found


def is_early(version: str) -> bool:
    """Whether a project that wants this version of CDKTF has one before 0.16, which writes members otherwise."""
    found = _RELEASE.match(version)
    return found is not None and 0 < int(found[1]) < 16


def tokens_of(run: Run) -> Tokens:
    """The tokens of an evaluation."""
    return run.part(Tokens)


def is_unresolved(machine: Machine, value: Any) -> bool:
    """Whether a plain value holds a token: a text with one in it, or what stands for one."""
    value = machine.concrete(value)
    if isinstance(value, str):
        return STRING.search(value) is not None
    if isinstance(value, float):
        return in_double(value) is not None
    if isinstance(value, Array) and len(value.items) == 1:
        item = machine.concrete(value.items[0])
        return LIST.search(item) is not None if isinstance(item, str) else in_double(item, listed=True) is not None
    return isinstance(value, Object) and holds_map(value)


def holds_map(value: Object) -> bool:
    """Whether an object has a key that stands for a map."""
    return any(isinstance(key, str) and MAP.search(key) is not None for key in value.entries)


def token_of_list(tokens: Tokens, machine: Machine, value: Array, at: int) -> Any:
    """The token that a list of one text stands for."""
    item = machine.concrete(value.items[0]) if len(value.items) == 1 else None
    if not isinstance(item, str):
        return None
    fragments = split(item, LIST, lambda key: tokens.lookup(machine, key, at))
    return fragments[0].held if len(fragments) == 1 and fragments[0].kind == "token" else None


def token_of_map(tokens: Tokens, machine: Machine, value: Object, at: int) -> Any:
    """The token that an object of one entry stands for."""
    keys = [key for key in value.entries if isinstance(key, str)]
    if len(keys) != 1:
        return None
    fragments = split(keys[0], MAP, lambda key: tokens.lookup(machine, key, at))
    return fragments[0].held if len(fragments) == 1 and fragments[0].kind == "token" else None
