"""What the admitted versions of Terraform and of the provider know: language, backends, providers, their resources."""

from __future__ import annotations

import pytest

AWS = 'required_providers {{ aws = {{ source = "hashicorp/aws", version = "{}" }} }}'


def project(text: str, version: str = "") -> str:
    said = f'required_version = "{version}"' if version else ""
    return f"terraform {{\n{said}\n}}\n{text}\n"


FEATURES = [
    ("check", "1.5", 'check "c" {\n assert {\n condition = true\n error_message = "m"\n}\n}', "check.c"),
    ("import", "1.5", 'import {\n to = aws_s3_bucket.a\n id = "a"\n}', "import"),
    ("import.for_each", "1.7", 'import {\n for_each = {}\n to = aws_s3_bucket.a\n id = "a"\n}', "import"),
    ("moved", "1.1", "moved {\n from = aws_s3_bucket.a\n to = aws_s3_bucket.b\n}", "moved"),
    ("removed", "1.7", "removed {\n from = aws_s3_bucket.a\n}", "removed"),
    ("optional", "1.3", 'variable "v" {\n type = object({ a = optional(string, "x") })\n}', "var.v"),
    ("validation", "0.13", 'variable "v" {\n validation {\n condition = true\n error_message = "m"\n}\n}', "var.v"),
    ("nullable", "1.1", 'variable "v" {\n nullable = true\n}', "var.v"),
    ("ephemeral", "1.10", 'variable "v" {\n ephemeral = true\n}', "var.v"),
    ("ephemeral block", "1.10", 'ephemeral "random_password" "p" {\n length = 8\n}', "ephemeral.random_password.p"),
    ("terraform_data", "1.4", 'resource "terraform_data" "t" {}', "terraform_data.t"),
    (
        "precondition",
        "1.2",
        'resource "null_resource" "t" {\nlifecycle {\nprecondition {\ncondition = true\nerror_message = "m"\n}\n}\n}',
        "null_resource.t",
    ),
    (
        "other variable",
        "1.9",
        'variable "a" {}\nvariable "v" {\nvalidation {\ncondition = var.v > var.a\nerror_message = "m"\n}\n}',
        "var.v",
    ),
    ("startswith", "1.3", 'locals {\n a = startswith("ab", "a")\n}', "locals"),
    ("in an expression", "1.5", 'locals {\n a = 1 > 2 || strcontains("ab", "a")\n}', "locals"),
    ("in a template", "1.9", 'locals {\n a = "x ${templatestring(local.b, {})}"\n b = "c"\n}', "locals"),
    ("of a provider", "1.8", 'locals {\n a = provider::aws::arn_parse("x")\n}', "locals"),
    ("write-only", "1.11", 'resource "aws_db_instance" "d" {\n password_wo = "x"\n}', "aws_db_instance.d"),
]


@pytest.mark.parametrize(("since", "text", "subject"), [row[1:] for row in FEATURES], ids=[row[0] for row in FEATURES])
class TestFeatures:
    def hits(self, adviser, text: str, version: str) -> list[str]:
        found = [each for each in adviser(project(text, version)) if each.check.id == "terraform-version-features"]
        return [f"{each.subject}: {each.sentence}" for each in found]

    def test_hit_where_an_older_version_is_admitted(self, adviser, since, text, subject):
        major, minor = since.split(".")
        said = self.hits(adviser, text, f">= {major}.{int(minor) - 1}")
        assert any(each.startswith(f"{subject}: ") and f"needs Terraform {since}," in each for each in said)

    def test_miss_where_none_is(self, adviser, since, text, subject):
        del subject
        assert not self.hits(adviser, text, f">= {since}.0, < 2")
        assert not self.hits(adviser, text, f"~> {since}")

    def test_silence_where_nobody_says_which_versions(self, adviser, since, text, subject):
        del since, subject
        assert not self.hits(adviser, text, "")
        assert not self.hits(adviser, text, "whatever")


