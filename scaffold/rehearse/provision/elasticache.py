"""Caches: clusters, replication groups, users, groups of subnets and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.calls import call, text
from scaffold.rehearse.provision.vpc import only

_NAMES = {
    "availability_zone": "PreferredAvailabilityZone",
    "cluster_id": "CacheClusterId",
    "maintenance_window": "PreferredMaintenanceWindow",
    "node_type": "CacheNodeType",
    "notification_topic_arn": "NotificationTopicArn",
    "num_node_groups": "NumNodeGroups",
    "parameter_group_name": "CacheParameterGroupName",
    "preferred_cache_cluster_azs": "PreferredCacheClusterAZs",
    "availability_zones": "PreferredCacheClusterAZs",
    "number_cache_clusters": "NumCacheClusters",
    "auth_token_wo": "AuthToken",
    "replication_group_description": "ReplicationGroupDescription",
    "description": "ReplicationGroupDescription",
    "security_group_names": "CacheSecurityGroupNames",
    "subnet_group_name": "CacheSubnetGroupName",
    "log_delivery_configuration": "",
}


def _logs(make: Make) -> list[dict[str, Any]] | None:
    """Where the logs go, as the API has it: the place is a structure of its own for each kind."""
    found = []
    for each in make.blocks("log_delivery_configuration"):
        group = each.get("destination_type") == "cloudwatch-logs"
        member, key = ("CloudWatchLogsDetails", "LogGroup") if group else ("KinesisFirehoseDetails", "DeliveryStream")
        found.append(
            {
                "LogType": each.get("log_type"),
                "LogFormat": each.get("log_format"),
                "DestinationType": each.get("destination_type"),
                "DestinationDetails": {member: {key: each.get("destination")}},
            }
        )
    return found or None


def cluster(make: Make) -> Mapping[str, Any]:
    """A cluster; one of Redis that has no kind declared, as the emulator must know."""
    client = make.client("elasticache")
    values = dict(make.values)
    if not values.get("replication_group_id"):
        values = {"engine": "redis", "node_type": "cache.t3.micro", "num_cache_nodes": 1, **values}
    made = call(
        client,
        "create_cache_cluster",
        values,
        _NAMES,
        LogDeliveryConfigurations=_logs(make),
        Tags=make.tag_list() or None,
    )["CacheCluster"]
    name = make.values["cluster_id"]
    endpoint = made.get("ConfigurationEndpoint") or {}
    node = only(made.get("CacheNodes", [])).get("Endpoint", {})
    address = endpoint.get("Address") or node.get("Address") or f"{name}.cache.amazonaws.com"
    port = int(make.get("port") or endpoint.get("Port") or (11211 if values.get("engine") == "memcached" else 6379))
    nodes = [{"id": "0001", "address": address, "port": port, "availability_zone": f"{make.region}a"}]
    memcached = {"configuration_endpoint": f"{address}:{port}", "cluster_address": address}
    return {
        "id": name,
        "arn": made["ARN"],
        "cache_nodes": nodes,
        "port": port,
        **(memcached if values.get("engine") == "memcached" else {}),
    }


def replication_group(make: Make) -> Mapping[str, Any]:
    """A primary cache with its replicas."""
    client = make.client("elasticache")
    name = make.values["replication_group_id"]
    values = {"engine": "redis", "description": "Managed by Terraform", "node_type": "cache.t3.micro", **make.values}
    mode = make.block("cluster_mode")
    for member in ("num_node_groups", "replicas_per_node_group"):
        if mode.get(member) is not None:
            values.setdefault(member, mode[member])
    caches = values.get("num_cache_clusters") or values.get("number_cache_clusters")
    if caches and not values.keys() & {"num_node_groups", "replicas_per_node_group"}:
        # The emulator counts replicas alone; one primary and the rest of the caches says the same.
        values["replicas_per_node_group"] = int(caches) - 1
    made = call(
        client,
        "create_replication_group",
        values,
        {**_NAMES, "cluster_mode": "ClusterMode" if isinstance(make.get("cluster_mode"), str) else ""},
        LogDeliveryConfigurations=_logs(make),
        Tags=make.tag_list() or None,
    )["ReplicationGroup"]
    _members(make, client, values, made.get("MemberClusters", []))
    group = only(made.get("NodeGroups", []))
    primary = group.get("PrimaryEndpoint", {}).get("Address", "")
    reader = group.get("ReaderEndpoint", {}).get("Address", "")
    whole = (made.get("ConfigurationEndpoint") or {}).get("Address", "")
    return {
        "id": name,
        "arn": made["ARN"],
        "primary_endpoint_address": primary,
        "reader_endpoint_address": reader,
        "configuration_endpoint_address": whole,
        "member_clusters": made.get("MemberClusters", []),
        "cluster_enabled": bool(made.get("ClusterEnabled")),
        "port": int(make.get("port", 6379)),
    }


def _members(make: Make, client: Any, values: Mapping[str, Any], names: list[str]) -> None:
    """The caches of a group, which the service has among its clusters and the emulator does not."""
    apart = {"description", "replication_group_description", "replication_group_id"}
    settings = {name: value for name, value in values.items() if name not in apart}
    tags = make.tag_list() or None
    for name in dict.fromkeys(names):
        call(client, "create_cache_cluster", settings, _NAMES, CacheClusterId=name, NumCacheNodes=1, Tags=tags)


def subnet_group(make: Make) -> Mapping[str, Any]:
    """A group of subnets for caches."""
    names = {"name": "CacheSubnetGroupName", "description": "CacheSubnetGroupDescription"}
    made = call(
        make.client("elasticache"),
        "create_cache_subnet_group",
        {"description": "Managed by Terraform", **make.values},
        names,
        Tags=make.tag_list() or None,
    )["CacheSubnetGroup"]
    return {"id": make.get("name"), "arn": made["ARN"], "vpc_id": made.get("VpcId", "")}


def parameter_group(make: Make) -> Mapping[str, Any]:
    """A group of parameters for caches."""
    client = make.client("elasticache")
    names = {"name": "CacheParameterGroupName", "family": "CacheParameterGroupFamily"}
    values = {"description": "Managed by Terraform", **make.values}
    made = call(client, "create_cache_parameter_group", values, names, Tags=make.tag_list() or None)
    pairs = [
        {"ParameterName": each["name"], "ParameterValue": text(each["value"])} for each in make.blocks("parameter")
    ]
    if pairs:
        client.modify_cache_parameter_group(CacheParameterGroupName=make.get("name"), ParameterNameValues=pairs)
    return {"id": make.get("name"), "arn": made["CacheParameterGroup"]["ARN"]}


def user(make: Make) -> Mapping[str, Any]:
    """A user of caches."""
    modes = {"authentication_mode.type": "Type"}
    names = {"passwords": "Passwords", **modes}
    made = call(make.client("elasticache"), "create_user", make.values, names, Tags=make.tag_list() or None)
    return {"id": make.get("user_id"), "arn": made["ARN"]}


def user_group(make: Make) -> Mapping[str, Any]:
    """A group of users."""
    made = call(make.client("elasticache"), "create_user_group", make.values, Tags=make.tag_list() or None)
    return {"id": make.get("user_group_id"), "arn": made["ARN"]}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_elasticache_cluster": cluster,
    "aws_elasticache_parameter_group": parameter_group,
    "aws_elasticache_replication_group": replication_group,
    "aws_elasticache_subnet_group": subnet_group,
    "aws_elasticache_user": user,
    "aws_elasticache_user_group": user_group,
}
