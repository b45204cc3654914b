"""Expressions evaluated to values: exactly where everything is known, symbolically where not.

An expression that fails raises `EvaluationError`; the caller decides what that means (an attribute becomes unknown with
the reason, `try` and `can` go on).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from scaffold.model.values import SYMBOLIC, Call, Conditional, Reference, Unknown, Value, ValueSet, walk
from scaffold.readers.terraform.ast import (
    Access,
    Binary,
    Choice,
    Expr,
    ForDirective,
    ForNode,
    FunctionCall,
    IfDirective,
    Invalid,
    Literal,
    ObjectNode,
    Parenthesis,
    Splat,
    TemplateNode,
    TemplatePart,
    Traversal,
    TupleNode,
    Unary,
)
from scaffold.readers.terraform.ast import walk as walk_expressions
from scaffold.readers.terraform.builtins import call_builtin
from scaffold.readers.terraform.functions.registry import FileContext
from scaffold.readers.terraform.operators import (
    MAX_TEXT,
    EvaluationError,
    access,
    boolean,
    equal,
    join_parts,
    minus,
    negate,
    of_one_type,
    operate,
    splat,
)
from scaffold.readers.terraform.spell import spell
from scaffold.readers.terraform.types import ConversionError, to_text

#: The largest number of evaluated loop bodies of one project; beyond that something is hostile.
MAX_STEPS = 3_000_000


class Module(Protocol):
    """What gives names their values: a module instance."""

    @property
    def files(self) -> FileContext:
        """The project's files."""

    def resolve(self, root: str, steps: tuple[str | int, ...]) -> Value:
        """The value of a name that is not bound by the expression itself. Raises `EvaluationError`."""

    def spend(self, steps: int) -> None:
        """Count work. Raises `EvaluationError` when the budget is used up."""

    def weigh(self, value: Value) -> None:
        """Count the work of handling a value. Raises `EvaluationError` where it is too large, too."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Where an expression stands: in a module, with `each`, `count`, `self` and loop variables in `names`.

    With `strict`, both sides of `&&` and `||` must be without error, as Terraform before 1.12 has it.
    """

    module: Module
    names: Mapping[str, Value]
    strict: bool = False

    def bind(self, /, **names: Value) -> Environment:
        """This environment with more names."""
        return Environment(self.module, {**self.names, **names}, self.strict)


def evaluate(node: Expr, environment: Environment) -> Value:
    """The value of an expression. Raises `EvaluationError`."""
    if type(node) is Literal:
        return node.value
    return _HANDLERS[type(node)](node, environment)


def _traversal(node: Traversal, environment: Environment) -> Value:
    names = environment.names
    if names and node.root in names:
        value = names[node.root]
        for step in node.steps:
            value = access(value, step)
        return value
    return environment.module.resolve(node.root, node.steps)


def _access(node: Access, environment: Environment) -> Value:
    key = evaluate(node.key, environment)
    base = node.base
    if isinstance(base, Traversal) and isinstance(key, str | int) and base.root not in environment.names:
        return environment.module.resolve(base.root, (*base.steps, key))  # one instance, not all of them
    return access(evaluate(base, environment), key)


def _splat(node: Splat, environment: Environment) -> Value:
    levels = [node.steps]
    base = node.base
    while isinstance(base, Splat) and base.full:  # the second of `a[*].b[*]` runs inside each element of the first
        levels.append(base.steps)
        base = base.base
    keys = [[evaluate(step, environment) for step in steps] for steps in reversed(levels)]
    return splat(evaluate(base, environment), keys)


def _call(node: FunctionCall, environment: Environment) -> Value:
    special = _SPECIAL.get(node.name)
    if special is not None:
        return special(node, environment)
    arguments = [evaluate(argument, environment) for argument in node.arguments]
    if node.expand:
        last = arguments.pop()
        if isinstance(last, SYMBOLIC):
            return Call(f"{node.name}...", (*arguments, last))
        if not isinstance(last, tuple):
            raise EvaluationError("only a list can be expanded with '...'")
        arguments.extend(last)
    for argument in arguments:
        environment.module.weigh(argument)
    return _bounded(call_builtin(node.name, tuple(arguments), environment.module.files, lambda: spell(node)))


def _bounded(value: Value) -> Value:
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise EvaluationError("the text is too long")
    return value


