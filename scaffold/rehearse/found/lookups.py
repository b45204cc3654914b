"""Data sources that look something up in the account: what they look for is made, by the name that they look for."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from typing import Any

from scaffold.rehearse.found.base import Finder
from scaffold.rehearse.provision.base import Make
from scaffold.rehearse.surroundings import TRUST, Surroundings, archive

_DEFAULT = "rehearsal"


def _vpc(make: Make, here: Surroundings) -> Mapping[str, Any]:
    known = here.client("ec2").describe_vpcs(VpcIds=[make.get("id") or here.vpc()])["Vpcs"][0]
    name, main = known["VpcId"], here.route_table()
    found = {"cidr_block": known["CidrBlock"], "main_route_table_id": main, "owner_id": here.account}
    return {"id": name, "arn": here.arn("ec2", f"vpc/{name}"), "default": known["IsDefault"], **found}


def _vpcs(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    return {"id": here.region, "ids": [here.vpc()]}


def _subnets(make: Make, here: Surroundings) -> Mapping[str, Any]:
    wanted = [value for each in make.blocks("filter") if each.get("name") == "vpc-id" for value in each["values"]]
    vpc = make.get("vpc_id") or next(iter(wanted), here.vpc())
    found = here.client("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
    return {"id": here.region, "vpc_id": vpc, "ids": sorted(each["SubnetId"] for each in found) or here.subnets()}


def _subnet(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("id") or here.subnets()[0]
    known = here.client("ec2").describe_subnets(SubnetIds=[name])["Subnets"][0]
    found = {"vpc_id": known["VpcId"], "cidr_block": known["CidrBlock"], "owner_id": here.account}
    zone = {"availability_zone": known["AvailabilityZone"], "arn": here.arn("ec2", f"subnet/{name}")}
    return {"id": name, **found, **zone}


def _group(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("id") or here.security_group()
    known = here.client("ec2").describe_security_groups(GroupIds=[name])["SecurityGroups"][0]
    arn = here.arn("ec2", f"security-group/{name}")
    return {"id": name, "name": known["GroupName"], "vpc_id": known.get("VpcId"), "arn": arn}


def _groups(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    return {"id": here.region, "ids": [here.security_group()], "vpc_ids": [here.vpc()]}


def _routes(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("route_table_id") or here.route_table()
    return {"id": name, "route_table_id": name, "vpc_id": make.get("vpc_id") or here.vpc(), "ids": [name]}


def _image(make: Make, here: Surroundings) -> Mapping[str, Any]:  # noqa: ARG001
    name = here.image()
    known = here.client("ec2").describe_images(ImageIds=[name])["Images"][0]
    about = {"architecture": known["Architecture"], "root_device_name": known.get("RootDeviceName", "/dev/xvda")}
    return {"id": name, "image_id": name, "ids": [name], "name": known.get("Name", name), **about}


def _zone(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name") or "example.com"
    zone = here.zone(name)
    servers = [f"ns-{at}.awsdns-{at}.com" for at in range(4)]
    found = {"id": zone, "zone_id": zone, "name": name.rstrip("."), "name_servers": servers}
    return {**found, "arn": f"arn:{here.partition}:route53:::hostedzone/{zone}"}


def _certificate(make: Make, here: Surroundings) -> Mapping[str, Any]:
    domain = make.get("domain") or "example.com"
    arn = here.certificate(domain)
    return {"id": arn, "arn": arn, "domain": domain, "status": "ISSUED"}


def _key(make: Make, here: Surroundings) -> Mapping[str, Any]:
    known = here.key()
    asked = make.get("name") or make.get("key_id") or known["KeyId"]
    found = {"id": known["KeyId"], "key_id": make.get("key_id") or known["KeyId"], "enabled": True}
    if make.type == "aws_kms_alias":
        name = asked if asked.startswith("alias/") else f"alias/{asked}"
        if not name.startswith("alias/aws/"):
            here.once(name, lambda: here.client("kms").create_alias(AliasName=name, TargetKeyId=known["KeyId"]))
        targets = {"target_key_id": known["KeyId"], "target_key_arn": known["Arn"]}
        return {"id": name, "name": name, "arn": here.arn("kms", name), **targets}
    return {**found, "arn": known["Arn"]}


def _secret(make: Make, here: Surroundings) -> Mapping[str, Any]:
    asked = make.get("name") or make.get("secret_id") or make.get("arn") or _DEFAULT
    client = here.client("secretsmanager")
    try:
        arn = client.describe_secret(SecretId=asked)["ARN"]
    except client.exceptions.ResourceNotFoundException:
        arn = here.secret(asked.rpartition(":")[2])
    found = {"id": arn, "arn": arn, "name": asked, "secret_id": asked}
    if make.type == "aws_secretsmanager_secret_version":
        with contextlib.suppress(client.exceptions.ResourceNotFoundException):
            known = client.get_secret_value(SecretId=arn)
            return {**found, "secret_string": known.get("SecretString", ""), "version_id": known["VersionId"]}
        return {**found, "secret_string": '{"username":"rehearsal","password":"rehearsal"}'}
    return found


def _parameter(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name", f"/{_DEFAULT}")
    client = here.client("ssm")
    try:
        known = client.get_parameter(Name=name, WithDecryption=True)["Parameter"]
    except client.exceptions.ParameterNotFound:
        value = here.image() if "ami" in name or "image" in name else _DEFAULT
        if name.lstrip("/").startswith(("aws", "ssm")):  # nobody but the cloud may make such a one
            return {"id": name, "value": value, "insecure_value": value, "type": "String", "version": 1}
        client.put_parameter(Name=name, Value=value, Type="String")
        known = client.get_parameter(Name=name)["Parameter"]
    values = {"value": known["Value"], "insecure_value": known["Value"], "type": known["Type"]}
    return {"id": name, "arn": known.get("ARN", ""), "version": known["Version"], **values}


def _bucket(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("bucket") or f"{_DEFAULT}-bucket"
    client = here.client("s3")
    try:
        client.head_bucket(Bucket=name)
    except client.exceptions.ClientError:
        here.bucket(name)
    domain = f"{name}.s3.amazonaws.com"
    regional = f"{name}.s3.{here.region}.amazonaws.com"
    domains = {"bucket_domain_name": domain, "bucket_regional_domain_name": regional, "region": here.region}
    return {"id": name, "bucket": name, "arn": f"arn:{here.partition}:s3:::{name}", **domains}


def _role(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name") or _DEFAULT
    client = here.client("iam")
    try:
        known = client.get_role(RoleName=name)["Role"]
    except client.exceptions.NoSuchEntityException:
        known = here.role(name)
    about = {"unique_id": known["RoleId"], "path": known["Path"], "assume_role_policy": TRUST}
    return {"id": name, "name": name, "arn": known["Arn"], **about}


def _policy(make: Make, here: Surroundings) -> Mapping[str, Any]:
    arn = make.get("arn")
    name = make.get("name") or (arn or f"/{_DEFAULT}").rpartition("/")[2]
    arn = arn or f"arn:{here.partition}:iam::aws:policy/{name}"
    document = '{"Version":"2012-10-17","Statement":[]}'
    with contextlib.suppress(here.client("iam").exceptions.NoSuchEntityException):
        known = here.client("iam").get_policy(PolicyArn=arn)["Policy"]
        return {"id": arn, "arn": arn, "name": name, "path": known["Path"], "policy": document}
    return {"id": arn, "arn": arn, "name": name, "path": "/", "policy": document}


def _topic(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name") or _DEFAULT
    arn = here.topic(name)  # the one that is there, where there is one
    return {"id": arn, "arn": arn, "name": name}


def _queue(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name") or make.get("url", f"/{_DEFAULT}").rpartition("/")[2]
    client = here.client("sqs")
    try:
        url = client.get_queue_url(QueueName=name)["QueueUrl"]
    except client.exceptions.QueueDoesNotExist:
        url = here.queue(name)
    return {"id": url, "url": url, "name": name, "arn": here.arn("sqs", name)}


def _cluster(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("cluster_name") or "default"
    client = here.client("ecs")
    known = client.describe_clusters(clusters=[name])["clusters"]
    found = known[0] if known else client.create_cluster(clusterName=name)["cluster"]
    return {"id": found["clusterArn"], "arn": found["clusterArn"], "cluster_name": name, "status": "ACTIVE"}


def _repository(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name") or make.get("repository_name") or _DEFAULT
    client = here.client("ecr")
    try:
        known = client.describe_repositories(repositoryNames=[name])["repositories"][0]
    except client.exceptions.RepositoryNotFoundException:
        known = client.create_repository(repositoryName=name)["repository"]
    found = {"arn": known["repositoryArn"], "repository_url": known["repositoryUri"], "registry_id": here.account}
    digest = f"sha256:{'0' * 64}"
    image = {"image_digest": digest, "image_tag": "latest", "image_uri": f"{known['repositoryUri']}@{digest}"}
    return {"id": name, "name": name, **found, **image}


def _function(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("function_name") or _DEFAULT
    client = here.client("lambda")
    try:
        arn = client.get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    except client.exceptions.ResourceNotFoundException:
        role, code = here.role()["Arn"], {"ZipFile": io.BytesIO(archive()).getvalue()}
        ask = {"Runtime": "python3.12", "Handler": "index.handler"}
        arn = client.create_function(FunctionName=name, Role=role, Code=code, **ask)["FunctionArn"]
    invoke = f"arn:{here.partition}:apigateway:{here.region}:lambda:path/2015-03-31/functions/{arn}/invocations"
    return {"id": name, "function_name": name, "arn": arn, "qualified_arn": f"{arn}:$LATEST", "invoke_arn": invoke}


def _table(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name") or _DEFAULT
    client = here.client("dynamodb")
    try:
        known = client.describe_table(TableName=name)["Table"]
    except client.exceptions.ResourceNotFoundException:
        keys = {"KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
        types = [{"AttributeName": "id", "AttributeType": "S"}]
        known = client.create_table(TableName=name, AttributeDefinitions=types, **keys)["TableDescription"]
    return {"id": name, "name": name, "arn": known["TableArn"], "hash_key": known["KeySchema"][0]["AttributeName"]}


def _log_group(make: Make, here: Surroundings) -> Mapping[str, Any]:
    name = make.get("name") or f"/{_DEFAULT}"
    client = here.client("logs")
    with contextlib.suppress(client.exceptions.ResourceAlreadyExistsException):
        client.create_log_group(logGroupName=name)
    return {"id": name, "name": name, "arn": here.arn("logs", f"log-group:{name}"), "retention_in_days": 0}


FINDERS: Mapping[str, Finder] = {
    "aws_vpc": _vpc,
    "aws_vpcs": _vpcs,
    "aws_subnets": _subnets,
    "aws_subnet_ids": _subnets,
    "aws_subnet": _subnet,
    "aws_security_group": _group,
    "aws_security_groups": _groups,
    "aws_route_table": _routes,
    "aws_route_tables": _routes,
    "aws_ami": _image,
    "aws_ami_ids": _image,
    "aws_route53_zone": _zone,
    "aws_acm_certificate": _certificate,
    "aws_kms_key": _key,
    "aws_kms_alias": _key,
    "aws_secretsmanager_secret": _secret,
    "aws_secretsmanager_secret_version": _secret,
    "aws_ssm_parameter": _parameter,
    "aws_s3_bucket": _bucket,
    "aws_iam_role": _role,
    "aws_iam_policy": _policy,
    "aws_sns_topic": _topic,
    "aws_sqs_queue": _queue,
    "aws_ecs_cluster": _cluster,
    "aws_ecr_repository": _repository,
    "aws_ecr_image": _repository,
    "aws_lambda_function": _function,
    "aws_dynamodb_table": _table,
    "aws_cloudwatch_log_group": _log_group,
}
