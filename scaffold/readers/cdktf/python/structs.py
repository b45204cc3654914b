"""Classes of options, as the packages for Python have them: what is not given is `None`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scaffold.readers.cdktf.python.names import library_name
from scaffold.readers.cdktf.spelling import Struct
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.native import Given, method
from scaffold.readers.programs.python.texts import represent
from scaffold.readers.programs.values import Machine, Object


class _Options(Mapping[Any, Any]):
    """What instances find in a class of options: methods, and `None` for every option that is not given."""

    def __init__(self, members: Mapping[str, Any]) -> None:
        self.members = members

    def __getitem__(self, name: Any) -> Any:
        if name not in self:
            raise KeyError(name)
        return self.members.get(name)

    def __contains__(self, name: Any) -> bool:
        return name in self.members or (isinstance(name, str) and bool(library_name(name)))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)


class StructClass(BuiltinClass):
    """A class of options. Its instances hold them under Python's names; `facts` is what is known of its members."""

    __slots__ = ("facts",)

    def __init__(self, name: str, module: str, facts: Struct | None = None, bases: Sequence[BuiltinClass] = ()) -> None:
        members = {
            "__init__": method(f"{name}.__init__", self._set_up),
            "__eq__": method(f"{name}.__eq__", _equals),
            "__repr__": method(f"{name}.__repr__", _represent),
        }
        super().__init__(name, bases, members, module=module)
        self.facts = facts

    @property
    def namespace(self) -> Mapping[Any, Any] | None:
        """Its methods, and its options."""
        return _Options(self.members)

    def _set_up(self, given: Given, /, **options: Any) -> None:
        wrong = next((name for name in options if not library_name(name)), None)
        if wrong is not None:
            raise given.error(f"{self.name}.__init__() got an unexpected keyword argument '{wrong}'")
        given.this.entries.update({name: value for name, value in options.items() if value is not None})

    def set_member(self, machine: Machine, instance: Object, name: str, value: Any, at: int) -> bool:
        """Nothing can be set."""
        if library_name(name):
            reason = f"property '{name}' of '{self.name}' object has no setter"
            raise machine.throw(reason, at, "AttributeError")
        return False

    sets = True


def _equals(given: Given, other: Any, /) -> Any:
    if not isinstance(other, Object) or other.type is not given.this.type:
        return False
    return given.machine.binary("equals", Object(dict(given.this.entries)), Object(dict(other.entries)), given.at)


def _represent(given: Given, /) -> Any:
    machine = given.machine
    texts = [f"{name}={given.known(represent(machine, value, given.at))}" for name, value in given.this.entries.items()]
    return f"{given.this.type.name}({', '.join(texts)})"
