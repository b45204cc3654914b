"""The module `re`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError, bounded_items, bounded_text
from scaffold.readers.programs.python.kinds import Steps, inner
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.faults import exception_class, thrown
from scaffold.readers.programs.python.library.hosted import function
from scaffold.readers.programs.python.library.regex_syntax import compile_pattern
from scaffold.readers.programs.python.library.regex_values import MATCH, PATTERN, MatchValue, PatternValue
from scaffold.readers.programs.python.native import Given, Module, functions, method, methods
from scaffold.readers.programs.regex.match import Matcher, Program, TooMuchWorkError
from scaffold.readers.programs.regex.reading import PatternError, UnsupportedPatternError
from scaffold.readers.programs.values import MISSING, Array, Object, Symbol

ERROR = exception_class("error", "Exception", module="re", host=re.error)
_TEMPLATE = re.compile(r"\\(?:g<(?P<name>[^>]*)>|(?P<digits>[0-9]{1,3})|(?P<sign>.))", re.DOTALL)
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}


def _matcher(given: Given, program: Program) -> Matcher:
    return Matcher(program, given.machine.spend)


def _run(pattern: PatternValue, given: Given, how: str, text: str, start: int) -> MatchValue | None:
    program = pattern.known.whole if how == "fullmatch" else pattern.known.program
    matcher = _matcher(given, program)
    try:
        found = matcher.search(text, start) if how == "search" else matcher.at(text, start)
    except TooMuchWorkError:
        raise NotKnownError("the regular expression takes too long") from None
    return None if found is None else MatchValue(pattern, text, found)


def _each(pattern: PatternValue, given: Given, text: str, start: int = 0) -> Iterator[MatchValue]:
    """Every match. Behind one of nothing, there must be one of something, or elsewhere."""
    usual, moving = _matcher(given, pattern.known.program), _matcher(given, pattern.known.moving)
    place, empty = start, False
    try:
        while place <= len(text):
            found = None
            if empty:
                found = moving.at(text, place)
                place += found is None
            if found is None:
                found = usual.search(text, place)
            if found is None:
                return
            yield MatchValue(pattern, text, found)
            place, empty = found[1], found[0] == found[1]
    except TooMuchWorkError:
        raise NotKnownError("the regular expression takes too long") from None


def compiled(given: Given, pattern: Any, flags: Any = 0) -> PatternValue:
    """A pattern. Raises the program's `re.error`, `NotKnownError`."""
    pattern, known = inner(given.known(pattern)), inner(given.known(flags))
    if isinstance(pattern, PatternValue):
        if known:
            raise given.error("cannot process flags argument with a compiled pattern", "ValueError")
        return pattern
    if not isinstance(pattern, str | bytes):
        raise given.error("first argument must be string or compiled pattern")
    binary = isinstance(pattern, bytes)
    source = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    try:
        return PatternValue(source, compile_pattern(source, int(known) | re.ASCII * binary), binary=binary)
    except PatternError as error:
        raise thrown(given, ERROR, str(error)) from None
    except UnsupportedPatternError as error:
        raise NotKnownError(str(error)) from None


def _finding(how: str) -> Callable[..., Any]:
    """`search`, `match`, `fullmatch` of a pattern: of a symbol, whether there is a match is one too."""

    def body(given: Given, pattern: PatternValue, string: Any, pos: Any = 0, endpos: Any = None) -> Any:
        machine = given.machine
        concrete = string.concrete if isinstance(string, Symbol) else string
        found: Any = MISSING
        if concrete is not MISSING:
            text = pattern.subject(given, concrete)
            end = len(text) if endpos is None else given.known(endpos)
            found = _run(pattern, given, how, text[: max(end, 0)], max(given.known(pos), 0))
        if not isinstance(string, Symbol):
            return found
        return Symbol(Call("test", (pattern.expression(how), *machine.operands(string))), found)

    return body


