"""What asks sources of events for records, and hands them to functions: event source mappings."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.rehearse.functions.live.filters import chosen
from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.processes import Answer
from scaffold.rehearse.functions.live.sources import QueueSource, Source, StreamSource, identifier
from scaffold.rehearse.functions.live.streams import reader

_PAUSE = 0.05


class Poller(threading.Thread):
    """Takes records from a source and delivers them, until the rehearsal ends or `wanted` says no."""

    def __init__(self, live: Live, name: str, source: Source) -> None:
        super().__init__(name=name, daemon=True)
        self.live, self.source = live, source
        self.stopping = live.stopping

    #: How many records are taken at once, and which.
    limit: int = 10
    criteria: Mapping[str, Any] | None = None

    def wanted(self) -> bool:
        """Whether it goes on."""
        return True

    def handed(self, records: Sequence[dict[str, Any]]) -> set[str]:
        """Deliver records; the identifiers of those that were not done."""
        raise NotImplementedError

    def run(self) -> None:
        """Take and deliver. Until what is taken is settled, its source says that something is left."""
        while not self.stopping.wait(_PAUSE) and self.wanted():
            try:
                self._turn()
            except Exception as error:
                self.live.trouble(self.name, error)

    def _turn(self) -> None:
        records = self.source.take(self.limit)
        if not records:
            return
        passing = chosen(records, self.criteria)
        failed = self.handed(passing) if passing else set()
        self.source.settle(records, failed)


class Mapped(Poller):
    """An event source mapping."""

    def __init__(self, live: Live, backend: Any, mapping: Any, source: Source) -> None:
        super().__init__(live, f"mapping {mapping.uuid}", source)
        self._backend, self._mapping = backend, mapping
        self.limit, self.criteria = mapping.batch_size, mapping.filter_criteria

    def wanted(self) -> bool:
        """While it is there and switched on."""
        return self._mapping.uuid in self._backend._event_source_mappings and bool(self._mapping.enabled)

    def handed(self, records: Sequence[dict[str, Any]]) -> set[str]:
        """Invoke the function with a batch."""
        function = self._backend.get_function(self._mapping.function_arn)
        answer = self.live.invoke(function, json.dumps({"Records": records}), self.source.kind, self.source.name)
        reports = "ReportBatchItemFailures" in (self._mapping.function_response_types or ())
        return failures(records, answer, reports)


def failures(records: Sequence[dict[str, Any]], answer: Answer, reports: bool) -> set[str]:
    """The identifiers of the records that were not done, by what the function answered."""
    everything = {identifier(each) for each in records}
    if answer.failed:
        return everything
    try:
        said = json.loads(answer.payload)
    except ValueError:
        said = None
    named = said.get("batchItemFailures") if isinstance(said, dict) else None
    if named and not reports and answer.hop is not None:
        text = "it named records that failed, but the mapping does not take partial failures: they are not sent again"
        answer.hop.remarks.append(text)
    if not reports or not named:
        return set()
    found = {str(each.get("itemIdentifier") or "") for each in named if isinstance(each, dict)}
    if found <= everything and len(found) == len(named):
        return found
    if answer.hop is not None:
        answer.hop.remarks.append("it named failures that are not in the batch: all of it is sent again")
    return everything


def source_of(live: Live, arn: str, settings: Mapping[str, Any], start: Mapping[str, int]) -> Source | None:
    """The source that an ARN names, nothing where there is none."""
    if arn.split(":")[2] == "sqs":
        from moto.sqs.models import sqs_backends

        backend = sqs_backends[live.account][arn.split(":")[3]]
        queue = backend.queues.get(arn.split(":")[5])
        return QueueSource(live, queue, backend) if queue is not None else None
    stream = reader(arn, live.account)
    return StreamSource(live, stream, settings, start) if stream is not None else None
