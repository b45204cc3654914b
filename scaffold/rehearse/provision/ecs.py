"""Containers: clusters, task definitions and services, and the repositories of their images."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.calls import call, part, text

_SERVICE = {
    "name": "serviceName",
    "iam_role": "role",
    "wait_for_steady_state": "",
    "force_new_deployment": "",
    "triggers": "",
    "deployment_maximum_percent": "deploymentConfiguration.maximumPercent",
    "deployment_minimum_healthy_percent": "deploymentConfiguration.minimumHealthyPercent",
    "deployment_circuit_breaker": "deploymentConfiguration.deploymentCircuitBreaker",
    "alarms": "deploymentConfiguration.alarms",
    "network_configuration": "networkConfiguration.awsvpcConfiguration",
    "ordered_placement_strategy": "placementStrategy",
    "service_connect_configuration": "serviceConnectConfiguration",
    "load_balancer.elb_name": "loadBalancerName",
    ".client_alias": "clientAliases",
    ".issuer_cert_authority": "issuerCertificateAuthority",
    "volume_configuration.managed_ebs_volume.size_in_gb": "sizeInGiB",
    "service_connect_configuration.service": "services",
}
_TASK = {
    "container_definitions": "",
    "volume": "",
    "network_mode": "networkMode",
}


_VOLUME = {
    "host_path": "host.sourcePath",
    "configure_at_launch": "configuredAtLaunch",
    ".authorization_config": "authorizationConfig",
}


def cluster(make: Make) -> Mapping[str, Any]:
    """A cluster."""
    names = {
        "name": "clusterName",
        "setting": "settings",
        ".kms_key_id": "kmsKeyId",
        ".s3_bucket_encryption_enabled": "s3EncryptionEnabled",
    }
    made = call(make.client("ecs"), "create_cluster", make.values, names, tags=make.tag_list("key", "value") or None)[
        "cluster"
    ]
    return {"id": made["clusterArn"], "arn": made["clusterArn"], "name": made["clusterName"]}


def cluster_capacity(make: Make) -> Mapping[str, Any]:
    """What the tasks of a cluster run on."""
    name = make.values["cluster_name"]
    make.client("ecs").put_cluster_capacity_providers(
        cluster=name,
        capacityProviders=list(make.get("capacity_providers", [])),
        defaultCapacityProviderStrategy=[_strategy(each) for each in make.blocks("default_capacity_provider_strategy")],
    )
    return {"id": name}


def _strategy(values: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {name: int(values[name]) for name in ("weight", "base") if values.get(name) is not None}
    return {"capacityProvider": values["capacity_provider"], **numbers}


def capacity_provider(make: Make) -> Mapping[str, Any]:
    """A group of instances that tasks may run on."""
    made = call(
        make.client("ecs"), "create_capacity_provider", make.values, tags=make.tag_list("key", "value") or None
    )["capacityProvider"]
    return {"id": made["capacityProviderArn"], "arn": made["capacityProviderArn"]}


def task_definition(make: Make) -> Mapping[str, Any]:
    """A task definition. Where its containers are not known, one stands in for them."""
    declared = make.get("container_definitions")
    containers = json.loads(declared) if isinstance(declared, str) else declared
    containers = containers or [{"name": "stand-in", "image": "stand-in", "memory": 128}]
    ecs = make.client("ecs")
    made = call(
        ecs,
        "register_task_definition",
        make.values,
        _TASK,
        containerDefinitions=[_container(each) for each in containers],
        volumes=part(ecs, "register_task_definition", "volumes", make.blocks("volume"), _VOLUME) or None,
        tags=make.tag_list("key", "value") or None,
    )["taskDefinition"]
    arn = made["taskDefinitionArn"]
    return {
        "id": made["family"],
        "arn": arn,
        "arn_without_revision": arn.rpartition(":")[0],
        "revision": made["revision"],
    }


def _container(values: Mapping[str, Any]) -> dict[str, Any]:
    """A container as it is declared: what is null there is not sent, and texts stay texts."""
    found = {name: value for name, value in values.items() if value is not None}
    for name in ("environment", "secrets"):
        if name in found:
            found[name] = [
                {member: text(inner) for member, inner in each.items() if inner is not None} for each in found[name]
            ]
    for name in ("cpu", "memory", "memoryReservation"):
        if isinstance(found.get(name), str):
            found[name] = int(found[name])
    return found


def service(make: Make) -> Mapping[str, Any]:
    """A service that keeps tasks running."""
    ecs = make.client("ecs")
    values = {"desired_count": 0, **make.values}
    if make.block("network_configuration"):
        network = make.block("network_configuration")
        public = str(network.get("assign_public_ip", False)).lower() == "true"
        switch = {"assign_public_ip": "ENABLED" if public else "DISABLED"}
        values["network_configuration"] = [{"security_groups": [], "subnets": [], **network, **switch}]
    if values.get("scheduling_strategy") == "DAEMON":
        values.pop("desired_count")
    if not make.get("launch_type") and not make.get("capacity_provider_strategy"):
        values["launch_type"] = "EC2"
    made = call(ecs, "create_service", values, _SERVICE, tags=make.tag_list("key", "value") or None)["service"]
    return {"id": made["serviceArn"], "arn": made["serviceArn"], "cluster": make.get("cluster", made["clusterArn"])}


def account_setting(make: Make) -> Mapping[str, Any]:
    """A setting of the account."""
    call(make.client("ecs"), "put_account_setting", make.values)
    return {"id": make.get("name"), "principal_arn": f"arn:aws:iam::{make.account}:root"}


def repository(make: Make) -> Mapping[str, Any]:
    """A repository of images."""
    values = {"image_tag_mutability": "MUTABLE", **make.values}
    made = call(
        make.client("ecr"), "create_repository", values, {"name": "repositoryName"}, tags=make.tag_list() or None
    )["repository"]
    return {
        "id": made["repositoryName"],
        "name": made["repositoryName"],
        "arn": made["repositoryArn"],
        "registry_id": made["registryId"],
        "repository_url": made["repositoryUri"],
    }


def lifecycle_policy(make: Make) -> Mapping[str, Any]:
    """Which images a repository keeps."""
    name = make.values["repository"]
    answer = make.client("ecr").put_lifecycle_policy(
        repositoryName=name, lifecyclePolicyText=text(make.values["policy"])
    )
    return {"id": name, "registry_id": answer["registryId"]}


def repository_policy(make: Make) -> Mapping[str, Any]:
    """Who may do what with a repository."""
    name = make.values["repository"]
    answer = make.client("ecr").set_repository_policy(repositoryName=name, policyText=text(make.values["policy"]))
    return {"id": name, "registry_id": answer["registryId"]}


def registry_policy(make: Make) -> Mapping[str, Any]:
    """Who may do what with the account's registry."""
    answer = make.client("ecr").put_registry_policy(policyText=text(make.values["policy"]))
    return {"id": answer["registryId"], "registry_id": answer["registryId"]}


def registry_scanning(make: Make) -> Mapping[str, Any]:
    """How the registry scans images."""
    call(make.client("ecr"), "put_registry_scanning_configuration", make.values, {"rule": "rules"})
    return {"id": make.account, "registry_id": make.account}


def registry_replication(make: Make) -> Mapping[str, Any]:
    """Where the registry copies images to."""
    call(make.client("ecr"), "put_replication_configuration", make.values)
    return {"id": make.account, "registry_id": make.account}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_ecr_lifecycle_policy": lifecycle_policy,
    "aws_ecr_registry_policy": registry_policy,
    "aws_ecr_registry_scanning_configuration": registry_scanning,
    "aws_ecr_replication_configuration": registry_replication,
    "aws_ecr_repository": repository,
    "aws_ecr_repository_policy": repository_policy,
    "aws_ecs_account_setting_default": account_setting,
    "aws_ecs_capacity_provider": capacity_provider,
    "aws_ecs_cluster": cluster,
    "aws_ecs_cluster_capacity_providers": cluster_capacity,
    "aws_ecs_service": service,
    "aws_ecs_task_definition": task_definition,
}
