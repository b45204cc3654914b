"""What checks that write something have in common."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any
from uuid import uuid4

from .cloud import CloudError
from .resource import Resource

__tracebackhide__ = True

#: For how many seconds something may take to happen.
PATIENCE = 30


def behaviour(check: Callable[..., None]) -> Callable[..., None]:
    """A check whose arguments may have terms in them."""

    @wraps(check)
    def checked(resource: Resource, **arguments: Any) -> None:
        __tracebackhide__ = True
        check(resource, **resource.resolve(arguments))

    return checked


def unique() -> str:
    """A name that nothing else has."""
    return f"integration-test-{uuid4().hex}"


@contextmanager
def afterwards(undo: Callable[[], Any]) -> Iterator[None]:
    """Cleans up, whatever happens; of two failures, the first one counts."""
    try:
        yield
    except BaseException:
        with suppress(CloudError):
            undo()
        raise
    undo()


def until(deadline: float, pause: float = 1) -> Iterator[None]:
    """Once, and again until the seconds are over."""
    end = time.monotonic() + deadline
    while True:
        yield
        if time.monotonic() >= end:
            return
        time.sleep(pause)
