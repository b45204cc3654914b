"""What tests of programs say, as expressions: plain data with outputs of resources in it, whatever the language.

A value is plain data, or symbolic (see `model/deployments.py`). Here the address of a reference is the name of the
constant that holds the resource, given by `deployed_names.py`. Text that is a JSON document is compared as its
document, as the support library shows it. Calls are added to those of the model: `undefined`, `resource` for one that
is exported whole, and those of the SDK for what a component is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from scaffold.emit.deployed_names import Naming
from scaffold.emit.errors import EmitError
from scaffold.emit.layout import Atom, Brackets, Call, Entry, Node, Prefixed, Style
from scaffold.emit.literals import Language, write
from scaffold.model.values import Call as Applied
from scaffold.model.values import Conditional, Reference, Template, Unknown, Value

#: The call of the SDK that makes text of a document, and of the support library that reads it again.
JSON = "jsonencode"
#: The call that stands for the app that a stack is made in.
APP = "app"
_DOCUMENT = re.compile(r"[ \t\r\n]*[\[{]")
#: Around the number of a value while the text that it stands in is read as JSON.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


class UnspeakableError(Exception):
    """A value that no test can spell; the message says what it is."""


class Expressions(Language):
    """How a value is spelled. `documents`: text that is JSON counts as its document. Mixed into a language's literals.

    `helpers` are the support library's functions for what is no plain data, by the name of the call, `sdk` those of
    Pulumi's SDK likewise; `encode` makes text of a document.
    """

    helpers: Mapping[str, str] = {}
    sdk: Mapping[str, str] = {}
    encode = ""

    def __init__(self, documents: bool) -> None:
        super().__init__()
        self._documents = documents
        self._undocumented: Expressions = type(self)(documents=False) if documents else self
        others: dict[type, Callable[[Any], Node]] = {
            Reference: self.reference,
            Template: self.template,
            Applied: self.applied,
            Conditional: _refuse,
            Unknown: _refuse,
        }
        self._makers.update(others)

    def text(self, value: str) -> Node:
        """A text, or the document that it is."""
        document = _document(value) if self._documents else None
        if document is not None:
            return Call(self.helpers[JSON], (self.node(document),))
        return super().text(value)

    def template(self, value: Template) -> Node:
        """A text with outputs in it, or the document that it is."""
        parts = self._joined(value.parts)
        if not parts or (len(parts) == 1 and isinstance(parts[0], str)):
            return self.text("".join(parts))
        if self._documents:
            document = _template_document(parts)
            if document is not None:
                return Call(self.helpers[JSON], (self.node(document),))
            if _looks_like_a_document(parts):
                return Call(self.helpers[JSON], (self.lines(parts),))
        return self.lines(parts)

    def applied(self, value: Applied) -> Node:
        """A call of the support library or the SDK."""
        if value.function == "undefined" and not value.arguments:
            return self.nothing()
        if value.function == APP:
            return Atom(APP)
        if value.function in self.sdk:
            return Call(self.sdk[value.function], [self.node(argument) for argument in value.arguments])
        plain = self._undocumented
        if value.function == "resource":  # in an export, with what finds it
            return Call("resource", [plain.node(argument) for argument in value.arguments])
        if value.function not in self.helpers or len(value.arguments) != 1:
            raise UnspeakableError(f"{value.function!r} is nothing that a test applies")
        helper, argument = self.helpers[value.function], value.arguments[0]
        if value.function == JSON and not (self._documents and isinstance(argument, (Mapping, tuple))):
            written = Call(self.encode, (plain.node(argument),))
            # The text of what an output gives may be a document, which shows as one.
            return Call(helper, (written,)) if self._documents and isinstance(argument, Reference) else written
        inner = plain if value.function.startswith(("asset.", "archive.")) else self
        return Call(helper, (inner.node(argument),))

    def nothing(self) -> Node:
        """The value that stands for none."""
        raise NotImplementedError

    def reference(self, value: Reference) -> Node:
        """An output of a resource, or its URN."""
        raise NotImplementedError

    def lines(self, parts: Sequence[Any]) -> Node:
        """A text of these texts and references; where it has several lines and is long, one literal a line."""
        raise NotImplementedError

    def _joined(self, parts: Sequence[Value]) -> list[Any]:
        """The parts of a template, with templates in it opened and neighbouring texts in one."""
        found: list[Any] = []
        for part in parts:
            if isinstance(part, Applied) and part.function == "secret":
                part = part.arguments[0]  # what it is part of is the secret
            for piece in self._joined(part.parts) if isinstance(part, Template) else (part,):
                text = self._plain(piece)
                if text is None:
                    found.append(piece)
                elif found and isinstance(found[-1], str):
                    found[-1] += text
                elif text:
                    found.append(text)
        return found

    def _plain(self, part: Value) -> str | None:
        """A literal as it is shown inside of a text."""
        if isinstance(part, str):
            return part
        if part is None or isinstance(part, (bool, int, float)):
            return self.node(part).flat
        return None


class Speech:
    """A language that tests of programs are written in: how values are spelled, and how things are named.

    `texts` is the support library's function for all texts under some keys, `reach` the one that goes a way of which
    parts may be missing, where the language has no means for that; `outputs` are how the types of parameters begin that
    are given as outputs.
    """

    def __init__(
        self,
        kind: type[Expressions],
        style: Style,
        naming: Naming,
        *,
        texts: str,
        outputs: tuple[str, ...],
        reach: tuple[str, ...] = (),
    ) -> None:
        self._spelled = {documents: kind(documents) for documents in (True, False)}
        self._style = style
        self._sdk = frozenset(kind.sdk.values())
        self._helpers = frozenset({*kind.helpers.values(), "resource"})
        self.naming = naming
        self.texts = texts
        self.outputs = outputs
        self.reach = reach

    def expected(self, value: Value, after: str = "", tail: int = 0) -> str:
        """What a test expects, as an expression. `EmitError` for what has no spelling.

        `after` is the text of the line before it, `tail` the number of characters that follow on its last line.
        """
        return write(self._node(value, True), self._style, after, tail)

    def expected_call(self, name: str, arguments: Sequence[Value], after: str = "", tail: int = 0) -> str:
        """A call of `name` with what a test expects, laid out to stand behind `after`."""
        call = Call(name, [self._node(argument, True) for argument in arguments])
        return write(call, self._style, after, tail)

    def given(self, value: Value, after: str = "", tail: int = 0) -> str:
        """What a program is given: as `expected`, but text that is JSON stays text."""
        return write(self._node(value, False), self._style, after, tail)

    def given_call(self, name: str, arguments: Sequence[Value], after: str = "", tail: int = 0, **named: Value) -> str:
        """A call of `name` with what a program is given, laid out to stand behind `after`."""
        nodes = [self._node(argument, False) for argument in arguments]
        nodes.extend(Prefixed(f"{key}=", self._node(value, False)) for key, value in named.items())
        return write(Call(name, nodes), self._style, after, tail)

    def is_speakable(self, value: Value) -> bool:
        """Whether a value has a spelling."""
        try:
            self._node(value, True)
        except EmitError:
            return False
        return True

    def helpers(self, value: Value, documents: bool = True) -> frozenset[str]:
        """The functions of the support library that the spelling of a value calls. `EmitError` for what has none."""
        return self.calls(value, documents) & self._helpers

    def uses_sdk(self, value: Value) -> bool:
        """Whether what a program is given is spelled with Pulumi's SDK."""
        return not self._sdk.isdisjoint(self.calls(value, documents=False))

    def calls(self, value: Value, documents: bool = True) -> frozenset[str]:
        """All that the spelling of a value calls by name."""
        return frozenset(_calls(self._node(value, documents)))

    def _node(self, value: Value, documents: bool) -> Node:
        try:
            return self._spelled[documents].node(value)
        except (UnspeakableError, TypeError, ValueError) as error:
            raise EmitError(str(error)) from error
        except RecursionError as error:
            raise EmitError("a value is nested too deeply") from error


