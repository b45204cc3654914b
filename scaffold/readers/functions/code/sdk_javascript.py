"""The SDKs for JavaScript: version 3 (a package per service) and version 2 (`aws-sdk`)."""

from __future__ import annotations

import re
from typing import Any

from scaffold.model.functions import Client
from scaffold.readers.functions.code import sdk
from scaffold.readers.functions.code.calling import callback
from scaffold.readers.functions.code.machine import Machine, Raised
from scaffold.readers.functions.code.operation_names import operation_of
from scaffold.readers.functions.code.values import (
    UNDEFINED,
    Bound,
    Closure,
    Command,
    Obj,
    Rejected,
    Scope,
    SdkClient,
    SdkObject,
    Seq,
    Value,
    made,
)

_PACKAGE = re.compile(r"@aws-sdk/(client|lib)-([a-z0-9-]+)\.(\w+)(?:\.(\w+))?")
#: Packages whose services have other names in boto3.
_SERVICES = {
    "eventbridge": "events",
    "cloudwatch-logs": "logs",
    "cloudwatch-events": "events",
    "sfn": "stepfunctions",
    "secrets-manager": "secretsmanager",
    "api-gateway-management-api": "apigatewaymanagementapi",
    "api-gateway": "apigateway",
    "cognito-identity-provider": "cognito-idp",
    "dynamodb-streams": "dynamodbstreams",
    "elastic-load-balancing-v2": "elbv2",
    "iot-data-plane": "iot-data",
    "storage": "s3",
    "auto-scaling": "autoscaling",
    "cost-explorer": "ce",
    "route-53": "route53",
    "config-service": "config",
}
#: Commands of lib-dynamodb, and the operations behind them.
_DOCUMENT = {
    "get": "GetItem",
    "put": "PutItem",
    "update": "UpdateItem",
    "delete": "DeleteItem",
    "query": "Query",
    "scan": "Scan",
    "batchGet": "BatchGetItem",
    "batchWrite": "BatchWriteItem",
    "transactGet": "TransactGetItems",
    "transactWrite": "TransactWriteItems",
}
_VERSION_2 = {
    "StepFunctions": "stepfunctions",
    "EventBridge": "events",
    "CloudWatchEvents": "events",
    "CloudWatchLogs": "logs",
    "SecretsManager": "secretsmanager",
    "CognitoIdentityServiceProvider": "cognito-idp",
    "ApiGatewayManagementApi": "apigatewaymanagementapi",
    "IotData": "iot-data",
    "SESV2": "sesv2",
    "DynamoDBStreams": "dynamodbstreams",
}
_UPLOADS = ("upload", "getSignedUrl", "getSignedUrlPromise", "createPresignedPost")


def construct_sdk(machine: Machine, name: str, given: list[Value], node: Any, scope: Scope) -> Value | None:
    """A client, a command or a helper that is made with `new`; `None` for what is none of the SDK's."""
    found = _PACKAGE.fullmatch(name)
    if found is not None:
        return _version_3(machine, found[1], found[2], found[4] or found[3], given, node, scope)
    parts = name.split(".")
    if parts[0] == "aws-sdk" and len(parts) > 1:
        return _version_2(machine, parts[1], parts[-1], node, scope)
    if name.startswith("aws-sdk/clients/"):
        service = name.removeprefix("aws-sdk/clients/").partition(".")[0]
        return _version_2(machine, service, parts[-1], node, scope)
    return None


def _version_2(machine: Machine, cls: str, last: str, node: Any, scope: Scope) -> Value:
    service = _VERSION_2.get(cls, cls.lower())
    if service in ("config", "credentials", "endpoint") or last in ("Converter", "Endpoint", "Credentials", "Config"):
        return made()
    position = scope.unit.position(node.at)
    document = last == "DocumentClient"
    label = "DynamoDB.DocumentClient" if document else cls
    machine.facts.client(Client(service, "aws-sdk", label, position, machine.at_import))
    return SdkClient(service, "v2-document" if document else "v2")


