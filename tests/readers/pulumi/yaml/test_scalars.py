"""Scalars mean what Pulumi's own YAML library takes them for."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.readers.pulumi.yaml.scalars import number, plain_value, tagged_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("Null", None),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("y", "y"),
        ("12", 12),
        ("-3", -3),
        ("+7", 7),
        ("1_000", 1000),
        ("0777", 511),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b101", 5),
        ("-0b11", -3),
        ("08", 8),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1),
        ("1e3", 1000),
        ("1E-2", 0.01),
        ("12:30:45", "12:30:45"),
        ("190:20", "190:20"),
        ("2024-01-31", "2024-01-31"),
        ("1.2.3", "1.2.3"),
        ("0x", "0x"),
        ("-", "-"),
        (".", "."),
        ("10.0.0.0/16", "10.0.0.0/16"),
        ("t3.micro", "t3.micro"),
        ("=", "="),
        ("<<", "<<"),
        ("18446744073709551615", 18446744073709551615.0),
        ("99999999999999999999", 1e20),
        ("123456789012", 123456789012),
    ],
)
def test_a_plain_scalar(text: str, value: Any) -> None:
    found = plain_value(text)
    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)
    assert isinstance(found, str) == isinstance(value, str)


@pytest.mark.parametrize(("text", "value"), [(".inf", math.inf), ("-.INF", -math.inf), ("+.Inf", math.inf)])
def test_what_is_no_finite_number(text: str, value: float) -> None:
    assert plain_value(text) == value
    assert math.isnan(plain_value(".NaN"))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_itself(value: float) -> None:
    assert plain_value(repr(value).replace("e+", "e")) == value


@given(st.integers())
def test_an_integer_is_the_float_that_it_is_nearest_to(value: int) -> None:
    assert float(plain_value(str(value))) == float(value)


def test_whole_numbers_are_integers() -> None:
    assert isinstance(number(3.0), int)
    assert isinstance(number(2.5), float)
    assert isinstance(number(1e300), float)


def test_tags_say_what_a_scalar_is() -> None:
    assert tagged_value("str", "12") == "12"
    assert tagged_value("int", "12") == 12
    assert tagged_value("float", "12") == 12
    assert tagged_value("bool", "true") is True
    assert tagged_value("mine", "x") == "x"
    with pytest.raises(ValueError, match="is no int"):
        tagged_value("int", "true")
