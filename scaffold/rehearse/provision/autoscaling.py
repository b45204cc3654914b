"""What grows and shrinks: groups of instances and their policies, and the targets of other services."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.calls import call, text
from scaffold.rehearse.provision.instances import some_image

_TEMPLATE = {
    ".launch_template.id": "LaunchTemplateId",
    ".launch_template.name": "LaunchTemplateName",
    "launch_template.id": "LaunchTemplateId",
    "launch_template.name": "LaunchTemplateName",
}
_GROUP = {
    **_TEMPLATE,
    "name": "",
    "protect_from_scale_in": "NewInstancesProtectedFromScaleIn",
    "load_balancers": "LoadBalancerNames",
    "service_linked_role_arn": "ServiceLinkedRoleARN",
    "vpc_zone_identifier": "",
    "launch_configuration": "LaunchConfigurationName",
    "warm_pool": "",
    "initial_lifecycle_hook": "",
    ".override": "Overrides",
}
_HOOK = {
    "name": "LifecycleHookName",
    "autoscaling_group_name": "AutoScalingGroupName",
    "notification_target_arn": "NotificationTargetARN",
    "role_arn": "RoleARN",
}
_DIMENSIONS = {".metric_dimension": "Dimensions"}


def group(make: Make) -> Mapping[str, Any]:
    """A group of instances, with what is told it once it is there."""
    client = make.client("autoscaling")
    name = make.get("name") or make.get("name_prefix") or make.name
    zones = make.get("vpc_zone_identifier")
    values = {"health_check_grace_period": 300, "min_size": 0, "max_size": 1, **make.values}
    tags = [_tag(name, each) for each in make.blocks("tag")]
    call(
        client,
        "create_auto_scaling_group",
        values,
        _GROUP,
        AutoScalingGroupName=name,
        VPCZoneIdentifier=",".join(zones) if zones else None,
        TargetGroupARNs=make.get("target_group_arns"),
        Tags=tags or None,
    )
    _settings(make, client, name)
    found = client.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"][0]
    return {
        "id": name,
        "name": name,
        "arn": found["AutoScalingGroupARN"],
        "desired_capacity": found["DesiredCapacity"],
        "availability_zones": found.get("AvailabilityZones", []),
        "health_check_type": found.get("HealthCheckType"),
        "default_cooldown": found.get("DefaultCooldown"),
    }


def _tag(group: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "ResourceId": group,
        "ResourceType": "auto-scaling-group",
        "Key": values["key"],
        "Value": text(values.get("value", "")),
        "PropagateAtLaunch": bool(values.get("propagate_at_launch", False)),
    }


def _settings(make: Make, client: Any, name: str) -> None:
    if make.get("enabled_metrics"):
        client.enable_metrics_collection(
            AutoScalingGroupName=name,
            Metrics=make.get("enabled_metrics"),
            Granularity=make.get("metrics_granularity", "1Minute"),
        )
    if make.get("suspended_processes"):
        client.suspend_processes(AutoScalingGroupName=name, ScalingProcesses=make.get("suspended_processes"))
    for each in make.blocks("warm_pool"):
        call(client, "put_warm_pool", each, AutoScalingGroupName=name)
    for each in make.blocks("initial_lifecycle_hook"):
        call(client, "put_lifecycle_hook", each, _HOOK, AutoScalingGroupName=name)


def launch_configuration(make: Make) -> Mapping[str, Any]:
    """A launch configuration, of the emulator's first image where its own is not known."""
    client = make.client("autoscaling")
    name = make.get("name") or make.get("name_prefix") or make.name
    disks = [{"device_name": "/dev/sda1", **each} for each in make.blocks("root_block_device")]
    values = {**make.values, "instance_monitoring": {"enabled": make.get("enable_monitoring", True)}}
    if "image_id" not in values:
        values["image_id"] = some_image(make.client("ec2"))
    if "user_data_base64" in values:
        values["user_data"] = base64.b64decode(values["user_data_base64"]).decode(errors="replace")
    apart = {"device_name", "no_device", "virtual_name"}
    mappings = [
        {
            **{inner: value for inner, value in each.items() if inner in apart},
            "ebs": {inner: value for inner, value in each.items() if inner not in apart} or None,
        }
        for each in [*disks, *make.blocks("ebs_block_device"), *make.blocks("ephemeral_block_device")]
    ]
    if mappings:
        values["block_device_mappings"] = mappings
    call(client, "create_launch_configuration", values, {"name": ""}, LaunchConfigurationName=name)
    found = client.describe_launch_configurations(LaunchConfigurationNames=[name])["LaunchConfigurations"][0]
    return {"id": name, "name": name, "arn": found["LaunchConfigurationARN"]}


