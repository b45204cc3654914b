"""Load balancers, groups that scale, containers, file systems and what stands at the edge are made as declared."""

from __future__ import annotations

import json

import pytest
from provision_needs import ANSWER, LOWER_TAGGED, METRICS, NETWORK, TAGGED
from provision_samples import POLICY, TAGS, Look, Sample, shortcomings, world

BALANCER = "<balancer.arn>"
BOTH = ["<subnet.id>", "<second.id>"]
CONTAINERS = [
    {
        "name": "app",
        "image": "app:1",
        "essential": True,
        "command": None,
        "readonlyRootFilesystem": True,
        "portMappings": [{"containerPort": 8080, "protocol": "tcp"}],
        "environment": [{"name": "LEVEL", "value": "info"}],
        "secrets": [{"name": "WORD", "valueFrom": "arn:aws:ssm:eu-west-1:123456789012:parameter/word"}],
        "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/app"}},
    }
]
SCALED = {
    "service_namespace": "ecs",
    "scalable_dimension": "ecs:service:DesiredCount",
    "resource_id": "<scaled.resource_id>",
}
RATE = {
    "name": "rate",
    "priority": 3,
    "action": [{"block": [{"custom_response": [{"response_code": 429}]}]}],
    "statement": [
        {
            "rate_based_statement": [
                {
                    "limit": 2100,
                    "aggregate_key_type": "IP",
                    "scope_down_statement": [
                        {"not_statement": [{"statement": [{"geo_match_statement": [{"country_codes": ["DE"]}]}]}]}
                    ],
                }
            ]
        }
    ],
    "visibility_config": METRICS,
}
MANAGED = {
    "name": "common",
    "priority": 4,
    "override_action": [{"none": [{}]}],
    "statement": [
        {
            "managed_rule_group_statement": [
                {
                    "name": "AWSManagedRulesCommonRuleSet",
                    "vendor_name": "AWS",
                    "rule_action_override": [{"name": "SizeRestrictions_BODY", "action_to_use": [{"count": [{}]}]}],
                }
            ]
        }
    ],
    "visibility_config": METRICS,
}


def sample(kind, values, gives, *looks, **more):
    return Sample(kind, values, gives, looks, NETWORK, **more)


