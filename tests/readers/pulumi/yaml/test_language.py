"""Values as Go shows them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.readers.programs.values import Array, Object
from scaffold.readers.pulumi.yaml.language import json_text, number_text, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "<nil>"),
        (True, "true"),
        (3, "3"),
        (2.5, "2.5"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (123456789, "123456789"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1.5e300, "1.5e+300"),
        (-7, "-7"),
        (0, "0"),
        (float("inf"), "+Inf"),
        (Array([1, "a"]), "[1 a]"),
        (Object({"b": 1, "a": Array([])}), "map[a:[] b:1]"),
    ],
)
def test_a_value_in_a_text(value: Any, text: str) -> None:
    assert text_of(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back(value: float) -> None:
    assert float(number_text(value)) == value


def test_json_is_in_order_and_escaped() -> None:
    assert json_text({"b": 1, "a": (True, None, 2.0, "<&>")}) == '{"a":[true,null,2,"\\u003c\\u0026\\u003e"],"b":1}'
