"""What mocks give: patterns in Pulumi's names, and what they come to."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scaffold.catalog
from scaffold.catalog.pulumi import (
    answer,
    completed,
    enum_member,
    filled,
    function_token,
    generic,
    native_token,
    patterns,
    use_of,
)
from scaffold.catalog.pulumi import (
    given as given_to,
)
from scaffold.catalog.realistic import Use
from scaffold.model.shapes import ANYTHING, Kind, Member, Shape

CATALOG = Path(scaffold.catalog.__file__).parent
MOCKS = tomllib.loads((CATALOG / "mocks.toml").read_text())["types"]
LEFT_OVER = re.compile(r"<@?[a-z]\w*[|>]|\{\w+\}")


def state(token, name="orders", /, **inputs):
    use = use_of(token, name, inputs)
    return {**{key: filled(pattern, use) for key, pattern in patterns(token).items()}, **inputs}


def answered(token, /, **arguments):
    use = Use(seed=token, name=token.rpartition(":")[2], own=arguments)
    return {**filled(answer(token), use), **arguments}


def test_a_thing_without_a_name_has_its_resources_name_and_something_random():
    table = state("aws:dynamodb/table:Table")
    assert re.fullmatch(r"orders-[0-9a-f]{7}", table["name"])
    assert table["arn"] == f"arn:aws:dynamodb:us-east-1:123456789012:table/{table['name']}"
    assert table["id"] == table["name"]


def test_a_given_name_is_the_name_everywhere():
    role = state("aws:iam/role:Role", name="reader")
    assert (role["id"], role["arn"]) == ("reader", "arn:aws:iam::123456789012:role/reader")
    bucket = state("aws:s3/bucket:Bucket", bucket="files")
    assert bucket["arn"] == "arn:aws:s3:::files"
    assert bucket["bucketRegionalDomainName"] == "files.s3.us-east-1.amazonaws.com"


def test_things_differ_by_their_type_and_name():
    arns = {state(token, name)["arn"] for token in ("aws:sqs/queue:Queue", "aws:sns/topic:Topic") for name in "ab"}
    assert len(arns) == 4


def test_nested_outputs_have_the_form_that_the_package_declares():
    cluster = state("aws:eks/cluster:Cluster")
    assert cluster["certificateAuthority"]["data"]
    assert cluster["identities"][0]["oidcs"][0]["issuer"].startswith("https://oidc.eks.us-east-1.amazonaws.com/id/")
    certificate = state("aws:acm/certificate:Certificate", domainName="shop.example.com")
    assert certificate["domainValidationOptions"][0]["resourceRecordName"].endswith(".shop.example.com.")


def test_the_elements_of_a_list_differ():
    subnets = state("awsx:ec2:Vpc")["publicSubnetIds"]
    assert len(set(subnets)) == 3
    assert all(re.fullmatch(r"subnet-0[0-9a-f]{16}", subnet) for subnet in subnets)


@pytest.mark.parametrize("type_", sorted(MOCKS))
def test_every_row_of_terraforms_table_is_told_in_pulumis_names(type_):
    token = native_token(type_)
    told = patterns(token)
    assert {"id"} <= set(told)
    assert len(told) >= len(MOCKS[type_])
    assert not any("_" in key for key in told if type_.startswith("aws_"))
    assert not LEFT_OVER.search(json.dumps({key: filled(told[key], use_of(token, "n", {})) for key in told}))


@pytest.mark.parametrize(
    "token",
    [
        *(key for key in tomllib.loads((CATALOG / "pulumi" / "native.toml").read_text()) if key != "packages"),
        "azure-native:web:AppServicePlan",
        "azure:network/virtualNetwork:VirtualNetwork",
        "gcp:compute/network:Network",
        "kubernetes:apps/v1:Deployment",
        "nobody:some/thing:Thing",
    ],
)
def test_nothing_stays_to_be_filled_in(token):
    assert not LEFT_OVER.search(json.dumps(state(token)))
    assert "id" in patterns(token)


@pytest.mark.parametrize(
    ("token", "arguments", "key", "value"),
    [
        ("aws:index/getCallerIdentity:getCallerIdentity", {}, "accountId", "123456789012"),
        ("aws:index/getRegion:getRegion", {}, "region", "us-east-1"),
        ("aws:index/getRegion:getRegion", {}, "name", "us-east-1"),
        ("aws:index/getAvailabilityZones:getAvailabilityZones", {}, "names",
         ("us-east-1a", "us-east-1b", "us-east-1c")),
        ("aws:index/getPartition:getPartition", {}, "partition", "aws"),
        ("aws:route53/getZone:getZone", {"name": "example.org"}, "name", "example.org"),
        ("aws:eks/getCluster:getCluster", {"name": "main"}, "arn", "arn:aws:eks:us-east-1:123456789012:cluster/main"),
        ("aws:ec2/getVpc:getVpc", {"id": "vpc-1"}, "id", "vpc-1"),
        ("azure-native:resources:getResourceGroup", {"resourceGroupName": "g"}, "name", "g"),
        ("gcp:organizations/getProject:getProject", {}, "projectId", "example-project"),
    ],
)  # fmt: skip
def test_what_functions_answer(token, arguments, key, value):
    assert answered(token, **arguments)[key] == value


def test_lists_of_other_packages_stay_lists():
    assert answered("tls:index/getCertificate:getCertificate", url="https://example.com")["certificates"][0]


@pytest.mark.parametrize("type_", sorted(tomllib.loads((CATALOG / "mocks_data.toml").read_text())["types"]))
def test_every_answer_of_terraforms_table_is_written_out(type_):
    if not type_.startswith("aws_") or type_ == "aws_iam_policy_document":
        return
    module, _, name = native_token(type_).removeprefix("aws:").partition("/")
    function = function_token("aws", "" if module == "index" else module, f"get{name.partition(':')[2]}")
    found = answer(function)
    if found is not None:
        assert not LEFT_OVER.search(json.dumps(answered(function)))


def test_a_policy_document_is_not_answered_but_worked_out():
    assert answer("aws:iam/getPolicyDocument:getPolicyDocument") is None


def test_nobody_answers_for_a_function_that_nobody_knows():
    assert answer("acme:index/getThing:getThing") is None


@pytest.mark.parametrize(
    ("attribute", "shape", "looks"),
    [
        ("arn", Shape(Kind.STRING), r"arn:aws:acme:us-east-1:123456789012:thing/n-[0-9a-f]{7}"),
        ("endpoint", Shape(Kind.STRING), r"https://n-[0-9a-f]{7}\.us-east-1\.example\.com"),
        ("dnsName", Shape(Kind.STRING), r"n-[0-9a-f]{7}\.us-east-1\.example\.com"),
        ("vpcId", None, r"vpc-0[0-9a-f]{16}"),
        ("strange", Shape(Kind.STRING), r"n-strange-[0-9a-f]{8}"),
    ],
)
def test_texts_of_which_only_the_name_is_known(attribute, shape, looks):
    token = "aws:acme/thing:Thing"
    assert re.fullmatch(looks, filled(generic(token, attribute, shape), use_of(token, "n", {})))


def test_what_neither_name_nor_shape_says_is_not_made_up():
    assert generic("aws:acme/thing:Thing", "strange") is None


def test_other_kinds_of_outputs():
    token = "aws:acme/thing:Thing"
    assert generic(token, "port", Shape(Kind.NUMBER)) == 443
    assert generic(token, "enabled", Shape(Kind.BOOL)) is True
    assert generic(token, "internal", Shape(Kind.BOOL)) is False
    assert generic(token, "labels", Shape(Kind.MAP, Shape(Kind.STRING))) == {}
    assert len(generic(token, "subnetIds", Shape(Kind.LIST, Shape(Kind.STRING)))) == 3
    assert generic(token, "mode", Shape(Kind.STRING, choices=("on", "off"))) == "on"
    nested = Shape(Kind.OBJECT, members={"data": Member(Shape(Kind.STRING)), "deep": Member(ANYTHING, optional=True)})
    assert set(generic(token, "certificateAuthority", nested)) == {"data", "deep"}


def test_a_shape_that_goes_down_and_down_comes_to_an_end():
    shape = Shape(Kind.STRING)
    for _ in range(60):
        shape = Shape(Kind.OBJECT, members={"a": Member(Shape(Kind.LIST, shape))})
    assert len(json.dumps(generic("aws:acme/thing:Thing", "a", shape))) < 200


def test_an_object_that_was_given_is_completed():
    given_ = {"subnetIds": ("subnet-1",), "deep": {"a": 1}}
    made = {"vpcId": "vpc-1", "subnetIds": (), "deep": {"a": 2, "b": 3}}
    assert completed(given_, made) == {"vpcId": "vpc-1", "subnetIds": ("subnet-1",), "deep": {"a": 1, "b": 3}}
    assert completed("text", made) == "text"


@given(st.text(), st.dictionaries(st.sampled_from(["name", "bucket", "id"]), st.text()))
def test_any_name_and_inputs_are_written_the_same_each_time(name, inputs):
    token = "aws:s3/bucket:Bucket"
    assert state(token, name, **inputs) == state(token, name, **inputs)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("lambda.Runtime.NodeJS18dX", "nodejs18.x"),
        ("lambda.Runtime.Python3d12", "python3.12"),
        ("ec2.InstanceType.T3_Micro", "t3.micro"),
        ("ec2.InstanceType.M5_2XLarge", "m5.2xlarge"),
        ("ec2.InstanceType.C7i_flex_Large", "c7i-flex.large"),
        ("ec2.InstanceType.Mac2_m2_Metal", "mac2-m2.metal"),
        ("ec2.InstancePlatform.LinuxUnix", "Linux/UNIX"),
        ("rds.InstanceType.T3_Micro", "db.t3.micro"),
        ("rds.EngineType.AuroraPostgresql", "aurora-postgresql"),
        ("s3.CannedAcl.PublicRead", "public-read"),
        ("route53.RecordType.CNAME", "CNAME"),
        ("Region.USEast1", "us-east-1"),
        ("iam.ManagedPolicy.AmazonS3FullAccess", "arn:aws:iam::aws:policy/AmazonS3FullAccess"),
        (
            "iam.ManagedPolicy.AWSLambdaBasicExecutionRole",
            "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
        ),
        ("iam.ManagedPolicies.LambdaFullAccess", "arn:aws:iam::aws:policy/AWSLambda_FullAccess"),
        ("iam.PolicyDocumentVersion.PolicyDocumentVersion_2012_10_17", "2012-10-17"),
        ("lambda.Runtime.Cobol1dX", None),
        ("nothing", None),
    ],
)
def test_members_of_enumerations(member, value):
    assert enum_member("aws", member) == value


def test_enumerations_of_packages_that_nobody_knows():
    assert enum_member("acme", "a.B.C") is None


@pytest.mark.parametrize(
    ("token", "arguments", "registered"),
    [
        ("aws:ec2/securityGroup:SecurityGroup", {}, {"description": "Managed by Pulumi"}),
        ("aws:ec2/securityGroup:SecurityGroup", {"description": "mine"}, {"description": "mine"}),
        ("aws:sqs/queue:Queue", {"delaySeconds": 3}, {"delaySeconds": 3}),
        ("kubernetes:apps/v1:Deployment", {"spec": {}}, {"spec": {}, "apiVersion": "apps/v1", "kind": "Deployment"}),
        ("kubernetes:core/v1:Service", {}, {"apiVersion": "v1", "kind": "Service"}),
        ("kubernetes:helm.sh/v3:Chart", {}, {}),
    ],
)
def test_what_a_class_adds_to_its_arguments(token, arguments, registered):
    assert given_to(token, arguments) == registered
