"""A TypeScript or JavaScript file, from text to a `Module`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffold.readers.programs.ir_statements import Fault, Module
from scaffold.readers.programs.typescript.declarations import DECLARATIONS
from scaffold.readers.programs.typescript.expressions import EXPRESSIONS
from scaffold.readers.programs.typescript.functions import FUNCTIONS
from scaffold.readers.programs.typescript.lowering import Lowering, Tables
from scaffold.readers.programs.typescript.modules import MODULES
from scaffold.readers.programs.typescript.patterns import PATTERNS
from scaffold.readers.programs.typescript.source import parse
from scaffold.readers.programs.typescript.statements import STATEMENTS
from scaffold.readers.programs.typescript.types import TYPES

if TYPE_CHECKING:
    from tree_sitter import Node

_TABLES = Tables({**EXPRESSIONS, **FUNCTIONS}, PATTERNS, {**STATEMENTS, **DECLARATIONS, **MODULES}, TYPES)
EXTENSIONS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")


def read_module(path: str, text: str | bytes) -> Module:
    """Read one file; `path` is what the module is called, and its ending says which language it is.

    Never fails: a place that does not parse is a `Fault`, and the smallest statement around it is `Opaque`.
    """
    source = parse(path, text)
    broken = source.root.has_error
    lowering = Lowering(source.text, _TABLES, source.find("comment"), broken=broken)
    body = lowering.statements(source.root.named_children)
    faults = [Fault(0, 0, "the file is not UTF-8")] if not source.decoded else []
    if broken:
        faults += [_fault(node) for kind in ("ERROR", "MISSING") for node in source.find(kind)]
    return Module(
        path,
        source.language,
        source.text,
        body,
        lowering.types,
        lowering.imported_types,
        lowering.comments(),
        tuple(sorted(faults, key=lambda fault: fault.at)),
    )


def _fault(node: Node) -> Fault:
    if node.is_missing:
        return Fault(node.start_byte, node.end_byte, f"{node.type} is missing here")
    return Fault(node.start_byte, node.end_byte, "this is not understood")
