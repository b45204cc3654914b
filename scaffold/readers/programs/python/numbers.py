"""`int`, `float`, `bool`: what makes them, and their methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import bounded_bits, bounded_text
from scaffold.readers.programs.python.classes import BOOL, COMPLEX, FLOAT, INT, BuiltinClass, wrapped
from scaffold.readers.programs.python.delegating import hosted_methods
from scaffold.readers.programs.python.hosting import to_host
from scaffold.readers.programs.python.kinds import inner
from scaffold.readers.programs.python.native import Given, native
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import MISSING, Array, Foreign, NativeFunction, Object, Symbol

#: The most characters of a text that is read as a number.
_LONGEST = 5_000
_SPECIAL = "__floor__ __ceil__ __trunc__ __round__ __int__ __float__ __abs__ __neg__"


def whole(given: Given, value: Any, reason: str = "'{}' object cannot be interpreted as an integer") -> int:
    """A value as a whole number, where it is one. Raises the program's TypeError for others, `NotKnownError`."""
    value = given.known(value)
    if isinstance(value, Object):
        special = given.machine.special(value, "__index__", given.at)
        value = inner(value) if special is MISSING else given.known(given.call(special))
    if not isinstance(value, int):
        raise given.error(reason.format(type_name(value)))
    return value


def _make_int(given: Given, cls: Any, x: Any = 0, /, base: Any = MISSING) -> Any:
    return wrapped(cls, INT, _read_int(given, x, base))


def _read_int(given: Given, value: Any, base: Any) -> int:
    if isinstance(value, Object):
        for name in ("__int__", "__index__", "__trunc__"):
            special = given.machine.special(value, name, given.at)
            if special is not MISSING:
                return int(given.known(given.call(special)))
    value = given.known(inner(value))
    if isinstance(value, str | bytes) and len(value) > _LONGEST:
        raise given.error(f"Exceeds the limit (4300 digits) for integer string conversion: {len(value)}", "ValueError")
    plain = to_host(given.machine, value)
    found: int = given.host(int, plain) if base is MISSING else given.host(int, plain, whole(given, base))
    bounded_bits(found.bit_length())
    return found


def _make_float(given: Given, cls: Any, x: Any = 0.0, /) -> Any:
    if isinstance(x, Object):
        special = given.machine.special(x, "__float__", given.at)
        if special is not MISSING:
            return given.call(special)
    value = given.known(inner(x))
    return wrapped(cls, FLOAT, given.host(float, to_host(given.machine, value)))


def _make_bool(given: Given, cls: Any, x: Any = False, /) -> Any:
    if isinstance(x, Symbol):
        found = given.machine.truth(x, given.at)
        return Symbol(Call("Boolean", given.machine.operands(x)), MISSING if found is None else found)
    return wrapped(cls, BOOL, given.truth(x))


def _make_complex(given: Given, cls: Any, /, *parts: Any) -> Any:
    del parts, cls
    return given.unknown("complex numbers are not known here")


def _sized(given: Given, plain: list[Any]) -> None:
    if len(plain) > 1 and isinstance(plain[1], int):
        bounded_text(given.machine, plain[1])


class _Part(BuiltinClass):
    """An attribute of numbers that is no method."""

    __slots__ = ("work",)

    def __init__(self, work: Callable[[Any], Any]) -> None:
        super().__init__("getset_descriptor")
        self.work = work

    def bind(self, machine: Any, instance: Any, owner: Any, at: int) -> Any:
        """The attribute of a number."""
        del machine, owner, at
        return self if instance is None else self.work(inner(instance))


def _from_bytes(given: Given, bytes: Any, byteorder: Any = "big", *, signed: Any = False) -> int:
    data = to_host(given.machine, given.known(bytes))
    found: int = given.host(int.from_bytes, data, given.known(byteorder), signed=given.truth(signed))
    bounded_bits(found.bit_length())
    return found


INT.make, INT.pure = _make_int, "parseInt"
FLOAT.make, FLOAT.pure = _make_float, "Number"
BOOL.make = _make_bool
COMPLEX.make = _make_complex
INT.members.update(
    {
        **hosted_methods(
            int, f"bit_length bit_count to_bytes as_integer_ratio conjugate {_SPECIAL}", bounds={"to_bytes": _sized}
        ),
        "from_bytes": native("int.from_bytes", _from_bytes, pure=True),
        "real": _Part(int),
        "imag": _Part(int.imag.__get__),
        "numerator": _Part(int),
        "denominator": _Part(int.denominator.__get__),
    }
)
FLOAT.members.update(
    {
        **hosted_methods(float, f"is_integer as_integer_ratio hex conjugate {_SPECIAL}"),
        "fromhex": native("float.fromhex", lambda given, text: given.host(float.fromhex, given.known(text)), pure=True),
        "real": _Part(float),
        "imag": _Part(float.imag.__get__),
    }
)


def rounded(given: Given, number: Any, ndigits: Any = None) -> Any:
    """`round(number, ndigits)`."""
    value = inner(number)
    held = isinstance(number, Object | Foreign)
    special = given.machine.special(number, "__round__", given.at) if held else MISSING
    if special is not MISSING:
        return given.call(special, *(() if ndigits is None else (ndigits,)))
    if not isinstance(value, int | float):
        raise given.error(f"type {type_name(number)} doesn't define __round__ method")
    places = None if ndigits is None else whole(given, ndigits)
    if places is not None and isinstance(value, int) and places < -_LONGEST:
        return 0
    return given.host(round, value, places)


def absolute(given: Given, x: Any, /) -> Any:
    """`abs(x)`."""
    if isinstance(x, Object):
        special = given.machine.special(x, "__abs__", given.at)
        if special is not MISSING:
            return given.call(special)
    return given.host(abs, to_host(given.machine, x))


def quotient(given: Given, x: Any, y: Any, /) -> Array:
    """`divmod(x, y)`."""
    if not all(isinstance(inner(one), int | float) for one in (x, y)):
        names = f"'{type_name(x)}' and '{type_name(y)}'"
        raise given.error(f"unsupported operand type(s) for divmod(): {names}")
    return Array(list(given.host(divmod, inner(x), inner(y))), fixed=True)


def power(given: Given, base: Any, exp: Any, mod: Any = None) -> Any:
    """`pow(base, exp, mod)`."""
    if mod is None:
        return given.machine.binary("power", base, exp, given.at)
    found = [to_host(given.machine, given.known(one)) for one in (base, exp, mod)]
    for one in found:
        bounded_bits(one.bit_length() if isinstance(one, int) else 0)
    return given.host(pow, *found)


NUMBER_FUNCTIONS: dict[str, NativeFunction] = {
    "abs": native("abs", absolute, pure=True),
    "round": native("round", rounded, pure=True),
    "divmod": native("divmod", quotient, pure=True),
    "pow": native("pow", power, pure=True),
    "bin": native("bin", lambda given, number: bin(whole(given, number)), pure=True),
    "oct": native("oct", lambda given, number: oct(whole(given, number)), pure=True),
    "hex": native("hex", lambda given, number: hex(whole(given, number)), pure=True),
    "chr": native("chr", lambda given, i: given.host(chr, whole(given, i)), pure=True),
}
