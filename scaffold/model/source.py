"""What a configuration says, as written and before any evaluation: the blocks of a Terraform module.

File checks compare this: a literal exactly, everything else by its shape. The shapes are few on purpose, because the
generated suites rebuild them at run time from what python-hcl2 and hcl2json return:

- plain data: `None`, `bool`, `int`, `float`, `str`, tuples, dictionaries;
- `Ref`: a reference as written, in one canonical spelling (`aws_sqs_queue.events.arn`, `aws_subnet.a[*].id`);
- `Interpolation`: a template string, its literal parts and what stands between them;
- `Invocation`: a function called with arguments;
- `Expression`: everything else (operators, conditionals, `for`), compared token by token.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from scaffold.model.position import Position


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference in its canonical spelling: no spaces, `[*]` for both splats, `[0]` for `.0`."""

    text: str


@dataclass(frozen=True, slots=True)
class Interpolation:
    """A template string with something in it: `str` parts are literal text."""

    parts: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Invocation:
    """A function call whose arguments are forms themselves."""

    function: str
    arguments: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression kept as text, comments gone and white space folded to single spaces."""

    text: str


_Plain: TypeAlias = "bool | int | float | str | tuple[Any, ...] | Mapping[str, Any] | None"
Form: TypeAlias = "_Plain | Ref | Interpolation | Invocation | Expression"


@dataclass(frozen=True, slots=True)
class Block:
    """A block as written: `resource "aws_sqs_queue" "events" { ... }`.

    `attributes` maps names to forms; `blocks` are the nested blocks in order; `labels` are without their quotes.
    """

    type: str
    labels: tuple[str, ...]
    attributes: Mapping[str, Form]
    blocks: tuple[Block, ...]
    position: Position

    @property
    def name(self) -> str:
        """Type and labels joined by dots: `resource.aws_sqs_queue.events`."""
        return ".".join((self.type, *self.labels))


def form_refs(form: Form) -> Iterator[str]:
    """The text of every `Ref` in `form`, in order (not those inside an `Expression`)."""
    if isinstance(form, Ref):
        yield form.text
    elif isinstance(form, Interpolation):
        for part in form.parts:
            yield from form_refs(part)
    elif isinstance(form, Invocation):
        for argument in form.arguments:
            yield from form_refs(argument)
    elif isinstance(form, Mapping):
        for item in form.values():
            yield from form_refs(item)
    elif isinstance(form, tuple):
        for item in form:
            yield from form_refs(item)
