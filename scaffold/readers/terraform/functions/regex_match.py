"""Runs compiled regular expressions: leftmost match, first alternative, as Go's `regexp` package has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from scaffold.readers.terraform.functions.declare import bounded_text
from scaffold.readers.terraform.functions.regex import Done, Fork, Program, Save, compile_pattern
from scaffold.readers.terraform.functions.regex_nodes import At, Signs
from scaffold.readers.terraform.functions.registry import NeedsKnownError

#: A matching that takes more steps than this (some seconds) is given up.
_MAX_WORK = 3_000_000

_Slots = tuple[int, ...]
_EXPANSION = re.compile(r"\$(?:(\$)|\{(\w+)\}|(\w+))")


@dataclass(frozen=True, slots=True)
class Match:
    """Where `program` matches in `subject`: two borders for the whole and for each group, -1 where it has no part."""

    program: Program
    subject: str
    borders: _Slots

    @property
    def start(self) -> int:
        """Where the match starts."""
        return self.borders[0]

    @property
    def end(self) -> int:
        """Where the match ends."""
        return self.borders[1]

    def text(self, group: int) -> str | None:
        """What the group matched (0 for the whole), None where it has no part in the match."""
        start, end = self.borders[2 * group : 2 * group + 2]
        return None if start < 0 or end < 0 else self.subject[start:end]


def find(pattern: str, subject: str) -> Match | None:
    """The first match. Raises `FunctionError` for a pattern that RE2 refuses."""
    program = compile_pattern(pattern)
    borders = _Machine(program, subject).run(0)
    return None if borders is None else Match(program, subject, borders)


def find_all(pattern: str, subject: str) -> Iterator[Match]:
    """Every match that does not overlap the one before; an empty one right behind another does not count.

    Raises `FunctionError` for a pattern that RE2 refuses.
    """
    program = compile_pattern(pattern)
    machine = _Machine(program, subject)
    position, last_end = 0, -1
    while position <= len(subject):
        borders = machine.run(position)
        if borders is None:
            return
        empty = borders[1] == position
        if not (empty and borders[0] == last_end):
            yield Match(program, subject, borders)
        position = position + 1 if empty else borders[1]
        last_end = borders[1]


def replace_all(pattern: str, subject: str, replacement: str) -> str:
    """`subject` with every match replaced; `$1`, `$name` and `${name}` stand for groups, `$$` for a dollar.

    Raises `FunctionError` for a pattern that RE2 refuses.
    """
    parts: list[str] = []
    copied, length = 0, 0
    for found in find_all(pattern, subject):
        parts.append(subject[copied : found.start])
        parts.append(_EXPANSION.sub(partial(_expand, found), replacement))
        copied = found.end
        length += len(parts[-1]) + len(parts[-2])
        bounded_text(length)
    return "".join((*parts, subject[copied:]))


def _expand(found: Match, name: re.Match[str]) -> str:
    if name[1]:
        return "$"
    word = name[2] or name[3]
    names = found.program.names
    if word.isascii() and word.isdigit():
        group = int(word) if len(word) < 6 else len(names) + 1
        return (found.text(group) or "") if group <= len(names) else ""
    return (found.text(names.index(word) + 1) or "") if word in names else ""


class _Machine:
    def __init__(self, program: Program, subject: str) -> None:
        self._steps = program.steps
        self._subject = subject
        self._slots = (-1,) * program.slots
        self._work = 0

    def run(self, start: int) -> _Slots | None:
        """The borders of the first match at or behind `start`."""
        found: _Slots | None = None
        threads: dict[int, _Slots] = {}
        for position in range(start, len(self._subject) + 1):
            if found is None:
                self._add(threads, 0, position, (position, *self._slots[1:]))
            elif not threads:
                break
            sign = self._subject[position : position + 1]
            following: dict[int, _Slots] = {}
            for at, slots in threads.items():
                step = self._steps[at]
                if isinstance(step, Done):
                    found = (slots[0], position, *slots[2:])
                    break
                if isinstance(step, Signs) and sign and step.matches(sign):
                    self._add(following, at + 1, position + 1, slots)
            threads = following
        return found

    def _add(self, threads: dict[int, _Slots], start: int, position: int, slots: _Slots) -> None:
        """Adds the threads that go on from the step at `start`, in order of preference."""
        pending = [(start, slots)]
        while pending:
            at, slots = pending.pop()
            if at in threads:
                continue
            self._work += 1
            if self._work > _MAX_WORK:
                raise NeedsKnownError("the matching takes too long")
            threads[at] = slots
            step = self._steps[at]
            if isinstance(step, Fork):
                pending.append((step.second, slots))
                pending.append((step.first, slots))
            elif isinstance(step, Save):
                pending.append((at + 1, (*slots[: step.slot], position, *slots[step.slot + 1 :])))
            elif isinstance(step, At) and self._is_at(step.kind, position):
                pending.append((at + 1, slots))

    def _is_at(self, kind: str, position: int) -> bool:
        before = self._subject[position - 1 : position] if position else ""
        after = self._subject[position : position + 1]
        if kind == "A":
            return position == 0
        if kind == "z":
            return not after
        if kind == "^":
            return before in ("", "\n")
        if kind == "$":
            return after in ("", "\n")
        return (_is_word(before) != _is_word(after)) == (kind == "b")


def _is_word(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign == "_")
