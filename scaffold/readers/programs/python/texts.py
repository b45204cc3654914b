"""Values as text: `str()`, `repr()`, `ascii()`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import MAX_TEXT, NotKnownError, bounded_items, bounded_text
from scaffold.readers.programs.functions import ClassValue
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.kinds import Constant, RangeValue, SetValue, View, key_value
from scaffold.readers.programs.python.native import Module
from scaffold.readers.programs.python.types import type_name
from scaffold.readers.programs.values import INNER, MISSING, UNDEFINED, Array, Foreign, Machine, Object, Span, Symbol

_PLAIN = (bool, int, float, bytes, type(None))
_ADDRESS = "there is an address in the text of this"


def text(machine: Machine, value: Any, at: int = 0) -> Any:
    """As `str(value)` has it; a symbol where symbols are in it. Raises `NotKnownError` where that is not known."""
    if isinstance(value, str):
        return value
    if isinstance(value, Symbol):
        return machine.text(value, at)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(machine, value, at)
    if isinstance(value, Object | Foreign):
        method = machine.special(value, "__str__", at)
        if method is not MISSING:
            return _said(machine, method, "__str__", at)
        if isinstance(value, Object) and isinstance(value.entries.get(INNER), str):
            return value.entries[INNER]
    return represent(machine, value, at)


def _said(machine: Machine, method: Any, name: str, at: int) -> Any:
    found = machine.call(method, (), at=at)
    if isinstance(found, Object) and isinstance(found.entries.get(INNER), str):
        return found.entries[INNER]
    if isinstance(found, str | Symbol):
        return found
    raise machine.throw(f"{name} returned non-string (type {type_name(found)})", at, "TypeError")


def number_text(machine: Machine, value: int | float, at: int) -> str:
    """A number as text. Raises the program's ValueError for one that is too long."""
    try:
        return repr(value)
    except ValueError as error:
        raise machine.throw(str(error), at, "ValueError") from None


def represent(machine: Machine, value: Any, at: int = 0, inside: tuple[int, ...] = ()) -> Any:
    """As `repr(value)` has it; a symbol where symbols are in it. Raises `NotKnownError` where that is not known."""
    if isinstance(value, str | bytes):
        bounded_text(machine, len(value))
        return repr(value)
    if isinstance(value, _PLAIN):
        return number_text(machine, value, at) if isinstance(value, int | float) else repr(value)
    if isinstance(value, Symbol):
        return _of_symbol(machine, value, at)
    if isinstance(value, Object) and value.type is not None:
        return _of_instance(machine, value, at, inside)
    if id(value) in inside:
        return _again(value)
    if isinstance(value, Array | Object | SetValue | View):
        bounded_items(machine, len(inside))
        return machine.join(_parts(machine, value, at, (*inside, id(value))), at)
    return _of_other(machine, value, at)


def _of_symbol(machine: Machine, value: Symbol, at: int) -> Any:
    """Of an expression that is no text, `repr` is what it is as text."""
    if value.concrete is MISSING:
        return Symbol(Call("repr", machine.operands(value)))
    if not isinstance(value.concrete, str):
        return machine.text(value, at)
    return Symbol(Call("repr", machine.operands(value)), repr(value.concrete))


def _of_instance(machine: Machine, value: Object, at: int, inside: tuple[int, ...]) -> Any:
    method = machine.special(value, "__repr__", at)
    if method is not MISSING:
        if id(value) in inside or len(inside) > 200:
            raise NotKnownError("this text contains itself")
        return _said(machine, method, "__repr__", at)
    if INNER in value.entries:
        return represent(machine, value.entries[INNER], at, (*inside, id(value)))
    raise NotKnownError(_ADDRESS)


def _again(value: Any) -> str:
    if isinstance(value, Array):
        return "(...)" if value.fixed else "[...]"
    return "{...}" if isinstance(value, Object) else "..."


def _parts(machine: Machine, value: Any, at: int, inside: tuple[int, ...]) -> list[Any]:
    """The texts that stand for a list, a dict, ... one after the other."""
    if isinstance(value, Array):
        items = [represent(machine, item, at, inside) for item in value.items]
        start, end = ("(", ",)" if len(items) == 1 else ")") if value.fixed else ("[", "]")
    elif isinstance(value, Object):
        pairs = [
            (represent(machine, key_value(key), at, inside), represent(machine, item, at, inside))
            for key, item in value.entries.items()
            if item is not UNDEFINED
        ]
        return ["{", *_rows((key, ": ", item) for key, item in pairs), "}"]
    elif isinstance(value, SetValue):
        items = [represent(machine, item, at, inside) for item in value.elements(machine, at)]
        start, end = ("{", "}") if items else ("", "set()")
        if value.frozen:
            start, end = (f"frozenset({start}", f"{end})") if items else ("", "frozenset()")
    else:
        found = Array(value.elements(machine, at) or [])
        return [f"dict_{value.sort}(", represent(machine, found, at, inside), ")"]
    return [start, *_rows((item,) for item in items), end]


def _rows(rows: Iterable[Sequence[Any]]) -> list[Any]:
    """Texts with commas between the rows of them."""
    found: list[Any] = []
    length = 0
    for row in rows:
        if found:
            found.append(", ")
        found.extend(row)
        length += sum(len(part) for part in row if isinstance(part, str))
        if length > MAX_TEXT:
            raise NotKnownError("this text is too long")
    return found


def _of_other(machine: Machine, value: Any, at: int) -> Any:
    if isinstance(value, Constant):
        return value.name
    if isinstance(value, RangeValue):
        return repr(value.span)
    if isinstance(value, Span):
        ends = [represent(machine, end, at) for end in (value.start, value.stop, value.step)]
        return machine.join(["slice(", ends[0], ", ", ends[1], ", ", ends[2], ")"], at)
    if isinstance(value, BuiltinClass):
        return f"<class '{value.name if value.module == 'builtins' else f'{value.module}.{value.name}'}'>"
    if isinstance(value, ClassValue):
        raise NotKnownError("the name of the module of this class is not known")
    if isinstance(value, Module):
        return f"<module '{value.name}'>"
    if isinstance(value, Foreign):
        method = machine.special(value, "__repr__", at)
        if method is not MISSING:
            return _said(machine, method, "__repr__", at)
    raise NotKnownError(_ADDRESS)


def escaped(value: Any, machine: Machine) -> Any:
    """A text as `ascii()` has it."""
    return known_ascii(value) if isinstance(value, str) else Symbol(Call("ascii", machine.operands(value)))


def known_ascii(value: str) -> str:
    """A text with what is not ASCII in it escaped."""
    return value.encode("ascii", "backslashreplace").decode("ascii")
