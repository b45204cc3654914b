"""The modules that look at what a program is made of: `types`, `inspect`, `importlib`, `pprint`, `builtins`."""

from __future__ import annotations

import inspect
import pprint
from collections.abc import Callable
from typing import Any

from scaffold.readers.programs.functions import Bound, ClassValue, Closure, Series
from scaffold.readers.programs.python import classes
from scaffold.readers.programs.python.classes import BuiltinClass
from scaffold.readers.programs.python.hosting import to_host
from scaffold.readers.programs.python.kinds import NOT_IMPLEMENTED
from scaffold.readers.programs.python.library.asking import asking
from scaffold.readers.programs.python.library.hosted import function
from scaffold.readers.programs.python.native import Given, Module, functions, methods
from scaffold.readers.programs.python.texts import represent
from scaffold.readers.programs.python.types import is_class
from scaffold.readers.programs.values import UNDEFINED, Array, Foreign, Machine, NativeFunction, Object

# types


def _name_space(given: Given, mapping: Any = None, /, **named: Any) -> None:
    entries = given.machine.invoke(classes.DICT, () if mapping is None else (mapping,), named, UNDEFINED, given.at)
    given.this.entries.update(entries.entries)


def _represent(given: Given) -> Any:
    parts: list[Any] = ["namespace("]
    for place, (name, value) in enumerate(given.this.entries.items()):
        parts += [f"{', ' if place else ''}{name}=", represent(given.machine, value, given.at)]
    return given.machine.join([*parts, ")"], given.at)


def _equal(given: Given, other: Any) -> Any:
    if not isinstance(other, Object) or other.type is not given.this.type:
        return NOT_IMPLEMENTED
    return given.machine.binary("equals", Object(given.this.entries), Object(other.entries), given.at)


NAME_SPACE = BuiltinClass(
    "SimpleNamespace",
    members=methods({"__init__": _name_space, "__repr__": _represent, "__eq__": _equal}),
    module="types",
)
_TYPES = {
    "FunctionType": classes.FUNCTION,
    "LambdaType": classes.FUNCTION,
    "MethodType": classes.METHOD,
    "BuiltinFunctionType": classes.BUILTIN_FUNCTION,
    "GeneratorType": classes.GENERATOR,
    "ModuleType": classes.MODULE,
    "NoneType": classes.NONE_TYPE,
    "EllipsisType": classes.ELLIPSIS_TYPE,
    "CoroutineType": classes.COROUTINE,
    "UnionType": classes.UNION_TYPE,
}
TYPES = Module(
    "types",
    {
        "SimpleNamespace": NAME_SPACE,
        **_TYPES,
        **functions({"MappingProxyType": lambda given, mapping: mapping}),  # noqa: ARG005
    },
    asking("this part of types is not known here"),
)

# inspect


def _is_module(value: Any) -> bool:
    return isinstance(value, Module) or type(value).__name__ == "ModuleValue"


def _is_routine(value: Any) -> bool:
    return isinstance(value, Closure | Bound | NativeFunction)


_TESTS: dict[str, Callable[[Any], bool]] = {
    "isclass": is_class,
    "isfunction": lambda value: isinstance(value, Closure),
    "ismethod": lambda value: isinstance(value, Bound),
    "isroutine": _is_routine,
    "isbuiltin": lambda value: isinstance(value, NativeFunction),
    "ismodule": _is_module,
    "isgenerator": lambda value: isinstance(value, Series),
    "isgeneratorfunction": lambda value: isinstance(value, Closure) and value.code.generator,
    "iscoroutinefunction": lambda value: isinstance(value, Closure) and value.code.asynchronous,
    "isabstract": lambda _: False,
}


def _test(work: Callable[[Any], bool]) -> Callable[..., bool]:
    return lambda given, object: work(object)  # noqa: ARG005


def _members(given: Given, object: Any, predicate: Any = None) -> Array:
    machine = given.machine
    if isinstance(object, ClassValue):
        names = [name for owner in object.mro if isinstance(owner, ClassValue) for name in owner.statics.entries]
    elif isinstance(object, Foreign):
        names = object.keys(machine)
    else:
        return Array([])
    found = []
    for name in sorted({name for name in names if isinstance(name, str)}):
        value = machine.attribute(object, name, given.at)
        if predicate is None or given.truth(given.call(predicate, value)):
            found.append(Array([name, value], fixed=True))
    return Array(list(found))


INSPECT = Module(
    "inspect",
    {
        **functions({name: _test(work) for name, work in _TESTS.items()}),
        **functions({"getmembers": _members}),
        **functions({"getdoc": lambda given, object: given.machine.attribute(object, "__doc__", given.at)}),
        "cleandoc": function("cleandoc", inspect.cleandoc),
    },
    asking("this looks at how the program runs"),
)

# importlib


def make_importlib(machine: Machine) -> Module:
    """The module `importlib` of one evaluation."""
    del machine

    def load(given: Given, name: Any, package: Any = None) -> Any:
        frame = {} if package is None else {"__package__": given.text(package), "__name__": given.text(package)}
        return given.machine.import_source(frame, given.text(name), given.at)

    return Module(
        "importlib",
        functions({"import_module": load, "reload": lambda given, module: module}),  # noqa: ARG005
        asking("this looks at how the program is loaded"),
    )


# pprint


def _format(given: Given, object: Any, *rest: Any, **named: Any) -> Any:
    plain = to_host(given.machine, given.known(object))
    options = {name: given.known(value) for name, value in named.items()}
    return given.host(pprint.pformat, plain, *map(given.known, rest), **options)


def _nothing(given: Given, *arguments: Any, **named: Any) -> None:
    del given, arguments, named


PPRINT = Module(
    "pprint",
    functions({"pformat": _format, "pprint": _nothing, "pp": _nothing}),
    asking("this part of pprint is not known here"),
)


def make_builtins(machine: Machine) -> Module:
    """The module `builtins`."""
    return Module("builtins", machine.language.names(machine))
