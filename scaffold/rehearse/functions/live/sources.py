"""What is taken records from: queues, and streams of tables and of Kinesis. Each knows what becomes of what it gave."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from scaffold.rehearse.functions.live.invoking import PAUSE, Live
from scaffold.rehearse.functions.live.journal import Hop
from scaffold.rehearse.functions.live.streams import Reader

#: How often a message is tried that no dead-letter queue takes: in the cloud it would come until it is too old.
_TRIES = 5
#: How often a batch of a stream is tried where nobody says how often: in the cloud until it is too old.
_BATCH_TRIES = 3


class Source(Protocol):
    """Gives records as Lambda's events have them."""

    #: How it is called in what is written down: `queue orders`.
    kind: str
    name: str

    def take(self, limit: int) -> list[dict[str, Any]]:
        """The next records, none where there are none."""

    def settle(self, records: Sequence[Mapping[str, Any]], failed: set[str]) -> None:
        """What became of these; `failed` are the identifiers of those that were not done."""

    def backlog(self) -> bool:
        """Whether something is left to take."""


def identifier(record: Mapping[str, Any]) -> str:
    """What a record goes by in a report of failures."""
    inner: Mapping[str, Any] = record.get("dynamodb") or record.get("kinesis") or {}
    flat = record.get("sequenceNumber") or record.get("messageId")
    return str(flat or inner.get("SequenceNumber") or inner.get("sequenceNumber") or "")


class QueueSource:
    """A queue of the emulator."""

    kind = "queue"

    def __init__(self, live: Live, queue: Any, backend: Any) -> None:
        self._live, self._queue, self._backend = live, queue, backend
        self.name = queue.name
        self._parked: set[str] = set()

    def take(self, limit: int) -> list[dict[str, Any]]:
        """The visible messages, up to ten of a FIFO queue."""
        self._give_up()
        queue = self._queue
        # Not the declared time: whoever holds it here answers for it, and what fails comes again at once.
        found = self._backend.receive_message(
            queue.name, min(limit, 10 if queue.fifo_queue else limit), 0, 900, ["All"]
        )
        return [self._record(each) for each in found]

    def _give_up(self) -> None:
        """Say which messages have come too often: they go to the dead-letter queue now."""
        policy, letters = self._queue.redrive_policy, self._queue.dead_letter_queue
        if not policy or letters is None:
            return
        for message in self._queue.messages:
            if message.approximate_receive_count >= policy["maxReceiveCount"]:
                hop = Hop("dead-letter", f"queue {letters.name}", f"queue {self.name}", event=message.body)
                hop.details = {"receives": message.approximate_receive_count, "messageId": message.id}
                self._live.journal.note(hop)

    def _record(self, message: Any) -> dict[str, Any]:
        attributes = {
            "ApproximateReceiveCount": str(message.approximate_receive_count),
            "SentTimestamp": str(message.sent_timestamp),
            "SenderId": message.sender_id,
            "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
        }
        if self._queue.fifo_queue:
            attributes |= {
                "SequenceNumber": message.sequence_number or "18849496460467696128",
                "MessageGroupId": message.group_id,
                "MessageDeduplicationId": message.deduplication_id,
            }
        return {
            "messageId": message.id,
            "receiptHandle": message.receipt_handle,
            "body": message.body,
            "attributes": attributes,
            "messageAttributes": {name: _attribute(each) for name, each in message.message_attributes.items()},
            "md5OfBody": message.body_md5,
            "eventSource": "aws:sqs",
            "eventSourceARN": self._queue.queue_arn,
            "awsRegion": self._queue.region,
        }

    def settle(self, records: Sequence[Mapping[str, Any]], failed: set[str]) -> None:
        """What is done is deleted, what failed is visible again soon."""
        for record in records:
            if record["messageId"] not in failed:
                self._backend.delete_message(self.name, record["receiptHandle"])
                continue
            message = next((each for each in list(self._queue._messages) if each.id == record["messageId"]), None)
            if message is None:
                continue
            hopeless = not self._queue.redrive_policy and message.approximate_receive_count >= _TRIES
            message.visible_at = (time.time() + (3600 if hopeless else PAUSE)) * 1000
            if hopeless and message.id not in self._parked:
                self._parked.add(message.id)
                text = f"a message failed {_TRIES} times, and no dead-letter queue takes it: it comes again for days"
                self._live.journal.note(Hop("dead-letter", "", f"queue {self.name}", error=text, event=message.body))

    def backlog(self) -> bool:
        """Whether a message waits or is being tried."""
        return any(each.id not in self._parked for each in list(self._queue._messages))


