"""Machines: instances, launch templates, key pairs, volumes."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, block, blocks
from scaffold.rehearse.provision.calls import call, part, tagged, text
from scaffold.rehearse.provision.vpc import arn, only

#: How blocks of instances and launch templates are called where the API's names differ.
_NAMES = {
    "ami": "ImageId",
    "vpc_security_group_ids": "SecurityGroupIds",
    "security_groups": "SecurityGroups",
    "security_group_names": "SecurityGroups",
    "key_name": "KeyName",
    "user_data": "UserData",
    "tag_specifications": "TagSpecifications",
    "license_specification": "LicenseSpecifications",
    "network_interfaces.security_groups": "Groups",
    "network_interfaces.ipv4_address_count": "SecondaryPrivateIpAddressCount",
    "network_interfaces.ipv4_addresses": "",
    "network_interfaces.ipv6_addresses": "",
    "block_device_mappings.ebs.kms_key_id": "KmsKeyId",
    "block_device_mappings.no_device": "NoDevice",
    "metadata_options.http_protocol_ipv6": "HttpProtocolIpv6",
}
#: Attributes of an instance that are parts of a structure of the API.
_PLACED = {
    "availability_zone": "Placement.AvailabilityZone",
    "tenancy": "Placement.Tenancy",
    "host_id": "Placement.HostId",
    "host_resource_group_arn": "Placement.HostResourceGroupArn",
    "placement_group": "Placement.GroupName",
    "placement_group_id": "Placement.GroupId",
    "placement_partition_number": "Placement.PartitionNumber",
    "monitoring": "Monitoring.Enabled",
    "hibernation": "HibernationOptions.Configured",
    "iam_instance_profile": "IamInstanceProfile.Name",
    "private_ip": "PrivateIpAddress",
    "launch_template.id": "LaunchTemplateId",
    "launch_template.name": "LaunchTemplateName",
    "network_interface": "",
    "root_block_device": "",
    "ebs_block_device": "",
    "ephemeral_block_device": "",
    "associate_public_ip_address": "",
    "cpu_core_count": "CpuOptions.CoreCount",
    "cpu_threads_per_core": "CpuOptions.ThreadsPerCore",
}
_DISK = (
    "delete_on_termination",
    "encrypted",
    "iops",
    "kms_key_id",
    "snapshot_id",
    "throughput",
    "volume_size",
    "volume_type",
)


def instance(make: Make) -> Mapping[str, Any]:
    """An instance; of the emulator's first image where its own is not known."""
    ec2 = make.client("ec2")
    values = {"instance_type": "t3.micro", **make.values}
    if "ami" not in values and not make.block("launch_template"):
        values["ami"] = some_image(ec2)
    if "user_data_base64" in values:
        values["user_data"] = base64.b64decode(values.pop("user_data_base64")).decode(errors="replace")
    interfaces = _interfaces(make)
    for name in ("subnet_id", "vpc_security_group_ids", "private_ip") if interfaces else ():
        values.pop(name, None)
    made = call(
        ec2,
        "run_instances",
        values,
        {**_NAMES, **_PLACED},
        MinCount=1,
        MaxCount=1,
        BlockDeviceMappings=_disks(ec2, make) or None,
        NetworkInterfaces=interfaces or None,
        TagSpecifications=_tags(make) or None,
    )["Instances"][0]
    name = made["InstanceId"]
    _after(make, ec2, name)
    if interfaces and make.get("vpc_security_group_ids"):
        # The emulator knows the groups of an interface alone otherwise.
        ec2.modify_instance_attribute(InstanceId=name, Groups=list(make.get("vpc_security_group_ids")))
    return _instance_facts(make, ec2, name)


def some_image(ec2: Any) -> str:
    """An image that stands in for one that is not known."""
    images = ec2.describe_images(Owners=["amazon"])["Images"]
    return str(next((each for each in images if each.get("Platform") != "windows"), images[0])["ImageId"])


