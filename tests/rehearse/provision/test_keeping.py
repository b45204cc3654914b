"""Databases, caches, copies, what watches over an account and what is asked of data are made as declared."""

from __future__ import annotations

import pytest
from provision_needs import NETWORK, TAGGED
from provision_samples import TAGS, Look, Sample, shortcomings, world

from scaffold.rehearse.provision import Unsupported

BOTH = ["<subnet.id>", "<second.id>"]
TARGET = "s3://data/results"


def sample(kind, values, gives, *looks, **more):
    return Sample(kind, values, gives, looks, NETWORK, **more)


SAMPLES = [
    sample(
        "aws_db_instance",
        {
            "identifier": "orders",
            "engine": "postgres",
            "engine_version": "16.3",
            "instance_class": "db.t4g.small",
            "allocated_storage": "21",
            "max_allocated_storage": 101,
            "storage_type": "gp3",
            "storage_encrypted": True,
            "kms_key_id": "<key.arn>",
            "db_name": "orders_data",
            "username": "chief",
            "password": "not-a-secret",
            "port": 5433,
            "multi_az": True,
            "publicly_accessible": False,
            "vpc_security_group_ids": ["<secure.id>"],
            "db_subnet_group_name": "<databases.name>",
            "backup_retention_period": 8,
            "backup_window": "01:00-02:00",
            "maintenance_window": "sun:03:30-sun:04:30",
            "deletion_protection": True,
            "iam_database_authentication_enabled": True,
            "monitoring_interval": 60,
            "monitoring_role_arn": "<role.arn>",
            "enabled_cloudwatch_logs_exports": ["postgresql"],
            "copy_tags_to_snapshot": True,
            "auto_minor_version_upgrade": False,
            "ca_cert_identifier": "rds-ca-rsa2048-g1",
            "license_model": "postgresql-license",
        },
        ("id", "arn", "address", "endpoint", "port", "resource_id", "status", "identifier"),
        Look(
            "rds",
            "describe_db_instances",
            {"DBInstanceIdentifier": "orders"},
            {
                "DBInstances": [
                    {
                        "Engine": "postgres",
                        "EngineVersion": "16.3",
                        "DBInstanceClass": "db.t4g.small",
                        "AllocatedStorage": 21,
                        "MaxAllocatedStorage": 101,
                        "StorageType": "gp3",
                        "StorageEncrypted": True,
                        "KmsKeyId": "<key.arn>",
                        "DBName": "orders_data",
                        "MasterUsername": "chief",
                        "Endpoint": {"Address": "<it.address>", "Port": 5433},
                        "MultiAZ": True,
                        "PubliclyAccessible": False,
                        "VpcSecurityGroups": [{"VpcSecurityGroupId": "<secure.id>"}],
                        "DBSubnetGroup": {"DBSubnetGroupName": "<databases.name>"},
                        "BackupRetentionPeriod": 8,
                        "PreferredBackupWindow": "01:00-02:00",
                        "PreferredMaintenanceWindow": "sun:03:30-sun:04:30",
                        "DeletionProtection": True,
                        "IAMDatabaseAuthenticationEnabled": True,
                        "MonitoringInterval": 60,
                        "MonitoringRoleArn": "<role.arn>",
                        "EnabledCloudwatchLogsExports": ["postgresql"],
                        "CopyTagsToSnapshot": True,
                        "AutoMinorVersionUpgrade": False,
                        "CACertificateIdentifier": "rds-ca-rsa2048-g1",
                        "LicenseModel": "postgresql-license",
                        "TagList": TAGGED,
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_rds_cluster",
        {
            "cluster_identifier": "aurora",
            "engine": "aurora-postgresql",
            "engine_version": "16.4",
            "database_name": "ledger",
            "port": 5434,
            "master_username": "chief",
            "manage_master_user_password": True,
            "master_user_secret_kms_key_id": "<key.arn>",
            "iam_database_authentication_enabled": True,
            "storage_encrypted": True,
            "kms_key_id": "<key.arn>",
            "db_subnet_group_name": "<databases.name>",
            "vpc_security_group_ids": ["<secure.id>"],
            "enabled_cloudwatch_logs_exports": ["postgresql"],
            "backup_retention_period": 9,
            "preferred_backup_window": "02:00-03:00",
            "preferred_maintenance_window": "sun:03:30-sun:04:30",
            "copy_tags_to_snapshot": True,
            "deletion_protection": True,
            "serverlessv2_scaling_configuration": [{"min_capacity": 0.5, "max_capacity": 4}],
        },
        ("id", "arn", "endpoint", "reader_endpoint", "cluster_resource_id", "hosted_zone_id", "master_user_secret"),
        Look(
            "rds",
            "describe_db_clusters",
            {"DBClusterIdentifier": "aurora"},
            {
                "DBClusters": [
                    {
                        "Engine": "aurora-postgresql",
                        "EngineVersion": "16.4",
                        "DatabaseName": "ledger",
                        "Port": 5434,
                        "MasterUsername": "chief",
                        "MasterUserSecret": {"KmsKeyId": "<key.arn>"},
                        "IAMDatabaseAuthenticationEnabled": True,
                        "StorageEncrypted": True,
                        "KmsKeyId": "<key.arn>",
                        "DBSubnetGroup": "<databases.name>",
                        "VpcSecurityGroups": [{"VpcSecurityGroupId": "<secure.id>"}],
                        "EnabledCloudwatchLogsExports": ["postgresql"],
                        "BackupRetentionPeriod": 9,
                        "PreferredBackupWindow": "02:00-03:00",
                        "PreferredMaintenanceWindow": "sun:03:30-sun:04:30",
                        "CopyTagsToSnapshot": True,
                        "DeletionProtection": True,
                        "ServerlessV2ScalingConfiguration": {"MinCapacity": 0.5, "MaxCapacity": 4.0},
                        "Endpoint": "<it.endpoint>",
                        "TagList": TAGGED,
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_rds_cluster_instance",
        {
            "identifier": "writer",
            "cluster_identifier": "<relational.id>",
            "engine": "aurora-postgresql",
            "instance_class": "db.serverless",
            "promotion_tier": 4,
            "auto_minor_version_upgrade": False,
            "monitoring_interval": 30,
            "monitoring_role_arn": "<role.arn>",
        },
        ("id", "arn", "endpoint", "port", "dbi_resource_id"),
        Look(
            "rds",
            "describe_db_instances",
            {"DBInstanceIdentifier": "writer"},
            {
                "DBInstances": [
                    {
                        "DBClusterIdentifier": "<relational.id>",
                        "DBInstanceClass": "db.serverless",
                        "PromotionTier": 4,
                        "AutoMinorVersionUpgrade": False,
                        "MonitoringInterval": 30,
                        "TagList": TAGGED,
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_db_subnet_group",
        {"name": "inner", "description": "of the inner ones", "subnet_ids": BOTH},
        ("id", "arn", "name", "vpc_id"),
        Look(
            "rds",
            "describe_db_subnet_groups",
            {"DBSubnetGroupName": "inner"},
            {
                "DBSubnetGroups": [
                    {
                        "DBSubnetGroupDescription": "of the inner ones",
                        "Subnets": [{"SubnetIdentifier": "<subnet.id>"}, {"SubnetIdentifier": "<second.id>"}],
                    }
                ]
            },
        ),
        Look("rds", "list_tags_for_resource", {"ResourceName": "<it.arn>"}, {"TagList": TAGGED}),
    ),
    *(
        sample(
            kind,
            {
                "name": "tuned",
                "family": family,
                "description": "tuned by hand",
                "parameter": [{"name": "work_mem", "value": 4096, "apply_method": "pending-reboot"}],
            },
            ("id", "arn", "name"),
            Look(
                "rds",
                parameters,
                {member: "tuned"},
                {
                    "Parameters": [
                        {"ParameterName": "work_mem", "ParameterValue": "4096", "ApplyMethod": "pending-reboot"}
                    ]
                },
            ),
            Look("rds", groups, {member: "tuned"}, {found: [{"DBParameterGroupFamily": family}]}),
        )
        for kind, family, parameters, groups, member, found in (
            (
                "aws_db_parameter_group",
                "postgres16",
                "describe_db_parameters",
                "describe_db_parameter_groups",
                "DBParameterGroupName",
                "DBParameterGroups",
            ),
            (
                "aws_rds_cluster_parameter_group",
                "aurora-postgresql16",
                "describe_db_cluster_parameters",
                "describe_db_cluster_parameter_groups",
                "DBClusterParameterGroupName",
                "DBClusterParameterGroups",
            ),
        )
    ),
    sample(
        "aws_db_event_subscription",
        {
            "name": "alerts",
            "sns_topic": "<topic.arn>",
            "source_type": "db-instance",
            "source_ids": ["<database.identifier>"],
            "event_categories": ["failover"],
        },
        ("id", "arn", "name"),
        Look(
            "rds",
            "describe_event_subscriptions",
            {"SubscriptionName": "alerts"},
            {
                "EventSubscriptionsList": [
                    {
                        "SnsTopicArn": "<topic.arn>",
                        "SourceType": "db-instance",
                        "SourceIdsList": ["<database.identifier>"],
                        "EventCategoriesList": ["failover"],
                        "Enabled": True,
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_db_proxy",
        {
            "name": "pool",
            "engine_family": "POSTGRESQL",
            "role_arn": "<role.arn>",
            "vpc_subnet_ids": BOTH,
            "vpc_security_group_ids": ["<secure.id>"],
            "require_tls": True,
            "idle_client_timeout": 121,
            "auth": [{"auth_scheme": "SECRETS", "iam_auth": "REQUIRED", "secret_arn": "arn:aws:secretsmanager:a:1:s"}],
        },
        ("id", "arn", "endpoint"),
        Look(
            "rds",
            "describe_db_proxies",
            {"DBProxyName": "pool"},
            {
                "DBProxies": [
                    {
                        "EngineFamily": "POSTGRESQL",
                        "RoleArn": "<role.arn>",
                        "VpcSubnetIds": BOTH,
                        "RequireTLS": True,
                        "IdleClientTimeout": 121,
                        "Auth": [{"IAMAuth": "REQUIRED"}],
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_elasticache_replication_group",
        {
            "replication_group_id": "sessions",
            "description": "of the shop",
            "engine": "redis",
            "node_type": "cache.t4g.small",
            "num_cache_clusters": 3,
            "automatic_failover_enabled": True,
            "multi_az_enabled": True,
            "at_rest_encryption_enabled": True,
            "transit_encryption_enabled": True,
            "kms_key_id": "<key.arn>",
            "port": 6381,
            "snapshot_retention_limit": 6,
            "snapshot_window": "01:00-02:00",
            "log_delivery_configuration": [
                {
                    "destination": "<group.name>",
                    "destination_type": "cloudwatch-logs",
                    "log_format": "json",
                    "log_type": "slow-log",
                }
            ],
        },
        ("id", "arn", "primary_endpoint_address", "member_clusters", "port"),
        Look(
            "elasticache",
            "describe_replication_groups",
            {"ReplicationGroupId": "sessions"},
            {
                "ReplicationGroups": [
                    {
                        "Description": "of the shop",
                        "CacheNodeType": "cache.t4g.small",
                        "MemberClusters": ["sessions-001", "sessions-002", "sessions-003"],
                        "AutomaticFailover": "enabled",
                        "MultiAZ": "enabled",
                        "AtRestEncryptionEnabled": True,
                        "TransitEncryptionEnabled": True,
                        "KmsKeyId": "<key.arn>",
                        "SnapshotRetentionLimit": 6,
                        "SnapshotWindow": "01:00-02:00",
                        "NodeGroups": [{"PrimaryEndpoint": {"Address": "<it.primary_endpoint_address>", "Port": 6381}}],
                        "LogDeliveryConfigurations": [
                            {
                                "DestinationDetails": {"CloudWatchLogsDetails": {"LogGroup": "<group.name>"}},
                                "LogType": "slow-log",
                                "LogFormat": "json",
                            }
                        ],
                    }
                ]
            },
        ),
        Look("elasticache", "list_tags_for_resource", {"ResourceName": "<it.arn>"}, {"TagList": TAGGED}),
    ),
    sample(
        "aws_elasticache_cluster",
        {
            "cluster_id": "pages",
            "engine": "memcached",
            "node_type": "cache.t3.small",
            "num_cache_nodes": 2,
            "maintenance_window": "sun:03:30-sun:04:30",
            "port": 11212,
        },
        ("id", "arn", "configuration_endpoint", "cluster_address", "cache_nodes"),
        Look(
            "elasticache",
            "describe_cache_clusters",
            {"CacheClusterId": "pages"},
            {
                "CacheClusters": [
                    {
                        "Engine": "memcached",
                        "CacheNodeType": "cache.t3.small",
                        "NumCacheNodes": 2,
                        "PreferredMaintenanceWindow": "sun:03:30-sun:04:30",
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_elasticache_subnet_group",
        {"name": "caches", "description": "of caches", "subnet_ids": BOTH},
        ("id", "arn", "vpc_id"),
        Look(
            "elasticache",
            "describe_cache_subnet_groups",
            {"CacheSubnetGroupName": "caches"},
            {
                "CacheSubnetGroups": [
                    {
                        "CacheSubnetGroupDescription": "of caches",
                        "Subnets": [{"SubnetIdentifier": "<subnet.id>"}, {"SubnetIdentifier": "<second.id>"}],
                    }
                ]
            },
        ),
    ),
    sample(
        "aws_elasticache_user",
        {
            "user_id": "reader",
            "user_name": "reader-name",
            "engine": "redis",
            "access_string": "on ~* +@read",
            "passwords": ["not-a-secret-at-all"],
        },
        ("id", "arn"),
        Look(
            "elasticache",
            "describe_users",
            {"UserId": "reader"},
            {"Users": [{"UserName": "reader-name", "AccessString": "on ~* +@read", "Engine": "redis"}]},
        ),
    ),
    sample(
        "aws_backup_vault",
        {"name": "copies", "kms_key_arn": "<key.arn>"},
        ("id", "arn"),
        Look(
            "backup",
            "describe_backup_vault",
            {"BackupVaultName": "copies"},
            {"BackupVaultArn": "<it.arn>", "EncryptionKeyArn": "<key.arn>"},
        ),
        Look("backup", "list_tags", {"ResourceArn": "<it.arn>"}, {"Tags": TAGS}),
    ),
    sample(
        "aws_backup_plan",
        {
            "name": "nightly",
            "rule": [
                {
                    "rule_name": "late",
                    "target_vault_name": "<vault.name>",
                    "schedule": "cron(0 3 * * ? *)",
                    "start_window": 65,
                    "completion_window": 130,
                    "enable_continuous_backup": True,
                    "lifecycle": [{"cold_storage_after": 11, "delete_after": 111}],
                    "copy_action": [{"destination_vault_arn": "<vault.arn>", "lifecycle": [{"delete_after": 14}]}],
                    "recovery_point_tags": {"Kind": "copy"},
                }
            ],
        },
        ("id", "arn", "version"),
        Look(
            "backup",
            "get_backup_plan",
            {"BackupPlanId": "<it.id>"},
            {
                "BackupPlan": {
                    "BackupPlanName": "nightly",
                    "Rules": [
                        {
                            "RuleName": "late",
                            "TargetBackupVaultName": "<vault.name>",
                            "ScheduleExpression": "cron(0 3 * * ? *)",
                            "StartWindowMinutes": 65,
                            "CompletionWindowMinutes": 130,
                            "EnableContinuousBackup": True,
                            "Lifecycle": {"MoveToColdStorageAfterDays": 11, "DeleteAfterDays": 111},
                            "CopyActions": [
                                {
                                    "DestinationBackupVaultArn": "<vault.arn>",
                                    "Lifecycle": {"DeleteAfterDays": 14},
                                }
                            ],
                            "RecoveryPointTags": {"Kind": "copy"},
                        }
                    ],
                }
            },
        ),
        Look("backup", "list_tags", {"ResourceArn": "<it.arn>"}, {"Tags": TAGS}),
    ),
    sample(
        "aws_backup_vault_lock_configuration",
        {"backup_vault_name": "<vault.name>", "min_retention_days": 7, "max_retention_days": 71},
        ("id", "backup_vault_arn"),
        Look(
            "backup",
            "describe_backup_vault",
            {"BackupVaultName": "<vault.name>"},
            {"Locked": True, "MinRetentionDays": 7, "MaxRetentionDays": 71},
        ),
        tagged=False,
    ),
    sample(
        "aws_cloudtrail",
        {
            "name": "audit",
            "s3_bucket_name": "<bucket.bucket>",
            "s3_key_prefix": "trail",
            "is_multi_region_trail": True,
            "include_global_service_events": True,
            "enable_log_file_validation": True,
            "kms_key_id": "<key.arn>",
            "cloud_watch_logs_group_arn": "<group.arn>:*",
            "cloud_watch_logs_role_arn": "<role.arn>",
            "event_selector": [
                {
                    "read_write_type": "WriteOnly",
                    "include_management_events": False,
                    "data_resource": [{"type": "AWS::S3::Object", "values": ["arn:aws:s3:::"]}],
                }
            ],
            "insight_selector": [{"insight_type": "ApiCallRateInsight"}],
        },
        ("id", "arn", "home_region"),
        Look(
            "cloudtrail",
            "describe_trails",
            {"trailNameList": ["audit"]},
            {
                "trailList": [
                    {
                        "S3BucketName": "<bucket.bucket>",
                        "S3KeyPrefix": "trail",
                        "IsMultiRegionTrail": True,
                        "IncludeGlobalServiceEvents": True,
                        "LogFileValidationEnabled": True,
                        "KmsKeyId": "<key.arn>",
                        "CloudWatchLogsLogGroupArn": "<group.arn>:*",
                        "CloudWatchLogsRoleArn": "<role.arn>",
                    }
                ]
            },
        ),
        Look("cloudtrail", "get_trail_status", {"Name": "audit"}, {"IsLogging": True}),
        Look(
            "cloudtrail",
            "get_event_selectors",
            {"TrailName": "audit"},
            {
                "EventSelectors": [
                    {
                        "ReadWriteType": "WriteOnly",
                        "IncludeManagementEvents": False,
                        "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::"]}],
                    }
                ]
            },
        ),
        Look(
            "cloudtrail",
            "get_insight_selectors",
            {"TrailName": "audit"},
            {"InsightSelectors": [{"InsightType": "ApiCallRateInsight"}]},
        ),
        Look("cloudtrail", "list_tags", {"ResourceIdList": ["<it.arn>"]}, {"ResourceTagList": [{"TagsList": TAGGED}]}),
    ),
    sample(
        "aws_config_configuration_recorder",
        {
            "name": "changes",
            "role_arn": "<role.arn>",
            "recording_group": [{"all_supported": True, "include_global_resource_types": True}],
        },
        ("id", "name"),
        Look(
            "config",
            "describe_configuration_recorders",
            {"ConfigurationRecorderNames": ["changes"]},
            {
                "ConfigurationRecorders": [
                    {
                        "roleARN": "<role.arn>",
                        "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
                    }
                ]
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_config_delivery_channel",
        {
            "name": "<recorder.name>",
            "s3_bucket_name": "<bucket.bucket>",
            "s3_key_prefix": "config",
            "sns_topic_arn": "<topic.arn>",
            "snapshot_delivery_properties": [{"delivery_frequency": "Six_Hours"}],
        },
        ("id",),
        Look(
            "config",
            "describe_delivery_channels",
            {},
            {
                "DeliveryChannels": [
                    {
                        "s3BucketName": "<bucket.bucket>",
                        "s3KeyPrefix": "config",
                        "snsTopicARN": "<topic.arn>",
                        "configSnapshotDeliveryProperties": {"deliveryFrequency": "Six_Hours"},
                    }
                ]
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_config_config_rule",
        {
            "name": "versions",
            "description": "buckets keep versions",
            "source": [{"owner": "AWS", "source_identifier": "S3_BUCKET_VERSIONING_ENABLED"}],
            "scope": [{"compliance_resource_types": ["AWS::S3::Bucket"]}],
        },
        ("id", "arn", "rule_id"),
        Look(
            "config",
            "describe_config_rules",
            {"ConfigRuleNames": ["versions"]},
            {
                "ConfigRules": [
                    {
                        "Description": "buckets keep versions",
                        "Source": {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"},
                        "Scope": {"ComplianceResourceTypes": ["AWS::S3::Bucket"]},
                    }
                ]
            },
        ),
        Look("config", "list_tags_for_resource", {"ResourceArn": "<it.arn>"}, {"Tags": TAGGED}),
    ),
    sample(
        "aws_config_configuration_aggregator",
        {"name": "all", "account_aggregation_source": [{"account_ids": ["123456789012"], "regions": ["eu-west-3"]}]},
        ("id", "arn"),
        Look(
            "config",
            "describe_configuration_aggregators",
            {"ConfigurationAggregatorNames": ["all"]},
            {
                "ConfigurationAggregators": [
                    {"AccountAggregationSources": [{"AccountIds": ["123456789012"], "AwsRegions": ["eu-west-3"]}]}
                ]
            },
        ),
    ),
    sample(
        "aws_guardduty_detector",
        {
            "enable": True,
            "finding_publishing_frequency": "FIFTEEN_MINUTES",
            "datasources": [{"s3_logs": [{"enable": True}], "kubernetes": [{"audit_logs": [{"enable": True}]}]}],
        },
        ("id", "arn", "account_id"),
        Look(
            "guardduty",
            "get_detector",
            {"DetectorId": "<it.id>"},
            {
                "Status": "ENABLED",
                "FindingPublishingFrequency": "FIFTEEN_MINUTES",
                "DataSources": {
                    "S3Logs": {"Status": "ENABLED"},
                    "Kubernetes": {"AuditLogs": {"Status": "ENABLED"}},
                },
                "Tags": TAGS,
            },
        ),
    ),
    sample(
        "aws_guardduty_filter",
        {
            "detector_id": "<detector.id>",
            "name": "quiet",
            "action": "ARCHIVE",
            "rank": 2,
            "description": "known ones",
            "finding_criteria": [
                {"criterion": [{"field": "region", "equals": ["eu-west-3"]}, {"field": "severity", "less_than": "4"}]}
            ],
        },
        ("id", "arn"),
        Look(
            "guardduty",
            "get_filter",
            {"DetectorId": "<detector.id>", "FilterName": "quiet"},
            {
                "Action": "ARCHIVE",
                "Rank": 2,
                "FindingCriteria": {"Criterion": {"region": {"Equals": ["eu-west-3"]}, "severity": {"LessThan": 4}}},
            },
        ),
    ),
    sample(
        "aws_glue_catalog_database",
        {"name": "lake", "description": "of everything", "location_uri": "s3://lake", "parameters": {"kind": "raw"}},
        ("id", "arn", "catalog_id"),
        Look(
            "glue",
            "get_database",
            {"Name": "lake"},
            {
                "Database": {
                    "Description": "of everything",
                    "LocationUri": "s3://lake",
                    "Parameters": {"kind": "raw"},
                }
            },
        ),
    ),
    sample(
        "aws_glue_catalog_table",
        {
            "name": "orders",
            "database_name": "<store.name>",
            "table_type": "EXTERNAL_TABLE",
            "parameters": {"EXTERNAL": "yes"},
            "partition_keys": [{"name": "day", "type": "date"}],
            "storage_descriptor": [
                {
                    "location": "s3://lake/orders",
                    "input_format": "in",
                    "output_format": "out",
                    "columns": [{"name": "id", "type": "int", "comment": "its number"}],
                    "ser_de_info": [{"serialization_library": "lib", "parameters": {"sep": ","}}],
                }
            ],
        },
        ("id", "arn"),
        Look(
            "glue",
            "get_table",
            {"DatabaseName": "<store.name>", "Name": "orders"},
            {
                "Table": {
                    "TableType": "EXTERNAL_TABLE",
                    "Parameters": {"EXTERNAL": "yes"},
                    "PartitionKeys": [{"Name": "day", "Type": "date"}],
                    "StorageDescriptor": {
                        "Location": "s3://lake/orders",
                        "InputFormat": "in",
                        "OutputFormat": "out",
                        "Columns": [{"Name": "id", "Type": "int", "Comment": "its number"}],
                        "SerdeInfo": {"SerializationLibrary": "lib", "Parameters": {"sep": ","}},
                    },
                }
            },
        ),
        tagged=False,
    ),
    sample(
        "aws_glue_crawler",
        {
            "name": "finder",
            "database_name": "<store.name>",
            "role": "<role.arn>",
            "schedule": "cron(0 1 * * ? *)",
            "table_prefix": "found_",
            "s3_target": [{"path": "s3://lake", "exclusions": ["tmp/**"]}],
            "schema_change_policy": [{"delete_behavior": "LOG", "update_behavior": "UPDATE_IN_DATABASE"}],
        },
        ("id", "arn"),
        Look(
            "glue",
            "get_crawler",
            {"Name": "finder"},
            {
                "Crawler": {
                    "Role": "<role.arn>",
                    "DatabaseName": "<store.name>",
                    "Schedule": {"ScheduleExpression": "cron(0 1 * * ? *)"},
                    "TablePrefix": "found_",
                    "Targets": {"S3Targets": [{"Path": "s3://lake", "Exclusions": ["tmp/**"]}]},
                    "SchemaChangePolicy": {"DeleteBehavior": "LOG", "UpdateBehavior": "UPDATE_IN_DATABASE"},
                }
            },
        ),
        Look("glue", "get_tags", {"ResourceArn": "<it.arn>"}, {"Tags": TAGS}),
    ),
    sample(
        "aws_glue_job",
        {
            "name": "clean",
            "role_arn": "<role.arn>",
            "glue_version": "4.0",
            "worker_type": "G.1X",
            "number_of_workers": 3,
            "timeout": 75,
            "max_retries": 2,
            "default_arguments": {"--level": "info"},
            "command": [{"script_location": "s3://lake/clean.py", "python_version": "3"}],
            "execution_property": [{"max_concurrent_runs": 4}],
            "connections": ["store-connection"],
        },
        ("id", "arn"),
        Look(
            "glue",
            "get_job",
            {"JobName": "clean"},
            {
                "Job": {
                    "Role": "<role.arn>",
                    "GlueVersion": "4.0",
                    "WorkerType": "G.1X",
                    "NumberOfWorkers": 3,
                    "Timeout": 75,
                    "MaxRetries": 2,
                    "DefaultArguments": {"--level": "info"},
                    "Command": {"ScriptLocation": "s3://lake/clean.py", "PythonVersion": "3"},
                    "ExecutionProperty": {"MaxConcurrentRuns": 4},
                    "Connections": {"Connections": ["store-connection"]},
                }
            },
        ),
        Look("glue", "get_tags", {"ResourceArn": "<it.arn>"}, {"Tags": TAGS}),
    ),
    sample(
        "aws_glue_trigger",
        {"name": "daily", "type": "SCHEDULED", "schedule": "cron(0 1 * * ? *)", "actions": [{"job_name": "clean"}]},
        ("id", "arn"),
        Look(
            "glue",
            "get_trigger",
            {"Name": "daily"},
            {"Trigger": {"Type": "SCHEDULED", "State": "ACTIVATED", "Actions": [{"JobName": "clean"}]}},
        ),
    ),
    sample(
        "aws_athena_workgroup",
        {
            "name": "reports",
            "description": "asks",
            "configuration": [
                {
                    "publish_cloudwatch_metrics_enabled": False,
                    "bytes_scanned_cutoff_per_query": 10485760,
                    "result_configuration": [
                        {
                            "output_location": TARGET,
                            "encryption_configuration": [{"encryption_option": "SSE_KMS", "kms_key_arn": "<key.arn>"}],
                        }
                    ],
                }
            ],
        },
        ("id", "arn"),
        Look(
            "athena",
            "get_work_group",
            {"WorkGroup": "reports"},
            {
                "WorkGroup": {
                    "Description": "asks",
                    "State": "ENABLED",
                    "Configuration": {
                        "EnforceWorkGroupConfiguration": True,
                        "PublishCloudWatchMetricsEnabled": False,
                        "BytesScannedCutoffPerQuery": 10485760,
                        "ResultConfiguration": {
                            "OutputLocation": TARGET,
                            "EncryptionConfiguration": {"EncryptionOption": "SSE_KMS", "KmsKey": "<key.arn>"},
                        },
                    },
                }
            },
        ),
        Look("athena", "list_tags_for_resource", {"ResourceARN": "<it.arn>"}, {"Tags": TAGGED}),
    ),
    sample(
        "aws_athena_named_query",
        {"name": "count", "database": "lake", "query": "SELECT 1", "description": "counts", "workgroup": "primary"},
        ("id",),
        Look(
            "athena",
            "get_named_query",
            {"NamedQueryId": "<it.id>"},
            {"NamedQuery": {"Database": "lake", "QueryString": "SELECT 1", "Description": "counts"}},
        ),
        tagged=False,
    ),
    sample(
        "aws_opensearch_domain",
        {
            "domain_name": "search",
            "engine_version": "OpenSearch_2.11",
            "cluster_config": [{"instance_type": "t3.small.search", "instance_count": 2}],
            "ebs_options": [{"ebs_enabled": True, "volume_size": 15, "volume_type": "gp3"}],
            "encrypt_at_rest": [{"enabled": True, "kms_key_id": "<key.arn>"}],
            "node_to_node_encryption": [{"enabled": True}],
            "domain_endpoint_options": [{"enforce_https": True, "tls_security_policy": "Policy-Min-TLS-1-2-2019-07"}],
            "vpc_options": [{"subnet_ids": ["<subnet.id>"], "security_group_ids": ["<secure.id>"]}],
            "log_publishing_options": [{"log_type": "INDEX_SLOW_LOGS", "cloudwatch_log_group_arn": "<group.arn>"}],
        },
        ("id", "arn", "domain_id", "endpoint"),
        Look(
            "opensearch",
            "describe_domain",
            {"DomainName": "search"},
            {
                "DomainStatus": {
                    "EngineVersion": "OpenSearch_2.11",
                    "ClusterConfig": {"InstanceType": "t3.small.search", "InstanceCount": 2},
                    "EBSOptions": {"EBSEnabled": True, "VolumeSize": 15, "VolumeType": "gp3"},
                    "EncryptionAtRestOptions": {"Enabled": True, "KmsKeyId": "<key.arn>"},
                    "NodeToNodeEncryptionOptions": {"Enabled": True},
                    "DomainEndpointOptions": {
                        "EnforceHTTPS": True,
                        "TLSSecurityPolicy": "Policy-Min-TLS-1-2-2019-07",
                    },
                    "VPCOptions": {"SubnetIds": ["<subnet.id>"], "SecurityGroupIds": ["<secure.id>"]},
                    "LogPublishingOptions": {
                        "INDEX_SLOW_LOGS": {"CloudWatchLogsLogGroupArn": "<group.arn>", "Enabled": True}
                    },
                }
            },
        ),
        Look("opensearch", "list_tags", {"ARN": "<it.arn>"}, {"TagList": TAGGED}),
    ),
    sample(
        "aws_redshift_cluster",
        {
            "cluster_identifier": "house",
            "database_name": "facts",
            "node_type": "ra3.large",
            "number_of_nodes": 2,
            "encrypted": True,
            "publicly_accessible": False,
            "vpc_security_group_ids": ["<secure.id>"],
            "enhanced_vpc_routing": True,
            "iam_roles": ["<role.arn>"],
        },
        ("id", "arn", "dns_name", "endpoint"),
        Look(
            "redshift",
            "describe_clusters",
            {"ClusterIdentifier": "house"},
            {
                "Clusters": [
                    {
                        "DBName": "facts",
                        "NodeType": "ra3.large",
                        "NumberOfNodes": 2,
                        "Encrypted": True,
                        "PubliclyAccessible": False,
                        "EnhancedVpcRouting": True,
                        "VpcSecurityGroups": [{"VpcSecurityGroupId": "<secure.id>"}],
                        "IamRoles": [{"IamRoleArn": "<role.arn>"}],
                        "Tags": TAGGED,
                    }
                ]
            },
        ),
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_it_is_made_as_it_is_declared(sample):
    assert shortcomings(sample) == []


def test_the_caches_of_a_group_are_among_the_clusters():
    values = {"replication_group_id": "many", "num_cache_clusters": 2, "maintenance_window": "sun:03:30-sun:04:30"}
    with world(sample("aws_elasticache_replication_group", values, ())) as emulator:
        made = emulator.make("aws_elasticache_replication_group", {**values, "engine_version": "7.1"})
        found = emulator.client("elasticache").describe_cache_clusters()["CacheClusters"]
    assert [each["CacheClusterId"] for each in found] == made["member_clusters"] == ["many-001", "many-002"]
    assert {each["EngineVersion"] for each in found} == {"7.1"}
    assert {each["PreferredMaintenanceWindow"] for each in found} == {"sun:03:30-sun:04:30"}


def test_a_recorder_records_when_its_status_says_so():
    declared = sample("aws_config_configuration_recorder_status", {"name": "<recorder.name>", "is_enabled": True}, ())
    with world(declared) as emulator:
        emulator.other("recorder")
        emulator.other("channel")
        emulator.provide(declared)
        answer = emulator.client("config").describe_configuration_recorder_status()
    assert answer["ConfigurationRecordersStatus"][0]["recording"] is True


def test_a_replica_is_made_of_its_source():
    declared = sample("aws_db_instance", {"identifier": "copy", "replicate_source_db": "<database.identifier>"}, ())
    with world(declared) as emulator:
        emulator.provide(declared)
        found = emulator.client("rds").describe_db_instances(DBInstanceIdentifier="copy")["DBInstances"][0]
    assert found["ReadReplicaSourceDBInstanceIdentifier"] == "other-db"


def test_a_database_keeps_its_password_in_a_secret_where_that_is_asked_for():
    values = {"identifier": "kept", "engine": "mysql", "allocated_storage": 20, "manage_master_user_password": True}
    with world(sample("aws_db_instance", values, ())) as emulator:
        secret = emulator.make("aws_db_instance", {**values, "username": "chief"})["master_user_secret"][0]
        assert emulator.client("secretsmanager").describe_secret(SecretId=secret["secret_arn"])["ARN"]


def test_a_group_of_which_no_subnet_is_known_cannot_be_made():
    with world(sample("aws_db_subnet_group", {}, ())) as emulator, pytest.raises(Unsupported):
        emulator.make("aws_db_subnet_group", {"name": "empty", "subnet_ids": []})
