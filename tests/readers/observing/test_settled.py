"""What a run settles of an evaluation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold.model.deployments import Entry, Evaluation, Exported, Failure, Registration, Role, Variant
from scaffold.model.position import Position
from scaffold.model.values import Call, Reference, Template, Unknown, Value
from scaffold.readers.observing import Observed, ObservedResource, lacks_packages, settled

AT = Position("index.ts", 4)
ENTRY = Entry("shop", "index.ts", position=Position("index.ts"))
TOPIC = "aws:sns/topic:Topic"
ARN = Reference("aws_sns_topic.alerts", ("arn",))


def registration(
    inputs: dict[str, Value], resolved: dict[str, Value] | None = None, name: str = "orders"
) -> Registration:
    given = resolved if resolved is not None else inputs
    return Registration(f"aws_sns_topic.{name}", "aws_sns_topic", TOPIC, name, Role.CUSTOM, inputs, given, AT)


def resource(inputs: dict[str, Value], name: str = "orders") -> ObservedResource:
    return ObservedResource(TOPIC, name, Role.CUSTOM, f"urn::{name}", "", f"{name}-id", inputs, {})


def evaluation(*registrations: Registration, exports: tuple[Exported, ...] = ()) -> Evaluation:
    return Evaluation(Variant(ENTRY), registrations, exports)


def settle(known: Evaluation, observed: Observed) -> Evaluation:
    found = settled(known, observed)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("said", "known", "seen", "settled_to"),
    [
        (ARN, "arn:1", "arn:1", ARN),
        (ARN, "arn:1", "arn:2", "arn:2"),
        (Unknown("random"), Unknown("random"), "x", "x"),
        ((ARN, "b"), ("arn:1", "b"), ("arn:1", "c"), (ARN, "c")),
        ((ARN,), ("arn:1",), ("arn:1", "c"), ("arn:1", "c")),
        ({"a": ARN, "gone": 1}, {"a": "arn:1", "gone": 1}, {"a": "arn:1", "new": 2}, {"a": ARN, "new": 2}),
        (
            Call("jsonencode", ({"a": ARN, "b": 1},)),
            '{"a": "arn:1", "b": 1}',
            Call("jsonencode", ({"a": "arn:1", "b": 1},)),
            Call("jsonencode", ({"a": ARN, "b": 1},)),
        ),
        (
            Call("asset.file", ("a",)),
            Call("asset.file", ("a",)),
            Call("asset.text", ("a",)),
            Call("asset.text", ("a",)),
        ),
        (True, True, 1, 1),
        ((ARN, Unknown("?")), ("arn:1", Unknown("?")), ("arn:1", 2), (ARN, 2)),
        ({"a": Unknown("?"), "b": ARN}, {"a": Unknown("?"), "b": "arn:1"}, {"a": 3, "b": "arn:1"}, {"a": 3, "b": ARN}),
        (Template(("x", Unknown("?"))), Template(("x", Unknown("?"))), "x4", "x4"),
        (
            Call("jsonencode", ({"a": Unknown("?"), "b": ARN},)),
            Call("jsonencode", ({"a": Unknown("?"), "b": "arn:1"},)),
            Call("jsonencode", ({"a": 5, "b": "arn:1"},)),
            Call("jsonencode", ({"a": 5, "b": ARN},)),
        ),
        (Call("secret", (Unknown("?"),)), Call("secret", (Unknown("?"),)), "t", Call("secret", ("t",))),
        (Call("secret", (ARN,)), Call("secret", ("arn:1",)), "arn:1", Call("secret", (ARN,))),
    ],
)
def test_the_run_is_right_where_they_differ(said: Value, known: Value, seen: Value, settled_to: Value) -> None:
    read = evaluation(registration({"value": said}, {"value": known}))
    found = settle(read, Observed((resource({"value": seen}),)))
    assert repr(found.registrations[0].inputs) == repr({"value": settled_to})


def test_what_is_registered_beside_is_added_and_what_is_not_is_left_out() -> None:
    found = settle(evaluation(registration({}, name="dreamt")), Observed((resource({"displayName": "x"}, "real"),)))
    (only,) = found.registrations
    assert (only.address, only.type, only.name, only.inputs) == (
        "aws_sns_topic.real",
        "aws_sns_topic",
        "real",
        {"displayName": "x"},
    )


def test_a_condition_that_was_open_is_settled() -> None:
    open_one = replace(registration({}), condition=Unknown("?"), repeated=True)
    (only,) = settle(evaluation(open_one), Observed((resource({}),))).registrations
    assert (only.condition, only.repeated) == (None, False)


def test_of_arms_that_were_open_those_stand_that_were_registered() -> None:
    arms = [replace(registration({}, name=name), condition=Unknown("?")) for name in ("then", "else")]
    found = settle(
        evaluation(registration({}, name="always"), *arms), Observed((resource({}, "always"), resource({}, "then")))
    )
    assert [(each.name, each.condition) for each in found.registrations] == [("always", None), ("then", None)]


def test_exports_that_were_unknown_are_filled_in() -> None:
    dark = Unknown("?")
    read = evaluation(exports=(Exported("a", dark, dark, AT), Exported("b", dark, dark, AT)))
    found = settle(read, Observed(exports={"a": "x", "b": Call("secret", ("y",))})).exports
    assert [(each.value, each.resolved, each.secret) for each in found] == [("x", "x", False), ("y", "y", True)]


def test_what_is_exported_is_no_secret_that_the_run_does_not_mark() -> None:
    read = evaluation(exports=(Exported("a", Call("secret", ("x",)), Call("secret", ("x",)), AT, True),))
    (only,) = settle(read, Observed(exports={"a": "y"})).exports
    assert (only.value, only.secret) == ("y", False)


def test_exports_are_those_of_the_run() -> None:
    read = evaluation(exports=(Exported("arn", ARN, "arn:1", AT), Exported("gone", 1, 1, AT)))
    found = settle(read, Observed(exports={"arn": Call("secret", ("arn:1",)), "more": 3}))
    said = [(each.name, each.value, each.secret) for each in found.exports]
    assert said == [("arn", ARN, True), ("more", 3, False)]


def test_a_component_exports_what_was_read() -> None:
    read = replace(
        evaluation(exports=(Exported("arn", ARN, "arn:1", AT),)), variant=Variant(replace(ENTRY, export="Shop"))
    )
    assert [each.name for each in settle(read, Observed(exports={"arn": "arn:1", "more": 3})).exports] == ["arn"]


def test_a_failure_is_the_one_of_the_run() -> None:
    failing = replace(evaluation(), failure=Failure("size is too small", AT))
    assert settle(failing, Observed(failure="Error: size is too small")) is failing
    assert settle(failing, Observed(failure="no such thing")).failure == Failure("no such thing", AT)
    assert settle(evaluation(), Observed(failure="no such thing")).failure == Failure(
        "no such thing", Position("index.ts")
    )
    assert settled(failing, Observed()) is None, "it does get to its end"


@pytest.mark.parametrize(
    ("failure", "lacking"),
    [
        ("Cannot find module '@pulumi/pulumi'", True),
        ("no Python that has Pulumi's SDK: there is none", True),
        ("Unexpected token '{'", False),
        ("No module named 'pulumi_aws'", True),
        ("Cannot find module './settings'", False),
        ("STAGE is one of dev, prod", False),
    ],
)
def test_what_is_not_installed_says_nothing_of_a_program(failure: str, lacking: bool) -> None:
    assert lacks_packages(failure) is lacking
