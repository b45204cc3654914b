"""What a resource is for, tried once: under a flag, with what is made for it taken away again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scaffold.catalog import events
from scaffold.model.integration import Behaves, Expected, IntegrationCase
from scaffold.model.project import Resource
from scaffold.model.values import Reference
from scaffold.plan.integration.locations import Location, Locations
from scaffold.plan.integration.looking import declared
from scaffold.plan.integration.terms import Resolver, Unresolved

_Arguments = Mapping[str, Expected]
#: What takes things out of a queue or stream as soon as they are there.
_CONSUMERS = frozenset({"aws_lambda_event_source_mapping", "aws_pipes_pipe"})

#: What does something with the objects of a bucket, or keeps them.
_WATCHING = (
    "aws_s3_bucket_notification",
    "aws_s3_bucket_object_lock_configuration",
    "aws_s3_bucket_replication_configuration",
)


class Trials:
    """What is asked when deciding what can be tried: of one deployment."""

    def __init__(self, locations: Locations) -> None:
        self.locations = locations
        self.resolver = Resolver(locations)
        self.edges = locations.deployment.project.edges

    def pointing(self, address: str, *types: str) -> Iterator[Resource]:
        """The resources of these types that refer to another one."""
        for source in dict.fromkeys(edge.source for edge in self.edges if edge.target == address):
            resource = self.locations.deployment.by_address.get(source)
            if resource is not None and resource.type in types:
                yield resource

    def consumed(self, address: str) -> bool:
        """Whether something takes from a queue, table or stream what is put into it."""
        return any(True for _ in self.pointing(address, *_CONSUMERS))

    def target(self, resource: Resource, attribute: str) -> Location | None:
        """The located resource that an attribute leads to."""
        value = declared(resource, attribute)
        return self.locations.get(value.address) if isinstance(value, Reference) else None

    def text(self, resource: Resource, attribute: str) -> Expected:
        """What an attribute is once it is deployed, null where that is not known."""
        try:
            return self.resolver.expected(declared(resource, attribute))
        except Unresolved:
            return None


def term(location: Location, attribute: str) -> Expected:
    """An attribute of a located resource: what it was found with, or what its description says."""
    return location.keys.get(attribute) or location.export(attribute)


def behaviours(locations: Locations) -> Iterator[IntegrationCase]:
    """A case for each resource that something can be tried with."""
    trials = Trials(locations)
    for location in locations:
        found = _TRIALS.get(location.resource.type)
        if found is None:
            continue
        kind, phrase, arguments = found
        for given in arguments(location, trials):
            yield _case(location, locations, kind, phrase, given)


def _case(location: Location, locations: Locations, kind: str, phrase: str, arguments: _Arguments) -> IntegrationCase:
    address = location.resource.address
    title = f"{locations.deployment.title(location.resource)} {phrase}"
    needs = _needs(location, locations, kind)
    given = {name: value for name, value in arguments.items() if value is not None}
    return IntegrationCase(
        f"behaviour:{address}", "behaviour", title, address, phrase, Behaves(kind, given), writes=True, needs=needs
    )


def _needs(location: Location, locations: Locations, kind: str) -> tuple[str, ...]:
    """What the cloud must do for a trial beyond answering calls."""
    if kind == "invoke_function":
        return ("function-code",)
    if kind == "encrypt_and_decrypt" and location.resource.attributes.get("multi_region") is True:
        return ("multi-region-keys",)
    guarded = Trials(locations).pointing(location.resource.address, "aws_s3_bucket_policy")
    return ("policy-conditions",) if kind == "round_trip_object" and any(True for _ in guarded) else ()


def _table(location: Location, trials: Trials) -> Iterator[_Arguments]:
    resource, name = location.resource, term(location, "name")
    said: Mapping[str, Any] = resource.attributes
    hash_key, range_key = said.get("hash_key"), said.get("range_key")
    blocks = said.get("attribute")
    kinds = {block.get("name"): block.get("type") for block in blocks} if isinstance(blocks, tuple) else {}
    replica = declared(resource, "replica") is not None
    if trials.consumed(resource.address) or replica or hash_key not in kinds or (range_key and range_key not in kinds):
        return
    yield {
        "table_name": name,
        "hash_key": hash_key,
        "hash_type": kinds[hash_key],
        **({"range_key": range_key, "range_type": kinds[range_key]} if range_key else {}),
    }


def _queue(location: Location, trials: Trials) -> Iterator[_Arguments]:
    alone = not trials.consumed(location.resource.address) and not _fed(location, trials)
    if alone and not _impatient(location.resource, trials):
        fifo = location.resource.attributes.get("fifo_queue") is True
        yield {"queue_url": term(location, "url"), **({"fifo": True} if fifo else {})}


def _impatient(queue: Resource, trials: Trials) -> bool:
    """Whether a message of somebody else that is only looked at would go to the dead letters."""
    policy = declared(queue, "redrive_policy")
    try:
        found = trials.resolver.document(policy) if policy is not None else None
    except Unresolved:
        return True
    return isinstance(found, Mapping) and str(found.get("maxReceiveCount")) == "1"


def _fed(location: Location, trials: Trials) -> bool:
    """Whether messages of a topic come to a queue, which is then tried together with that."""
    subscriptions = trials.pointing(location.resource.address, "aws_sns_topic_subscription")
    return any(trials.target(each, "topic_arn") for each in subscriptions)


def _topic(location: Location, trials: Trials) -> Iterator[_Arguments]:
    """Only where nobody but one queue hears of it: what is published goes to all who are subscribed."""
    subscriptions = list(trials.pointing(location.resource.address, "aws_sns_topic_subscription"))
    if len(subscriptions) != 1:
        return
    said, queue = subscriptions[0].attributes, trials.target(subscriptions[0], "endpoint")
    if said.get("protocol") != "sqs" or queue is None or queue.resource.type != "aws_sqs_queue":
        return
    if trials.consumed(queue.resource.address) or said.get("filter_policy") is not None:
        return
    fifo = location.resource.attributes.get("fifo_topic") is True
    raw = said.get("raw_message_delivery") is True
    given: dict[str, Expected] = {"topic_arn": term(location, "arn"), "queue_url": term(queue, "url")}
    yield {**given, **({"raw": True} if raw else {}), **({"fifo": True} if fifo else {})}


def _bucket(location: Location, trials: Trials) -> Iterator[_Arguments]:
    """Only where nothing else happens with an object, and where it can be taken away again."""
    address, said = location.resource.address, location.resource.attributes
    others = any(True for _ in trials.pointing(address, *_WATCHING))
    if others or said.get("object_lock_enabled") is True or said.get("replication_configuration"):
        return
    given: dict[str, Expected] = {"bucket": term(location, "bucket")}
    for setting in trials.pointing(address, "aws_s3_bucket_server_side_encryption_configuration"):
        default = "rule.apply_server_side_encryption_by_default"
        given["algorithm"] = trials.text(setting, f"{default}.sse_algorithm")
        given["key"] = trials.text(setting, f"{default}.kms_master_key_id")
    yield given


def _function(location: Location, trials: Trials) -> Iterator[_Arguments]:
    event = events.event(trigger(location.resource, trials))
    yield {"function_name": term(location, "function_name"), "event": event}


def trigger(function: Resource, trials: Trials) -> str:
    """What invokes a function, as a kind of event of the catalog: the first that refers to it."""
    for source in trials.pointing(function.address, *_TRIGGERS):
        kind = _TRIGGERS[source.type]
        if source.type == "aws_lambda_event_source_mapping":
            value = declared(source, "event_source_arn")
            other = trials.locations.deployment.by_address.get(value.address) if isinstance(value, Reference) else None
            return _STREAMS.get(other.type if other else "", "records")
        if source.type == "aws_lambda_permission":
            principal = str(source.attributes.get("principal"))
            return events.of_principal(principal) or "none"
        return kind
    return "none"


#: What invokes functions, and the kind of the event that it sends.
_TRIGGERS: Mapping[str, str] = {
    "aws_lambda_event_source_mapping": "",
    "aws_api_gateway_integration": "rest-api",
    "aws_apigatewayv2_integration": "http-api",
    "aws_cloudwatch_event_target": "event",
    "aws_scheduler_schedule": "none",
    "aws_sns_topic_subscription": "topic",
    "aws_s3_bucket_notification": "bucket",
    "aws_lambda_function_url": "http-api",
    "aws_lambda_permission": "",
}
_STREAMS: Mapping[str, str] = {
    "aws_sqs_queue": "queue",
    "aws_dynamodb_table": "table-stream",
    "aws_kinesis_stream": "stream",
}


def _key(location: Location, _: Trials) -> Iterator[_Arguments]:
    said = location.resource.attributes
    usage = said.get("key_usage", "ENCRYPT_DECRYPT")
    spec = said.get("customer_master_key_spec", said.get("key_spec", "SYMMETRIC_DEFAULT"))
    if (usage, spec) == ("ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT") and said.get("is_enabled", True) is True:
        yield {"key_id": term(location, "key_id")}


def _machine(location: Location, _: Trials) -> Iterator[_Arguments]:
    express = location.resource.attributes.get("type") == "EXPRESS"
    if not express:
        yield {"arn": term(location, "arn"), "input": {}}


def _rule(location: Location, trials: Trials) -> Iterator[_Arguments]:
    resource = location.resource
    event = events.matching(_pattern(resource, trials))
    if event is None or resource.attributes.get("state", "ENABLED") != "ENABLED":
        return
    targets = list(trials.pointing(resource.address, "aws_cloudwatch_event_target"))
    for target in targets:
        queue = trials.target(target, "arn")
        plain = not any(declared(target, name) for name in ("input", "input_path", "input_transformer"))
        if len(targets) == 1 and plain and queue is not None and queue.resource.type == "aws_sqs_queue":
            fifo = queue.resource.attributes.get("fifo_queue") is True
            if not fifo and not trials.consumed(queue.resource.address):
                bus = trials.text(resource, "event_bus_name") or "default"
                yield {"bus": bus, "event": event, "queue_url": term(queue, "url")}


def _pattern(resource: Resource, trials: Trials) -> Any:
    value = declared(resource, "event_pattern")
    try:
        return trials.resolver.document(value) if value is not None else None
    except Unresolved:
        return None


_TRIALS: Mapping[str, tuple[str, str, Callable[[Location, Trials], Iterator[_Arguments]]]] = {
    "aws_dynamodb_table": ("put_and_get_item", "gives back what is put into it", _table),
    "aws_sqs_queue": ("send_and_receive", "gives out what is sent to it", _queue),
    "aws_sns_topic": ("publish_and_receive", "delivers to the queue that is subscribed", _topic),
    "aws_s3_bucket": ("round_trip_object", "keeps an object, encrypted as declared", _bucket),
    "aws_lambda_function": ("invoke_function", "answers an event without an error", _function),
    "aws_kms_key": ("encrypt_and_decrypt", "encrypts and decrypts", _key),
    "aws_sfn_state_machine": ("execute_state_machine", "starts an execution", _machine),
    "aws_cloudwatch_event_rule": ("put_matching_event", "hands on an event that matches it", _rule),
}