def test_the_constraint_of_a_local_module_counts_too(adviser):
    root = 'terraform {\n required_version = ">= 1.0"\n}\nmodule "m" {\n source = "./m"\n}\n'
    module = 'terraform {\n required_version = ">= 1.4"\n}\nresource "terraform_data" "t" {}\n'
    assert not adviser.said({"main.tf": root, "m/main.tf": module})
    assert adviser.said({"m/main.tf": module.replace("1.4", "1.1")}) == [
        "terraform-version-features terraform_data.t",
    ]


def test_words_that_only_look_like_features(adviser):
    text = """
    locals {
      a = 1 > 2 ? "strcontains(x)" : "y"
      startswith = 1
    }
    variable "v" {
      sensitive = false
      validation {
        condition     = var.v == null || length(var.v) > 1
        error_message = "See var.other."
      }
    }
    """
    assert not adviser.said(project(text, ">= 0.13"))


def test_opentofu_knows_other_things(adviser):
    text = 'locals {\n a = provider::aws::arn_parse("x")\n}'
    assert not adviser.said({"main.tofu": project(text, ">= 1.7")})


def backend(arguments: str, version: str = "", kind: str = "s3") -> str:
    written = f'backend "{kind}" {{\n bucket = "b"\n key = "k"\n encrypt = true\n {arguments}\n}}'
    said = f'required_version = "{version}"' if version else ""
    return f"terraform {{\n{said}\n{written}\n}}\n"


@pytest.mark.parametrize(
    ("arguments", "version", "said"),
    [
        ("use_lockfile = true", ">= 1.0", "terraform-backend-settings"),
        ("use_lockfile = true", "~> 1.9.0", "terraform-backend-settings"),
        ("use_lockfile = true", ">= 1.10", None),
        ("use_lockfile = true", ">= 1.10.0-beta1", None),
        ("use_lockfile = true", "", None),
        ('dynamodb_table = "t"', ">= 1.11", "terraform-backend-deprecated"),
        ('dynamodb_table = "t"', ">= 1.10", "terraform-backend-deprecated"),
        ('dynamodb_table = "t"', ">= 1.5", None),
        ('dynamodb_table = "t"', "~> 1.10.0", None),
        ('dynamodb_table = "t"', "", None),
        ('role_arn = "r"', ">= 1.10", "terraform-backend-settings"),
        ('role_arn = "r"', ">= 1.5", "terraform-backend-deprecated"),
        ('role_arn = "r"', ">= 1.5, < 1.6", None),
        ("force_path_style = true", ">= 1.6", "terraform-backend-deprecated"),
        ("force_path_style = true", ">= 1.3", None),
        ('assume_role = { role_arn = "r" }', ">= 1.6", None),
        ('assume_role = { role_arn = "r" }', ">= 1.5", "terraform-backend-settings"),
        ('assume_role {\n role_arn = "r"\n}', ">= 1.6", "terraform-backend-settings"),
        ('endpoints {\n s3 = "e"\n}', "", "terraform-backend-settings"),
    ],
)
def test_arguments_of_the_s3_backend(adviser, arguments, version, said):
    assert adviser.said(backend(arguments, version)) == ([f"{said} terraform"] if said else [])


def test_backends_that_are_gone(adviser):
    assert adviser.said(backend("", ">= 1.3", "etcdv3")) == ["terraform-backend-settings terraform"]
    assert not adviser.said(backend("", "~> 1.2.0", "etcdv3"))
    cloud = 'terraform {\n required_version = ">= 1.0"\n cloud {\n organization = "o"\n}\n}\n'
    (said,) = adviser(cloud)
    assert said.sentence == "the cloud block needs Terraform 1.1, and >= 1.0 admits older versions"


def provider(arguments: str, version: str = "") -> str:
    required = f"terraform {{\n{AWS.format(version)}\n}}\n" if version else ""
    return f'{required}provider "aws" {{\n{arguments}\n}}\n'


@pytest.mark.parametrize(
    ("arguments", "version", "said"),
    [
        ("default_tags {\n tags = {}\n}", "~> 3.20.0", "terraform-provider-settings"),
        ("default_tags {\n tags = {}\n}", "~> 3.0", None),
        ("default_tags {\n tags = {}\n}", ">= 3.0", None),
        ("default_tags {\n tags = {}\n}", "", None),
        ("s3_force_path_style = true", "~> 5.0", "terraform-provider-settings"),
        ("s3_force_path_style = true", ">= 4.0", "terraform-deprecated"),
        ("s3_force_path_style = true", "~> 4.0", None),
        ("endpoints {\n sdb = var.e\n}", "~> 6.0", "terraform-provider-settings"),
        ("endpoints {\n sqs = var.e\n}", "~> 6.0", None),
    ],
)
def test_arguments_of_the_provider(adviser, arguments, version, said):
    assert adviser.said(provider(arguments, version)) == ([f"{said} provider.aws"] if said else [])


