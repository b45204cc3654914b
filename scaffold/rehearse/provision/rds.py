"""Relational databases: instances, Aurora clusters, their groups of subnets and parameters, proxies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, Unsupported
from scaffold.rehearse.provision.calls import call, part, text

#: How attributes of databases are called where the API's names differ.
_NAMES = {
    "backup_window": "PreferredBackupWindow",
    "ca_cert_identifier": "CACertificateIdentifier",
    "cluster_identifier": "DBClusterIdentifier",
    "database_name": "DatabaseName",
    "db_name": "DBName",
    "name": "DBName",
    "enabled_cloudwatch_logs_exports": "EnableCloudwatchLogsExports",
    "iam_database_authentication_enabled": "EnableIAMDatabaseAuthentication",
    "identifier": "DBInstanceIdentifier",
    "instance_class": "DBInstanceClass",
    "maintenance_window": "PreferredMaintenanceWindow",
    "master_password": "MasterUserPassword",
    "master_password_wo": "MasterUserPassword",
    "parameter_group_name": "DBParameterGroupName",
    "password": "MasterUserPassword",
    "password_wo": "MasterUserPassword",
    "performance_insights_enabled": "EnablePerformanceInsights",
    "enable_global_write_forwarding": "EnableGlobalWriteForwarding",
    "enable_local_write_forwarding": "EnableLocalWriteForwarding",
    "customer_owned_ip_enabled": "EnableCustomerOwnedIp",
    "security_group_names": "DBSecurityGroups",
    "username": "MasterUsername",
}
#: Of a cluster these are called otherwise than of an instance.
_CLUSTER = {**_NAMES, "db_cluster_instance_class": "DBClusterInstanceClass", "availability_zones": "AvailabilityZones"}
#: A password that stands in for one that is not known: the API will have one.
_STAND_IN = "stand-in-password"


def instance(make: Make) -> Mapping[str, Any]:
    """A database; a copy of another one where that is declared."""
    rds = make.client("rds")
    name = make.get("identifier") or make.get("identifier_prefix") or make.name.lower()
    values: dict[str, Any] = {"instance_class": "db.t3.micro", "publicly_accessible": False, **make.values}
    source = values.get("replicate_source_db")
    if str(values.get("option_group_name", "")).startswith("default:"):
        # The emulator makes an engine's own group when it is not asked for it.
        del values["option_group_name"]
    tags = make.tag_list() or None
    if source:
        method, more = "create_db_instance_read_replica", {"SourceDBInstanceIdentifier": text(source).split(":")[-1]}
    else:
        method, more = "create_db_instance", {}
        values = {"engine": "mysql", "username": "admin", **values}
        if not values.get("manage_master_user_password") and not values.keys() & {"password", "password_wo"}:
            values["password"] = _STAND_IN
    call(rds, method, values, _NAMES, DBInstanceIdentifier=name, Tags=tags, **more)
    return {**_instance_facts(rds, name), **_secret(make, rds, "instance", name)}


def _instance_facts(rds: Any, name: str) -> dict[str, Any]:
    found = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]
    address, port = found["Endpoint"]["Address"], found["Endpoint"]["Port"]
    return {
        "id": found.get("DbiResourceId", name),
        "identifier": name,
        "arn": found["DBInstanceArn"],
        "address": address,
        "endpoint": f"{address}:{port}",
        "port": port,
        "hosted_zone_id": found["Endpoint"].get("HostedZoneId", ""),
        "resource_id": found.get("DbiResourceId", ""),
        "status": found["DBInstanceStatus"],
        "engine_version_actual": found.get("EngineVersion"),
        "availability_zone": found.get("AvailabilityZone"),
        "multi_az": found.get("MultiAZ"),
    }


def _secret(make: Make, rds: Any, kind: str, name: str) -> dict[str, Any]:
    """The secret with the password, where the service shall keep one; one stands in for what the emulator lacks."""
    if not make.get("manage_master_user_password"):
        return {}
    if kind == "instance":
        found = rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0].get("MasterUserSecret")
    else:
        found = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0].get("MasterUserSecret")
    if not found or not found.get("SecretArn"):
        made = make.client("secretsmanager").create_secret(Name=f"rds!{kind}-{name}", SecretString="{}")
        found = {"SecretArn": made["ARN"], "KmsKeyId": make.get("master_user_secret_kms_key_id", "")}
    secret = {
        "secret_arn": found["SecretArn"],
        "kms_key_id": found.get("KmsKeyId", ""),
        "secret_status": found.get("SecretStatus", "active"),
    }
    return {"master_user_secret": [secret]}


def cluster(make: Make) -> Mapping[str, Any]:
    """An Aurora cluster, or one of another engine."""
    rds = make.client("rds")
    name = make.get("cluster_identifier") or make.get("cluster_identifier_prefix") or make.name.lower()
    values: dict[str, Any] = {"engine": "aurora-mysql", "master_username": "admin", **make.values}
    if values.get("global_cluster_identifier") or values.get("replication_source_identifier"):
        values.pop("master_username") if "master_username" not in make.values else None
    elif not values.get("manage_master_user_password") and not values.keys() & {
        "master_password",
        "master_password_wo",
    }:
        values["master_password"] = _STAND_IN
    call(rds, "create_db_cluster", values, _CLUSTER, DBClusterIdentifier=name, Tags=make.tag_list() or None)
    for role in make.get("iam_roles", []):
        rds.add_role_to_db_cluster(DBClusterIdentifier=name, RoleArn=role)
    found = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"][0]
    return {
        "id": name,
        "cluster_identifier": name,
        "arn": found["DBClusterArn"],
        "endpoint": found["Endpoint"],
        "reader_endpoint": found.get("ReaderEndpoint", ""),
        "hosted_zone_id": found.get("HostedZoneId", ""),
        "cluster_resource_id": found.get("DbClusterResourceId", ""),
        "port": found.get("Port"),
        "engine_version": found.get("EngineVersion"),
        "engine_version_actual": found.get("EngineVersion"),
        "master_username": found.get("MasterUsername"),
        "availability_zones": found.get("AvailabilityZones", []),
        **_secret(make, rds, "cluster", name),
    }


def cluster_instance(make: Make) -> Mapping[str, Any]:
    """An instance of a cluster."""
    rds = make.client("rds")
    name = make.get("identifier") or make.get("identifier_prefix") or make.name.lower()
    values = {"instance_class": "db.r6g.large", "engine": "aurora-mysql", "publicly_accessible": False, **make.values}
    names = {**_NAMES, "db_parameter_group_name": "DBParameterGroupName"}
    call(rds, "create_db_instance", values, names, DBInstanceIdentifier=name, Tags=make.tag_list() or None)
    facts = _instance_facts(rds, name)
    return {
        **facts,
        "id": name,
        "endpoint": facts["address"],
        "dbi_resource_id": facts["resource_id"],
        "writer": True,
    }


def subnet_group(make: Make) -> Mapping[str, Any]:
    """A group of subnets for databases."""
    rds = make.client("rds")
    if not make.get("subnet_ids"):
        raise Unsupported("a group of which no subnet is known")
    name = make.get("name") or make.get("name_prefix") or make.name.lower()
    values = {"description": "Managed by Terraform", **make.values}
    names = {"name": "DBSubnetGroupName", "description": "DBSubnetGroupDescription"}
    made = call(rds, "create_db_subnet_group", values, names, DBSubnetGroupName=name, Tags=make.tag_list() or None)
    found = made["DBSubnetGroup"]
    return {"id": name, "name": name, "arn": found["DBSubnetGroupArn"], "vpc_id": found.get("VpcId", "")}


def _parameters(make: Make) -> list[dict[str, str]]:
    return [
        {
            "ParameterName": each["name"],
            "ParameterValue": text(each["value"]),
            "ApplyMethod": each.get("apply_method", "immediate"),
        }
        for each in make.blocks("parameter")
        if each.get("value") is not None
    ]


def parameter_group(make: Make) -> Mapping[str, Any]:
    """A group of parameters for instances."""
    rds = make.client("rds")
    name = make.get("name") or make.get("name_prefix") or make.name.lower()
    made = rds.create_db_parameter_group(
        DBParameterGroupName=name,
        DBParameterGroupFamily=make.values["family"],
        Description=make.get("description") or "Managed by Terraform",
        Tags=make.tag_list(),
    )["DBParameterGroup"]
    if _parameters(make):
        rds.modify_db_parameter_group(DBParameterGroupName=name, Parameters=_parameters(make))
    return {"id": name, "name": name, "arn": made["DBParameterGroupArn"]}


def cluster_parameter_group(make: Make) -> Mapping[str, Any]:
    """A group of parameters for clusters."""
    rds = make.client("rds")
    name = make.get("name") or make.get("name_prefix") or make.name.lower()
    made = rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName=name,
        DBParameterGroupFamily=make.values["family"],
        Description=make.get("description") or "Managed by Terraform",
        Tags=make.tag_list(),
    )["DBClusterParameterGroup"]
    if _parameters(make):
        rds.modify_db_cluster_parameter_group(DBClusterParameterGroupName=name, Parameters=_parameters(make))
    return {"id": name, "name": name, "arn": made["DBClusterParameterGroupArn"]}


def option_group(make: Make) -> Mapping[str, Any]:
    """A group of options of an engine."""
    rds = make.client("rds")
    name = make.get("name") or make.get("name_prefix") or make.name.lower()
    made = call(
        rds,
        "create_option_group",
        {"option_group_description": "Managed by Terraform", **make.values},
        OptionGroupName=name,
        Tags=make.tag_list() or None,
    )["OptionGroup"]
    names = {".option_settings": "OptionSettings", ".version": "OptionVersion"}
    options = part(rds, "modify_option_group", "OptionsToInclude", make.blocks("option"), names)
    if options:
        rds.modify_option_group(OptionGroupName=name, OptionsToInclude=options, ApplyImmediately=True)
    return {"id": name, "name": name, "arn": made["OptionGroupArn"]}


def event_subscription(make: Make) -> Mapping[str, Any]:
    """What tells a topic of a database's events."""
    name = make.get("name") or make.get("name_prefix") or make.name.lower()
    names = {"sns_topic": "SnsTopicArn"}
    made = call(
        make.client("rds"),
        "create_event_subscription",
        {"enabled": True, **make.values},
        names,
        SubscriptionName=name,
        Tags=make.tag_list() or None,
    )["EventSubscription"]
    return {"id": name, "name": name, "arn": made["EventSubscriptionArn"], "customer_aws_id": make.account}


