"""The module `asyncio`: what is asynchronous has come about when it is asked for."""

from __future__ import annotations

from typing import Any

from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.values import Array, Object, Promise, ThrownError


def _settled(given: Given, main: Any, *rest: Any, **options: Any) -> Any:
    del rest, options
    return given.machine.settle(main, given.at)


def _gather(given: Given, *coros_or_futures: Any, return_exceptions: Any = False) -> Promise:
    found = []
    for each in coros_or_futures:
        try:
            found.append(given.machine.settle(each, given.at))
        except ThrownError as error:
            if not given.truth(return_exceptions):
                raise
            found.append(error.value)
    return Promise(Array(found))


def _later(given: Given, delay: Any = None, result: Any = None) -> Promise:
    del given, delay
    return Promise(result)


def _started(given: Given, coro: Any, *rest: Any, **options: Any) -> Any:
    del given, rest, options
    return coro


def _waited(given: Given, fut: Any, timeout: Any = None) -> Promise:
    del timeout
    return Promise(given.machine.settle(fut, given.at))


def _thread(given: Given, func: Any, /, *arguments: Any, **named: Any) -> Promise:
    return Promise(given.call(func, *arguments, **named))


def _nothing(given: Given, *arguments: Any) -> None:
    del given, arguments


LOOP = BuiltinClass(
    "EventLoop",
    members=methods(
        {
            "run_until_complete": _settled,
            "create_task": _started,
            "close": _nothing,
            "run_in_executor": lambda given, executor, func, *arguments: _thread(given, func, *arguments),  # noqa: ARG005
            "is_running": lambda _: False,
        }
    ),
    module="asyncio",
)
_LOOPS = ("get_event_loop", "new_event_loop", "get_running_loop")
ASYNCIO = Module(
    "asyncio",
    {
        **functions({name: lambda _: Object(type=LOOP) for name in _LOOPS}),
        **functions({"run": _settled, "gather": _gather, "sleep": _later, "wait_for": _waited, "shield": _started}),
        **functions({"create_task": _started, "ensure_future": _started, "to_thread": _thread}),
        **functions({"set_event_loop": _nothing}),
        **functions({"iscoroutine": lambda given, obj: isinstance(obj, Promise)}),  # noqa: ARG005
    },
    asking("this part of asyncio is not known here"),
)
