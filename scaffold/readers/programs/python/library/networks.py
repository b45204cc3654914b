"""The module `ipaddress`."""

from __future__ import annotations

import ipaddress

from scaffold.readers.programs.python.library.faults import exception_class
from scaffold.readers.programs.python.library.hosted import function, hosted, method_of, table
from scaffold.readers.programs.python.native import Module

_ALL = "is_private is_global is_loopback is_link_local is_multicast is_reserved is_unspecified max_prefixlen version"
_ADDRESS = f"{_ALL} compressed exploded packed reverse_pointer"
_NETWORK = (
    f"{_ALL} broadcast_address compressed exploded hostmask netmask network_address num_addresses prefixlen "
    "with_hostmask with_netmask with_prefixlen"
)
_METHODS = "subnets supernet subnet_of supernet_of overlaps address_exclude compare_networks"
_FACE = f"{_ADDRESS} ip network netmask hostmask with_prefixlen with_netmask with_hostmask"

_FOUR = hosted(ipaddress.IPv4Address, attributes=_ADDRESS)
_SIX = hosted(ipaddress.IPv6Address, attributes=f"{_ADDRESS} ipv4_mapped sixtofour teredo is_site_local scope_id")
_CLASSES = {
    "IPv4Address": _FOUR,
    "IPv6Address": _SIX,
    "IPv4Network": hosted(ipaddress.IPv4Network, methods=_METHODS, attributes=_NETWORK),
    "IPv6Network": hosted(ipaddress.IPv6Network, methods=_METHODS, attributes=f"{_NETWORK} is_site_local"),
    "IPv4Interface": hosted(ipaddress.IPv4Interface, attributes=_FACE, bases=(_FOUR,)),
    "IPv6Interface": hosted(ipaddress.IPv6Interface, attributes=_FACE, bases=(_SIX,)),
}
for _network in ("IPv4Network", "IPv6Network"):
    # Networks of one or two addresses have a method of their own.
    _CLASSES[_network].members["hosts"] = method_of("hosts", lambda network: network.hosts())
IPADDRESS = Module(
    "ipaddress",
    {
        **_CLASSES,
        **{name: function(name, getattr(ipaddress, name)) for name in ("ip_address", "ip_network", "ip_interface")},
        "AddressValueError": exception_class(
            "AddressValueError", "ValueError", module="ipaddress", host=ipaddress.AddressValueError
        ),
        "NetmaskValueError": exception_class(
            "NetmaskValueError", "ValueError", module="ipaddress", host=ipaddress.NetmaskValueError
        ),
        **table(
            ipaddress, "collapse_addresses summarize_address_range v4_int_to_packed v6_int_to_packed", "ipaddress."
        ),
    },
)
