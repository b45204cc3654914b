"""How a built-in function is declared: its parameters' types, checked and converted before its body runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from scaffold.model.values import SYMBOLIC, Value, is_known
from scaffold.readers.terraform.functions.registry import Function, FunctionError, NeedsKnownError
from scaffold.readers.terraform.numbers import NumberError, exact
from scaffold.readers.terraform.types import ANY, NUMBER, ConversionError, Type, convert

#: No function makes a larger collection, or a longer text, than this.
MAX_ELEMENTS = 1_000_000
MAX_TEXT = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A parameter that takes a number without a fraction, as an `int`."""


WHOLE = WholeNumber()
Parameter: TypeAlias = "Type | WholeNumber"


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes: positional parameters, then (with `rest`) any number of one type.

    `nulls` says that arguments may be null; with `rest`, only those may.
    """

    parameters: tuple[Parameter, ...]
    rest: Parameter | None = None
    nulls: bool = False

    def check(self, arguments: tuple[Value, ...]) -> list[Value]:
        """The arguments, converted. Raises `FunctionError`."""
        if len(arguments) < len(self.parameters):
            raise FunctionError(f"not enough arguments: {len(self.parameters)} expected, {len(arguments)} given")
        if len(arguments) > len(self.parameters) and self.rest is None:
            raise FunctionError(f"too many arguments: {len(self.parameters)} expected, {len(arguments)} given")
        return [self._convert(index, argument) for index, argument in enumerate(arguments)]

    def _convert(self, index: int, argument: Value) -> Value:
        parameter = self.parameters[index] if index < len(self.parameters) else self.rest
        if argument is None:
            if self.nulls and (self.rest is None or index >= len(self.parameters)):
                return None
            raise FunctionError(f"argument {index + 1} must not be null")
        try:
            if isinstance(parameter, WholeNumber):
                return _whole(convert(argument, NUMBER))
            return argument if parameter is None or parameter is ANY else convert(argument, parameter)
        except ConversionError as error:
            raise FunctionError(f"invalid value for argument {index + 1}: {error}") from None


def define(
    body: Callable[..., Any],
    *parameters: Parameter,
    rest: Parameter | None = None,
    nulls: bool = False,
    partial: bool = False,
    files: bool = False,
) -> Function:
    """The function with this body; it gets its arguments converted to the types of its parameters."""
    signature = Signature(parameters, rest, nulls)

    def call(*arguments: Any) -> Any:
        context, given = (arguments[:1], arguments[1:]) if files else ((), arguments)
        try:
            return body(*context, *signature.check(given))
        except (ConversionError, NumberError) as error:
            raise FunctionError(str(error)) from None
        except RecursionError:
            raise NeedsKnownError("the value is nested too deeply") from None

    return Function(call, partial, files)


def bounded_text(length: int) -> None:
    """Raises `NeedsKnownError` where a text of `length` would be too long."""
    if length > MAX_TEXT:
        raise NeedsKnownError(f"the result would be longer than {MAX_TEXT} characters")


def bounded_elements(count: int) -> None:
    """Raises `NeedsKnownError` where a collection of `count` elements would be too large."""
    if count > MAX_ELEMENTS:
        raise NeedsKnownError(f"the result would have more than {MAX_ELEMENTS} elements")


def need_known(value: Value, what: str) -> None:
    """Raises `NeedsKnownError` where `value` is not known through and through."""
    if not is_known(value):
        raise NeedsKnownError(f"{what} is not known")


def is_symbolic(value: Value) -> bool:
    """Whether `value` itself (not something inside it) is not known."""
    return isinstance(value, SYMBOLIC)


def _whole(number: Value) -> Value:
    if isinstance(number, float):
        if exact(number) != exact(number).to_integral_value():
            raise ConversionError("a whole number is required")
        return int(number)
    return number
