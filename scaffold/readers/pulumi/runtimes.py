"""The runtimes whose programs are read, by what `runtime` of a Pulumi.yaml says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from scaffold.readers.pulumi.runtime import Runtime


@cache
def _nodejs() -> Runtime:
    from scaffold.readers.pulumi.nodejs import NODEJS  # loads a front end, which other programs do not need

    return NODEJS


@cache
def _python() -> Runtime:
    from scaffold.readers.pulumi.python import PYTHON

    return PYTHON


@cache
def _yaml() -> Runtime:
    from scaffold.readers.pulumi.yaml import YAML

    return YAML


RUNTIMES: Mapping[str, Callable[[], Runtime]] = {
    "nodejs": _nodejs,
    "bun": _nodejs,
    "python": _python,
    "yaml": _yaml,
}
