"""Users and groups of IAM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, given
from scaffold.rehearse.provision.shaping import named


def user(make: Make) -> Mapping[str, Any]:
    """A user."""
    name = str(make.get("name"))
    made = make.client("iam").create_user(
        UserName=name,
        Path=make.get("path", "/"),
        Tags=make.tag_list(),
        **given(PermissionsBoundary=make.get("permissions_boundary") or None),
    )["User"]
    return {"id": name, "arn": made["Arn"], "unique_id": made["UserId"]}


def user_policy(make: Make) -> Mapping[str, Any]:
    """A policy inside a user."""
    name = named(make, longest=128)
    make.client("iam").put_user_policy(UserName=make.get("user"), PolicyName=name, PolicyDocument=make.get("policy"))
    return {"id": f"{make.get('user')}:{name}", "name": name}


def user_attachment(make: Make) -> Mapping[str, Any]:
    """A policy that a user has beside others."""
    make.client("iam").attach_user_policy(UserName=make.get("user"), PolicyArn=make.get("policy_arn"))
    return {"id": f"{make.get('user')}-{make.get('policy_arn')}"}


def access_key(make: Make) -> Mapping[str, Any]:
    """A key of a user."""
    client = make.client("iam")
    made = client.create_access_key(UserName=make.get("user"))["AccessKey"]
    status = make.get("status", "Active")
    if status != "Active":
        client.update_access_key(UserName=make.get("user"), AccessKeyId=made["AccessKeyId"], Status=status)
    return {
        "id": made["AccessKeyId"],
        "secret": made["SecretAccessKey"],
        "ses_smtp_password_v4": "rehearsed",
        "create_date": made["CreateDate"].isoformat(),
        "status": status,
    }


def login_profile(make: Make) -> Mapping[str, Any]:
    """A user's password, made up."""
    make.client("iam").create_login_profile(
        UserName=make.get("user"),
        Password="Rehearsed-0",
        PasswordResetRequired=bool(make.get("password_reset_required", False)),
    )
    return {"id": make.get("user"), "password": "Rehearsed-0"}


def group(make: Make) -> Mapping[str, Any]:
    """A group."""
    name = str(make.get("name"))
    made = make.client("iam").create_group(GroupName=name, Path=make.get("path", "/"))["Group"]
    return {"id": name, "arn": made["Arn"], "unique_id": made["GroupId"]}


def group_policy(make: Make) -> Mapping[str, Any]:
    """A policy inside a group."""
    name = named(make, longest=128)
    make.client("iam").put_group_policy(GroupName=make.get("group"), PolicyName=name, PolicyDocument=make.get("policy"))
    return {"id": f"{make.get('group')}:{name}", "name": name}


def group_attachment(make: Make) -> Mapping[str, Any]:
    """A policy that a group has beside others."""
    make.client("iam").attach_group_policy(GroupName=make.get("group"), PolicyArn=make.get("policy_arn"))
    return {"id": f"{make.get('group')}-{make.get('policy_arn')}"}


def group_membership(make: Make) -> Mapping[str, Any]:
    """The users of a group."""
    for name in make.get("users") or ():
        make.client("iam").add_user_to_group(GroupName=make.get("group"), UserName=name)
    return {"id": make.get("name")}


def user_groups(make: Make) -> Mapping[str, Any]:
    """The groups of a user."""
    for name in make.get("groups") or ():
        make.client("iam").add_user_to_group(GroupName=name, UserName=make.get("user"))
    return {"id": named(make)}


def ssh_key(make: Make) -> Mapping[str, Any]:
    """A public key of a user."""
    made = make.client("iam").upload_ssh_public_key(
        UserName=make.get("username"), SSHPublicKeyBody=make.get("public_key")
    )["SSHPublicKey"]
    return {
        "id": made["SSHPublicKeyId"],
        "ssh_public_key_id": made["SSHPublicKeyId"],
        "fingerprint": made["Fingerprint"],
    }


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_iam_access_key": access_key,
    "aws_iam_group": group,
    "aws_iam_group_membership": group_membership,
    "aws_iam_group_policy": group_policy,
    "aws_iam_group_policy_attachment": group_attachment,
    "aws_iam_user": user,
    "aws_iam_user_group_membership": user_groups,
    "aws_iam_user_login_profile": login_profile,
    "aws_iam_user_policy": user_policy,
    "aws_iam_user_policy_attachment": user_attachment,
    "aws_iam_user_ssh_key": ssh_key,
}
