"""Reads what the Terraform files of a folder declare, for tests to compare."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import hcl2

from .expressions import (
    Call,
    Form,
    call,
    expression,
    parse,
    parse_json,
    parse_json_key,
    ref,
    references,
    template,
)
from .tokens import outline

__all__ = ["Terraform", "call", "expression", "load", "ref", "template"]

Body: TypeAlias = "dict[str, Form]"

#: How many labels the blocks of each kind have; kinds that are not listed have none.
_LABELS = {
    **dict.fromkeys(("resource", "data", "ephemeral", "action"), 2),
    **dict.fromkeys(("variable", "output", "module", "provider", "check"), 1),
}
#: The same for nested blocks, by the kind of block that they stand in.
_NESTED_LABELS = {
    "": {"dynamic": 1, "provisioner": 1},
    "terraform": {
        "backend": 1,
        "provider_meta": 1,
        "key_provider": 2,
        "method": 2,
        "remote_state_data_source": 1,
    },
    "check": {"data": 2},
}
_MERGED_KINDS = ("locals", "terraform")
_MERGED_BLOCKS = ("lifecycle", "required_providers")


@dataclass(frozen=True)
class Block:
    """A declared block; its body has forms, and lists of bodies of nested blocks."""

    kind: str
    labels: tuple[str, ...]
    body: Body


def load(folder: str | os.PathLike[str], without: Sequence[str] = ()) -> Terraform:
    """Reads the Terraform files directly in `folder`, but for those named in `without`.

    Raises ValueError, naming the file, if one does not parse.
    """
    root = Path(folder)
    names = sorted(
        path.name
        for path in root.iterdir()
        if re.search(r"^[^.#].*\.(tf|tofu)(\.json)?$", path.name) and not path.is_dir()
    )
    hidden = {name.replace(".tofu", ".tf") for name in names if ".tofu" in name}
    blocks: list[Block] = []
    overrides: list[Block] = []
    for name in names:
        if name not in hidden and name not in without:
            is_override = re.search(r"(^|_)override\.(tf|tofu)(\.json)?$", name)
            (overrides if is_override else blocks).extend(_read(root / name))
    return Terraform(root, _override(_merge(blocks), overrides))


class Terraform:
    """The blocks that a folder declares, and the other files around them."""

    def __init__(self, folder: Path, blocks: Sequence[Block]) -> None:
        self.folder = folder
        self._blocks = tuple(blocks)

    def blocks(self, kind: str) -> list[Block]:
        """All blocks of this kind, in the order of files and lines."""
        return [block for block in self._blocks if block.kind == kind]

    def names(self, kind: str) -> dict[str, list[str]]:
        """The sorted names of the blocks of this kind, by type ("" if it has none)."""
        found: dict[str, list[str]] = {}
        for block in self.blocks(kind):
            *types, name = block.labels or ("",)
            found.setdefault("".join(types), []).append(name)
        return {type_: sorted(found[type_]) for type_ in sorted(found)}

    def block(self, kind: str, *labels: str, index: int = 0) -> Body:
        """The body of a block; `index` tells those with the same labels apart."""
        same = [block for block in self.blocks(kind) if block.labels == labels]
        if index < len(same):
            return same[index].body
        there = [
            block.labels
            for block in self.blocks(kind)
            if block.labels[:-1] == labels[:-1]
        ]
        others = ", ".join(sorted(" ".join(found) or kind for found in there)) or "none"
        wanted = " ".join([kind, *labels]) + (f" (number {index})" if index else "")
        near = " ".join([kind, *labels[:-1]])
        raise AssertionError(f"There is no {wanted}. Declared as {near}: {others}.")

    def references(
        self, kind: str, *labels: str, path: Sequence[str | int] = (), index: int = 0
    ) -> list[str]:
        """What the block refers to at `path` (names and indices) and below, sorted."""
        found: Any = self.block(kind, *labels, index=index)
        for step in path:
            found = found[step]
        return sorted(references(found))

    def values(
        self,
        kind: str,
        *labels: str,
        keys: Sequence[str],
        path: Sequence[str | int] = (),
        index: int = 0,
    ) -> list[str]:
        """The texts that stand under one of `keys` in the block, at `path` and below."""
        found: Any = self.block(kind, *labels, index=index)
        for step in path:
            found = found[step]
        return list(_texts_under(found, keys))

    def exists(self, path: str) -> bool:
        """Whether the file or folder at `path` is there and not empty."""
        target = self.folder / path
        return (
            any(target.iterdir())
            if target.is_dir()
            else target.is_file() and target.stat().st_size > 0
        )

    def defines(self, path: str, symbol: str) -> bool:
        """Whether the Python, JavaScript or TypeScript file defines `symbol`."""
        source = (self.folder / path).read_text(encoding="utf-8-sig")
        return (
            symbol in _python_names(ast.parse(source).body)
            if path.endswith(".py")
            else _exports(source, symbol)
        )


def _texts_under(form: Any, keys: Sequence[str] | None) -> Iterator[str]:
    """The texts under the keys, or all of them."""
    if isinstance(form, dict):
        for key, item in form.items():
            yield from _texts_under(item, None if keys and key in keys else keys)
    elif isinstance(form, list | Call):
        for item in form if isinstance(form, list) else form.arguments:
            yield from _texts_under(item, keys)
    elif isinstance(form, str) and keys is None:
        yield form


# --- Reading files. ---


def _read(path: Path) -> Iterator[Block]:
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    try:
        yield from (
            _json_blocks(json.loads(text))
            if path.suffix == ".json"
            else _hcl_blocks(text)
        )
    except Exception as error:
        raise ValueError(f"{path} does not parse: {error}") from error


def _hcl_blocks(text: str) -> Iterator[Block]:
    for child in hcl2.parses_to_tree(outline(text)).children[0].children:
        if child.data == "block":
            kind, *labels = _header(child, text)
            yield Block(kind, tuple(labels), _hcl_body(child.children[-2], text))


def _header(block: Any, text: str) -> list[str]:
    """The kind and labels of a block of python-hcl2's syntax tree."""
    parts = [
        part.meta for part in block.children[:-3] if part.data != "new_line_or_comment"
    ]
    return [text[part.start_pos : part.end_pos].strip('"') for part in parts]


