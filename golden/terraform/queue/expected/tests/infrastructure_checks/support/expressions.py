"""Terraform expressions as plain data that tests compare.

Literals, lists and objects are Python's own. What only Terraform can work out has
one of four shapes: `ref`, `template`, `call`, and `expression` for everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from .tokens import (
    CONSTANTS,
    KEYWORDS,
    Part,
    Quoted,
    Token,
    canonical,
    closing,
    is_constant,
    is_for,
    is_name,
    is_number,
    is_text,
    normal,
    outer,
    raw_template,
    spell,
    tokenize,
    unwrap,
)


@dataclass(frozen=True)
class Ref:
    """Something named: `aws_sqs_queue.events.arn`, `var.name`, `aws_subnet.a[*].id`."""

    text: str

    def __repr__(self) -> str:
        return f"ref({self.text!r})"


@dataclass(frozen=True)
class Template:
    """A string with interpolations in it; the text between them is `str`."""

    parts: tuple[Form, ...]

    def __repr__(self) -> str:
        return f"template({', '.join(map(repr, self.parts))})"


@dataclass(frozen=True)
class Call:
    """A function called with arguments; an index gives one of them."""

    function: str
    arguments: tuple[Form, ...]

    def __getitem__(self, index: int) -> Form:
        return self.arguments[index]

    def __repr__(self) -> str:
        return f"call({', '.join(map(repr, (self.function, *self.arguments)))})"


@dataclass(frozen=True)
class Expression:
    """Any other expression, as text: operators, conditionals, `for`, directives."""

    text: str

    def __repr__(self) -> str:
        return f"expression({self.text!r})"


Plain: TypeAlias = "bool | int | float | str | list[Any] | dict[str, Any] | None"
Form: TypeAlias = "Plain | Ref | Template | Call | Expression"


def ref(text: str) -> Ref:
    """The form of the reference `text`."""
    return Ref(canonical(text))


def template(*parts: Form) -> Template:
    """The form of a string made of `parts`."""
    return Template(parts)


def call(function: str, *arguments: Form) -> Call:
    """The form of `function(arguments...)`."""
    return Call(function, arguments)


def expression(text: str) -> Expression:
    """The form of any other expression; how `text` is laid out does not matter."""
    return Expression(canonical(text))


def parse(text: str) -> Form:
    """The form of an expression in Terraform's own syntax."""
    return _form(tokenize(text))


