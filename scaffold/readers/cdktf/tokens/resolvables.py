"""What resolves to a value when the configuration is made: plain values held back, what producers give, and objects of
the program's own."""

from __future__ import annotations

from typing import Any

from scaffold.model.values import Value
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.kinds import Resolving
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.twins import Definition, Instance, LibraryClass, Method, Twin, class_of
from scaffold.readers.programs.functions import is_function
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Foreign, Machine, Object, Symbol

_CONTEXT = Signature(("context",))


class Resolvable(Twin):
    """Something that stands for a value until the configuration is made. `json` is what JSON text has in its place
    (nothing, for what is written as any object)."""

    json = "<unresolved-token>"

    def resolve(self, context: Resolving) -> Any:
        """What it comes to, which may hold more tokens."""
        raise NotImplementedError

    def text(self, machine: Machine, at: int) -> Any:
        """It as a text: the token's."""
        del machine, at
        return tokens_of(self.run).text(self)

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """The methods that all of them have."""
        del at
        if name == "toString":
            return Method(self.run, name, lambda machine, _given, at: self.text(machine, at))
        if name == "toJSON" and self.json:
            return Method(self.run, name, lambda _machine, _given, _at: self.json)
        if name == "creationStack":
            return Array([])
        if name == "resolve":
            return Method(self.run, name, self._resolve, _CONTEXT)
        return super().get(machine, name, 0)

    def _resolve(self, machine: Machine, given: list[Any], at: int) -> Any:
        del machine, at
        return self.resolve(given[0])

    def freeze(self, machine: Machine) -> Value:
        """The text that stands for it: it is resolved with the rest of a value."""
        return self.text(machine, 0)  # type: ignore[no-any-return]


class Intrinsic(Resolvable):
    """A plain value as a token."""

    def __init__(self, run: Run, value: Any, kind: LibraryClass | None = None) -> None:
        super().__init__(run, kind or class_of(run, INTRINSIC))
        self.value = value

    def resolve(self, context: Resolving) -> Any:
        """The value."""
        del context
        return self.value


class Lazy(Resolvable):
    """What a producer of the program gives when it is asked for. With `omits` an empty list is nothing."""

    json = "<unresolved-lazy>"

    def __init__(self, run: Run, producer: Any, omits: bool = False) -> None:
        super().__init__(run, class_of(run, LAZY_BASE))
        self.producer, self.omits = producer, omits

    def resolve(self, context: Resolving) -> Any:
        """What the producer gives."""
        machine = context.machine
        found = self.run.spelling.ask(machine, self.producer, "produce", [context.shown()], context.at)
        return UNDEFINED if self.omits and isinstance(found, Array) and not found.items else found


class Late(Resolvable):
    """What the library gives when it is asked for."""

    json = "<unresolved-lazy>"

    def __init__(self, run: Run, produce: Any) -> None:
        super().__init__(run, class_of(run, LAZY_BASE))
        self.produce = produce

    def resolve(self, context: Resolving) -> Any:
        """What it gives."""
        return self.produce(context)


class Own(Resolvable):
    """An object of the program with a method that resolves it."""

    def __init__(self, run: Run, held: Any) -> None:
        super().__init__(run, class_of(run, INTRINSIC))
        self.held = self.instance = held

    def resolve(self, context: Resolving) -> Any:
        """What the method gives."""
        return self.run.spelling.ask(context.machine, self.held, "resolve", [context.shown()], context.at)

    def text(self, machine: Machine, at: int) -> Any:
        """What its own method says."""
        return self.run.spelling.ask(machine, self.held, "toString", [], at)


def shown(twin: Twin) -> Any:
    """What the program holds of it."""
    return Instance(twin.run, twin) if twin.instance is UNDEFINED else twin.instance


def resolvable_of(run: Run, machine: Machine, value: Any) -> Resolvable | None:
    """What resolves to a value, where the program's value is such a thing."""
    if isinstance(value, Object):
        if value.type is None and value.accessors is None and "resolve" not in value.entries:
            return None
        found = machine.get(value, "resolve")
        return _own(run, value) if _callable(found) else None
    twin = run.twin_of(value) if isinstance(value, Foreign) else None
    return twin if isinstance(twin, Resolvable) else None


def _own(run: Run, value: Any) -> Any:
    owned = tokens_of(run).owned
    if id(value) not in owned:
        owned[id(value)] = value, Own(run, value)
    return owned[id(value)][1]


def _callable(value: Any) -> bool:
    return is_function(value) or isinstance(value, Method)


def as_any(run: Run, machine: Machine, value: Any) -> Resolvable:
    """Any value as what resolves to it."""
    return resolvable_of(run, machine, value) or Intrinsic(run, value)


def as_text(run: Run, machine: Machine, value: Any, hint: str = "") -> Any:
    """Any value as a text, which may be a token."""
    if isinstance(_plain(value), str) or _unsure(value):
        return value
    return tokens_of(run).text(as_any(run, machine, value), hint)


def as_number(run: Run, machine: Machine, value: Any) -> Any:
    """Any value as a number, which may be a token."""
    plain = _plain(value)
    if (isinstance(plain, int | float) and not isinstance(plain, bool)) or _unsure(value):
        return value
    return tokens_of(run).number(as_any(run, machine, value))


def as_list(run: Run, machine: Machine, value: Any, hint: str = "") -> Any:
    """Any value as a list of texts, which may be a token."""
    plain = _plain(value)
    if _unsure(value) or (
        isinstance(plain, Array) and all(isinstance(_plain(item), str) or _unsure(item) for item in plain.items)
    ):
        return value
    return tokens_of(run).list_of(as_any(run, machine, value), hint)


def as_number_list(run: Run, machine: Machine, value: Any) -> Any:
    """Any value as a list of numbers, which may be a token."""
    plain = _plain(value)
    if _unsure(value) or (
        isinstance(plain, Array)
        and all(isinstance(_plain(item), int | float) and not isinstance(_plain(item), bool) for item in plain.items)
    ):
        return value
    return tokens_of(run).number_list_of(as_any(run, machine, value))


def as_map(run: Run, machine: Machine, value: Any, kind: str, hint: str = "") -> Any:
    """Any value as an object, which is a token."""
    return tokens_of(run).map_of(as_any(run, machine, value), kind, hint)


def _plain(value: Any) -> Any:
    return value.concrete if isinstance(value, Symbol) and value.concrete is not MISSING else value


def _unsure(value: Any) -> bool:
    return isinstance(value, Symbol) and value.concrete is MISSING


def _intrinsic(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
    if is_function(given[0]):
        raise fault(kind.run, machine, "a token cannot be a function", at)
    return Intrinsic(kind.run, given[0], kind)


INTRINSIC = Definition("Intrinsic", _intrinsic, Signature(("value",)))
LAZY_BASE = Definition("LazyBase", _intrinsic, Signature())
