"""What packages ask of providers themselves."""

from __future__ import annotations

from scaffold.catalog import pulumi as catalog


def test_a_package_brings_the_answers_that_its_own_code_needs():
    found = catalog.asked(["awsx", "random"], [])
    assert found["aws:ssm/getParameter:getParameter"]["value"] == '{"image_id":"ami-<hex17>"}'
    assert "aws:ec2/getVpc:getVpc" in found
    assert catalog.asked(["random"], ["random:index/randomId:RandomId"]) == {}


def test_a_type_brings_them_too():
    found = catalog.asked(["kubernetes"], ["kubernetes:helm.sh/v3:Chart"])
    assert list(found) == ["kubernetes:helm:template"]
    assert found["kubernetes:helm:template"]["result"] == []
    assert catalog.asked(["kubernetes"], ["kubernetes:core/v1:Pod"]) == {}
