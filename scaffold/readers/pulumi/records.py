"""What one evaluation gathers: a record of each registration, parameters that were seen, functions that were called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scaffold.model.deployments import Options, Role
from scaffold.model.position import Position
from scaffold.model.values import Value


@dataclass(eq=False, slots=True)
class Record:
    """A resource as it is registered. `native` and `resolved` are its inputs as in `Registration`, `written` those that
    the program itself gives; `secrets` names those that are secret. `providers` are the providers that its children
    inherit, by package. An `opaque` one is a component whose package makes more, and its outputs, of it; where that is
    `unseen`, it may also change how it is registered itself."""

    token: str
    name: str
    role: Role
    address: str
    type: str
    position: Position
    package: str = ""
    parent: Record | None = None
    native: dict[str, Value] = field(default_factory=dict)
    written: dict[str, Value] = field(default_factory=dict)
    resolved: dict[str, Value] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    options: Options = field(default_factory=Options)
    id: Value = None
    known_id: Value = None
    condition: Value = None
    repeated: bool = False
    protect: Value = None
    providers: Mapping[str, Record] = field(default_factory=dict)
    transformations: tuple[Any, ...] = ()
    folder: str = ""
    opaque: bool = False
    unseen: bool = False

    @property
    def module(self) -> str:
        """The prefix of the addresses of what stands in it: its own where it is a component."""
        if self.role is Role.COMPONENT or self.role is Role.REMOTE:
            return self.address
        return self.parent.module if self.parent else ""


@dataclass(frozen=True, slots=True)
class Called:
    """A provider's function as it was called; `address` is that of the data source it stands for."""

    token: str
    address: str
    arguments: Mapping[str, Value]
    resolved: Mapping[str, Value]
    position: Position
    condition: Value = None
    repeated: bool = False