def _hcl_body(body: Any, text: str) -> Body:
    found: dict[str, Any] = {}
    for child in body.children:
        if child.data == "attribute":
            name, equals = child.children[:2]
            found[text[name.meta.start_pos : name.meta.end_pos]] = parse(
                text[equals.end_pos : child.meta.end_pos]
            )
        elif child.data == "block":
            found.setdefault(" ".join(_header(child, text)), []).append(
                _hcl_body(child.children[-2], text)
            )
    return found


def _json_blocks(document: Any) -> Iterator[Block]:
    for (kind,), value in _labelled(document, 1):
        for labels, body in _labelled(value, _LABELS.get(kind, 0)):
            yield Block(
                kind,
                labels,
                _json_body(body, _NESTED_LABELS[""] | _NESTED_LABELS.get(kind, {})),
            )


def _labelled(value: Any, count: int) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The labels and bodies in `value`, whose levels are objects or lists of them."""
    for item in value if isinstance(value, list) else [value]:
        if not count:
            yield (), item
            continue
        for label, inner in item.items() if isinstance(item, dict) else ():
            if label != "//":
                yield from (
                    ((label, *labels), body)
                    for labels, body in _labelled(inner, count - 1)
                )


def _json_body(value: Any, nested: Mapping[str, int]) -> Any:
    """A body in JSON, where nested blocks and objects look alike: each stays as is."""
    if isinstance(value, list):
        return [_json_body(item, nested) for item in value]
    if not isinstance(value, dict):
        return parse_json(value)
    found: dict[str, Any] = {}
    for name, item in value.items():
        bodies = list(_labelled(item, nested.get(name, 0)))
        if (
            name in nested
            and bodies
            and all(isinstance(body, dict) for _, body in bodies)
        ):
            for labels, body in bodies:
                found.setdefault(" ".join((name, *labels)), []).append(
                    _json_body(body, nested)
                )
        elif name != "//":
            found[parse_json_key(name)] = _json_body(item, nested)
    return found


# --- Merging. ---


def _merge(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with all `locals` as one and all `terraform` as one."""
    merged: dict[str, Block] = {}
    found = []
    for block in blocks:
        if block.kind not in merged:
            found.append(block)
            if block.kind in _MERGED_KINDS:
                merged[block.kind] = block
            continue
        body = merged[block.kind].body
        for name, value in block.body.items():
            old = body.get(name)
            body[name] = (
                [*old, *value]
                if isinstance(old, list) and isinstance(value, list)
                else value
            )
    return found


def _override(blocks: list[Block], overrides: Sequence[Block]) -> list[Block]:
    """The blocks as override files change them.

    An attribute replaces, and nested blocks replace all of their type.
    """
    for override in overrides:
        same = [block for block in blocks if _identity(block) == _identity(override)]
        if not same:
            blocks.append(override)
            continue
        body = same[0].body
        replaced = {name.removeprefix("dynamic ") for name in override.body} - set(
            _MERGED_BLOCKS
        )
        for name in [
            name for name in body if name.removeprefix("dynamic ") in replaced
        ]:
            del body[name]
        for name, value in override.body.items():
            old = body.get(name)
            if (
                name in _MERGED_BLOCKS
                and isinstance(old, list)
                and isinstance(value, list)
            ):
                body[name] = [old[0] | value[0]]
            else:
                body[name] = value
    return blocks


def _identity(block: Block) -> tuple[Any, ...]:
    return (
        block.kind,
        block.labels,
        block.body.get("alias") if block.kind == "provider" else None,
    )


# --- Source files. ---


def _python_names(statements: Sequence[ast.stmt]) -> set[str]:
    found: set[str] = set()
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(statement.name)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            found.update(alias.asname or alias.name for alias in statement.names)
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
            found.update(name.id for name in names if isinstance(name.ctx, ast.Store))
        elif isinstance(statement, ast.If | ast.Try):
            found |= _python_names([*statement.body, *statement.orelse])
    return found


def _exports(source: str, symbol: str) -> bool:
    """Whether JavaScript or TypeScript source exports `symbol`."""
    code = re.sub(r"/\*.*?\*/|^\s*//[^\n]*", "", source, flags=re.DOTALL | re.MULTILINE)
    name = rf"(?<![\w$]){re.escape(symbol)}(?![\w$])"
    return any(
        re.search(pattern.replace("NAME", name), code)
        for pattern in (
            r"\bexports\.NAME\s*=(?!=)",
            r"\bmodule\.exports\s*=\s*\{[^}]*NAME\s*[,:(}]",
            r"\bexport\s+(?:const|let|var|class|(?:async\s+)?function\*?)\s+NAME",
            r"\bexport\s*\{[^}]*NAME\s*[,}]",
        )
    )