SAMPLES = [
    sample(
        "aws_lb",
        {
            "name": "front",
            "internal": True,
            "security_groups": ["<secure.id>"],
            "subnets": BOTH,
            "ip_address_type": "ipv4",
            "idle_timeout": 61,
            "enable_http2": False,
            "drop_invalid_header_fields": True,
            "desync_mitigation_mode": "strictest",
            "access_logs": [{"bucket": "logs", "prefix": "front", "enabled": True}],
        },
        ("id", "arn", "arn_suffix", "dns_name", "zone_id", "vpc_id", "name"),
        Look(
            "elbv2",
            "describe_load_balancers",
            {"Names": ["front"]},
            {
                "LoadBalancers": [
                    {
                        "LoadBalancerArn": "<it.arn>",
                        "Scheme": "internal",
                        "Type": "application",
                        "SecurityGroups": ["<secure.id>"],
                        "AvailabilityZones": [{"SubnetId": "<subnet.id>"}, {"SubnetId": "<second.id>"}],
                        "IpAddressType": "ipv4",
                        "DNSName": "<it.dns_name>",
                    }
                ]
            },
        ),
        Look("elbv2", "describe_tags", {"ResourceArns": ["<it.arn>"]}, {"TagDescriptions": [{"Tags": TAGGED}]}),
        kept=("internal",),
    ),
    sample(
        "aws_lb",
        {
            "name": "wire",
            "load_balancer_type": "network",
            "subnet_mapping": [{"subnet_id": "<subnet.id>"}],
            "enable_cross_zone_load_balancing": True,
        },
        ("id",),
        Look(
            "elbv2",
            "describe_load_balancers",
            {"Names": ["wire"]},
            {"LoadBalancers": [{"Scheme": "internet-facing", "Type": "network"}]},
        ),
    ),
    sample(
        "aws_lb_target_group",
        {
            "name": "workers",
            "port": 8080,
            "protocol": "HTTP",
            "protocol_version": "HTTP2",
            "vpc_id": "<vpc.id>",
            "target_type": "ip",
            "deregistration_delay": 31,
            "slow_start": 45,
            "load_balancing_algorithm_type": "least_outstanding_requests",
            "stickiness": [{"type": "lb_cookie", "cookie_duration": 3601, "enabled": True}],
            "health_check": [
                {
                    "path": "/health",
                    "matcher": "200-204",
                    "port": "8081",
                    "protocol": "HTTPS",
                    "interval": 16,
                    "timeout": 7,
                    "healthy_threshold": 4,
                    "unhealthy_threshold": 5,
                }
            ],
        },
        ("id", "arn", "arn_suffix", "name"),
        Look(
            "elbv2",
            "describe_target_groups",
            {"Names": ["workers"]},
            {
                "TargetGroups": [
                    {
                        "Protocol": "HTTP",
                        "ProtocolVersion": "HTTP2",
                        "Port": 8080,
                        "VpcId": "<vpc.id>",
                        "TargetType": "ip",
                        "HealthCheckPath": "/health",
                        "HealthCheckPort": "8081",
                        "HealthCheckProtocol": "HTTPS",
                        "HealthCheckIntervalSeconds": 16,
                        "HealthCheckTimeoutSeconds": 7,
                        "HealthyThresholdCount": 4,
                        "UnhealthyThresholdCount": 5,
                        "Matcher": {"HttpCode": "200-204"},
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_lb_listener",
        {
            "load_balancer_arn": BALANCER,
            "port": 443,
            "protocol": "HTTPS",
            "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "certificate_arn": "<certificate.arn>",
            "default_action": [
                {
                    "type": "forward",
                    "forward": [
                        {
                            "target_group": [{"arn": "<targets.arn>", "weight": 7}],
                            "stickiness": [{"enabled": True, "duration": 62}],
                        }
                    ],
                }
            ],
        },
        ("id", "arn"),
        Look(
            "elbv2",
            "describe_listeners",
            {"ListenerArns": ["<it.arn>"]},
            {
                "Listeners": [
                    {
                        "LoadBalancerArn": BALANCER,
                        "Port": 443,
                        "Protocol": "HTTPS",
                        "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
                        "Certificates": [{"CertificateArn": "<certificate.arn>"}],
                        "DefaultActions": [
                            {
                                "Type": "forward",
                                "ForwardConfig": {
                                    "TargetGroups": [{"TargetGroupArn": "<targets.arn>", "Weight": 7}],
                                    "TargetGroupStickinessConfig": {"Enabled": True, "DurationSeconds": 62},
                                },
                            }
                        ],
                    }
                ]
            },
        ),
        Look("elbv2", "describe_tags", {"ResourceArns": ["<it.arn>"]}, {"TagDescriptions": [{"Tags": TAGGED}]}),
    ),
    sample(
        "aws_lb_listener",
        {
            "load_balancer_arn": BALANCER,
            "port": 80,
            "default_action": [
                {"type": "redirect", "redirect": [{"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}]}
            ],
        },
        ("id", "protocol"),
        Look(
            "elbv2",
            "describe_listeners",
            {"ListenerArns": ["<it.arn>"]},
            {
                "Listeners": [
                    {
                        "Protocol": "HTTP",
                        "DefaultActions": [
                            {
                                "RedirectConfig": {
                                    "Host": "#{host}",
                                    "Path": "/#{path}",
                                    "Query": "#{query}",
                                    "Port": "443",
                                    "Protocol": "HTTPS",
                                    "StatusCode": "HTTP_301",
                                }
                            }
                        ],
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_lb_listener_rule",
        {
            "listener_arn": "<listener.arn>",
            "priority": 17,
            "action": [{"type": "forward", "target_group_arn": "<targets.arn>"}],
            "condition": [
                {"path_pattern": [{"values": ["/api/*"]}]},
                {"host_header": [{"values": ["api.example"]}]},
                {"http_header": [{"http_header_name": "X-Kind", "values": ["a"]}]},
                {"query_string": [{"key": "q", "value": "1"}]},
                {"source_ip": [{"values": ["192.0.2.0/24"]}]},
                {"http_request_method": [{"values": ["GET"]}]},
            ],
        },
        ("id", "arn"),
        Look(
            "elbv2",
            "describe_rules",
            {"RuleArns": ["<it.arn>"]},
            {
                "Rules": [
                    {
                        "Priority": "17",
                        "Actions": [{"Type": "forward", "TargetGroupArn": "<targets.arn>"}],
                        "Conditions": [
                            {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/api/*"]}},
                            {"Field": "host-header", "HostHeaderConfig": {"Values": ["api.example"]}},
                            {
                                "Field": "http-header",
                                "HttpHeaderConfig": {"HttpHeaderName": "X-Kind", "Values": ["a"]},
                            },
                            {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "q", "Value": "1"}]}},
                            {"Field": "source-ip", "SourceIpConfig": {"Values": ["192.0.2.0/24"]}},
                            {"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["GET"]}},
                        ],
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_lb_target_group_attachment",
        {"target_group_arn": "<targets.arn>", "target_id": "10.9.1.40", "port": 8085},
        ("id",),
        Look(
            "elbv2",
            "describe_target_health",
            {"TargetGroupArn": "<targets.arn>"},
            {"TargetHealthDescriptions": [{"Target": {"Id": "10.9.1.40", "Port": 8085}}]},
        ),
        tagged=False,
    ),
    sample(
        "aws_autoscaling_group",
        {
            "name": "workers",
            "min_size": 1,
            "max_size": 4,
            "desired_capacity": 2,
            "vpc_zone_identifier": ["<subnet.id>"],
            "launch_template": [{"id": "<template.id>", "version": "$Latest"}],
            "target_group_arns": ["<targets.arn>"],
            "health_check_type": "ELB",
            "health_check_grace_period": 66,
            "default_cooldown": 101,
            "termination_policies": ["OldestInstance"],
            "enabled_metrics": ["GroupMinSize"],
            "suspended_processes": ["AZRebalance"],
            "protect_from_scale_in": True,
            "capacity_rebalance": True,
            "tag": [{"key": "Kind", "value": "worker", "propagate_at_launch": True}],
        },
        ("id", "arn", "name", "availability_zones"),
        Look(
            "autoscaling",
            "describe_auto_scaling_groups",
            {"AutoScalingGroupNames": ["workers"]},
            {
                "AutoScalingGroups": [
                    {
                        "AutoScalingGroupARN": "<it.arn>",
                        "MinSize": 1,
                        "MaxSize": 4,
                        "DesiredCapacity": 2,
                        "VPCZoneIdentifier": "<subnet.id>",
                        "LaunchTemplate": {"LaunchTemplateId": "<template.id>", "Version": "$Latest"},
                        "TargetGroupARNs": ["<targets.arn>"],
                        "HealthCheckType": "ELB",
                        "HealthCheckGracePeriod": 66,
                        "DefaultCooldown": 101,
                        "TerminationPolicies": ["OldestInstance"],
                        "EnabledMetrics": [{"Metric": "GroupMinSize"}],
                        "SuspendedProcesses": [{"ProcessName": "AZRebalance"}],
                        "NewInstancesProtectedFromScaleIn": True,
                        "CapacityRebalance": True,
                        "Tags": [{"Key": "Kind", "Value": "worker", "PropagateAtLaunch": True}],
                    }
                ]
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_autoscaling_policy",
        {
            "name": "busy",
            "autoscaling_group_name": "<crowd.name>",
            "policy_type": "TargetTrackingScaling",
            "target_tracking_configuration": [
                {
                    "target_value": 41,
                    "disable_scale_in": True,
                    "customized_metric_specification": [
                        {
                            "metric_name": "depth",
                            "namespace": "work",
                            "statistic": "Average",
                            "metric_dimension": [{"name": "Queue", "value": "jobs"}],
                        }
                    ],
                }
            ],
        },
        ("id", "arn"),
        Look(
            "autoscaling",
            "describe_policies",
            {"PolicyNames": ["busy"]},
            {
                "ScalingPolicies": [
                    {
                        "AutoScalingGroupName": "<crowd.name>",
                        "PolicyARN": "<it.arn>",
                        "TargetTrackingConfiguration": {
                            "TargetValue": 41.0,
                            "DisableScaleIn": True,
                            "CustomizedMetricSpecification": {
                                "MetricName": "depth",
                                "Dimensions": [{"Name": "Queue", "Value": "jobs"}],
                            },
                        },
                    }
                ]
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_autoscaling_schedule",
        {
            "scheduled_action_name": "night",
            "autoscaling_group_name": "<crowd.name>",
            "min_size": 0,
            "max_size": 3,
            "recurrence": "0 18 * * *",
        },
        ("id",),
        Look(
            "autoscaling",
            "describe_scheduled_actions",
            {"AutoScalingGroupName": "<crowd.name>"},
            {"ScheduledUpdateGroupActions": [{"MinSize": 0, "MaxSize": 3, "Recurrence": "0 18 * * *"}]},
        ),
        tagged=False,
    ),
    sample(
        "aws_autoscaling_lifecycle_hook",
        {
            "name": "drain",
            "autoscaling_group_name": "<crowd.name>",
            "lifecycle_transition": "autoscaling:EC2_INSTANCE_TERMINATING",
            "heartbeat_timeout": 91,
            "default_result": "CONTINUE",
        },
        ("id",),
        Look(
            "autoscaling",
            "describe_lifecycle_hooks",
            {"AutoScalingGroupName": "<crowd.name>"},
            {"LifecycleHooks": [{"LifecycleHookName": "drain", "HeartbeatTimeout": 91, "DefaultResult": "CONTINUE"}]},
        ),
        tagged=False,
    ),
    sample(
        "aws_autoscaling_attachment",
        {"autoscaling_group_name": "<crowd.name>", "lb_target_group_arn": "<targets.arn>"},
        ("id",),
        Look(
            "autoscaling",
            "describe_auto_scaling_groups",
            {"AutoScalingGroupNames": ["<crowd.name>"]},
            {"AutoScalingGroups": [{"TargetGroupARNs": ["<targets.arn>"]}]},
        ),
        tagged=False,
    ),
    sample(
        "aws_launch_configuration",
        {
            "name": "old",
            "image_id": "ami-1e749f67",
            "instance_type": "t3.nano",
            "security_groups": ["<secure.id>"],
            "enable_monitoring": False,
            "root_block_device": [{"volume_size": 12, "encrypted": True}],
        },
        ("id", "arn", "name"),
        Look(
            "autoscaling",
            "describe_launch_configurations",
            {"LaunchConfigurationNames": ["old"]},
            {
                "LaunchConfigurations": [
                    {
                        "ImageId": "ami-1e749f67",
                        "InstanceType": "t3.nano",
                        "SecurityGroups": ["<secure.id>"],
                        "InstanceMonitoring": {"Enabled": False},
                        "BlockDeviceMappings": [{"Ebs": {"VolumeSize": 12, "Encrypted": True}}],
                    }
                ]
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_appautoscaling_target",
        {
            "service_namespace": "ecs",
            "scalable_dimension": "ecs:service:DesiredCount",
            "resource_id": "service/<cluster.name>/<service.name>",
            "min_capacity": 3,
            "max_capacity": 9,
        },
        ("id", "arn"),
        Look(
            "application-autoscaling",
            "describe_scalable_targets",
            {"ServiceNamespace": "ecs"},
            {"ScalableTargets": [{"ResourceId": "<it.resource_id>", "MinCapacity": 3, "MaxCapacity": 9}]},
        ),
    ),
    sample(
        "aws_appautoscaling_policy",
        {
            **SCALED,
            "name": "busy",
            "policy_type": "TargetTrackingScaling",
            "target_tracking_scaling_policy_configuration": [
                {
                    "target_value": 61,
                    "scale_in_cooldown": 301,
                    "scale_out_cooldown": 62,
                    "predefined_metric_specification": [{"predefined_metric_type": "ECSServiceAverageCPUUtilization"}],
                }
            ],
        },
        ("id", "arn"),
        Look(
            "application-autoscaling",
            "describe_scaling_policies",
            {"ServiceNamespace": "ecs", "PolicyNames": ["busy"]},
            {
                "ScalingPolicies": [
                    {
                        "PolicyARN": "<it.arn>",
                        "TargetTrackingScalingPolicyConfiguration": {
                            "TargetValue": 61.0,
                            "ScaleInCooldown": 301,
                            "ScaleOutCooldown": 62,
                            "PredefinedMetricSpecification": {
                                "PredefinedMetricType": "ECSServiceAverageCPUUtilization"
                            },
                        },
                    }
                ]
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_appautoscaling_policy",
        {
            **SCALED,
            "name": "steps",
            "step_scaling_policy_configuration": [
                {
                    "adjustment_type": "ChangeInCapacity",
                    "cooldown": 63,
                    "metric_aggregation_type": "Maximum",
                    "step_adjustment": [{"metric_interval_upper_bound": "4.5", "scaling_adjustment": -2}],
                }
            ],
        },
        ("id", "arn"),
        Look(
            "application-autoscaling",
            "describe_scaling_policies",
            {"ServiceNamespace": "ecs", "PolicyNames": ["steps"]},
            {
                "ScalingPolicies": [
                    {
                        "PolicyType": "StepScaling",
                        "StepScalingPolicyConfiguration": {
                            "Cooldown": 63,
                            "StepAdjustments": [{"MetricIntervalUpperBound": 4.5, "ScalingAdjustment": -2}],
                        },
                    }
                ]
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_appautoscaling_scheduled_action",
        {
            **SCALED,
            "name": "night",
            "schedule": "cron(0 1 * * ? *)",
            "scalable_target_action": [{"min_capacity": 0, "max_capacity": 5}],
        },
        ("id", "arn"),
        Look(
            "application-autoscaling",
            "describe_scheduled_actions",
            {"ServiceNamespace": "ecs"},
            {
                "ScheduledActions": [
                    {
                        "Schedule": "cron(0 1 * * ? *)",
                        "Timezone": "UTC",
                        "ScalableTargetAction": {"MinCapacity": 0, "MaxCapacity": 5},
                    }
                ]
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_ecs_cluster",
        {
            "name": "platform",
            "setting": [{"name": "containerInsights", "value": "enabled"}],
            "configuration": [
                {
                    "execute_command_configuration": [
                        {
                            "kms_key_id": "<key.arn>",
                            "logging": "OVERRIDE",
                            "log_configuration": [{"cloud_watch_log_group_name": "/exec"}],
                        }
                    ]
                }
            ],
        },
        ("id", "arn", "name"),
        Look(
            "ecs",
            "describe_clusters",
            {"clusters": ["platform"], "include": ["TAGS"]},
            {
                "clusters": [
                    {
                        "clusterArn": "<it.arn>",
                        "settings": [{"name": "containerInsights", "value": "enabled"}],
                        "configuration": {
                            "executeCommandConfiguration": {
                                "kmsKeyId": "<key.arn>",
                                "logConfiguration": {"cloudWatchLogGroupName": "/exec"},
                            }
                        },
                        "tags": LOWER_TAGGED,
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_ecs_cluster_capacity_providers",
        {
            "cluster_name": "<cluster.name>",
            "capacity_providers": ["FARGATE", "FARGATE_SPOT"],
            "default_capacity_provider_strategy": [{"capacity_provider": "FARGATE_SPOT", "weight": 9, "base": 2}],
        },
        ("id",),
        Look(
            "ecs",
            "describe_clusters",
            {"clusters": ["<cluster.name>"]},
            {
                "clusters": [
                    {
                        "capacityProviders": ["FARGATE", "FARGATE_SPOT"],
                        "defaultCapacityProviderStrategy": [
                            {"capacityProvider": "FARGATE_SPOT", "weight": 9, "base": 2}
                        ],
                    }
                ]
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_ecs_task_definition",
        {
            "family": "api",
            "requires_compatibilities": ["FARGATE"],
            "network_mode": "awsvpc",
            "cpu": 512,
            "memory": 1024,
            "execution_role_arn": "<role.arn>",
            "container_definitions": json.dumps(CONTAINERS),
            "runtime_platform": [{"cpu_architecture": "ARM64", "operating_system_family": "LINUX"}],
            "ephemeral_storage": [{"size_in_gib": 33}],
            "volume": [
                {
                    "name": "shared",
                    "efs_volume_configuration": [
                        {
                            "file_system_id": "fs-12345678",
                            "transit_encryption": "ENABLED",
                            "authorization_config": [{"iam": "ENABLED"}],
                        }
                    ],
                }
            ],
        },
        ("id", "arn", "arn_without_revision", "revision"),
        Look(
            "ecs",
            "describe_task_definition",
            {"taskDefinition": "<it.arn>", "include": ["TAGS"]},
            {
                "taskDefinition": {
                    "family": "api",
                    "cpu": "512",
                    "memory": "1024",
                    "networkMode": "awsvpc",
                    "requiresCompatibilities": ["FARGATE"],
                    "executionRoleArn": "<role.arn>",
                    "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
                    "ephemeralStorage": {"sizeInGiB": 33},
                    "containerDefinitions": [
                        {
                            "name": "app",
                            "image": "app:1",
                            "readonlyRootFilesystem": True,
                            "portMappings": [{"containerPort": 8080}],
                            "environment": [{"name": "LEVEL", "value": "info"}],
                            "secrets": [CONTAINERS[0]["secrets"][0]],
                            "logConfiguration": {"options": {"awslogs-group": "/app"}},
                        }
                    ],
                    "volumes": [
                        {
                            "name": "shared",
                            "efsVolumeConfiguration": {
                                "fileSystemId": "fs-12345678",
                                "transitEncryption": "ENABLED",
                                "authorizationConfig": {"iam": "ENABLED"},
                            },
                        }
                    ],
                },
                "tags": LOWER_TAGGED,
            },
        ),
        kept=("container_definitions",),
    ),
    sample(
        "aws_ecs_service",
        {
            "name": "api",
            "cluster": "<cluster.id>",
            "task_definition": "<task.arn>",
            "desired_count": 3,
            "launch_type": "FARGATE",
            "platform_version": "1.4.0",
            "propagate_tags": "SERVICE",
            "health_check_grace_period_seconds": 64,
            "enable_execute_command": True,
            "deployment_minimum_healthy_percent": 51,
            "deployment_maximum_percent": 202,
            "deployment_circuit_breaker": [{"enable": True, "rollback": True}],
            "network_configuration": [
                {"subnets": ["<subnet.id>"], "security_groups": ["<secure.id>"], "assign_public_ip": True}
            ],
            "load_balancer": [{"target_group_arn": "<targets.arn>", "container_name": "app", "container_port": 8080}],
        },
        ("id", "arn", "cluster"),
        Look(
            "ecs",
            "describe_services",
            {"cluster": "<cluster.name>", "services": ["api"], "include": ["TAGS"]},
            {
                "services": [
                    {
                        "clusterArn": "<cluster.arn>",
                        "taskDefinition": "<task.arn>",
                        "desiredCount": 3,
                        "launchType": "FARGATE",
                        "platformVersion": "1.4.0",
                        "propagateTags": "SERVICE",
                        "loadBalancers": [
                            {"targetGroupArn": "<targets.arn>", "containerName": "app", "containerPort": 8080}
                        ],
                        "networkConfiguration": {
                            "awsvpcConfiguration": {
                                "subnets": ["<subnet.id>"],
                                "securityGroups": ["<secure.id>"],
                                "assignPublicIp": "ENABLED",
                            }
                        },
                        "tags": LOWER_TAGGED,
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_ecr_repository",
        {
            "name": "shop/api",
            "image_tag_mutability": "IMMUTABLE",
            "encryption_configuration": [{"encryption_type": "KMS", "kms_key": "<key.arn>"}],
            "image_scanning_configuration": [{"scan_on_push": True}],
        },
        ("id", "arn", "name", "repository_url", "registry_id"),
        Look(
            "ecr",
            "describe_repositories",
            {"repositoryNames": ["shop/api"]},
            {
                "repositories": [
                    {
                        "repositoryUri": "<it.repository_url>",
                        "imageTagMutability": "IMMUTABLE",
                        "imageScanningConfiguration": {"scanOnPush": True},
                        "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "<key.arn>"},
                    }
                ]
            },
        ),
        Look("ecr", "list_tags_for_resource", {"resourceArn": "<it.arn>"}, {"tags": TAGGED}),
    ),
    sample(
        "aws_ecr_repository_policy",
        {"repository": "<images.name>", "policy": POLICY},
        ("id", "registry_id"),
        Look("ecr", "get_repository_policy", {"repositoryName": "<images.name>"}, {"policyText": POLICY}),
        tagged=False,
    ),
    sample(
        "aws_eks_cluster",
        {
            "name": "main",
            "role_arn": "<role.arn>",
            "version": "1.31",
            "enabled_cluster_log_types": ["api", "audit"],
            "vpc_config": [
                {
                    "subnet_ids": BOTH,
                    "security_group_ids": ["<secure.id>"],
                    "endpoint_private_access": True,
                    "endpoint_public_access": False,
                    "public_access_cidrs": ["192.0.2.0/24"],
                }
            ],
            "encryption_config": [{"resources": ["secrets"], "provider": [{"key_arn": "<key.arn>"}]}],
            "kubernetes_network_config": [{"service_ipv4_cidr": "172.20.0.0/16"}],
        },
        ("id", "arn", "endpoint", "certificate_authority", "identity", "vpc_config", "platform_version"),
        Look(
            "eks",
            "describe_cluster",
            {"name": "main"},
            {
                "cluster": {
                    "version": "1.31",
                    "roleArn": "<role.arn>",
                    "resourcesVpcConfig": {
                        "subnetIds": BOTH,
                        "securityGroupIds": ["<secure.id>"],
                        "endpointPrivateAccess": True,
                        "endpointPublicAccess": False,
                        "publicAccessCidrs": ["192.0.2.0/24"],
                    },
                    "encryptionConfig": [{"resources": ["secrets"], "provider": {"keyArn": "<key.arn>"}}],
                    "kubernetesNetworkConfig": {"serviceIpv4Cidr": "172.20.0.0/16"},
                    "logging": {"clusterLogging": [{"types": ["api", "audit"], "enabled": True}]},
                    "tags": TAGS,
                }
            },
        ),
    ),
    sample(
        "aws_eks_node_group",
        {
            "cluster_name": "<kubernetes.name>",
            "node_group_name": "nodes",
            "node_role_arn": "<role.arn>",
            "subnet_ids": ["<subnet.id>"],
            "instance_types": ["t3.medium"],
            "capacity_type": "SPOT",
            "disk_size": 34,
            "ami_type": "AL2_x86_64",
            "scaling_config": [{"desired_size": 3, "min_size": 2, "max_size": 6}],
            "labels": {"pool": "spot"},
            "taint": [{"key": "only", "value": "batch", "effect": "NO_SCHEDULE"}],
        },
        ("id", "arn", "status", "resources"),
        Look(
            "eks",
            "describe_nodegroup",
            {"clusterName": "<kubernetes.name>", "nodegroupName": "nodes"},
            {
                "nodegroup": {
                    "nodeRole": "<role.arn>",
                    "subnets": ["<subnet.id>"],
                    "instanceTypes": ["t3.medium"],
                    "capacityType": "SPOT",
                    "diskSize": 34,
                    "amiType": "AL2_x86_64",
                    "scalingConfig": {"minSize": 2, "maxSize": 6, "desiredSize": 3},
                    "labels": {"pool": "spot"},
                    "taints": [{"key": "only", "value": "batch", "effect": "NO_SCHEDULE"}],
                    "tags": TAGS,
                }
            },
        ),
    ),
    sample(
        "aws_eks_fargate_profile",
        {
            "cluster_name": "<kubernetes.name>",
            "fargate_profile_name": "jobs",
            "pod_execution_role_arn": "<role.arn>",
            "subnet_ids": ["<subnet.id>"],
            "selector": [{"namespace": "jobs", "labels": {"kind": "short"}}],
        },
        ("id", "arn", "status"),
        Look(
            "eks",
            "describe_fargate_profile",
            {"clusterName": "<kubernetes.name>", "fargateProfileName": "jobs"},
            {
                "fargateProfile": {
                    "podExecutionRoleArn": "<role.arn>",
                    "selectors": [{"namespace": "jobs", "labels": {"kind": "short"}}],
                    "tags": TAGS,
                }
            },
        ),
    ),
    sample(
        "aws_efs_file_system",
        {
            "creation_token": "shared",
            "encrypted": True,
            "kms_key_id": "<key.arn>",
            "performance_mode": "generalPurpose",
            "throughput_mode": "provisioned",
            "provisioned_throughput_in_mibps": 11,
            "lifecycle_policy": [
                {"transition_to_ia": "AFTER_30_DAYS", "transition_to_primary_storage_class": "AFTER_1_ACCESS"}
            ],
        },
        ("id", "arn", "dns_name", "owner_id"),
        Look(
            "efs",
            "describe_file_systems",
            {"FileSystemId": "<it.id>"},
            {
                "FileSystems": [
                    {
                        "CreationToken": "shared",
                        "Encrypted": True,
                        "KmsKeyId": "<key.arn>",
                        "PerformanceMode": "generalPurpose",
                        "ThroughputMode": "provisioned",
                        "ProvisionedThroughputInMibps": 11.0,
                        "Tags": TAGGED,
                    }
                ]
            },
        ),
        Look(
            "efs",
            "describe_lifecycle_configuration",
            {"FileSystemId": "<it.id>"},
            {
                "LifecyclePolicies": [
                    {"TransitionToIA": "AFTER_30_DAYS"},
                    {"TransitionToPrimaryStorageClass": "AFTER_1_ACCESS"},
                ]
            },
        ),
    ),
    sample(
        "aws_efs_mount_target",
        {"file_system_id": "<files.id>", "subnet_id": "<subnet.id>", "security_groups": ["<secure.id>"]},
        ("id", "dns_name", "ip_address", "mount_target_dns_name", "network_interface_id", "file_system_arn"),
        Look(
            "efs",
            "describe_mount_targets",
            {"FileSystemId": "<files.id>"},
            {"MountTargets": [{"SubnetId": "<subnet.id>", "MountTargetId": "<it.id>"}]},
        ),
        Look(
            "efs",
            "describe_mount_target_security_groups",
            {"MountTargetId": "<it.id>"},
            {"SecurityGroups": ["<secure.id>"]},
        ),
        tagged=False,
    ),
    sample(
        "aws_efs_access_point",
        {
            "file_system_id": "<files.id>",
            "posix_user": [{"uid": 1001, "gid": "1002"}],
            "root_directory": [
                {"path": "/jobs", "creation_info": [{"owner_uid": 1003, "owner_gid": 1004, "permissions": "0750"}]}
            ],
        },
        ("id", "arn", "file_system_arn"),
        Look(
            "efs",
            "describe_access_points",
            {"FileSystemId": "<files.id>"},
            {
                "AccessPoints": [
                    {
                        "PosixUser": {"Uid": 1001, "Gid": 1002},
                        "RootDirectory": {
                            "Path": "/jobs",
                            "CreationInfo": {"OwnerUid": 1003, "OwnerGid": 1004, "Permissions": "0750"},
                        },
                        "Tags": TAGGED,
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_efs_file_system_policy",
        {"file_system_id": "<files.id>", "policy": POLICY},
        ("id",),
        Look("efs", "describe_file_system_policy", {"FileSystemId": "<files.id>"}, {"Policy": POLICY}),
        tagged=False,
    ),
    sample(
        "aws_cloudfront_distribution",
        {
            "enabled": True,
            "is_ipv6_enabled": False,
            "comment": "the shop",
            "default_root_object": "index.html",
            "aliases": ["shop.example"],
            "price_class": "PriceClass_100",
            "http_version": "http2and3",
            "logging_config": [{"bucket": "logs.s3.amazonaws.com", "prefix": "edge", "include_cookies": True}],
            "origin": [
                {
                    "domain_name": "files.s3.eu-west-1.amazonaws.com",
                    "origin_id": "files",
                    "origin_path": "/site",
                    "custom_header": [{"name": "X-Edge", "value": "yes"}],
                },
                {
                    "domain_name": "api.example",
                    "origin_id": "api",
                    "custom_origin_config": [
                        {
                            "http_port": 81,
                            "https_port": 444,
                            "origin_protocol_policy": "https-only",
                            "origin_ssl_protocols": ["TLSv1.2"],
                        }
                    ],
                },
            ],
            "default_cache_behavior": [
                {
                    "target_origin_id": "files",
                    "viewer_protocol_policy": "redirect-to-https",
                    "allowed_methods": ["GET", "HEAD", "OPTIONS"],
                    "cached_methods": ["GET", "HEAD"],
                    "compress": True,
                    "default_ttl": 3600,
                    "forwarded_values": [{"query_string": True, "cookies": [{"forward": "none"}]}],
                }
            ],
            "ordered_cache_behavior": [
                {
                    "path_pattern": "/api/*",
                    "target_origin_id": "api",
                    "viewer_protocol_policy": "https-only",
                    "allowed_methods": ["GET", "HEAD"],
                    "cached_methods": ["GET", "HEAD"],
                    "cache_policy_id": "policy-one",
                }
            ],
            "custom_error_response": [{"error_code": 404, "response_code": 200, "response_page_path": "/lost"}],
            "restrictions": [{"geo_restriction": [{"restriction_type": "whitelist", "locations": ["DE", "FR"]}]}],
            "viewer_certificate": [
                {"acm_certificate_arn": "<certificate.arn>", "minimum_protocol_version": "TLSv1.2_2021"}
            ],
        },
        ("id", "arn", "domain_name", "hosted_zone_id", "status"),
        Look(
            "cloudfront",
            "get_distribution",
            {"Id": "<it.id>"},
            {
                "Distribution": {
                    "DomainName": "<it.domain_name>",
                    "DistributionConfig": {
                        "Enabled": True,
                        "IsIPV6Enabled": False,
                        "Comment": "the shop",
                        "DefaultRootObject": "index.html",
                        "Aliases": {"Items": ["shop.example"]},
                        "PriceClass": "PriceClass_100",
                        "HttpVersion": "http2and3",
                        "Logging": {"Bucket": "logs.s3.amazonaws.com", "Prefix": "edge", "IncludeCookies": True},
                        "Origins": {
                            "Items": [
                                {
                                    "Id": "files",
                                    "OriginPath": "/site",
                                    "CustomHeaders": {"Items": [{"HeaderName": "X-Edge", "HeaderValue": "yes"}]},
                                },
                                {
                                    "Id": "api",
                                    "CustomOriginConfig": {
                                        "HTTPPort": 81,
                                        "HTTPSPort": 444,
                                        "OriginProtocolPolicy": "https-only",
                                        "OriginSslProtocols": {"Items": ["TLSv1.2"]},
                                    },
                                },
                            ]
                        },
                        "DefaultCacheBehavior": {
                            "TargetOriginId": "files",
                            "ViewerProtocolPolicy": "redirect-to-https",
                            "AllowedMethods": {
                                "Items": ["GET", "HEAD", "OPTIONS"],
                                "CachedMethods": {"Items": ["GET", "HEAD"]},
                            },
                            "DefaultTTL": 3600,
                            "ForwardedValues": {"QueryString": True},
                        },
                        "CacheBehaviors": {
                            "Items": [{"PathPattern": "/api/*", "TargetOriginId": "api", "CachePolicyId": "policy-one"}]
                        },
                        "CustomErrorResponses": {
                            "Items": [{"ErrorCode": 404, "ResponseCode": "200", "ResponsePagePath": "/lost"}]
                        },
                        "Restrictions": {"GeoRestriction": {"RestrictionType": "whitelist", "Items": ["DE", "FR"]}},
                        "ViewerCertificate": {
                            "ACMCertificateArn": "<certificate.arn>",
                            "MinimumProtocolVersion": "TLSv1.2_2021",
                        },
                    },
                }
            },
        ),
        Look("cloudfront", "list_tags_for_resource", {"Resource": "<it.arn>"}, {"Tags": {"Items": TAGGED}}),
    ),
    sample(
        "aws_cloudfront_origin_access_control",
        {
            "name": "files",
            "description": "signs",
            "origin_access_control_origin_type": "s3",
            "signing_behavior": "no-override",
            "signing_protocol": "sigv4",
        },
        ("id", "arn", "etag"),
        Look(
            "cloudfront",
            "get_origin_access_control",
            {"Id": "<it.id>"},
            {
                "OriginAccessControl": {
                    "OriginAccessControlConfig": {
                        "Name": "files",
                        "Description": "signs",
                        "OriginAccessControlOriginType": "s3",
                        "SigningBehavior": "no-override",
                    }
                }
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_cloudfront_function",
        {"name": "rewrite", "runtime": "cloudfront-js-1.0", "code": "function handler(){}", "comment": "paths"},
        ("id", "arn", "etag"),
        Look(
            "cloudfront",
            "describe_function",
            {"Name": "rewrite"},
            {"FunctionSummary": {"FunctionConfig": {"Comment": "paths", "Runtime": "cloudfront-js-1.0"}}},
        ),
        tagged=False,
    ),
    sample(
        "aws_route53_zone",
        {"name": "in.example", "comment": "inside", "vpc": [{"vpc_id": "<vpc.id>"}]},
        ("id", "zone_id", "arn"),
        Look(
            "route53",
            "get_hosted_zone",
            {"Id": "<it.id>"},
            {
                "HostedZone": {"Name": "in.example.", "Config": {"Comment": "inside", "PrivateZone": True}},
                "VPCs": [{"VPCId": "<vpc.id>", "VPCRegion": "eu-west-1"}],
            },
        ),
        Look(
            "route53",
            "list_tags_for_resource",
            {"ResourceType": "hostedzone", "ResourceId": "<it.id>"},
            {"ResourceTagSet": {"Tags": TAGGED}},
        ),
    ),
    sample(
        "aws_route53_record",
        {
            "zone_id": "<zone.zone_id>",
            "name": "www",
            "type": "A",
            "alias": [{"name": "<balancer.dns_name>", "zone_id": "<balancer.zone_id>", "evaluate_target_health": True}],
            "set_identifier": "one",
            "weighted_routing_policy": [{"weight": 12}],
        },
        ("id", "fqdn"),
        Look(
            "route53",
            "list_resource_record_sets",
            {"HostedZoneId": "<zone.zone_id>", "StartRecordName": "www.other.example", "StartRecordType": "A"},
            {
                "ResourceRecordSets": [
                    {
                        "Name": "www.other.example.",
                        "Type": "A",
                        "SetIdentifier": "one",
                        "Weight": 12,
                        "AliasTarget": {
                            "DNSName": "<balancer.dns_name>",
                            "HostedZoneId": "<balancer.zone_id>",
                            "EvaluateTargetHealth": True,
                        },
                    }
                ]
            },
        ),
        # The name is completed.
        kept=("name",),
        tagged=False,
    ),
    sample(
        "aws_route53_record",
        {
            "zone_id": "<zone.zone_id>",
            "name": "zz.other.example",
            "type": "TXT",
            "ttl": 301,
            "records": ["v=spf1 -all"],
        },
        ("id", "fqdn"),
        Look(
            "route53",
            "list_resource_record_sets",
            {"HostedZoneId": "<zone.zone_id>", "StartRecordName": "zz.other.example", "StartRecordType": "TXT"},
            {"ResourceRecordSets": [{"TTL": 301, "ResourceRecords": [{"Value": '"v=spf1 -all"'}]}]},
        ),
        # A text stands in quotes.
        kept=("records",),
        tagged=False,
    ),
    sample(
        "aws_route53_health_check",
        {
            "type": "HTTPS",
            "fqdn": "api.example",
            "port": 444,
            "resource_path": "/health",
            "failure_threshold": 4,
            "request_interval": 10,
            "measure_latency": True,
        },
        ("id", "arn"),
        Look(
            "route53",
            "get_health_check",
            {"HealthCheckId": "<it.id>"},
            {
                "HealthCheck": {
                    "HealthCheckConfig": {
                        "Type": "HTTPS",
                        "FullyQualifiedDomainName": "api.example",
                        "Port": 444,
                        "ResourcePath": "/health",
                        "FailureThreshold": 4,
                        "RequestInterval": 10,
                        "MeasureLatency": True,
                    }
                }
            },
        ),
        Look(
            "route53",
            "list_tags_for_resource",
            {"ResourceType": "healthcheck", "ResourceId": "<it.id>"},
            {"ResourceTagSet": {"Tags": TAGGED}},
        ),
    ),
    sample(
        "aws_acm_certificate",
        {
            "domain_name": "shop.example",
            "subject_alternative_names": ["www.shop.example"],
            "validation_method": "DNS",
            "key_algorithm": "EC_prime256v1",
            "options": [{"certificate_transparency_logging_preference": "DISABLED"}],
        },
        ("id", "arn", "status", "domain_validation_options"),
        Look(
            "acm",
            "describe_certificate",
            {"CertificateArn": "<it.arn>"},
            {
                "Certificate": {
                    "DomainName": "shop.example",
                    "Options": {"CertificateTransparencyLoggingPreference": "DISABLED"},
                }
            },
        ),
        Look("acm", "list_tags_for_certificate", {"CertificateArn": "<it.arn>"}, {"Tags": TAGGED}),
    ),
    sample(
        "aws_wafv2_web_acl",
        {
            "name": "guard",
            "description": "of the shop",
            "scope": "REGIONAL",
            "default_action": [{"allow": [{}]}],
            "rule": [RATE, MANAGED],
            "visibility_config": METRICS,
            "custom_response_body": [{"key": "slow", "content": "slower", "content_type": "TEXT_PLAIN"}],
        },
        ("id", "arn", "lock_token"),
        Look(
            "wafv2",
            "get_web_acl",
            {"Name": "guard", "Scope": "REGIONAL", "Id": "<it.id>"},
            {
                "WebACL": {
                    "ARN": "<it.arn>",
                    "Description": "of the shop",
                    "DefaultAction": {"Allow": {}},
                    "VisibilityConfig": {
                        "SampledRequestsEnabled": False,
                        "CloudWatchMetricsEnabled": True,
                        "MetricName": "guard",
                    },
                    "CustomResponseBodies": {"slow": {"ContentType": "TEXT_PLAIN", "Content": "slower"}},
                    "Rules": [
                        {
                            "Name": "rate",
                            "Priority": 3,
                            "Action": {"Block": {"CustomResponse": {"ResponseCode": 429}}},
                            "Statement": {
                                "RateBasedStatement": {
                                    "Limit": 2100,
                                    "AggregateKeyType": "IP",
                                    "ScopeDownStatement": {
                                        "NotStatement": {"Statement": {"GeoMatchStatement": {"CountryCodes": ["DE"]}}}
                                    },
                                }
                            },
                        },
                        {
                            "Name": "common",
                            "Priority": 4,
                            "OverrideAction": {"None": {}},
                            "Statement": {
                                "ManagedRuleGroupStatement": {
                                    "VendorName": "AWS",
                                    "Name": "AWSManagedRulesCommonRuleSet",
                                    "RuleActionOverrides": [
                                        {"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}}
                                    ],
                                }
                            },
                        },
                    ],
                }
            },
        ),
        Look(
            "wafv2",
            "list_tags_for_resource",
            {"ResourceARN": "<it.arn>"},
            {"TagInfoForResource": {"TagList": TAGGED}},
        ),
    ),
    sample(
        "aws_wafv2_web_acl_association",
        {"resource_arn": BALANCER, "web_acl_arn": "<firewall.arn>"},
        ("id",),
        Look(
            "wafv2",
            "get_web_acl_for_resource",
            {"ResourceArn": BALANCER},
            {"WebACL": {"ARN": "<firewall.arn>"}},
        ),
        tagged=False,
    ),
    sample(
        "aws_wafv2_ip_set",
        {
            "name": "offices",
            "description": "ours",
            "scope": "REGIONAL",
            "ip_address_version": "IPV4",
            "addresses": ["192.0.2.0/24"],
        },
        ("id", "arn", "lock_token"),
        Look(
            "wafv2",
            "get_ip_set",
            {"Name": "offices", "Scope": "REGIONAL", "Id": "<it.id>"},
            {"IPSet": {"Description": "ours", "IPAddressVersion": "IPV4", "Addresses": ["192.0.2.0/24"]}},
        ),
    ),
    sample(
        "aws_wafv2_rule_group",
        {"name": "ours", "scope": "REGIONAL", "capacity": 12, "rule": [RATE], "visibility_config": METRICS},
        ("id", "arn"),
        Look(
            "wafv2",
            "get_rule_group",
            {"Name": "ours", "Scope": "REGIONAL", "Id": "<it.id>"},
            {"RuleGroup": {"Capacity": 12, "Rules": [{"Name": "rate"}]}},
        ),
    ),
    sample(
        "aws_wafv2_web_acl_logging_configuration",
        {
            "resource_arn": "<firewall.arn>",
            "log_destination_configs": ["<group.arn>"],
            "redacted_fields": [{"single_header": [{"name": "authorization"}]}],
        },
        ("id",),
        Look(
            "wafv2",
            "get_logging_configuration",
            {"ResourceArn": "<firewall.arn>"},
            {
                "LoggingConfiguration": {
                    "LogDestinationConfigs": ["<group.arn>"],
                    "RedactedFields": [{"SingleHeader": {"Name": "authorization"}}],
                }
            },
        ),
        tagged=False,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_it_is_made_as_it_is_declared(sample):
    assert shortcomings(sample) == []


def found_settings(declared, operation, argument):
    """The settings of what is made of a sample, by name."""
    with world(declared) as emulator:
        made = emulator.provide(declared)
        answer = getattr(emulator.client("elbv2"), operation)(**{argument: made["arn"]})
    return {each["Key"]: each["Value"] for each in answer["Attributes"]}


def test_settings_of_a_load_balancer_arrive():
    settings = found_settings(SAMPLES[0], "describe_load_balancer_attributes", "LoadBalancerArn")
    assert (
        settings.items()
        >= {
            "idle_timeout.timeout_seconds": "61",
            "routing.http2.enabled": "false",
            "routing.http.drop_invalid_header_fields.enabled": "true",
            "routing.http.desync_mitigation_mode": "strictest",
            "access_logs.s3.enabled": "true",
            "access_logs.s3.bucket": "logs",
            "access_logs.s3.prefix": "front",
        }.items()
    )
    assert found_settings(SAMPLES[1], "describe_load_balancer_attributes", "LoadBalancerArn")[
        "load_balancing.cross_zone.enabled"
    ] == "true"  # fmt: skip


def test_settings_of_a_target_group_arrive():
    settings = found_settings(SAMPLES[2], "describe_target_group_attributes", "TargetGroupArn")
    assert (
        settings.items()
        >= {
            "deregistration_delay.timeout_seconds": "31",
            "slow_start.duration_seconds": "45",
            "load_balancing.algorithm.type": "least_outstanding_requests",
            "stickiness.enabled": "true",
            "stickiness.type": "lb_cookie",
            "stickiness.lb_cookie.duration_seconds": "3601",
        }.items()
    )


def test_settings_of_a_listener_arrive():
    declared = sample(
        "aws_lb_listener",
        {
            "load_balancer_arn": BALANCER,
            "port": 81,
            "default_action": ANSWER,
            "routing_http_response_server_enabled": False,
            "routing_http_request_x_amzn_tls_version_header_name": "X-Tls",
        },
        (),
    )
    assert (
        found_settings(declared, "describe_listener_attributes", "ListenerArn").items()
        >= {
            "routing.http.response.server.enabled": "false",
            "routing.http.request.x_amzn_tls_version.header_name": "X-Tls",
        }.items()
    )


def test_a_listener_whose_certificate_is_not_known_has_one_all_the_same():
    values = {"load_balancer_arn": BALANCER, "port": 443, "protocol": "HTTPS", "default_action": ANSWER}
    with world(sample("aws_lb_listener", values, ())) as emulator:
        made = emulator.provide(sample("aws_lb_listener", values, ()))
        found = emulator.client("elbv2").describe_listeners(ListenerArns=[made["arn"]])["Listeners"][0]
    assert found["Certificates"][0]["CertificateArn"].startswith("arn:aws:acm:")


def test_rules_without_priorities_follow_each_other():
    values = {"listener_arn": "<listener.arn>", "action": ANSWER, "condition": [{"path_pattern": [{"values": ["/a"]}]}]}
    with world(sample("aws_lb_listener_rule", values, ())) as emulator:
        resolved = emulator.resolved(values)
        made = [emulator.make("aws_lb_listener_rule", resolved)["priority"] for _ in range(2)]
    assert made == [1, 2]


def test_a_cluster_of_kubernetes_gives_the_group_that_the_service_makes():
    with world(sample("aws_eks_cluster", {}, ())) as emulator:
        network = emulator.other("kubernetes")["vpc_config"][0]
        groups = emulator.client("ec2").describe_security_groups(GroupIds=[network["cluster_security_group_id"]])
    assert groups["SecurityGroups"][0]["VpcId"] == network["vpc_id"]


def test_a_task_whose_containers_are_not_known_has_one_all_the_same():
    with world(sample("aws_ecs_task_definition", {}, ())) as emulator:
        made = emulator.make("aws_ecs_task_definition", {"family": "unknown"})
    assert made["revision"] == 1


def test_a_service_need_not_name_security_groups():
    values = {"name": "plain", "cluster": "<cluster.id>", "task_definition": "<task.arn>", "desired_count": 1}
    declared = sample("aws_ecs_service", {**values, "network_configuration": [{"subnets": ["<subnet.id>"]}]}, ("arn",))
    assert shortcomings(declared) == []


def test_a_firewall_of_distributions_is_in_the_one_region_that_has_them():
    values = {"name": "edge", "scope": "CLOUDFRONT", "default_action": [{"block": [{}]}], "visibility_config": METRICS}
    with world(sample("aws_wafv2_web_acl", values, ())) as emulator:
        made = emulator.make("aws_wafv2_web_acl", values)
    assert made["arn"].startswith("arn:aws:wafv2:us-east-1:123456789012:global/")


def test_the_older_names_of_load_balancers_make_the_same():
    values = {"name": "old", "port": 80, "protocol": "HTTP", "vpc_id": "<vpc.id>"}
    assert shortcomings(sample("aws_alb_target_group", values, ("arn",))) == []
