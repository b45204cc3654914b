"""Predicates on networks: what the whole world can reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scaffold.catalog.checks.estate import Estate
from scaffold.catalog.checks.looking import Spot, as_number, fact, items
from scaffold.catalog.checks.policies import is_text
from scaffold.catalog.checks.verdict import NOT_APPLICABLE, Verdict, all_hold, fails, holds, unknown
from scaffold.model.facts import Fact, Relation
from scaffold.model.project import Resource
from scaffold.model.values import SYMBOLIC, Step, Value

WORLD = ("0.0.0.0/0", "::/0")
_CIDRS = ("cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6")
_PORTS = {"tcp": True, "udp": True, "6": True, "17": True, "-1": True, "all": True}
_EVERY_PORT = ("-1", "all")
_LAST_PORT = 65535


def not_open_to_world(
    resource: Resource,
    estate: Estate,
    *,
    ports: tuple[int, ...] = (),
    allow: tuple[int, ...] = (),
) -> Verdict:
    """No rule lets the whole world in on one of `ports`; without `ports`, on any port but those in `allow`.

    For security groups with rules in them, `aws_security_group_rule` and `aws_vpc_security_group_ingress_rule`. Ports
    count for TCP and UDP; groups without rules of their own are not applicable, because their rules are judged.
    """
    del estate
    if resource.type == "aws_security_group_rule" and resource.attributes.get("type") != "ingress":
        return NOT_APPLICABLE
    inline = resource.type.endswith("security_group")
    rules = items(resource.attributes, "ingress") if inline else iter((Spot((), resource.attributes),))
    verdicts = [_rule(resource, rule, ports, allow) for rule in rules]
    verdict = all_hold(verdicts)
    together = Fact(fact(resource, ("ingress",), Relation.PRESENT).subject, Relation.EXCLUDES, (_CIDRS[:2], WORLD))
    if inline and verdict.holds and all(_closed(each) for each in verdicts):
        return holds(together)
    return verdict


def _closed(verdict: Verdict) -> bool:
    return all(each.relation is Relation.EXCLUDES for each in verdict.evidence)


def _rule(resource: Resource, rule: Spot, ports: tuple[int, ...], allow: tuple[int, ...]) -> Verdict:
    body = rule.value
    if not isinstance(body, Mapping):
        return unknown("a rule is not known")
    opened = [(step, is_world) for step, value in _cidrs(body) for is_world in (_world(value),)]
    if not any(is_world is not False for _, is_world in opened):
        return holds(*_narrow(resource, rule, body))
    reached = _reaches(body, ports, allow)
    if reached is False:
        named = [name for name in ("protocol", "ip_protocol", "from_port", "to_port") if name in body]
        return holds(*(fact(resource, (*rule.path, name), Relation.EQUALS, body[name]) for name in named))
    if reached and any(is_world for _, is_world in opened):
        return fails(_range(body))
    return unknown("whom a rule lets in is not known")


def _cidrs(body: Mapping[str, Any]) -> Iterator[tuple[tuple[Step, ...], Value]]:
    for name in _CIDRS:
        value = body.get(name)
        if isinstance(value, tuple):
            yield from (((name, at), item) for at, item in enumerate(value))
        elif value is not None:
            yield (name,), value


def _world(value: Value) -> bool | None:
    said = [is_text(value, text) for text in WORLD]
    return True if True in said else None if None in said else False


def _narrow(resource: Resource, rule: Spot, body: Mapping[str, Any]) -> Iterator[Fact]:
    """That no range of addresses in a rule is the world."""
    if rule.path:
        yield fact(resource, rule.path, Relation.EXCLUDES, (_CIDRS[:2], WORLD))
        return
    for name in _CIDRS:
        value = body.get(name)
        if isinstance(value, tuple) and value:
            yield fact(resource, (name,), Relation.EXCLUDES, ((name,), WORLD))
        elif isinstance(value, str):
            yield fact(resource, (name,), Relation.DIFFERS, WORLD[name.endswith("6")])
        elif value is not None and not isinstance(value, tuple):
            yield fact(resource, (name,), Relation.EQUALS, value)
    if not any(body.get(name) for name in _CIDRS):
        names = _CIDRS[:2] if resource.type == "aws_security_group_rule" else _CIDRS[2:]
        yield from (fact(resource, (name,), Relation.ABSENT) for name in names)


def _reaches(body: Mapping[str, Any], ports: tuple[int, ...], allow: tuple[int, ...]) -> bool | None:
    """Whether a rule opens a port that it should not."""
    protocol = body.get("protocol", body.get("ip_protocol"))
    if isinstance(protocol, SYMBOLIC):
        return None
    name = str(protocol).lower()
    if name not in _PORTS:
        return False
    first, last = as_number(body.get("from_port")), as_number(body.get("to_port"))
    if name in _EVERY_PORT:
        first, last = 0, _LAST_PORT
    if first is None or last is None:
        return None
    if ports:
        return any(first <= port <= last for port in ports)
    return not (first == last and first in allow)


def _range(body: Mapping[str, Any]) -> str:
    first, last = body.get("from_port"), body.get("to_port")
    if str(body.get("protocol", body.get("ip_protocol"))) in _EVERY_PORT:
        return "every port"
    return f"port {first}" if first == last else f"ports {first} to {last}"