def _plain(work: Callable[..., Any]) -> Callable[..., Any]:
    """What is only done to a known text."""

    def body(given: Given, pattern: PatternValue, string: Any, *rest: Any, **named: Any) -> Any:
        return work(given, pattern, pattern.subject(given, string), *rest, **named)

    return body


def _group_or_all(match: MatchValue) -> Any:
    shown = match.pattern.shown
    count = len(match.pattern.names)
    if count < 2:
        return shown(match.group(count) or "")
    return Array([shown(match.group(index) or "") for index in range(1, count + 1)], fixed=True)


def _find_all(given: Given, pattern: PatternValue, text: str, pos: Any = 0, endpos: Any = None) -> Array:
    end = len(text) if endpos is None else endpos
    found = [_group_or_all(match) for match in _each(pattern, given, text[:end], pos)]
    bounded_items(given.machine, len(found))
    return Array(found)


def _find_each(given: Given, pattern: PatternValue, text: str, pos: Any = 0, endpos: Any = None) -> Steps:
    end = len(text) if endpos is None else endpos
    return Steps(iter(_each(pattern, given, text[:end], pos)), "callable_iterator")


def _split(given: Given, pattern: PatternValue, text: str, maxsplit: Any = 0) -> Array:
    parts: list[Any] = []
    last = 0
    for count, match in enumerate(_each(pattern, given, text)):
        if maxsplit and count >= maxsplit:
            break
        start, end = match.span(0)
        parts.append(text[last:start])
        parts.extend(match.group(index) for index in range(1, len(pattern.names) + 1))
        last = end
    bounded_items(given.machine, len(parts))
    return Array([pattern.shown(part) for part in [*parts, text[last:]]])


# Replacing


def _replaced(given: Given, pattern: PatternValue, repl: Any, string: Any, count: Any = 0) -> tuple[Any, int]:
    text = pattern.subject(given, string)
    template = inner(repl)
    parts: list[Any] = []
    last, done, length = 0, 0, 0
    for match in _each(pattern, given, text):
        if count and done >= count:
            break
        start, end = match.span(0)
        parts.append(pattern.shown(text[last:start]))
        if isinstance(template, str | bytes):
            parts.append(pattern.shown(_expanded(given, match, pattern.subject(given, template))))
        else:
            parts.append(given.call(repl, match))
        length += len(parts[-1]) if isinstance(parts[-1], str | bytes) else 0
        bounded_text(given.machine, length)
        last, done = end, done + 1
    parts.append(pattern.shown(text[last:]))
    if pattern.binary:
        return b"".join(part for part in parts if isinstance(part, bytes)), done
    return given.machine.join(parts, given.at), done


def _expanded(given: Given, match: MatchValue, template: str) -> str:
    """A template with its groups as what they captured. Raises the program's `re.error`."""

    def expand(found: re.Match[str]) -> str:
        if found["name"] is not None:
            return _of_group(given, match, found["name"], found.start() + 3)
        digits = found["digits"]
        if digits is not None:
            return _of_digits(given, match, digits, found.start() + 1)
        sign = found["sign"]
        if sign in _ESCAPES:
            return _ESCAPES[sign]
        if sign.isascii() and sign.isalpha():
            raise thrown(given, ERROR, f"bad escape \\{sign} at position {found.start()}")
        return found[0]

    return _TEMPLATE.sub(expand, template)


def _of_digits(given: Given, match: MatchValue, digits: str, place: int) -> str:
    octal = all(digit in "01234567" for digit in digits)
    if digits[0] == "0" or (len(digits) == 3 and octal):
        width = next((size for size in (3, 2, 1) if all(one in "01234567" for one in digits[:size])), 1)
        width = min(width, len(digits))
        return chr(int(digits[:width], 8) & 0xFF) + digits[width:]
    return _of_group(given, match, digits[:2], place) + digits[2:]


def _of_group(given: Given, match: MatchValue, name: str, place: int) -> str:
    if name.isdecimal():
        if int(name) > len(match.pattern.names):
            raise thrown(given, ERROR, f"invalid group reference {int(name)} at position {place}")
        return match.group(int(name)) or ""
    if name not in match.pattern.names:
        raise given.error(f"unknown group name {name!r}", "IndexError")
    return match.group(match.pattern.names.index(name) + 1) or ""


