"""What surrounds a function, as calls that make it in the emulator: one maker for each type of resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from scaffold.catalog.checks.looking import as_bool
from scaffold.model.handlers import Call, Created, Data
from scaffold.model.project import Resource
from scaffold.plan.handlers.world.naming import ACCOUNT, Names
from scaffold.plan.handlers.world.tables import blocks, table

#: What a workflow is made of where nobody looks into it.
_NOTHING_TO_DO: Final = '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}'
_ROLE: Final = f"arn:aws:iam::{ACCOUNT}:role/made-up"


@dataclass(frozen=True, slots=True)
class Making:
    """How a resource is made, and what is worth knowing of it. `first` are those that must be there before."""

    kind: str
    create: tuple[Call, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    first: tuple[Resource, ...] = ()


Maker: TypeAlias = Callable[[Resource, Names], "Making | None"]


def making(resource: Resource, names: Names) -> Making | None:
    """How a resource is made; nothing for a type that no emulator is asked for."""
    maker = MAKERS.get(resource.type)
    return maker(resource, names) if maker is not None else None


def _table(resource: Resource, names: Names) -> Making | None:
    found = table(resource, names)
    return Making("table", *found) if found is not None else None


def _queue(resource: Resource, names: Names) -> Making:
    given, name = resource.attributes, names.name(resource)
    fifo = as_bool(given.get("fifo_queue")) is True or name.endswith(".fifo")
    attributes: dict[str, Data] = {}
    if fifo:
        attributes["FifoQueue"] = "true"
        if as_bool(given.get("content_based_deduplication")):
            attributes["ContentBasedDeduplication"] = "true"
    for declared, member in (("visibility_timeout_seconds", "VisibilityTimeout"), ("delay_seconds", "DelaySeconds")):
        if given.get(declared) is not None:
            attributes[member] = str(names.number(given[declared], 30 if member == "VisibilityTimeout" else 0))
    call = Call("sqs", "CreateQueue", {"QueueName": name, **({"Attributes": attributes} if attributes else {})})
    facts = {
        "fifo": fifo,
        "deduplicates": "ContentBasedDeduplication" in attributes,
        "url": names.attribute(resource, "url"),
        "arn": names.attribute(resource, "arn"),
    }
    return Making("queue", (call,), facts)


def _topic(resource: Resource, names: Names) -> Making:
    given, name = resource.attributes, names.name(resource)
    fifo = as_bool(given.get("fifo_topic")) is True or name.endswith(".fifo")
    attributes = {"FifoTopic": "true"} if fifo else {}
    if fifo and as_bool(given.get("content_based_deduplication")):
        attributes["ContentBasedDeduplication"] = "true"
    call = Call("sns", "CreateTopic", {"Name": name, **({"Attributes": attributes} if attributes else {})})
    return Making("topic", (call,), {"fifo": fifo, "arn": names.attribute(resource, "arn")})


def _bucket(resource: Resource, names: Names) -> Making:
    name = names.name(resource)
    place: dict[str, Data] = {}
    if names.region != "us-east-1":
        place = {"CreateBucketConfiguration": {"LocationConstraint": names.region}}
    calls = [Call("s3", "CreateBucket", {"Bucket": name, **place})]
    if _is_versioned(resource, names):
        calls.append(
            Call("s3", "PutBucketVersioning", {"Bucket": name, "VersioningConfiguration": {"Status": "Enabled"}})
        )
    return Making("bucket", (*calls, *_objects(resource, names)), {"versioned": len(calls) > 1})


def _is_versioned(bucket: Resource, names: Names) -> bool:
    own = any(as_bool(block.get("enabled")) for block in blocks(bucket.attributes, "versioning"))
    others = (each for each in names.project.resources if each.type == "aws_s3_bucket_versioning")
    return own or any(
        block.get("status") == "Enabled"
        for each in others
        if names.find(each.attributes.get("bucket")) is bucket
        for block in blocks(each.attributes, "versioning_configuration")
    )


def _objects(bucket: Resource, names: Names) -> list[Call]:
    """The objects with a text that the project puts into a bucket."""
    found = []
    for each in names.project.resources:
        given = each.attributes
        holds = each.type in ("aws_s3_object", "aws_s3_bucket_object") and given.get("content") is not None
        if holds and names.find(given.get("bucket")) is bucket:
            key, body = names.text(given.get("key"), "key"), names.text(given["content"], "content")
            found.append(Call("s3", "PutObject", {"Bucket": names.name(bucket), "Key": key, "Body": body}))
    return found


def _key(resource: Resource, names: Names) -> Making:
    del names  # a key has no name
    given = resource.attributes
    spec, usage = given.get("customer_master_key_spec") or given.get("key_spec"), given.get("key_usage")
    wanted: dict[str, Data] = {}
    if isinstance(spec, str) and spec != "SYMMETRIC_DEFAULT":
        wanted["KeySpec"] = spec
    if isinstance(usage, str) and usage != "ENCRYPT_DECRYPT":
        wanted["KeyUsage"] = usage
    return Making("key", (Call("kms", "CreateKey", wanted),))


def _key_alias(resource: Resource, names: Names) -> Making | None:
    key = names.find(resource.attributes.get("target_key_id"))
    if key is None or key.type != "aws_kms_key":
        return None
    target = Created(key.address, "KeyMetadata.KeyId")
    call = Call("kms", "CreateAlias", {"AliasName": names.name(resource), "TargetKeyId": target})
    return Making("key-alias", (call,), first=(key,))


def _bus(resource: Resource, names: Names) -> Making:
    name = names.name(resource)  # there is a default one everywhere
    return Making("bus", (Call("events", "CreateEventBus", {"Name": name}),) if name != "default" else ())


def _stream(resource: Resource, names: Names) -> Making:
    shards = names.number(resource.attributes.get("shard_count"), 1)
    call = Call("kinesis", "CreateStream", {"StreamName": names.name(resource), "ShardCount": shards})
    return Making("stream", (call,), {"shards": shards})


def _delivery_stream(resource: Resource, names: Names) -> Making:
    """A delivery stream; whatever it delivers to, here it is a bucket."""
    bucket = next(
        (
            found
            for block in (
                *blocks(resource.attributes, "extended_s3_configuration"),
                *blocks(resource.attributes, "s3_configuration"),
            )
            if (found := names.find(block.get("bucket_arn"))) is not None and found.type == "aws_s3_bucket"
        ),
        None,
    )
    arn = names.attribute(bucket, "arn") if bucket is not None else "arn:aws:s3:::made-up"
    where: dict[str, Data] = {"RoleARN": _ROLE, "BucketARN": arn}
    name = names.name(resource)
    call = Call(
        "firehose",
        "CreateDeliveryStream",
        {"DeliveryStreamName": name, "ExtendedS3DestinationConfiguration": where},
    )
    return Making("delivery-stream", (call,), first=(bucket,) if bucket is not None else ())


def _state_machine(resource: Resource, names: Names) -> Making:
    sort = resource.attributes.get("type")
    wanted: dict[str, Data] = {"name": names.name(resource), "definition": _NOTHING_TO_DO, "roleArn": _ROLE}
    if sort == "EXPRESS":
        wanted["type"] = sort
    return Making(
        "state-machine", (Call("stepfunctions", "CreateStateMachine", wanted),), {"express": sort == "EXPRESS"}
    )


def _user_pool(resource: Resource, names: Names) -> Making:
    wanted: dict[str, Data] = {"PoolName": names.name(resource)}
    for declared, member in (("username_attributes", "UsernameAttributes"), ("alias_attributes", "AliasAttributes")):
        given = resource.attributes.get(declared)
        if isinstance(given, tuple) and given and all(isinstance(each, str) for each in given):
            wanted[member] = tuple(given)
    return Making("user-pool", (Call("cognito-idp", "CreateUserPool", wanted),))


def _user_pool_client(resource: Resource, names: Names) -> Making | None:
    pool = names.find(resource.attributes.get("user_pool_id"))
    if pool is None or pool.type != "aws_cognito_user_pool":
        return None
    wanted: dict[str, Data] = {
        "UserPoolId": Created(pool.address, "UserPool.Id"),
        "ClientName": names.name(resource),
    }
    if as_bool(resource.attributes.get("generate_secret")):
        wanted["GenerateSecret"] = True
    flows = resource.attributes.get("explicit_auth_flows")
    if isinstance(flows, tuple) and flows and all(isinstance(each, str) for each in flows):
        wanted["ExplicitAuthFlows"] = tuple(flows)
    return Making("user-pool-client", (Call("cognito-idp", "CreateUserPoolClient", wanted),), first=(pool,))


def _identity(resource: Resource, names: Names) -> Making:
    name = names.name(resource)
    if "@" in name:
        return Making("email-identity", (verified(name),))
    return Making("email-identity", (Call("ses", "VerifyDomainIdentity", {"Domain": name}),))


def verified(address: str) -> Call:
    """The call after which an address may send."""
    return Call("ses", "VerifyEmailIdentity", {"EmailAddress": address})


def _log_group(resource: Resource, names: Names) -> Making:
    return Making("log-group", (Call("logs", "CreateLogGroup", {"logGroupName": names.name(resource)}),))


def _function(resource: Resource, names: Names) -> Making:
    """Another function, which only its caller's test stands in for: there is no code in the emulator."""
    return Making("function", facts={"arn": names.attribute(resource, "arn")})


MAKERS: Final[Mapping[str, Maker]] = {
    "aws_cloudwatch_event_bus": _bus,
    "aws_cloudwatch_log_group": _log_group,
    "aws_cognito_user_pool": _user_pool,
    "aws_cognito_user_pool_client": _user_pool_client,
    "aws_dynamodb_table": _table,
    "aws_kinesis_firehose_delivery_stream": _delivery_stream,
    "aws_kinesis_stream": _stream,
    "aws_kms_alias": _key_alias,
    "aws_kms_key": _key,
    "aws_lambda_function": _function,
    "aws_s3_bucket": _bucket,
    "aws_ses_domain_identity": _identity,
    "aws_ses_email_identity": _identity,
    "aws_sesv2_email_identity": _identity,
    "aws_sfn_state_machine": _state_machine,
    "aws_sns_topic": _topic,
    "aws_sqs_queue": _queue,
}
