"""State, credentials, versions left open, and files that are not there."""

from __future__ import annotations

import pytest

from scaffold.catalog.advice import advise

KEY, SECRET = "AKIA" + "Q7XZ2M4P9KDT3WBV", "abcDEF0123456789+/ghIJKLmnopQRSTuvwxyz78"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ('bucket = "b"\n key = "k"', True),
        ('bucket = "b"\n key = "k"\n encrypt = false', True),
        ('bucket = "b"\n key = "k"\n encrypt = true', False),
        ("", False),
        ('key = "k"', False),
    ],
)
def test_the_encryption_of_state(adviser, arguments, said):
    text = f'terraform {{\n backend "s3" {{\n {arguments}\n}}\n}}\n'
    assert adviser.said(text) == (["terraform-state-encryption terraform"] if said else [])
    assert {advice.sentence for advice in adviser(text)} <= {"the s3 backend does not ask for encryption"}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (f'access_key = "{KEY}"', True),
        (f'secret_key = "{SECRET}"', True),
        (f'access_key = "{"AKIA" + "A" * 16}"', False),
        ('access_key = "AKIAIOSFODNN7EXAMPLE"', False),
        ('access_key = "test"', False),
        ("access_key = var.k", False),
    ],
)
def test_credentials_that_are_written_out(adviser, value, said):
    text = f'variable "k" {{}}\nprovider "aws" {{\n {value}\n}}\n'
    assert adviser.said(text) == (["terraform-literal-credentials provider.aws"] if said else [])


def test_credentials_are_not_repeated(adviser):
    (said,) = adviser(f'terraform {{\n backend "s3" {{\n secret_key = "{SECRET}"\n}}\n}}\n')
    assert said.subject == "terraform"
    assert SECRET not in said.sentence + said.hint


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ('source = "terraform-aws-modules/vpc/aws"', True),
        ('source = "terraform-aws-modules/vpc/aws//modules/x"', True),
        ('source = "app.example.com/acme/vpc/aws"', True),
        ('source = "terraform-aws-modules/vpc/aws"\n version = "~> 5.0"', False),
        ('source = "git::https://example.com/vpc.git"', True),
        ('source = "git::https://example.com/vpc.git?ref=v1"', False),
        ('source = "git::https://example.com/vpc.git?depth=1&ref=v1"', False),
        ('source = "github.com/acme/vpc"', True),
        ('source = "github.com/acme/vpc?ref=v1"', False),
        ('source = "git@github.com:acme/vpc.git"', True),
        ('source = "https://example.com/vpc.zip"', False),
        ('source = "s3::https://s3.amazonaws.com/acme/vpc.zip"', False),
        ('source = "./m"', False),
    ],
)
def test_versions_of_modules(adviser, arguments, said):
    files = {"main.tf": f'module "m" {{\n {arguments}\n}}\n'}
    if "./m" in arguments:
        files["m/main.tf"] = ""
    assert adviser.said(files) == (["terraform-module-version module.m"] if said else [])


def test_repeated_modules_are_named_once(adviser):
    assert adviser.said('module "m" {\n count = 2\n source = "acme/vpc/aws"\n}\n') == [
        "terraform-module-version module.m"
    ]


RESOURCE = 'resource "aws_sqs_queue" "q" {}\n'


def test_versions_that_nobody_says(adviser):
    said = ["terraform-required-version terraform", "terraform-provider-version provider.aws"]
    text = 'provider "aws" {}\n' + RESOURCE
    assert adviser.all(text) == said
    assert adviser.all('terraform {\n required_version = ">= 1.5"\n}\n' + text) == said[1:]
    assert adviser.all('terraform {\n backend "local" {}\n}\n' + RESOURCE) == said


def test_a_module_gets_its_versions_from_elsewhere(adviser):
    assert not adviser.all(RESOURCE)


@pytest.mark.parametrize(
    "files",
    [
        {"a.tf": 'terraform {\n required_providers {\n aws = {\n version = "~> 5.0"\n}\n}\n}\n'},
        {"a.tf": 'provider "aws" {\n version = "~> 2.0"\n}\n'},
        {
            "a.tf": 'provider "aws" {}\n',
            ".terraform.lock.hcl": 'provider "registry.terraform.io/hashicorp/aws" {\n version = "5.1.0"\n}\n',
        },
        {
            "a.tf": 'module "m" {\n source = "./m"\n}\n',
            "m/a.tf": 'terraform {\n required_providers {\n aws = {\n version = "~> 5.0"\n}\n}\n}\n',
        },
    ],
)
def test_a_version_of_the_provider_is_said_somewhere(adviser, files):
    found = adviser.all({"main.tf": 'terraform {\n backend "local" {}\n}\n' + RESOURCE, **files})
    assert not [each for each in found if each.startswith("terraform-provider-version")]


def test_versions_stand_where_they_are_missed(adviser):
    files = {"a.tf": RESOURCE, "main.tf": "", "b.tf": 'provider "aws" {\n region = "eu-west-1"\n}\n'}
    (project,) = adviser.reader.reading(files).projects
    places = {advice.check.id: str(advice.position) for advice in advise(project)}
    assert places == {"terraform-required-version": "main.tf:1", "terraform-provider-version": "b.tf:1"}


def test_what_could_not_be_read_may_say_it(adviser):
    assert not adviser.all({"main.tf": 'provider "aws" {}\n' + RESOURCE, "b.tf": "variable {\n"})


def reads(expression: str) -> str:
    return f'resource "aws_ssm_parameter" "p" {{\n  value = {expression}\n}}\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (reads('file("policy.json")'), "policy.json does not exist"),
        (reads('templatefile("${path.module}/files/user-data.sh", {})'), "files/user-data.sh does not exist"),
        (reads('file("here.json")'), None),
        (reads('try(file("policy.json"), "{}")'), None),
        (reads('fileexists("policy.json") ? file("policy.json") : "{}"'), None),
        (reads('filebase64sha256("function.zip")'), None),
        (reads('file("dist/app.json")'), None),
        (reads('file("../policy.json")'), None),
        (reads('file("~/policy.json")'), None),
        (reads('file("id_rsa.txt")'), None),
        (reads("file(var.x)") + 'variable "x" {}', None),
        (reads('file("policy.json")') + 'resource "local_file" "l" {\n filename = "policy.json"\n}\n', None),
        (reads('file("policy.json")') + 'data "external" "e" {\n program = ["make"]\n}\n', None),
        (
            'data "archive_file" "a" {\n type = "zip"\n source_dir = "src"\n output_path = "a.zip"\n}\n',
            "src does not exist",
        ),
        (
            'data "archive_file" "a" {\n type = "zip"\n source_file = "f.py"\n output_path = "a.zip"\n}\n',
            "f.py does not exist",
        ),
        ('data "archive_file" "a" {\n type = "zip"\n source_file = "bootstrap"\n output_path = "a.zip"\n}\n', None),
        ('data "archive_file" "a" {\n type = "zip"\n source_dir = "dist"\n output_path = "a.zip"\n}\n', None),
        ('data "archive_file" "a" {\n type = "zip"\n source_dir = "code"\n output_path = "a.zip"\n}\n', None),
    ],
)
def test_files_that_are_not_there(adviser, text, said):
    files = {"main.tf": text, "here.json": "{}", "code/f.py": "x = 1"}
    found = [each.sentence for each in adviser(files) if each.check.id == "terraform-missing-file"]
    assert found == ([said] if said else [])
