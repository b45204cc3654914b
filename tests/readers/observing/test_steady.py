"""What two runs of the same program agree about."""

from __future__ import annotations

import pytest

from scaffold.model.deployments import Role
from scaffold.model.values import Call, Unknown, Value
from scaffold.readers.observing import Observed, ObservedResource, steady

VARIES = Unknown("it differs from run to run")


def run(inputs: dict[str, Value], name: str = "orders", **more: object) -> Observed:
    resource = ObservedResource("aws:sns/topic:Topic", name, Role.CUSTOM, f"urn::{name}", "", "id", inputs, {})
    return Observed((resource,), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "agreed"),
    [
        ({"a": "x"}, {"a": "x"}, {"a": "x"}),
        ({"a": "x", "b": 1}, {"a": "y", "b": 1}, {"a": VARIES, "b": 1}),
        ({"a": {"b": (1, "x"), "c": 3}}, {"a": {"b": (1, "y"), "c": 3}}, {"a": {"b": (1, VARIES), "c": 3}}),
        ({"a": (1, 2)}, {"a": (1,)}, {"a": VARIES}),
        ({"a": 1}, {"a": True}, {"a": VARIES}),
        ({"a": Call("secret", ("x",))}, {"a": Call("secret", ("x",))}, {"a": Call("secret", ("x",))}),
        ({"a": Call("secret", ("x",))}, {"a": Call("secret", ("y",))}, {"a": VARIES}),
    ],
)
def test_values(first: dict[str, Value], second: dict[str, Value], agreed: dict[str, Value]) -> None:
    found = steady(run(first), run(second))
    assert found is not None
    assert found.resources[0].inputs == agreed


def test_exports_that_vary_are_not_known() -> None:
    found = steady(run({}, exports={"at": "12:00", "name": "n"}), run({}, exports={"at": "12:01", "name": "n"}))
    assert found is not None
    assert found.exports == {"at": VARIES, "name": "n"}


def test_the_order_of_registrations_does_not_count() -> None:
    one, two = run({"a": 1}, "one").resources + run({"b": 2}, "two").resources, run({}, "x")
    assert steady(Observed(one), Observed(one[::-1])) == Observed(one)
    assert steady(Observed(one), two) is None


def test_nothing_is_sure_of_runs_that_end_otherwise() -> None:
    assert steady(run({}), Observed(failure="no")) is None
    assert steady(Observed(failure="no"), Observed(failure="no")) == Observed(failure="no")
    assert steady(run({}, "a"), run({}, "b")) is None
    assert steady(run({}, exports={"a": 1}), run({}, exports={"b": 1})) is None
