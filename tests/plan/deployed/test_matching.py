from __future__ import annotations

from typing import Any

import pytest
from plan.deployed.fakes import Fakes, Program, Run, call, entry, parameter

from scaffold.model.deployments import Evaluation, Options, Role, Variant
from scaffold.model.values import Conditional, Reference, Template, Unknown, Value
from scaffold.plan.deployed.given import GIVEN, short_name
from scaffold.plan.deployed.matching import Matching, is_own

QUEUE = "aws:sqs/queue:Queue"
ENTRY = entry(parameter("args.suffix"), parameter("args.size"), parameter("env.SIZE"))


def evaluated(program: Program, **values: Value) -> Evaluation:
    given = {f"args.{name}": value for name, value in values.items()}
    return Fakes([(ENTRY, program)]).evaluate(Variant(ENTRY, given))


def named(run: Run) -> None:
    suffix = run.get("args.suffix", "dev")
    first = run.make(1, QUEUE, f"orders-{suffix}", {"name": f"orders-{suffix}", "delaySeconds": 3})
    run.make(2, QUEUE, f"copies-{suffix}", {"source": Reference(first, ("arn",)), "tags": {"Stage": suffix}})


def test_names_that_follow_a_parameter_are_the_same() -> None:
    matching = Matching(evaluated(named), evaluated(named, suffix="prod"))
    assert [(before.name, after.name) for before, after in matching.pairs] == [
        ("orders-dev", "orders-prod"),
        ("copies-dev", "copies-prod"),
    ]
    assert not matching.changes
    assert not matching.same_names
    assert set(matching.effects()) == {"names follow 'args.suffix'"}


def test_names_that_no_longer_follow_it_are_the_same_too() -> None:
    matching = Matching(evaluated(named, suffix="prod"), evaluated(named))
    assert not matching.changes


def test_a_value_that_follows_a_parameter_but_no_name_is_a_change() -> None:
    def program(run: Run) -> None:
        run.make(1, QUEUE, "orders", {"name": run.get("args.suffix", "dev")})

    matching = Matching(evaluated(program), evaluated(program, suffix="prod"))
    (change,) = matching.changes
    assert change.inputs == ("name",)
    assert set(matching.effects()) == {f"{(QUEUE, change.after.position)} name {call(GIVEN, 'args.suffix')!r}"}


def test_two_names_of_one_parameter_have_the_same_effect_anywhere() -> None:
    assert (
        short_name("args.fileSize") == short_name("config.shop:fileSize") == short_name("env.FILE_SIZE") == "filesize"
    )

    def program(run: Run) -> None:
        run.make(1, QUEUE, "orders", {"size": run.get("args.size") or run.get("env.SIZE", 3)})

    base = evaluated(program)
    by_argument = Matching(base, evaluated(program, size="large")).effects()
    other = Fakes([(ENTRY, program)]).evaluate(Variant(ENTRY, {"env.SIZE": "huge"}))
    by_variable = Matching(base, other).effects()
    assert not by_argument.keys() & by_variable.keys()
    assert list(by_argument.values()) == list(by_variable.values())


def test_in_a_loop_what_has_no_partner_by_name_is_new() -> None:
    def program(run: Run) -> None:
        for name in str(run.get("args.size", "a")).split():
            run.make(1, QUEUE, name)

    matching = Matching(evaluated(program, size="a b"), evaluated(program, size="b c d"))
    assert [after.name for _, after in matching.pairs] == ["b"]
    assert [each.name for each in matching.appeared] == ["c", "d"]
    assert [each.name for each in matching.gone] == ["a"]
    assert any(effect.startswith("gone") for effect in matching.effects())


