"""One instance of a module: what its names mean, found when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from scaffold.diagnostics import Severity
from scaffold.model.addresses import without_keys
from scaffold.model.position import Position
from scaffold.model.values import Reference, Unknown, Value
from scaffold.readers.terraform.ast import AttributeNode, BlockNode, Expr
from scaffold.readers.terraform.bodies import attempt
from scaffold.readers.terraform.calls import ModuleCalls
from scaffold.readers.terraform.declared import DeclaredAttributes
from scaffold.readers.terraform.evaluate import Environment, evaluate
from scaffold.readers.terraform.expansion import COUNT, ONE, SINGLE, UNKNOWN, Expansion, expand, with_key
from scaffold.readers.terraform.files import ProjectFiles
from scaffold.readers.terraform.folder import Folder
from scaffold.readers.terraform.known import KnownReference
from scaffold.readers.terraform.operators import EvaluationError, access
from scaffold.readers.terraform.parameters import Declaration, declare_parameters, value_of
from scaffold.readers.terraform.session import Session, join

_BLOCK_OF = {"data": "data", "ephemeral": "ephemeral"}


class ModuleInstance:
    """A module as called once: `address` is empty for the root, `inputs` give the caller's values for its variables
    when they are asked for: two modules may take each other's outputs."""

    def __init__(
        self,
        session: Session,
        folder: Folder,
        files: ProjectFiles,
        address: str = "",
        inputs: Mapping[str, Callable[[], Value]] | None = None,
        ancestors: tuple[str, ...] = (),
        providers: Mapping[str, str] | None = None,
    ) -> None:
        self.session = session
        self.folder = folder
        self.files = files
        self.address = address
        self.inputs = inputs or {}
        self.ancestors = (*ancestors, folder.path)
        self.providers = providers or {}
        self.environment = Environment(self, {})
        self.parameters: Mapping[str, Declaration] = declare_parameters(self)
        self.calls = ModuleCalls(self)
        self._locals: dict[str, AttributeNode] = {}
        self._places: dict[str, str] = {}
        self._values: dict[str, Value] = {}
        self._active: set[str] = set()
        self._expansions: dict[int, Expansion] = {}
        self._resources: dict[tuple[str, str, str], BlockNode] = {}
        self._objects: dict[str, Value] = {}
        self._index()

    def _index(self) -> None:
        for block in self.folder.of("locals"):
            for name, attribute in block.body.attributes.items():
                if name in self._locals:
                    position = Position(block.file, attribute.line)
                    summary = f"local value {name} is declared twice"
                    self.session.report(Severity.ERROR, "duplicate", summary, position)
                self._locals[name] = attribute
                self._places[name] = block.file
        for block in self.folder.of("resource", "data", "ephemeral"):
            if len(block.labels) != 2:
                self.complain(
                    "wrong-labels",
                    f"A {block.type} block has a type and a name",
                    block,
                    "Give the block its labels, in quotes.",
                )
                continue
            key = (block.type, *block.labels)
            if key in self._resources:
                name = ".".join(block.labels)
                self.complain(
                    "duplicate", f"{block.type} {name} is declared twice", block, "Remove or rename one of them."
                )
            self._resources[key[0], key[1], key[2]] = block
        for check in self.folder.of("check"):
            for block in check.body.nested("data"):
                if len(block.labels) == 2:
                    self._resources["data", block.labels[0], block.labels[1]] = block

    @property
    def resources(self) -> Mapping[tuple[str, str, str], BlockNode]:
        """The resource, data and ephemeral blocks by (block type, type, name), in order."""
        return self._resources

    def complain(self, code: str, summary: str, block: BlockNode, hint: str = "") -> None:
        """Report an error at a block."""
        self.session.report(Severity.ERROR, code, summary, Position(block.file, block.line), hint)

    def spend(self, steps: int) -> None:
        """Count work against the session's budget."""
        self.session.spend(steps)

    def weigh(self, value: Value) -> None:
        """Count the work of handling a value."""
        self.session.weigh(value)

    def full(self, address: str) -> str:
        """An address of this module as seen from the root."""
        return f"{self.address}.{address}" if self.address else address

    def visit(self, file: str, attribute: AttributeNode) -> None:
        """Remember where evaluation stands, for the files it reads."""
        self.files.place = Position(file, attribute.line)
        self.files.folder = self.folder.path

    # Names

    def resolve(self, root: str, steps: tuple[str | int, ...]) -> Value:
        """The value of `root` and the steps below it. Raises `EvaluationError`.

        The place is restored: what a name leads to may stand in another file, or in another module.
        """
        files = self.files
        place, folder = files.place, files.folder
        try:
            return self._resolve(root, steps)
        finally:
            files.place, files.folder = place, folder

    def _resolve(self, root: str, steps: tuple[str | int, ...]) -> Value:
        if root == "var":
            return self._below("var", self._variable, steps)
        if root == "local":
            return self._below("local", self._local, steps)
        if root in ("each", "count", "self"):
            raise EvaluationError(f"{root} is not available here")
        if root == "path":
            return self._path(steps)
        if root in ("terraform", "tofu"):
            return "default" if steps == ("workspace",) else Unknown(f"{root}.{'.'.join(map(str, steps))}")
        if root == "module":
            return self.calls.resolve(steps)
        return self._resource(root, steps)

    def _below(self, root: str, find: Any, steps: tuple[str | int, ...]) -> Value:
        if not steps or not isinstance(steps[0], str):
            raise EvaluationError(f"{root} is followed by a name")
        value: Value = find(steps[0])
        for step in steps[1:]:
            value = access(value, step)
        return value

    def _variable(self, name: str) -> Value:
        declaration = self.parameters.get(name)
        if declaration is None:
            raise EvaluationError(f"there is no variable {name!r}")
        return self.parameter(declaration)

    def parameter(self, declaration: Declaration) -> Value:
        """The value that a variable is read with."""
        key = f"var.{declaration.name}"
        if key not in self._values:
            block = declaration.block
            if not self._enter(key, block.file, block.line):
                return Unknown("it refers to itself", key)
            try:
                self._values[key] = value_of(self, declaration)
            finally:
                self._active.discard(key)
        return self._values[key]

    def _local(self, name: str) -> Value:
        if name in self._values:
            return self._values[name]
        attribute = self._locals.get(name)
        if attribute is None:
            raise EvaluationError(f"there is no local value {name!r}")
        if not self._enter(f"local.{name}", self._places[name], attribute.line):
            return Unknown("it refers to itself", f"local.{name}")
        self.visit(self._places[name], attribute)
        try:
            value = self._values[name] = attempt(attribute, self.environment)
        finally:
            self._active.discard(f"local.{name}")
        return value

    def local_expression(self, name: str) -> Expr | None:
        """The expression of a local value, or None where there is none."""
        attribute = self._locals.get(name)
        return attribute.expression if attribute else None

    def _enter(self, subject: str, file: str, line: int) -> bool:
        """Begin evaluating something that may refer to itself; says so and returns False where it does."""
        if subject not in self._active:
            self._active.add(subject)
            return True
        summary = f"{self.full(subject)} refers to itself"
        hint = "Break the circle: a value cannot be worked out from itself."
        self.session.report(Severity.ERROR, "reference-cycle", summary, Position(file, line), hint)
        return False

    def _path(self, steps: tuple[str | int, ...]) -> Value:
        if steps == ("module",):
            return relative(self.folder.path, self.session.base)
        if steps == ("root",):
            return "."
        if steps == ("cwd",):
            return Unknown("path.cwd depends on where Terraform is run", "path.cwd")
        raise EvaluationError("path has module, root and cwd")

    # Resources

    def _resource(self, root: str, steps: tuple[str | int, ...]) -> Value:
        block_type = _BLOCK_OF.get(root, "resource")
        labels = steps if block_type != "resource" else (root, *steps)
        if len(labels) < 2 or not isinstance(labels[0], str) or not isinstance(labels[1], str):
            raise EvaluationError(f"there is nothing called {root!r}")
        key = (block_type, labels[0], labels[1])
        address = f"{labels[0]}.{labels[1]}" if block_type == "resource" else f"{root}.{labels[0]}.{labels[1]}"
        block = self._resources.get(key)
        if block is None:
            raise EvaluationError(f"there is no {'resource ' * (block_type == 'resource')}{address}")
        rest = labels[2:]
        expansion = self.expansion(block)
        if rest and expansion.kind in (COUNT, "for_each") and rest[0] in expansion.instances:
            value: Value = self._refer(block, address, rest[0], expansion)
            rest = rest[1:]
        else:
            value = self._object(block, address, expansion)
        for step in rest:
            value = access(value, step)
        return value

    def _object(self, block: BlockNode, address: str, expansion: Expansion) -> Value:
        """What a resource's address means: one reference, a list of them, or a map."""
        found = self._objects.get(address)
        if found is None:
            if expansion.kind == SINGLE:
                found = self._refer(block, address, None, expansion)
            elif expansion.kind == UNKNOWN:
                found = self.session.reference(self.full(address), keyed=True)
            elif expansion.kind == COUNT:
                found = tuple(self._refer(block, address, index, expansion) for index in expansion.instances)
            else:
                found = {str(name): self._refer(block, address, name, expansion) for name in expansion.instances}
            self._objects[address] = found
        return found

    def _refer(self, block: BlockNode, address: str, key: str | int | None, expansion: Expansion) -> Reference:
        """A reference to one instance of a resource; it sees what the configuration sets where the session does."""
        full = with_key(self.full(address), key)
        if not self.session.seeing:
            return self.session.reference(full)
        environment = Environment(self, expansion.instances[key])
        known = self.session.known.get(without_keys(full), {})
        return KnownReference(full, (), DeclaredAttributes(block, environment, known))

    def expansion(self, block: BlockNode) -> Expansion:
        """The instances of a resource or module block, found once."""
        known = self._expansions.get(id(block))
        if known is not None:
            return known
        attributes = block.body.attributes
        if "count" not in attributes and "for_each" not in attributes:
            return ONE
        subject = f"{block.type}.{'.'.join(block.labels)}"
        attribute = attributes.get("count") or attributes["for_each"]
        if not self._enter(subject, block.file, attribute.line):
            return Expansion(UNKNOWN, {None: {"each": Reference("each"), "count": Reference("count")}})
        self.visit(block.file, attribute)

        def complain(code: str, summary: str) -> None:
            position = Position(block.file, attribute.line)
            self.session.report(Severity.WARNING, code, f"{self.full(subject)}: {summary}", position)

        try:
            found = self._expansions[id(block)] = expand(block.body, self.environment, complain)
        finally:
            self._active.discard(subject)
        return found

    # Calls

    def child(
        self, path: str, address: str, inputs: Mapping[str, Callable[[], Value]], providers: Mapping[str, str]
    ) -> ModuleInstance:
        """An instance of the module in the folder at `path`, called from here."""
        folder = self.session.folder(path)
        return ModuleInstance(self.session, folder, self.files, address, inputs, self.ancestors, providers)

    # Outputs

    def output(self, name: str) -> Value:
        """The value of one output. Raises `EvaluationError` where there is none."""
        key = f"output.{name}"
        if key in self._values:
            return self._values[key]
        block = next((block for block in self.folder.of("output") if block.labels == (name,)), None)
        attribute = block.body.attributes.get("value") if block else None
        if block is None or attribute is None:
            raise EvaluationError(f"the module has no output {name!r}")
        if not self._enter(key, block.file, block.line):
            return Unknown("it refers to itself", key)
        self.visit(block.file, attribute)
        try:
            value = self._values[key] = attempt(attribute, self.environment)
        finally:
            self._active.discard(key)
        return value

    def outputs(self) -> dict[str, Value]:
        """All outputs by name."""
        names = [block.labels[0] for block in self.folder.of("output") if block.labels]
        return {name: self.output(name) for name in names}

    def constant(self, node: Expr | None) -> Value:
        """An argument that must be known before anything else (a module's source); None where it is not there."""
        if node is None:
            return None
        try:
            return evaluate(node, self.environment)
        except EvaluationError as error:
            return Unknown(str(error))


def relative(path: str, base: str) -> str:
    """`path` as seen from the folder `base`, both relative to the project: what `path.module` is."""
    import posixpath

    return posixpath.relpath(join("/_/_/_/_/_/_/_/_", path), join("/_/_/_/_/_/_/_/_", base))
