"""Resources that only work in pairs: the partner missing, there, and hidden from view."""

from __future__ import annotations

import pytest

from scaffold.catalog.advice import advise
from scaffold.model.position import Position
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import Reference

FUNCTION = """
resource "aws_lambda_function" "f" {
  function_name = "worker"
  role          = "arn:aws:iam::123456789012:role/worker"
}
"""
GROUP = 'resource "aws_cloudwatch_log_group" "g" {\n  name = "/aws/lambda/worker"\n}\n'
PERMISSION = """
resource "aws_lambda_permission" "p" {
  function_name = aws_lambda_function.f.function_name
  action        = "lambda:InvokeFunction"
  principal     = "events.amazonaws.com"
}
"""
RULE = 'resource "aws_cloudwatch_event_rule" "r" {\n  schedule_expression = "rate(1 day)"\n}\n'
TARGET = """
resource "aws_cloudwatch_event_target" "t" {
  rule = aws_cloudwatch_event_rule.r.name
  arn  = aws_lambda_function.f.arn
}
"""
QUEUE = 'resource "aws_sqs_queue" "q" {\n  name = "jobs"\n}\n'
TOPIC = 'resource "aws_sns_topic" "n" {\n  name = "news"\n}\n'
SUBSCRIPTION = """
resource "aws_sns_topic_subscription" "s" {
  topic_arn = aws_sns_topic.n.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.q.arn
}
"""
QUEUE_POLICY = 'resource "aws_sqs_queue_policy" "p" {\n queue_url = aws_sqs_queue.q.id\n policy = "{}"\n}\n'
ROLE = 'resource "aws_iam_role" "r" {\n  name = "worker"\n  assume_role_policy = "{}"\n}\n'
OPAQUE = 'module "m" {{\n  source  = "acme/thing/aws"\n  version = "1.0.0"\n  given   = {}\n}}\n'


DOCUMENT = 'data "aws_iam_policy_document" "d" {{\n  statement {{\n    {}\n  }}\n}}\n'


def policy_of(type_: str) -> str:
    """A policy of some type that has the role's ARN in it."""
    return f'resource "{type_}" "p" {{\n  policy = jsonencode({{ Statement = [aws_iam_role.r.arn] }})\n}}\n'


def attachment(role: str) -> str:
    return (
        f'resource "aws_iam_role_policy_attachment" "a" {{\n  role = {role}\n  policy_arn = "arn:aws:iam::aws:p"\n}}\n'
    )


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (FUNCTION, True),
        (FUNCTION + GROUP, False),
        (
            FUNCTION + GROUP.replace('"/aws/lambda/worker"', '"/aws/lambda/${aws_lambda_function.f.function_name}"'),
            False,
        ),
        (FUNCTION + GROUP.replace("worker", "other"), True),
        (FUNCTION + GROUP.replace("/aws/lambda/worker", "/ecs/${var.x}") + 'variable "x" {}', True),
        (FUNCTION + GROUP.replace("worker", "${var.x}") + 'variable "x" {}', False),
        (FUNCTION + GROUP.replace('"/aws/lambda/worker"', "var.x") + 'variable "x" {}', False),
        (FUNCTION + GROUP.replace("name ", "name_prefix "), False),
        (FUNCTION + GROUP.replace("{\n", "{\n  count = 0\n"), False),
        (FUNCTION + OPAQUE.format("aws_lambda_function.f.function_name"), False),
        (FUNCTION + OPAQUE.format('"/aws/lambda/worker"'), False),
        (FUNCTION + OPAQUE.format('"else"'), True),
        (FUNCTION.replace('"worker"', "var.x") + 'variable "x" {}', True),
        (FUNCTION.replace('"worker"', "var.x") + GROUP.replace("worker", "${var.x}") + 'variable "x" {}', False),
        (FUNCTION.replace('"worker"', "var.x") + GROUP + 'variable "x" {}', False),
        (FUNCTION.replace("}", '  logging_config {\n log_group = "/own"\n}\n}'), True),
        (
            FUNCTION.replace("}", '  logging_config {\n log_group = "/own"\n}\n}')
            + GROUP.replace("/aws/lambda/worker", "/own"),
            False,
        ),
        (
            FUNCTION.replace("}", "  logging_config {\n log_group = aws_cloudwatch_log_group.g.name\n}\n}") + GROUP,
            False,
        ),
        (
            FUNCTION.replace("}", "  depends_on = [aws_cloudwatch_log_group.g]\n}") + GROUP.replace("worker", "other"),
            False,
        ),
    ],
)
def test_log_groups_of_functions(adviser, text, missing):
    assert ("lambda-log-group aws_lambda_function.f" in adviser.said(text)) is missing


def test_functions_at_the_edge_log_elsewhere(adviser):
    edge = 'resource "aws_cloudfront_distribution" "d" {\n x {\n arn = aws_lambda_function.f.qualified_arn\n}\n}\n'
    assert not adviser.said(FUNCTION + edge)


