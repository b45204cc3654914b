"""Calls of Terraform's built-in functions: folded where their arguments are known well enough, else symbolic."""

from __future__ import annotations

from collections.abc import Callable

from scaffold.model.values import SYMBOLIC, Call, Unknown, Value, is_known
from scaffold.readers.terraform.functions.registry import FileContext, FunctionError, NeedsKnownError
from scaffold.readers.terraform.operators import EvaluationError


def call_builtin(name: str, arguments: tuple[Value, ...], files: FileContext, source: Callable[[], str]) -> Value:
    """The function's result. Raises `EvaluationError` with Terraform's reason where it refuses its arguments."""
    from scaffold.readers.terraform.functions import (  # a hundred functions, loaded when one is called
        IMPURE,
        find_function,
    )

    function = find_function(name)
    name = name.removeprefix("core::")
    if function is None:
        if name in IMPURE:
            return Unknown(IMPURE[name], source())
        if "::" in name:
            return Call(name, arguments)
        raise EvaluationError(f"there is no function {name}")
    if not _callable_with(arguments, function.partial):
        return Call(name, arguments)
    try:
        result: Value = function.call(files, *arguments) if function.files else function.call(*arguments)
    except NeedsKnownError:
        return Call(name, arguments)
    except FunctionError as error:
        raise EvaluationError(f"{name}: {error}") from error
    return result


def _callable_with(arguments: tuple[Value, ...], partial: bool) -> bool:
    if partial:
        return not any(isinstance(argument, SYMBOLIC) for argument in arguments)
    return all(map(is_known, arguments))
