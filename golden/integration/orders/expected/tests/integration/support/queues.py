"""Waits for a message in a queue, and leaves all others there."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from .cloud import CloudError
from .doing import until
from .resource import Resource

__tracebackhide__ = True

#: For how many seconds nobody else sees the messages that are looked at.
_HIDDEN = 60


def message_with(
    resource: Resource, queue_url: str, text: str, patience: float
) -> str | None:
    """The body of the message that has this text in it, which is deleted; or None."""
    others: list[Any] = []
    try:
        for _ in until(patience, pause=0.2):
            messages = _received(resource, queue_url)
            mine = [each for each in messages if text in each["Body"]]
            others += [each for each in messages if text not in each["Body"]]
            for each in mine:
                _delete(resource, queue_url, each)
            if mine:
                return mine[0]["Body"]
        return None
    finally:
        for each in others:
            _give_back(resource, queue_url, each)


def _received(resource: Resource, queue_url: str) -> list[Any]:
    answer = resource.call(
        "sqs",
        "receive_message",
        QueueUrl=queue_url,
        MaxNumberOfMessages=10,
        WaitTimeSeconds=2,
        VisibilityTimeout=_HIDDEN,
    )
    return answer.get("Messages", [])


def _delete(resource: Resource, queue_url: str, message: Any) -> None:
    resource.call(
        "sqs",
        "delete_message",
        QueueUrl=queue_url,
        ReceiptHandle=message["ReceiptHandle"],
    )


def _give_back(resource: Resource, queue_url: str, message: Any) -> None:
    # Whoever reads the queue meanwhile may have taken it.
    with suppress(CloudError):
        resource.call(
            "sqs",
            "change_message_visibility",
            QueueUrl=queue_url,
            ReceiptHandle=message["ReceiptHandle"],
            VisibilityTimeout=0,
        )
