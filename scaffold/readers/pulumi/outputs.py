"""Outputs: values that come later, and the algebra over them (`apply`, `all`, `interpolate`, ...).

An output holds what it will give: a value of the evaluator without outputs or promises inside. So a callback runs at
once, on symbols where what it is given is not known, and what it makes is recorded as if it had come later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from scaffold.model.values import Call, Value
from scaffold.readers.programs.values import (
    MISSING,
    UNDEFINED,
    Array,
    Foreign,
    Machine,
    NativeFunction,
    Object,
    Promise,
    Symbol,
    ThrownError,
)

if TYPE_CHECKING:
    from scaffold.readers.pulumi.run import Run

_AS_TEXT: Final = """Calling [toString] on an [Output<T>] is not supported.

To get the value of an Output<T> as an Output<string> consider either:
1: o.apply(v => `prefix${v}suffix`)
2: pulumi.interpolate `prefix${v}suffix`

See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.

Or use ESLint with https://github.com/pulumi/eslint-plugin-pulumi to warn or
error lint on using Output<T> in template literals.
This function may throw in a future version of @pulumi/pulumi."""
_AS_JSON: Final = """Calling [toJSON] on an [Output<T>] is not supported.

To get the value of an Output as a JSON value or JSON string consider either:
    1: o.apply(v => v.toJSON())
    2: o.apply(v => JSON.stringify(v))

