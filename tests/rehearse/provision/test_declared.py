"""Nothing of what the provider's schema lets an author declare is lost on the way to the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from provision_schema import lost
from provisioning import SURROUNDINGS

from scaffold.rehearse.provision import (
    analytics,
    autoscaling,
    balancing,
    cloudfront,
    ecs,
    edge,
    eks,
    elasticache,
    endpoints,
    firewalls,
    governance,
    instances,
    rds,
    routes,
    vpc,
)
from scaffold.rehearse.provision.base import joined

MODULES = (
    analytics,
    autoscaling,
    balancing,
    cloudfront,
    ecs,
    edge,
    eks,
    elasticache,
    endpoints,
    firewalls,
    governance,
    instances,
    rds,
    routes,
    vpc,
)
PROVISIONERS = joined(module.PROVISIONERS for module in MODULES)
#: Types that no operation makes, or whose kind is in the name of the operation.
APART = {
    "aws_security_group_rule",
    *(name for name, made in cloudfront.PROVISIONERS.items() if made is cloudfront.lacking),
}
CLASSIC = ("enable_classiclink", "enable_classiclink_dns_support")
CLASSIC_PEERS = tuple(
    f"{side}.allow_{way}_link_to_remote_vpc" if way == "classic" else f"{side}.allow_vpc_to_remote_classic_link"
    for side in ("accepter", "requester")
    for way in ("classic", "vpc")
)
RESTORING = ("restore_to_point_in_time", "s3_import", "snapshot_identifier")
#: What no call takes, by type (a name stands for what is below it too): the provider itself acts on it, an older
#: version had it, it is told the service by an operation that the emulator does not have.
LEFT_OUT: Mapping[str, tuple[str, ...]] = {
    "aws_acm_certificate": ("early_renewal_duration", "private_key_wo_version"),
    "aws_acm_certificate_validation": ("validation_record_fqdns",),
    "aws_athena_database": (
        "acl_configuration",
        "bucket",
        "encryption_configuration",
        "expected_bucket_owner",
        "properties",
        "workgroup",
    ),
    "aws_athena_workgroup": ("state",),
    "aws_autoscaling_group": (
        "force_delete_warm_pool",
        "ignore_failed_scaling_activities",
        "instance_refresh",
        "min_elb_capacity",
        "wait_for_capacity_timeout",
        "wait_for_elb_capacity",
    ),
    "aws_cloudfront_distribution": ("retain_on_delete", "wait_for_deployment"),
    "aws_cloudfront_function": ("publish",),
    "aws_db_instance": (
        "allow_major_version_upgrade",
        "blue_green_update",
        "password_wo_version",
        "warning_event_categories",
        *RESTORING,
    ),
    "aws_db_snapshot": ("shared_accounts",),
    "aws_default_route_table": ("propagating_vgws",),
    "aws_default_subnet": ("customer_owned_ipv4_pool", "ipv6_cidr_block", "ipv6_native"),
    "aws_default_vpc": (
        "assign_generated_ipv6_cidr_block",
        "ipv6_cidr_block",
        "ipv6_cidr_block_network_border_group",
        "ipv6_ipam_pool_id",
        "ipv6_netmask_length",
        *CLASSIC,
    ),
    "aws_ebs_snapshot": ("permanent_restore", "storage_tier", "temporary_restore_days"),
    "aws_ebs_volume": ("final_snapshot",),
    "aws_ec2_transit_gateway": ("encryption_support", "security_group_referencing_support"),
    "aws_ec2_transit_gateway_route_table_association": ("replace_existing_association",),
    "aws_ec2_transit_gateway_vpc_attachment": (
        "transit_gateway_default_route_table_association",
        "transit_gateway_default_route_table_propagation",
    ),
    "aws_ecs_service": (
        "deployment_configuration.lifecycle_hook.hook_details",
        "force_new_deployment",
        "sigint_rollback",
        "triggers",
        "wait_for_steady_state",
    ),
    "aws_ecs_task_definition": ("track_latest",),
    "aws_efs_file_system": ("protection",),
    "aws_eip": ("vpc",),
    "aws_eks_addon": ("preserve", "resolve_conflicts", "resolve_conflicts_on_update"),
    "aws_elasticache_replication_group": ("auth_token_update_strategy", "auth_token_wo_version"),
    "aws_elasticache_user": ("arn", "passwords_wo", "passwords_wo_version"),
    "aws_elasticache_user_group": ("arn",),
    "aws_flow_log": ("regional_nat_gateway_id",),
    "aws_glue_catalog_database": ("catalog_id",),
    "aws_glue_catalog_table": ("catalog_id", "open_table_format_input.iceberg_input"),
    "aws_glue_connection": ("catalog_id",),
    "aws_glue_trigger": ("enabled",),
    "aws_instance": (
        "get_password_data",
        "secondary_network_interface",
        "secondary_private_ips",
        "user_data_replace_on_change",
    ),
    "aws_launch_configuration": ("vpc_classic_link_id", "vpc_classic_link_security_groups"),
    "aws_launch_template": (
        "default_version",
        "network_interfaces.ipv4_addresses",
        "network_interfaces.ipv6_addresses",
        "update_default_version",
    ),
    "aws_lb": ("enforce_security_group_inbound_rules_on_private_link_traffic", "minimum_load_balancer_capacity"),
    "aws_lb_target_group": ("stickiness.cookie_duration", "stickiness.cookie_name"),
    "aws_lb_target_group_attachment": ("quic_server_id",),
    "aws_msk_cluster": ("broker_node_group_info.connectivity_info.vpc_connectivity",),
    "aws_network_interface": (
        "attachment.network_card_index",
        "ena_srd_specification",
        "ipv6_address_list",
        "ipv6_address_list_enabled",
        "private_ip",
        "private_ip_list",
        "private_ip_list_enabled",
    ),
    "aws_opensearch_domain": ("auto_tune_options.rollback_on_disable",),
    "aws_rds_cluster": (
        "allow_major_version_upgrade",
        "cluster_members",
        "db_instance_parameter_group_name",
        "master_password_wo_version",
        "warning_event_categories",
        *RESTORING,
    ),
    "aws_rds_cluster_instance": ("warning_event_categories",),
    "aws_redshift_cluster": (
        "cluster_public_key",
        "cluster_revision_number",
        "endpoint",
        "logging",
        "master_password_wo_version",
        "owner_account",
        "snapshot_arn",
        "snapshot_cluster_identifier",
        "snapshot_identifier",
    ),
    "aws_redshift_parameter_group": ("parameter",),
    "aws_route53_health_check": ("reference_name", "triggers"),
    "aws_route53_zone": ("enable_accelerated_recovery",),
    "aws_route_table": ("propagating_vgws",),
    "aws_subnet": ("customer_owned_ipv4_pool", "enable_lni_at_device_index"),
    "aws_volume_attachment": ("stop_instance_before_detaching",),
    "aws_vpc": CLASSIC,
    "aws_vpc_dhcp_options": ("ipv6_address_preferred_lease_time",),
    "aws_vpc_endpoint": ("auto_accept",),
    "aws_vpc_endpoint_security_group_association": ("replace_default_association",),
    "aws_vpc_peering_connection": CLASSIC_PEERS,
    "aws_vpc_peering_connection_accepter": CLASSIC_PEERS,
    "aws_vpc_peering_connection_options": CLASSIC_PEERS,
    "aws_wafv2_rule_group": ("rule.statement",),
    "aws_wafv2_web_acl": ("rule.statement",),
}
NAMED = ("aws_cloudfront_public_key", "aws_autoscaling_group", "aws_launch_configuration", "aws_launch_template")
NAMED += ("aws_lb", "aws_lb_target_group", "aws_security_group", "aws_wafv2_ip_set", "aws_wafv2_regex_pattern_set")
NAMED += ("aws_db_event_subscription", "aws_db_option_group", "aws_db_parameter_group", "aws_db_subnet_group")
NAMED += ("aws_rds_cluster_parameter_group",)
ONE_OF = ({"cidr_ipv4"}, {"cidr_ipv4", "cidr_ipv6"}, {"cidr_ipv4", "cidr_ipv6", "prefix_list_id"})
#: Attributes that exclude others: the type is made again without each of these sets.
WITHOUT: Mapping[str, tuple[set[str], ...]] = {
    **dict.fromkeys(NAMED, ({"name"},)),
    "aws_acm_certificate": ({"private_key_wo"}, {"private_key", "private_key_wo"}),
    "aws_autoscaling_attachment": ({"lb_target_group_arn"},),
    "aws_cloudtrail": ({"event_selector"},),
    "aws_db_instance": (
        {"replicate_source_db", "manage_master_user_password"},
        {"replicate_source_db", "password_wo"},
        {"identifier"},
    ),
    "aws_eks_node_group": ({"node_group_name"},),
    "aws_elasticache_replication_group": ({"num_cache_clusters"}, {"auth_token_wo", "replication_group_description"}),
    "aws_flow_log": (
        {"vpc_id"},
        {"vpc_id", "subnet_id"},
        {"vpc_id", "subnet_id", "eni_id"},
        {"vpc_id", "subnet_id", "eni_id", "transit_gateway_id"},
    ),
    "aws_instance": ({"network_interface", "primary_network_interface"},),
    "aws_key_pair": ({"key_name"},),
    "aws_rds_cluster": ({"cluster_identifier"}, {"master_password_wo"}),
    "aws_rds_cluster_instance": ({"identifier"},),
    "aws_redshift_cluster": ({"master_password_wo"},),
    "aws_vpc_security_group_egress_rule": ONE_OF,
    "aws_vpc_security_group_ingress_rule": ONE_OF,
    "aws_wafv2_rule_group": ({"name"}, {"rules_json"}),
    "aws_wafv2_web_acl": ({"name"}, {"rule_json"}),
}
TYPES = sorted(name for name in PROVISIONERS.keys() - APART if not name.startswith("aws_alb"))


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SURROUNDINGS.items():
        monkeypatch.setenv(name, value)


def covering(kind: str, paths: set[str]) -> Iterator[tuple[str, str]]:
    """Each path with what of the table is it or stands above it."""
    for path in paths:
        for name in LEFT_OUT.get(kind, ()):
            if path == name or path.startswith(f"{name}."):
                yield path, name


@pytest.mark.parametrize("kind", TYPES)
def test_what_is_declared_reaches_the_api(kind):
    found = lost(PROVISIONERS[kind], kind, tuple(map(frozenset, WITHOUT.get(kind, ()))))
    covered = set(covering(kind, found))
    assert found - {path for path, _ in covered} == set()
    # What arrives has no place in the table.
    assert set(LEFT_OUT.get(kind, ())) - {name for _, name in covered} == set()


def test_the_table_is_about_types_that_are_made():
    assert LEFT_OUT.keys() | WITHOUT.keys() <= set(TYPES)
