"""Values for a root module's variables: `terraform.tfvars`, `*.auto.tfvars`, files and values named by the user.

The order is Terraform's (https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence),
later ones winning. `TF_VAR_` environment variables are left out on purpose: the result depends on the project alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from scaffold.diagnostics import Diagnostic, Severity
from scaffold.model.position import Position
from scaffold.model.values import Unknown, Value
from scaffold.readers.reading import ReadOptions
from scaffold.readers.terraform.ast import AttributeNode, BlockNode, Body, Literal
from scaffold.readers.terraform.evaluate import Environment, evaluate
from scaffold.readers.terraform.expressions import parse_expression
from scaffold.readers.terraform.folder import Folder, read_source
from scaffold.readers.terraform.functions.registry import FileContext
from scaffold.readers.terraform.json_syntax import parse_json_attributes
from scaffold.readers.terraform.operators import EvaluationError
from scaffold.readers.terraform.parameters import Constants
from scaffold.readers.terraform.session import Session, join
from scaffold.readers.terraform.syntax import parse_native
from scaffold.readers.terraform.tokens import ExpressionError

_TEXT_TYPES = ("", "string", "number", "bool")


def root_values(
    session: Session, folder: Folder, files: FileContext, options: ReadOptions, planned: Mapping[str, Value]
) -> Mapping[str, Value]:
    """The values given to the root module's variables. What is wrong with them goes to the session's diagnostics.

    `planned` are those of a plan: they win over the project's own files, and lose to what the user names.
    """
    environment = Environment(Constants(files, session), {})
    declared = {block.labels[0]: block for block in folder.of("variable") if block.labels}
    public = {name: value for name, value in planned.items() if name in declared and not _secret(declared[name])}
    found: dict[str, Value] = dict(public)
    for path, shown, explicit in _files(session, options.var_files):
        body = _read(session, path, shown, explicit)
        for block in body.blocks:
            summary = f"A block {block.type!r} is not expected in a file of values"
            session.report(Severity.ERROR, "unexpected-block", summary, Position(shown, block.line))
        for name, attribute in body.attributes.items():
            place = Position(shown, attribute.line)
            if name in declared and (explicit or name not in public):
                found[name] = _evaluate(session, attribute, environment, place)
            elif not explicit:
                summary = f"{shown} gives a value to {name!r}, which is no variable here"
                session.report(Severity.WARNING, "undeclared-variable", summary, place)
    for name, text in options.variables.items():
        if name in declared:
            found[name] = _from_text(session, name, text, declared[name].body, environment)
    return found


def _secret(variable: BlockNode) -> bool:
    return variable.body.expression("sensitive") == Literal(True)


def _files(session: Session, var_files: tuple[Path, ...]) -> Iterator[tuple[Path, str, bool]]:
    """Path, its name in messages, and whether the user named it."""
    base = session.root / session.base
    try:
        names = sorted(os.listdir(base))
    except OSError:
        names = []
    own = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in names]
    automatic = [name for name in names if name.endswith((".auto.tfvars", ".auto.tfvars.json"))]
    for name in own + automatic:
        yield base / name, join(session.base, name), False
    for path in var_files:
        yield path, shown_path(path, session.root), True


def shown_path(path: Path, root: Path) -> str:
    """A file that the user named by its path from `root`, as positions have it, also where it is not below it."""
    try:
        return Path(os.path.relpath(path.resolve(), root)).as_posix()
    except ValueError:  # another drive
        return path.name


def _read(session: Session, path: Path, shown: str, explicit: bool) -> Body:
    boundary = path.resolve().parent if explicit else session.boundary
    source = read_source(path, boundary, shown, session.diagnostics)
    if source is None:
        return Body({})
    if path.name.endswith(".json"):
        return parse_json_attributes(source, shown, session.diagnostics)
    return parse_native(source, shown, session.diagnostics)


def _evaluate(session: Session, attribute: AttributeNode, environment: Environment, place: Position) -> Value:
    try:
        return evaluate(attribute.expression, environment)
    except EvaluationError as error:
        session.report(Severity.ERROR, "wrong-value", f"The value of {attribute.name} is no constant: {error}", place)
        return Unknown(str(error))


def _from_text(session: Session, name: str, text: str, body: Body, environment: Environment) -> Value:
    """A value from the command line: text for a simple type, an expression for the rest."""
    of = body.expression("type")
    type_text = "" if of is None else getattr(of, "root", getattr(of, "value", None) or "complex")
    if type_text in _TEXT_TYPES:
        return text
    try:
        return evaluate(parse_expression(text), environment)
    except (ExpressionError, EvaluationError) as error:
        summary = f"The value given for {name} is not an expression: {error}"
        session.diagnostics.append(Diagnostic(Severity.ERROR, "wrong-value", summary, hint="Quote it for the shell."))
        return Unknown(str(error), text)
