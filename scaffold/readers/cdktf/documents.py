"""Texts that are JSON documents: programs make them with functions of their language, Terraform with `jsonencode`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from scaffold.model.values import Call, Template, Value
from scaffold.readers.cdktf.holes import Holes, joined
from scaffold.readers.terraform.functions.json_text import decode_json, encode_json
from scaffold.readers.terraform.functions.registry import FunctionError

#: Longer JSON is no document that anybody compares.
_LONGEST: Final = 1_000_000


def document(text: str) -> Any:
    """The JSON object or list that a text is; nothing for others."""
    if text[:1] not in ("{", "[") or text[-1:] not in ("}", "]") or len(text) > _LONGEST:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def opened(value: Value) -> Value:
    """A value as Terraform has it: JSON text with references in it is the document that is encoded, plain JSON text is
    in Terraform's own order."""
    if isinstance(value, Template):
        holes = Holes()
        found = document(holes.text(value))
        return value if found is None else Call("jsonencode", (_filled(found, holes),))
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return encode_json(decode_json(value))
        except FunctionError:
            return value
    if isinstance(value, Mapping):
        return {key: opened(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return type(value)(map(opened, value))
    return value


def _filled(found: Any, holes: Holes) -> Value:
    if isinstance(found, dict):
        return {str(joined(list(holes.parts(key)))): _filled(item, holes) for key, item in found.items()}
    if isinstance(found, list):
        return tuple(_filled(item, holes) for item in found)
    return joined(list(holes.parts(found))) if isinstance(found, str) else found
