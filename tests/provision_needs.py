"""What samples of networks, servers and stores lean on, by the name that it is called in `<vpc.id>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provision_samples import TAGS

TAGGED = [{"Key": "Team", "Value": TAGS["Team"]}]
LOWER_TAGGED = [{"key": "Team", "value": TAGS["Team"]}]
METRICS = [{"cloudwatch_metrics_enabled": True, "metric_name": "guard", "sampled_requests_enabled": False}]
ANSWER = [{"type": "fixed-response", "fixed_response": [{"content_type": "text/plain", "status_code": "404"}]}]
FARGATE = {
    "family": "other-task",
    "network_mode": "awsvpc",
    "cpu": 256,
    "memory": 512,
    "requires_compatibilities": ["FARGATE"],
    "container_definitions": '[{"name":"app","image":"app:1","portMappings":[{"containerPort":8080}]}]',
}
#: Networks and what stands in them.
NETWORK: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "acl": ("aws_network_acl", {"vpc_id": "<vpc.id>"}),
    "address": ("aws_eip", {"domain": "vpc"}),
    "balancer": ("aws_lb", {"name": "other-lb", "subnets": ["<subnet.id>", "<second.id>"]}),
    "gateway": ("aws_internet_gateway", {"vpc_id": "<vpc.id>"}),
    "instance": ("aws_instance", {"instance_type": "t3.nano", "subnet_id": "<subnet.id>"}),
    "listener": (
        "aws_lb_listener",
        {"load_balancer_arn": "<balancer.arn>", "port": 80, "protocol": "HTTP", "default_action": ANSWER},
    ),
    "nat": ("aws_nat_gateway", {"allocation_id": "<address.id>", "subnet_id": "<subnet.id>"}),
    "network_balancer": (
        "aws_lb",
        {"name": "other-nlb", "load_balancer_type": "network", "subnets": ["<subnet.id>"]},
    ),
    "secure": ("aws_security_group", {"name": "other-sg", "vpc_id": "<vpc.id>"}),
    "second": ("aws_subnet", {"vpc_id": "<vpc.id>", "cidr_block": "10.9.2.0/24", "availability_zone": "eu-west-1b"}),
    "subnet": ("aws_subnet", {"vpc_id": "<vpc.id>", "cidr_block": "10.9.1.0/24", "availability_zone": "eu-west-1a"}),
    "table": ("aws_route_table", {"vpc_id": "<vpc.id>"}),
    "targets": (
        "aws_lb_target_group",
        {"name": "other-tg", "port": 80, "protocol": "HTTP", "vpc_id": "<vpc.id>", "target_type": "ip"},
    ),
    "template": ("aws_launch_template", {"name": "other-lt", "instance_type": "t3.nano"}),
    "volume": ("aws_ebs_volume", {"availability_zone": "eu-west-1a", "size": 4}),
    "vpc": ("aws_vpc", {"cidr_block": "10.9.0.0/16"}),
    "peer": ("aws_vpc", {"cidr_block": "10.10.0.0/16"}),
    # What serves, and what keeps.
    "certificate": ("aws_acm_certificate", {"domain_name": "other.example.com", "validation_method": "DNS"}),
    "cluster": ("aws_ecs_cluster", {"name": "other-cluster"}),
    "crowd": (
        "aws_autoscaling_group",
        {"name": "crowd", "launch_template": [{"id": "<template.id>"}], "vpc_zone_identifier": ["<subnet.id>"]},
    ),
    "database": ("aws_db_instance", {"identifier": "other-db", "engine": "postgres", "allocated_storage": 20}),
    "databases": ("aws_db_subnet_group", {"name": "other-dbs", "subnet_ids": ["<subnet.id>", "<second.id>"]}),
    "detector": ("aws_guardduty_detector", {"enable": True}),
    "files": ("aws_efs_file_system", {"creation_token": "other-files"}),
    "firewall": (
        "aws_wafv2_web_acl",
        {"name": "other-acl", "scope": "REGIONAL", "default_action": [{"allow": [{}]}], "visibility_config": METRICS},
    ),
    "images": ("aws_ecr_repository", {"name": "other/images"}),
    "kubernetes": (
        "aws_eks_cluster",
        {"name": "other-k8s", "role_arn": "<role.arn>", "vpc_config": [{"subnet_ids": ["<subnet.id>"]}]},
    ),
    "relational": (
        "aws_rds_cluster",
        {"cluster_identifier": "other-aurora", "engine": "aurora-postgresql", "master_username": "chief"},
    ),
    "service": (
        "aws_ecs_service",
        {"name": "other-service", "cluster": "<cluster.id>", "task_definition": "<task.arn>", "desired_count": 1},
    ),
    "scaled": (
        "aws_appautoscaling_target",
        {
            "service_namespace": "ecs",
            "scalable_dimension": "ecs:service:DesiredCount",
            "resource_id": "service/<cluster.name>/<service.name>",
            "min_capacity": 1,
            "max_capacity": 2,
        },
    ),
    "store": ("aws_glue_catalog_database", {"name": "other_store"}),
    "task": ("aws_ecs_task_definition", FARGATE),
    "vault": ("aws_backup_vault", {"name": "other-vault"}),
    "recorder": ("aws_config_configuration_recorder", {"name": "default", "role_arn": "<role.arn>"}),
    "channel": (
        "aws_config_delivery_channel",
        {"name": "default", "s3_bucket_name": "<bucket.bucket>", "sns_topic_arn": "<topic.arn>"},
    ),
    "zone": ("aws_route53_zone", {"name": "other.example"}),
}
