"""Finds the API or the function that a host names."""

from __future__ import annotations

import re
from typing import Any

from scaffold.rehearse.functions.live.front import Answer, Environ
from scaffold.rehearse.functions.live.invoking import Live
from scaffold.rehearse.functions.live.web.answers import message
from scaffold.rehearse.functions.live.web.asking import Asked, asked
from scaffold.rehearse.functions.live.web.http import FunctionUrl, HttpApi
from scaffold.rehearse.functions.live.web.rest import RestApi

_HOST = re.compile(
    r"^([a-z0-9]+)\.(execute-api|lambda-url)\.([a-z0-9-]+)\.(amazonaws\.com|amazonaws\.com\.cn|on\.aws)(:\d+)?$"
)


class Web:
    """Answers what is asked of APIs and function URLs."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def serves(self, host: str) -> bool:
        """Whether a host is one of these."""
        return _HOST.match(host) is not None

    def __call__(self, environ: Environ, host: str) -> Answer:
        """Answer a request."""
        found = _HOST.match(host)
        assert found is not None
        number, kind, region = found[1], found[2], found[3]
        request = asked(environ, host)
        with self._live.journal.busy():
            try:
                return self._api(number, region, request) if kind == "execute-api" else self._url(host, region, request)
            except Exception as error:
                self._live.trouble(f"{request.method} {host}{request.path}", error)
                return message(500, f"the rehearsal stumbled: {type(error).__name__}: {error}")

    def _api(self, number: str, region: str, request: Asked) -> Answer:
        from moto.apigateway.models import apigateway_backends
        from moto.apigatewayv2.models import apigatewayv2_backends

        rest = apigateway_backends[self._live.account][region]
        if number in rest.apis:
            return RestApi(self._live, rest, rest.apis[number], region).answer(request)
        newer: Any = apigatewayv2_backends[self._live.account][region].apis.get(number)
        if newer is not None and newer.protocol_type == "HTTP":
            return HttpApi(self._live, newer, region).answer(request)
        return message(403 if newer is None else 400, "Forbidden")

    def _url(self, host: str, region: str, request: Asked) -> Answer:
        from moto.awslambda_simple.models import lambda_simple_backends

        wanted = f"https://{host.partition(':')[0]}"
        for function in lambda_simple_backends[self._live.account][region].list_functions():
            if function.url_config is not None and function.url_config.url.rstrip("/") == wanted:
                return FunctionUrl(self._live, function).answer(request)
        return message(403, "Forbidden")
