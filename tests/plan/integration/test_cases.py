"""What is asked of deployed resources, and what is left out because it could not fail or cannot be known."""

from __future__ import annotations

import pytest

from scaffold.model.integration import Behaves, Configured, Exists, Flow, Found, Given, OutputForm, terms
from scaffold.model.testplan import Tier


def cases(suite, section):
    return [case for case in suite.cases if case.section == section]


def rows(suite, address, section="resource"):
    found = [case.expect for case in cases(suite, section) if case.subject == address]
    return {row.attribute: row for expect in found if isinstance(expect, Configured) for row in expect.rows}


def queue(more="", name="events"):
    return f'resource "aws_sqs_queue" "{name}" {{\n  name = "{name}"\n  {more}\n}}\n'


@pytest.mark.parametrize(
    ("value", "form", "detail"),
    [
        ("aws_sqs_queue.events.arn", "arn", "sqs"),
        ("aws_sqs_queue.events.url", "queue-url", ""),
        ("aws_sqs_queue.events.name", "text", ""),
        ("[aws_sqs_queue.events.arn]", "json", "list"),
        ("{ a = aws_sqs_queue.events.arn }", "json", "object"),
        ('"https://${aws_sqs_queue.events.name}.example.com"', "url", ""),
        ("3", "number", ""),
        ("true", "boolean", ""),
        ("aws_vpc.main.id", "id", "vpc-"),
        ("aws_lb.web.dns_name", "dns", ""),
    ],
)
def test_an_output_has_the_form_of_what_it_tells(suite, value, form, detail):
    others = (
        'resource "aws_vpc" "main" {\n  cidr_block = "10.0.0.0/16"\n}\nresource "aws_lb" "web" {\n  name = "web"\n}\n'
    )
    found = suite(queue() + others + f'output "it" {{ value = {value} }}')
    assert [case.expect for case in cases(found, "outputs")] == [OutputForm("it", form, detail)]


def test_a_resource_exists_and_its_declared_attributes_are_compared(suite):
    found = suite(queue("visibility_timeout_seconds = 60"))
    exists, configured = cases(found, "resource")
    assert isinstance(exists.expect, Exists)
    assert configured.title == "queue events is configured as declared"
    assert rows(found, "aws_sqs_queue.events")["visibility_timeout_seconds"].declared == 60


def test_what_is_not_known_or_may_change_by_itself_is_not_compared(suite):
    variable = 'variable "seconds" { type = number }\n'
    found = suite(variable + queue("visibility_timeout_seconds = var.seconds\n  delay_seconds = 5"))
    assert set(rows(found, "aws_sqs_queue.events")) == {"delay_seconds"}
    ignored = suite(queue("delay_seconds = 5\n  lifecycle {\n    ignore_changes = [delay_seconds]\n  }"))
    assert "delay_seconds" not in rows(ignored, "aws_sqs_queue.events")


def test_a_document_is_compared_whole_with_what_it_refers_to(suite):
    policy = "redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3 })"
    found = suite(queue(policy) + queue(name="dead"))
    declared = rows(found, "aws_sqs_queue.events")["redrive_policy"].declared
    assert declared["maxReceiveCount"] == 3
    assert [type(term) for term in terms(declared)] == [Found]


def test_tags_are_those_of_the_resource_over_those_of_its_provider(suite):
    provider = 'provider "aws" {\n  default_tags {\n    tags = { Team = "a", Stage = "dev" }\n  }\n}\n'
    found = suite(provider + queue('tags = { Team = "b" }'))
    (case,) = [case for case in found.cases if case.phrase == "is tagged as declared"]
    assert isinstance(case.expect, Configured)
    assert case.expect.rows[0].declared == {"Team": "b", "Stage": "dev"}
    assert case.expect.rows[0].normal == "subset"


ALARM = """
resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = "arn:aws:iam::123456789012:role/x"
  environment {
    variables = {
      QUEUE_URL  = aws_sqs_queue.events.url
      MODE       = "fast"
      API_SECRET = "never shown"
    }
  }
}
"""


def test_what_a_function_is_told_of_is_a_relation_and_secrets_stand_nowhere(suite):
    found = suite(queue() + ALARM)
    (relation,) = [case for case in cases(found, "relations") if case.subject == "aws_lambda_function.worker"]
    assert relation.title == "function worker learns QUEUE_URL from queue events"
    assert rows(found, "aws_lambda_function.worker")["environment.variables"].declared == {"MODE": "fast"}
    assert "never shown" not in repr(found)


