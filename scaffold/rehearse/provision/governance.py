"""What watches over an account and keeps copies: CloudTrail, Config, GuardDuty, Backup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, block, blocks
from scaffold.rehearse.provision.calls import call, part, text

#: How the choice of events is called where the API's names differ.
_SELECTOR = {"data_resource": "DataResources", ".field_selector": "FieldSelectors"}


def trail(make: Make) -> Mapping[str, Any]:
    """A trail, which records where it is not declared otherwise."""
    client = make.client("cloudtrail")
    names = {
        "enable_log_file_validation": "EnableLogFileValidation",
        "cloud_watch_logs_group_arn": "CloudWatchLogsLogGroupArn",
        "event_selector": "",
        "advanced_event_selector": "",
    }
    values = {"include_global_service_events": True, **make.values}
    made = call(client, "create_trail", values, names, TagsList=make.tag_list() or None)
    name = make.values["name"]
    selectors = part(client, "put_event_selectors", "EventSelectors", make.blocks("event_selector"), _SELECTOR)
    advanced = part(
        client, "put_event_selectors", "AdvancedEventSelectors", make.blocks("advanced_event_selector"), _SELECTOR
    )
    if selectors:
        client.put_event_selectors(TrailName=name, EventSelectors=selectors)
    elif advanced:
        client.put_event_selectors(TrailName=name, AdvancedEventSelectors=advanced)
    insights = [{"InsightType": each["insight_type"]} for each in make.blocks("insight_selector")]
    if insights:
        client.put_insight_selectors(TrailName=name, InsightSelectors=insights)
    if make.get("enable_logging", True):
        client.start_logging(Name=name)
    return {"id": made["TrailARN"], "arn": made["TrailARN"], "name": name, "home_region": make.region}


def recorder(make: Make) -> Mapping[str, Any]:
    """What records how resources are configured."""
    client = make.client("config")
    name = make.get("name", "default")
    group = make.block("recording_group")
    values = {"name": name, "role_arn": make.get("role_arn"), "recording_group": {"all_supported": True, **group}}
    names = {".role_arn": "roleARN", ".use_only": "useOnly"}
    if make.block("recording_mode"):
        values["recording_mode"] = make.block("recording_mode")
    shape = part(client, "put_configuration_recorder", "ConfigurationRecorder", values, names)
    client.put_configuration_recorder(ConfigurationRecorder=shape)
    return {"id": name, "name": name}


def recorder_status(make: Make) -> Mapping[str, Any]:
    """Whether a recorder records."""
    client = make.client("config")
    name = make.values["name"]
    if str(make.get("is_enabled", False)).lower() == "true":
        client.start_configuration_recorder(ConfigurationRecorderName=name)
    else:
        client.stop_configuration_recorder(ConfigurationRecorderName=name)
    return {"id": name}


def delivery_channel(make: Make) -> Mapping[str, Any]:
    """Where what was recorded goes."""
    client = make.client("config")
    name = make.get("name", "default")
    names = {
        "sns_topic_arn": "snsTopicARN",
        "snapshot_delivery_properties": "configSnapshotDeliveryProperties",
        "snapshot_delivery_properties.delivery_frequency": "deliveryFrequency",
    }
    shape = part(client, "put_delivery_channel", "DeliveryChannel", {**make.values, "name": name}, names)
    client.put_delivery_channel(DeliveryChannel=shape)
    return {"id": name, "name": name}


def config_rule(make: Make) -> Mapping[str, Any]:
    """A rule that configurations are held to."""
    client = make.client("config")
    names = {"name": "ConfigRuleName", "source.source_detail": "SourceDetails"}
    values = {key: value for key, value in make.values.items() if key not in ("tags", "tags_all")}
    shape = part(client, "put_config_rule", "ConfigRule", values, names)
    for each in shape.get("Source", {}).get("SourceDetails", []):
        each.setdefault("EventSource", "aws.config")
    client.put_config_rule(ConfigRule=shape, Tags=make.tag_list())
    found = client.describe_config_rules(ConfigRuleNames=[make.values["name"]])["ConfigRules"][0]
    return {"id": make.get("name"), "arn": found["ConfigRuleArn"], "rule_id": found["ConfigRuleId"]}


def aggregator(make: Make) -> Mapping[str, Any]:
    """What gathers the records of several accounts and regions."""
    client = make.client("config")
    names = {"name": "ConfigurationAggregatorName", "account_aggregation_source": "AccountAggregationSources"}
    names |= {".regions": "AwsRegions", ".all_regions": "AllAwsRegions"}
    made = call(client, "put_configuration_aggregator", make.values, names, Tags=make.tag_list() or None)
    return {"id": make.get("name"), "arn": made["ConfigurationAggregator"]["ConfigurationAggregatorArn"]}


def retention(make: Make) -> Mapping[str, Any]:
    """How long records are kept."""
    call(make.client("config"), "put_retention_configuration", make.values)
    return {"id": "default", "name": "default"}


def detector(make: Make) -> Mapping[str, Any]:
    """A detector of threats."""
    sources = make.block("datasources")
    scanned = block(block(sources, "malware_protection"), "scan_ec2_instance_with_findings")
    if scanned:
        # The API has a mere switch where the declaration has a block.
        switch = {"ebs_volumes": block(scanned, "ebs_volumes").get("enable", True)}
        sources = {**sources, "malware_protection": {"scan_ec2_instance_with_findings": switch}}
    made = call(
        make.client("guardduty"),
        "create_detector",
        {"enable": True, **make.values, **({"datasources": sources} if sources else {})},
        {"datasources": "DataSources"},
        Tags=dict(make.tags) or None,
    )
    name = made["DetectorId"]
    arn = f"arn:aws:guardduty:{make.region}:{make.account}:detector/{name}"
    return {"id": name, "arn": arn, "account_id": make.account}


def detector_filter(make: Make) -> Mapping[str, Any]:
    """Which findings are looked at how."""
    client = make.client("guardduty")
    operators = {
        "equals": "Equals",
        "not_equals": "NotEquals",
        "greater_than": "GreaterThan",
        "greater_than_or_equal": "GreaterThanOrEqual",
        "less_than": "LessThan",
        "less_than_or_equal": "LessThanOrEqual",
        "matches": "Matches",
        "not_matches": "NotMatches",
    }
    criteria = {}
    for each in blocks(make.block("finding_criteria"), "criterion"):
        criteria[each["field"]] = {
            member: [text(item) for item in each[name]] if isinstance(each[name], list) else int(each[name])
            for name, member in operators.items()
            if each.get(name)
        }
    call(
        client,
        "create_filter",
        make.values,
        {"finding_criteria": ""},
        FindingCriteria={"Criterion": criteria},
        Tags=dict(make.tags) or None,
    )
    place = f"detector/{make.get('detector_id')}/filter/{make.get('name')}"
    return {
        "id": f"{make.get('detector_id')}:{make.get('name')}",
        "arn": f"arn:aws:guardduty:{make.region}:{make.account}:{place}",
    }


def vault(make: Make) -> Mapping[str, Any]:
    """A vault of copies."""
    names = {"name": "BackupVaultName", "kms_key_arn": "EncryptionKeyArn"}
    made = call(make.client("backup"), "create_backup_vault", make.values, names, BackupVaultTags=dict(make.tags))
    return {"id": made["BackupVaultName"], "arn": made["BackupVaultArn"], "recovery_points": 0}


def plan(make: Make) -> Mapping[str, Any]:
    """When copies are made and how long they are kept."""
    client = make.client("backup")
    names = {
        "name": "BackupPlanName",
        "rule": "Rules",
        "rule.target_vault_name": "TargetBackupVaultName",
        "rule.schedule": "ScheduleExpression",
        "rule.schedule_expression_timezone": "ScheduleExpressionTimezone",
        "rule.start_window": "StartWindowMinutes",
        "rule.completion_window": "CompletionWindowMinutes",
        "rule.copy_action": "CopyActions",
        "rule.copy_action.destination_vault_arn": "DestinationBackupVaultArn",
        ".cold_storage_after": "MoveToColdStorageAfterDays",
        ".delete_after": "DeleteAfterDays",
        "advanced_backup_setting": "AdvancedBackupSettings",
    }
    shape = part(client, "create_backup_plan", "BackupPlan", dict(make.values), names)
    for each, declared in zip(shape.get("Rules", []), make.blocks("rule"), strict=False):
        each.setdefault("StartWindowMinutes", 60)
        each.setdefault("CompletionWindowMinutes", 180)
        if declared.get("recovery_point_tags"):
            each["RecoveryPointTags"] = dict(declared["recovery_point_tags"])
    made = client.create_backup_plan(BackupPlan=shape, BackupPlanTags=dict(make.tags))
    return {"id": made["BackupPlanId"], "arn": made["BackupPlanArn"], "version": made.get("VersionId", "")}


def selection(make: Make) -> Mapping[str, Any]:
    """What a plan makes copies of."""
    client = make.client("backup")
    names = {"name": "SelectionName", "selection_tag": "ListOfTags", ".type": "ConditionType"}
    names |= {"condition": "Conditions", ".key": "ConditionKey", ".value": "ConditionValue"}
    shape = part(client, "create_backup_selection", "BackupSelection", dict(make.values), names)
    made = client.create_backup_selection(BackupPlanId=make.values["plan_id"], BackupSelection=shape)
    return {"id": made["SelectionId"]}


def vault_lock(make: Make) -> Mapping[str, Any]:
    """How long nobody may delete what is in a vault."""
    call(make.client("backup"), "put_backup_vault_lock_configuration", make.values)
    name = make.values["backup_vault_name"]
    return {"id": name, "backup_vault_arn": f"arn:aws:backup:{make.region}:{make.account}:backup-vault:{name}"}


def vault_policy(make: Make) -> Mapping[str, Any]:
    """Who may do what with a vault."""
    call(make.client("backup"), "put_backup_vault_access_policy", make.values)
    return {"id": make.get("backup_vault_name")}


def vault_notifications(make: Make) -> Mapping[str, Any]:
    """Which topic is told of what happens to a vault."""
    names = {"sns_topic_arn": "SNSTopicArn"}
    call(make.client("backup"), "put_backup_vault_notifications", make.values, names)
    return {"id": make.get("backup_vault_name")}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_backup_plan": plan,
    "aws_backup_selection": selection,
    "aws_backup_vault": vault,
    "aws_backup_vault_lock_configuration": vault_lock,
    "aws_backup_vault_notifications": vault_notifications,
    "aws_backup_vault_policy": vault_policy,
    "aws_cloudtrail": trail,
    "aws_config_config_rule": config_rule,
    "aws_config_configuration_aggregator": aggregator,
    "aws_config_configuration_recorder": recorder,
    "aws_config_configuration_recorder_status": recorder_status,
    "aws_config_delivery_channel": delivery_channel,
    "aws_config_retention_configuration": retention,
    "aws_guardduty_detector": detector,
    "aws_guardduty_filter": detector_filter,
}
