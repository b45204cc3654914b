"""Reads of the environment as they are written, also where no way that was followed comes by."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold.model.functions import EnvironmentRead
from scaffold.readers.functions.code.sources import Sources
from scaffold.readers.functions.code.walking import walk
from scaffold.readers.programs import ir
from scaffold.readers.programs.ir_types import Node


def written_reads(sources: Sources, known: set[str]) -> Iterator[EnvironmentRead]:
    """Those of variables that are not `known`, each once."""
    seen = set(known)
    for unit in sources.read_units():
        for node in walk(unit.module.body):
            name = _read(node)
            if name and name not in seen:
                seen.add(name)
                yield EnvironmentRead(name, unit.position(node.at), required=False, at_import=False)


def _read(node: Node) -> str:
    """The variable that an expression reads; empty where it reads none."""
    if isinstance(node, ir.Index) and _is_environment(node.object):
        return _text(node.index)
    if isinstance(node, ir.Member) and isinstance(node.object, ir.Member) and _dotted(node.object) == "process.env":
        return node.name
    if isinstance(node, ir.Invoke) and node.arguments:
        called = _dotted(node.function)
        if called in ("os.getenv", "getenv", "os.environ.get", "environ.get"):
            return _text(node.arguments[0].value)
    return ""


def _is_environment(node: Node) -> bool:
    return _dotted(node) in ("os.environ", "environ", "process.env")


def _text(node: Node) -> str:
    return node.value if isinstance(node, ir.Constant) and isinstance(node.value, str) else ""


def _dotted(node: Node) -> str:
    if isinstance(node, ir.Name):
        return node.name
    if isinstance(node, ir.Member):
        inner = _dotted(node.object)
        return f"{inner}.{node.name}" if inner else ""
    return ""
