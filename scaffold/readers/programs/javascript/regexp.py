"""`RegExp`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from scaffold.model.values import Call, Value
from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.javascript.kinds import Native
from scaffold.readers.programs.javascript.native import Builtin, Given, table
from scaffold.readers.programs.javascript.regex_syntax import compile_pattern
from scaffold.readers.programs.javascript.texts import units, whole
from scaffold.readers.programs.regex.match import Matcher, Program, TooMuchWorkError
from scaffold.readers.programs.regex.reading import PatternError, UnsupportedPatternError
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Machine,
    NativeFunction,
    Object,
    OverBudgetError,
    Symbol,
)

_FLAGS = {
    "d": "hasIndices",
    "g": "global",
    "i": "ignoreCase",
    "m": "multiline",
    "s": "dotAll",
    "u": "unicode",
    "v": "unicodeSets",
    "y": "sticky",
}
_MAX_PATTERN = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """A match in a text: places are in units of 16 bits, groups without a part `None`."""

    start: int
    end: int
    groups: tuple[str | None, ...]
    names: tuple[str, ...]

    def named(self) -> Any:
        """The groups by name, `UNDEFINED` where none has one."""
        if not any(self.names):
            return UNDEFINED
        pairs = zip(self.names, self.groups, strict=True)
        return Object({name: _shown(group) for name, group in pairs if name})

    def result(self, text: str) -> Result:
        """What `exec` gives for it."""
        items = [whole(text[self.start : self.end]), *map(_shown, self.groups)]
        return Result(items, index=self.start, input=whole(text), groups=self.named())


def _shown(group: str | None) -> Any:
    return UNDEFINED if group is None else whole(group)


@dataclass(slots=True, eq=False)
class Result(Array):
    """The array that `exec` and `match` give: it says where, in what, and the groups by name."""

    index: int = 0
    input: str = ""
    groups: Any = UNDEFINED


class _Search:
    """Looks for a pattern in texts of units, whatever the pattern works on."""

    def __init__(self, program: Program, machine: Machine, *, unicode: bool) -> None:
        self.matcher, self.names, self.unicode = Matcher(program, machine.spend), program.names, unicode

    def at(self, text: str, start: int) -> Found | None:
        """The match that starts at `start`."""
        return self._find(self.matcher.at, text, start)

    def search(self, text: str, start: int) -> Found | None:
        """The first match at or behind `start`."""
        return self._find(self.matcher.search, text, start)

    def _find(self, work: Any, text: str, start: int) -> Found | None:
        subject, place = text, start
        joined = whole(text) if self.unicode else text
        if len(joined) != len(text):
            subject, place = joined, len(whole(text[:start]))
        try:
            borders = work(subject, place)
        except TooMuchWorkError:
            raise NotKnownError("the regular expression takes too long") from None
        if borders is None:
            return None
        groups = tuple(
            None if min(borders[at : at + 2]) < 0 else units(subject[borders[at] : borders[at + 1]])
            for at in range(2, len(borders), 2)
        )
        start, end = borders[0], borders[1]
        if subject is not text:
            start, end = len(units(subject[:start])), len(units(subject[:end]))
        return Found(start, end, groups, self.names)


class RegExp(Native):
    """A regular expression."""

    __slots__ = ("flags", "last", "program", "source")

    kind: ClassVar[str] = "RegExp"
    methods: ClassVar[Mapping[str, NativeFunction]] = {}

    def __init__(self, source: str, flags: str, program: Program) -> None:
        self.source, self.flags, self.program = source, "".join(sorted(flags)), program
        self.last = 0

    @property
    def everywhere(self) -> bool:
        """Whether it is for all matches."""
        return "g" in self.flags

    def own(self, machine: Machine, name: str, at: int) -> Any:
        """Its source, flags and where it looks next."""
        if name == "source":
            return self.source or "(?:)"
        if name == "lastIndex":
            return self.last
        if name == "flags":
            return self.flags
        for flag, spelled in _FLAGS.items():
            if name == spelled:
                return flag in self.flags
        return super().own(machine, name, at)

    def set(self, machine: Machine, name: str, value: Any, at: int) -> None:
        """Where it looks next."""
        if name == "lastIndex":
            self.last = Given(machine, UNDEFINED, [value], at).integer(0)

    def primitive(self, machine: Machine, hint: str, at: int) -> str:
        """As it is written."""
        del machine, hint, at
        return f"/{self.source or '(?:)'}/{self.flags}"

    def freeze(self, machine: Machine) -> Value:
        """It as the argument of a function."""
        del machine
        return Call("regex", (self.source, self.flags))

    def matcher(self, machine: Machine, at: int) -> _Search:
        """What looks for it."""
        del at
        return _Search(self.program, machine, unicode="u" in self.flags or "v" in self.flags)

    def step(self, machine: Machine, text: str, at: int) -> list[Found]:
        """The next match, as `exec` finds it: none or one."""
        moving = "g" in self.flags or "y" in self.flags
        start = self.last if moving else 0
        found = None
        if 0 <= start <= len(text):
            search = self.matcher(machine, at)
            found = search.at(text, start) if "y" in self.flags else search.search(text, start)
        if moving:
            self.last = found.end if found else 0
        return [found] if found else []

    def execute(self, machine: Machine, text: str, at: int) -> Any:
        """What `exec` gives."""
        found = self.step(machine, text, at)
        return found[0].result(text) if found else None

    def find_all(self, machine: Machine, text: str, at: int, *, reset: bool = True) -> list[Found]:
        """Every match, from the start of the text (or, without `reset`, from where it looks next)."""
        search = self.matcher(machine, at)
        work = search.at if "y" in self.flags else search.search
        found: list[Found] = []
        place = 0 if reset else self.last
        while place <= len(text):
            match = work(text, place)
            if match is None:
                break
            found.append(match)
            bounded_items(machine, len(found))
            place = match.end if match.end > match.start else match.end + self._width(text, match.end)
        if reset:
            self.last = 0
        return found

    def _width(self, text: str, at: int) -> int:
        pair = "u" in self.flags and "\ud800" <= text[at : at + 1] < "\udc00" and text[at + 1 : at + 2] >= "\udc00"
        return 2 if pair else 1


def make(given: Given, source: str, flags: str) -> RegExp:
    """A regular expression. Raises the program's SyntaxError, `NotKnownError`."""
    if len(source) > _MAX_PATTERN:
        raise OverBudgetError("a regular expression that is too long")
    if set(flags) - set(_FLAGS) or len(set(flags)) < len(flags) or ("u" in flags and "v" in flags):
        raise given.error(f"Invalid flags supplied to RegExp constructor '{flags}'", "SyntaxError")
    unicode = "u" in flags or "v" in flags
    try:
        program = compile_pattern(whole(source) if unicode else units(source), "".join(sorted(flags)))
    except PatternError as error:
        raise given.error(f"Invalid regular expression: /{source}/: {error}", "SyntaxError") from None
    except UnsupportedPatternError as error:
        raise NotKnownError(str(error)) from None
    return RegExp(source, flags, program)


