"""What must be true of every native suite, checked without Terraform: it parses, and all that it names is there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scaffold.diagnostics import Diagnostic
from scaffold.model.project import ModuleCall, Project, SourceModule
from scaffold.readers.terraform.ast import (
    Access,
    BlockNode,
    Body,
    Expr,
    ForNode,
    FunctionCall,
    Key,
    Literal,
    Parenthesis,
    Splat,
    Traversal,
    TupleNode,
    children,
    walk,
)
from scaffold.readers.terraform.functions import find_function
from scaffold.readers.terraform.syntax import parse_native

#: The language of test files: which attributes and blocks may stand in a block of each type.
GRAMMAR: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "": (
        frozenset(),
        frozenset({"variables", "mock_provider", "override_data", "override_resource", "override_module", "run"}),
    ),
    "mock_provider": (frozenset({"alias"}), frozenset({"mock_resource", "mock_data"})),
    "mock_resource": (frozenset({"defaults"}), frozenset()),
    "mock_data": (frozenset({"defaults"}), frozenset()),
    "override_data": (frozenset({"target", "override_during", "values"}), frozenset()),
    "override_resource": (frozenset({"target", "override_during", "values"}), frozenset()),
    "override_module": (frozenset({"target", "override_during", "outputs"}), frozenset()),
    "run": (frozenset({"command", "expect_failures", "providers"}), frozenset({"variables", "module", "assert"})),
    "module": (frozenset({"source"}), frozenset()),
    "assert": (frozenset({"condition", "error_message"}), frozenset()),
}
TERRAFORM_DATA = {"id", "input", "output", "triggers_replace"}


@dataclass(frozen=True)
class NativeFile:
    """A test file as parsed: `blocks` at its top, in order."""

    body: Body

    def blocks(self, kind: str) -> list[BlockNode]:
        return [block for block in self.body.blocks if block.type == kind]

    @property
    def runs(self) -> list[BlockNode]:
        return self.blocks("run")

    def refused(self) -> Iterator[str]:
        """Every address that a run expects to fail."""
        for run in self.runs:
            if "expect_failures" in run.body.attributes:
                node = run.body.attributes["expect_failures"].expression
                assert isinstance(node, TupleNode)
                yield from map(named, node.items)


def parse(text: str, file: str = "a.tftest.hcl") -> NativeFile:
    """A test file, which must parse."""
    diagnostics: list[Diagnostic] = []
    body = parse_native(text.encode(), file, diagnostics)
    assert not diagnostics, "\n".join(map(str, diagnostics))
    return NativeFile(body)


def faults(file: NativeFile, project: Project) -> list[str]:
    """What is wrong with a suite of a folder of this project; nothing of it is run."""
    run = next(iter(file.runs), None)
    module = next((block for block in run.body.blocks if block.type == "module"), None) if run else None
    source = module.body.attributes["source"].expression if module else Literal(".")
    assert isinstance(source, Literal)
    folder = Folder(project, posixpath.normpath(posixpath.join(project.path, str(source.value))))
    names = [run.labels[0] for run in file.runs]
    return [
        *(f"run {name} is there twice" for name in sorted({name for name in names if names.count(name) > 1})),
        *_grammar("", file.body),
        *(fault for block in file.body.blocks for fault in _block(block, folder)),
    ]


class Folder:
    """What a folder of configuration declares."""

    def __init__(self, project: Project, path: str) -> None:
        self.project = project
        found = {module.path: module for module in project.modules}
        assert path in found, f"there is no folder {path}"
        self.source: SourceModule = found[path]
        scoped = (inner for block in self.source.blocks if block.type == "check" for inner in block.blocks)
        self.declared = {(block.type, *block.labels) for block in (*self.source.blocks, *scoped)}
        self.locals = {name for block in self.source.blocks if block.type == "locals" for name in block.attributes}

    def outputs(self, call: str) -> set[str] | None:
        """The outputs of a called module; None where it is opaque."""
        paths = {each.path for each in self._calls(call)} - {""}
        if not paths:
            return None
        return {block.labels[0] for block in Folder(self.project, paths.pop()).source.blocks if block.type == "output"}

    def _calls(self, name: str) -> Iterable[ModuleCall]:
        places = {posixpath.normpath(call.path): call.address for call in self.project.calls}
        here = "" if self.source.path == self.project.path else places.get(self.source.path, "?")
        return (call for call in self.project.calls if call.name == name and call.module == here)

    def fault(self, root: str, steps: tuple[str | int, ...]) -> str:
        """Why a reference leads nowhere; nothing where it does not."""
        names = _names(steps)
        text = ".".join([root, *names])
        match root:
            case "var":
                return "" if names and ("variable", names[0]) in self.declared else f"{text} is not declared"
            case "local":
                return "" if names and names[0] in self.locals else f"{text} is not declared"
            case "output" | "check":
                return "" if names and (root, names[0]) in self.declared else f"{text} is not declared"
            case "module":
                return self._module_fault(text, names)
            case "data":
                return "" if ("data", *names[:2]) in self.declared else f"{text} is not declared"
        if ("resource", root, *names[:1]) not in self.declared:
            return f"{text} is not declared"
        if root == "terraform_data" and len(names) > 1 and names[1] not in TERRAFORM_DATA:
            return f"{text} is no attribute"
        return ""

    def target_fault(self, root: str, steps: tuple[str | int, ...]) -> str:
        """Why an override finds nothing: unlike a reference it may reach into modules."""
        names = _names(steps)
        if root != "module" or len(names) == 1:
            return self.fault(root, steps)
        paths = {each.path for each in self._calls(names[0])} - {""}
        inner = Folder(self.project, paths.pop()) if paths else None
        return inner.target_fault(names[1], tuple(names[2:])) if inner else f"module.{names[0]} cannot be reached into"

    def _module_fault(self, text: str, names: list[str]) -> str:
        if not names or ("module", names[0]) not in self.declared:
            return f"{text} is not declared"
        known = self.outputs(names[0])
        return f"{text} is no output" if len(names) > 1 and known is not None and names[1] not in known else ""


def _names(steps: Iterable[str | int]) -> list[str]:
    """The steps that are names: keys of instances are not."""
    return [step for step in steps if isinstance(step, str) and not isinstance(step, Key)]


def _grammar(kind: str, body: Body) -> Iterator[str]:
    attributes, blocks = GRAMMAR[kind]
    yield from (f"{kind or 'the file'} cannot have {name}" for name in body.attributes.keys() - attributes)
    for block in body.blocks:
        if block.type not in blocks:
            yield f"{kind or 'the file'} cannot have a block {block.type}"
        elif block.type != "variables":
            yield from _grammar(block.type, block.body)


def _block(block: BlockNode, folder: Folder) -> Iterator[str]:
    where = " ".join((block.type, *block.labels))
    if block.type == "variables":
        for name, attribute in block.body.attributes.items():
            if ("variable", name) not in folder.declared:
                yield f"{where}: there is no variable {name}"
            yield from (
                f"{where}: {name} refers to something"
                for node in walk(attribute.expression)
                if isinstance(node, Traversal)
            )
    for inner in block.body.blocks:
        yield from (f"{where}: {fault}" for fault in _block(inner, folder))
    for name, attribute in block.body.attributes.items():
        if name == "target":
            found_steps = _steps(attribute.expression)
            fault = folder.target_fault(*found_steps) if found_steps else "no address"
            yield from [f"{where}: {fault}"] if fault else []
        elif name == "expect_failures":
            found = list(_unresolved(attribute.expression, folder, frozenset()))
            yield from (f"{where}: {fault}" for fault in found if fault)
        elif name == "condition":
            found = list(_unresolved(attribute.expression, folder, frozenset()))
            yield from (f"{where}: {fault}" for fault in found if fault)
            if not found:
                yield f"{where}: the condition refers to nothing"


def _unresolved(node: Expr, folder: Folder, bound: frozenset[str]) -> Iterator[str]:
    """One entry for each reference: what is wrong with it, or nothing."""
    if isinstance(node, FunctionCall) and node.name not in ("try", "can") and find_function(node.name) is None:
        yield f"there is no function {node.name}"
    steps = _steps(node)
    if steps is not None:
        root, path = steps
        if root not in bound:
            yield folder.fault(root, path)
        return
    if isinstance(node, ForNode):
        yield from _unresolved(node.collection, folder, bound)
        bound |= {node.key, node.value}
        inner = (node.result_key, node.result, node.condition)
        for each in filter(None, inner):
            yield from _unresolved(each, folder, bound)
        return
    for child in children(node):
        yield from _unresolved(child, folder, bound)


def _steps(node: Expr) -> tuple[str, tuple[str | int, ...]] | None:
    """A reference as its root and the constant steps below it, None for what is none."""
    match node:
        case Traversal(root, steps):
            return root, tuple(steps)
        case Access(base, Literal(str() | int() as key)):
            inner = _steps(base)
            return None if inner is None else (inner[0], (*inner[1], key if node.dotted else 0))
        case Splat(base, _):
            return _steps(base)
        case Parenthesis(inner_node):
            return _steps(inner_node)
    return None


def named(node: Expr) -> str:
    """The address that stands for itself, as text."""
    found = _steps(node)
    assert found is not None
    return ".".join([found[0], *(str(step) for step in found[1])])
