"""What the classes of the SDK for Python, and of its packages, are made of."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from scaffold.readers.programs.python.classes import BuiltinClass, is_subclass
from scaffold.readers.programs.python.errors import ERRORS
from scaffold.readers.programs.python.kinds import inner
from scaffold.readers.programs.python.native import Given, method
from scaffold.readers.programs.values import Array, Machine, Object, ThrownError

if TYPE_CHECKING:
    from scaffold.model.position import Position
    from scaffold.readers.pulumi.run import Run

#: In the fields of a record: it has to be given.
REQUIRED: Final = object()
_OPEN = inspect.Parameter.POSITIONAL_OR_KEYWORD


class SdkClass(BuiltinClass):
    """A class of the SDK. It may stand in brackets, as a type with parameters does."""

    __slots__ = ()

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """`Output[str]`."""
        del machine, key, at
        return self


def record_class(name: str, fields: Mapping[str, Any], bases: Sequence[BuiltinClass] = ()) -> SdkClass:
    """A class whose instances hold what they are made with: `fields` are names and defaults, in order."""
    slots = [inspect.Parameter("given", inspect.Parameter.POSITIONAL_ONLY)]
    for field, default in fields.items():
        slots.append(
            inspect.Parameter(field, _OPEN, default=inspect.Parameter.empty if default is REQUIRED else default)
        )
    signature = inspect.Signature(slots)

    def set_up(given: Given, *arguments: Any, **keywords: Any) -> None:
        bound = signature.bind(given, *arguments, **keywords)
        bound.apply_defaults()
        given.this.entries.update({key: value for key, value in bound.arguments.items() if key != "given"})

    set_up.__signature__ = signature  # type: ignore[attr-defined]
    return SdkClass(name, bases, {"__init__": method(f"{name}.__init__", set_up)}, module="pulumi")


def is_of(value: Any, kind: BuiltinClass) -> bool:
    """Whether a value is an instance of a class of the SDK, or of one that extends it."""
    return isinstance(value, Object) and value.type is not None and is_subclass(value.type, kind)


def run_of(machine: Machine) -> Run:
    """The evaluation of a program that a machine runs."""
    return cast("Run", machine.platform.run)  # type: ignore[attr-defined]


def exports_of(machine: Machine) -> dict[str, tuple[Any, Position]]:
    """What the program exports so far, by name, with where it does so."""
    return cast("dict[str, tuple[Any, Position]]", machine.platform.exports)  # type: ignore[attr-defined]


def dynamic_types(machine: Machine) -> dict[int, str]:
    """The types of the program's classes of dynamic resources, by identity."""
    return cast("dict[int, str]", machine.platform.dynamic)  # type: ignore[attr-defined]


def text_of(machine: Machine, value: Any) -> str | None:
    """A value as the text that it is taken to be; nothing for any other."""
    found = inner(machine.concrete(value))
    return found if isinstance(found, str) else None


# Errors

RUN_ERROR: Final = BuiltinClass("RunError", (ERRORS["Exception"],), module="pulumi.errors")
SDK_ERRORS: Final[Mapping[str, BuiltinClass]] = {
    "RunError": RUN_ERROR,
    "ConfigMissingError": BuiltinClass("ConfigMissingError", (RUN_ERROR,), module="pulumi.config"),
    "ConfigTypeError": BuiltinClass("ConfigTypeError", (RUN_ERROR,), module="pulumi.config"),
    "InputPropertyError": BuiltinClass("InputPropertyError", (ERRORS["Exception"],), module="pulumi.errors"),
    "InputPropertiesError": BuiltinClass("InputPropertiesError", (ERRORS["Exception"],), module="pulumi.errors"),
}


def sdk_error(machine: Machine, message: str, at: int, kind: str) -> ThrownError:
    """The exception to raise for an error of the SDK, or of the language where the SDK has none of this name."""
    found = SDK_ERRORS.get(kind)
    if found is None:
        return cast(ThrownError, machine.throw(message, at, kind))
    return ThrownError(Object({"args": Array([message], fixed=True)}, found), machine.position(at))
