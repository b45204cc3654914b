"""Functions of a program that become Lambda functions."""

from __future__ import annotations

from scaffold.model.values import Reference, Unknown


def test_a_callback_function_is_a_role_and_a_function(program) -> None:
    found = program("""
    const f = new aws.lambda.CallbackFunction("f", { callback: async () => 1, memorySize: 512, policies: ["arn:x"] });
    export const arn = f.arn;
    """).registered()
    assert [each.token for each in found.values()] == [
        "aws:iam/role:Role",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:lambda/function:Function",
    ]
    function = found["aws_lambda_function.f"]
    assert function.inputs["role"] == Reference("aws_iam_role.f", ("arn",))
    assert isinstance(function.inputs["code"], Unknown)
    assert {name: function.inputs[name] for name in ("handler", "timeout", "memorySize")} == {
        "handler": "__index.handler",
        "timeout": 180,
        "memorySize": 512,
    }


def test_a_role_that_is_given_is_used(program) -> None:
    found = program("""
    const role = new aws.iam.Role("r", { assumeRolePolicy: "{}" });
    new aws.lambda.CallbackFunction("f", { callback: () => {}, role, runtime: "nodejs20.x", timeout: 3 });
    """).registered()
    assert list(found) == ["aws_iam_role.r", "aws_lambda_function.f"]
    assert found["aws_lambda_function.f"].inputs["runtime"] == "nodejs20.x"


def test_events_of_a_queue(program) -> None:
    found = program("""
    const q = new aws.sqs.Queue("q");
    const f = new aws.lambda.Function("f", { role: "r" });
    const s = q.onEvent("work", f, { batchSize: 5 });
    export const fn = s.func.arn;
    """)
    registered = found.registered()
    assert list(registered) == [
        "aws_sqs_queue.q",
        "aws_lambda_function.f",
        "module.work",
        "module.work.aws_lambda_permission.work",
        "module.work.aws_lambda_event_source_mapping.work",
    ]
    assert registered["module.work"].options.parent == "aws_sqs_queue.q"
    mapping = registered["module.work.aws_lambda_event_source_mapping.work"]
    assert mapping.inputs == {
        "batchSize": 5,
        "enabled": True,
        "eventSourceArn": Reference("aws_sqs_queue.q", ("arn",)),
        "functionName": Reference("aws_lambda_function.f", ("name",)),
    }
    assert found.outputs["fn"] == Reference("aws_lambda_function.f", ("arn",))


def test_events_of_a_bucket_are_notified_of_at_the_end(program) -> None:
    found = program("""
    const b = new aws.s3.Bucket("b");
    const f = new aws.lambda.Function("f", { role: "r" });
    b.onObjectCreated("made", f, { filterSuffix: ".zip" });
    b.onObjectRemoved("gone", f);
    """)
    notification = found.resources["aws_s3_bucket_notification.made"]
    assert [entry["events"] for entry in notification.attributes["lambda_function"]] == [
        ("s3:ObjectCreated:*",),
        ("s3:ObjectRemoved:*",),
    ]
    assert not any("notification" in address for address in found.registered())


def test_a_schedule(program) -> None:
    found = program('aws.cloudwatch.onSchedule("daily", "rate(1 day)", async () => {});').registered()
    tokens = {each.token for each in found.values()}
    assert {"aws:cloudwatch/eventRule:EventRule", "aws:cloudwatch/eventTarget:EventTarget"} <= tokens
    assert found["module.daily.aws_cloudwatch_event_rule.daily"].resolved == {"scheduleExpression": "rate(1 day)"}


def test_resources_without_events_have_no_such_methods(program) -> None:
    text = 'export const kind = typeof (new aws.ec2.Vpc("v") as any).onObjectCreated;'
    assert program(text).exported() == {"kind": "object"}
