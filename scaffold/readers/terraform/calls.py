"""Module calls: which module stands behind each, and what its outputs are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from scaffold.diagnostics import Severity
from scaffold.model.position import Position
from scaffold.model.values import Value
from scaffold.readers.suppressing import CODES
from scaffold.readers.terraform.ast import AttributeNode, BlockNode, ObjectNode
from scaffold.readers.terraform.bodies import META_ARGUMENTS, attempt
from scaffold.readers.terraform.evaluate import Environment
from scaffold.readers.terraform.expansion import SINGLE, UNKNOWN, Expansion, with_key
from scaffold.readers.terraform.folder import list_folder
from scaffold.readers.terraform.operators import EvaluationError, access
from scaffold.readers.terraform.scope import ModuleScope
from scaffold.readers.terraform.session import MAX_MODULE_DEPTH, join
from scaffold.readers.terraform.spell import names_in


@dataclass(frozen=True, slots=True)
class CallInstance:
    """One instance of a module call; `module` is None where what it calls is not known."""

    block: BlockNode
    address: str
    key: str | int | None
    inputs: Mapping[str, Callable[[], Value]]
    source: Value
    path: str
    module: ModuleScope | None
    providers: Mapping[str, str]
    expansion: Expansion


class ModuleCalls:
    """The module blocks of one module instance, expanded when they are first needed."""

    def __init__(self, caller: ModuleScope) -> None:
        self.caller = caller
        self.blocks: dict[str, BlockNode] = {}
        for block in caller.folder.of("module"):
            if len(block.labels) != 1:
                caller.complain(
                    "wrong-labels", "A module block has a name", block, "Give the block its labels, in quotes."
                )
                continue
            if block.labels[0] in self.blocks:
                caller.complain(
                    "duplicate", f"module {block.labels[0]} is called twice", block, "Remove or rename one of them."
                )
            self.blocks[block.labels[0]] = block
        self._instances: dict[tuple[str, str | int | None], CallInstance] = {}
        self._active: set[tuple[str, str | int | None]] = set()

    def resolve(self, steps: tuple[str | int, ...]) -> Value:
        """`module.name`, one of its instances, or an output. Raises `EvaluationError`."""
        name = steps[0] if steps else None
        block = self.blocks.get(name) if isinstance(name, str) else None
        if block is None:
            raise EvaluationError(f"there is no module {name!r}")
        expansion = self.caller.expansion(block)
        rest = steps[1:]
        if expansion.kind in (SINGLE, UNKNOWN):
            return self._output(self.instance(block, None), rest)
        if rest and rest[0] in expansion.instances:
            return self._output(self.instance(block, rest[0]), rest[1:])
        every = {key: self._output(self.instance(block, key), ()) for key in expansion.instances}
        value: Value = tuple(every.values()) if expansion.kind == "count" else {str(k): v for k, v in every.items()}
        for step in rest:
            value = access(value, step)
        return value

    def _output(self, call: CallInstance, steps: tuple[str | int, ...]) -> Value:
        if call.module is None or call.expansion.kind == UNKNOWN:
            known: Value = self.caller.session.reference(call.address, keyed=call.expansion.kind == UNKNOWN)
            for step in steps:
                known = access(known, step)
            return known
        if not steps:
            return call.module.outputs()
        value = call.module.output(str(steps[0]))
        for step in steps[1:]:
            value = access(value, step)
        return value

    def __iter__(self) -> Iterator[CallInstance]:
        """Every instance of every call, in order."""
        for block in self.blocks.values():
            for key in self.caller.expansion(block).instances:
                yield self.instance(block, key)

    def instance(self, block: BlockNode, key: str | int | None) -> CallInstance:
        """One instance, read once."""
        name = block.labels[0]
        found = self._instances.get((name, key))
        if found is None:
            if (name, key) in self._active:
                self.caller.complain("reference-cycle", f"The source of module {name} refers to the module", block)
                raise EvaluationError("it refers to itself")
            self._active.add((name, key))
            found = self._instances[name, key] = self._read(block, key)
            self._active.discard((name, key))
        return found

    def _read(self, block: BlockNode, key: str | int | None) -> CallInstance:
        caller = self.caller
        expansion = caller.expansion(block)
        environment = Environment(caller, expansion.instances[key])
        inputs = {
            name: partial(_input, caller, block.file, attribute, environment)
            for name, attribute in block.body.attributes.items()
            if name not in META_ARGUMENTS
        }
        address = with_key(caller.full(f"module.{block.labels[0]}"), key)
        source = caller.constant(block.body.expression("source"))
        providers = self._providers(block)
        path = self.locate(block, source)
        if path:
            self._check_inputs(block, path)
        module = caller.child(path, address, inputs, providers) if path else None
        return CallInstance(block, address, key, inputs, source, path, module, providers, expansion)

    def _check_inputs(self, block: BlockNode, path: str) -> None:
        """Tell which inputs the module does not have, and which it needs and does not get."""
        folder = self.caller.session.folder(path)
        if any(found.code not in CODES for found in folder.diagnostics):
            return  # its variables may be among what could not be read
        variables = {variable.labels[0]: variable.body for variable in folder.of("variable") if variable.labels}
        given = {name for name in block.body.attributes if name not in META_ARGUMENTS}
        for name in sorted(given - variables.keys()):
            place = Position(block.file, block.body.attributes[name].line)
            summary = f"module {block.labels[0]} is given {name!r}, which is no variable of {path}"
            hint = f"Its variables are: {', '.join(sorted(variables)) or 'none'}."
            self.caller.session.report(Severity.ERROR, "undeclared-input", summary, place, hint)
        for name, body in variables.items():
            if name not in given and "default" not in body.attributes:
                summary = f"module {block.labels[0]} is not given {name!r}, which {path} requires"
                self.caller.complain("missing-input", summary, block, f"Set {name} in the call, or give it a default.")

    def locate(self, block: BlockNode, source: Value) -> str:
        """The folder of a local module relative to the project, empty for one that cannot be read here."""
        caller = self.caller
        position = Position(block.file, block.line)
        name = f"module {block.labels[0]}"
        if not isinstance(source, str):
            summary = f"{name} has no source" if source is None else f"The source of {name} is not known"
            caller.session.report(Severity.ERROR, "module-without-source", summary, position)
            return ""
        if not source.startswith(("./", "../", ".\\", "..\\")) and source not in (".", ".."):
            return ""
        path = join(caller.folder.path, source.replace("\\", "/"))
        problem, hint = self._problem(path)
        if problem:
            caller.session.report(Severity.ERROR, problem, f"{name} calls {source}, which {hint[0]}", position, hint[1])
            return ""
        return path

    def _problem(self, path: str) -> tuple[str, tuple[str, str]]:
        caller = self.caller
        if path in caller.ancestors or len(caller.ancestors) > MAX_MODULE_DEPTH:
            return "module-cycle", ("includes itself", "Break the circle of module calls.")
        if not caller.session.inside(path):
            return "module-outside", ("is outside the project", "Name a folder that holds both.")
        if not list_folder(caller.session.root / path):
            return "module-not-found", ("has no configuration files", "Check the path in `source`.")
        return "", ("", "")

    def _providers(self, block: BlockNode) -> Mapping[str, str]:
        """The providers that the call passes on: the module's name for each to the root's."""
        node = block.body.expression("providers")
        outer = self.caller.providers
        found = {name: passed for name, passed in outer.items() if "." not in name}
        if not isinstance(node, ObjectNode):
            return found
        for key, value in node.items:
            name = names_in(value)
            found[names_in(key)] = outer.get(name, name)
        return found


def _input(caller: ModuleScope, file: str, attribute: AttributeNode, environment: Environment) -> Value:
    caller.visit(file, attribute)
    return attempt(attribute, environment)
