"""What values of a program in YAML mean: their text, their JSON, their errors. They are Go's."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.values import Value
from scaffold.readers.programs.values import (
    UNDEFINED,
    Array,
    Language,
    Machine,
    Object,
    Symbol,
)
from scaffold.readers.pulumi import dialect

#: Signs that Go's JSON never has as they are.
_ESCAPED: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_LARGE: Final = 21
_SMALL: Final = -4


class Yaml(Language):
    """The language of programs in YAML. `scope` are the functions that its programs are lowered to calls of."""

    def __init__(self, scope: Mapping[str, Any]) -> None:
        self.scope = scope

    def names(self, machine: Machine) -> Mapping[str, Any]:
        """The outermost scope."""
        del machine
        return self.scope

    def package(self, machine: Machine, source: str) -> Any:
        """There are no modules."""
        del machine, source

    def member(self, machine: Machine, value: Any, name: str, at: int) -> Any:
        """Plain values have no members."""
        del machine, value, name, at
        return UNDEFINED

    def key(self, machine: Machine, value: Any) -> Any:
        """A value as a key: text."""
        return value if isinstance(value, str | int) and not isinstance(value, bool) else text_of(value)

    def unary(self, machine: Machine, operator: str, value: Any, at: int) -> Any:
        """There are no operators."""
        del value
        return machine.unknown(f"there is no {operator}", at)

    def binary(self, machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
        """There are no operators."""
        del left, right
        return machine.unknown(f"there is no {operator}", at)

    def truth(self, value: Any) -> bool:
        """Whether a value counts as true."""
        return bool(value)

    def text(self, machine: Machine, value: Any) -> Any:
        """A value as it stands in a text."""
        if _is_symbolic(value):
            known = machine.concrete(value)
            if _is_symbolic(known):
                return machine.unknown("a part of the text is not known", 0)
            return Symbol(machine.freeze(machine.unknown("a list or map as text", 0)), text_of(known))
        return text_of(value)

    def iterate(self, machine: Machine, value: Any, at: int) -> list[Any]:
        """The elements of a list."""
        if isinstance(value, Array):
            return value.items
        raise machine.throw("a list is wanted here", at)

    def keys(self, machine: Machine, value: Any, at: int) -> list[Any]:
        """The keys of a map."""
        del machine, at
        return list(value.entries) if isinstance(value, Object) else []

    def delete_item(self, machine: Machine, value: Any, key: Any, at: int) -> None:
        """Nothing is ever deleted."""
        del value, key
        raise machine.throw("nothing can be deleted here", at)

    def error(self, machine: Machine, kind: str, message: str) -> Any:
        """What is thrown: the message."""
        del machine, kind
        return message

    def message(self, value: Any) -> str:
        """What was thrown, for people."""
        return value if isinstance(value, str) else text_of(value)


def _is_symbolic(value: Any) -> bool:
    if isinstance(value, Array):
        return any(map(_is_symbolic, value.items))
    if isinstance(value, Object):
        return any(map(_is_symbolic, value.entries.values()))
    return isinstance(value, Symbol) or not isinstance(value, str | int | float | bool | None | type(UNDEFINED))


def text_of(value: Any) -> str:
    """A known value as Go prints it (`%v`)."""
    if value is None or value is UNDEFINED:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, Array):
        return f"[{' '.join(map(text_of, value.items))}]"
    if isinstance(value, Object):
        pairs = sorted((str(key), item) for key, item in value.entries.items())
        return f"map[{' '.join(f'{key}:{text_of(item)}' for key, item in pairs)}]"
    return str(value)


def number_text(value: int | float) -> str:
    """A number as Go prints it: large and small ones with an exponent."""
    number = float(value)
    if math.isnan(number) or math.isinf(number):
        return "NaN" if math.isnan(number) else "+Inf" if number > 0 else "-Inf"
    if number == 0:
        return "-0" if math.copysign(1, number) < 0 else "0"
    sign, digits, exponent = _digits(number)
    place = exponent + len(digits)  # of the point, from the left
    if place - 1 < _SMALL or place - 1 >= _LARGE:
        rest = f".{digits[1:]}" if len(digits) > 1 else ""
        power = place - 1
        return f"{sign}{digits[0]}{rest}e{'-' if power < 0 else '+'}{abs(power):02d}"
    if place <= 0:
        return f"{sign}0.{'0' * -place}{digits}"
    whole = digits[:place].ljust(place, "0")
    return f"{sign}{whole}.{digits[place:]}" if digits[place:] else sign + whole


def _digits(number: float) -> tuple[str, str, int]:
    """The sign, the fewest digits that mean a number, and the power of ten of the last one."""
    mantissa, _, power = repr(abs(number)).partition("e")
    whole, _, part = mantissa.partition(".")
    digits = (whole + part).lstrip("0")
    exponent = int(power or 0) - len(part)
    stripped = digits.rstrip("0")
    return "-" if number < 0 else "", stripped, exponent + len(digits) - len(stripped)


def json_text(value: Value) -> str:
    """JSON text of a known value, as Go writes it: keys in order, some signs escaped."""
    return dialect.json_text(value, in_order=True).translate(_ESCAPED)
