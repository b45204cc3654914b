"""Folders of configuration: which files they have, read and merged into one body."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.model.project import Suppression
from scaffold.readers.search import is_synthesised
from scaffold.readers.suppressing import MARK
from scaffold.readers.terraform.ast import BlockNode, Body
from scaffold.readers.terraform.json_syntax import BLOCK_TYPES, parse_json
from scaffold.readers.terraform.suppressions import find_suppressions
from scaffold.readers.terraform.syntax import parse_native

SUFFIXES = (".tofu.json", ".tf.json", ".tofu", ".tf")
#: Folders that never hold configuration of the project's own.
SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
MAX_FILE = 8 * 1024 * 1024
_UNREAD = frozenset({"syntax-error", "unreadable-file"})
_MERGED = frozenset({"locals", "terraform"})


@dataclass(frozen=True)
class Folder:
    """One folder of configuration. `path` is relative to the project, `files` are names; `blocks` in file order."""

    path: str
    files: tuple[str, ...]
    blocks: tuple[BlockNode, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    suppressions: tuple[Suppression, ...] = ()

    @cached_property
    def by_type(self) -> Mapping[str, tuple[BlockNode, ...]]:
        """The blocks of each type."""
        found: dict[str, list[BlockNode]] = {}
        for block in self.blocks:
            found.setdefault(block.type, []).append(block)
        return {kind: tuple(blocks) for kind, blocks in found.items()}

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The names of the files that could not be read cleanly, sorted."""
        places = {found.position.file for found in self.diagnostics if found.position and found.code in _UNREAD}
        return tuple(name for name in sorted(self.files) if project_path(self.path, name) in places)

    def of(self, *types: str) -> Iterator[BlockNode]:
        """The blocks of these types, in order."""
        for kind in types:
            yield from self.by_type.get(kind, ())


def project_path(folder: str, name: str) -> str:
    """A file of a folder by its path from the project."""
    return os.path.normpath(f"{folder}/{name}").replace(os.sep, "/")


def suffix_of(name: str) -> str:
    """The configuration suffix of a file name, empty where it is none. Editors' and hidden files are none."""
    if name.startswith((".", "#")) or name.endswith("~"):
        return ""
    return next((suffix for suffix in SUFFIXES if name.endswith(suffix) and name != suffix), "")


def configuration_files(names: Iterable[str]) -> tuple[str, ...]:
    """The names that Terraform (or OpenTofu) would read, primary files first and override files last, each sorted.

    A `.tofu` file hides the `.tf` file of the same name, as OpenTofu has it.
    """
    found = sorted(name for name in names if suffix_of(name))
    hidden = {name.replace(".tofu", ".tf") for name in found if ".tofu" in suffix_of(name)}
    kept = [name for name in found if name not in hidden]
    return tuple(sorted(kept, key=lambda name: (_is_override(name), name)))


def _is_override(name: str) -> bool:
    stem = name.removesuffix(suffix_of(name))
    return stem == "override" or stem.endswith("_override")


