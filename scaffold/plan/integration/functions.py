"""Functions that readers leave open because they refer to a resource, for what is known of it after all.

Source: the function reference of Terraform's documentation. Only what names, ranges and documents are mostly made with.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final


def applied(function: str, arguments: list[Any]) -> Any:
    """What a function gives for plain arguments. Raises `LookupError` for one that is not known here, `ValueError` or
    `TypeError` for arguments that it does not take."""
    return FUNCTIONS[function](*arguments)


def _cidrsubnet(prefix: str, bits: int, number: int) -> str:
    network = ipaddress.ip_network(prefix, strict=False)
    length = network.prefixlen + int(bits)
    if not 0 <= int(number) < 2 ** int(bits) or length > network.max_prefixlen:
        raise ValueError(prefix)
    first = int(network.network_address) + int(number) * 2 ** (network.max_prefixlen - length)
    return f"{ipaddress.ip_address(first) if network.version == 4 else ipaddress.IPv6Address(first)}/{length}"


def _format(pattern: str, *values: Any) -> str:
    left = iter(values)
    if re.search(r"%(?![sd%])", pattern):
        raise ValueError(pattern)
    return re.sub(r"%[sd%]", lambda sign: "%" if sign[0] == "%%" else _text(next(left)), pattern)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise TypeError(value)
    return str(value)


def _merge(*maps: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: item for each in maps for name, item in each.items()}


def _replace(text: str, old: str, new: str) -> str:
    if len(old) > 1 and old.startswith("/") and old.endswith("/"):
        raise ValueError(old)
    return text.replace(old, new)


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "cidrsubnet": _cidrsubnet,
    "concat": lambda *lists: tuple(item for each in lists for item in each),
    "element": lambda items, at: items[int(at) % len(items)],
    "format": _format,
    "join": lambda sign, items: sign.join(map(_text, items)),
    "jsondecode": json.loads,
    "lower": str.lower,
    "merge": _merge,
    "replace": _replace,
    "tostring": _text,
    "trimsuffix": str.removesuffix,
    "trimprefix": str.removeprefix,
    "upper": str.upper,
}