def _try(node: FunctionCall, environment: Environment) -> Value:
    failure = EvaluationError("try needs an argument")
    for index, argument in enumerate(node.arguments):
        try:
            value = evaluate(argument, environment)
        except EvaluationError as error:
            failure = error
            continue
        if not _may_fail(value):
            return value
        rest = [_attempt(later, environment) for later in node.arguments[index + 1 :]]
        return Call("try", (value, *rest)) if rest else value
    raise failure


def _can(node: FunctionCall, environment: Environment) -> Value:
    if len(node.arguments) != 1:
        raise EvaluationError("can takes one argument")
    try:
        value = evaluate(node.arguments[0], environment)
    except EvaluationError:
        return False
    return Call("can", (value,)) if _may_fail(value) else True


def _attempt(node: Expr, environment: Environment) -> Value:
    try:
        return evaluate(node, environment)
    except EvaluationError as error:
        return Unknown(str(error), spell(node))


def _may_fail(value: Value) -> bool:
    """Whether the value could still turn out an error: it depends on something whose shape is not known."""
    return any(
        isinstance(found, Unknown | Call | Conditional)
        or (isinstance(found, Reference) and found.path and found.address.startswith(("var.", "each", "module.")))
        for found in walk(value)
    )


_SPECIAL: Mapping[str, Callable[[FunctionCall, Environment], Value]] = {"try": _try, "can": _can}


def _unary(node: Unary, environment: Environment) -> Value:
    value = evaluate(node.operand, environment)
    return negate(value) if node.operator == "!" else minus(value)


def _binary(node: Binary, environment: Environment) -> Value:
    left = evaluate(node.left, environment)
    if node.operator in ("&&", "||") and not isinstance(left, SYMBOLIC) and boolean(left) is (node.operator == "||"):
        if environment.strict:
            evaluate(node.right, environment)
        return node.operator == "||"
    right = evaluate(node.right, environment)
    if node.operator in ("==", "!=") and isinstance(left, tuple | Mapping) and isinstance(right, tuple | Mapping):
        return _compare_collections(node, left, right)
    return operate(node.operator, left, right)


def _compare_collections(node: Binary, left: Value, right: Value) -> Value:
    """Two collections that look the same are equal only in one type: `var.list == []` is false of every list.

    Values carry no types, so that is only known of two sets, and of two that are both written out.
    """
    written = isinstance(node.left, TupleNode | ObjectNode) and isinstance(node.right, TupleNode | ObjectNode)
    sets = isinstance(left, ValueSet) and isinstance(right, ValueSet)
    same = equal(left, right)
    if same is None or (same and not written and not sets):
        return Call(node.operator, (left, right))
    return same is (node.operator == "==")


def _choice(node: Choice, environment: Environment) -> Value:
    condition = evaluate(node.condition, environment)
    if not isinstance(condition, SYMBOLIC):
        chosen, other = (node.then, node.otherwise) if boolean(condition) else (node.otherwise, node.then)
        return _typed(evaluate(chosen, environment), other, environment)
    then, otherwise = _attempt(node.then, environment), _attempt(node.otherwise, environment)
    if equal(then, otherwise) or then is otherwise:
        return then
    return Conditional(condition, *of_one_type(then, otherwise))


def _typed(value: Value, other: Expr, environment: Environment) -> Value:
    """A chosen arm in the type that both arms have: 1 is "1" beside "a", and a list beside a set is a set."""
    if value is None or isinstance(value, (str, *SYMBOLIC)) or any(map(_reads_file, walk_expressions(other))):
        return value
    return of_one_type(value, _attempt(other, environment))[0]


def _reads_file(node: Expr) -> bool:
    """Whether evaluating the node asks for a file, which an arm that is not chosen does not need."""
    return isinstance(node, FunctionCall) and (node.name.startswith("file") or node.name == "templatefile")


def _parenthesis(node: Parenthesis, environment: Environment) -> Value:
    return evaluate(node.inner, environment)


def _tuple(node: TupleNode, environment: Environment) -> Value:
    return tuple([evaluate(item, environment) for item in node.items])


def _object(node: ObjectNode, environment: Environment) -> Value:
    found: dict[str, Value] = {}
    for key_node, value_node in node.items:
        if type(key_node) is Traversal:
            raise EvaluationError("a reference as a key stands in parentheses")
        key = evaluate(key_node, environment)
        if isinstance(key, SYMBOLIC):
            return Unknown("an object has a key that is not known", spell(node))
        found[_key(key)] = evaluate(value_node, environment)
    return found


def _key(value: Value) -> str:
    try:
        return to_text(value)
    except ConversionError as error:
        raise EvaluationError(str(error)) from error