def _calls(node: Node) -> Iterator[str]:
    if isinstance(node, Call):
        yield node.name
        for argument in node.arguments:
            yield from _calls(argument)
    elif isinstance(node, Brackets):
        for item in node.items:
            yield from _calls(item)
    elif isinstance(node, (Entry, Prefixed)):
        yield from _calls(node.value)


def _refuse(value: Any) -> Node:
    raise UnspeakableError(f"{type(value).__name__} has no spelling")


def split_lines(parts: Sequence[Any]) -> list[list[Any]]:
    """The parts of a text by its lines, without the line feeds."""
    lines: list[list[Any]] = [[]]
    for part in parts:
        if isinstance(part, str):
            first, *others = part.split("\n")
            lines[-1].extend([first] if first else [])
            lines.extend([other] if other else [] for other in others)
        else:
            lines[-1].append(part)
    return lines


def _document(text: str) -> Any:
    """The object or list that a text is as JSON, with tuples for lists; nothing for any other text."""
    if not _DOCUMENT.match(text):
        return None
    try:
        return _frozen(json.loads(text, parse_constant=_no_constant))
    except (ValueError, RecursionError):
        return None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _template_document(parts: Sequence[Any]) -> Any:
    """The document that a template is as JSON, where its values all stand in texts of it; else nothing."""
    values: list[Value] = []
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
        else:
            text += f"{_OPEN}{len(values)}{_CLOSE}"
            values.append(part)
    if text.count(_OPEN) != len(values) or text.count(_CLOSE) != len(values) or "\\ue00" in text.lower():
        return None  # the project's own text has the marks
    document = _document(text)
    return None if document is None or _marked_key(document) else _filled(document, values)


def _marked_key(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_OPEN in key for key in value) or any(map(_marked_key, value.values()))
    return isinstance(value, tuple) and any(map(_marked_key, value))


def _filled(value: Any, values: Sequence[Value]) -> Any:
    """A document with the values in the place of their marks."""
    if isinstance(value, dict):
        return {key: _filled(item, values) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_filled(item, values) for item in value)
    if not isinstance(value, str) or _OPEN not in value:
        return value
    pieces = _MARKED.split(value)
    parts = [values[int(piece)] if at % 2 else piece for at, piece in enumerate(pieces)]
    return Template(tuple(part for part in parts if part != ""))


def _looks_like_a_document(parts: Sequence[Any]) -> bool:
    """Whether a template is JSON once its values are there, which are not all in texts."""
    return _document("".join(part if isinstance(part, str) else "0" for part in parts)) is not None
