"""Texts and documents that are made of outputs, as the SDK for Node.js makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scaffold.readers.programs.values import UNDEFINED, Array, Machine, ThrownError
from scaffold.readers.pulumi.outputs import Output, output, unwrapped
from scaffold.readers.pulumi.run import Run


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
        work = machine.get(run.language.names(machine)["JSON"], name, at)
        return output(run, machine, machine.call(work, [plain, *arguments[1:]], at=at), secret)
    except ThrownError as error:
        return Output(run, run.fail(machine, error, at), secret)
