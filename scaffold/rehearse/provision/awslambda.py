"""Functions of Lambda: their code, versions, aliases, permissions and sources of events."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, block, given
from scaffold.rehearse.provision.shaping import last, named, part, send, unsupported, without

RUNTIME = "python3.12"
HANDLER = "index.handler"
#: What the provider has as text or a number, and the API inside a structure.
WRAPPED = ("layers", "filename", "image_uri", "s3_bucket", "s3_key", "s3_object_version", "tags", "publish")


def _role(make: Make) -> str:
    """The ARN of the function's role. Who deploys where an ARN says is in another account than the rehearsal."""
    role = str(make.get("role") or f"arn:aws:iam::{make.account}:role/rehearsed")
    if not role.startswith("arn:") or role.split(":")[4:5] == [make.account]:
        return role
    make.leave_out("role", "it is of another account")
    iam, name = make.client("iam"), role.rpartition("/")[2]
    try:
        return str(iam.get_role(RoleName=name)["Role"]["Arn"])
    except iam.exceptions.NoSuchEntityException:
        return str(iam.create_role(RoleName=name, AssumeRolePolicyDocument="{}")["Role"]["Arn"])


def function(make: Make) -> Mapping[str, Any]:
    """A function. Its package is read where the project has it; else it gets a file that answers with its event.
    Layers of other accounts are left out: the emulator has none of them. For a role of another account, one of the same
    name is made here.
    """
    layers = [arn for arn in make.get("layers") or () if f":{make.account}:" in str(arn)]
    if len(layers) < len(make.get("layers") or ()):
        make.leave_out("layers", "layers of other accounts are not there")
    client, name, image = make.client("lambda"), named(make, "function_name"), make.get("package_type") == "Image"
    snap = make.block("snap_start")
    made = send(
        make,
        "lambda",
        "CreateFunction",
        without(make.values, *WRAPPED, "runtime", "handler", "snap_start", "file_system_config", "image_config"),
        FunctionName=name,
        Role=_role(make),
        Runtime=None if image else make.get("runtime", RUNTIME),
        Handler=None if image else make.get("handler", HANDLER),
        Code={"ImageUri": make.get("image_uri", "")} if image else {"ZipFile": package(make)},
        Layers=layers or None,
        SnapStart=given(ApplyOn=snap.get("apply_on")) or None,
        FileSystemConfigs=[
            {"Arn": each["arn"], "LocalMountPath": each["local_mount_path"]}
            for each in make.blocks("file_system_config")
        ]
        or None,
        ImageConfig=part(client, "CreateFunction", "ImageConfig", make.get("image_config") or []),
        Publish=bool(make.get("publish")),
        Tags=dict(make.tags) or None,
    )
    reserved = make.get("reserved_concurrent_executions")
    if reserved is not None and int(reserved) >= 0:
        client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=int(reserved))
    arn, version = made["FunctionArn"], made.get("Version", "$LATEST")
    if make.get("publish"):
        version = client.publish_version(FunctionName=name)["Version"]
    group = make.block("logging_config").get("log_group") or f"/aws/lambda/{name}"
    return {
        "id": name,
        "function_name": name,
        "arn": arn,
        "version": version,
        "qualified_arn": f"{arn}:{version}",
        "invoke_arn": invoke_arn(make, arn),
        "qualified_invoke_arn": invoke_arn(make, f"{arn}:{version}"),
        "response_streaming_invoke_arn": f"arn:aws:apigateway:{make.region}:lambda:path/2021-11-15/functions/{arn}"
        "/response-streaming-invocations",
        "code_sha256": made.get("CodeSha256", ""),
        "source_code_size": made.get("CodeSize", 0),
        "last_modified": made.get("LastModified", ""),
        "logging_config": [{"log_format": "Text", **make.block("logging_config"), "log_group": group}],
        **({} if make.get("source_code_hash") else {"source_code_hash": made.get("CodeSha256", "")}),
    }


def invoke_arn(make: Make, arn: str) -> str:
    """The address under which API Gateway calls a function."""
    return f"arn:aws:apigateway:{make.region}:lambda:path/2015-03-31/functions/{arn}/invocations"


def package(make: Make) -> bytes:
    """The function's package: the file that the project has, else one that is made up."""
    found = make.file(str(make.get("filename"))) if make.get("filename") else None
    if found and found[:2] == b"PK":
        return found
    handler = str(make.get("handler") or HANDLER)
    script = str(make.get("runtime") or RUNTIME).startswith("nodejs")
    module, _, entry = handler.rpartition(".")
    source = (
        f"exports.{entry} = async (event) => event;\n"
        if script
        else f"def {entry}(event, context):\n    return event\n"
    )
    return zipped((module or "index").replace(".", "/") + (".js" if script else ".py"), source)


