"""What installed packages add: folders of templates, and whole targets.

A package says so by an entry point of the group `scaffold.plugins`, which names a `Plugin` or a function that gives
one. Nothing is imported where no installed package has such an entry point.
"""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold.diagnostics import Diagnostic, RefusedError, Severity
from scaffold.emit.targets import HANDLER_TARGETS, INTEGRATION_TARGETS, TARGETS, Layout, Target

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

    from scaffold.emit.contract import Contract
    from scaffold.emit.runners import Runner

GROUP = "scaffold.plugins"
_METADATA = (".dist-info", ".egg-info")
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z")


@dataclass(frozen=True, slots=True)
class PluginTarget:
    """A target, and what its files are: a `Layout` for checks of Terraform's files, for programs a `Runner` (of
    `scaffold.emit.runners`)."""

    target: Target
    layout: Layout | Runner


@dataclass(frozen=True, slots=True)
class Plugin:
    """What a package adds: `templates` are folders of templates, which come before the built-in ones.

    `contracts` say what templates of its own get, for `scaffold templates`.
    """

    templates: tuple[Path, ...] = ()
    targets: tuple[PluginTarget, ...] = ()
    contracts: tuple[Contract, ...] = ()


@dataclass(frozen=True, slots=True)
class Installed:
    """A plugin by the name of its entry point, and the version of the package that it comes with."""

    name: str
    version: str
    plugin: Plugin


class PluginError(RefusedError):
    """An installed plugin cannot be used; the message names it."""

    def __init__(self, name: str, package: str, fault: str) -> None:
        summary = f"the plugin {name} of the package {package} cannot be used: {fault}"
        hint = f"Bring {package} up to date, or uninstall it."
        super().__init__(Diagnostic(Severity.ERROR, "broken-plugin", summary, hint=hint))


def all_targets() -> Mapping[str, Target]:
    """The targets by name: those that are built in, then those of plugins. Raises `PluginError`."""
    added = plugin_targets()
    return {**TARGETS, **{name: row.target for name, row in added.items()}} if added else TARGETS


def plugin_targets() -> Mapping[str, PluginTarget]:
    """The targets that plugins add, by name. Raises `PluginError`."""
    return {row.target.name: row for found in plugins() for row in found.plugin.targets}


def plugins() -> tuple[Installed, ...]:
    """The installed plugins, sorted by name. Raises `PluginError` for one that cannot be used."""
    return _plugins(tuple(_places()))


@functools.cache
def _plugins(places: tuple[str, ...]) -> tuple[Installed, ...]:
    found: list[Installed] = []
    taken: dict[str, str] = dict.fromkeys([*TARGETS, *INTEGRATION_TARGETS, *HANDLER_TARGETS], "scaffold")
    for entry, package in sorted(_entries(places), key=lambda pair: (pair[0].name, pair[1].name)):
        plugin = _loaded(entry, package.name)
        for row in plugin.targets:
            name = row.target.name
            if name in taken:
                raise PluginError(entry.name, package.name, f"there is a target {name!r} already, of {taken[name]}")
            taken[name] = package.name
        found.append(Installed(entry.name, package.version, plugin))
    return tuple(found)


def _places() -> Iterator[str]:
    """The folders of the search path in which a package says that it has a plugin.

    What stands in the current folder is not installed: `python -m` puts that folder on the search path, and it may
    well be somebody's project.
    """
    here = os.path.realpath(os.curdir)
    for place in dict.fromkeys(sys.path):
        if place and os.path.realpath(place) != here and _has_plugins(place):
            yield place


def _has_plugins(place: str) -> bool:
    """Whether a package in this folder has the group: looking is a tenth of what importing the metadata costs."""
    try:
        with os.scandir(place) as entries:
            named = [entry.path for entry in entries if entry.name.endswith(_METADATA)]
    except OSError:
        return False
    return any(GROUP.encode() in _read(os.path.join(path, "entry_points.txt")) for path in named)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _entries(places: Iterable[str]) -> Iterator[tuple[EntryPoint, Distribution]]:
    """The entry points with their packages; of a package that is there twice only those of the first."""
    folders = list(places)
    if not folders:
        return
    from importlib.metadata import distributions

    seen = set()
    for package in distributions(path=folders):
        if package.name not in seen:
            seen.add(package.name)
            yield from ((entry, package) for entry in package.entry_points if entry.group == GROUP)


def _loaded(entry: EntryPoint, package: str) -> Plugin:
    try:
        found: Any = entry.load()
        plugin = found if isinstance(found, Plugin) or not callable(found) else found()
    except (Exception, SystemExit) as error:
        raise PluginError(entry.name, package, f"{type(error).__name__}: {error}") from error
    if not isinstance(plugin, Plugin):
        raise PluginError(entry.name, package, f"{entry.value} is no scaffold.emit.Plugin")
    for message in _wrong(plugin):
        raise PluginError(entry.name, package, message)
    return plugin


def _wrong(plugin: Any) -> Iterator[str]:
    """What keeps a plugin from being used; nothing checked the types of what it says."""
    for folder in plugin.templates:
        if not isinstance(folder, Path) or not folder.is_dir():
            yield f"there is no template folder {folder}"
    for row in plugin.targets:
        if not isinstance(row, PluginTarget) or not isinstance(row.target, Target):
            yield f"{row!r} is no scaffold.emit.PluginTarget"
        elif not _NAME.match(row.target.name):
            yield f"a target cannot be called {row.target.name!r}: take lower-case letters, digits and hyphens"
        elif row.target.integration or row.target.scenarios or row.target.handlers:
            yield f"the target {row.target.name!r} is neither for checks of files nor for programs"
        elif not isinstance(row.layout, _kind(row.target)):
            yield f"the target {row.target.name!r} takes a {_kind(row.target).__name__} as its layout"


def _kind(target: Target) -> type[Any]:
    if not target.deployed:
        return Layout
    from scaffold.emit.runners import Runner

    return Runner
