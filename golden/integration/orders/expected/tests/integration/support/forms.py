"""The forms that outputs have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from .comparing import same

_ARN = re.compile(
    r"arn:aws[a-z-]*:(?P<service>[a-z0-9-]+):[a-z0-9-]*:(\d{12}|[a-z-]+)?:\S+"
)
_LABEL = r"[A-Za-z0-9_*]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_DNS = re.compile(rf"{_LABEL}(\.{_LABEL})+\.?(:\d+)?")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#]+([/?#]\S*)?")
_QUEUE_URL = re.compile(r"https?://[^\s/]+/\d{12}/[A-Za-z0-9_-]{1,80}(\.fifo)?")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")

_KINDS: Mapping[str, tuple[type, ...]] = {"list": (list,), "object": (dict,)}
_ARTICLES = {
    "text": "a text",
    "number": "a number",
    "boolean": "true or false",
    "url": "a URL",
    "queue-url": "the URL of a queue",
    "dns": "a name of the DNS",
}


def fits(form: str, detail: Any, value: str) -> bool:
    """Whether an output is of a form; see `described`."""
    return _FORMS[form](value, detail)


def described(form: str, detail: Any) -> str:
    """A form in words."""
    if form == "json":
        return f"JSON of kind {detail}" if detail else "JSON"
    if form == "arn":
        return f"an ARN of {detail}" if detail else "an ARN"
    if form == "id":
        return f"an id that begins with {detail}" if detail else "an id"
    if form == "pattern":
        return f"a match of {detail}"
    if form == "literal":
        return detail if isinstance(detail, str) else json.dumps(detail)
    return _ARTICLES[form]


def _is_json(value: str, kind: str) -> bool:
    try:
        found = json.loads(value)
    except ValueError:
        return False
    return isinstance(found, _KINDS.get(kind, (object,)))


def _is_arn(value: str, service: str) -> bool:
    match = _ARN.fullmatch(value)
    return bool(match) and service in ("", match["service"])


def _is_id(value: str, start: str) -> bool:
    rest = value[len(start) :]
    return value.startswith(start) and bool(re.fullmatch(r"[\w./:=+@-]+", rest))


def _is_literal(value: str, detail: Any) -> bool:
    if isinstance(detail, str):
        return value == detail
    try:
        return same(json.loads(value), detail)
    except ValueError:
        return False


_FORMS: Mapping[str, Callable[[str, Any], bool]] = {
    "text": lambda value, _: bool(value.strip()),
    "json": _is_json,
    "number": lambda value, _: bool(_NUMBER.fullmatch(value)),
    "boolean": lambda value, _: value in ("true", "false"),
    "url": lambda value, _: bool(_URL.fullmatch(value)),
    "queue-url": lambda value, _: bool(_QUEUE_URL.fullmatch(value)),
    "dns": lambda value, _: bool(_DNS.fullmatch(value)),
    "arn": _is_arn,
    "id": _is_id,
    "pattern": lambda value, detail: bool(re.fullmatch(detail, value)),
    "literal": _is_literal,
}
