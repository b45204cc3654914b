"""What classes register beside what a program gives them, where the package is not there to say it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from scaffold.model.values import Value

#: The date of an API in a token: its defaults are those of the newest.
_VERSION: Final = re.compile(r"/v\d{8}\w*:")
#: Groups of kubernetes whose resources are none of its API.
_NO_OBJECTS: Final = ("helm.sh", "yaml", "kustomize", "kubernetes")


def given(token: str, arguments: Mapping[str, Value]) -> dict[str, Value]:
    """The arguments of a resource with what its class adds to them."""
    added = {name: value for name, value in _added(token).items() if arguments.get(name) is None}
    return {**arguments, **added}


@cache
def _added(token: str) -> Mapping[str, Value]:
    facts = _facts()
    if token in facts["described"].split():
        return {"description": facts["description"]}
    known: Mapping[str, Value] = facts["types"].get(_VERSION.sub(":", token), {})
    return known or constants(token)


def constants(token: str) -> Mapping[str, Value]:
    """The inputs of a type that can only have one value: the API version and kind of an object of Kubernetes."""
    package, _, rest = token.partition(":")
    module, _, kind = rest.rpartition(":")
    group, _, version = module.partition("/")
    if package != "kubernetes" or not version or group in _NO_OBJECTS:
        return {}
    return {"apiVersion": version if group == "core" else module, "kind": kind.removesuffix("Patch")}


@cache
def _facts() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "defaults.toml").read_text(encoding="utf-8"))
