"""Values of a configuration with what they refer to: `${aws_sqs_queue.q_1A2B.arn}` is a reference to a construct."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scaffold.model.values import Call, Reference, Step, Template, Value
from scaffold.readers.cdktf.addresses import Addresses
from scaffold.readers.cdktf.documents import document
from scaffold.readers.cdktf.holes import HOLE, Holes, inner, interpolations, joined

#: What may be an address in an expression: words with dots that no other word or dot stands before.
_ADDRESS: Final = re.compile(r"(?<![\w.\-\ue001])(?:(?:data|ephemeral)\.[\w-]+|[A-Za-z_][\w-]*)\.[A-Za-z_][\w-]*")
#: Steps behind an address that are spelled alike as a path.
_STEPS: Final = re.compile(r"(?:\.[A-Za-z_][\w-]*|\[\d+\])*")
_STEP: Final = re.compile(r"\.([A-Za-z_][\w-]*)|\[(\d+)\]")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


@dataclass(frozen=True, slots=True)
class Linking:
    """Links the values of a stack's blocks to what they refer to."""

    addresses: Addresses

    def value(self, value: Value) -> Value:
        """A value with references in place of what expressions call a block."""
        if isinstance(value, str | Template):
            return self._text(value)
        if isinstance(value, Mapping):
            return {self._key(key): self.value(item) for key, item in value.items()}
        if isinstance(value, tuple):
            return tuple(map(self.value, value))
        return inner(value, self.value)

    def _key(self, key: str) -> str:
        """A key with the constructs that it refers to, by their paths."""
        if "${" not in key:
            return key
        return "".join(part if isinstance(part, str) else self._spelled(part) for part in self._linked(key, Holes()))

    def _spelled(self, part: Value) -> str:
        """A reference as text, with the construct's path in place of the logical id."""
        reference = part.arguments[0] if isinstance(part, Call) else part
        bare = isinstance(part, Call)
        if not isinstance(reference, Reference):
            return ""
        block = next(
            block for block in self.addresses.by_reference.values() if self.addresses.of(block) == reference.address
        )
        found = next(name for name, other in self.addresses.by_reference.items() if other is block)
        text = str(Reference(found.removesuffix(block.key) + block.path, reference.path))
        return text if bare else f"${{{text}}}"

    # Texts

    def _text(self, value: str | Template) -> Value:
        holes = Holes()
        text = holes.text(value)
        found = document(text)
        if found is not None:
            return Call("jsonencode", (self._opened(found, holes),))
        whole = self._whole(text)
        if whole is not None:
            return Call("address", (whole,))
        return joined(list(self._linked(text, holes)))

    def _opened(self, document: Any, holes: Holes) -> Value:
        """A JSON document, its texts linked."""
        if isinstance(document, dict):
            return {self._key(_without_holes(key, holes)): self._opened(item, holes) for key, item in document.items()}
        if isinstance(document, list):
            return tuple(self._opened(item, holes) for item in document)
        return joined(list(self._linked(document, holes))) if isinstance(document, str) else document

    def _linked(self, text: str, holes: Holes) -> Iterator[Value]:
        """The parts of a text, with references in place of expressions that are nothing else."""
        at = 0
        for start, end in interpolations(text):
            expression = text[start:end]
            whole = self._whole(expression) if text[start - 2] == "$" else None
            if whole is not None:
                yield from self._plain(text[at : start - 2], holes)
                yield whole
                at = end + 1
            else:
                yield from self._plain(text[at:start], holes)
                yield from self._expression(expression, holes)
                at = end
        yield from self._plain(text[at:], holes)

    def _whole(self, expression: str) -> Reference | None:
        """The reference that an expression is as a whole."""
        found = _ADDRESS.match(expression)
        block = self.addresses.by_reference.get(found[0]) if found is not None else None
        if found is None or block is None or not _STEPS.fullmatch(expression, found.end()):
            return None
        return Reference(self.addresses.of(block), _path(expression[found.end() :]))

    def _expression(self, expression: str, holes: Holes) -> Iterator[Value]:
        """The parts of an expression: the addresses in it, outside of quoted texts, and what is between."""
        at = 0
        for start, end in _unquoted(expression):
            for found in _ADDRESS.finditer(expression, start, end):
                block = self.addresses.by_reference.get(found[0])
                if block is None or found.start() < at:
                    continue
                yield from self._plain(expression[at : found.start()], holes)
                steps = _STEPS.match(expression, found.end(), end)
                after = steps.end() if steps is not None else found.end()
                if expression[after : after + 1] in ("(", "["):
                    after = found.end()
                path = _path(expression[found.end() : after])
                yield Call("address", (Reference(self.addresses.of(block), path),))
                at = after
        yield from self._plain(expression[at:], holes)

    def _plain(self, text: str, holes: Holes) -> Iterator[Value]:
        for part in holes.parts(text):
            yield part if isinstance(part, str) else inner(part, self.value)


def _path(text: str) -> tuple[Step, ...]:
    return tuple(found[1] or int(found[2]) for found in _STEP.finditer(text))


def _unquoted(expression: str) -> Iterator[tuple[int, int]]:
    """The stretches of an expression outside of quoted texts, and those of expressions inside of these."""
    at = 0
    for quoted in _QUOTED.finditer(expression):
        yield at, quoted.start()
        for start, end in interpolations(quoted[0]):
            yield quoted.start() + start, quoted.start() + end
        at = quoted.end()
    yield at, len(expression)


def _without_holes(key: str, holes: Holes) -> str:
    """A key of a document; what is not known in it is left open."""
    del holes
    return HOLE.sub("", key)
