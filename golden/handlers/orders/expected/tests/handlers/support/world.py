"""What surrounds a function: resources in an emulator, and a record of all calls."""

from __future__ import annotations

import hmac
import json
import os
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast
from unittest import mock

import boto3
from boto3.dynamodb.types import TypeSerializer
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError
from botocore.loaders import create_loader
from moto import mock_aws

from .plain import plain
from .resolving import Terms
from .terms import Call, Failing

#: The account that everything is in.
ACCOUNT = "123456789012"
#: What calls end with that the emulator does not know: they would go to the network.
_UNKNOWN = (NotImplementedError, ConnectionError, HTTPClientError)
#: What the emulator answers where it knows nobody at all.
_UNANSWERED = "Not yet implemented"
_SETTINGS: Any = {
    "core": {"mock_credentials": False},
    "lambda": {"use_docker": False},
    "batch": {"use_docker": False},
}


class Wired:
    """A resource that a function is wired to, made in the emulator by these calls.

    `names` are all texts that mean it: its name, its ARN, its URL.
    """

    def __init__(
        self,
        title: str,
        *create: Call,
        address: str = "",
        names: Sequence[str] = (),
    ) -> None:
        self.title, self.create, self.address = title, create, address or title
        self.names = frozenset(names)

    def __repr__(self) -> str:
        return f"<{self.title}>"


@contextmanager
def emulated(wired: Sequence[Wired], terms: Terms) -> Iterator[None]:
    """An emulated cloud in which nothing is but these resources."""
    with ExitStack() as stack:
        stack.enter_context(mock_aws(config=_SETTINGS))
        stack.enter_context(mock.patch("botocore.session.create_loader", _loader))
        boto3.DEFAULT_SESSION = None
        try:
            for each in wired:
                answers = [make(call, terms) for call in each.create]
                terms.answers[each.address] = answers[0] if answers else {}
            yield
        finally:
            boto3.DEFAULT_SESSION = None


def row(table: Wired, item: Mapping[str, Any]) -> Call:
    """The call that puts a row into a table: its attributes as plain values."""
    name = table.create[0].input["TableName"]
    return Call("dynamodb", "PutItem", TableName=name, Item=Attributes(item))


class Attributes(dict[str, Any]):
    """Attributes of a row as plain values: the types of DynamoDB go without saying."""


def make(call: Call, terms: Terms) -> Any:
    """The answer to a call that is made now."""
    client = _client(call.service, os.environ["AWS_REGION"])
    given = {
        key: _typed(terms.value(item))
        if isinstance(item, Attributes)
        else terms.value(item)
        for key, item in call.input.items()
    }
    answer = client._make_api_call(call.operation, given)
    return plain({key: answer[key] for key in answer if key != "ResponseMetadata"})


def _typed(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Plain values as DynamoDB takes them; it knows no floats."""
    exact = json.loads(json.dumps(item), parse_float=Decimal)
    return {key: TypeSerializer().serialize(value) for key, value in exact.items()}


#: Descriptions of services are read once, which takes longer than all else.
_loader = lru_cache(maxsize=None)(create_loader)


@lru_cache(maxsize=None)
def _client(service: str, region: str) -> Any:
    session: Any = boto3.session.Session()
    return session.client(service, region)


class Record:
    """The calls that were made. `unknown` are those that the emulator does not know."""

    def __init__(self, failing: Sequence[Failing]) -> None:
        self.calls: list[Call] = []
        self.unknown: list[str] = []
        self._failing = failing
        self._last = threading.local()

    def watch(self, client: Any) -> None:
        """Notes the calls of a client, with what is really sent."""

        def note(params: Any, model: Any, **_: Any) -> None:
            self._note(client, model.name, params)

        client.meta.events.register_last("before-parameter-build", note, "recorded")

    def ends(self, error: BaseException) -> None:
        """Notes how the last call of this thread failed."""
        call = getattr(self._last, "call", None)
        if call is None:
            return
        said = getattr(error, "response", {}).get("Error", {})
        call.failed = said.get("Code") or type(error).__name__
        if isinstance(error, _UNKNOWN) or said.get("Message") == _UNANSWERED:
            self.unknown.append(call.name)

    def _note(self, client: Any, operation: str, given: Any) -> None:
        call = Call(client.meta.service_model.service_name, operation, **plain(given))
        self._last.call = call
        self.calls.append(call)
        count = sum(each.name == call.name for each in self.calls)
        for each in self._failing:
            if f"{each.service}.{each.operation}" == call.name and count >= each.first:
                raise _refusal(client, operation, each.code)


@contextmanager
def recorded(failing: Sequence[Failing]) -> Iterator[Record]:
    """Every call of every client is recorded, and refused where it has to be."""
    record, clients = Record(failing), cast(Any, BaseClient)
    usual = clients._make_api_call

    def call(client: Any, operation: str, given: Any) -> Any:
        record.watch(client)
        try:
            return usual(client, operation, given)
        except Exception as error:
            record.ends(error)
            raise

    with mock.patch.object(clients, "_make_api_call", call):
        yield record


def _refusal(client: Any, operation: str, code: str) -> ClientError:
    """What a client raises that is refused, of the class that it has for the code."""
    said = {"Code": code, "Message": f"{operation} fails in this test"}
    status = 500 if "Internal" in code or "Unavailable" in code else 400
    metadata = {"HTTPStatusCode": status, "RequestId": "refused", "RetryAttempts": 0}
    answer: Any = {"Error": said, "ResponseMetadata": metadata}
    found: ClientError = client.exceptions.from_code(code)(answer, operation)
    return found


#: What is compared goes to the last of these. Libraries that are loaded while somebody
#: listens keep our comparison, so it is one for all.
_listening: list[list[tuple[bytes, bytes]]] = []
_compare_digest = hmac.compare_digest


def _compare(one: Any, other: Any) -> bool:
    if _listening:
        _listening[-1].append((_bytes(one), _bytes(other)))
    return _compare_digest(one, other)


@contextmanager
def comparisons() -> Iterator[list[tuple[bytes, bytes]]]:
    """What is compared in constant time, as signatures are."""
    found: list[tuple[bytes, bytes]] = []
    _listening.append(found)
    try:
        with ExitStack() as stack:
            for module in (hmac, secrets):
                patch = mock.patch.object(module, "compare_digest", _compare)
                stack.enter_context(patch)
            yield found
    finally:
        _listening.pop()


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)
