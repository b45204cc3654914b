"""Terraform's IP network functions: https://developer.hashicorp.com/terraform/language/functions/cidrsubnet."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from typing import TypeAlias

from scaffold.readers.terraform.functions.declare import WHOLE, define
from scaffold.readers.terraform.functions.registry import Function, FunctionError
from scaffold.readers.terraform.types import STRING

_Network: TypeAlias = "ipaddress.IPv4Network | ipaddress.IPv6Network"


def _network(prefix: str) -> _Network:
    address, slash, length = prefix.partition("/")
    if not slash or not (length.isascii() and length.isdigit()):
        raise FunctionError(f"invalid CIDR expression: invalid CIDR address: {prefix}")
    if ":" not in address:
        # Terraform reads leading zeros as decimal, Python refuses them.
        address = ".".join(part.lstrip("0") or part[:1] for part in address.split("."))
    try:
        return ipaddress.ip_network(f"{address}/{int(length[:9])}", strict=False)
    except ValueError:
        raise FunctionError(f"invalid CIDR expression: invalid CIDR address: {prefix}") from None


def _host(prefix: str, number: int) -> str:
    network = _network(prefix)
    count = network.num_addresses
    position = number if number >= 0 else count + number
    if not 0 <= position < count:
        raise FunctionError(f"prefix of {network.prefixlen} does not accommodate a host numbered {number}")
    return str(network[position])


def _netmask(prefix: str) -> str:
    network = _network(prefix)
    if network.version == 6:
        raise FunctionError(f"IPv6 addresses cannot have a netmask: {prefix}")
    return str(network.netmask)


def _subnet(prefix: str, new_bits: int, number: int) -> str:
    network = _network(prefix)
    length = network.prefixlen + new_bits
    if new_bits < 0 or length > network.max_prefixlen:
        raise FunctionError(f"insufficient address space to extend prefix of {network.prefixlen} by {new_bits}")
    if not 0 <= number < 1 << new_bits:
        raise FunctionError(f"prefix extension of {new_bits} does not accommodate a subnet numbered {number}")
    return _text(network, int(network.network_address) + (number << (network.max_prefixlen - length)), length)


def _subnets(prefix: str, *new_bits: int) -> tuple[str, ...]:
    network = _network(prefix)
    position = int(network.network_address)
    end = position + network.num_addresses
    result: list[str] = []
    for bits in new_bits:
        if not 1 <= bits <= 32:
            how = "must extend prefix by at least one bit" if bits < 1 else "may not extend prefix by more than 32 bits"
            raise FunctionError(how)
        length = network.prefixlen + bits
        if length > network.max_prefixlen:
            protocol = f"IPv{network.version}"
            raise FunctionError(f"would extend prefix to {length} bits, which is too long for an {protocol} address")
        size = 1 << (network.max_prefixlen - length)
        position = -(-position // size) * size
        if position + size > end:
            reason = f"not enough remaining address space for a subnet with a prefix of {length} bits"
            raise FunctionError(f"{reason} after {result[-1]}" if result else reason)
        result.append(_text(network, position, length))
        position += size
    return tuple(result)


def _text(within: _Network, address: int, length: int) -> str:
    return f"{type(within.network_address)(address)}/{length}"


FUNCTIONS: Mapping[str, Function] = {
    "cidrhost": define(_host, STRING, WHOLE),
    "cidrnetmask": define(_netmask, STRING),
    "cidrsubnet": define(_subnet, STRING, WHOLE, WHOLE),
    "cidrsubnets": define(_subnets, STRING, rest=WHOLE),
}
