"""Types with all that they have, against the real packages: what is synthesised, and what every getter gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.catalog import cdktf
from scaffold.catalog.cdktf import TypeFacts
from scaffold.readers.cdktf.providers.described import described
from scaffold.readers.cdktf.providers.generated_code import read_generated

from .conftest import NODE, read, synthesised
from .everything import program

#: Types that people use most, and some of every other kind.
COMMON = [
    "aws_acm_certificate", "aws_alb_listener", "aws_api_gateway_rest_api", "aws_apigatewayv2_api",
    "aws_autoscaling_group", "aws_cloudwatch_metric_alarm", "aws_db_instance", "aws_default_security_group",
    "aws_dynamodb_table", "aws_ecs_service", "aws_ecs_task_definition", "aws_eks_cluster", "aws_iam_role",
    "aws_instance", "aws_lambda_event_source_mapping", "aws_lambda_function", "aws_lb_listener_rule",
    "aws_rds_cluster", "aws_route53_record", "aws_s3_bucket", "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_versioning", "aws_security_group", "aws_sns_topic", "aws_sqs_queue", "aws_vpc", "data.aws_ami",
    "data.aws_availability_zones", "data.aws_caller_identity", "data.aws_iam_policy_document", "data.aws_region",
    "data.aws_networkmanager_core_network_policy_document", "data.aws_eks_cluster",
]  # fmt: skip


def _types(package: str, keys: list[str]) -> list[TypeFacts]:
    """The types of an installed package, as its files say."""
    known = cdktf.provider("aws")
    assert known is not None
    found = []
    for key in ("provider.aws", *keys):
        usual = known.of_type(key)
        assert usual is not None, key
        folder = NODE / "node_modules" / package / "lib" / usual.module.replace("_", "-")
        written = read_generated(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.js")))
        facts = described(written, "aws", usual.class_name)
        assert facts is not None, key
        found.append(facts)
    return found


@pytest.mark.parametrize("library", ["cdktf", "cdktn"])
def test_types_with_everything_are_synthesised_and_read_as_by_the_real_packages(library: str, tmp_path: Path) -> None:
    package = f"@{library}/provider-aws"
    (tmp_path / "main.js").write_text(program(library, package, _types(package, COMMON)), encoding="utf-8")

    real, ours = synthesised(tmp_path, "main.js"), read(tmp_path, "main.js")

    assert not ours.error
    for kind in ("resource", "data", "provider", "output"):
        assert ours.document[kind] == real[kind], kind
    assert len(real["output"]) > 1000
