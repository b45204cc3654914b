"""Roles, policies, profiles, users and groups are made as they are declared."""

from __future__ import annotations

import json

import pytest
from provision_samples import POLICY, TAGS, Look, Sample, shortcomings, world

TAGGED = [{"Key": "Team", "Value": TAGS["Team"]}]
PARSED = json.loads(POLICY)
USER = {"user": ("aws_iam_user", {"name": "anna"})}
GROUP = {"people": ("aws_iam_group", {"name": "people"})}
ATTACHED = {"AttachedPolicies": [{"PolicyArn": "<policy.arn>"}]}

SAMPLES = [
    Sample(
        "aws_iam_role",
        {
            "name": "worker",
            "path": "/services/",
            "description": "Works",
            "max_session_duration": 7200,
            "permissions_boundary": "<policy.arn>",
            "assume_role_policy": POLICY,
            "managed_policy_arns": ["<policy.arn>"],
            "inline_policy": [{"name": "inside", "policy": POLICY}],
            "force_detach_policies": True,
        },
        ("id", "name", "arn", "unique_id", "create_date"),
        (
            Look(
                "iam",
                "get_role",
                {"RoleName": "worker"},
                {
                    "Role": {
                        "Arn": "<it.arn>",
                        "RoleId": "<it.unique_id>",
                        "Path": "/services/",
                        "Description": "Works",
                        "MaxSessionDuration": 7200,
                        "AssumeRolePolicyDocument": PARSED,
                        "PermissionsBoundary": {"PermissionsBoundaryArn": "<policy.arn>"},
                        "Tags": TAGGED,
                    }
                },
            ),
            Look("iam", "list_attached_role_policies", {"RoleName": "worker"}, ATTACHED),
            Look(
                "iam",
                "get_role_policy",
                {"RoleName": "worker", "PolicyName": "inside"},
                {"PolicyDocument": PARSED},
            ),
        ),
        kept=("force_detach_policies",),
    ),
    Sample(
        "aws_iam_role_policy",
        {"role": "<role.id>", "name": "inside", "policy": POLICY},
        ("id", "name"),
        (
            Look(
                "iam",
                "get_role_policy",
                {"RoleName": "<role.name>", "PolicyName": "inside"},
                {"PolicyDocument": PARSED},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_iam_role_policy_attachment",
        {"role": "<role.name>", "policy_arn": "<policy.arn>"},
        ("id",),
        (Look("iam", "list_attached_role_policies", {"RoleName": "<role.name>"}, ATTACHED),),
        tagged=False,
    ),
    Sample(
        "aws_iam_policy",
        {"name": "reading", "path": "/shared/", "description": "Reads", "policy": POLICY},
        ("id", "arn", "name", "policy_id"),
        (
            Look(
                "iam",
                "get_policy",
                {"PolicyArn": "<it.arn>"},
                {"Policy": {"PolicyName": "reading", "Path": "/shared/", "Description": "Reads", "Tags": TAGGED}},
            ),
            Look(
                "iam",
                "get_policy_version",
                {"PolicyArn": "<it.arn>", "VersionId": "v1"},
                {"PolicyVersion": {"Document": PARSED}},
            ),
        ),
    ),
    Sample(
        "aws_iam_policy_attachment",
        {
            "name": "everybody",
            "policy_arn": "<policy.arn>",
            "roles": ["<role.name>"],
            "users": ["<user.name>"],
            "groups": ["<people.name>"],
        },
        ("id",),
        (
            Look("iam", "list_attached_role_policies", {"RoleName": "<role.name>"}, ATTACHED),
            Look("iam", "list_attached_user_policies", {"UserName": "anna"}, ATTACHED),
            Look("iam", "list_attached_group_policies", {"GroupName": "people"}, ATTACHED),
        ),
        needs=USER | GROUP,
        kept=("name",),
        tagged=False,
    ),
    Sample(
        "aws_iam_instance_profile",
        {"name": "machine", "role": "<role.name>", "path": "/machines/"},
        ("id", "arn", "name", "unique_id"),
        (
            Look(
                "iam",
                "get_instance_profile",
                {"InstanceProfileName": "machine"},
                {
                    "InstanceProfile": {
                        "Arn": "<it.arn>",
                        "Path": "/machines/",
                        "Roles": [{"Arn": "<role.arn>"}],
                        "Tags": TAGGED,
                    }
                },
            ),
        ),
    ),
    Sample(
        "aws_iam_openid_connect_provider",
        {"url": "https://tokens.example", "client_id_list": ["sts.amazonaws.com"], "thumbprint_list": ["a" * 40]},
        ("id", "arn"),
        (
            Look(
                "iam",
                "get_open_id_connect_provider",
                {"OpenIDConnectProviderArn": "<it.arn>"},
                {"Url": "tokens.example", "ClientIDList": ["sts.amazonaws.com"], "ThumbprintList": ["a" * 40]},
            ),
        ),
    ),
    Sample(
        "aws_iam_saml_provider",
        {"name": "company", "saml_metadata_document": "x" * 1024},
        ("id", "arn"),
        (Look("iam", "get_saml_provider", {"SAMLProviderArn": "<it.arn>"}, {"SAMLMetadataDocument": "x" * 1024}),),
    ),
    Sample(
        "aws_iam_service_linked_role",
        {"aws_service_name": "ecs.amazonaws.com", "description": "Runs tasks"},
        ("id", "arn", "name", "path", "unique_id"),
        (Look("iam", "get_role", {"RoleName": "<it.name>"}, {"Role": {"Description": "Runs tasks"}}),),
    ),
    Sample(
        "aws_iam_account_alias",
        {"account_alias": "rehearsal"},
        ("id",),
        (Look("iam", "list_account_aliases", {}, {"AccountAliases": ["rehearsal"]}),),
        tagged=False,
    ),
    Sample(
        "aws_iam_account_password_policy",
        {
            "minimum_password_length": 14,
            "require_symbols": True,
            "max_password_age": 90,
            "password_reuse_prevention": 5,
        },
        ("id", "expire_passwords"),
        (
            Look(
                "iam",
                "get_account_password_policy",
                {},
                {"PasswordPolicy": {"MinimumPasswordLength": 14, "RequireSymbols": True, "MaxPasswordAge": 90}},
            ),
        ),
        tagged=False,
    ),
    Sample(
        "aws_iam_user",
        {"name": "berta", "path": "/people/", "permissions_boundary": "<policy.arn>"},
        ("id", "arn", "unique_id"),
        (
            Look(
                "iam",
                "get_user",
                {"UserName": "berta"},
                {"User": {"Path": "/people/", "Tags": TAGGED}},
            ),
        ),
    ),
    Sample(
        "aws_iam_user_policy",
        {"user": "<user.name>", "name": "inside", "policy": POLICY},
        ("id",),
        (Look("iam", "get_user_policy", {"UserName": "anna", "PolicyName": "inside"}, {"PolicyDocument": PARSED}),),
        needs=USER,
        tagged=False,
    ),
    Sample(
        "aws_iam_user_policy_attachment",
        {"user": "<user.name>", "policy_arn": "<policy.arn>"},
        ("id",),
        (Look("iam", "list_attached_user_policies", {"UserName": "anna"}, ATTACHED),),
        needs=USER,
        tagged=False,
    ),
    Sample(
        "aws_iam_access_key",
        {"user": "<user.name>", "status": "Inactive"},
        ("id", "secret", "create_date"),
        (
            Look(
                "iam",
                "list_access_keys",
                {"UserName": "anna"},
                {"AccessKeyMetadata": [{"AccessKeyId": "<it.id>", "Status": "Inactive"}]},
            ),
        ),
        needs=USER,
        tagged=False,
    ),
    Sample(
        "aws_iam_user_login_profile",
        {"user": "<user.name>", "password_reset_required": True},
        ("id", "password"),
        (Look("iam", "get_login_profile", {"UserName": "anna"}, {"LoginProfile": {"UserName": "anna"}}),),
        needs=USER,
        tagged=False,
    ),
    Sample(
        "aws_iam_user_group_membership",
        {"user": "<user.name>", "groups": ["<people.name>"]},
        ("id",),
        (Look("iam", "list_groups_for_user", {"UserName": "anna"}, {"Groups": [{"GroupName": "people"}]}),),
        needs=USER | GROUP,
        tagged=False,
    ),
    Sample(
        "aws_iam_user_ssh_key",
        {"username": "<user.name>", "encoding": "SSH", "public_key": "ssh-rsa AAAA anna"},
        ("id", "ssh_public_key_id", "fingerprint"),
        (
            Look(
                "iam",
                "list_ssh_public_keys",
                {"UserName": "anna"},
                {"SSHPublicKeys": [{"SSHPublicKeyId": "<it.id>"}]},
            ),
        ),
        needs=USER,
        kept=("encoding",),
        tagged=False,
    ),
    Sample(
        "aws_iam_group",
        {"name": "readers", "path": "/people/"},
        ("id", "arn", "unique_id"),
        (Look("iam", "get_group", {"GroupName": "readers"}, {"Group": {"Path": "/people/"}}),),
        tagged=False,
    ),
    Sample(
        "aws_iam_group_policy",
        {"group": "<people.name>", "name": "inside", "policy": POLICY},
        ("id",),
        (Look("iam", "get_group_policy", {"GroupName": "people", "PolicyName": "inside"}, {"PolicyDocument": PARSED}),),
        needs=GROUP,
        tagged=False,
    ),
    Sample(
        "aws_iam_group_policy_attachment",
        {"group": "<people.name>", "policy_arn": "<policy.arn>"},
        ("id",),
        (Look("iam", "list_attached_group_policies", {"GroupName": "people"}, ATTACHED),),
        needs=GROUP,
        tagged=False,
    ),
    Sample(
        "aws_iam_group_membership",
        {"name": "members", "group": "<people.name>", "users": ["<user.name>"]},
        ("id",),
        (Look("iam", "get_group", {"GroupName": "people"}, {"Users": [{"UserName": "anna"}]}),),
        needs=USER | GROUP,
        kept=("name",),
        tagged=False,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_it_is_made_as_it_is_declared(sample):
    assert shortcomings(sample) == []


def test_exclusive_policies_take_away_what_is_not_declared():
    inside = [{"name": "one", "policy": POLICY}, {"name": "two", "policy": POLICY}]
    role = {"name": "worker", "assume_role_policy": POLICY, "inline_policy": inside}
    with world(Sample("aws_iam_role", role, ())) as emulator:
        policy = emulator.other("policy")["arn"]
        emulator.make("aws_iam_role", role | {"managed_policy_arns": [policy]})
        emulator.make("aws_iam_role_policies_exclusive", {"role_name": "worker", "policy_names": ["two"]})
        client = emulator.client("iam")
        assert client.list_role_policies(RoleName="worker")["PolicyNames"] == ["two"]
        emulator.make("aws_iam_role_policy_attachments_exclusive", {"role_name": "worker", "policy_arns": []})
        assert client.list_attached_role_policies(RoleName="worker")["AttachedPolicies"] == []
        emulator.make("aws_iam_role_policy_attachments_exclusive", {"role_name": "worker", "policy_arns": [policy]})
        attached = client.list_attached_role_policies(RoleName="worker")["AttachedPolicies"]
    assert [each["PolicyArn"] for each in attached] == [policy]
