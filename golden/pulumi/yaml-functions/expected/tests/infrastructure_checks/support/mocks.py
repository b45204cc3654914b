"""What the cloud would answer: the mocks that the program runs under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .outputs import ANSWERS, OUTPUTS, REGION
from .patterns import Use, filled
from .policy import policy_document
from .values import SIGNATURE

Properties = Mapping[str, Any]

EVALUATED = {"aws:iam/getPolicyDocument:getPolicyDocument": policy_document}
_FLAGS = {"true": True, "false": False}


class Mocks:
    """Mocks for one deployment: `region` is its own, `outputs` are what single resources give, by type and name."""

    def __init__(self, region: str = "", outputs: Mapping[str, Mapping[str, Properties]] | None = None) -> None:
        self._region = region or REGION
        self._outputs = outputs or {}

    def new_resource(
        self, type: str, name: str, inputs: Properties, custom: bool = True, id: str = ""
    ) -> tuple[str, dict[str, Any]]:
        """The id and the outputs of a resource, by the names that providers have for them."""
        own = self._outputs.get(type, {}).get(name, {})
        state = {**_completed(inputs, self._made(type, name, inputs)), **own}
        made = str(state.pop("id", None) or "")
        return (id or made) if custom else "", {key: value for key, value in state.items() if value is not None}

    def call(self, token: str, arguments: Properties) -> dict[str, Any]:
        """What a provider function answers."""
        if token in EVALUATED:
            return EVALUATED[token](arguments)
        if token not in ANSWERS:
            raise LookupError(
                f"the mocks have no answer of the provider function {token}: put one into support/outputs.py"
            )
        use = Use(token, token.rpartition(":")[2], self._region, _unwrapped(arguments))
        # What a function is asked for comes back as providers read it: flags that are written as text are flags.
        asked = {name: _FLAGS[value] if value in ("true", "false") else value for name, value in arguments.items()}
        return {**filled(ANSWERS[token], use), **asked}

    def _made(self, type: str, name: str, inputs: Properties) -> dict[str, Any]:
        """What the cloud makes up for a resource."""
        patterns = {**OUTPUTS.get("*", {}), **OUTPUTS.get(type, {})}
        found: dict[str, Any] = filled(patterns, Use(f"{type}::{name}", name, self._region, _unwrapped(inputs)))
        return found


def _completed(given: Any, added: Any) -> Any:
    """What a resource is given with what its mock adds: maps are completed, recursively; all else stays."""
    if not _is_plain(given) or not _is_plain(added):
        return given
    return {**added, **{key: _completed(item, added.get(key)) for key, item in given.items()}}


def _unwrapped(inputs: Properties) -> dict[str, Any]:
    """Inputs with the values of secrets instead of their wrapping."""
    return {
        key: value["value"] if isinstance(value, Mapping) and SIGNATURE in value and "value" in value else value
        for key, value in inputs.items()
    }


def _is_plain(value: Any) -> bool:
    """Whether a value is a map of plain data: no secret, asset or resource."""
    return isinstance(value, Mapping) and SIGNATURE not in value
