"""HTTP APIs: routes, stages, who is let in, and what is behind them. And the addresses of functions of their own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scaffold.rehearse.functions.live.front import Answer
from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.journal import Hop
from scaffold.rehearse.functions.live.web.answers import finished
from scaffold.rehearse.functions.live.web.asking import Asked, matched, rank
from scaffold.rehearse.functions.live.web.authorizing import RefusedError, by_function, by_token
from scaffold.rehearse.functions.live.web.events import Place, first, second
from scaffold.rehearse.functions.live.web.gate import Gate, function_of
from scaffold.rehearse.functions.live.web.services import from_parameters
from scaffold.rehearse.functions.live.web.velocity import Input

_FAULT = (500, "Internal Server Error")
_DEFAULT = "$default"


class HttpApi:
    """An HTTP API of the emulator."""

    def __init__(self, live: Live, api: Any, region: str) -> None:
        self._live, self._api, self._region = live, api, region
        self._gate = Gate(live, api.name, _FAULT)

    def answer(self, asked: Asked) -> Answer:
        """Answer a request. Its path begins with the stage, where that is not `$default`."""
        hop = Hop("request", f"API {self._api.name}", f"{asked.method} {asked.path}")
        name, _, rest = asked.path.lstrip("/").partition("/")
        stage = self._api.stages.get(name) if name else None
        path = f"/{rest}" if stage is not None else asked.path
        stage = stage or self._api.stages.get(_DEFAULT)
        if stage is None:
            return self._gate.refuse(hop, 404, "Not Found", f"there is no stage {name or _DEFAULT}")
        cors = cors_answer(asked, self._api.cors_configuration)
        if cors is not None and not self._route("OPTIONS", path, exact=True):
            return cors
        found = self._route(asked.method, path)
        if found is None:
            return self._gate.refuse(hop, 404, "Not Found", f"there is no route for {asked.method} {path}")
        route, parameters = found
        pattern = route.route_key.partition(" ")[2] or route.route_key
        variables = dict(getattr(stage, "stage_variables", None) or {})
        place = Place(
            self._api.api_id, self._live.account, stage.name, path, pattern, parameters, variables,
            resource=route.route_key, whole=asked.path,
        )  # fmt: skip
        try:
            place = self._let_in(asked, place, route)
        except RefusedError as error:
            return self._gate.refuse(hop, error.status, error.text, error.reason)
        answer = self._integrated(asked, place, route, hop)
        return with_cors(answer, asked, self._api.cors_configuration)

    def _route(self, verb: str, path: str, *, exact: bool = False) -> tuple[Any, Mapping[str, str]] | None:
        """The route that answers, the most exact one, and the parameters of its path."""
        found: list[tuple[tuple[int, ...], int, Any, Mapping[str, str]]] = []
        for route in self._api.routes.values():
            method, _, pattern = route.route_key.partition(" ")
            if route.route_key == _DEFAULT:
                found.append(((9,), 1, route, {}))
            elif method == verb or (method == "ANY" and not exact):
                parameters = {} if pattern.strip("/") == path.strip("/") else matched(pattern, path)
                if parameters is not None:
                    found.append((rank(pattern), int(method == "ANY"), route, parameters))
        found = [each for each in found if not exact or each[2].route_key != _DEFAULT]
        best = min(found, key=lambda each: each[:2], default=None)
        return (best[2], best[3]) if best is not None else None

    def _let_in(self, asked: Asked, place: Place, route: Any) -> Place:
        kind = route.authorization_type or "NONE"
        if kind == "AWS_IAM":
            if not asked.signed:
                raise RefusedError(403, "Forbidden", "it is not signed")
            return _replaced(place, {"iam": _caller(place.account)})
        authorizer = self._api.authorizers.get(route.authorizer_id or "")
        if kind not in ("JWT", "CUSTOM") or authorizer is None:
            return place
        sources = [str(each) for each in authorizer.identity_source or ()]
        if kind == "JWT":
            token = asked.header("Authorization")
            settings = authorizer.jwt_config or {}
            issuers = [str(settings.get("issuer") or settings.get("Issuer") or "")]
            audience = settings.get("audience") or settings.get("Audience") or ()
            found = by_token(token, [each for each in issuers if each], audience, route.authorization_scopes or ())
            return _replaced(place, {"jwt": {"claims": {k: str(v) for k, v in found.items()}, "scopes": None}})
        named = [each.rpartition(".")[2] for each in sources if ".header." in each]
        if any(not asked.header(each) for each in named):
            raise RefusedError(401, "Unauthorized", f"{', '.join(named)} is not there")
        return self._asked_for(asked, place, route, authorizer, [asked.header(each) for each in named])

    def _asked_for(self, asked: Asked, place: Place, route: Any, authorizer: Any, given: Sequence[str]) -> Place:
        arn = self._arn(place, asked.method, place.path)
        newer = authorizer.auth_payload_format_version == "2.0"
        event = second(asked, place, route.route_key) if newer else first(asked, place, rest=False)
        event |= {"type": "REQUEST", "identitySource": list(given) if newer else ",".join(given)}
        event |= {"routeArn": arn} if newer else {"methodArn": arn, "authorizationToken": ",".join(given)}
        simple = str(authorizer.enable_simple_response).lower() == "true"
        denied = (403, "Forbidden")
        context, _ = by_function(self._live, str(authorizer.authorizer_uri), event, arn, simple=simple, denied=denied)
        return _replaced(place, {"lambda": context or None})

    def _arn(self, place: Place, verb: str, path: str) -> str:
        """What permissions and policies call this."""
        return f"arn:aws:execute-api:{self._region}:{place.account}:{place.api}/{place.stage}/{verb}/{path.lstrip('/')}"

    def _integrated(self, asked: Asked, place: Place, route: Any, hop: Hop) -> Answer:
        number = str(route.target or "").rpartition("/")[2]
        integration = self._api.integrations.get(number)
        if integration is None or integration.integration_type not in ("AWS_PROXY", "MOCK"):
            hop.error = "nothing stands behind the route that a rehearsal calls"
            return self._gate.refuse(hop, 500, "Internal Server Error", hop.error)
        if integration.integration_subtype:
            return self._service(asked, place, integration, hop)
        newer = integration.payload_format_version == "2.0"
        event = (
            second(asked, place, route.route_key) if newer else first(asked, place, rest=False, binary=not asked.text)
        )
        method, _, path = route.route_key.partition(" ")
        ways = "/".join("*" if step.startswith("{") else step for step in path.strip("/").split("/"))
        arn = f"arn:aws:execute-api:{self._region}:{place.account}:{place.api}/{place.stage}"
        source = f"{arn}/{_DEFAULT}" if method == _DEFAULT else f"{arn}/{'*' if method == 'ANY' else method}/{ways}"
        function = function_of(self._live, str(integration.integration_uri or ""))
        source = "" if integration.credentials_arn else source
        return self._gate.call(function, event, hop, source, second=newer, loose=newer)

    def _service(self, asked: Asked, place: Place, integration: Any, hop: Hop) -> Answer:
        hop.target = integration.integration_subtype
        given = {
            name: _mapped(str(each), asked, place) for name, each in (integration.request_parameters or {}).items()
        }
        wanted = {name: value for name, value in given.items() if value is not None}
        status, text = from_parameters(self._live, integration.integration_subtype, wanted, self._region)
        if status >= 400:
            hop.error = text
        hop.result = str(status)
        self._live.journal.note(hop)
        return finished(status, [("Content-Type", "application/json")], text.encode())


def _replaced(place: Place, authorizer: Mapping[str, Any]) -> Place:
    from dataclasses import replace

    return replace(place, authorizer=authorizer)


def _caller(account: str) -> Mapping[str, Any]:
    arn = f"arn:aws:iam::{account}:user/rehearsal"
    return {
        "accessKey": "REHEARSAL",
        "accountId": account,
        "callerId": "REHEARSAL",
        "userArn": arn,
        "userId": "REHEARSAL",
    }


def _mapped(text: str, asked: Asked, place: Place) -> Any:
    """The value of a parameter's mapping (`$request.body.id`, `${request.header.x}`)."""
    import re

    body = asked.body.decode("utf-8", "replace")

    def value(expression: str) -> Any:
        kind, _, name = expression.removeprefix("request.").partition(".")
        if expression == "request.body":
            return body
        ways: Mapping[str, Any] = {
            "body": lambda: Input(body).path(f"$.{name}"),
            "header": lambda: asked.header(name) or None,
            "querystring": lambda: dict(asked.pairs).get(name),
            "path": lambda: place.parameters.get(name, asked.path if not name else None),
        }
        return ways[kind]() if kind in ways else {"context.requestId": asked.id}.get(expression, "")

    if re.fullmatch(r"\$[A-Za-z_][\w.]*", text):
        found = value(text[1:])
        return found if found is None or isinstance(found, str) else json.dumps(found)
    return re.sub(r"\$\{([\w.]+)\}", lambda found: str(value(found[1]) or ""), text)


