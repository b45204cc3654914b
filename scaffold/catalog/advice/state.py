"""State, credentials, and versions that are left open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scaffold.catalog.advice.admitted import first_of, is_opentofu, provider_name
from scaffold.catalog.advice.base import Advice, checks
from scaffold.model.position import Position
from scaffold.model.project import ModuleCall, Project
from scaffold.model.values import Value

_ACCESS_KEY = re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{16}")
_SECRET_KEY = re.compile(r"[A-Za-z0-9/+]{40}")
_REGISTRY = re.compile(r"(?:[\w.-]+\.[a-z]{2,}/)?[A-Za-z0-9][\w-]*/[A-Za-z0-9][\w-]*/[a-z0-9]+(?://.*)?")
_GIT = re.compile(r"git::|git@|github\.com/|bitbucket\.org/|[^?]*\.git(?:[/?]|$)")
#: The provider that is part of Terraform, with no version of its own.
_BUILT_IN = frozenset({"terraform"})


def look(project: Project) -> Iterator[Advice]:
    """What is said (or not) of the state's encryption, of credentials and of versions."""
    yield from _encryption(project)
    yield from _credentials(project)
    for call in project.calls:
        yield from _module_version(call)
    if project.platform == "terraform":  # what synthesises a configuration says its versions
        yield from _required_version(project)
        yield from _provider_versions(project)


def _encryption(project: Project) -> Iterator[Advice]:
    """Only for a backend that is configured here: what is given to `terraform init` may say `encrypt` too."""
    backend = project.backend
    if backend is None or backend.kind != "s3" or not {"bucket", "key"} <= set(backend.attributes):
        return
    if backend.attributes.get("encrypt") in (None, False, "false"):
        sentence = "the s3 backend does not ask for encryption"
        yield Advice(checks()["terraform-state-encryption"], "terraform", backend.position, sentence, _encrypt(project))


def _encrypt(project: Project) -> str:
    return "Set encrypt = true." if project.platform == "terraform" else "Give the backend `encrypt`, true."


def _credentials(project: Project) -> Iterator[Advice]:
    places: list[tuple[str, Mapping[str, Value], Position]] = [
        (f"provider.{provider.address}", provider.attributes, provider.position) for provider in project.providers
    ]
    if project.backend is not None:
        places.append(("terraform", project.backend.attributes, project.backend.position))
    for subject, attributes, position in places:
        for name, pattern in (("access_key", _ACCESS_KEY), ("secret_key", _SECRET_KEY)):
            value = attributes.get(name)
            if isinstance(value, str) and pattern.fullmatch(value) and not _is_sample(value):
                sentence = f"{name} is written out"
                hint = "Revoke the key, and let the environment or a role give credentials."
                yield Advice(checks()["terraform-literal-credentials"], subject, position, sentence, hint)


def _is_sample(value: str) -> bool:
    """The vendor's own sample keys say so; a key of few characters is made up."""
    return "EXAMPLE" in value or len(set(value)) < 10


def _module_version(call: ModuleCall) -> Iterator[Advice]:
    source = call.source
    if not isinstance(source, str) or call.path or source.startswith((".", "/")):
        return
    if _GIT.match(source):
        wanting = "?ref=" not in source and "&ref=" not in source
        hint = "Add ?ref= with a tag or commit to the source."
    else:
        wanting = bool(_REGISTRY.fullmatch(source)) and call.version is None
        hint = "Say version."
    if wanting:
        sentence = f"module {call.name} does not say which version of {source} it means"
        yield Advice(checks()["terraform-module-version"], call.address, call.position, sentence, hint)


def _required_version(project: Project) -> Iterator[Advice]:
    root = next((module for module in project.modules if module.path == project.path), None)
    if project.required_version or root is None or root.unread or not _stands_alone(project):
        return
    places = [block.position for block in root.blocks if block.type == "terraform"]
    files = sorted(root.files, key=lambda name: (name not in ("versions.tf", "terraform.tf", "main.tf"), name))
    folder = "" if root.path == "." else f"{root.path}/"
    position = places[0] if places else Position(f"{folder}{files[0]}" if files else folder)
    name = "OpenTofu" if is_opentofu(project) else "Terraform"
    sentence = f"nothing says which versions of {name} this works with"
    yield Advice(checks()["terraform-required-version"], "terraform", position, sentence, "Set required_version.")


def _stands_alone(project: Project) -> bool:
    """Whether this is applied as it is: a module gets its versions from whoever calls it, or a tool writes them."""
    configured = any(provider.configured and not provider.module for provider in project.providers)
    return configured or project.backend is not None


def _provider_versions(project: Project) -> Iterator[Advice]:
    """Providers of the root module; one without a constraint anywhere and without a lock file."""
    said = {provider.name for provider in project.providers if provider.version or provider.pinned}
    if any(module.unread for module in project.modules) or not _stands_alone(project):
        return
    for resource in project.resources:
        name = provider_name(resource)
        if resource.module or name in said or name in _BUILT_IN:
            continue
        said.add(name)
        provider = first_of(project.providers, name)
        position = provider.position if provider else resource.position
        sentence = f"nothing says which versions of the {name} provider this works with"
        hint = "Add it to required_providers with a version."
        yield Advice(checks()["terraform-provider-version"], f"provider.{name}", position, sentence, hint)
