"""What mocks give for the outputs of resources and the answers of functions, as patterns in Pulumi's names.

Terraform's tables (`../mocks.toml`, `../mocks_data.toml`) say most of it; `native.toml` and `answers.toml` what is
Pulumi's own, `generic.toml` what an output looks like of which nothing but its name and type is known.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from scaffold.catalog import realistic
from scaffold.catalog.pulumi.attributes import form_of, native_name
from scaffold.catalog.pulumi.tokens import canonical_data_type, canonical_type, words
from scaffold.catalog.realistic import Use
from scaffold.model.deployments import DEFAULT_REGION
from scaffold.model.shapes import Kind, Shape
from scaffold.model.values import Value

#: A text with the placeholders of `realistic.written`, a number, a bool, or a list or map of these.
Pattern: TypeAlias = Any

#: The id of a resource of which nothing is known.
SOME_ID: Final = "<name>-<hex8>"
#: What Pulumi names a thing that its program does not name: its resource's name with something random behind it.
_SOME_NAME: Final = "<name>-<hex7>"
_OWN: Final = re.compile(r"<@\w+\|(?:[^<>]|<\w+>)*>")
#: The argument that names a thing, where it is not `name`.
_NAMED_BY: Final = {
    "aws_db_instance": "identifier",
    "aws_rds_cluster": "clusterIdentifier",
    "aws_rds_cluster_instance": "identifier",
    "aws_docdb_cluster": "clusterIdentifier",
    "aws_docdb_cluster_instance": "identifier",
    "aws_neptune_cluster": "clusterIdentifier",
    "aws_redshift_cluster": "clusterIdentifier",
    "aws_elasticache_cluster": "clusterId",
    "aws_elasticache_replication_group": "replicationGroupId",
    "aws_s3_bucket": "bucket",
    "aws_s3_object": "key",
    "aws_s3_bucket_object": "key",
    "aws_opensearch_domain": "domainName",
    "aws_elasticsearch_domain": "domainName",
    "aws_ecs_task_definition": "family",
    "aws_key_pair": "keyName",
    "aws_eks_node_group": "nodeGroupName",
    "aws_synthetics_canary": "name",
    "aws_organizations_account": "name",
}
#: Members beyond these are left out of made up objects, if they are optional.
_FEW: Final = 12
_DEEPEST: Final = 4


@cache
def patterns(token: str) -> Mapping[str, Pattern]:
    """What a resource of this type has for what its program does not set, by native attribute; `id` is always there."""
    canonical = canonical_type(token)
    package = token.partition(":")[0]
    general = _named(_load("native.toml").get("packages", {}).get(package, {}), token)
    table = _native(canonical, realistic.mocks(canonical), (), _NAMED_BY.get(canonical, "name"))
    name = {"name": _SOME_NAME} if package == "aws" else {}
    own: Mapping[str, Pattern] = _load("native.toml").get(token, {})
    return {"id": SOME_ID, **general, **name, **table, **own}


def answer(token: str, _: object = None) -> Pattern | None:
    """What a function answers beside its arguments; nothing where that is not known. A text that was asked for stays.

    `aws:iam/getPolicyDocument:getPolicyDocument` is not here: it is worked out from its arguments.
    """
    return _answers(token)


def generic(token: str, attribute: str, shape: Shape | None = None) -> Pattern | None:
    """What an output looks like of which only its name and shape are known; nothing where these say nothing."""
    return _by_shape(token, words(attribute), shape, 0) if shape else _text(token, words(attribute))


def filled(pattern: Pattern, use: Use) -> Value:
    """A pattern with its placeholders filled in; the elements of a list differ by their position."""
    if isinstance(pattern, str):
        return realistic.written(pattern, use)
    if isinstance(pattern, Mapping):
        return {key: filled(item, use) for key, item in pattern.items()}
    if isinstance(pattern, list | tuple):
        return tuple(filled(item, replace(use, index=index)) for index, item in enumerate(pattern))
    return pattern  # type: ignore[no-any-return]


def completed(given: Value, made: Value) -> Value:
    """What a resource was given with what its mock adds: an object is completed, recursively; all else stays."""
    if isinstance(given, Mapping) and isinstance(made, Mapping):
        return {**made, **{key: completed(item, made.get(key)) for key, item in given.items()}}
    return given


def use_of(token: str, name: str, inputs: Mapping[str, Value], region: str = DEFAULT_REGION) -> Use:
    """What a resource's patterns are filled in for."""
    return Use(seed=f"{token}::{name}", name=name, region=region, own=inputs)


# From Terraform's table


def _native(
    type_: str, table: Mapping[str, Pattern], above: tuple[str, ...], named_by: str, *, asked: bool = False
) -> dict[str, Pattern]:
    """A table's patterns with native names, and Pulumi's names of things; texts that were `asked` for stay."""
    found = {}
    for name, pattern in table.items():
        native = native_name(type_, name, above)
        form = form_of(type_, native, above)
        value = _renamed(type_, pattern, (*above, native), form, named_by)
        found[native] = f"<@{native}|{pattern}>" if asked and _can_be_asked(native, pattern) else value
    return found


