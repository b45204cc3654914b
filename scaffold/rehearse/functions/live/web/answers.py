"""What functions answer, as what goes back to the client."""

from __future__ import annotations

import base64
import binascii
import http
import json
from typing import Any

from scaffold.rehearse.functions.live.front import Answer


class MalformedError(Exception):
    """The function's answer is none that an API takes; the message says why."""


def message(status: int, text: str) -> Answer:
    """An answer of the API itself."""
    return finished(status, [("Content-Type", "application/json")], json.dumps({"message": text}).encode())


def finished(status: int, headers: list[tuple[str, str]], body: bytes) -> Answer:
    """An answer."""
    words = http.HTTPStatus(status).phrase if status in http.HTTPStatus._value2member_map_ else "Status"
    kept = [(name, _line(value)) for name, value in headers if name.lower() not in ("content-length", "connection")]
    return f"{status} {words}", kept, body


def _line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


def proxied(result: Any, *, second: bool = False, inferring: bool = False) -> Answer:
    """The answer that a function's result says. `second`: version 2.0 of the payload, with cookies. `inferring`: what
    has no status is a body. Raises `MalformedError`."""
    if inferring and not (isinstance(result, dict) and "statusCode" in result):
        text = result if isinstance(result, str) else json.dumps(result)
        return finished(200, [("Content-Type", "application/json")], text.encode())
    if not isinstance(result, dict):
        raise MalformedError(f"it answered {_named(result)} and no object with a statusCode")
    status = _status(result.get("statusCode"))
    headers = _headers(result, second)
    body: Any = result.get("body")
    if body is not None and not isinstance(body, str):
        raise MalformedError(f"its body is {_named(body)} and no text")
    content = (body or "").encode()
    if result.get("isBase64Encoded"):
        try:
            content = base64.b64decode(body or "", validate=True)
        except binascii.Error as error:
            raise MalformedError("its body is said to be base64 and is not") from error
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "text/plain; charset=utf-8" if second else "application/json"))
    return finished(status, headers, content)


def _status(value: Any) -> int:
    if isinstance(value, str) and value.isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 100 <= value <= 599:
        raise MalformedError("it has no statusCode" if value is None else f"its statusCode is {value!r}")
    return value


def _headers(result: dict[str, Any], second: bool) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    single, several = result.get("headers") or {}, result.get("multiValueHeaders") or {}
    if not isinstance(single, dict) or not isinstance(several, dict):
        raise MalformedError("its headers are no object")
    for name, value in single.items():
        if isinstance(value, dict | list):
            raise MalformedError(f"its header {name} is {_named(value)} and no text")
        if value is not None:
            found.append((name, "true" if value is True else "false" if value is False else str(value)))
    for name, values in several.items():
        if not isinstance(values, list):
            raise MalformedError(f"its header {name} is {_named(values)} and no list")
        found = [each for each in found if each[0].lower() != name.lower()]
        found.extend((name, str(value)) for value in values)
    if second:
        found.extend(("Set-Cookie", str(each)) for each in result.get("cookies") or ())
    return found


def _named(value: Any) -> str:
    names = {type(None): "nothing", str: "a text", list: "a list", dict: "an object", bool: "a truth value"}
    return names.get(type(value), "a number")
