"""What the cloud's APIs say about resource types: a TOML file for each service beside this module.

A type's table has `client` (boto3's name of the service) and

- `keys`: what identifies it, and where each key can be had from, in order: an attribute of the resource that an output
  or another resource may lead to (`arn`), with picks (`arn | after :table/`), a text made of other keys (`= ...`; one
  without keys counts where the resource declares nothing), or what another of its questions finds (`? ask:path`). The
  pick `is x` makes `true` of the text x and `false` of any other, `not x` takes x as if nothing were declared;
- `asks`: the questions by name, the first of which says whether it is there: `operation`, `input` (members, with keys
  in braces, nested as the API has them; what `{key?}` stands in is left out where the resource declares nothing for
  it), `result`, `where`, `missing`, `active`; see `model.integration`; `when`, as of attributes. `client` says that
  another service is asked;
- `exports`: attributes that others refer to, and where they are found: `ask:path`, maybe with picks;
- `attributes`: dotted canonical names (one nested block is no step) to `path` in the result of `ask` (the first one
  without), `as` (how the two are compared), `values` (what the service says for what is declared), `default` (what it
  means that the service says nothing, in the service's words), `picks` of what is found, `each` (members of blocks: a
  path, or a table with `path`, `as`, `values`, `default`, `choice` and `when`, which is about the same block), `when`
  (only where the resource declares one of these values for each of these attributes; an empty text means that it
  declares none), `unless` (not where a resource of one of these types refers to this one), `merge` (declared blocks
  that are equal in these members are one, with the lists of the others joined), `absent` (what it means that the
  resource declares nothing), `choice` (what the service says for the one of these nested blocks that the declared block
  has);
- `tags`: `ask`, `path` and, where tags are not a list of Key and Value or an object, `key` and `value`.

`worth = false` marks types that are looked at where they can be found, and not missed where not.
Operations and paths are held to botocore's service models by a test.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from scaffold.model.integration import Picks


@dataclass(frozen=True, slots=True)
class Source:
    """Where a key can be had from: an `attribute` of the resource, a `text` with other keys in braces, or what another
    question about the resource (`ask`) finds at the path `text`."""

    attribute: str
    picks: Picks = ()
    text: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question; `input` and `where` have keys in braces. `active` are paths with values that say that it works."""

    name: str
    client: str
    operation: str
    input: Mapping[str, Any]
    result: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    active: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    when: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A path into what a question finds, and what part of the text there is meant."""

    ask: str
    path: str
    picks: Picks = ()


@dataclass(frozen=True, slots=True)
class Part:
    """How a member of a nested block is looked up in the element that stands for it, and compared."""

    path: str
    normal: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    default: Any = None
    choice: Mapping[str, Any] = field(default_factory=dict)
    when: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attribute:
    """How a declared attribute is looked up and compared; see the module's text and `model.integration.Row`."""

    name: str
    place: Place
    normal: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    default: Any = None
    each: Mapping[str, Part] = field(default_factory=dict)
    when: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    unless: tuple[str, ...] = ()
    merge: tuple[str, ...] = ()
    absent: tuple[Any, ...] = ()
    choice: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tags:
    """Where the tags are: a list of objects with `key` and `value`, or one object where `key` is empty."""

    place: Place
    key: str = "Key"
    value: str = "Value"


@dataclass(frozen=True, slots=True)
class Service:
    """All that is known of asking about one resource type."""

    type: str
    client: str
    keys: Mapping[str, tuple[Source, ...]]
    asks: Mapping[str, Ask]
    exports: Mapping[str, Place]
    attributes: Mapping[str, Attribute]
    tags: Tags | None = None
    worth: bool = True

    @property
    def first(self) -> Ask:
        """The question that says whether it is there."""
        return next(iter(self.asks.values()))


def service(type_: str) -> Service | None:
    """What is known of asking about a resource type."""
    return services().get(type_.replace("aws_alb", "aws_lb", 1) if type_.startswith("aws_alb") else type_)


@cache
def services() -> Mapping[str, Service]:
    """Every type that can be asked about, sorted."""
    found: dict[str, Service] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        for type_, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[type_] = _service(type_, table)
    return dict(sorted(found.items()))


def _service(type_: str, table: Mapping[str, Any]) -> Service:
    asks = {name: _ask(name, row, table["client"]) for name, row in table["asks"].items()}
    first = next(iter(asks))
    tags = table.get("tags")
    return Service(
        type_,
        table["client"],
        {name: tuple(map(_source, sources)) for name, sources in table["keys"].items()},
        asks,
        {name: _export(text) for name, text in table.get("exports", {}).items()},
        {name: _attribute(name, row, first) for name, row in table.get("attributes", {}).items()},
        Tags(Place(tags.get("ask", first), tags["path"]), tags.get("key", "Key"), tags.get("value", "Value"))
        if tags
        else None,
        table.get("worth", True),
    )


def _ask(name: str, row: Mapping[str, Any], client: str) -> Ask:
    return Ask(
        name,
        row.get("client", client),
        row["operation"],
        row.get("input", {}),
        row.get("result", ""),
        row.get("where", {}),
        tuple(row.get("missing", ())),
        {path: tuple(values) for path, values in row.get("active", {}).items()},
        _when(row),
    )


def _source(text: str) -> Source:
    if text.startswith("= "):
        return Source("", text=text.removeprefix("= "))
    if text.startswith("? "):
        place = _export(text.removeprefix("? "))
        return Source("", place.picks, place.path, place.ask)
    attribute, _, picks = text.partition(" | ")
    return Source(attribute, _picks(picks))


def _export(text: str) -> Place:
    place, _, picks = text.partition(" | ")
    ask, _, path = place.partition(":")
    return Place(ask, path, _picks(picks))


def _attribute(name: str, row: Mapping[str, Any], first: str) -> Attribute:
    return Attribute(
        name,
        Place(row.get("ask", first), row["path"], _picks(row.get("picks", ""))),
        row.get("as", ""),
        row.get("values", {}),
        row.get("default"),
        {member: _part(part) for member, part in row.get("each", {}).items()},
        _when(row),
        tuple(row.get("unless", ())),
        tuple(row.get("merge", ())),
        (row["absent"],) if "absent" in row else (),
        row.get("choice", {}),
    )


def _when(row: Mapping[str, Any]) -> Mapping[str, tuple[Any, ...]]:
    return {other: tuple(values) for other, values in row.get("when", {}).items()}


def _part(row: str | Mapping[str, Any]) -> Part:
    if isinstance(row, str):
        return Part(row)
    return Part(
        row["path"], row.get("as", ""), row.get("values", {}), row.get("default"), row.get("choice", {}), _when(row)
    )


def _picks(text: str) -> Picks:
    """`after :table/ | before /` as pairs."""
    steps = (step.split(" ", 1) for step in text.split(" | ") if step)
    return tuple((verb, sign) for verb, sign in steps)
