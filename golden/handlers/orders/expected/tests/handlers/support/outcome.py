"""What came of a call, and what must have come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

from .matching import differences
from .messages import Story, shown
from .resolving import Terms
from .terms import Call
from .world import Record, Wired

__tracebackhide__ = True

#: Operations that only read, by how their names begin; all others write.
_READS = (
    "BatchGet",
    "Decrypt",
    "Describe",
    "Filter",
    "Get",
    "Head",
    "List",
    "Query",
    "Receive",
    "Scan",
    "Search",
    "Select",
    "TransactGet",
    "Verify",
)
#: Members of calls that say what they are about.
_TARGETS = frozenset(
    {
        "Bucket",
        "DeliveryStreamName",
        "EventBusName",
        "FunctionName",
        "KeyId",
        "QueueUrl",
        "SecretId",
        "StreamARN",
        "StreamName",
        "TableName",
        "TargetArn",
        "TopicArn",
        "UserPoolId",
        "stateMachineArn",
    }
)


class Outcome:
    """What came of a call: what the handler returned, or the error that left it.

    `result` is what Lambda sends on (its JSON), `calls` are those of the cloud's APIs
    in order, `logs` what was logged. The checks say what is wrong, and all that
    happened.
    """

    def __init__(
        self,
        title: str,
        terms: Terms,
        owns: Callable[[str], bool],
        wired: Sequence[Wired],
        record: Record,
        logs: Sequence[str],
    ) -> None:
        self.result: Any = None
        self.error: BaseException | None = None
        self.event: Any = None
        self.calls, self.unknown, self.logs = record.calls, record.unknown, logs
        self._title, self._terms, self._owns = title, terms, owns
        self._wired = wired

    @property
    def missing(self) -> str:
        """The module that is neither installed nor in the package, if that is why."""
        if not isinstance(self.error, ModuleNotFoundError):
            return ""
        return (self.error.name or "").partition(".")[0]

    def completes(self) -> None:
        """The handler returns, and what it returns can be sent."""
        if self.error is not None:
            self._fail("that the handler completes")

    def responds(
        self, low: int | None = None, high: int | None = None, *, form: str = "1.0"
    ) -> None:
        """An API takes what is returned; its status is `low`, or from `low` to `high`.

        In form `2.0`, what is no response itself is the body of one with status 200.
        """
        low, high = (100, 599) if low is None else (low, low if high is None else high)
        wanted = f"a response with status {low}"
        wanted += f" to {high}" if high != low else ""
        if self.error is not None:
            self._fail(wanted)
        answer = self.result
        plain = not isinstance(answer, Mapping) or "statusCode" not in answer
        if form == "2.0" and plain:
            answer = {"statusCode": 200, "body": ""}
        for fault in _faults(answer):
            self._fail(wanted, fault)
        if not low <= answer["statusCode"] <= high:
            self._fail(wanted)

    def reports(
        self, failed: Sequence[str] | None = None, *, or_raises: bool = False
    ) -> None:
        """What is returned says which records failed, as Lambda reads it.

        `failed` are their identifiers; without it, any of the event's do. With
        `or_raises`, an error that leaves the handler does as well.
        """
        wanted = "a report of batch item failures"
        if failed is not None:
            wanted += f" that names {', '.join(failed) or 'no record'}"
        if self.error is not None:
            if or_raises:
                return
            self._fail(wanted)
        found = _reported(self.result)
        if found is None:
            self._fail(wanted)
        known = set(_identifiers(self.event))
        strangers = [each for each in found if known and each not in known]
        if strangers:
            self._fail(wanted, f"the event has no record {shown(strangers[0])}")
        if failed is not None and set(found) != set(self._terms.value(failed)):
            self._fail(wanted)

    def raises(self, error: str = "", message: Any = None) -> None:
        """An error leaves the handler: one of this class, and with this message."""
        wanted = f"that {error or 'an error'} leaves the handler"
        if self.error is None:
            self._fail(wanted)
        names = [each.__name__ for each in type(self.error).__mro__]
        if error and error not in names:
            self._fail(wanted)
        if message is not None:
            self._match(wanted, message, str(self.error))

    def uses(self, wired: Wired | None, *operations: str) -> None:
        """Each of these operations is called on a resource, or on any."""
        for name in operations:
            found = [call for call in self.calls if call.name == name]
            if wired is not None:
                found = [call for call in found if self._is_on(call, wired)]
            if not found:
                on = f" on {wired.title}" if wired else ""
                self._fail(f"a call of {name}{on}")

    def writes_nothing(self) -> None:
        """No call that writes succeeds."""
        for call in self.calls:
            if _writes(call) and not call.failed:
                self._fail("that nothing is written")

    def returns(self, value: Any) -> None:
        """Exactly this comes back, but for what is known only by its shape."""
        if self.error is not None:
            self._fail(f"that {shown(self._terms.value(value))} comes back")
        self._match("exactly this to come back", value, self.result)

    def calls_exactly(self, *calls: Call) -> None:
        """Exactly these calls are made, in this order."""
        names, found = [each.name for each in calls], [each.name for each in self.calls]
        if names != found:
            self._fail(f"these calls: {', '.join(names) or 'none'}")
        inputs = [each.input for each in calls]
        self._match("exactly these calls", inputs, [each.input for each in self.calls])

    def stays_within(self) -> None:
        """What is written goes to what the function is wired to."""
        known = {name for wired in self._wired for name in self._names(wired)}
        for call in self.calls:
            for target in _targets(call.input) if _writes(call) else ():
                if target not in known:
                    wanted = "that only what the function is wired to is written to"
                    self._fail(wanted, f"{call.name} writes to {shown(target)}")

    def _is_on(self, call: Call, wired: Wired) -> bool:
        names = self._names(wired)
        return any(text in names for text in _texts(call.input))

    def _names(self, wired: Wired) -> set[str]:
        """All texts that mean a resource, those that the emulator made up as well."""
        return {*wired.names, *_given_names(self._terms.answers.get(wired.address))}

    def _match(self, wanted: str, expected: Any, found: Any) -> None:
        for difference in differences(self._terms, expected, found):
            self._fail(wanted, difference)

    def _fail(self, wanted: str, found: str = "") -> NoReturn:
        story = Story(self._title, wanted, found, self._owns)
        raise AssertionError(story.told(self)) from None


def _faults(answer: Any) -> Iterator[str]:
    """Why an API cannot take an answer."""
    if not isinstance(answer, Mapping):
        yield f"what is returned is no response: {shown(answer)}"
        return
    status = answer.get("statusCode")
    if not isinstance(status, int) or isinstance(status, bool):
        yield f"statusCode is no integer: {shown(status)}"
    if not isinstance(answer.get("body", ""), (str, type(None))):
        yield f"body is no text: {shown(answer['body'])}"
    headers = answer.get("headers") or {}
    if not isinstance(headers, Mapping) or any(
        not isinstance(value, (str, int, float)) for value in headers.values()
    ):
        yield f"headers are no texts by name: {shown(headers)}"


def _reported(result: Any) -> list[str] | None:
    """The identifiers in a report, or None for what is none."""
    if result is None or result == {}:
        return []
    if not isinstance(result, Mapping) or "batchItemFailures" not in result:
        return None
    items = result["batchItemFailures"] or []
    if not isinstance(items, list):
        return None
    found = [
        each["itemIdentifier"]
        for each in items
        if isinstance(each, Mapping) and isinstance(each.get("itemIdentifier"), str)
    ]
    return found if len(found) == len(items) and all(found) else None


def _identifiers(event: Any) -> Iterator[str]:
    """What the records of a batch are called."""
    records = event.get("Records") if isinstance(event, Mapping) else event
    for record in records if isinstance(records, list) else ():
        if not isinstance(record, Mapping):
            continue
        for part, key in _IDENTIFIERS:
            found = record.get(part) if part else record
            if isinstance(found, Mapping) and isinstance(found.get(key), str):
                yield found[key]


_IDENTIFIERS = (
    ("", "messageId"),
    ("kinesis", "sequenceNumber"),
    ("dynamodb", "SequenceNumber"),
)


def _writes(call: Call) -> bool:
    return not call.operation.startswith(_READS)


def _targets(value: Any) -> Iterator[str]:
    """What an input is about, wherever in it that stands."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key in _TARGETS and isinstance(item, str):
                yield item
            elif key == "RequestItems" and isinstance(item, Mapping):
                yield from item
            elif key not in _DATA:
                yield from _targets(item)
    elif isinstance(value, list):
        for item in value:
            yield from _targets(item)


#: Members that hold data of the function's own.
_DATA = ("Item", "Key", "ExpressionAttributeValues", "Metadata", "MessageAttributes")


def _given_names(answer: Any) -> Iterator[str]:
    """Identifiers in an answer: ARNs, URLs, ids."""
    for key, item in answer.items() if isinstance(answer, Mapping) else ():
        if isinstance(item, str) and key.lower().endswith(("arn", "url", "id")):
            yield item
        yield from _given_names(item)


def _texts(value: Any) -> Iterator[str]:
    """The texts in an input, but for data of the function's own."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key == "RequestItems":
                yield from item
            if key not in _DATA:
                yield from _texts(item)
