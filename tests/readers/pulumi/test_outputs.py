"""The algebra of outputs, as the SDK has it."""

from __future__ import annotations

import pytest

from scaffold.model.values import Call, Reference, Template, Value

QUEUE = 'const q = new aws.sqs.Queue("q", { delaySeconds: 7 });\n'
ARN = Reference("aws_sqs_queue.q", ("arn",))
MADE = "arn:aws:sqs:us-east-1:123456789012:q-"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("q.arn", ARN),
        ("pulumi.output(q.arn)", ARN),
        ("pulumi.interpolate`a-${q.arn}-b`", Template(("a-", ARN, "-b"))),
        ('pulumi.concat("a-", q.arn, 3)', Template(("a-", ARN, "3"))),
        ("q.arn.apply(arn => `${arn}/*`)", Template((ARN, "/*"))),
        ("q.arn.apply(arn => pulumi.output(arn))", ARN),
        ("q.arn.apply(async arn => arn)", ARN),
        ("pulumi.all([q.arn, 1]).apply(([arn, n]) => `${arn}:${n}`)", Template((ARN, ":1"))),
        ("pulumi.all({ a: { b: [q.arn] } }).apply(all => all.a.b[0])", ARN),
        ("pulumi.all([{ a: q.arn }])[0].a", ARN),
        ("pulumi.output(Promise.resolve(q.arn))", ARN),
        ("pulumi.jsonStringify({ a: q.arn })", Call("jsonencode", ({"a": ARN},))),
        ("pulumi.jsonParse(pulumi.output('{\"a\":[1]}')).apply(x => x.a[0] + 1)", 2),
        ('pulumi.format("%s-%d", q.arn, 3)', Template((ARN, "-3"))),
        ("pulumi.secret(q.arn)", ARN),
    ],
)
def test_an_expression_over_outputs(program, expression: str, value: Value) -> None:
    assert program(f"{QUEUE}export const result = {expression};").outputs == {"result": value}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('q.arn.apply(arn => arn.split(":")[2])', "sqs"),
        ("q.delaySeconds.apply(seconds => seconds! + 1)", 8),
        ("pulumi.all([q.arn, q.arn]).apply(all => all.length)", 2),
        ('pulumi.output(q.delaySeconds).apply(n => n! > 5 ? "long" : "short")', "long"),
        ("pulumi.concat(q.delaySeconds, undefined as any, null as any)", "7"),
    ],
)
def test_a_callback_sees_what_the_mocks_give(program, expression: str, value: Value) -> None:
    assert program(f"{QUEUE}export const result = {expression};").exported() == {"result": value}


def test_resources_that_a_callback_makes_are_seen(program) -> None:
    text = 'q.arn.apply(arn => { new aws.sns.Topic("t", { displayName: arn }); });'
    found = program(QUEUE + text)
    assert found.resources["aws_sns_topic.t"].attributes == {"display_name": ARN}


def test_the_secret_of_one_part_makes_the_whole_secret(program) -> None:
    text = """
    const s = pulumi.secret("hush");
    export const plain = pulumi.output("x");
    export const whole = pulumi.interpolate`a-${s}`;
    export const among = pulumi.all([s, "y"]).apply(([a]) => a.length);
    export const open = pulumi.unsecret(s);
    """
    found = program(text).evaluate()
    assert {each.name: (each.resolved, each.secret) for each in found.exports} == {
        "plain": ("x", False),
        "whole": ("a-hush", True),
        "among": (4, True),
        "open": ("hush", False),
    }


def test_an_output_as_text_is_the_complaint_of_the_sdk(program) -> None:
    found = program(f"{QUEUE}export const text = `x${{q.arn}}`;")
    assert str(found.outputs["text"]).startswith("xCalling [toString] on an [Output<T>] is not supported.")
    assert "output-as-text" in found.codes


def test_a_callback_that_throws_fails_the_program_in_the_end(program) -> None:
    text = 'q.arn.apply(() => { throw new Error("no"); }); new aws.sns.Topic("after");'
    found = program(QUEUE + text).evaluate()
    assert found.failure is not None
    assert "no" in found.failure.message
    assert [each.name for each in found.registrations] == ["q", "after"]


def test_an_output_has_no_members_that_make_it_a_promise(program) -> None:
    text = "export const then = typeof (q.arn as any).then; export const is = pulumi.Output.isInstance(q.arn);"
    assert program(QUEUE + text).exported() == {"then": "undefined", "is": True}


def test_a_circular_structure_is_refused(program) -> None:
    found = program("const a: any = {}; a.a = a; pulumi.output(a);").evaluate()
    assert found.failure is not None
    assert "circular structure" in found.failure.message


def test_iterable_makes_an_object(program) -> None:
    text = """
    export const all = pulumi.iterable.toObject([1, 2], n => [`k${n}`, n * 2]);
    export const groups = pulumi.iterable.groupBy([1, 2, 3], n => [n % 2 ? "odd" : "even", n]);
    """
    assert program(text).exported() == {"all": {"k1": 2, "k2": 4}, "groups": {"odd": (1, 3), "even": (2,)}}


def test_a_deferred_output_gives_what_it_is_told_later(program) -> None:
    text = """
    const [later, resolve] = pulumi.deferredOutput<string>();
    resolve(pulumi.output("now"));
    export const value = later;
    """
    assert program(text).exported() == {"value": "now"}


def test_what_is_read_below_nothing_is_nothing(program) -> None:
    text = "export const deep = (q as any).tags.a.b[0]; export const kind = deep.apply((v: any) => typeof v);"
    assert (
        program(QUEUE + text).evaluate(outputs={"aws_sqs_queue.q": {"tags": None}}).exports[-1].resolved == "undefined"
    )


def test_in_does_not_look_into_an_output(program) -> None:
    found = program("""
    const settings = pulumi.output({ size: 3 });
    export const answers = ["size" in settings, "apply" in settings, "size" in { size: 3 }];
    """).exported()
    assert found["answers"] == (False, True, True)
