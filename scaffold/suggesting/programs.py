"""Outputs to add to programs, where the resource has a name that the program can go on with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffold.catalog.pulumi.attributes import native_path
from scaffold.model.integration import Missing
from scaffold.model.project import Project
from scaffold.suggesting.edits import Edit

if TYPE_CHECKING:
    import tree_sitter

_SCRIPTS = ("typescript", "javascript")
_CALLS = frozenset({"new_expression", "call"})
_STATEMENTS = frozenset({"lexical_declaration", "variable_declaration", "expression_statement", "export_statement"})
_REPEATING = frozenset({"arrow_function", "do_statement", "for_in_statement", "for_statement", "while_statement"})
_WORD = re.compile(r"[^0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class _Bound:
    """A resource that is kept under a name: what it is called, what it is made in (`this`), its statement's lines (from
    0) and indentation, and whether that stands at the program's top."""

    name: str
    scope: str
    last: int
    indent: str
    top: bool


def line(missing: Missing, project: Project) -> str:
    """The output as the program would declare it, with the resource's title in the place of a name nobody knows."""
    return _statement(missing, project, f"<{missing.title}>", "this" if project.language in _SCRIPTS else "self")


def edits(missing: Missing, project: Project, text: str) -> tuple[Edit, ...] | None:
    """The change of the file (with this text) that makes the resource; nothing where it is kept under no name, or not
    where outputs can be declared."""
    bound = _bound(missing.position.line - 1, text, project.language)
    if bound is None:
        return None
    path = missing.position.file
    statement = _statement(missing, project, bound.name, bound.scope)
    if project.platform == "pulumi":
        if not bound.top or path != _entry(project) or _exports_otherwise(text, project.language):
            return None
        return (Edit(path, -1, (statement,)),)
    imported = _import(text, path, project.language)
    if imported is None or not bound.scope:
        return None
    return (*imported, Edit(path, bound.last + 1, (bound.indent + statement,)))


def _statement(missing: Missing, project: Project, name: str, scope: str) -> str:
    script = project.language in _SCRIPTS
    if project.platform == "pulumi":
        attribute = native_path(missing.type, missing.attribute)
        if script:
            return f"export const {camel(missing.name)} = {name}.{attribute};"
        return f'pulumi.export("{camel(missing.name)}", {name}.{_snake(attribute)})'
    key = missing.name.replace("_", "-")
    if script:
        return f"new TerraformOutput({scope}, '{key}', {{ value: {name}.{camel(missing.attribute)} }});"
    return f'TerraformOutput({scope}, "{key}", value={name}.{missing.attribute})'


def _entry(project: Project) -> str:
    """The file whose exports are the outputs of a Pulumi program."""
    if project.outputs:
        return project.outputs[0].position.file
    way = "" if project.path == "." else f"{project.path}/"
    return f"{way}{'__main__.py' if project.language == 'python' else 'index.ts'}"


def _exports_otherwise(text: str, language: str) -> bool:
    """Whether exports go by other means than the statement."""
    if language in _SCRIPTS:
        return re.search(r"^\s*(module\.)?exports\b|^export\s*(=|default)", text, re.MULTILINE) is not None
    return re.search(r"^import pulumi\b", text, re.MULTILINE) is None


def _import(text: str, path: str, language: str) -> tuple[Edit, ...] | None:
    """What has TerraformOutput imported; nothing where the way of importing it is not clear."""
    if re.search(r"\bTerraformOutput\b", text):
        return ()
    pattern = (
        r"import \{([^}\n]*)\} from (['\"])(cdktf|cdktn)\2;?"
        if language in _SCRIPTS
        else r"from (cdktf|cdktn) import [\w, ]+"
    )
    for at, found in enumerate(text.splitlines()):
        match = re.fullmatch(pattern, found.rstrip())
        if match and language in _SCRIPTS:
            names = match[1].strip().rstrip(",")
            return (Edit(path, at, (found.rstrip().replace(match[1], f" {names}, TerraformOutput "),), 1),)
        if match:
            return (Edit(path, at, (f"{found.rstrip()}, TerraformOutput",), 1),)
    return None


def _bound(row: int, text: str, language: str) -> _Bound | None:
    """What the resource that is made at a line (from 0) is kept under."""
    source = text.encode()
    for node in _nodes(_parse(source, language), row):
        statement = _statement_of(node)
        if statement is None or _repeated(statement):
            continue
        name = _name(node, source)
        if name:
            indent = source.splitlines()[statement.start_point.row].decode()
            margin = indent[: len(indent) - len(indent.lstrip())]
            top = statement.parent is not None and statement.parent.type in ("program", "module")
            return _Bound(name, _scope(node, source), statement.end_point.row, margin, top)
    return None


def _nodes(node: tree_sitter.Node, row: int) -> Iterator[tree_sitter.Node]:
    """The calls that begin at a line, the outermost first."""
    if node.type in _CALLS and node.start_point.row == row:
        yield node
    for child in node.named_children:
        if child.start_point.row <= row <= child.end_point.row:
            yield from _nodes(child, row)


def _statement_of(call: tree_sitter.Node) -> tree_sitter.Node | None:
    """The statement that a call's value is kept by."""
    node = call.parent
    while node is not None and node.type in ("variable_declarator", "assignment_expression", "assignment"):
        node = node.parent
    if node is not None and node.parent is not None and node.parent.type == "export_statement":
        node = node.parent
    return node if node is not None and node.type in _STATEMENTS else None


def _repeated(statement: tree_sitter.Node) -> bool:
    """Whether a statement may run several times, so that an output beside it would be declared as often."""
    node = statement.parent
    while node is not None:
        if node.type in _REPEATING:
            return True
        node = node.parent
    return False


def _name(call: tree_sitter.Node, source: bytes) -> str:
    holder = call.parent
    left = holder.child_by_field_name("name") or holder.child_by_field_name("left") if holder is not None else None
    text = source[left.start_byte : left.end_byte].decode() if left is not None else ""
    return text if re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", text) else ""


def _scope(call: tree_sitter.Node, source: bytes) -> str:
    """What a construct is made in: its first argument."""
    arguments = call.child_by_field_name("arguments")
    first = arguments.named_children[0] if arguments is not None and arguments.named_children else None
    text = source[first.start_byte : first.end_byte].decode() if first is not None else ""
    return text if re.fullmatch(r"[A-Za-z_][\w.]*", text) else ""


def _parse(source: bytes, language: str) -> tree_sitter.Node:
    import tree_sitter

    if language == "python":
        import tree_sitter_python as grammar

        return tree_sitter.Parser(tree_sitter.Language(grammar.language())).parse(source).root_node
    import tree_sitter_typescript

    return (
        tree_sitter.Parser(tree_sitter.Language(tree_sitter_typescript.language_typescript())).parse(source).root_node
    )


def camel(name: str) -> str:
    """A name as programs have it: `eventsName` for `events_name`."""
    first, *rest = [word for word in _WORD.split(name) if word]
    return first[:1].lower() + first[1:] + "".join(word[:1].upper() + word[1:] for word in rest)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
