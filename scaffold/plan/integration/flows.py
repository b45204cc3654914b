"""Flows: the ways that something takes through the system, hop by hop, and the endpoints that they begin at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scaffold.model.integration import Configured, Exists, Flow, Hop, IntegrationCase, Row
from scaffold.model.project import Resource
from scaffold.model.values import Reference, Value
from scaffold.plan.integration.locations import Location, Locations
from scaffold.plan.integration.looking import declared
from scaffold.plan.integration.relations import relation, relations_of
from scaffold.plan.integration.rows import rows

#: What connects two resources: the attribute that says where from, and those that say where to.
_CONNECTORS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "aws_api_gateway_integration": ("rest_api_id", ("uri",)),
    "aws_apigatewayv2_integration": ("api_id", ("integration_uri",)),
    "aws_cloudwatch_event_target": ("rule", ("arn",)),
    "aws_cloudwatch_log_subscription_filter": ("log_group_name", ("destination_arn",)),
    "aws_lambda_event_source_mapping": ("event_source_arn", ("function_name",)),
    "aws_pipes_pipe": ("source", ("target",)),
    "aws_s3_bucket_notification": (
        "bucket",
        ("lambda_function.lambda_function_arn", "queue.queue_arn", "topic.topic_arn"),
    ),
    "aws_sns_topic_subscription": ("topic_arn", ("endpoint",)),
}
#: What functions are told of that something flows to.
_SINKS = frozenset(
    {
        "aws_dynamodb_table",
        "aws_kinesis_firehose_delivery_stream",
        "aws_kinesis_stream",
        "aws_s3_bucket",
        "aws_sfn_state_machine",
        "aws_sns_topic",
        "aws_sqs_queue",
    }
)
_LONGEST, _MOST = 8, 12
#: A way of one hop is a relation, and tested as such.
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class _Edge:
    source: str
    target: str
    hop: Hop


def flows(locations: Locations) -> Iterator[IntegrationCase]:
    """A case for each whole way, from where something comes in to where it stays; the hops are relations, and tested as
    such one by one."""
    edges: dict[str, list[_Edge]] = {}
    for edge in _edges(locations):
        edges.setdefault(edge.source, []).append(edge)
    reached = {edge.target for found in edges.values() for edge in found}
    ways = [way for start in edges if start not in reached for way in _ways(start, edges, ())]
    for way in [way for way in ways if len(way) >= _SHORTEST][:_MOST]:
        yield _case(way, locations)


def _case(way: tuple[_Edge, ...], locations: Locations) -> IntegrationCase:
    titles = [_title(address, locations) for address in (way[0].source, *(edge.target for edge in way))]
    title = f"{titles[0]} leads by way of {', '.join(titles[1:-1])} to {titles[-1]}"
    case_id = f"flow:{':'.join((way[0].source, *(edge.target for edge in way)))}"
    return IntegrationCase(case_id, "flows", title, "", title, Flow(tuple(edge.hop for edge in way)))


def _ways(start: str, edges: Mapping[str, list[_Edge]], before: tuple[_Edge, ...]) -> Iterator[tuple[_Edge, ...]]:
    """Every way from a resource to where nothing leads on, without going in circles."""
    passed = {edge.source for edge in before} | {start}
    onward = [edge for edge in edges.get(start, ()) if edge.target not in passed]
    if before and (not onward or len(before) == _LONGEST):
        yield before
    for edge in onward if len(before) < _LONGEST else ():
        yield from _ways(edge.target, edges, (*before, edge))


def _edges(locations: Locations) -> Iterator[_Edge]:
    seen: set[tuple[str, str]] = set()
    for location in locations:
        for edge in (*_connections(location, locations), *_told(location, locations)):
            if (edge.source, edge.target) not in seen:
                seen.add((edge.source, edge.target))
                yield edge


def _connections(location: Location, locations: Locations) -> Iterator[_Edge]:
    """What a connecting resource connects: it is there, and where it leads is as declared."""
    source, targets = _CONNECTORS.get(location.resource.type, ("", ()))
    start = _target(location.resource, source, locations) if source else None
    for attribute in targets if start is not None else ():
        end = _target(location.resource, attribute, locations)
        if start is None or end is None:
            continue
        row = _telling(attribute, location, locations)
        title = f"{_title(start.address, locations)} hands on to {_title(end.address, locations)}"
        expect = Configured((row,)) if row is not None else Exists(location.service.first.active)
        yield _Edge(start.address, end.address, Hop(title, location.resource.address, expect))


def _telling(attribute: str, location: Location, locations: Locations) -> Row | None:
    """The row that says where a connection leads, else the one that says that it is switched on."""
    found = {row.attribute: row for row in rows(location, locations)}
    return found.get(attribute) or found.get("enabled")


def _told(location: Location, locations: Locations) -> Iterator[_Edge]:
    """What a function is told of in its environment, and may hand something on to."""
    if location.resource.type != "aws_lambda_function":
        return
    for row in rows(location, locations):
        for reference in relations_of(row, location) if row.attribute.startswith("environment.variables.") else ():
            target = locations.deployment.by_address.get(reference.address)
            if target is not None and target.type in _SINKS:
                title = relation(row, location, locations)
                yield _Edge(location.resource.address, target.address, _hop(title, location, row))


def _hop(title: str, location: Location, row: Row) -> Hop:
    return Hop(title, location.resource.address, Configured((row,)))


def _target(resource: Resource, attribute: str, locations: Locations) -> Resource | None:
    value: Value = declared(resource, attribute)
    return locations.deployment.by_address.get(value.address) if isinstance(value, Reference) else None


def _title(address: str, locations: Locations) -> str:
    return locations.deployment.title(locations.deployment.by_address[address])
