"""What generated bindings ask of the library: how values of their classes become those of the configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.iterators import block_of
from scaffold.readers.cdktf.tokens.registry import holds_map
from scaffold.readers.cdktf.tokens.resolvables import resolvable_of
from scaffold.readers.cdktf.twins import Method
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object, Symbol

_KINDS: Final = ("string", "boolean", "any", "number")
_VALUE: Final = Signature(("x",))
_MAPPER: Final = Signature(("elementMapper", "isBlockType"))
_Map = Callable[[Run, Machine, Any, Any, Any, int], Any]


def _listed(run: Run, machine: Machine, mapper: Any, blocks: Any, value: Any, at: int) -> Any:
    if machine.truth(blocks) is True:
        value = block_of(run, value)
    plain = machine.concrete(value) if isinstance(value, Symbol) else value
    if not isinstance(plain, Array):
        return value
    return Array([machine.call(mapper, [item], at=at) for item in plain.items])


def _mapped(run: Run, machine: Machine, mapper: Any, blocks: Any, value: Any, at: int) -> Any:
    del blocks
    plain = machine.concrete(value) if isinstance(value, Symbol) else value
    if not isinstance(plain, Object) or holds_map(plain) or resolvable_of(run, machine, plain) is not None:
        return value
    names = machine.keys(plain, at) or []
    return Object({name: machine.call(mapper, [machine.get(plain, name, at)], at=at) for name in names})


_MAPPERS: Final[Mapping[str, _Map]] = {
    "listMapper": _listed, "listMapperHcl": _listed, "hashMapper": _mapped, "hashMapperHcl": _mapped,
}  # fmt: skip
_SAME: Final = frozenset(f"{kind}To{form}Terraform" for kind in _KINDS for form in ("", "Hcl"))


def mapper(run: Run, name: str) -> Any:
    """A function of this name; `UNDEFINED` where there is none."""
    if name in _SAME:
        return Method(run, name, lambda _machine, given, _at: given[0], _VALUE)
    if name == "canInspect":
        return Method(run, name, lambda machine, given, _at: not _absent(machine, given[0]), _VALUE)
    if name == "isComplexElement":
        return Method(run, name, lambda _machine, _given, _at: False, _VALUE)
    work = _MAPPERS.get(name)
    if work is None:
        return UNDEFINED

    def make(_machine: Machine, given: list[Any], _at: int) -> Any:
        def apply(machine: Machine, value: list[Any], at: int) -> Any:
            return value[0] if _absent(machine, value[0]) else work(run, machine, given[0], given[1], value[0], at)

        return Method(run, name, apply, _VALUE)

    return Method(run, name, make, _MAPPER)


def _absent(machine: Machine, value: Any) -> bool:
    value = machine.concrete(value) if isinstance(value, Symbol) else value
    return value is None or value is UNDEFINED
