"""Target groups of functions, which have no network, port or protocol, whatever their declaration says."""

from __future__ import annotations

from provisioning import emulated

from scaffold.rehearse.provision import PROVISIONERS


def test_a_target_group_of_a_function_has_no_network() -> None:
    declared = {"name": "calls", "target_type": "lambda", "vpc_id": "vpc-1", "port": 80, "protocol": "HTTP"}
    with emulated(PROVISIONERS) as emulator:
        made = emulator.make("aws_lb_target_group", declared)
        found = emulator.client("elbv2").describe_target_groups(TargetGroupArns=[made["arn"]])["TargetGroups"][0]
    assert found["TargetType"] == "lambda"
    assert not {"VpcId", "Port", "Protocol"} & found.keys()