def global_cluster(make: Make) -> Mapping[str, Any]:
    """A cluster of clusters in several regions."""
    rds = make.client("rds")
    made = call(rds, "create_global_cluster", make.values)["GlobalCluster"]
    name = make.values["global_cluster_identifier"]
    return {
        "id": name,
        "arn": made["GlobalClusterArn"],
        "global_cluster_resource_id": made.get("GlobalClusterResourceId", ""),
    }


def proxy(make: Make) -> Mapping[str, Any]:
    """A proxy before databases."""
    names = {"name": "DBProxyName", ".iam_auth": "IAMAuth", "require_tls": "RequireTLS"}
    made = call(make.client("rds"), "create_db_proxy", make.values, names, Tags=make.tag_list() or None)["DBProxy"]
    return {"id": make.get("name"), "arn": made["DBProxyArn"], "endpoint": made["Endpoint"]}


def proxy_target(make: Make) -> Mapping[str, Any]:
    """What a proxy leads to."""
    rds = make.client("rds")
    cluster_name, instance_name = make.get("db_cluster_identifier"), make.get("db_instance_identifier")
    targets: dict[str, Any] = {"DBClusterIdentifiers": [cluster_name]} if cluster_name else {}
    targets |= {"DBInstanceIdentifiers": [instance_name]} if instance_name else {}
    rds.register_db_proxy_targets(
        DBProxyName=make.values["db_proxy_name"], TargetGroupName=make.get("target_group_name", "default"), **targets
    )
    return {"id": "/".join(filter(None, (make.get("db_proxy_name"), "default", cluster_name or instance_name)))}


