"""A project's resources, made in the emulator one after the other.

What cannot be made is named, with the reason, and the rest goes on.
"""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scaffold.model.deployments import DEFAULT_REGION, is_region
from scaffold.model.project import Mode, Project, Provider, Resource
from scaffold.model.values import Value
from scaffold.rehearse.applied import NotKnownError
from scaffold.rehearse.environment import ACCOUNT
from scaffold.rehearse.found import HELPERS, SOURCES
from scaffold.rehearse.found.base import Finder
from scaffold.rehearse.order import in_order
from scaffold.rehearse.provision.base import Make, Provisioner, Unsupported
from scaffold.rehearse.resolve import NotMadeError, Resolver, plain
from scaffold.rehearse.samples import Samples
from scaffold.rehearse.standing import stand_in
from scaffold.rehearse.surroundings import Surroundings

#: What the emulator's web server answers to what it does not have.
_ABSENT = ("not been implemented", "not yet implemented", "not implemented")
_SPEECHLESS = "<!doctype html>"
#: What stands in a model and tells the emulator nothing.
_META = frozenset({"provider", "lifecycle", "depends_on", "count", "for_each"})


class State(enum.Enum):
    """What became of a resource."""

    MADE = "made"
    UNSUPPORTED = "not supported by the emulator"
    UNMADE = "not provisioned"
    ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one resource, and why; `gaps` say why attributes were left out, by their dotted path: they are not
    known, or its provisioner said so.

    `cause` is the address of the resource that it waits for in vain.
    """

    address: str
    type: str
    state: State
    reason: str = ""
    gaps: Mapping[str, str] = field(default_factory=dict)
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """What there is in the emulator of a project: `computed` are attributes by address, `outcomes` of what is managed.

    `resolver` says what the project's values are there.
    """

    outcomes: Mapping[str, Outcome]
    computed: Mapping[str, Mapping[str, Any]]
    resolver: Resolver

    @property
    def lacking(self) -> Mapping[str, Outcome]:
        """What should be there and is not."""
        return {address: each for address, each in self.outcomes.items() if each.state is not State.MADE}


def make_all(
    project: Project,
    root: Path,
    clients: Callable[[str, str], Any],
    provisioners: Mapping[str, Provisioner],
    outputs: Mapping[str, Any] | None = None,
) -> Stage:
    """Make the resources of a project in the emulator that `clients` (service, region) reach.

    `root` is where paths in the project count from; `outputs` are those of deployments that it builds on.
    """
    order, circles = in_order(project)
    maker = _Maker(project, root, clients, provisioners, outputs or {})
    for address, way in circles.items():
        maker.fail(address, State.UNMADE, f"what it needs leads back to it: {' -> '.join(way)}")
    for resource in order:
        maker.make(resource)
    # What the outputs tell is there: nothing in them stands for what is not.
    return Stage(maker.outcomes, maker.computed, replace(maker.resolver, stand_ins={}))


class _Maker:
    def __init__(
        self,
        project: Project,
        root: Path,
        clients: Callable[[str, str], Any],
        provisioners: Mapping[str, Provisioner],
        outputs: Mapping[str, Any],
    ) -> None:
        self.project = project
        self.root = root / project.path
        self.clients = clients
        self.provisioners = provisioners
        self.outcomes: dict[str, Outcome] = {}
        self.computed: dict[str, dict[str, Any]] = {}
        self._unmade: dict[str, str] = {}
        self._stand_ins: dict[str, Mapping[str, Any]] = {}
        self._types = {each.address: each for each in project.resources}
        self._surroundings: dict[str, Surroundings] = {}
        samples = Samples(project, self.around(self._own_region()), outputs)
        program = project.platform == "pulumi"
        self.resolver = Resolver(self.computed, samples.ask, program, self._unmade, self._stand_ins)

    def around(self, region: str) -> Surroundings:
        """The surroundings in a region."""
        return self._surroundings.setdefault(region, Surroundings(self.clients, region, ACCOUNT))

    def fail(self, address: str, state: State, reason: str, cause: str = "") -> None:
        """Note that something is not there."""
        resource = self._types[address]
        self._unmade[address] = reason
        if resource.mode is Mode.MANAGED:
            self.outcomes[address] = Outcome(address, resource.type, state, reason, cause=cause)

    def make(self, resource: Resource) -> None:
        """Make one resource, or note why it is not made."""
        address = resource.address
        values: dict[str, Any] = {}
        gaps: dict[str, str] = {}
        try:
            if resource.condition is not None and not self._holds(resource.condition):
                self.fail(address, State.ABSENT, "the condition that it stands under does not hold")
                return
            values, gaps = self.resolver.values(
                {name: value for name, value in resource.attributes.items() if name not in _META}
            )
            implied, _ = self.resolver.values(resource.implied)
            make = self._given(resource, {**values, **implied})
            computed = {**make.values, **self._made(resource, make)}
        except NotMadeError as error:
            self.fail(address, State.UNMADE, f"it needs {error.address}, which is not there", error.address)
        except Exception as error:
            # Whatever a provisioner stumbles over is a word about this resource, and not the end of the rehearsal.
            state, reason = judged(error)
            if state is State.UNSUPPORTED or isinstance(error, NotImplementedHereError):
                self._stand_ins[address] = stand_in(resource.type, address, values, self._own_region())
            self.fail(address, state, _not_known(error, gaps) or reason)
        else:
            tags = {"tags_all": dict(make.tags)} if make.tags else {}
            self.computed[address] = {**tags, **plain(computed)}
            if resource.mode is Mode.MANAGED:
                self.outcomes[address] = Outcome(address, resource.type, State.MADE, gaps={**gaps, **make.left_out})

    def _holds(self, condition: Value) -> bool:
        try:
            return bool(self.resolver.value(condition))
        except NotMadeError:
            raise
        except NotKnownError:
            return True

    def _made(self, resource: Resource, make: Make) -> Mapping[str, Any]:
        finders: Mapping[str, Finder] = SOURCES if resource.mode is not Mode.MANAGED else HELPERS
        finder = finders.get(resource.type)
        if finder is not None:
            return finder(make, self.around(make.region))
        if resource.mode is not Mode.MANAGED:
            return {}  # what is asked of it is made up when it is
        provisioner = self.provisioners.get(resource.type)
        if provisioner is None:
            raise NotImplementedHereError(f"there is no way yet to make {_article(resource.type)} here")
        try:
            return provisioner(make)
        except Exception as error:
            if self.project.platform != "pulumi" or "name" in make.values or not _nameless(error):
                raise
        # Where an author gives no name and one is needed, Pulumi makes one: its own name for it, and seven digits.
        name = f"{resource.name}-{hashlib.sha256(resource.address.encode()).hexdigest()[:7]}"
        return {"name": name, **provisioner(replace(make, values={**make.values, "name": name}))}

    def _given(self, resource: Resource, values: Mapping[str, Any]) -> Make:
        provider = self._provider(resource.provider)
        region = values.get("region") if resource.type.startswith("aws_") else None
        if not isinstance(region, str) or not is_region(region):
            region = self._region(provider)
        tags = {**self._default_tags(provider), **_texts(values.get("tags"))}
        return Make(
            resource.address, resource.type, values, ACCOUNT, region, self.clients, self.computed, tags, self.root
        )

    def _provider(self, address: str) -> Provider | None:
        own = (each for each in self.project.providers if not each.module and each.address == (address or "aws"))
        return next(own, None)

    def _own_region(self) -> str:
        own = self._provider("aws")
        region = own.attributes.get("region") if own else None
        return region if isinstance(region, str) and is_region(region) else DEFAULT_REGION

    def _region(self, provider: Provider | None) -> str:
        if provider is None or "region" not in provider.attributes:
            return self._own_region()
        try:
            found = self.resolver.value(provider.attributes["region"])
        except NotKnownError:
            return self._own_region()
        return found if isinstance(found, str) and is_region(found) else self._own_region()

    def _default_tags(self, provider: Provider | None) -> Mapping[str, str]:
        if provider is None:
            return {}
        values, _ = self.resolver.values({"default_tags": provider.attributes.get("default_tags")})
        blocks = values.get("default_tags") or []
        block = blocks[0] if isinstance(blocks, list) and blocks else blocks
        return _texts(block.get("tags")) if isinstance(block, Mapping) else {}


class NotImplementedHereError(Exception):
    """The type is none of those that a rehearsal can make."""


def judged(error: Exception) -> tuple[State, str]:
    """What an error of a provisioner means, in one line: that the emulator does not have it, or that it refused."""
    text = " ".join(str(error).split())
    if isinstance(error, NotImplementedHereError):
        return State.UNMADE, text
    if isinstance(error, Unsupported):
        return State.UNSUPPORTED, text
    response = getattr(error, "response", {}) or {}
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    operation = getattr(error, "operation_name", "")
    if isinstance(error, NotImplementedError) or status == 501 or any(word in text.lower() for word in _ABSENT):
        return State.UNSUPPORTED, f"{operation} is not implemented" if operation else _short(text) or "not implemented"
    if _SPEECHLESS in text.lower():
        return State.UNSUPPORTED, f"the emulator has no answer to {operation or 'one of its calls'}"
    code = response.get("Error", {}).get("Code", "")
    if code == "404" and "Not Found" in text:
        return State.UNSUPPORTED, f"{operation} is not implemented"
    message = response.get("Error", {}).get("Message") or text
    return State.UNMADE, _short(f"{operation}: {message}" if operation else f"{type(error).__name__}: {message}")


def _nameless(error: Exception) -> bool:
    """Whether an error is about a name that is not there."""
    missing = type(error).__name__ in ("ParamValidationError", "KeyError")
    return missing and re.search(r"(?i)(missing required parameter|NoneType|^')[^\n]*name", str(error)) is not None


def _not_known(error: Exception, gaps: Mapping[str, str]) -> str:
    """Which attribute an error is about that had no value, and why it has none; empty where it is about no such one."""
    if type(error).__name__ not in ("ParamValidationError", "KeyError"):
        return ""
    words = re.findall(r"\w+", str(error).lower())
    name = next((each for each in gaps if any(word.startswith((each, each.replace("_", ""))) for word in words)), "")
    return _short(f"{name} is not known: {gaps[name]}") if name else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 200 else f"{text[:197]}..."


def _article(type_: str) -> str:
    return f"{'an' if type_[0] in 'aeiou' else 'a'} {type_}"


def _texts(tags: Any) -> dict[str, str]:
    if not isinstance(tags, Mapping):
        return {}
    return {name: str(value) for name, value in tags.items() if value is not None and not isinstance(value, Mapping)}