def _for(node: ForNode, environment: Environment) -> Value:
    collection = evaluate(node.collection, environment)
    if isinstance(collection, SYMBOLIC):
        return Call("for", (collection, _sample(node, collection, environment)))
    results: list[tuple[Value, Value]] = []
    filtered = True
    for key, value in entries(collection):
        environment.module.spend(1)
        inner = environment.bind(**_loop_names(node.key, node.value, key, value))
        wanted = evaluate(node.condition, inner) if node.condition is not None else True
        if isinstance(wanted, SYMBOLIC):
            filtered = False
        elif not boolean(wanted):
            continue
        result_key = evaluate(node.result_key, inner) if node.result_key is not None else None
        results.append((result_key, evaluate(node.result, inner)))
    made = _for_object(node, results) if node.result_key is not None else tuple(value for _, value in results)
    return made if filtered else Call("for", (collection, made))  # some of what was made may be left out


def _for_object(node: ForNode, results: list[tuple[Value, Value]]) -> Value:
    found: dict[str, Any] = {}
    for key, value in results:
        if isinstance(key, SYMBOLIC):
            return Unknown("a for expression makes a key that is not known", spell(node))
        name = _key(key)
        if node.grouped:
            found[name] = (*found.get(name, ()), value)
        elif name in found:
            raise EvaluationError(f"a for expression makes the key {name!r} twice")
        else:
            found[name] = value
    return dict(sorted(found.items()))


def _sample(node: ForNode, collection: Value, environment: Environment) -> Value:
    """The body evaluated once for a collection that is not known."""
    return _attempt(node.result, environment.bind(**_sample_names(node.key, node.value, collection)))


def _sample_names(key: str, value: str, collection: Value) -> dict[str, Value]:
    """What the names of a loop mean where the collection is not known: the loop's own key and element."""
    element = access(collection, "*") if isinstance(collection, Reference) else Reference(value)
    return _loop_names(key, value, Reference(key), element)


def _loop_names(key_name: str, value_name: str, key: Value, value: Value) -> dict[str, Value]:
    return {key_name: key, value_name: value} if key_name else {value_name: value}


def entries(collection: Value) -> Iterator[tuple[Value, Value]]:
    """Keys and values of a collection, in Terraform's order."""
    if isinstance(collection, Mapping):
        yield from sorted(collection.items())
    elif isinstance(collection, ValueSet):
        yield from ((item, item) for item in collection)
    elif isinstance(collection, tuple):
        yield from enumerate(collection)
    else:
        raise EvaluationError("only a list, set, map or object can be looped over")


def _template(node: TemplateNode, environment: Environment) -> Value:
    if len(node.parts) == 1 and not isinstance(node.parts[0], str | IfDirective | ForDirective):
        return evaluate(node.parts[0], environment)
    return join_parts(_parts(node.parts, environment))


def _parts(parts: tuple[TemplatePart, ...], environment: Environment) -> Iterator[Value]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, IfDirective):
            yield from _if_directive(part, environment)
        elif isinstance(part, ForDirective):
            yield from _for_directive(part, environment)
        else:
            yield evaluate(part, environment)


def _if_directive(part: IfDirective, environment: Environment) -> Iterator[Value]:
    condition = evaluate(part.condition, environment)
    if not isinstance(condition, SYMBOLIC):
        yield from _parts(part.then if boolean(condition) else part.otherwise or (), environment)
        return
    then = join_parts(_parts(part.then, environment))
    yield Conditional(condition, then, join_parts(_parts(part.otherwise or (), environment)))


def _for_directive(part: ForDirective, environment: Environment) -> Iterator[Value]:
    collection = evaluate(part.collection, environment)
    if isinstance(collection, SYMBOLIC):
        inner = environment.bind(**_sample_names(part.key, part.value, collection))
        yield Call("for", (collection, join_parts(_parts(part.body, inner))))
        return
    for key, value in entries(collection):
        environment.module.spend(1)
        yield join_parts(_parts(part.body, environment.bind(**_loop_names(part.key, part.value, key, value))))


def _invalid(node: Invalid, environment: Environment) -> Value:
    del environment
    return Unknown("this is not an expression", node.text)


_HANDLERS: dict[type, Callable[[Any, Environment], Value]] = {
    Traversal: _traversal,
    Access: _access,
    Splat: _splat,
    FunctionCall: _call,
    Unary: _unary,
    Binary: _binary,
    Choice: _choice,
    Parenthesis: _parenthesis,
    TupleNode: _tuple,
    ObjectNode: _object,
    ForNode: _for,
    TemplateNode: _template,
    Invalid: _invalid,
}
