"""Numeric functions: each row is a call and what `terraform console` answers."""

from typing import Any

import pytest

from scaffold.readers.terraform.functions import FUNCTIONS
from scaffold.readers.terraform.functions.registry import FunctionError, NeedsKnownError
from scaffold.readers.terraform.types import identity

ROWS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("abs", (42,), 42),
    ("abs", (0,), 0),
    ("abs", (-7.25,), 7.25),
    ("abs", ("-3",), 3),
    ("ceil", (9,), 9),
    ("ceil", (9.01,), 10),
    ("ceil", (-9.9,), -9),
    ("floor", (9,), 9),
    ("floor", (9.99,), 9),
    ("floor", (-9.1,), -10),
    ("log", (50, 10), 1.6989700043360185),
    ("log", (16, 2), 4),
    ("log", (1, 10), 0),
    ("log", (35, 3), 3.23621726987935),
    ("log", (8, 2), 3),
    ("log", (0.5, 2), -1),
    ("log", (256, 2), 8),
    ("max", (12, 54, 3), 54),
    ("max", ("12", 5.5), 12),
    ("min", (12, 54, 3), 3),
    ("min", (-0.5, 0), -0.5),
    ("parseint", ("100", 10), 100),
    ("parseint", ("FF", 16), 255),
    ("parseint", ("ff", 16), 255),
    ("parseint", ("-10", 16), -16),
    ("parseint", ("1011111011101111", 2), 48879),
    ("parseint", ("aA", 62), 656),
    ("parseint", ("12", 10.0), 12),
    ("pow", (3, 2), 9),
    ("pow", (4, 0), 1),
    ("pow", (2, 0.5), 1.4142135623730951),
    ("pow", (2, -1), 0.5),
    ("signum", (-13,), -1),
    ("signum", (0,), 0),
    ("signum", (344,), 1),
    ("sum", ((10, 13, 6, 4.5),), 33.5),
    ("sum", (("1", 2),), 3),
    ("sum", ((0.1, 0.2),), 0.3),
]

ERRORS: list[tuple[str, tuple[Any, ...], str]] = [
    ("abs", ("x",), "a number is required"),
    ("abs", (True,), "number required"),
    ("abs", (), "not enough arguments"),
    ("abs", (1, 2), "too many arguments"),
    ("max", (), "at least one number"),
    ("min", (), "at least one number"),
    ("parseint", ("12x", 10), 'cannot parse "12x" as a base 10 integer'),
    ("parseint", ("12", 63), "between 2 and 62"),
    ("parseint", ("12", 2), "base 2"),
    ("parseint", ("", 10), "cannot parse"),
    ("parseint", ("12", 2.5), "whole number"),
    ("signum", (344.5,), "whole number"),
    ("sum", ((),), "empty list"),
    ("sum", ((1, None),), "number values"),
    ("sum", ("x",), "must be list"),
]

INFINITE: list[tuple[str, tuple[Any, ...]]] = [
    ("pow", (10, 400)),
    ("pow", (0, -1)),
    ("log", (0, 2)),
    ("log", (5, 1)),
    ("log", (-1, 2)),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), ROWS)
def test_result(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    result = FUNCTIONS[name].call(*arguments)
    assert identity(result) == identity(expected)
    assert isinstance(result, int) == (result == int(result)), "integral numbers are integers"


@pytest.mark.parametrize(("name", "arguments", "reason"), ERRORS)
def test_refusal(name: str, arguments: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(FunctionError, match=reason):
        FUNCTIONS[name].call(*arguments)


@pytest.mark.parametrize(("name", "arguments"), INFINITE)
def test_what_is_not_finite_is_not_folded(name: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(NeedsKnownError, match="not a finite number"):
        FUNCTIONS[name].call(*arguments)