LOCK = 'provider "registry.terraform.io/hashicorp/aws" {{\n version = "{}"\n}}\n'


def resource(type_: str, body: str, version: str = "", kind: str = "resource") -> str:
    required = f"terraform {{\n{AWS.format(version)}\n}}\n" if version else ""
    return f'{required}variable "v" {{\n default = null\n}}\nvariable "w" {{}}\n{kind} "{type_}" "x" {{\n{body}\n}}\n'


@pytest.mark.parametrize(
    ("type_", "body", "version", "said"),
    [
        ("aws_eip", "vpc = true", "~> 6.0", "terraform-removed"),
        ("aws_eip", "vpc = true", "~> 5.50", "terraform-deprecated"),
        ("aws_eip", "vpc = true", ">= 4", "terraform-deprecated"),
        ("aws_eip", "vpc = true", "", "terraform-deprecated"),
        ("aws_eip", "vpc = true", "~> 4.0", None),
        ("aws_eip", "vpc = null", "~> 6.0", None),
        ("aws_eip", "vpc = var.v", "~> 6.0", None),
        ("aws_eip", "vpc = var.w", "~> 6.0", None),
        ("aws_eip", 'domain = "vpc"', "~> 6.0", None),
        ("aws_s3_bucket", "versioning {\n enabled = true\n}", "~> 5.0", "terraform-deprecated"),
        ("aws_s3_bucket", "versioning {\n enabled = true\n}", "~> 3.0", None),
        ("aws_s3_bucket", 'dynamic "versioning" {\n for_each = []\n content {}\n}', "~> 5.0", None),
        ("aws_s3_bucket", 'dynamic "versioning" {\n for_each = var.w\n content {}\n}', "~> 5.0", None),
        ("aws_s3_bucket_object", 'key = "k"', "~> 5.0", "terraform-deprecated"),
        ("aws_opsworks_stack", "", "~> 6.0", "terraform-removed"),
        ("aws_launch_configuration", "", "~> 5.0", "terraform-deprecated"),
        ("aws_db_instance", 'name = "n"', "~> 5.0", "terraform-removed"),
        ("aws_db_instance", 'db_name = "n"', "~> 5.0", None),
    ],
)
def test_what_the_provider_deprecated_or_removed(adviser, type_, body, version, said):
    found = [each for each in adviser.said(resource(type_, body, version)) if each.startswith("terraform-")]
    assert found == ([f"{said} {type_}.x"] if said else [])


def test_the_lock_file_decides(adviser):
    text = {"main.tf": resource("aws_eip", "vpc = true", ">= 4"), ".terraform.lock.hcl": LOCK.format("6.2.0")}
    assert adviser.said(text) == ["terraform-removed aws_eip.x"]
    assert not adviser.said({**text, ".terraform.lock.hcl": LOCK.format("4.67.0")})


def test_data_sources(adviser):
    assert adviser.said(resource("aws_subnet_ids", "", "~> 5.0", "data")) == ["terraform-removed data.aws_subnet_ids.x"]
    assert adviser.said(resource("template_file", "", "", "data")) == ["terraform-deprecated data.template_file.x"]
    old = 'terraform {\n required_version = "~> 0.11.0"\n}\n' + resource("template_file", "", "", "data")
    assert not adviser.said(old)


def test_the_provider_of_somebody_else(adviser):
    text = resource("aws_eip", "vpc = true", "~> 6.0")
    assert not adviser.said(text.replace("hashicorp/aws", "acme/aws"))


def test_instances_are_spoken_of_once(adviser):
    assert adviser.said(resource("aws_eip", "count = 3\nvpc = true", "~> 6.0")) == ["terraform-removed aws_eip.x"]
