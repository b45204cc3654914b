"""Iterators and counts: several of something, made of a list or map that may not be known, and what each is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.attributes import computed
from scaffold.readers.cdktf.tokens.expressions import FunctionCall, Loop, Members, Reference
from scaffold.readers.cdktf.tokens.kinds import Resolving
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tokens.resolvables import INTRINSIC, Late, Resolvable, as_list, as_text, shown
from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.twins import Definition, LibraryClass, Method, Twin, class_of
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

_IN_LOOP, _IN_BLOCK = "FOR_EXPRESSION", "DYNAMIC_BLOCK"
#: What reads a member of the element, by its kind.
_GETTERS: Final = {
    "getString": "string", "getNumber": "number", "getBoolean": "boolean", "getAny": "boolean", "getList": "list",
    "getNumberList": "number-list", "getMap": "any-map", "getStringMap": "string-map", "getNumberMap": "number-map",
    "getBooleanMap": "boolean-map", "getAnyMap": "any-map",
}  # fmt: skip
_ATTRIBUTE: Final = Signature(("attribute",))


class Iterator(Twin):
    """Something to make several of. `held` is what it goes through: a list, a map, or something made of several."""

    def __init__(self, kind: LibraryClass, held: Any, *more: Any) -> None:
        super().__init__(kind.run, kind)
        self.held, self.more = held, more

    def for_each(self, machine: Machine, at: int) -> Any:
        """What it goes through, as it is written."""
        raise NotImplementedError

    def looped(self, machine: Machine, at: int) -> Any:
        """The same in an expression that loops."""
        return self.for_each(machine, at)

    def _part(self, name: str) -> Resolvable:
        """The key or value of the element, which is called otherwise in a loop."""
        loop, block = ("key", "each.key") if name == "key" else ("val", "each.value")

        def produce(context: Resolving) -> Any:
            return shown(Reference(self.run, loop if context.iterating == _IN_LOOP else block))

        return Late(self.run, produce)

    def _over(self, machine: Machine, at: int, value: Any, key: Any = UNDEFINED) -> Any:
        return shown(Loop(self.run, self.looped(machine, at), value, key))

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its members."""
        if name == "key":
            return shown(self._part("key"))
        if name == "value":
            return shown(self._part("value"))
        if name == "_getForEachExpression":
            return Method(self.run, name, lambda machine, _given, at: self.for_each(machine, at))
        if name in _GETTERS:
            return Method(self.run, name, lambda machine, given, at: self._attribute(name, given[0]), _ATTRIBUTE)
        if name in _LOOPS:
            names, work = _LOOPS[name]
            return Method(self.run, name, lambda machine, given, at: work(self, machine, given, at), Signature(names))
        return UNDEFINED

    def _attribute(self, getter: str, attribute: Any) -> Any:
        return computed(self.run, Members(self.run, shown(self._part("value")), [attribute]), _GETTERS[getter])

    def dynamic(self, machine: Machine, given: list[Any], at: int) -> Any:
        """`iterator.dynamic({...})`: a block, or element, for each."""
        del machine, at
        return shown(Dynamic(self.run, self, given[0]))

    def keys_of(self, machine: Machine, given: list[Any], at: int) -> Any:
        """`iterator.keys()`."""
        del given
        return self._over(machine, at, shown(Reference(self.run, "key")))

    def values_of(self, machine: Machine, given: list[Any], at: int) -> Any:
        """`iterator.values()`."""
        del given
        return self._over(machine, at, shown(Reference(self.run, "val")))

    def pluck(self, machine: Machine, given: list[Any], at: int) -> Any:
        """`iterator.pluckProperty(name)`: a member of each."""
        member = Members(self.run, shown(Reference(self.run, "val")), [given[0]])
        return self._over(machine, at, shown(member))

    def as_list(self, machine: Machine, given: list[Any], at: int) -> Any:
        """`iterator.forExpressionForList(expression)`."""
        return self._over(machine, at, given[0])

    def as_map(self, machine: Machine, given: list[Any], at: int) -> Any:
        """`iterator.forExpressionForMap(key, value)`."""
        return self._over(machine, at, given[1], given[0])


_LOOPS: Final[dict[str, tuple[tuple[str, ...], Callable[[Iterator, Machine, list[Any], int], Any]]]] = {
    "dynamic": (("attributes",), Iterator.dynamic),
    "keys": ((), Iterator.keys_of),
    "values": ((), Iterator.values_of),
    "pluckProperty": (("property",), Iterator.pluck),
    "forExpressionForList": (("expression",), Iterator.as_list),
    "forExpressionForMap": (("keyExpression", "valueExpression"), Iterator.as_map),
}


