"""Everything that the provider's schema lets an author declare of a type, and what of it reaches the API.

A type is made with all of it, against clients that answer as their models promise. What is sent must change when an
attribute is left out, or when a switch is turned.
"""

from __future__ import annotations

import copy
import datetime
import itertools
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
from botocore.config import Config
from provisioning import ACCOUNT, REGION

from scaffold.catalog.cdktf.providers import provider
from scaffold.catalog.cdktf.shapes import Attribute
from scaffold.rehearse.provision.base import Make, Provisioner, Unsupported

#: What is asked of the provider itself, whatever the type.
OF_THE_PROVIDER = {
    "apply_immediately",
    "bypass_policy_lockout_safety_check",
    "delete_automated_backups",
    "final_snapshot_identifier",
    "force_delete",
    "force_destroy",
    "force_detach",
    "force_update_version",
    "id",
    "region",
    "revoke_rules_on_delete",
    "skip_destroy",
    "skip_final_snapshot",
    "tags",
    "tags_all",
    "timeouts",
}
#: What stands for any text that an answer has.
ANSWERED = "7"
MOMENT = "2030-01-01T00:00:00Z"
#: Values of attributes that are not just any text.
TEXTS = {
    "cidr_block": "10.9.0.0/16",
    "rule_json": "[{}]",
    "rules_json": "[{}]",
    "container_definitions": '[{"name":"a","image":"b"}]',
    "policy": '{"Version":"2012-10-17"}',
    "protocol": "icmp",
    "subnet_id": ANSWERED,
    "subnet_ids": ANSWERED,
    "user_data_base64": "YWJj",
    **dict.fromkeys(("end_time", "expiration_date", "start_at", "start_time", "valid_until"), MOMENT),
}
#: How deep blocks in blocks are followed.
DEEP = 6
#: Statements of firewalls stand in each other.
SHALLOW = {"aws_wafv2_web_acl": 3, "aws_wafv2_rule_group": 3}
SENT: list[object] = []


def answered(shape: Any, depth: int = 0) -> Any:
    """An answer as its model has it, without what went wrong."""
    if depth > 9:
        return None
    if shape.type_name == "structure":
        members = {name: answered(inner, depth + 1) for name, inner in shape.members.items() if name != "Unsuccessful"}
        return {name: value for name, value in members.items() if value is not None}
    if shape.type_name == "list":
        value = answered(shape.member, depth + 1)
        return [] if value is None else [value]
    moment = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    plain = {"integer": 1, "long": 1, "float": 1.0, "double": 1.0, "boolean": True, "blob": b"", "map": {}}
    return {**plain, "timestamp": moment}.get(shape.type_name, ANSWERED)


@cache
def client(name: str, region: str = REGION) -> Any:
    """A client that remembers what is sent, and sends nothing."""
    made = boto3.client(name, region_name=region, config=Config(parameter_validation=False))
    events = made.meta.events
    events.register("provide-client-params", lambda params, model, **_: SENT.append((model.name, _copy(params))))
    events.register("before-call", lambda model, **_: (SimpleNamespace(status_code=200), _answer(model)))
    return made


def _copy(params: Any) -> Any:
    return copy.deepcopy(params)


def _answer(model: Any) -> dict[str, Any]:
    return {**(answered(model.output_shape) if model.output_shape else {}), "ResponseMetadata": {}}


@cache
def everything(kind: str) -> dict[str, Any]:
    """A value for each attribute of a type that can be declared."""
    count = itertools.count(1)
    deep = SHALLOW.get(kind, DEEP)
    facts = provider("aws")
    assert facts is not None
    found = facts.of_type(kind)
    assert found is not None, f"{kind} is not in the schema"
    values = ((each.name, _value(each, count, deep)) for each in found.shape.given if each.name not in OF_THE_PROVIDER)
    return {name: value for name, value in values if value is not None}


def _value(attribute: Attribute, count: Iterator[int], deep: int) -> Any:
    if attribute.shape is not None:
        if deep == 0:
            return None
        inner = {each.name: _value(each, count, deep - 1) for each in attribute.shape.given}
        return [{name: value for name, value in inner.items() if value is not None}]
    number = next(count)
    leaf: Any = TEXTS.get(attribute.name, f"{number:05d}" * 8)
    if "#" in attribute.code:
        leaf = 7000 + number
    elif "?" in attribute.code:
        leaf = True
    if "%" in attribute.code:
        return {f"name{number}": leaf}
    return [leaf] if "*" in attribute.code or "&" in attribute.code else leaf


def sent(provisioner: Provisioner, kind: str, values: Mapping[str, Any]) -> str:
    """Every call that making it takes."""
    SENT.clear()
    provisioner(Make(f"{kind}.it", kind, values, ACCOUNT, REGION, client, {}, {}, Path("/nowhere")))
    return json.dumps(SENT, default=str)


def lost(provisioner: Provisioner, kind: str, variants: tuple[frozenset[str], ...]) -> set[str]:
    """The attributes that never matter: neither with everything there nor without what a variant leaves out."""
    everywhere: set[str] = set()
    mattering: set[str] = set()
    for variant in (frozenset(), *variants):
        values = {name: value for name, value in everything(kind).items() if name not in variant}
        whole = sent(provisioner, kind, values)
        for path in _paths(values):
            if ".".join(path) not in mattering and _matters(provisioner, kind, values, path, whole):
                mattering.add(".".join(path))
            everywhere.add(".".join(path))
    return everywhere - mattering


def _matters(provisioner: Provisioner, kind: str, values: dict[str, Any], path: tuple[str, ...], whole: str) -> bool:
    for change in (None, False):
        changed = copy.deepcopy(values)
        holder = changed
        for name in path[:-1]:
            holder = holder[name][0]
        if change is False and holder[path[-1]] is not True:
            continue
        if change is None:
            del holder[path[-1]]
        else:
            holder[path[-1]] = change
        try:
            if sent(provisioner, kind, changed) != whole:
                return True
        except (KeyError, IndexError, ValueError, Unsupported):
            return True
    return False


def _paths(values: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict) and value[0]:
            yield from _paths(value[0], (*above, name))
        elif name not in OF_THE_PROVIDER:
            yield (*above, name)
