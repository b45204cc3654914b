"""Calls a function for a request, and takes its answer back."""

from __future__ import annotations

import json
from typing import Any

from scaffold.rehearse.functions.live.front import Answer
from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.journal import Hop
from scaffold.rehearse.functions.live.permissions import refusal
from scaffold.rehearse.functions.live.web.answers import MalformedError, message, proxied

_GATEWAY = "apigateway.amazonaws.com"


def function_of(live: Live, uri: str) -> Any:
    """The emulator's function that an integration's address names; nothing where it names none."""
    from moto.awslambda_simple.models import lambda_simple_backends

    start = uri.find("arn:", 4) if "/functions/" in uri else 0
    arn = uri[start:].removesuffix("/invocations")
    parts = arn.split(":")
    if len(parts) < 7 or parts[2] != "lambda":
        return None
    backend = lambda_simple_backends[live.account][parts[3]]
    try:
        return backend.get_function(":".join(parts[:8]))
    except Exception:
        return None


class Gate:
    """The way from a request to a function. `fault` is what clients get where something is wrong behind it."""

    def __init__(self, live: Live, name: str, fault: tuple[int, str], refused: tuple[int, str] | None = None) -> None:
        self.live, self.name, self.fault, self.refused = live, name, fault, refused or fault

    def call(
        self, function: Any, event: Any, hop: Hop, source: str, *, second: bool = False, loose: bool = False
    ) -> Answer:
        """Call the function behind a request. `source` is the ARN that its permission must be for, empty where it needs
        none; `second` and `loose` say how its answer is read."""
        hop.target = f"function {function.function_name}" if function is not None else hop.target
        reason = "the function behind it is not there" if function is None else ""
        if function is not None and source:
            reason = refusal(function, _GATEWAY, source)
        if reason:
            hop.error = reason
            return self._noted(hop, message(*self.refused))
        answer = self.live.invoke(function, json.dumps(event), "request", self.name)
        if answer.failed:
            hop.error = answer.hop.error if answer.hop else "the function failed"
            return self._noted(hop, message(*self.fault))
        try:
            result = json.loads(answer.payload)
            return self._noted(hop, proxied(result, second=second, inferring=loose))
        except MalformedError as error:
            hop.error = f"the function's answer is malformed: {error}"
            if answer.hop is not None:
                answer.hop.remarks.append(f"its answer is none that an API takes: {error}")
            return self._noted(hop, message(*self.fault))

    def _noted(self, hop: Hop, answer: Answer) -> Answer:
        hop.result = answer[0]
        self.live.journal.note(hop)
        return answer

    def refuse(self, hop: Hop, status: int, text: str, reason: str) -> Answer:
        """Do not let a request in."""
        hop.details["refused"] = reason
        return self._noted(hop, message(status, text))
