"""What Python means: the `Language` that the evaluator asks."""

from __future__ import annotations

import operator as host
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scaffold.model.values import Call
from scaffold.readers.programs.bounds import NotKnownError, bounded_items
from scaffold.readers.programs.python import items
from scaffold.readers.programs.python.arithmetic import OPERATORS, augmented, calculate
from scaffold.readers.programs.python.builtin_functions import options_of
from scaffold.readers.programs.python.classes import OBJECT
from scaffold.readers.programs.python.comparing import ORDERS, asked, compared, members_of, ordered, to_key
from scaffold.readers.programs.python.errors import is_error, is_error_class, make_error, message_of
from scaffold.readers.programs.python.hosting import to_host
from scaffold.readers.programs.python.kinds import NOT_IMPLEMENTED, Constant, SetValue, inner, key_value
from scaffold.readers.programs.python.looping import elements
from scaffold.readers.programs.python.names import NAMES
from scaffold.readers.programs.python.native import Given
from scaffold.readers.programs.python.objects import member, missing_attribute
from scaffold.readers.programs.python.symbolic import element_of, method_of_symbol
from scaffold.readers.programs.python.texts import text
from scaffold.readers.programs.python.truth import truth, truth_of
from scaffold.readers.programs.python.types import is_class, is_instance, type_name
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Language, Machine, Object, Symbol

_UNARY: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "negate": ("-", "__neg__", host.neg),
    "plus": ("+", "__pos__", host.pos),
    "invert": ("~", "__invert__", host.invert),
}


