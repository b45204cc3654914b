"""Expressions: references, members, conditions, operators, calls and loops, as they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from scaffold.model.values import Call, Conditional, Unknown
from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.tokens.encoding import Fragment, in_double, literals_in, tokens_in
from scaffold.readers.cdktf.tokens.kinds import Resolving
from scaffold.readers.cdktf.tokens.registry import tokens_of
from scaffold.readers.cdktf.tokens.resolvables import INTRINSIC, Resolvable, resolvable_of
from scaffold.readers.cdktf.tokens.texts import is_textual, text_of, to_value, ways_of
from scaffold.readers.cdktf.twins import Twin, class_of
from scaffold.readers.programs.javascript.json_text import quote
from scaffold.readers.programs.values import MISSING, UNDEFINED, Array, Machine, Object, Symbol

_IDENTIFIER = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")


class Expression(Resolvable):
    """Something that is written as an expression."""

    def __init__(self, run: Run) -> None:
        super().__init__(run, class_of(run, INTRINSIC))

    def resolve(self, context: Resolving) -> Any:
        """It as a text: with `${}`, or without where it is inside of another expression."""
        bare = context.bare
        context.bare = True
        written = self.written(context)
        return written if bare is True else f"${{{written}}}"

    def written(self, context: Resolving) -> str:
        """It without `${}`."""
        raise NotImplementedError


def escaped(text: str) -> str:
    """A text of the program inside of a quoted text of an expression."""
    return text.replace("\n", "\\n").replace("${", "$${")


def argument(context: Resolving, value: Any) -> Any:
    """A value as a part of an expression, texts in quotes."""
    if isinstance(value, Symbol) and value.concrete is MISSING:
        ways = ways_of(value.value)
        if ways is not None:
            return _either(context, ways)
        if not is_textual(value.value):
            return _unsure(context, value)
    value = context.opened(value)
    found = context.resolve(value)
    if not isinstance(value, str):
        return part(context, value)
    text = _quoted(context, value, found)
    return text if isinstance(text, str) else part(context, text)


def part(context: Resolving, value: Any) -> Any:
    """A value as a part of an expression, texts as they are."""
    value = context.opened(value)
    found = context.resolve(value)
    if resolvable_of(context.run, context.machine, value) is not None:
        return _part_of_token(context, found) if context.tokens.terrain else found
    if isinstance(found, Array):
        held = value.items if isinstance(value, Array) else []
        items = [held[place] if place < len(held) else UNDEFINED for place in range(len(found.items))]
        return _listed(context, items)
    if isinstance(found, Object):
        pairs = ((key, context.machine.get(value, key, context.at)) for key in found.entries)
        mark = "" if context.tokens.early else '"'
        written = (f"{mark}{key}{mark} = {text_of(context, argument(context, item))}" for key, item in pairs)
        return "{" + ", ".join(written) + "}"
    return "null" if context.tokens.terrain and (found is None or found is UNDEFINED) else found


def _part_of_token(context: Resolving, found: Any) -> Any:
    """What a token comes to, as CDK Terrain writes it."""
    if found is None or found is UNDEFINED:
        return "null"
    if isinstance(found, Array):
        return _listed(context, found.items)
    if isinstance(found, Object):
        pairs = ((key, argument(context, item)) for key, item in found.entries.items())
        return "{" + ", ".join(f"{_key(key)} = {text_of(context, item)}" for key, item in pairs) + "}"
    return found


def _key(key: str) -> str:
    return quote(key).replace("${", "$${").replace("%{", "%%{")


def _listed(context: Resolving, items: Sequence[Any]) -> str:
    return f"[{_row(context, [argument(context, item) for item in items])}]"


def _row(context: Resolving, parts: Sequence[Any]) -> str:
    return ", ".join("" if item is None or item is UNDEFINED else text_of(context, item) for item in parts)


def _unsure(context: Resolving, symbol: Symbol) -> Any:
    """Of what is not known it is not known either whether it is a text, which has quotes."""
    found = context.resolve(symbol)
    if isinstance(found, Symbol):
        known = isinstance(found.value, Call | Unknown)
        return context.tokens.mark(found.value if known else Unknown("whether this is a text is not known"))
    return part(context, found)


def _either(context: Resolving, ways: Conditional) -> str:
    """One of two, each as it would be alone."""
    found = []
    for way in (ways.then, ways.otherwise):
        inner, after = context.inner(), context.inner()
        inner.bare = after.bare = True
        after.ignoring = UNDEFINED
        written = after.resolve(argument(inner, context.machine.thaw(way)))
        found.append(to_value(context.run, context.machine, written))
    return context.tokens.mark(Conditional(ways.condition, *found))


def _quoted(context: Resolving, text: str, found: Any) -> Any:
    """A text in quotes, with the tokens in it as expressions of their own; a token alone is what it comes to."""
    fragments = _fragments(context, text)
    tokens = len(tokens_in(fragments))
    if not tokens:
        if not isinstance(found, str):
            raise context.machine.throw("resolvedArg.startsWith is not a function", context.at, "TypeError")
        known = found != '"' and found.startswith('"') and found.endswith('"')
        return escaped(found) if known else f'"{escaped(found)}"'
    if tokens == 1 and not literals_in(fragments):
        return found
    whole = _joined(context, fragments)
    return whole if whole != '"' and whole.startswith('"') and whole.endswith('"') else f'"{whole}"'


def _fragments(context: Resolving, text: str) -> list[Fragment]:
    return context.tokens.fragments(context.machine, text, context.at)


def _joined(context: Resolving, fragments: Sequence[Fragment]) -> str:
    """Texts and tokens in a row, texts escaped and each token an expression."""
    shown = [fragment.held if fragment.kind == "literal" else _shown(context, fragment.held) for fragment in fragments]
    left = shown[0]
    for right in shown[1:]:
        context.machine.spend(1 + (len(left) >> 6))
        before, after = _fragments(context, left), _fragments(context, right)
        tokens, literals = tokens_in(before), literals_in(before)
        if len(literals) == 1 and not tokens:
            left = escaped(left)
        if not literals and len(tokens) == 1:
            left = f"${{{_shown(context, tokens[0])}}}"
        following = tokens_in(after)
        left += f"${{{_shown(context, following[0])}}}" if following else escaped(right)
    return left


def _shown(context: Resolving, token: Resolvable) -> str:
    return text_of(context, token.text(context.machine, context.at))


class RawText(Expression):
    """A text of the program with all in it that means something in expressions escaped."""

    def __init__(self, run: Run, held: Any) -> None:
        super().__init__(run)
        self.held = held

    def resolve(self, context: Resolving) -> Any:
        """It, with quotes inside of an expression."""
        text = escaped(text_of(context, context.opened(self.held))).replace('"', '\\"')
        return f'"{text}"' if context.bare is True else text

    def text(self, machine: Machine, at: int) -> Any:
        """The text itself."""
        del machine, at
        return self.held


class Reference(Expression):
    """A reference to something in a stack, by what it is called there."""

    def __init__(self, run: Run, identifier: Any, stack: Twin | None = None) -> None:
        super().__init__(run)
        self.identifier, self.stack = identifier, stack
        self.crossed: dict[int, Any] = {}

    def resolve(self, context: Resolving) -> Any:
        """What it is called; from another stack, what the state of its own stack gives of it."""
        bare, stack, stacks = context.bare, None, context.tokens.stacks
        context.bare = True
        identifier = text_of(context, context.opened(self.identifier))
        if self.stack is not None and context.scope is not None and stacks is not None:
            stack = stacks.stack_of(context.machine, context.scope, context.at)
            if context.preparing and stack is not self.stack:
                found = stacks.crossed(context.machine, self.stack, stack, identifier, context.at)
                self.crossed[id(stack)] = found
        identifier = self.crossed.get(id(stack), identifier)
        return identifier if bare is True else f"${{{identifier}}}"


class Members(Expression):
    """A member of a value, and so on."""

    def __init__(self, run: Run, target: Any, path: Sequence[Any]) -> None:
        super().__init__(run)
        self.target, self.path = target, path

    def written(self, context: Resolving) -> str:
        """`target.a["b"][*]`."""
        steps = "".join(self._step(context, context.opened(step)) for step in self.path)
        return f"{text_of(context, self._target(context))}{steps}"

    def _target(self, context: Resolving) -> Any:
        twin = context.run.twin_of(self.target)
        stacks = context.tokens.stacks
        if twin is not None and stacks is not None and stacks.is_construct(twin):
            found = context.machine.get(self.target, "fqn", context.at)
            if found is not UNDEFINED:
                return found
        return argument(context, self.target)

    def _step(self, context: Resolving, step: Any) -> str:
        written = text_of(context, argument(context, step))
        if context.tokens.early:
            return f"[{written}]"
        if step == "*":
            return "[*]"
        if isinstance(step, str) and _IDENTIFIER.fullmatch(step):
            return f".{step}"
        if isinstance(step, int | float) and not isinstance(step, bool) and in_double(step) is None:
            return f".{text_of(context, step)}"
        return f"[{written}]"


class Choice(Expression):
    """`condition ? then : otherwise`."""

    def __init__(self, run: Run, parts: Sequence[Any]) -> None:
        super().__init__(run)
        self.parts = parts

    def written(self, context: Resolving) -> str:
        """It without `${}`."""
        condition, then, otherwise = (text_of(context, argument(context, part)) for part in self.parts)
        return f"{condition} ? {then} : {otherwise}"


class Operation(Expression):
    """An operator."""

    def __init__(self, run: Run, operator: str, left: Any, right: Any = UNDEFINED) -> None:
        super().__init__(run)
        self.operator, self.left, self.right = operator, left, right

    def written(self, context: Resolving) -> str:
        """It without `${}`."""
        left = text_of(context, argument(context, self.left))
        right = argument(context, self.right) if self._has_right(context, self.right) else UNDEFINED
        if self.operator == "!":
            return f"!{left}"
        if self.operator == "-" and not self._has_right(context, right):
            return f"-{left}"
        return f"({left} {self.operator} {text_of(context, right)})"

    def _has_right(self, context: Resolving, right: Any) -> bool:
        if context.tokens.terrain:
            return right is not UNDEFINED
        return context.machine.truth(right) is not False if not isinstance(right, int | float | str) else bool(right)


class FunctionCall(Expression):
    """A call of a function of Terraform's."""

    def __init__(self, run: Run, name: str, given: Sequence[Any]) -> None:
        super().__init__(run)
        self.name, self.given = name, given

    def written(self, context: Resolving) -> str:
        """It without `${}`."""
        ignoring, warning = context.ignoring, context.warning
        context.ignoring = context.warning = True
        given = _row(context, [argument(context, value) for value in self.given])
        context.ignoring, context.warning = ignoring, warning
        return f"{self.name}({given})"


