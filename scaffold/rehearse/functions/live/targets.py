"""Delivers to what an ARN names: functions, queues, topics, buses, streams, state machines, log groups."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.journal import Hop
from scaffold.rehearse.functions.live.permissions import resource_refusal


class Targets:
    """Delivers in the emulator. A delivery that fails is written down, and nobody is told: so it is in the cloud."""

    def __init__(self, live: Live) -> None:
        self.live = live
        live.deliver = self.deliver

    def deliver(self, arn: str, payload: Any, source: str, parameters: Mapping[str, Any] | None = None) -> bool:
        """Deliver a payload; whether that worked. `parameters` are those of the kind of target, by their members."""
        parts = arn.split(":")
        service = parts[2] if len(parts) > 5 else ""
        way = self._ways.get(service)
        hop = Hop("delivery", arn, source, event=payload)
        if way is None:
            hop.error = f"nothing is delivered to {service or arn} in a rehearsal"
            self.live.journal.note(hop)
            return False
        text = payload if isinstance(payload, str) else json.dumps(payload, default=str)
        try:
            way(self, parts, text, source, parameters or {})
        except Exception as error:
            hop.error = f"{type(error).__name__}: {getattr(error, 'message', '') or error}"
            self.live.journal.note(hop)
            return False
        if service != "lambda":
            self.live.journal.note(hop)
        return True

    def refused(self, arn: str, principal: str, for_: str) -> str:
        """Why a service may not send to a queue or a topic for something of its own; empty where it may, and for all
        else. Raises `LookupError` where it is not there."""
        parts = arn.split(":")
        if parts[2] == "sqs":
            from moto.sqs.models import sqs_backends

            queue: Any = sqs_backends[self.live.account][parts[3]].queues[parts[5]]
            return resource_refusal(queue.policy, f"queue {parts[5]}", "sqs:SendMessage", principal, for_)
        if parts[2] == "sns":
            from moto.sns.models import sns_backends

            topic: Any = sns_backends[self.live.account][parts[3]].topics[arn]
            return resource_refusal(topic.policy, f"topic {parts[5]}", "sns:Publish", principal, for_)
        return ""

    def _function(self, parts: list[str], text: str, source: str, _given: Mapping[str, Any]) -> None:
        kind, _, name = source.partition(" ")
        self.live.invoke_later(self.function(":".join(parts)), text, kind, name)

    def function(self, arn: str) -> Any:
        """The emulator's function of an ARN. Raises what it raises."""
        from moto.awslambda_simple.models import lambda_simple_backends

        return lambda_simple_backends[self.live.account][arn.split(":")[3]].get_function(arn)

    def _queue(self, parts: list[str], text: str, _source: str, given: Mapping[str, Any]) -> None:
        from moto.sqs.models import sqs_backends

        backend = sqs_backends[self.live.account][parts[3]]
        fifo = backend.get_queue(parts[5]).fifo_queue
        group = given.get("MessageGroupId") or ("rehearsal" if fifo else None)
        backend.send_message(
            parts[5], text, group_id=group,
            deduplication_id=given.get("MessageDeduplicationId") or (str(uuid.uuid4()) if fifo else None),
        )  # fmt: skip

    def _topic(self, parts: list[str], text: str, _source: str, _given: Mapping[str, Any]) -> None:
        from moto.sns.models import sns_backends

        sns_backends[self.live.account][parts[3]].publish(text, arn=":".join(parts))

    def _machine(self, parts: list[str], text: str, _source: str, _given: Mapping[str, Any]) -> None:
        from moto.stepfunctions.responses import get_backend

        arn, name = ":".join(parts), str(uuid.uuid4())
        get_backend(self.live.account, parts[3]).start_execution(state_machine_arn=arn, name=name, execution_input=text)

    def _bus(self, parts: list[str], text: str, _source: str, given: Mapping[str, Any]) -> None:
        from moto.events.models import events_backends

        said = json.loads(text)
        event = said if isinstance(said, dict) else {}
        own = {"source": given.get("Source"), "detail-type": given.get("DetailType")}
        detail = event.get("detail", event) if "detail-type" in event else event
        entry = {
            "Source": own["source"] or event.get("source") or "rehearsal",
            "DetailType": own["detail-type"] or event.get("detail-type") or "Event from a pipe",
            "Detail": json.dumps(detail),
            "EventBusName": parts[5].removeprefix("event-bus/"),
        }
        events_backends[self.live.account][parts[3]].put_events([entry])

    def _stream(self, parts: list[str], text: str, _source: str, given: Mapping[str, Any]) -> None:
        import base64

        from moto.kinesis.models import kinesis_backends

        key = given.get("PartitionKey") or str(uuid.uuid4())
        data = base64.b64encode(text.encode()).decode()
        backend = kinesis_backends[self.live.account][parts[3]]
        backend.streams[parts[5].removeprefix("stream/")].put_record(key, None, data)  # type: ignore[arg-type]

    def _delivery_stream(self, parts: list[str], text: str, _source: str, _given: Mapping[str, Any]) -> None:
        import base64

        from moto.firehose.models import firehose_backends

        record = {"Data": base64.b64encode(text.encode()).decode()}
        name = parts[5].removeprefix("deliverystream/")
        firehose_backends[self.live.account][parts[3]].put_record(name, record)  # type: ignore[arg-type]

    def _log_group(self, parts: list[str], text: str, _source: str, _given: Mapping[str, Any]) -> None:
        import time

        from moto.logs.models import logs_backends

        backend, group, stream = logs_backends[self.live.account][parts[3]], parts[6], str(uuid.uuid4())
        backend.create_log_stream(group, stream)
        backend.put_log_events(group, stream, [{"timestamp": int(time.time() * 1000), "message": text}])

    def _bucket(self, parts: list[str], text: str, source: str, _given: Mapping[str, Any]) -> None:
        from moto.s3.models import s3_backends

        key = f"aws/lambda/{source.replace(' ', '/')}/{uuid.uuid4()}"
        s3_backends[self.live.account]["aws"].put_object(parts[5], key, text.encode())

    _ways: Mapping[str, Callable[..., None]] = {
        "lambda": _function,
        "sqs": _queue,
        "sns": _topic,
        "states": _machine,
        "events": _bus,
        "kinesis": _stream,
        "firehose": _delivery_stream,
        "logs": _log_group,
        "s3": _bucket,
    }
