"""In which order resources are made: each after what it needs."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence

from scaffold.model.project import Edge, Project, Resource

#: What comes after other types without saying so: what it publishes, or changes, must be there. An API is deployed as
#: it is at that time, and its service takes methods only on what is there.
_METHODS = ("aws_api_gateway_method",)
_INTEGRATIONS = ("aws_api_gateway_integration",)
_RESPONSES = ("aws_api_gateway_method_response",)
_API = (*_METHODS, *_INTEGRATIONS, *_RESPONSES, "aws_api_gateway_integration_response", "aws_api_gateway_model")
AFTER: Mapping[str, tuple[str, ...]] = {
    "aws_api_gateway_integration": _METHODS,
    "aws_api_gateway_method_response": _METHODS,
    "aws_api_gateway_integration_response": (*_INTEGRATIONS, *_RESPONSES),
    "aws_api_gateway_deployment": (*_API, "aws_api_gateway_gateway_response", "aws_api_gateway_rest_api_policy"),
    "aws_apigatewayv2_deployment": ("aws_apigatewayv2_route", "aws_apigatewayv2_integration"),
    "aws_s3_bucket_notification": ("aws_lambda_permission", "aws_sqs_queue_policy", "aws_sns_topic_policy"),
    "aws_s3_bucket_replication_configuration": ("aws_s3_bucket_versioning",),
    "aws_s3_bucket_logging": ("aws_s3_bucket_object_lock_configuration",),
    "aws_s3_object": ("aws_s3_bucket_object_lock_configuration",),
    "aws_s3_bucket_policy": ("aws_s3_bucket_public_access_block", "aws_s3_object", "aws_s3_bucket_object"),
    "aws_ecs_service": ("aws_lb_listener", "aws_lb_listener_rule", "aws_ecs_cluster_capacity_providers"),
    "aws_appautoscaling_policy": ("aws_appautoscaling_target",),
    "aws_appautoscaling_scheduled_action": ("aws_appautoscaling_target",),
    "aws_lambda_event_source_mapping": ("aws_lambda_function",),
    "aws_rds_cluster_instance": ("aws_rds_cluster",),
    "aws_nat_gateway": ("aws_internet_gateway",),
    "aws_config_configuration_recorder_status": ("aws_config_delivery_channel",),
    "aws_config_config_rule": ("aws_config_configuration_recorder",),
    "aws_config_delivery_channel": ("aws_config_configuration_recorder", "aws_s3_bucket_policy"),
    "aws_cloudtrail": ("aws_s3_bucket_policy",),
}


def in_order(project: Project) -> tuple[tuple[Resource, ...], Mapping[str, tuple[str, ...]]]:
    """The resources, each after what it needs, else as they stand in the project; and those in a circle.

    Of each of these the second gives the circle that it is part of. What only needs such a one is in the order.
    """
    resources = {each.address: each for each in project.resources}
    needs = _needs(resources, project.edges)
    circles = _circles(needs)
    for address in circles:
        needs[address] = set()
    soft = _softly(resources)
    both = {address: needs[address] | soft.get(address, set()) for address in needs}
    wanted = needs if _circles(both) else both
    order = [resources[address] for address in _sorted(wanted) if address not in circles]
    return tuple(order), circles


def _needs(resources: Mapping[str, Resource], edges: Iterable[Edge]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {address: set() for address in resources}
    by_start = _starts(resources)
    for edge in edges:
        if edge.source in found:
            # A whole resource with instances, or a module: all that is in it.
            targets = by_start.get(edge.target, ()) if edge.target not in found else (edge.target,)
            found[edge.source].update(target for target in targets if target != edge.source)
    return found


def _starts(resources: Mapping[str, Resource]) -> Mapping[str, list[str]]:
    """Addresses by what they begin with: the resource without its key, and each module around it."""
    found: dict[str, list[str]] = {}
    for address, resource in resources.items():
        module = resource.module
        starts = {address.rpartition("[")[0]} if resource.key is not None else set()
        while module:
            starts.add(module)
            starts.add(module.rpartition("[")[0] if module.endswith("]") else module)
            module = module.rpartition(".module.")[0]
        for start in starts:
            found.setdefault(start, []).append(address)
    return found


def _softly(resources: Mapping[str, Resource]) -> Mapping[str, set[str]]:
    by_type: dict[str, list[str]] = {}
    for address, resource in resources.items():
        by_type.setdefault(resource.type, []).append(address)
    return {
        address: {earlier for kind in AFTER.get(resource.type, ()) for earlier in by_type.get(kind, ())}
        for address, resource in resources.items()
    }


def _sorted(needs: Mapping[str, set[str]]) -> Iterable[str]:
    """Each after what it needs; of those that are ready, the one that stands first."""
    place = {address: at for at, address in enumerate(needs)}
    waiting = {address: len(needed) for address, needed in needs.items()}
    after: dict[str, list[str]] = {}
    for address, needed in needs.items():
        for each in needed:
            after.setdefault(each, []).append(address)
    ready = [(place[address], address) for address, count in waiting.items() if not count]
    heapq.heapify(ready)
    while ready:
        _, address = heapq.heappop(ready)
        yield address
        for each in after.get(address, ()):
            waiting[each] -= 1
            if not waiting[each]:
                heapq.heappush(ready, (place[each], each))


def _circles(needs: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """The circle of each address that needs itself in the end: a way from it back to it."""
    left = {address: set(needed) for address, needed in needs.items()}
    for address in _sorted(needs):
        left.pop(address)
    found: dict[str, tuple[str, ...]] = {}
    for address in left:
        way = _way_back(address, needs)
        if way:
            found[address] = way
    return found


def _way_back(start: str, needs: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The shortest way from an address through what it needs back to it; empty where there is none."""
    came: dict[str, str] = {}
    layer: Sequence[str] = [start]
    while layer:
        following = []
        for address in layer:
            for needed in sorted(needs[address]):
                if needed == start:
                    way = [address]
                    while way[-1] != start:
                        way.append(came[way[-1]])
                    return (*reversed(way), start)
                if needed not in came:
                    came[needed] = address
                    following.append(needed)
        layer = following
    return ()