def _tags(make: Make) -> list[dict[str, Any]]:
    """The tags of an instance and those of its volumes."""
    found = tagged(make, "instance").get("TagSpecifications", [])
    pairs = [{"Key": key, "Value": text(value)} for key, value in (make.get("volume_tags") or {}).items()]
    return [*found, *([{"ResourceType": "volume", "Tags": pairs}] if pairs else [])]


def _after(make: Make, ec2: Any, name: str) -> None:
    """Sets what an instance is told once it is there."""
    if make.get("source_dest_check") is not None:
        ec2.modify_instance_attribute(InstanceId=name, SourceDestCheck={"Value": bool(make.get("source_dest_check"))})
    if make.get("disable_api_termination"):
        ec2.modify_instance_attribute(InstanceId=name, DisableApiTermination={"Value": True})


def _interfaces(make: Make) -> list[dict[str, Any]]:
    """The interfaces of an instance: those that it is given, or its own where that has a say about public addresses."""
    declared = [{"device_index": 0, **each} for each in make.blocks("network_interface")]
    declared += [{"device_index": 0, **each} for each in make.blocks("primary_network_interface")]
    named: list[dict[str, Any]] = part(make.client("ec2"), "run_instances", "NetworkInterfaces", declared)
    public, subnet = make.get("associate_public_ip_address"), make.get("subnet_id")
    if named or public is None or not subnet:
        return named
    found = make.client("ec2").describe_subnets(SubnetIds=[subnet])["Subnets"][0]
    if bool(found.get("MapPublicIpOnLaunch")) == bool(public):
        return []
    own: dict[str, Any] = {
        "DeviceIndex": 0,
        "SubnetId": subnet,
        "AssociatePublicIpAddress": bool(public),
    }
    if make.get("vpc_security_group_ids"):
        own["Groups"] = list(make.get("vpc_security_group_ids"))
    if make.get("private_ip"):
        own["PrivateIpAddress"] = make.get("private_ip")
    return [own]


def _disks(ec2: Any, make: Make) -> list[dict[str, Any]]:
    disks = [{**each, "device_name": each.get("device_name", "/dev/sda1")} for each in make.blocks("root_block_device")]
    disks += make.blocks("ebs_block_device")
    usual = {"delete_on_termination": True}
    declared: list[dict[str, Any]] = [
        {"device_name": each["device_name"], "ebs": {**usual, **{name: each[name] for name in _DISK if name in each}}}
        for each in disks
    ]
    declared += make.blocks("ephemeral_block_device")
    found: list[dict[str, Any]] = part(ec2, "run_instances", "BlockDeviceMappings", declared)
    return found


def _instance_facts(make: Make, ec2: Any, name: str) -> dict[str, Any]:
    found = ec2.describe_instances(InstanceIds=[name])["Reservations"][0]["Instances"][0]
    return {
        "id": name,
        "arn": arn(make, "instance", name),
        "instance_state": found["State"]["Name"],
        "private_ip": found.get("PrivateIpAddress", ""),
        "private_dns": found.get("PrivateDnsName", ""),
        "public_ip": found.get("PublicIpAddress", ""),
        "public_dns": found.get("PublicDnsName", ""),
        "subnet_id": found.get("SubnetId", ""),
        "availability_zone": found.get("Placement", {}).get("AvailabilityZone", ""),
        "vpc_security_group_ids": [each["GroupId"] for each in found.get("SecurityGroups", [])],
        "primary_network_interface_id": only(found.get("NetworkInterfaces", [])).get("NetworkInterfaceId", ""),
    }