def _version_3(
    machine: Machine, sort: str, package: str, name: str, given: list[Value], node: Any, scope: Scope
) -> Value:
    service = _SERVICES.get(package, package)
    if name.endswith("Command"):
        stem = name.removesuffix("Command")
        document = sort == "lib" and package == "dynamodb"
        operation = _DOCUMENT.get(stem[:1].lower() + stem[1:], stem) if document else stem
        return Command(service, operation, given[0] if given else Obj(), document)
    if name == "Upload":
        options = given[0] if given else Obj()
        params = options.entries.get("params") if isinstance(options, Obj) else None
        return SdkObject("s3", "upload", {"params": params})
    if name.endswith(("Exception", "Error", "NotFound", "Exists")):
        return None
    position = scope.unit.position(node.at)
    machine.facts.client(Client(service, f"@aws-sdk/{sort}-{package}", name, position, machine.at_import))
    if given:
        machine.facts.hard(given[0])
    return SdkClient(service, "v3" if name.endswith("Client") else "v3-methods")


def call_sdk(machine: Machine, name: str, given: list[Value], node: Any, scope: Scope) -> Value | None:
    """A function of the SDK that is called; `None` for what is none of the SDK's."""
    found = _PACKAGE.fullmatch(name)
    if found is None:
        return None
    package, function = found[2], found[3]
    service = _SERVICES.get(package, package)
    if package == "dynamodb" and found[4] == "from":
        position = scope.unit.position(node.at)
        machine.facts.client(Client("dynamodb", "@aws-sdk/lib-dynamodb", function, position, machine.at_import))
        return SdkClient("dynamodb", "v3-document" if function == "DynamoDBDocumentClient" else "v3-document-methods")
    if function.startswith("paginate") and len(given) > 1:
        stem = function.removeprefix("paginate")
        operation = _DOCUMENT.get(stem[:1].lower() + stem[1:], stem) if found[1] == "lib" else stem
        answer = _call(machine, service, operation, given[1], node, scope, "")
        return answer if isinstance(answer, Rejected) else Seq([answer])
    return made(*given)


def client_method(
    machine: Machine, receiver: SdkClient, name: str, given: list[Value], node: Any, scope: Scope
) -> Value:
    """A method of a client."""
    first = given[0] if given else Obj()
    if name == "send" and isinstance(first, Command):
        form = "document" if first.document else ""
        return _answered(
            machine, _call(machine, first.service, first.operation, first.input, node, scope, form), given, node, scope
        )
    if name in ("send", "destroy", "use", "on", "makeRequest", "middlewareStack", "config"):
        return made(*given)
    document = "document" in receiver.form
    if name in _UPLOADS:
        if name != "upload":
            machine.facts.hard(first)
            return made(method="text")
        operation = "PutObject"
    else:
        operation = _DOCUMENT.get(name, operation_of(name)) if document else operation_of(name)
    answer = _call(machine, receiver.service, operation, first, node, scope, "document" if document else "")
    return _answered(machine, answer, given, node, scope)


def _call(machine: Machine, service: str, operation: str, given: Value, node: Any, scope: Scope, form: str) -> Value:
    try:
        return sdk.make_call(machine, service, operation, given, node, scope, form=form)
    except Raised as raised:
        return Rejected(raised)


def _answered(machine: Machine, answer: Value, given: list[Value], node: Any, scope: Scope) -> Value:
    """The answer, handed to a callback where one was given."""
    last = given[-1] if given else None
    if not isinstance(last, Closure | Bound):
        return answer
    if isinstance(answer, Rejected):
        callback(machine, last, [answer.error.error, UNDEFINED], node, scope)
    else:
        callback(machine, last, [None, answer], node, scope)
    return UNDEFINED


def object_method(
    machine: Machine, receiver: SdkObject, name: str, _given: list[Value], node: Any, scope: Scope
) -> Value:
    """A method of a helper: an upload."""
    if name == "done":
        return _call(machine, "s3", "PutObject", receiver.given.get("params"), node, scope, "")
    return made()
