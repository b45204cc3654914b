"""User pools and identity pools of Cognito."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.provision.base import Make, Provisioner, given
from scaffold.rehearse.provision.shaping import declared, part, send, unsupported, without

SENDING = {
    "configuration_set": "ConfigurationSet",
    "email_sending_account": "EmailSendingAccount",
    "from_email_address": "From",
    "reply_to_email_address": "ReplyToEmailAddress",
    "source_arn": "SourceArn",
}


def user_pool(make: Make) -> Mapping[str, Any]:
    """A pool of users."""
    client, mail, password = (
        make.client("cognito-idp"),
        make.block("email_configuration"),
        make.block("password_policy"),
    )
    made = send(
        make,
        "cognito-idp",
        "CreateUserPool",
        without(
            declared(make),
            "schema",
            "email_configuration",
            "tags",
            "user_attribute_update_settings",
        ),
        PoolName=make.get("name"),
        Schema=part(client, "CreateUserPool", "Schema", make.get("schema") or []) or None,
        Policies=part(client, "CreateUserPool", "Policies", {"password_policy": password}) if password else None,
        EmailConfiguration={api: mail[own] for own, api in SENDING.items() if mail.get(own)} or None,
        UserAttributeUpdateSettings=updates(make.block("user_attribute_update_settings")),
        UserPoolTags=dict(make.tags) or None,
    )["UserPool"]
    number = made["Id"]
    if make.get("mfa_configuration", "OFF") != "OFF":
        second_factor(make, number)
    return {
        "id": number,
        "arn": made["Arn"],
        "endpoint": f"cognito-idp.{make.region}.amazonaws.com/{number}",
        "creation_date": made["CreationDate"].isoformat(),
        "estimated_number_of_users": 0,
    }


def updates(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Which changes a user must confirm first."""
    names = list(values.get("attributes_require_verification_before_update") or ())
    return {"AttributesRequireVerificationBeforeUpdate": names} if names else None


def second_factor(make: Make, number: str) -> None:
    """What a user shows beside a password."""
    sms, token = make.block("sms_configuration"), make.block("software_token_mfa_configuration")
    text = make.get("sms_authentication_message")
    settings = {"sms_configuration": sms, **given(sms_authentication_message=text)} if sms else None
    client = make.client("cognito-idp")
    client.set_user_pool_mfa_config(
        UserPoolId=number,
        MfaConfiguration=make.get("mfa_configuration"),
        **given(
            SmsMfaConfiguration=part(client, "SetUserPoolMfaConfig", "SmsMfaConfiguration", settings)
            if settings
            else None,
            SoftwareTokenMfaConfiguration={"Enabled": bool(token.get("enabled"))} if token else None,
        ),
    )


def client_of_pool(make: Make) -> Mapping[str, Any]:
    """An application that users sign in to."""
    made = send(make, "cognito-idp", "CreateUserPoolClient", make.values, ClientName=make.get("name"))["UserPoolClient"]
    return {"id": made["ClientId"], "client_secret": made.get("ClientSecret", "")}


def domain(make: Make) -> Mapping[str, Any]:
    """Where users sign in."""
    name, certificate = str(make.get("domain")), make.get("certificate_arn")
    made = send(
        make,
        "cognito-idp",
        "CreateUserPoolDomain",
        make.values,
        CustomDomainConfig={"CertificateArn": certificate} if certificate else None,
    )
    place = made.get("CloudFrontDomain") or f"{name}.auth.{make.region}.amazoncognito.com"
    return {
        "id": name,
        "aws_account_id": make.account,
        "cloudfront_distribution": place,
        "cloudfront_distribution_arn": place,
        "cloudfront_distribution_zone_id": "Z2FDTNDATAQYW2",
    }


def group(make: Make) -> Mapping[str, Any]:
    """A group of users."""
    send(make, "cognito-idp", "CreateGroup", make.values, GroupName=make.get("name"))
    return {"id": f"{make.get('user_pool_id')}/{make.get('name')}"}


def user(make: Make) -> Mapping[str, Any]:
    """A user."""
    pool, name = str(make.get("user_pool_id")), str(make.get("username"))
    attributes = [{"Name": one, "Value": str(value)} for one, value in (make.get("attributes") or {}).items()]
    client = make.client("cognito-idp")
    made = client.admin_create_user(
        UserPoolId=pool,
        Username=name,
        UserAttributes=attributes,
        **given(
            TemporaryPassword=make.get("temporary_password"),
            DesiredDeliveryMediums=make.get("desired_delivery_mediums"),
            MessageAction="SUPPRESS",
            ForceAliasCreation=make.get("force_alias_creation"),
            ClientMetadata=make.get("client_metadata"),
        ),
    )["User"]
    if make.get("password"):
        client.admin_set_user_password(UserPoolId=pool, Username=name, Password=make.get("password"), Permanent=True)
        made = made | {"UserStatus": "CONFIRMED"}
    if make.get("enabled") is False:
        client.admin_disable_user(UserPoolId=pool, Username=name)
    subject = next((each["Value"] for each in made.get("Attributes", ()) if each["Name"] == "sub"), "")
    return {"id": f"{pool}/{name}", "sub": subject, "status": made["UserStatus"]}


def user_in_group(make: Make) -> Mapping[str, Any]:
    """A user's place in a group."""
    send(make, "cognito-idp", "AdminAddUserToGroup", make.values)
    return {"id": "/".join(str(make.get(name)) for name in ("user_pool_id", "group_name", "username"))}


def resource_server(make: Make) -> Mapping[str, Any]:
    """What may be asked for of an application."""
    client, name = make.client("cognito-idp"), make.get("identifier")
    scopes = part(client, "CreateResourceServer", "Scopes", make.get("scope") or [])
    send(make, "cognito-idp", "CreateResourceServer", make.values, Scopes=scopes or None)
    return {
        "id": f"{make.get('user_pool_id')}|{name}",
        "scope_identifiers": [f"{name}/{each['ScopeName']}" for each in scopes],
    }


def identity_provider(make: Make) -> Mapping[str, Any]:
    """Who else says who somebody is."""
    send(make, "cognito-idp", "CreateIdentityProvider", make.values)
    return {"id": f"{make.get('user_pool_id')}:{make.get('provider_name')}"}


def identity_pool(make: Make) -> Mapping[str, Any]:
    """What users get permissions of the account by."""
    made = send(
        make,
        "cognito-identity",
        "CreateIdentityPool",
        {"allow_unauthenticated_identities": False, **without(make.values, "tags")},
        IdentityPoolTags=dict(make.tags) or None,
    )
    number = made["IdentityPoolId"]
    return {"id": number, "arn": f"arn:aws:cognito-identity:{make.region}:{make.account}:identitypool/{number}"}


PROVISIONERS: Mapping[str, Provisioner] = {
    "aws_cognito_identity_pool": identity_pool,
    "aws_cognito_identity_pool_roles_attachment": unsupported("SetIdentityPoolRoles"),
    "aws_cognito_identity_provider": identity_provider,
    "aws_cognito_resource_server": resource_server,
    "aws_cognito_risk_configuration": unsupported("SetRiskConfiguration"),
    "aws_cognito_user": user,
    "aws_cognito_user_group": group,
    "aws_cognito_user_in_group": user_in_group,
    "aws_cognito_user_pool": user_pool,
    "aws_cognito_user_pool_client": client_of_pool,
    "aws_cognito_user_pool_domain": domain,
    "aws_cognito_user_pool_ui_customization": unsupported("SetUICustomization"),
}
