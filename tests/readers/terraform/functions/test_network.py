"""Network functions: each row is a call and what `terraform console` answers."""

from typing import Any

import pytest

from scaffold.readers.terraform.functions import FUNCTIONS
from scaffold.readers.terraform.functions.registry import FunctionError

ROWS: list[tuple[str, tuple[Any, ...], Any]] = [
    ("cidrhost", ("10.40.112.0/20", 16), "10.40.112.16"),
    ("cidrhost", ("10.40.112.0/20", 268), "10.40.113.12"),
    ("cidrhost", ("10.40.112.7/20", -1), "10.40.127.255"),
    ("cidrhost", ("fd00:fd12:3456:7890:00a2::/72", 34), "fd00:fd12:3456:7890::22"),
    ("cidrhost", ("010.001.001.001/24", "3"), "10.1.1.3"),
    ("cidrhost", ("10.0.0.0/32", 0), "10.0.0.0"),
    ("cidrnetmask", ("172.20.0.0/12",), "255.240.0.0"),
    ("cidrnetmask", ("0.0.0.0/0",), "0.0.0.0"),
    ("cidrsubnet", ("172.20.0.0/16", 4, 2), "172.20.32.0/20"),
    ("cidrsubnet", ("10.1.2.0/24", 4, 15), "10.1.2.240/28"),
    ("cidrsubnet", ("fd00:fd12:3456:7890::/56", 16, 162), "fd00:fd12:3456:7800:a200::/72"),
    ("cidrsubnet", ("10.0.0.0/8", 0, 0), "10.0.0.0/8"),
    ("cidrsubnet", ("10.0.0.0/16", 8, "7"), "10.0.7.0/24"),
    ("cidrsubnets", ("10.1.0.0/16", 4, 4, 8, 4), ("10.1.0.0/20", "10.1.16.0/20", "10.1.32.0/24", "10.1.48.0/20")),
    ("cidrsubnets", ("fd00:fd12::/56", 16, 32), ("fd00:fd12::/72", "fd00:fd12:0:0:100::/88")),
    ("cidrsubnets", ("10.1.0.0/16",), ()),
    ("cidrsubnets", ("10.0.0.0/16", 8, 1), ("10.0.0.0/24", "10.0.128.0/17")),
]

ERRORS: list[tuple[str, tuple[Any, ...], str]] = [
    ("cidrhost", ("10.12.112.0/28", 16), "prefix of 28 does not accommodate a host numbered 16"),
    ("cidrhost", ("10.12.112.0/28", -17), "does not accommodate"),
    ("cidrhost", ("10.12.112.0", 1), "invalid CIDR"),
    ("cidrhost", ("10.12.300.0/8", 1), "invalid CIDR"),
    ("cidrhost", ("10.12.0.0/33", 1), "invalid CIDR"),
    ("cidrhost", ("x/8", 1), "invalid CIDR"),
    ("cidrnetmask", ("fe80::/48",), "IPv6 addresses cannot have a netmask"),
    ("cidrsubnet", ("10.0.0.0/8", 8, 256), "extension of 8 does not accommodate a subnet numbered 256"),
    ("cidrsubnet", ("10.0.0.0/8", 30, 0), "insufficient address space to extend prefix of 8 by 30"),
    ("cidrsubnet", ("10.0.0.0/8", 8, 0.5), "whole number"),
    ("cidrsubnets", ("10.1.0.0/16", 1, 1, 1), "not enough remaining address space"),
    ("cidrsubnets", ("10.1.0.0/16", 0), "at least one bit"),
    ("cidrsubnets", ("10.1.0.0/16", 17), "too long for an IPv4"),
    ("cidrsubnets", ("fd00::/16", 33), "more than 32 bits"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), ROWS)
def test_result(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert FUNCTIONS[name].call(*arguments) == expected


@pytest.mark.parametrize(("name", "arguments", "reason"), ERRORS)
def test_refusal(name: str, arguments: tuple[Any, ...], reason: str) -> None:
    with pytest.raises(FunctionError, match=reason):
        FUNCTIONS[name].call(*arguments)


def test_enormous_numbers_of_subnets_are_refused() -> None:
    with pytest.raises(FunctionError):
        FUNCTIONS["cidrsubnet"].call("10.0.0.0/8", 10**30, 1)
