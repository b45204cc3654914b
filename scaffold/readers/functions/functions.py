"""Every function of the projects, with what it is deployed with and all that it is wired to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from scaffold import catalog
from scaffold.catalog.checks.estate import Estate
from scaffold.catalog.checks.looking import as_number
from scaffold.model.functions import Code, Function, Package, Trigger, Variable
from scaffold.model.project import Project, Resource
from scaffold.model.values import SYMBOLIC, Value
from scaffold.readers.functions.built import Built
from scaffold.readers.functions.grants import Granted, Granting
from scaffold.readers.functions.locating import Lines
from scaffold.readers.functions.meaning import Meaning, blocks, listed
from scaffold.readers.functions.packages import Packer
from scaffold.readers.functions.places import Places, places
from scaffold.readers.functions.triggers import triggers

#: What runs a function where nothing is written: seconds and MB.
_TIMEOUT, _MEMORY = 3, 128
_LANGUAGES: Final = {"python": "python", "nodejs": "javascript"}


def functions(projects: Sequence[Project], root: Path) -> tuple[Function, ...]:
    """The functions of the projects below `root`, in the order of the projects and their resources.

    Their code is read as text; nothing is executed. Files outside of the repository that holds `root` are not read.
    Modules of which nothing is known (those of a registry) have no functions here.
    """
    found = places(root)
    return tuple(function for project in projects for function in _of_project(project, found))


def _of_project(project: Project, found: Places) -> Iterator[Function]:
    estate = Estate(project)
    meaning = Meaning(estate)
    if not meaning.functions:
        return
    lines = Lines(found)
    packer, granting = Packer(meaning, found, project.path, Built(found, project.path)), Granting(meaning, lines)
    called = triggers(meaning)
    for resource in meaning.functions:
        yield _function(resource, project, packer, granting, called.get(resource.address, ()), lines)


def _function(
    resource: Resource,
    project: Project,
    packer: Packer,
    granting: Granting,
    called: tuple[Trigger, ...],
    lines: Lines,
) -> Function:
    meaning, given = packer.meaning, resource.attributes
    runtime = meaning.text(given.get("runtime")) or ""
    handler = meaning.text(given.get("handler")) or ""
    language = _language(runtime)
    package = packer.package(resource, handler, language)
    role = granting.role(given.get("role"))
    granted = granting.granted(role) if role is not None else Granted((), known=False)
    environment, known = _environment(resource, lines)
    return Function(
        resource.address,
        _title(resource),
        project.path,
        project.platform,
        resource.position,
        package,
        name=meaning.text(given.get("function_name")) or "",
        runtime=runtime,
        language=language,
        handler=handler,
        timeout=_number(given.get("timeout"), _TIMEOUT, meaning),
        memory=_number(given.get("memory_size"), _MEMORY, meaning),
        environment=environment,
        environment_known=known,
        role=role.address if role is not None else "",
        grants=granted.grants,
        grants_known=granted.known,
        triggers=called,
        layers=listed(given.get("layers")),
        code=_code(package, handler, language, packer.places, runtime),
    )


def _language(runtime: str) -> str:
    return next((name for start, name in _LANGUAGES.items() if runtime.startswith(start)), "")


def _number(value: Value, usual: int, meaning: Meaning) -> int:
    found = as_number(meaning.text(value)) if value is not None else usual
    return int(found) if found is not None else usual


def _title(resource: Resource) -> str:
    name = resource.name if resource.key is None else f"{resource.name}[{resource.key}]"
    inside = f" of {resource.module.removeprefix('module.')}" if resource.module else ""
    return f"{catalog.noun(resource.type)} {name}{inside}"


def _environment(resource: Resource, lines: Lines) -> tuple[tuple[Variable, ...], bool]:
    """The variables of a function, and whether these are all."""
    given = resource.attributes.get("environment")
    if given is None:
        return (), True
    found: dict[str, Variable] = {}
    known = not any(isinstance(each, SYMBOLIC) for each in listed(given))
    for block in blocks(resource.attributes, "environment"):
        variables = block.get("variables")
        if variables is not None and (isinstance(variables, SYMBOLIC) or not isinstance(variables, Mapping)):
            known = False
            continue
        # Nobody writes an empty one into a program: its names are computed from what is not known.
        known &= bool(variables) or resource.position.file.endswith((".tf", ".tf.json"))
        for name, value in (variables or {}).items():
            if value is not None:
                found[name] = Variable(name, value, lines.variable(name, resource.position))
    return tuple(found.values()), known


def _code(package: Package, handler: str, language: str, found: Places, runtime: str) -> Code | None:
    """What the code says, where there is any that can be read."""
    if not language or not package.files:
        return None
    # The front ends are only needed where there are functions.
    from scaffold.readers.functions.code import read_code

    return read_code(package, handler, language, found.root, runtime)
