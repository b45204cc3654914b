"""Endpoints answer over HTTP: open ones, signed requests, or a refusal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from .cloud import CloudError
from .doing import behaviour, until
from .found import document
from .resource import Resource

__tracebackhide__ = True

#: For how many seconds one answer may take, and all attempts.
TIMEOUT = 15
PATIENCE = 30
#: Where requests go instead of the host in their URL.
ENDPOINT = "SCAFFOLD_HTTP_ENDPOINT"
_REFUSED = (401, 403)
#: With these, a gateway says that it asks nobody; an application may say them, too.
_UNASKED = (*_REFUSED, 404)
#: What a gateway says where there is no such path, too.
_NOBODY = "Missing Authentication Token"
_GATEWAYS_WORDS = {
    "Forbidden",
    _NOBODY,
    "Not Found",
    "Unauthorized",
}


@behaviour
def answers(
    endpoint: Resource,
    url: str,
    method: str = "GET",
    auth: str = "open",
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
    key_id: str | None = None,
    asks: str = "",
) -> None:
    """A request is answered, or refused where it has no credentials.

    `auth` is `open`, `iam` (the request is signed), `key` (it has the API key of that
    id) or `none` (without credentials it is refused). `asks` is what the endpoint asks
    for then: `key`, `iam` or `authorizer`.
    """
    request = Request(url, method=method, headers=dict(headers or {}))
    if body is not None:
        request.data = body.encode()
        if not request.has_header("Content-type"):
            request.add_header("Content-Type", "application/json")
    if auth == "key":
        answer = endpoint.call(
            "apigateway", "get_api_key", apiKey=key_id, includeValue=True
        )
        request.add_header("x-api-key", answer["value"])
    if auth == "iam":
        sign(endpoint, request)
    status, word = _answer(endpoint, request)
    if auth == "none":
        unsigned = f"{method} {url} without credentials"
        if status not in _REFUSED:
            endpoint.fail(f"{unsigned}: answered {status}")
        if word == _NOBODY and asks not in ("", "iam"):
            endpoint.fail(f"{unsigned}: nobody is there ({_NOBODY})")
    elif status >= 500 or (status in _UNASKED and word):
        endpoint.fail(f"{method} {url}: answered {status}")


class _Unfollowed(HTTPRedirectHandler):
    """A redirection is an answer."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


def _answer(endpoint: Resource, request: Request) -> tuple[int, str]:
    """The status of the answer, and what a gateway says that asked nobody.

    Faults of the server may pass: they are waited for.
    """
    status, word, said = 0, "", ""
    for _ in until(PATIENCE, pause=2):
        try:
            there = elsewhere(request)
            with build_opener(_Unfollowed).open(there, timeout=TIMEOUT) as answer:
                return answer.status, ""
        except HTTPError as error:
            with error:
                status, word = error.code, _gateways_word(error)
            if status < 500:
                return status, word
        except (URLError, OSError) as error:
            status, said = 0, str(getattr(error, "reason", error))
    if not status:
        where = f"{request.get_method()} {request.full_url}"
        raise CloudError(f"{endpoint.address}: {where} failed: {said}")
    return status, word


def _gateways_word(error: HTTPError) -> str:
    said = document(error.read(1000).decode("utf-8", "replace"))
    word = said.get("message") if isinstance(said, dict) else None
    if isinstance(word, str) and word in _GATEWAYS_WORDS:
        return word
    return error.headers.get("x-amzn-errortype", "")


def elsewhere(request: Request) -> Request:
    """The request as it goes where the environment says, if it does: an emulator."""
    where = os.environ.get(ENDPOINT)
    if not where:
        return request
    url = where.rstrip("/") + request.selector
    headers = {**dict(request.header_items()), "Host": request.host}
    return Request(url, request.data, headers, method=request.get_method())


def sign(endpoint: Resource, request: Request) -> None:
    """Signs a request (SigV4) with the credentials of the environment."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest

    host = urlsplit(request.full_url).hostname or ""
    service = "lambda" if ".lambda-url." in host else "execute-api"
    given = AWSRequest(
        method=request.get_method(),
        url=request.full_url,
        data=request.data,
        headers=dict(request.header_items()),
    )
    cloud = endpoint.cloud
    region = endpoint.region or cloud.region
    SigV4Auth(cloud.credentials, service, region).add_auth(given)
    for name, value in given.headers.items():
        request.add_header(name, value)
