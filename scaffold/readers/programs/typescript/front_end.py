"""A TypeScript or JavaScript file, from text to a `Module`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scaffold.readers.programs.ir_statements import Fault, Module
from scaffold.readers.programs.typescript.declarations import DECLARATIONS
from scaffold.readers.programs.typescript.expressions import EXPRESSIONS
from scaffold.readers.programs.typescript.faults import describe
from scaffold.readers.programs.typescript.functions import FUNCTIONS
from scaffold.readers.programs.typescript.lowering import MAX_DEPTH, Lowering, Tables
from scaffold.readers.programs.typescript.modules import MODULES
from scaffold.readers.programs.typescript.patterns import PATTERNS
from scaffold.readers.programs.typescript.source import Found, find, parse
from scaffold.readers.programs.typescript.statements import STATEMENTS
from scaffold.readers.programs.typescript.types import TYPES

_TABLES = Tables({**EXPRESSIONS, **FUNCTIONS}, PATTERNS, {**STATEMENTS, **DECLARATIONS, **MODULES}, TYPES)
#: Calls of functions for each level of nesting, at most.
_CALLS = 8
_COMMENT = re.compile(r"//|/\*|<!--")
EXTENSIONS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")


def read_module(path: str, text: str | bytes) -> Module:
    """Read one file; `path` is what the module is called, and its ending says which language it is.

    Never fails: a place that does not parse is a `Fault`, and the smallest statement around it is `Opaque`.
    """
    source = parse(path, text)
    broken = source.root.has_error
    found = find(source.root) if broken or _COMMENT.search(source.text) else Found([], [])
    lowering = Lowering(source.text, _TABLES, found.comments, broken=broken)
    with _deep():
        body = lowering.statements(source.root.children if source.root.type == "ERROR" else source.root.named_children)
    faults = [Fault(0, 0, "the file is not UTF-8")] if not source.decoded else []
    faults += describe(source.text, found.faults)
    return Module(
        path,
        source.language,
        source.text,
        body,
        lowering.types,
        lowering.imported_types,
        lowering.comments(),
        tuple(faults),
    )


@contextmanager
def _deep() -> Iterator[None]:
    """Room for as many calls as `MAX_DEPTH` levels take, wherever the caller stands."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + MAX_DEPTH * _CALLS)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