def launch_template(make: Make) -> Mapping[str, Any]:
    """A launch template with its first version."""
    ec2 = make.client("ec2")
    name = make.get("name") or make.get("name_prefix") or make.name
    apart = {"name", "name_prefix", "description", "tags", "tags_all", "default_version", "update_default_version"}
    values = {key: value for key, value in make.values.items() if key not in apart}
    for device in blocks(values, "block_device_mappings"):
        if block(device, "ebs").get("volume_type") == "":
            device["ebs"][0].pop("volume_type")
    made = call(
        ec2,
        "create_launch_template",
        {},
        LaunchTemplateName=name,
        LaunchTemplateData=part(ec2, "create_launch_template", "LaunchTemplateData", values, _NAMES),
        VersionDescription=make.get("description"),
        **tagged(make, "launch-template"),
    )["LaunchTemplate"]
    return {
        "id": made["LaunchTemplateId"],
        "arn": arn(make, "launch-template", made["LaunchTemplateId"]),
        "name": name,
        "latest_version": made["LatestVersionNumber"],
        "default_version": made["DefaultVersionNumber"],
    }


def key_pair(make: Make) -> Mapping[str, Any]:
    """A key pair whose public half is given; a made up one where that is not known."""
    ec2 = make.client("ec2")
    name = make.get("key_name") or make.get("key_name_prefix") or make.name
    public = make.get("public_key")
    if public:
        made = ec2.import_key_pair(KeyName=name, PublicKeyMaterial=text(public).encode(), **tagged(make, "key-pair"))
    else:
        made = ec2.create_key_pair(KeyName=name, KeyType="ed25519", **tagged(make, "key-pair"))
    return {
        "id": name,
        "key_name": name,
        "arn": arn(make, "key-pair", name),
        "key_pair_id": made.get("KeyPairId", ""),
        "fingerprint": made.get("KeyFingerprint", ""),
    }


def volume(make: Make) -> Mapping[str, Any]:
    """A volume."""
    values = {"availability_zone": f"{make.region}a", "volume_type": make.get("type", "gp2"), **make.values}
    made = call(make.client("ec2"), "create_volume", values, {"type": ""}, **tagged(make, "volume"))
    return {"id": made["VolumeId"], "arn": arn(make, "volume", made["VolumeId"])}


def volume_attachment(make: Make) -> Mapping[str, Any]:
    """What puts a volume into an instance."""
    call(make.client("ec2"), "attach_volume", make.values, {"device_name": "Device"})
    return {"id": f"vai-{make.get('volume_id')}"}


def encryption_by_default(make: Make) -> Mapping[str, Any]:
    """Whether new volumes of the account are encrypted."""
    ec2 = make.client("ec2")
    (ec2.enable_ebs_encryption_by_default if make.get("enabled", True) else ec2.disable_ebs_encryption_by_default)()
    return {"id": "terraform"}


def snapshot(make: Make) -> Mapping[str, Any]:
    """A snapshot of a volume."""
    made = call(make.client("ec2"), "create_snapshot", make.values, **tagged(make, "snapshot"))
    return {"id": made["SnapshotId"], "arn": arn(make, "snapshot", made["SnapshotId"]), "owner_id": make.account}


def placement_group(make: Make) -> Mapping[str, Any]:
    """A group that says how close instances are."""
    made = call(make.client("ec2"), "create_placement_group", make.values, {"name": "GroupName"})
    name = make.get("name", make.name)
    return {"id": name, "placement_group_id": made.get("PlacementGroup", {}).get("GroupId", "")}


def tag(make: Make) -> Mapping[str, Any]:
    """A tag on its own."""
    name, key = make.values["resource_id"], make.values["key"]
    make.client("ec2").create_tags(Resources=[name], Tags=[{"Key": key, "Value": text(make.get("value", ""))}])
    return {"id": f"{name},{key}"}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_ebs_encryption_by_default": encryption_by_default,
    "aws_ebs_snapshot": snapshot,
    "aws_ebs_volume": volume,
    "aws_ec2_tag": tag,
    "aws_instance": instance,
    "aws_key_pair": key_pair,
    "aws_launch_template": launch_template,
    "aws_placement_group": placement_group,
    "aws_volume_attachment": volume_attachment,
}
