"""Functions made by hand: one behind an API that checks signatures, one behind a queue."""

from __future__ import annotations

from scaffold.model.functions import Code, EventUse, Function, Guard, Package, Packed, Route, SdkCall, Trigger
from scaffold.model.handlers import Call, Wired
from scaffold.model.position import Position
from scaffold.plan.handlers.setting import Setting

HERE = Position("lambda/handler.py", 1, 1)
ESCAPES = Guard("escapes")
REPORTED = Guard("reported")
PACKAGE = Package("file", {"handler.py": Packed("lambda/handler.py")}, HERE)
TABLE = Wired(
    "aws_dynamodb_table.events",
    "table",
    "table events",
    "shop-events",
    ("shop-events", "arn:aws:dynamodb:us-east-1:123456789012:table/shop-events"),
    (Call("dynamodb", "CreateTable", {"TableName": "shop-events"}),),
    {"hash": "event_id", "hash_type": "S"},
    ("TABLE_NAME",),
)
QUEUE = Wired(
    "aws_sqs_queue.events",
    "queue",
    "queue events",
    "shop-events.fifo",
    ("https://queue/shop-events.fifo", "arn:aws:sqs:us-east-1:123456789012:shop-events.fifo"),
    (Call("sqs", "CreateQueue", {"QueueName": "shop-events.fifo"}),),
    {"fifo": True},
    ("QUEUE_URL",),
)
TOPIC = Wired(
    "aws_sns_topic.events",
    "topic",
    "topic events",
    "shop-events",
    ("arn:aws:sns:us-east-1:123456789012:shop-events",),
    (Call("sns", "CreateTopic", {"Name": "shop-events"}),),
    {},
    ("TOPIC_ARN",),
)


def answered(*statuses: int) -> Guard:
    """A guard that answers with one of these statuses."""
    return Guard("answered", statuses)


def use(*path: str, guard: Guard | None = None, required: bool = True, **more: object) -> EventUse:
    """Something that every event needs."""
    given = {"under": (), **more}
    return EventUse(path, HERE, required=required, guard=guard or Guard(), **given)  # type: ignore[arg-type]


def function(code: Code, *triggers: Trigger) -> Function:
    """A function with this code."""
    return Function(
        "aws_lambda_function.f",
        "function f",
        ".",
        "terraform",
        HERE,
        PACKAGE,
        language="python",
        handler="handler.handler",
        triggers=triggers,
        code=code,
    )


def receiver() -> Setting:
    """A function that takes signed requests, stores each once and queues it."""
    bad, unsigned = answered(400), answered(401)
    code = Code(
        "python",
        "lambda/handler.py",
        "handler.py",
        "handler",
        uses=(
            use("body", "(base64)", guard=bad, required=False),
            use("isBase64Encoded", required=False),
            use("headers", "x-signature", kinds=("signature",), case=True, guard=unsigned),
            use("headers", "x-timestamp", kinds=("timestamp", "digits"), case=True, guard=unsigned),
            use("body", "(json)", kinds=("object",), guard=bad),
            use("body", "(json)", "id", pattern="[a-z0-9-]{1,64}", guard=bad),
            use("body", "(json)", "type", kinds=("text",), guard=bad),
            use("body", "(json)", "source", kinds=("text",), listed="SOURCES", guard=answered(403)),
        ),
        calls=(
            SdkCall(
                "dynamodb",
                "PutItem",
                HERE,
                target=("env", "TABLE_NAME"),
                inputs=("Item", "ConditionExpression"),
                writes=True,
                guard=answered(503),
                sends={"Item.event_id": ("template", "{body.(json).source}#{body.(json).id}")},
                codes={"ConditionalCheckFailedException": answered(200)},
                always=True,
            ),
            SdkCall(
                "sqs",
                "SendMessage",
                HERE,
                target=("env", "QUEUE_URL"),
                inputs=("MessageGroupId",),
                writes=True,
                guard=answered(503),
                always=True,
            ),
        ),
        statuses=(200, 202, 400, 401, 403, 503),
        signs="hmac.compare_digest",
        constants=("sha256=",),
        explained=True,
    )
    route = Route("POST", "/webhooks", "dev")
    trigger = Trigger("rest-api", "aws_api_gateway_rest_api.api", "aws_api_gateway_integration.post", HERE, (route,))
    return Setting(function(code, trigger), wired=(TABLE, QUEUE), environment={"SOURCES": ""})


def worker(guard: Guard = REPORTED) -> Setting:
    """A function that takes messages in order and looks each up."""
    record = ("Records", "*")
    code = Code(
        "python",
        "lambda/handler.py",
        "handler.py",
        "handler",
        uses=(
            use(*record, "messageId", guard=ESCAPES),
            use(*record, "body", "(json)", guard=guard),
            use(*record, "body", "(json)", "event_id", guard=guard),
            use("event_ids", "*", required=False, guard=ESCAPES),
        ),
        calls=(
            SdkCall(
                "dynamodb",
                "GetItem",
                HERE,
                target=("env", "TABLE_NAME"),
                guard=guard,
                looped=True,
                sends={"Key.event_id": ("event", "Records.*.body.(json).event_id")},
                takes=(use("Item", "status", required=False, values=("PROCESSED",)),),
                always=True,
            ),
            SdkCall(
                "sns", "Publish", HERE, target=("env", "TOPIC_ARN"), writes=True, guard=guard, looped=True, always=True
            ),
        ),
        reports_failures=True,
        explained=True,
    )
    trigger = Trigger(
        "queue", QUEUE.address, "aws_lambda_event_source_mapping.m", HERE, batch=10, reports=True, fifo=True
    )
    return Setting(function(code, trigger), wired=(TABLE, QUEUE, TOPIC))
