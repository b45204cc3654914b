"""Compiles a regular expression to a program whose matching takes linear time (Pike's machine).

See https://swtch.com/~rsc/regexp/regexp2.html.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scaffold.readers.terraform.functions.regex_nodes import At, Choice, Group, Node, Repeat, Sequence, Signs
from scaffold.readers.terraform.functions.regex_syntax import parse_pattern
from scaffold.readers.terraform.functions.registry import NeedsKnownError

_MAX_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Fork:
    """Goes on at both places, preferring the first."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Save:
    """Remembers the position as a border of a group."""

    slot: int


@dataclass(frozen=True, slots=True)
class Done:
    """A match."""


Step = Signs | At | Fork | Save | Done


@dataclass(frozen=True, slots=True)
class Program:
    """The steps (all but `Fork` go on at the next one) and the names of the groups ("" for those without)."""

    steps: tuple[Step, ...]
    names: tuple[str, ...]

    @property
    def slots(self) -> int:
        """How many borders a match has: two for the whole and for each group."""
        return 2 * len(self.names) + 2


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Program:
    """The program of a pattern in RE2's syntax. Raises `FunctionError`."""
    node, names = parse_pattern(pattern)
    steps: list[Step | None] = []
    _emit(steps, node)
    steps.append(Done())
    return Program(tuple(step for step in steps if step), names)


def _emit(steps: list[Step | None], node: Node) -> None:
    if len(steps) > _MAX_STEPS:
        raise NeedsKnownError("the pattern is too large")
    if isinstance(node, Signs | At):
        steps.append(node)
    elif isinstance(node, Sequence):
        for part in node.parts:
            _emit(steps, part)
    elif isinstance(node, Group):
        steps.append(Save(2 * node.index))
        _emit(steps, node.node)
        steps.append(Save(2 * node.index + 1))
    elif isinstance(node, Choice):
        _emit_choice(steps, node.branches)
    else:
        _emit_repeat(steps, node)


def _emit_choice(steps: list[Step | None], branches: tuple[Node, ...]) -> None:
    """Branches, each but the last followed by a jump to the end (a fork whose arms are the same)."""
    jumps = []
    for branch in branches[:-1]:
        fork = len(steps)
        steps.append(None)
        _emit(steps, branch)
        jumps.append(len(steps))
        steps.append(None)
        steps[fork] = Fork(fork + 1, len(steps))
    _emit(steps, branches[-1])
    for jump in jumps:
        steps[jump] = Fork(len(steps), len(steps))


def _emit_repeat(steps: list[Step | None], node: Repeat) -> None:
    for _ in range(node.least - (1 if node.most is None and node.least else 0)):
        before = len(steps)
        _emit(steps, node.node)
        if len(steps) == before:  # nothing, however often it is repeated
            return
    if node.most is None:
        forks = [] if node.least else [_reserve(steps)]
        start = len(steps)
        _emit(steps, node.node)
        again = _reserve(steps)
        steps[again] = _fork(start, len(steps), node.greedy)
    else:
        forks = []
        for _ in range(node.most - node.least):
            forks.append(_reserve(steps))
            _emit(steps, node.node)
    for fork in forks:
        steps[fork] = _fork(fork + 1, len(steps), node.greedy)


def _reserve(steps: list[Step | None]) -> int:
    steps.append(None)
    return len(steps) - 1


def _fork(on: int, out: int, greedy: bool) -> Fork:
    return Fork(on, out) if greedy else Fork(out, on)