def _can_be_asked(native: str, pattern: Pattern) -> bool:
    return isinstance(pattern, str) and "<@" not in pattern and ("<name>" not in pattern or native == "name")


def _renamed(type_: str, pattern: Pattern, at: tuple[str, ...], form: str, named_by: str) -> Pattern:
    if isinstance(pattern, str):
        return _with_name(type_, pattern, named_by)
    if isinstance(pattern, list):
        items = [_renamed(type_, item, at, form, named_by) for item in pattern]
        return items[0] if len(items) == 1 and _is_single(type_, at[-1], form, items[0]) else items
    if isinstance(pattern, Mapping) and form == "map":
        return {key: _renamed(type_, item, at, form, named_by) for key, item in pattern.items()}
    return _native(type_, pattern, at, named_by) if isinstance(pattern, Mapping) else pattern


def _is_single(type_: str, native: str, form: str, item: Pattern) -> bool:
    """Whether a list of one in Terraform's table is not one here; of packages without facts the name has to say it."""
    if form == "flat":
        return True
    known = type_.removeprefix("data.").startswith("aws_") or not native.endswith("s")
    return form == "" and isinstance(item, Mapping) and known


def _with_name(type_: str, text: str, named_by: str) -> str:
    """A text whose `<name>` is what the thing is called, and whose `<@attribute|...>` are native."""
    parts, end = [], 0
    some = f"<@{named_by}|{_SOME_NAME}>"
    for own in _OWN.finditer(text):
        parts.append(_plain_name(text[end : own.start()], some))
        name, _, rest = own[0][2:].partition("|")
        parts.append(f"<@{native_name(type_, name)}|{rest}")
        end = own.end()
    return "".join((*parts, _plain_name(text[end:], some)))


def _plain_name(text: str, some: str) -> str:
    return re.sub(r"<name>(-<hex8>)?", some, text)


@cache
def _answers(token: str) -> Pattern | None:
    if token == "aws:iam/getPolicyDocument:getPolicyDocument":
        return None
    own = _load("answers.toml").get(token, {})
    canonical = canonical_data_type(token)
    table = realistic.mocks(canonical, data=True)
    if not own and not table:
        return None
    return {"id": SOME_ID} | _native(f"data.{canonical}", table, (), "name", asked=True) | own


def _named(general: Mapping[str, Pattern], token: str) -> dict[str, Pattern]:
    """A package's patterns, with the words of the type in them."""
    return {key: _worded(pattern, token) for key, pattern in general.items()}


def _worded(pattern: Pattern, token: str) -> Pattern:
    if isinstance(pattern, str):
        module, _, name = token.partition(":")[2].rpartition(":")
        kind = name[:1].lower() + name[1:]
        module = module.partition("/")[0]
        pattern = pattern.replace("{module}", module).replace("{Module}", module.capitalize())
        return pattern.replace("{kind}", kind)
    return pattern


# From names and shapes


def _by_shape(token: str, name: str, shape: Shape, depth: int) -> Pattern | None:
    if shape.choices:
        return shape.choices[0]
    if shape.kind in (Kind.LIST, Kind.SET):
        return _list(token, name, shape.item, depth)
    if shape.kind is Kind.TUPLE:
        return [_by_shape(token, name, item, depth) for item in shape.items]
    if shape.kind is Kind.OBJECT:
        return _object(token, shape, depth)
    if shape.kind is Kind.MAP:
        return {}
    if shape.kind is Kind.NUMBER:
        row = _row("numbers", name)
        return row["number"] if row else realistic.number(name) or 1
    if shape.kind is Kind.BOOL:
        return _row("flags", name) is not None
    return _text(token, name) or f"<name>-{name.replace('_', '-')}-<hex8>"


def _list(token: str, name: str, item: Shape | None, depth: int) -> list[Pattern]:
    if depth >= _DEEPEST:
        return []
    one = _by_shape(token, name, item or Shape(Kind.STRING), depth + 1)
    row = _row("texts", name)
    return [one] * (row.get("count", 1) if row and isinstance(one, str) else 1)


def _object(token: str, shape: Shape, depth: int) -> dict[str, Pattern]:
    """An object's members; of one with very many only those that are always there."""
    if depth >= _DEEPEST:
        return {}
    every = len(shape.members) <= _FEW
    made = {
        name: _by_shape(token, words(name), member.shape, depth + 1)
        for name, member in shape.members.items()
        if every or not member.optional
    }
    return {name: pattern for name, pattern in made.items() if pattern is not None}


def _text(token: str, name: str) -> str | None:
    row = _row("texts", name)
    if row:
        return _spelled(row["text"], token)
    sample = realistic.sample(name)
    return sample.pattern if sample else None


def _spelled(text: str, token: str) -> str:
    service, _, kind = canonical_type(token).partition("_")[2].partition("_")
    return text.replace("{service}", service or "service").replace("{kind}", (kind or "thing").replace("_", "-"))


def _row(table: str, name: str) -> Mapping[str, Any] | None:
    return next((row for pattern, row in _rows(table) if pattern.search(name)), None)


@cache
def _rows(table: str) -> tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]:
    return tuple((re.compile(row["match"]), row) for row in _load("generic.toml")[table])


@cache
def _load(name: str) -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
