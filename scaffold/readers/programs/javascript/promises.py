"""`Promise`. One that is settled does what waits for it at once; there is no other time here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.bounds import NotKnownError
from scaffold.readers.programs.javascript.coerce import is_callable
from scaffold.readers.programs.javascript.errors import ERRORS
from scaffold.readers.programs.javascript.native import Body, Builtin, Given, native, table
from scaffold.readers.programs.values import UNDEFINED, Array, Object, Promise, ThrownError


def resolve(given: Given, promise: Promise, value: Any) -> None:
    """Settle a promise with a value: with another promise, as that one is settled."""
    if isinstance(value, Promise):
        when_settled(value, lambda: settle(given, promise, value.value, rejected=value.rejected))
        return
    then = value.entries.get("then") if isinstance(value, Object) else UNDEFINED
    if isinstance(value, Object) and then is None and value.type is not None:
        then = given.machine.get(value, "then", given.at)
    if is_callable(then):
        _follow(given, promise, value, then)
        return
    settle(given, promise, value)


def _follow(given: Given, promise: Promise, value: Any, then: Any) -> None:
    done = native("resolve", lambda inner: resolve(given, promise, inner[0]))
    failed = native("reject", lambda inner: settle(inner, promise, inner[0], rejected=True))
    _attempt(given, promise, lambda: given.call(then, done, failed, this=value))


def settle(given: Given, promise: Promise, value: Any, *, rejected: bool = False) -> None:
    """Settle a promise that is not settled, and do what waits for it."""
    if promise.settled:
        return
    if rejected:
        error = ThrownError(value, given.machine.position(given.at))
        given.machine.rejections[id(promise)] = (promise, error)
    promise.value, promise.rejected, promise.settled = value, rejected, True
    waiting, promise.waiting = promise.waiting, []
    for work in waiting:
        work()


def when_settled(promise: Promise, work: Callable[[], None]) -> None:
    """Do something once a promise is settled."""
    promise.handled = True
    if promise.settled:
        work()
    else:
        promise.waiting.append(work)


def _attempt(given: Given, promise: Promise, work: Callable[[], Any]) -> None:
    """Do something; what it throws rejects the promise."""
    try:
        work()
    except ThrownError as error:
        settle(given, promise, error.value, rejected=True)
        given.machine.rejections[id(promise)] = (promise, error)


def _then(given: Given, promise: Promise, done: Any, failed: Any) -> Promise:
    result = Promise(settled=False)

    def go_on() -> None:
        function = failed if promise.rejected else done
        if is_callable(function):
            _attempt(given, result, lambda: resolve(given, result, given.call(function, promise.value)))
        else:
            settle(given, result, promise.value, rejected=promise.rejected)

    when_settled(promise, go_on)
    return result


def _finally(given: Given) -> Promise:
    promise, result = given.this, Promise(settled=False)

    def end() -> None:
        last = given.call(given[0]) if is_callable(given[0]) else UNDEFINED
        if isinstance(last, Promise) and last.rejected:
            settle(given, result, last.value, rejected=True)
        settle(given, result, promise.value, rejected=promise.rejected)

    when_settled(promise, lambda: _attempt(given, result, end))
    return result


def promised(given: Given, value: Any) -> Promise:
    """A value as a promise."""
    if isinstance(value, Promise):
        return value
    made = Promise(settled=False)
    resolve(given, made, value)
    return made


def _constructed(given: Given) -> Promise:
    made = Promise(settled=False)
    done = native("resolve", lambda inner: resolve(given, made, inner[0]))
    failed = native("reject", lambda inner: settle(inner, made, inner[0], rejected=True))
    _attempt(given, made, lambda: given.call(given.function(0), done, failed))
    return made


def _all_of(given: Given) -> list[Promise]:
    items = given.machine.iterate(given[0], given.at)
    if items is None:
        raise NotKnownError("the promises are not known")
    return [promised(given, item) for item in items]


def _gathered(given: Given, finish: Callable[[Given, list[Promise], Promise], None]) -> Promise:
    """A promise that `finish` may settle after each of those given is settled."""
    each, result = _all_of(given), Promise(settled=False)
    for one in each:
        when_settled(one, lambda: finish(given, each, result))
    if not each:
        finish(given, each, result)
    return result


def _all(given: Given, each: list[Promise], result: Promise) -> None:
    for one in each:
        if one.settled and one.rejected:
            settle(given, result, one.value, rejected=True)
    if all(one.settled for one in each):
        settle(given, result, Array([one.value for one in each]))


def _all_settled(given: Given, each: list[Promise], result: Promise) -> None:
    if all(one.settled for one in each):
        settle(given, result, Array([_outcome(one) for one in each]))


def _outcome(one: Promise) -> Object:
    if one.rejected:
        return Object({"status": "rejected", "reason": one.value})
    return Object({"status": "fulfilled", "value": one.value})


def _race(given: Given, each: list[Promise], result: Promise) -> None:
    for one in each:
        if one.settled:
            settle(given, result, one.value, rejected=one.rejected)


def _any(given: Given, each: list[Promise], result: Promise) -> None:
    for one in each:
        if one.settled and not one.rejected:
            settle(given, result, one.value)
    if all(one.settled for one in each):
        errors = Array([one.value for one in each])
        kind = ERRORS["AggregateError"]
        error = kind.construct(given.machine, [errors, "All promises were rejected"], {}, given.at)
        settle(given, result, error, rejected=True)


def _reject(given: Given) -> Promise:
    made = Promise(settled=False)
    settle(given, made, given[0], rejected=True)
    return made


def _with_resolvers(given: Given) -> Object:
    made = Promise(settled=False)
    done = native("resolve", lambda inner: resolve(given, made, inner[0]))
    failed = native("reject", lambda inner: settle(inner, made, inner[0], rejected=True))
    return Object({"promise": made, "resolve": done, "reject": failed})


_BODIES: dict[str, Body] = {
    "then": lambda given: _then(given, given.this, given[0], given[1]),
    "catch": lambda given: _then(given, given.this, UNDEFINED, given[0]),
    "finally": _finally,
}
PROMISE_MEMBERS: dict[Any, Any] = table(_BODIES)
PROMISE = Builtin(
    "Promise",
    constructed=_constructed,
    statics=table(
        {
            "resolve": lambda given: promised(given, given[0]),
            "reject": _reject,
            "all": lambda given: _gathered(given, _all),
            "allSettled": lambda given: _gathered(given, _all_settled),
            "race": lambda given: _gathered(given, _race),
            "any": lambda given: _gathered(given, _any),
            "withResolvers": _with_resolvers,
        },
        "Promise.",
    ),
    members=PROMISE_MEMBERS,
    holds=lambda value: isinstance(value, Promise),
)
PROMISE_MEMBERS["constructor"] = PROMISE
