"""Checks of the root folder, as its Terraform files declare it."""

from pathlib import Path

import pytest

from .support.terraform import call, expression, load, ref, template


@pytest.fixture(scope="module")
def terraform():
    return load(Path(__file__).parent / "../..")


# Inventory


def test_declares_exactly_these_resources(terraform):
    assert terraform.names("resource") == {
        "aws_cloudwatch_metric_alarm": ["dead_letters"],
        "aws_sqs_queue": ["dead_letters", "orders"],
    }


def test_declares_no_data_sources(terraform):
    assert terraform.names("data") == {}


def test_calls_no_modules(terraform):
    assert terraform.names("module") == {}


# Configuration


def test_sqs_queue_orders_is_configured_as_declared(terraform):
    assert terraform.block("resource", "aws_sqs_queue", "orders") == {
        "name": ref("local.name"),
        "visibility_timeout_seconds": expression("30 * 2"),
        "sqs_managed_sse_enabled": True,
        "redrive_policy": call(
            "jsonencode",
            {
                "deadLetterTargetArn": ref("aws_sqs_queue.dead_letters.arn"),
                "maxReceiveCount": ref("var.attempts"),
            },
        ),
    }


def test_sqs_queue_dead_letters_is_configured_as_declared(terraform):
    assert terraform.block("resource", "aws_sqs_queue", "dead_letters") == {
        "name": template(ref("local.name"), "-dead-letters"),
        "message_retention_seconds": 1209600,
    }


def test_cloudwatch_metric_alarm_dead_letters_is_configured_as_declared(terraform):
    block = terraform.block("resource", "aws_cloudwatch_metric_alarm", "dead_letters")
    assert block == {
        "count": expression("var.alarm ? 1 : 0"),
        "alarm_name": template(ref("local.name"), "-dead-letters"),
        "alarm_description": template(
            "Orders could not be handled.\nLook at the queue ",
            ref("aws_sqs_queue.dead_letters.name"),
            ".\n",
        ),
        "namespace": "AWS/SQS",
        "metric_name": "ApproximateNumberOfMessagesVisible",
        "comparison_operator": "GreaterThanThreshold",
        "statistic": "Maximum",
        "threshold": 0,
        "period": 300,
        "evaluation_periods": 1,
        "dimensions": {"QueueName": ref("aws_sqs_queue.dead_letters.name")},
    }


def test_local_name_is_worked_out_as_declared(terraform):
    assert terraform.block("locals")["name"] == template("orders-", ref("var.stage"))


def test_local_tags_is_worked_out_as_declared(terraform):
    assert terraform.block("locals")["tags"] == {
        "Service": "orders",
        "Stage": ref("var.stage"),
    }


# Wiring


def test_dead_letters_of_queue_orders_go_to_queue_dead_letters(terraform):
    targets = terraform.references(
        "resource", "aws_sqs_queue", "orders", path=["redrive_policy"]
    )
    assert targets == ["aws_sqs_queue.dead_letters.arn", "var.attempts"]


def test_alarm_dead_letters_takes_its_alarm_description_from_queue_dead_letters(
    terraform,
):
    targets = terraform.references(
        "resource",
        "aws_cloudwatch_metric_alarm",
        "dead_letters",
        path=["alarm_description"],
    )
    assert targets == ["aws_sqs_queue.dead_letters.name"]


def test_alarm_dead_letters_watches_queue_dead_letters(terraform):
    targets = terraform.references(
        "resource",
        "aws_cloudwatch_metric_alarm",
        "dead_letters",
        path=["dimensions", "QueueName"],
    )
    assert targets == ["aws_sqs_queue.dead_letters.name"]


# Invariants


def test_queue_orders_puts_what_fails_into_a_dead_letter_queue(terraform):
    sqs_queue = terraform.block("resource", "aws_sqs_queue", "orders")
    assert sqs_queue["redrive_policy"] == call(
        "jsonencode",
        {
            "deadLetterTargetArn": ref("aws_sqs_queue.dead_letters.arn"),
            "maxReceiveCount": ref("var.attempts"),
        },
    )


def test_queue_orders_is_encrypted(terraform):
    sqs_queue = terraform.block("resource", "aws_sqs_queue", "orders")
    assert sqs_queue.get("sqs_managed_sse_enabled") is not False


def test_queue_dead_letters_is_encrypted(terraform):
    sqs_queue = terraform.block("resource", "aws_sqs_queue", "dead_letters")
    assert "sqs_managed_sse_enabled" not in sqs_queue


# Outputs


def test_declares_exactly_these_outputs(terraform):
    assert terraform.names("output") == {"": ["alarm_arn", "queue_url"]}


def test_output_queue_url_gives_its_declared_value(terraform):
    assert terraform.block("output", "queue_url") == {
        "description": "Where orders are sent.",
        "value": ref("aws_sqs_queue.orders.url"),
    }


def test_output_alarm_arn_gives_its_declared_value(terraform):
    assert terraform.block("output", "alarm_arn") == {
        "value": call("one", ref("aws_cloudwatch_metric_alarm.dead_letters[*].arn")),
    }


# Variables


def test_declares_exactly_these_variables(terraform):
    assert terraform.names("variable") == {"": ["alarm", "attempts", "region", "stage"]}


def test_variable_region_keeps_its_type_and_default(terraform):
    assert terraform.block("variable", "region") == {
        "type": ref("string"),
        "default": "eu-central-1",
    }


def test_variable_stage_keeps_its_type_and_validation(terraform):
    assert terraform.block("variable", "stage") == {
        "description": "Which deployment this is.",
        "type": ref("string"),
        "validation": [
            {
                "condition": call(
                    "contains", ["staging", "production"], ref("var.stage")
                ),
                "error_message": "The stage is staging or production.",
            },
        ],
    }


def test_variable_attempts_keeps_its_type_and_default(terraform):
    assert terraform.block("variable", "attempts") == {
        "type": ref("number"),
        "default": 5,
    }


def test_variable_alarm_keeps_its_type_and_default(terraform):
    assert terraform.block("variable", "alarm") == {
        "type": ref("bool"),
        "default": True,
    }


# Settings


def test_configures_exactly_these_providers(terraform):
    assert terraform.names("provider") == {"": ["aws"]}


def test_terraform_keeps_its_required_version_and_required_providers(terraform):
    assert terraform.block("terraform") == {
        "required_version": ">= 1.5",
        "required_providers": [
            {"aws": {"source": "hashicorp/aws", "version": "~> 5.0"}},
        ],
    }


def test_provider_aws_is_configured_as_declared(terraform):
    assert terraform.block("provider", "aws") == {
        "region": ref("var.region"),
        "default_tags": [{"tags": ref("local.tags")}],
    }
