"""REST APIs: which method answers, who is let in, what is looked at first, and what is behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scaffold.rehearse.functions.live.front import Answer
from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.journal import Hop
from scaffold.rehearse.functions.live.web.answers import finished
from scaffold.rehearse.functions.live.web.asking import Asked, matched, rank
from scaffold.rehearse.functions.live.web.authorizing import RefusedError, by_function, by_token
from scaffold.rehearse.functions.live.web.events import Place, first
from scaffold.rehearse.functions.live.web.gate import Gate, function_of
from scaffold.rehearse.functions.live.web.templates import Templates, filled
from scaffold.rehearse.functions.live.web.validating import faults

#: What the API itself answers, by the kind of its answer: status and text.
_OWN = {
    "MISSING_AUTHENTICATION_TOKEN": (403, "Missing Authentication Token"),
    "UNAUTHORIZED": (401, "Unauthorized"),
    "ACCESS_DENIED": (403, "User is not authorized to access this resource"),
    "INVALID_API_KEY": (403, "Forbidden"),
    "BAD_REQUEST_BODY": (400, "Invalid request body"),
    "BAD_REQUEST_PARAMETERS": (400, "Missing required request parameters: [{detail}]"),
    "AUTHORIZER_FAILURE": (500, "Internal server error"),
    "API_CONFIGURATION_ERROR": (500, "Internal server error"),
}


class RestApi:
    """A REST API of the emulator, at one of its stages."""

    def __init__(self, live: Live, backend: Any, api: Any, region: str) -> None:
        self._live, self._backend, self._api, self._region = live, backend, api, region
        self._gate = Gate(live, api.name, (502, "Internal server error"), (500, "Internal server error"))

    def answer(self, asked: Asked) -> Answer:
        """Answer a request whose path begins with the stage."""
        name, _, rest = asked.path.lstrip("/").partition("/")
        hop = Hop("request", f"API {self._api.name}", f"{asked.method} {asked.path}")
        stage = self._api.stages.get(name)
        if stage is None:
            return self._gate.refuse(hop, 403, "Forbidden", f"there is no stage {name or '(none)'}")
        path = f"/{rest}" if rest else "/"
        found = self._method(asked.method, path)
        if found is None:
            return self._own(
                hop, "MISSING_AUTHENTICATION_TOKEN", asked, f"nothing is declared for {asked.method} {path}"
            )
        resource, method, parameters = found
        pattern = resource.get_path()
        place = Place(
            self._api.id, self._live.account, name, path, pattern, parameters, dict(stage.variables or {}),
            resource=resource.id,
        )  # fmt: skip
        try:
            place = self._let_in(asked, place, method)
        except RefusedError as error:
            kinds = {401: "UNAUTHORIZED", 500: "AUTHORIZER_FAILURE"}
            kind = (
                "MISSING_AUTHENTICATION_TOKEN"
                if error.text.startswith("Missing")
                else kinds.get(error.status, "ACCESS_DENIED")
            )
            return self._own(hop, kind, asked, error.reason)
        if method.api_key_required and not place.key:
            return self._own(hop, "INVALID_API_KEY", asked, "there is no API key, or none of a plan of this stage")
        fault = faults(self._api, method, asked, place)
        if fault is not None:
            return self._own(hop, fault[0], asked, fault[1])
        return self._integrated(asked, place, method, hop)

    def _method(self, verb: str, path: str) -> tuple[Any, Any, Mapping[str, str]] | None:
        """The resource and its method that a path leads to, the most exact one."""
        for resource in sorted(self._api.resources.values(), key=lambda each: rank(each.get_path())):
            parameters = {} if resource.get_path() == path else matched(resource.get_path(), path)
            if (parameters is not None and resource.get_path() != "/") or path == "/" == resource.get_path():
                method = resource.resource_methods.get(verb) or resource.resource_methods.get("ANY")
                if method is not None:
                    return resource, method, parameters or {}
        return None

    def arn(self, place: Place, verb: str, path: str) -> str:
        """What permissions and policies call this."""
        return (
            f"arn:aws:execute-api:{self._region}:{place.account}:{self._api.id}/{place.stage}/{verb}/{path.lstrip('/')}"
        )

    def _let_in(self, asked: Asked, place: Place, method: Any) -> Place:
        place = replace(place, key=self._key(asked, place.stage))
        kind = method.authorization_type or "NONE"
        if kind == "AWS_IAM" and not asked.signed:
            raise RefusedError(403, "Missing Authentication Token", "it is not signed")
        authorizer = self._api.authorizers.get(method.authorizer_id or "")
        if kind not in ("CUSTOM", "COGNITO_USER_POOLS") or authorizer is None:
            return place
        source = str(authorizer.identity_source or "method.request.header.Authorization")
        token = asked.header(source.rpartition(".")[2]) if ".header." in source else ""
        if kind == "COGNITO_USER_POOLS":
            pools = [str(each).rpartition("/")[2] for each in authorizer.provider_arns or ()]
            found = by_token(token, pools, (), method.authorization_scopes or ())
            return replace(place, authorizer={"claims": {name: str(value) for name, value in found.items()}})
        if not token and "," not in source and ".header." in source:
            raise RefusedError(401, "Unauthorized", f"{source.rpartition('.')[2]} is not there")
        arn = self.arn(place, asked.method, place.path)
        event = {"type": "TOKEN", "authorizationToken": token, "methodArn": arn}
        if authorizer.type == "REQUEST":
            event = {**first(asked, place), "type": "REQUEST", "methodArn": arn}
        denied = (403, "User is not authorized to access this resource")
        context, principal = by_function(self._live, authorizer.authorizer_uri, event, arn, simple=False, denied=denied)
        return replace(place, authorizer={**context, "principalId": principal})

    def _key(self, asked: Asked, stage: str) -> str:
        """The API key of a request, where a plan of this stage has it."""
        given = asked.header("x-api-key")
        for number, plan in self._backend.usage_plans.items():
            stages = {(each.get("apiId"), each.get("stage")) for each in plan.api_stages or ()}
            if (self._api.id, stage) in stages:
                for own in self._backend.usage_plan_keys.get(number, {}).values():
                    if own.value == given and given:
                        return given
        return ""

    def _integrated(self, asked: Asked, place: Place, method: Any, hop: Hop) -> Answer:
        integration = method.method_integration
        kind = integration.integration_type if integration is not None else ""
        uri = filled(str(integration.uri or ""), place.variables) if integration is not None else ""
        if kind == "AWS_PROXY":
            kinds = getattr(self._api, "binary_media_types", None) or ()
            content = asked.header("Content-Type").partition(";")[0]
            event = first(
                asked, place, binary=bool(asked.body) and ("*/*" in kinds or content in kinds or not asked.text)
            )
            path = "/".join("*" if step.startswith("{") else step for step in place.pattern.split("/"))
            source = "" if integration.credentials else self.arn(place, asked.method, path)
            return self._gate.call(function_of(self._live, uri), event, hop, source)
        if kind in ("MOCK", "AWS"):
            answer = Templates(self._live, self._api, self._region).answer(asked, place, integration, uri, hop)
            hop.result = answer[0]
            self._live.journal.note(hop)
            return answer
        return self._own(hop, "API_CONFIGURATION_ERROR", asked, f"an integration {kind or '(none)'} is not rehearsed")

    def _own(self, hop: Hop, kind: str, asked: Asked, reason: str) -> Answer:
        """What the API itself answers, as its author wants it."""
        status, text = _OWN[kind]
        text = text.format(detail=reason)
        hop.details["refused"] = reason
        own = self._api.gateway_responses.get(kind) or self._api.gateway_responses.get(f"DEFAULT_{status // 100}XX")
        template = (getattr(own, "response_templates", None) or {}).get("application/json")
        if getattr(own, "status_code", None):
            status = int(own.status_code)
        body = json.dumps({"message": text})
        if template:
            error = {
                "message": text,
                "messageString": json.dumps(text),
                "validationErrorString": reason.replace('"', "'"),
            }
            body = filled(template, {"context": {"error": error, "requestId": asked.id}})
        hop.result = str(status)
        self._live.journal.note(hop)
        return finished(status, [("Content-Type", "application/json")], body.encode())
