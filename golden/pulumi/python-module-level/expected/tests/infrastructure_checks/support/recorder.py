"""Records what a program asks of the engine, and answers from the mocks: the engine's place in a test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.runtime import mocks as sdk
from pulumi.runtime.proto import provider_pb2, resource_pb2

from . import wire
from .declared import fitted
from .mocks import Mocks
from .results import Registration

ROOT = "pulumi:pulumi:Stack"

#: Older versions of the SDK answer with what providers say.
InvokeResponse = getattr(resource_pb2, "ResourceInvokeResponse", None) or provider_pb2.InvokeResponse


class Recorder(sdk.MockMonitor):
    """Takes the requests of a program. All is done at once, in the thread of the program."""

    def __init__(self, mocks: Mocks) -> None:
        super().__init__(mocks)
        self._mocks = mocks
        self._requests: list[tuple[Registration, Any]] = []
        self._made: dict[str, tuple[str, Mapping[str, Any]]] = {}
        self._classes: dict[str, type] = {}
        self._given: list[tuple[pulumi.Resource, pulumi.ResourceOptions]] = []
        self._looked: list[tuple[pulumi.Resource, str, Any]] = []

    # What the SDK calls.

    def RegisterResource(self, request: Any) -> Any:
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == ROOT:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        kind = "remote" if request.remote else "custom" if request.custom else "component"
        id, state = self._registered(request, urn, kind, request.object, request.importId)
        return resource_pb2.RegisterResourceResponse(urn=urn, id=id, object=wire.packed(state))

    def ReadResource(self, request: Any) -> Any:
        urn = self.make_urn(request.parent, request.type, request.name)
        _, state = self._registered(request, urn, "read", request.properties, request.id)
        return resource_pb2.ReadResourceResponse(urn=urn, properties=wire.packed(state))

    def Invoke(self, request: Any) -> Any:
        arguments = wire.plain(request.args)
        if request.tok == "pulumi:pulumi:getResource":
            return self._resource_of(arguments["urn"])
        answer = wire.packed(self._mocks.call(request.tok, arguments))
        return InvokeResponse(**{"return": answer})

    def Call(self, request: Any) -> Any:
        arguments = {key: value for key, value in wire.plain(request.args).items() if key != "__self__"}
        answer = wire.packed(self._mocks.call(request.tok, arguments))
        return provider_pb2.CallResponse(**{"return": answer})

    def _resource_of(self, urn: str) -> Any:
        if urn not in self._made:
            raise LookupError(f"there is no resource {urn}")
        id, state = self._made[urn]
        return InvokeResponse(**{"return": wire.packed({"urn": urn, "id": id, "state": state})})

    def _registered(
        self, request: Any, urn: str, kind: str, properties: Any, given: str
    ) -> tuple[str, Mapping[str, Any]]:
        inputs = wire.plain(properties)
        id, state = self._mocks.new_resource(request.type, request.name, inputs, kind in ("custom", "read"), given)
        registration = Registration(
            type=request.type,
            name=request.name,
            kind=kind,
            inputs=wire.shown(inputs),
            given=given,
            id=id,
            urn=urn,
            parent=request.parent,
            state={**wire.shown(state), "id": id, "urn": urn},
        )
        self._requests.append((registration, request))
        self._made[urn] = id, fitted(state, self._classes.get(request.type), request.name, self._give_out)
        return self._made[urn]

    def _give_out(self, type: str, name: str, state: Mapping[str, Any]) -> str:
        """Makes a resource that is an output of another one."""
        urn = self.make_urn("", type, name)
        self._made[urn] = str(state.get("id", "")), state
        return urn

    # What `sdk.py` tells.

    def options(self, token: str, resource: pulumi.Resource, options: pulumi.ResourceOptions) -> None:
        """A resource of this type is made with these options: the registrations show less."""
        self._classes[token] = type(resource)
        self._given.append((resource, options))

    def looks(self, resource: pulumi.Resource, name: str, output: pulumi.Output[Any]) -> None:
        """The program looks into an output of a resource."""
        self._looked.append((resource, name, output))

    # What came of it, once the program is done.

    async def registrations(self, root: pulumi.Resource) -> list[Registration]:
        """What was registered, with its options; the root stack is left out."""
        stack = await root.urn.future()
        given = {}
        for resource, options in self._given:
            parent = await options.parent.urn.future() if options.parent else stack
            given[parent, await resource.urn.future()] = options
        found = []
        for registration, request in self._requests:
            options = given.get((request.parent, registration.urn))
            registration.options = await _options(request, options, stack)
            registration.parent = "" if request.parent == stack else request.parent
            found.append(registration)
        return found

    async def unanswered(self) -> list[str]:
        """Outputs that the program looked into although they are nothing."""
        looked = {(resource, name): output for resource, name, output in self._looked}
        empty = [each for each, output in looked.items() if await output.future() is None]
        return sorted(f"{resource._type}::{resource._name}.{_wire_name(resource, name)}" for resource, name in empty)


async def _options(request: Any, given: pulumi.ResourceOptions | None, stack: str) -> dict[str, Any]:
    """The options that are set, by the names that all languages share; other resources in them are URNs."""
    explained = {urn for each in getattr(request, "propertyDependencies", {}).values() for urn in each.urns}
    defined = getattr(request, "deleteBeforeReplaceDefined", False)
    found = {
        "parent": "" if request.parent == stack else request.parent,
        "provider": _without_id(request.provider),
        "providers": [_without_id(each) for each in getattr(request, "providers", {}).values()],
        "dependsOn": await _dependencies(given)
        if given
        else [urn for urn in request.dependencies if urn not in explained],
        "protect": given.protect if given else None,
        "retainOnDelete": given.retain_on_delete if given else None,
        "deleteBeforeReplace": request.deleteBeforeReplace if defined else None,
        "ignoreChanges": list(getattr(request, "ignoreChanges", ())),
        "replaceOnChanges": list(getattr(request, "replaceOnChanges", ())),
        "additionalSecretOutputs": list(request.additionalSecretOutputs),
        "aliases": [
            *getattr(request, "aliasURNs", ()),
            *(_alias(each, request.parent) for each in getattr(request, "aliases", ())),
        ],
        "customTimeouts": _timeouts(getattr(request, "customTimeouts", None)),
        "deletedWith": getattr(request, "deletedWith", ""),
        "import": getattr(request, "importId", ""),
        "version": request.version,
    }
    return {name: value for name, value in found.items() if value is not None and value not in ("", [], {})}


async def _dependencies(options: pulumi.ResourceOptions) -> list[str]:
    """The URNs of the resources of `depends_on`."""
    resources = await pulumi.Output.from_input(options.depends_on).future()
    listed = resources if isinstance(resources, (list, tuple)) else [resources]
    return [await each.urn.future() for each in listed if isinstance(each, pulumi.Resource)]


def _wire_name(resource: pulumi.Resource, name: str) -> str:
    """The name that the provider has for an output."""
    names: dict[str, str] = pulumi._types.resource_py_to_pulumi_names(type(resource))
    return names.get(name, name)


def _without_id(provider: str) -> str:
    """Providers are named by URN and id."""
    return "::".join(provider.split("::")[:4])


def _alias(alias: Any, own_parent: str) -> Any:
    if alias.urn:
        return alias.urn
    spec = alias.spec
    found = {
        "name": spec.name,
        "type": spec.type,
        "project": spec.project,
        "stack": spec.stack,
        "parent": "" if spec.parentUrn == own_parent else spec.parentUrn,
        "noParent": spec.noParent,
    }
    return {name: value for name, value in found.items() if value}


def _timeouts(timeouts: Any) -> dict[str, str]:
    found = {name: getattr(timeouts, name, "") for name in ("create", "update", "delete")}
    return {name: value for name, value in found.items() if value}
