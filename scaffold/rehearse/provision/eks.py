"""Kubernetes clusters and file systems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.calls import call, part, text

_CLUSTER = {
    "enabled_cluster_log_types": "",
    "vpc_config": "resourcesVpcConfig",
    ".public_access_cidrs": "publicAccessCidrs",
}
_NODES = {
    "node_group_name": "nodegroupName",
    "node_role_arn": "nodeRole",
    "subnet_ids": "subnets",
    "remote_access.source_security_group_ids": "sourceSecurityGroups",
    "launch_template.id": "id",
    "taint": "taints",
}
#: Effects of taints are told as in Kubernetes or as in the API.
_EFFECTS = {"NoSchedule": "NO_SCHEDULE", "NoExecute": "NO_EXECUTE", "PreferNoSchedule": "PREFER_NO_SCHEDULE"}


def cluster(make: Make) -> Mapping[str, Any]:
    """A cluster."""
    client = make.client("eks")
    kinds = make.get("enabled_cluster_log_types")
    made = call(
        client,
        "create_cluster",
        make.values,
        _CLUSTER,
        logging={"clusterLogging": [{"types": list(kinds), "enabled": True}]} if kinds else None,
        tags=dict(make.tags) or None,
    )["cluster"]
    issuer = made.get("identity", {}).get("oidc", {}).get("issuer", "")
    authority = made.get("certificateAuthority", {}).get("data", "")
    return {
        "id": made["name"],
        "name": made["name"],
        "arn": made["arn"],
        "endpoint": made.get("endpoint", ""),
        "version": made.get("version"),
        "platform_version": made.get("platformVersion", ""),
        "status": made["status"],
        "certificate_authority": [{"data": authority}],
        "identity": [{"oidc": [{"issuer": issuer}]}],
        "vpc_config": [{**make.block("vpc_config"), **_own_network(make, made["name"])}],
    }


def _own_network(make: Make, name: str) -> dict[str, str]:
    """The network of a cluster and the security group that the service makes for it, which the emulator does not."""
    ec2 = make.client("ec2")
    subnets = make.block("vpc_config").get("subnet_ids", [])
    found = ec2.describe_subnets(SubnetIds=list(subnets))["Subnets"] if subnets else []
    if not found:
        return {}
    network = found[0]["VpcId"]
    group = ec2.create_security_group(
        GroupName=f"eks-cluster-sg-{name}", Description="Made for the cluster", VpcId=network
    )
    return {"vpc_id": network, "cluster_security_group_id": group["GroupId"]}


def node_group(make: Make) -> Mapping[str, Any]:
    """A group of nodes of a cluster."""
    client = make.client("eks")
    name = make.get("node_group_name") or make.get("node_group_name_prefix") or make.name
    values = {**make.values}
    taints = [
        {**each, "effect": _EFFECTS.get(each.get("effect", ""), each.get("effect"))} for each in make.blocks("taint")
    ]
    if taints:
        values["taint"] = taints
    made = call(client, "create_nodegroup", values, _NODES, nodegroupName=name, tags=dict(make.tags) or None)
    found = made["nodegroup"]
    groups = [{"name": each.get("name", "")} for each in found.get("resources", {}).get("autoScalingGroups", [])]
    return {
        "id": f"{make.get('cluster_name')}:{name}",
        "node_group_name": name,
        "arn": found["nodegroupArn"],
        "status": found["status"],
        "resources": [{"autoscaling_groups": groups}],
    }


def fargate_profile(make: Make) -> Mapping[str, Any]:
    """Which pods of a cluster run without nodes."""
    client = make.client("eks")
    selectors = part(client, "create_fargate_profile", "selectors", make.blocks("selector"))
    made = call(
        client,
        "create_fargate_profile",
        make.values,
        {"subnet_ids": "subnets"},
        selectors=selectors,
        tags=dict(make.tags) or None,
    )["fargateProfile"]
    name = make.get("fargate_profile_name")
    return {"id": f"{make.get('cluster_name')}:{name}", "arn": made["fargateProfileArn"], "status": made["status"]}


def addon(make: Make) -> Mapping[str, Any]:
    """Something that the service adds to a cluster."""
    names = {"resolve_conflicts_on_create": "resolveConflicts"}
    made = call(make.client("eks"), "create_addon", make.values, names, tags=dict(make.tags) or None)["addon"]
    return {"id": f"{make.get('cluster_name')}:{make.get('addon_name')}", "arn": made["addonArn"]}


def access_entry(make: Make) -> Mapping[str, Any]:
    """Who may enter a cluster."""
    made = call(make.client("eks"), "create_access_entry", make.values, tags=dict(make.tags) or None)["accessEntry"]
    return {"id": f"{make.get('cluster_name')}:{make.get('principal_arn')}", "access_entry_arn": made["accessEntryArn"]}


def pod_identity(make: Make) -> Mapping[str, Any]:
    """Which role the pods of a service account take on."""
    made = call(make.client("eks"), "create_pod_identity_association", make.values, tags=dict(make.tags) or None)
    found = made["association"]
    return {"association_arn": found["associationArn"], "association_id": found["associationId"]}


def file_system(make: Make) -> Mapping[str, Any]:
    """A file system."""
    client = make.client("efs")
    tags = make.tag_list()
    made = call(
        client,
        "create_file_system",
        {"creation_token": make.name[:64], **make.values},
        Tags=tags or None,
    )
    name = made["FileSystemId"]
    policies = part(client, "put_lifecycle_configuration", "LifecyclePolicies", _each_policy(make))
    if policies:
        client.put_lifecycle_configuration(FileSystemId=name, LifecyclePolicies=policies)
    return {
        "id": name,
        "arn": made["FileSystemArn"],
        "dns_name": f"{name}.efs.{make.region}.amazonaws.com",
        "owner_id": make.account,
        "creation_token": made["CreationToken"],
        "number_of_mount_targets": 0,
    }


def _each_policy(make: Make) -> list[dict[str, Any]]:
    """One policy for each change of storage, as the API has them."""
    return [
        {name: value}
        for each in make.blocks("lifecycle_policy")
        for name, value in each.items()
        if name.startswith("transition_to") and value
    ]


def mount_target(make: Make) -> Mapping[str, Any]:
    """Where a subnet reaches a file system."""
    names = {"ip_address": "IpAddress"}
    made = call(make.client("efs"), "create_mount_target", make.values, names)
    system = make.values["file_system_id"]
    zone = made.get("AvailabilityZoneName", "")
    return {
        "id": made["MountTargetId"],
        "dns_name": f"{system}.efs.{make.region}.amazonaws.com",
        "mount_target_dns_name": f"{zone}.{system}.efs.{make.region}.amazonaws.com",
        "ip_address": made.get("IpAddress", ""),
        "file_system_arn": f"arn:aws:elasticfilesystem:{make.region}:{make.account}:file-system/{system}",
        "network_interface_id": made.get("NetworkInterfaceId", ""),
        "availability_zone_name": zone,
        "owner_id": make.account,
    }


def access_point(make: Make) -> Mapping[str, Any]:
    """A way into a file system as one user."""
    made = call(
        make.client("efs"),
        "create_access_point",
        make.values,
        ClientToken=make.name[:64],
        Tags=make.tag_list() or None,
    )
    system = make.values["file_system_id"]
    return {
        "id": made["AccessPointId"],
        "arn": made["AccessPointArn"],
        "owner_id": make.account,
        "file_system_arn": f"arn:aws:elasticfilesystem:{make.region}:{make.account}:file-system/{system}",
    }


def file_system_policy(make: Make) -> Mapping[str, Any]:
    """Who may do what with a file system."""
    name = make.values["file_system_id"]
    make.client("efs").put_file_system_policy(FileSystemId=name, Policy=text(make.values["policy"]))
    return {"id": name}


def backup_policy(make: Make) -> Mapping[str, Any]:
    """Whether a file system is backed up."""
    name = make.values["file_system_id"]
    status = make.block("backup_policy").get("status", "ENABLED")
    make.client("efs").put_backup_policy(FileSystemId=name, BackupPolicy={"Status": status})
    return {"id": name}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_efs_access_point": access_point,
    "aws_efs_backup_policy": backup_policy,
    "aws_efs_file_system": file_system,
    "aws_efs_file_system_policy": file_system_policy,
    "aws_efs_mount_target": mount_target,
    "aws_eks_access_entry": access_entry,
    "aws_eks_addon": addon,
    "aws_eks_cluster": cluster,
    "aws_eks_fargate_profile": fargate_profile,
    "aws_eks_node_group": node_group,
    "aws_eks_pod_identity_association": pod_identity,
}