class Python(Language):
    """Python's runtime, as far as programs that declare infrastructure use it. It has no state."""

    def names(self, machine: Machine) -> Mapping[str, Any]:
        """The outermost scope."""
        del machine
        return NAMES

    def package(self, machine: Machine, source: str) -> Any:
        """A module of the standard library; `None` for one that is not known here."""
        from scaffold.readers.programs.python.library import package

        return package(machine, source)

    @property
    def root(self) -> Any:
        """`object`."""
        return OBJECT

    def member(self, machine: Machine, value: Any, name: Any, at: int) -> Any:
        """A built-in attribute; `UNDEFINED` if there is none."""
        return self._settled(machine, at, lambda: member(machine, value, name, at))

    def key(self, machine: Machine, value: Any) -> Any:
        """What a value is as a key of a dict. Raises the program's TypeError for what has no hash."""
        return to_key(machine, value)

    def unary(self, machine: Machine, operator: str, value: Any, at: int) -> Any:
        """The operators of `ir.Unary`."""
        return self._settled(machine, at, lambda: _unary(machine, operator, value, at))

    def binary(self, machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
        """The operators of `ir.Binary`."""
        asks = operator in _ASKING and (_holds_symbols(left) or _holds_symbols(right))
        try:
            found = _binary(machine, operator, left, right, at)
        except NotKnownError as error:
            return Symbol(Call(operator, machine.operands(left, right))) if asks else machine.unknown(str(error), at)
        return (
            Symbol(Call(operator, machine.operands(left, right)), found) if asks and found in (True, False) else found
        )

    def augment(self, machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
        """What `left += right` sets `left` to."""
        return self._settled(machine, at, lambda: augmented(machine, operator, left, right, at))

    def _settled(self, machine: Machine, at: int, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except NotKnownError as error:
            return machine.unknown(str(error), at)

    def truth(self, value: Any) -> bool:
        """Whether a value counts as true, whatever its class says."""
        return truth(value)

    def truth_of(self, machine: Machine, value: Any, at: int) -> bool | None:
        """Whether an instance counts as true; `None` where that is not known."""
        return truth_of(machine, value, at)

    def text(self, machine: Machine, value: Any) -> Any:
        """A value as text; a symbol of that where symbols stand inside."""
        return self._settled(machine, 0, lambda: text(machine, value))

    def iterate(self, machine: Machine, value: Any, at: int) -> list[Any]:
        """The elements of anything that can be looped over. Raises the program's TypeError."""
        return elements(machine, value, at)

    def keys(self, machine: Machine, value: Any, at: int) -> list[Any]:
        """The keys of a mapping. Raises the program's TypeError for what is none."""
        held = inner(value)
        if isinstance(held, Object) and held.type is None:
            return [key_value(key) for key, entry in held.entries.items() if entry is not UNDEFINED]
        names = machine.get(value, "keys", at)
        if names in (UNDEFINED, None):
            raise machine.throw(f"'{type_name(value)}' object is not a mapping", at, "TypeError")
        return machine.iterate(machine.call(names, (), at=at), at) or []

    def error(self, machine: Machine, kind: str, message: str) -> Any:
        """An exception of this kind."""
        del machine
        return make_error(kind, message)

    def message(self, value: Any) -> str:
        """What a thrown value says, for people."""
        return message_of(value)

    def item(self, machine: Machine, value: Any, key: Any, at: int) -> Any:
        """An element. Raises the program's error where there is none."""
        return self._settled(machine, at, lambda: items.item(machine, value, key, at))

    def set_item(self, machine: Machine, value: Any, key: Any, new: Any, at: int) -> None:
        """Set an element."""
        self._settled(machine, at, lambda: items.set_item(machine, value, key, new, at))

    def delete_item(self, machine: Machine, value: Any, key: Any, at: int) -> None:
        """Delete an element."""
        self._settled(machine, at, lambda: items.delete_item(machine, value, key, at))

    def missing_attribute(self, machine: Machine, value: Any, name: str) -> str:
        """What the error says where a value has no such attribute."""
        del machine
        return missing_attribute(value, name)

    def gathered(self, machine: Machine, items: list[Any], at: int) -> Any:
        """A set of these elements."""
        bounded_items(machine, len(items))
        return self._settled(machine, at, lambda: SetValue(members_of(machine, items, at)))

    def is_instance(self, machine: Machine, value: Any, kind: Any, at: int) -> bool:
        """Whether a value is an instance of a class, or of one of several. Raises the program's TypeError."""
        try:
            return any(is_instance(value, one) for one in options_of(Given(machine, UNDEFINED, at), kind))
        except NotKnownError:
            return False

    def raised(self, machine: Machine, value: Any, at: int) -> Any:
        """What `raise value` throws."""
        if isinstance(value, Symbol) and value.concrete is MISSING:
            return value
        if is_class(value) and is_error_class(value):
            value = machine.call(value, (), at=at)
        return value if is_error(value) else make_error("TypeError", "exceptions must derive from BaseException")

    def method_of_symbol(
        self, machine: Machine, value: Symbol, name: str, arguments: Sequence[Any], keywords: Mapping[str, Any]
    ) -> Any:
        """What a method gives of a symbol that is taken for nothing."""
        return self._settled(machine, 0, lambda: method_of_symbol(machine, value, name, arguments, keywords))

    def element_of(self, machine: Machine, value: Symbol) -> Any:
        """Any element of a collection that is not known."""
        return element_of(machine, value)

    def type_name(self, value: Any) -> str:
        """The name of a value's class."""
        return type_name(value)


#: Operators that ask something of two values.
_ASKING = frozenset({"equals", "not-equals", "in", "not-in", *ORDERS})


def _holds_symbols(value: Any) -> bool:
    """Whether there are symbols inside a list or dict, as deep as anyone looks."""
    left, seen = [value], set()
    while left:
        one = left.pop()
        if isinstance(one, Symbol):
            return one is not value
        if isinstance(one, Array | Object) and id(one) not in seen:
            seen.add(id(one))
            left.extend(one.items if isinstance(one, Array) else one.entries.values())
    return False


def _unary(machine: Machine, operator: str, value: Any, at: int) -> Any:
    if operator == "not":
        found = machine.truth(value, at)
        if found is None:
            raise NotKnownError("whether this is true is not known")
        return not found
    sign, name, work = _UNARY[operator]
    if isinstance(value, Object):
        method = machine.special(value, name, at)
        if method is not MISSING:
            return machine.call(method, (), at=at)
    plain = inner(value)
    if not isinstance(plain, int | float):
        raise machine.throw(f"bad operand type for unary {sign}: '{type_name(value)}'", at, "TypeError")
    return (
        work(to_host(machine, plain))
        if not (operator == "invert" and isinstance(plain, float))
        else _bad(machine, value, at)
    )


def _bad(machine: Machine, value: Any, at: int) -> Any:
    raise machine.throw(f"bad operand type for unary ~: '{type_name(value)}'", at, "TypeError")


def _same(left: Any, right: Any) -> bool:
    """`left is right`: numbers and texts of the same kind and value are one, as they mostly are."""
    if isinstance(left, str | int | float | bytes) and type(left) is type(right):
        return bool(left == right)
    return left is right or (isinstance(left, Constant) and isinstance(right, Constant) and left.name == right.name)


def _binary(machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
    if operator in OPERATORS:
        return calculate(machine, operator, left, right, at)
    if operator in ("equals", "is"):
        return compared(machine, left, right, at)
    if operator in ("not-equals", "is-not"):
        return _differs(machine, left, right, at)
    if operator in ("same", "not-same"):
        return _same(left, right) == (operator == "same")
    if operator in ORDERS:
        return ordered(machine, operator, left, right, at)
    if operator in ("in", "not-in"):
        return items.contains(machine, right, left, at) == (operator == "in")
    return machine.unknown(f"the operator {operator} is not known here", at)


def _differs(machine: Machine, left: Any, right: Any, at: int) -> Any:
    for one, other in ((left, right), (right, left)):
        found = asked(machine, one, "__ne__", other, at)
        if found is not NOT_IMPLEMENTED:
            return found
    return machine.unary("not", compared(machine, left, right, at), at)
