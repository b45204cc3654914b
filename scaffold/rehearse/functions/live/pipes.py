"""Pipes: what is taken from a source goes to a target, as an array where that is a function or a state machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.rehearse.functions.live.inputs import from_record
from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.journal import Hop
from scaffold.rehearse.functions.live.polling import Poller, failures, source_of
from scaffold.rehearse.functions.live.sources import Source, identifier
from scaffold.rehearse.functions.live.targets import Targets

_SOURCES = {
    "sqs": "SqsQueueParameters",
    "dynamodb": "DynamoDBStreamParameters",
    "kinesis": "KinesisStreamParameters",
}
_SIZES = {"sqs": 10, "dynamodb": 100, "kinesis": 100}
#: Members of a target's parameters, by its service.
_TARGETS = {
    "sqs": "SqsQueueParameters",
    "events": "EventBridgeEventBusParameters",
    "kinesis": "KinesisStreamParameters",
}


def begun(live: Live, targets: Targets, pipe: Any) -> Piped | None:
    """What a pipe of the emulator does, nothing where its source is not there."""
    service = pipe.source.split(":")[2]
    settings = dict((pipe.source_parameters or {}).get(_SOURCES.get(service, ""), {}))
    source = source_of(live, pipe.source, settings, getattr(pipe, "rehearsal_start", {}))
    return Piped(live, targets, pipe, source, settings) if source is not None else None


class Piped(Poller):
    """A pipe."""

    def __init__(self, live: Live, targets: Targets, pipe: Any, source: Source, settings: Mapping[str, Any]) -> None:
        super().__init__(live, f"pipe {pipe.name}", source)
        self._targets, self._pipe = targets, pipe
        self.limit = int(settings.get("BatchSize") or _SIZES.get(pipe.source.split(":")[2], 10))
        self.criteria = (pipe.source_parameters or {}).get("FilterCriteria")

    def wanted(self) -> bool:
        """While it is to run."""
        return bool(self._pipe.desired_state == "RUNNING")

    def handed(self, records: Sequence[dict[str, Any]]) -> set[str]:
        """Send records through enrichment and on to the target."""
        pipe, numbers = self._pipe, {identifier(each) for each in records}
        batch: Any = [_flat(each) for each in records]
        if pipe.enrichment:
            template = (pipe.enrichment_parameters or {}).get("InputTemplate")
            batch = [from_record(template, each, self._extra()) for each in batch]
            done, batch = self._enriched(batch)
            if not done:
                return numbers
            batch = batch if isinstance(batch, list) else [batch]
        template = (pipe.target_parameters or {}).get("InputTemplate")
        batch = [from_record(template, each, self._extra()) if isinstance(each, dict) else each for each in batch]
        return self._sent(batch, records) if batch else set()

    def _extra(self) -> Mapping[str, Any]:
        own = {"pipe-name": self._pipe.name, "pipe-arn": self._pipe.arn, "source-arn": self._pipe.source}
        return {f"aws.pipes.{name}": each for name, each in own.items()}

    def _enriched(self, batch: Any) -> tuple[bool, Any]:
        """What the enrichment makes of a batch, and whether it could."""
        arn = self._pipe.enrichment
        if arn.split(":")[2] != "lambda":
            hop = Hop("delivery", arn, self.name, error="only functions enrich in a rehearsal", event=batch)
            self.live.journal.note(hop)
            return False, batch
        answer = self.live.invoke(self._targets.function(arn), json.dumps(batch), "pipe", self._pipe.name)
        return not answer.failed, None if answer.failed else json.loads(answer.payload)

    def _sent(self, batch: list[Any], records: Sequence[dict[str, Any]]) -> set[str]:
        """Send a batch to the target; the identifiers of what was not taken."""
        pipe, everything = self._pipe, {identifier(each) for each in records}
        service, given = pipe.target.split(":")[2], pipe.target_parameters or {}
        if service == "lambda":
            function = self._targets.function(pipe.target)
            if (given.get("LambdaFunctionParameters") or {}).get("InvocationType") == "FIRE_AND_FORGET":
                self.live.invoke_later(function, json.dumps(batch), "pipe", pipe.name)
                return set()
            answer = self.live.invoke(function, json.dumps(batch), "pipe", pipe.name)
            return failures(records, answer, True)
        if service == "states":
            return set() if self._targets.deliver(pipe.target, batch, self.name) else everything
        members = given.get(_TARGETS.get(service, ""), {})
        done = [self._targets.deliver(pipe.target, each, self.name, members) for each in batch]
        if len(done) != len(records):
            return set() if all(done) else everything
        return {identifier(each) for each, taken in zip(records, done, strict=True) if not taken}


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """A record as pipes have it: that of Kinesis has no part of its own for what it holds."""
    inner = record.get("kinesis")
    if not isinstance(inner, dict):
        return record
    return {**inner, **{name: value for name, value in record.items() if name != "kinesis"}}