class OfList(Iterator):
    """Of a list of plain values, which is made a set."""

    def for_each(self, machine: Machine, at: int) -> Any:
        """The set."""
        del at
        return as_list(self.run, machine, shown(FunctionCall(self.run, "toset", [self.held])))


class OfMap(Iterator):
    """Of a map."""

    def for_each(self, machine: Machine, at: int) -> Any:
        """The map."""
        del at
        return as_text(self.run, machine, self.held)

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its members; a key is a text."""
        found = super().get(machine, name, at)
        return as_text(self.run, machine, found) if name == "key" else found


class OfResource(Iterator):
    """Of something that there are several of itself."""

    def for_each(self, machine: Machine, at: int) -> Any:
        """What it is called."""
        return machine.get(self.held, self.run.spelling.key("fqn"), at)


class OfComplexList(OfMap):
    """Of a list of objects, which is made a map by one of their members."""

    def for_each(self, machine: Machine, at: int) -> Any:
        """The map."""
        if tokens_of(self.run).terrain:
            return self._mapped(machine)
        return shown(Late(self.run, lambda context: self._read(context)))

    def looped(self, machine: Machine, at: int) -> Any:
        """The list itself, where that is not only known when it is written."""
        return self.held if tokens_of(self.run).terrain else self.for_each(machine, at)

    def _read(self, context: Resolving) -> Any:
        return self.held if context.iterating == _IN_LOOP else self._mapped(context.machine)

    def _mapped(self, machine: Machine) -> Any:
        value = shown(Reference(self.run, "val"))
        key = as_text(self.run, machine, shown(Members(self.run, value, [self.more[0]])))
        return shown(Loop(self.run, self.held, value, key))


class Dynamic(Resolvable):
    """An element for each of an iterator: a loop, or in place of blocks a dynamic block."""

    json = "<unresolved-terraform-dynamic-expression>"

    def __init__(self, run: Run, iterator: Iterator, content: Any) -> None:
        super().__init__(run, class_of(run, DYNAMIC))
        self.iterator, self.content = iterator, content

    def resolve(self, context: Resolving) -> Any:
        """The loop."""
        del context
        return shown(Late(self.run, self._loop))

    def _loop(self, context: Resolving) -> Any:
        context.iterating = _IN_LOOP
        source = self.iterator.looped(context.machine, context.at)
        return context.resolve(shown(Loop(self.run, source, self.content)))


class DynamicBlock(Resolvable):
    """A block for each of an iterator."""

    json = "<unresolved-terraform-dynamic-block>"

    def __init__(self, run: Run, iterator: Any, content: Any) -> None:
        super().__init__(run, class_of(run, BLOCK))
        self.iterator, self.content = iterator, content

    def resolve(self, context: Resolving) -> Any:
        """It cannot stand anywhere else."""
        raise context.fault("a dynamic block stands where there are no blocks")

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its members, and what is written of it."""
        if name == "toTerraformDynamicBlockJson":
            return Method(self.run, name, lambda _machine, _given, _at: shown(Late(self.run, self._written)))
        return super().get(machine, name, at)

    def _written(self, context: Resolving) -> Any:
        context.iterating = _IN_BLOCK
        twin = self.run.twin_of(self.iterator)
        for_each = twin.for_each(context.machine, context.at) if isinstance(twin, Iterator) else UNDEFINED
        content = context.resolve(self.content)
        return Object({"for_each": for_each, "iterator": "each", "content": content})


def block_of(run: Run, value: Any) -> Any:
    """What stands for an element for each of an iterator where the elements are blocks; anything else as it is."""
    twin = run.twin_of(value)
    if isinstance(twin, Dynamic):
        return shown(DynamicBlock(run, shown(twin.iterator), twin.content))
    return value


