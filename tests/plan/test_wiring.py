"""Wires: which references become cases, what they expect and how they read."""

from __future__ import annotations

import pytest

from scaffold.model.families import Family
from scaffold.model.source import Expression, Form, Interpolation, Invocation, Ref
from scaffold.model.testplan import Wired
from scaffold.plan.references import exact_references


def titles(found):
    return [case.title for case in found.values() if case.family is Family.WIRING]


def wires(found):
    return {case.expect.path: case.expect.targets for case in found.values() if isinstance(case.expect, Wired)}


def test_the_catalog_says_what_a_reference_means(block, cases):
    found = cases(
        block("resource aws_sqs_queue events"),
        block("resource aws_lambda_function processing"),
        block(
            "resource aws_lambda_event_source_mapping events",
            event_source_arn=Ref("aws_sqs_queue.events.arn"),
            function_name=Ref("aws_lambda_function.processing.arn"),
        ),
    )
    assert titles(found) == [
        "event source mapping events delivers events of queue events to function processing",
        "event source mapping events invokes function processing",
    ]
    assert found["wiring:aws_lambda_event_source_mapping.events:event_source_arn"].expect == Wired(
        "resource",
        ("aws_lambda_event_source_mapping", "events"),
        ("event_source_arn",),
        ("aws_sqs_queue.events.arn",),
    )


def test_a_sentence_whose_words_are_missing_gives_way(block, cases):
    mapping = block("resource aws_lambda_event_source_mapping m", event_source_arn=Ref("aws_sqs_queue.q.arn"))
    assert titles(cases(block("resource aws_sqs_queue q"), mapping)) == ["event source mapping m reads from queue q"]


def test_entries_of_maps_are_wires_of_their_own(block, cases):
    environment = block("environment", variables={"TABLE": Ref("aws_dynamodb_table.t.name"), "MODE": "fast"})
    found = cases(block("resource aws_dynamodb_table t"), block("resource aws_lambda_function f", environment))
    assert titles(found) == ["function f learns TABLE from table t"]
    assert wires(found) == {("environment", 0, "variables", "TABLE"): ("aws_dynamodb_table.t.name",)}


def test_dynamic_blocks_are_read_as_the_blocks_they_make(block, cases):
    content = block("content", security_groups=(Ref("aws_security_group.lb.id"),))
    found = cases(
        block("resource aws_security_group lb"),
        block("resource aws_security_group web", block("dynamic ingress", content)),
    )
    assert titles(found) == ["security group web lets in security group lb"]
    assert list(wires(found)) == [("dynamic ingress", 0, "content", 0, "security_groups")]


def test_an_attribute_may_be_called_like_the_content_of_a_dynamic_block(block, cases):
    found = cases(block("resource acme_box a"), block("resource acme_box b", content=Ref("acme_box.a.id")))
    assert titles(found) == ["box b takes its content from box a"]


def test_several_targets_are_listed_and_all_references_expected(block, cases):
    subnets = [block(f"resource aws_subnet {name}") for name in "abcd"]
    references = tuple(Ref(f"aws_subnet.{name}.id") for name in "dcba")
    found = cases(*subnets, block("resource aws_lb web", subnets=(*references, Ref("var.more"), Ref("var.more"))))
    assert titles(found) == ["load balancer web stands in subnet a, subnet b and 2 more"]
    assert wires(found)[("subnets",)] == (
        "aws_subnet.a.id",
        "aws_subnet.b.id",
        "aws_subnet.c.id",
        "aws_subnet.d.id",
        "var.more",
    )


def test_nested_blocks_that_say_the_same_are_told_apart(block, cases):
    statements = [block("statement", resources=(Ref("aws_s3_bucket.b.arn"),)) for _ in range(2)]
    found = cases(block("resource aws_s3_bucket b"), block("data aws_iam_policy_document d", *statements))
    assert titles(found) == [
        "policy document d covers bucket b",
        "policy document d covers bucket b in statement 2",
    ]


def test_what_the_catalog_does_not_know_is_said_plainly(block, cases):
    found = cases(
        block("resource acme_lock_box a"),
        block("module network"),
        block("resource acme_lock_box b", outer_key=Ref("acme_lock_box.a.key"), size=Ref("module.network.size")),
    )
    assert titles(found) == [
        "lock box b takes its outer key from lock box a",
        "lock box b takes its size from module network",
    ]


@pytest.mark.parametrize(
    "form",
    [
        "text",
        Ref("var.x"),
        Ref("aws_sqs_queue.elsewhere.arn"),
        Ref("aws_sqs_queue.self.arn"),
        Ref("data.aws_region.current.name"),
        Expression("[for q in aws_sqs_queue.q : q.arn]"),
        Expression('"${aws_sqs_queue.q.arn}" == "x"'),
    ],
)
def test_what_connects_nothing_is_no_wire(block, cases, form):
    found = cases(
        block("resource aws_sqs_queue q"),
        block("data aws_region current"),
        block("resource aws_sqs_queue self", name=form, provider=Ref("aws_sqs_queue.q")),
    )
    assert titles(found) == []


def test_conditionals_are_followed(block, cases):
    role = Expression('var.own ? aws_iam_role.r[0].arn : "none"')
    found = cases(block("resource aws_iam_role r"), block("resource aws_lambda_function f", role=role))
    assert titles(found) == ["function f runs as role r"]
    assert wires(found) == {("role",): ("aws_iam_role.r[0].arn", "var.own")}


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (None, ()),
        (Ref("a.b[*].c"), ("a.b[*].c",)),
        (Ref('a.b["k"].c'), ('a.b["k"].c',)),
        (Ref("a.b[count.index].c"), ("a.b[count.index].c", "count.index")),
        (Ref("a.b[count.index + 1].c"), None),
        (Interpolation(("x", Ref("b.c"), Ref("a.b"))), ("a.b", "b.c")),
        (Interpolation((Expression("%{ if var.x }"), "y", Expression("%{ endif }"))), None),
        (Invocation("f", ({"k": Ref("a.b")}, (Ref("c.d"), 1))), ("a.b", "c.d")),
        ({"(a.b)": 1}, None),
        (Expression("a.b && !c.d"), ("a.b", "c.d")),
        (Expression("-a.b + 1.5e3"), ("a.b",)),
        (Expression('length(a.b) > 0 ? "x y" : null'), ("a.b",)),
        (Expression("f(a.b).c[d.e]"), ("a.b", "d.e")),
        (Expression("{ a = b.c }"), None),
        (Expression("[for x in a.b : x]"), None),
        (Expression("provider::x::f(a.b)"), None),
        (Expression('"pre-${a.b}"'), None),
    ],
)
def test_references_are_exact_or_not_known(form: Form, expected: tuple[str, ...] | None):
    assert exact_references(form) == expected