ALIAS = 'resource "aws_lambda_alias" "l" {\n name = "live"\n function_name = aws_lambda_function.f.arn\n}\n'
API = """
resource "aws_api_gateway_integration" "i" {
  uri = aws_lambda_function.f.invoke_arn
}
"""


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (FUNCTION + RULE + TARGET, True),
        (FUNCTION + RULE + TARGET + PERMISSION, False),
        (FUNCTION + RULE + TARGET + PERMISSION.replace("aws_lambda_function.f.function_name", '"worker"'), False),
        (FUNCTION + RULE + TARGET + PERMISSION.replace("aws_lambda_function.f.function_name", '"other"'), True),
        (
            FUNCTION
            + RULE
            + TARGET
            + PERMISSION.replace("aws_lambda_function.f.function_name", "var.x")
            + 'variable "x" {}',
            False,
        ),
        (FUNCTION + RULE + TARGET + PERMISSION.replace("{\n", "{\n  count = 0\n"), False),
        (FUNCTION + RULE + TARGET + OPAQUE.format("aws_lambda_function.f.arn"), False),
        (FUNCTION + RULE + TARGET.replace("}", "  role_arn = var.x\n}") + 'variable "x" {}', False),
        (FUNCTION + ALIAS + RULE + TARGET.replace("function.f", "alias.l"), True),
        (FUNCTION + ALIAS + RULE + TARGET.replace("function.f", "alias.l") + PERMISSION, False),
        (FUNCTION + ALIAS + RULE + TARGET + PERMISSION.replace("function.f.function_name", "alias.l.arn"), False),
        (FUNCTION + RULE, False),
        (FUNCTION + API, True),
        (FUNCTION + API + PERMISSION, False),
        (FUNCTION + API.replace("}", '  credentials = "arn:aws:iam::123456789012:role/r"\n}'), False),
        (FUNCTION + TOPIC + SUBSCRIPTION.replace("sqs_queue.q", "lambda_function.f"), True),
        (
            FUNCTION + 'resource "aws_s3_bucket_notification" "b" {\n lambda_function {\n'
            " lambda_function_arn = aws_lambda_function.f.arn\n}\n}\n",
            True,
        ),
    ],
)
def test_permissions_to_invoke(adviser, text, missing):
    assert ("lambda-permission aws_lambda_function.f" in adviser.said(text)) is missing


def test_who_is_refused_is_named(adviser):
    (said,) = [each for each in adviser(FUNCTION + GROUP + RULE + TARGET) if each.check.id == "lambda-permission"]
    assert said.sentence == "nothing allows event target t to invoke function f"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (QUEUE + TOPIC + SUBSCRIPTION, ["sqs-sender-policy aws_sqs_queue.q"]),
        (QUEUE + TOPIC + SUBSCRIPTION + QUEUE_POLICY, []),
        (QUEUE.replace("}", '  policy = "{}"\n}') + TOPIC + SUBSCRIPTION, []),
        (QUEUE + TOPIC + SUBSCRIPTION + QUEUE_POLICY.replace("aws_sqs_queue.q.id", "var.x") + 'variable "x" {}', []),
        (QUEUE + TOPIC, []),
        (RULE + TARGET.replace("lambda_function.f", "sns_topic.n") + TOPIC, ["sns-publisher-policy aws_sns_topic.n"]),
        (
            RULE
            + TARGET.replace("lambda_function.f", "sns_topic.n")
            + TOPIC
            + 'resource "aws_sns_topic_policy" "p" {\n arn = aws_sns_topic.n.arn\n policy = "{}"\n}\n',
            [],
        ),
    ],
)
def test_policies_that_let_services_send(adviser, text, said):
    assert adviser.said(text) == said


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (ROLE, True),
        (ROLE + attachment("aws_iam_role.r.name"), False),
        (ROLE + attachment('"worker"'), False),
        (ROLE + attachment('"other"'), True),
        (ROLE + attachment("var.x") + 'variable "x" {}', False),
        (ROLE.replace('"worker"', "var.x") + attachment('"other"') + 'variable "x" {}', False),
        (
            ROLE
            + attachment("aws_iam_instance_profile.p.role")
            + 'resource "aws_iam_instance_profile" "p" {\n role = aws_iam_role.r.name\n}\n',
            False,
        ),
        (ROLE + attachment("each.value").replace("{\n", "{\n  for_each = var.x\n", 1) + 'variable "x" {}', False),
        (ROLE.replace("}\n", '  managed_policy_arns = ["arn:aws:iam::aws:p"]\n}\n'), False),
        (ROLE + 'output "role" {\n value = aws_iam_role.r.arn\n}\n', False),
        (ROLE + OPAQUE.format("aws_iam_role.r.name"), False),
        (ROLE + OPAQUE.format('"worker"'), False),
        (ROLE + 'resource "null_resource" "n" {\n triggers = { role = aws_iam_role.r.name }\n}\n', False),
        (ROLE + 'resource "aws_ecs_task_definition" "t" {\n task_role_arn = aws_iam_role.r.arn\n}\n', False),
        (ROLE + attachment("aws_iam_role.r.name").replace("{\n", "{\n  count = 0\n", 1), False),
        (ROLE + 'resource "aws_kms_grant" "g" {\n grantee_principal = aws_iam_role.r.arn\n}\n', False),
        (ROLE + DOCUMENT.format("principals {\n identifiers = [aws_iam_role.r.arn]\n }"), False),
        (ROLE + DOCUMENT.format("resources = [aws_iam_role.r.arn]"), True),
        (ROLE + policy_of("aws_sqs_queue_policy"), False),
        (ROLE + policy_of("aws_iam_user_policy"), True),
    ],
)
def test_roles_without_policies(adviser, text, missing):
    assert ("iam-role-policy aws_iam_role.r" in adviser.said(text)) is missing


