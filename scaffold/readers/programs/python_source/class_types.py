"""The types that classes and aliases declare: what it takes to make an instance, and what it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scaffold.readers.programs.ir import (
    Assign,
    BindDefault,
    BindName,
    BindPlace,
    Class,
    Constant,
    Expression,
    Function,
    Index,
    Invoke,
    Member,
    Name,
    Parameter,
)
from scaffold.readers.programs.ir_statements import Declare, Evaluate, If, Try, With
from scaffold.readers.programs.ir_types import Node as IrNode
from scaffold.readers.programs.ir_types import (
    Type,
    TypeDeclaration,
    TypeLiteral,
    TypeMember,
    TypeName,
    TypeObject,
    TypeOther,
    TypeUnion,
)
from scaffold.readers.programs.python_source.lowering import Lowering, parts

if TYPE_CHECKING:
    from tree_sitter import Node

#: What may stand around the type of a field, and says something of the field.
_AROUND = frozenset({"ClassVar", "Final", "InitVar", "NotRequired", "ReadOnly", "Required"})
#: Functions that describe a field, and their arguments that give it a default.
_FIELDS = frozenset({"Field", "attrib", "field", "ib"})
_DEFAULTS = frozenset({"default", "default_factory", "factory"})


def class_type(lowering: Lowering, node: Node, made: Class) -> None:
    """Take down what the instances of a class have."""
    bases = [_last(base) for base in made.bases]
    inner: Type
    if any(base.endswith(("Enum", "Flag")) for base in bases):
        values = list(_values(made))
        if not values:
            return
        inner = TypeUnion(made.at, made.end, tuple(values))
    else:
        inner = _members(made)
    lowering.declare_type(TypeDeclaration(node.start_byte, node.end_byte, made.name, inner, made.documentation))


def _members(made: Class) -> TypeObject:
    """A class without an `__init__` of its own takes its fields, and any other one its parameters."""
    extends = tuple(_base(base) for base in made.bases if _dotted(base))
    fields = list(_fields(made))
    initialiser = _initialiser(made)
    if initialiser is None:
        return TypeObject(made.at, made.end, tuple(fields), extends)
    types = {field.name: field.type for field in fields}
    set_ = set(_attributes(initialiser.body))
    private = f"_{made.name.lstrip('_')}__"
    members: list[TypeMember] = []
    for parameter in initialiser.parameters[1:]:
        name = _name(parameter)
        if parameter.kind not in ("rest", "keywords") and set_ & {name, f"_{name}", private + name}:
            optional = isinstance(parameter.target, BindDefault)
            type_ = parameter.type or types.get(name)
            members.append(TypeMember(parameter.at, parameter.end, name, type_, optional))
    passed_on = any(parameter.kind == "keywords" for parameter in initialiser.parameters)
    return TypeObject(made.at, made.end, tuple(members), extends if passed_on else ())


def _initialiser(made: Class) -> Function | None:
    """The class's own `__init__`, the last one where there are several."""
    for statement in reversed(made.body):
        if isinstance(statement, Declare) and _bound(statement) == "__init__":
            return statement.value if isinstance(statement.value, Function) else None
    return None


def _bound(statement: IrNode) -> str:
    target = statement.target if isinstance(statement, Declare) else None
    return target.name if isinstance(target, BindName) else ""


def _name(parameter: Parameter) -> str:
    target = parameter.target.target if isinstance(parameter.target, BindDefault) else parameter.target
    return target.name if isinstance(target, BindName) else ""


def _attributes(body: Iterable[IrNode]) -> Iterator[str]:
    """The names of the attributes that a function sets: `self.name = ...`, `set(self, "name", ...)`."""
    for statement in body:
        if isinstance(statement, If):
            yield from _attributes((*statement.then, *statement.otherwise))
        elif isinstance(statement, With | Try):
            yield from _attributes(statement.body)
        value = statement.value if isinstance(statement, Evaluate | Declare) else None
        while isinstance(value, Assign):
            if isinstance(value.target, BindPlace) and isinstance(value.target.place, Member):
                yield value.target.place.name
            value = value.value
        if isinstance(value, Invoke) and _last(value.function) in ("set", "setattr", "__setattr__"):
            yield from (_constant(argument.value) for argument in value.arguments)


