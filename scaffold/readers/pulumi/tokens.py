"""Type tokens and what they say: the package, the canonical type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from scaffold.catalog import pulumi as catalog

PROVIDERS = "pulumi:providers:"
STACK_REFERENCE = "pulumi:pulumi:StackReference"
#: Packages of components that another program makes.
_REMOTE_PACKAGES: Final = frozenset(
    {"awsx", "aws-apigateway", "aws-iam", "aws-quickstart-vpc", "aws-static-website", "eks", "gcp-global-cloudrun"}
    | {"kubernetes-cert-manager", "kubernetes-coredns", "kubernetes-ingress-nginx", "synced-folder"}
)
#: Classes of Kubernetes whose type token is in their inputs, and what the token ends with.
CUSTOM_RESOURCES: Final[Mapping[tuple[str, ...], str]] = {
    ("apiextensions", "CustomResource"): "",
    ("apiextensions", "CustomResourcePatch"): "Patch",
}
#: Classes of resource packages that are such components too.
_REMOTE: Final = re.compile(r"kubernetes:(helm\.sh/v\d+:Chart|yaml(/v\d+)?:\w+|kustomize(/v\d+)?:\w+)")


@cache
def canonical_type(token: str) -> str:
    """The canonical type of a token: `aws` for the provider of that package."""
    if token.startswith(PROVIDERS):
        return token.removeprefix(PROVIDERS)
    if token == STACK_REFERENCE:
        return "pulumi_stack_reference"
    return catalog.canonical_type(token)


def package_of(token: str) -> str:
    """The package of a token of three parts; that of a provider is the one it is for."""
    parts = token.split(":")
    if token.startswith(PROVIDERS):
        return parts[2]
    return parts[0] if len(parts) == 3 else ""


def is_remote(token: str, said: bool | None = None) -> bool:
    """Whether a token is that of a component that another program makes; `said` is what the package says of it."""
    listed = package_of(token) in _REMOTE_PACKAGES if said is None else said
    return listed or _REMOTE.fullmatch(token) is not None
