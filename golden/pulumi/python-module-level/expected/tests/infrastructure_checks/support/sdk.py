"""Pulumi's SDK, made ready for mocks as long as a program runs.

What the SDK does not show is read from its internals, each of which may be missing in another version: then the suite
goes on with less. Where Pulumi would spend time on what no mock ever looks at, it is spared.
"""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterator
from typing import Any

import pulumi

from .recorder import Recorder

#: The attribute that says of which resource an output is.
_LABEL = "_suite_label"


@contextlib.contextmanager
def watched(recorder: Recorder) -> Iterator[None]:
    """Tells the recorder what happens in the SDK."""
    with contextlib.ExitStack() as changes:

        def change(module: str, name: str, changed: Callable[[Any], Any]) -> None:
            changes.enter_context(_changed(module, name, changed))

        change("pulumi.runtime.resource", "_get_stack_trace", _no_trace)
        change("pulumi.log", "debug", lambda original: lambda *_, **__: None)
        change("pulumi.resource", "register_resource", lambda original: _telling(original, 7, recorder))
        change("pulumi.resource", "read_resource", lambda original: _telling(original, 4, recorder))
        # The code of dynamic providers is packed for nobody.
        change("pulumi.dynamic.dynamic", "serialize_provider", lambda original: lambda *_: "")
        # What the stack exports is looked at by the recorder.
        change("pulumi.runtime.stack", "massage", lambda original: lambda *_: {})
        changes.enter_context(_looking(recorder))
        yield


@contextlib.contextmanager
def _changed(module: str, name: str, change: Callable[[Any], Any]) -> Iterator[None]:
    """Puts `change(original)` in the place of a function, if it is there."""
    owner = importlib.import_module(module)
    original = getattr(owner, name, None)
    if original is None:
        yield
        return
    setattr(owner, name, change(original))
    try:
        yield
    finally:
        setattr(owner, name, original)


def _no_trace(original: Callable[[], Any]) -> Callable[[], Any]:
    """No stack trace for each resource: reading its lines takes longer than all the rest."""
    from pulumi.runtime.proto import source_pb2

    return lambda: source_pb2.StackTrace()


def _telling(original: Callable[..., Any], at: int, recorder: Recorder) -> Callable[..., Any]:
    """Tells of the options that a resource is given, which stand at a place among the arguments, and labels outputs."""

    def call(*given: Any) -> Any:
        resource, token = given[:2]
        recorder.options(token, resource, given[at])
        result = original(*given)
        for name, value in vars(resource).items():
            if isinstance(value, pulumi.Output) and name not in ("id", "urn"):
                vars(value)[_LABEL] = (resource, name)
        return result

    return call


@contextlib.contextmanager
def _looking(recorder: Recorder) -> Iterator[None]:
    """Tells of outputs that the program looks into, although they may turn out to be nothing."""
    original = pulumi.Output.apply

    def apply(self: Any, *given: Any, **named: Any) -> Any:
        label = vars(self).get(_LABEL)
        if label is not None:
            recorder.looks(*label, self)
        return original(self, *given, **named)

    pulumi.Output.apply = apply
    try:
        yield
    finally:
        pulumi.Output.apply = original


class NoCallbacks:
    """Transforms and hooks, which the engine would call back, are accepted and do not run: no server is started."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        from pulumi.runtime.proto import callback_pb2

        return lambda *_: callback_pb2.Callback()
