"""Attributes with parts, that are only known once something is deployed: objects, lists and maps."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.attributes import attribute_value, computed, getter, interpolation
from scaffold.readers.cdktf.tokens.expressions import FunctionCall, Members
from scaffold.readers.cdktf.tokens.functions import function_of
from scaffold.readers.cdktf.tokens.iterators import of_complex_list
from scaffold.readers.cdktf.tokens.kinds import Resolving
from scaffold.readers.cdktf.tokens.resolvables import (
    Intrinsic,
    Resolvable,
    as_list,
    as_text,
    shown,
)
from scaffold.readers.cdktf.twins import Definition, LibraryClass, Method, Twin, class_of
from scaffold.readers.programs.values import UNDEFINED, Machine

__all__ = [
    "COMPLEX_LIST", "COMPLEX_MAP", "COMPLEX_OBJECT", "DEFINITIONS", "Complex", "Entries", "Listed", "ListedMaps",
    "Mapped", "WithAttributes", "attribute_value", "complex_twin",
]  # fmt: skip

_INDEX: Final = re.compile(r"\[([^\]]*)\]")


class Complex(Resolvable):
    """An attribute that has parts. `owner` is what it belongs to: a twin, or an object of the program's own."""

    json = ""

    def __init__(self, kind: LibraryClass, owner: Any, attribute: Any, set_like: Any = False, index: Any = UNDEFINED):
        super().__init__(kind.run, kind)
        self.owner, self.attribute, self.set_like, self.place = owner, attribute, set_like, index
        self._address: Any = None

    # What it is called

    def whole(self, machine: Machine, at: int, suffix: Any = "") -> Resolvable:
        """The reference to it, with something after its name."""
        name = machine.join([self.attribute, suffix], at) if suffix != "" else self.attribute
        return interpolation(self.run, machine, self.owner, name, at)

    def address(self, machine: Machine, at: int) -> Any:
        """What it is called, as a text."""
        if self._address is None:
            self._address = as_text(self.run, machine, shown(self._addressed(machine, at)))
        return self._address

    def _addressed(self, machine: Machine, at: int) -> Resolvable:
        return self.whole(machine, at)

    def ordered(self, machine: Machine, at: int) -> Any:
        """It, a set, as a list."""
        whole = shown(self.whole(machine, at))
        return as_list(self.run, machine, shown(FunctionCall(self.run, "tolist", [whole])))

    def resolve(self, context: Resolving) -> Any:
        """What it is called."""
        return self.address(context.machine, context.at)

    # What programs read

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its members."""
        if name == "fqn":
            return self.address(machine, at)
        if name == "terraformAttribute":
            return self.attribute
        if name == "terraformResource":
            return shown(self.owner) if isinstance(self.owner, Twin) else self.owner
        found = self.members(name)
        return super().get(machine, name, at) if found is UNDEFINED else found

    def members(self, name: str) -> Any:
        """The members of its class."""
        del name
        return UNDEFINED

    def method(self, name: str, work: Callable[[Machine, Any, int], Any], argument: str) -> Any:
        """A method of one argument."""
        return Method(self.run, name, lambda machine, given, at: work(machine, given[0], at), Signature((argument,)))


class WithAttributes(Complex):
    """An object that is computed. With `set_like` it is of a set, with a place of a list."""

    def interpolation(self, machine: Machine, attribute: Any, at: int) -> Resolvable:
        """The reference to an attribute of it."""
        if machine.truth(self.set_like) is not False:
            return Members(self.run, self.ordered(machine, at), [self.place, attribute])
        if self.place is UNDEFINED:
            return self.whole(machine, at, machine.join([".", attribute], at))
        return self.whole(machine, at, machine.join(["[", self.place, "].", attribute], at))

    def _addressed(self, machine: Machine, at: int) -> Resolvable:
        if machine.truth(self.set_like) is not False:
            return Members(self.run, self.ordered(machine, at), [self.place])
        return self.whole(machine, at, "" if self.place is UNDEFINED else machine.join(["[", self.place, "]"], at))

    def members(self, name: str) -> Any:
        """Its attributes, by their kinds."""
        if name in ("interpolationForAttribute", "interpolationAsList"):
            whole = name == "interpolationAsList"

            def work(machine: Machine, attribute: Any, at: int) -> Any:
                return shown(self.whole(machine, at, ".*") if whole else self.interpolation(machine, attribute, at))

            return self.method(name, work, "property")
        if name == "complexObjectIndex":
            return self.place
        if name == "complexObjectIsFromSet":
            return self.set_like
        return getter(self.run, self, name)


class Entries(Complex):
    """A map of plain values: `lookup(key)`."""

    def members(self, name: str) -> Any:
        """Its one method."""
        kind = self.kind.definition.facts.get("of")
        if name != "lookup" or kind is None:
            return UNDEFINED

        def work(machine: Machine, key: Any, at: int) -> Any:
            if kind in DEFINITIONS:
                inner = machine.join([self.attribute, '["', key, '"]'], at)
                return shown(Entries(class_of(self.run, DEFINITIONS[kind]), self.owner, inner))
            return computed(self.run, self.whole(machine, at, machine.join(['["', key, '"]'], at)), kind)

        return self.method(name, work, "key")


class Listed(Complex):
    """A list, or a set as one."""

    def _addressed(self, machine: Machine, at: int) -> Resolvable:
        if machine.truth(self.set_like) is False:
            return self.whole(machine, at)
        return Intrinsic(self.run, self.ordered(machine, at))

    def members(self, name: str) -> Any:
        """Its elements."""
        if name == "wrapsSet":
            return self.set_like
        if name == "allWithMapKey":
            return self.method(name, self.keyed, "mapKeyAttributeName")
        if name == "get" and "of" in self.kind.definition.facts:
            return self.method(name, self.element, "index")
        return UNDEFINED

    def keyed(self, machine: Machine, key: Any, at: int) -> Any:
        """An iterator of it, as a map by a member of its elements."""
        return of_complex_list(self.run, shown(Intrinsic(self.run, self.address(machine, at))), key)

    def element(self, machine: Machine, index: Any, at: int) -> Any:
        """One element."""
        kind = self.kind.definition.facts["of"]
        if kind == "element":
            return function_of(self.run, "element").work(machine, [shown(self), index], at)
        return computed(self.run, self.whole(machine, at, machine.join(["[", index, "]"], at)), kind)


class ListedMaps(Listed):
    """A list of maps."""

    def interpolation(self, machine: Machine, attribute: Any, at: int) -> Resolvable:
        """The reference to a part of it; its elements are read so."""
        found = _INDEX.search(attribute) if isinstance(attribute, str) else None
        if machine.truth(self.set_like) is not False and found is not None:
            return Members(self.run, self.ordered(machine, at), [found[1], attribute])
        return self.whole(machine, at, attribute)

    def element(self, machine: Machine, index: Any, at: int) -> Any:
        """One map."""
        kind = class_of(self.run, DEFINITIONS[self.kind.definition.facts["of"]])
        return shown(Entries(kind, self, machine.join(["[", index, "]"], at)))

    def members(self, name: str) -> Any:
        """Its elements, and how they are called."""
        if name == "interpolationForAttribute":
            return self.method(
                name, lambda machine, given, at: shown(self.interpolation(machine, given, at)), "property"
            )
        return super().members(name)


class Mapped(Complex):
    """A map of lists or objects."""

    def interpolation(self, machine: Machine, attribute: Any, at: int) -> Resolvable:
        """The reference to an entry."""
        return Members(self.run, shown(self.whole(machine, at)), [attribute])

    def members(self, name: str) -> Any:
        """Its entries."""
        if name == "interpolationForAttribute":
            return self.method(
                name, lambda machine, given, at: shown(self.interpolation(machine, given, at)), "property"
            )
        kind = self.kind.definition.facts.get("of")
        if name != "get" or kind is None:
            return UNDEFINED

        def work(machine: Machine, key: Any, at: int) -> Any:
            return computed(self.run, self.whole(machine, at, machine.join(["[", key, "]"], at)), kind)

        return self.method(name, work, "key")


_OBJECT: Final = Signature(("terraformResource", "terraformAttribute", "complexObjectIsFromSet", "complexObjectIndex"))
_LIST: Final = Signature(("terraformResource", "terraformAttribute", "wrapsSet"))
_MAP: Final = Signature(("terraformResource", "terraformAttribute"))


def _defined(
    name: str, twin: type[Complex], signature: Signature, of: str = "", base: Definition | None = None
) -> Definition:
    def make(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
        del machine, at
        return twin(kind, *given[: len(signature.names)])

    return Definition(name, make, signature, base=base, facts={"of": of} if of else {})


COMPLEX_OBJECT: Final = _defined("ComplexObject", WithAttributes, _OBJECT)
COMPLEX_LIST: Final = _defined("ComplexList", Listed, _LIST)
COMPLEX_MAP: Final = _defined("ComplexMap", Mapped, _MAP)
_MAP_LIST: Final = _defined("MapList", ListedMaps, _LIST)

DEFINITIONS: Final = {
    definition.name: definition
    for definition in (
        COMPLEX_OBJECT, COMPLEX_LIST, COMPLEX_MAP, _MAP_LIST,
        _defined("StringMap", Entries, _MAP, "string"),
        _defined("NumberMap", Entries, _MAP, "number"),
        _defined("BooleanMap", Entries, _MAP, "boolean"),
        _defined("AnyMap", Entries, _MAP, "any"),
        _defined("StringMapMap", Entries, _MAP, "StringMap"),
        _defined("NumberMapMap", Entries, _MAP, "NumberMap"),
        _defined("BooleanMapMap", Entries, _MAP, "BooleanMap"),
        _defined("AnyMapMap", Entries, _MAP, "AnyMap"),
        _defined("BooleanList", Listed, _LIST, "element", COMPLEX_LIST),
        _defined("StringListList", Listed, _LIST, "list", COMPLEX_LIST),
        _defined("NumberListList", Listed, _LIST, "number-list", COMPLEX_LIST),
        _defined("BooleanListList", Listed, _LIST, "boolean", COMPLEX_LIST),
        _defined("AnyListList", Listed, _LIST, "any", COMPLEX_LIST),
        _defined("StringMapList", ListedMaps, _LIST, "StringMap", _MAP_LIST),
        _defined("NumberMapList", ListedMaps, _LIST, "NumberMap", _MAP_LIST),
        _defined("BooleanMapList", ListedMaps, _LIST, "BooleanMap", _MAP_LIST),
        _defined("AnyMapList", ListedMaps, _LIST, "AnyMap", _MAP_LIST),
        _defined("StringListMap", Mapped, _MAP, "list", COMPLEX_MAP),
        _defined("NumberListMap", Mapped, _MAP, "number-list", COMPLEX_MAP),
        _defined("BooleanListMap", Mapped, _MAP, "boolean", COMPLEX_MAP),
        _defined("AnyListMap", Mapped, _MAP, "any", COMPLEX_MAP),
    )
}  # fmt: skip


def complex_twin(
    run: Run, name: str, owner: Any, attribute: Any, set_like: Any = False, index: Any = UNDEFINED
) -> Complex:
    """What stands behind an attribute of one of the library's classes. `set_like` says that a set is made a list,
    `index` which element of a list an object is."""
    definition = DEFINITIONS[name]
    kind = class_of(run, definition)
    if definition.signature is _OBJECT:
        return WithAttributes(kind, owner, attribute, set_like, index)
    made = definition.make(kind, None, [owner, attribute, set_like, UNDEFINED], 0)  # type: ignore[arg-type]
    assert isinstance(made, Complex)
    return made
