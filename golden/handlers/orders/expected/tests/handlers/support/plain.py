"""Values as plain data, as they would be in JSON."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

#: Types of DynamoDB whose values have no order.
_SETS = ({"SS"}, {"NS"}, {"BS"})


def plain(value: Any) -> Any:
    """What a client of boto3 is given or answers, as plain data.

    Bytes are text, or base64 where they are none; what can be read is read, and set
    back.
    """
    if isinstance(value, Mapping):
        found = {str(key): plain(item) for key, item in value.items()}
        if set(found) in _SETS:
            return {key: sorted(items) for key, items in found.items()}
        return found
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(plain, value), key=repr)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return _text(bytes(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if hasattr(value, "read") and hasattr(value, "seek"):
        return _content(value)
    return repr(value)


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return base64.b64encode(value).decode()


def _content(stream: Any) -> Any:
    place = stream.tell()
    content = stream.read()
    stream.seek(place)
    return plain(content)
