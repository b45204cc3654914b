"""Roles, policies and profiles of IAM. Users and groups are in `iam_users`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scaffold.rehearse.provision import iam_users
from scaffold.rehearse.provision.base import Make, Provisioner, given
from scaffold.rehearse.provision.shaping import last, named, send


def role(make: Make) -> Mapping[str, Any]:
    """A role, with the policies that stand inside it."""
    client, name = make.client("iam"), named(make)
    made = client.create_role(
        RoleName=name,
        Path=make.get("path", "/"),
        AssumeRolePolicyDocument=make.get("assume_role_policy"),
        Tags=make.tag_list(),
        **given(
            Description=make.get("description"),
            MaxSessionDuration=make.get("max_session_duration"),
            PermissionsBoundary=make.get("permissions_boundary") or None,
        ),
    )["Role"]
    for arn in make.get("managed_policy_arns") or ():
        client.attach_role_policy(RoleName=name, PolicyArn=arn)
    for each in make.blocks("inline_policy"):
        if each.get("policy"):
            client.put_role_policy(RoleName=name, PolicyName=each.get("name", name), PolicyDocument=each["policy"])
    return {
        "id": name,
        "name": name,
        "arn": made["Arn"],
        "unique_id": made["RoleId"],
        "create_date": made["CreateDate"].isoformat(),
    }


def role_policy(make: Make) -> Mapping[str, Any]:
    """A policy inside a role."""
    name = named(make, longest=128)
    make.client("iam").put_role_policy(RoleName=make.get("role"), PolicyName=name, PolicyDocument=make.get("policy"))
    return {"id": f"{make.get('role')}:{name}", "name": name}


def attachment(make: Make) -> Mapping[str, Any]:
    """A policy that a role has beside others."""
    role_name, arn = last(str(make.get("role"))), make.get("policy_arn")
    make.client("iam").attach_role_policy(RoleName=role_name, PolicyArn=arn)
    return {"id": f"{role_name}-{arn}"}


def policy(make: Make) -> Mapping[str, Any]:
    """A policy of its own."""
    name = named(make, longest=128)
    made = make.client("iam").create_policy(
        PolicyName=name,
        Path=make.get("path", "/"),
        PolicyDocument=make.get("policy"),
        Tags=make.tag_list(),
        **given(Description=make.get("description")),
    )["Policy"]
    return {"id": made["Arn"], "arn": made["Arn"], "name": name, "policy_id": made["PolicyId"], "attachment_count": 0}


def policy_attachment(make: Make) -> Mapping[str, Any]:
    """A policy for everybody that is named."""
    client, arn = make.client("iam"), make.get("policy_arn")
    for name in make.get("roles") or ():
        client.attach_role_policy(RoleName=name, PolicyArn=arn)
    for name in make.get("users") or ():
        client.attach_user_policy(UserName=name, PolicyArn=arn)
    for name in make.get("groups") or ():
        client.attach_group_policy(GroupName=name, PolicyArn=arn)
    return {"id": make.get("name")}


def profile(make: Make) -> Mapping[str, Any]:
    """What a machine has a role through."""
    client, name = make.client("iam"), named(make, longest=128)
    made = client.create_instance_profile(InstanceProfileName=name, Path=make.get("path", "/"), Tags=make.tag_list())
    if make.get("role"):
        client.add_role_to_instance_profile(InstanceProfileName=name, RoleName=last(str(make.get("role"))))
    found = made["InstanceProfile"]
    return {
        "id": name,
        "name": name,
        "arn": found["Arn"],
        "unique_id": found["InstanceProfileId"],
        "create_date": found["CreateDate"].isoformat(),
    }


def exclusive_attachments(make: Make) -> Mapping[str, Any]:
    """All the policies that a role has, and no others."""
    client, name = make.client("iam"), make.get("role_name")
    wanted = set(make.get("policy_arns") or ())
    there = {each["PolicyArn"] for each in client.list_attached_role_policies(RoleName=name)["AttachedPolicies"]}
    apply(wanted - there, lambda arn: client.attach_role_policy(RoleName=name, PolicyArn=arn))
    apply(there - wanted, lambda arn: client.detach_role_policy(RoleName=name, PolicyArn=arn))
    return {}


def exclusive_policies(make: Make) -> Mapping[str, Any]:
    """The policies inside a role, and no others: those that are missing are another resource's to make."""
    client, name = make.client("iam"), make.get("role_name")
    there = set(client.list_role_policies(RoleName=name)["PolicyNames"])
    surplus = there - set(make.get("policy_names") or ())
    apply(surplus, lambda one: client.delete_role_policy(RoleName=name, PolicyName=one))
    return {}


def apply(names: Iterable[str], act: Any) -> None:
    """Do it to each, in order."""
    for name in sorted(names):
        act(name)


def openid(make: Make) -> Mapping[str, Any]:
    """Who else says who somebody is, by OpenID Connect."""
    made = make.client("iam").create_open_id_connect_provider(
        Url=make.get("url"),
        ClientIDList=list(make.get("client_id_list") or ()),
        ThumbprintList=list(make.get("thumbprint_list") or ("0" * 40,)),
        Tags=make.tag_list(),
    )
    arn = made["OpenIDConnectProviderArn"]
    return {"id": arn, "arn": arn}


def saml(make: Make) -> Mapping[str, Any]:
    """The same by SAML."""
    made = make.client("iam").create_saml_provider(
        Name=make.get("name"), SAMLMetadataDocument=make.get("saml_metadata_document"), Tags=make.tag_list()
    )
    return {"id": made["SAMLProviderArn"], "arn": made["SAMLProviderArn"]}


def linked_role(make: Make) -> Mapping[str, Any]:
    """A role that belongs to a service."""
    made = send(make, "iam", "CreateServiceLinkedRole", make.values, AWSServiceName=make.get("aws_service_name"))[
        "Role"
    ]
    return {
        "id": made["Arn"],
        "arn": made["Arn"],
        "name": made["RoleName"],
        "path": made["Path"],
        "unique_id": made["RoleId"],
    }


def account_alias(make: Make) -> Mapping[str, Any]:
    """A name for the account."""
    make.client("iam").create_account_alias(AccountAlias=make.get("account_alias"))
    return {"id": make.get("account_alias")}


def password_policy(make: Make) -> Mapping[str, Any]:
    """What passwords must be like."""
    send(make, "iam", "UpdateAccountPasswordPolicy", make.values)
    return {"id": "iam-account-password-policy", "expire_passwords": bool(make.get("max_password_age"))}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_iam_account_alias": account_alias,
    "aws_iam_account_password_policy": password_policy,
    "aws_iam_instance_profile": profile,
    "aws_iam_openid_connect_provider": openid,
    "aws_iam_policy": policy,
    "aws_iam_policy_attachment": policy_attachment,
    "aws_iam_role": role,
    "aws_iam_role_policies_exclusive": exclusive_policies,
    "aws_iam_role_policy": role_policy,
    "aws_iam_role_policy_attachment": attachment,
    "aws_iam_role_policy_attachments_exclusive": exclusive_attachments,
    "aws_iam_saml_provider": saml,
    "aws_iam_service_linked_role": linked_role,
    **iam_users.PROVISIONERS,
}
