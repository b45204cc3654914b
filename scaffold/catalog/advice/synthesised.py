"""What programs that synthesise a configuration leave out, or put into it that nothing knows."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from scaffold.catalog import noun
from scaffold.catalog.advice.base import Advice, checks, load, thing
from scaffold.catalog.cdktf.providers import provider
from scaffold.catalog.cdktf.shapes import Shape
from scaffold.model.position import Position
from scaffold.model.project import Mode, Project, Resource
from scaffold.model.values import references

#: Arguments of the language itself, which every block has.
_META: Final = frozenset(
    {"//", "connection", "count", "depends_on", "dynamic", "for_each", "lifecycle", "provider", "provisioner"}
)


def look(project: Project) -> Iterator[Advice]:
    """What is overridden that the type does not have, what is packed and not there, and what no output gives."""
    for resource in project.resources:
        yield from _overrides(resource)
    yield from _packed(project)
    yield from _outputs(project)


def _overrides(resource: Resource) -> Iterator[Advice]:
    """Paths of overrides that lead to nothing: a typing error in one goes unseen until Terraform plans."""
    facts = provider(resource.type.partition("_")[0])
    prefix = "data." if resource.mode is Mode.DATA else ""
    found = facts.of_type(f"{prefix}{resource.type}") if facts is not None else None
    for path in resource.overrides if found is not None else ():
        unknown = _unknown(found.shape, path.split(".")) if found is not None else ""
        if unknown:
            sentence = f"{thing(resource)} has {path} overridden, and {unknown} is nothing that {resource.type} has"
            hint = "Correct the path, or set it as the construct's own option."
            yield Advice(checks()["cdktf-unknown-override"], resource.address, resource.position, sentence, hint)


def _unknown(shape: Shape, steps: list[str]) -> str:
    """The first step of a path that leads to nothing; empty where all do, or where anything may stand."""
    for step in steps:
        if step.isdigit():
            continue
        if step in _META:
            return ""
        attribute = shape.named(step)
        if attribute is None:
            return step
        if attribute.shape is None or "%" in attribute.code:
            return ""
        shape = attribute.shape
    return ""


def _packed(project: Project) -> Iterator[Advice]:
    """Code and layers whose files are not there."""
    missing = {file.path: file for module in project.modules for file in module.referred if not file.exists}
    for resource in project.resources:
        for name in load("outputs.toml")["packed"].get(resource.type, ()):
            value = resource.attributes.get(name)
            path = _joined(project.path, value) if isinstance(value, str) else ""
            if path in missing:
                sentence = f"{thing(resource)} is made of {path}, which does not exist"
                hint = "Build it before the program is synthesised, or correct its path."
                yield Advice(checks()["cdktf-missing-asset"], resource.address, resource.position, sentence, hint)


def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))


def _outputs(project: Project) -> Iterator[Advice]:
    """A stack without outputs, and entry points that no output gives."""
    managed = [resource for resource in project.resources if resource.mode is Mode.MANAGED]
    if not managed:
        return
    given = {found.address for output in project.outputs for found in references(output.value)}
    if not project.outputs:
        sentence = f"stack {project.name} has no output"
        hint = "Give what tests and other stacks look for: endpoints, URLs, names."
        place = _first(project, managed)
        yield Advice(checks()["cdktf-outputs"], project.name, place, sentence, hint)
        return
    inner = _dead_letters(project)
    for resource in managed:
        what = load("outputs.toml")["entry"].get(resource.type)
        if what is not None and resource.address not in given | inner:
            sentence = f"no output gives the {what} of {noun(resource.type)} {resource.name}"
            hint = "Add an output: tests of what is deployed find it by that."
            yield Advice(checks()["cdktf-outputs"], resource.address, resource.position, sentence, hint)


def _first(project: Project, managed: list[Resource]) -> Position:
    """Where the stack begins to declare something."""
    configured = [found.position for found in project.providers if found.configured]
    return min([*configured, *(resource.position for resource in managed)], key=lambda place: (place.file, place.line))


def _dead_letters(project: Project) -> set[str]:
    """Queues that only take what others could not deliver."""
    return {
        found.address
        for resource in project.resources
        for name in ("redrive_policy", "dead_letter_config")
        for found in references(resource.attributes.get(name))
    }
