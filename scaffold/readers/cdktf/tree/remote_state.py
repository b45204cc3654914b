"""The states of other stacks, as data sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tree.depending import giving
from scaffold.readers.cdktf.tree.element import ELEMENT, Element
from scaffold.readers.cdktf.tree.merging import deep_merge, snake_keys
from scaffold.readers.cdktf.tree.naming import id_text
from scaffold.readers.cdktf.tree.referring import refer
from scaffold.readers.cdktf.tree.tables import Work, entries, member, static
from scaffold.readers.cdktf.twins import Definition, LibraryClass, class_of
from scaffold.readers.programs.values import Machine, Object

_NAME: Final = "terraform_remote_state"
#: The end of a class's name, by the backend whose states it reads.
_CLASSES: Final = {
    **{name: name.capitalize() for name in ("azurerm", "consul", "cos", "gcs", "http", "local", "oss", "pg", "s3")},
    "swift": "Swift",
    "remote": "",
}


class RemoteState(Element):
    """The state of another stack, in a backend."""

    def __init__(self, kind: LibraryClass, machine: Machine, arguments: list[Any], at: int, backend: str) -> None:
        scope, id_, config = arguments[:3]
        super().__init__(kind, machine, scope, id_, at, f"data.{_NAME}")
        self.backend, self.config = backend, config
        self.fields["backend"] = backend

    def interpolation(self, machine: Machine, name: str, at: int = 0) -> Any:
        """The reference to an output."""
        identifier = f"data.{_NAME}.{self.friendly_id(machine, at)}.outputs.{name}"
        return refer(self.run, identifier, self.stack(machine, at))

    def fragment(self, machine: Machine, at: int = 0) -> Object:
        """Its block."""
        config = snake_keys(self.run, machine, Object(entries(machine, self.config, at)), at)
        for name in ("workspace", "defaults"):
            config.entries.pop(name, None)
        body = Object(
            {
                "backend": self.backend,
                "workspace": member(machine, self.config, "workspace", at),
                "defaults": member(machine, self.config, "defaults", at),
                "config": config,
            }
        )
        merged = deep_merge(self.run, machine, body, self.overrides, at=at)
        return Object({"data": Object({_NAME: Object({self.friendly_id(machine, at): merged})})})

    def facts(self, machine: Machine, at: int = 0) -> Object:
        """That something of it is overridden."""
        return self.overridden(_NAME)

    methods: ClassVar[Mapping[str, Work]] = {
        **Element.methods,
        "getString": giving("string"),
        "getNumber": giving("number"),
        "getList": giving("list"),
        "getBoolean": giving(""),
        "get": giving(""),
    }


def _making(backend: str) -> Callable[[LibraryClass, Machine, list[Any], int], RemoteState]:
    return lambda kind, machine, arguments, at: RemoteState(kind, machine, arguments, at, backend)


def _named(kind: LibraryClass, machine: Machine, arguments: list[Any], at: int) -> RemoteState:
    scope, id_, backend, config = arguments[:4]
    return RemoteState(kind, machine, [scope, id_, config], at, id_text(machine, backend, at))


REMOTE_STATE = Definition(
    "TerraformRemoteState",
    _named,
    Signature(("scope", "id", "backend", "config"), struct=True),
    ELEMENT,
    static({"tfResourceType": _NAME}),
)
#: The classes of remote states, by the name of their backend.
REMOTE_STATES: Final = {
    backend: Definition(f"DataTerraformRemoteState{end}", _making(backend), base=REMOTE_STATE)
    for backend, end in _CLASSES.items()
}


def remote_state(
    run: Run, scope: Any, machine: Machine, id_: str, backend: str, config: Object, at: int
) -> RemoteState:
    """The state of a backend, made in a scope by the library itself. Raises the program's error for one of its own."""
    if backend not in REMOTE_STATES:
        raise machine.throw("getRemoteStateDataSource is not a function", at, "TypeError")
    kind = class_of(run, REMOTE_STATES[backend])
    return RemoteState(kind, machine, [scope, id_, config], at, backend)
