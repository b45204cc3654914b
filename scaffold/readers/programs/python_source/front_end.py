"""A Python file, from text to a `Module`."""

from __future__ import annotations

from scaffold.readers.programs.ir_statements import Comment, Fault, Module
from scaffold.readers.programs.python_source.declarations import DECLARATIONS
from scaffold.readers.programs.python_source.expressions import EXPRESSIONS
from scaffold.readers.programs.python_source.functions import FUNCTIONS
from scaffold.readers.programs.python_source.imports import IMPORTS
from scaffold.readers.programs.python_source.lowering import Lowering
from scaffold.readers.programs.python_source.matching import MATCHING
from scaffold.readers.programs.python_source.patterns import PATTERNS
from scaffold.readers.programs.python_source.recovery import recover
from scaffold.readers.programs.python_source.source import masked, read_text
from scaffold.readers.programs.python_source.statements import STATEMENTS
from scaffold.readers.programs.python_source.strings import STRINGS
from scaffold.readers.programs.python_source.types import TYPES
from scaffold.readers.programs.syntax.faults import MAX_FAULTS
from scaffold.readers.programs.syntax.lowering import Tables, deep

_TABLES = Tables(
    {**EXPRESSIONS, **STRINGS, **FUNCTIONS},
    PATTERNS,
    {**STATEMENTS, **DECLARATIONS, **IMPORTS, **MATCHING},
    TYPES,
)
EXTENSIONS = (".py",)


def read_module(path: str, text: str | bytes) -> Module:
    """Read one file; `path` is what the module is called.

    Never fails: a place that does not parse is a `Fault`, and the smallest statement around it is `Opaque`.
    """
    text, decoded = read_text(text)
    tree = recover(text, masked(text))
    lowering = Lowering(text, _TABLES, tree.lost, broken=tree.root.has_error)
    with deep():
        body = lowering.statements(tree.root.children)
    faults = [] if decoded else [Fault(0, 0, "the file is not in the encoding that it says, or UTF-8")]
    if "\0" in text:
        faults.append(Fault(text.index("\0"), text.index("\0") + 1, "there must be no NUL in a program"))
    faults += sorted(dict.fromkeys((*tree.faults, *lowering.faults)), key=lambda fault: fault.at)[:MAX_FAULTS]
    return Module(
        path,
        "python",
        text,
        body,
        lowering.types,
        lowering.imported_types,
        tuple(Comment(at, end, text[at + 1 : end]) for at, end in tree.comments),
        tuple(faults),
    )