def _member(settings: Any, name: str) -> Any:
    """A member of settings, whatever its first letter."""
    return settings.get(name) or settings.get(name[0].upper() + name[1:]) or ()


def cors_answer(asked: Asked, settings: Any) -> Answer | None:
    """The answer to a browser that asks what it may ask, where settings say; nothing for other requests."""
    if not settings or asked.method != "OPTIONS" or not asked.header("Access-Control-Request-Method"):
        return None
    return finished(204, _cors(asked, settings, whole=True), b"")


def with_cors(answer: Answer, asked: Asked, settings: Any) -> Answer:
    """An answer with what browsers want to know."""
    if not settings or not asked.header("Origin"):
        return answer
    added = _cors(asked, settings, whole=False)
    names = {name.lower() for name, _ in added}
    return answer[0], [*(each for each in answer[1] if each[0].lower() not in names), *added], answer[2]


def _cors(asked: Asked, settings: Any, *, whole: bool) -> list[tuple[str, str]]:
    origins, origin = _member(settings, "allowOrigins"), asked.header("Origin")
    if origin not in origins and "*" not in origins:
        return []
    found = [("Access-Control-Allow-Origin", "*" if "*" in origins else origin)]
    if whole:
        found += [
            (header, ",".join(_member(settings, name)))
            for header, name in (
                ("Access-Control-Allow-Methods", "allowMethods"),
                ("Access-Control-Allow-Headers", "allowHeaders"),
            )
            if _member(settings, name)
        ]
    if _member(settings, "allowCredentials"):
        found.append(("Access-Control-Allow-Credentials", "true"))
    return found


class FunctionUrl:
    """The address of a function of its own."""

    def __init__(self, live: Live, function: Any) -> None:
        self._live, self._function = live, function
        self._gate = Gate(live, f"URL of {function.function_name}", (502, "Internal Server Error"))

    def answer(self, asked: Asked) -> Answer:
        """Answer a request."""
        hop = Hop("request", f"URL of {self._function.function_name}", f"{asked.method} {asked.path}")
        settings = self._function.url_config.config
        cors = cors_answer(asked, settings.get("Cors"))
        if cors is not None:
            return cors
        signed = settings.get("AuthType") == "AWS_IAM"
        if signed and not asked.signed:
            return self._gate.refuse(hop, 403, "Forbidden", "it is not signed")
        host = asked.host.partition(".")[0]
        caller = {"iam": _caller(self._live.account)} if signed else None
        place = Place(host, "anonymous", _DEFAULT, asked.path, asked.path, {}, authorizer=caller, whole=asked.path)
        answer = self._gate.call(
            self._function, second(asked, place, _DEFAULT), hop, "", second=True, loose=True
        )  # fmt: skip
        return with_cors(answer, asked, settings.get("Cors"))
