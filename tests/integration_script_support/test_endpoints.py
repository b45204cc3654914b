"""What the support library sends to endpoints, and what it makes of their answers; a server on loopback answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

#: An endpoint in a cloud whose credentials are known.
STUB = """
let now = 1e12;
Date.now = () => now;
require('node:timers/promises').setTimeout = async (pause) => { now += pause; };
const { answers } = require('./support/endpoints');
const stub = {
  address: 'a.b',
  fail: (message) => { throw new Error(`a.b: ${message}`); },
  checkThat: (services, given, run) => ({ services, run: () => run(stub, given) }),
  call: async (service, operation, inputs) => ({ value: `${service} ${operation} ${inputs.apiKey}` }),
  region: input.region,
  cloud: {
    region: 'eu-west-1',
    credentials: async () => ({ accessKeyId: 'KEY', secretAccessKey: 'SECRET', sessionToken: input.token }),
  },
};
return answers(stub, input.given).run();
"""


class Server(HTTPServer):
    """Answers with the given statuses in turn, and keeps what it was asked."""

    statuses: list[int]
    body: str
    kind: str
    requests: list[tuple[str, str, Mapping[str, str], str]]


class Handler(BaseHTTPRequestHandler):
    server: Server

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append((self.command, self.path, headers, body))
        statuses = self.server.statuses
        self.send_response(statuses.pop(0) if len(statuses) > 1 else statuses[0])
        said = self.server.body.encode()
        self.send_header("content-length", str(len(said)))
        if self.server.kind:
            self.send_header("x-amzn-errortype", self.server.kind)
        self.send_header("location", "/elsewhere")
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as running:
        running.statuses, running.requests = [200], []
        running.body = running.kind = ""
        thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def ask(library: Any, server: Server, path: str = "/", token: str = "", region: str = "", **given: Any) -> str:
    """The error, or nothing."""
    url = f"http://127.0.0.1:{server.server_port}{path}"
    known = {"token": token or None, "region": region, "given": {"url": url, **given}}
    answer: Mapping[str, Any] = library.answer(STUB, known)
    return str(answer.get("error", "")).replace(url, "URL")


@pytest.mark.parametrize(
    ("statuses", "auth", "error"),
    [
        ([200], "open", ""),
        ([302], "open", ""),
        ([400], "open", ""),
        ([404], "open", ""),
        ([401], "iam", ""),
        ([503, 200], "open", ""),
        ([500], "open", "Error: a.b: GET URL: answered 500"),
        ([401], "none", ""),
        ([403], "none", ""),
        ([200], "none", "Error: a.b: GET URL without credentials: answered 200"),
        ([404], "none", "Error: a.b: GET URL without credentials: answered 404"),
    ],
)
def test_what_an_answer_means(library: Any, server: Server, statuses: list[int], auth: str, error: str) -> None:
    server.statuses = statuses
    assert ask(library, server, auth=auth) == error


@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize(
    ("body", "kind", "meant"),
    [
        ('{"message": "Forbidden"}', "", True),
        ('{"message":"Missing Authentication Token"}', "", True),
        ('{"message": "Not Found"}', "", True),
        ('{"message": "Unauthorized"}', "", True),
        ("", "ForbiddenException", True),
        ('{"message": "no such order"}', "", False),
        ('{"error": "Forbidden"}', "", False),
        ('["Forbidden"]', "", False),
        ("Forbidden", "", False),
    ],
)
def test_only_the_gateway_says_that_nobody_is_asked(
    library: Any, server: Server, status: int, body: str, kind: str, meant: bool
) -> None:
    server.statuses, server.body, server.kind = [status], body, kind
    assert ask(library, server) == (f"Error: a.b: GET URL: answered {status}" if meant else "")


def test_what_says_so_of_what_is_there_is_no_refusal(library: Any, server: Server) -> None:
    server.body = '{"message": "Forbidden"}'
    assert ask(library, server) == ""


@pytest.mark.parametrize(
    ("asks", "body", "meant"),
    [
        ("key", "Missing Authentication Token", True),
        ("authorizer", "Missing Authentication Token", True),
        ("iam", "Missing Authentication Token", False),
        ("key", "Forbidden", False),
    ],
)
def test_a_refusal_that_nobody_is_there_to_say(library: Any, server: Server, asks: str, body: str, meant: bool) -> None:
    server.statuses, server.body = [403], json.dumps({"message": body})
    message = "Error: a.b: GET URL without credentials: nobody is there (Missing Authentication Token)"
    assert ask(library, server, auth="none", asks=asks) == (message if meant else "")


def test_what_is_sent(library: Any, server: Server) -> None:
    assert ask(library, server, method="POST", body="{}", headers={"x-kind": "a"}, auth="key", keyId="k") == ""
    ((method, path, headers, body),) = server.requests
    assert (method, path, body) == ("POST", "/", "{}")
    assert (headers["x-kind"], headers["x-api-key"]) == ("a", "apigateway GetApiKey k")
    assert headers["content-type"] == "application/json"
    assert "authorization" not in headers
    assert ask(library, server, method="POST", body="a", headers={"Content-Type": "text/csv"}) == ""
    assert server.requests[1][2]["content-type"] == "text/csv"


@pytest.mark.parametrize(
    ("path", "body", "token", "region"),
    [
        ("/", "", "", ""),
        ("/prod/a%20b/%C3%BC*", "", "TOKEN", "us-east-1"),
        ("/prod?b=2&a=1%20x&a=%2F&c", '{"a": 1}', "", ""),
    ],
)
def test_a_signature_is_that_of_the_cloud(
    library: Any, server: Server, path: str, body: str, token: str, region: str
) -> None:
    method = "POST" if body else "GET"
    assert ask(library, server, path, token, region, method=method, body=body, auth="iam") == ""
    ((_, _, headers, _),) = server.requests
    assert headers.get("x-amz-security-token", "") == token
    names = [name for name in ("host", "x-amz-date", "x-amz-security-token") if name in headers]
    request = AWSRequest(
        method=method,
        url=f"http://127.0.0.1:{server.server_port}{path}",
        data=body,
        headers={name: headers[name] for name in names},
    )
    request.context["timestamp"] = headers["x-amz-date"]
    place = region or "eu-west-1"
    signer = SigV4Auth(Credentials("KEY", "SECRET", token or None), "execute-api", place)
    signature = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    assert headers["authorization"] == (
        f"AWS4-HMAC-SHA256 Credential=KEY/{headers['x-amz-date'][:8]}/{place}/execute-api/aws4_request, "
        f"SignedHeaders={';'.join(names)}, Signature={signature}"
    )


def test_what_is_not_reached_is_an_error(library: Any) -> None:
    given = {"token": None, "given": {"url": "http://127.0.0.1:9/"}}
    answer = library.answer(STUB, given)
    assert answer["error"].startswith("CloudError: a.b: GET http://127.0.0.1:9/ failed: ")


def test_only_what_asks_needs_a_client(library: Any) -> None:
    services = "const { answers } = require('./support/endpoints');" + (
        "return input.map((auth) => answers({ checkThat: (names) => names }, { auth }).length);"
    )
    assert library.ask(services, ["open", "none", "key", "iam"]) == [0, 0, 1, 1]