def find_folders(root: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every folder at or below `root` with configuration: its path relative to `root` and its files, sorted.

    Hidden folders and what programs are synthesised to are left out and links to folders are not followed, so a loop of
    links ends nothing.
    """
    for folder, folders, names in os.walk(root):
        own = (name for name in folders if not name.startswith(".") and name not in SKIPPED)
        folders[:] = sorted(name for name in own if not is_synthesised(folder, name))
        files = configuration_files(names)
        if files:
            yield Path(folder).relative_to(root).as_posix(), files


def list_folder(folder: Path) -> tuple[str, ...]:
    """The configuration files directly in a folder; none where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return configuration_files(entry.name for entry in entries if not entry.is_dir(follow_symlinks=False))
    except OSError:
        return ()


def read_folder(root: Path, boundary: Path, path: str) -> Folder:
    """Read and merge the files of one folder. What cannot be read is a diagnostic; the rest is read."""
    diagnostics: list[Diagnostic] = []
    names = list_folder(root / path)
    primary: list[BlockNode] = []
    overrides: list[BlockNode] = []
    suppressions: list[Suppression] = []
    for name in names:
        file = project_path(path, name)
        source = read_source(root / path / name, boundary, file, diagnostics)
        if source is not None:
            parse = parse_json if name.endswith(".json") else parse_native
            (overrides if _is_override(name) else primary).extend(
                _checked(parse(source, file, diagnostics), file, diagnostics)
            )
            if MARK.encode() in source and parse is parse_native:
                suppressions.extend(find_suppressions(source.decode(), file, diagnostics))
    return Folder(path, names, tuple(_override(primary, overrides)), tuple(diagnostics), tuple(suppressions))


def _checked(body: Body, file: str, diagnostics: list[Diagnostic]) -> tuple[BlockNode, ...]:
    for attribute in body.attributes.values():
        summary = f"An argument named {attribute.name!r} is not expected here"
        hint = "Values of variables belong into a .tfvars file."
        position = Position(file, attribute.line)
        diagnostics.append(Diagnostic(Severity.ERROR, "unexpected-argument", summary, position, hint=hint))
    for block in body.blocks:
        if block.type not in BLOCK_TYPES:
            summary = f"There is no block type {block.type!r}"
            hint = f"The block types are: {', '.join(sorted(BLOCK_TYPES))}."
            position = Position(file, block.line)
            diagnostics.append(Diagnostic(Severity.WARNING, "unknown-block", summary, position, hint=hint))
    return body.blocks


def read_source(path: Path, boundary: Path, file: str, diagnostics: list[Diagnostic]) -> bytes | None:
    """A text file's bytes without byte order mark and with `\\n` line ends; None and a diagnostic where it is none."""
    problem = ""
    hint = ""
    try:
        real = path.resolve(strict=True)
        status = real.stat()
        if not real.is_relative_to(boundary):
            problem, hint = "The file is a link out of the project", "Run the command from a folder that holds both."
        elif not stat.S_ISREG(status.st_mode):
            problem = "Not a regular file"
        elif status.st_size > MAX_FILE:
            problem, hint = f"The file is larger than {MAX_FILE // 1024 // 1024} MB", "Is it really configuration?"
        else:
            return _text(real.read_bytes())
    except UnicodeDecodeError as error:
        problem, hint = f"The file is not UTF-8 (byte {error.start})", "Save it as UTF-8."
    except (OSError, RuntimeError) as error:
        problem = f"The file cannot be read: {getattr(error, 'strerror', None) or 'a loop of links'}"
    diagnostics.append(Diagnostic(Severity.ERROR, "unreadable-file", problem, Position(file), hint=hint))
    return None


def _text(source: bytes) -> bytes:
    source = source.removeprefix(b"\xef\xbb\xbf")
    source.decode()
    return source.replace(b"\r\n", b"\n") if b"\r" in source else source


def _override(primary: list[BlockNode], overrides: list[BlockNode]) -> list[BlockNode]:
    """Apply override files: https://developer.hashicorp.com/terraform/language/files/override."""
    if not overrides:
        return primary
    blocks = list(primary)
    for override in overrides:
        found = next((i for i, block in enumerate(blocks) if _same(block, override)), None)
        if found is None:
            blocks.append(override)
        else:
            blocks[found] = _merge(blocks[found], override)
    return blocks


def _same(block: BlockNode, override: BlockNode) -> bool:
    if block.type != override.type or block.labels != override.labels:
        return False
    if block.type == "provider":
        return block.body.expression("alias") == override.body.expression("alias")
    return True


def _merge(block: BlockNode, override: BlockNode) -> BlockNode:
    attributes = {**block.body.attributes, **override.body.attributes}
    replaced = {nested.type for nested in override.body.blocks} if block.type not in _MERGED else set()
    kept = tuple(nested for nested in block.body.blocks if nested.type not in replaced)
    return BlockNode(block.type, block.labels, Body(attributes, kept + override.body.blocks), block.file, block.line)
