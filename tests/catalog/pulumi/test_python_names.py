"""Names of Pulumi's SDKs for Python, beside what the SDKs themselves say."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.catalog.pulumi import python_names as names

GETTER = re.compile(r'@pulumi\.getter(?:\(name="([^"]+)"\))?\n(?:    @_utilities.*\n)?    def (\w+)\(self\)')
HEAD = re.compile(r"^class (\w+)", re.M)
TYPED = re.compile(r'@pulumi\.type_token\("([^"]+)"\)\nclass (\w+)')
INVOKED = re.compile(r"^def (\w+)\((?:(?!^def ).)*?pulumi\.runtime\.invoke\w*\('([^']+)'", re.M | re.S)
MEMBER = re.compile(r'^    (\w+) = "(.*)"$', re.M)


@cache
def root(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        pytest.skip(f"{package} is not installed")
    return Path(found.origin).parent


def files(package: str, pattern: str = "*.py") -> Iterator[tuple[tuple[str, ...], str]]:
    """The texts of a package's files, each with the path of the module that it stands in."""
    for path in root(package).rglob(pattern):
        yield path.relative_to(root(package)).parts[:-1], path.read_text(encoding="utf-8")


def classes(text: str) -> Iterator[tuple[str, str]]:
    heads = list(HEAD.finditer(text))
    ends = [*(head.start() for head in heads), len(text)][1:]
    yield from ((head[1], text[head.start() : end]) for head, end in zip(heads, ends, strict=True))


@pytest.mark.parametrize("package", ["pulumi_aws", "pulumi_random"])
def test_every_property_of_the_sdk_has_its_name(package: str) -> None:
    short = names.package_name(package)
    assert short is not None
    wrong = {
        (class_, python, native or python)
        for _, text in files(package)
        for class_, body in classes(text)
        for native, python in GETTER.findall(body)
        if names.native_name(short, python, class_) != (native or python) and not python.startswith("__")
    }
    assert wrong == set()


def test_every_class_and_function_of_the_sdk_has_its_token() -> None:
    wrong = []
    for path, text in files("pulumi_aws"):
        wrong += [name for token, name in TYPED.findall(text) if "Enum)" not in text
                  and names.class_token("aws", (*path, name)) != token]  # fmt: skip
        wrong += [name for name, token in INVOKED.findall(text) if names.function_token("aws", (*path, name)) != token]
    assert wrong == []


def test_every_member_of_an_enumeration_has_its_value() -> None:
    wrong = {
        (class_, member): (value, names.enum_member("aws", (*path, class_, member)))
        for path, text in files("pulumi_aws", "_enums.py")
        for class_, body in classes(text)
        for member, value in MEMBER.findall(body)
        if names.enum_member("aws", (*path, class_, member)) != value
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("package", "python", "native"),
    [
        ("aws", "bucket_prefix", "bucketPrefix"),
        ("aws", "ipv6_cidr_block", "ipv6CidrBlock"),
        ("kubernetes", "cluster_ip", "clusterIP"),
        ("kubernetes", "non_resource_urls", "nonResourceURLs"),
        ("kubernetes", "_ref", "$ref"),
        ("azure-native", "private_ip_address", "privateIPAddress"),
        ("cloudflare", "zone_id", "zoneId"),
        ("other", "class_", "class"),
    ],
)
def test_properties(package: str, python: str, native: str) -> None:
    assert names.native_name(package, python) == native


@pytest.mark.parametrize(
    ("native", "python"),
    [("bucketPrefix", "bucket_prefix"), ("externalIPs", "external_ips"), ("openAPIV3Schema", "open_apiv3_schema"),
     ("s3KeyPrefix", "s3_key_prefix"), ("id", "id")],
)  # fmt: skip
def test_names_in_python(native: str, python: str) -> None:
    assert names.python_name(native) == python


def test_names_that_differ_by_place() -> None:
    assert names.native_name("azure-native", "dns_service_ip", around="networkProfile") == "dnsServiceIP"
    assert names.native_name("azure-native", "dns_service_ip", "ContainerServiceNetworkProfileArgs") == "dnsServiceIP"
    assert names.native_name("azure-native", "dns_service_ip") == "dnsServiceIp"