def _constructed(given: Given) -> RegExp:
    pattern = given[0]
    if isinstance(pattern, RegExp):
        return make(given, pattern.source, given.text(1, pattern.flags))
    source = given.text(0, "")
    return make(given, _escaped(source), given.text(1, ""))


def _escaped(source: str) -> str:
    """The source as a literal has it: slashes escaped."""
    found, inside, escaped = [], False, False
    for sign in source:
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif sign in "[]":
            inside = sign == "["
        elif sign == "/" and not inside:
            found.append("\\")
        found.append({"\n": "\\n", "\r": "\\r"}.get(sign, sign))
    return "".join(found)


def _this(given: Given) -> RegExp:
    if not isinstance(given.this, RegExp):
        raise given.error("the receiver is not a RegExp object")
    return given.this


def _exec(given: Given) -> Any:
    return _this(given).execute(given.machine, units(given.text(0)), given.at)


def _test(given: Given) -> Any:
    own, subject, machine = _this(given), given[0], given.machine
    found = machine.concrete(subject) if isinstance(subject, Symbol) else subject
    result: Any = MISSING
    if found is not MISSING:
        text = Given(machine, own, [found], given.at).text(0)
        result = bool(own.step(machine, units(text), given.at))
    if not isinstance(subject, Symbol):
        return result
    return Symbol(Call("test", (own.freeze(machine), *machine.operands(subject))), result)


RegExp.methods = {
    **table({"exec": _exec, "toString": lambda given: given.this.primitive(given.machine, "", 0)}, pure=True),
    **table({"test": _test}),
}
REG_EXP = Builtin(
    "RegExp",
    _constructed,
    _constructed,
    members=RegExp.methods,
    holds=lambda value: isinstance(value, RegExp),
    length=2,
)
