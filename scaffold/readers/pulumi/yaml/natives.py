"""The functions that programs in YAML are lowered to calls of: each is given the run that its program belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from scaffold.readers.programs.values import Machine, NativeFunction
from scaffold.readers.pulumi.run import Run
from scaffold.readers.pulumi.yaml import access, deploying, functions, settings
from scaffold.readers.pulumi.yaml.expressions import NATIVE

_Work: TypeAlias = Callable[..., Any]

_WORKS: Final[Mapping[str, _Work]] = {
    **access.NATIVES,
    **deploying.NATIVES,
    **functions.NATIVES,
    **settings.NATIVES,
}


def _native(name: str, work: _Work) -> NativeFunction:
    def call(machine: Machine, _this: Any, arguments: Sequence[Any], keywords: Mapping[str, Any], at: int) -> Any:
        run: Run = machine.platform.run  # type: ignore[attr-defined]
        return work(run, machine, at, *arguments, **keywords)

    return NativeFunction(name, call)


NATIVES: Final[Mapping[str, NativeFunction]] = {NATIVE + name: _native(name, work) for name, work in _WORKS.items()}