def _attribute(value: Mapping[str, Any]) -> dict[str, Any]:
    kind = value.get("DataType") or value.get("data_type") or "String"
    found: dict[str, Any] = {"stringListValues": [], "binaryListValues": [], "dataType": kind}
    binary = value.get("BinaryValue")
    if binary is not None:
        return {**found, "binaryValue": base64.b64encode(binary).decode() if isinstance(binary, bytes) else binary}
    return {**found, "stringValue": value.get("StringValue")}


class StreamSource:
    """Records in order, from `start` on (how many to leave out by shard).

    A batch that fails is tried again and then given up; so is one with partial failures, from its first failure on.
    """

    def __init__(self, live: Live, stream: Reader, settings: Mapping[str, Any], start: Mapping[str, int]) -> None:
        self.kind, self.name = stream.kind, stream.name
        self._live, self._stream = live, stream
        declared = settings.get("MaximumRetryAttempts")
        self._tries = _BATCH_TRIES if declared is None or declared < 0 else 1 + min(int(declared), _BATCH_TRIES - 1)
        self._letters = ((settings.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
        self._letters = self._letters or (settings.get("DeadLetterConfig") or {}).get("Arn")
        self._halve = bool(settings.get("BisectBatchOnFunctionError") or settings.get("OnPartialBatchItemFailure"))
        self._taken = dict(start)
        self._shard = ""
        self._failures = 0
        self._size = 0

    def take(self, limit: int) -> list[dict[str, Any]]:
        """The next records of one shard."""
        for shard, records in self._stream.read().items():
            start = self._taken.get(shard, 0)
            if start < len(records):
                self._shard = shard
                return [self._stream.shape(shard, each) for each in records[start : start + (self._size or limit)]]
        return []

    def settle(self, records: Sequence[Mapping[str, Any]], failed: set[str]) -> None:
        """Go on behind what is done."""
        first = next((at for at, each in enumerate(records) if identifier(each) in failed), len(records))
        if first == len(records) or first:
            self._failures = 0
        self._taken[self._shard] = self._taken.get(self._shard, 0) + first
        if first == len(records):
            self._size = 0
            return
        self._failures += 1
        if self._halve and len(records) - first > 1 and self._failures >= self._tries:
            self._size, self._failures = max(1, (len(records) - first) // 2), 0
        elif self._failures >= self._tries:
            self._give_up(records[first:])
        else:
            time.sleep(PAUSE)

    def _give_up(self, records: Sequence[Mapping[str, Any]]) -> None:
        self._taken[self._shard] += len(records)
        self._failures = self._size = 0
        hop = Hop("dead-letter", self._letters or "", f"{self.kind} {self.name}", event=list(records))
        if self._letters:
            self._live.deliver(self._letters, _lost(records, self._shard), f"{self.kind} {self.name}")
        else:
            hop.error = f"{len(records)} records were given up after {self._tries} attempts, and nothing takes them"
        self._live.journal.note(hop)

    def backlog(self) -> bool:
        """Whether records are left."""
        return any(self._taken.get(shard, 0) < len(records) for shard, records in self._stream.read().items())


def _lost(records: Sequence[Mapping[str, Any]], shard: str) -> dict[str, Any]:
    """What a destination is told of a batch that was given up."""
    numbers = [identifier(each) for each in records]
    return {
        "requestContext": {"condition": "RetryAttemptsExhausted", "approximateInvokeCount": 3},
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "batchInfo": {
            "shardId": shard,
            "startSequenceNumber": numbers[0],
            "endSequenceNumber": numbers[-1],
            "batchSize": len(numbers),
            "streamArn": str(records[0].get("eventSourceARN", "")),
        },
    }