def test_the_smoke_tier_asks_only_for_what_is_there(tmp_path):
    from scaffold.plan.integration import plan_integration
    from scaffold.readers import READERS
    from scaffold.readers.reading import ReadOptions

    (tmp_path / "main.tf").write_text(queue("delay_seconds = 5"), encoding="utf-8")
    projects = READERS["terraform"].read(tmp_path, ReadOptions()).projects
    (found,) = plan_integration(projects, Tier.SMOKE)
    assert [case.phrase for case in found.cases] == ["exists"]


FLOW = """
resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"
  attribute {
    name = "id"
    type = "N"
  }
}
resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = "arn:aws:iam::123456789012:role/x"
  environment {
    variables = { TABLE = aws_dynamodb_table.orders.name }
  }
}
resource "aws_lambda_event_source_mapping" "events" {
  event_source_arn = aws_sqs_queue.events.arn
  function_name    = aws_lambda_function.worker.arn
}
"""


def test_a_way_through_the_system_is_a_case_with_a_hop_for_each_step(suite):
    (case,) = cases(suite(queue() + FLOW), "flows")
    assert case.title == "queue events leads by way of function worker to table orders"
    assert isinstance(case.expect, Flow)
    assert [hop.title for hop in case.expect.hops] == [
        "queue events hands on to function worker",
        "function worker learns TABLE from table orders",
    ]
    assert not case.writes


def test_what_a_resource_is_for_is_tried_only_where_nobody_else_takes_it(suite):
    found = {case.subject: case for case in cases(suite(queue() + queue(name="dead") + FLOW), "behaviour")}
    assert set(found) == {"aws_sqs_queue.dead", "aws_dynamodb_table.orders", "aws_lambda_function.worker"}
    assert all(case.writes for case in found.values())
    table = found["aws_dynamodb_table.orders"].expect
    assert isinstance(table, Behaves)
    assert table.kind == "put_and_get_item"
    assert (table.arguments["hash_key"], table.arguments["hash_type"]) == ("id", "N")


def test_a_function_is_invoked_with_what_its_trigger_sends(suite):
    found = {case.subject: case.expect for case in cases(suite(queue() + FLOW), "behaviour")}
    assert found["aws_lambda_function.worker"].arguments["event"] == {"Records": []}


def test_a_fifo_queue_is_tried_as_one(suite):
    text = 'resource "aws_sqs_queue" "events" {\n  name = "events.fifo"\n  fifo_queue = true\n}\n'
    (case,) = cases(suite(text + 'output "url" { value = aws_sqs_queue.events.url }'), "behaviour")
    assert case.expect == Behaves("send_and_receive", {"queue_url": Given("url"), "fifo": True})


TOPIC = """
resource "aws_sns_topic" "news" {
  name = "news"
}
resource "aws_sns_topic_subscription" "events" {
  topic_arn = aws_sns_topic.news.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.events.arn
}
"""


def test_a_topic_is_tried_together_with_the_queue_that_it_delivers_to(suite):
    found = cases(suite(queue() + TOPIC), "behaviour")
    assert [(case.subject, case.expect.kind) for case in found] == [("aws_sns_topic.news", "publish_and_receive")]


RULE = """
resource "aws_cloudwatch_event_rule" "orders" {
  name          = "orders"
  event_pattern = jsonencode(%s)
}
resource "aws_cloudwatch_event_target" "orders" {
  rule = aws_cloudwatch_event_rule.orders.name
  arn  = aws_sqs_queue.events.arn
}
"""


def test_a_rule_is_tried_with_an_event_that_it_matches(suite):
    pattern = '{ source = ["shop"], "detail-type" = ["Order"], detail = { state = ["new"], id = [{ prefix = "a-" }] } }'
    found = {case.subject: case.expect for case in cases(suite(queue() + RULE % pattern), "behaviour")}
    assert found["aws_cloudwatch_event_rule.orders"].arguments["event"] == {
        "source": "shop",
        "detail_type": "Order",
        "detail": {"state": "new", "id": "a-integration-test"},
    }


def test_events_that_only_services_send_are_not_put(suite):
    found = {case.subject for case in cases(suite(queue() + RULE % '{ source = ["aws.ec2"] }'), "behaviour")}
    assert "aws_cloudwatch_event_rule.orders" not in found


API = """
resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}
resource "aws_api_gateway_resource" "orders" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = "orders"
}
resource "aws_api_gateway_method" "orders" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_resource.orders.id
  http_method   = "%s"
  authorization = "%s"
}
resource "aws_api_gateway_stage" "live" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  deployment_id = "x"
  stage_name    = "live"
}
output "api" { value = aws_api_gateway_rest_api.shop.id }
"""


