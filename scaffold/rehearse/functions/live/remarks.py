"""What looks wrong about an invocation although nothing says that it is."""

from __future__ import annotations

import json
import re
from typing import Any

from scaffold.rehearse.functions.live.processes import Answer

#: Who waits for an answer and takes a status for what it is.
_ASKING = frozenset({"request", "invoke", "state machine", "function", "authorizer", ""})
_ERROR = re.compile(r"^(\[(ERROR|CRITICAL)\]\t|Traceback \(most recent|\S+Z\t\S*\tERROR\t)", re.MULTILINE)
_LEVEL = re.compile(r'"level":\s*"(ERROR|CRITICAL|error)"')


def remarks(kind: str, answer: Answer, result: Any) -> list[str]:
    """The remarks about an invocation by something of this kind."""
    if answer.failed:
        return []
    found = [answer.slow] if answer.slow else []
    status = result.get("statusCode") if isinstance(result, dict) else None
    if kind not in _ASKING and isinstance(status, int) and status >= 400:
        found.append(f"it answered {status}, which a {kind} takes for success: the event is not sent again")
    refused = isinstance(status, int) and status >= 400
    told = refused or (isinstance(result, dict) and result.get("batchItemFailures"))
    line = "" if told else complaint(answer.logs)
    if line:
        found.append(f"it returned as if nothing had been, but its log says: {line}")
    return found


def complaint(logs: str) -> str:
    """The line of the logs that says what went wrong, empty where none does."""
    for line in logs.split("\n"):
        if _LEVEL.search(line):
            try:
                said = json.loads(line)
            except ValueError:
                return line.strip()[:500]
            error = said.get("errorMessage") or said.get("exception") or ""
            return " ".join(f"{said.get('message', '')} {error}".split())[:500]
    found = _ERROR.search(logs)
    if found is None:
        return ""
    parts = logs[found.start() :].split("\n")[0].split("\r")
    last = next((part.strip() for part in reversed(parts) if part.strip()), "")
    first = parts[0].strip()
    return (first if first == last else f"{first} ... {last}")[:500]