def one(type_: str, name: str, body: str = "") -> str:
    return f'resource "{type_}" "{name}" {{\n{body}\n}}\n'


@pytest.mark.parametrize(
    ("subject", "partner", "said"),
    [
        (RULE, TARGET.replace("aws_lambda_function.f.arn", '"arn:aws:x"'), "eventbridge-rule-target"),
        (
            one("aws_api_gateway_deployment", "r", 'rest_api_id = "a"'),
            one("aws_api_gateway_stage", "s", "deployment_id = aws_api_gateway_deployment.r.id"),
            "apigateway-deployment-stage",
        ),
        (one("aws_lb", "r"), one("aws_lb_listener", "l", "load_balancer_arn = aws_lb.r.arn"), "elb-listener"),
        (
            one("aws_lb_target_group", "r"),
            one("aws_lb_listener", "l", "default_action {\n target_group_arn = aws_lb_target_group.r.arn\n}"),
            "elb-target-group-listener",
        ),
        (
            one("aws_internet_gateway", "r"),
            one("aws_route_table", "t", "route {\n gateway_id = aws_internet_gateway.r.id\n}"),
            "vpc-internet-gateway-route",
        ),
        (
            one("aws_nat_gateway", "r"),
            one("aws_route", "t", "nat_gateway_id = aws_nat_gateway.r.id"),
            "vpc-nat-gateway-route",
        ),
        (
            one("aws_backup_plan", "r"),
            one("aws_backup_selection", "s", "plan_id = aws_backup_plan.r.id"),
            "backup-plan-selection",
        ),
    ],
)
def test_other_pairs(adviser, subject, partner, said):
    type_ = subject.split('"')[1]
    assert adviser.said(subject) == [f"{said} {type_}.r"]
    assert not adviser.said(subject + partner)
    assert not adviser.said(subject + OPAQUE.format(f"{type_}.r.id"))
    assert not adviser.said(subject + f'output "o" {{\n value = {type_}.r\n}}\n')
    unknown = partner.replace(f"{type_}.r.", "var.x.") + 'variable "x" {}\n'
    assert not adviser.said(subject + unknown)


FILTER = """
resource "aws_cloudwatch_log_metric_filter" "f" {
  log_group_name = "/app"
  metric_transformation {
    name      = "Errors"
    namespace = "App"
    value     = "1"
  }
}
"""
ALARM = 'resource "aws_cloudwatch_metric_alarm" "a" {\n  metric_name = "Errors"\n}\n'


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (FILTER, True),
        (FILTER + ALARM, False),
        (FILTER + ALARM.replace("Errors", "Other"), True),
        (FILTER + ALARM.replace('"Errors"', "var.x") + 'variable "x" {}', False),
        (FILTER + ALARM.replace('"Errors"', "aws_cloudwatch_log_metric_filter.f.name"), False),
        (FILTER.replace('"Errors"', "var.x") + 'variable "x" {}', False),
        (
            FILTER
            + one("aws_cloudwatch_metric_alarm", "a", 'metric_query {\n metric {\n metric_name = "Errors"\n}\n}'),
            False,
        ),
        (FILTER + one("aws_cloudwatch_dashboard", "d"), False),
        (FILTER + OPAQUE.format('"Errors"'), False),
    ],
)
def test_alarms_on_metrics_from_logs(adviser, text, missing):
    assert ("cloudwatch-metric-filter-alarm aws_cloudwatch_log_metric_filter.f" in adviser.said(text)) is missing


def test_another_platform_spells_the_same_resources():
    """One nested object in place of a list of blocks, and no word of the language where none is written."""
    function = made("aws_lambda_function", function_name="worker", logging_config={"log_group": "/own"}, vpc=True)
    listener = made("aws_lb_listener", load_balancer_arn=Reference("aws_lb.x", ("arn",)))
    both = (function, made("aws_lb"))
    told = Project("p", "pulumi", ".", resources=both)
    assert [advice.check.id for advice in advise(told)] == ["elb-listener", "lambda-log-group"]
    group = made("aws_cloudwatch_log_group", name="/own")
    assert not list(advise(Project("p", "pulumi", ".", resources=(*both, listener, group))))


def made(type_: str, **attributes: object) -> Resource:
    return Resource(f"{type_}.x", type_, type_, "x", Mode.MANAGED, attributes, Position("index.ts", 3))
