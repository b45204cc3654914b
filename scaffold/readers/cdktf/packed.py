"""Files and folders that a configuration takes: assets, and what is named as a file; where they are in the project."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scaffold.model.project import Resource, SourceFile
from scaffold.model.values import Call, Template, Value
from scaffold.readers.cdktf.blocks import StackSynthesis
from scaffold.readers.programs.plain import ROOT
from scaffold.readers.terraform.session import join

_FOLDER: Final = re.compile(r"(\./)?(assets/[^/]+)/$")
_HASH: Final = "asset.hash"
#: Attributes that name what a function's code, or an object, is made of.
_NAMED: Final = {
    "archive_file": ("source_file", "source_dir"),
    "aws_lambda_function": ("filename",),
    "aws_lambda_layer_version": ("filename",),
}


@dataclass(frozen=True, slots=True)
class Packed:
    """The files of a stack in the project at `path` below `root`, by what its configuration calls them."""

    root: Path
    path: str
    stack: StackSynthesis

    @property
    def sources(self) -> Mapping[str, str]:
        """What each asset is made of, seen from the project, by its folder beside the configuration."""
        return {"/".join(place.split("/")[:2]): self._seen(held) for place, held in self.stack.files.items()}

    def _seen(self, held: str) -> str:
        return held if held.startswith("/") else posixpath.relpath(join("/_", held), join("/_", self.path))

    def value(self, value: Value) -> Value:
        """A value with what an asset is made of in its place, and with paths seen from the project."""
        sources = self.sources
        return _changed(value, sources, "/".join((ROOT, *(step for step in (self.path,) if step != "."))))

    def files(self, resources: Iterable[Resource]) -> Iterator[SourceFile]:
        """The files that resources are made of, whether or not they are there."""
        made = {
            join(self.path, value)
            for resource in resources
            if isinstance(value := resource.attributes.get("output_path"), str)
        }
        for resource in resources:
            for name in _NAMED.get(resource.type, ()):
                value = resource.attributes.get(name)
                path = join(self.path, value) if isinstance(value, str) and value and "${" not in value else ""
                if path and not path.startswith(("/", "..")) and path not in made:
                    yield SourceFile(path, self._exists(path), resource.position)

    def _exists(self, path: str) -> bool:
        """Whether a file is there, or would be where Terraform runs (`cdktf.out/stacks/NAME`)."""
        try:
            return (self.root / path).exists()
        except (OSError, ValueError):
            return False


def _changed(value: Value, sources: Mapping[str, str], folder: str) -> Value:
    if isinstance(value, Mapping):
        return {key: _changed(item, sources, folder) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_changed(item, sources, folder) for item in value)
    if isinstance(value, str):
        return value.replace(f"{folder}/", "./") if value.startswith(f"{folder}/") else value
    if isinstance(value, Template) and len(value.parts) in (2, 3) and _is_hash(value.parts[1]):
        found = _FOLDER.fullmatch(value.parts[0]) if isinstance(value.parts[0], str) else None
        source = sources.get(found[2]) if found is not None else None
        if found is None or source is None:
            return value
        return f"./{source}" if found[1] and not source.startswith((".", "/")) else source  # the source of a module
    return value


def _is_hash(value: Value) -> bool:
    return isinstance(value, Call) and value.function == _HASH
