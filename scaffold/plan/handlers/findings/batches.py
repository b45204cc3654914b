"""What becomes of events that a function fails on: timeouts, batches, and errors that nobody gets to see."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.catalog.checks.looking import as_number
from scaffold.model.functions import Code, Function, SdkCall, Trigger
from scaffold.plan.handlers.findings.base import Ground, Remark, listed, read_code

#: What a queue hides messages for, where nobody says.
_VISIBILITY = 30
#: Triggers that send again what the function fails on, and what they do with what it does not.
_LOST = {
    "queue": "the message is deleted",
    "table-stream": "the stream goes on to the next record",
    "stream": "the stream goes on to the next record",
    "topic": "the message counts as delivered",
    "pipe": "the pipe takes the event for processed",
    "bucket": "the event counts as processed",
    "rule": "the event counts as processed",
}
_BATCHES = frozenset({"queue", "table-stream", "stream"})
#: Triggers that wait for an answer: what is caught and answered is not lost.
_ANSWERED = frozenset({"rest-api", "http-api", "function-url", "user-pool", "authorizer", "state-machine"})
#: Calls whose failure need not fail an event, because they only tell how things went.
_TELLING = frozenset({"cloudwatch", "logs", "xray"})
#: Calls that many make beside the work itself.
_NOTIFYING = frozenset({"sns", "ses", "sesv2", "events"})


def queue_timeout(function: Function, ground: Ground) -> Iterator[Remark]:
    """A function that may run for longer than its queue hides messages."""
    for trigger in function.triggers:
        queue = ground.resource(trigger.source) if trigger.kind == "queue" else None
        if queue is None or queue.type != "aws_sqs_queue":
            continue
        value = queue.attributes.get("visibility_timeout_seconds")
        hidden = _VISIBILITY if value is None else as_number(value)
        if hidden is not None and function.timeout > hidden:
            title = ground.title(trigger.source)
            sentence = (
                f"{function.title} may run for {function.timeout} s, and {title} shows messages again after {hidden} s"
            )
            hint = f"Set visibility_timeout_seconds of {title} to {6 * function.timeout}, or lower the timeout."
            yield Remark("lambda-queue-timeout", sentence, trigger.position, hint)


def partial_failures(function: Function, ground: Ground) -> Iterator[Remark]:
    """Batches whose handler does not say what failed, or says it to nobody."""
    code = read_code(function)
    if code is None:
        return
    for trigger in function.triggers:
        if trigger.kind not in _BATCHES:
            continue
        source = ground.title(trigger.source) if trigger.source else "its source"
        found = _unasked(function, code, source, trigger) or _unsaid(function, code, source, trigger)
        if found:
            yield found


def _unasked(function: Function, code: Code, source: str, trigger: Trigger) -> Remark | None:
    """A handler that reports failures to a mapping that does not ask for them: what failed counts as done."""
    if not code.reports_failures or trigger.reports:
        return None
    sentence = f"{function.title} reports which records of {source} failed, and nobody asks: they are lost"
    hint = 'Set function_response_types = ["ReportBatchItemFailures"] on the event source mapping.'
    return Remark("lambda-partial-failures", sentence, trigger.position, hint)


def _unsaid(function: Function, code: Code, source: str, trigger: Trigger) -> Remark | None:
    """A batch of which one record may fail, and all are processed again."""
    if code.reports_failures or (trigger.batch is not None and trigger.batch <= 1):
        return None
    if not trigger.reports and not _may_fail(code):
        return None
    asked = "is asked which records failed" if trigger.reports else f"gets up to {trigger.batch} records at once"
    if not trigger.reports and trigger.batch is None:
        asked = "gets records in batches"
    sentence = f"{function.title} {asked} from {source}, and does not say which failed: all of them are sent again"
    hint = "Return batchItemFailures with the ids of the records that failed"
    hint += "." if trigger.reports else ', and set function_response_types = ["ReportBatchItemFailures"].'
    return Remark("lambda-partial-failures", sentence, code.position or trigger.position, hint)


def _may_fail(code: Code) -> bool:
    """Whether working on one record may surely end the whole invocation."""
    calls = (call.guard.outcome for call in code.calls if call.looped)
    uses = (
        use.guard.outcome for use in code.uses if use.required and use.path[:1] == ("Records",) and "(json)" in use.path
    )
    return "escapes" in calls or "escapes" in uses


def swallowed(function: Function, ground: Ground) -> Iterator[Remark]:
    """Failures that are caught and not raised again, where only an error would have the event sent again."""
    code = read_code(function)
    triggers = [trigger for trigger in function.triggers if trigger.kind in _LOST]
    if code is None or not triggers:
        return
    alone = not any(trigger.kind in _ANSWERED for trigger in function.triggers)
    for outcome in ("swallowed", "answered"):
        calls = [call for call in _work(code) if call.guard.outcome == outcome and (alone or call.looped)]
        if calls:
            yield _swallowing(function, ground, triggers[0], calls)


def _work(code: Code) -> list[SdkCall]:
    """The calls that change something, without those that are only made beside the work."""
    writes = [call for call in code.calls if call.writes and call.service not in _TELLING and not call.at_import]
    main = [call for call in writes if call.service not in _NOTIFYING]
    return main or writes


def _swallowing(function: Function, ground: Ground, trigger: Trigger, calls: list[SdkCall]) -> Remark:
    what = listed([call.operation for call in calls], "or")
    statuses = sorted({status for call in calls for status in call.guard.statuses})
    does = f"answers {listed([str(status) for status in statuses], 'or')}" if statuses else "goes on"
    if calls[0].guard.outcome == "answered" and not statuses:
        does = "returns"
    source = f" of {ground.title(trigger.source)}" if trigger.source else ""
    lost = _LOST[trigger.kind].replace("the message", f"the message{source}", 1)
    sentence = f"{function.title} {does} where {what} fails, and {lost}"
    hint = "Raise the error again, or report the record in batchItemFailures, so that it is sent again."
    return Remark("lambda-swallowed-failures", sentence, calls[0].position, hint)


def pipe_batch(function: Function, ground: Ground) -> Iterator[Remark]:
    """A function behind a pipe that takes its event for an object."""
    code = read_code(function)
    if code is None or not any(trigger.kind == "pipe" for trigger in function.triggers):
        return
    if any(not use.path or use.path[0] == "*" or use.path[0].isdigit() for use in code.uses):
        return
    pipe = next(trigger for trigger in function.triggers if trigger.kind == "pipe")
    named = next((use for use in code.uses if not use.path[0].startswith("(")), None)
    if named is not None and all(trigger.kind == "pipe" for trigger in function.triggers):
        sentence = (
            f"{function.title} takes {named.path[0]} out of its event, and {ground.title(pipe.address)} sends an array"
        )
        hint = "Go through the records of the array, or take the first one with batch_size = 1."
        yield Remark("lambda-pipe-batch", sentence, named.position, hint)
