"""What the language of a configuration needs: features that some admitted version of Terraform does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scaffold.catalog.advice.admitted import admitted_terraform, is_opentofu
from scaffold.catalog.advice.base import Advice, checks, load
from scaffold.model.position import Position
from scaffold.model.project import Project
from scaffold.model.source import Block, Expression, Form, Interpolation, Invocation, form_refs

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
_CALLS = re.compile(r"(?<![\w.:])([a-z][a-z0-9_]*(?:::[\w-]+)*)\s*\(")
_NAMES = re.compile(r"(?<![\w.])((?:var|local)\.[\w-]+)")


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that Terraform knows since a version: what it is called, and where it is used."""

    what: str
    since: str
    subject: str
    position: Position


def look(project: Project) -> Iterator[Advice]:
    """Each feature that needs a later version than some that the project admits, once, where it is used first."""
    admitted = admitted_terraform(project)
    if admitted is None or is_opentofu(project):
        return
    said: set[str] = set()
    for feature in features(project):
        if feature.what not in said and admitted.constraint.admits_below(feature.since):
            said.add(feature.what)
            version = feature.since.removesuffix(".0")
            yield Advice(
                checks()["terraform-version-features"],
                feature.subject,
                feature.position,
                f"{feature.what} needs Terraform {version}, and {admitted.text} admits older versions",
                f'Say required_version = ">= {version}" or later.',
            )


def features(project: Project) -> Iterator[Feature]:
    """Every use of a feature that not all versions know, in the order of the sources."""
    for module in project.modules:
        for block in module.blocks:
            yield from _of_block(block, (), _address(block))


def _of_block(block: Block, above: tuple[str, ...], subject: str) -> Iterator[Feature]:
    """What one block uses; `above` are the types of the blocks that it stands in, outermost first."""
    yield from _of_kind(block, above, subject)
    arguments = load("settings.toml")["arguments"] if not above or block.type == "lifecycle" else {}
    for name, form in block.attributes.items():
        if form is not None and form is not False:
            yield from _feature(arguments.get(f"{block.type}.{name}"), subject, block)
    for function in _functions(block):
        yield from _of_function(function, block, subject)
    for inner in block.blocks:
        yield from _of_block(inner, (*above, block.type), subject)


def _address(block: Block) -> str:
    if block.type == "variable":
        return ".".join(("var", *block.labels))
    return ".".join(block.labels) if block.type == "resource" else block.name


def _of_kind(block: Block, above: tuple[str, ...], subject: str) -> Iterator[Feature]:
    settings = load("settings.toml")
    if not above:
        yield from _feature(settings["blocks"].get(block.type), subject, block)
        if block.type == "resource":
            yield from _of_resource(block, subject)
    elif len(above) == (2 if above[-1] == "lifecycle" else 1):
        yield from _feature(settings["nested"].get(f"{above[-1]}.{block.type}"), subject, block)
        if above[-1] == "variable" and block.type == "validation" and _looks_elsewhere(block, subject):
            yield from _feature(settings["features"]["other_variable"], subject, block)


def _of_resource(block: Block, subject: str) -> Iterator[Feature]:
    known = load("settings.toml")["features"]
    if block.labels[:1] == ("terraform_data",):
        yield from _feature(known["terraform_data"], subject, block)
    if any(name.endswith("_wo") and form is not None for name, form in block.attributes.items()):
        yield from _feature(known["write_only"], subject, block)


def _of_function(name: str, block: Block, subject: str) -> Iterator[Feature]:
    settings = load("settings.toml")
    if name.startswith("provider::"):
        yield from _feature(settings["features"]["provider_function"], subject, block)
    elif name != "optional" or block.type == "variable":
        since = settings["functions"].get(name.removeprefix("core::"))
        yield from _feature({"since": since, "what": f"{name}()"} if since else None, subject, block)


def _feature(row: Mapping[str, Any] | None, subject: str, block: Block) -> Iterator[Feature]:
    if row:
        yield Feature(row["what"], row["since"], subject, block.position)


def _looks_elsewhere(block: Block, subject: str) -> bool:
    """Whether a validation's condition names something other than the variable that it is of."""
    condition = block.attributes.get("condition")
    names = {".".join(ref.split(".")[:2]).partition("[")[0] for ref in form_refs(condition)}
    for text in _expressions(condition):
        names.update(_NAMES.findall(_STRINGS.sub('""', text)))
    return any(name != subject and name.startswith(("var.", "local.")) for name in names)


def _functions(block: Block) -> Iterator[str]:
    for form in block.attributes.values():
        yield from _called(form)


def _called(form: Form) -> Iterator[str]:
    """The names of the functions that a form calls."""
    if isinstance(form, Invocation):
        yield form.function
        for argument in form.arguments:
            yield from _called(argument)
    elif isinstance(form, Expression):
        yield from _CALLS.findall(_STRINGS.sub('""', form.text))
    else:
        for inner in _inner(form):
            yield from _called(inner)


def _expressions(form: Form) -> Iterator[str]:
    if isinstance(form, Expression):
        yield form.text
    inside = form.arguments if isinstance(form, Invocation) else _inner(form)
    for inner in inside:
        yield from _expressions(inner)


def _inner(form: Form) -> tuple[Form, ...]:
    if isinstance(form, Interpolation):
        return form.parts
    if isinstance(form, Mapping):
        return tuple(form.values())
    return form if isinstance(form, tuple) else ()