def policy(make: Make) -> Mapping[str, Any]:
    """A scaling policy of a group of instances."""
    client = make.client("autoscaling")
    names = {"name": "PolicyName", **_DIMENSIONS}
    values = {"policy_type": "SimpleScaling", **make.values}
    call(client, "put_scaling_policy", values, names)
    name = make.values["name"]
    found = client.describe_policies(AutoScalingGroupName=make.get("autoscaling_group_name"), PolicyNames=[name])
    return {"id": name, "arn": found["ScalingPolicies"][0]["PolicyARN"]}


def schedule(make: Make) -> Mapping[str, Any]:
    """What changes the size of a group at a time."""
    client = make.client("autoscaling")
    sent = {name: value for name, value in make.values.items() if value != -1}
    call(client, "put_scheduled_update_group_action", sent)
    return {"id": make.get("scheduled_action_name")}


def hook(make: Make) -> Mapping[str, Any]:
    """What a group waits for when an instance comes or goes."""
    call(make.client("autoscaling"), "put_lifecycle_hook", make.values, _HOOK)
    return {"id": make.get("name")}


def attachment(make: Make) -> Mapping[str, Any]:
    """What puts the instances of a group behind a load balancer."""
    client = make.client("autoscaling")
    name = make.values["autoscaling_group_name"]
    target = make.get("lb_target_group_arn") or make.get("alb_target_group_arn")
    if target:
        client.attach_load_balancer_target_groups(AutoScalingGroupName=name, TargetGroupARNs=[target])
    if make.get("elb"):
        client.attach_load_balancers(AutoScalingGroupName=name, LoadBalancerNames=[make.get("elb")])
    return {"id": f"{name}-{target or make.get('elb')}"}


def group_tag(make: Make) -> Mapping[str, Any]:
    """A tag of a group on its own."""
    name = make.values["autoscaling_group_name"]
    tag = make.block("tag")
    make.client("autoscaling").create_or_update_tags(Tags=[_tag(name, tag)])
    return {"id": f"{name},{tag.get('key')}"}


def scalable_target(make: Make) -> Mapping[str, Any]:
    """Something of another service that may be scaled."""
    client = make.client("application-autoscaling")
    answer = call(client, "register_scalable_target", make.values, Tags=dict(make.tags) or None)
    return {"id": make.get("resource_id"), "arn": answer.get("ScalableTargetARN", "")}


def scalable_policy(make: Make) -> Mapping[str, Any]:
    """A scaling policy of something of another service."""
    client = make.client("application-autoscaling")
    values = {"policy_type": "StepScaling", **make.values}
    names = {"name": "PolicyName", **_DIMENSIONS}
    answer = call(client, "put_scaling_policy", values, names)
    return {
        "id": make.get("name"),
        "arn": answer["PolicyARN"],
        "alarm_arns": [each["AlarmARN"] for each in answer.get("Alarms", [])],
    }


def scalable_schedule(make: Make) -> Mapping[str, Any]:
    """What changes the bounds of a scalable target at a time."""
    client = make.client("application-autoscaling")
    call(client, "put_scheduled_action", {"timezone": "UTC", **make.values}, {"name": "ScheduledActionName"})
    found = client.describe_scheduled_actions(
        ServiceNamespace=make.values["service_namespace"], ScheduledActionNames=[make.values["name"]]
    )["ScheduledActions"]
    return {"id": make.get("name"), "arn": found[0]["ScheduledActionARN"]}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_appautoscaling_policy": scalable_policy,
    "aws_appautoscaling_scheduled_action": scalable_schedule,
    "aws_appautoscaling_target": scalable_target,
    "aws_autoscaling_attachment": attachment,
    "aws_autoscaling_group": group,
    "aws_autoscaling_group_tag": group_tag,
    "aws_autoscaling_lifecycle_hook": hook,
    "aws_autoscaling_policy": policy,
    "aws_autoscaling_schedule": schedule,
    "aws_launch_configuration": launch_configuration,
}
