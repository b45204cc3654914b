"""Where the emulator's own ways end: its functions run nothing, and it calls them in the time of whoever writes."""

from __future__ import annotations

import base64
import json
import uuid
from typing import Any

from scaffold.rehearse.functions.live.invoking import Live, tail
from scaffold.rehearse.functions.live.streams import reader

#: What of a function's settings the emulator forgets.
_KEPT = ("DeadLetterConfig", "LoggingConfig")
_DELAY = 1.0


def attach(live: Live) -> None:
    """Let the emulator's functions run. Once in a process."""
    _functions(live)
    _mappings(live)
    _pipes(live)
    _executions()
    _buckets()
    _mails()
    _messages(live)


def _functions(live: Live) -> None:
    from moto.awslambda.models import LambdaBackend, LambdaFunction
    from moto.awslambda_simple.models import LambdaSimpleBackend

    make = LambdaFunction.__init__

    def remembering(self: Any, account_id: str, spec: dict[str, Any], *others: Any, **more: Any) -> None:
        make(self, account_id, spec, *others, **more)
        self.rehearsal = {name: spec[name] for name in _KEPT if spec.get(name)}

    def invoke(self: Any, body: Any, request_headers: Any, response_headers: Any) -> bytes:
        event = body.decode() if isinstance(body, bytes) else body or ""
        kind = (request_headers or {}).get("X-Amz-Invocation-Type") or "RequestResponse"
        if kind == "DryRun":
            return b""
        caller = live.caller((request_headers or {}).get("Authorization") or "")
        if kind == "Event":
            live.invoke_later(self, event, *caller)
            return b""
        answer = live.invoke(self, event, *caller)
        response_headers["x-amz-executed-version"] = "$LATEST"
        response_headers["x-amz-log-result"] = base64.b64encode(tail(answer)).decode()
        if answer.failed:
            response_headers["x-amz-function-error"] = "Unhandled"
        return answer.payload.encode()

    LambdaFunction.__init__ = remembering  # type: ignore[method-assign]
    LambdaFunction.invoke = invoke  # type: ignore[method-assign]
    LambdaSimpleBackend.invoke = LambdaBackend.invoke  # type: ignore[method-assign]


def _mappings(live: Live) -> None:
    """The emulator would call a function while somebody writes: it does not get to know of mappings."""
    from moto.awslambda.models import LambdaBackend

    make = LambdaBackend.create_event_source_mapping

    def create(self: Any, spec: dict[str, Any]) -> Any:
        mapping = make(self, spec)
        arn = mapping.event_source_arn
        stream = reader(arn, live.account)
        early = mapping.starting_position in ("TRIM_HORIZON", "AT_TIMESTAMP")
        mapping.rehearsal_start = {} if stream is None or early else stream.ends()  # type: ignore[attr-defined]
        _forget(arn, live.account)
        return mapping

    LambdaBackend.create_event_source_mapping = create  # type: ignore[method-assign]


def _pipes(live: Live) -> None:
    """A pipe that begins with the latest records leaves out what is there already."""
    from moto.pipes.models import EventBridgePipesBackend

    make = EventBridgePipesBackend.create_pipe

    def create(self: Any, *given: Any, **more: Any) -> Any:
        pipe = make(self, *given, **more)
        stream = reader(pipe.source, live.account)
        early = "TRIM_HORIZON" in json.dumps(pipe.source_parameters or {})
        pipe.rehearsal_start = {} if stream is None or early else stream.ends()  # type: ignore[attr-defined]
        return pipe

    EventBridgePipesBackend.create_pipe = create  # type: ignore[method-assign]


def _forget(arn: str, account: str) -> None:
    service, region, name = arn.split(":")[2], arn.split(":")[3], arn.split(":")[5]
    if service == "sqs":
        from moto.sqs.models import sqs_backends

        sqs_backends[account][region].queues[name].lambda_event_source_mappings.clear()
    elif service == "dynamodb":
        from moto.dynamodb.models import dynamodb_backends

        dynamodb_backends[account][region].tables[name.split("/")[1]].lambda_event_source_mappings.clear()
    elif service == "kinesis":
        from moto.kinesis.models import kinesis_backends

        kinesis_backends[account][region].streams[name.removeprefix("stream/")].lambda_event_source_mappings.clear()


def _executions() -> None:
    """Each execution of a state machine has a name of its own, where nobody gives one."""
    from moto.stepfunctions.parser.models import StepFunctionsParserBackend

    begin = StepFunctionsParserBackend.start_execution

    def start(self: Any, state_machine_arn: str, name: str | None = None, *given: Any, **more: Any) -> Any:
        return begin(self, state_machine_arn, name or str(uuid.uuid4()), *given, **more)

    StepFunctionsParserBackend.start_execution = start  # type: ignore[method-assign]


def _buckets() -> None:
    """A policy of a bucket refuses nobody here by a condition: who calls comes encrypted, and as whom is not known."""
    from moto.iam.access_control import IAMPolicy, PermissionResult
    from moto.s3.models import FakeBucket

    def permission(self: Any, action: str, resource: str) -> Any:
        if self.policy is None:
            return PermissionResult.NEUTRAL
        document = json.loads(self.policy)
        statements = document.get("Statement") or []
        statements = [statements] if isinstance(statements, dict) else statements
        kept = [
            {name: value for name, value in each.items() if name != "Condition"}
            for each in statements
            if each.get("Effect") != "Deny" or not each.get("Condition")
        ]
        return IAMPolicy(json.dumps({**document, "Statement": kept})).is_action_permitted(action, resource)

    FakeBucket.get_permission = permission  # type: ignore[method-assign]


def _mails() -> None:
    """Who may send mails is confirmed by a click: here everybody has clicked."""
    from moto.ses.models import SESBackend

    def verified(_self: Any, _source: str) -> bool:
        return True

    SESBackend._is_verified_address = verified  # type: ignore[method-assign,assignment]


def _messages(live: Live) -> None:  # noqa: ARG001 - as the others
    """Nobody waits here for what is declared to come later."""
    from moto.sqs.models import Message

    delay = Message.delay

    def soon(self: Any, delay_seconds: int) -> None:
        delay(self, min(int(delay_seconds), int(_DELAY)))

    Message.delay = soon  # type: ignore[method-assign]
