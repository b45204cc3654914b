"""Runs regular expressions: by trying, in the order that languages agree on, but with a bound on the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from scaffold.readers.programs.regex.nodes import (
    At,
    Back,
    Choice,
    Given,
    Group,
    Look,
    Moved,
    Node,
    Repeat,
    Sequence,
    Signs,
    Whole,
)
from scaffold.readers.programs.regex.reading import UnsupportedPatternError

_MAX_STEPS = 20_000
#: How often work is counted against the program's budget.
_SLICE = 2_000
#: One search that takes more steps than this (some seconds) is given up.
_MAX_WORK = 2_000_000

_Borders = tuple[int, ...]


class TooMuchWorkError(Exception):
    """The matching takes too long."""


class _Step(NamedTuple):
    """One step of a program. `kind` says what to do with the others."""

    kind: str
    one: Any = None
    two: Any = None
    three: Any = None


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled pattern: its steps, and the names of its groups ("" for those without)."""

    steps: tuple[_Step, ...]
    names: tuple[str, ...]
    slots: int


def program_of(node: Node, names: tuple[str, ...]) -> Program:
    """The program of a pattern's tree. Raises `UnsupportedPatternError`."""
    compiler = _Compiler(names)
    compiler.emit(node, forward=True)
    compiler.add("done")
    return Program(tuple(compiler.steps), names, compiler.slots)


class _Compiler:
    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.steps: list[_Step] = []
        self.slots = 2 * len(names) + 2

    def add(self, kind: str, one: Any = None, two: Any = None, three: Any = None) -> int:
        """Append a step; gives its place."""
        if len(self.steps) > _MAX_STEPS:
            raise UnsupportedPatternError("the pattern is too large")
        self.steps.append(_Step(kind, one, two, three))
        return len(self.steps) - 1

    def emit(self, node: Node, *, forward: bool) -> None:
        """Append the steps of a node. Inside what looks back, everything runs from the end."""
        if isinstance(node, Signs):
            self.add("sign" if forward else "sign-back", node)
        elif isinstance(node, At):
            self.add("at", node)
        elif isinstance(node, Sequence):
            for part in node.parts if forward else reversed(node.parts):
                self.emit(part, forward=forward)
        elif isinstance(node, Group):
            self.add("save", 2 * node.index + (not forward))
            self.emit(node.node, forward=forward)
            self.add("save", 2 * node.index + forward)
        elif isinstance(node, Choice):
            self._choice(node.branches, forward)
        elif isinstance(node, Repeat):
            self._repeat(node, forward)
        elif isinstance(node, Back):
            group = node.group if isinstance(node.group, int) else self.names.index(node.group) + 1
            self.add("back", group, node, forward)
        elif isinstance(node, Given):
            self._given(node, forward)
        elif isinstance(node, Moved):
            self.add("moved", 0)
        else:
            self._apart(node, forward)

    def _apart(self, node: Look | Whole, forward: bool) -> None:
        """What is run by itself: once it matches, no other way is tried."""
        place = self.add("look")
        self.emit(node.node, forward=node.ahead if isinstance(node, Look) else forward)
        self.add("done")
        negated = isinstance(node, Look) and node.negated
        self.steps[place] = _Step("look", len(self.steps), negated, isinstance(node, Whole))

    def _given(self, node: Given, forward: bool) -> None:
        test = self.add("given")
        self.emit(node.then, forward=forward)
        jump = self.add("jump")
        self.steps[test] = _Step("given", 2 * node.group + 1, len(self.steps))
        self.emit(node.otherwise, forward=forward)
        self.steps[jump] = _Step("jump", len(self.steps))

    def _choice(self, branches: tuple[Node, ...], forward: bool) -> None:
        jumps = []
        for branch in branches[:-1]:
            fork = self.add("fork")
            self.emit(branch, forward=forward)
            jumps.append(self.add("fork"))
            self.steps[fork] = _Step("fork", fork + 1, len(self.steps))
        self.emit(branches[-1], forward=forward)
        for jump in jumps:
            self.steps[jump] = _Step("jump", len(self.steps))

    def _repeat(self, node: Repeat, forward: bool) -> None:
        if isinstance(node.node, Signs):
            self.add("run" if forward else "run-back", node.node, (node.least, node.most), node.greedy)
            return
        for _ in range(node.least):
            self._round(node, forward)
        if node.most is None:
            self._without_end(node, forward)
            return
        forks = []
        for _ in range(node.most - node.least):
            forks.append(self.add("fork"))
            self._checked_round(node, forward)
        for fork in forks:
            self.steps[fork] = _fork(fork + 1, len(self.steps), node.greedy)

    def _without_end(self, node: Repeat, forward: bool) -> None:
        if not node.empty:
            fork = self.add("fork")
            place = self._checked_round(node, forward)
            self.add("jump", fork)
            self.steps[fork] = _fork(place, len(self.steps), node.greedy)
            return
        slot = self._slot()
        self.add("unset", slot)
        fork = self.add("fork")
        test = self.add("moved", slot)
        self.add("save", slot)
        self._round(node, forward)
        self.add("jump", fork)
        self.steps[fork] = _fork(test, len(self.steps), node.greedy)

    def _slot(self) -> int:
        self.slots += 1
        return self.slots - 1

    def _round(self, node: Repeat, forward: bool) -> None:
        if node.last > node.first:
            self.add("forget", 2 * node.first, 2 * node.last)
        self.emit(node.node, forward=forward)

    def _checked_round(self, node: Repeat, forward: bool) -> int:
        """A round that must not match nothing, unless it may."""
        if node.empty:
            self._round(node, forward)
            return len(self.steps)
        slot = self._slot()
        place = self.add("save", slot)
        self._round(node, forward)
        self.add("moved", slot)
        return place


