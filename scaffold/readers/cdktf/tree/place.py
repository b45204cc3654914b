"""The places in the tree of constructs: what every construct is, beside its members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scaffold.readers.cdktf.tree.errors import fault
from scaffold.readers.cdktf.tree.naming import clean, id_text, is_known
from scaffold.readers.cdktf.tree.tables import Tabled
from scaffold.readers.cdktf.twins import Instance, LibraryClass, Method
from scaffold.readers.programs.values import MISSING, UNDEFINED, Machine, Object, Symbol


class Place(Tabled):
    """A construct, standing where the program makes it. `children` are in the order in which the library has them.

    `context`, `validations`, `metadata` and `dependencies` are what its node was given; `aspects` those that were
    applied to it; `dependable` what stands for it as a dependency, where the program says so.
    """

    is_construct = True
    is_element = False
    is_stack = False
    is_app = False
    #: Whether its constructor threw: it is there, but nothing of it is.
    broken = False

    def __init__(self, kind: LibraryClass, machine: Machine, scope: Any, id_: Any, at: int) -> None:
        super().__init__(kind.run, kind)
        self.position = machine.position(at)
        self.condition, self.repeated = machine.condition, machine.repeated
        given = machine.concrete(id_)
        if not isinstance(given, str) and given is not UNDEFINED and given is not None and given is not MISSING:
            raise machine.throw("id.replace is not a function", at, "TypeError")
        self.id = clean(id_text(machine, id_, at))
        self.named = id_
        self.by_id: dict[str, Place] = {}
        self.context: dict[str, Any] = {}
        self.validations: list[Any] = []
        self.metadata: list[dict[str, Any]] = []
        self.dependencies: list[Any] = []
        self.aspects: list[Any] = []
        self.dependable: Any = None
        self.default_child: Any = None
        self.locked = False
        self.node: Any = UNDEFINED
        self.scope = self._scope(machine, scope, at)
        self.path = self.id
        if self.scope is not None:
            self.scope.add_child(machine, self, at)
            self.path = f"{self.scope.path}/{self.id}" if self.scope.path else self.id
        # Deep trees cost more than their number says: every construct has the path of all that it stands in.
        machine.spend(20 + len(self.path) // 10)
        self.run.made.append(self)

    def _scope(self, machine: Machine, scope: Any, at: int) -> Place | None:
        """The construct that it is made in."""
        concrete = scope.concrete if isinstance(scope, Symbol) else scope
        if concrete is None or concrete is UNDEFINED:
            return None
        found = scope if isinstance(scope, Place) else self.run.twin_of(concrete)
        if isinstance(found, Place):
            if not self.id:
                raise fault(self.run, machine, "A construct that is not the root needs an id", at)
            return found
        if isinstance(concrete, Object):
            raise machine.throw("Cannot read properties of undefined (reading 'addChild')", at, "TypeError")
        return None

    def add_child(self, machine: Machine, child: Place, at: int) -> None:
        """Take a child. Raises the program's error where there is one of that id, or there may be no more."""
        if any(found.locked for found in self.scopes):
            raise fault(self.run, machine, f'There can be no more constructs in "{self.path}"', at)
        key, before = child.id, self.by_id.get(child.id)
        if before is not None:
            # Under another condition, the two are not there at the same time; what is not known may be different.
            if before.condition in (None, child.condition) and is_known(child.id):
                where = f"{self.kind_name}{f' [{self.id}]' if self.id else ''}"
                raise fault(self.run, machine, f"There is already a construct '{child.id}' in {where}", at)
            key = f"{child.id}\n{len(self.by_id)}"
        self.by_id[key] = child

    def put(self, machine: Machine, holder: Object, name: str, value: Any, at: int) -> None:
        """Set a member of an object that it holds; under the condition that it is made under there is no other."""
        if machine.condition == self.condition:
            holder.entries[name] = value
        else:
            machine.set(holder, name, value, at)

    @property
    def kind_name(self) -> str:
        """The name of its class."""
        kind = self.instance.type if isinstance(self.instance, Object) else None
        return str(getattr(kind, "name", "") or self.kind.definition.name)

    @property
    def children(self) -> list[Place]:
        """Its children: those whose ids are whole numbers first, as in every object of JavaScript."""
        there = {key: child for key, child in self.by_id.items() if not child.broken}
        numbers = sorted((key for key in there if _is_index(key)), key=int)
        if not numbers:
            return list(there.values())
        others = (child for key, child in there.items() if not _is_index(key))
        return [*(there[key] for key in numbers), *others]

    @property
    def scopes(self) -> list[Place]:
        """The constructs that it stands in, from the root to itself."""
        found: list[Place] = []
        here: Place | None = self
        while here is not None:
            found.append(here)
            here = here.scope
        return found[::-1]

    @property
    def root(self) -> Place:
        """The root of its tree."""
        return self.scopes[0]

    def walk(self, last_first: bool = False) -> Iterator[Place]:
        """It and all below it; with `last_first` what is below before it."""
        if not last_first:
            yield self
        for child in self.children:
            yield from child.walk(last_first)
        if last_first:
            yield self

    def stack(self, machine: Machine, at: int = 0) -> Any:
        """The stack that it stands in. Raises the program's error where it stands in none."""
        found = next((scope for scope in reversed(self.scopes) if scope.is_stack), None)
        if found is None:
            raise fault(self.run, machine, f"The construct at '{self.path}' stands in no stack", at)
        return found

    def own_method(self, machine: Machine, name: str, at: int = 0) -> str:
        """What the program's class calls the method that it has in place of the library's; empty where it has none."""
        if isinstance(self.instance, Instance):
            return name if self.run.spelling.key(name) in self.instance.own else ""
        if not isinstance(self.instance, Object):
            return ""
        for called in dict.fromkeys((self.run.spelling.key(name), f"_{self.run.spelling.key(name)}")):
            found = machine.get(self.instance, called, at)
            if found is not UNDEFINED and not isinstance(found, Method):
                return name if called[0] != "_" else f"_{name}"
        return ""

    def call_own(self, machine: Machine, name: str, arguments: list[Any], at: int = 0) -> Any:
        """What the program's class gives in place of the library's method; `UNDEFINED` where it has none."""
        found = self.own_method(machine, name, at)
        return self.run.spelling.ask(machine, self.instance, found, arguments, at) if found else UNDEFINED

    def shown(self) -> Any:
        """It as the program holds it."""
        return self.instance if self.instance is not UNDEFINED else Instance(self.run, self)


def _is_index(key: str) -> bool:
    return key.isdecimal() and key.isascii() and (key == "0" or key[0] != "0") and int(key) < 2**32 - 1
