"""Rules, targets and buses of EventBridge."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, block, blocks, given
from scaffold.rehearse.provision.shaping import declared, named, part, send, without

#: The provider's blocks of a target, by what the API calls them.
TARGET = {
    "http_target": "HttpParameters",
    "kinesis_target": "KinesisParameters",
    "redshift_target": "RedshiftDataParameters",
    "sqs_target": "SqsParameters",
    "appsync_target": "AppSyncParameters",
    "sagemaker_pipeline_target": "SageMakerPipelineParameters",
}
#: What is said of a target in another form.
ELSEWHERE = (
    "rule",
    "event_bus_name",
    "input_transformer",
    "run_command_targets",
    "ecs_target",
    "batch_target",
)
DEFAULT = "default"


def rule(make: Make) -> Mapping[str, Any]:
    """A rule, on unless its author turned it off (`state`, before that `is_enabled`)."""
    name, bus = named(make), make.get("event_bus_name", DEFAULT)
    state = make.get("state") or ("DISABLED" if make.get("is_enabled") is False else "ENABLED")
    made = send(make, "events", "PutRule", declared(make), Name=name, State=state, EventBusName=bus)
    return {"id": name if bus == DEFAULT else f"{bus}/{name}", "name": name, "arn": made["RuleArn"]}


def target(make: Make) -> Mapping[str, Any]:
    """A target of a rule."""
    client, number = make.client("events"), named(make, "target_id")
    transformer = make.block("input_transformer")
    paths, template = transformer.get("input_paths"), transformer.get("input_template")
    commands = make.get("run_command_targets")
    values = {
        **without(make.values, *TARGET, *ELSEWHERE),
        **{TARGET[name]: make.get(name) for name in TARGET if make.get(name)},
        "id": number,
        **given(
            input_transformer=given(input_paths_map=paths, input_template=template) or None,
            ecs_parameters=task(make.block("ecs_target")),
            batch_parameters=job(make.block("batch_target")),
            run_command_parameters={"run_command_targets": commands} if commands else None,
        ),
    }
    client.put_targets(
        Rule=make.get("rule"),
        EventBusName=make.get("event_bus_name", DEFAULT),
        Targets=part(client, "PutTargets", "Targets", [values]),
    )
    return {"id": f"{make.get('rule')}-{number}", "target_id": number}


def task(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """A task of ECS as target: the API has its network one level deeper."""
    network = block(values, "network_configuration")
    public = "ENABLED" if network.get("assign_public_ip") else "DISABLED"
    inner = without(network, "assign_public_ip") | {"assign_public_ip": public}
    values = {
        **without(values, "network_configuration", "ordered_placement_strategy"),
        **given(
            network_configuration={"awsvpc_configuration": inner} if network else None,
            placement_strategy=values.get("ordered_placement_strategy"),
        ),
    }
    return values or None


def job(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """A job of Batch as target: the API has how often it runs one level deeper."""
    size, attempts = values.get("array_size"), values.get("job_attempts")
    values = {
        **without(values, "array_size", "job_attempts"),
        **given(
            array_properties={"size": size} if size else None,
            retry_strategy={"attempts": attempts} if attempts else None,
        ),
    }
    return values or None


def bus(make: Make) -> Mapping[str, Any]:
    """A bus of its own."""
    made = send(make, "events", "CreateEventBus", declared(make))
    return {"id": make.get("name"), "arn": made["EventBusArn"]}


def permission(make: Make) -> Mapping[str, Any]:
    """Who else may put events on a bus."""
    statement = str(make.get("statement_id"))
    send(
        make,
        "events",
        "PutPermission",
        make.values,
        Action=make.get("action", "events:PutEvents"),
        EventBusName=make.get("event_bus_name", DEFAULT),
    )
    return {"id": f"{make.get('event_bus_name', DEFAULT)}/{statement}"}


def bus_policy(make: Make) -> Mapping[str, Any]:
    """The whole policy of a bus."""
    name = make.get("event_bus_name", DEFAULT)
    make.client("events").put_permission(EventBusName=name, Policy=make.get("policy"))
    return {"id": name}


def archive(make: Make) -> Mapping[str, Any]:
    """Events of a bus that are kept."""
    made = send(make, "events", "CreateArchive", make.values, ArchiveName=make.get("name"))
    return {"id": make.get("name"), "arn": made["ArchiveArn"]}


def connection(make: Make) -> Mapping[str, Any]:
    """How an address outside is signed in to."""
    client, found = make.client("events"), make.block("auth_parameters")
    key, basic, open_ = (block(found, name) for name in ("api_key", "basic", "oauth"))
    values: dict[str, Any] = {
        "api_key_auth_parameters": {"api_key_name": key.get("key"), "api_key_value": secret(key, "value")}
        if key
        else None,
        "basic_auth_parameters": {"username": basic.get("username"), "password": secret(basic, "password")}
        if basic
        else None,
        "o_auth_parameters": oauth(open_) if open_ else None,
        "invocation_http_parameters": parameters(block(found, "invocation_http_parameters")),
    }
    made = send(
        make,
        "events",
        "CreateConnection",
        without(make.values, "auth_parameters"),
        AuthParameters=part(client, "CreateConnection", "AuthParameters", values),
    )
    found = client.describe_connection(Name=make.get("name"))
    return {"id": make.get("name"), "arn": made["ConnectionArn"], "secret_arn": found.get("SecretArn", "")}


def secret(values: Mapping[str, Any], name: str) -> str:
    """A secret, made up where it is not known."""
    return str(values.get(name) or "rehearsed")


def parameters(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """What is added to a request: the API has these lists in the plural."""
    names = {"body": "body_parameters", "header": "header_parameters", "query_string": "query_string_parameters"}
    return {api: blocks(values, own) for own, api in names.items() if blocks(values, own)} or None


def oauth(values: Mapping[str, Any]) -> dict[str, Any]:
    """Signing in with a client of an authorisation server."""
    client = block(values, "client_parameters")
    return {
        **without(values, "client_parameters", "oauth_http_parameters"),
        "client_parameters": {"client_id": client.get("client_id"), "client_secret": secret(client, "client_secret")},
        **given(o_auth_http_parameters=parameters(block(values, "oauth_http_parameters"))),
    }


def api_destination(make: Make) -> Mapping[str, Any]:
    """An address outside that events go to."""
    made = send(
        make,
        "events",
        "CreateApiDestination",
        make.values,
        InvocationRateLimitPerSecond=int(make.get("invocation_rate_limit_per_second", 300)),
    )
    return {"id": make.get("name"), "arn": made["ApiDestinationArn"]}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_cloudwatch_event_api_destination": api_destination,
    "aws_cloudwatch_event_archive": archive,
    "aws_cloudwatch_event_bus": bus,
    "aws_cloudwatch_event_bus_policy": bus_policy,
    "aws_cloudwatch_event_connection": connection,
    "aws_cloudwatch_event_permission": permission,
    "aws_cloudwatch_event_rule": rule,
    "aws_cloudwatch_event_target": target,
}