def proxy_target_group(make: Make) -> Mapping[str, Any]:
    """The settings of a proxy's own target group."""
    name = make.values["db_proxy_name"]
    made = call(make.client("rds"), "modify_db_proxy_target_group", make.values, TargetGroupName="default")[
        "DBProxyTargetGroup"
    ]
    return {"id": name, "name": "default", "arn": made.get("TargetGroupArn", "")}


def snapshot(make: Make) -> Mapping[str, Any]:
    """A snapshot of an instance."""
    made = call(make.client("rds"), "create_db_snapshot", make.values, Tags=make.tag_list() or None)["DBSnapshot"]
    return {"id": make.get("db_snapshot_identifier"), "db_snapshot_arn": made["DBSnapshotArn"]}


def cluster_role(make: Make) -> Mapping[str, Any]:
    """A role that a cluster may take on."""
    call(make.client("rds"), "add_role_to_db_cluster", make.values)
    return {"id": f"{make.get('db_cluster_identifier')},{make.get('role_arn')}"}


def instance_role(make: Make) -> Mapping[str, Any]:
    """A role that an instance may take on."""
    call(make.client("rds"), "add_role_to_db_instance", make.values)
    return {"id": f"{make.get('db_instance_identifier')},{make.get('role_arn')}"}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_db_event_subscription": event_subscription,
    "aws_db_instance": instance,
    "aws_db_instance_role_association": instance_role,
    "aws_db_option_group": option_group,
    "aws_db_parameter_group": parameter_group,
    "aws_db_proxy": proxy,
    "aws_db_proxy_default_target_group": proxy_target_group,
    "aws_db_proxy_target": proxy_target,
    "aws_db_snapshot": snapshot,
    "aws_db_subnet_group": subnet_group,
    "aws_rds_cluster": cluster,
    "aws_rds_cluster_instance": cluster_instance,
    "aws_rds_cluster_parameter_group": cluster_parameter_group,
    "aws_rds_cluster_role_association": cluster_role,
    "aws_rds_global_cluster": global_cluster,
}
