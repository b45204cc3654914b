"""What statements of Python are called among their siblings, and the names that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import libcst as cst

from scaffold.merge.lines import shortened

_WALRUS = re.compile(r"([^\W\d]\w*)\s*:=")
_OWN = re.compile(r"\b(?:self|cls)\s*\.\s*([^\W\d]\w*)\s*(?::[^=\n]+)?=(?!=)")
_GLOBAL = re.compile(r"\bglobal\s+([^\W\d]\w*(?:\s*,\s*[^\W\d]\w*)*)")
_NOTHING = cst.Module([])
#: How the key of a compound statement begins, and the field that tells it from others.
_COMPOUND: dict[type[cst.CSTNode], tuple[str, str]] = {
    cst.If: ("if", "test"),
    cst.For: ("for", "target"),
    cst.While: ("while", "test"),
    cst.With: ("with", "items"),
    cst.Match: ("match", "subject"),
    cst.Try: ("try", ""),
    cst.TryStar: ("try", ""),
}


def source(node: cst.CSTNode) -> str:
    """A node as it is written."""
    return _NOTHING.code_for_node(node)


def words(node: cst.CSTNode) -> str:
    """The words of a node, without what a formatter may change."""
    return shortened(source(node))


def module_of(statement: cst.Import | cst.ImportFrom) -> str:
    """The key of an import: `import a` or `from a import`."""
    if isinstance(statement, cst.ImportFrom):
        module = "" if statement.module is None else words(statement.module)
        return f"from {'.' * len(statement.relative)}{module} import"
    return f"import {', '.join(words(alias.name) for alias in statement.names)}"


def key_of(statement: cst.CSTNode, first: bool) -> str:
    """What a statement is called; `first` says that it is the first of its block."""
    if isinstance(statement, cst.SimpleStatementLine):
        return "; ".join(_small_key(each, first) for each in statement.body)
    if isinstance(statement, cst.FunctionDef):
        return f"def {statement.name.value}"
    if isinstance(statement, cst.ClassDef):
        return f"class {statement.name.value}"
    word, field = _COMPOUND.get(type(statement), ("", ""))
    if not field:
        return word or type(statement).__name__.lower()
    value = getattr(statement, field)
    nodes = value if isinstance(value, list | tuple) else [value]
    return " ".join([word, *(words(node) for node in nodes)]).strip()


def _small_key(statement: cst.BaseSmallStatement, first: bool) -> str:
    if isinstance(statement, cst.Import | cst.ImportFrom):
        return module_of(statement)
    if isinstance(statement, cst.Assign):
        return " = ".join([*(words(each.target) for each in statement.targets), ""]).rstrip()
    if isinstance(statement, cst.AnnAssign | cst.AugAssign):
        return f"{words(statement.target)} ="
    if isinstance(statement, cst.Expr):
        if isinstance(statement.value, cst.SimpleString | cst.ConcatenatedString):
            return "docstring" if first else "string"
        if isinstance(statement.value, cst.Call):
            return f"{words(statement.value.func)}()"
    return words(statement) or type(statement).__name__.lower()


def binds(statement: cst.CSTNode, text: str, method: bool = False) -> frozenset[str]:
    """The names that a statement makes where it stands. A `method` also makes the attributes that it sets."""
    found = set(_made(statement))
    if ":=" in text:
        found.update(_WALRUS.findall(text))
    if isinstance(statement, cst.FunctionDef):
        if method:
            found.update(_OWN.findall(text))
        if "global" in text:
            found.update(
                name.strip() for names in _GLOBAL.findall(text.replace("\\", " ")) for name in names.split(",")
            )
    return frozenset(found)


def _made(statement: cst.CSTNode) -> Iterator[str]:
    if isinstance(statement, cst.FunctionDef | cst.ClassDef):
        yield statement.name.value
    elif isinstance(statement, cst.SimpleStatementLine | cst.SimpleStatementSuite | cst.IndentedBlock):
        for each in statement.body:
            yield from _made(each)
    elif isinstance(statement, cst.BaseSmallStatement):
        yield from _made_by_small(statement)
    else:
        yield from _made_by_compound(statement)


def _made_by_small(statement: cst.BaseSmallStatement) -> Iterator[str]:
    if isinstance(statement, cst.Import | cst.ImportFrom):
        if not isinstance(statement.names, cst.ImportStar):
            yield from (bound(alias) for alias in statement.names)
    elif isinstance(statement, cst.Assign):
        for each in statement.targets:
            yield from _targets(each.target)
    elif isinstance(statement, cst.AnnAssign | cst.AugAssign):
        yield from _targets(statement.target)
    elif isinstance(statement, cst.TypeAlias):
        yield statement.name.value


def _made_by_compound(statement: cst.CSTNode) -> Iterator[str]:
    if isinstance(statement, cst.For):
        yield from _targets(statement.target)
    elif isinstance(statement, cst.With):
        for item in statement.items:
            if item.asname is not None:
                yield from _targets(item.asname.name)
    for inside in _bodies(statement):
        yield from _made(inside)


def _bodies(statement: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """The blocks of a statement, and the branches that have blocks of their own."""
    for name in ("body", "handlers", "cases", "orelse", "finalbody"):
        value = getattr(statement, name, None)
        nodes: Iterable[object] = value if isinstance(value, list | tuple) else [value]
        yield from (node for node in nodes if isinstance(node, cst.CSTNode))


def _targets(target: cst.CSTNode) -> Iterator[str]:
    if isinstance(target, cst.Name):
        yield target.value
    elif isinstance(target, cst.Tuple | cst.List):
        for element in target.elements:
            yield from _targets(element.value)


def bound(alias: cst.ImportAlias) -> str:
    """The name that a part of an import makes: `a` of `a.b`, `c` of `a.b as c`."""
    if alias.asname is not None:
        return source(alias.asname.name).strip()
    return source(alias.name).partition(".")[0].strip()
