"""What JavaScript means: the `Language` that the evaluator asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.javascript import coerce, operators
from scaffold.readers.programs.javascript.arithmetic import BOOLEAN, BOOLEAN_MEMBERS, NUMBER, NUMBER_MEMBERS
from scaffold.readers.programs.javascript.arrays import ARRAY, array_member
from scaffold.readers.programs.javascript.errors import make_error, message_of
from scaffold.readers.programs.javascript.functions import function_member
from scaffold.readers.programs.javascript.kinds import OBJECT_MEMBERS, Native
from scaffold.readers.programs.javascript.names import scope
from scaffold.readers.programs.javascript.packages import package
from scaffold.readers.programs.javascript.promises import PROMISE_MEMBERS
from scaffold.readers.programs.javascript.text_methods import STRING, text_member
from scaffold.readers.programs.values import UNDEFINED, Array, Language, Machine, Object, Promise

_NO_VALUE = (UNDEFINED, None)


class JavaScript(Language):
    """JavaScript's runtime, as far as programs that declare infrastructure use it. It has no state."""

    def names(self, machine: Machine) -> Mapping[str, Any]:
        """The outermost scope."""
        del machine
        return scope()

    def package(self, machine: Machine, source: str) -> Any:
        """A module of Node.js; `None` for one that it does not have, or that is not known here."""
        return package(machine, source)

    def member(self, machine: Machine, value: Any, name: Any, at: int) -> Any:
        """A built-in member; the program's TypeError for undefined and null."""
        if isinstance(value, str):
            return STRING if name == "constructor" else text_member(value, name)
        if isinstance(value, Array):
            return ARRAY if name == "constructor" else array_member(value, name)
        if isinstance(value, Object):
            return OBJECT_MEMBERS.get(name, UNDEFINED)
        if isinstance(value, bool):
            return BOOLEAN if name == "constructor" else BOOLEAN_MEMBERS.get(name, UNDEFINED)
        if isinstance(value, int | float):
            return NUMBER if name == "constructor" else NUMBER_MEMBERS.get(name, UNDEFINED)
        if isinstance(value, Promise):
            return PROMISE_MEMBERS.get(name, OBJECT_MEMBERS.get(name, UNDEFINED))
        if value in _NO_VALUE:
            kind = "null" if value is None else "undefined"
            raise machine.throw(f"Cannot read properties of {kind} (reading '{name}')", at, "TypeError")
        if isinstance(value, Native):
            return value.get(machine, name, at)
        return function_member(value, name)

    def key(self, machine: Machine, value: Any) -> Any:
        """A value as the key of a member: text, or a JavaScript symbol."""
        return coerce.to_key(machine, value)

    def unary(self, machine: Machine, operator: str, value: Any, at: int) -> Any:
        """The operators of `ir.Unary`."""
        return self._settled(machine, at, operators.unary, operator, value)

    def binary(self, machine: Machine, operator: str, left: Any, right: Any, at: int) -> Any:
        """The operators of `ir.Binary`."""
        return self._settled(machine, at, operators.binary, operator, left, right)

    def _settled(self, machine: Machine, at: int, work: Any, *operands: Any) -> Any:
        try:
            return work(machine, *operands, at)
        except NotKnownError as error:
            return machine.unknown(str(error), at)

    def truth(self, value: Any) -> bool:
        """Whether a value counts as true."""
        return coerce.to_truth(value)

    def text(self, machine: Machine, value: Any) -> Any:
        """A value as text; a symbol of that where symbols stand inside an array."""
        return self._settled(machine, 0, coerce.to_text, value)

    def iterate(self, machine: Machine, value: Any, at: int) -> list[Any]:
        """The elements of anything that can be looped over. Raises the program's TypeError."""
        return coerce.elements(machine, value, at)

    def keys(self, machine: Machine, value: Any, at: int) -> list[Any]:
        """The keys that a loop over keys or a spread into an object sees, in their order."""
        del at
        return list(coerce.own_keys(machine, value))

    def error(self, machine: Machine, kind: str, message: str) -> Any:
        """The value that is thrown for an error of this kind."""
        del machine
        return make_error(kind, message)

    def message(self, value: Any) -> str:
        """What a thrown value says, for people."""
        return message_of(value)