See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.
This function may throw in a future version of @pulumi/pulumi."""
#: Members of an output that are not read from what it gives.
_HIDDEN: Final = frozenset({"then", "doNotCapture", "deploymentOnlyModule", "constructor"})


class Output(Foreign):
    """`pulumi.Output`: `value` is what it gives, `secret` whether it may be shown."""

    __slots__ = ("run", "secret", "value")

    def __init__(self, run: Run, value: Any, secret: bool = False) -> None:
        self.run, self.value, self.secret = run, value, secret

    def get(self, machine: Machine, name: str, at: int) -> Any:
        """Its methods; any other member is that of what it gives, as an output."""
        method = _METHODS.get(name)
        if method is not None:
            return NativeFunction(name, lambda m, _this, args, _kw, where: method(self, m, args, where))
        if name in _HIDDEN or name.startswith("__"):
            return True if name == "__pulumiOutput" else UNDEFINED
        return self.index(machine, name, at)

    def index(self, machine: Machine, key: Any, at: int) -> Any:
        """An element of what it gives, as an output."""
        if isinstance(key, str) and (key in _METHODS or key in _HIDDEN):
            return self.get(machine, key, at)
        inside = self.value.concrete if isinstance(self.value, Symbol) else self.value
        if inside is None or inside is UNDEFINED:
            return Output(self.run, UNDEFINED, self.secret)
        if inside is MISSING and isinstance(key, str | int):
            self.run.mocks.read.append(machine.freeze(machine.get(self.value, key, at)))
        return output(self.run, machine, machine.get(self.value, key, at), self.secret)

    def has(self, machine: Machine, name: str, at: int) -> bool:
        """Whether it has a method `name`: `in` does not look into what it gives."""
        return name in _METHODS

    def freeze(self, machine: Machine) -> Value:
        """What it gives; a secret is marked."""
        value = machine.freeze(self.value)
        return Call("secret", (value,)) if self.secret else value


def _apply(this: Output, machine: Machine, arguments: Sequence[Any], at: int) -> Any:
    callback = arguments[0] if arguments else UNDEFINED
    try:
        given = machine.call(callback, [this.value], at=at)
        return output(this.run, machine, given, this.secret)
    except ThrownError as error:
        return Output(this.run, this.run.fail(machine, error, at), this.secret)


def _text(this: Output, machine: Machine, _arguments: Sequence[Any], at: int) -> Any:
    this.run.note_text(machine, at)
    return _AS_TEXT


def _json(this: Output, machine: Machine, _arguments: Sequence[Any], at: int) -> Any:
    this.run.note_text(machine, at)
    return _AS_JSON


def _get(_this: Output, machine: Machine, _arguments: Sequence[Any], at: int) -> Any:
    message = (
        "Cannot call '.get' during update or preview.\nTo manipulate the value of this Output, use '.apply' instead."
    )
    raise machine.throw(message, at)


_METHODS: Final = {
    "apply": _apply,
    "toString": _text,
    "toJSON": _json,
    "get": _get,
    "promise": lambda this, *_: Promise(this.value),
    "isKnown": lambda *_: Promise(True),
    "isSecret": lambda this, *_: Promise(this.secret),
    "resources": lambda *_: Array(),
    "allResources": lambda *_: Promise(Array()),
}


def output(run: Run, machine: Machine, value: Any, secret: bool = False) -> Output:
    """`pulumi.output(value)`; what is inside comes out of outputs and promises."""
    inner, secrets = unwrapped(run, machine, value)
    return Output(run, inner, secret or secrets)


def unwrapped(run: Run, machine: Machine, value: Any, depth: int = 0) -> tuple[Any, bool]:
    """A copy of a value without outputs and promises in it, and whether one of them was a secret.

    Resources and other things of a platform stay what they are.
    """
    machine.spend()
    if isinstance(value, Output):
        return value.value, value.secret
    if isinstance(value, Promise):
        try:
            return unwrapped(run, machine, machine.settle(value), depth)
        except ThrownError as error:
            return run.fail(machine, error, 0), False
    if not isinstance(value, Array | Object) or run.is_resource(value):
        return value, False
    if depth > run.DEPTH:
        raise machine.throw("Cannot create an Output from a circular structure", 0)
    if isinstance(value, Array):
        items = [unwrapped(run, machine, item, depth + 1) for item in value.items]
        return Array([item for item, _ in items], value.fixed), any(secret for _, secret in items)
    members = {key: unwrapped(run, machine, item, depth + 1) for key, item in run.members(machine, value)}
    plain = Object({key: item for key, (item, _) in members.items()})
    return plain, any(secret for _, secret in members.values())


def concat(run: Run, machine: Machine, parts: Sequence[Any], at: int) -> Output:
    """`pulumi.concat(...parts)`."""
    plain, secret = unwrapped(run, machine, Array(list(parts)))
    # `join("")` leaves out what is null or undefined.
    texts = [part for part in plain.items if part is not None and part is not UNDEFINED]
    return Output(run, machine.join(texts, at), secret)


def interpolate(run: Run, machine: Machine, arguments: Sequence[Any], at: int) -> Output:
    """``pulumi.interpolate`...` ``: called with the texts and the values between them."""
    texts = machine.iterate(arguments[0], at) if arguments else []
    plain, secret = unwrapped(run, machine, Array(list(arguments[1:])))
    parts: list[Any] = []
    for text, value in zip(texts or (), [*plain.items, None], strict=False):
        parts += [text, value]
    return Output(run, machine.join(parts[:-1], at), secret)


def format_text(run: Run, machine: Machine, arguments: Sequence[Any], at: int) -> Output:
    """`pulumi.format("%s", value)` for the places `%s`, `%d`, `%v`."""
    plain, secret = unwrapped(run, machine, Array(list(arguments)))
    pattern = plain.items[0] if plain.items else ""
    if not isinstance(pattern, str):
        return Output(run, machine.unknown("the format is not known", at), secret)
    pieces = pattern.replace("%d", "%s").replace("%v", "%s").split("%s")
    parts: list[Any] = [pieces[0]]
    for piece, value in zip(pieces[1:], plain.items[1:], strict=False):
        parts += [value, piece]
    return Output(run, machine.join(parts, at), secret)


def with_json(run: Run, machine: Machine, name: str, arguments: Sequence[Any], at: int) -> Output:
    """`jsonStringify` and `jsonParse`: the language's own `JSON`, on what an output gives."""
    plain, secret = unwrapped(run, machine, arguments[0] if arguments else UNDEFINED)
    try:
        work = machine.get(run.json(machine), name, at)
        return output(run, machine, machine.call(work, [plain, *arguments[1:]], at=at), secret)
    except ThrownError as error:
        return Output(run, run.fail(machine, error, at), secret)


def all_of(run: Run, machine: Machine, arguments: Sequence[Any]) -> Output:
    """`pulumi.all([...])`, `pulumi.all({...})`."""
    return output(run, machine, arguments[0] if arguments else UNDEFINED)


def as_secret(run: Run, machine: Machine, arguments: Sequence[Any], secret: bool) -> Output:
    """`pulumi.secret(value)`, `pulumi.unsecret(output)`."""
    return Output(run, output(run, machine, arguments[0] if arguments else UNDEFINED).value, secret)


__all__ = ["Output", "Symbol", "concat", "interpolate", "output", "unwrapped"]
