"""A TypeScript or JavaScript file, from text to a `Module`."""

from __future__ import annotations

import re

from scaffold.readers.programs.ir_statements import Fault, Module
from scaffold.readers.programs.syntax.faults import describe
from scaffold.readers.programs.syntax.lowering import Tables, deep
from scaffold.readers.programs.syntax.source import Found, find
from scaffold.readers.programs.typescript.declarations import DECLARATIONS
from scaffold.readers.programs.typescript.expressions import EXPRESSIONS
from scaffold.readers.programs.typescript.functions import FUNCTIONS
from scaffold.readers.programs.typescript.lowering import Lowering
from scaffold.readers.programs.typescript.modules import MODULES
from scaffold.readers.programs.typescript.patterns import PATTERNS
from scaffold.readers.programs.typescript.source import MARKUP, parse
from scaffold.readers.programs.typescript.statements import STATEMENTS
from scaffold.readers.programs.typescript.types import TYPES

_TABLES = Tables({**EXPRESSIONS, **FUNCTIONS}, PATTERNS, {**STATEMENTS, **DECLARATIONS, **MODULES}, TYPES)
_COMMENT = re.compile(r"//|/\*|<!--")
EXTENSIONS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")


def read_module(path: str, text: str | bytes) -> Module:
    """Read one file; `path` is what the module is called, and its ending says which language it is.

    Never fails: a place that does not parse is a `Fault`, and the smallest statement around it is `Opaque`.
    """
    source = parse(path, text)
    broken = source.root.has_error
    found = find(source.root, MARKUP) if broken or _COMMENT.search(source.text) else Found([], [])
    lowering = Lowering(source.text, _TABLES, found.comments, broken=broken)
    with deep():
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
