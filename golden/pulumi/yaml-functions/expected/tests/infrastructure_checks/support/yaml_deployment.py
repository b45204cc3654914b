"""What all programs and components of one run in YAML share: what they register, and what the mocks make of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .mocks import Mocks
from .results import Registration, Settings
from .values import SECRET, SIGNATURE, comparable, resource, secret
from .yaml_resources import STACK_REFERENCE, Resource
from .yaml_values import Output, opened


class Deployment:
    """What all programs and components of one run share."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.mocks = Mocks(str(settings.config.get("aws:region") or ""), settings.outputs)
        self.resources: list[Resource] = []
        self.unanswered: set[str] = set()
        self.stacks: dict[str, Resource] = {}

    def register(self, found: Resource, inputs: Mapping[str, Any], given: str = "") -> Resource:
        """Registers a resource, or with `kind` `read` looks it up."""
        sent = {name: self.sent(value) for name, value in inputs.items() if opened(value)[0] is not None}
        custom = found.kind in ("custom", "read")
        id, state = self.mocks.new_resource(found.type, found.name, sent, custom, given)
        found.state = {**state, "urn": found.urn, **({"id": id} if custom else {})}
        found.registration = Registration(
            type=found.type,
            name=found.name,
            kind=found.kind,
            inputs={name: self.shown(value) for name, value in inputs.items() if opened(value)[0] is not None},
            given=given,
            id=id,
            urn=found.urn,
            parent=found.parent.urn if found.parent else "",
            state={**{name: self.shown(received(value)) for name, value in state.items()}, "id": id, "urn": found.urn},
            options=found.options,
        )
        self.resources.append(found)
        return found

    def stack(self, name: str) -> Resource:
        """A reference to another stack, which is made once."""
        if name not in self.stacks:
            found = Resource(self.settings, STACK_REFERENCE, name, "read")
            self.stacks[name] = self.register(found, {"name": name}, name)
        return self.stacks[name]

    def sent(self, value: Any) -> Any:
        """A value as providers get it: secrets are wrapped, nulls in maps go."""
        if isinstance(value, Output):
            inner = self.sent(value.value)
            return {SIGNATURE: SECRET, "value": inner} if value.secret else inner
        if isinstance(value, Resource):
            return value.id or value.urn
        if isinstance(value, list):
            return [self.sent(item) for item in value]
        if isinstance(value, Mapping):
            return {key: self.sent(item) for key, item in value.items() if opened(item)[0] is not None}
        return value

    def shown(self, value: Any, whole: bool = False) -> Any:
        """A value as tests compare it: exports mark secrets, and name `whole` resources."""
        if isinstance(value, Output):
            inner = self.shown(value.value, whole)
            return secret(inner) if value.secret and whole else inner
        if isinstance(value, Resource):
            return resource(value.type, value.name) if whole else value.id or value.urn
        if isinstance(value, list):
            return [self.shown(item, whole) for item in value]
        if isinstance(value, Mapping):
            return {key: self.shown(item, whole) for key, item in value.items() if opened(item)[0] is not None}
        return comparable(value)


def received(value: Any) -> Any:
    """A value of a state as the program reads it: a wrapped secret is one again."""
    if isinstance(value, Mapping) and value.get(SIGNATURE) == SECRET:
        return Output(value["value"], secret=True)
    return value
