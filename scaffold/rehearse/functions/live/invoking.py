"""Invokes functions: at once or later, with retries and destinations, and notes what came of it."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from scaffold.rehearse.functions.live.journal import Hop, Journal
from scaffold.rehearse.functions.live.logs import write_logs
from scaffold.rehearse.functions.live.processes import Answer, Known, Pool, Settings, Start, environment
from scaffold.rehearse.functions.live.remarks import remarks

#: How long is waited before a failed event is sent again, in seconds. The cloud waits minutes.
PAUSE = 0.3
#: How often an event is sent again where nobody says otherwise.
_RETRIES = 2
_TAIL = 4096


class Live:
    """Functions that run, and what they are called with. One for an emulator.

    `deliver` sends something to what an ARN names; it is given once it is known how.
    """

    def __init__(self, account: str, endpoint: str, start: Start) -> None:
        self.account = account
        self.endpoint = endpoint
        self.journal = Journal()
        self.calls: dict[str, list[str]] = {}
        self.deliver: Callable[[str, Any, str], Any] = lambda _arn, _payload, _source: None
        self._start = start
        self._functions: dict[tuple[str, str], Known] = {}
        self._later = ThreadPoolExecutor(8, "later")
        self.stopping = threading.Event()
        self.pool = Pool(start, self.journal.compare)

    def know(self, functions: list[Known]) -> None:
        """Take up functions."""
        self._functions.update({(each.region, each.name): each for each in functions})

    def known(self, region: str, name: str) -> Known | None:
        """The function of this name, where its code is known."""
        return self._functions.get((region, name))

    @property
    def functions(self) -> list[Known]:
        """All functions whose code is known."""
        return list(self._functions.values())

    def reset(self) -> None:
        """Forget everything: another deployment begins."""
        self.stopping.set()
        self.pool.stop()
        self._functions.clear()
        self.stopping = threading.Event()
        self.pool = Pool(self._start, self.journal.compare)

    def caller(self, authorization: str) -> tuple[str, str]:
        """Who calls a function by the API, as the signature of the call says: the kind, and the name."""
        key = authorization.partition("Credential=")[2].partition("/")[0]
        name = self.pool.names.get(key)
        if name:
            return "function", name
        # The emulator's state machines sign so.
        return ("state machine", "") if key == "ak" else ("invoke", "")

    def trouble(self, where: str, error: Exception) -> None:
        """Note that the rehearsal itself stumbled."""
        self.journal.note(Hop("trouble", where, error=f"{type(error).__name__}: {error}"))

    def invoke(self, function: Any, event: str, kind: str, source: str, attempt: int = 1) -> Answer:
        """Invoke one of the emulator's functions and wait. `kind` and `source` say where the event comes from."""
        known = self.known(function.region, function.function_name)
        request = str(uuid.uuid4())
        hop = Hop("invocation", f"function {function.function_name}", f"{kind} {source}".strip(), attempt=attempt)
        hop.function, hop.event = function.function_name, _parsed(event)
        with self.journal.busy():
            began = time.monotonic()
            answer = self._answer(known, function, event, request)
            hop.seconds = round(time.monotonic() - began, 3)
        if known is not None:
            hop.address = known.address
            hop.calls = self.calls.pop(answer.key, [])
            with contextlib.suppress(Exception):
                write_logs(function, request, answer, hop.seconds)
        result = _parsed(answer.payload)
        if answer.failed and isinstance(result, dict):
            hop.error = f"{result.get('errorType', 'Error')}: {result.get('errorMessage', '')}"
            hop.details = result
        else:
            hop.result = result
        hop.logs, hop.remarks = answer.logs, remarks(kind, answer, result)
        answer.hop = self.journal.note(hop)
        return answer

    def _answer(self, known: Known | None, function: Any, event: str, request: str) -> Answer:
        if function.reserved_concurrency is not None and int(function.reserved_concurrency) == 0:
            return _fault("TooManyRequestsException", "Rate Exceeded: no execution is reserved for the function")
        if known is None or known.reason:
            reason = known.reason if known else "its code is not known"
            return Answer(event or "null", False, f"{function.function_name} was not run: {reason}\n")
        return self.pool.call(known, self._settings(known, function), event or "{}", request)

    def _settings(self, known: Known, function: Any) -> Settings:
        facts = {
            "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
            "AWS_LAMBDA_LOG_GROUP_NAME": group_of(function),
            "AWS_LAMBDA_LOG_STREAM_NAME": "rehearsal",
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        }
        logging = getattr(function, "rehearsal", {}).get("LoggingConfig") or {}
        if logging.get("LogFormat") == "JSON":
            facts["AWS_LAMBDA_LOG_FORMAT"] = "JSON"
        declared = {name: str(value) for name, value in (function.environment_vars or {}).items()}
        variables = environment(declared, known, self.endpoint, facts)
        return Settings(
            variables, float(function.timeout or 3), int(function.memory_size or 128), function.function_arn
        )

    def soon(self, work: Callable[[], None]) -> None:
        """Do something in another thread; it counts as under way until it is done."""
        busy = self.journal.busy()
        busy.__enter__()

        def run() -> None:
            try:
                work()
            finally:
                busy.__exit__(None, None, None)

        self._later.submit(run)

    def invoke_later(self, function: Any, event: str, kind: str, source: str) -> None:
        """Invoke a function as AWS does for whoever does not wait: again where it fails, and in the end elsewhere."""
        self.soon(lambda: self._again_and_again(function, event, kind, source))

    def _again_and_again(self, function: Any, event: str, kind: str, source: str) -> None:
        settings: dict[str, Any] = next((each.config for each in function.event_invoke_config), {})
        retries = settings.get("MaximumRetryAttempts")
        attempts = 1 + (_RETRIES if retries is None else int(retries))
        stopping = self.stopping
        for attempt in range(1, attempts + 1):
            answer = self.invoke(function, event, kind, source, attempt)
            if not answer.failed or stopping.wait(PAUSE if attempt < attempts else 0):
                break
        self._done(function, event, answer, settings, attempts)

    def _done(self, function: Any, event: str, answer: Answer, settings: Any, attempts: int) -> None:
        """Send on what became of an event that nobody waits for."""
        kind = "OnFailure" if answer.failed else "OnSuccess"
        place = ((settings.get("DestinationConfig") or {}).get(kind) or {}).get("Destination")
        source = f"function {function.function_name}"
        if place:
            self.deliver(place, _told(function, event, answer, attempts), source)
        letters = (getattr(function, "rehearsal", {}).get("DeadLetterConfig") or {}).get("TargetArn")
        if not answer.failed:
            return
        if letters:
            self.journal.note(
                Hop("dead-letter", letters, source, function=function.function_name, event=_parsed(event))
            )
            self.deliver(letters, event, source)
        elif not place:
            reason = f"the event was given up after {attempts} attempts, and nothing takes what is given up"
            self.journal.note(
                Hop("dead-letter", "", source, function.function_name, error=reason, event=_parsed(event))
            )


def group_of(function: Any) -> str:
    """The name of the log group of a function."""
    logging = getattr(function, "rehearsal", {}).get("LoggingConfig") or {}
    return str(logging.get("LogGroup") or f"/aws/lambda/{function.function_name}")


def tail(answer: Answer) -> bytes:
    """The end of the logs, as an answer's header has them."""
    return answer.logs.encode()[-_TAIL:]


def _fault(kind: str, text: str) -> Answer:
    return Answer(json.dumps({"errorType": kind, "errorMessage": text}), True)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def _told(function: Any, event: str, answer: Answer, attempts: int) -> str:
    """What a destination is sent."""
    failed = answer.failed
    response = {"statusCode": 200, "executedVersion": "$LATEST", **({"functionError": "Unhandled"} if failed else {})}
    document = {
        "version": "1.0",
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": f"{function.function_arn}:$LATEST",
            "condition": "RetriesExhausted" if failed else "Success",
            "approximateInvokeCount": attempts if failed else 1,
        },
        "requestPayload": _parsed(event),
        "responseContext": response,
        "responsePayload": _parsed(answer.payload),
    }
    return json.dumps(document)
