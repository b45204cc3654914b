"""What a run says about an evaluation: how much of it is right, and how much was unknown."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.model.deployments import Entry, Evaluation, Exported, Options, Registration, Role, Variant
from scaffold.model.position import Position
from scaffold.model.values import Call, Unknown, Value
from scaffold.readers.observing import Observed, ObservedResource, compared

AT = Position("index.ts", 1, 1)
DARK = Unknown("who knows")
QUEUE, TOPIC = "aws:sqs/queue:Queue", "aws:sns/topic:Topic"


def registered(token: str, name: str, inputs: Mapping[str, Value], **given: object) -> Registration:
    known = {"resolved": inputs, "address": f"a.{name}", **given}
    return Registration(type="", token=token, name=name, role=Role.CUSTOM, inputs=inputs, position=AT, **known)  # type: ignore[arg-type]


def seen(token: str, name: str, inputs: Mapping[str, Value], parent: str = "") -> ObservedResource:
    return ObservedResource(token, name, Role.CUSTOM, f"urn::{name}", parent, "", inputs, {})


def evaluation(*registrations: Registration, exports: tuple[Exported, ...] = ()) -> Evaluation:
    return Evaluation(Variant(Entry("shop", "index.ts")), registrations, exports)


def test_values_are_counted_leaf_by_leaf() -> None:
    document = Call("jsonencode", ({"a": (1,)},))
    comparison = compared(
        evaluation(
            registered(QUEUE, "a", {"one": 1, "flag": True, "list": ("x", DARK), "more": 0, "text": '{"a": [1]}'}),
            registered(QUEUE, "b", {}),
            exports=(
                Exported("open", 1.0, 1.0, AT),
                Exported("key", "k", "k", AT, secret=True),
                Exported("shut", "", Call("secret", ("s",)), AT),
            ),
        ),
        Observed(
            (
                seen(QUEUE, "a", {"one": 1.0, "flag": 1, "list": ("x", "y"), "text": document}),
                seen(TOPIC, "c", {}),
            ),
            exports={"open": 1, "key": Call("secret", ("k",)), "shut": Call("secret", ("s",))},
        ),
    )
    assert (comparison.found, comparison.registered) == (1, 2)
    assert (comparison.equal, comparison.compared, comparison.unknown) == (6, 8, 1)
    assert comparison.missing == (f"{TOPIC} c",)
    assert comparison.made_up == (f"{QUEUE} b",)
    assert comparison.wrong == (f"{QUEUE} a.flag: True is 1", f"{QUEUE} a.more: 0 is nothing")


def test_documents_are_compared_however_they_are_written() -> None:
    written = {"policy": Call("jsonencode", ({"inner": '["x"]', "dark": DARK},)), "token": Call("secret", ("t",))}
    document = {"inner": Call("jsonencode", (("x",),)), "dark": "d"}
    shown = {"policy": Call("jsonencode", (document,)), "token": "t"}
    comparison = compared(evaluation(registered(QUEUE, "a", written)), Observed((seen(QUEUE, "a", shown),)))
    assert (comparison.equal, comparison.unknown, comparison.wrong) == (2, 1, ())


def test_children_are_told_apart_by_their_parents() -> None:
    left, right = registered("shop:index:In", "left", {}), registered("shop:index:In", "right", {})
    children = [
        registered(TOPIC, "t", {"of": name}, address=f"{name}.t", options=Options(parent=f"a.{name}"))
        for name in ("left", "right")
    ]
    resources = (
        seen("shop:index:In", "right", {}),
        seen(TOPIC, "t", {"of": "right"}, "urn:a::b::c::right"),
        seen(TOPIC, "t", {"of": "left"}, "urn:a::b::c::left"),
        seen("shop:index:In", "left", {}),
    )
    comparison = compared(evaluation(left, right, *children), Observed(resources))
    assert (comparison.equal, comparison.wrong, comparison.missing, comparison.made_up) == (2, (), (), ())
