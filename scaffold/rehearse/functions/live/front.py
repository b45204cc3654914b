"""The door of the emulator: what goes to APIs and function URLs, what asks about the rehearsal, and all else.

Calls of functions are written down on their way to the emulator itself.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from scaffold.rehearse.functions.live.invoking import Live

Environ = dict[str, Any]
#: Answers a request: status with its words, headers, body.
Answer = tuple[str, list[tuple[str, str]], bytes]

_KEY = re.compile(r"Credential=(FUNCTION[0-9A-F]+)/\d+/([^/]+)/([^/]+)/")
_MOST_CALLS = 200


class Front:
    """A WSGI application around the emulator's. `web` and `control` answer by the host, or by the path."""

    def __init__(self, live: Live, app: Any, web: Any, control: Any) -> None:
        self._live, self._app, self._web, self._control = live, app, web, control

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer a request."""
        path, host = environ.get("PATH_INFO", ""), environ.get("HTTP_HOST", "")
        if path.startswith("/_rehearsal/"):
            return _sent(self._control(environ, path.removeprefix("/_rehearsal/")), start_response)
        if self._web.serves(host) and not path.startswith("/@connections"):
            return _sent(self._web(environ, host), start_response)
        if path == "/moto-api/reset":
            self._control.reset()
        return self._emulated(environ, start_response)

    def _emulated(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        found = _KEY.search(environ.get("HTTP_AUTHORIZATION", ""))
        if found is None:
            answer: Iterable[bytes] = self._app(environ, start_response)
            return answer
        key, name = found[1], f"{found[3]} {_operation(environ)}"
        calls = self._live.calls.setdefault(key, [])

        def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            fault = next((value for header, value in headers if header.lower() == "x-amzn-errortype"), "")
            calls.append(f"{name} {status[:3]}{' ' + fault if fault else ''}")
            del calls[:-_MOST_CALLS]
            return start_response(status, headers, *more)

        watched: Iterable[bytes] = self._app(environ, started)
        return watched


def _operation(environ: Environ) -> str:
    """What is asked of a service."""
    target = str(environ.get("HTTP_X_AMZ_TARGET", ""))
    if target:
        return target.rpartition(".")[2]
    if str(environ.get("CONTENT_TYPE", "")).startswith("application/x-www-form-urlencoded"):
        action = parse_qs(body_of(environ).decode("utf-8", "replace")).get("Action")
        if action:
            return action[0]
    return f"{environ.get('REQUEST_METHOD')} {environ.get('PATH_INFO')}"


def body_of(environ: Environ) -> bytes:
    """The body of a request, which can be read again."""
    try:
        size = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = 0
    chunked = environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
    body: bytes = environ["wsgi.input"].read() if chunked else environ["wsgi.input"].read(size) if size else b""
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    return body


def _sent(answer: Answer, start_response: Callable[..., Any]) -> Iterable[bytes]:
    status, headers, body = answer
    start_response(status, [*headers, ("Content-Length", str(len(body)))])
    return [body]
