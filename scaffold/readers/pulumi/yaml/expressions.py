"""Expressions of a program in YAML as those of the program IR: references, texts with references in them, functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from scaffold.readers.programs import ir
from scaffold.readers.programs.ir_types import Node
from scaffold.readers.pulumi.yaml.interpolation import Access, InterpolationError, parts_of
from scaffold.readers.pulumi.yaml.template import RESERVED, Say, fields_of
from scaffold.readers.pulumi.yaml.tree import List, Map, Pair, Scalar, Tree

#: Functions that are given one value, and those that are given a list of two, by their names in lower case.
_OF_ONE: Final = (
    *("toJSON", "toBase64", "fromBase64", "secret", "unsecret", "length", "singleOrNone", "sha1"),
    *("readFile", "filebase64", "filebase64sha256", "pulumiResourceName", "pulumiResourceType"),
)
_OF_TWO: Final = ("join", "split", "select", "stackReference")
_ASSETS: Final = ("stringAsset", "fileAsset", "remoteAsset", "fileArchive", "remoteArchive")
_FUNCTIONS: Final = {name.lower(): name for name in (*_OF_ONE, *_OF_TWO, *_ASSETS, "assetArchive", "invoke")}
_SHORT: Final = re.compile(r"[^:]+:[^:]+(:[^:]+)?$")
_PREFIX: Final = "fn::"
_INVOKE: Final = ("function", "arguments", "options", "return")
#: How the variables of the program are called in the IR: apart from what the evaluator calls its own.
VARIABLE: Final = "$"
#: The names of the functions that the platform offers, likewise.
NATIVE: Final = "%"


@dataclass(frozen=True, slots=True)
class Names:
    """What a reference may be to: the `declared` names. `project` may stand before a name of the configuration; names
    that are not declared are of the configuration too, unless the program is `closed` (a component). Those that are
    `cut` depend on where the reference stands."""

    declared: frozenset[str]
    project: str = ""
    closed: bool = False
    cut: frozenset[str] = frozenset()

    def find(self, name: str) -> str:
        """The declared name that a reference to `name` means; empty where there is none."""
        plain = name.removeprefix(f"{self.project}:") if self.project else name
        return next((found for found in (name, plain) if found in self.declared), "")


def native(name: str, place: Node, arguments: Iterable[ir.Expression], **named: ir.Expression) -> ir.Invoke:
    """A call of a function of the platform."""
    given = [ir.Argument(value.at, value.end, value) for value in arguments]
    given += [ir.Argument(value.at, value.end, value, key) for key, value in named.items()]
    return ir.Invoke(place.at, place.end, ir.Name(place.at, place.end, NATIVE + name), tuple(given))


def constant(place: Node, value: object) -> ir.Constant:
    """A value that is written out."""
    return ir.Constant(place.at, place.end, value)


def unknown(place: Node, reason: str) -> ir.Invoke:
    """Something of which nothing is known, for a reason that is said elsewhere."""
    return native("unknown", place, (constant(place, reason),))


class Expressions:
    """Lowers expressions; `say` is told what is wrong."""

    def __init__(self, names: Names, say: Say) -> None:
        self.names, self.say = names, say

    def value(self, tree: Tree) -> ir.Expression:
        """Any value."""
        if isinstance(tree, List):
            return ir.Items(tree.at, tree.end, tuple(map(self.value, tree.items)))
        if isinstance(tree, Map):
            return self._map(tree)
        return self.text(tree, tree.value) if isinstance(tree.value, str) else constant(tree, tree.value)

    def text(self, place: Node, text: str) -> ir.Expression:
        """A text: a reference alone is the value itself, others are part of the text."""
        try:
            parts = parts_of(text)
        except InterpolationError as error:
            return self.refuse(place, str(error))
        if not any(isinstance(part, Access) for part in parts):
            return constant(place, "".join(map(str, parts)))
        values = [self._access(place, part) if isinstance(part, Access) else constant(place, part) for part in parts]
        return values[0] if len(values) == 1 else native("text", place, values)

    def refuse(self, place: Node, message: str) -> ir.Expression:
        """Say what is wrong with what stands there, of which nothing is known then."""
        self.say(place, message)
        return unknown(place, message)

    def _access(self, place: Node, access: Access) -> ir.Expression:
        steps = [constant(place, step) for step in access.steps]
        declared = self.names.find(access.name)
        root: ir.Expression
        if access.name == RESERVED:
            root = native("settings", place, ())
        elif declared in self.names.cut:
            return unknown(place, f"{declared} depends on what refers to it here")
        elif declared:
            root = ir.Name(place.at, place.end, VARIABLE + declared)
        elif self.names.closed:
            return self.refuse(place, f"there is no resource, variable or input called {access.name}")
        else:
            root = native("setting", place, (constant(place, access.name),))
        return native("access", place, (root, *steps)) if steps else root

    def entries(self, pairs: Iterable[Pair]) -> Iterator[ir.Entry]:
        """The members of a map whose keys are plain names."""
        for pair in pairs:
            yield ir.Entry(pair.at, pair.end, constant(pair, pair.key), self.value(pair.value))

    # Maps and functions

    def _map(self, tree: Map) -> ir.Expression:
        if len(tree.pairs) == 1:
            found = self._function(tree.pairs[0])
            if found is not None:
                return found
        wrong = next((pair for pair in tree.pairs if pair.key.lower() in _ASSET_KEYS), None)
        if wrong is not None:
            return self.refuse(wrong, f"{wrong.key} has to stand alone in its map")
        keys = [self.text(Node(pair.at, pair.at + len(pair.key)), pair.key) for pair in tree.pairs]
        values = [self.value(pair.value) for pair in tree.pairs]
        if all(isinstance(key, ir.Constant) for key in keys):
            pairs = zip(tree.pairs, keys, values, strict=True)
            entries = (ir.Entry(pair.at, pair.end, key, value) for pair, key, value in pairs)
            return ir.Entries(tree.at, tree.end, tuple(entries))
        return native("map", tree, (part for pair in zip(keys, values, strict=True) for part in pair))

    def _function(self, pair: Pair) -> ir.Expression | None:
        """The function that a key calls; `None` where it is an ordinary one."""
        if not pair.key.lower().startswith(_PREFIX):
            return None
        called = pair.key[len(_PREFIX) :]
        name = _FUNCTIONS.get(called.lower())
        if name is None:
            if not _SHORT.match(called):
                return None
            arguments = pair.value if isinstance(pair.value, Map) else None
            return self._invoke(pair, called, arguments, {}, pair)
        if name == "invoke":
            return self._long_invoke(pair)
        if name == "assetArchive":
            return self._archive(pair)
        if name in _OF_TWO:
            return self._of_two(pair, name)
        return native(name, pair, (self.value(pair.value),))

    def _of_two(self, pair: Pair, name: str) -> ir.Expression:
        if not isinstance(pair.value, List) or len(pair.value.items) != 2:
            return self.refuse(pair, f"{_PREFIX}{name} is given a list of two values")
        first, second = map(self.value, pair.value.items)
        if name == "stackReference" and not isinstance(first, ir.Constant):
            return self.refuse(pair, f"the stack of {_PREFIX}{name} has to be written out")
        return native(name, pair, (first, second))

    def _archive(self, pair: Pair) -> ir.Expression:
        if not isinstance(pair.value, Map):
            return self.refuse(pair, f"{_PREFIX}assetArchive is given a map")
        entries = []
        for inner in pair.value.pairs:
            keys = [key.key.lower() for key in inner.value.pairs] if isinstance(inner.value, Map) else []
            if len(keys) != 1 or keys[0] not in (*_ASSET_KEYS, f"{_PREFIX}assetarchive"):
                return self.refuse(inner, f"{inner.key} has to be an asset or an archive")
            entries.append(ir.Entry(inner.at, inner.end, constant(inner, inner.key), self.value(inner.value)))
        return native("assetArchive", pair, (ir.Entries(pair.at, pair.end, tuple(entries)),))

    # Functions of providers

    def _long_invoke(self, pair: Pair) -> ir.Expression:
        if not isinstance(pair.value, Map):
            return self.refuse(pair, f"{_PREFIX}invoke is given a map with function, arguments, options and return")
        fields = fields_of(pair.value, _INVOKE)
        function, arguments = fields.get("function"), fields.get("arguments")
        if not isinstance(function, Scalar) or not isinstance(function.value, str):
            return self.refuse(function or pair, f"{_PREFIX}invoke needs the name of a function")
        if arguments is not None and not isinstance(arguments, Map):
            return self.refuse(arguments, "the arguments of a function have to be a map")
        return self._invoke(pair, function.value, arguments, fields, function)

    def _invoke(
        self, pair: Pair, name: str, arguments: Map | None, fields: Mapping[str, Tree], place: Node
    ) -> ir.Expression:
        if not 2 <= len(name.split(":")) <= 3:
            return self.refuse(place, f"{name} is no name of a function: it needs a package, as in aws:getRegion")
        given: ir.Expression = ir.Entries(pair.at, pair.end, ())
        if arguments is not None:
            given = self.value(arguments)
        wanted = fields.get("return")
        if wanted is None:
            return native("invoke", pair, (constant(place, name), given))
        if not isinstance(wanted, Scalar) or not isinstance(wanted.value, str):
            return self.refuse(wanted, "what a function returns has to be the name of one of its results")
        return native("invoke", pair, (constant(place, name), given, constant(wanted, wanted.value)))


_ASSET_KEYS: Final = frozenset(f"{_PREFIX}{name}".lower() for name in _ASSETS)


def references(tree: Tree | None) -> Iterator[tuple[str, Node]]:
    """The names that a value refers to, with where."""
    if isinstance(tree, List):
        for item in tree.items:
            yield from references(item)
    elif isinstance(tree, Map):
        for pair in tree.pairs:
            yield from _named_in(pair, pair.key)
            yield from references(pair.value)
    elif isinstance(tree, Scalar) and isinstance(tree.value, str):
        yield from _named_in(tree, tree.value)


def _named_in(place: Node, text: str) -> Iterator[tuple[str, Node]]:
    if "${" in text:
        try:
            yield from ((part.name, place) for part in parts_of(text) if isinstance(part, Access))
        except InterpolationError:
            return  # said where it is lowered


__all__ = ["NATIVE", "VARIABLE", "Expressions", "Names", "constant", "native", "references", "unknown"]
