"""Values in texts: the format mini-language, `str.format`, and `%`."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError, bounded_text
from scaffold.readers.programs.python.hosting import PLAIN, to_host
from scaffold.readers.programs.python.kinds import HostValue, inner
from scaffold.readers.programs.python.native import known
from scaffold.readers.programs.python.percents import percent_parts
from scaffold.readers.programs.python.texts import known_ascii, represent, text
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, Array, Machine, Object, Symbol

_NUMBER = re.compile("[0-9]+")
#: The most digits of the number of a field.
_LONGEST = 18
_PARTS = re.compile(r"([^.\[]*)((?:\.|\[).*)?", re.DOTALL)


def bounded_spec(machine: Machine, spec: str) -> None:
    """Refuse widths and precisions that are far too large."""
    for digits in _NUMBER.findall(spec):
        bounded_text(machine, int(digits[:20]))


def formatted(machine: Machine, value: Any, spec: Any, at: int) -> Any:
    """As `format(value, spec)` has it; a symbol where symbols are in it."""
    spec = inner(known(machine, spec))
    if not isinstance(spec, str):
        raise machine.throw(f"format() argument 2 must be str, not {type_name(spec)}", at, "TypeError")
    if isinstance(value, Symbol):
        return _formatted_symbol(machine, value, spec, at)
    if isinstance(value, Object) or not isinstance(value, PLAIN):
        method = machine.special(value, "__format__", at)
        if method is not MISSING:
            return machine.call(method, (spec,), at=at)
    if spec == "":
        return text(machine, value, at)
    plain = value.value if isinstance(value, HostValue) else inner(value)
    if plain is None or (not isinstance(plain, PLAIN) and plain is value):
        raise machine.throw(f"unsupported format string passed to {type_name(value)}.__format__", at, "TypeError")
    bounded_spec(machine, spec)
    try:
        return format(plain, spec)
    except (ValueError, TypeError, OverflowError) as error:
        raise machine.throw(str(error), at, type(error).__name__) from None


def _formatted_symbol(machine: Machine, value: Symbol, spec: str, at: int) -> Any:
    if spec == "":
        return machine.text(value, at)
    found = MISSING if value.concrete is MISSING else formatted(machine, value.concrete, spec, at)
    return Symbol(Call("format", machine.operands(value, spec)), found)


def converted(machine: Machine, value: Any, conversion: str, at: int) -> Any:
    """A value after `!r`, `!s` or `!a`."""
    if conversion == "":
        return value
    if conversion == "s":
        return text(machine, value, at)
    if conversion not in ("r", "a"):
        raise machine.throw(f"Unknown conversion specifier {conversion}", at, "ValueError")
    found = represent(machine, value, at)
    return known_ascii(known(machine, found)) if conversion == "a" else found


class _Fields:
    """The arguments of `str.format`, by number and name. `next` is the one that a field without a name takes, or -1
    once fields are numbered by hand."""

    def __init__(self, machine: Machine, given: Sequence[Any] | None, named: Any, at: int) -> None:
        self.machine, self.given, self.named, self.at = machine, given, named, at
        self.next: int | None = None

    def error(self, message: str, kind: str = "ValueError") -> Exception:
        """The exception for an error of the program."""
        return self.machine.throw(message, self.at, kind)

    def value(self, name: str) -> Any:
        """The value of a field: `0.name[key]`."""
        found = _PARTS.fullmatch(name)
        first, rest = (found[1], found[2] or "") if found else (name, "")
        value = self._first(first)
        for is_attribute, part in self._steps(rest):
            if is_attribute:
                value = self.machine.attribute(value, part, self.at)
            else:
                value = self.machine.item(value, self._number(part) if part.isdecimal() else part, self.at)
        return value

    def _first(self, name: str) -> Any:
        if name == "" or name.isdecimal():
            by_hand = name != ""
            if self.next is not None and by_hand != (self.next < 0):
                kinds = ("automatic field numbering", "manual field specification")
                raise self.error(f"cannot switch from {kinds[not by_hand]} to {kinds[by_hand]}")
            place = self._number(name) if by_hand else self.next or 0
            self.next = -1 if by_hand else place + 1
            if self.given is None:
                raise self.error("Format string contains positional fields")
            if place >= len(self.given):
                reason = f"Replacement index {place} out of range for positional args tuple"
                raise self.error(reason, "IndexError")
            return self.given[place]
        if isinstance(self.named, Mapping):
            if name not in self.named:
                raise self.error(name, "KeyError")
            return self.named[name]
        return self.machine.item(self.named, name, self.at)

    def _number(self, digits: str) -> int:
        if len(digits) > _LONGEST:
            raise self.error("Too many decimal digits in format string")
        return int(digits)

    def _steps(self, rest: str) -> Iterator[tuple[bool, str]]:
        while rest:
            if rest[0] == ".":
                end = min((at for at in (rest.find(".", 1), rest.find("[", 1)) if at > 0), default=len(rest))
                name, rest = rest[1:end], rest[end:]
                is_attribute = True
            elif rest[0] == "[":
                end = rest.find("]")
                if end < 0:
                    raise self.error("Missing ']' in format string")
                name, rest = rest[1:end], rest[end + 1 :]
                is_attribute = False
            else:
                raise self.error("Only '.' or '[' may follow ']' in format field specifier")
            if not name:
                raise self.error("Empty attribute in format string")
            yield is_attribute, name


def format_text(machine: Machine, template: str, given: Sequence[Any] | None, named: Any, at: int) -> Any:
    """As `template.format(*given, **named)` has it; a symbol where symbols are in it. `given` is `None` for
    `format_map`."""
    parts = _parts(machine, template, _Fields(machine, given, named, at), 2)
    return machine.join(parts, at)


def _parts(machine: Machine, template: str, fields: _Fields, depth: int) -> list[Any]:
    if depth < 0:
        raise fields.error("Max string recursion exceeded")
    bounded_text(machine, len(template))
    found: list[Any] = []
    for literal, name, spec, conversion in _pieces(template, fields):
        found.append(literal)
        if name is None:
            continue
        if conversion == "":
            raise fields.error("end of string while looking for conversion specifier")
        value = converted(machine, fields.value(name), conversion or "", fields.at)
        inside = machine.join(_parts(machine, spec, fields, depth - 1), fields.at) if spec else ""
        found.append(formatted(machine, value, inside, fields.at))
        machine.spend()
    return found


def _pieces(template: str, fields: _Fields) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    """The texts and fields of a template, each read when its turn comes."""
    pieces = string.Formatter().parse(template)
    while True:
        try:
            yield next(pieces)  # type: ignore[call-overload]  # it is an iterator
        except StopIteration:
            return
        except ValueError as error:
            raise fields.error(str(error)) from None


def percent(machine: Machine, template: str | bytes, values: Any, at: int) -> Any:
    """As `template % values` has it; a symbol where symbols are in it."""
    if isinstance(template, bytes):
        bounded_spec(machine, template.decode("latin-1"))
        try:
            return template % to_host(machine, values)
        except (TypeError, ValueError, OverflowError, KeyError) as error:
            raise machine.throw(str(error), at, type(error).__name__) from None
    bounded_text(machine, len(template))
    return machine.join(_percents(machine, template, values, at), at)


def _percents(machine: Machine, template: str, values: Any, at: int) -> list[Any]:
    tuples = isinstance(values, Array) and values.fixed
    left = (list(values.items) if tuples else [values])[::-1]
    found: list[Any] = []
    named = False

    def take() -> Any:
        if not left:
            raise machine.throw("not enough arguments for format string", at, "TypeError")
        return left.pop()

    for part in percent_parts(template, lambda message, kind: machine.throw(message, at, kind)):
        if isinstance(part, str):
            found.append(part)
            continue
        machine.spend()
        width, precision = part.width, part.precision
        if part.name is not None:
            named = True
            value = machine.item(values, part.name, at) if _is_mapping(values) else _no_mapping(machine, at)
        else:
            width = _star(machine, take(), at) if width == "*" else width
            precision = "." + _star(machine, take(), at) if precision == ".*" else precision
            value = take()
        found.append(_percent(machine, value, f"%{part.flags}{width}{precision}", part.kind, at))
    if left and not named and not (not tuples and _is_mapping(values)):
        raise machine.throw("not all arguments converted during string formatting", at, "TypeError")
    return found


def _is_mapping(value: Any) -> bool:
    value = inner(value.concrete if isinstance(value, Symbol) else value)
    return (isinstance(value, Array) and not value.fixed) or not isinstance(value, Array | str | int | float | None)


def _no_mapping(machine: Machine, at: int) -> Any:
    raise machine.throw("format requires a mapping", at, "TypeError")


def _star(machine: Machine, value: Any, at: int) -> str:
    value = known(machine, value)
    if not isinstance(value, int):
        raise machine.throw("* wants int", at, "TypeError")
    bounded_text(machine, abs(value))
    return str(int(value))


def _percent(machine: Machine, value: Any, spec: str, kind: str, at: int) -> Any:
    bounded_spec(machine, spec)
    if kind in "sra":
        found = converted(machine, value, kind, at)
        if spec == "%":
            return found
        return _padded(machine, found, f"{spec}s")
    if isinstance(value, Symbol):
        if spec == "%" and kind in "di" and isinstance(value.concrete, int):
            return machine.text(value, at)
        known_text = MISSING if value.concrete is MISSING else _percent(machine, value.concrete, spec, kind, at)
        return Symbol(Call("format", machine.operands(value, spec + kind)), known_text)
    try:
        return (spec + kind) % (to_host(machine, value),)
    except (TypeError, ValueError, OverflowError) as error:
        raise machine.throw(str(error), at, type(error).__name__) from None


def _padded(machine: Machine, value: Any, spec: str) -> Any:
    if not isinstance(value, Symbol):
        return spec % value
    if value.concrete is MISSING:
        raise NotKnownError("the length of the text is not known")
    return Symbol(Call("format", machine.operands(value, spec)), spec % value.concrete)
