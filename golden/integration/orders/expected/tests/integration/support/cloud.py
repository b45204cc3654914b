"""The cloud, through boto3: bounded waiting, plain answers, errors that say why."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from .lacking import lacking

__tracebackhide__ = True

#: A list of more pages than these is not read to its end.
MOST_PAGES = 50
#: More than this of an error's text is not shown.
LONGEST = 300
_ARN = re.compile(r"arn:[a-z-]+:(?P<service>[a-z0-9-]+):(?P<region>[a-z0-9-]+):\S+")
_GLOBAL = "us-east-1"


class CloudError(Exception):
    """That a call fails: access denied, throttled, not reached.

    `code` is the service's own word for it, empty where the service says nothing.
    """

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code

    def within(self, place: str) -> CloudError:
        """The same error with the name of a place in front of it."""
        return CloudError(f"{place}: {self}", self.code)


class Cloud:
    """What credentials and region of the environment lead to."""

    def __init__(self, region: str) -> None:
        self._default = region
        self._session: Any = None
        self._clients: dict[tuple[str, str], Any] = {}
        self._account = ""

    @property
    def region(self) -> str:
        """The region; without one, the test is skipped."""
        found = os.environ.get("AWS_REGION") or self._ready().region_name
        if not (found or self._default):
            lacking("no region: AWS_REGION names one")
        return found or self._default

    @property
    def partition(self) -> str:
        """What ARNs begin with in this region."""
        for start, partition in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov")):
            if self.region.startswith(start):
                return partition
        return "aws"

    @property
    def account(self) -> str:
        """The account of the credentials."""
        if not self._account:
            answer = self.call("sts", "get_caller_identity", {})
            self._account = answer["Account"]
        return self._account

    @property
    def credentials(self) -> Any:
        """The credentials as they are now."""
        return self._ready().get_credentials().get_frozen_credentials()

    def call(
        self, service: str, method: str, inputs: Mapping[str, Any], region: str = ""
    ) -> Any:
        """The answer to one call, in `region` or the usual one, or a `CloudError`."""
        client = self._client(service, inputs, region)
        name = client.meta.method_to_api_mapping[method]
        return _attempt(name, lambda: plain(getattr(client, method)(**inputs)))

    def pages(
        self, service: str, method: str, inputs: Mapping[str, Any], region: str = ""
    ) -> Iterator[Any]:
        """The answers to a call, page by page."""
        client = self._client(service, inputs, region)
        if not client.can_paginate(method):
            yield self.call(service, method, inputs, region)
            return
        name = client.meta.method_to_api_mapping[method]
        found = iter(client.get_paginator(method).paginate(**inputs))
        for _ in range(MOST_PAGES):
            page = _attempt(name, lambda: next(found, None))
            if page is None:
                return
            yield plain(page)

    def operation(self, service: str, method: str) -> str:
        """The API's name of a method: `DescribeTable` for `describe_table`."""
        return self._client(service, {}, "").meta.method_to_api_mapping[method]

    def _client(self, service: str, inputs: Mapping[str, Any], region: str) -> Any:
        region = _region_of(service, inputs) or region or self.region
        if (service, region) not in self._clients:
            from botocore.config import Config

            emulated = any(name.startswith("AWS_ENDPOINT_URL") for name in os.environ)
            config = Config(
                connect_timeout=5,
                read_timeout=60,
                retries={"mode": "standard", "total_max_attempts": 4},
                inject_host_prefix=not emulated,
            )
            client = self._ready().client(service, region_name=region, config=config)
            self._clients[service, region] = client
        return self._clients[service, region]

    def _ready(self) -> Any:
        """The session; without boto3 or credentials, the test is skipped."""
        if self._session is None:
            try:
                import boto3
            except ImportError:
                lacking("no boto3: pip install boto3")
            from botocore.exceptions import BotoCoreError

            try:
                session = boto3.Session()
                known = session.get_credentials()
            except BotoCoreError as error:
                lacking(f"no credentials for the cloud: {error}")
            if known is None:
                lacking("no credentials for the cloud")
            self._session = session
        return self._session


def plain(answer: Any) -> Any:
    """An answer as plain data: times, bytes and streams are texts where they can be."""
    if isinstance(answer, Mapping):
        return {
            key: plain(item)
            for key, item in answer.items()
            if key != "ResponseMetadata"
        }
    if isinstance(answer, (list, tuple)):
        return [plain(item) for item in answer]
    if isinstance(answer, datetime):
        aware = answer if answer.tzinfo else answer.replace(tzinfo=timezone.utc)
        return aware.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if hasattr(answer, "read"):
        answer = answer.read()
    if isinstance(answer, (bytes, bytearray)):
        return _text(bytes(answer))
    return answer


def _text(data: bytes) -> Any:
    """Bytes as text; those that are none stay."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def _attempt(name: str, call: Any) -> Any:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        return call()
    except ClientError as error:
        given = error.response.get("Error", {})
        code, message = (
            given.get("Code", "?"),
            " ".join(given.get("Message", "").split()),
        )
        said = f"{code}: {message[:LONGEST]}"
        raise CloudError(f"{name} failed: {said}", str(code)) from None
    except BotoCoreError as error:
        said = f"{type(error).__name__}: {error}"[:LONGEST]
        raise CloudError(f"{name} failed: {said}") from None


def _region_of(service: str, inputs: Mapping[str, Any]) -> str:
    """The region that an input says: that of an ARN, or of what CloudFront uses."""
    if inputs.get("Scope") == "CLOUDFRONT":
        return _GLOBAL
    for value in inputs.values():
        match = _ARN.fullmatch(value) if isinstance(value, str) else None
        if match and match["service"] == service:
            return match["region"]
    return ""
