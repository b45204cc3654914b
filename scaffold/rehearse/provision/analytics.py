"""What is asked of data: the Glue catalog and its jobs, Athena, OpenSearch, Redshift, document databases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner
from scaffold.rehearse.provision.calls import call, part, text


def _glue(make: Make, kind: str, name: str) -> str:
    """The ARN of something of Glue."""
    return f"arn:aws:glue:{make.region}:{make.account}:{kind}/{name}"


def database(make: Make) -> Mapping[str, Any]:
    """A database of the catalog."""
    client = make.client("glue")
    names = {"create_table_default_permission": "CreateTableDefaultPermissions"}
    shape = part(client, "create_database", "DatabaseInput", dict(make.values), names)
    client.create_database(DatabaseInput=shape, Tags=dict(make.tags))
    name = make.values["name"]
    return {"id": f"{make.account}:{name}", "arn": _glue(make, "database", name), "catalog_id": make.account}


def table(make: Make) -> Mapping[str, Any]:
    """A table of the catalog."""
    client = make.client("glue")
    names = {
        "storage_descriptor.ser_de_info": "SerdeInfo",
        "storage_descriptor.columns": "Columns",
        "storage_descriptor.sort_columns": "SortColumns",
        "partition_keys": "PartitionKeys",
    }
    shape = part(client, "create_table", "TableInput", dict(make.values), names)
    indexes = part(client, "create_table", "PartitionIndexes", make.blocks("partition_index"))
    more = {"PartitionIndexes": indexes} if indexes else {}
    opened = part(client, "create_table", "OpenTableFormatInput", make.blocks("open_table_format_input"))
    more |= {"OpenTableFormatInput": opened} if opened else {}
    client.create_table(DatabaseName=make.values["database_name"], TableInput=shape, **more)
    name = f"{make.values['database_name']}/{make.values['name']}"
    return {
        "id": f"{make.account}:{name.replace('/', ':')}",
        "arn": _glue(make, "table", name),
        "catalog_id": make.account,
    }


def crawler(make: Make) -> Mapping[str, Any]:
    """What finds the tables in data."""
    names = {
        "security_configuration": "CrawlerSecurityConfiguration",
        "s3_target": "Targets.S3Targets",
        "jdbc_target": "Targets.JdbcTargets",
        "dynamodb_target": "Targets.DynamoDBTargets",
        "catalog_target": "Targets.CatalogTargets",
        "delta_target": "Targets.DeltaTargets",
        "hudi_target": "Targets.HudiTargets",
        "iceberg_target": "Targets.IcebergTargets",
        "mongodb_target": "Targets.MongoDBTargets",
        "s3_target.exclusions": "Exclusions",
        "dynamodb_target.scan_all": "scanAll",
        "dynamodb_target.scan_rate": "scanRate",
    }
    call(make.client("glue"), "create_crawler", make.values, names, Tags=dict(make.tags))
    name = make.values["name"]
    return {"id": name, "arn": _glue(make, "crawler", name)}


def job(make: Make) -> Mapping[str, Any]:
    """A job."""
    names = {"role_arn": "Role", "connections": "Connections.Connections"}
    call(make.client("glue"), "create_job", make.values, names, Tags=dict(make.tags))
    name = make.values["name"]
    return {"id": name, "arn": _glue(make, "job", name)}


def trigger(make: Make) -> Mapping[str, Any]:
    """What starts jobs."""
    values = {"start_on_creation": make.get("enabled", True) and make.get("type") != "ON_DEMAND", **make.values}
    call(make.client("glue"), "create_trigger", values, {"enabled": ""}, Tags=dict(make.tags))
    name = make.values["name"]
    return {"id": name, "arn": _glue(make, "trigger", name)}


def connection(make: Make) -> Mapping[str, Any]:
    """How jobs reach a data store."""
    client = make.client("glue")
    values = {"connection_type": "JDBC", "connection_properties": {}, **make.values}
    names = {"physical_connection_requirements.security_group_id_list": "SecurityGroupIdList"}
    shape = part(client, "create_connection", "ConnectionInput", values, names)
    client.create_connection(ConnectionInput=shape, Tags=dict(make.tags))
    name = make.values["name"]
    return {"id": f"{make.account}:{name}", "arn": _glue(make, "connection", name), "catalog_id": make.account}


def workflow(make: Make) -> Mapping[str, Any]:
    """Jobs that belong together."""
    call(make.client("glue"), "create_workflow", make.values, Tags=dict(make.tags))
    name = make.values["name"]
    return {"id": name, "arn": _glue(make, "workflow", name)}


def security_configuration(make: Make) -> Mapping[str, Any]:
    """How jobs encrypt what they write."""
    names = {
        "encryption_configuration.s3_encryption": "S3Encryption",
        "encryption_configuration.cloudwatch_encryption": "CloudWatchEncryption",
    }
    call(make.client("glue"), "create_security_configuration", make.values, names)
    return {"id": make.get("name")}


def catalog_encryption(make: Make) -> Mapping[str, Any]:
    """How the catalog is encrypted."""
    names = {".connection_password_encryption": "ConnectionPasswordEncryption", ".aws_kms_key_id": "AwsKmsKeyId"}
    names |= {".sse_aws_kms_key_id": "SseAwsKmsKeyId"}
    call(make.client("glue"), "put_data_catalog_encryption_settings", make.values, names)
    return {"id": make.account, "catalog_id": make.account}


def registry(make: Make) -> Mapping[str, Any]:
    """A registry of schemas."""
    made = call(make.client("glue"), "create_registry", make.values, Tags=dict(make.tags))
    return {"id": made["RegistryArn"], "arn": made["RegistryArn"]}


def schema(make: Make) -> Mapping[str, Any]:
    """A schema."""
    names = {"registry_arn": "RegistryId.RegistryArn"}
    made = call(make.client("glue"), "create_schema", make.values, names, Tags=dict(make.tags))
    return {"id": made["SchemaArn"], "arn": made["SchemaArn"], "latest_schema_version": 1}


def workgroup(make: Make) -> Mapping[str, Any]:
    """A group of questions with the settings that they share."""
    client = make.client("athena")
    names = {
        "configuration.publish_cloudwatch_metrics_enabled": "PublishCloudWatchMetricsEnabled",
        "configuration.result_configuration.encryption_configuration.kms_key_arn": "KmsKey",
        "configuration.result_configuration.acl_configuration.s3_acl_option": "S3AclOption",
        "state": "",
    }
    usual = {"enforce_workgroup_configuration": True, "publish_cloudwatch_metrics_enabled": True}
    values = {**make.values, "configuration": [{**usual, **make.block("configuration")}]}
    call(client, "create_work_group", values, names, Tags=make.tag_list())
    name = make.values["name"]
    return {"id": name, "arn": f"arn:aws:athena:{make.region}:{make.account}:workgroup/{name}"}


def named_query(make: Make) -> Mapping[str, Any]:
    """A question under a name."""
    names = {"query": "QueryString", "workgroup": "WorkGroup"}
    made = call(make.client("athena"), "create_named_query", make.values, names)
    return {"id": made["NamedQueryId"]}


def data_catalog(make: Make) -> Mapping[str, Any]:
    """Where Athena finds tables."""
    call(make.client("athena"), "create_data_catalog", make.values, Tags=make.tag_list())
    name = make.values["name"]
    return {"id": name, "arn": f"arn:aws:athena:{make.region}:{make.account}:datacatalog/{name}"}


def athena_database(make: Make) -> Mapping[str, Any]:
    """A database that a question makes: in the catalog it is one of Glue."""
    name = make.values["name"]
    make.client("glue").create_database(DatabaseInput={"Name": name, "Description": text(make.get("comment", ""))})
    return {"id": name}


def search_domain(make: Make) -> Mapping[str, Any]:
    """A domain for searches."""
    client = make.client("opensearch")
    ways = make.get("log_publishing_options") or []
    options = {
        each["log_type"]: {
            "CloudWatchLogsLogGroupArn": each.get("cloudwatch_log_group_arn"),
            "Enabled": bool(each.get("enabled", True)),
        }
        for each in ways
    }
    names = {
        "vpc_options": "VPCOptions",
        "ebs_options.ebs_enabled": "EBSEnabled",
        "encrypt_at_rest": "EncryptionAtRestOptions",
        "node_to_node_encryption": "NodeToNodeEncryptionOptions",
        "snapshot_options": "SnapshotOptions",
        "log_publishing_options": "",
        "cluster_config.cold_storage_options": "ColdStorageOptions",
        "domain_endpoint_options.enforce_https": "EnforceHTTPS",
        "domain_endpoint_options.tls_security_policy": "TLSSecurityPolicy",
        "advanced_security_options.master_user_options.master_user_arn": "MasterUserARN",
    }
    made = call(
        client,
        "create_domain",
        make.values,
        names,
        LogPublishingOptions=options or None,
        TagList=make.tag_list() or None,
    )["DomainStatus"]
    name = make.values["domain_name"]
    endpoint = (
        made.get("Endpoint") or made.get("Endpoints", {}).get("vpc") or f"search-{name}.{make.region}.es.amazonaws.com"
    )
    return {
        "id": made["ARN"],
        "arn": made["ARN"],
        "domain_id": made["DomainId"],
        "endpoint": endpoint,
        "dashboard_endpoint": f"{endpoint}/_dashboards",
        "engine_version": made.get("EngineVersion"),
    }


def warehouse(make: Make) -> Mapping[str, Any]:
    """A cluster of Redshift."""
    client = make.client("redshift")
    values: dict[str, Any] = {"master_username": "admin", "master_password": "Stand-in-1", "database_name": "dev"}
    values |= {"node_type": "ra3.large", "port": 5439, **make.values}
    names = {
        "database_name": "DBName",
        "master_password": "MasterUserPassword",
        "cluster_type": "ClusterType",
        "cluster_parameter_group_name": "ClusterParameterGroupName",
        "availability_zone_relocation_enabled": "AvailabilityZoneRelocation",
        "default_iam_role_arn": "DefaultIamRoleArn",
        "master_password_wo": "MasterUserPassword",
    }
    nodes = int(values.get("number_of_nodes", 1))
    kind = "multi-node" if nodes > 1 else "single-node"
    more = {"ClusterType": make.get("cluster_type", kind), "NumberOfNodes": nodes if nodes > 1 else None}
    made = call(client, "create_cluster", values, names, Tags=make.tag_list() or None, **more)["Cluster"]
    address = made.get("Endpoint", {}).get("Address", "")
    name = make.values["cluster_identifier"]
    for each in make.blocks("snapshot_copy"):
        names = {"grant_name": "SnapshotCopyGrantName"}
        call(client, "enable_snapshot_copy", each, names, ClusterIdentifier=name)
    return {
        "id": name,
        "arn": f"arn:aws:redshift:{make.region}:{make.account}:cluster:{name}",
        "dns_name": address,
        "endpoint": f"{address}:{values['port']}",
        "cluster_namespace_arn": made.get("ClusterNamespaceArn", ""),
    }


def warehouse_subnets(make: Make) -> Mapping[str, Any]:
    """A group of subnets for Redshift."""
    values = {"description": "Managed by Terraform", **make.values}
    names = {"name": "ClusterSubnetGroupName"}
    call(make.client("redshift"), "create_cluster_subnet_group", values, names, Tags=make.tag_list() or None)
    name = make.values["name"]
    return {"id": name, "arn": f"arn:aws:redshift:{make.region}:{make.account}:subnetgroup:{name}"}


def warehouse_parameters(make: Make) -> Mapping[str, Any]:
    """A group of parameters for Redshift."""
    values = {"description": "Managed by Terraform", **make.values}
    names = {"name": "ParameterGroupName", "family": "ParameterGroupFamily"}
    call(make.client("redshift"), "create_cluster_parameter_group", values, names, Tags=make.tag_list() or None)
    name = make.values["name"]
    return {"id": name, "arn": f"arn:aws:redshift:{make.region}:{make.account}:parametergroup:{name}"}


def streaming_cluster(make: Make) -> Mapping[str, Any]:
    """A cluster of Kafka."""
    client = make.client("kafka")
    names = {
        "configuration_info.arn": "Arn",
        "broker_node_group_info.security_groups": "SecurityGroups",
        "broker_node_group_info.storage_info.ebs_storage_info": "EbsStorageInfo",
        "encryption_info.encryption_at_rest_kms_key_arn": "EncryptionAtRest.DataVolumeKMSKeyId",
        "encryption_info.encryption_in_transit": "EncryptionInTransit",
        "broker_node_group_info.az_distribution": "BrokerAZDistribution",
        "broker_node_group_info.ebs_volume_size": "StorageInfo.EbsStorageInfo.VolumeSize",
        "client_authentication.unauthenticated": "Unauthenticated.Enabled",
        "client_authentication.sasl.iam": "Iam.Enabled",
        "client_authentication.sasl.scram": "Scram.Enabled",
        "client_authentication.tls.certificate_authority_arns": "CertificateAuthorityArnList",
    }
    made = call(client, "create_cluster", make.values, names, Tags=dict(make.tags))
    brokers = f"b-1.{make.values['cluster_name']}.kafka.{make.region}.amazonaws.com"
    return {
        "id": made["ClusterArn"],
        "arn": made["ClusterArn"],
        "bootstrap_brokers": f"{brokers}:9092",
        "bootstrap_brokers_tls": f"{brokers}:9094",
        "bootstrap_brokers_sasl_iam": f"{brokers}:9098",
        "zookeeper_connect_string": f"z-1.{make.values['cluster_name']}.kafka.{make.region}.amazonaws.com:2181",
        "cluster_uuid": made["ClusterArn"].rpartition("/")[2],
    }


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_athena_data_catalog": data_catalog,
    "aws_athena_database": athena_database,
    "aws_athena_named_query": named_query,
    "aws_athena_workgroup": workgroup,
    "aws_glue_catalog_database": database,
    "aws_glue_catalog_table": table,
    "aws_glue_connection": connection,
    "aws_glue_crawler": crawler,
    "aws_glue_data_catalog_encryption_settings": catalog_encryption,
    "aws_glue_job": job,
    "aws_glue_registry": registry,
    "aws_glue_schema": schema,
    "aws_glue_security_configuration": security_configuration,
    "aws_glue_trigger": trigger,
    "aws_glue_workflow": workflow,
    "aws_msk_cluster": streaming_cluster,
    "aws_opensearch_domain": search_domain,
    "aws_redshift_cluster": warehouse,
    "aws_redshift_parameter_group": warehouse_parameters,
    "aws_redshift_subnet_group": warehouse_subnets,
}
