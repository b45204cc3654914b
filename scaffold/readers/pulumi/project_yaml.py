"""The YAML of projects and stacks: bounded, whatever stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.readers.programs.project_files import ProjectFiles

if TYPE_CHECKING:
    from yaml import Node

#: The file of a folder with components for the programs of others.
PLUGIN_FILE: Final = "PulumiPlugin.yaml"
#: The largest file, in bytes: PyYAML reads some 100 kB a second.
_LARGEST: Final = 512 * 1024
#: So many values a file may have once its aliases are unfolded, and so deep it may nest them.
_MOST: Final = 20_000
_DEEPEST: Final = 100


def read_yaml(files: ProjectFiles, path: str, diagnostics: list[Diagnostic]) -> Mapping[str, Any] | None:
    """The map that a file of the project holds; what is wrong with it goes to `diagnostics`."""
    import yaml

    try:
        data = _data(files, path)
    except (ValueError, OverflowError, RecursionError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        place = Position(path, mark.line + 1, mark.column + 1) if mark else Position(path)
        reason = getattr(error, "problem", None) or next(iter(str(error).splitlines()), "it is not valid")
        diagnostics.append(Diagnostic(Severity.ERROR, "bad-yaml", f"The file cannot be read: {reason}", place))
        return None
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        diagnostics.append(Diagnostic(Severity.ERROR, "bad-yaml", "The file holds no map", Position(path)))
        return None
    return data


def virtual_environment(project: Mapping[str, Any]) -> str:
    """The virtual environment that a project's YAML names, relative to its folder; empty where it names none."""
    runtime = project.get("runtime")
    options = runtime.get("options") if isinstance(runtime, Mapping) else None
    found = options.get("virtualenv") if isinstance(options, Mapping) else None
    return found if isinstance(found, str) else ""


def _data(files: ProjectFiles, path: str) -> Any:
    """What the file holds. Raises `ValueError` for what is too much, and PyYAML's errors."""
    import yaml

    content = files.read(path)
    if content is None:
        raise ValueError("it is no file of the project, or nobody may read it")
    if len(content) > _LARGEST:
        raise ValueError("the file is too large")
    loader = bounded(yaml.SafeLoader)(content.decode("utf-8-sig"))
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        check_size(node)
        return loader.construct_document(node)
    finally:
        loader.dispose()


@cache
def bounded(loader: Any) -> Any:
    """A class of loaders that refuses what is nested too deeply while it scans, which takes it long where it is."""

    class Bounded(loader):  # type: ignore[misc]
        """It keeps count of open brackets and indents."""

        def fetch_flow_collection_start(self, kind: Any) -> None:
            """Begin a list or map in brackets."""
            self._check(self.flow_level)
            super().fetch_flow_collection_start(kind)

        def add_indent(self, column: int) -> bool:
            """Begin a list or map by its indent."""
            self._check(len(self.indents))
            return bool(super().add_indent(column))

        def _check(self, depth: int) -> None:
            if depth > _DEEPEST:
                raise ValueError("it is nested too deeply")

    return Bounded


def check_size(node: Node) -> None:
    """Raise `ValueError` where a node is too much once its aliases are unfolded, or holds itself."""
    _unfolded(node, {}, 0)


def _unfolded(node: Node, known: dict[int, tuple[int, int]], depth: int) -> tuple[int, int]:
    """How many values a node is with its aliases (merged ones too) unfolded, and how deep it nests them.

    Raises `ValueError` where that is too much, or where a node holds itself.
    """
    import yaml

    if depth > _DEEPEST:
        raise ValueError("it is nested too deeply")
    if id(node) not in known:
        inner: list[Any] = []
        if isinstance(node, yaml.SequenceNode):
            inner = node.value
        elif isinstance(node, yaml.MappingNode):
            inner = [each for pair in node.value for each in pair]
        count, height = 1, 0
        for each in inner:
            more, below = _unfolded(each, known, depth + 1)
            count, height = count + more, max(height, below + 1)
            if count > _MOST:
                raise ValueError("it unfolds to too many values")
        known[id(node)] = (count, height)
    count, height = known[id(node)]
    if depth + height > _DEEPEST:
        raise ValueError("it is nested too deeply")
    return count, height
