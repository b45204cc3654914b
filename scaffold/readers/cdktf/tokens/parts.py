"""What programs see of how tokens are resolved: the parts of a text, and what puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens.encoding import Fragment, literals_in, tokens_in
from scaffold.readers.cdktf.tokens.resolvables import shown
from scaffold.readers.cdktf.twins import Definition, LibraryClass, Method, Twin, class_of
from scaffold.readers.programs.values import UNDEFINED, Array, Machine


class Parts(Twin):
    """The parts of a text."""

    def __init__(self, kind: LibraryClass, fragments: Sequence[Fragment] = ()) -> None:
        super().__init__(kind.run, kind)
        self.fragments = fragments

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its members."""
        del machine, at
        held = [fragment.held if fragment.kind == "literal" else shown(fragment.held) for fragment in self.fragments]
        found = {
            "tokens": Array([shown(token) for token in tokens_in(self.fragments)]),
            "literals": Array(list(literals_in(self.fragments))),
            "intrinsic": Array([]),
            "escapes": Array([]),
            "length": len(held),
        }
        if name in ("firstValue", "firstToken") and held:
            return held[0] if name == "firstValue" or self.fragments[0].kind == "token" else UNDEFINED
        return found.get(name, UNDEFINED)


class Concatenation(Twin):
    """Puts two parts of a text together, of which either may be nothing."""

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its one method."""
        del machine, at
        return Method(self.run, name, self._join, Signature(("left", "right"))) if name == "join" else UNDEFINED

    def _join(self, machine: Machine, given: list[Any], at: int) -> Any:
        found = [part for part in given[:2] if part is not UNDEFINED]
        return machine.join(found, at) if found else UNDEFINED


class Resolver(Twin):
    """Resolves tokens, putting texts together with what it was given for that."""

    def __init__(self, kind: LibraryClass, concat: Any) -> None:
        super().__init__(kind.run, kind)
        self.concat = concat

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its one member."""
        del machine, at
        return self.concat if name == "concat" else UNDEFINED


def _parts(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
    del machine, given, at
    return Parts(kind)


def _concatenation(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
    del machine, given, at
    return Concatenation(kind.run, kind)


def _resolver(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
    del machine, at
    return Resolver(kind, given[0])


PARTS: Final = Definition("TokenizedStringFragments", _parts, Signature())
CONCATENATION: Final = Definition("StringConcat", _concatenation, Signature())
RESOLVER: Final = Definition("DefaultTokenResolver", _resolver, Signature(("concat",)))
DEFINITIONS: Final = {definition.name: definition for definition in (PARTS, CONCATENATION, RESOLVER)}


def parts_of(run: Run, fragments: Sequence[Fragment]) -> Any:
    """The parts of a text, as programs see them."""
    return shown(Parts(class_of(run, PARTS), fragments))
