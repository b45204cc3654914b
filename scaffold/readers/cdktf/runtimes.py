"""The languages whose programs are read, by what `language` of a cdktf.json says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from scaffold.readers.cdktf.runtime import Runtime


@cache
def _nodejs() -> Runtime:
    from scaffold.readers.cdktf.runtime_nodejs import NODEJS  # loads a front end, which other programs do not need

    return NODEJS


@cache
def _python() -> Runtime:
    from scaffold.readers.cdktf.runtime_python import PYTHON

    return PYTHON


RUNTIMES: Mapping[str, Callable[[], Runtime]] = {"typescript": _nodejs, "python": _python}
