"""Calls that several tests expect, said once: by a name, and others by what is different in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scaffold.emit.handlers.events import Like, like, likes
from scaffold.emit.handlers.readable import readable
from scaffold.emit.names import distinct, snake, spaced
from scaffold.model.handlers import Call, CallsExactly, HandlerCase


def named_calls(cases: Iterable[HandlerCase]) -> Mapping[str, Call]:
    """The calls that others are like, each under its name (`PUT_ITEM`), in the order in which they are made first."""
    groups: dict[tuple[str, str], list[Call]] = {}
    for case in cases:
        for expect in case.expect:
            for call in expect.calls if isinstance(expect, CallsExactly) else ():
                groups.setdefault((call.service, call.operation), []).append(readable(call, loose=True))
    found = [call for calls in groups.values() for call in _bases(calls)]
    names = distinct(snake(spaced(call.operation)).upper() for call in found)
    return dict(zip(names, found, strict=True))


def said(call: Call, named: Mapping[str, Call]) -> Like | Call:
    """A call by one that has a name, if it is like one."""
    call = readable(call, loose=True)
    alike = (
        found
        for name, base in named.items()
        if (base.service, base.operation) == (call.service, call.operation)
        and (found := like(name, base.input, call.input)) is not None
    )
    return min(alike, key=lambda each: len(str(each)), default=call)


def _bases(calls: Sequence[Call]) -> Iterable[Call]:
    left: Sequence[Call] = calls
    while len(left) > 1:
        inputs: list[Mapping[str, Any]] = [call.input for call in left]
        best = max(left, key=lambda call: likes(call.input, inputs))
        if likes(best.input, inputs)[0] < 2:
            return
        yield best
        left = [call for call in left if like("", best.input, call.input) is None]
