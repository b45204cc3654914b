"""The SDKs' models of services, and how the catalog's paths lead through them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from botocore.loaders import Loader

#: A step of a path: a name, then what is taken of what is there, then how its text is read.
STEP = re.compile(
    r"(?P<name>[^.\[\]]*?)(?P<inside>(?:\[[^\]]*\])*)(?::(?P<read>json|count|dns|keys|list\([^)]+\)|object\((?P<pair>[^)]*)\)))?"
)
SPLIT = re.compile(r"\.(?![^\[]*\])(?![^(]*\))")
#: A key of the catalog in a path: some member or other.
KEY = re.compile(r"\.?\{\w+\??\}")


class MisfitError(AssertionError):
    """Something of the catalog that a service's model does not have."""


@dataclass(frozen=True)
class Shape:
    """A shape of a service's model; `Shape({}, None)` is one of which nothing is known (inside a document)."""

    shapes: Mapping[str, Any]
    name: str | None

    @property
    def row(self) -> Mapping[str, Any]:
        return self.shapes[self.name] if self.name is not None else {}

    @property
    def kind(self) -> str:
        if self.row.get("document") or self.name is None:
            return "anything"
        return str(self.row["type"])

    @property
    def enum(self) -> tuple[str, ...]:
        return tuple(self.row.get("enum", ()))

    @property
    def members(self) -> Mapping[str, Shape]:
        return {name: Shape(self.shapes, row["shape"]) for name, row in self.row.get("members", {}).items()}

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(self.row.get("required", ()))

    @property
    def element(self) -> Shape:
        """What a list holds."""
        if self.kind == "anything":
            return self
        if self.kind != "list":
            raise MisfitError(f"{self.name} is a {self.kind} and no list")
        return Shape(self.shapes, self.row["member"]["shape"])

    def member(self, name: str) -> Shape:
        """A member of a structure, or the value of a key of a map."""
        if self.kind == "anything":
            return self
        if self.kind == "map":
            keys = Shape(self.shapes, self.row["key"]["shape"]).enum
            if keys and name not in keys:
                raise MisfitError(f"{name} is no key of {self.name}: {', '.join(keys)}")
            return Shape(self.shapes, self.row["value"]["shape"])
        if self.kind != "structure":
            raise MisfitError(f"{self.name} is a {self.kind} and has no {name}")
        if name not in self.members:
            raise MisfitError(f"{self.name} has no {name}: {', '.join(self.members)}")
        return self.members[name]

    def allows(self, value: object, any_case: bool = False) -> None:
        """A scalar of the catalog is one that this shape can have; some services write it otherwise than they say."""
        kinds = {
            "string": str,
            "boolean": bool,
            "integer": int,
            "long": int,
            "float": (int, float),
            "double": (int, float),
        }
        if self.kind == "boolean" and value in ("true", "false"):
            return  # in paths and conditions, where both sides are text
        wanted = kinds.get(self.kind)
        if wanted is not None and not isinstance(value, wanted):
            raise MisfitError(f"{value!r} is no {self.kind} ({self.name})")
        known = tuple(map(str.lower, self.enum)) if any_case else self.enum
        if known and (str(value).lower() if any_case else value) not in known:
            raise MisfitError(f"{value!r} is none of {self.name}: {', '.join(self.enum)}")


@dataclass(frozen=True)
class Operation:
    """An operation of a service: what goes in, what comes out, and the codes of errors that the service knows."""

    input: Shape
    output: Shape
    errors: frozenset[str]
    head: bool


@cache
def operations(client: str) -> Mapping[str, Operation]:
    """Every operation of a service by boto3's name of it."""
    try:
        model = Loader().load_service_model(client, "service-2")
    except Exception as error:
        raise MisfitError(f"no service {client}") from error
    shapes = model["shapes"]
    codes = frozenset(_codes(shapes))
    return {
        name: Operation(
            Shape(shapes, row["input"]["shape"]) if "input" in row else Shape(shapes | EMPTY, "Empty"),
            Shape(shapes, row["output"]["shape"]) if "output" in row else Shape(shapes | EMPTY, "Empty"),
            codes,
            row["http"]["method"] == "HEAD",
        )
        for name, row in model["operations"].items()
    }


EMPTY: Mapping[str, Any] = {"Empty": {"type": "structure", "members": {}}}


def _codes(shapes: Mapping[str, Any]) -> Iterator[str]:
    for name, row in shapes.items():
        if row.get("exception"):
            yield name
            if "code" in row.get("error", {}):
                yield row["error"]["code"]


def walk(shape: Shape, path: str) -> Shape:
    """Where a path leads from a shape; behind `[]` it is what each element has."""
    for step in SPLIT.split(KEY.sub('["some"]', path)) if path else ():
        found = STEP.fullmatch(step)
        if found is None:
            raise MisfitError(f"{step!r} is no step of a path")
        if found["name"]:
            shape = shape.member(found["name"])
        shape = _inside(shape, re.findall(r"\[([^\]]*)\]", found["inside"]))
        if found["pair"]:
            for member in found["pair"].split(","):
                walk(shape.element, member)
        elif found["read"] in ("count", "keys"):
            _ = shape.element if found["read"] == "count" else shape.members
        elif found["read"] and shape.kind not in ("string", "blob", "anything"):
            raise MisfitError(f"{step}: a {shape.kind} is no text")
        if found["read"]:
            shape = Shape({}, None)
    return shape


def _inside(shape: Shape, brackets: list[str]) -> Shape:
    """Where brackets lead: a member by its exact name, or elements of a list."""
    before = ""
    for inside in brackets:
        key, sign, value = inside.partition("~" if "~" in inside.partition("=")[0] else "=")
        if inside.startswith('"'):
            shape = shape.member(inside.strip('"'))
        elif sign:
            shape = shape.element
            walk(shape, key).allows(value)
        elif inside == "" and before and "=" in before:
            pass  # all of those that the bracket before it says
        elif inside == "" or inside.isdigit():
            shape = shape.element
        else:
            raise MisfitError(f"[{inside}] is no element")
        before = inside
    return shape
