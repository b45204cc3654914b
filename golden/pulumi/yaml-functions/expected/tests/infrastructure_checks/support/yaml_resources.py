"""Resources of a program in YAML: their types, their options, and what they take over from their parents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .results import Registration, Settings
from .values import comparable
from .yaml_values import EvaluationError, Node, is_lifted

PROVIDERS = "pulumi:providers:"
STACK_REFERENCE = "pulumi:pulumi:StackReference"

#: Packages whose types are spelled as they are (`eks:index:Cluster`); others name a file (`aws:s3/bucket:Bucket`).
PLAIN = frozenset(
    {
        "aws-apigateway",
        "aws-native",
        "aws-quickstart-vpc",
        "aws-static-website",
        "awsx",
        "azure-native",
        "command",
        "docker-build",
        "eks",
        "google-native",
        "kubernetes",
        "kubernetes-cert-manager",
        "kubernetes-ingress-nginx",
        "pulumiservice",
        "std",
        "synced-folder",
    }
)

#: Packages of components that other programs make.
REMOTE = frozenset(
    {
        "aws-apigateway",
        "aws-iam",
        "aws-quickstart-vpc",
        "aws-static-website",
        "awsx",
        "eks",
        "gcp-global-cloudrun",
        "kubernetes-cert-manager",
        "kubernetes-coredns",
        "kubernetes-ingress-nginx",
        "synced-folder",
    }
)

_CHART = re.compile(r"kubernetes:(helm\.sh/v\d+:Chart|yaml(/v\d+)?:\w+|kustomize(/v\d+)?:\w+)")
_OBJECT = re.compile(r"kubernetes:((?!helm\.sh|yaml|kustomize|kubernetes)[\w.-]+)/(\w+):(\w+)")
_RESOURCES = ("parent", "provider", "deletedWith")
_LISTS = ("dependsOn", "providers", "replaceWith")
_SHOWN = (
    *("parent", "provider", "providers", "dependsOn", "protect", "retainOnDelete", "deleteBeforeReplace"),
    *("ignoreChanges", "replaceOnChanges", "additionalSecretOutputs", "aliases", "customTimeouts", "deletedWith"),
    *("import", "version"),
)


def full_token(type: str, own: frozenset[str] = frozenset(), function: bool = False) -> str:
    """The token that a type stands for, which may leave out what follows from the rest: `aws:s3:Bucket`."""
    package, *rest = type.split(":")
    if package == "pulumi":
        return type
    if len(rest) not in (1, 2) or not all(rest):
        raise EvaluationError(f"{type} is no type: it needs a package, as in aws:s3:Bucket")
    module, name = rest if len(rest) == 2 else ("index", rest[0])
    if "/" in module or package in PLAIN or package in own:
        return f"{package}:{module}:{name}"
    return f"{package}:{module}/{name if function else name[:1].lower() + name[1:]}:{name}"


def options_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a resource by their names, which may be written in any case."""
    names = {name.lower(): name for name in (*_SHOWN, *_RESOURCES, *_LISTS, "pluginDownloadURL", "hideDiffs")}
    found = {names[name.lower()]: value for name, value in given.items() if name.lower() in names}
    for name, value in found.items():
        several = name in _LISTS
        if name in (*_RESOURCES, *_LISTS):
            resources = value if several else [value]
            if not isinstance(resources, list) or not all(isinstance(each, Resource) for each in resources):
                raise EvaluationError(f"{name} has to be {'a list of resources' if several else 'a resource'}")
        if name == "protect" and (is_lifted(value) or not isinstance(value, bool)):
            raise EvaluationError("protect has to be true or false from the start")
    return found


class Resource(Node):
    """One resource. `providers` are those that its children take over, by package."""

    def __init__(self, settings: Settings, type: str, name: str, kind: str, parent: Resource | None = None) -> None:
        above = parent.type if parent else "pulumi:pulumi:Stack"
        self.type = type
        self.name = name
        self.kind = kind
        self.parent = parent
        self.urn = f"urn:pulumi:{settings.stack}::{settings.project}::{above}${type}::{name}"
        self.state: dict[str, Any] = {}
        self.options: dict[str, Any] = {"parent": parent.urn} if parent else {}
        self.providers: dict[str, Resource] = dict(parent.providers) if parent else {}
        self.protect = parent.protect if parent else None
        self.registration = Registration(type, name, kind, {})

    @staticmethod
    def kind_of(type: str, own: frozenset[str]) -> str:
        """What kind a resource of this type is."""
        package = type.split(":")[0]
        return "remote" if package in REMOTE or package in own or _CHART.fullmatch(type) else "custom"

    @property
    def id(self) -> str:
        """Its id; components have none."""
        return str(self.state.get("id") or "")

    @property
    def package(self) -> str:
        """The package that it is from; that of a provider is the one that it is for."""
        is_provider = self.type.startswith(PROVIDERS)
        return self.type[len(PROVIDERS) :] if is_provider else self.type.split(":")[0]

    @property
    def constants(self) -> dict[str, str]:
        """Inputs that follow from the type: those of objects of Kubernetes."""
        found = _OBJECT.fullmatch(self.type)
        if not found:
            return {}
        group, version, kind = found.groups()
        kind = kind[: -len("Patch")] if kind.endswith("Patch") else kind
        return {"apiVersion": version if group == "core" else f"{group}/{version}", "kind": kind}

    def take(self, given: Mapping[str, Any]) -> None:
        """Takes its options, and what it has from its parent beside them."""
        self.protect = given.get("protect", self.protect)
        named = given.get("provider")
        several = given.get("providers") or []
        self.providers.update({each.package: each for each in (*several, *([named] if named else []))})
        if named is None and self.kind != "component" and not self.type.startswith(PROVIDERS):
            named = self.providers.get(self.package)
        found = {**given, "provider": named, "protect": self.protect, "parent": self.parent}
        shown = {name: _shown(found.get(name)) for name in _SHOWN}
        self.options = {name: value for name, value in shown.items() if value is not None and value not in ("", [], {})}


def _shown(value: Any) -> Any:
    """An option as tests compare it: resources are URNs."""
    if isinstance(value, Resource):
        return value.urn
    return [_shown(item) for item in value] if isinstance(value, list) else comparable(value)