@pytest.mark.parametrize(
    ("verb", "authorization", "titles"),
    [
        ("GET", "NONE", ["GET /orders is answered"]),
        ("POST", "AWS_IAM", ["POST /orders is refused without credentials", "POST /orders is answered when signed"]),
        ("ANY", "CUSTOM", ["GET /orders is refused without credentials"]),
    ],
)
def test_an_endpoint_answers_who_may_ask_and_refuses_others(suite, verb, authorization, titles):
    found = [case for case in cases(suite(API % (verb, authorization)), "flows") if case.needs == ("http-endpoint",)]
    assert [case.title for case in found] == titles
    assert [case.writes for case in found] == ["refused" not in title for title in titles]


def test_titles_are_told_apart_and_ids_are_nobody_elses(suite):
    text = "\n".join(queue(name=name) for name in ("a", "b"))
    found = suite(text)
    ids, titles = [case.id for case in found.cases], [case.title for case in found.cases]
    assert len(set(ids)) == len(ids)
    assert len(set(titles)) == len(titles)


def test_what_is_worked_out_from_what_is_declared_is_compared(suite):
    text = """
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_subnet" "a" {
      count      = 2
      vpc_id     = aws_vpc.main.id
      cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index + 10)
    }
    output "vpc" { value = aws_vpc.main.id }
    """
    found = suite(text)
    assert [each.address for each in found.subjects] == ["aws_vpc.main", "aws_subnet.a[0]", "aws_subnet.a[1]"]
    assert "10.0.11.0/24" in repr(found.subjects[2].questions)


def test_a_resource_of_another_region_says_so(suite):
    text = 'provider "aws" {\n  region = "eu-west-1"\n}\nprovider "aws" {\n  alias = "dr"\n  region = "eu-west-2"\n}\n'
    found = suite(text + queue() + queue("provider = aws.dr", "copy"))
    assert found.region == "eu-west-1"
    assert [each.region for each in found.subjects] == ["", "eu-west-2"]


def test_policy_documents_that_build_on_others_are_one(suite):
    text = """
    data "aws_iam_policy_document" "base" {
      statement {
        sid       = "Logs"
        actions   = ["logs:PutLogEvents"]
        resources = [aws_sqs_queue.events.arn]
      }
      statement {
        sid       = "Own"
        actions   = ["s3:GetObject"]
        resources = ["*"]
      }
    }
    data "aws_iam_policy_document" "all" {
      source_policy_documents = [data.aws_iam_policy_document.base.json]
      statement {
        sid       = "Own"
        actions   = ["sqs:SendMessage"]
        resources = ["*"]
      }
    }
    resource "aws_iam_role_policy" "all" {
      name   = "all"
      role   = "worker"
      policy = data.aws_iam_policy_document.all.json
    }
    """
    policy = rows(suite(queue() + text), "aws_iam_role_policy.all")["policy"].declared
    assert [(each["Sid"], each["Action"]) for each in policy["Statement"]] == [
        ("Logs", "logs:PutLogEvents"),
        ("Own", "sqs:SendMessage"),
    ]


def test_rules_that_the_service_takes_together_are_one_with_what_is_known_of_all(suite):
    text = """
    variable "more" { type = string }
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_security_group" "web" {
      name   = "web"
      vpc_id = aws_vpc.main.id
      ingress {
        protocol    = "tcp"
        from_port   = 443
        to_port     = 443
        cidr_blocks = ["10.0.0.0/8"]
      }
      ingress {
        protocol    = "tcp"
        from_port   = 443
        to_port     = 443
        cidr_blocks = [%s]
      }
    }
    output "vpc" { value = aws_vpc.main.id }
    """
    (rule,) = rows(suite(text % '"192.168.0.0/16"'), "aws_security_group.web")["ingress"].declared
    assert rule["cidr_blocks"] == ("10.0.0.0/8", "192.168.0.0/16")
    (rule,) = rows(suite(text % "var.more"), "aws_security_group.web")["ingress"].declared
    assert "cidr_blocks" not in rule
    assert rule["to_port"] == 443


def test_what_it_means_that_nothing_is_declared_is_compared_where_it_matters(suite):
    found = rows(suite(queue() + FLOW), "aws_lambda_event_source_mapping.events")
    assert found["enabled"].declared == "Enabled"


def test_short_arns_of_an_api_which_the_service_tells_in_full_are_not_compared(suite):
    statement = '{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "execute-api:/*" }'
    policy = f'policy = jsonencode({{ Version = "2012-10-17", Statement = [{statement}] }})'
    text = f'resource "aws_api_gateway_rest_api" "shop" {{\n  name = "shop"\n  {policy}\n}}\n'
    assert "policy" not in rows(suite(text), "aws_api_gateway_rest_api.shop")


