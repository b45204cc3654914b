"""Which versions of Terraform and of a provider a project admits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scaffold.model.project import Project, Provider, Resource
from scaffold.model.versions import Constraint

#: Where the AWS provider comes from; without a source it is Terraform's own.
_OFFICIAL = ("", "hashicorp/", "registry.terraform.io/hashicorp/", "registry.opentofu.org/hashicorp/")


@dataclass(frozen=True, slots=True)
class Admitted:
    """The versions that may run: by all constraints together, or the one that the lock file selects.

    `text` is what the project says, for a sentence.
    """

    constraint: Constraint
    text: str
    pinned: bool = False


def admitted_terraform(project: Project) -> Admitted | None:
    """What `required_version` of the root and of the local modules admits; `None` where nothing or nonsense is said."""
    return _together([project.required_version, *_required_by_modules(project)])


def admitted_provider(project: Project, name: str) -> Admitted | None:
    """What all modules admit of a provider, or what the lock file selects; `None` where nothing is said."""
    entries = [provider for provider in project.providers if provider.name == name]
    for pinned in {provider.pinned for provider in entries if provider.pinned}:
        constraint = Constraint.parse(pinned)
        return Admitted(constraint, pinned, pinned=True) if constraint else None
    return _together([provider.version for provider in entries])


def is_official(project: Project, name: str) -> bool:
    """Whether this local name stands for the vendor's own provider of that name, as far as the project says."""
    sources = {provider.source for provider in project.providers if provider.name == name}
    return all(source in {prefix + name if prefix else "" for prefix in _OFFICIAL} for source in sources)


def provider_name(resource: Resource) -> str:
    """The local name of the provider that a resource belongs to, without its alias."""
    return resource.provider.partition(".")[0]


def is_opentofu(project: Project) -> bool:
    """Whether the project is written for OpenTofu, whose versions know other things."""
    return any(".tofu" in file for module in project.modules for file in module.files) or any(
        "opentofu" in provider.source for provider in project.providers
    )


def first_of(providers: Iterable[Provider], name: str) -> Provider | None:
    """The provider's first entry."""
    return next((provider for provider in providers if provider.name == name), None)


def _required_by_modules(project: Project) -> Iterator[str]:
    for module in project.modules:
        for block in module.blocks:
            if block.type == "terraform" and module.path != project.path:
                version = block.attributes.get("required_version")
                yield version if isinstance(version, str) else ""


def _together(texts: Iterable[str]) -> Admitted | None:
    said = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    text = ", ".join(said)
    constraint = Constraint.parse(text) if text else None
    return Admitted(constraint, text) if constraint else None
