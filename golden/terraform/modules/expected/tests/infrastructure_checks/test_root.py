"""Checks of the root folder, as its Terraform files declare it."""

from pathlib import Path

import pytest

from .support.terraform import call, expression, load, ref


@pytest.fixture(scope="module")
def terraform():
    return load(Path(__file__).parent / "../..")


# Inventory


def test_declares_exactly_these_resources(terraform):
    assert terraform.names("resource") == {"aws_vpc_endpoint": ["s3"]}


def test_declares_no_data_sources(terraform):
    assert terraform.names("data") == {}


def test_calls_exactly_these_modules(terraform):
    assert terraform.names("module") == {"": ["buckets", "network", "replica"]}


# Configuration


def test_vpc_endpoint_s3_is_configured_as_declared(terraform):
    assert terraform.block("resource", "aws_vpc_endpoint", "s3") == {
        "vpc_id": ref("module.network.vpc_id"),
        "service_name": "com.amazonaws.eu-west-1.s3",
        "route_table_ids": ref("module.network.private_route_table_ids"),
    }


def test_module_buckets_is_called_as_declared(terraform):
    assert terraform.block("module", "buckets") == {
        "source": "./modules/bucket",
        "for_each": ref("var.buckets"),
        "name": ref("each.key"),
        "versioned": ref("each.value.versioned"),
        "expiration": ref("each.value.expiration"),
    }


def test_module_replica_is_called_as_declared(terraform):
    assert terraform.block("module", "replica") == {
        "source": "./modules/bucket",
        "providers": {"aws": ref("aws.replica")},
        "name": "replica",
        "versioned": True,
    }


def test_module_network_is_called_as_declared(terraform):
    assert terraform.block("module", "network") == {
        "source": "terraform-aws-modules/vpc/aws",
        "version": "~> 5.0",
        "name": "storage",
        "cidr": call("cidrsubnet", "10.0.0.0/8", 8, 3),
    }


# Wiring


def test_vpc_endpoint_s3_is_in_module_network(terraform):
    targets = terraform.references(
        "resource", "aws_vpc_endpoint", "s3", path=["vpc_id"]
    )
    assert targets == ["module.network.vpc_id"]


def test_vpc_endpoint_s3_is_reached_through_module_network(terraform):
    targets = terraform.references(
        "resource", "aws_vpc_endpoint", "s3", path=["route_table_ids"]
    )
    assert targets == ["module.network.private_route_table_ids"]


# Outputs


def test_declares_exactly_these_outputs(terraform):
    assert terraform.names("output") == {"": ["bucket_arns", "vpc_id"]}


def test_output_bucket_arns_gives_its_declared_value(terraform):
    assert terraform.block("output", "bucket_arns") == {
        "value": expression(
            "{ for name, bucket in module.buckets : name => bucket.arn }",
        ),
    }


def test_output_vpc_id_gives_its_declared_value_as_a_secret(terraform):
    assert terraform.block("output", "vpc_id") == {
        "value": ref("module.network.vpc_id"),
        "sensitive": True,
    }


# Variables


def test_declares_exactly_these_variables(terraform):
    assert terraform.names("variable") == {"": ["buckets"]}


def test_variable_buckets_keeps_its_type_and_default(terraform):
    assert terraform.block("variable", "buckets") == {
        "type": call(
            "map",
            call(
                "object",
                {
                    "versioned": call("optional", ref("bool"), True),
                    "expiration": call("optional", call("list", ref("number")), []),
                },
            ),
        ),
        "default": {
            "invoices": {},
            "uploads": {"versioned": False, "expiration": [30, 90]},
        },
    }


# Settings


def test_configures_exactly_these_providers(terraform):
    assert terraform.names("provider") == {"": ["aws", "aws"]}


def test_terraform_keeps_its_required_providers_and_backend_s3(terraform):
    assert terraform.block("terraform") == {
        "required_providers": [
            {"aws": {"source": "hashicorp/aws", "version": ">= 5.0, < 7.0"}},
        ],
        "backend s3": [
            {
                "bucket": "states",
                "key": "storage/terraform.tfstate",
                "region": "eu-west-1",
            },
        ],
    }


def test_provider_aws_is_configured_as_declared(terraform):
    assert terraform.block("provider", "aws") == {"region": "eu-west-1"}


def test_provider_aws_replica_is_configured_as_declared(terraform):
    assert terraform.block("provider", "aws", index=1) == {
        "alias": "replica",
        "region": "eu-north-1",
    }
