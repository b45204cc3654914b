"""What the library has beside the elements of Terraform itself: the resource that keeps data, and what moves resources
to the ids that newer versions give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.computed import DEFINITIONS as COMPUTED
from scaffold.readers.cdktf.tree.construct import CONSTRUCT, Construct
from scaffold.readers.cdktf.tree.naming import LETTERS_ONLY, unique_id
from scaffold.readers.cdktf.tree.referring import as_token
from scaffold.readers.cdktf.tree.resource import RESOURCE, Resource
from scaffold.readers.cdktf.tree.tables import NONE, Getter, Tabled, Work, member, twin_of
from scaffold.readers.cdktf.twins import Definition, LibraryClass, class_of
from scaffold.readers.programs.values import UNDEFINED, Machine, Object

_INPUTS: Final = {"input": "input", "triggersReplace": "triggers_replace"}
_CONFIG: Final = Signature(("scope", "id", "config"), struct=True)


class DataResource(Resource):
    """A resource that keeps data."""

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> None:
        super().__init__(kind, machine, arguments, at, "terraform_data", "terraform")
        self.given = Object({name: member(machine, arguments[2], name, at) for name in _INPUTS})
        self.output: Any = UNDEFINED

    def set(self, machine: Machine, name: str, value: Any, at: int) -> bool:
        """Set what it keeps."""
        if name not in _INPUTS:
            return super().set(machine, name, value, at)
        self.put(machine, self.given, name, value, at)
        return True

    def attributes(self, machine: Machine, at: int = 0) -> Object:
        """What it is given."""
        return Object({own: self.given.entries[name] for name, own in _INPUTS.items()})

    def _read(self, kind: str, name: str, machine: Machine, at: int) -> Any:
        return as_token(machine, self.run, kind, self.interpolation(machine, name, at))

    def _output(self, machine: Machine, at: int) -> Any:
        if self.output is UNDEFINED:
            kind = class_of(self.run, COMPUTED["AnyMap"])
            self.output = kind.construct(machine, [self.shown(), "output"], {}, at)
        return self.output

    def _reset(self, machine: Machine, name: str, at: int) -> Any:
        self.put(machine, self.given, name, UNDEFINED, at)
        return UNDEFINED

    getters: ClassVar[Mapping[str, Getter]] = {
        **Resource.getters,
        "id": lambda self, m, at: self._read("string", "id", m, at),
        "input": lambda self, m, at: self._read("anyMap", "input", m, at),
        "triggersReplace": lambda self, m, at: self._read("anyMap", "triggers_replace", m, at),
        "inputInput": lambda self, _m, _at: self.given.entries["input"],
        "triggersReplaceInput": lambda self, _m, _at: self.given.entries["triggersReplace"],
        "output": _output,
    }
    methods: ClassVar[Mapping[str, Work]] = {
        **Resource.methods,
        "resetInput": (lambda self, m, _a, at: self._reset(m, "input", at), NONE),
        "resetTriggersReplace": (lambda self, m, _a, at: self._reset(m, "triggersReplace", at), NONE),
    }


class MigrateIds(Tabled):
    """The aspect that moves resources from the ids that they had in older versions."""

    def visit(self, machine: Machine, arguments: list[Any], at: int) -> Any:
        """Visit a construct."""
        found = twin_of(self.run, arguments[0])
        if isinstance(found, Resource):
            before = unique_id([scope.id for scope in found.scopes[1:]], LETTERS_ONLY)
            found.move_from_id(machine, [f"{found.type}.{before}"], at)
        return UNDEFINED

    methods: ClassVar[Mapping[str, Work]] = {"visit": (visit, Signature(("node",)))}


class InStack(Construct):
    """A construct that knows its stack."""

    getters: ClassVar[Mapping[str, Getter]] = {
        **Construct.getters,
        "stack": lambda self, m, at: self.stack(m, at).shown(),
    }


def _in_stack(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> InStack:
    found = InStack(kind, machine, arguments[0], arguments[1], at)
    found.stack(machine, at)
    return found


DATA_RESOURCE = Definition("DataResource", DataResource, _CONFIG, RESOURCE)
MIGRATE_IDS = Definition("MigrateIds", lambda kind, _m, _given, _at: MigrateIds(kind.run, kind), NONE)
IN_STACK = Definition("Resource", _in_stack, Signature(("scope", "id")), CONSTRUCT)
