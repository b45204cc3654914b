"""What does not fit between functions and what they are wired to, on functions that are made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from scaffold.model.checks import Choice
from scaffold.model.functions import (
    Client,
    Code,
    Dependency,
    EnvironmentRead,
    EventUse,
    Function,
    Grant,
    Guard,
    Package,
    Packed,
    SdkCall,
    Trigger,
    Variable,
)
from scaffold.model.position import Position
from scaffold.model.project import Mode, Parameter, Project, Resource, Suppression
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown, Value
from scaffold.plan.handlers.findings import function_findings

INFRA = Position("main.tf", 10)
ROLE = "aws_iam_role.worker"
ESCAPES, SWALLOWED, REPORTED = Guard("escapes"), Guard("swallowed"), Guard("reported")


def at(line: int) -> Position:
    return Position("src/app.py", line)


def resource(type_: str, name: str, /, **attributes: Value) -> Resource:
    return Resource(f"{type_}.{name}", type_, type_, name, Mode.MANAGED, attributes, Position("main.tf", 99))


def put(**changes: Any) -> SdkCall:
    usual: dict[str, Any] = {"target": ("env", "TABLE"), "writes": True, "guard": ESCAPES, "looped": True}
    called = {"service": "dynamodb", "operation": "PutItem", "position": at(20)}
    return SdkCall(**{**called, **usual, **changes})


def grant(*actions: str, on: str = "aws_dynamodb_table.orders", **changes: Any) -> Grant:
    resources: tuple[Value, ...] = (Reference(on, ("arn",)),) if on else ("*",)
    usual: dict[str, Any] = {"effect": "Allow", "position": Position("iam.tf", 7)}
    return Grant(actions=actions, resources=resources, on=(on,) if on else (), **{**usual, **changes})


QUEUE = Trigger(
    "queue", "aws_sqs_queue.jobs", "aws_lambda_event_source_mapping.jobs", Position("main.tf", 40), batch=10
)
REST = Trigger("rest-api", "aws_api_gateway_rest_api.api", "aws_api_gateway_integration.i", Position("main.tf", 50))
RESOURCES = (
    resource("aws_dynamodb_table", "orders", name="orders"),
    resource("aws_dynamodb_table", "audit", name="audit"),
    resource("aws_sqs_queue", "jobs", name="jobs", visibility_timeout_seconds=180),
    resource("aws_s3_bucket", "files", bucket="files"),
    resource("aws_iam_role", "worker", name="worker"),
    resource("aws_lambda_function", "worker", function_name="worker", role=Reference(ROLE, ("arn",))),
)


def code(**changes: Any) -> Code:
    usual: dict[str, Any] = {
        "position": at(12),
        "environment": (EnvironmentRead("TABLE", at(5), required=True, at_import=True),),
        "calls": (put(),),
    }
    return Code("python", "src/app.py", "app.py", "handler", **{**usual, **changes})


def function(code: Code | None, **changes: Any) -> Function:
    usual: dict[str, Any] = {
        "package": Package("folder", {"app.py": Packed("src/app.py")}, INFRA, folder="src"),
        "name": "worker",
        "runtime": "python3.12",
        "language": "python",
        "handler": "app.handler",
        "timeout": 30,
        "environment": (Variable("TABLE", Reference("aws_dynamodb_table.orders", ("name",)), Position("main.tf", 15)),),
        "role": ROLE,
        "grants": (grant("dynamodb:putitem"),),
    }
    usual["platform"] = "terraform"
    return Function(
        "aws_lambda_function.worker", "function worker", ".", position=INFRA, code=code, **{**usual, **changes}
    )


def project(*more: Resource, suppressions: tuple[Suppression, ...] = ()) -> Project:
    addresses = {each.address for each in more}
    kept = tuple(each for each in RESOURCES if each.address not in addresses)
    return Project("p", "terraform", ".", resources=(*kept, *more), suppressions=suppressions)


def said(
    found: Function, *more: Resource, others: tuple[Function, ...] = (), choice: Choice | None = None
) -> list[tuple[str, str, str]]:
    """The findings as (check, place, sentence)."""
    findings = function_findings((found, *others), (project(*more),), choice)
    return [(each.id.removeprefix("lambda-"), str(each.position), each.title) for each in findings]


def only(found: Function, *more: Resource) -> tuple[str, str, str]:
    (single,) = said(found, *more)
    return single


def test_a_sound_function_is_not_spoken_of() -> None:
    assert said(function(code(), triggers=(REST,))) == []
    assert said(function(None)) == []
    assert said(function(code(reason="built by a bundler", calls=(put(service="sqs", operation="SendMessage"),)))) == []


def test_a_finding_says_what_a_reviewer_needs() -> None:
    (found,) = function_findings((function(code(problem="there is no file app.py")),), (project(),))
    assert found.subject == "aws_lambda_function.worker"
    assert found.service == "lambda"
    assert found.hint.endswith(".")
    assert found.detail.endswith(".")
    assert found.link.startswith("https://")


def test_a_handler_that_does_not_resolve_is_all_that_is_said_of_the_code() -> None:
    lost = code(problem="its package has no file app.py", position=None, calls=(put(operation="DeleteItem"),))
    assert only(function(lost)) == (
        "handler",
        "main.tf:10",
        "function worker cannot be called: its package has no file app.py",
    )


def package(name: str, kind: str = "package", **changes: Any) -> Code:
    return code(dependencies=(Dependency(name, name, kind, at(3), **changes),))


def test_modules_that_are_not_packaged() -> None:
    assert only(function(package("requests"))) == (
        "imports",
        "src/app.py:3",
        "function worker imports requests, which is not in its package",
    )
    assert only(function(package("./helper", "unresolved")))[2].endswith("which is not in its package")
    # What declares it stands outside of what is packed, or a single file is packed.
    assert said(function(package("requests", declared="requirements.txt")))
    single = Package("file", {"app.py": Packed("src/app.py")}, INFRA)
    assert said(function(package("requests", declared="src/requirements.txt"), package=single))


@pytest.mark.parametrize(
    ("changes", "around"),
    [
        ({"packaged": True}, {}),
        ({"optional": True}, {}),
        ({"declared": "src/requirements.txt"}, {}),
        ({}, {"layers": (Reference("aws_lambda_layer_version.libraries", ("arn",)),)}),
        ({}, {"package": Package("folder", {}, INFRA, folder="src", reason="a build puts files into it")}),
        ({}, {"package": Package("image", {}, INFRA)}),
    ],
)
def test_modules_that_are_there_or_may_be(changes: Mapping[str, Any], around: Mapping[str, Any]) -> None:
    assert said(function(package("requests", **changes), **around)) == []


def test_sdks_that_the_runtime_does_not_have() -> None:
    old, new = package("aws-sdk", "runtime"), package("@aws-sdk/client-s3", "runtime")
    assert "nodejs20.x does not have" in only(function(old, runtime="nodejs20.x"))[2]
    assert "nodejs16.x does not have" in only(function(new, runtime="nodejs16.x"))[2]
    assert said(function(new, runtime="nodejs20.x")) == said(function(old, runtime="nodejs16.x")) == []


def test_a_variable_that_nobody_sets() -> None:
    needs = code(environment=(EnvironmentRead("TABLE_NAME", at(5), required=True, at_import=True),), calls=())
    (missing, unread) = said(function(needs, grants=()))
    assert missing[0] == "unread-variables"
    assert unread == (
        "variables",
        "src/app.py:5",
        "function worker needs the variable TABLE_NAME when it is loaded, and nothing sets it",
    )
    (finding, *_) = function_findings((function(needs, grants=(), environment=()),), (project(),))
    assert finding.hint == "Set TABLE_NAME in the environment of function worker."


@pytest.mark.parametrize(
    ("read", "around"),
    [
        (EnvironmentRead("MODE", at(5), required=False, at_import=True), {}),
        (EnvironmentRead("AWS_REGION", at(5), required=True, at_import=True), {}),
        (EnvironmentRead("*", at(5), required=True, at_import=True), {}),
        (EnvironmentRead("MODE", at(5), required=True, at_import=True), {"environment_known": False}),
        (
            EnvironmentRead("MODE", at(5), required=True, at_import=True),
            {"environment": (Variable("AWS_LAMBDA_EXEC_WRAPPER", "/opt/run", INFRA),)},
        ),
    ],
)
def test_variables_that_are_there_or_may_be(read: EnvironmentRead, around: Mapping[str, Any]) -> None:
    reads = (read, EnvironmentRead("TABLE", at(4), required=False, at_import=True))
    assert said(function(code(environment=reads, calls=()), **{"grants": (), **around})) == []


def given(*names: str, value: Value = "x") -> tuple[Variable, ...]:
    return tuple(Variable(name, value, Position("main.tf", 15)) for name in names)


def test_a_variable_that_no_code_reads() -> None:
    plain = code(calls=())
    assert only(function(plain, environment=given("TABLE", "TABEL"), grants=())) == (
        "unread-variables",
        "main.tf:15",
        "function worker is given the variable TABEL, which its code never reads",
    )
    for name in ("AWS_NODEJS_CONNECTION_REUSE_ENABLED", "POWERTOOLS_SERVICE_NAME", "LOG_LEVEL", "NODE_OPTIONS"):
        assert said(function(plain, environment=given("TABLE", name), grants=())) == []


def test_libraries_may_read_variables_but_not_those_that_name_resources() -> None:
    driver = replace(package("prisma", packaged=True), calls=())
    assert said(function(driver, environment=given("TABLE", "DSN"), grants=())) == []
    table = given("TABLE", "DSN", value=Reference("aws_dynamodb_table.orders", ("name",)))
    assert said(function(driver, environment=table, grants=()))
    plain = replace(package("boto3", packaged=True), calls=())
    assert said(function(plain, environment=given("TABLE", "DSN"), grants=()))


def test_functions_with_one_environment_between_them() -> None:
    shared = given("TABLE", "DSN")
    reads = code(environment=(EnvironmentRead("DSN", at(5), required=True, at_import=True),), calls=())
    other = replace(function(reads, environment=shared, grants=()), address="aws_lambda_function.other")
    some = function(code(calls=()), environment=shared, grants=())
    assert said(some, others=(other,)) == []


def test_a_call_that_no_statement_allows() -> None:
    assert only(function(code(), grants=(grant("dynamodb:getitem"),))) == (
        "allowed-calls",
        "src/app.py:20",
        "function worker calls PutItem, and no statement of its role allows dynamodb:PutItem",
    )
    (found,) = function_findings((function(code(), grants=()),), (project(),))
    assert found.hint == "Allow dynamodb:PutItem on table orders in a policy of aws_iam_role.worker, or do not call it."


@pytest.mark.parametrize(
    "given",
    [
        (grant("dynamodb:*"),),
        (grant("dynamodb:put*"),),
        (grant("*", on=""),),
        (grant("dynamodb:putitem", conditional=True),),
        (grant("dynamodb:deletetable", complement=True, on=""),),
        (grant(managed="AmazonDynamoDBFullAccess", on=""),),
        (grant(managed="SomethingNobodyKnows", on=""),),
    ],
)
def test_calls_that_are_allowed_or_may_be(given: tuple[Grant, ...]) -> None:
    assert said(function(code(), grants=given)) == []


def test_what_is_not_known_of_a_role_is_not_held_against_it() -> None:
    assert said(function(code(), grants=(), grants_known=False)) == []
    assert said(function(code(), grants=(), role="")) == []
    as_other = code(calls=(put(), SdkCall("sts", "AssumeRole", at(9))))
    assert said(function(as_other, grants=())) == []
    nowhere = code(calls=(SdkCall("notaservice", "DoIt", at(9)), SdkCall("cognito-idp", "SignUp", at(9))))
    assert said(function(nowhere, grants=())) == []


def test_a_managed_policy_that_does_not_allow_a_call() -> None:
    assert "allowed-calls" in said(function(code(), grants=(grant(managed="AWSLambdaBasicExecutionRole", on=""),)))[0]


def test_a_call_that_is_allowed_elsewhere_only() -> None:
    (found, *_) = said(function(code(), grants=(grant("dynamodb:putitem", on="aws_dynamodb_table.audit"),)))
    (allowed,) = [
        each
        for each in said(function(code(), grants=(grant("dynamodb:putitem", on="aws_dynamodb_table.audit"),)))
        if each[0] == "allowed-calls"
    ]
    assert found[0] == "unused-grants"
    assert allowed[2] == "function worker calls PutItem on table orders, and may do so only on table audit"


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("arn:aws:dynamodb:us-east-1:123456789012:table/orders", True),
        ("arn:aws:dynamodb:*:*:table/ord*", True),
        ("arn:aws:dynamodb:us-east-1:123456789012:table/payments", False),
        (Template((Reference("aws_dynamodb_table.orders", ("arn",)), "/index/*")), True),
        (Template((Reference("aws_dynamodb_table.audit", ("arn",)), "/index/*")), False),
        (Template(("arn:aws:dynamodb:", Reference("data.aws_region.current", ("name",)), ":table/x")), True),
        (Reference("var.table_arn"), True),
        (Unknown("not known"), True),
        (Call("replace", (Reference("aws_dynamodb_table.audit", ("arn",)), "a", "b")), True),
    ],
)
def test_what_a_statement_is_about(value: Value, *, fits: bool) -> None:
    statement = Grant("Allow", ("dynamodb:putitem",), (value,), (), Position("iam.tf", 7))
    assert (said(function(code(), grants=(statement,))) == []) is fits


def test_objects_are_not_the_bucket() -> None:
    read = code(calls=(SdkCall("s3", "GetObject", at(20), target=("text", "files")),), environment=())
    bucket = function(read, environment=(), grants=(grant("s3:getobject", on="aws_s3_bucket.files"),))
    assert only(bucket)[2] == (
        "function worker calls GetObject on bucket files, and may do so only on bucket files itself, not on its objects"
    )
    inside = Template((Reference("aws_s3_bucket.files", ("arn",)), "/*"))
    statement = replace(bucket.grants[0], resources=(inside,))
    assert said(replace(bucket, grants=(statement,))) == []


def test_a_resource_that_the_code_never_touches() -> None:
    grants = (grant("dynamodb:putitem"), grant("dynamodb:getitem", on="aws_dynamodb_table.audit"))
    assert only(function(code(), grants=grants)) == (
        "unused-grants",
        "iam.tf:7",
        "function worker is allowed dynamodb:getitem on table audit, which its code never touches",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"code": code(calls=(put(), put(target=("unknown", ""))))},
        {"code": code(calls=(put(), put(target=("text", "audit"))))},
        {"code": code(clients=(Client("sns", "boto3", "client", at(4), at_import=True),))},
        {"layers": ("arn:aws:lambda:us-east-1:1:layer:x:1",)},
        {"code": package("unheard-of", packaged=True)},
        {"grants_known": False},
        {"triggers": (replace(QUEUE, source="aws_sns_topic.news", kind="topic"),)},
    ],
)
def test_resources_that_are_touched_or_may_be(changes: Mapping[str, Any]) -> None:
    topic = resource("aws_sns_topic", "news", name="news")
    about = "aws_sns_topic.news" if "triggers" in changes or "sns" in str(changes) else "aws_dynamodb_table.audit"
    action = "sns:publish" if about == "aws_sns_topic.news" else "dynamodb:putitem"
    given = {"code": code(), "grants": (grant("dynamodb:putitem"), grant(action, on=about)), **changes}
    assert [each for each in said(function(**given), topic) if each[0] == "unused-grants"] == []


def test_a_role_that_others_use_too() -> None:
    grants = (grant("dynamodb:putitem"), grant("dynamodb:putitem", on="aws_dynamodb_table.audit"))
    machine = resource("aws_sfn_state_machine", "flow", role_arn=Reference(ROLE, ("arn",)))
    assert said(function(code(), grants=grants), machine) == []
    other = resource("aws_lambda_function", "other", role=Reference(ROLE, ("arn",)))
    assert said(function(code(), grants=grants), other) == []
    touching = replace(
        function(code(calls=(put(target=("text", "audit")),), environment=()), grants=grants, environment=()),
        address="aws_lambda_function.other",
        title="function other",
    )
    assert said(function(code(), grants=grants), other, others=(touching,)) == []


def test_dead_letters_are_touched_by_lambda_itself() -> None:
    queue = Reference("aws_sqs_queue.jobs", ("arn",))
    grants = (grant("dynamodb:putitem"), grant("sqs:sendmessage", on="aws_sqs_queue.jobs"))
    own = resource(
        "aws_lambda_function", "worker", role=Reference(ROLE, ("arn",)), dead_letter_config=({"target_arn": queue},)
    )
    assert said(function(code(), grants=grants))
    assert said(function(code(), grants=grants), own) == []


def test_a_timeout_above_that_of_the_queue() -> None:
    slow = function(code(reports_failures=True), timeout=300, triggers=(replace(QUEUE, reports=True),))
    assert only(slow) == (
        "queue-timeout",
        "main.tf:40",
        "function worker may run for 300 s, and queue jobs shows messages again after 180 s",
    )
    unset = resource("aws_sqs_queue", "jobs", name="jobs")
    assert said(replace(slow, timeout=31), unset)
    assert said(replace(slow, timeout=30), unset) == said(replace(slow, timeout=180)) == []
    assert said(slow, resource("aws_sqs_queue", "jobs", visibility_timeout_seconds=Reference("var.v"))) == []


def test_batches_whose_failures_are_not_told_apart() -> None:
    assert only(function(code(), triggers=(QUEUE,))) == (
        "partial-failures",
        "src/app.py:12",
        "function worker gets up to 10 records at once from queue jobs, and does not say which failed: "
        "all of them are sent again",
    )
    asked = function(code(), triggers=(replace(QUEUE, reports=True),))
    assert "is asked which records failed" in only(asked)[2]
    told = function(code(reports_failures=True), triggers=(QUEUE,))
    assert "nobody asks: they are lost" in only(told)[2]


@pytest.mark.parametrize(
    ("trigger", "changes"),
    [
        (replace(QUEUE, reports=True), {"reports_failures": True}),
        (replace(QUEUE, batch=1), {}),
        (QUEUE, {"calls": ()}),
        (QUEUE, {"calls": (put(guard=Guard()),)}),
        (replace(QUEUE, kind="topic", batch=None), {}),
    ],
)
def test_batches_that_are_sound(trigger: Trigger, changes: Mapping[str, Any]) -> None:
    assert said(function(code(**changes), grants=(grant("dynamodb:*", on=""),), triggers=(trigger,))) == []


def test_a_failure_that_is_swallowed() -> None:
    caught = code(calls=(put(guard=SWALLOWED), put(operation="UpdateItem", guard=SWALLOWED)), reports_failures=True)
    trigger = replace(QUEUE, reports=True)
    grants = (grant("dynamodb:*"),)
    assert only(function(caught, triggers=(trigger,), grants=grants)) == (
        "swallowed-failures",
        "src/app.py:20",
        "function worker goes on where PutItem or UpdateItem fails, and the message of queue jobs is deleted",
    )


def test_a_failure_that_is_answered_to_a_queue() -> None:
    answered = code(calls=(put(guard=Guard("answered", (500,))),), reports_failures=True)
    found = function(answered, triggers=(replace(QUEUE, reports=True),))
    assert only(found)[2].startswith("function worker answers 500 where PutItem fails, and the message of queue jobs")
    assert said(replace(found, triggers=(REST,))) == []
    unlooped = code(calls=(put(guard=Guard("answered", (500,)), looped=False),), reports_failures=True)
    assert said(function(unlooped, triggers=(REST, replace(QUEUE, reports=True)))) == []


@pytest.mark.parametrize("guard", [ESCAPES, REPORTED, Guard()])
def test_failures_that_are_seen(guard: Guard) -> None:
    trigger = replace(QUEUE, reports=True)
    assert said(function(code(calls=(put(guard=guard),), reports_failures=True), triggers=(trigger,))) == []


def test_what_is_done_beside_the_work_may_fail() -> None:
    beside = (
        put(guard=REPORTED),
        SdkCall("cloudwatch", "PutMetricData", at(8), writes=True, guard=SWALLOWED, looped=True),
        SdkCall("sns", "Publish", at(9), writes=True, guard=SWALLOWED, looped=True),
    )
    grants = (grant("dynamodb:*"), grant("cloudwatch:*", "sns:*", on=""))
    found = function(code(calls=beside, reports_failures=True), triggers=(replace(QUEUE, reports=True),), grants=grants)
    assert said(found) == []


def use(*path: str, guard: Guard = ESCAPES, line: int = 14) -> EventUse:
    return EventUse(path, at(line), required=True, guard=guard)


def test_a_function_that_takes_an_object_behind_a_pipe() -> None:
    pipe = Trigger("pipe", "aws_sqs_queue.jobs", "aws_pipes_pipe.jobs", Position("main.tf", 60), behind="queue")
    resources = (resource("aws_pipes_pipe", "jobs", name="jobs"),)
    taken = code(calls=(), uses=(use("body", "(json)", "id"),))
    found = function(taken, grants=(), triggers=(pipe,))
    assert only(found, *resources) == (
        "pipe-batch",
        "src/app.py:14",
        "function worker takes body out of its event, and pipe jobs sends an array",
    )
    for uses in ((use("*", "body"),), (use("0", "body"),), ()):
        assert said(function(code(calls=(), uses=uses), grants=(), triggers=(pipe,)), *resources) == []


def test_requests_that_nobody_answers() -> None:
    wrong = (use("body", "(json)", line=15), use("body", "(json)", "id", line=16), use("queryStringParameters", "q"))
    found = function(code(uses=wrong), triggers=(REST,))
    assert only(found) == (
        "malformed-input",
        "src/app.py:14",
        "function worker raises for a request without the parameter q, whose body is no JSON or without id in its body",
    )
    validator = {"request_validator_id": Reference("aws_api_gateway_request_validator.v", ("id",))}
    asked = {
        "request_models": {"application/json": "Order"},
        "request_parameters": {"method.request.querystring.q": True},
    }
    assert said(replace(found, triggers=(replace(REST, detail={**validator, **asked}),))) == []
    assert said(replace(found, triggers=(replace(REST, detail=validator),))) == said(found)
    assert said(replace(found, triggers=(QUEUE,))) != said(found)


def test_requests_that_are_answered_with_a_server_error() -> None:
    blaming = use("body", "(json)", guard=Guard("answered", (500,)))
    assert (
        "answers 500 to a request whose body is no JSON" in only(function(code(uses=(blaming,)), triggers=(REST,)))[2]
    )


@pytest.mark.parametrize(
    "uses",
    [
        (use("body", "(json)", guard=Guard("answered", (400,))),),
        (use("body", "(json)", guard=Guard("answered")),),
        (use("body", "(json)", guard=Guard(mixed=("answered", "reported"))),),
        (use("body", "(json)", guard=Guard()),),
        (use("body"),),
        (use("pathParameters", "id"),),
        (use("requestContext", "authorizer"),),
        (EventUse(("body", "(json)", "id"), at(3)),),
    ],
)
def test_requests_that_are_answered_or_may_be(uses: tuple[EventUse, ...]) -> None:
    assert said(function(code(uses=uses), triggers=(REST,))) == []


def test_floats_for_a_table() -> None:
    assert only(function(code(calls=(put(floats="the JSON of the body"),)))) == (
        "table-floats",
        "src/app.py:20",
        "function worker gives PutItem floats (the JSON of the body), which the table resource refuses",
    )


def test_a_conditional_variable_may_name_either_table() -> None:
    either = Conditional(
        Reference("var.which"),
        Reference("aws_dynamodb_table.orders", ("name",)),
        Reference("aws_dynamodb_table.audit", ("name",)),
    )
    found = function(code(), environment=(Variable("TABLE", either, INFRA),))
    assert said(found) == []


def test_only_what_is_asked_for_is_said() -> None:
    wrong = function(code(), grants=(), timeout=300, triggers=(QUEUE,))
    assert {each[0] for each in said(wrong)} == {"allowed-calls", "queue-timeout", "partial-failures"}
    assert {each[0] for each in said(wrong, choice=Choice(select=("lambda-queue-timeout",)))} == {"queue-timeout"}
    assert said(wrong, choice=Choice(ignore=("lambda",))) == []


def comment(file: str, first: int, last: int, *ids: str) -> Suppression:
    return Suppression(ids, "known", Position(file, first), first, last)


@pytest.mark.parametrize(
    ("in_code", "in_project", "suppressed"),
    [
        ((comment("src/app.py", 19, 20, "lambda-allowed-calls"),), (), True),
        ((comment("src/app.py", 1, 4, "lambda-allowed-calls"),), (), False),
        ((), (comment("main.tf", 9, 30, "lambda"),), True),
        ((), (comment("main.tf", 9, 30, "s3"),), False),
    ],
)
def test_suppressed_findings_keep_their_reason(
    in_code: tuple[Suppression, ...], in_project: tuple[Suppression, ...], *, suppressed: bool
) -> None:
    refused = function(code(suppressions=in_code), grants=())
    (found,) = function_findings((refused,), (project(suppressions=in_project),))
    assert found.suppressed == ("known" if suppressed else "")


def test_instances_of_one_block_are_spoken_of_once() -> None:
    one = replace(function(code(), grants=()), address='aws_lambda_function.worker["a"]')
    two = replace(one, address='aws_lambda_function.worker["b"]')
    assert len(said(one, others=(two,))) == 1


def test_what_a_build_makes_is_not_missed() -> None:
    lost = code(problem="the package has no app.py")
    for built in (
        Package("built", {"app.py": Packed("src/app.py")}, INFRA, reason="a build makes it"),
        Package("folder", {"index.html": Packed("src/index.html")}, INFRA, folder="src"),
        Package("missing", {}, INFRA),
    ):
        assert said(function(lost, package=built)) == []


def test_libraries_that_are_packed_along_import_what_they_like() -> None:
    files = {"app.py": Packed("src/app.py"), "urllib3/response.py": Packed("src/urllib3/response.py")}
    packed = Package("folder", files, INFRA, folder="src")
    theirs = code(dependencies=(Dependency("brotli", "Brotli", "package", Position("src/urllib3/response.py", 4)),))
    assert said(function(theirs, package=packed)) == []
    assert said(function(package("brotli"), package=packed))


def test_variables_that_a_program_may_set() -> None:
    needs = code(environment=(EnvironmentRead("SLACK_TOKEN", at(5), required=True, at_import=True),), calls=())
    plain = function(needs, environment=(), grants=(), platform="pulumi")
    looped = resource("aws_lambda_function", "worker", environment=({"variables": {}},))
    assert said(plain)
    assert said(plain, looped) == []
    setting = Parameter("slackToken", "", required=False, default=None, value=None, position=INFRA)
    optional = replace(project(), parameters=(setting,))
    assert function_findings((plain,), (optional,)) == ()
    other = replace(setting, name="region")
    assert function_findings((plain,), (replace(optional, parameters=(other,)),))


def test_a_name_in_the_code_is_a_read() -> None:
    mentions = code(calls=(), constants=("DSN",))
    assert said(function(mentions, environment=given("TABLE", "DSN"), grants=())) == []


def test_the_bucket_of_an_event_is_the_one_that_sends_it() -> None:
    read = SdkCall("s3", "GetObject", at(20), target=("event", "Records.*.s3.bucket.name"))
    sends = Trigger("bucket", "aws_s3_bucket.files", "aws_s3_bucket_notification.files", Position("main.tf", 50))
    other = resource("aws_s3_bucket", "other", bucket="other")
    elsewhere = replace(
        grant("s3:getobject", on="aws_s3_bucket.other"),
        resources=(Template((Reference("aws_s3_bucket.other", ("arn",)), "/*")),),
    )
    found = function(code(calls=(read,), environment=()), environment=(), grants=(elsewhere,), triggers=(sends,))
    assert [each for each in said(found, other) if each[0] == "allowed-calls"] == [
        (
            "allowed-calls",
            "src/app.py:20",
            "function worker calls GetObject on bucket files, and may do so only on bucket other",
        )
    ]
    several = replace(found, triggers=(sends, QUEUE))
    assert [each for each in said(several, other) if each[0] == "allowed-calls"] == []


def test_a_name_that_is_written_twice_is_one_resource() -> None:
    name = Template(("orders-", Reference("random_id.seed", ("hex",))))
    table = resource("aws_dynamodb_table", "orders", name=name)
    told = (Variable("TABLE", name, INFRA),)
    wrong = function(code(), environment=told, grants=(grant("dynamodb:putitem", on="aws_dynamodb_table.audit"),))
    assert "allowed-calls" in {each[0] for each in said(wrong, table)}
    assert said(replace(wrong, grants=(grant("dynamodb:putitem"),)), table) == []
