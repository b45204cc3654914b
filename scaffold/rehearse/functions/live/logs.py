"""What functions print, in the emulator's log groups."""

from __future__ import annotations

import time
from typing import Any

from scaffold.rehearse.functions.live.processes import Answer

_STREAM = "rehearsal"


def write_logs(function: Any, request: str, answer: Answer, seconds: float) -> None:
    """Write the lines of an invocation to its function's log group, which is made where it is not there."""
    from moto.logs.models import logs_backends

    logging = getattr(function, "rehearsal", {}).get("LoggingConfig") or {}
    group = str(logging.get("LogGroup") or f"/aws/lambda/{function.function_name}")
    backend = logs_backends[function.account_id][function.region]
    if group not in backend.groups:
        backend.create_log_group(group, {})
    if _STREAM not in backend.groups[group].streams:
        backend.create_log_stream(group, _STREAM)
    lines = [
        f"START RequestId: {request} Version: $LATEST",
        *(line.replace("\r", "\n") for line in answer.logs.split("\n")),
    ]
    if answer.failed:
        lines.append(f"[ERROR] {answer.payload}")
    lines += [f"END RequestId: {request}", f"REPORT RequestId: {request}\tDuration: {seconds * 1000:.2f} ms"]
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": line} for line in lines if line]
    backend.put_log_events(group, _STREAM, events)
