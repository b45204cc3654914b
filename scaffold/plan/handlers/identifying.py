"""How the records of a batch are named in a report of failures."""

from __future__ import annotations

from collections.abc import Mapping

from scaffold.model.handlers import Data
from scaffold.plan.handlers.reaching import GONE, reached

#: Where a record has its identifier: a message's own, a place in a stream.
_WAYS = (("messageId",), ("kinesis", "sequenceNumber"), ("dynamodb", "SequenceNumber"))


def identifiers(event: Data) -> tuple[str, ...]:
    """The identifiers of an event's records, in order."""
    records = event.get("Records") if isinstance(event, Mapping) else event
    if not isinstance(records, tuple):
        return ()
    return tuple(found for record in records if (found := identifier(record)))


def identifier(record: Data) -> str:
    """The identifier of one record, empty where it has none."""
    found = (reached(record, way) for way in _WAYS)
    return next((each for each in found if each is not GONE and isinstance(each, str)), "")
