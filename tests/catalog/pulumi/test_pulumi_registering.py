"""What classes register beside what a program gives them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from scaffold.catalog import pulumi as catalog
from scaffold.model.values import Value


@pytest.mark.parametrize(
    ("token", "arguments", "registered"),
    [
        ("aws:ec2/securityGroup:SecurityGroup", {}, {"description": "Managed by Pulumi"}),
        ("aws:route53/zone:Zone", {"name": "a"}, {"name": "a", "comment": "Managed by Pulumi"}),
        ("aws:rds/optionGroup:OptionGroup", {}, {"optionGroupDescription": "Managed by Pulumi"}),
        ("docker:index/image:Image", {"skipPush": True}, {"skipPush": True, "buildOnPreview": False}),
        ("azure-native:sql:Job", {"description": None}, {"description": ""}),
        ("azure-native:sql/v20230801preview:Job", {}, {"description": ""}),
        ("kubernetes:apps/v1:Deployment", {}, {"apiVersion": "apps/v1", "kind": "Deployment"}),
        ("aws:s3/bucket:Bucket", {"acl": "private"}, {"acl": "private"}),
    ],
)
def test_defaults(token: str, arguments: Mapping[str, Value], registered: Mapping[str, Value]) -> None:
    assert catalog.given(token, arguments) == registered
