"""Values of a configuration with what they refer to: `${aws_sqs_queue.q_1A2B.arn}` is a reference to a construct."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from scaffold.model.values import Call, Reference, Step, Template, Value
from scaffold.readers.cdktf.addresses import Addresses
from scaffold.readers.cdktf.documents import document
from scaffold.readers.cdktf.holes import HOLE, Holes, inner, interpolations, joined
from scaffold.readers.programs.plain import ROOT

#: What may be an address in an expression: words with dots that no other word or dot stands before.
_ADDRESS: Final = re.compile(r"(?<![\w.\-\ue001])(?:(?:data|ephemeral)\.[\w-]+|[A-Za-z_][\w-]*)\.[A-Za-z_][\w-]*")
#: Steps behind an address that are spelled alike as a path.
_STEPS: Final = re.compile(r"(?:\.[A-Za-z_][\w-]*|\[\d+\])*")
_STEP: Final = re.compile(r"\.([A-Za-z_][\w-]*)|\[(\d+)\]")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')


#: What an expression reads of another stack, behind its data source.
_OUTPUTS: Final = re.compile(r"\.outputs\.([\w-]+)")
#: The folder of an asset, as the first part of its path.
_ASSET: Final = re.compile(r"assets/[^/]+/$")


@dataclass(frozen=True, slots=True)
class Linking:
    """Links the values of a stack's blocks to what they refer to. `folder` is the one that the program runs in: paths
    are seen from it. `others` is what the stack reads of others, by the expression that it reads it with: how that
    links there, and what it is."""

    addresses: Addresses
    folder: str = "."
    others: Mapping[str, tuple[Linking, str]] = field(default_factory=dict)

    def value(self, value: Value) -> Value:
        """A value with references in place of what expressions call a block."""
        if isinstance(value, str | Template):
            return self._text(value)
        if isinstance(value, Mapping):
            return {self._key(key): self.value(item) for key, item in value.items()}
        if isinstance(value, tuple):
            return tuple(map(self.value, value))
        if isinstance(value, Call) and value.function == "asset.hash":
            return f"hash of {value.arguments[0]}"
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

    def crossing(self) -> Iterator[tuple[str, Reference]]:
        """What it reads of other stacks, by the expression that it reads it with: where that is one reference."""
        for name, (linking, text) in self.others.items():
            whole = linking.whole(text)
            if whole is not None:
                yield name, whole

    # Texts

    def _text(self, value: str | Template) -> Value:
        holes = Holes()
        return self._marked(self._shortened(holes.text(_with_assets(value))), holes)

    def _marked(self, text: str, holes: Holes) -> Value:
        """A text with marks for what is not known in it."""
        found = document(text)
        if found is not None:
            return Call("jsonencode", (self._opened(found, holes),))
        whole = self.whole(text)
        if whole is not None:
            return Call("address", (whole,))
        return joined(list(self._linked(text, holes)))

    def _shortened(self, text: str) -> str:
        """A text with paths from the folder that the program runs in."""
        if ROOT not in text:
            return text
        for pattern, shown in _places(self.folder):
            text = pattern.sub(shown, text)
        return text

    def _opened(self, document: Any, holes: Holes) -> Value:
        """A JSON document, its texts linked."""
        if isinstance(document, dict):
            return {self._key(_without_holes(key, holes)): self._opened(item, holes) for key, item in document.items()}
        if isinstance(document, list):
            return tuple(self._opened(item, holes) for item in document)
        return self._marked(document, holes) if isinstance(document, str) else document

    def _linked(self, text: str, holes: Holes) -> Iterator[Value]:
        """The parts of a text, with references in place of expressions that are nothing else."""
        at = 0
        for start, end in interpolations(text):
            expression = text[start:end]
            ended = text[start - 2] == "$" and end < len(text)
            whole = self.whole(expression) if ended else None
            if whole is not None:
                yield from self._plain(text[at : start - 2], holes)
                yield whole
                at = end + 1
            else:
                yield from self._plain(text[at:start], holes)
                yield from self._expression(expression, holes)
                at = end
        yield from self._plain(text[at:], holes)

    def whole(self, expression: str) -> Reference | None:
        """The reference that an expression is as a whole."""
        found = _ADDRESS.match(expression)
        block = self.addresses.by_reference.get(found[0]) if found is not None else None
        if found is None or block is None or not _STEPS.fullmatch(expression, found.end()):
            return None
        other = self._other(expression, found)
        if other is None:
            return Reference(self.addresses.of(block), _path(expression[found.end() :]))
        linking, text, end = other
        whole = linking.whole(text)
        return None if whole is None else Reference(whole.address, (*whole.path, *_path(expression[end:])))

    def _other(self, expression: str, found: re.Match[str]) -> tuple[Linking, str, int] | None:
        """What an expression at an address is of another stack: how that links, its text, and where it ends here."""
        output = _OUTPUTS.match(expression, found.end()) if self.others else None
        other = self.others.get(f"{found[0]}{output[0]}") if output is not None else None
        return (*other, output.end()) if other is not None and output is not None else None

    def _expression(self, expression: str, holes: Holes) -> Iterator[Value]:
        """The parts of an expression: the addresses in it, outside of quoted texts, and what is between."""
        at = 0
        for start, end in _unquoted(expression):
            for found in _ADDRESS.finditer(expression, start, end):
                block = self.addresses.by_reference.get(found[0])
                if block is None or found.start() < at:
                    continue
                yield from self._plain(expression[at : found.start()], holes)
                other = self._other(expression, found)
                if other is not None:
                    linking, text, at = other
                    yield from linking._expression(text, Holes())
                    continue
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


@cache
def _places(folder: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The folder that a program runs in and those above it: how texts begin with them, and what is shown."""
    found: list[tuple[re.Pattern[str], str]] = []
    shown, steps = ".", [step for step in folder.split("/") if step != "."]
    for count in range(len(steps), -1, -1):
        place = re.escape("/".join((ROOT, *steps[:count])))
        found.append((re.compile(rf"(?<![\w./:-]){place}(?![\w.-])"), shown))
        shown = ".." if shown == "." else f"../{shown}"
    return tuple(found)


def _with_assets(value: str | Template) -> str | Template:
    """A text with assets called by their constructs: what is in them is no matter of the configuration."""
    if isinstance(value, str):
        return value
    parts: list[Value] = []
    for part in value.parts:
        if not isinstance(part, Call) or part.function != "asset.hash":
            parts.append(part)
            continue
        (path,) = part.arguments
        before = parts[-1] if parts and isinstance(parts[-1], str) else ""
        if _ASSET.search(before):
            parts[-1] = _ASSET.sub("", before) + f"assets/{path}"
        else:
            parts.append(f"hash of {path}")
    return Template(tuple(parts))


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