def test_what_is_set_no_more_is_told() -> None:
    def program(run: Run) -> None:
        on = run.get("args.size") is None
        options = Options(protect=True if on else None, others={"retainOnDelete": True})
        run.make(1, QUEUE, "orders", {"name": "a", "delaySeconds": 3} if on else {"name": "a"}, options=options)
        if on:
            run.export("url", "x")

    matching = Matching(evaluated(program), evaluated(program, size="large"))
    (change,) = matching.changes
    assert (change.inputs, change.options, change.gone) == ((), ("protect",), True)
    assert not matching.same_exports
    assert {"no export url"} < set(matching.effects())


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        ("orders-dev", "orders-prod", True),
        ("orders-dev", "orders-test", False),
        ("prod", "prod", True),
        ("reprod", "reprod", True),
        (True, 1, False),
        (1, 1.0, True),
        (None, None, True),
        (Unknown("a"), Unknown("b"), True),
        (Unknown("a"), "b", False),
        ({"dev": 1}, {"prod": 1}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        (("dev", 2), ("prod", 2), True),
        ((1,), (1, 2), False),
        (call("trim", "dev"), call("trim", "prod"), True),
        (call("trim", "dev"), call("split", "prod"), False),
        (Template(("a-", "dev")), Template(("a-", "prod")), True),
        (Template(("a", "b")), Template(("a",)), False),
        (Conditional("dev", 1, 2), Conditional("prod", 1, 2), True),
        (Reference("aws_sqs_queue.orders-dev", ("arn",)), Reference("aws_sqs_queue.orders-prod", ("arn",)), True),
        (Reference("aws_sqs_queue.orders-dev", ("arn",)), Reference("aws_sqs_queue.orders-prod", ("url",)), False),
        (Reference("aws_sqs_queue.orders-dev", ("arn",)), Reference("aws_sqs_queue.copies-prod", ("arn",)), False),
    ],
)
def test_values_are_alike_but_for_what_follows_a_parameter(before: Any, after: Any, alike: bool) -> None:
    matching = Matching(evaluated(named), evaluated(named, suffix="prod"))
    assert matching.alike(before, after) is alike


def test_another_entry_is_matched_by_the_words_of_its_names() -> None:
    other = entry(title="other")
    found = Fakes([(other, lambda run: named(Run(Variant(other), registrations=run.registrations)))])
    same = found.evaluate(Variant(other))
    assert not Matching(evaluated(named, suffix="main"), same).changes


def test_the_component_that_a_test_makes_is_its_own() -> None:
    own = entry(title="Shop", export="Shop", token="shop:index:Shop")

    def program(run: Run) -> None:
        parent = run.make(1, "shop:index:Shop", "test", {"size": 1}, role=Role.COMPONENT)
        run.make(2, "shop:index:Shop", "inner", {}, role=Role.COMPONENT, options=Options(parent=parent))
        run.make(3, QUEUE, "orders")

    found = Fakes([(own, program)]).evaluate(Variant(own))
    assert [is_own(found, each) for each in found.registrations] == [True, False, False]
    bare = evaluated(program)
    assert [is_own(bare, each) for each in bare.registrations] == [False, False, False]


def test_where_two_values_differ_is_said_as_deep_as_they_have_the_same_shape() -> None:
    matching = Matching(evaluated(named), evaluated(named))
    document = call("jsonencode", {"Statement": ({"Action": "a", "Resource": "*"},)})
    other = call("jsonencode", {"Statement": ({"Action": "b", "Resource": "*"},)})
    assert list(matching.differing(document, other)) == [("Statement", 0, "Action")]
    assert list(matching.differing('{"tags":{"a":"b"}}', '{"tags":{"a":"c"}}')) == [("tags", "a")]
    assert list(matching.differing({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}})) == [("a", "c")]
    assert list(matching.differing({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}})) == [("a",)]
    assert list(matching.differing({"a": ("b", "c")}, {"a": ("b", "c", "d")})) == [("a",)]
    assert list(matching.differing({"a": 1}, {"a": 1})) == []
    assert list(matching.differing({}, {"a": 1})) == [()]