class Loop(Expression):
    """A `for` expression, of a list or with a key of a map."""

    def __init__(self, run: Run, source: Any, value: Any, key: Any = UNDEFINED) -> None:
        super().__init__(run)
        self.source, self.value, self.key = source, value, key

    def written(self, context: Resolving) -> str:
        """It without `${}`."""
        if context.tokens.terrain:
            context.iterating = "FOR_EXPRESSION"
        source = text_of(context, argument(context, self.source))
        value = text_of(context, part(context, self.value))
        if context.machine.truth(self.key) is False:
            return f"[ for key, val in {source}: {value}]"
        return f"{{ for key, val in {source}: {text_of(context, part(context, self.key))} => {value} }}"


class Dependency(Expression):
    """What something else depends on, by its address."""

    def __init__(self, run: Run, held: Any) -> None:
        super().__init__(run)
        self.held = held

    def resolve(self, context: Resolving) -> Any:
        """Its address."""
        context.bare = True
        return context.machine.get(self.held, "fqn", context.at)


def reference(run: Run, identifier: Any, stack: Twin | None = None) -> Resolvable:
    """A reference to something in a stack by what it is called there: `aws_sqs_queue.orders_1A2B.arn`."""
    return Reference(run, identifier, stack)


def dependable(run: Run, value: Any) -> str:
    """Something that something else depends on, as a text."""
    return tokens_of(run).text(Dependency(run, value))
