"""What a run of a program shows, and what it runs with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from scaffold.model.deployments import DEFAULT_REGION, Role
from scaffold.model.values import Value

_ROLES: Final = {"custom": Role.CUSTOM, "component": Role.COMPONENT, "remote": Role.REMOTE, "read": Role.READ}
_PROVIDERS: Final = "pulumi:providers:"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a run may use: seconds in all, megabytes of memory."""

    seconds: float = 60
    megabytes: int = 1024


@dataclass(frozen=True, slots=True)
class Mocks:
    """What the mocks know: `outputs` by type token and attribute, `answers` by function token (see `Evaluation`)."""

    outputs: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    answers: Mapping[str, Value] = field(default_factory=dict)
    region: str = DEFAULT_REGION


@dataclass(frozen=True, slots=True)
class ObservedResource:
    """A resource as it was registered: everything resolved, assets and JSON as the calls of `model/deployments.py`.

    `parent` is the URN of the parent, empty below the stack; resources in `options` are URNs, too. `id` is what
    `Resource.get` was given.
    """

    token: str
    name: str
    role: Role
    urn: str
    parent: str
    id: str
    inputs: Mapping[str, Value]
    options: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Observed:
    """What one run came to. With a `failure`, the program did not get to its end and nothing else is known.

    `exports` are resolved; a resource that is exported whole is `Call("resource", (token, name))`. `unanswered` are
    outputs that the program looked into although the mocks know nothing of them.
    """

    resources: tuple[ObservedResource, ...] = ()
    exports: Mapping[str, Value] = field(default_factory=dict)
    unanswered: tuple[str, ...] = ()
    failure: str = ""


def role_of(token: str, kind: str) -> Role:
    """The role of a registration of this kind."""
    return Role.PROVIDER if token.startswith(_PROVIDERS) and kind == "custom" else _ROLES[kind]
