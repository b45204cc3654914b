"""Networks, access and APIs as Terraform declares them: each part is found, looked at, and seen to differ.

The folders of `estate/` are made in an emulator as they are, and the suites come from the same text with other values
in places. So each place must come out, with what is there in truth, and nothing else may.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from scaffold.config import Settings
from scaffold.emit.targets import INTEGRATION_TARGETS
from scaffold.integrating import integration_files, integration_names, integration_suites
from scaffold.model.integration import IntegrationSuite
from scaffold.model.project import Project
from scaffold.pipeline import read
from scaffold.rehearse.rehearsal import Plan, Written, rehearse
from scaffold.rehearse.report import Rehearsal, Status

ESTATE = Path(__file__).parent / "estate"
ESTATES = ("network", "access", "apis")
PYTEST = next(target for target in INTEGRATION_TARGETS.values() if target.runner == "pytest")

#: Text of an estate, other text in its place (of the first that comes after a header), what must be said of it.
Change = tuple[str, str, str, str]
CHANGES: Mapping[str, Sequence[Change]] = {
    "network": (
        ("aws_vpc.main", "enable_dns_hostnames = true", "enable_dns_hostnames = false", "enable_dns_hostnames"),
        ("aws_vpc.main", 'Name = "main"', 'Name = "other"', "tags.Name"),
        ("aws_vpc.peer", 'cidr_block = "10.9.0.0/16"', 'cidr_block = "10.8.0.0/16"', "cidr_block"),
        (
            "aws_subnet.public",
            "map_public_ip_on_launch = true",
            "map_public_ip_on_launch = false",
            "map_public_ip_on_launch",
        ),
        ("aws_subnet.public", '"eu-west-1a"', '"eu-west-1b"', "availability_zone"),
        ("aws_route_table.public", 'cidr_block = "0.0.0.0/0"', 'cidr_block = "0.0.0.0/1"', "route"),
        ("aws_security_group.web", 'description = "web"', 'description = "other"', "description"),
        ("aws_security_group.web", "from_port = 443", "from_port = 442", "ingress"),
        ("aws_security_group.web", 'protocol = "-1"', 'protocol = "tcp"', "egress"),
        ("aws_network_acl.main", "rule_no = 100", "rule_no = 101", "ingress"),
        ("aws_network_acl_rule.extra", 'rule_action = "deny"', 'rule_action = "allow"', "rule_action"),
        ("aws_network_acl_rule.extra", "from_port = 22", "from_port = 21", "from_port"),
        ("aws_flow_log.main", 'traffic_type = "ALL"', 'traffic_type = "REJECT"', "traffic_type"),
        (
            "aws_flow_log.main",
            "max_aggregation_interval = 60",
            "max_aggregation_interval = 600",
            "max_aggregation_interval",
        ),
        ("aws_vpc_endpoint.ssm", "private_dns_enabled = true", "private_dns_enabled = false", "private_dns_enabled"),
        ("aws_vpc_endpoint.s3", "[aws_route_table.private.id]", "[aws_route_table.public.id]", "route_table_ids"),
        ("aws_vpc_dhcp_options.main", '"corp.example.com"', '"example.com"', "domain_name"),
        ("aws_vpc_dhcp_options.main", '["AmazonProvidedDNS"]', '["10.0.0.2"]', "domain_name_servers"),
        ("aws_instance.web", '"t3.micro"', '"t3.small"', "instance_type"),
        ("aws_instance.web", "[aws_security_group.web.id]", "[aws_security_group.db.id]", "vpc_security_group_ids"),
        (
            "aws_instance.web",
            "disable_api_termination = true",
            "disable_api_termination = false",
            "disable_api_termination",
        ),
        ("aws_instance.web", 'http_tokens = "required"', 'http_tokens = "optional"', "metadata_options.http_tokens"),
        ("aws_instance.web", "volume_size = 20", "volume_size = 21", "root_block_device.volume_size"),
        ("aws_ebs_volume.data", "size = 50", "size = 51", "size"),
        ("aws_ebs_volume.data", "encrypted = true", "encrypted = false", "encrypted"),
        (
            "aws_launch_template.web",
            "http_put_response_hop_limit = 1",
            "http_put_response_hop_limit = 2",
            "metadata_options.http_put_response_hop_limit",
        ),
        ("aws_launch_template.web", 'volume_type = "gp3"', 'volume_type = "io2"', "block_device_mappings"),
        ("aws_launch_template.web", 'tags = { Name = "web" }', 'tags = { Name = "other" }', "tag_specifications"),
        (
            "aws_network_interface.extra",
            "[aws_security_group.web.id]",
            "[aws_security_group.old.id]",
            "security_groups",
        ),
        ("aws_ec2_transit_gateway.main", "64512", "64513", "amazon_side_asn"),
        (
            "aws_ec2_transit_gateway_vpc_attachment.main",
            "aws_subnet.private[*].id",
            "[aws_subnet.public.id]",
            "subnet_ids",
        ),
        ("aws_ec2_managed_prefix_list.offices", '"203.0.113.0/24"', '"198.51.100.0/24"', "entry"),
        ("aws_ebs_encryption_by_default.on", "true", "false", "enabled"),
        (
            "aws_default_security_group.default",
            "vpc_id = aws_vpc.main.id",
            'vpc_id = aws_vpc.main.id\n  ingress {\n    from_port = 1\n    to_port = 1\n    protocol = "tcp"\n  }',
            "ingress",
        ),
    ),
    "access": (
        ("aws_iam_role.app", '"the app"', '"an app"', "description"),
        ("aws_iam_role.app", "7200", "3600", "max_session_duration"),
        ("aws_iam_role.app", "aws_iam_policy.boundary.arn", "aws_iam_policy.read.arn", "permissions_boundary"),
        ("aws_iam_role.app", 'Team = "a"', 'Team = "b"', "tags.Team"),
        ("aws_iam_role.old", "[aws_iam_policy.read.arn]", "[aws_iam_policy.boundary.arn]", "managed_policy_arns"),
        ("aws_iam_role.old", '"one"', '"two"', "inline_policy"),
        ("aws_iam_policy.boundary", '"s3:*"', '"s3:Get*"', "policy.Statement"),
        ("aws_iam_policy.read", 'description = "read"', 'description = "write"', "description"),
        ("aws_iam_role_policy.inline", "sqs:SendMessage", "sqs:*", "policy.Statement"),
        ("aws_iam_user.bot", '"/bots/"', '"/"', "path"),
        ("aws_iam_user_policy.bot", '"Allow"', '"Deny"', "policy.Statement"),
        ("aws_iam_group_policy.ops", 'Resource = "*"', 'Resource = "arn:aws:sqs:*:*:x"', "policy.Statement"),
        ("aws_iam_group_membership.ops", "[aws_iam_user.bot.name]", '["other"]', "users"),
        ("aws_iam_user_group_membership.bot", "[aws_iam_group.ops.name]", '["other"]', "groups"),
        ("aws_iam_openid_connect_provider.github", '["sts.amazonaws.com"]', '["other"]', "client_id_list"),
        ("aws_iam_account_password_policy.strict", "14", "15", "minimum_password_length"),
        (
            "aws_iam_account_password_policy.strict",
            "require_numbers = true",
            "require_numbers = false",
            "require_numbers",
        ),
        ("aws_iam_account_alias.me", '"my-account"', '"another"', "account_alias"),
        ("aws_iam_policy_attachment.all", "[aws_iam_role.app.name]", "[aws_iam_role.old.name]", "roles"),
        ("aws_iam_instance_profile.app", "aws_iam_role.app.name", "aws_iam_role.old.name", "role"),
    ),
    "apis": (
        ("aws_api_gateway_rest_api.main", '"orders"', '"other"', "description"),
        ("aws_api_gateway_rest_api.main", "1024", "1023", "minimum_compression_size"),
        ("aws_api_gateway_rest_api.main", '"REGIONAL"', '"EDGE"', "endpoint_configuration.types"),
        (
            "aws_api_gateway_request_validator.all",
            "validate_request_body = true",
            "validate_request_body = false",
            "validate_request_body",
        ),
        ("aws_api_gateway_model.order", '["id"]', '["name"]', "schema.required"),
        ("aws_api_gateway_method.post", '"AWS_IAM"', '"NONE"', "authorization"),
        ("aws_api_gateway_method.post", "api_key_required = true", "api_key_required = false", "api_key_required"),
        ("aws_api_gateway_integration.post", '"AWS_PROXY"', '"AWS"', "type"),
        ("aws_api_gateway_integration.post", "5000", "5001", "timeout_milliseconds"),
        (
            "aws_api_gateway_integration.get",
            '{\\"statusCode\\": 200}',
            '{\\"statusCode\\": 201}',
            "request_templates.application/json",
        ),
        ("aws_api_gateway_method_response.get", '"Empty"', '"Error"', "response_models.application/json"),
        (
            "aws_api_gateway_integration_response.get",
            "\"'*'\"",
            "\"'a'\"",
            "response_parameters.method.response.header.Access-Control-Allow-Origin",
        ),
        ("aws_api_gateway_authorizer.token", "60", "61", "authorizer_result_ttl_in_seconds"),
        (
            "aws_api_gateway_stage.prod",
            "xray_tracing_enabled = true",
            "xray_tracing_enabled = false",
            "xray_tracing_enabled",
        ),
        ("aws_api_gateway_stage.prod", '"$context.requestId"', '"$context.status"', "access_log_settings.format"),
        ("aws_api_gateway_method_settings.all", '"INFO"', '"ERROR"', "settings.logging_level"),
        ("aws_api_gateway_usage_plan.basic", '"DAY"', '"WEEK"', "quota_settings.period"),
        ("aws_api_gateway_usage_plan.basic", "aws_api_gateway_stage.prod.stage_name", '"other"', "api_stages"),
        ("aws_api_gateway_gateway_response.bad", '"401"', '"403"', "status_code"),
        (
            "aws_apigatewayv2_api.http",
            '"https://example.com"',
            '"https://example.org"',
            "cors_configuration.allow_origins",
        ),
        ("aws_apigatewayv2_stage.default", "auto_deploy = true", "auto_deploy = false", "auto_deploy"),
        ("aws_apigatewayv2_integration.fn", '"2.0"', '"1.0"', "payload_format_version"),
        ("aws_apigatewayv2_route.orders", '"JWT"', '"AWS_IAM"', "authorization_type"),
        ("aws_apigatewayv2_authorizer.jwt", '"jwt"', '"other"', "name"),
        ("aws_cognito_user_pool.users", '"OPTIONAL"', '"ON"', "mfa_configuration"),
        ("aws_cognito_user_pool.users", "minimum_length = 12", "minimum_length = 13", "password_policy.minimum_length"),
        ("aws_cognito_user_pool.users", "mutable = true", "mutable = false", "schema"),
        (
            "aws_cognito_user_pool.users",
            '"verified_email"',
            '"admin_only"',
            "account_recovery_setting.recovery_mechanism",
        ),
        ("aws_cognito_user_pool_client.web", '["openid", "email"]', '["openid"]', "allowed_oauth_scopes"),
        ("aws_cognito_resource_server.api", '"read all"', '"read"', "scope"),
        ("aws_cognito_user_group.admins", "precedence = 1", "precedence = 2", "precedence"),
        (
            "aws_cognito_identity_pool.main",
            "allow_unauthenticated_identities = false",
            "allow_unauthenticated_identities = true",
            "allow_unauthenticated_identities",
        ),
        ("aws_kinesis_stream.events", "shard_count = 2", "shard_count = 3", "shard_count"),
        ("aws_kinesis_stream.events", "retention_period = 48", "retention_period = 24", "retention_period"),
        (
            "aws_kinesis_firehose_delivery_stream.lake",
            '"GZIP"',
            '"ZIP"',
            "extended_s3_configuration.compression_format",
        ),
        (
            "aws_kinesis_firehose_delivery_stream.lake",
            "buffering_size = 64",
            "buffering_size = 65",
            "extended_s3_configuration.buffering_size",
        ),
    ),
}


def project(folder: Path) -> Project:
    reading = read(folder, Settings())
    assert reading.clean, reading.diagnostics
    return reading.projects[0]


def planned(folder: Path) -> IntegrationSuite:
    (suite,) = integration_suites([project(folder)], Settings())
    return suite


def changed(text: str, changes: Sequence[Change]) -> str:
    for address, old, new, _ in changes:
        type_, _, name = address.partition("[")[0].partition(".")
        at = text.index("{", text.index(f'resource "{type_}" "{name}"'))
        found = re.compile(r"\s+".join(map(re.escape, old.split()))).search(text, at)
        assert found, f"{address}: {old}"
        assert "\nresource" not in text[at : found.start()], f"{address}: {old}"
        text = text[: found.start()] + new + text[found.end() :]
    return text


def rehearsed(folder: Path, suite: IntegrationSuite) -> Rehearsal:
    def emit(suites: Sequence[IntegrationSuite], way: str) -> Written:
        files = integration_files(suites, PYTEST, Settings(), folder, way)
        return Written(files, integration_names(suites, PYTEST, way))

    return rehearse(Plan([project(folder)], [suite], folder, folder, PYTEST.runner, emit))


def differences(rehearsal: Rehearsal) -> Iterator[tuple[str, str]]:
    """What was said: address and attribute of each difference, or the whole message of what is none."""
    for each in rehearsal.resources:
        for failure in each.failures:
            for line in failure.message.splitlines():
                said = re.match(r"(\S+): ([\w.\-/]+): declared ", line)
                yield (said[1], said[2]) if said else (each.address, line)


@pytest.mark.parametrize("name", ESTATES)
def test_every_difference_is_seen_and_nothing_else(name: str, tmp_path: Path) -> None:
    folder, other = tmp_path / name, tmp_path / "other"
    shutil.copytree(ESTATE / name, folder)
    other.mkdir()
    text = (folder / "main.tf").read_text(encoding="utf-8")
    (other / "main.tf").write_text(changed(text, CHANGES[name]), encoding="utf-8")
    found = rehearsed(folder, planned(other))
    assert sorted(set(differences(found))) == sorted((address, said) for address, _, _, said in CHANGES[name])
    assert [each.address for each in found.resources if each.status not in (Status.PASSED, Status.FAILED)] == []