def _fork(on: int, out: int, greedy: bool) -> _Step:
    return _Step("fork", on, out) if greedy else _Step("fork", out, on)


class Matcher:
    """Runs a program on texts. `spend` counts the work."""

    def __init__(self, program: Program, spend: Callable[[int], None]) -> None:
        self.program, self.spend = program, spend
        self.steps = program.steps
        self.work = 0

    def at(self, text: str, start: int) -> _Borders | None:
        """The borders of a match that starts at `start`. Raises `TooMuchWorkError`."""
        borders = (start, *(-1,) * (self.program.slots - 1))
        found = self._run(0, text, start, borders)
        return None if found is None else (start, found[0], *found[1][2 : 2 * len(self.program.names) + 2])

    def search(self, text: str, start: int) -> _Borders | None:
        """The borders of the first match at or behind `start`. Raises `TooMuchWorkError`."""
        first = self.steps[0]
        for place in range(start, len(text) + 1):
            if first.kind == "sign" and (place == len(text) or not first.one.matches(text[place])):
                self._count(1)
                continue
            found = self.at(text, place)
            if found is not None:
                return found
        return None

    def _count(self, steps: int) -> None:
        self.work += steps
        if self.work % _SLICE < steps:
            self.spend(max(1, _SLICE // 16))
            if self.work > _MAX_WORK:
                raise TooMuchWorkError

    def _run(self, place: int, text: str, at: int, borders: _Borders) -> tuple[int, _Borders] | None:
        """Where a match ends, and the borders of its groups; `None` where there is none."""
        steps = self.steps
        ways: list[tuple[int, int, _Borders, int, int]] = []
        while True:
            self._count(1)
            step = steps[place]
            kind = step.kind
            going = True
            if kind == "sign":
                going = at < len(text) and step.one.matches(text[at])
                at += 1
                place += 1
            elif kind in ("run", "run-back"):
                going, at = self._series(step, kind == "run", text, at, ways, place, borders)
                place += 1
            elif kind == "fork":
                ways.append((step.two, at, borders, 0, 0))
                place = step.one
            elif kind == "jump":
                place = step.one
            elif kind == "save":
                borders = (*borders[: step.one], at, *borders[step.one + 1 :])
                place += 1
            elif kind == "done":
                return at, borders
            else:
                going, at, borders, place = self._rare(step, place, text, at, borders)
            if not going:
                if not ways:
                    return None
                place, at, borders, other, left = ways.pop()
                if left:
                    ways.append((place, at + other, borders, other, left - 1))

    def _series(
        self, step: _Step, forward: bool, text: str, at: int, ways: list[Any], place: int, borders: _Borders
    ) -> tuple[bool, int]:
        """Signs of one class in a row: whether there are enough, and where it goes on. The other ends are noted."""
        signs, (least, most), greedy = step.one, step.two, step.three
        room = len(text) - at if forward else at
        most = room if most is None else min(most, room)
        count = 0
        while count < most and signs.matches(text[at + count] if forward else text[at - count - 1]):
            count += 1
        self._count(count)
        if count < least:
            return False, at
        move = 1 if forward else -1
        if count > least:
            end, other = (count - 1, -move) if greedy else (least + 1, move)
            ways.append((place + 1, at + move * end, borders, other, count - least - 1))
        return True, at + move * (count if greedy else least)

    def _rare(self, step: _Step, place: int, text: str, at: int, borders: _Borders) -> tuple[bool, int, _Borders, int]:
        kind = step.kind
        if kind == "sign-back":
            return at > 0 and step.one.matches(text[at - 1]), at - 1, borders, place + 1
        if kind == "at":
            return _is_at(step.one, text, at), at, borders, place + 1
        if kind in ("forget", "unset"):
            end = step.two if kind == "forget" else step.one + 1
            width = end - step.one
            return True, at, (*borders[: step.one], *(-1,) * width, *borders[end:]), place + 1
        if kind == "moved":
            return borders[step.one] != at, at, borders, place + 1
        if kind == "given":
            return True, at, borders, place + 1 if borders[step.one] >= 0 else step.two
        if kind == "back":
            going, at = _again(step, text, at, borders)
            return going, at, borders, place + 1
        found = self._run(place + 1, text, at, borders)
        if step.two:
            return found is None, at, borders, step.one
        if found is None:
            return False, at, borders, step.one
        return True, found[0] if step.three else at, found[1], step.one


def _again(step: _Step, text: str, at: int, borders: _Borders) -> tuple[bool, int]:
    """Whether what a group captured stands here again, and where it ends."""
    start, end = borders[2 * step.one], borders[2 * step.one + 1]
    node: Back = step.two
    if start < 0 or end < 0:
        return not node.strict, at
    length = end - start
    here = text[at : at + length] if step.three else text[max(0, at - length) : at]
    wanted = text[start:end]
    if node.fold is not None:
        here, wanted = ("".join(map(node.fold, one)) for one in (here, wanted))
    return here == wanted, at + length if step.three else at - length


def _is_at(node: At, text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    if node.kind == "A":
        return at == 0
    if node.kind == "z":
        return not after
    if node.kind == "e":
        return not after or (after == "\n" and at + 1 == len(text))
    if node.kind == "^":
        return not before or _holds(node, before)
    if node.kind == "$":
        return not after or _holds(node, after)
    return (_holds(node, before) != _holds(node, after)) == (node.kind == "b")


def _holds(node: At, sign: str) -> bool:
    return bool(sign) and node.signs is not None and node.signs.matches(sign)
