"""What is known around a function when its events are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scaffold.catalog.realistic import snake
from scaffold.model.deployments import DEFAULT_REGION
from scaffold.model.functions import Code, Function, Trigger
from scaffold.model.handlers import Data, Wired
from scaffold.model.project import Project, Resource
from scaffold.model.values import Reference
from scaffold.plan.handlers.values import Maker

ACCOUNT = "123456789012"
#: Beginnings of the names of variables that the service itself sets, or a test does.
GIVEN = ("AWS_", "LAMBDA_", "_HANDLER", "_X_AMZN", "TZ", "PATH", "HOME", "LANG", "NODE_", "PYTHON")
_NOTHING = Code("", "", "", "")


@dataclass(frozen=True, slots=True)
class Setting:
    """A function with what surrounds it: the other functions of its project, the resources it is wired to, and its
    environment as plain text where that is known."""

    function: Function
    functions: Sequence[Function] = ()
    project: Project | None = None
    wired: tuple[Wired, ...] = ()
    environment: Mapping[str, Data] = field(default_factory=dict)
    region: str = DEFAULT_REGION

    @property
    def code(self) -> Code:
        """What is known of the code; an empty one where nothing is."""
        return self.function.code or _NOTHING

    @property
    def variables(self) -> Mapping[str, str]:
        """The variables whose value is a plain text."""
        return {name: value for name, value in self.environment.items() if isinstance(value, str)}

    @property
    def unset(self) -> bool:
        """Whether the code reads variables of which nobody knows whether they are set."""
        read = {each.name for each in self.code.environment if not each.name.startswith(GIVEN)}
        return not self.function.environment_known and bool(read - set(self.environment))

    def maker(self, index: int = 0) -> Maker:
        """Makes values for the function's events, for the record at `index` of a batch."""
        return Maker(self.code.constants, index, self.variables, self._hints())

    def _hints(self) -> Mapping[str, tuple[str, ...]]:
        """What other functions take for values of the same name: what comes here may get there."""
        found: dict[str, tuple[str, ...]] = {}
        for other in self.functions:
            for use in other.code.uses if other.code and other.project == self.function.project else ():
                texts = tuple(value for value in use.among if isinstance(value, str))
                if texts and use.path[-1] not in found:
                    found[use.path[-1]] = texts
        return found

    def resource(self, address: str) -> Resource | None:
        """The resource with an address."""
        resources = self.project.resources if self.project else ()
        return next((resource for resource in resources if resource.address == address), None)

    def made(self, address: str) -> Wired | None:
        """The wired resource with an address."""
        return next((wired for wired in self.wired if wired.address == address), None)

    def facts(self, address: str) -> Mapping[str, Any]:
        """The facts of a table: of the wired one, or as it is declared."""
        wired, resource = self.made(address), self.resource(address)
        if wired is not None or resource is None:
            return wired.facts if wired else {}
        given = resource.attributes
        named = given.get("attribute")
        types = {each.get("name"): each.get("type") for each in _blocks(named)}
        found = {"hash": given.get("hash_key"), "range": given.get("range_key")}
        found = {part: name for part, name in found.items() if isinstance(name, str) and name}
        kinds = {f"{part}_type": str(types.get(name) or "S") for part, name in found.items()}
        return {**found, **kinds, "stream_view": given.get("stream_view_type")}

    def meant(self, origin: tuple[str, str]) -> Wired | None:
        """The wired resource that a call is about."""
        kind, text = origin
        if kind == "env":
            named = next((wired for wired in self.wired if text in wired.variables), None)
            return named or self._named(self.variables.get(text, ""))
        return self._named(text) if kind == "text" else None

    def _named(self, text: str) -> Wired | None:
        found = (wired for wired in self.wired if text and (text == wired.name or text in wired.identifiers))
        return next(found, None)

    def given(self, trigger: Trigger) -> dict[str, Any]:
        """What is filled into the shape of a trigger's events."""
        wired, resource = self.made(trigger.source), self.resource(trigger.source)
        short = snake(trigger.source.rpartition(".")[2] or trigger.kind).replace("_", "-")
        name = wired.name if wired else _declared_name(resource) or short
        arn = next((each for each in wired.identifiers if each.startswith("arn:")), "") if wired else ""
        arn = arn or _arn(trigger.behind or trigger.kind, name.rpartition("/")[2], self.region)
        api = "a1b2c3d4e5"
        return {"region": self.region, "account": ACCOUNT, "name": name, "arn": arn, "api": api}


def _blocks(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, tuple) else []


def _declared_name(resource: Resource | None) -> str:
    attributes = resource.attributes if resource else {}
    found = (attributes.get(key) for key in ("name", "bucket"))
    return next((name for name in found if isinstance(name, str)), "")


def _arn(kind: str, name: str, region: str) -> str:
    """The ARN of what nothing else is known of."""
    place = f"{region}:{ACCOUNT}"
    return {
        "queue": f"arn:aws:sqs:{place}:{name}",
        "topic": f"arn:aws:sns:{place}:{name}",
        "table-stream": f"arn:aws:dynamodb:{place}:table/{name}/stream/2024-01-01T00:00:00.000",
        "stream": f"arn:aws:kinesis:{place}:stream/{name}",
        "bucket": f"arn:aws:s3:::{name}",
        "rule": f"arn:aws:events:{place}:rule/{name}",
        "schedule": f"arn:aws:events:{place}:rule/{name}",
    }.get(kind, f"arn:aws:lambda:{place}:function:{name}")


def refers_to(value: Any, address: str) -> bool:
    """Whether a value is a reference to a resource."""
    return isinstance(value, Reference) and value.address == address
