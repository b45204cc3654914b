"""Faults between functions and infrastructure, seeded into the examples: what is changed, and what must be said where.

Each is small, and each is one that people make.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """A file of the example, and a text in it that becomes another; added to the end where `old` is empty."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Seed:
    """A fault: `check` is what must be said at a line of `file` that has `line` in it, with `words` in the sentence."""

    title: str
    example: str
    edits: tuple[Edit, ...]
    check: str
    file: str
    line: str
    words: str

    def __str__(self) -> str:
        return f"{self.example.partition('-')[0]}-{self.check.removeprefix('lambda-')}-{self.title}".replace(" ", "-")


WEBHOOK, IOT, NETWORK, PAYMENTS = "terraform-webhook", "cdktf-iot-py", "pulumi-network-py", "pulumi-payments-ts"
VALIDATION, PROCESSING = "lambda/validation.py", "lambda/processing.py"
WORKER, WORKER_CODE = "service/worker.py", "service/lambda/worker.py"
INGEST, PROCESSOR = "lambda/ingest/handler.py", "lambda/processor/handler.py"
VALIDATOR, SETTLING = "lib/lambda/webhook-validator/index.js", "lib/lambda/payment-processor/index.js"
FUNCTIONS, STACK, UNIT = "lib/functions.ts", "pipeline/stack.py", "pipeline/functions.py"

#: A queue's messages by a mapping, and by a pipe.
MAPPING = """resource "aws_lambda_event_source_mapping" "events" {
  event_source_arn        = aws_sqs_queue.events.arn
  function_name           = aws_lambda_function.processing.arn
  enabled                 = true
  batch_size              = var.batch_size
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.processing_max_concurrency
  }
}
"""
PIPE = """resource "aws_pipes_pipe" "events" {
  name     = "${local.name}-events"
  role_arn = aws_iam_role.processing.arn
  source   = aws_sqs_queue.events.arn
  target   = aws_lambda_function.processing.arn
}
"""
CONSTRUCT = """        LambdaEventSourceMapping(
            self,
            "messages",
            event_source_arn=queue.arn,
            function_name=self.function.arn,
            batch_size=10,
            maximum_batching_window_in_seconds=5,
            function_response_types=["ReportBatchItemFailures"],
        )
"""
PIPED = """        PipesPipe(
            self,
            "messages",
            source=queue.arn,
            target=self.function.arn,
            role_arn=self.function.role,
        )
"""
#: How the worker gets its messages, and gives back those that it cannot store.
MAPPED = """        aws.lambda_.EventSourceMapping(
            name,
            event_source_arn=self.queue.arn,
            function_name=self.function.arn,
            batch_size=args.batch_size,
            function_response_types=["ReportBatchItemFailures"],
"""
GIVEN_BACK = """        except (KeyError, ValueError):
            failed.append({"itemIdentifier": record["messageId"]})"""

