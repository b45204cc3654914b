"""How a language calls what the library has. Everything here is called as in TypeScript, the library's own language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from scaffold.readers.programs.values import UNDEFINED, Array, Machine


class Struct(Protocol):
    """What is known of the members of an object of options."""

    def nested(self, name: str) -> Struct | None:
        """The member `name` where that is one object of options; nothing for a map, a list or what is not known."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The arguments of a function or constructor of the library, by name and in order. With `struct` the last one is an
    object of options, whose members are keywords in Python, `options` what is known of them; with `rest` it takes all
    that is left, as an `Array`."""

    names: tuple[str, ...] = ()
    struct: bool = False
    rest: bool = False
    options: Struct | None = None


class Spelling:
    """How programs in TypeScript and JavaScript call it: as it is."""

    #: What errors of the library are to them.
    error: str = "Error"
    #: Whether calling a class makes an instance, in which is found what the class has.
    calls_classes: bool = False

    def member(self, name: str) -> str:
        """What the library calls the member that the program calls so."""
        return name

    def key(self, name: str) -> str:
        """What the program calls a member of an options object that the library calls so."""
        return name

    def arguments(
        self, machine: Machine, signature: Signature, given: Sequence[Any], keywords: Mapping[str, Any], at: int
    ) -> list[Any]:
        """The arguments of a call, as many as the signature has names: `UNDEFINED` for those that are not given. Raises
        the program's error where the language checks them."""
        del machine, keywords, at
        count = len(signature.names)
        if signature.rest:
            given = [*given, *(UNDEFINED,) * (count - 1 - len(given))]
            return [*given[: count - 1], Array(list(given[count - 1 :]))]
        return [*given, *(UNDEFINED,) * count][: max(count, len(given))]

    def check(self, machine: Machine, name: str, arguments: Sequence[Any], at: int) -> None:
        """Raise the program's error where the class `name` cannot be made with these arguments of its signature, as far
        as the language checks that."""

    def given(self, machine: Machine, value: Any, at: int) -> Any:
        """A value of the program as the library sees it."""
        del machine, at
        return value

    def shown(self, machine: Machine, value: Any, at: int) -> Any:
        """A value of the library as the program sees it."""
        del machine, at
        return value

    def ask(self, machine: Machine, instance: Any, name: str, arguments: Sequence[Any], at: int) -> Any:
        """What the library gets from a method of an object of the program, which the library calls `name`."""
        given = [self.shown(machine, value, at) for value in arguments]
        return self.given(machine, machine.invoke_method(instance, self.key(name), given, {}, at), at)
