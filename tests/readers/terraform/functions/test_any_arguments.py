"""Whatever a function is called with, it answers or refuses, soon."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.model.values import SYMBOLIC, Reference, ValueSet
from scaffold.readers.terraform.functions import FUNCTIONS
from scaffold.readers.terraform.functions.registry import FunctionError
from scaffold.readers.terraform.types import make_set

ARN = Reference("aws_sqs_queue.a", ("arn",))

TEXTS = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="%[](){}|*+?^$\\.-0129ab/:,'\"\n# ", max_size=16),
    st.sampled_from(["10.0.0.0/8", "2001-02-03T04:05:06Z", "UTF-8", "%d", "(a)", "fd00::/8", "1e4000", "a: &a [*a]"]),
)
NUMBERS = st.one_of(
    st.integers(-5, 70), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.just(10**3000)
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)


def structures(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4).map(tuple),
            st.lists(st.text(max_size=2), max_size=4).map(make_set),
            st.dictionaries(st.text(max_size=3), inner, max_size=4),
        ),
        max_leaves=8,
    )


PURE = sorted(name for name in FUNCTIONS if not FUNCTIONS[name].files)
PARTIAL = [name for name in PURE if FUNCTIONS[name].partial]
LENIENT = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def ordinary(value: Any) -> bool:
    """Whether `value` is one that the model knows, all the way down."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and ordinary(item) for key, item in value.items())
    if isinstance(value, tuple):
        return type(value) in (tuple, ValueSet) and all(map(ordinary, value))
    return value is None or type(value) in (bool, int, float, str, *SYMBOLIC)


def answers_or_refuses(name: str, arguments: list[Any]) -> bool:
    try:
        return ordinary(FUNCTIONS[name].call(*arguments))
    except FunctionError as error:
        return bool(str(error))


@pytest.mark.parametrize("name", PURE)
@given(st.lists(structures(LEAVES), max_size=4))
@LENIENT
def test_known_arguments(name: str, arguments: list[Any]) -> None:
    assert answers_or_refuses(name, arguments)


@pytest.mark.parametrize("name", PARTIAL)
@given(st.lists(structures(st.one_of(LEAVES, st.just(ARN))).filter(lambda value: value is not ARN), max_size=3))
@LENIENT
def test_arguments_that_hold_unknown_values(name: str, arguments: list[Any]) -> None:
    assert answers_or_refuses(name, arguments)