# The module

_FINDING = {how: _finding(how) for how in ("search", "match", "fullmatch")}
_PLAIN = {"findall": _plain(_find_all), "finditer": _plain(_find_each), "split": _plain(_split)}
_WORKS: dict[str, Callable[..., Any]] = {
    **_PLAIN,
    "sub": lambda given, pattern, repl, string, count=0: _replaced(given, pattern, repl, string, count)[0],
    "subn": lambda given, pattern, repl, string, count=0: Array(
        list(_replaced(given, pattern, repl, string, count)), fixed=True
    ),
}


def _of_pattern(work: Callable[..., Any]) -> Callable[..., Any]:
    return lambda given, /, *arguments, **named: work(given, given.this, *arguments, **named)


def _of_module(work: Callable[..., Any], places: int) -> Callable[..., Any]:
    """The function of the module: behind the text may stand the flags."""

    def body(given: Given, /, pattern: Any, *arguments: Any, flags: Any = 0, **named: Any) -> Any:
        if len(arguments) > places:
            flags, arguments = arguments[places], arguments[:places]
        return work(given, compiled(given, pattern, flags), *arguments, **named)

    return body


PATTERN.members.update(methods({name: _of_pattern(work) for name, work in _FINDING.items()}))
PATTERN.members.update(methods({name: _of_pattern(work) for name, work in _WORKS.items()}, pure=True))
PATTERN.members["__repr__"] = method("__repr__", lambda given: f"re.compile({given.this.shown(given.this.source)!r})")


def _groups(given: Given, *groups: Any) -> Any:
    own = given.this
    found = [own.pattern.shown(own.group(own.place(given, group))) for group in groups or (0,)]
    return found[0] if len(found) == 1 else Array(found, fixed=True)


def _all_groups(given: Given, default: Any = None) -> Array:
    own = given.this
    found = [own.pattern.shown(own.group(index)) for index in range(1, len(own.pattern.names) + 1)]
    return Array([default if each is None else each for each in found], fixed=True)


def _named_groups(given: Given, default: Any = None) -> Object:
    names = given.this.pattern.names
    return Object({name: item for name, item in zip(names, _all_groups(given, default).items, strict=True) if name})


def _border(place: int) -> Callable[..., int]:
    return lambda given, group=0: given.this.span(given.this.place(given, group))[place]


def _match_text(given: Given) -> str:
    own = given.this
    return f"<re.Match object; span={own.span(0)}, match={own.pattern.shown(own.group(0))!r}>"


MATCH.members.update(
    methods(
        {
            "group": _groups,
            "groups": _all_groups,
            "groupdict": _named_groups,
            "start": _border(0),
            "end": _border(1),
            "span": lambda given, group=0: Array(list(given.this.span(given.this.place(given, group))), fixed=True),
            "expand": lambda given, template: _expanded(given, given.this, given.text(template)),
            "__getitem__": lambda given, group: _groups(given, group),
            "__repr__": _match_text,
        }
    )
)
_FLAGS = "A ASCII I IGNORECASE L LOCALE M MULTILINE S DOTALL U UNICODE X VERBOSE NOFLAG"
#: How many arguments stand before the flags.
_PLACES = {"split": 2, "sub": 3, "subn": 3}
RE = Module(
    "re",
    {
        **{name: int(getattr(re, name)) for name in _FLAGS.split()},
        **functions({"compile": compiled, "purge": lambda _: None}),
        **functions({name: _of_module(work, 1) for name, work in _FINDING.items()}),
        **functions({name: _of_module(work, _PLACES.get(name, 1)) for name, work in _WORKS.items()}, "re.", pure=True),
        "escape": function("escape", re.escape, called="re.escape"),
        "error": ERROR,
        "PatternError": ERROR,
        "Pattern": PATTERN,
        "Match": MATCH,
    },
    asking("this part of re is not known here"),
)
