"""Arguments of backends and providers that the versions which the project admits do not know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scaffold.catalog.advice.admitted import (
    Admitted,
    admitted_provider,
    admitted_terraform,
    is_official,
    is_opentofu,
)
from scaffold.catalog.advice.base import Advice, checks, load, nested
from scaffold.model.position import Position
from scaffold.model.project import Backend, Project
from scaffold.model.source import Block
from scaffold.model.values import Value
from scaffold.model.versions import Constraint

Lacks = Callable[[Constraint, str], bool]
#: When a setting is not known: Terraform runs in any admitted version, and takes the newest admitted provider.
_LACKS: Mapping[str, Lacks] = {
    "backend": lambda constraint, since: constraint.admits_below(since),
    "provider": lambda constraint, since: constraint.admits_below(since) and not constraint.admits_from(since),
}


#: What is taken to run where a program does not say: a setting that is newer is worth saying.
_USUAL = Constraint.parse(">= 1.6.0")


def look(project: Project) -> Iterator[Advice]:
    """What the backend's block and the provider blocks say that some admitted version does not know."""
    if project.backend is not None and not is_opentofu(project):
        yield from _of_backend(project, project.backend)
    for provider in project.providers:
        if provider.configured and is_official(project, provider.name):
            admitted = admitted_provider(project, provider.name)
            for name, row in load("settings.toml")["provider"].get(provider.name, {}).items():
                if _is_set(provider.attributes, name):
                    subject = f"provider.{provider.address}"
                    yield from _of_argument("provider", subject, provider.position, name, row, admitted)


def _of_backend(project: Project, backend: Backend) -> Iterator[Advice]:
    settings = load("settings.toml")
    admitted = admitted_terraform(project)
    if removed := settings["backends"].get(backend.kind):
        yield from _of_argument("backend", "terraform", backend.position, backend.kind, {"removed": removed}, admitted)
    blocks = {inner.type for block in _backend_blocks(project, backend) for inner in block.blocks}
    yield from _unknown(backend, settings)
    for name, row in settings["backend"].get(backend.kind, {}).items():
        if row.get("object") and name in blocks:
            sentence = f"the {backend.kind} backend has {name} as a block, which no version knows"
            hint = f"Write {name} = {{ ... }}."
            yield Advice(checks()["terraform-backend-settings"], "terraform", backend.position, sentence, hint)
        elif _is_set(backend.attributes, name):
            row = {**row, "open": project.platform == "cdktf"}
            yield from _of_argument("backend", "terraform", backend.position, name, row, admitted)


def _unknown(backend: Backend, settings: Mapping[str, Any]) -> Iterator[Advice]:
    """Arguments that no version of the backend has."""
    known = settings["known"].get(backend.kind)
    for name in backend.attributes if known is not None else ():
        if name not in known and name not in settings["backend"].get(backend.kind, {}):
            sentence = f"the {backend.kind} backend knows no {name}, in any version"
            hint = "Remove it, or correct its name."
            yield Advice(checks()["terraform-backend-settings"], "terraform", backend.position, sentence, hint)


def _backend_blocks(project: Project, backend: Backend) -> Iterator[Block]:
    """The backend's block as written, where declarations were read."""
    for module in project.modules:
        for block in module.blocks:
            if block.type == "terraform" and module.path == project.path:
                yield from (inner for inner in block.blocks if inner.labels == (backend.kind,))


def _is_set(attributes: Mapping[str, Value], path: str) -> bool:
    """Whether an argument is written below nested blocks or objects, and is not null."""
    name, _, rest = path.partition(".")
    value = attributes.get(name)
    if not rest:
        return value is not None
    return any(_is_set(inner, rest) for inner in nested(value))


def _of_argument(
    kind: str, subject: str, position: Position, name: str, row: Mapping[str, Any], admitted: Admitted | None
) -> Iterator[Advice]:
    """What the versions that are admitted make of one argument of a backend or provider."""
    product = "Terraform" if kind == "backend" else f"version {{}} of the {subject.split('.')[1]} provider"
    deprecated = "terraform-backend-deprecated" if kind == "backend" else "terraform-deprecated"
    said = _verdict(row, admitted, _LACKS[kind])
    if said is None:
        return
    failing, verb, version = said
    known = f"{product} {_short(version)}" if kind == "backend" else product.format(_short(version))
    check = checks()[f"terraform-{kind}-settings" if failing else deprecated]
    if verb == "since":
        sentence = f"{name} needs {known}, and {_says(admitted)} older versions"
        yield Advice(check, subject, position, sentence, f"Admit only version {_short(version)} and later.")
        return
    hint = f"Use {row['instead']} instead." if "instead" in row else "Remove it."
    yield Advice(check, subject, position, f"{known} {verb} {name}", hint)


def _verdict(row: Mapping[str, Any], admitted: Admitted | None, lacks: Lacks) -> tuple[bool, str, str] | None:
    """Whether it fails, what is to be said, and of which version; nothing where all is well or nobody knows."""
    constraint = admitted.constraint if admitted else None
    if (since := row.get("since")) and constraint is None and row.get("open"):
        # Nobody writes required_version in a program, whose library works with any Terraform of the last years.
        return (True, "since", since) if _USUAL is not None and _USUAL.admits_below(since) else None
    if since := row.get("since"):
        return (True, "since", since) if constraint and lacks(constraint, since) else None
    removed = row.get("removed")
    if removed and (constraint is None or constraint.admits_from(removed)):
        return (constraint is not None and constraint.guarantees(removed), "removed", removed)
    deprecated = row.get("deprecated")
    if deprecated and constraint and constraint.admits_from(deprecated):
        ready = row.get("ready", deprecated)
        return (False, "deprecated", deprecated) if constraint.guarantees(ready) else None
    return None


def _says(admitted: Admitted | None) -> str:
    if admitted is None:
        return "nothing is said against"
    return f"the lock file selects {admitted.text}, one of the" if admitted.pinned else f"{admitted.text} admits"


def _short(version: str) -> str:
    """`1.10` for `1.10.0`; versions of providers are written whole."""
    return version.removesuffix(".0") if version.startswith("1.") else version
