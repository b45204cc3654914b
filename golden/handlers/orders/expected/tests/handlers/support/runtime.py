"""What Lambda surrounds a function with: its environment, its context, its logger."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from .world import ACCOUNT

#: For how many seconds a call may go on, whatever the function's own limit is.
PATIENCE = 20
#: Of the machine, only what Python itself needs to find its way.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")
_SDK = ("boto3", "botocore", "moto", "s3transfer", "urllib3")
_LOCAL = ("127.0.0.1", "::1", "localhost")


class Context:
    """The context of an invocation, as Lambda gives it."""

    function_version = "$LATEST"
    client_context = None

    def __init__(self, name: str, region: str, timeout: int, memory: int) -> None:
        self.function_name = name
        self.invoked_function_arn = f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}"
        self.memory_limit_in_mb = str(memory)
        self.aws_request_id = str(uuid.uuid4())
        self.log_group_name = f"/aws/lambda/{name}"
        self.log_stream_name = "2026/01/01/[$LATEST]" + "0" * 32
        self.identity = Identity()
        self._end = time.monotonic() + timeout

    def get_remaining_time_in_millis(self) -> int:
        """How long the function may go on."""
        return max(0, int((self._end - time.monotonic()) * 1000))

    def log(self, message: str) -> None:
        """Writes to the function's log."""
        print(message)


class Identity:
    """Who called, where a mobile application did: nobody."""

    cognito_identity_id = None
    cognito_identity_pool_id = None


def variables(
    name: str, region: str, memory: int, handler: str, runtime: str, folder: Path
) -> Mapping[str, str]:
    """The environment as Lambda sets it, with credentials that are none.

    Nothing is traced, nothing is tried again, and no settings of this machine count.
    """
    return {
        "_HANDLER": handler,
        "_X_AMZN_TRACE_ID": f"Root=1-{'0' * 8}-{'0' * 24};Parent={'0' * 16};Sampled=0",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(memory),
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "2026/01/01/[$LATEST]" + "0" * 32,
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_REGION": region,
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_SESSION_TOKEN": "testing",
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_XRAY_CONTEXT_MISSING": "LOG_ERROR",
        "AWS_XRAY_SDK_ENABLED": "false",
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "LAMBDA_TASK_ROOT": str(folder),
        "LANG": "en_US.UTF-8",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "TZ": ":UTC",
    }


@contextmanager
def environment(given: Mapping[str, str]) -> Iterator[None]:
    """The environment is this one; afterwards, it is what it was."""
    before = dict(os.environ)
    _set({key: before[key] for key in _KEPT if key in before} | dict(given))
    try:
        yield
    finally:
        _set(before)


def _set(variables: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)
    if hasattr(time, "tzset"):
        time.tzset()


#: How many calls are going on that have no network.
_unplugged: list[bool] = []
_connect, _resolve = socket.socket.connect, socket.getaddrinfo


def _connected(self: Any, address: Any) -> Any:
    _refuse(address[0] if isinstance(address, tuple) else None)
    return _connect(self, address)


def _resolved(host: Any, *arguments: Any, **named: Any) -> Any:
    _refuse(host)
    return _resolve(host, *arguments, **named)


def _refuse(place: Any) -> None:
    if _unplugged and not _is_local(place):
        told = f"there is no network in these tests: {place}"
        raise OSError(errno.ENETUNREACH, told)


@contextmanager
def unplugged() -> Iterator[None]:
    """There is no network but on this machine itself."""
    _unplugged.append(True)
    try:
        with ExitStack() as stack:
            patch = mock.patch.object
            stack.enter_context(patch(socket.socket, "connect", _connected))
            stack.enter_context(patch(socket, "getaddrinfo", _resolved))
            yield
    finally:
        _unplugged.pop()


def _is_local(place: Any) -> bool:
    name = place.decode() if isinstance(place, bytes) else place
    return name is None or name in _LOCAL


class TimedOut(BaseException):
    """That a function goes on for too long; as Lambda's end of it, nobody catches it."""


@contextmanager
def limited() -> Iterator[None]:
    """A call that takes too long is ended, where this machine can."""
    able = hasattr(signal, "setitimer")
    if not able or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: Any) -> None:
        raise TimedOut(f"the function goes on for more than {PATIENCE} seconds")

    usual = signal.signal(signal.SIGALRM, end)
    before = signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *before)
        signal.signal(signal.SIGALRM, usual)


class Lines(logging.Handler):
    """Keeps what is logged, one text a record."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps a record, and the error in it; libraries of the SDK do not count."""
        if record.name.partition(".")[0] in _SDK:
            return
        line = f"{record.levelname} {record.getMessage()}"
        if record.exc_info and record.exc_info[1]:
            error = record.exc_info[1]
            line += f" ({type(error).__name__}: {error})"
        self.lines.append(line)


@contextmanager
def logged() -> Iterator[list[str]]:
    """What the function logs; loggers are afterwards what they were.

    As in Lambda, the root logger has a handler before the function is loaded.
    """
    root, lines = logging.getLogger(), Lines()
    manager: Any = logging.root.manager
    before = {name: _state(each) for name, each in manager.loggerDict.items()}
    state, disabled = _state(root), manager.disable
    root.handlers.insert(0, lines)
    try:
        yield lines.lines
    finally:
        manager.disable = disabled
        _restore(root, state)
        for name, each in list(manager.loggerDict.items()):
            if name in before:
                _restore(each, before[name])
            elif getattr(each, "handlers", None):
                del manager.loggerDict[name]
        manager._clear_cache()


_STATE = ("handlers", "filters", "level", "propagate", "disabled")


def _state(logger: Any) -> Mapping[str, Any]:
    found = {name: getattr(logger, name) for name in _STATE if hasattr(logger, name)}
    return {
        key: list(item) if isinstance(item, list) else item
        for key, item in found.items()
    }


def _restore(logger: Any, state: Mapping[str, Any]) -> None:
    for name, value in state.items():
        setattr(logger, name, value)
