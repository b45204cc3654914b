"""Runs one Python function, warm, as Lambda does: requests come in as lines of JSON, answers go out as lines that begin
with a mark that only its parent knows. All that the function prints goes the same way, without the mark.

It is run by its path, in a process of its own, and imports nothing of ours. What it needs is in its environment.
"""

from __future__ import annotations

import base64
import builtins
import decimal
import hmac
import importlib
import io
import json
import logging
import os
import secrets
import sys
import time
import traceback
import types
from collections.abc import Callable
from typing import Any

_MARK = os.environ.pop("_REHEARSAL_MARK", "").encode()


def _say(**said: Any) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    line = _MARK + json.dumps(said).encode() + b"\n"
    while line:
        line = line[os.write(1, line) :]


class _Request:
    """What the log says of the request that is being answered."""

    id = ""


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        if os.environ.get("AWS_LAMBDA_LOG_FORMAT") != "JSON":
            return text.replace("\n", "\r")
        own = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
        more = {name: value for name, value in vars(record).items() if name not in own}
        said: dict[str, Any] = {"level": record.levelname, "message": record.getMessage(), "requestId": _Request.id}
        if record.exc_info:
            said |= {
                "errorType": record.exc_info[0] and record.exc_info[0].__name__,
                "errorMessage": str(record.exc_info[1]),
            }
            said["stackTrace"] = self.formatException(record.exc_info).splitlines()
        return json.dumps({**said, **more}, default=str)


def _logs() -> None:
    """The root logger writes, as it does in Lambda."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_Lines("[%(levelname)s]\t%(asctime)s\t%(message)s"))
    logging.getLogger().addHandler(handler)


def _noting(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """The same, and its parent gets to know what was compared: signatures of requests are found so."""

    def compared(one: Any, other: Any) -> bool:
        pair = [each.encode() if isinstance(each, str) else bytes(each) for each in (one, other)]
        _say(compared=[base64.b64encode(each).decode() for each in pair])
        return compare(one, other)

    return compared


class _Context:
    """What Lambda tells a function of its invocation."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.aws_request_id = asked["id"]
        self.invoked_function_arn = asked["arn"]
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME", "")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME", "")
        self.client_context = None
        self.identity = types.SimpleNamespace(cognito_identity_id=None, cognito_identity_pool_id=None)
        self._deadline = time.time() + asked["seconds"]

    def get_remaining_time_in_millis(self) -> int:
        """How long the invocation may still take."""
        return max(0, int((self._deadline - time.time()) * 1000))


class _Moved:
    """Lambda's `/tmp` is a folder of its own here. What of ours lies there too stays where it is."""

    def __init__(self) -> None:
        ours = [os.environ["TMPDIR"], os.environ["LAMBDA_TASK_ROOT"], sys.prefix, sys.base_prefix, *sys.path]
        self._ours = tuple(os.path.abspath(each) for each in ours if each)
        self._own = os.environ["TMPDIR"]

    def place(self, path: Any) -> Any:
        """Where a path leads."""
        text = os.fspath(path) if isinstance(path, str | os.PathLike) else None
        if not isinstance(text, str) or not (text == "/tmp" or text.startswith("/tmp/")) or text.startswith(self._ours):
            return path
        return self._own + text.removeprefix("/tmp")

    def wrapped(self, call: Callable[..., Any], paths: int) -> Callable[..., Any]:
        """The same, with its first arguments as places."""

        def moved(*given: Any, **more: Any) -> Any:
            return call(*(self.place(each) if at < paths else each for at, each in enumerate(given)), **more)

        return moved

    def attach(self) -> None:
        """Let all that opens, makes, lists and removes go there."""
        builtins.open = io.open = self.wrapped(builtins.open, 1)
        one = ("open", "mkdir", "remove", "unlink", "rmdir", "stat", "lstat", "listdir", "scandir", "chmod", "utime")
        for name in one:
            setattr(os, name, self.wrapped(getattr(os, name), 1))
        for name in ("rename", "replace", "link"):
            setattr(os, name, self.wrapped(getattr(os, name), 2))


def _plain(value: Any) -> Any:
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _fault(error: BaseException, kind: str = "") -> dict[str, Any]:
    """An error as Lambda answers it, without the frames of this file."""
    own = os.path.abspath(__file__)
    frames = [each for each in traceback.extract_tb(error.__traceback__) if each.filename != own]
    frames = [each for each in frames if not each.filename.startswith("<frozen")]
    return {
        "errorMessage": str(error),
        "errorType": kind or type(error).__name__,
        "stackTrace": traceback.format_list(frames),
    }


def _loaded(handler: str) -> Callable[[Any, Any], Any]:
    """The handler. Raises what its module raises."""
    module, _, name = handler.rpartition(".")
    if not module:
        raise ImportError(f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)")
    name_of = module.replace("/", ".")
    found = importlib.import_module(name_of)
    if not hasattr(found, name):
        raise AttributeError(f"Handler '{name}' missing on module '{name_of}'")
    handle: Callable[[Any, Any], Any] = getattr(found, name)
    return handle


def _answered(handle: Callable[[Any, Any], Any], asked: dict[str, Any]) -> dict[str, Any]:
    try:
        result = handle(json.loads(asked["event"]), _Context(asked))
    except SystemExit as error:
        return {"error": _fault(error, "Runtime.ExitError")}
    except BaseException as error:
        return {"error": _fault(error)}
    try:
        return {"result": json.dumps(result, default=_plain)}
    except (TypeError, ValueError) as error:
        fault = _fault(TypeError(f"Unable to marshal response: {error}"), "Runtime.MarshalError")
        return {"error": {**fault, "stackTrace": []}}


def main() -> None:
    """Load the handler, say how that went, and answer until the input ends."""
    os.dup2(1, 2)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    hmac.compare_digest = secrets.compare_digest = _noting(hmac.compare_digest)
    _logs()
    _Moved().attach()
    task = os.environ["LAMBDA_TASK_ROOT"]
    os.chdir(task)
    sys.path[:] = [task, *filter(None, os.environ.get("_REHEARSAL_LAYERS", "").split(os.pathsep)), *sys.path[1:]]
    try:
        handle = _loaded(os.environ["_HANDLER"])
    except BaseException as error:
        kind = "Runtime.ImportModuleError" if isinstance(error, ImportError) else type(error).__name__
        fault = _fault(error, kind)
        if isinstance(error, ImportError):
            fault["errorMessage"] = f"Unable to import module '{os.environ['_HANDLER'].rpartition('.')[0]}': {error}"
        elif isinstance(error, AttributeError) and "missing on module" in str(error):
            fault["errorType"] = "Runtime.HandlerNotFound"
        _say(failed=fault)
        return
    _say(ready=True)
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        _Request.id = asked["id"]
        _say(id=asked["id"], **_answered(handle, asked))


if __name__ == "__main__":
    main()
