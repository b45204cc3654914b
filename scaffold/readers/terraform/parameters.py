"""Variables: their declarations, and the values that the project is read with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from scaffold.diagnostics import Severity
from scaffold.model.position import Position
from scaffold.model.values import Reference, Unknown, Value
from scaffold.readers.terraform.ast import BlockNode, Expr, Literal
from scaffold.readers.terraform.evaluate import Environment, evaluate
from scaffold.readers.terraform.expressions import parse_expression
from scaffold.readers.terraform.functions.registry import FileContext
from scaffold.readers.terraform.operators import EvaluationError
from scaffold.readers.terraform.scope import ModuleScope
from scaffold.readers.terraform.session import Session
from scaffold.readers.terraform.spell import spell
from scaffold.readers.terraform.tokens import ExpressionError
from scaffold.readers.terraform.types import ANY, ConversionError, Type, TypeSyntaxError, convert, parse_type


@dataclass(frozen=True, slots=True)
class Constants:
    """What names mean in the values of variables, which are constants: nothing."""

    files: FileContext
    session: Session

    def resolve(self, root: str, steps: tuple[str | int, ...]) -> NoReturn:
        """Refuse every name."""
        del steps
        raise EvaluationError(f"{root} cannot be used here: values of variables are constants")

    def spend(self, steps: int) -> None:
        """Count work against the session's budget."""
        self.session.spend(steps)

    def weigh(self, value: Value) -> None:
        """Count the work of handling a value against the session's budget."""
        self.session.weigh(value)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A variable block."""

    name: str
    block: BlockNode
    type_text: str
    type: Type
    required: bool
    nullable: bool


def declare_parameters(module: ModuleScope) -> Mapping[str, Declaration]:
    """The variables of a module by name."""
    found: dict[str, Declaration] = {}
    for block in module.folder.of("variable"):
        if len(block.labels) != 1:
            module.complain(
                "wrong-labels", "A variable block has a name", block, "Give the block its labels, in quotes."
            )
        elif block.labels[0] in found:
            module.complain(
                "duplicate", f"variable {block.labels[0]} is declared twice", block, "Remove or rename one of them."
            )
        else:
            found[block.labels[0]] = _declare(module, block)
    return found


def _declare(module: ModuleScope, block: BlockNode) -> Declaration:
    """The declaration, read once for all instances of the module."""
    known = module.session.shared.declarations
    found: Declaration | None = known.get(id(block))
    if found is None:
        found = known[id(block)] = _read(module, block)
    return found


def _read(module: ModuleScope, block: BlockNode) -> Declaration:
    body = block.body
    type_text = _type_text(body.expression("type"))
    nullable = body.expression("nullable") != Literal(False)
    of = _type(module, block, type_text)
    return Declaration(block.labels[0], block, type_text, of, "default" not in body.attributes, nullable)


def value_of(module: ModuleScope, declaration: Declaration) -> Value:
    """The value that a variable is read with: the caller's, or the default, or a reference to the variable."""
    given = module.inputs.get(declaration.name)
    if given is not None:
        value = given()
        if value is not None and value is module.session.shared.defaults.get(id(declaration.block)):
            return value  # converted before
        if value is not None or declaration.nullable:
            return _convert(module, declaration, value)
    if declaration.required:
        return Reference(module.full(f"var.{declaration.name}"))
    return default_of(module, declaration)


def default_of(module: ModuleScope, declaration: Declaration) -> Value:
    """The default of a variable, converted to its type; None where it has none."""
    attribute = declaration.block.body.attributes.get("default")
    if attribute is None:
        return None
    known: dict[int, Value] = module.session.shared.defaults
    if id(declaration.block) in known:
        return known[id(declaration.block)]
    try:
        value = evaluate(attribute.expression, Environment(Constants(module.files, module.session), {}))
    except EvaluationError as error:
        place = Position(declaration.block.file, attribute.line)
        summary = f"The default of {declaration.name} is no constant: {error}"
        module.session.report(Severity.ERROR, "wrong-value", summary, place)
        return Unknown(str(error), spell(attribute.expression))
    found = _convert(module, declaration, value)
    if not isinstance(found, Unknown):  # what is wrong is said in every session
        known[id(declaration.block)] = found
    return found


def _type_text(node: Expr | None) -> str:
    if node is None:
        return ""
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else spell(node)


def _type(module: ModuleScope, block: BlockNode, text: str) -> Type:
    if not text:
        return ANY
    try:
        return parse_type(text, lambda default: _constant(module, default))
    except TypeSyntaxError as error:
        module.complain("wrong-type", f"variable {block.labels[0]}: {error}", block)
        return ANY


def _constant(module: ModuleScope, text: str) -> Value:
    try:
        return evaluate(parse_expression(text), module.environment)
    except (ExpressionError, EvaluationError) as error:
        return Unknown(str(error), text)


def _convert(module: ModuleScope, declaration: Declaration, value: Value) -> Value:
    try:
        return convert(value, declaration.type)
    except ConversionError as error:
        block = declaration.block
        summary = f"The value of {module.full('var.' + declaration.name)} does not fit its type: {error}"
        module.session.report(Severity.ERROR, "wrong-value", summary, Position(block.file, block.line))
        return Unknown(f"the value does not fit its type: {error}")