TERRAFORM = (
    Seed(
        "wrong file",
        WEBHOOK,
        (Edit("functions.tf", '/lambda/validation.py"', '/lambda/processing.py"'),),
        "lambda-handler",
        "functions.tf",
        'resource "aws_lambda_function" "validation"',
        "function validation cannot be called",
    ),
    Seed(
        "wrong function",
        WEBHOOK,
        (Edit("functions.tf", '"processing.handler"', '"processing.lambda_handler"'),),
        "lambda-handler",
        "functions.tf",
        'resource "aws_lambda_function" "processing"',
        "lambda_handler",
    ),
    Seed(
        "renamed",
        WEBHOOK,
        (Edit("functions.tf", "      TOPIC_ARN ", "      SNS_TOPIC_ARN "),),
        "lambda-variables",
        PROCESSING,
        'TOPIC_ARN = os.environ["TOPIC_ARN"]',
        "needs the variable TOPIC_ARN when it is loaded",
    ),
    Seed(
        "left over",
        WEBHOOK,
        (Edit(VALIDATION, 'int(os.environ.get("EVENT_TTL_DAYS", "30"))', "30"),),
        "lambda-unread-variables",
        "functions.tf",
        "EVENT_TTL_DAYS ",
        "EVENT_TTL_DAYS",
    ),
    Seed(
        "forgotten",
        WEBHOOK,
        (Edit("iam.tf", '["dynamodb:GetItem", "dynamodb:UpdateItem"]', '["dynamodb:GetItem"]'),),
        "lambda-allowed-calls",
        PROCESSING,
        "table.update_item(",
        "no statement of its role allows dynamodb:UpdateItem",
    ),
    Seed(
        "another queue",
        WEBHOOK,
        (
            Edit(
                "iam.tf",
                'actions   = ["sqs:SendMessage"]\n    resources = [aws_sqs_queue.events.arn]',
                'actions   = ["sqs:SendMessage"]\n    resources = [aws_sqs_queue.events_dlq.arn]',
            ),
        ),
        "lambda-allowed-calls",
        VALIDATION,
        "sqs.send_message(",
        "on queue events, and may do so only on queue",
    ),
    Seed(
        "left over",
        WEBHOOK,
        (
            Edit(
                "iam.tf",
                "resources = [aws_secretsmanager_secret.webhook.arn]",
                "resources = [aws_secretsmanager_secret.webhook.arn]\n  }\n\n  statement {\n"
                '    sid       = "Announce"\n    actions   = ["sns:Publish"]\n'
                "    resources = [aws_sns_topic.notifications.arn]",
            ),
        ),
        "lambda-unused-grants",
        "iam.tf",
        "statement {",
        "allowed sns:publish on topic notifications",
    ),
    Seed(
        "too slow",
        WEBHOOK,
        (Edit("queues.tf", "local.processing_timeout * 6", "local.processing_timeout - 1"),),
        "lambda-queue-timeout",
        "functions.tf",
        'resource "aws_lambda_event_source_mapping" "events"',
        "shows messages again after",
    ),
    Seed(
        "not asked for",
        WEBHOOK,
        (Edit("functions.tf", 'function_response_types = ["ReportBatchItemFailures"]', ""),),
        "lambda-partial-failures",
        "functions.tf",
        'resource "aws_lambda_event_source_mapping" "events"',
        "nobody asks: they are lost",
    ),
    Seed(
        "not reported",
        WEBHOOK,
        (Edit(PROCESSING, '{"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failures]}', "{}"),),
        "lambda-partial-failures",
        PROCESSING,
        "def handler(",
        "does not say which failed",
    ),
    Seed(
        "not packaged",
        WEBHOOK,
        (Edit(PROCESSING, "import boto3\n", "import boto3\nimport requests\n"),),
        "lambda-imports",
        PROCESSING,
        "import requests",
        "imports requests, which is not in its package",
    ),
    Seed(
        "beside it",
        WEBHOOK,
        (Edit(PROCESSING, "import boto3\n", "import boto3\nfrom validation import response\n"),),
        "lambda-imports",
        PROCESSING,
        "from validation import response",
        "imports validation, which is not in its package",
    ),
    Seed(
        "no JSON",
        WEBHOOK,
        (
            Edit("api.tf", "request_validator_id = aws_api_gateway_request_validator.webhooks.id", ""),
            Edit(VALIDATION, "    except ValueError:\n", "    except KeyError:\n"),
        ),
        "lambda-malformed-input",
        VALIDATION,
        "webhook = json.loads(body)",
        "raises for a request whose body is no JSON",
    ),
    Seed(
        "caught",
        WEBHOOK,
        (
            Edit(
                PROCESSING,
                '        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":\n            raise\n',
                "",
            ),
        ),
        "lambda-swallowed-failures",
        PROCESSING,
        "table.update_item(",
        "goes on where UpdateItem fails, and the message of queue events is deleted",
    ),
    Seed(
        "from JSON",
        WEBHOOK,
        (Edit(VALIDATION, '"payload": json.dumps(webhook, separators=(",", ":")),', '"payload": webhook,'),),
        "lambda-table-floats",
        VALIDATION,
        "table.put_item(",
        "gives PutItem floats",
    ),
    Seed(
        "time",
        WEBHOOK,
        (Edit(PROCESSING, '":now": int(time.time())', '":now": time.time()'),),
        "lambda-table-floats",
        PROCESSING,
        "table.update_item(",
        "gives UpdateItem floats",
    ),
    Seed(
        "an object",
        WEBHOOK,
        (Edit("functions.tf", MAPPING, PIPE),),
        "lambda-pipe-batch",
        PROCESSING,
        "event",
        "and pipe events sends an array",
    ),
)
PULUMI = (
    Seed(
        "wrong key",
        NETWORK,
        (Edit(WORKER, 'AssetArchive({".": pulumi', 'AssetArchive({"src": pulumi'),),
        "lambda-handler",
        WORKER,
        "aws.lambda_.Function(",
        "cannot be called: the package has no worker.py",
    ),
    Seed(
        "wrong export",
        PAYMENTS,
        (Edit(VALIDATOR, "exports.handler = async", "exports.handle = async"),),
        "lambda-handler",
        FUNCTIONS,
        "new aws.lambda.Function(",
        "function webhook-validator cannot be called",
    ),
    Seed(
        "renamed",
        PAYMENTS,
        (Edit(FUNCTIONS, "    SECRET_ARN: webhookSecret", "    SECRET_NAME: webhookSecret"),),
        "lambda-variables",
        VALIDATOR,
        "process.env.SECRET_ARN",
        "needs the variable SECRET_ARN",
    ),
    Seed(
        "left over",
        PAYMENTS,
        (Edit(SETTLING, "Number(process.env.FEE_BASIS_POINTS)", "150"),),
        "lambda-unread-variables",
        FUNCTIONS,
        "FEE_BASIS_POINTS:",
        "FEE_BASIS_POINTS",
    ),
    Seed(
        "forgotten",
        PAYMENTS,
        (Edit(FUNCTIONS, "Action: ['dynamodb:UpdateItem']", "Action: ['dynamodb:GetItem']"),),
        "lambda-allowed-calls",
        SETTLING,
        "dynamodb.send(",
        "no statement of its role allows dynamodb:UpdateItem",
    ),
    Seed(
        "left over",
        PAYMENTS,
        (
            Edit(
                FUNCTIONS,
                "      Action: ['dynamodb:UpdateItem'],\n      Resource: paymentsTable.arn,\n    },",
                "      Action: ['dynamodb:UpdateItem'],\n      Resource: paymentsTable.arn,\n    },\n"
                "    { Sid: 'ReadKey', Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], "
                "Resource: webhookSecret.arn },",
            ),
        ),
        "lambda-unused-grants",
        FUNCTIONS,
        "Resource: webhookSecret.arn }",
        "function payment-processor is allowed secretsmanager:getsecretvalue on secret",
    ),
    Seed(
        "too slow",
        NETWORK,
        (Edit(WORKER, "timeout=30", "timeout=300"),),
        "lambda-queue-timeout",
        WORKER,
        "aws.lambda_.EventSourceMapping(",
        "may run for 300 s, and queue worker-jobs shows messages again after 180 s",
    ),
    Seed(
        "not asked for",
        NETWORK,
        (Edit(WORKER, '            function_response_types=["ReportBatchItemFailures"],\n', ""),),
        "lambda-partial-failures",
        WORKER,
        "aws.lambda_.EventSourceMapping(",
        "nobody asks: they are lost",
    ),
    Seed(
        "not packaged",
        PAYMENTS,
        (Edit(VALIDATOR, "'use strict';\n", "'use strict';\nconst { z } = require('zod');\n"),),
        "lambda-imports",
        VALIDATOR,
        "require('zod')",
        "imports zod, which is not in its package",
    ),
    Seed(
        "no JSON",
        PAYMENTS,
        (
            Edit(
                VALIDATOR,
                "    throw new RejectedRequestError(400, 'the body is not JSON');",
                "    throw new Error('the body is not JSON');",
            ),
        ),
        "lambda-malformed-input",
        VALIDATOR,
        "JSON.parse(body)",
        "answers 500 to a request whose body is no JSON",
    ),
    Seed(
        "caught",
        NETWORK,
        (
            Edit(
                WORKER_CODE,
                GIVEN_BACK,
                "        except Exception as error:\n            print(error)",
            ),
        ),
        "lambda-swallowed-failures",
        WORKER_CODE,
        "table.put_item(",
        "goes on where PutItem fails, and the message of queue worker-jobs is deleted",
    ),
    Seed(
        "answered",
        NETWORK,
        (
            Edit(
                WORKER_CODE,
                GIVEN_BACK,
                "        except Exception as error:\n"
                '            return {"statusCode": 500, "body": json.dumps({"error": str(error)})}',
            ),
        ),
        "lambda-swallowed-failures",
        WORKER_CODE,
        "table.put_item(",
        "answers 500 where PutItem fails, and the message of queue worker-jobs is deleted",
    ),
    Seed(
        "from JSON",
        NETWORK,
        (Edit(WORKER_CODE, '"state": "stored"}', '"state": "stored", "size": job["size"]}'),),
        "lambda-table-floats",
        WORKER_CODE,
        "table.put_item(",
        "gives PutItem floats",
    ),
    Seed(
        "an object",
        NETWORK,
        (
            Edit(
                WORKER,
                MAPPED,
                "        aws.pipes.Pipe(\n            name,\n            source=self.queue.arn,\n"
                "            target=self.function.arn,\n            role_arn=self.role.arn,\n",
            ),
        ),
        "lambda-pipe-batch",
        WORKER_CODE,
        'event["Records"]',
        "takes Records out of its event",
    ),
)
CDKTF = (
    Seed(
        "wrong file",
        IOT,
        (Edit(UNIT, 'handler="handler.handle"', 'handler="main.handle"'),),
        "lambda-handler",
        UNIT,
        "LambdaFunction(",
        "cannot be called",
    ),
    Seed(
        "renamed",
        IOT,
        (Edit(STACK, '"ALERT_TOPIC": messaging', '"TOPIC_ARN": messaging'),),
        "lambda-variables",
        PROCESSOR,
        'os.environ["ALERT_TOPIC"]',
        "needs the variable ALERT_TOPIC when it is called",
    ),
    Seed(
        "left over",
        IOT,
        (Edit(STACK, 'variables={"RAW_TABLE": storage', 'variables={"DEBUG": "1", "RAW_TABLE": storage'),),
        "lambda-unread-variables",
        UNIT,
        "LambdaFunction(",
        "is given the variable DEBUG",
    ),
    Seed(
        "forgotten",
        IOT,
        (Edit(STACK, 'allow("Alert", ["sns:Publish"], [messaging.alerts.arn]),', ""),),
        "lambda-allowed-calls",
        PROCESSOR,
        "SNS.publish(",
        "no statement of its role allows sns:Publish",
    ),
    Seed(
        "another table",
        IOT,
        (Edit(STACK, '["dynamodb:PutItem"], [storage.raw.arn]', '["dynamodb:PutItem"], [storage.processed.arn]'),),
        "lambda-allowed-calls",
        INGEST,
        "TABLE.put_item(",
        "and may do so only on table",
    ),
    Seed(
        "left over",
        IOT,
        (
            Edit(
                STACK,
                'allow("QueueReadings", ["sqs:SendMessage"], [messaging.queue.arn]),',
                'allow("QueueReadings", ["sqs:SendMessage"], [messaging.queue.arn, messaging.dead_letters.arn]),',
            ),
        ),
        "lambda-unused-grants",
        UNIT,
        "IamRolePolicy(",
        "allowed sqs:sendmessage on queue",
    ),
    Seed(
        "too slow",
        IOT,
        (Edit("pipeline/messaging.py", "visibility_timeout_seconds=180", "visibility_timeout_seconds=20"),),
        "lambda-queue-timeout",
        UNIT,
        "LambdaEventSourceMapping(",
        "may run for 30 s, and queue",
    ),
    Seed(
        "not asked for",
        IOT,
        (Edit(UNIT, '            function_response_types=["ReportBatchItemFailures"],\n', ""),),
        "lambda-partial-failures",
        UNIT,
        "LambdaEventSourceMapping(",
        "nobody asks: they are lost",
    ),
    Seed(
        "not packaged",
        IOT,
        (Edit(PROCESSOR, "import boto3\n", "import boto3\nimport pandas\n"),),
        "lambda-imports",
        PROCESSOR,
        "import pandas",
        "imports pandas, which is not in its package",
    ),
    Seed(
        "no JSON",
        IOT,
        (Edit(INGEST, "except json.JSONDecodeError:", "except KeyError:"),),
        "lambda-malformed-input",
        INGEST,
        "json.loads(",
        "raises for a request whose body is no JSON",
    ),
    Seed(
        "caught",
        IOT,
        (
            Edit(
                PROCESSOR,
                '            failures.append({"itemIdentifier": record["messageId"]})',
                '            print("failed", record["messageId"])',
            ),
        ),
        "lambda-swallowed-failures",
        PROCESSOR,
        "TABLE.put_item(",
        "goes on where PutItem fails, and the message of queue",
    ),
    Seed(
        "from JSON",
        IOT,
        (Edit(INGEST, ", parse_float=decimal.Decimal)", ")"),),
        "lambda-table-floats",
        INGEST,
        "TABLE.put_item(",
        "gives PutItem floats",
    ),
    Seed(
        "an object",
        IOT,
        (
            Edit(UNIT, CONSTRUCT, PIPED),
            Edit(UNIT, "lambda_event_source_mapping import LambdaEventSourceMapping", "pipes_pipe import PipesPipe"),
        ),
        "lambda-pipe-batch",
        PROCESSOR,
        'event["Records"]',
        "takes Records out of its event",
    ),
)
SEEDS = (*TERRAFORM, *PULUMI, *CDKTF)