def test_documents_of_policies_have_names_of_their_own() -> None:
    assert names.native_name("aws", "not_action", "PolicyStatementArgs") == "NotAction"
    assert names.native_name("aws", "not_action") == "notAction"


@pytest.mark.parametrize(
    ("module", "package"),
    [("pulumi_aws", "aws"), ("pulumi_azure_native", "azure-native"), ("pulumi", None), ("boto3", None)],
)
def test_packages(module: str, package: str | None) -> None:
    assert names.package_name(module) == package


def test_modules_that_are_keywords() -> None:
    assert names.class_token("aws", ("lambda_", "Function")) == "aws:lambda/function:Function"
    assert names.class_token("kubernetes", ("apps", "v1", "Deployment")) == "kubernetes:apps/v1:Deployment"
    assert names.class_token("aws", ("Provider",)) == "pulumi:providers:aws"


def test_functions_in_both_forms() -> None:
    for name in ("get_ami", "get_ami_output"):
        assert names.function_token("aws", ("ec2", name)) == "aws:ec2/getAmi:getAmi"
    assert names.function_token("aws", ("get_caller_identity",)) == "aws:index/getCallerIdentity:getCallerIdentity"
    assert names.function_token("gcp", ("organizations", "get_iam_policy")).endswith(":getIAMPolicy")
    assert names.function_token("gcp", ("projects", "get_iam_policy")).endswith(":getIamPolicy")


@pytest.mark.parametrize(
    ("token", "path", "kept"),
    [
        ("aws:s3/bucket:Bucket", ("tags",), True),
        ("aws:s3/bucket:Bucket", ("website",), False),
        ("aws:lambda/function:Function", ("environment",), False),
        ("aws:lambda/function:Function", ("environment", "variables"), True),
        ("aws:cloudwatch/metricAlarm:MetricAlarm", ("dimensions",), True),
        ("kubernetes:core/v1:Secret", ("stringData",), True),
        ("kubernetes:core/v1:Service", ("metadata",), False),
        ("kubernetes:core/v1:Service", ("metadata", "labels"), True),
        ("cloudflare:index/record:Record", ("tags",), True),
        ("eks:index:Cluster", ("kubeconfig",), True),
        ("eks:index:Cluster", ("kubeconfig", "users", "user", "exec"), True),
        ("aws:s3/bucket:Bucket", (), False),
    ],
)
def test_maps_keep_their_keys(token: str, path: tuple[str, ...], kept: bool) -> None:
    assert names.keeps_keys(token, path) is kept


def test_classes_of_arguments_have_defaults() -> None:
    assert names.argument_defaults("azure-native", ("web", "SiteConfigArgs"))["http20_enabled"] is True
    assert (
        names.argument_defaults("azure-native", ("web", "v20230101", "SiteConfigArgs"))["local_my_sql_enabled"] is False
    )
    assert names.argument_defaults("command", ("remote", "ConnectionArgs"))["dial_error_limit"] == 10
    assert names.argument_defaults("aws", ("s3", "BucketWebsiteArgs")) == {}
    assert names.argument_defaults("other", ()) == {}


def test_members_of_which_nothing_is_known() -> None:
    assert names.enum_member("aws", ("ec2", "InstanceType", "Z99_128_X_LARGE")) == "z99.128xlarge"
    assert names.enum_member("aws", ("ec2", "InstanceType", "nonsense")) is None
    assert names.enum_member("aws", ("lambda_", "Runtime", "COBOL")) is None
    assert names.enum_member("cloudflare", ("Plan", "FREE")) is None
    assert names.enum_member("aws", ("FREE",)) is None


@given(st.text(max_size=40))
def test_any_text_has_some_name(text: str) -> None:
    assert isinstance(names.native_name("aws", text), str)
    assert isinstance(names.python_name(text), str)
    assert not names.is_property(text) or text == text.lower()
    names.enum_member("aws", ("ec2", "InstanceType", text))
    names.enum_member("aws", ("iam", "ManagedPolicy", text))