def test_secrets_in_documents_stand_in_no_suite(suite):
    text = """
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{
        name        = "app"
        image       = "app:1"
        environment = [{ name = "DB_PASSWORD", value = "hunter2" }, { name = "MODE", value = "fast" }]
      }])
    }
    """
    found = suite(text)
    assert "hunter2" not in repr(found)
    (container,) = rows(found, "aws_ecs_task_definition.app")["container_definitions"].declared
    assert container["environment"] == ({"name": "DB_PASSWORD"}, {"name": "MODE", "value": "fast"})


def test_what_is_not_known_of_a_document_is_left_out_where_it_may_hold_more(suite):
    text = """
    variable "image" { type = string }
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = var.image, cpu = 256 }])
    }
    """
    (container,) = rows(suite(text), "aws_ecs_task_definition.app")["container_definitions"].declared
    assert container == {"name": "app", "cpu": 256}


MAIL = """
resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.news.arn
  protocol  = "email"
  endpoint  = "a@example.com"
}
"""


def test_nothing_is_sent_where_others_hear_of_it(suite):
    assert not cases(suite(queue() + TOPIC + MAIL), "behaviour")
    impatient = '{ deadLetterTargetArn = "arn:aws:sqs:eu-west-1:1:d", maxReceiveCount = 1 }'
    assert not cases(suite(queue(f"redrive_policy = jsonencode({impatient})")), "behaviour")
    locked = 'resource "aws_s3_bucket" "a" {\n  bucket = "a"\n  %s\n}\n'
    assert cases(suite(locked % ""), "behaviour")
    assert not cases(suite(locked % "object_lock_enabled = true"), "behaviour")


KEYED = """
resource "aws_api_gateway_api_key" "partner" {
  name = "partner"
}
resource "aws_api_gateway_usage_plan" "partner" {
  name = "partner"
  api_stages {
    api_id = %s
    stage  = "live"
  }
}
resource "aws_api_gateway_usage_plan_key" "partner" {
  key_id        = aws_api_gateway_api_key.partner.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.partner.id
}
"""


def endpoint_titles(suite, text):
    return [case.title for case in cases(suite(text), "flows") if case.needs == ("http-endpoint",)]


def test_a_key_is_one_of_a_plan_for_the_api_that_asks_for_it(suite):
    keyed = (API % ("GET", "NONE")).replace("authorization =", "api_key_required = true\n  authorization =")
    own = KEYED % "aws_api_gateway_rest_api.shop.id"
    refused = "GET /orders is refused without credentials"
    assert endpoint_titles(suite, keyed + own) == [refused, "GET /orders is answered with a key"]
    assert endpoint_titles(suite, keyed + KEYED % '"another"') == [refused]


def test_an_endpoint_that_nobody_outside_reaches_is_not_asked(suite):
    closed = 'name = "shop"\n  disable_execute_api_endpoint = true'
    assert endpoint_titles(suite, (API % ("GET", "NONE")).replace('name = "shop"', closed)) == []


@pytest.mark.parametrize(
    ("value", "sure"),
    [
        ("aws_sqs_queue.events.arn", True),
        ('"a"', True),
        ('"queue ${var.note}"', True),
        ("null", False),
        ('""', False),
        ("var.note", False),
        ("var.on ? aws_sqs_queue.events.arn : null", False),
        ("try(aws_sqs_queue.events.arn[var.note], null)", False),
        ("[]", False),
    ],
)
def test_an_output_that_may_be_null_or_empty_has_no_case(suite, value, sure):
    variables = 'variable "note" { type = string }\nvariable "on" { type = bool }\n'
    found = suite(variables + queue() + f'output "it" {{ value = {value} }}')
    assert bool(cases(found, "outputs")) is sure


def test_what_stands_elsewhere_is_said_of_its_own_region(suite):
    text = """
    provider "aws" {
      region = "eu-west-1"
    }
    provider "aws" {
      alias  = "edge"
      region = "us-east-1"
    }
    resource "aws_sns_topic" "here" {
      name = "here"
    }
    resource "aws_sns_topic" "there" {
      provider = aws.edge
      name     = "there"
    }
    resource "aws_cloudwatch_metric_alarm" "there" {
      provider      = aws.edge
      alarm_name    = "there"
      alarm_actions = [aws_sns_topic.there.arn]
      ok_actions    = ["arn:aws:sns:${data.aws_region.current.name}:1:x"]
    }
    data "aws_region" "current" {}
    """
    found = suite(text)
    questions = {each.address: repr(each.questions[0].inputs) for each in found.subjects}
    assert "us-east-1" in questions["aws_sns_topic.there"]
    assert "us-east-1" not in questions["aws_sns_topic.here"]
    assert rows(found, "aws_cloudwatch_metric_alarm.there")["ok_actions"].declared == ("arn:aws:sns:eu-west-1:1:x",)
