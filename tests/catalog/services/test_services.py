"""Every entry of the catalog, held to the SDKs' models of the services and to the attributes of Terraform's types."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from service_models import MisfitError, Operation, Shape, operations, walk

from scaffold.catalog.cdktf import shapes
from scaffold.catalog.cdktf.providers import provider
from scaffold.catalog.services import Ask, Attribute, Part, Service, services

BRACES = re.compile(r"\{([^{}?]*)\??\}")
SURROUNDINGS = {"account", "region", "partition"}
NORMALS = {"", "text", "number", "lower", "set", "name", "json", "policy", "subset", "version", "contains", "part"}
VERBS = {"after", "before", "last"}
#: What only makes a key of a literal.
LITERAL_VERBS = {"is", "not"}
#: Codes that services answer with, by their references, and that their models do not have.
UNDECLARED: Mapping[str, frozenset[str]] = {
    "sqs": frozenset({"AWS.SimpleQueueService.NonExistentQueue"}),
    "s3control": frozenset({"NoSuchAccessPoint"}),
    "s3": frozenset(
        {
            "404",
            "NotFound",
            "NoSuchBucketPolicy",
            "NoSuchCORSConfiguration",
            "NoSuchLifecycleConfiguration",
            "NoSuchPublicAccessBlockConfiguration",
            "NoSuchTagSet",
            "NoSuchWebsiteConfiguration",
            "NoSuchConfiguration",
            "ObjectLockConfigurationNotFoundError",
            "OwnershipControlsNotFoundError",
            "ReplicationConfigurationNotFoundError",
            "ServerSideEncryptionConfigurationNotFoundError",
        }
    ),
}


def every() -> list[Any]:
    return [pytest.param(service, id=type_) for type_, service in services().items()]


def wrongs(checks: Iterator[str]) -> list[str]:
    return list(checks)


def attempt(where: str, check: Any, *arguments: Any) -> Iterator[str]:
    """What is wrong, if anything is."""
    try:
        check(*arguments)
    except MisfitError as misfit:
        yield f"{where}: {misfit}"


def operation(ask: Ask) -> Operation:
    known = operations(ask.client)
    if ask.operation not in known:
        raise MisfitError(f"{ask.client} has no {ask.operation}")
    return known[ask.operation]


def found(ask: Ask) -> Shape:
    """What a question finds; where it has conditions, the one element of the list that is meant."""
    shape = walk(operation(ask).output, ask.result)
    return shape.element if ask.where else shape


def held(service: Service, name: str, path: str) -> Shape:
    """Where a path leads in what a question of the service finds."""
    if name not in service.asks:
        raise MisfitError(f"no question {name}")
    return walk(found(service.asks[name]), path)


# --- the calls ---


@pytest.mark.parametrize("service", every())
def test_calls_are_those_of_the_service(service: Service) -> None:
    assert service.asks
    assert wrongs(line for ask in service.asks.values() for line in calls(service, ask)) == []


def calls(service: Service, ask: Ask) -> Iterator[str]:
    yield from attempt(ask.name, operation, ask)
    try:
        known = operation(ask)
    except MisfitError:
        return
    yield from fits(known.input, ask.input, f"{ask.name}.input", {*service.keys, *SURROUNDINGS})
    yield from attempt(f"{ask.name}.result", found, ask)
    yield from unknown_keys(ask.result, f"{ask.name}.result", {*service.keys, *SURROUNDINGS})
    for path, text in ask.where.items():
        yield from attempt(f"{ask.name}.where", lambda path=path: walk(found(ask), path))
        yield from unknown_keys(text, f"{ask.name}.where", {*service.keys, *SURROUNDINGS})
    for path, values in ask.active.items():
        for value in values:
            yield from attempt(
                f"{ask.name}.active", lambda path=path, value=value: walk(found(ask), path).allows(value, True)
            )
    for code in ask.missing:
        undeclared = UNDECLARED.get(ask.client, frozenset())
        if known.errors and code not in known.errors | undeclared:
            yield f"{ask.name}.missing: {ask.client} knows no {code}"


def fits(shape: Shape, value: Any, where: str, keys: set[str]) -> Iterator[str]:
    """An input has what is required and nothing that there is not."""
    if isinstance(value, Mapping):
        yield from (f"{where}: {name} is required" for name in shape.required if name not in value)
        for name, inner in value.items():
            try:
                member = shape.member(name)
            except MisfitError as misfit:
                yield f"{where}: {misfit}"
            else:
                yield from fits(member, inner, f"{where}.{name}", keys)
    elif isinstance(value, list):
        for inner in value:
            yield from fits(shape.element, inner, where, keys)
    elif isinstance(value, str) and BRACES.search(value):
        yield from unknown_keys(value, where, keys)
        if shape.kind not in ("string", "anything") and not BRACES.fullmatch(value):
            yield f"{where}: a {shape.kind} is no text"
    else:
        yield from attempt(where, shape.allows, value)


def unknown_keys(text: str, where: str, keys: set[str]) -> Iterator[str]:
    yield from (f"{where}: no key {key}" for key in BRACES.findall(text) if key not in keys)


@pytest.mark.parametrize("service", every())
def test_the_first_question_can_say_that_nothing_is_there(service: Service) -> None:
    """By an error, by an empty list, or by a member that is not there; but for what every account has."""
    assert service.first.missing or service.first.where or service.first.result or not service.keys


# --- what is read of the answers ---


@pytest.mark.parametrize("service", every())
def test_paths_lead_through_the_answers(service: Service) -> None:
    assert wrongs(paths(service)) == []


def paths(service: Service) -> Iterator[str]:
    for name, place in service.exports.items():
        yield from attempt(f"exports.{name}", held, service, place.ask, place.path)
    for attribute in service.attributes.values():
        yield from attempt(f"attributes.{attribute.name}", compared, service, attribute)
    if service.tags is not None:
        yield from attempt("tags", tagged, service)


def compared(service: Service, attribute: Attribute) -> None:
    """The path leads somewhere, and values that are expected there can stand there."""
    shape = held(service, attribute.place.ask, attribute.place.path)
    every = attribute.place.path.endswith("[]")
    for name, part in attribute.each.items():
        standing(walk(shape if every else shape.element, part.path), part, f"{name}: ")
    if not attribute.each:
        standing(shape, attribute, "", picked=bool(attribute.place.picks), many="[]" in attribute.place.path)


def standing(shape: Shape, row: Attribute | Part, name: str, picked: bool = False, many: bool = False) -> None:
    """What a row expects can stand where it looks."""
    if not NORMALS.issuperset(row.normal.split(" ")):
        raise MisfitError(f"{name}nothing is compared as {row.normal}")
    if shape.kind == "structure" and row.normal not in ("subset", "json", "contains", "text"):
        raise MisfitError(f"{name}{shape.name} is an object")
    if picked or row.normal in ("lower", "text", "number", "json", "policy", "contains"):
        return
    for value in (*row.values.values(), row.default):
        for one in value if isinstance(value, list | tuple) else () if value is None else (value,):
            inside = shape.element if shape.kind == "list" and not many else shape
            inside.allows(one)


def tagged(service: Service) -> None:
    assert service.tags is not None
    shape = held(service, service.tags.place.ask, service.tags.place.path)
    if service.tags.key:
        walk(shape.element, service.tags.key), walk(shape.element, service.tags.value)
    elif shape.kind not in ("map", "anything"):
        raise MisfitError(f"{shape.name} is a {shape.kind}")


@pytest.mark.parametrize("service", every())
def test_picks_are_known(service: Service) -> None:
    places = [*service.exports.values(), *(attribute.place for attribute in service.attributes.values())]
    sources = [source for sources in service.keys.values() for source in sources]
    assert [verb for place in places for verb, _ in place.picks if verb not in VERBS] == []
    assert [verb for source in sources for verb, _ in source.picks if verb not in VERBS | LITERAL_VERBS] == []


# --- what the resource declares ---


@pytest.mark.parametrize("service", every())
def test_attributes_are_those_of_the_type(service: Service) -> None:
    facts = provider("aws")
    assert facts is not None
    known = facts.of_type(service.type)
    assert known is not None, "no such type"
    assert wrongs(declared(service, known.shape)) == []


def declared(service: Service, shape: shapes.Shape) -> Iterator[str]:
    for key, sources in service.keys.items():
        for source in sources:
            if source.ask:
                yield from attempt(f"keys.{key}", held, service, source.ask, source.text)
                yield from looped(service, key, source.ask)
            elif source.text:
                yield from unknown_keys(source.text, f"keys.{key}", {*service.keys, *SURROUNDINGS})
            else:
                yield from attempt(f"keys.{key}", declarable, shape, source.attribute)
    for name in service.exports:
        yield from attempt("exports", declarable, shape, name)
    for attribute in service.attributes.values():
        yield from attempt("attributes", attribute_of, shape, attribute)


def looped(service: Service, key: str, ask: str) -> Iterator[str]:
    """A question that finds a key cannot need it."""
    if ask in service.asks:
        asked = f"{service.asks[ask].input}{service.asks[ask].where}"
        yield from (f"keys.{key}: {ask} needs it" for needed in BRACES.findall(asked) if needed == key)


def attribute_of(shape: shapes.Shape, attribute: Attribute) -> None:
    known = declarable(shape, attribute.name)
    if not attribute.each:
        valued(known, attribute, attribute.name)
        return
    if known is None or known.shape is None:
        raise MisfitError(f"{attribute.name} is no block")
    for member, part in attribute.each.items():
        valued(declarable(known.shape, member), part, f"{attribute.name}.{member}")


def valued(known: shapes.Attribute | None, row: Attribute | Part, name: str) -> None:
    """What is compared is a value, or a choice of blocks; the two values of a flag are both translated or neither."""
    block = known.shape if known is not None else None
    if block is not None and not row.choice:
        raise MisfitError(f"{name} is a block")
    for chosen in row.choice:
        if block is None or block.named(chosen) is None:
            raise MisfitError(f"{name} has no {chosen} to choose")
    flag = known is not None and "?" in known.code
    if row.values and (flag != ({"true", "false"} == set(row.values))):
        raise MisfitError(f"{name} has no words for what it can be")


def declarable(shape: shapes.Shape, path: str) -> shapes.Attribute | None:
    """The attribute at a dotted name; every type has an `id`. Of what may hold anything nothing more is known."""
    if path == "id":
        return None
    inside: shapes.Shape | None = shape
    attribute = None
    for name in path.split("."):
        if name.isdigit() and attribute is not None:
            continue
        attribute = inside.named(name) if inside is not None else None
        if attribute is None:
            raise MisfitError(f"{path}: no {name} there")
        if "!" in attribute.code:
            return None
        inside = attribute.shape
    return attribute


# --- the checks themselves ---


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("Table.Nothing", "has no Nothing"),
        ("Table.KeySchema.AttributeName", "has no AttributeName"),
        ("Table.KeySchema[KeyType=OTHER].AttributeName", "is none of KeyType"),
        ("Table.KeySchema[Type=HASH].AttributeName", "has no Type"),
        ("Table.TableName[0]", "no list"),
        ("Table.ItemCount:json", "is no text"),
        ("Table.KeySchema:object(AttributeName,Nothing)", "has no Nothing"),
    ],
)
def test_wrong_paths_are_found(path: str, wrong: str) -> None:
    with pytest.raises(MisfitError, match=wrong):
        walk(operations("dynamodb")["DescribeTable"].output, path)


def test_right_paths_lead_on() -> None:
    output = operations("dynamodb")["DescribeTable"].output
    assert walk(output, "Table.KeySchema[KeyType=HASH].AttributeName").kind == "string"
    assert walk(output, "Table.GlobalSecondaryIndexes[].KeySchema[0].KeyType").enum == ("HASH", "RANGE")
    assert walk(output, "Table.TableName:json.any.thing[0]").kind == "anything"


def test_wrong_inputs_are_found() -> None:
    shape = operations("dynamodb")["DescribeTable"].input
    assert list(fits(shape, {}, "x", set())) == ["x: TableName is required"]
    assert list(fits(shape, {"TableName": "{name}"}, "x", set())) == ["x.TableName: no key name"]
    assert list(fits(shape, {"TableName": 1}, "x", set())) == ["x.TableName: 1 is no string (TableArn)"]
    assert "has no Name" in "".join(fits(shape, {"TableName": "a", "Name": "b"}, "x", set()))


# --- the files ---

MEMBERS: Mapping[str, frozenset[str]] = {
    "": frozenset({"client", "worth", "keys", "asks", "exports", "attributes", "tags"}),
    "asks": frozenset({"client", "operation", "input", "result", "where", "missing", "active", "when"}),
    "attributes": frozenset(
        {"ask", "path", "as", "values", "default", "picks", "each", "when", "unless", "merge", "absent", "choice"}
    ),
    "tags": frozenset({"ask", "path", "key", "value"}),
}
PART = frozenset({"path", "as", "values", "default", "choice", "when"})
FILES = sorted((Path(__file__).parents[3] / "scaffold" / "catalog" / "services").glob("*.toml"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in FILES])
def test_files_have_no_other_members(path: Path) -> None:
    """The loader passes over what it does not know: a misspelt `default` would just not count."""
    unknown = []
    for type_, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
        rows = {"": table, "tags": table.get("tags", {})}
        rows |= {f"asks.{name}": row for name, row in table["asks"].items()}
        rows |= {f"attributes.{name}": row for name, row in table.get("attributes", {}).items()}
        for where, row in rows.items():
            allowed = MEMBERS[where.partition(".")[0]]
            unknown += [f"{type_}.{where}: {name}" for name in row if name not in allowed]
            parts = row.get("each", {}).items()
            unknown += [
                f"{type_}.{where}.{name}" for name, part in parts if not isinstance(part, str) and set(part) - PART
            ]
            pairs = [row["path"].count(sign) for sign in "[]"] if "path" in row else [0, 0]
            unknown += [f"{type_}.{where}: {row['path']}"] if pairs[0] != pairs[1] else []
    assert unknown == []


def test_no_type_stands_twice() -> None:
    types = [type_ for path in FILES for type_ in tomllib.loads(path.read_text(encoding="utf-8"))]
    assert sorted(types) == sorted(set(types))