def zipped(name: str, source: str) -> bytes:
    """An archive with one file in it, the same each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), source)
    return buffer.getvalue()


def version_qualifier(make: Make) -> dict[str, Any]:
    """`Qualifier`, where one is declared."""
    return given(Qualifier=make.get("qualifier") or None)


def alias(make: Make) -> Mapping[str, Any]:
    """A name for a version."""
    routing = make.block("routing_config").get("additional_version_weights")
    made = make.client("lambda").create_alias(
        FunctionName=make.get("function_name"),
        Name=make.get("name"),
        FunctionVersion=str(make.get("function_version", "$LATEST")),
        Description=make.get("description", ""),
        **given(
            RoutingConfig={"AdditionalVersionWeights": {k: float(v) for k, v in routing.items()}} if routing else None
        ),
    )
    return {"id": made["AliasArn"], "arn": made["AliasArn"], "invoke_arn": invoke_arn(make, made["AliasArn"])}


def permission(make: Make) -> Mapping[str, Any]:
    """Who else may call a function."""
    statement = named(make, "statement_id", 100)
    send(
        make,
        "lambda",
        "AddPermission",
        make.values,
        StatementId=statement,
        FunctionName=make.get("function_name"),
        Action=make.get("action"),
        Principal=make.get("principal"),
        **version_qualifier(make),
    )
    return {"id": statement, "statement_id": statement}


def mapping(make: Make) -> Mapping[str, Any]:
    """What hands events of a queue or a stream to a function."""
    made = send(
        make,
        "lambda",
        "CreateEventSourceMapping",
        without(make.values, "tags", "source_access_configuration", "destination_config"),
        DestinationConfig=destinations(make, "destination_arn"),
        SourceAccessConfigurations=[
            {"Type": each["type"], "URI": each["uri"]} for each in make.blocks("source_access_configuration")
        ]
        or None,
        Tags=dict(make.tags) or None,
    )
    arn = made.get("EventSourceMappingArn", "")
    return {
        "id": made["UUID"],
        "uuid": made["UUID"],
        "arn": arn or f"arn:aws:lambda:{make.region}:{make.account}:event-source-mapping:{made['UUID']}",
        "function_arn": made["FunctionArn"],
        "state": made.get("State", "Enabled"),
    }


def layer(make: Make) -> Mapping[str, Any]:
    """A version of a layer."""
    found = make.file(str(make.get("filename"))) if make.get("filename") else None
    made = send(
        make,
        "lambda",
        "PublishLayerVersion",
        without(make.values, "filename"),
        LayerName=make.get("layer_name"),
        Content={"ZipFile": found or zipped("layer.txt", "")},
    )
    return {
        "id": made["LayerVersionArn"],
        "arn": made["LayerVersionArn"],
        "layer_arn": made["LayerArn"],
        "version": str(made["Version"]),
        "code_sha256": made.get("Content", {}).get("CodeSha256", ""),
    }


def layer_permission(make: Make) -> Mapping[str, Any]:
    """Who else may use a version of a layer."""
    send(
        make,
        "lambda",
        "AddLayerVersionPermission",
        make.values,
        LayerName=last(make.get("layer_name")),
        VersionNumber=int(make.get("version_number")),
        StatementId=make.get("statement_id"),
    )
    return {"id": f"{make.get('layer_name')},{make.get('version_number')}"}


def invoke_config(make: Make) -> Mapping[str, Any]:
    """What becomes of events that a function is called with, and not answered to."""
    send(
        make,
        "lambda",
        "PutFunctionEventInvokeConfig",
        without(make.values, "destination_config"),
        DestinationConfig=destinations(make, "destination"),
    )
    return {"id": make.get("function_name")}


def destinations(make: Make, name: str) -> dict[str, Any] | None:
    """Where events go that were answered to or not; `name` is what the provider calls the place."""
    to = make.block("destination_config")
    kinds = (("OnSuccess", "on_success"), ("OnFailure", "on_failure"))
    return {kind: {"Destination": block(to, own)[name]} for kind, own in kinds if block(to, own)} or None


def url(make: Make) -> Mapping[str, Any]:
    """An address of its own for a function."""
    auth = {"AuthType": make.get("authorization_type"), **version_qualifier(make)}
    made = send(make, "lambda", "CreateFunctionUrlConfig", {"invoke_mode": "BUFFERED", **make.values}, **auth)
    host = made["FunctionUrl"].removeprefix("https://").partition("/")[0]
    return {
        "id": last(make.get("function_name")),
        "function_arn": made["FunctionArn"],
        "function_url": made["FunctionUrl"],
        "url_id": host.partition(".")[0],
    }


def invocation(make: Make) -> Mapping[str, Any]:
    """A call of a function when the deployment is made."""
    answer = make.client("lambda").invoke(
        FunctionName=make.get("function_name"), Payload=str(make.get("input", "{}")).encode()
    )
    digest = hashlib.sha256(json.dumps(make.get("input")).encode()).digest()
    return {"id": base64.b32encode(digest)[:16].decode(), "result": answer["Payload"].read().decode()}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_lambda_alias": alias,
    "aws_lambda_code_signing_config": unsupported("CreateCodeSigningConfig"),
    "aws_lambda_event_source_mapping": mapping,
    "aws_lambda_function": function,
    "aws_lambda_function_event_invoke_config": invoke_config,
    "aws_lambda_function_recursion_config": unsupported("PutFunctionRecursionConfig"),
    "aws_lambda_function_url": url,
    "aws_lambda_invocation": invocation,
    "aws_lambda_layer_version": layer,
    "aws_lambda_layer_version_permission": layer_permission,
    "aws_lambda_permission": permission,
    "aws_lambda_provisioned_concurrency_config": unsupported("PutProvisionedConcurrencyConfig"),
}
