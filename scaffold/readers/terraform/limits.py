"""How the interpreter is set while configuration is read."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_RECURSION = 12_000


@contextmanager
def quick() -> Iterator[None]:
    """Reading makes many small objects that all stay: collecting garbage meanwhile only costs. It also recurses."""
    limit, collecting = sys.getrecursionlimit(), gc.isenabled()
    sys.setrecursionlimit(max(limit, _RECURSION))
    gc.disable()
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
        if collecting:
            gc.enable()
