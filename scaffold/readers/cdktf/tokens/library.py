"""What programs import of the library that makes tokens: `Token`, `Lazy`, `Fn`, `ref`, ..."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from scaffold.readers.cdktf.run import Run
from scaffold.readers.cdktf.spelling import Signature
from scaffold.readers.cdktf.tokens import computed, iterators, parts
from scaffold.readers.cdktf.tokens.context import Context
from scaffold.readers.cdktf.tokens.encoding import MAP_VALUES
from scaffold.readers.cdktf.tokens.expressions import Choice, FunctionCall, Loop, Members, RawText, Reference
from scaffold.readers.cdktf.tokens.expressions import dependable as depends
from scaffold.readers.cdktf.tokens.functions import FN, PROVIDER_FUNCTION
from scaffold.readers.cdktf.tokens.mappers import mapper
from scaffold.readers.cdktf.tokens.operators import OP
from scaffold.readers.cdktf.tokens.registry import is_unresolved, token_of_list, token_of_map, tokens_of
from scaffold.readers.cdktf.tokens.resolvables import (
    INTRINSIC,
    LAZY_BASE,
    Intrinsic,
    Late,
    Lazy,
    as_list,
    as_map,
    as_number,
    as_number_list,
    as_text,
    resolvable_of,
    shown,
)
from scaffold.readers.cdktf.tokens.texts import text_of, to_program
from scaffold.readers.cdktf.twins import Definition, LibraryClass, Method, Twin, class_of
from scaffold.readers.programs.values import UNDEFINED, Array, Machine, Object, Symbol

_Work = Callable[[Run, Machine, list[Any], int], Any]


def _make(kind: LibraryClass, machine: Machine, given: list[Any], at: int) -> Twin:
    del machine, given, at
    return Twin(kind.run, kind)


def _statics(name: str, works: Mapping[str, tuple[_Work, Signature]], constants: Mapping[str, Any] = {}) -> Definition:
    """A class of which programs only use static members."""

    def static(kind: LibraryClass, machine: Machine, member: str, at: int) -> Any:
        del machine, at
        if member in constants:
            return constants[member]
        if member not in works:
            return UNDEFINED
        work, signature = works[member]
        return Method(kind.run, member, lambda machine, given, at: work(kind.run, machine, given, at), signature)

    return Definition(name, _make, Signature(), static=static)


def _hint(machine: Machine, options: Any) -> str:
    found = machine.get(options, "displayHint") if isinstance(options, Object) else UNDEFINED
    return found if isinstance(found, str) else ""


# Token

_VALUE: Final = Signature(("value",))
_HINTED: Final = Signature(("value", "options"), struct=True)


def _map_as(kind: str) -> tuple[_Work, Signature]:
    def work(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
        del at
        return as_map(run, machine, given[0], kind, _hint(machine, given[1]))

    return work, _HINTED


def _any(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    del at
    token = resolvable_of(run, machine, given[0])
    return given[0] if token is not None else shown(Intrinsic(run, given[0]))


def _text(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    del at
    return as_text(run, machine, given[0], _hint(machine, given[1]))


def is_token(run: Run, machine: Machine, value: Any) -> bool:
    """`Token.isUnresolved(value)`: whether it is a token or a text, number, list or map that holds one."""
    return is_unresolved(machine, value) or resolvable_of(run, machine, machine.concrete(value)) is not None


TOKEN: Final = _statics(
    "Token",
    {
        "isUnresolved": (lambda run, machine, given, _at: is_token(run, machine, given[0]), Signature(("obj",))),
        "asString": (_text, _HINTED),
        "asNumber": (lambda run, machine, given, _at: as_number(run, machine, given[0]), _VALUE),
        "asList": (lambda run, machine, given, _at: as_list(run, machine, given[0], _hint(machine, given[1])), _HINTED),
        "asNumberList": (lambda run, machine, given, _at: as_number_list(run, machine, given[0]), _VALUE),
        "asStringMap": _map_as("string"),
        "asNumberMap": _map_as("number"),
        "asBooleanMap": _map_as("boolean"),
        "asAnyMap": _map_as("any"),
        "asAny": (_any, _VALUE),
        "nullValue": (lambda run, _machine, _given, _at: shown(Intrinsic(run, None)), Signature()),
    },
    {
        "STRING_MAP_TOKEN_VALUE": MAP_VALUES["string"],
        "NUMBER_MAP_TOKEN_VALUE": MAP_VALUES["number"],
        "ANY_MAP_TOKEN_VALUE": MAP_VALUES["any"],
    },
)  # fmt: skip


# Lazy


def _lazy(give: Callable[[Run, Machine, Any, str], Any], omits: str = "") -> tuple[_Work, Signature]:
    def work(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
        del at
        options = given[1] if isinstance(given[1], Object) else Object()
        omitted = bool(omits) and machine.truth(machine.get(options, omits)) is True
        return give(run, machine, shown(Lazy(run, given[0], omitted)), _hint(machine, options))

    return work, Signature(("producer", "options"), struct=True)


LAZY: Final = _statics(
    "Lazy",
    {
        "stringValue": _lazy(as_text),
        "numberValue": _lazy(lambda run, machine, token, _hint: as_number(run, machine, token)),
        "listValue": _lazy(as_list, "omitEmpty"),
        "anyValue": _lazy(lambda _run, _machine, token, _hint: token, "omitEmptyArray"),
    },
)


# Tokenization


def _reverse(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    value = machine.concrete(given[0])
    tokens = tokens_of(run)
    found: list[Any] = []
    if (own := resolvable_of(run, machine, value)) is not None:
        found = [own]
    elif isinstance(value, str):
        found = tokens.in_text(machine, value, at)
    elif isinstance(value, Array):
        found = [token_of_list(tokens, machine, value, at)]
    elif isinstance(value, float):
        found = [tokens.of_number(machine, value, at)]
    elif isinstance(value, Object):
        found = [token_of_map(tokens, machine, value, at)]
    return Array([shown(token) for token in found if token is not None])


def _one(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    found = _reverse(run, machine, given, at)
    return found.items[0] if found.items else UNDEFINED


def _reverse_text(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    value = machine.concrete(given[0])
    text = value if isinstance(value, str) else ""
    return parts.parts_of(run, tokens_of(run).fragments(machine, text, at))


def _resolve(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    options = given[1] if isinstance(given[1], Object) else Object()
    scope = run.twin_of(machine.get(options, "scope"))
    context = Context(run, machine, scope, at, machine.truth(machine.get(options, "preparing")) is True)
    resolver = machine.get(options, "resolver")
    twin = run.twin_of(resolver)
    if isinstance(twin, parts.Resolver) and isinstance(twin.concat, Object):
        context.concat = twin.concat
    return to_program(run, machine, context.resolve(given[0]))


def _number_text(run: Run, machine: Machine, given: list[Any], at: int) -> Any:
    del at
    value = given[0]
    if isinstance(value, Symbol):
        return machine.text(value)
    if not is_token(run, machine, value):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return machine.text(value) if number else value

    def produce(context: Context) -> Any:
        found = context.resolve(value)
        return text_of(context, found) if isinstance(found, int | float) and not isinstance(found, bool) else found

    return as_text(run, machine, shown(Late(run, produce)))


TOKENIZATION: Final = _statics(
    "Tokenization",
    {
        "reverse": (_reverse, Signature(("x",))),
        "reverseString": (_reverse_text, Signature(("s",))),
        "reverseNumber": (_one, Signature(("n",))),
        "reverseList": (_one, Signature(("l",))),
        "reverseNumberList": (_one, Signature(("l",))),
        "reverseMap": (_one, Signature(("m",))),
        "resolve": (_resolve, Signature(("obj", "options"), struct=True)),
        "isResolvable": (
            lambda run, machine, given, _at: resolvable_of(run, machine, given[0]) is not None,
            Signature(("obj",)),
        ),
        "stringifyNumber": (_number_text, Signature(("x",))),
    },
)


# Functions


def _list(machine: Machine, value: Any, at: int) -> list[Any]:
    return machine.iterate(value, at) or []


def _stack(run: Run, value: Any) -> Any:
    return run.twin_of(value)


_FUNCTIONS: Final[Mapping[str, tuple[_Work, Signature]]] = {
    "rawString": (lambda run, _m, given, _at: shown(RawText(run, given[0])), Signature(("str",))),
    "ref": (
        lambda run, machine, given, _at: shown(Reference(run, machine.concrete(given[0]), _stack(run, given[1]))),
        Signature(("identifier", "stack")),
    ),
    "insideTfExpression": (lambda _run, _m, given, _at: given[0], Signature(("arg",))),
    "propertyAccess": (
        lambda run, machine, given, at: shown(Members(run, given[0], _list(machine, given[1], at))),
        Signature(("target", "args")),
    ),
    "conditional": (
        lambda run, _m, given, _at: shown(Choice(run, given[:3])),
        Signature(("condition", "trueValue", "falseValue")),
    ),
    "call": (
        lambda run, machine, given, at: shown(FunctionCall(run, given[0], _list(machine, given[1], at))),
        Signature(("name", "args")),
    ),
    "forExpression": (
        lambda run, _m, given, _at: shown(Loop(run, *given[:3])),
        Signature(("input", "valueExpression", "keyExpression")),
    ),
    "dependable": (lambda run, _m, given, _at: depends(run, given[0]), Signature(("dependable",))),
}

_IN_LOOPS: Final = {"FOR_EXPRESSION_KEY": "key", "FOR_EXPRESSION_VALUE": "val"}
block_of = iterators.block_of

_PLAIN: Final = (TOKEN, LAZY, TOKENIZATION, FN, PROVIDER_FUNCTION, OP, INTRINSIC, LAZY_BASE)
DEFINITIONS: Final[Mapping[str, Definition]] = {
    **{definition.name: definition for definition in _PLAIN},
    **computed.DEFINITIONS,
    **iterators.DEFINITIONS,
    **parts.DEFINITIONS,
}


def exported(run: Run, machine: Machine, name: str) -> Any:
    """What an import of `name` gives; `UNDEFINED` where it is none of these."""
    del machine
    if name in DEFINITIONS:
        return class_of(run, DEFINITIONS[name])
    if name in _IN_LOOPS:
        return shown(Reference(run, _IN_LOOPS[name]))
    if name in _FUNCTIONS:
        work, signature = _FUNCTIONS[name]
        return Method(run, name, lambda machine, given, at: work(run, machine, given, at), signature)
    return mapper(run, name)
