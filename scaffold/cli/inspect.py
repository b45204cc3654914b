"""`scaffold inspect`: what is in a project, each thing with its place."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaffold.cli.exit_codes import ExitCode
from scaffold.cli.options import loaded_settings, reading_options
from scaffold.cli.terminal import located, say, say_diagnostics, table

if TYPE_CHECKING:
    from scaffold.model.functions import Function
    from scaffold.model.position import Position
    from scaffold.model.project import ModuleCall, Obscurity, Output, Parameter, Project, Provider, Resource


@click.command(short_help="Show what is in a project, and where.")
@reading_options
@click.option("--format", "shape", type=click.Choice(("table", "json")), default="table", help="How to show it.")
@click.option("-v", "--verbose", is_flag=True, help="Print more about each diagnostic, and the traceback of a fault.")
def inspect(path: Path, shape: str, verbose: bool, **given: Any) -> int:
    """Show what is in the project at PATH (default: this folder), each thing with its file and line.

    Resources, outputs, parameters, providers, module calls, functions with what calls them, and every value that is not
    known, with the reason.
    """
    from scaffold import pipeline
    from scaffold.cli.describe import as_json
    from scaffold.handling import functions_of

    reading = pipeline.read(path, loaded_settings(path, given), declarations=False)
    functions = functions_of(reading.projects, path)
    code = ExitCode.DONE if reading.clean else ExitCode.UNCLEAN
    if shape == "json":
        document = {"version": 1, "exit_code": int(code)}
        projects = [_whole(project) for project in reading.projects]
        found = {"projects": projects, "functions": as_json(functions), "diagnostics": as_json(reading.diagnostics)}
        say(json.dumps(document | found))
        return code
    say_diagnostics(reading.diagnostics, path, verbose=verbose)
    for project in reading.projects:
        _show(project, path, [function for function in functions if function.project == project.path])
    return code


def _whole(project: Project) -> dict[str, Any]:
    """A project as JSON data with all its keys, so that scripts need not ask which are there."""
    from scaffold.cli.describe import as_json

    return {item.name: as_json(getattr(project, item.name)) for item in dataclasses.fields(project)}


def _show(project: Project, root: Path, functions: Sequence[Function]) -> None:
    say(f"{project.platform} project {project.name} ({located(root, project.path)})")
    managed = [item for item in project.resources if item.mode.value == "managed"]
    others = [item for item in project.resources if item.mode.value != "managed"]
    _section("Resources", root, [(*_resource(item), item.position) for item in managed])
    if others:
        _section("Data sources", root, [(*_resource(item), item.position) for item in others])
    if project.dormant:
        _section("Declared without an instance", root, [(item.address, item.position) for item in project.dormant])
    _section("Outputs", root, [(*_output(item), item.position) for item in project.outputs])
    _section("Parameters", root, [(*_parameter(item), item.position) for item in project.parameters])
    _section("Providers", root, [(*_provider(item), item.position) for item in project.providers])
    _section("Module calls", root, [(*_call(item), item.position) for item in project.calls])
    if functions:
        _section("Functions", root, [(*_function(item), item.position) for item in functions])
    _section("Unknown values", root, [(*_unknown(item), item.position) for item in project.unknowns])
    say()


def _section(title: str, root: Path, rows: Sequence[tuple[*tuple[str, ...], Position]]) -> None:
    say()
    say(f"{title}: {len(rows)}")
    for line in table([(*row[:-1], _place(root, row[-1])) for row in rows]):
        say(f"  {line}")


def _output(output: Output) -> tuple[str, str]:
    return _within(output.module, f"output.{output.name}"), _flags(sensitive=output.sensitive)


def _unknown(unknown: Obscurity) -> tuple[str, str]:
    subject = f"{unknown.subject}.{unknown.attribute}" if unknown.attribute else unknown.subject
    return subject, unknown.reason


def _resource(resource: Resource) -> tuple[str, str]:
    flags = _flags(**{"any number": resource.repeated, "conditional": resource.condition is not None})
    path = resource.native_type if resource.type != resource.native_type and ":" not in resource.native_type else ""
    made = f"made by {path}" if path else ""
    return resource.address, ", ".join(filter(None, (made, flags)))


def _function(function: Function) -> tuple[str, str, str]:
    code = function.code
    where = code.file or code.entry if code is not None else function.package.reason or function.package.kind
    called = ", ".join(dict.fromkeys(trigger.kind for trigger in function.triggers)) or "nothing"
    problem = f" ({code.problem})" if code is not None and code.problem else ""
    return function.address, f"{function.handler} in {where}{problem}", f"called by {called}"


def _parameter(parameter: Parameter) -> tuple[str, str, str]:
    # A program's parameter says itself where it comes from: `config.shop:size`, `env.STAGE`.
    name = _within(parameter.module, parameter.name if "." in parameter.name else f"var.{parameter.name}")
    return name, parameter.type or "any", _flags(required=parameter.required, sensitive=parameter.sensitive)


def _provider(provider: Provider) -> tuple[str, str, str]:
    return _within(provider.module, provider.address), provider.source, provider.version


def _call(call: ModuleCall) -> tuple[str, str, str]:
    source = call.source if isinstance(call.source, str) else ""
    return call.address, source, _flags(**{"not read": call.opaque, "any number": call.repeated})


def _within(module: str, name: str) -> str:
    return f"{module}.{name}" if module else name


def _flags(**flags: bool) -> str:
    return ", ".join(name for name, holds in flags.items() if holds)


def _place(root: Path, position: Position) -> str:
    return f"{located(root, position.file)}:{position.line}"
