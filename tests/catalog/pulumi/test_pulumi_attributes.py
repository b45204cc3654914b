"""Attribute names, from Pulumi's to the canonical ones and back."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scaffold.catalog
from scaffold.catalog.pulumi import canonical_attributes, canonical_path, native_path
from scaffold.catalog.pulumi.attributes import form_of, native_name, type_at
from scaffold.model.values import Call, Conditional, Reference, Template, Unknown

CATALOG = Path(scaffold.catalog.__file__).parent
FACTS = json.loads((CATALOG / "pulumi" / "attributes.json").read_text())
MOCKS = tomllib.loads((CATALOG / "mocks.toml").read_text())["types"]


def test_nested_blocks_lists_and_maps():
    native = {
        "attributes": ({"name": "id", "type": "S"},),
        "hashKey": "id",
        "globalSecondaryIndexes": ({"name": "byDay", "hashKey": "day", "projectionType": "ALL"},),
        "pointInTimeRecovery": {"enabled": True},
        "serverSideEncryption": {"enabled": True, "kmsKeyArn": "arn:x"},
        "tags": {"costCentre": "42"},
    }
    assert canonical_attributes("aws:dynamodb/table:Table", native) == {
        "attribute": ({"name": "id", "type": "S"},),
        "hash_key": "id",
        "global_secondary_index": ({"name": "byDay", "hash_key": "day", "projection_type": "ALL"},),
        "point_in_time_recovery": ({"enabled": True},),
        "server_side_encryption": ({"enabled": True, "kms_key_arn": "arn:x"},),
        "tags": {"costCentre": "42"},
    }


@pytest.mark.parametrize(
    ("type_", "native", "canonical"),
    [
        ("aws_lambda_function", {"name": "a", "memorySize": 128}, {"function_name": "a", "memory_size": 128}),
        (
            "aws_lambda_function",
            {"environment": {"variables": {"tableName": "t"}}, "vpcConfig": {"subnetIds": ("s",)}},
            {"environment": ({"variables": {"tableName": "t"}},), "vpc_config": ({"subnet_ids": ("s",)},)},
        ),
        (
            "aws_s3_bucket_server_side_encryption_configuration",
            {"rules": ({"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}},)},
            {"rule": ({"apply_server_side_encryption_by_default": ({"sse_algorithm": "aws:kms"},)},)},
        ),
        (
            "aws_security_group",
            {"ingress": ({"fromPort": 443, "cidrBlocks": ("0.0.0.0/0",)},)},
            {"ingress": ({"from_port": 443, "cidr_blocks": ("0.0.0.0/0",)},)},
        ),
        ("aws_cloudwatch_metric_alarm", {"name": "late"}, {"alarm_name": "late"}),
        ("aws_cloudwatch_metric_alarm", {"dimensions": {"QueueName": "q"}}, {"dimensions": {"QueueName": "q"}}),
        ("aws_api_gateway_method", {"restApi": "r", "httpMethod": "GET"}, {"rest_api_id": "r", "http_method": "GET"}),
        ("aws_api_gateway_stage", {"deployment": "d"}, {"deployment_id": "d"}),
        ("aws_sns_topic_subscription", {"topic": "t"}, {"topic_arn": "t"}),
        ("aws_lambda_permission", {"function": "f"}, {"function_name": "f"}),
        (
            "aws_autoscaling_group",
            {"tags": ({"key": "Name", "value": "n"},)},
            {"tag": ({"key": "Name", "value": "n"},)},
        ),
        ("aws_route53_record", {"aliases": ({"zoneId": "Z"},)}, {"alias": ({"zone_id": "Z"},)}),
        (
            "aws_ecs_service",
            {"networkConfiguration": {"assignPublicIp": False}, "loadBalancers": ({"containerPort": 80},)},
            {"network_configuration": ({"assign_public_ip": False},), "load_balancer": ({"container_port": 80},)},
        ),
        ("aws_api_gateway_vpc_link", {"targetArn": "arn:lb"}, {"target_arns": ("arn:lb",)}),
        (
            "aws_cloudwatch_event_target",
            {"rule": "r", "sqsTarget": {"messageGroupId": "g"}},
            {"rule": "r", "sqs_target": ({"message_group_id": "g"},)},
        ),
        (
            "aws_instance",
            {"ebsBlockDevices": ({"deviceName": "/dev/sdf"},), "rootBlockDevice": {"encrypted": True}},
            {"ebs_block_device": ({"device_name": "/dev/sdf"},), "root_block_device": ({"encrypted": True},)},
        ),
        ("aws_wafv2_web_acl", {"defaultAction": {"allow": {}}}, {"default_action": ({"allow": ({},)},)}),
        (
            "google_compute_instance",
            {"bootDisk": {"initializeParams": {"image": "i"}}, "networkInterfaces": ({"network": "n"},)},
            {"boot_disk": ({"initialize_params": ({"image": "i"},)},), "network_interface": ({"network": "n"},)},
        ),
        ("google_storage_bucket", {"labels": {"costCentre": "42"}}, {"labels": {"costCentre": "42"}}),
        (
            "kubernetes_deployment",
            {"spec": {"selector": {"matchLabels": {"appName": "x"}}}, "metadata": {"name": "x"}},
            {"spec": ({"selector": ({"match_labels": {"appName": "x"}},)},), "metadata": ({"name": "x"},)},
        ),
        (
            "aws:ec2/getAmi:getAmi",
            {"owners": ("amazon",), "filters": ({"name": "name", "values": ("al2023-*",)},)},
            {"owners": ("amazon",), "filter": ({"name": "name", "values": ("al2023-*",)},)},
        ),
        ("azurerm_linux_function_app", {"appSettings": {"someKey": "v"}}, {"app_settings": {"someKey": "v"}}),
        (
            "azure-native:web:WebApp",
            {"siteConfig": {"appSettings": ({"name": "K"},)}},
            {"site_config": ({"app_setting": ({"name": "K"},)},)},
        ),
        ("google_compute_firewall", {"allows": ({"ports": ("80",)},)}, {"allow": ({"ports": ("80",)},)}),
        ("kubernetes_config_map", {"data": {"someKey": "v"}}, {"data": {"someKey": "v"}}),
    ],
)
def test_native_attributes_are_canonical_ones(type_, native, canonical):
    assert canonical_attributes(type_, native) == canonical


def test_references_change_their_paths_wherever_they_stand():
    table = Reference("aws_dynamodb_table.orders", ("streamArn",))
    found = Reference("aws_dynamodb_table.orders", ("stream_arn",))
    native = {
        "eventSourceArn": table,
        "functionName": Template(("x-", table)),
        "filterCriteria": {"filters": ({"pattern": Call("jsonencode", ({"someKey": table},))},)},
        "startingPosition": Conditional(Reference("config.shop:late"), "LATEST", table),
    }
    assert canonical_attributes("aws_lambda_event_source_mapping", native) == {
        "event_source_arn": found,
        "function_name": Template(("x-", found)),
        "filter_criteria": ({"filter": ({"pattern": Call("jsonencode", ({"someKey": found},))},)},),
        "starting_position": Conditional(Reference("config.shop:late"), "LATEST", found),
    }


def test_what_a_reference_leads_to_can_be_said():
    native = {"role": Reference("module.api.role.with.dots", ("vpcConfig", "subnetIds"))}
    converted = canonical_attributes("aws_lambda_function", native, lambda _: "aws:eks/cluster:Cluster")
    assert converted == {"role": Reference("module.api.role.with.dots", ("vpc_config", 0, "subnet_ids"))}


def test_what_is_not_known_stays():
    unknown = Unknown("a reason", "text")
    assert canonical_attributes("aws_sqs_queue", {"delaySeconds": unknown, "tags": unknown}) == {
        "delay_seconds": unknown,
        "tags": unknown,
    }
    assert canonical_attributes("aws_autoscaling_group", {"tags": unknown}) == {"tag": unknown}


@pytest.mark.parametrize(
    ("type_", "native", "canonical"),
    [
        ("aws_eks_cluster", ("identities", 0, "oidcs", 0, "issuer"), ("identity", 0, "oidc", 0, "issuer")),
        ("aws_eks_cluster", ("certificateAuthority", "data"), ("certificate_authority", 0, "data")),
        ("aws_eks_cluster", ("vpcConfig", "subnetIds", 1), ("vpc_config", 0, "subnet_ids", 1)),
        ("aws_lambda_function", ("environment", "variables", "tableName"),
         ("environment", 0, "variables", "tableName")),
        ("aws_sqs_queue", ("tags", "costCentre"), ("tags", "costCentre")),
        ("aws_sqs_queue", ("arn",), ("arn",)),
        ("aws_acm_certificate", ("domainValidationOptions", 0, "resourceRecordName"),
         ("domain_validation_options", 0, "resource_record_name")),
        ("aws:eks/getCluster:getCluster", ("identities", 0, "oidcs", 0, "issuer"),
         ("identity", 0, "oidc", 0, "issuer")),
        ("aws_instance", ("networkInterfaces", "*", "deviceIndex"), ("network_interface", "*", "device_index")),
    ],
)  # fmt: skip
def test_paths_of_outputs(type_, native, canonical):
    assert canonical_path(type_, native) == canonical


@pytest.mark.parametrize(
    ("type_", "canonical", "native"),
    [
        ("aws_dynamodb_table", "point_in_time_recovery.enabled", "pointInTimeRecovery.enabled"),
        ("aws_dynamodb_table", "point_in_time_recovery.0.enabled", "pointInTimeRecovery.enabled"),
        ("aws_s3_bucket_versioning", "versioning_configuration.status", "versioningConfiguration.status"),
        ("aws_security_group", "ingress.0.cidr_blocks.1", "ingress.0.cidrBlocks.1"),
        ("aws_lambda_function", "environment.0.variables.TABLE_NAME", "environment.variables.TABLE_NAME"),
        ("aws_lambda_function", "function_name", "name"),
        ("aws_wafv2_web_acl", "rule.0.action.0.block", "rules.0.action.block"),
        ("aws_cloudfront_distribution", "ordered_cache_behavior.0.viewer_protocol_policy",
         "orderedCacheBehaviors.0.viewerProtocolPolicy"),
        ("aws_cloudfront_distribution", "default_cache_behavior.viewer_protocol_policy",
         "defaultCacheBehavior.viewerProtocolPolicy"),
        ("aws_eks_cluster", "encryption_config.provider.key_arn", "encryptionConfig.provider.keyArn"),
        ("aws_s3_bucket", "", ""),
        ("google_storage_bucket", "versioning.0.enabled", "versioning.enabled"),
    ],
)  # fmt: skip
def test_canonical_paths_in_the_words_of_pulumi(type_, canonical, native):
    assert native_path(type_, canonical) == native


@pytest.mark.parametrize(
    ("address", "type_"),
    [
        ("aws_sqs_queue.orders", "aws_sqs_queue"),
        ("module.api.module.inner.aws_sqs_queue.orders.dead", "aws_sqs_queue"),
        ("data.aws_region.current", "data.aws_region"),
        ("config.shop:size", ""),
        ("args.size", ""),
    ],
)
def test_an_address_says_its_type(address, type_):
    assert type_at(address) == type_


@given(st.sampled_from(sorted(FACTS["types"])), st.data())
def test_every_row_of_the_table_leads_both_ways(type_, data):
    row = data.draw(st.sampled_from(sorted(FACTS["types"][type_])))
    *above, native = (step for step in row.split(".") if step)
    form = form_of(type_, native, tuple(above))
    step = -2 if form == "flat" else -1
    canonical = canonical_path(type_, (*above, native))[step]
    back = native_name(type_, canonical, tuple(above))
    assert canonical_path(type_, (*above, back))[step] == canonical


def attribute_names():
    return [(type_, name) for type_, table in MOCKS.items() if type_.startswith("aws_") for name in table]


@given(st.sampled_from(attribute_names()))
def test_what_a_mock_gives_leads_both_ways(named):
    type_, canonical = named
    native = native_name(type_, canonical)
    assert canonical_path(type_, (native,))[0] == canonical


leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from(["", "text"]))
names = st.sampled_from(["a", "aB", "aBs", "statuses", "policies", "tags", "metadata", "ids", "vpcConfig", "URLMap"])
values = st.recursive(
    leaves,
    lambda inner: st.one_of(st.lists(inner, max_size=3).map(tuple), st.dictionaries(names, inner, max_size=3)),
    max_leaves=8,
)


@given(st.dictionaries(names, values, max_size=4))
def test_nothing_is_lost_of_any_value(native):
    def leaves_of(value):
        if isinstance(value, dict):
            return [leaf for item in value.values() for leaf in leaves_of(item)]
        return [leaf for item in value for leaf in leaves_of(item)] if isinstance(value, tuple) else [value]

    canonical = canonical_attributes("acme_thing", native)
    if len(canonical) == len(native):
        assert leaves_of(canonical) == leaves_of(native) or _collides(native)


def _collides(value):
    """Whether two names of an object become one: `aB` and `aBs` as lists."""
    if isinstance(value, dict):
        return len(canonical_attributes("acme_thing", value)) != len(value) or any(map(_collides, value.values()))
    return isinstance(value, tuple) and any(map(_collides, value))