class Count(Twin):
    """How many of something there are."""

    def __init__(self, kind: LibraryClass, count: Any) -> None:
        super().__init__(kind.run, kind)
        self.count = count

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its members."""
        del at
        if name == "index":
            return tokens_of(self.run).number(Reference(self.run, "count.index"))
        if name == "toTerraform":
            return Method(self.run, name, lambda _machine, _given, _at: self.count)
        if name == "toString":
            return Method(self.run, name, lambda machine, _given, at: machine.text(self.count, at))
        return self.count if name == "count" else UNDEFINED

    def keys(self, machine: Machine) -> list[str]:
        """Its one member."""
        del machine
        return ["count"]


# Classes


def _iterator(name: str, twin: type[Iterator], names: tuple[str, ...], base: Definition | None = None) -> Definition:
    def make(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
        if twin is OfResource:
            _must_be_several(kind.run, machine, given[0], at)
        return twin(kind, *given[: len(names)])

    return Definition(name, make, Signature(names), base=base)


def _must_be_several(run: Run, machine: Machine, element: Any, at: int) -> None:
    if machine.truth(machine.get(element, "count", at)) is True:
        raise fault(run, machine, "an iterator cannot be made of what has a count", at)
    if machine.truth(machine.get(element, run.spelling.key("forEach"), at)) is False:
        raise fault(run, machine, "an iterator cannot be made of what there is one of", at)


def _make_nothing(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
    del machine, given, at
    return Twin(kind.run, kind)


def _from(kind: LibraryClass, machine: Machine, name: str, at: int) -> Any:
    del machine, at
    if name not in _SOURCES:
        return UNDEFINED
    made, names = _SOURCES[name]

    def work(machine: Machine, given: list[Any], at: int) -> Any:
        return shown(made.make(class_of(kind.run, made), machine, given, at))

    return Method(kind.run, name, work, Signature(names))


ITERATOR: Final = Definition("TerraformIterator", _make_nothing, Signature(), static=_from)
LIST: Final = _iterator("ListTerraformIterator", OfList, ("list",), ITERATOR)
MAP: Final = _iterator("MapTerraformIterator", OfMap, ("map",), ITERATOR)
RESOURCE: Final = _iterator("ResourceTerraformIterator", OfResource, ("element",), ITERATOR)
COMPLEX_LIST: Final = _iterator("DynamicListTerraformIterator", OfComplexList, ("list", "mapKeyAttributeName"), MAP)
_SOURCES: Final = {
    "fromList": (LIST, ("list",)),
    "fromComplexList": (COMPLEX_LIST, ("list", "mapKeyAttributeName")),
    "fromMap": (MAP, ("map",)),
    "fromResources": (RESOURCE, ("resource",)),
    "fromDataSources": (RESOURCE, ("resource",)),
}


def _block(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
    found = given[0]
    return DynamicBlock(kind.run, machine.get(found, "forEach", at), machine.get(found, "content", at))


def _is_block(kind: LibraryClass, machine: Machine, name: str, at: int) -> Any:
    del machine, at
    if name != "isTerraformDynamicBlock":
        return UNDEFINED
    return Method(
        kind.run,
        name,
        lambda _machine, given, _at: isinstance(kind.run.twin_of(given[0]), DynamicBlock),
        Signature(("x",)),
    )


DYNAMIC: Final = Definition("TerraformDynamicExpression", _make_nothing, Signature(("args",)), INTRINSIC)
BLOCK: Final = Definition("TerraformDynamicBlock", _block, Signature(("args",)), INTRINSIC, _is_block)


def _count(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
    del machine, at
    return Count(kind, given[0])


def _count_of(kind: LibraryClass, machine: Machine, name: str, at: int) -> Any:
    del machine, at
    if name == "of":
        return Method(kind.run, name, lambda _machine, given, _at: shown(Count(kind, given[0])), Signature(("count",)))
    if name == "isTerraformCount":
        return Method(
            kind.run,
            name,
            lambda _machine, given, _at: isinstance(kind.run.twin_of(given[0]), Count),
            Signature(("x",)),
        )
    return UNDEFINED


COUNT: Final = Definition("TerraformCount", _count, Signature(("count",)), static=_count_of)


def of_complex_list(run: Run, held: Any, key: Any) -> Any:
    """An iterator of a list of objects, by one of their members."""
    return shown(OfComplexList(class_of(run, COMPLEX_LIST), held, key))


def _self(kind: LibraryClass, machine: Machine, name: str, at: int) -> Any:
    del machine, at
    if name not in ("getString", "getNumber", "getAny"):
        return UNDEFINED

    def work(machine: Machine, given: list[Any], at: int) -> Any:
        del at
        path = ".".join(map(snake_case, str(machine.concrete(given[0])).split(".")))
        return computed(kind.run, Reference(kind.run, f"self.{path}"), _GETTERS[name])

    return Method(kind.run, name, work, Signature(("key",)))


def snake_case(text: str) -> str:
    """A name as Terraform spells it."""
    text = re.sub("^[^A-Za-z0-9]*|[^A-Za-z0-9]*$", "", text)
    text = re.sub("([a-z0-9])([A-Z])", lambda found: f"{found[1]}_{found[2].lower()}", text)
    return re.sub("[^A-Za-z0-9]+|_+", "_", text).lower()


SELF: Final = Definition("TerraformSelf", _make_nothing, Signature(), static=_self)

DEFINITIONS: Final = {
    definition.name: definition
    for definition in (ITERATOR, LIST, MAP, RESOURCE, COMPLEX_LIST, COUNT, SELF, BLOCK, DYNAMIC)
}
