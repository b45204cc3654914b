"""Functions behind the APIs that Pulumi's component `aws-apigateway` makes: its routes say all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from scaffold.model.functions import Route, Trigger
from scaffold.model.project import ModuleCall
from scaffold.model.values import Reference, Value
from scaffold.readers.functions.meaning import Meaning, blocks

_COMPONENT: Final = "aws-apigateway:index:RestAPI"
#: The stage that the component makes where nobody names one.
_STAGE: Final = "stage"


def components(meaning: Meaning) -> Iterator[tuple[str, Trigger]]:
    """The functions that components call, with the routes to them."""
    for call in meaning.estate.project.calls:
        if call.source == _COMPONENT:
            yield from _routes(call, meaning)


def _routes(call: ModuleCall, meaning: Meaning) -> Iterator[tuple[str, Trigger]]:
    own, place = call.address, call.position
    stage = meaning.text(call.inputs.get("stageName")) or _STAGE
    for said in blocks(call.inputs, "routes"):
        path = meaning.text(said.get("path"))
        if path is None:
            continue
        asks = blocks(said, "authorizers")
        who = _authorization(asks) if asks else "AWS_IAM" if said.get("iamAuthEnabled") is True else "NONE"
        route = Route(_method(said.get("method")), f"/{path.lstrip('/')}", stage, who, place)
        detail: dict[str, Value] = {"api_key_required": True} if said.get("apiKeyRequired") is True else {}
        for address in meaning.found(said.get("eventHandler")):
            yield address, Trigger("rest-api", own, own, place, (route,), "1.0", detail=detail)
        for ask in asks:
            form = (meaning.text(ask.get("type")) or "request").upper()
            for address in meaning.found(ask.get("handler")):
                how: dict[str, Value] = {"type": form}
                yield address, Trigger("authorizer", own, own, place, payload="1.0", detail=how)


def _authorization(asks: tuple[Mapping[str, Value], ...]) -> str:
    return "CUSTOM" if any(ask.get("handler") is not None for ask in asks) else "COGNITO_USER_POOLS"


def _method(value: Value) -> str:
    """A method by its text, or by the name of the SDK's member that it is."""
    last = value.path[-1] if isinstance(value, Reference) and value.path else value
    return last.upper() if isinstance(last, str) else "ANY"
