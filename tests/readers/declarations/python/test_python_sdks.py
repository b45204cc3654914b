"""What is read of Pulumi's own SDKs, beside what they are when they run."""

from __future__ import annotations

import importlib
import inspect
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffold.readers.declarations.python import PythonDeclarations, PythonPackage

pulumi = pytest.importorskip("pulumi")
types = pytest.importorskip("pulumi._types")
MODULES = [
    ("pulumi_random", ""),
    ("pulumi_aws", ""),
    ("pulumi_aws", "sns"),
    ("pulumi_aws", "lambda_"),
    ("pulumi_aws", "dynamodb"),
]


def package(name: str) -> PythonPackage:
    pytest.importorskip(name)
    environment = Path(sys.prefix)
    found = PythonDeclarations(environment.parent, (environment.name,)).package(Path(), name)
    assert found is not None
    return found


def members(name: str, module: str) -> Iterator[tuple[str, Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that classes have newer names
        yield from loaded_members(name, module)


def loaded_members(name: str, module: str) -> Iterator[tuple[str, Any]]:
    loaded = importlib.import_module(".".join(filter(None, (name, module))))
    assert loaded._utilities  # modules are loaded when the first of their members is read
    for member, value in list(vars(sys.modules[loaded.__name__]).items()):
        if (inspect.isclass(value) or inspect.isfunction(value)) and value.__module__.rpartition(".")[
            0
        ] == loaded.__name__:
            yield member, value


def resources(name: str, module: str) -> Iterator[tuple[str, Any, Any]]:
    """The classes of resources, each with that of its arguments."""
    for member, value in members(name, module):
        if inspect.isclass(value) and issubclass(value, pulumi.Resource):
            used = value._internal_init.__code__.co_names
            own = sys.modules[value.__module__]
            yield member, value, next(getattr(own, each) for each in used if each.endswith("Args"))


@pytest.mark.parametrize(("name", "module"), MODULES)
def test_resources(name: str, module: str) -> None:
    read = package(name)
    for member, class_, arguments in resources(name, module):
        declared = read.resource(module, member)
        assert declared is not None
        assert declared.token == class_.pulumi_type
        assert set(declared.outputs) == set(types.resource_types(class_))
        natives = dict(types.input_type_py_to_pulumi_names(arguments))
        natives.update((python, native) for native, python in types.resource_pulumi_to_py_names(class_).items())
        assert declared.spelled == {python: native for python, native in natives.items() if python != native}
        taken = inspect.signature(class_._internal_init).parameters
        own = [each for each in taken if each not in ("__self__", "resource_name", "opts", "__props__")]
        assert list(read.arguments(module, member) or ()) == own
        for native, type_ in types.input_type_types(arguments).items():
            assert read.keeps_keys(module, member, (native,)) is not is_object(type_), (member, native)


def is_object(type_: Any) -> bool:
    """Whether the SDK translates the keys of dictionaries that stand for this type, or for elements of it."""
    plain = types.unwrap_type(type_)
    inside = getattr(plain, "__args__", ())
    if getattr(plain, "__origin__", None) in (list, importlib.import_module("collections.abc").Sequence):
        return is_object(inside[0])
    return bool(types.is_input_type(plain))


@pytest.mark.parametrize(("name", "module"), MODULES)
def test_arguments_and_functions(name: str, module: str) -> None:
    read = package(name)
    for member, value in members(name, module):
        if inspect.isclass(value) and types.is_input_type(value):
            found = read.arguments(module, member)
            taken = inspect.signature(value.__init__).parameters
            wanted = {each: p.default is p.empty for each, p in taken.items() if each not in ("__self__", "self")}
            assert found is not None
            assert {each: argument.required for each, argument in found.items()} == wanted
        elif inspect.isfunction(value) and member.startswith("get_"):
            declared, found = read.function(module, member), read.arguments(module, member)
            assert declared is not None
            assert found is not None
            assert [*found, "opts"] == list(inspect.signature(value).parameters)


def test_a_class_is_read_fast() -> None:
    read = package("pulumi_aws")
    started = time.perf_counter()
    classes = [("ec2", "Instance"), ("lambda_", "Function"), ("rds", "Cluster"), ("wafv2", "WebAcl")]
    assert all(read.resource(module, name) for module, name in classes)
    assert (time.perf_counter() - started) / len(classes) < 0.1