def parse_json(value: Any) -> Form:
    """The form of a value in Terraform's JSON syntax: every string is a template."""
    if isinstance(value, dict):
        return {parse_json_key(key): parse_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [parse_json(item) for item in value]
    if isinstance(value, str):
        return _form(normal([raw_template(value)]))
    return value if value is None or isinstance(value, bool) else _number(value)


def parse_json_key(text: str) -> str:
    """An object's key in Terraform's JSON syntax; if computed, in parentheses."""
    return _key(normal(["{", raw_template(text), "="])[1:-1])


def references(form: Form) -> set[str]:
    """Every reference in `form`, also in expressions, indices and computed keys.

    The variables of a `for` are not among them.
    """
    if isinstance(form, Ref | Expression):
        return _references_among(tokenize(form.text))
    if isinstance(form, dict):
        computed = (
            _references_among(tokenize(key)) for key in form if key.startswith("(")
        )
        return set().union(*computed, *map(references, form.values()))
    if isinstance(form, Template):
        directives = [
            tokenize(part.text) for part in form.parts if isinstance(part, Expression)
        ]
        return _without(
            set().union(*map(references, form.parts)), map(_loop_variables, directives)
        )
    children = (
        form
        if isinstance(form, list)
        else form.arguments
        if isinstance(form, Call)
        else ()
    )
    return set().union(*map(references, children))


# --- Forms. ---


def _form(tokens: Sequence[Token]) -> Form:
    """The form of an expression given by its normal tokens."""
    tokens = unwrap(tokens)
    if len(tokens) == 1 and (isinstance(tokens[0], Quoted) or is_constant(tokens[0])):
        return _literal(tokens[0])
    if len(tokens) == 2 and tokens[0] == "-" and is_number(tokens[1]):
        return -_number(tokens[1])
    whole = len(tokens) - 1
    if tokens[:1] == ["["] and closing(tokens, 0) == whole and not is_for(tokens, 1):
        return [_form(item) for item in _split(tokens[1:-1])]
    if tokens[:1] == ["{"] and closing(tokens, 0) == whole and not is_for(tokens, 1):
        return dict(map(_item, _split(tokens[1:-1])))
    name = _function_name(tokens)
    if name and closing(tokens, name) == whole and tokens[-2] != "...":
        return Call(
            "".join(map(str, tokens[:name])),
            tuple(map(_form, _split(tokens[name + 1 : -1]))),
        )
    if tokens and is_name(tokens[0]) and _traversal_end(tokens, 0) == len(tokens):
        return Ref(spell(tokens))
    return Expression(spell(tokens))


def _literal(token: Token) -> Form:
    if isinstance(token, str):
        return CONSTANTS[token] if token in CONSTANTS else _number(token)
    if is_text(token):
        return "".join(map(str, token.parts))
    return Template(tuple(map(_part, token.parts)))


def _part(part: Part) -> Form:
    if isinstance(part, str):
        return part
    return Expression(spell(part)) if part[0] == "%{" else _form(part)


def _number(text: Any) -> int | float:
    """A number: whole ones are `int`, as long as every language can tell them apart."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _item(tokens: Sequence[Token]) -> tuple[str, Form]:
    """Key and value of one item of an object."""
    at = next((at for at, token in outer(tokens) if token == "="), len(tokens))
    return _key(tokens[:at]), _form(tokens[at + 1 :])


def _key(tokens: Sequence[Token]) -> str:
    """A key: names (`aws.east`), text and numbers as they are, or `(expression)`."""
    if tokens and all(
        is_name(token) if at % 2 == 0 else token == "."
        for at, token in enumerate(tokens)
    ):
        return spell(tokens)
    inner = unwrap(tokens)
    if len(inner) == 1 and (is_text(inner[0]) or is_number(inner[0])):
        return str(_literal(inner[0]))
    return f"({spell(inner)})"


def _split(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """The tokens cut at their outer commas."""
    if not tokens:
        return []
    cuts = [-1, *(at for at, token in outer(tokens) if token == ","), len(tokens)]
    return [tokens[start + 1 : end] for start, end in pairwise(cuts)]


def _function_name(tokens: Sequence[Token]) -> int:
    """Where the parenthesis of a call stands that the tokens begin with, or 0."""
    at = 1
    while tokens[at : at + 1] == ["::"]:
        at += 2
    return at if tokens and is_name(tokens[0]) and tokens[at : at + 1] == ["("] else 0


def _traversal_end(tokens: Sequence[Token], at: int) -> int:
    """Where the traversal ends that begins with the name at `at`."""
    at += 1
    while at < len(tokens):
        if tokens[at] == "." and is_name("".join(map(str, tokens[at + 1 : at + 2]))):
            at += 2
        elif tokens[at] == "[*]":
            at += 1
        elif tokens[at] == "[" and closing(tokens, at) > 0:
            at = closing(tokens, at) + 1
        else:
            break
    return at


# --- References. ---


def _references_among(tokens: Sequence[Token]) -> set[str]:
    groups = list(_nested(tokens))
    return _without(
        {text for group in groups for text in _traversals(group)},
        map(_loop_variables, groups),
    )


def _nested(tokens: Sequence[Token]) -> Iterable[Sequence[Token]]:
    """The tokens, and those inside of their strings."""
    yield tokens
    for token in tokens:
        for part in token.parts if isinstance(token, Quoted) else ():
            if isinstance(part, list):
                yield from _nested(part)


def _traversals(tokens: Sequence[Token]) -> Iterable[str]:
    """The traversals among the tokens: no functions, object keys or constants."""
    for at, token in enumerate(tokens):
        end = _traversal_end(tokens, at)
        after = tokens[end] if end < len(tokens) else ""
        named = is_name(token) and token not in KEYWORDS and token not in CONSTANTS
        if (
            named
            and (at == 0 or tokens[at - 1] not in (".", "::"))
            and after not in ("(", "::", "=")
        ):
            yield spell(tokens[at:end])


def _loop_variables(tokens: Sequence[Token]) -> set[Token]:
    """The names that every `for ... in` among the tokens introduces."""
    found: set[Token] = set()
    for at, token in enumerate(tokens):
        if token == "for" and "in" in tokens[at:]:
            found.update(filter(is_name, tokens[at + 1 : tokens.index("in", at)]))
    return found


def _without(texts: set[str], variables: Iterable[set[Token]]) -> set[str]:
    local = set().union(*variables)
    return {text for text in texts if re.split(r"[.\[]", text)[0] not in local}
