"""JSON as `jsonencode` writes and `jsondecode` reads it.

See https://developer.hashicorp.com/terraform/language/functions/jsonencode.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from scaffold.model.values import Value
from scaffold.readers.terraform.functions.declare import bounded_elements, bounded_text
from scaffold.readers.terraform.functions.registry import FunctionError
from scaffold.readers.terraform.numbers import NumberError, from_decimal
from scaffold.readers.terraform.types import to_text

_SPECIAL = re.compile('[\x00-\x1f"\\\\<>&\u2028\u2029]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def encode_json(value: Value) -> str:
    """A known value as JSON, byte for byte as Terraform writes it. Raises `FunctionError`."""
    parts: list[str] = []
    _write(parts, value, 0)
    return "".join(parts)


def _write(parts: list[str], value: Value, length: int) -> int:
    """Appends the text of `value`; gives the length of all text so far."""
    if isinstance(value, Mapping):
        parts.append("{")
        for index, key in enumerate(sorted(value)):
            parts.append(f"{',' if index else ''}{_quote(key)}:")
            length = _write(parts, value[key], length + len(parts[-1]))
        parts.append("}")
    elif isinstance(value, tuple):
        parts.append("[")
        for index, item in enumerate(value):
            parts.append("," if index else "")
            length = _write(parts, item, length + 1)
        parts.append("]")
    else:
        parts.append("null" if value is None else _quote(value) if isinstance(value, str) else to_text(value))
    length += len(parts[-1])
    bounded_text(length)
    bounded_elements(len(parts))
    return length


def _quote(text: str) -> str:
    return '"' + _SPECIAL.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text) + '"'


def decode_json(text: str) -> Value:
    """The value of a JSON document. Raises `FunctionError`."""
    try:
        return _frozen(json.loads(text, parse_int=_number, parse_float=_number, parse_constant=_refuse))
    except json.JSONDecodeError as error:
        raise FunctionError(f"invalid JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except (NumberError, InvalidOperation) as error:
        raise FunctionError(f"invalid JSON number: {error}") from None


def _number(text: str) -> int | float:
    if len(text) > 8000:
        raise NumberError("too many digits")
    return from_decimal(Decimal(text))


def _refuse(word: str) -> NoReturn:
    raise NumberError(f"{word} is not a number")


def _frozen(data: Any) -> Value:
    if isinstance(data, dict):
        return {_well_formed(key): _frozen(item) for key, item in data.items()}
    if isinstance(data, list):
        return tuple(map(_frozen, data))
    return _well_formed(data) if isinstance(data, str) else data


def _well_formed(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)
