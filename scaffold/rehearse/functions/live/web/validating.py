"""What a REST API looks at before it calls what is behind it: parameters and bodies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.functions.live.web.asking import Asked
from scaffold.rehearse.functions.live.web.events import Place


def faults(api: Any, method: Any, asked: Asked, place: Place) -> tuple[str, str] | None:
    """What is wrong with a request: the kind of the API's own answer, and the reason; nothing where nothing is."""
    validator = api.request_validators.get(method.request_validator_id or "")
    if validator is None:
        return None
    if validator.validate_request_parameters:
        missing = [name for name in _wanted(method) if not _given(name, asked, place)]
        if missing:
            return "BAD_REQUEST_PARAMETERS", ", ".join(name.rpartition(".")[2] for name in missing)
    return _body(api, method, asked) if validator.validate_request_body else None


def _wanted(method: Any) -> list[str]:
    declared: Mapping[str, Any] = method.request_parameters or {}
    return [name for name, required in declared.items() if required is True or str(required).lower() == "true"]


def _given(parameter: str, asked: Asked, place: Place) -> bool:
    kind, _, name = parameter.removeprefix("method.request.").partition(".")
    if kind == "header":
        return bool(asked.header(name))
    if kind == "querystring":
        return any(own == name for own, _ in asked.pairs)
    return name in place.parameters


def _body(api: Any, method: Any, asked: Asked) -> tuple[str, str] | None:
    kind = asked.header("Content-Type").partition(";")[0].strip() or "application/json"
    models: Mapping[str, str] = method.request_models or {}
    name = models.get(kind)
    model = next((each for each in api.models.values() if each.name == name), None) if name else None
    if model is None or not model.schema:
        return None
    try:
        document = json.loads(asked.body or b"null")
    except ValueError:
        return "BAD_REQUEST_BODY", "the body is no JSON"
    reason = _differs(json.loads(model.schema), document)
    return ("BAD_REQUEST_BODY", reason) if reason else None


def _differs(schema: Any, document: Any) -> str:
    """How a document differs from a schema; empty where it fits, or where nobody here can tell."""
    try:
        import jsonschema  # type: ignore[import-untyped]
    except ImportError:
        return ""
    validator = jsonschema.validators.validator_for(schema, default=jsonschema.Draft4Validator)
    found = sorted(validator(schema).iter_errors(document), key=str)
    return f"[{', '.join(each.message for each in found)}]" if found else ""
