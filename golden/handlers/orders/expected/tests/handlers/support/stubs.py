"""Stand-ins for libraries that only watch a function: for who does not install them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

#: With this variable set, libraries that are not installed have stand-ins.
STUBS = "SCAFFOLD_STUBS"
#: Libraries that trace, log and measure, and what else of them only does that.
_WATCHERS = {
    "aws_xray_sdk": None,
    "aws_lambda_powertools": {
        "Logger",
        "Metrics",
        "Tracer",
        "logging",
        "metrics",
        "single_metric",
        "tracing",
        "utilities",
        "utilities.typing",
    },
}


class Nothing:
    """Does nothing, as anything: a decorator, a context, a logger."""

    def __call__(self, *arguments: Any, **_: Any) -> Any:
        """What a decorator makes of a function: the same."""
        alone = len(arguments) == 1 and callable(arguments[0])
        return arguments[0] if alone else Nothing()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing()

    def __enter__(self) -> Nothing:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is to be done."""


class Library(ModuleType):
    """A library of which everything is there, and nothing does anything."""

    __path__: Any = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or not _only_watches(f"{self.__name__}.{name}"):
            raise AttributeError(name)
        return Nothing()


class Finder(MetaPathFinder, Loader):
    """Finds what nobody else does."""

    def find_spec(self, name: str, *_: object) -> Any:
        """A stand-in for a module of these libraries."""
        found = _only_watches(name)
        return ModuleSpec(name, self, is_package=True) if found else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The stand-in."""
        return Library(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is to be done."""


def is_replaceable(library: str) -> bool:
    """Whether a library that is missing could have a stand-in, and has none yet."""
    return library in _WATCHERS and not _ASKED


def _only_watches(name: str) -> bool:
    """Whether something of these libraries does nothing that a function relies on."""
    library, _, rest = name.partition(".")
    if library not in _WATCHERS:
        return False
    parts = _WATCHERS[library]
    if parts is None or not rest or rest in parts:
        return True
    return any(rest.startswith(f"{part}.") for part in parts if part != "utilities")


@contextmanager
def stand_ins() -> Iterator[None]:
    """Where it is asked for, libraries that are not installed have stand-ins."""
    finder = Finder()
    if _ASKED:
        sys.meta_path.append(finder)
    try:
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)
        for name, module in list(sys.modules.items()):
            if isinstance(module, Library):
                del sys.modules[name]


_ASKED = os.environ.get(STUBS, "").lower() not in ("", "0", "false", "no")
