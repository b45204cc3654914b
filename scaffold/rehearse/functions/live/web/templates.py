"""Integrations that are made of templates: answers that nothing stands behind, and calls of services."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.functions.live.front import Answer
from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.journal import Hop
from scaffold.rehearse.functions.live.web.answers import finished, message
from scaffold.rehearse.functions.live.web.asking import Asked
from scaffold.rehearse.functions.live.web.events import Place
from scaffold.rehearse.functions.live.web.gate import function_of
from scaffold.rehearse.functions.live.web.services import called
from scaffold.rehearse.functions.live.web.velocity import Input, rendered


def filled(template: str, variables: Mapping[str, Any]) -> str:
    """A text with variables in it (`$context.requestId`, `${stageVariables.name}`)."""
    return rendered(template, {**variables, "stageVariables": variables})


class Templates:
    """Answers requests by templates."""

    def __init__(self, live: Live, api: Any, region: str) -> None:
        self._live, self._api, self._region = live, api, region

    def answer(self, asked: Asked, place: Place, integration: Any, uri: str, hop: Hop) -> Answer:
        """Answer a request by an integration of the kind `MOCK` or `AWS`."""
        kind = asked.header("Content-Type").partition(";")[0] or "application/json"
        body = asked.body.decode("utf-8", "replace")
        templates: Mapping[str, str] = integration.request_templates or {}
        template = templates.get(
            kind, templates.get("application/json") if integration.integration_type == "MOCK" else None
        )
        variables = self._variables(asked, place, body)
        if template is None and templates and integration.passthrough_behaviour == "NEVER":
            return message(415, "Unsupported Media Type")
        sent = body if template is None else rendered(template, variables)
        if integration.integration_type == "MOCK":
            try:
                status, result = str(json.loads(sent or "{}").get("statusCode", 200)), ""
            except (ValueError, AttributeError):
                return message(500, "Internal server error")
        else:
            status, result = self._called(asked, integration, uri, sent, hop, place)
        return self._response(integration, status, result, variables)

    def _variables(self, asked: Asked, place: Place, body: str) -> dict[str, Any]:
        parameters = {
            "path": dict(place.parameters), "querystring": dict(asked.pairs), "header": dict(asked.headers),
        }  # fmt: skip
        context = {
            "requestId": asked.id,
            "stage": place.stage,
            "httpMethod": asked.method,
            "resourcePath": place.pattern,
            "path": f"/{place.stage}{place.path}",
            "accountId": place.account,
            "apiId": place.api,
            "requestTimeEpoch": int(asked.at * 1000),
            "identity": {"sourceIp": asked.source, "userAgent": asked.header("User-Agent")},
            "authorizer": dict(place.authorizer or {}),
        }
        return {"input": Input(body, parameters), "context": context, "stageVariables": dict(place.variables)}

    def _called(self, asked: Asked, integration: Any, uri: str, sent: str, hop: Hop, place: Place) -> tuple[str, str]:
        function = function_of(self._live, uri)
        if function is not None:
            hop.target = f"function {function.function_name}"
            answer = self._live.invoke(function, sent or "{}", "request", self._api.name)
            if answer.failed:
                hop.error = answer.hop.error if answer.hop else "the function failed"
                return self._selected(integration, json.loads(answer.payload).get("errorMessage", "")), answer.payload
            return "200", answer.payload
        mapped = {
            name.rpartition("integration.request.")[2]: _value(value, asked, place)
            for name, value in (integration.request_parameters or {}).items()
        }
        status, text = called(self._live, uri, sent, mapped, integration.http_method or "POST", self._region)
        hop.target = uri.partition(":path/")[0].partition(":action/")[0]
        if status >= 400:
            hop.error = f"{status}: {text[:500]}"
        return str(status), text

    def _selected(self, integration: Any, text: str) -> str:
        """The status of the answer whose pattern an error fits."""
        import re

        for each in (integration.integration_responses or {}).values():
            if each.selection_pattern and re.fullmatch(each.selection_pattern, text, re.DOTALL):
                return str(each.status_code)
        return "200"

    def _response(self, integration: Any, status: str, result: str, variables: Mapping[str, Any]) -> Answer:
        import re

        responses = (integration.integration_responses or {}).values()
        chosen = next(
            (each for each in responses if each.selection_pattern and re.fullmatch(each.selection_pattern, status)),
            None,
        )
        chosen = chosen or next((each for each in responses if str(each.status_code) == status), None)
        chosen = chosen or next((each for each in responses if not each.selection_pattern), None)
        if chosen is None:
            return message(500, "Internal server error")
        headers = [("Content-Type", "application/json")]
        for name, value in (chosen.response_parameters or {}).items():
            if name.startswith("method.response.header.") and str(value).startswith("'"):
                headers.append((name.rpartition(".")[2], str(value).strip("'")))
        template = (chosen.response_templates or {}).get("application/json")
        whole = {**variables, "input": Input(result, variables["input"].parameters)}
        text = rendered(template, whole) if template else result
        return finished(int(chosen.status_code), headers, text.encode())


def _value(value: Any, asked: Asked, place: Place) -> str:
    text = str(value)
    if text.startswith("'"):
        return text.strip("'")
    kind, _, name = text.removeprefix("method.request.").partition(".")
    if kind == "header":
        return asked.header(name)
    if kind == "querystring":
        return dict(asked.pairs).get(name, "")
    if kind == "path":
        return place.parameters.get(name, "")
    return asked.body.decode("utf-8", "replace") if kind == "body" else text
