"""What the emulator holds, as its services list it: items, objects, messages, and what they are in.

Two snapshots around a run that writes say whether it took away what it made. What cannot be taken away in the cloud
either is left out: executions of state machines, and what is sent to those who read mails.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from scaffold.rehearse.server import Emulator

#: What there is: a text that names it, to a text that is another one where it holds something else.
Snapshot: TypeAlias = Mapping[str, str]
_Listing: TypeAlias = Callable[[Any], Iterator[tuple[str, Any]]]
_MANY = 10_000


def snapshot(emulator: Emulator, regions: tuple[str, ...]) -> Snapshot:
    """What the emulator holds in these regions of what a suite may write to."""
    found: dict[str, str] = {}
    for region in dict.fromkeys(regions):
        for service, listing in _LISTINGS.items():
            for name, content in listing(emulator.client(service, region)):
                found[f"{service} {region} {name}"] = _digest(content)
    return dict(sorted(found.items()))


def differences(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """What is there now and was not, what is gone, and what holds something else."""
    new = [f"left behind: {name}" for name in after if name not in before]
    gone = [f"taken away: {name}" for name in before if name not in after]
    other = [f"changed: {name}" for name, content in after.items() if before.get(name, content) != content]
    return tuple(sorted([*new, *gone, *other]))


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()


def _pages(client: Any, operation: str, member: str, **asked: Any) -> Iterator[Any]:
    for page in client.get_paginator(operation).paginate(**asked):
        yield from page.get(member) or ()


def _tables(client: Any) -> Iterator[tuple[str, Any]]:
    for name in _pages(client, "list_tables", "TableNames"):
        items = sorted(json.dumps(item, default=str, sort_keys=True) for item in _scanned(client, name))
        yield f"table {name}", items


def _scanned(client: Any, name: str) -> Iterator[Any]:
    yield from _pages(client, "scan", "Items", TableName=name)


def _buckets(client: Any) -> Iterator[tuple[str, Any]]:
    for bucket in client.list_buckets()["Buckets"]:
        yield f"bucket {bucket['Name']}", ""
        versions = client.list_object_versions(Bucket=bucket["Name"])
        for kind in ("Versions", "DeleteMarkers"):
            for each in versions.get(kind, ()):
                yield f"object {bucket['Name']}/{each['Key']} {each['VersionId']} {kind}", each.get("ETag")


def _queues(client: Any) -> Iterator[tuple[str, Any]]:
    counts = ["", "NotVisible", "Delayed"]
    asked = [f"ApproximateNumberOfMessages{kind}" for kind in counts]
    for url in client.list_queues(MaxResults=1000).get("QueueUrls", ()):
        found = client.get_queue_attributes(QueueUrl=url, AttributeNames=asked)["Attributes"]
        yield f"queue {url.rpartition('/')[2]}", sum(int(found[name]) for name in asked)


def _topics(client: Any) -> Iterator[tuple[str, Any]]:
    for topic in _pages(client, "list_topics", "Topics"):
        yield f"topic {topic['TopicArn']}", ""
    for each in _pages(client, "list_subscriptions", "Subscriptions"):
        yield f"subscription {each['SubscriptionArn']}", each


def _functions(client: Any) -> Iterator[tuple[str, Any]]:
    for each in _pages(client, "list_functions", "Functions"):
        yield f"function {each['FunctionName']}", each.get("CodeSha256")


def _rules(client: Any) -> Iterator[tuple[str, Any]]:
    for bus in client.list_event_buses(Limit=100)["EventBuses"]:
        yield f"bus {bus['Name']}", bus.get("Policy")
        for rule in client.list_rules(EventBusName=bus["Name"], Limit=100)["Rules"]:
            asked = {"Rule": rule["Name"], "EventBusName": bus["Name"]}
            yield f"rule {bus['Name']}/{rule['Name']}", [rule, client.list_targets_by_rule(**asked)["Targets"]]


def _logs(client: Any) -> Iterator[tuple[str, Any]]:
    for group in _pages(client, "describe_log_groups", "logGroups"):
        name = group["logGroupName"]
        streams = list(_pages(client, "describe_log_streams", "logStreams", logGroupName=name))
        yield f"log group {name}", sorted(stream["logStreamName"] for stream in streams)


def _keys(client: Any) -> Iterator[tuple[str, Any]]:
    for key in _pages(client, "list_keys", "Keys"):
        grants = client.list_grants(KeyId=key["KeyId"], Limit=100)["Grants"]
        yield f"key {key['KeyId']}", [client.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"], len(grants)]


def _machines(client: Any) -> Iterator[tuple[str, Any]]:
    for each in _pages(client, "list_state_machines", "stateMachines"):
        yield f"state machine {each['name']}", ""


def _secrets(client: Any) -> Iterator[tuple[str, Any]]:
    for each in _pages(client, "list_secrets", "SecretList"):
        yield f"secret {each['Name']}", each.get("SecretVersionsToStages")


def _parameters(client: Any) -> Iterator[tuple[str, Any]]:
    for each in _pages(client, "describe_parameters", "Parameters"):
        yield f"parameter {each['Name']}", each.get("Version")


def _streams(client: Any) -> Iterator[tuple[str, Any]]:
    for name in client.list_streams(Limit=_MANY)["StreamNames"]:
        shards = client.list_shards(StreamName=name)["Shards"]
        yield f"stream {name}", [shard["ShardId"] for shard in shards]


def _people(client: Any) -> Iterator[tuple[str, Any]]:
    for role in _pages(client, "list_roles", "Roles"):
        yield f"role {role['RoleName']}", client.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]
    for user in _pages(client, "list_users", "Users"):
        yield f"user {user['UserName']}", client.list_access_keys(UserName=user["UserName"])["AccessKeyMetadata"]


#: How each service lists what a suite might write, by boto3's name of it.
_LISTINGS: Mapping[str, _Listing] = {
    "dynamodb": _tables,
    "s3": _buckets,
    "sqs": _queues,
    "sns": _topics,
    "lambda": _functions,
    "events": _rules,
    "logs": _logs,
    "kms": _keys,
    "stepfunctions": _machines,
    "secretsmanager": _secrets,
    "ssm": _parameters,
    "kinesis": _streams,
    "iam": _people,
}