def _constant(value: Expression) -> str:
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else ""


def _fields(made: Class) -> Iterator[TypeMember]:
    """The annotated names in the body of a class, with the text behind each as its documentation."""
    total = not any(one.name == "total" and getattr(one.value, "value", True) is False for one in made.keywords)
    for place, statement in enumerate(made.body):
        if not isinstance(statement, Declare) or statement.kind != "var" or not isinstance(statement.target, BindName):
            continue
        type_, around = _without(statement.type)
        given, own = _default(statement.value)
        if "ClassVar" in around or not own or (isinstance(type_, TypeName) and type_.name.endswith("KW_ONLY")):
            continue
        optional = given or "NotRequired" in around or not (total or "Required" in around)
        behind = made.body[place + 1 : place + 2]
        text = _constant(behind[0].value) if behind and isinstance(behind[0], Evaluate) else ""
        yield TypeMember(statement.at, statement.end, statement.target.name, type_, optional, " ".join(text.split()))


def _without(declared: Type | None) -> tuple[Type | None, set[str]]:
    """The type of a field, and what stands around it."""
    around: set[str] = set()
    while isinstance(declared, TypeName) and (last := declared.name.rpartition(".")[2]) in _AROUND:
        around.add(last)
        if not declared.arguments:
            return None, around
        declared = declared.arguments[0]
    return declared, around


def _default(value: Expression | None) -> tuple[bool, bool]:
    """Whether a field has a default, and whether it is an argument at all."""
    if isinstance(value, Invoke) and _last(value.function) in _FIELDS:
        named = {argument.name: argument.value for argument in value.arguments}
        first = named.get("")
        given = bool(_DEFAULTS & named.keys()) or (first is not None and _last(first) != "Ellipsis")
        initial = named.get("init")
        return given, not (isinstance(initial, Constant) and initial.value is False)
    return value is not None, True


def _values(made: Class) -> Iterator[TypeLiteral]:
    """The values of an enum's members."""
    for statement in made.body:
        value = statement.value if isinstance(statement, Evaluate) else None
        if isinstance(value, Assign) and isinstance(value.target, BindName) and isinstance(value.value, Constant):
            yield TypeLiteral(value.at, value.end, value.value.value)


def _base(base: Expression) -> Type:
    return TypeName(base.at, base.end, _dotted(base))


def _dotted(value: Expression) -> str:
    """`a.b.c` of names and attributes, without what stands in brackets behind it; empty for anything else."""
    names: list[str] = []
    if isinstance(value, Index):
        value = value.object
    while isinstance(value, Member):
        names.append(value.name)
        value = value.object
    return ".".join([value.name, *reversed(names)]) if isinstance(value, Name) else ""


def _last(value: Expression) -> str:
    return _dotted(value).rpartition(".")[2]


def alias(lowering: Lowering, node: Node) -> None:
    """Take down an alias: `X = Union[A, B]`, `X: TypeAlias = A`, `X = NewType("X", A)`."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if len(lowering.yields) > 1 or left is None or right is None or left.type != "identifier":
        return
    declared = node.child_by_field_name("type")
    if declared is not None and not lowering.slice(declared).endswith("TypeAlias"):
        return
    if right.type == "call" and lowering.slice(right.children[0]).rpartition(".")[2] == "NewType":
        given = parts(right.children[1])
        if len(given) == 2:
            _declare(lowering, node, left, lowering.type(given[1]))
    elif declared is not None or right.type in ("subscript", "binary_operator"):
        found = lowering.type(right)
        plain = isinstance(found, TypeName) and found.name != "Record"
        items = found.items if isinstance(found, TypeUnion) else (found,)
        if declared is not None or not (plain or any(isinstance(item, TypeOther) for item in items)):
            _declare(lowering, node, left, found)


def type_alias(lowering: Lowering, node: Node, name: Node) -> None:
    """Take down `type X = ...`."""
    right = node.child_by_field_name("right")
    if right is not None:
        _declare(lowering, node, name, lowering.type(right))


def _declare(lowering: Lowering, node: Node, name: Node, type_: Type) -> None:
    lowering.declare_type(TypeDeclaration(node.start_byte, node.end_byte, lowering.plain_name(name), type_))
